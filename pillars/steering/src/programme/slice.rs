//! What the programme declares of itself.

use super::{api, demo, pages, seed};
use contracts::programme::MeasureDefined;
use platform::access::{Permission, PermissionDecl, Role};
use platform::events::Event;
use platform::slice::{MenuEntry, SearchKind};
use platform::store::Migration;
use platform::webhooks::{Hook, Told};
use platform::{Access, Routes, Slice};

/// To read definitions that are not in force yet.
pub const VIEW: Permission = Permission("programme.definitions");
/// To write the city's own definitions of measures.
pub const DEFINE: Permission = Permission("programme.define");
/// To review what another person defined.
pub const REVIEW: Permission = Permission("programme.review");

/// The declaration, listed in the pillar.
pub static SLICE: Slice = Slice {
    name: "programme",
    pillar: "steering",
    tables: &["programme", "programme_item", "measure", "measure_definition"],
    migrations: &[
        Migration {
            version: "2012_10_12_00_programme",
            sql: include_str!("migrations/2012_10_12_00_programme.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_12_01_50_definitions",
            sql: include_str!("migrations/2026_12_01_50_definitions.sql"),
            postgres: None,
        },
    ],
    permissions: &[
        PermissionDecl {
            permission: VIEW,
            label: "programme-permission-view",
            roles: &[Role::Leader, Role::Head, Role::Reform, Role::ProcedureControl, Role::Inspector],
        },
        PermissionDecl { permission: DEFINE, label: "programme-permission-define", roles: &[Role::Reform] },
        PermissionDecl { permission: REVIEW, label: "programme-permission-review", roles: &[Role::Leader] },
    ],
    routes,
    api: api::operations,
    hooks: &[Hook {
        topic: MeasureDefined::TOPIC,
        label: "programme-hook-defined",
        permission: None,
        tell: |event| {
            let told: MeasureDefined = serde_json::from_value(event.clone()).ok()?;
            let href = format!("{}/targets/{}", platform::api::PREFIX, told.slug);
            let data = serde_json::json!({
                "measure": told.measure, "version": told.version, "from": told.from_on, "href": href
            });
            Some(Told { agency: None, data })
        },
    }],
    menu: &[
        MenuEntry {
            label: "programme-menu",
            href: "/chuong-trinh",
            group: "steering",
            access: Access::Public,
            order: 20,
        },
        MenuEntry {
            label: "programme-menu-definitions",
            href: "/chuong-trinh/dinh-nghia",
            group: "steering",
            access: Access::Permission(VIEW),
            order: 21,
        },
    ],
    search: &[
        SearchKind {
            kind: "programme_item",
            label: "programme-search-item",
            permission: None,
            standing: None,
            many: false,
        },
        SearchKind {
            kind: "measure",
            label: "programme-search-measure",
            permission: None,
            standing: None,
            many: false,
        },
    ],
    messages: (include_str!("messages/vi.ftl"), include_str!("messages/en.ftl")),
    seed: Some(|app| Box::pin(seed::seed(app))),
    demo: Some(|app, _| Box::pin(demo::build(app))),
    ..Slice::EMPTY
};

fn routes() -> Routes {
    Routes::new()
        .get("/chuong-trinh", Access::Public, pages::tree::show)
        .get("/chuong-trinh/co-quan", Access::Public, pages::agencies::show)
        .get("/chuong-trinh/{slug}", Access::Public, pages::item::show)
        .get("/chuong-trinh/dinh-nghia", Access::Permission(VIEW), pages::definitions::show)
        .get("/chuong-trinh/dinh-nghia/moi", Access::Permission(DEFINE), pages::define::show)
        .post("/chuong-trinh/dinh-nghia/moi", Access::Permission(DEFINE), pages::define::submit)
        .get("/chuong-trinh/dinh-nghia/{id}", Access::Permission(VIEW), pages::definition::show)
        .get("/chuong-trinh/dinh-nghia/{id}/sua", Access::Permission(DEFINE), pages::define::edit)
        .post("/chuong-trinh/dinh-nghia/{id}/sua", Access::Permission(DEFINE), pages::define::rewrite)
        .post("/chuong-trinh/dinh-nghia/{id}/trinh", Access::Permission(DEFINE), pages::definition::submit)
        .post("/chuong-trinh/dinh-nghia/{id}/bo", Access::Permission(DEFINE), pages::definition::abandon)
        .post("/chuong-trinh/dinh-nghia/{id}/duyet", Access::Permission(REVIEW), pages::definition::approve)
        .post(
            "/chuong-trinh/dinh-nghia/{id}/tra-lai",
            Access::Permission(REVIEW),
            pages::definition::give_back,
        )
}
