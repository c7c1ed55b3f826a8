//! What the slice `budgets` declares.

use super::{api, demo, forms, indicators, jobs, pages, seed};
use platform::access::{PermissionDecl, Role};
use platform::http::Access::Permission as Needs;
use platform::slice::{FormDecl, MenuEntry, SearchKind};
use platform::store::Migration;
use platform::{Permission, Slice};

/// To read budgets of one's scope, those that came to one's agency, and its copies.
pub const VIEW: Permission = Permission("budgets.view");
/// To write an agency's estimate, propose adjustments and render account.
pub const EDIT: Permission = Permission("budgets.edit");
/// To send an estimate on its way.
pub const SUBMIT: Permission = Permission("budgets.submit");
/// To comment on, and change amounts of, what lies with one's agency.
pub const REVIEW: Permission = Permission("budgets.review");
/// To pass on or give back what lies with one's agency.
pub const DECIDE: Permission = Permission("budgets.decide");
/// To allocate, to decide on adjustments and accounts.
pub const ALLOCATE: Permission = Permission("budgets.allocate");
/// To enter what was spent.
pub const SPEND: Permission = Permission("budgets.spend");
/// To keep the catalogue of cost items.
pub const ITEMS: Permission = Permission("budgets.items");

const WRITERS: &[Role] = &[Role::Specialist, Role::Head, Role::Leader];

const fn held(permission: Permission, label: &'static str, roles: &'static [Role]) -> PermissionDecl {
    PermissionDecl { permission, label, roles }
}

/// The slice.
pub static SLICE: Slice = Slice {
    name: "budgets",
    pillar: "steering",
    tables: &[
        "budget_item",
        "reform_budget",
        "budget_party",
        "budget_step",
        "budget_line",
        "budget_change",
        "budget_comment",
        "budget_decision",
        "budget_allotment",
        "budget_spending",
    ],
    migrations: &[Migration {
        version: "2026_12_01_10_budget",
        sql: include_str!("migrations/2026_12_01_10_budget.sql"),
        postgres: None,
    }],
    permissions: &[
        held(
            VIEW,
            "budgets-permission-view",
            &[Role::Specialist, Role::Head, Role::Leader, Role::Reform, Role::Inspector],
        ),
        held(EDIT, "budgets-permission-edit", WRITERS),
        held(SUBMIT, "budgets-permission-submit", &[Role::Head, Role::Leader]),
        held(
            REVIEW,
            "budgets-permission-review",
            &[Role::Specialist, Role::Head, Role::Leader, Role::Reform],
        ),
        held(DECIDE, "budgets-permission-decide", &[Role::Leader]),
        held(ALLOCATE, "budgets-permission-allocate", &[Role::Leader]),
        held(SPEND, "budgets-permission-spend", WRITERS),
        held(ITEMS, "budgets-permission-items", &[Role::Reform]),
    ],
    routes: pages::routes,
    api: api::operations,
    menu: &[MenuEntry {
        label: "budgets-menu",
        href: "/ngan-sach-cchc",
        group: "steering",
        access: Needs(VIEW),
        order: 45,
    }],
    indicators: indicators::ALL,
    jobs: jobs::JOBS,
    search: &[SearchKind {
        kind: "reform_budget",
        label: "budgets-search-budget",
        permission: Some(VIEW),
        standing: None,
        many: false,
    }],
    rules: &[
        "budgets.chain",
        "budgets.calendar",
        "budgets.owing_kinds",
        "budgets.step_days",
        "budgets.reminder_days",
        "budgets.variance_percent",
    ],
    forms: &[
        FormDecl { name: "budgets.estimate", source: forms::ESTIMATE.source, sample: forms::ESTIMATE.sample },
        FormDecl {
            name: "budgets.allocation",
            source: forms::ALLOCATION.source,
            sample: forms::ALLOCATION.sample,
        },
    ],
    messages: (include_str!("messages/vi.ftl"), include_str!("messages/en.ftl")),
    seed: Some(|app| Box::pin(seed::seed(app))),
    demo: Some(|app, plan| Box::pin(demo::build(app, plan))),
    ..Slice::EMPTY
};
