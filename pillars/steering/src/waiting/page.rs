//! GET /dang-cho: what waits at the agencies of one's scope: who holds it, since when, how late; the latest first.

use super::lines::{Line, MOST, named, narrowed, read};
use super::rules::{Lateness, days_waiting};
use super::slice::VIEW;
use super::tabs;
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::{ComputedSort, page_of};
use std::collections::HashMap;
use ui::{Cell, Choice, Empty, Filter, Head, ListHead, Listing, Page, Row, Table, Tag, Tone};

/// Address of the list.
pub const PATH: &str = "/dang-cho";
/// Rows on one page.
const SIZE: usize = 50;

const HEADS: [ListHead; 7] = [
    ListHead::sorting("loai", "waiting-head-kind"),
    ListHead::new("viec", "waiting-head-title"),
    ListHead::sorting("co-quan", "waiting-head-agency"),
    ListHead::new("nguoi", "waiting-head-holder"),
    ListHead::new("cho-gi", "waiting-head-step"),
    ListHead::sorting("tu", "waiting-head-since"),
    ListHead::sorting("han", "waiting-head-due"),
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
    let (kinds, all, cut) = read(&ctx).await?;
    let lines = narrowed(&ctx, &query, named(&ctx, &kinds, all).await?);
    let late = lines.iter().filter(|l| matches!(l.late, Lateness::Late(_))).count();
    let title = ctx.t("waiting-title");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "dang-cho",
        caption: title.clone(),
        heads: &HEADS,
        filters: filters(&ctx, &query, &kinds)?,
        empty: Empty::new(ctx.t("waiting-empty"), ctx.t("waiting-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.export(kind, &lines, |line| values(&ctx, line)).await;
    }
    let sorts = [
        ComputedSort { name: "loai", key: |l: &Line| kernel::text::fold(&l.kind) },
        ComputedSort { name: "co-quan", key: |l: &Line| kernel::text::fold(&l.agency) },
        ComputedSort { name: "tu", key: |l: &Line| l.waiting.since.iso() },
        ComputedSort { name: "han", key: |l: &Line| l.waiting.due.map_or("9".to_owned(), |d| d.iso()) },
    ];
    let counts = [("all", lines.len().to_string()), ("late", late.to_string())];
    let found = page_of(lines, &query, &sorts, SIZE, |l| l.number);
    let mut table = listing.table(&found, |line| row(&ctx, line));
    table.caption_hidden = true;
    let mut lead = ctx.tn("waiting-lead", &counts);
    if cut {
        let most = ctx.tn("waiting-cut", &[("most", ctx.locale.integer(MOST))]);
        lead = format!("{lead} {most}");
    }
    ui::html(&View {
        page: ui::page(&ctx, title.clone()),
        head: Head { lead, ..Head::new(title) },
        tabs: tabs(&ctx, PATH),
        table,
    })
}

fn filters(ctx: &Ctx, query: &Query, kinds: &HashMap<&'static str, String>) -> Result<Vec<Filter>> {
    let held = |name: &str| query.get(name).unwrap_or_default();
    let all = |name: &str| Choice::new("", ctx.t("waiting-all"), held(name).is_empty());
    let mut names: Vec<(&str, &String)> = kinds.iter().map(|(kind, name)| (*kind, name)).collect();
    names.sort_by_key(|(_, name)| kernel::text::fold(name));
    let names = names.into_iter().map(|(kind, name)| Choice::new(kind, name.clone(), kind == held("loai")));
    let mut agencies = ui::agency_choices(ctx, &ctx.scope(VIEW), held("co-quan"))?;
    for choice in &mut agencies {
        choice.selected = choice.value == held("co-quan");
    }
    let lateness = Lateness::CODES
        .map(|code| Choice::new(code, ctx.t(&format!("waiting-is-{code}")), code == held("tre")));
    Ok(vec![
        Filter::select(
            "tre",
            ctx.t("waiting-head-lateness"),
            std::iter::once(all("tre")).chain(lateness).collect(),
        ),
        Filter::select(
            "loai",
            ctx.t("waiting-head-kind"),
            std::iter::once(all("loai")).chain(names).collect(),
        ),
        Filter::select(
            "co-quan",
            ctx.t("waiting-head-agency"),
            std::iter::once(all("co-quan")).chain(agencies).collect(),
        ),
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
    let mut due = vec![Cell::Tag(tag(ctx, line.late))];
    if let Some(at) = waiting.due {
        due.insert(0, Cell::moment(at.iso(), at.vn()));
    }
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
        Cell::Stack(due),
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
    ]
}
