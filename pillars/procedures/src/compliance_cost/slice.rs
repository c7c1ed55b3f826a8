//! What the slice `compliance_cost` declares.

use super::{api, demo, forms, indicators, pages};
use contracts::costs::CostAccepted;
use platform::access::{PermissionDecl, Role};
use platform::events::Event;
use platform::http::Access::Permission as Needs;
use platform::slice::{FormDecl, MenuEntry};
use platform::store::Migration;
use platform::webhooks::{Hook, Told};
use platform::{Permission, Routes, Slice};
use serde_json::{Value as Json, json};

/// To read studies of one's scope.
pub const VIEW: Permission = Permission("compliance_cost.view");
/// To make and write studies.
pub const EDIT: Permission = Permission("compliance_cost.edit");
/// To review what others handed in.
pub const REVIEW: Permission = Permission("compliance_cost.review");

/// What other programs are told: of which agency and year a study was accepted, and where the studies are. The year after one is
/// told too: its change is counted from this one.
fn tell(event: &Json) -> Option<Told> {
    let event: CostAccepted = serde_json::from_value(event.clone()).ok()?;
    let year = event.year_on.get(..4)?;
    let data = json!({
        "year": year,
        "href": format!("{}/cost-studies?year={year}&scenario=now&state=accepted", platform::api::PREFIX),
    });
    Some(Told { agency: Some(event.agency_id), data })
}

/// The slice.
pub static SLICE: Slice = Slice {
    name: "compliance_cost",
    pillar: "procedures",
    tables: &["cost_study", "cost_line"],
    migrations: &[
        Migration {
            version: "2026_11_28_80_cost_study",
            sql: include_str!("migrations/2026_11_28_80_cost_study.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_11_29_10_one_accepted",
            sql: include_str!("migrations/2026_11_29_10_one_accepted.sql"),
            postgres: None,
        },
    ],
    permissions: &[
        PermissionDecl {
            permission: VIEW,
            label: "compliance-cost-permission-view",
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
            label: "compliance-cost-permission-edit",
            roles: &[Role::Specialist, Role::Head, Role::ProcedureControl],
        },
        PermissionDecl {
            permission: REVIEW,
            label: "compliance-cost-permission-review",
            roles: &[Role::Head, Role::Leader, Role::ProcedureControl],
        },
    ],
    routes: || {
        Routes::new()
            .get("/chi-phi", Needs(VIEW), pages::list::show)
            .get("/chi-phi/tong-hop", Needs(VIEW), pages::years::show)
            .get("/chi-phi/moi", Needs(EDIT), pages::new::show)
            .post("/chi-phi/moi", Needs(EDIT), pages::new::submit)
            .get("/chi-phi/{id}", Needs(VIEW), pages::study::show)
            .get("/chi-phi/{id}/so-lieu", Needs(EDIT), pages::numbers::show)
            .post("/chi-phi/{id}/so-lieu", Needs(EDIT), pages::numbers::submit)
            .get("/chi-phi/{id}/viec", Needs(EDIT), pages::line::add)
            .post("/chi-phi/{id}/viec", Needs(EDIT), pages::line::added)
            .get("/chi-phi/{id}/viec/{line}", Needs(EDIT), pages::line::show)
            .post("/chi-phi/{id}/viec/{line}", Needs(EDIT), pages::line::submit)
            .post("/chi-phi/{id}/trinh", Needs(EDIT), pages::deeds::hand_in)
            .post("/chi-phi/{id}/sau", Needs(EDIT), pages::deeds::after)
            .get("/chi-phi/{id}/soat", Needs(REVIEW), pages::review::show)
            .post("/chi-phi/{id}/soat", Needs(REVIEW), pages::review::submit)
            .get("/chi-phi/{id}/so-sanh", Needs(VIEW), pages::compare::show)
            .get("/chi-phi/{id}/in", Needs(VIEW), pages::print::show)
    },
    api: api::operations,
    hooks: &[Hook {
        topic: CostAccepted::TOPIC,
        label: "compliance-cost-hook-accepted",
        permission: Some(VIEW),
        tell,
    }],
    menu: &[MenuEntry {
        label: "compliance-cost-menu",
        href: "/chi-phi",
        group: "design",
        access: Needs(VIEW),
        order: 80,
    }],
    indicators: &[indicators::YEARLY, indicators::LOWER],
    forms: &[FormDecl {
        name: "compliance_cost.table",
        source: forms::TABLE.source,
        sample: forms::TABLE.sample,
    }],
    rules: &["compliance_cost.activities", "compliance_cost.income_per_hour"],
    messages: (include_str!("messages/vi.ftl"), include_str!("messages/en.ftl")),
    demo: Some(|app, plan| Box::pin(demo::build(app, plan))),
    ..Slice::EMPTY
};
