//! What the slice `simplification` declares.

use super::{api, demo, forms, indicators, pages};
use contracts::simplification::ReviewChanged;
use platform::access::{PermissionDecl, Role};
use platform::events::Event;
use platform::http::Access::Permission as Needs;
use platform::slice::{FormDecl, MenuEntry};
use platform::store::Migration;
use platform::webhooks::{Hook, Told};
use platform::{Permission, Slice};
use serde_json::{Value as Json, json};

/// To read plans, sheets and proposals of one's scope.
pub const VIEW: Permission = Permission("simplification.view");
/// To write them.
pub const EDIT: Permission = Permission("simplification.edit");
/// To decide on proposals.
pub const APPROVE: Permission = Permission("simplification.approve");

/// What other programs are told: whose figures of which day stand differently, and where the records are.
fn tell(event: &Json) -> Option<Told> {
    let event: ReviewChanged = serde_json::from_value(event.clone()).ok()?;
    let data = json!({
        "counted_on": event.counted_on,
        "plan": format!("{}/review-plan", platform::api::PREFIX),
        "proposals": format!("{}/simplifications", platform::api::PREFIX),
    });
    Some(Told { agency: Some(event.agency_id), data })
}

/// The slice.
pub static SLICE: Slice = Slice {
    name: "simplification",
    pillar: "procedures",
    tables: &["review_plan", "review_item", "review_sheet", "simplification", "simplification_document"],
    migrations: &[
        Migration {
            version: "2026_11_28_82_review",
            sql: include_str!("migrations/2026_11_28_82_review.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_12_03_10_item_added",
            sql: include_str!("migrations/2026_12_03_10_item_added.sql"),
            postgres: None,
        },
    ],
    permissions: &[
        PermissionDecl {
            permission: VIEW,
            label: "simplification-permission-view",
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
            label: "simplification-permission-edit",
            roles: &[Role::Specialist, Role::Head, Role::ProcedureControl],
        },
        PermissionDecl {
            permission: APPROVE,
            label: "simplification-permission-approve",
            roles: &[Role::Leader],
        },
    ],
    routes: pages::routes,
    api: api::operations,
    hooks: &[Hook {
        topic: ReviewChanged::TOPIC,
        label: "simplification-hook-reviewed",
        permission: Some(VIEW),
        tell,
    }],
    menu: &[MenuEntry {
        label: "simplification-menu",
        href: "/ra-soat",
        group: "design",
        access: Needs(VIEW),
        order: 82,
    }],
    indicators: indicators::ALL,
    forms: &[
        FormDecl { name: "simplification.sheet", source: forms::SHEET.source, sample: forms::SHEET.sample },
        FormDecl { name: "simplification.plan", source: forms::PLAN.source, sample: forms::PLAN.sample },
    ],
    rules: &["procedures.review_plan_due", "simplification.planning_kinds"],
    messages: (include_str!("messages/vi.ftl"), include_str!("messages/en.ftl")),
    demo: Some(|app, _| Box::pin(demo::build(app))),
    ..Slice::EMPTY
};
