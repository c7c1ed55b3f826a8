//! Declaration of the slice `results`.

use super::{api, demo, forms, jobs, pages, personal};
use contracts::results::{ResultEnded, ResultEntered, ResultFact};
use platform::access::{PermissionDecl, Role};
use platform::events::Event;
use platform::http::Access::{Citizen, Permission as Needs, Public};
use platform::slice::{FormDecl, MenuEntry};
use platform::store::Migration;
use platform::webhooks::{Hook, Told};
use platform::{Permission, Routes, Slice};

/// Seeing the register of the agencies in one's scope.
pub const VIEW: Permission = Permission("results.view");
/// Proposing that a result be revoked or replaced.
pub const PROPOSE: Permission = Permission("results.propose");
/// Deciding what another person proposed.
pub const DECIDE: Permission = Permission("results.decide");

const fn hook(topic: &'static str, label: &'static str) -> Hook {
    Hook { topic, label, permission: Some(VIEW), tell }
}

/// What other programs are told of a result: which entry, of which dossier; nothing of the holder.
fn tell(event: &serde_json::Value) -> Option<Told> {
    let fact: ResultFact = serde_json::from_value(event.clone()).ok()?;
    let href = format!("{}/results/{}", platform::api::PREFIX, fact.entry_id);
    let data = serde_json::json!({"result": fact.entry_id, "dossier": fact.dossier_id, "href": href});
    // Without its agency nobody's right to it can be asked.
    fact.agency_id.map(|agency| Told { agency: Some(agency), data })
}

/// The slice.
pub static SLICE: Slice = Slice {
    name: "results",
    pillar: "apparatus",
    tables: &["result_entry", "result_change", "result_gathered"],
    migrations: &[Migration {
        version: "2026_11_29_40_results",
        sql: include_str!("migrations/2026_11_29_40_results.sql"),
        postgres: None,
    }],
    permissions: &[
        PermissionDecl {
            permission: VIEW,
            label: "results-permission-view",
            roles: &[Role::Clerk, Role::Specialist, Role::Head, Role::Leader, Role::Reform, Role::Inspector],
        },
        PermissionDecl {
            permission: PROPOSE,
            label: "results-permission-propose",
            roles: &[Role::Specialist, Role::Head],
        },
        PermissionDecl {
            permission: DECIDE,
            label: "results-permission-decide",
            roles: &[Role::Head, Role::Leader],
        },
    ],
    routes: || {
        Routes::new()
            .get("/so-ket-qua", Needs(VIEW), pages::list::show)
            .get("/so-ket-qua/{id}", Needs(VIEW), pages::entry::show)
            .post("/so-ket-qua/{id}/de-nghi", Needs(PROPOSE), pages::entry::propose)
            .post("/so-ket-qua/{id}/quyet-dinh", Needs(DECIDE), pages::entry::decide)
            .get("/so-ket-qua/{id}/in", Needs(VIEW), pages::cover::staff)
            .get("/ket-qua-cua-toi/{code}/in", Citizen, pages::cover::own)
            .get("/kiem-tra-ket-qua", Public, pages::check::show)
            .post("/kiem-tra-ket-qua", Public, pages::check::submit)
            .with_files()
            .get("/kiem-tra-ket-qua/{code}", Public, pages::check::of_code)
            .get("/kiem-tra-ket-qua/{code}/niem-phong", Public, pages::sealed::download)
    },
    api: api::operations,
    hooks: &[
        hook(ResultEntered::TOPIC, "results-hook-entered"),
        hook(ResultEnded::TOPIC, "results-hook-ended"),
    ],
    menu: &[
        MenuEntry {
            label: "results-menu",
            href: "/so-ket-qua",
            group: "books",
            access: Needs(VIEW),
            order: 42,
        },
        MenuEntry {
            label: "results-menu-check",
            href: "/kiem-tra-ket-qua",
            group: "lookup",
            access: Public,
            order: 32,
        },
    ],
    jobs: &[jobs::ENTER, jobs::GATHER],
    listeners: &[jobs::SETTLED],
    forms: &[FormDecl { name: "results.cover", source: forms::COVER.source, sample: forms::COVER.sample }],
    personal: Some(|app, account| Box::pin(async move { personal::of(&app, account).await })),
    erasure: Some(personal::ERASURE),
    persons: &["/so-ket-qua"],
    messages: (include_str!("messages/vi.ftl"), include_str!("messages/en.ftl")),
    demo: Some(|app, plan| Box::pin(demo::build(app, plan))),
    ..Slice::EMPTY
};
