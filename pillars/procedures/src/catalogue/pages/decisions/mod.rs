//! /quan-tri/thu-tuc/quyet-dinh: decisions that announce procedures (quyết định công bố), from the draft to the signature.

pub mod form;
pub mod print;
pub mod show;

use super::super::EDIT;
use super::super::dates::Issuer;
use super::super::rules::words::name;
use super::super::store::{self, Announcement as Found};
use super::{StaffList, choices, day};
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use ui::{Action, ActionKind, Cell, Choice, Empty, Filter, Head, ListHead, Listing, Row, Tag, Tone};

/// Path of the list.
pub const PATH: &str = "/quan-tri/thu-tuc/quyet-dinh";

const HEADS: [ListHead; 6] = [
    ListHead::sorting("so", "catalogue-decision-number"),
    ListHead::new("trich-yeu", "catalogue-decision-subject"),
    ListHead::sorting("ngay", "catalogue-decision-signed"),
    ListHead::sorting("han", "catalogue-due-announce"),
    ListHead::sorting("hieu-luc", "catalogue-decision-effect"),
    ListHead::figure("thu-tuc", "catalogue-decision-count"),
];

/// How a decision is called: its number, or its subject while it has none.
pub fn called(ctx: &Ctx, decision: &Found) -> String {
    let number = if decision.number.is_empty() {
        ctx.t("catalogue-decision-unnumbered")
    } else {
        decision.number.clone()
    };
    format!("{number} – {}", decision.subject)
}

/// Whether it was signed too late, or is not signed though its day has passed.
pub fn is_late(decision: &Found, today: kernel::Day) -> bool {
    let signed = decision.signed_on.clone().unwrap_or_else(|| today.to_string());
    signed > decision.due_on
}

/// The list.
pub async fn list(ctx: Ctx, query: Query) -> Result<Response> {
    let mut list = store::announcements();
    if let Some(typed) = query.get("q") {
        list.and(
            "(a.number LIKE ? OR a.subject LIKE ?)",
            [format!("%{typed}%").into(), format!("%{typed}%").into()],
        );
    }
    if let Some(issuer) = query.get("ai") {
        list.and("a.issuer = ?", [issuer.into()]);
    }
    match query.get("ky") {
        Some("chua") => list.and("a.signed_on IS NULL", []),
        Some("roi") => list.and("a.signed_on IS NOT NULL", []),
        Some("tre") => {
            let today = ctx.today().to_string();
            list.and("COALESCE(a.signed_on, ?) > a.due_on", [today.into()]);
        }
        _ => {}
    }
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "quyet-dinh",
        caption: ctx.t("catalogue-decisions-title"),
        heads: &HEADS,
        filters: filters(&ctx, &query),
        empty: Empty::new(ctx.t("catalogue-decisions-empty"), ctx.t("catalogue-decisions-empty-text"))
            .with_action("/quan-tri/thu-tuc/quyet-dinh/moi", ctx.t("catalogue-decision-new")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |_, row: &Found| Ok(values(row))).await;
    }
    let found = list.page::<Found>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |row| line(&ctx, row));
    table.caption_hidden = true;
    let mut head = Head::new(ctx.t("catalogue-decisions-title"));
    head.lead = ctx.t("catalogue-decisions-lead");
    if ctx.viewer.as_ref().is_some_and(|v| v.has(EDIT)) {
        let new = "/quan-tri/thu-tuc/quyet-dinh/moi";
        head.actions.push(Action::link(new, ctx.t("catalogue-decision-new"), ActionKind::Primary));
    }
    ui::html(&StaffList { page: ui::page(&ctx, ctx.t("catalogue-decisions-title")), head, table })
}

fn filters(ctx: &Ctx, query: &Query) -> Vec<Filter> {
    let all = Some("catalogue-state-all");
    let signed = query.get("ky").unwrap_or_default();
    let choice = |value: &str, key: &str| Choice::new(value, ctx.t(key), value == signed);
    let states = vec![
        choice("", "catalogue-state-all"),
        choice("chua", "catalogue-decision-unsigned"),
        choice("roi", "catalogue-decision-is-signed"),
        choice("tre", "catalogue-decision-late"),
    ];
    let issuers = Issuer::ALL.map(Issuer::code);
    vec![
        Filter::text("q", ctx.t("catalogue-decision-words"), query.get("q").unwrap_or_default()),
        Filter::select("ky", ctx.t("catalogue-filter-state"), states),
        Filter::select(
            "ai",
            ctx.t("catalogue-decision-issuer"),
            choices(ctx, "issuer", &issuers, query.get("ai").unwrap_or_default(), all),
        ),
    ]
}

fn line(ctx: &Ctx, row: &Found) -> Row {
    let number =
        if row.number.is_empty() { ctx.t("catalogue-decision-unnumbered") } else { row.number.clone() };
    let signed = match &row.signed_on {
        Some(on) => Cell::moment(on, day(on)),
        None => Cell::Tag(Tag::new(ctx.t("catalogue-decision-unsigned"), Tone::Warn)),
    };
    let due = Cell::moment(&row.due_on, day(&row.due_on));
    let due = if is_late(row, ctx.today()) {
        Cell::Stack(vec![due, Cell::Tag(Tag::new(ctx.t("catalogue-decision-late"), Tone::Bad))])
    } else {
        due
    };
    Row::new(vec![
        Cell::link(format!("{PATH}/{}", row.id), number),
        Cell::Stack(vec![
            Cell::text(row.subject.clone()),
            Cell::muted(name(&ctx.locale, "issuer", &row.issuer)),
        ]),
        signed,
        due,
        Cell::moment(&row.effect_on, day(&row.effect_on)),
        Cell::number(row.changes.to_string()),
    ])
}

fn values(row: &Found) -> Vec<Value> {
    vec![
        Value::Text(row.number.clone()),
        Value::Text(row.subject.clone()),
        Value::day(row.signed_on.as_deref().unwrap_or_default()),
        Value::day(&row.due_on),
        Value::day(&row.effect_on),
        Value::Number(row.changes as f64),
    ]
}
