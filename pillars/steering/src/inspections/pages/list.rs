//! GET /kiem-tra-cchc: inspections in which the viewer's agencies inspect or are inspected, the latest first.

use super::super::rules::State;
use super::super::slice::{INSPECT, VIEW};
use super::super::store::inspections::{self, Inspection};
use super::super::words::{self, day_cell};
use super::{ListView, PATH, agency_asked, agency_filter, inspection_path, tabs, with_all, year_choices};
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use ui::{Action, ActionKind, Cell, Choice, Empty, Filter, Head, ListHead, Listing, Row};

const HEADS: [ListHead; 6] = [
    ListHead::sorting("don-vi", "inspections-head-unit"),
    ListHead::new("co-quan", "inspections-head-agency"),
    ListHead::sorting("ngay", "inspections-head-days"),
    ListHead::new("quyet-dinh", "inspections-head-decision"),
    ListHead::new("trang-thai", "inspections-head-state"),
    ListHead::sorting("cong-bo", "inspections-head-concluded"),
];

/// Asks for whatever has a published conclusion, closed since or not; reviews lead here.
pub const CONCLUDED: &str = "co-ket-luan";

/// The list under the filters of a query. An inspected unit sees an inspection once it was told of it.
pub fn narrowed(ctx: &Ctx, query: &Query) -> ListQuery<'static> {
    let mut list = inspections::list();
    let told = "CASE WHEN i.noticed_on IS NULL THEN i.agency_id ELSE i.unit_id END";
    list.within_any(&ctx.scope(VIEW), &["i.agency_id", told]);
    if let Some(typed) = query.get("q") {
        list.and("i.folded LIKE ?", [format!("%{}%", kernel::text::fold(typed)).into()]);
    }
    if let Some(year) = query.get("nam").filter(|y| y.len() == 4) {
        list.and("i.from_on LIKE ?", [format!("{year}-%").into()]);
    }
    if let Some(agency) = agency_asked(ctx, query, "co-quan") {
        list.and("i.agency_id = ?", [agency.into()]);
    }
    if let Some(unit) = agency_asked(ctx, query, "don-vi") {
        list.and("i.unit_id = ?", [unit.into()]);
    }
    match query.get("trang-thai") {
        Some(CONCLUDED) => inspections::concluded(&mut list),
        Some(state) => list.and("i.state = ?", [state.into()]),
        None => {}
    }
    list
}

/// Shows the list, or hands it over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let list = narrowed(&ctx, &query);
    let title = ctx.t("inspections-menu");
    let mut empty = Empty::new(ctx.t("inspections-empty"), ctx.t("inspections-empty-text"));
    let may_open = ctx.viewer()?.has(INSPECT);
    if may_open {
        empty = empty.with_action("/kiem-tra-cchc/moi", ctx.t("inspections-open"));
    }
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "kiem-tra-cchc",
        caption: title.clone(),
        heads: &HEADS,
        filters: filters(&ctx, &query)?,
        empty,
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, i: &Inspection| values(ctx, i)).await;
    }
    let found = list.page::<Inspection>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |_| Row::default());
    table.rows = found.rows.iter().map(|i| row(&ctx, i)).collect::<Result<_>>()?;
    table.caption_hidden = true;
    let mut head = Head { lead: ctx.t("inspections-lead"), ..Head::new(title.clone()) };
    if may_open {
        head.actions =
            vec![Action::link("/kiem-tra-cchc/moi", ctx.t("inspections-open"), ActionKind::Primary)];
    }
    ui::html(&ListView { page: ui::page(&ctx, title), head, tabs: tabs(&ctx, PATH), table })
}

fn filters(ctx: &Ctx, query: &Query) -> Result<Vec<Filter>> {
    let held = |name: &str| query.get(name).unwrap_or_default();
    let states =
        State::ALL.map(|s| Choice::new(s.code(), words::state_word(ctx, s), s.code() == held("trang-thai")));
    let concluded =
        Choice::new(CONCLUDED, ctx.t("inspections-filter-concluded"), held("trang-thai") == CONCLUDED);
    Ok(vec![
        Filter::text("q", ctx.t("inspections-filter-words"), held("q")),
        Filter::select(
            "nam",
            ctx.t("inspections-head-year"),
            with_all(ctx, held("nam"), year_choices(ctx, held("nam"))),
        ),
        Filter::select(
            "trang-thai",
            ctx.t("inspections-head-state"),
            with_all(ctx, held("trang-thai"), states.into_iter().chain([concluded])),
        ),
        agency_filter(ctx, query, ("don-vi", "inspections-head-unit"))?,
    ])
}

fn row(ctx: &Ctx, of: &Inspection) -> Result<Row> {
    Ok(Row::new(vec![
        Cell::Stack(vec![
            Cell::link(inspection_path(of.id), of.unit_name.clone()),
            Cell::muted(of.subject.clone()),
        ]),
        Cell::from(ctx.app.directory().short_name(of.agency_id)),
        Cell::moment(&of.from_on, words::span(&of.from_on, &of.to_on)),
        Cell::Stack(vec![Cell::text(of.decision_no.clone()), Cell::muted(words::vn(&of.decided_on))]),
        Cell::Tag(words::state(ctx, of)?),
        day_cell(of.concluded_on.as_deref().unwrap_or_default()),
    ]))
}

fn values(ctx: &Ctx, of: &Inspection) -> Result<Vec<Value>> {
    Ok(vec![
        Value::Text(of.unit_name.clone()),
        Value::Text(ctx.app.directory().name(of.agency_id).to_owned()),
        Value::day(&of.from_on),
        Value::Text(of.decision_no.clone()),
        Value::Text(words::state(ctx, of)?.text),
        Value::day(of.concluded_on.as_deref().unwrap_or_default()),
    ])
}
