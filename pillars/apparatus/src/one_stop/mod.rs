//! The one-stop desk (bộ phận tiếp nhận và trả kết quả): a dossier from filing to the result in the citizen's hand.
//!
//! Law: Decision 93/2007/QĐ-TTg and 09/2015/QĐ-TTg (the programme's era), Decree 61/2018/NĐ-CP, Decree 118/2025/NĐ-CP;
//! which of them a dossier follows is decided by the legal profile in force on its receipt date.
//!
//! Map: `rules/` states, deadlines and process, pure · `store/` all SQL · `acts/` one function an act, one transaction
//! each · `api/` operations of the programming interface · `pages/` screens and printed papers · `forms/` Typst templates · `indicators.rs` evidence queries ·
//! `jobs.rs` recomputing and warning · `ports.rs`, `facts.rs` what other slices call · `demo.rs` the demo city's dossiers.

mod acts;
mod api;
mod courses;
mod demo;
mod erasure;
mod facts;
mod forms;
mod hooks;
mod indicators;
mod jobs;
mod load;
mod pages;
mod permissions;
mod personal;
mod ports;
mod replay;
mod rules;
mod seed;
mod slice;
mod store;
#[cfg(test)]
mod tests;

pub use api::desk::port as desk;
pub use courses::courses;
pub use demo::{Returned, returned, walk_flows};
pub use facts::records;
pub use forms::ALL as FORMS;
pub use load::load;
pub use ports::{fee_dossiers, intake, my_dossiers};
pub use replay::uses;
pub use slice::SLICE;
