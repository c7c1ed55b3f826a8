//! What the slice `briefs` declares.

use super::{demo, forms, jobs, pages, personal, seed};
use platform::access::{PermissionDecl, Role};
use platform::http::Access::Permission as Needs;
use platform::slice::{FormDecl, MenuEntry};
use platform::store::Migration;
use platform::{Permission, Routes, Slice};

/// To read the briefs of agencies in one's scope.
pub const VIEW: Permission = Permission("briefs.view");
/// To get the brief of one's own agency by mail each week.
pub const RECEIVE: Permission = Permission("briefs.receive");

/// The slice.
pub static SLICE: Slice = Slice {
    name: "briefs",
    pillar: "steering",
    tables: &["brief", "brief_declined"],
    migrations: &[Migration {
        version: "2026_12_01_45_briefs",
        sql: include_str!("migrations/2026_12_01_45_briefs.sql"),
        postgres: None,
    }],
    permissions: &[
        PermissionDecl {
            permission: VIEW,
            label: "briefs-permission-view",
            roles: &[Role::Leader, Role::Reform],
        },
        PermissionDecl { permission: RECEIVE, label: "briefs-permission-receive", roles: &[Role::Leader] },
    ],
    routes: || {
        Routes::new()
            .get("/ban-tin", Needs(VIEW), pages::list)
            .get("/ban-tin/{id}", Needs(VIEW), pages::show)
            .get("/ban-tin/{id}/tep", Needs(VIEW), pages::file)
            .post("/ban-tin/nhan", Needs(RECEIVE), pages::choose)
    },
    menu: &[MenuEntry {
        label: "briefs-menu",
        href: "/ban-tin",
        group: "steering",
        access: Needs(VIEW),
        order: 7,
    }],
    jobs: jobs::JOBS,
    rules: &["briefs.weekday", "briefs.hour", "briefs.kinds"],
    forms: &[FormDecl { name: "briefs.week", source: forms::WEEK.source, sample: forms::WEEK.sample }],
    messages: (include_str!("messages/vi.ftl"), include_str!("messages/en.ftl")),
    personal: Some(|app, account| Box::pin(async move { personal::of(&app, account).await })),
    erasure: Some(personal::ERASURE),
    seed: Some(|app| Box::pin(seed::seed(app))),
    demo: Some(|app, _| Box::pin(demo::build(app))),
    ..Slice::EMPTY
};
