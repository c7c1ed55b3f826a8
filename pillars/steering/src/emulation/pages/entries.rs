//! GET /thi-dua/phieu: the entries of the agencies in one's scope, the newest year first.

use super::super::rules::EntryState;
use super::super::slice::VIEW;
use super::super::store::entries::{self, Entry};
use super::super::store::rounds;
use super::{
    ENTRIES, ListView, class_name, entry_path, entry_tag, entry_word, group_name, number, tabs, with_all,
    year_and_group,
};
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use std::collections::HashMap;
use std::collections::hash_map::Entry::Vacant;
use ui::{Cell, Choice, Empty, Filter, Head, ListHead, Listing, Row};

const HEADS: [ListHead; 7] = [
    ListHead::sorting("co-quan", "emulation-head-agency"),
    ListHead::sorting("nam", "emulation-head-year"),
    ListHead::new("nhom", "emulation-head-group"),
    ListHead::new("trang-thai", "emulation-head-state"),
    ListHead { key: "diem", label: "emulation-head-total", sort: Some("diem"), numeric: true },
    ListHead { key: "hang", label: "emulation-head-place", sort: Some("hang"), numeric: true },
    ListHead::new("loai", "emulation-head-class"),
];

/// The list under the filters of a query.
pub fn narrowed(ctx: &Ctx, query: &Query) -> ListQuery<'static> {
    let mut list = entries::list();
    list.within(&ctx.scope(VIEW), "e.agency_id");
    if let Some(year) = query.get("nam").and_then(|y| y.parse::<i64>().ok()) {
        list.and("e.year = ?", [year.into()]);
    }
    if let Some(group) = query.get("nhom") {
        list.and("e.group_code = ?", [group.into()]);
    }
    if let Some(typed) = query.get("q") {
        list.and("e.folded LIKE ?", [format!("%{}%", kernel::text::fold(typed)).into()]);
    }
    match query.get("trang-thai") {
        Some("published") => list.and("e.published = TRUE", []),
        Some(state) => list.and("e.state = ? AND e.published = FALSE", [state.into()]),
        None => {}
    }
    list
}

/// What the rows are shown with: classes by round.
type Classes = HashMap<i64, Vec<super::Class>>;

/// The classes of the rounds that some entries are in.
pub(super) async fn classes_of(ctx: &Ctx, found: &[Entry]) -> Result<Classes> {
    let mut known = Classes::new();
    for entry in found {
        if let Vacant(free) = known.entry(entry.round_id) {
            free.insert(rounds::get(&ctx.app.store, entry.round_id).await?.classes()?);
        }
    }
    Ok(known)
}

/// Shows the list, or hands it over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let list = narrowed(&ctx, &query);
    let title = ctx.t("emulation-entries-title");
    let state = query.get("trang-thai").unwrap_or_default();
    let states = EntryState::ALL.map(|s| Choice::new(s.code(), entry_word(&ctx, s), s.code() == state));
    let published = Choice::new("published", ctx.t("emulation-round-published"), state == "published");
    let mut filters = year_and_group(&ctx, &query)?;
    let states = with_all(&ctx, state, states.into_iter().chain([published]));
    filters.push(Filter::select("trang-thai", ctx.t("emulation-head-state"), states));
    filters.push(Filter::text("q", ctx.t("emulation-head-agency"), query.get("q").unwrap_or_default()));
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: ENTRIES,
        id: "phieu-thi-dua",
        caption: title.clone(),
        heads: &HEADS,
        filters,
        empty: Empty::new(ctx.t("emulation-entries-empty"), ctx.t("emulation-entries-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file_of(kind, list, values).await;
    }
    let found = list.page::<Entry>(&ctx.app.store, &query).await?;
    let classes = classes_of(&ctx, &found.rows).await?;
    let mut table = listing.table(&found, |_| Row::default());
    table.rows = found.rows.iter().map(|e| row(&ctx, e, &classes)).collect::<Result<_>>()?;
    table.caption_hidden = true;
    let head = Head { lead: ctx.t("emulation-entries-lead"), ..Head::new(title.clone()) };
    ui::html(&ListView { page: ui::page(&ctx, title), head, tabs: tabs(&ctx, ENTRIES), table })
}

fn row(ctx: &Ctx, e: &Entry, classes: &Classes) -> Result<Row> {
    let of_round = classes.get(&e.round_id).map(Vec::as_slice).unwrap_or_default();
    Ok(Row::new(vec![
        Cell::link(entry_path(e.id), ctx.app.directory().name(e.agency_id).to_owned()),
        Cell::number(e.year.to_string()),
        Cell::text(group_name(ctx, &e.group_code)?),
        Cell::Tag(entry_tag(ctx, e)?),
        Cell::number(number(ctx, e.points())),
        Cell::number(place(e)),
        Cell::text(class_name(ctx, of_round, e.shown_class())),
    ]))
}

/// The place, once the round was reckoned.
pub(super) fn place(e: &Entry) -> String {
    if e.place > 0 { e.place.to_string() } else { "–".to_owned() }
}

async fn values(ctx: Ctx, found: Vec<Entry>) -> Result<Vec<Vec<Value>>> {
    let classes = classes_of(&ctx, &found).await?;
    found
        .iter()
        .map(|e| {
            let of_round = classes.get(&e.round_id).map(Vec::as_slice).unwrap_or_default();
            Ok(vec![
                Value::Text(ctx.app.directory().name(e.agency_id).to_owned()),
                Value::Number(e.year as f64),
                Value::Text(group_name(&ctx, &e.group_code)?),
                Value::Text(entry_tag(&ctx, e)?.text),
                Value::Number(e.points().float()),
                Value::Number(e.place as f64),
                Value::Text(class_name(&ctx, of_round, e.shown_class())),
            ])
        })
        .collect()
}
