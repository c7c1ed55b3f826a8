//! Agencies (cơ quan, đơn vị hành chính): who they are, under whom, from when until when, and who succeeded whom.
//! Basis: Decree 13/2008, 14/2008 and their successors by date; identifiers by Circular 10/2016/TT-BTTTT and
//! Decision 20/2020/QĐ-TTg; two tiers from 1 July 2025 (Law 72/2025/QH15).
//!
//! | file | what |
//! |---|---|
//! | `rules/import.rs` | reading the CSV files and what is wrong with them, line by line |
//! | `rules/edit.rs` | what an edited agency must keep to |
//! | `rules/activity.rs` | to whose desk a unit's acts count |
//! | `store.rs` | all SQL of agency, `agency_successor`, `agency_activity` |
//! | `import.rs` | the shipped trees and files of other cities into the tables |
//! | `ports.rs` | the tree for access and pages (`DirectorySource`) |
//! | `activity.rs` | acts a month and agency, behind the indicators |
//! | `pages/` | list, tree, one agency, editing |

mod activity;
mod api;
mod import;
mod pages;
mod ports;
mod rules;
mod slice;
mod store;
#[cfg(test)]
mod tests;

pub use activity::{rebuild_activity, rebuild_activity_since};
pub use import::{Mode, Outcome, import_files, import_texts};
pub use ports::directory_source;
pub use slice::{EDIT, SLICE, VIEW_ACTIVITY};
