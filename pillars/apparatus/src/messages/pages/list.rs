//! GET /trao-doi: the conversations of the viewer's scope, what has waited longest for an answer first.

use super::super::rules::{Limits, age, standing};
use super::super::slice::{ANSWER, STANDING};
use super::super::store::{self, Thread};
use super::staff;
use super::thread::tag;
use axum::response::Response;
use kernel::{Day, Moment};
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use ui::{Action, ActionKind, Cell, Choice, Empty, Filter, Head, ListHead, Listing, Page, Row};
use ui::{Tab, Table, Tabs, Tag, Tone};

/// Address of the list.
pub const PATH: &str = "/trao-doi";

const HEADS: [ListHead; 6] = [
    ListHead::sorting("ma", "messages-head-code"),
    ListHead::new("thu-tuc", "messages-head-procedure"),
    ListHead::new("co-quan", "messages-head-agency"),
    ListHead::sorting("cho", "messages-head-waiting"),
    ListHead::new("sua", "messages-head-correction"),
    ListHead::sorting("cuoi", "messages-head-last"),
];

/// The tabs: word in the address.
const GROUPS: [&str; 4] = ["", "cho-sua", "phan-nan", "tat-ca"];

#[derive(askama::Template)]
#[template(path = "messages/pages/list.html")]
struct View {
    page: Page,
    head: Head,
    tabs: Tabs,
    table: Table,
}

/// The list.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let group = group(&query);
    let list = narrowed(&ctx, &query);
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "trao-doi",
        caption: ctx.t(caption(group)),
        heads: &HEADS,
        filters: filters(&ctx, &query),
        empty: Empty::new(ctx.t("messages-list-empty"), ctx.t("messages-list-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, thread: &Thread| Ok(values(ctx, thread))).await;
    }
    let found = list.page::<Thread>(&ctx.app.store, &query).await?;
    let within = Limits::on(&ctx.app.profiles(), ctx.today())?.answer_within;
    let mut table = listing.table(&found, |_| Row::default());
    table.rows = found.rows.iter().map(|thread| row(&ctx, thread, within)).collect::<Result<_>>()?;
    if !group.is_empty() {
        table.hidden.push(("nhom".to_owned(), group.to_owned()));
    }
    let title = ctx.t("messages-list-title");
    let mut head = Head::new(title.clone());
    head.lead = ctx.tn("messages-list-lead", &[("days", within.to_string())]);
    if ctx.viewer()?.has(STANDING) {
        let action = Action::link(super::answers::PATH, ctx.t("messages-answers-title"), ActionKind::Quiet);
        head.actions.push(action);
    }
    ui::html(&View { page: ui::page(&ctx, title), head, tabs: tabs(&ctx, group), table })
}

/// The tab that a query asks for.
fn group(query: &Query) -> &'static str {
    let asked = query.get("nhom").unwrap_or_default();
    GROUPS.into_iter().find(|group| *group == asked).unwrap_or_default()
}

/// The conversations of the viewer's scope under the filters of a query.
pub fn narrowed(ctx: &Ctx, query: &Query) -> ListQuery<'static> {
    let mut list = store::list();
    list.within(&ctx.scope(ANSWER), "t.agency_id");
    match group(query) {
        "cho-sua" => list.and("t.correction_due_on IS NOT NULL", []),
        "phan-nan" => list.and(store::COMPLAINED, []),
        "tat-ca" => {}
        _ => list.and("t.waiting_since IS NOT NULL", []),
    }
    if let Some(code) = query.get("ma") {
        let like = format!("%{}%", code.to_uppercase().replace(['%', '_'], ""));
        list.and("t.code LIKE ?", [like.into()]);
    }
    if let Some(agency) = query.get("don-vi").and_then(|id| id.parse::<i64>().ok()) {
        list.and("t.agency_id = ?", [agency.into()]);
    }
    list
}

fn caption(group: &str) -> &'static str {
    match group {
        "cho-sua" => "messages-group-corrections",
        "phan-nan" => "messages-group-complaints",
        "tat-ca" => "messages-group-all",
        _ => "messages-group-waiting",
    }
}

fn tabs(ctx: &Ctx, current: &str) -> Tabs {
    let items = GROUPS.map(|group| Tab {
        label: ctx.t(caption(group)),
        href: if group.is_empty() { PATH.to_owned() } else { format!("{PATH}?nhom={group}") },
        current: group == current,
        count: None,
    });
    Tabs { label: ctx.t("messages-groups"), items: items.into() }
}

fn filters(ctx: &Ctx, query: &Query) -> Vec<Filter> {
    let scope = ctx.scope(ANSWER);
    let held = query.get("don-vi").unwrap_or_default();
    let directory = ctx.app.directory();
    let mut agencies: Vec<Choice> = directory
        .in_force(ctx.today())
        .filter(|agency| {
            scope.covers(agency.id) && !matches!(agency.kind.as_str(), "city" | "division" | "press")
        })
        .map(|agency| Choice::new(agency.id.to_string(), &agency.short_name, agency.id.to_string() == held))
        .collect();
    agencies.sort_by(|a, b| a.label.cmp(&b.label));
    let code = ctx.t("messages-head-code");
    let mut fields = vec![Filter::text("ma", code, query.get("ma").unwrap_or_default())];
    if agencies.len() > 1 {
        agencies.insert(0, Choice::new("", ctx.t("messages-filter-all"), held.is_empty()));
        fields.push(Filter::select("don-vi", ctx.t("messages-head-agency"), agencies));
    }
    fields
}

fn row(ctx: &Ctx, thread: &Thread, within: i64) -> Result<Row> {
    let waiting = match thread.waiting() {
        Some(since) => {
            let calendar = ctx.app.calendars().of(thread.agency_id)?;
            let age = age(since, ctx.now, &calendar, within);
            let tone = if age.over { Tone::Bad } else { Tone::Info };
            let words = ctx.tn("messages-age", &[("days", age.days.to_string())]);
            Cell::Stack(vec![Cell::moment(since.iso(), since.vn()), Tag::new(words, tone).into()])
        }
        None => Cell::Empty,
    };
    let due = thread.correction_due_on.as_deref().and_then(|day| day.parse::<Day>().ok());
    let correction = match due {
        Some(day) => Cell::Stack(vec![
            Cell::moment(day.to_string(), day.vn()),
            tag(ctx, standing(due, false, false, ctx.today())).into(),
        ]),
        None => Cell::Empty,
    };
    let last = Moment::from_micros(thread.last_at);
    let by = if thread.last_side == "staff" { "messages-by-agency" } else { "messages-by-applicant" };
    Ok(Row::new(vec![
        Cell::code(staff::path(thread.dossier_id), thread.code.clone()),
        thread.procedure_name.clone().into(),
        ctx.app.directory().short_name(thread.agency_id).into(),
        waiting,
        correction,
        Cell::Stack(vec![Cell::moment(last.iso(), last.vn()), Cell::muted(ctx.t(by))]),
    ]))
}

fn values(ctx: &Ctx, thread: &Thread) -> Vec<Value> {
    vec![
        Value::Text(thread.code.clone()),
        Value::Text(thread.procedure_name.clone()),
        Value::Text(ctx.app.directory().name(thread.agency_id).to_owned()),
        Value::moment(thread.waiting_since),
        thread.correction_due_on.as_deref().map_or(Value::Text(String::new()), Value::day),
        Value::moment(Some(thread.last_at)),
    ]
}
