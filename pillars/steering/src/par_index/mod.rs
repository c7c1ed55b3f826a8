//! The index of reform (chỉ số cải cách hành chính, PAR INDEX) of departments, districts and communes: trees as data, the agency's
//! own score with evidence, what the city's records measure, verification by another agency, dialogue, decision, ranking.
//! Basis: Decision 1294/QĐ-BNV (2012), 2948/QĐ-BNV (2017) and later; programme, sections III.2.d, IV.2.a. Classes, days and worths
//! are dated rules (`par_index.…` in data/profiles.yaml).
//!
//! | file | what |
//! |---|---|
//! | `rules/` | decimals, rules of criteria and their grammar, trees and their sheets, totals, gaps, losses, steps up, states; pure |
//! | `import.rs` | trees from YAML and from a regulation's table |
//! | `measuring.rs` | what the city's own records and waves of asking say of a criterion |
//! | `store/` | all SQL of trees, rounds, sheets, scores, evidence, who has which criterion, surveys |
//! | `acts.rs`, `acts/` | one function an act; `acts/waves.rs` takes in what closed waves of asking found |
//! | `words.rs` | points, rules, facts in words |
//! | `pages/`, `api.rs`, `forms/` | screens, operations, paper |
//! | `ports.rs` | what an agency declared of itself, for other slices; what waits for somebody (`contracts::waiting`) |
//! | `personal.rs` | what is kept by account |
//! | `published.rs` | what was published of a year, for other slices |
//! | `jobs.rs` | reminders before the term |
//! | `seed.rs`, `demo.rs` | trees that ship; rounds of the demo city |

mod acts;
mod api;
mod demo;
mod forms;
mod import;
mod jobs;
mod measuring;
mod pages;
mod personal;
mod ports;
mod published;
mod rules;
mod seed;
mod slice;
mod store;
#[cfg(test)]
mod tests;
mod words;

pub use ports::{declared, waiting};
pub use published::published_indexes;
pub use slice::{ASSESS, ASSIGN, DECIDE, MANAGE, SLICE, SUBMIT, VERIFY, VIEW};
