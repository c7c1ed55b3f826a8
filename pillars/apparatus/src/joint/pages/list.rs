//! GET /lien-thong: joint dossiers that the viewer's agencies lead or settle a part of.

use super::super::rules::WholeState;
use super::super::store::{self, Found};
use super::{PATH, StaffPage, moment_cell, whole_tag};
use axum::response::Response;
use contracts::desk::{RECEIVE, VIEW};
use kernel::{Day, Moment};
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use ui::{Action, ActionKind, Cell, Choice, Empty, Filter, Head, ListHead, Listing, Row, Tag, Tone};

const HEADS: [ListHead; 7] = [
    ListHead::sorting("ma", "joint-head-code"),
    ListHead::new("nhom", "joint-head-group"),
    ListHead::new("chu-ho-so", "joint-head-owner"),
    ListHead::new("chu-tri", "joint-head-lead"),
    ListHead::sorting("nop", "joint-head-filed"),
    ListHead::sorting("han", "joint-head-due"),
    ListHead::new("tinh-trang", "joint-head-state"),
];

/// The list.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let list = narrowed(&ctx, &query);
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "ho-so-lien-thong",
        caption: ctx.t("joint-title"),
        heads: &HEADS,
        filters: filters(&ctx, &query).await?,
        empty: Empty::new(ctx.t("joint-empty"), ctx.t("joint-empty-text"))
            .with_action("/thu-tuc/lien-thong", ctx.t("joint-groups")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, row: &Found| Ok(values(ctx, row))).await;
    }
    let found = list.page::<Found>(&ctx.app.store, &query).await?;
    let table = listing.table(&found, |row| line(&ctx, row));
    let title = ctx.t("joint-title");
    let mut head = Head::new(title.clone());
    head.lead = ctx.t("joint-lead");
    if ctx.viewer.as_ref().is_some_and(|viewer| viewer.has(RECEIVE)) {
        head.actions.push(Action::link("/quay/lien-thong", ctx.t("joint-file"), ActionKind::Primary));
    }
    ui::html(&StaffPage { page: ui::page(&ctx, title), head, parts: vec![ui::markup(&table)], form: None })
}

/// What the viewer's agencies lead or settle a part of, under the filters of a query.
pub(in crate::joint) fn narrowed(ctx: &Ctx, query: &Query) -> ListQuery<'static> {
    let mut list = store::list();
    store::seen_by(&mut list, &ctx.scope(VIEW));
    narrow(ctx, &mut list, query);
    list
}

fn narrow(ctx: &Ctx, list: &mut ListQuery<'_>, query: &Query) {
    if let Some(typed) = query.get("q") {
        list.and("j.folded LIKE ?", [format!("%{}%", kernel::text::fold(typed)).into()]);
    }
    if let Some(group) = query.get("nhom") {
        list.and("j.group_code = ?", [group.into()]);
    }
    if let Some(code) = query.get("chu-tri") {
        let id = ctx.app.directory().by_code(code).map_or(0, |agency| agency.id);
        list.and("j.lead_id = ?", [id.into()]);
    }
    if let Some(day) = query.get("tu").and_then(day) {
        list.and("j.filed_on >= ?", [day.to_string().into()]);
    }
    if let Some(day) = query.get("den").and_then(day) {
        list.and("j.filed_on <= ?", [day.to_string().into()]);
    }
    match query.get("tinh-trang") {
        Some("late") => store::late(list, ctx.now),
        Some("stuck") => store::stuck(list),
        Some(state) => list.and("j.state = ?", [state.into()]),
        None => {}
    }
}

/// A day as typed or as a date field sends it.
fn day(text: &str) -> Option<Day> {
    Day::parse_vn(text).or_else(|_| text.parse()).ok()
}

