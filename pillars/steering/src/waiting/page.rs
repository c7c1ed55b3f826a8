//! GET /dang-cho: what waits at the agencies of one's scope: who holds it, since when, how late; the latest first.

use super::rules::{Lateness, days_waiting, lateness};
use super::slice::VIEW;
use axum::response::Response;
use contracts::waiting::{Waiting, WaitingSources};
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::identity::staff_name;
use platform::list::{ComputedSort, page_of};
use std::collections::HashMap;
use ui::{Cell, Choice, Empty, Filter, Head, ListHead, Listing, Page, Row, Table, Tag, Tone};

/// Address of the list.
pub const PATH: &str = "/dang-cho";
/// Rows on one page.
const SIZE: usize = 50;
/// Things of one source at most: the most pressing ones.
const MOST: i64 = 1_000;

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
    table: Table,
}

/// A thing that waits, with the words that rows and sorts need.
struct Line {
    number: i64,
    waiting: Waiting,
    kind: String,
    agency: String,
    holder: String,
    late: Lateness,
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
    ui::html(&View { page: ui::page(&ctx, title.clone()), head: Head { lead, ..Head::new(title) }, table })
}

/// Names of all kinds; all that waits in the viewer's scope; whether a source had more than is shown.
async fn read(ctx: &Ctx) -> Result<(HashMap<&'static str, String>, Vec<Waiting>, bool)> {
    let scope = ctx.scope(VIEW);
    let (mut kinds, mut all, mut cut) = (HashMap::new(), Vec::new(), false);
    let WaitingSources(sources) = ctx.app.port()?;
    for source in sources {
        kinds.extend(source.kinds().iter().map(|(kind, key)| (*kind, ctx.t(key))));
        let found = source.waiting(&ctx.app, &ctx.locale, &scope, MOST).await?;
        cut |= i64::try_from(found.len()).is_ok_and(|n| n >= MOST);
        all.extend(found);
    }
    Ok((kinds, all, cut))
}

/// The lines with the names of officials, the latest and then the longest waiting first.
async fn named(ctx: &Ctx, kinds: &HashMap<&'static str, String>, all: Vec<Waiting>) -> Result<Vec<Line>> {
    let mut names: HashMap<i64, String> = HashMap::new();
    let directory = ctx.app.directory();
    let mut lines = Vec::with_capacity(all.len());
    for (number, waiting) in (1..).zip(all) {
        let mut holder = waiting.holder.clone();
        if let Some(id) = waiting.holder_id.filter(|_| holder.is_empty()) {
            holder = match names.get(&id) {
                Some(name) => name.clone(),
                None => {
                    let name = staff_name(&ctx.app.store, id).await?.unwrap_or_default();
                    names.insert(id, name.clone());
                    name
                }
            };
        }
        lines.push(Line {
            number,
            kind: kinds.get(waiting.kind).cloned().unwrap_or_default(),
            agency: directory.short_name(waiting.agency_id).to_owned(),
            holder,
            late: lateness(waiting.due, ctx.now),
            waiting,
        });
    }
    lines.sort_by_key(|l| (l.waiting.due.is_none(), l.waiting.due, l.waiting.since));
    Ok(lines)
}

fn narrowed(ctx: &Ctx, query: &Query, mut lines: Vec<Line>) -> Vec<Line> {
    if let Some(kind) = query.get("loai") {
        lines.retain(|l| l.waiting.kind == kind);
    }
    if let Some(code) = query.get("co-quan") {
        let directory = ctx.app.directory();
        let within = directory.by_code(code).map(|a| directory.subtree(a.id)).unwrap_or_default();
        lines.retain(|l| within.binary_search(&l.waiting.agency_id).is_ok());
    }
    if let Some(typed) = query.get("nguoi") {
        let typed = kernel::text::fold(typed);
        lines.retain(|l| kernel::text::fold(&l.holder).contains(&typed));
    }
    if let Some(code) = query.get("tre") {
        lines.retain(|l| l.late.code() == code);
    }
    lines
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
    ])
}

/// "Trễ 12 ngày", "Còn 2 ngày".
fn tag(ctx: &Ctx, late: Lateness) -> Tag {
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
