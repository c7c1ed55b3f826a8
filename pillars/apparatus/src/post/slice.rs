//! Declaration of the slice `post`.

use super::{api, demo, forms, jobs, pages, personal, seed};
use contracts::post::{ResultCameBack, ResultDelivered};
use platform::access::{PermissionDecl, Role};
use platform::events::Event;
use platform::http::Access::Permission as Needs;
use platform::slice::{FormDecl, MenuEntry};
use platform::store::Migration;
use platform::webhooks::{Hook, Told};
use platform::{Permission, Slice};
use serde_json::{Value as Json, json};

/// Seeing consignments, lists and status files of the agencies in one's scope.
pub const VIEW: Permission = Permission("post.view");
/// Sending, entering letters and what the post reports.
pub const SEND: Permission = Permission("post.send");

const fn hook(topic: &'static str, label: &'static str, tell: fn(&Json) -> Option<Told>) -> Hook {
    Hook { topic, label, permission: Some(VIEW), tell }
}

/// What other programs are told: of which dossier the result was carried, and where to ask for more; nobody is named, and not why
/// it came back: that may tell of a person.
fn told(agency: i64, dossier: i64) -> Option<Told> {
    let data = json!({"dossier": dossier, "href": format!("{}/dossiers/{dossier}", platform::api::PREFIX)});
    (agency > 0).then_some(Told { agency: Some(agency), data })
}

fn tell_delivered(event: &Json) -> Option<Told> {
    let event: ResultDelivered = serde_json::from_value(event.clone()).ok()?;
    told(event.agency_id, event.dossier_id)
}

fn tell_came_back(event: &Json) -> Option<Told> {
    let event: ResultCameBack = serde_json::from_value(event.clone()).ok()?;
    told(event.agency_id, event.dossier_id)
}

/// The slice.
pub static SLICE: Slice = Slice {
    name: "post",
    pillar: "apparatus",
    tables: &["post_item", "post_list", "post_number", "post_event", "post_file", "post_file_line"],
    migrations: &[Migration {
        version: "2026_11_29_90_post",
        sql: include_str!("migrations/2026_11_29_90_post.sql"),
        postgres: None,
    }],
    permissions: &[
        PermissionDecl {
            permission: VIEW,
            label: "post-permission-view",
            roles: &[Role::Clerk, Role::Head, Role::Leader, Role::Inspector],
        },
        PermissionDecl { permission: SEND, label: "post-permission-send", roles: &[Role::Clerk] },
    ],
    routes: pages::routes,
    api: api::operations,
    hooks: &[
        hook(ResultDelivered::TOPIC, "post-hook-delivered", tell_delivered),
        hook(ResultCameBack::TOPIC, "post-hook-came-back", tell_came_back),
    ],
    menu: &[MenuEntry {
        label: "post-menu",
        href: "/buu-chinh",
        group: "books",
        access: Needs(VIEW),
        order: 43,
    }],
    jobs: &[jobs::ENTER, jobs::FETCHED],
    listeners: &[jobs::SETTLED, jobs::RETURNED],
    persons: &["/buu-chinh"],
    personal: Some(|app, account| Box::pin(async move { personal::of(&app, account).await })),
    erasure: Some(personal::ERASURE),
    rules: &["post.filed_on", "post.tariff"],
    forms: &[FormDecl { name: "post.list", source: forms::LIST.source, sample: forms::LIST.sample }],
    messages: (include_str!("messages/vi.ftl"), include_str!("messages/en.ftl")),
    seed: Some(|app| Box::pin(seed::seed(app))),
    demo: Some(|app, plan| Box::pin(demo::build(app, plan))),
    ..Slice::EMPTY
};
