//! GET /truyen-thong/tin-bai: pieces of the campaigns of one's scope; for the press what appeared with it.

use super::super::rules::{Genre, PieceState, quarter_days};
use super::super::slice::{ENTER, VIEW};
use super::super::store::pieces::{self, Piece};
use super::super::words::{self, Channels, day_cell};
use super::{
    ListView, agency_asked, agency_filter, channel_filter, piece_path, quarter_filter, tabs, with_all,
    year_filter,
};
use axum::response::Response;
use kernel::Day;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use ui::{Action, ActionKind, Cell, Choice, Empty, Filter, Head, ListHead, Listing, Row};

const LIST: &str = "/truyen-thong/tin-bai";

/// Asks in place of a campaign's number for what belongs to none; the form of a piece says the same by it.
pub const NO_CAMPAIGN: &str = "-";

const HEADS: [ListHead; 7] = [
    ListHead::sorting("tieu-de", "campaigns-head-piece"),
    ListHead::new("loai", "campaigns-head-genre-channel"),
    ListHead::sorting("ngay", "campaigns-head-published"),
    ListHead::sorting("co-quan", "campaigns-head-agency"),
    ListHead { key: "tiep-can", label: "campaigns-head-reach", sort: Some("tiep-can"), numeric: true },
    ListHead { key: "chi-phi", label: "campaigns-head-spent", sort: Some("chi-phi"), numeric: true },
    ListHead::new("trang-thai", "campaigns-head-state"),
];

/// Narrows a list of pieces by what a query asks of campaign, channel, time and words.
pub(super) fn asked(list: &mut ListQuery<'static>, query: &Query) {
    match query.get("chien-dich") {
        Some(NO_CAMPAIGN) => pieces::outside(list),
        asked => {
            if let Some(line) = asked.and_then(|l| l.parse::<i64>().ok()) {
                list.and("x.line_id = ?", [line.into()]);
            }
        }
    }
    if let Some(channel) = query.get("kenh") {
        list.and("x.channel = ?", [channel.into()]);
    }
    if let Some(genre) = query.get("loai") {
        list.and("x.genre = ?", [genre.into()]);
    }
    let year = query.get("nam").and_then(|y| y.parse::<i32>().ok()).filter(|y| (2000..=2100).contains(y));
    let quarter = query.get("quy").and_then(|q| q.parse::<i64>().ok());
    if let Some(year) = year {
        let whole = Day::ymd(year, 1, 1).zip(Day::ymd(year, 12, 31));
        let days = quarter.and_then(|q| quarter_days(year, q)).or(whole);
        if let Some((from, to)) = days {
            list.and("x.published_on BETWEEN ? AND ?", [from.to_string().into(), to.to_string().into()]);
        }
    } else if let Some(quarter) = quarter.filter(|q| (1..=4).contains(q)) {
        let months = (quarter * 3 - 2, quarter * 3);
        let (from, to) = (format!("{:02}", months.0), format!("{:02}", months.1));
        list.and("SUBSTR(x.published_on, 6, 2) BETWEEN ? AND ?", [from.into(), to.into()]);
    }
    if let Some(typed) = query.get("q") {
        list.and("x.folded LIKE ?", [format!("%{}%", kernel::text::fold(typed)).into()]);
    }
}

/// The list under the filters of a query.
pub fn narrowed(ctx: &Ctx, query: &Query) -> ListQuery<'static> {
    let mut list = pieces::list();
    list.within_any(&ctx.scope(VIEW), &["x.agency_id", "COALESCE(x.outlet_id, 0)"]);
    asked(&mut list, query);
    if let Some(agency) = agency_asked(ctx, query, "co-quan") {
        list.and("x.agency_id = ?", [agency.into()]);
    }
    if let Some(outlet) = query.get("bao") {
        let id = ctx.app.directory().by_code(outlet).map_or(0, |a| a.id);
        list.and("x.outlet_id = ?", [id.into()]);
    }
    if let Some(state) = query.get("trang-thai") {
        list.and("x.state = ?", [state.into()]);
    }
    list
}

