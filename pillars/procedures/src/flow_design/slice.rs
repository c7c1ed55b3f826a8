//! What the slice `flow_design` declares.

use super::{demo, pages};
use platform::access::{PermissionDecl, Role};
use platform::http::Access::Permission as Needs;
use platform::http::Routes;
use platform::slice::MenuEntry;
use platform::store::Migration;
use platform::{Permission, Slice};

/// To draw flows and propose them.
pub const EDIT: Permission = Permission("flow_design.edit");
/// To approve a flow that somebody else proposed.
pub const APPROVE: Permission = Permission("flow_design.approve");

/// The declaration.
pub static SLICE: Slice = Slice {
    name: "flow_design",
    pillar: "procedures",
    tables: &["flow_design", "flow_design_version"],
    migrations: &[
        Migration {
            version: "2026_11_29_30_flow_design",
            sql: include_str!("migrations/2026_11_29_30_flow_design.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_11_29_32_flow_design_hands",
            sql: include_str!("migrations/2026_11_29_32_flow_design_hands.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_11_30_16_flow_withdraw",
            sql: include_str!("migrations/2026_11_30_16_flow_withdraw.sql"),
            postgres: None,
        },
    ],
    permissions: &[
        PermissionDecl {
            permission: EDIT,
            label: "flow-design-permission-edit",
            roles: &[Role::Reform, Role::ProcedureControl],
        },
        PermissionDecl {
            permission: APPROVE,
            label: "flow-design-permission-approve",
            roles: &[Role::Reform, Role::ProcedureControl],
        },
    ],
    routes: || {
        Routes::new()
            .get("/quan-tri/quy-trinh", Needs(EDIT), pages::list::show)
            .get("/quan-tri/quy-trinh/moi", Needs(EDIT), pages::start::show)
            .post("/quan-tri/quy-trinh/moi", Needs(EDIT), pages::start::submit)
            .get("/quan-tri/quy-trinh/{id}", Needs(EDIT), pages::record::show)
            .post("/quan-tri/quy-trinh/{id}/ban-moi", Needs(EDIT), pages::deeds::begin_next)
            .post("/quan-tri/quy-trinh/{id}/trinh", Needs(EDIT), pages::deeds::propose)
            .get("/quan-tri/quy-trinh/{id}/duyet", Needs(APPROVE), pages::deeds::show)
            .post("/quan-tri/quy-trinh/{id}/duyet", Needs(APPROVE), pages::deeds::publish)
            .post("/quan-tri/quy-trinh/{id}/tra-lai", Needs(APPROVE), pages::deeds::send_back)
            .get("/quan-tri/quy-trinh/{id}/rut", Needs(EDIT), pages::withdraw::show)
            .post("/quan-tri/quy-trinh/{id}/rut", Needs(EDIT), pages::withdraw::ask)
            .post("/quan-tri/quy-trinh/{id}/rut/duyet", Needs(APPROVE), pages::withdraw::approve)
            .post("/quan-tri/quy-trinh/{id}/rut/khong", Needs(APPROVE), pages::withdraw::keep)
            .get("/quan-tri/quy-trinh/{id}/nut/{key}", Needs(EDIT), pages::node::show)
            .post("/quan-tri/quy-trinh/{id}/nut/{key}", Needs(EDIT), pages::node::submit)
            .post("/quan-tri/quy-trinh/{id}/nut/{key}/chuyen", Needs(EDIT), pages::node::shift)
            .get("/quan-tri/quy-trinh/{id}/duong/{key}", Needs(EDIT), pages::link::show)
            .post("/quan-tri/quy-trinh/{id}/duong/{key}", Needs(EDIT), pages::link::submit)
            .post("/quan-tri/quy-trinh/{id}/duong/{key}/chuyen", Needs(EDIT), pages::link::shift)
            .get("/quan-tri/quy-trinh/{id}/mo-phong", Needs(EDIT), pages::simulate::show)
            .post("/quan-tri/quy-trinh/{id}/mo-phong", Needs(EDIT), pages::simulate::try_out)
            .get("/quan-tri/quy-trinh/{id}/so-sanh", Needs(EDIT), pages::compare::show)
            .get("/quan-tri/quy-trinh/{id}/nhap", Needs(EDIT), pages::bpmn::show)
            .post("/quan-tri/quy-trinh/{id}/nhap", Needs(EDIT), pages::bpmn::submit)
            .with_files()
            .get("/quan-tri/quy-trinh/{id}/bpmn", Needs(EDIT), pages::bpmn::file)
    },
    menu: &[MenuEntry {
        label: "flow-design-menu",
        href: "/quan-tri/quy-trinh",
        group: "design",
        access: Needs(EDIT),
        order: 22,
    }],
    demo: Some(|app, plan| Box::pin(demo::demo(app, plan))),
    messages: (include_str!("messages/vi.ftl"), include_str!("messages/en.ftl")),
    ..Slice::EMPTY
};
