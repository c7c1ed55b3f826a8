//! Fees and charges (phí, lệ phí): what a dossier owes by the schedule of its receipt day, cash with the cashier's book,
//! payment through a gateway, receipts, refunds, reconciliation, reports.
//!
//! Law: Decree 61/2018/NĐ-CP, articles 12.9 (settled every quarter) and 22 (cash, transfer, post, online); Decision
//! 766/QĐ-TTg, indicator 3.6. Amounts, groups exempt and times are dated rows of the schedule and of the legal profiles.
//!
//! Map: `rules/` schedule, demand, book, call-backs, reconciliation, pure · `store/` all SQL · `acts/` one function an act ·
//! `gateway.rs` how a gateway is spoken to · `sandbox.rs` the training gateway · `pages/` screens and papers · `forms/` Typst
//! templates · `jobs.rs` demands of received dossiers, orders left hanging · `ports.rs` what the one-stop calls ·
//! `api/` operations for other programs · `demo.rs`.
//!
//! Invariants: a payment's parts never exceed what its lines owe; a receipt's number is never used twice nor left out; no
//! more is given back than is held; an order is paid once, however often the gateway says so.

mod acts;
mod api;
mod demo;
mod forms;
mod gateway;
mod jobs;
mod pages;
mod personal;
mod ports;
mod rules;
mod sandbox;
mod seed;
mod slice;
mod store;
#[cfg(test)]
mod tests;

pub use ports::port;
pub use slice::SLICE;