/// Shows the list, or hands it over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let list = narrowed(&ctx, &query);
    let channels = Channels::read(&ctx).await?;
    let title = ctx.t("campaigns-pieces");
    let mut empty = Empty::new(ctx.t("campaigns-pieces-empty"), ctx.t("campaigns-pieces-empty-text"));
    let may_enter = ctx.viewer()?.has(ENTER);
    if may_enter {
        empty = empty.with_action("/truyen-thong/tin-bai/moi", ctx.t("campaigns-piece-new"));
    }
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: LIST,
        id: "tin-bai",
        caption: title.clone(),
        heads: &HEADS,
        filters: filters(&ctx, &query, &channels)?,
        empty,
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, move |ctx, x: &Piece| values(ctx, x, &channels)).await;
    }
    let found = list.page::<Piece>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |_| Row::default());
    table.rows = found.rows.iter().map(|x| row(&ctx, x, &channels)).collect::<Result<_>>()?;
    table.caption_hidden = true;
    let mut head = Head { lead: ctx.t("campaigns-pieces-lead"), ..Head::new(title.clone()) };
    if may_enter {
        let enter =
            Action::link("/truyen-thong/tin-bai/moi", ctx.t("campaigns-piece-new"), ActionKind::Primary);
        head.actions = vec![enter];
    }
    ui::html(&ListView { page: ui::page(&ctx, title), head, tabs: tabs(&ctx, LIST), table })
}

fn filters(ctx: &Ctx, query: &Query, channels: &Channels) -> Result<Vec<Filter>> {
    let held = |name: &str| query.get(name).unwrap_or_default();
    let states = PieceState::ALL
        .map(|s| Choice::new(s.code(), words::piece_state_word(ctx, s), s.code() == held("trang-thai")));
    let genres =
        Genre::ALL.map(|g| Choice::new(g.code(), words::genre(ctx, g.code()), g.code() == held("loai")));
    Ok(vec![
        Filter::text("q", ctx.t("campaigns-head-piece"), held("q")),
        year_filter(ctx, query),
        quarter_filter(ctx, query),
        channel_filter(ctx, query, channels),
        campaign_filter(ctx, query),
        Filter::select("loai", ctx.t("campaigns-head-genre"), with_all(ctx, held("loai"), genres)),
        Filter::select(
            "trang-thai",
            ctx.t("campaigns-head-state"),
            with_all(ctx, held("trang-thai"), states),
        ),
        agency_filter(ctx, query)?,
    ])
}

/// The filter by campaign: outside any, or the one whose page or figure led here.
pub(super) fn campaign_filter(ctx: &Ctx, query: &Query) -> Filter {
    let held = query.get("chien-dich").unwrap_or_default();
    let mut choices = vec![Choice::new(NO_CAMPAIGN, ctx.t("campaigns-outside"), held == NO_CAMPAIGN)];
    if held.parse::<i64>().is_ok() {
        let name = ctx.tn("campaigns-campaign-number", &[("number", held.to_owned())]);
        choices.push(Choice::new(held, name, true));
    }
    Filter::select("chien-dich", ctx.t("campaigns-head-campaign"), with_all(ctx, held, choices))
}

fn row(ctx: &Ctx, x: &Piece, channels: &Channels) -> Result<Row> {
    let cost = if x.cost == 0 { String::new() } else { words::money(ctx, x.cost) };
    let reach = match x.reach {
        Some(reached) => {
            let how =
                if x.reach_how == "measured" { "campaigns-how-measured" } else { "campaigns-how-declared" };
            Cell::Stack(vec![Cell::number(ctx.locale.integer(reached)), Cell::muted(ctx.t(how))])
        }
        None => Cell::Empty,
    };
    Ok(Row::new(vec![
        Cell::Stack(vec![Cell::link(piece_path(x.id), x.title.clone()), Cell::muted(words::outlet(ctx, x))]),
        Cell::Stack(vec![
            Cell::text(words::genre(ctx, &x.genre)),
            Cell::muted(channels.name(ctx, &x.channel)),
        ]),
        day_cell(&x.published_on),
        Cell::Stack(vec![
            Cell::text(ctx.app.directory().short_name(x.agency_id)),
            Cell::muted(words::campaign(ctx, x)),
        ]),
        reach,
        if cost.is_empty() { Cell::Empty } else { Cell::number(cost) },
        Cell::Tag(words::piece_state(ctx, x)?),
    ]))
}

fn values(ctx: &Ctx, x: &Piece, channels: &Channels) -> Result<Vec<Value>> {
    let reach = x.reach.map_or_else(|| Value::Text(String::new()), |r| Value::Number(r as f64));
    Ok(vec![
        Value::Text(format!("{} ({})", x.title, words::outlet(ctx, x))),
        Value::Text(format!("{}, {}", words::genre(ctx, &x.genre), channels.name(ctx, &x.channel))),
        Value::day(&x.published_on),
        Value::Text(format!("{} – {}", ctx.app.directory().name(x.agency_id), words::campaign(ctx, x))),
        reach,
        Value::Number(x.cost as f64),
        Value::Text(words::piece_state(ctx, x)?.text),
    ])
}
