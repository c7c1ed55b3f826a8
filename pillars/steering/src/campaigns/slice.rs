//! What the slice `campaigns` declares.

use super::{api, demo, forms, indicators, pages, seed};
use platform::access::{PermissionDecl, Role};
use platform::http::Access::{Permission as Needs, Public};
use platform::slice::{FormDecl, MenuEntry, SearchKind};
use platform::store::Migration;
use platform::{Permission, Slice};

/// To read plans, pieces and contests of one's scope; the press reads what appeared with it.
pub const VIEW: Permission = Permission("campaigns.view");
/// To write an agency's communication plans.
pub const EDIT: Permission = Permission("campaigns.edit");
/// To submit them.
pub const SUBMIT: Permission = Permission("campaigns.submit");
/// To return and approve what is submitted to one's agency.
pub const APPROVE: Permission = Permission("campaigns.approve");
/// To enter pieces: for campaigns of one's scope, or as a press outlet of one's scope.
pub const ENTER: Permission = Permission("campaigns.enter");
/// To verify or give back pieces, and to publish results of contests.
pub const VERIFY: Permission = Permission("campaigns.verify");
/// To keep the catalogue of channels.
pub const CATALOGUE: Permission = Permission("campaigns.catalogue");

const fn decl(permission: Permission, label: &'static str, roles: &'static [Role]) -> PermissionDecl {
    PermissionDecl { permission, label, roles }
}

/// The slice.
pub static SLICE: Slice = Slice {
    name: "campaigns",
    pillar: "steering",
    tables: &[
        "comm_plan",
        "comm_edition",
        "comm_line",
        "comm_campaign",
        "comm_planned",
        "comm_channel",
        "comm_piece",
        "comm_piece_file",
        "comm_contest",
        "comm_round",
        "comm_prize",
    ],
    migrations: &[
        Migration {
            version: "2026_12_01_40_campaigns",
            sql: include_str!("migrations/2026_12_01_40_campaigns.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_12_01_82_prize_person",
            sql: include_str!("migrations/2026_12_01_82_prize_person.sql"),
            postgres: None,
        },
    ],
    permissions: &[
        decl(
            VIEW,
            "campaigns-permission-view",
            &[Role::Specialist, Role::Head, Role::Leader, Role::Reform, Role::Inspector, Role::Press],
        ),
        decl(EDIT, "campaigns-permission-edit", &[Role::Specialist, Role::Head, Role::Leader]),
        decl(SUBMIT, "campaigns-permission-submit", &[Role::Head, Role::Leader]),
        decl(APPROVE, "campaigns-permission-approve", &[Role::Leader]),
        decl(ENTER, "campaigns-permission-enter", &[Role::Specialist, Role::Head, Role::Leader, Role::Press]),
        decl(VERIFY, "campaigns-permission-verify", &[Role::Head, Role::Leader, Role::Reform]),
        decl(CATALOGUE, "campaigns-permission-catalogue", &[Role::Reform]),
    ],
    routes: pages::routes,
    api: api::operations,
    menu: &[
        MenuEntry {
            label: "campaigns-menu",
            href: "/truyen-thong",
            group: "steering",
            access: Needs(VIEW),
            order: 45,
        },
        MenuEntry {
            label: "campaigns-menu-public",
            href: "/tuyen-truyen",
            group: "about",
            access: Public,
            order: 65,
        },
    ],
    indicators: indicators::ALL,
    search: &[
        SearchKind {
            kind: "comm_plan",
            label: "campaigns-search-plan",
            permission: Some(VIEW),
            standing: None,
            many: false,
        },
        SearchKind {
            kind: "comm_piece",
            label: "campaigns-search-piece",
            permission: Some(VIEW),
            standing: None,
            many: false,
        },
    ],
    rules: &["campaigns.approver", "campaigns.answer_days", "campaigns.verify_days"],
    forms: &[
        FormDecl { name: "campaigns.plan", source: forms::PLAN.source, sample: forms::PLAN.sample },
        FormDecl { name: "campaigns.year", source: forms::YEAR.source, sample: forms::YEAR.sample },
    ],
    messages: (include_str!("messages/vi.ftl"), include_str!("messages/en.ftl")),
    seed: Some(|app| Box::pin(seed::seed(app))),
    demo: Some(|app, plan| Box::pin(demo::build(app, plan))),
    ..Slice::EMPTY
};
