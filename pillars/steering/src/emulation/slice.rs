//! What the slice `emulation` declares.

use super::{api, demo, pages, seed};
use platform::access::{PermissionDecl, Role};
use platform::http::Access::{Permission as Needs, Public};
use platform::slice::{MenuEntry, SearchKind};
use platform::store::Migration;
use platform::{Permission, Slice};

/// To see the entries of the agencies in one's scope, and rounds.
pub const VIEW: Permission = Permission("emulation.view");
/// To write an agency's proposal.
pub const PROPOSE: Permission = Permission("emulation.propose");
/// To send it, and to object.
pub const SUBMIT: Permission = Permission("emulation.submit");
/// To appraise entries, add bonus and penalty, answer objections.
pub const APPRAISE: Permission = Permission("emulation.appraise");
/// To open rounds and keep the council's records.
pub const MANAGE: Permission = Permission("emulation.manage");
/// To decide on a round and announce it.
pub const DECIDE: Permission = Permission("emulation.decide");

/// The slice.
pub static SLICE: Slice = Slice {
    name: "emulation",
    pillar: "steering",
    tables: &[
        "emulation_round",
        "emulation_entry",
        "emulation_point",
        "emulation_extra",
        "emulation_member",
        "emulation_vote",
        "emulation_objection",
    ],
    migrations: &[Migration {
        version: "2026_12_01_30_emulation",
        sql: include_str!("migrations/2026_12_01_30_emulation.sql"),
        postgres: None,
    }],
    permissions: &[
        PermissionDecl {
            permission: VIEW,
            label: "emulation-permission-view",
            roles: &[Role::Specialist, Role::Head, Role::Leader, Role::Reform, Role::Inspector],
        },
        PermissionDecl {
            permission: PROPOSE,
            label: "emulation-permission-propose",
            roles: &[Role::Specialist, Role::Head, Role::Leader],
        },
        PermissionDecl { permission: SUBMIT, label: "emulation-permission-submit", roles: &[Role::Leader] },
        PermissionDecl {
            permission: APPRAISE,
            label: "emulation-permission-appraise",
            roles: &[Role::Reform],
        },
        PermissionDecl { permission: MANAGE, label: "emulation-permission-manage", roles: &[Role::Reform] },
        PermissionDecl { permission: DECIDE, label: "emulation-permission-decide", roles: &[Role::Leader] },
    ],
    routes: pages::routes,
    api: api::operations,
    menu: &[
        MenuEntry {
            label: "emulation-menu-public",
            href: pages::ROOT,
            group: "about",
            access: Public,
            order: 67,
        },
        MenuEntry {
            label: "emulation-menu",
            href: pages::ENTRIES,
            group: "steering",
            access: Needs(VIEW),
            order: 46,
        },
    ],
    search: &[SearchKind {
        kind: "emulation_entry",
        label: "emulation-search-entry",
        permission: Some(VIEW),
        standing: None,
        many: false,
    }],
    rules: &[
        "emulation.groups",
        "emulation.criteria",
        "emulation.classes",
        "emulation.quotas",
        "emulation.majority",
        "emulation.objection_days",
    ],
    messages: (include_str!("messages/vi.ftl"), include_str!("messages/en.ftl")),
    seed: Some(|app| Box::pin(seed::seed(app))),
    demo: Some(|app, plan| Box::pin(demo::build(app, plan))),
    ..Slice::EMPTY
};
