//! What the slice `plans` declares.

use super::{api, demo, forms, indicators, jobs, pages, personal, seed};
use platform::access::{PermissionDecl, Role};
use platform::http::Access::{Permission as Needs, Public};
use platform::slice::{FormDecl, MenuEntry, SearchKind};
use platform::store::Migration;
use platform::{Permission, Slice};

/// To read plans in one's scope, those one approves and tasks one has a part in.
pub const VIEW: Permission = Permission("plans.view");
/// To write an agency's plans.
pub const EDIT: Permission = Permission("plans.edit");
/// To submit them.
pub const SUBMIT: Permission = Permission("plans.submit");
/// To return and approve what is submitted to one's agency.
pub const APPROVE: Permission = Permission("plans.approve");
/// To comment on plans.
pub const REVIEW: Permission = Permission("plans.review");
/// To tell how far a task is.
pub const CHECK_IN: Permission = Permission("plans.check_in");

/// The slice.
pub static SLICE: Slice = Slice {
    name: "plans",
    pillar: "steering",
    tables: &[
        "reform_plan",
        "plan_edition",
        "plan_line",
        "plan_task",
        "plan_comment",
        "plan_checkin",
        "plan_copy",
        "calendar_feed",
    ],
    migrations: &[
        Migration {
            version: "2026_11_30_60_plan",
            sql: include_str!("migrations/2026_11_30_60_plan.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_12_01_66_plan_copy",
            sql: include_str!("migrations/2026_12_01_66_plan_copy.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_12_02_20_plan_amend_reason",
            sql: include_str!("migrations/2026_12_02_20_plan_amend_reason.sql"),
            postgres: None,
        },
    ],
    permissions: &[
        PermissionDecl {
            permission: VIEW,
            label: "plans-permission-view",
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
            permission: EDIT,
            label: "plans-permission-edit",
            roles: &[Role::Specialist, Role::Head, Role::Leader],
        },
        PermissionDecl {
            permission: SUBMIT,
            label: "plans-permission-submit",
            roles: &[Role::Head, Role::Leader],
        },
        PermissionDecl { permission: APPROVE, label: "plans-permission-approve", roles: &[Role::Leader] },
        PermissionDecl {
            permission: REVIEW,
            label: "plans-permission-review",
            roles: &[Role::Leader, Role::Reform],
        },
        PermissionDecl {
            permission: CHECK_IN,
            label: "plans-permission-check-in",
            roles: &[Role::Specialist, Role::Head, Role::Leader],
        },
    ],
    routes: pages::routes,
    api: api::operations,
    menu: &[
        MenuEntry {
            label: "plans-menu",
            href: "/ke-hoach-cchc",
            group: "steering",
            access: Needs(VIEW),
            order: 40,
        },
        MenuEntry {
            label: "plans-menu-public",
            href: "/ke-hoach",
            group: "about",
            access: Public,
            order: 60,
        },
    ],
    indicators: indicators::ALL,
    jobs: jobs::JOBS,
    search: &[SearchKind {
        kind: "reform_plan",
        label: "plans-search-plan",
        permission: Some(VIEW),
        standing: None,
        many: false,
    }],
    rules: &[
        "plans.due",
        "plans.owing_kinds",
        "plans.approver",
        "plans.answer_days",
        "plans.stale_days",
        "plans.reminder_days",
        "plans.owing_days",
        "plans.copies",
    ],
    forms: &[FormDecl { name: "plans.plan", source: forms::PLAN.source, sample: forms::PLAN.sample }],
    messages: (include_str!("messages/vi.ftl"), include_str!("messages/en.ftl")),
    personal: Some(|app, account| Box::pin(async move { personal::of(&app, account).await })),
    erasure: Some(personal::ERASURE),
    seed: Some(|app| Box::pin(seed::seed(app))),
    demo: Some(|app, _| Box::pin(demo::build(app))),
    ..Slice::EMPTY
};
