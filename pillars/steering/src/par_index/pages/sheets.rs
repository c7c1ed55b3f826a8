//! GET /chi-so-cchc/phieu: the sheets of one's scope: where each stands, what it owes, how many scores lie over what is measured.

use super::super::rules::state::State;
use super::super::slice::VIEW;
use super::super::store::sheets::{self, SheetRow};
use super::super::words::Writer;
use super::{ListView, SHEETS, index, level_filter, level_of, tabs, year_filter, year_of};
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use ui::{Cell, Choice, Empty, Filter, Head, ListHead, Listing, Row, Tag, Tone};

const HEADS: [ListHead; 7] = [
    ListHead::sorting("co-quan", "par-index-head-agency"),
    ListHead { key: "nam", label: "par-index-head-year", sort: Some("nam"), numeric: true },
    ListHead::new("trang-thai", "par-index-head-state"),
    ListHead::new("han", "par-index-head-due"),
    ListHead { key: "tu-cham", label: "par-index-head-own", sort: Some("tu-cham"), numeric: true },
    ListHead { key: "tham-dinh", label: "par-index-head-verified", sort: Some("tham-dinh"), numeric: true },
    ListHead { key: "vuot", label: "par-index-head-overs", sort: Some("vuot"), numeric: true },
];

/// The list, or its file.
pub(in super::super) async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let mut list = sheets::list();
    list.within(&ctx.scope(VIEW), "s.agency_id");
    if let Some(typed) = query.get("q") {
        list.and("s.folded LIKE ?", [format!("%{}%", kernel::text::fold(typed)).into()]);
    }
    if let Some(year) = year_of(&query) {
        list.and("s.year = ?", [i64::from(year).into()]);
    }
    if let Some(level) = level_of(&query) {
        list.and("s.level = ?", [level.into()]);
    }
    if let Some(round) = query.get("dot").and_then(|r| r.parse::<i64>().ok()) {
        list.and("s.round_id = ?", [round.into()]);
    }
    match query.get("trang-thai") {
        Some("qua-han") => {
            list.and("s.state = 'drafting'", []);
            list.and("s.due_on < ?", [ctx.today().to_string().into()]);
        }
        Some(state) if State::ALL.iter().any(|s| s.code() == state) => {
            list.and("s.state = ?", [state.into()])
        }
        _ => {}
    }
    let title = ctx.t("par-index-sheets-title");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: SHEETS,
        id: "phieu-cchc",
        caption: title.clone(),
        heads: &HEADS,
        filters: filters(&ctx, &query),
        empty: Empty::new(ctx.t("par-index-sheets-none-title"), ctx.t("par-index-sheets-none")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, sheet: &SheetRow| Ok(values(ctx, sheet))).await;
    }
    let found = list.page::<SheetRow>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |sheet| row(&ctx, sheet));
    table.caption_hidden = true;
    ui::html(&ListView {
        page: ui::page(&ctx, title.clone()),
        head: Head { lead: ctx.t("par-index-sheets-lead"), ..Head::new(title) },
        tabs: tabs(&ctx, SHEETS),
        table,
    })
}

fn filters(ctx: &Ctx, query: &Query) -> Vec<Filter> {
    let writer = Writer::new(&ctx.locale);
    let chosen = query.get("trang-thai").unwrap_or_default();
    let states = State::ALL.iter().map(|s| Choice::new(s.code(), writer.state(*s).text, chosen == s.code()));
    let states = std::iter::once(Choice::new("", ctx.t("par-index-all"), chosen.is_empty()))
        .chain(states)
        .chain([Choice::new("qua-han", ctx.t("par-index-overdue"), chosen == "qua-han")]);
    vec![
        Filter::text("q", ctx.t("par-index-head-agency"), query.get("q").unwrap_or_default()),
        year_filter(ctx, year_of(query)),
        level_filter(ctx, level_of(query), true),
        Filter::select("trang-thai", ctx.t("par-index-head-state"), states.collect()),
    ]
}

/// Whether a sheet is still drafted after its term.
pub(super) fn overdue(ctx: &Ctx, sheet: &SheetRow) -> bool {
    sheet.at() == State::Drafting && sheet.due_on < ctx.today().to_string()
}

fn row(ctx: &Ctx, sheet: &SheetRow) -> Row {
    let writer = Writer::new(&ctx.locale);
    let name = ctx.app.directory().name(sheet.agency_id).to_owned();
    let mut due = vec![Cell::moment(&sheet.due_on, ui::vn_day(&sheet.due_on))];
    if overdue(ctx, sheet) {
        due.push(Tag::new(ctx.t("par-index-overdue"), Tone::Bad).into());
    }
    Row::new(vec![
        Cell::Stack(vec![
            Cell::link(format!("{SHEETS}/{}", sheet.id), name),
            Cell::muted(writer.level(&sheet.level)),
        ]),
        Cell::number(sheet.year.to_string()),
        Cell::Tag(writer.state(sheet.at())),
        Cell::Stack(due),
        Cell::number(index(&writer, sheet.own_index)),
        Cell::number(index(&writer, sheet.final_index.or(sheet.verified_index))),
        Cell::number(sheet.overs.to_string()),
    ])
}

fn values(ctx: &Ctx, sheet: &SheetRow) -> Vec<Value> {
    let writer = Writer::new(&ctx.locale);
    vec![
        Value::Text(ctx.app.directory().name(sheet.agency_id).to_owned()),
        Value::Number(sheet.year as f64),
        Value::Text(writer.state(sheet.at()).text),
        Value::day(&sheet.due_on),
        Value::Text(index(&writer, sheet.own_index)),
        Value::Text(index(&writer, sheet.final_index.or(sheet.verified_index))),
        Value::Number(sheet.overs as f64),
    ]
}
