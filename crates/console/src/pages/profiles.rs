//! The legal profiles: every rule with its days, its source and whether a source confirmed it.

use super::sheet::{self, Sheet, choose, confirmed, span};
use crate::rules::value_text;
use crate::store::profiles::{self, Row as Rule};
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use std::collections::BTreeSet;
use ui::{Action, ActionKind, Cell, Choice, Empty, Filter, ListHead, Listing, Row, Tag, Tone};

const HEADS: [ListHead; 6] = [
    ListHead::sorting("khoa", "console-rule"),
    ListHead::new("gia-tri", "console-value"),
    ListHead::sorting("tu", "console-valid"),
    ListHead::new("nguon", "console-source"),
    ListHead::new("dung", "console-read-by"),
    ListHead::new("trang-thai", "console-state"),
];

/// The slices whose code reads a key, by name; "nothing yet" in words where none does.
pub(super) fn read_by(ctx: &Ctx, key: &str) -> String {
    let readers: Vec<&str> =
        ctx.app.slices.iter().filter(|s| s.rules.contains(&key)).map(|s| s.name).collect();
    if readers.is_empty() { ctx.t("console-read-by-nothing") } else { readers.join(", ") }
}

fn only_read(ctx: &Ctx, list: &mut ListQuery<'_>, read: bool) {
    let keys: BTreeSet<&str> = ctx.app.slices.iter().flat_map(|s| s.rules).copied().collect();
    let marks = vec!["?"; keys.len()].join(", ");
    let not = if read { "" } else { "NOT " };
    list.and(&format!("p.rule_key {not}IN ({marks})"), keys.into_iter().map(Into::into));
}

/// `GET /quan-tri/quy-tac`.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let mut list = profiles::list();
    if let Some(q) = query.get("q") {
        let all = profiles::all(&ctx.app.store).await?;
        let of = |r: &Rule| sheet::mentions(q, &[&r.rule_key, &r.name_vi, &r.name_en, &r.source]);
        sheet::only(&mut list, "p.id", all.iter().filter(|r| of(r)).map(|r| r.id));
    }
    if let Some(slice) = query.get("mang") {
        list.and("p.rule_key LIKE ?", [format!("{slice}.%").into()]);
    }
    match query.get("dung") {
        Some("co") => only_read(&ctx, &mut list, true),
        Some("chua") => only_read(&ctx, &mut list, false),
        _ => {}
    }
    match query.get("trang_thai") {
        Some(state @ ("draft" | "replaced" | "dropped")) => list.and("p.state = ?", [state.into()]),
        _ => list.and("p.state = 'published'", []),
    }
    match query.get("xac_nhan") {
        Some("co") => list.and("p.confirmed", []),
        Some("chua") => list.and("NOT p.confirmed", []),
        _ => {}
    }
    if let Some(on) = query.get("ngay").and_then(|d| d.parse::<kernel::Day>().ok()) {
        let on = on.to_string();
        list.and(
            "(p.valid_from IS NULL OR p.valid_from <= ?) AND (p.valid_to IS NULL OR p.valid_to >= ?)",
            [on.clone().into(), on.into()],
        );
    }
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: "/quan-tri/quy-tac",
        id: "quy-tac",
        caption: ctx.t("console-profiles-title"),
        heads: &HEADS,
        filters: filters(&ctx, &query).await?,
        empty: Empty::new(ctx.t("console-profiles-empty"), ctx.t("console-profiles-empty-text")),
    };
    let row = |r: &Rule| {
        Row::new(vec![
            Cell::Stack(vec![
                Cell::link(format!("/quan-tri/quy-tac/{}", r.id), name(&ctx, r)),
                Cell::muted(&r.rule_key),
            ]),
            short(&value_text(&r.value())).into(),
            span(&ctx, r.valid_from.as_deref(), r.valid_to.as_deref()).into(),
            r.source.clone().into(),
            Cell::text(read_by(&ctx, &r.rule_key)),
            Cell::Stack(vec![state(&ctx, r).into(), confirmed(&ctx, r.confirmed).into()]),
        ])
    };
    let values = |ctx: &Ctx, r: &Rule| {
        vec![
            Value::Text(format!("{} ({})", name(ctx, r), r.rule_key)),
            Value::Text(r.value.clone()),
            Value::Text(span(ctx, r.valid_from.as_deref(), r.valid_to.as_deref())),
            Value::Text(r.source.clone()),
            Value::Text(read_by(ctx, &r.rule_key)),
            Value::Text(format!("{}; {}", state(ctx, r).text, confirmed(ctx, r.confirmed).text)),
        ]
    };
    let mut page = Sheet::new(&ctx, "console-profiles-title").lead(ctx.t("console-profiles-lead"));
    page.head.actions =
        vec![Action::link("/quan-tri/kiem-tra-cai-dat", ctx.t("console-checklist-title"), ActionKind::Quiet)];
    sheet::list(page, listing, list, row, values).await
}

fn name(ctx: &Ctx, rule: &Rule) -> String {
    ctx.locale.pick(&rule.name_vi, &rule.name_en).to_owned()
}

async fn filters(ctx: &Ctx, query: &Query) -> Result<Vec<Filter>> {
    let slices: BTreeSet<String> = profiles::keys(&ctx.app.store)
        .await?
        .iter()
        .filter_map(|key| key.split_once('.').map(|(slice, _)| slice.to_owned()))
        .collect();
    let pair = |value: &str, key: &str| (value.to_owned(), ctx.t(key));
    let shown = query.get("trang_thai").unwrap_or_default();
    let states = [
        ("", "console-rule-published"),
        ("draft", "console-rule-draft"),
        ("replaced", "console-rule-replaced"),
        ("dropped", "console-rule-dropped"),
    ];
    let states = states.map(|(value, key)| Choice::new(value, ctx.t(key), value == shown)).into();
    Ok(vec![
        Filter::text("q", ctx.t("console-filter-words"), query.get("q").unwrap_or_default()),
        choose(ctx, query, "mang", "console-slice", slices.into_iter().map(|s| (s.clone(), s)).collect()),
        Filter::select("trang_thai", ctx.t("console-state"), states),
        choose(
            ctx,
            query,
            "xac_nhan",
            "console-confirmation",
            vec![pair("co", "console-confirmed"), pair("chua", "console-unconfirmed")],
        ),
        choose(
            ctx,
            query,
            "dung",
            "console-read-by",
            vec![pair("co", "console-read-by-some"), pair("chua", "console-read-by-nothing")],
        ),
        Filter::date("ngay", ctx.t("console-filter-on"), query.get("ngay").unwrap_or_default()),
    ])
}

/// The state of a row in words.
pub(super) fn state(ctx: &Ctx, rule: &Rule) -> Tag {
    match rule.state.as_str() {
        "published" => {
            let today = ctx.today();
            match rule.days() {
                (Some(from), _) if from > today => Tag::new(ctx.t("console-rule-coming"), Tone::Info),
                (_, Some(to)) if to < today => Tag::new(ctx.t("console-rule-past"), Tone::Neutral),
                _ => Tag::new(ctx.t("console-rule-now"), Tone::Good),
            }
        }
        "draft" => Tag::new(ctx.t("console-rule-draft"), Tone::Accent),
        "replaced" => Tag::new(ctx.t("console-rule-replaced"), Tone::Neutral),
        _ => Tag::new(ctx.t("console-rule-dropped"), Tone::Neutral),
    }
}

/// The beginning of a long value; the whole of it stands on its own page.
fn short(text: &str) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if flat.chars().count() <= 80 { flat } else { flat.chars().take(79).chain(['…']).collect() }
}
