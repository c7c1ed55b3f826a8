//! GET /bao-cao-cchc: the reports of one's scope and those one receives, the latest due first.

use super::super::rules::{Kind, State};
use super::super::slice::VIEW;
use super::super::store::reports::{self, Report};
use super::super::words::{self, day_cell};
use super::{ListView, PATH, agency_filter, report_path, tabs, with_all, year_choices};
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use ui::{Action, ActionKind, Cell, Choice, Empty, Filter, Head, ListHead, Listing, Row};

const HEADS: [ListHead; 6] = [
    ListHead::new("ky", "reports-head-report"),
    ListHead::sorting("co-quan", "reports-head-agency"),
    ListHead::new("trang-thai", "reports-head-state"),
    ListHead::new("tinh-trang", "reports-head-status"),
    ListHead::sorting("han", "reports-head-due"),
    ListHead::sorting("gui", "reports-head-sent"),
];

/// The list under the filters of a query.
pub fn narrowed(ctx: &Ctx, query: &Query) -> ListQuery<'static> {
    let mut list = reports::list();
    list.within_any(&ctx.scope(VIEW), &["r.agency_id", "r.receiver_id"]);
    if let Some(year) = query.get("nam").and_then(|y| y.parse::<i64>().ok()) {
        list.and("r.year = ?", [year.into()]);
    }
    if let Some(kind) = query.get("loai") {
        list.and("r.kind = ?", [kind.into()]);
    }
    if let Some(code) = query.get("co-quan") {
        let agency = ctx.app.directory().by_code(code).map_or(0, |a| a.id);
        list.and("r.agency_id = ?", [agency.into()]);
    }
    match query.get("trang-thai") {
        Some("late") => reports::late(&mut list),
        Some(state) => list.and("r.state = ?", [state.into()]),
        None => {}
    }
    list
}

/// Shows the list, or hands it over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let list = narrowed(&ctx, &query);
    let title = ctx.t("reports-menu");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "bao-cao-cchc",
        caption: title.clone(),
        heads: &HEADS,
        filters: filters(&ctx, &query)?,
        empty: Empty::new(ctx.t("reports-empty"), ctx.t("reports-empty-text"))
            .with_action("/bao-cao-cchc/lich", ctx.t("reports-tab-calendar")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, r: &Report| values(ctx, r)).await;
    }
    let found = list.page::<Report>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |_| Row::default());
    table.rows = found.rows.iter().map(|r| row(&ctx, r)).collect::<Result<_>>()?;
    table.caption_hidden = true;
    let calendar = Action::link("/bao-cao-cchc/lich", ctx.t("reports-to-calendar"), ActionKind::Primary);
    let head = Head { lead: ctx.t("reports-lead"), actions: vec![calendar], ..Head::new(title.clone()) };
    let page = ui::page(&ctx, title);
    ui::html(&ListView { page, head, tabs: tabs(&ctx, PATH), notes: Vec::new(), table })
}

fn filters(ctx: &Ctx, query: &Query) -> Result<Vec<Filter>> {
    let held = |name: &str| query.get(name).unwrap_or_default();
    let years = year_choices(ctx, held("nam").parse().unwrap_or(ctx.today().year()));
    let years = years.into_iter().map(|c| Choice { selected: c.value == held("nam"), ..c });
    let kinds = Kind::ALL.map(|k| Choice::new(k.code(), words::kind(ctx, k), k.code() == held("loai")));
    let states =
        State::ALL.map(|s| Choice::new(s.code(), words::state(ctx, s).text, s.code() == held("trang-thai")));
    let late = Choice::new("late", ctx.t("reports-filter-late"), held("trang-thai") == "late");
    Ok(vec![
        Filter::select("nam", ctx.t("reports-head-year"), with_all(ctx, held("nam"), years)),
        Filter::select("loai", ctx.t("reports-head-kind"), with_all(ctx, held("loai"), kinds)),
        Filter::select(
            "trang-thai",
            ctx.t("reports-head-state"),
            with_all(ctx, held("trang-thai"), states.into_iter().chain([late])),
        ),
        agency_filter(ctx, query)?,
    ])
}

fn row(ctx: &Ctx, r: &Report) -> Result<Row> {
    Ok(Row::new(vec![
        Cell::link(report_path(r.id), words::period(&ctx.locale, &r.window()?)),
        Cell::from(ctx.app.directory().short_name(r.agency_id)),
        Cell::Tag(words::state(ctx, r.state()?)),
        Cell::Tag(words::status_tag(ctx, words::status_of(ctx, r)?)),
        day_cell(&r.due_on),
        day_cell(r.sent_on.as_deref().unwrap_or_default()),
    ]))
}

fn values(ctx: &Ctx, r: &Report) -> Result<Vec<Value>> {
    Ok(vec![
        Value::Text(words::period(&ctx.locale, &r.window()?)),
        Value::Text(ctx.app.directory().name(r.agency_id).to_owned()),
        Value::Text(words::state(ctx, r.state()?).text),
        Value::Text(words::status_tag(ctx, words::status_of(ctx, r)?).text),
        Value::day(&r.due_on),
        Value::day(r.sent_on.as_deref().unwrap_or_default()),
    ])
}
