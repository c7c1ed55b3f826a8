//! The one-stop desk (bộ phận tiếp nhận và trả kết quả): a dossier from filing to the result in the citizen's hand.
//!
//! Law: Decision 93/2007/QĐ-TTg and 09/2015/QĐ-TTg (the programme's era), Decree 61/2018/NĐ-CP, Decree 118/2025/NĐ-CP;
//! which of them a dossier follows is decided by the legal profile in force on its receipt date.
//!
//! Map: `rules/` states, deadlines and process, pure · `store/` all SQL · `acts/` one function an act, one transaction
//! each · `api/` operations of the programming interface · `pages/` screens and printed papers · `forms/` Typst templates · `indicators.rs` evidence queries ·
//! `jobs.rs` recomputing and warning · `moving.rs` many dossiers moved to a newer flow · `apologies.rs` letters prepared before the legal moment · `ports.rs`, `facts.rs`, `signed.rs`,
//! `returns.rs`, `cards.rs`, `workload.rs`, `parts.rs`, `post.rs`, `waiting.rs` what other slices call · `demo.rs` the demo city's dossiers.

mod acts;
mod api;
mod apologies;
mod cards;
mod courses;
mod demo;
mod erasure;
mod facts;
mod forms;
mod hooks;
mod indicators;
mod jobs;
mod load;
mod moving;
mod pages;
mod parts;
mod permissions;
mod personal;
mod ports;
mod post;
mod replay;
mod returns;
mod rules;
mod seed;
mod signed;
mod slice;
mod store;
#[cfg(test)]
mod tests;
mod waiting;
mod workload;

pub use api::desk::port as desk;
pub use cards::cards;
pub use courses::courses;
pub use demo::{Returned, returned, walk, walk_flows};
pub use facts::records;
pub use forms::ALL as FORMS;
pub use load::load;
pub use parts::part_dossiers;
pub use ports::{fee_dossiers, intake, my_dossiers};
pub use post::port as post_dossiers;
pub use replay::uses;
pub use returns::returns;
pub use signed::{signed_results, verified_papers};
pub use slice::SLICE;
pub use waiting::waiting;
pub use workload::workload;
