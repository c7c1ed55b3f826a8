//! What targets declare of themselves.

use super::{api, demo, jobs, pages};
use platform::access::{Permission, PermissionDecl, Role};
use platform::slice::MenuEntry;
use platform::store::Migration;
use platform::{Access, Routes, Slice};

/// Declaring one's own agency's figures.
pub const DECLARE: Permission = Permission("targets.declare");
/// Seeing the records behind a value.
pub const RECORDS: Permission = Permission("targets.records");
/// Freezing readings on demand.
pub const FREEZE: Permission = Permission("targets.freeze");

/// The declaration, listed in the pillar.
pub static SLICE: Slice = Slice {
    name: "targets",
    pillar: "steering",
    tables: &["figure", "figure_line", "figure_state", "dirty", "reading", "declared_figure"],
    migrations: &[
        Migration {
            version: "2012_10_12_10_targets",
            sql: include_str!("migrations/2012_10_12_10_targets.sql"),
            postgres: Some(include_str!("migrations/2012_10_12_10_targets.postgres.sql")),
        },
        Migration {
            version: "2012_10_12_11_people",
            sql: include_str!("migrations/2012_10_12_11_people.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_11_27_30_evidence_link",
            sql: include_str!("migrations/2026_11_27_30_evidence_link.sql"),
            postgres: None,
        },
    ],
    permissions: &[
        PermissionDecl {
            permission: DECLARE,
            label: "targets-permission-declare",
            roles: &[Role::Leader, Role::Head, Role::Reform],
        },
        PermissionDecl {
            permission: RECORDS,
            label: "targets-permission-records",
            roles: &[Role::Leader, Role::Head, Role::Reform, Role::ProcedureControl, Role::Inspector],
        },
        PermissionDecl { permission: FREEZE, label: "targets-permission-freeze", roles: &[Role::Reform] },
    ],
    routes,
    api: api::operations,
    menu: &[
        MenuEntry {
            label: "targets-menu",
            href: "/muc-tieu",
            group: "steering",
            access: Access::Public,
            order: 10,
        },
        MenuEntry {
            label: "targets-menu-board",
            href: "/bang",
            group: "steering",
            access: Access::Staff,
            order: 5,
        },
        MenuEntry {
            label: "targets-menu-declare",
            href: "/khai-so-lieu",
            group: "steering",
            access: Access::Permission(DECLARE),
            order: 30,
        },
    ],
    jobs: jobs::JOBS,
    together: jobs::TOGETHER,
    listeners: jobs::LISTENERS,
    rules: &["targets.light_minimum", "targets.rank_minimum"],
    messages: (include_str!("messages/vi.ftl"), include_str!("messages/en.ftl")),
    demo: Some(|app, plan| Box::pin(demo::build(app, plan))),
    ..Slice::EMPTY
};

fn routes() -> Routes {
    Routes::new()
        .get("/muc-tieu", Access::Public, pages::city::show)
        .get("/muc-tieu/{slug}", Access::Public, pages::measure::show)
        .get("/muc-tieu/{slug}/ho-so", Access::Public, pages::records::show)
        .post("/muc-tieu/{slug}/chot", Access::Permission(FREEZE), pages::freeze::submit)
        .get("/bang", Access::Staff, pages::agency::own)
        .get("/bang/{agency}", Access::Public, pages::agency::show)
        .get("/bang/{agency}/in", Access::Staff, pages::report::print)
        .get("/chi-so", Access::Public, pages::indicators::show)
        .get("/khai-so-lieu", Access::Permission(DECLARE), pages::declared::show)
        .get("/khai-so-lieu/moi", Access::Permission(DECLARE), pages::declare::show)
        .get("/khai-so-lieu/xac-nhan", Access::Permission(DECLARE), pages::declare::check)
        .post("/khai-so-lieu", Access::Permission(DECLARE), pages::declare::submit)
        .with_files()
        .get("/khai-so-lieu/{id}", Access::Permission(DECLARE), pages::correct::show)
        .post("/khai-so-lieu/{id}", Access::Permission(DECLARE), pages::correct::submit)
        .with_files()
        .get("/khai-so-lieu/{id}/tep", Access::Permission(DECLARE), pages::correct::file)
}