async fn filters(ctx: &Ctx, query: &Query) -> Result<Vec<Filter>> {
    let chosen = |name: &str, value: &str| query.get(name) == Some(value);
    let with_all = |name: &str, choices: Vec<Choice>| -> Vec<Choice> {
        let all = Choice::new("", ctx.t("joint-all"), query.get(name).is_none());
        std::iter::once(all).chain(choices).collect()
    };
    let groups = store::groups_filed(&ctx.app.store).await?;
    let groups = groups.into_iter().map(|(code, name)| {
        let held = chosen("nhom", &code);
        Choice::new(code, name, held)
    });
    let directory = ctx.app.directory();
    let scope = ctx.scope(VIEW);
    let leads = store::leads_filed(&ctx.app.store).await?;
    let leads = leads.into_iter().filter(|id| scope.covers(*id)).filter_map(|id| directory.get(id));
    let leads =
        leads.map(|agency| Choice::new(&agency.code, &agency.short_name, chosen("chu-tri", &agency.code)));
    let late = Choice::new("late", ctx.t("joint-filter-late"), chosen("tinh-trang", "late"));
    let stuck = Choice::new("stuck", ctx.t("joint-filter-stuck"), chosen("tinh-trang", "stuck"));
    let states = WholeState::ALL.map(|state| {
        let label = ctx.t(&format!("joint-state-{}", state.code()));
        Choice::new(state.code(), label, chosen("tinh-trang", state.code()))
    });
    let typed = |name: &str| query.get(name).unwrap_or_default().to_owned();
    Ok(vec![
        Filter::text("q", ctx.t("joint-filter-q"), typed("q")),
        Filter::select("nhom", ctx.t("joint-head-group"), with_all("nhom", groups.collect())),
        Filter::select("chu-tri", ctx.t("joint-head-lead"), with_all("chu-tri", leads.collect())),
        Filter::select(
            "tinh-trang",
            ctx.t("joint-head-state"),
            with_all("tinh-trang", [late, stuck].into_iter().chain(states).collect()),
        ),
        Filter::date("tu", ctx.t("joint-filter-from"), typed("tu")),
        Filter::date("den", ctx.t("joint-filter-to"), typed("den")),
    ])
}

fn due(row: &Found) -> Option<Moment> {
    row.due_at.map(Moment::from_micros)
}

/// A part runs past its promise, or was settled after it.
pub(in crate::joint) fn is_late(ctx: &Ctx, row: &Found) -> bool {
    let open = row.open_due_at.map(Moment::from_micros);
    row.ended_late > 0 || open.is_some_and(|due| ctx.now.whole_minute() > due)
}

pub(in crate::joint) fn state(row: &Found) -> WholeState {
    WholeState::from_code(&row.state).unwrap_or(WholeState::Running)
}

fn line(ctx: &Ctx, row: &Found) -> Row {
    let parts = [("ended", row.ended.to_string()), ("parts", row.parts.to_string())];
    let mut standing =
        vec![Cell::Tag(whole_tag(ctx, state(row))), Cell::muted(ctx.tn("joint-progress", &parts))];
    if is_late(ctx, row) {
        standing.push(Cell::Tag(Tag::new(ctx.t("joint-standing-late"), Tone::Bad)));
    }
    let mut promise = vec![moment_cell(due(row))];
    if due(row).is_some() && !row.promised && state(row) == WholeState::Running {
        promise.push(Cell::muted(ctx.t("joint-estimate")));
    }
    Row::new(vec![
        Cell::code(format!("{PATH}/{}", row.id), row.code.clone()),
        Cell::text(row.group_name.clone()),
        Cell::text(row.owner_name.clone()),
        Cell::text(ctx.app.directory().short_name(row.lead_id).to_owned()),
        moment_cell(Some(Moment::from_micros(row.filed_at))),
        Cell::Stack(promise),
        Cell::Stack(standing),
    ])
}

fn values(ctx: &Ctx, row: &Found) -> Vec<Value> {
    let moment = |at: Option<Moment>| Value::Text(at.map(Moment::vn).unwrap_or_default());
    let parts = [("ended", row.ended.to_string()), ("parts", row.parts.to_string())];
    let mut standing = vec![whole_tag(ctx, state(row)).text, ctx.tn("joint-progress", &parts)];
    if is_late(ctx, row) {
        standing.push(ctx.t("joint-standing-late"));
    }
    vec![
        Value::Text(row.code.clone()),
        Value::Text(row.group_name.clone()),
        Value::Text(row.owner_name.clone()),
        Value::Text(ctx.app.directory().name(row.lead_id).to_owned()),
        moment(Some(Moment::from_micros(row.filed_at))),
        moment(due(row)),
        Value::Text(standing.join("; ")),
    ]
}
