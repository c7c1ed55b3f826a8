//! Declaration of the slice `dialogue`.

use super::{api, demo, pages, seed, store};
use platform::access::{PermissionDecl, Role};
use platform::http::Access::{Permission as Needs, Public};
use platform::indicators::{Better, Indicator, Measure, Reasons, Timing};
use platform::slice::MenuEntry;
use platform::store::Migration;
use platform::{Permission, Routes, Slice};

/// Seeing conferences, their questions and who asked.
pub const VIEW: Permission = Permission("dialogue.view");
/// Announcing conferences, giving out, answering and publishing questions.
pub const HANDLE: Permission = Permission("dialogue.handle");

/// The slice.
pub static SLICE: Slice = Slice {
    name: "dialogue",
    pillar: "procedures",
    tables: &["dialogue", "dialogue_move", "dialogue_question"],
    migrations: &[
        Migration {
            version: "2026_11_28_62_dialogue",
            sql: include_str!("migrations/2026_11_28_62_dialogue.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_11_29_01_dialogue_version",
            sql: include_str!("migrations/2026_11_29_01_dialogue_version.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_12_04_10_dialogue_move",
            sql: include_str!("migrations/2026_12_04_10_dialogue_move.sql"),
            postgres: None,
        },
    ],
    permissions: &[
        PermissionDecl {
            permission: VIEW,
            label: "dialogue-permission-view",
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
            permission: HANDLE,
            label: "dialogue-permission-handle",
            roles: &[Role::Specialist, Role::Head, Role::Leader, Role::ProcedureControl],
        },
    ],
    routes: || {
        Routes::new()
            .get("/doi-thoai", Public, pages::public::list)
            .get("/doi-thoai/{id}", Public, pages::public::show)
            .post("/doi-thoai/{id}", Public, pages::public::ask)
            .get("/hoi-nghi-doi-thoai", Needs(VIEW), pages::list::show)
            .get("/hoi-nghi-doi-thoai/moi", Needs(HANDLE), pages::announce::show)
            .post("/hoi-nghi-doi-thoai/moi", Needs(HANDLE), pages::announce::submit)
            .get("/hoi-nghi-doi-thoai/{id}", Needs(VIEW), pages::record::show)
            .post("/hoi-nghi-doi-thoai/{id}/{act}", Needs(HANDLE), pages::record::submit)
            .get("/cau-hoi-doi-thoai", Needs(VIEW), pages::questions::show)
            .get("/cau-hoi-doi-thoai/{id}", Needs(VIEW), pages::question::show)
            .post("/cau-hoi-doi-thoai/{id}/{act}", Needs(HANDLE), pages::question::submit)
    },
    api: api::operations,
    menu: &[
        MenuEntry {
            label: "dialogue-menu-public",
            href: "/doi-thoai",
            group: "voice",
            access: Public,
            order: 45,
        },
        MenuEntry {
            label: "dialogue-menu",
            href: pages::LIST,
            group: "listening",
            access: Needs(VIEW),
            order: 75,
        },
    ],
    indicators: &[
        Indicator {
            code: "dialogues_held",
            name: "dialogue-indicator-held",
            definition: "dialogue-indicator-held-definition",
            measure: Measure::Count,
            better: Better::Up,
            timing: Timing::Flow,
            evidence: store::HELD,
            records: VIEW,
            record_href: "/hoi-nghi-doi-thoai/{id}",
            people: None,
            reasons: Reasons::None,
        },
        Indicator {
            code: "dialogue_answers_on_time",
            name: "dialogue-indicator-answered",
            definition: "dialogue-indicator-answered-definition",
            measure: Measure::Share,
            better: Better::Up,
            timing: Timing::Flow,
            evidence: store::ANSWERED,
            records: VIEW,
            record_href: "/cau-hoi-doi-thoai/{id}",
            people: None,
            reasons: Reasons::None,
        },
    ],
    persons: &[pages::QUESTIONS],
    rules: &["dialogue.answer_within_wd"],
    messages: (include_str!("messages/vi.ftl"), include_str!("messages/en.ftl")),
    seed: Some(|app| Box::pin(seed::seed(app))),
    demo: Some(|app, plan| Box::pin(demo::build(app, plan))),
    ..Slice::EMPTY
};
