//! The one-stop's declaration.

use super::{api, hooks, indicators, jobs, pages, permissions, personal, seed};
use crate::one_stop::demo;
use platform::slice::{FormDecl, MenuEntry, SearchKind};
use platform::store::Migration;
use platform::{Access, Slice};

/// The slice `one_stop`.
pub static SLICE: Slice = Slice {
    name: "one_stop",
    pillar: "apparatus",
    tables: &[
        "dossier",
        "dossier_paper",
        "dossier_step",
        "dossier_pause",
        "dossier_supplement",
        "dossier_extension",
        "dossier_opinion",
        "dossier_result",
        "code_counter",
        "dossier_word",
        "dossier_fee",
        "dossier_handover",
        "dossier_handover_item",
    ],
    migrations: &[
        Migration {
            version: "2012_10_12_00_dossier",
            sql: include_str!("migrations/2012_10_12_00_dossier.sql"),
            postgres: None,
        },
        Migration {
            version: "2012_10_12_01_desk",
            sql: include_str!("migrations/2012_10_12_01_desk.sql"),
            postgres: Some(include_str!("migrations/2012_10_12_01_desk.postgres.sql")),
        },
        Migration {
            version: "2012_10_12_02_steps",
            sql: include_str!("migrations/2012_10_12_02_steps.sql"),
            postgres: None,
        },
        Migration {
            version: "2012_10_12_03_counter",
            sql: include_str!("migrations/2012_10_12_03_counter.sql"),
            postgres: Some(include_str!("migrations/2012_10_12_03_counter.postgres.sql")),
        },
        Migration {
            version: "2012_10_12_04_reasons",
            sql: include_str!("migrations/2012_10_12_04_reasons.sql"),
            postgres: Some(include_str!("migrations/2012_10_12_04_reasons.postgres.sql")),
        },
        Migration {
            version: "2012_11_27_00_terms",
            sql: include_str!("migrations/2012_11_27_00_terms.sql"),
            postgres: None,
        },
        // A list's filters are answered from the index alone: both engines count and skip without reading the rows.
        Migration {
            version: "2026_11_27_60_open_lists",
            sql: include_str!("migrations/2026_11_27_60_open_lists.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_11_28_02_supplement_days",
            sql: include_str!("migrations/2026_11_28_02_supplement_days.sql"),
            postgres: None,
        },
        Migration {
            version: "2026_11_29_45_shelf",
            sql: include_str!("migrations/2026_11_29_45_shelf.sql"),
            postgres: None,
        },
    ],
    permissions: permissions::DECLARED,
    routes: pages::routes,
    api: api::operations,
    menu: &[
        MenuEntry {
            label: "one-stop-menu-today",
            href: "/viec-hom-nay",
            group: "work",
            access: Access::Staff,
            order: 5,
        },
        MenuEntry {
            label: "one-stop-menu-inbox",
            href: "/ho-so",
            group: "work",
            access: Access::Permission(permissions::VIEW),
            order: 10,
        },
        MenuEntry {
            label: "one-stop-menu-intake",
            href: "/quay/nhan",
            group: "work",
            access: Access::Permission(permissions::RECEIVE),
            order: 20,
        },
        MenuEntry {
            label: "one-stop-menu-opinions",
            href: "/y-kien",
            group: "work",
            access: Access::Permission(permissions::OPINION),
            order: 30,
        },
        MenuEntry {
            label: "one-stop-menu-register",
            href: "/so-theo-doi",
            group: "work",
            access: Access::Permission(permissions::REGISTER),
            order: 40,
        },
        MenuEntry {
            label: "one-stop-menu-fees",
            href: "/thu-phi",
            group: "work",
            access: Access::Permission(permissions::RECEIVE),
            order: 45,
        },
        MenuEntry {
            label: "one-stop-menu-tracking",
            href: "/tra-cuu",
            group: "public",
            access: Access::Public,
            order: 30,
        },
    ],
    indicators: indicators::ALL,
    jobs: &[jobs::RECOMPUTE, jobs::WARN],
    hooks: hooks::ALL,
    search: &[SearchKind {
        kind: "dossier",
        label: "one-stop-search-kind",
        permission: Some(permissions::VIEW),
        standing: None,
    }],
    forms: &[
        form("one_stop.receipt", &super::forms::RECEIPT),
        form("one_stop.supplement", &super::forms::SUPPLEMENT),
        form("one_stop.refusal", &super::forms::REFUSAL),
        form("one_stop.apology", &super::forms::APOLOGY),
        form("one_stop.control_slip", &super::forms::CONTROL_SLIP),
        form("one_stop.register", &super::forms::REGISTER),
        form("one_stop.stop_notice", &super::forms::STOP_NOTICE),
        form("one_stop.handover", &super::forms::HANDOVER),
    ],
    personal: Some(|app, account| Box::pin(async move { personal::of(&app, account).await })),
    erasure: Some(super::erasure::ERASURE),
    persons: &["/ho-so", "/so-theo-doi", "/thu-phi"],
    rules: &[
        "one_stop.any_commune",
        "one_stop.apology_before_days",
        "one_stop.channels",
        "one_stop.code_template",
        "one_stop.code_unit",
        "one_stop.cutoff",
        "one_stop.cutoff_moves_start",
        "one_stop.due_at",
        "one_stop.due_precision",
        "one_stop.extension_max",
        "one_stop.extension_most_days",
        "one_stop.finance_wait_counted",
        "one_stop.forms",
        "one_stop.grounds.extend",
        "one_stop.grounds.opinion",
        "one_stop.grounds.receive",
        "one_stop.grounds.stop",
        "one_stop.grounds.supplement_count",
        "one_stop.grounds.supplement_within",
        "one_stop.grounds.withdraw",
        "one_stop.payment_wait_wd",
        "one_stop.public_lookup",
        "one_stop.register_closes",
        "one_stop.register_columns",
        "one_stop.scan_on_receipt",
        "one_stop.supplement_answer_wd",
        "one_stop.supplement_max",
        "one_stop.supplement_mode",
        "one_stop.supplement_within_wd",
        "one_stop.transfer_paper_within_wd",
        "one_stop.warn_before_wd",
        "one_stop.warn_share",
        "one_stop.withdraw_until",
        "online.reply_within_wd",
        "privacy.keep_dossiers_years",
    ],
    messages: (include_str!("messages/vi.ftl"), include_str!("messages/en.ftl")),
    seed: Some(|app| Box::pin(seed::seed(app))),
    demo: Some(|app, plan| Box::pin(demo::build(app, plan))),
    ..Slice::EMPTY
};

const fn form(name: &'static str, template: &printing::Template) -> FormDecl {
    FormDecl { name, source: template.source, sample: template.sample }
}
