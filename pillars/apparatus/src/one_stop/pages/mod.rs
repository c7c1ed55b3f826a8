//! Screens of the one-stop and the papers it prints: one action a file.

mod answers;
pub(super) mod apologies;
mod apology;
pub(super) mod arithmetic;
mod batch;
mod batch_return;
mod book;
mod books;
pub(super) mod deeds;
mod dossier;
pub(super) mod dossier_desk;
mod dossier_flow;
mod dossier_opinions;
mod dossier_parts;
mod editions;
mod ends;
mod fees;
pub(super) mod file;
pub(super) mod flow_moves;
mod inbox;
pub(super) mod inbox_filters;
pub(super) mod intake;
pub(super) mod intake_form;
pub(super) mod intake_shelf;
pub(super) mod intake_submit;
pub(super) mod move_flow;
pub(super) mod move_flows;
pub(super) mod of_year;
pub(super) mod opinion;
pub(super) mod opinion_withdraw;
mod opinions;
pub mod printed;
pub(super) mod public;
mod received;
mod register;
pub(super) mod returns;
pub(super) mod returns_filters;
mod returns_list;
pub(super) mod seen;
mod slip;
mod staff;
pub(super) mod standing;
mod today;
mod tools;
pub(super) mod why;

pub use seen::DOSSIER;

use platform::Routes;

/// The routes of this slice.
pub fn routes() -> Routes {
    printed::routes(public::routes(staff::routes(Routes::new())))
}
