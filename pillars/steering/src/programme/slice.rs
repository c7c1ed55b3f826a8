//! What the programme declares of itself.

use super::{import, pages};
use platform::slice::{MenuEntry, SearchKind};
use platform::store::Migration;
use platform::{Access, Routes, Slice};

/// The declaration, listed in the pillar.
pub static SLICE: Slice = Slice {
    name: "programme",
    pillar: "steering",
    tables: &["programme", "programme_item", "measure"],
    migrations: &[Migration {
        version: "2012_10_12_00_programme",
        sql: include_str!("migrations/2012_10_12_00_programme.sql"),
        postgres: None,
    }],
    routes,
    menu: &[MenuEntry {
        label: "programme-menu",
        href: "/chuong-trinh",
        group: "steering",
        access: Access::Public,
        order: 20,
    }],
    search: &[
        SearchKind {
            kind: "programme_item",
            label: "programme-search-item",
            permission: None,
            standing: None,
            many: false,
        },
        SearchKind {
            kind: "measure",
            label: "programme-search-measure",
            permission: None,
            standing: None,
            many: false,
        },
    ],
    messages: (include_str!("messages/vi.ftl"), include_str!("messages/en.ftl")),
    seed: Some(|app| Box::pin(import::seed(app))),
    ..Slice::EMPTY
};

fn routes() -> Routes {
    Routes::new()
        .get("/chuong-trinh", Access::Public, pages::tree::show)
        .get("/chuong-trinh/co-quan", Access::Public, pages::agencies::show)
        .get("/chuong-trinh/{slug}", Access::Public, pages::item::show)
}
