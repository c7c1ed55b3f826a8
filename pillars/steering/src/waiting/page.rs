//! GET /dang-cho: what waits at the agencies of one's scope: who holds it, since when, how late; the latest first. GET
//! /dang-cho/cua-toi: what the viewer holds.

use super::lines::{Line, MOST, named, narrowed, read};
use super::rules::{Lateness, days_waiting};
use super::slice::VIEW;
use super::tabs;
use axum::response::Response;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::{ComputedSort, page_of, sortable};
use platform::{Ctx, Scope};
use std::collections::HashMap;
use ui::{Cell, Choice, Empty, Filter, Head, ListHead, Listing, Page, Row, Table, Tag, Tone};

/// Address of the list.
pub const PATH: &str = "/dang-cho";
/// Address of what the viewer holds.
pub const MINE: &str = "/dang-cho/cua-toi";
/// Rows on one page.
const SIZE: usize = 50;

const HEADS: [ListHead; 8] = [
    ListHead::sorting("loai", "waiting-head-kind"),
    ListHead::new("viec", "waiting-head-title"),
    ListHead::sorting("co-quan", "waiting-head-agency"),
    ListHead::new("nguoi", "waiting-head-holder"),
    ListHead::new("cho-gi", "waiting-head-step"),
    ListHead::sorting("tu", "waiting-head-since"),
    ListHead::sorting("han", "waiting-head-due"),
    ListHead::sorting("tre", "waiting-head-lateness"),
];

#[derive(askama::Template)]
#[template(path = "waiting/page.html")]
struct View {
    page: Page,
    head: Head,
    tabs: ui::Tabs,
    table: Table,
}

/// Shows the list, or hands it over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let (kinds, all, cut) = read(&ctx, &ctx.scope(VIEW)).await?;
    let lines = narrowed(&ctx, &query, named(&ctx, &kinds, all).await?);
    let filters = filters(&ctx, &query, &kinds)?;
    answer(&ctx, &query, (PATH, "waiting-title", "waiting-lead"), (lines, filters), cut).await
}

/// Shows what the viewer holds: of their own agency, whatever its kind.
pub async fn mine(ctx: Ctx, query: Query) -> Result<Response> {
    let viewer = ctx.viewer()?;
    let (account, own) = (viewer.account_id, viewer.agency_id);
    let scope = Scope::Agencies(own.map(|id| ctx.app.directory().subtree(id)).unwrap_or_default());
    let (kinds, mut all, cut) = read(&ctx, &scope).await?;
    all.retain(|w| w.holder_id == Some(account));
    let lines = narrowed(&ctx, &query, named(&ctx, &kinds, all).await?);
    let filters = vec![lateness_filter(&ctx, &query), kind_filter(&ctx, &query, &kinds)];
    answer(&ctx, &query, (MINE, "waiting-mine-title", "waiting-mine-lead"), (lines, filters), cut).await
}

