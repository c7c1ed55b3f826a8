//! Targets (chỉ tiêu) measured from live records, each value with the records behind it, beside what agencies declare.
//! Legal basis: the programme's own targets (Cần Thơ: Quyết định 2527/QĐ-UBND, mục II; báo cáo định kỳ: mục IV.1.c).
//!
//! Files: rules (pure: value, interval, light, trend, gap, forecast, months), series (indicators of all slices),
//! store (kept figures, marks, readings, declared figures), measuring (use cases), board (one agency's standing),
//! words (values in words), pages, ports, reviewed (a year's measures for a review), jobs, demo.
//!
//! A board reads kept figures only; `measure` keeps them with every change, `rebuild` makes them from scratch,
//! and a test proves that both give the same.

mod api;
mod board;
mod demo;
mod jobs;
mod measuring;
mod pages;
mod ports;
mod reviewed;
mod rules;
mod series;
mod slice;
mod store;
#[cfg(test)]
mod tests;
mod words;

pub use measuring::{freeze, measure, nightly, rebuild};
pub use ports::{agency_measures, headlines, measured_figures, standings};
pub use reviewed::reviewed_measures;
pub use slice::{DECLARE, FREEZE, RECORDS, SLICE};

use platform::indicators::Indicator;
use sha2::{Digest, Sha256};

/// SHA-256 of a text, hexadecimal.
fn fingerprint(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

/// What a reading was measured by: it changes with the evidence query or the way its value is made.
fn definition_hash(indicator: &Indicator) -> String {
    fingerprint(&format!(
        "{}\n{:?}\n{:?}\n{}",
        indicator.code, indicator.measure, indicator.timing, indicator.evidence
    ))
}
