//! GET /hai-long/dot: the waves that concern one's scope, the latest first.

use super::super::super::rules::wave::WaveState;
use super::super::super::slice::{SURVEY, VIEW};
use super::super::super::store::{self, Wave};
use super::super::tabs;
use super::{PATH, path, state_tag, state_word};
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use ui::{Action, ActionKind, Cell, Choice, Empty, Filter, Head, ListHead, Listing, Page, Row, Table, Tabs};

const HEADS: [ListHead; 7] = [
    ListHead::sorting("ten", "satisfaction-head-wave"),
    ListHead::sorting("nam", "satisfaction-head-year"),
    ListHead::sorting("tu", "satisfaction-head-first-on"),
    ListHead::sorting("den", "satisfaction-head-last-on"),
    ListHead::new("co-quan", "satisfaction-head-surveyor"),
    ListHead::figure("don-vi", "satisfaction-head-units"),
    ListHead::new("trang-thai", "satisfaction-head-wave-state"),
];
/// Years that the filter offers.
const YEARS: i32 = 10;

#[derive(askama::Template)]
#[template(path = "satisfaction/pages/list.html")]
struct View {
    page: Page,
    head: Head,
    tabs: Tabs,
    table: Table,
}

/// The list under the filters of a query.
pub fn narrowed(ctx: &Ctx, query: &Query) -> ListQuery<'static> {
    let mut list = store::waves(&ctx.scope(VIEW));
    if let Some(typed) = query.get("q") {
        list.and("w.folded LIKE ?", [format!("%{}%", kernel::text::fold(typed)).into()]);
    }
    if let Some(year) = query.get("nam").and_then(|y| y.parse::<i64>().ok()) {
        list.and("w.year = ?", [year.into()]);
    }
    if let Some(state) = query.get("trang-thai").and_then(WaveState::from_code) {
        store::standing(&mut list, state, ctx.today());
    }
    list
}

/// Shows the list, or hands it over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let list = narrowed(&ctx, &query);
    let title = ctx.t("satisfaction-waves-title");
    let may_open = ctx.viewer()?.has(SURVEY);
    let mut empty = Empty::new(ctx.t("satisfaction-waves-empty-title"), ctx.t("satisfaction-waves-empty"));
    if may_open {
        empty = empty.with_action("/hai-long/dot/moi", ctx.t("satisfaction-wave-new"));
    }
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "dot-khao-sat",
        caption: title.clone(),
        heads: &HEADS,
        filters: filters(&ctx, &query),
        empty,
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, wave: &Wave| values(ctx, wave)).await;
    }
    let found = list.page::<Wave>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |_| Row::default());
    table.rows = found.rows.iter().map(|wave| row(&ctx, wave)).collect::<Result<_>>()?;
    table.caption_hidden = true;
    let mut head = Head { lead: ctx.t("satisfaction-waves-lead"), ..Head::new(title.clone()) };
    if may_open {
        let open = Action::link("/hai-long/dot/moi", ctx.t("satisfaction-wave-new"), ActionKind::Primary);
        head.actions = vec![open];
    }
    ui::html(&View { page: ui::page(&ctx, title), head, tabs: tabs(&ctx, PATH), table })
}

fn filters(ctx: &Ctx, query: &Query) -> Vec<Filter> {
    let all = |name: &str| Choice::new("", ctx.t("satisfaction-all"), query.get(name).is_none());
    let this = ctx.today().year();
    let years = (0..YEARS).map(|back| (this - back).to_string());
    let years = years.map(|y| Choice::new(y.clone(), y.clone(), query.get("nam") == Some(y.as_str())));
    let states = WaveState::ALL.map(|state| {
        Choice::new(state.code(), state_word(ctx, state), query.get("trang-thai") == Some(state.code()))
    });
    let with = |name: &str, choices: Vec<Choice>| -> Vec<Choice> {
        std::iter::once(all(name)).chain(choices).collect()
    };
    vec![
        Filter::text("q", ctx.t("satisfaction-head-wave"), query.get("q").unwrap_or_default()),
        Filter::select("nam", ctx.t("satisfaction-head-year"), with("nam", years.collect())),
        Filter::select(
            "trang-thai",
            ctx.t("satisfaction-head-wave-state"),
            with("trang-thai", Vec::from(states)),
        ),
    ]
}

fn row(ctx: &Ctx, wave: &Wave) -> Result<Row> {
    Ok(Row::new(vec![
        Cell::link(path(wave.id), wave.name.clone()),
        Cell::text(wave.year.to_string()),
        Cell::moment(&wave.first_on, ui::vn_day(&wave.first_on)),
        Cell::moment(&wave.last_on, ui::vn_day(&wave.last_on)),
        Cell::from(ctx.app.directory().short_name(wave.agency_id)),
        Cell::number(ctx.locale.integer(wave.units)),
        Cell::Tag(state_tag(ctx, wave.state(ctx.today())?)),
    ]))
}

fn values(ctx: &Ctx, wave: &Wave) -> Result<Vec<Value>> {
    Ok(vec![
        Value::Text(wave.name.clone()),
        Value::Number(wave.year as f64),
        Value::day(&wave.first_on),
        Value::day(&wave.last_on),
        Value::Text(ctx.app.directory().name(wave.agency_id).to_owned()),
        Value::Number(wave.units as f64),
        Value::Text(state_word(ctx, wave.state(ctx.today())?)),
    ])
}
