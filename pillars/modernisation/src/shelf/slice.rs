//! Declaration of the slice `shelf`.

use super::{demo, jobs, pages, personal, seed};
use platform::http::Access::Citizen;
use platform::slice::MenuEntry;
use platform::store::Migration;
use platform::{Routes, Slice};

/// The slice.
pub static SLICE: Slice = Slice {
    name: "shelf",
    pillar: "modernisation",
    tables: &["shelf_consent", "shelf_paper", "shelf_use"],
    migrations: &[
        Migration {
            version: "2026_11_29_50_shelf",
            sql: include_str!("migrations/2026_11_29_50_shelf.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_11_30_15_shelf_filed_with",
            sql: include_str!("migrations/2026_11_30_15_shelf_filed_with.sql"),
            postgres: None,
        },
    ],
    routes: || {
        Routes::new()
            .get("/giay-to-cua-toi", Citizen, pages::mine::show)
            .post("/giay-to-cua-toi/dong-y", Citizen, pages::consent::open)
            .post("/giay-to-cua-toi/dong-kho", Citizen, pages::consent::close)
            .post("/giay-to-cua-toi/{id}/bo", Citizen, pages::mine::take_off)
            .get("/giay-to-cua-toi/{id}/tep", Citizen, pages::mine::file)
    },
    menu: &[MenuEntry {
        label: "shelf-menu",
        href: "/giay-to-cua-toi",
        group: "mine",
        access: Citizen,
        order: 15,
    }],
    jobs: &[jobs::PAPERS, jobs::RESULTS, jobs::REMIND],
    listeners: jobs::LISTENERS,
    personal: Some(|app, account| Box::pin(async move { personal::of(&app, account).await })),
    erasure: Some(personal::ERASURE),
    rules: &["shelf.basis", "shelf.paper_kinds", "shelf.remind_before_days"],
    messages: (include_str!("messages/vi.ftl"), include_str!("messages/en.ftl")),
    seed: Some(|app| Box::pin(seed::seed(app))),
    demo: Some(|app, plan| Box::pin(demo::build(app, plan))),
    ..Slice::EMPTY
};
