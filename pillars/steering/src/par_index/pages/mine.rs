//! GET /chi-so-cchc/duoc-giao: the criteria that somebody was given, what is still to be scored first.

use super::super::rules::state::State;
use super::super::slice::ASSESS;
use super::super::store::assignments::{self, Given};
use super::super::words::Writer;
use super::{ListView, SHEETS, tabs, year_filter, year_of};
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use ui::{Cell, Choice, Empty, Filter, Head, ListHead, Listing, Row, Tag, Tone};

/// Path of the list.
pub(super) const PATH: &str = "/chi-so-cchc/duoc-giao";

const HEADS: [ListHead; 6] = [
    ListHead::sorting("tieu-chi", "par-index-head-criterion"),
    ListHead::new("co-quan", "par-index-head-agency"),
    ListHead { key: "nam", label: "par-index-head-year", sort: Some("nam"), numeric: true },
    ListHead::new("nguoi", "par-index-head-person"),
    ListHead::sorting("han", "par-index-head-until"),
    ListHead::new("trang-thai", "par-index-head-state"),
];

fn narrowed(ctx: &Ctx, query: &Query) -> Result<ListQuery<'static>> {
    let mut list = assignments::list();
    list.within(&ctx.scope(ASSESS), "s.agency_id");
    if query.get("ai") != Some("moi-nguoi") {
        list.and("g.account_id = ?", [ctx.viewer()?.account_id.into()]);
    }
    if let Some(year) = year_of(query) {
        list.and("s.year = ?", [i64::from(year).into()]);
    }
    match query.get("trang-thai") {
        Some("xong") => list.and("(c.own_points IS NOT NULL OR COALESCE(c.not_applicable, FALSE))", []),
        Some("chua") => list.and(
            "s.state = 'drafting' AND c.own_points IS NULL AND NOT COALESCE(c.not_applicable, FALSE)",
            [],
        ),
        _ => {}
    }
    Ok(list)
}

/// The list, or its file.
pub(in super::super) async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let list = narrowed(&ctx, &query)?;
    let title = ctx.t("par-index-mine-title");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "tieu-chi-duoc-giao",
        caption: title.clone(),
        heads: &HEADS,
        filters: filters(&ctx, &query),
        empty: Empty::new(ctx.t("par-index-mine-none-title"), ctx.t("par-index-mine-none"))
            .with_action(SHEETS, ctx.t("par-index-sheets-title")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, given: &Given| Ok(values(ctx, given))).await;
    }
    let found = list.page::<Given>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |given| row(&ctx, given));
    table.caption_hidden = true;
    ui::html(&ListView {
        page: ui::page(&ctx, title.clone()),
        head: Head { lead: ctx.t("par-index-mine-lead"), ..Head::new(title) },
        tabs: tabs(&ctx, PATH),
        table,
    })
}

fn filters(ctx: &Ctx, query: &Query) -> Vec<Filter> {
    let held = |name: &str| query.get(name).unwrap_or_default();
    let whose = [("", "par-index-mine-own"), ("moi-nguoi", "par-index-mine-everybody")]
        .map(|(value, label)| Choice::new(value, ctx.t(label), held("ai") == value));
    let states = [("", "par-index-all"), ("chua", "par-index-to-do"), ("xong", "par-index-scored")]
        .map(|(value, label)| Choice::new(value, ctx.t(label), held("trang-thai") == value));
    vec![
        Filter::select("ai", ctx.t("par-index-head-person"), whose.into()),
        year_filter(ctx, year_of(query)),
        Filter::select("trang-thai", ctx.t("par-index-head-state"), states.into()),
    ]
}

fn standing(ctx: &Ctx, given: &Given) -> Tag {
    let drafting = State::from_code(&given.state) == State::Drafting;
    if given.is_scored() {
        Tag::new(ctx.t("par-index-scored"), Tone::Good)
    } else if drafting && given.due_on < ctx.today().to_string() {
        Tag::new(ctx.t("par-index-overdue"), Tone::Bad)
    } else if drafting {
        Tag::new(ctx.t("par-index-to-do"), Tone::Info)
    } else {
        Writer::new(&ctx.locale).state(State::from_code(&given.state))
    }
}

fn row(ctx: &Ctx, given: &Given) -> Row {
    let href = format!("{SHEETS}/{}/tieu-chi/{}", given.sheet_id, given.code);
    Row::new(vec![
        Cell::link(href, format!("{} {}", given.code, given.name)),
        Cell::link(
            format!("{SHEETS}/{}", given.sheet_id),
            ctx.app.directory().short_name(given.agency_id).to_owned(),
        ),
        Cell::number(given.year.to_string()),
        Cell::text(given.account_name.clone()),
        Cell::moment(&given.due_on, ui::vn_day(&given.due_on)),
        Cell::Tag(standing(ctx, given)),
    ])
}

fn values(ctx: &Ctx, given: &Given) -> Vec<Value> {
    vec![
        Value::Text(format!("{} {}", given.code, given.name)),
        Value::Text(ctx.app.directory().name(given.agency_id).to_owned()),
        Value::Number(given.year as f64),
        Value::Text(given.account_name.clone()),
        Value::day(&given.due_on),
        Value::Text(standing(ctx, given).text),
    ]
}
