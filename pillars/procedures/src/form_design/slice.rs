//! What the slice `form_design` declares.

use super::{demo, pages};
use platform::access::{PermissionDecl, Role};
use platform::http::Access::Permission as Needs;
use platform::http::Routes;
use platform::slice::MenuEntry;
use platform::store::Migration;
use platform::{Permission, Slice};

/// To draw forms and propose them.
pub const EDIT: Permission = Permission("form_design.edit");
/// To approve a form that somebody else proposed.
pub const APPROVE: Permission = Permission("form_design.approve");

/// The declaration.
pub static SLICE: Slice = Slice {
    name: "form_design",
    pillar: "procedures",
    tables: &["form_design", "form_design_version"],
    migrations: &[
        Migration {
            version: "2026_11_28_40_form_design",
            sql: include_str!("migrations/2026_11_28_40_form_design.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_11_29_00_form_design_hands",
            sql: include_str!("migrations/2026_11_29_00_form_design_hands.sql"),
            postgres: None,
        },
    ],
    permissions: &[
        PermissionDecl {
            permission: EDIT,
            label: "form-design-permission-edit",
            roles: &[Role::Reform, Role::ProcedureControl],
        },
        PermissionDecl {
            permission: APPROVE,
            label: "form-design-permission-approve",
            roles: &[Role::Reform, Role::ProcedureControl],
        },
    ],
    routes: || {
        Routes::new()
            .get("/quan-tri/bieu-mau", Needs(EDIT), pages::list::show)
            .get("/quan-tri/bieu-mau/moi", Needs(EDIT), pages::start::show)
            .post("/quan-tri/bieu-mau/moi", Needs(EDIT), pages::start::submit)
            .get("/quan-tri/bieu-mau/{id}", Needs(EDIT), pages::record::show)
            .post("/quan-tri/bieu-mau/{id}/ban-moi", Needs(EDIT), pages::deeds::begin_next)
            .post("/quan-tri/bieu-mau/{id}/trinh", Needs(EDIT), pages::deeds::propose)
            .get("/quan-tri/bieu-mau/{id}/duyet", Needs(APPROVE), pages::deeds::show)
            .post("/quan-tri/bieu-mau/{id}/duyet", Needs(APPROVE), pages::deeds::publish)
            .post("/quan-tri/bieu-mau/{id}/tra-lai", Needs(APPROVE), pages::deeds::send_back)
            .get("/quan-tri/bieu-mau/{id}/muc/{key}", Needs(EDIT), pages::field::show)
            .post("/quan-tri/bieu-mau/{id}/muc/{key}", Needs(EDIT), pages::field::submit)
            .post("/quan-tri/bieu-mau/{id}/muc/{key}/chuyen", Needs(EDIT), pages::field::shift)
            .get("/quan-tri/bieu-mau/{id}/phan/{key}", Needs(EDIT), pages::section::show)
            .post("/quan-tri/bieu-mau/{id}/phan/{key}", Needs(EDIT), pages::section::submit)
            .post("/quan-tri/bieu-mau/{id}/phan/{key}/chuyen", Needs(EDIT), pages::section::shift)
            .get("/quan-tri/bieu-mau/{id}/hoi-truoc/{key}", Needs(EDIT), pages::gate::show)
            .post("/quan-tri/bieu-mau/{id}/hoi-truoc/{key}", Needs(EDIT), pages::gate::submit)
            .post("/quan-tri/bieu-mau/{id}/hoi-truoc/{key}/chuyen", Needs(EDIT), pages::gate::shift)
            .get("/quan-tri/bieu-mau/{id}/xem-truoc", Needs(EDIT), pages::preview::show)
            .post("/quan-tri/bieu-mau/{id}/xem-truoc", Needs(EDIT), pages::preview::try_out)
            .with_files()
            .get("/quan-tri/bieu-mau/{id}/so-sanh", Needs(EDIT), pages::compare::show)
            .get("/quan-tri/bieu-mau/{id}/nhap", Needs(EDIT), pages::sheet::show)
            .post("/quan-tri/bieu-mau/{id}/nhap", Needs(EDIT), pages::sheet::submit)
            .with_files()
            .get("/quan-tri/bieu-mau/{id}/bang-tinh", Needs(EDIT), pages::sheet::file)
    },
    menu: &[MenuEntry {
        label: "form-design-menu",
        href: "/quan-tri/bieu-mau",
        group: "design",
        access: Needs(EDIT),
        order: 20,
    }],
    rules: &["forms.not_to_ask"],
    demo: Some(|app, plan| Box::pin(demo::demo(app, plan))),
    messages: (include_str!("messages/vi.ftl"), include_str!("messages/en.ftl")),
    ..Slice::EMPTY
};
