//! What targets declare of themselves.

use super::{api, demo, jobs, pages, personal, seed};
use contracts::targets::TargetTurned;
use platform::access::{Permission, PermissionDecl, Role};
use platform::events::Event;
use platform::slice::MenuEntry;
use platform::store::Migration;
use platform::webhooks::{Hook, Told};
use platform::{Access, Routes, Slice};

/// Declaring one's own agency's figures.
pub const DECLARE: Permission = Permission("targets.declare");
/// Seeing the records behind a value.
pub const RECORDS: Permission = Permission("targets.records");
/// Freezing readings on demand.
pub const FREEZE: Permission = Permission("targets.freeze");
/// Following measures of one's agencies: check-ins, comments, turns, scenarios.
pub const FOLLOW: Permission = Permission("targets.follow");
/// Saying who answers for a measure.
pub const ASSIGN: Permission = Permission("targets.assign");

/// The declaration, listed in the pillar.
pub static SLICE: Slice = Slice {
    name: "targets",
    pillar: "steering",
    tables: &[
        "figure",
        "figure_line",
        "figure_state",
        "dirty",
        "reading",
        "declared_figure",
        "target_charge",
        "target_note",
        "target_light",
        "target_turn",
        "target_scenario",
    ],
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
        Migration {
            version: "2026_12_01_51_frozen",
            sql: include_str!("migrations/2026_12_01_51_frozen.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_12_01_52_follow",
            sql: include_str!("migrations/2026_12_01_52_follow.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_12_01_53_scenario",
            sql: include_str!("migrations/2026_12_01_53_scenario.sql"),
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
        PermissionDecl {
            permission: FOLLOW,
            label: "targets-permission-follow",
            roles: &[Role::Specialist, Role::Head, Role::Leader, Role::Reform],
        },
        PermissionDecl {
            permission: ASSIGN,
            label: "targets-permission-assign",
            roles: &[Role::Leader, Role::Reform],
        },
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
        MenuEntry {
            label: "targets-menu-follow",
            href: "/theo-doi-chi-tieu",
            group: "steering",
            access: Access::Permission(FOLLOW),
            order: 12,
        },
        MenuEntry {
            label: "targets-menu-open",
            href: "/du-lieu-mo",
            group: "about",
            access: Access::Public,
            order: 70,
        },
    ],
    hooks: &[Hook {
        topic: TargetTurned::TOPIC,
        label: "targets-hook-turned",
        permission: Some(FOLLOW),
        tell: |event| {
            let told: TargetTurned = serde_json::from_value(event.clone()).ok()?;
            let data = serde_json::json!({
                "id": told.turn_id, "measure": told.measure, "turned": told.turned, "worse": told.worse,
                "on": told.on_day, "href": format!("{}/target-turns", platform::api::PREFIX)
            });
            Some(Told { agency: Some(told.agency_id), data })
        },
    }],
    personal: Some(|app, account| Box::pin(async move { personal::of(&app, account).await })),
    erasure: Some(personal::ERASURE),
    jobs: jobs::JOBS,
    together: jobs::TOGETHER,
    listeners: jobs::LISTENERS,
    rules: &[
        "targets.light_minimum",
        "targets.rank_minimum",
        "targets.open_minimum",
        "targets.open_licence",
        "targets.checkin_day",
        "targets.wall_seconds",
    ],
    messages: (include_str!("messages/vi.ftl"), include_str!("messages/en.ftl")),
    seed: Some(|app| Box::pin(seed::seed(app))),
    demo: Some(|app, plan| Box::pin(demo::build(app, plan))),
    ..Slice::EMPTY
};

fn routes() -> Routes {
    Routes::new()
        .get("/muc-tieu", Access::Public, pages::city::show)
        .get("/muc-tieu/{slug}", Access::Public, pages::measure::show)
        .get("/muc-tieu/{slug}/ho-so", Access::Public, pages::records::show)
        .post("/muc-tieu/{slug}/chot", Access::Permission(FREEZE), pages::freeze::submit)
        .get("/so-chot", Access::Public, pages::readings::list)
        .get("/so-chot/{id}", Access::Public, pages::readings::show)
        .get("/so-chot/{id}/doi-chieu", Access::Permission(RECORDS), pages::readings::verify)
        .get("/so-sanh", Access::Public, pages::compare::show)
        .get("/ban-do", Access::Public, pages::map::show)
        .get("/man-hinh", Access::Public, pages::wall::show)
        .get("/du-lieu-mo", Access::Public, pages::open::show)
        .get("/du-lieu-mo/danh-muc.json", Access::Public, pages::open::catalogue)
        .get("/du-lieu-mo/{file}", Access::Public, pages::open::file)
        .get("/theo-doi-chi-tieu", Access::Permission(FOLLOW), pages::followed::show)
        .get("/theo-doi-chi-tieu/{slug}", Access::Permission(FOLLOW), pages::follow::show)
        .post("/theo-doi-chi-tieu/{slug}/bao-cao", Access::Permission(FOLLOW), pages::follow::check_in)
        .post("/theo-doi-chi-tieu/{slug}/y-kien", Access::Permission(FOLLOW), pages::follow::comment)
        .post("/theo-doi-chi-tieu/{slug}/giao", Access::Permission(ASSIGN), pages::follow::assign)
        .get("/dien-bien-chi-tieu", Access::Permission(FOLLOW), pages::turns::show)
        .get("/kich-ban", Access::Permission(FOLLOW), pages::scenario::show)
        .post("/kich-ban", Access::Permission(FOLLOW), pages::scenario::submit)
        .get("/kich-ban/da-luu", Access::Permission(FOLLOW), pages::scenarios::show)
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
