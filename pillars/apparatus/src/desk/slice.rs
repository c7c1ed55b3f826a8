//! Declaration of the slice `desk`.

use super::{demo, jobs, pages, personal, seed};
use contracts::desk::VIEW;
use platform::access::{PermissionDecl, Role};
use platform::http::Access::Permission as Needs;
use platform::slice::MenuEntry;
use platform::store::Migration;
use platform::{Permission, Routes, Slice};

/// Putting labels on the dossiers of one's scope.
pub const LABEL: Permission = Permission("desk.label");
/// Keeping an agency's labels.
pub const KEEP_LABELS: Permission = Permission("desk.keep_labels");
/// Seeing the workload of one's scope, handing work over, deciding about twins.
pub const LEAD: Permission = Permission("desk.lead");

/// The slice.
pub static SLICE: Slice = Slice {
    name: "desk",
    pillar: "apparatus",
    tables: &["desk_label", "desk_labelled", "desk_follow", "desk_twin", "desk_pace"],
    migrations: &[
        Migration {
            version: "2026_11_29_65_desk",
            sql: include_str!("migrations/2026_11_29_65_desk.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_11_30_17_desk_label_version",
            sql: include_str!("migrations/2026_11_30_17_desk_label_version.sql"),
            postgres: None,
        },
    ],
    permissions: &[
        PermissionDecl {
            permission: LABEL,
            label: "desk-permission-label",
            roles: &[Role::Clerk, Role::Specialist, Role::Head],
        },
        PermissionDecl {
            permission: KEEP_LABELS,
            label: "desk-permission-keep-labels",
            roles: &[Role::Clerk, Role::Head],
        },
        PermissionDecl {
            permission: LEAD,
            label: "desk-permission-lead",
            roles: &[Role::Head, Role::Leader],
        },
    ],
    routes,
    menu: &[
        MenuEntry {
            label: "desk-menu-labelled",
            href: pages::labelled::PATH,
            group: "work",
            access: Needs(VIEW),
            order: 34,
        },
        MenuEntry {
            label: "desk-menu-followed",
            href: pages::followed::PATH,
            group: "work",
            access: Needs(VIEW),
            order: 35,
        },
        MenuEntry {
            label: "desk-menu-workload",
            href: pages::workload::PATH,
            group: "books",
            access: Needs(LEAD),
            order: 36,
        },
        MenuEntry {
            label: "desk-menu-twins",
            href: pages::twins::PATH,
            group: "books",
            access: Needs(LEAD),
            order: 37,
        },
    ],
    jobs: &[jobs::COMPARE, jobs::TELL, jobs::PACES],
    listeners: &jobs::LISTENERS,
    persons: &["/ho-so/trung"],
    personal: Some(|app, account| Box::pin(async move { personal::of(&app, account).await })),
    erasure: Some(personal::ERASURE),
    rules: &[
        "desk.birth_fields",
        "desk.pace_days",
        "desk.risk_fewest",
        "desk.risk_margin_hd",
        "desk.soon_wd",
        "desk.twin_days",
    ],
    messages: (include_str!("messages/vi.ftl"), include_str!("messages/en.ftl")),
    seed: Some(|app| Box::pin(seed::seed(app))),
    demo: Some(|app, plan| Box::pin(demo::build(app, plan))),
    ..Slice::EMPTY
};

fn routes() -> Routes {
    Routes::new()
        .get("/ho-so/nhan", Needs(VIEW), pages::labelled::show)
        .post("/ho-so/nhan/gan", Needs(LABEL), pages::label_batch::ask)
        .post("/ho-so/nhan/ghi", Needs(LABEL), pages::label_batch::submit)
        .get("/ho-so/{id}/nhan", Needs(LABEL), pages::label_one::show)
        .post("/ho-so/{id}/nhan", Needs(LABEL), pages::label_one::submit)
        .get("/nhan-ho-so", Needs(KEEP_LABELS), pages::labels::list)
        .get("/nhan-ho-so/moi", Needs(KEEP_LABELS), pages::label_form::new)
        .post("/nhan-ho-so/moi", Needs(KEEP_LABELS), pages::label_form::add)
        .get("/nhan-ho-so/{id}", Needs(KEEP_LABELS), pages::label_form::show)
        .post("/nhan-ho-so/{id}", Needs(KEEP_LABELS), pages::label_form::change)
        .get("/ho-so/theo-doi", Needs(VIEW), pages::followed::show)
        .post("/ho-so/{id}/theo-doi", Needs(VIEW), pages::followed::turn)
        .get("/ho-so/trung", Needs(LEAD), pages::twins::show)
        .post("/ho-so/trung/{id}", Needs(LEAD), pages::twins::decide)
        .get("/khoi-luong", Needs(LEAD), pages::workload::show)
        .get("/khoi-luong/rui-ro", Needs(LEAD), pages::risk::show)
        .get("/khoi-luong/da-lam", Needs(LEAD), pages::done::show)
        .get("/khoi-luong/giao-lai", Needs(LEAD), pages::handing::show)
        .post("/khoi-luong/giao-lai", Needs(LEAD), pages::handing_done::submit)
}
