//! Pages of the post: consignments, lists handed over, status files; the person's page.

pub(super) mod file;
pub(super) mod files;
pub(super) mod item;
pub(super) mod items;
pub(super) mod letter;
pub(super) mod list;
pub(super) mod lists;
mod parts;
mod track;

pub use item::note;

use super::slice::{SEND, VIEW};
use platform::Routes;
use platform::http::Access::{Permission as Needs, Public};

/// The routes of the slice.
pub fn routes() -> Routes {
    Routes::new()
        .get("/buu-chinh", Needs(VIEW), items::show)
        .get("/buu-chinh/{id}", Needs(VIEW), item::show)
        .post("/buu-chinh/{id}/sua", Needs(SEND), item::correct)
        .post("/buu-chinh/{id}/ket-qua", Needs(SEND), item::outcome)
        .post("/buu-chinh/{id}/huy", Needs(SEND), item::cancel)
        .get("/thu-den/moi", Needs(SEND), letter::new)
        .post("/thu-den/moi", Needs(SEND), letter::add)
        .get("/giao-buu-chinh", Needs(VIEW), lists::show)
        .post("/giao-buu-chinh", Needs(SEND), lists::make)
        .get("/giao-buu-chinh/{id}", Needs(VIEW), list::show)
        .post("/giao-buu-chinh/{id}/so-hieu", Needs(SEND), list::number)
        .post("/giao-buu-chinh/{id}/giao", Needs(SEND), list::hand)
        .get("/giao-buu-chinh/{id}/in", Needs(VIEW), list::print)
        .get("/tep-buu-chinh", Needs(VIEW), files::show)
        .post("/tep-buu-chinh", Needs(SEND), files::import)
        .with_files()
        .get("/tep-buu-chinh/{id}", Needs(VIEW), file::show)
        .get("/buu-gui/{key}", Public, track::show)
}
