//! Declaration of the slice `messages`.

use super::{api, demo, pages, personal, seed};
use contracts::desk::VIEW;
use platform::access::{PermissionDecl, Role};
use platform::http::Access::{Citizen, Permission as Needs, Public};
use platform::slice::MenuEntry;
use platform::store::Migration;
use platform::{Permission, Routes, Slice};

/// Writing to applicants about the dossiers of one's scope, and seeing what waits for an answer.
pub const ANSWER: Permission = Permission("messages.answer");
/// Keeping an agency's standing answers.
pub const STANDING: Permission = Permission("messages.standing");
/// Saying of a complaint whether it is so.
pub const CONCLUDE: Permission = Permission("messages.conclude");

/// The slice.
pub static SLICE: Slice = Slice {
    name: "messages",
    pillar: "apparatus",
    tables: &[
        "dossier_thread",
        "dossier_message",
        "dossier_message_item",
        "dossier_message_file",
        "standing_answer",
    ],
    migrations: &[
        Migration {
            version: "2026_11_29_60_threads",
            sql: include_str!("migrations/2026_11_29_60_threads.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_11_30_18_answer_version",
            sql: include_str!("migrations/2026_11_30_18_answer_version.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_12_03_21_complaint",
            sql: include_str!("migrations/2026_12_03_21_complaint.sql"),
            postgres: None,
        },
    ],
    permissions: &[
        PermissionDecl {
            permission: ANSWER,
            label: "messages-permission-answer",
            roles: &[Role::Clerk, Role::Specialist, Role::Head],
        },
        PermissionDecl {
            permission: STANDING,
            label: "messages-permission-standing",
            roles: &[Role::Clerk, Role::Head],
        },
        PermissionDecl { permission: CONCLUDE, label: "messages-permission-conclude", roles: &[Role::Head] },
    ],
    routes,
    api: api::operations,
    menu: &[
        MenuEntry {
            label: "messages-menu",
            href: pages::list::PATH,
            group: "work",
            access: Needs(ANSWER),
            order: 32,
        },
        MenuEntry {
            label: "messages-menu-mine",
            href: pages::mine::PATH,
            group: "mine",
            access: Citizen,
            order: 22,
        },
    ],
    personal: Some(|app, account| Box::pin(async move { personal::of(&app, account).await })),
    erasure: Some(personal::ERASURE),
    rules: &["messages.answer_within_wd", "messages.by_key", "messages.correction_wd", "messages.files_most"],
    messages: (include_str!("messages/vi.ftl"), include_str!("messages/en.ftl")),
    seed: Some(|app| Box::pin(seed::seed(app))),
    demo: Some(|app, plan| Box::pin(demo::build(app, plan))),
    ..Slice::EMPTY
};

fn routes() -> Routes {
    Routes::new()
        .get("/trao-doi", Needs(ANSWER), pages::list::show)
        .get("/trao-doi/mau", Needs(STANDING), pages::answers::list)
        .get("/trao-doi/mau/moi", Needs(STANDING), pages::answer_form::new)
        .post("/trao-doi/mau/moi", Needs(STANDING), pages::answer_form::add)
        .get("/trao-doi/mau/{id}", Needs(STANDING), pages::answer_form::show)
        .post("/trao-doi/mau/{id}", Needs(STANDING), pages::answer_form::change)
        .get("/ho-so/{id}/trao-doi", Needs(VIEW), pages::staff::show)
        .post("/ho-so/{id}/trao-doi", Needs(ANSWER), pages::staff_send::submit)
        .with_files()
        .post("/ho-so/{id}/trao-doi/khong-can", Needs(ANSWER), pages::staff_send::leave)
        .post("/ho-so/{id}/trao-doi/{message}/xong", Needs(ANSWER), pages::staff_send::close)
        .post("/ho-so/{id}/trao-doi/{message}/ket-luan", Needs(CONCLUDE), pages::conclude::submit)
        .get("/ho-so/{id}/trao-doi/tep/{hash}", Needs(VIEW), pages::file::of_staff)
        .get("/theo-doi/{key}/trao-doi", Public, pages::applicant::show)
        .post("/theo-doi/{key}/trao-doi", Public, pages::applicant::submit)
        .with_files()
        .get("/theo-doi/{key}/trao-doi/tep/{hash}", Public, pages::file::of_applicant)
        .get("/cua-toi/trao-doi", Citizen, pages::mine::show)
}
