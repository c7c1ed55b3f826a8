//! Emulation in the reform (thi đua cải cách hành chính) by year and group of agencies: opened by Home Affairs, proposed by each
//! agency, appraised with a reason for each changed class, voted on by a council, decided by a second person, announced.
//! Basis: Decision 2527/QĐ-UBND of 2012, section IV.2.a (from the fourth quarter of 2013). Groups, criteria, classes, quotas and
//! majorities are dated rules (`emulation.…` in data/profiles.yaml), kept with each round as they were when it opened.
//!
//! | file | what |
//! |---|---|
//! | `rules/` | points, criteria and totals, classes with floors and quotas, the vote, states; pure |
//! | `dated.rs` | the dated rules that apply |
//! | `measuring.rs` | what the city's own records say of a criterion |
//! | `store/` | all SQL |
//! | `acts/` | one function an act |
//! | `pages/`, `api/` | screens, operations, the printed decision with its list (`printing::LETTER`) |
//! | `ports.rs` | published results for reviews; what waits |
//! | `seed.rs`, `demo.rs` | notices that ship; rounds of the demo city |

mod acts;
mod api;
mod dated;
mod demo;
mod measuring;
mod pages;
mod ports;
mod rules;
mod seed;
mod slice;
mod store;
#[cfg(test)]
mod tests;

pub use ports::{results, waiting};
pub use slice::{APPRAISE, DECIDE, MANAGE, PROPOSE, SLICE, SUBMIT, VIEW};
