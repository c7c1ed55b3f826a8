//! Reviews of the reform programme (sơ kết, tổng kết): every target with what was planned, measured and declared, met or missed, and
//! why; what was done year by year; chapters written by agencies; award proposals; figures frozen for a day with their hash; approved
//! by a second person, then one document. Basis: Decision 2527/QĐ-UBND of 2012, section IV.2.a (third quarter of 2015). The outline and
//! who answers for what are dated rules (`final_review.…` in data/profiles.yaml); dates and chapters of each review are its data.
//!
//! | file | what |
//! |---|---|
//! | `rules/` | the verdict on a target, states, what is lacking, the text that is hashed; pure |
//! | `dated.rs` | the dated rules that apply |
//! | `gather.rs` | figures from the slices that keep the records |
//! | `store/` | all SQL |
//! | `acts/` | one function an act |
//! | `paper.rs` | the document |
//! | `pages/`, `api.rs` | screens, operations |
//! | `ports.rs` | what waits |
//! | `seed.rs`, `demo.rs` | notices that ship; reviews of the demo city |

mod acts;
mod api;
mod dated;
mod demo;
mod gather;
mod pages;
mod paper;
mod ports;
mod rules;
mod seed;
mod slice;
mod store;
#[cfg(test)]
mod tests;

pub use ports::waiting;
pub use slice::{APPROVE, MANAGE, SLICE, VIEW, WRITE};
