//! Declaration of the slice `joint`.

use super::{api, erasure, forms, jobs, pages, personal, seed, store};
use contracts::desk::{RECEIVE, VIEW};
use platform::http::Access::{Citizen, Permission as Needs, Public};
use platform::indicators::{Better, Indicator, Measure, Reasons, Timing};
use platform::slice::{FormDecl, MenuEntry, SearchKind};
use platform::store::Migration;
use platform::{Routes, Slice};

/// The slice.
pub static SLICE: Slice = Slice {
    name: "joint",
    pillar: "apparatus",
    tables: &["joint_dossier", "joint_part", "joint_counter", "joint_draft"],
    migrations: &[
        Migration {
            version: "2026_11_29_21_joint",
            sql: include_str!("migrations/2026_11_29_21_joint.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_12_01_89_joint_draft",
            sql: include_str!("migrations/2026_12_01_89_joint_draft.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_12_01_90_joint_proxy",
            sql: include_str!("migrations/2026_12_01_90_joint_proxy.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_12_02_10_joint_pauses",
            sql: include_str!("migrations/2026_12_02_10_joint_pauses.sql"),
            postgres: None,
        },
    ],
    routes: || {
        Routes::new()
            .get("/lien-thong", Needs(VIEW), pages::list::show)
            .get("/lien-thong/{id}", Needs(VIEW), pages::show::show)
            .get("/lien-thong/{id}/in", Needs(VIEW), pages::receipt::of_staff)
            .post("/lien-thong/{id}/mo-lai", Needs(RECEIVE), pages::show::retry)
            .get("/lien-thong/{id}/tra-ket-qua", Needs(RECEIVE), pages::return_results::show)
            .post("/lien-thong/{id}/tra-ket-qua", Needs(RECEIVE), pages::return_results::submit)
            .get("/quay/lien-thong", Needs(RECEIVE), pages::counter::show)
            .post("/quay/lien-thong", Needs(RECEIVE), pages::counter::submit)
            .with_files()
            .get("/nop-lien-thong", Citizen, pages::online::show)
            .post("/nop-lien-thong", Citizen, pages::online::submit)
            .with_files()
            .post("/nop-lien-thong/luu", Citizen, pages::drafts::keep_typed)
            .get("/cua-toi/lien-thong", Citizen, pages::mine::show)
            .get("/cua-toi/lien-thong/ban-nhap", Citizen, pages::drafts::list)
            .get("/cua-toi/lien-thong/ban-nhap/{id}", Citizen, pages::drafts::resume)
            .get("/cua-toi/lien-thong/ban-nhap/{id}/tep/{place}", Citizen, pages::drafts::file)
            .get("/cua-toi/lien-thong/ban-nhap/{id}/xoa", Citizen, pages::drafts::ask)
            .post("/cua-toi/lien-thong/ban-nhap/{id}/xoa", Citizen, pages::drafts::delete)
            .get("/theo-doi-lien-thong/{key}", Public, pages::track::show)
            .get("/theo-doi-lien-thong/{key}/phieu", Public, pages::receipt::of_key)
    },
    api: api::operations,
    menu: &[
        MenuEntry { label: "joint-menu", href: "/lien-thong", group: "work", access: Needs(VIEW), order: 15 },
        MenuEntry {
            label: "joint-menu-counter",
            href: "/quay/lien-thong",
            group: "work",
            access: Needs(RECEIVE),
            order: 22,
        },
        MenuEntry {
            label: "joint-menu-mine",
            href: "/cua-toi/lien-thong",
            group: "mine",
            access: Citizen,
            order: 15,
        },
    ],
    indicators: &[Indicator {
        code: "joint_on_time",
        name: "joint-indicator-on-time",
        definition: "joint-indicator-on-time-definition",
        measure: Measure::Share,
        better: Better::Up,
        timing: Timing::Flow,
        evidence: store::EVIDENCE,
        records: VIEW,
        record_href: "/lien-thong/{id}",
        people: None,
        reasons: Reasons::None,
    }],
    jobs: &[jobs::FOLLOW, jobs::TIDY],
    listeners: jobs::LISTENERS,
    personal: Some(|app, account| Box::pin(async move { personal::of(&app, account).await })),
    erasure: Some(erasure::ERASURE),
    search: &[SearchKind {
        kind: "joint",
        label: "joint-search-kind",
        permission: Some(VIEW),
        standing: None,
        many: false,
    }],
    persons: &["/lien-thong"],
    rules: &["joint.code_template", "privacy.keep_drafts_days"],
    forms: &[FormDecl {
        name: "joint.receipt",
        source: forms::RECEIPT.source,
        sample: forms::RECEIPT.sample,
    }],
    messages: (include_str!("messages/vi.ftl"), include_str!("messages/en.ftl")),
    seed: Some(|app| Box::pin(seed::seed(app))),
    ..Slice::EMPTY
};
