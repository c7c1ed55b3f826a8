//! The post (bưu chính): results that go to the person, letters that bring dossiers, lists handed over, what the post reports.
//!
//! Law: Decree 61/2018/NĐ-CP, articles 16.1.b (dossiers by public post), 20 and 22 (results and fees by post). Tariffs and the
//! day on which a letter counts as filed were found in no text: dated rules `post.tariff`, `post.filed_on`.
//!
//! Map: `rules/` states, tariff, day of filing, the status file, pure · `store/` all SQL · `acts/` one function an act ·
//! `pages/` screens and the printed list · `api/` operations for programs · `forms/` Typst · `jobs.rs` results that are signed or fetched · `ports.rs` what the
//! one-stop calls · `personal.rs` what is kept of a person · `demo.rs`.
//!
//! Invariants: nothing is delivered that the post was not given; what the post brings back lies at the counter again; the same
//! status file twice changes nothing.

mod acts;
mod api;
mod demo;
mod forms;
mod jobs;
mod pages;
mod personal;
mod ports;
mod rules;
mod seed;
mod slice;
mod store;
#[cfg(test)]
mod tests;

pub use ports::port;
pub use slice::SLICE;
