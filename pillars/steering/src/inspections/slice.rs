//! What the slice `inspections` declares.

use super::{api, demo, forms, indicators, jobs, pages, seed};
use platform::access::{PermissionDecl, Role};
use platform::http::Access::{Permission as Needs, Public};
use platform::slice::{FormDecl, MenuEntry, SearchKind};
use platform::store::Migration;
use platform::{Permission, Slice};

/// To read inspections in which one's agency inspects or is inspected.
pub const VIEW: Permission = Permission("inspections.view");
/// To plan inspections, hold them and follow up what was found.
pub const INSPECT: Permission = Permission("inspections.inspect");
/// To approve plans and publish conclusions of one's agency, as the second person.
pub const APPROVE: Permission = Permission("inspections.approve");
/// To speak for an inspected unit: objections, signature, reports of what was put right.
pub const REPORT: Permission = Permission("inspections.report");

/// The slice.
pub static SLICE: Slice = Slice {
    name: "inspections",
    pillar: "steering",
    tables: &[
        "inspection_plan",
        "inspection_plan_edition",
        "inspection_pool",
        "inspection_draw",
        "inspection_choice",
        "inspection_template",
        "inspection",
        "inspection_member",
        "inspection_item",
        "inspection_signature",
        "inspection_finding",
        "inspection_finding_step",
    ],
    migrations: &[
        Migration {
            version: "2026_12_01_20_inspections",
            sql: include_str!("migrations/2026_12_01_20_inspections.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_12_02_30_unit_present",
            sql: include_str!("migrations/2026_12_02_30_unit_present.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_12_03_40_unsigned",
            sql: include_str!("migrations/2026_12_03_40_unsigned.sql"),
            postgres: None,
        },
    ],
    permissions: &[
        PermissionDecl {
            permission: VIEW,
            label: "inspections-permission-view",
            roles: &[
                Role::Specialist,
                Role::Head,
                Role::Leader,
                Role::Reform,
                Role::ProcedureControl,
                Role::Inspector,
            ],
        },
        PermissionDecl {
            permission: INSPECT,
            label: "inspections-permission-inspect",
            roles: &[Role::Head, Role::Reform, Role::Inspector],
        },
        PermissionDecl {
            permission: APPROVE,
            label: "inspections-permission-approve",
            roles: &[Role::Leader],
        },
        PermissionDecl {
            permission: REPORT,
            label: "inspections-permission-report",
            roles: &[Role::Specialist, Role::Head, Role::Leader],
        },
    ],
    routes: pages::routes,
    api: api::operations,
    menu: &[
        MenuEntry {
            label: "inspections-menu",
            href: "/kiem-tra-cchc",
            group: "steering",
            access: Needs(VIEW),
            order: 50,
        },
        MenuEntry {
            label: "inspections-menu-public",
            href: "/ket-luan-kiem-tra",
            group: "about",
            access: Public,
            order: 65,
        },
    ],
    indicators: indicators::ALL,
    jobs: jobs::JOBS,
    search: &[SearchKind {
        kind: "inspection",
        label: "inspections-search-inspection",
        permission: Some(VIEW),
        standing: None,
        many: false,
    }],
    rules: &[
        "reports.inspection_share",
        "inspections.inspected_kinds",
        "inspections.risk",
        "inspections.notice_days",
        "inspections.remedy_days",
        "inspections.reminder_days",
    ],
    forms: &[
        FormDecl {
            name: "inspections.decision",
            source: forms::DECISION.source,
            sample: forms::DECISION.sample,
        },
        FormDecl { name: "inspections.notice", source: forms::NOTICE.source, sample: forms::NOTICE.sample },
        FormDecl {
            name: "inspections.minutes",
            source: forms::MINUTES.source,
            sample: forms::MINUTES.sample,
        },
        FormDecl {
            name: "inspections.conclusion",
            source: forms::CONCLUSION.source,
            sample: forms::CONCLUSION.sample,
        },
    ],
    messages: (include_str!("messages/vi.ftl"), include_str!("messages/en.ftl")),
    seed: Some(|app| Box::pin(seed::seed(app))),
    demo: Some(|app, _| Box::pin(demo::build(app))),
    ..Slice::EMPTY
};
