//! The desk's tools: labels on dossiers, following, twins (the same matter filed twice), the heads' view of the workload
//! with the risk of lateness, and handing work to others in bulk.
//!
//! No text of law asks for any of it; what is set here are the city's own dated rules.
//!
//! | file | what |
//! |---|---|
//! | `rules/` | when two dossiers are alike, who has how much, how likely lateness is, who gets what |
//! | `store/` | all SQL of `desk_label`, `desk_labelled`, `desk_follow`, `desk_twin`, `desk_pace` |
//! | `jobs.rs` | comparing what is filed, telling followers, counting the paces anew |
//! | `ports.rs` | what stands beside a dossier, and the warning at the counter (`DeskTools`) |
//! | `pages/` | labels and what they hold, followed dossiers, twins, workload, risk, handing over |

mod demo;
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
mod twins;

pub use ports::tools;
pub use slice::SLICE;
