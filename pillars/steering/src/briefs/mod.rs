//! The weekly brief (bản tin tuần) of the city's leaders and of heads of departments and districts: what turned, what is late, what
//! comes in two weeks, beside the week before; composed at a dated hour of the week, frozen as sent, mailed with its PDF.
//!
//! `rules.rs` the brief and its comparison · `compose.rs` what goes into it · `jobs.rs` when · `store.rs` · `pages/` · `personal.rs`
//! who declined · `forms/` on paper · `slice.rs` the declaration

mod compose;
mod demo;
mod forms;
mod jobs;
mod pages;
mod personal;
mod rules;
mod seed;
mod slice;
mod store;
#[cfg(test)]
mod tests;

pub use slice::{RECEIVE, SLICE, VIEW};
