//! The designer of flows (thiết kế quy trình nội bộ): an official draws a procedure's internal process with choices, branches and
//! waits; the program checks it, tries it on a sample dossier, a second person approves it, and dossiers received from its day
//! on follow it. The process is a part of the announced procedure: Decree 63/2010, art. 8; steps and times: Decree 61/2018, art. 17-19.
//!
//! rules/: editing, differences, states · store.rs: SQL · acts.rs: one change, one transaction · ports.rs: published flows for the
//! one-stop · demo.rs: its share of the demo city · pages/: list, record, node, link, simulation, comparison, BPMN, approval.
//! The flow itself, its checks, its picture and BPMN are the crate `flow`.

mod acts;
mod demo;
mod pages;
mod ports;
mod rules;
mod slice;
mod store;
#[cfg(test)]
mod tests;
mod waiting;

pub use demo::demo_next;
pub use ports::port;
pub use slice::{APPROVE, EDIT, SLICE};
pub use waiting::waiting;
