//! Public pages: looking a dossier up by its code, following it by the key on its receipt, and what its owner may do.
//!
//! Circular 01/2018/TT-VPCP art. 16.2.d: who is not signed in sees how far a dossier is, never whose it is.

pub mod calculator;
pub mod calculator_form;
mod download;
pub mod follow;
mod hand_in;
mod owner;
pub mod sealed;
pub mod status;
mod timeline;
pub mod track;
mod withdraw;

use platform::{Access, Routes};

/// Adds the public routes.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/tinh-han", Access::Public, calculator::show)
        .get("/tra-cuu", Access::Public, track::show)
        .post("/tra-cuu", Access::Public, track::submit)
        .get("/theo-doi/{key}", Access::Public, follow::show)
        .get("/theo-doi/{key}/niem-phong", Access::Public, sealed::show)
        .get("/theo-doi/{key}/phieu-hen", Access::Public, download::receipt)
        .get("/theo-doi/{key}/in/{form}", Access::Citizen, download::paper)
        .get("/theo-doi/{key}/tep/{hash}", Access::Citizen, download::file)
        .post("/theo-doi/{key}/rut", Access::Citizen, withdraw::submit)
        .post("/theo-doi/{key}/khong-rut-nua", Access::Citizen, withdraw::keep_on)
        .post("/theo-doi/{key}/bo-sung", Access::Citizen, hand_in::submit)
        .with_files()
}
