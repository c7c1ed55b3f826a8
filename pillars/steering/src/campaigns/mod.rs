//! Communication of the reform (truyền thông, tuyên truyền cải cách hành chính): an agency's plan of a year with its campaigns and
//! planned pieces; pieces that appeared, entered by agencies and by the press, seen by a second person; contests; plan against
//! done. Basis: Decision 2527/QĐ-UBND of 2012, sections III.2.đ and IV.2.e, k, l.
//!
//! | file | what |
//! |---|---|
//! | `rules/` | states, kinds of pieces, shape of links, what forms say, plan against done |
//! | `dated.rs` | the dated rules that apply, the channels open on a day |
//! | `store/` | all SQL |
//! | `acts/` | one function an act |
//! | `pages/` | plans, campaigns, pieces, contests, channels, plan against done, the public pages |
//! | `words.rs` | states, channels, kinds and days in words |
//! | `ports.rs` | what waits for somebody (`contracts::waiting`) |
//! | `indicators.rs` | pieces published; share of the planned pieces done |
//! | `forms/` | the printed plan, the printed summary of a year |
//!
//! A campaign stands in an edition of its plan; its line stays the same through all editions, and pieces belong to the line.

mod acts;
mod api;
mod dated;
mod demo;
mod forms;
mod indicators;
mod pages;
mod ports;
mod rules;
mod seed;
mod slice;
mod store;
#[cfg(test)]
mod tests;
mod words;

pub use ports::waiting;
pub use slice::{APPROVE, CATALOGUE, EDIT, ENTER, SLICE, SUBMIT, VERIFY, VIEW};