/// A list of lines under its filters, as a page or as a file.
async fn answer(
    ctx: &Ctx,
    query: &Query,
    (path, title, lead): (&'static str, &str, &str),
    (lines, filters): (Vec<Line>, Vec<Filter>),
    cut: bool,
) -> Result<Response> {
    let late = lines.iter().filter(|l| matches!(l.late, Lateness::Late(_))).count();
    let title = ctx.t(title);
    let listing = Listing {
        ctx,
        query,
        path,
        id: "dang-cho",
        caption: title.clone(),
        heads: &HEADS,
        filters,
        empty: Empty::new(ctx.t("waiting-empty"), ctx.t("waiting-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(query) {
        return listing.export(kind, &lines, |line| values(ctx, line)).await;
    }
    let sorts = [
        ComputedSort { name: "loai", key: |l: &Line| kernel::text::fold(&l.kind) },
        ComputedSort { name: "co-quan", key: |l: &Line| kernel::text::fold(&l.agency) },
        ComputedSort { name: "tu", key: |l: &Line| l.waiting.since.iso() },
        ComputedSort { name: "han", key: |l: &Line| l.waiting.due.map_or("9".to_owned(), |d| d.iso()) },
        ComputedSort { name: "tre", key: |l: &Line| sortable(l.late.by().map(|days| days as f64)) },
    ];
    let counts = [("all", lines.len().to_string()), ("late", late.to_string())];
    let found = page_of(lines, query, &sorts, SIZE, |l| l.number);
    let mut table = listing.table(&found, |line| row(ctx, line));
    table.caption_hidden = true;
    let mut lead = ctx.tn(lead, &counts);
    if cut {
        let most = ctx.tn("waiting-cut", &[("most", ctx.locale.integer(MOST))]);
        lead = format!("{lead} {most}");
    }
    ui::html(&View {
        page: ui::page(ctx, title.clone()),
        head: Head { lead, ..Head::new(title) },
        tabs: tabs(ctx, path)?,
        table,
    })
}

/// Choices after one that says "all".
fn with_all(ctx: &Ctx, held: &str, choices: impl IntoIterator<Item = Choice>) -> Vec<Choice> {
    std::iter::once(Choice::new("", ctx.t("waiting-all"), held.is_empty())).chain(choices).collect()
}

fn lateness_filter(ctx: &Ctx, query: &Query) -> Filter {
    let held = query.get("tre").unwrap_or_default();
    let all =
        Lateness::CODES.map(|code| Choice::new(code, ctx.t(&format!("waiting-is-{code}")), code == held));
    Filter::select("tre", ctx.t("waiting-head-lateness"), with_all(ctx, held, all))
}

pub(super) fn kind_filter(ctx: &Ctx, query: &Query, kinds: &HashMap<&'static str, String>) -> Filter {
    let held = query.get("loai").unwrap_or_default();
    let mut names: Vec<(&str, &String)> = kinds.iter().map(|(kind, name)| (*kind, name)).collect();
    names.sort_by_key(|(_, name)| kernel::text::fold(name));
    let names = names.into_iter().map(|(kind, name)| Choice::new(kind, name.clone(), kind == held));
    Filter::select("loai", ctx.t("waiting-head-kind"), with_all(ctx, held, names))
}

fn filters(ctx: &Ctx, query: &Query, kinds: &HashMap<&'static str, String>) -> Result<Vec<Filter>> {
    let held = |name: &str| query.get(name).unwrap_or_default();
    let mut agencies = ui::agency_choices(ctx, &ctx.scope(VIEW), held("co-quan"))?;
    for choice in &mut agencies {
        choice.selected = choice.value == held("co-quan");
    }
    Ok(vec![
        lateness_filter(ctx, query),
        kind_filter(ctx, query, kinds),
        Filter::select("co-quan", ctx.t("waiting-head-agency"), with_all(ctx, held("co-quan"), agencies)),
        Filter::text("nguoi", ctx.t("waiting-head-holder"), held("nguoi")),
        Filter::select(
            "rieng",
            ctx.t("waiting-head-own"),
            vec![
                Choice::new("", ctx.t("waiting-with-below"), held("rieng").is_empty()),
                Choice::new("1", ctx.t("waiting-own-only"), !held("rieng").is_empty()),
            ],
        ),
        Filter::select("trong", ctx.t("waiting-head-coming"), coming(ctx, held("trong"))),
    ])
}

/// What is due within a week or two.
fn coming(ctx: &Ctx, held: &str) -> Vec<Choice> {
    let days =
        |days: &str| Choice::new(days, ctx.tn("waiting-within", &[("days", days.to_owned())]), days == held);
    vec![Choice::new("", ctx.t("waiting-all"), held.is_empty()), days("7"), days("14")]
}

/// "Trễ 12 ngày", "Còn 2 ngày".
pub(super) fn tag(ctx: &Ctx, late: Lateness) -> Tag {
    let tone = match late {
        Lateness::Late(_) => Tone::Bad,
        Lateness::Soon(_) => Tone::Warn,
        Lateness::InTime(_) | Lateness::NoTerm => Tone::Neutral,
    };
    let days = late.days().unwrap_or_default().to_string();
    Tag::new(ctx.tn(&format!("waiting-tag-{}", late.code()), &[("days", days)]), tone)
}

fn row(ctx: &Ctx, line: &Line) -> Row {
    let waiting = &line.waiting;
    let days = days_waiting(waiting.since, ctx.now).to_string();
    Row::new(vec![
        Cell::text(line.kind.clone()),
        Cell::link(waiting.href.clone(), waiting.title.clone()),
        Cell::from(line.agency.as_str()),
        if line.holder.is_empty() {
            Cell::muted(ctx.t("waiting-nobody"))
        } else {
            Cell::text(line.holder.clone())
        },
        Cell::from(waiting.step.as_str()),
        Cell::Stack(vec![
            Cell::moment(waiting.since.iso(), waiting.since.day().vn()),
            Cell::muted(ctx.tn("waiting-days", &[("days", days)])),
        ]),
        waiting.due.map_or(Cell::Empty, |at| Cell::moment(at.iso(), at.vn())),
        Cell::Tag(tag(ctx, line.late)),
    ])
}

fn values(ctx: &Ctx, line: &Line) -> Vec<Value> {
    let waiting = &line.waiting;
    vec![
        Value::Text(line.kind.clone()),
        Value::Text(waiting.title.clone()),
        Value::Text(ctx.app.directory().name(waiting.agency_id).to_owned()),
        Value::Text(line.holder.clone()),
        Value::Text(waiting.step.clone()),
        Value::Moment(waiting.since),
        waiting.due.map_or_else(|| Value::Text(String::new()), Value::Moment),
        Value::Text(tag(ctx, line.late).text),
    ]
}
