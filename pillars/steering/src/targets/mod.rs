//! Targets (chỉ tiêu) measured from live records, each value with the records behind it, beside what agencies declare.
//! Legal basis: the programme's own targets (Cần Thơ: Quyết định 2527/QĐ-UBND, mục II; báo cáo định kỳ: mục IV.1.c).
//!
//! Files: rules (pure: value, interval, light, trend, gap, forecast, months), series (indicators of all slices),
//! store (kept figures, marks, readings, declared figures, charges and notes, turns, scenarios), measuring (use cases), freezing
//! (readings with their seal), outlook (forecast to the deadline), acts (who answers, check-ins, the morning's watch), board (one
//! agency's standing), compared (agencies side by side), words (values in words), pages, ports, reviewed (a
//! year's measures for a review), personal, jobs, seed, demo.
//!
//! A board reads kept figures only; `measure` keeps them with every change, `rebuild` makes them from scratch,
//! and a test proves that both give the same.

mod acts;
mod api;
mod board;
mod compared;
mod demo;
mod freezing;
mod jobs;
mod measuring;
mod open_data;
mod outlook;
mod pages;
mod personal;
mod ports;
mod reviewed;
mod rules;
mod seed;
mod series;
mod slice;
mod store;
#[cfg(test)]
mod tests;
mod words;

pub use freezing::freeze;
pub use measuring::{measure, nightly, rebuild};
pub use ports::{agency_figures, frozen_readings, headlines, standings};
pub use reviewed::reviewed_measures;
pub use slice::{ASSIGN, DECLARE, FOLLOW, FREEZE, RECORDS, SLICE};

use platform::indicators::Indicator;
use sha2::{Digest, Sha256};

/// SHA-256 of a text, hexadecimal.
fn fingerprint(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

/// A measure's code as it stands in addresses, as the programme writes it: đ becomes dd, a slash a hyphen.
fn slug(code: &str) -> String {
    code.chars()
        .map(|c| match c {
            'đ' => "dd".to_owned(),
            'Đ' => "DD".to_owned(),
            c if c.is_ascii_alphanumeric() || c == '.' => c.to_string(),
            _ => "-".to_owned(),
        })
        .collect()
}

/// What a reading was measured by: it changes with the evidence query or the way its value is made.
fn definition_hash(indicator: &Indicator) -> String {
    fingerprint(&format!(
        "{}\n{:?}\n{:?}\n{}",
        indicator.code, indicator.measure, indicator.timing, indicator.evidence
    ))
}
