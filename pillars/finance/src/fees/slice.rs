//! Declaration of the slice `fees`.

use super::{api, forms, jobs, pages, personal, seed, store};
use crate::fees::demo;
use platform::access::{PermissionDecl, Role};
use platform::http::Access::{Permission as Needs, Public};
use platform::indicators::{Better, Indicator, Measure, Reasons, Timing};
use platform::slice::{FormDecl, MenuEntry};
use platform::store::Migration;
use platform::{Permission, Slice};

/// Seeing demands, payments, receipts, books and reports of the agencies in one's scope.
pub const VIEW: Permission = Permission("fees.view");
/// Taking money at the counter, with a book of one's own.
pub const COLLECT: Permission = Permission("fees.collect");
/// Confirming books, deciding refunds.
pub const APPROVE: Permission = Permission("fees.approve");
/// Comparing what is paid here with the gateway's statements, for the whole city.
pub const RECONCILE: Permission = Permission("fees.reconcile");
/// Keeping the schedule of fees.
pub const SCHEDULE: Permission = Permission("fees.schedule");

const fn entry(
    label: &'static str,
    href: &'static str,
    group: &'static str,
    access: platform::Access,
    order: u32,
) -> MenuEntry {
    MenuEntry { label, href, group, access, order }
}

/// The slice.
pub static SLICE: Slice = Slice {
    name: "fees",
    pillar: "finance",
    tables: &[
        "fee_rate",
        "fee_demand",
        "fee_line",
        "fee_session",
        "fee_order",
        "fee_told",
        "fee_payment",
        "fee_part",
        "fee_number",
        "fee_receipt",
        "fee_refund",
        "fee_statement",
        "fee_statement_line",
        "fee_sandbox",
    ],
    migrations: &[Migration {
        version: "2026_11_28_95_fees",
        sql: include_str!("migrations/2026_11_28_95_fees.sql"),
        postgres: None,
    }],
    permissions: &[
        PermissionDecl {
            permission: VIEW,
            label: "fees-permission-view",
            roles: &[Role::Clerk, Role::Head, Role::Leader, Role::Inspector],
        },
        PermissionDecl { permission: COLLECT, label: "fees-permission-collect", roles: &[Role::Clerk] },
        PermissionDecl {
            permission: APPROVE,
            label: "fees-permission-approve",
            roles: &[Role::Head, Role::Leader],
        },
        PermissionDecl { permission: RECONCILE, label: "fees-permission-reconcile", roles: &[Role::Reform] },
        PermissionDecl {
            permission: SCHEDULE,
            label: "fees-permission-schedule",
            roles: &[Role::ProcedureControl],
        },
    ],
    routes: pages::routes,
    api: api::operations,
    menu: &[
        entry("fees-menu-schedule", "/bieu-phi", "lookup", Public, 25),
        entry("fees-menu-demands", "/khoan-thu", "fees", Needs(VIEW), 46),
        entry("fees-menu-book", "/so-quy", "fees", Needs(VIEW), 47),
        entry("fees-menu-refunds", "/hoan-phi", "fees", Needs(VIEW), 48),
        entry("fees-menu-reconcile", "/doi-soat", "fees", Needs(RECONCILE), 49),
        entry("fees-menu-reports", "/bao-cao-phi", "fees", Needs(VIEW), 50),
    ],
    indicators: &[Indicator {
        code: "dossiers_paid_online",
        name: "fees-indicator-online",
        definition: "fees-indicator-online-definition",
        measure: Measure::Share,
        better: Better::Up,
        timing: Timing::Flow,
        evidence: store::ONLINE_EVIDENCE,
        records: VIEW,
        record_href: "/khoan-thu/{id}",
        people: None,
        reasons: Reasons::None,
    }],
    jobs: &[jobs::DEMAND, jobs::ASK, jobs::SANDBOX],
    listeners: &[jobs::RECEIVED],
    persons: &["/khoan-thu", "/bien-lai"],
    personal: Some(|app, account| Box::pin(async move { personal::of(&app, account).await })),
    erasure: Some(personal::ERASURE),
    rules: &["fees.order_ask_minutes", "fees.order_lasts_hours", "fees.reliefs"],
    forms: &[
        FormDecl { name: "fees.receipt", source: forms::RECEIPT.source, sample: forms::RECEIPT.sample },
        FormDecl { name: "fees.book", source: forms::BOOK.source, sample: forms::BOOK.sample },
        FormDecl { name: "fees.quarter", source: forms::QUARTER.source, sample: forms::QUARTER.sample },
    ],
    messages: (include_str!("messages/vi.ftl"), include_str!("messages/en.ftl")),
    seed: Some(|app| Box::pin(seed::seed(app))),
    demo: Some(|app, plan| Box::pin(demo::build(app, plan))),
    ..Slice::EMPTY
};
