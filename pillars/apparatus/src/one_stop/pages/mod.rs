//! Screens of the one-stop and the papers it prints: one action a file.

mod arithmetic;
mod batch;
mod batch_return;
mod deeds;
mod dossier;
mod dossier_desk;
mod dossier_opinions;
mod dossier_parts;
mod fees;
mod file;
mod inbox;
mod inbox_filters;
mod intake;
mod intake_form;
mod intake_submit;
mod opinion;
mod opinion_withdraw;
mod opinions;
pub mod printed;
mod public;
mod received;
mod register;
mod seen;
mod staff;
mod standing;
mod today;

pub use seen::DOSSIER;

use platform::Routes;

/// The routes of this slice.
pub fn routes() -> Routes {
    printed::routes(public::routes(staff::routes(Routes::new())))
}
