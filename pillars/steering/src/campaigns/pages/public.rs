//! /tuyen-truyen: campaigns in force, verified pieces and contests for everybody: what was promised, what appeared, where.

use super::super::rules::{ContestState, total};
use super::super::store::campaigns::{self, Campaign, Planned};
use super::super::store::contests::{self, Contest};
use super::super::store::pieces::{self, Piece};
use super::super::store::{figures, plans};
use super::super::words::{self, Channels, day_cell, vn};
use super::contest::{May, facts as contest_facts, prize_table, round_table};
use super::pieces::{asked, campaign_filter};
use super::plan::sums;
use super::{channel_filter, quarter_filter, year, year_choices, year_filter};
use axum::extract::Path;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::export::Value;
use platform::http::Query;
use platform::{Ctx, Scope};
use ui::{Cell, Column, Empty, Filter, Head, ListHead, Listing, Page, Row, SummaryList, Table};

const LIST: &str = "/tuyen-truyen";
const PIECES: &str = "/tuyen-truyen/tin-bai";

const HEADS: [ListHead; 3] = [
    ListHead::sorting("ten", "campaigns-head-campaign"),
    ListHead::sorting("co-quan", "campaigns-head-agency"),
    ListHead::sorting("tu", "campaigns-head-time"),
];
const PIECE_HEADS: [ListHead; 5] = [
    ListHead::sorting("tieu-de", "campaigns-head-piece"),
    ListHead::new("loai", "campaigns-head-genre"),
    ListHead::new("kenh", "campaigns-head-channel"),
    ListHead::sorting("ngay", "campaigns-head-published"),
    ListHead::new("chien-dich", "campaigns-head-campaign"),
];

#[derive(askama::Template)]
#[template(path = "campaigns/pages/public_list.html")]
struct ListPage {
    page: Page,
    head: Head,
    facts: Option<SummaryList>,
    table: Table,
}

#[derive(askama::Template)]
#[template(path = "campaigns/pages/public_record.html")]
struct RecordPage {
    page: Page,
    head: Head,
    facts: SummaryList,
    tables: Vec<Table>,
}

/// The campaigns in force of a year with the sums of the whole city, or a file of them.
pub async fn list(ctx: Ctx, query: Query) -> Result<Response> {
    let year = year(&ctx, &query);
    let mut list = campaigns::in_force();
    list.and("p.year = ?", [i64::from(year).into()]);
    let title = ctx.t("campaigns-public-title");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: LIST,
        id: "tuyen-truyen",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![Filter::select("nam", ctx.t("campaigns-head-year"), year_choices(&ctx, year))],
        empty: Empty::new(ctx.t("campaigns-public-empty"), ctx.t("campaigns-public-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        let values = |ctx: &Ctx, c: &Campaign| {
            Ok(vec![
                Value::Text(c.name.clone()),
                Value::Text(ctx.app.directory().name(c.agency_id).to_owned()),
                Value::Text(format!("{} – {}", vn(&c.from_on), vn(&c.to_on))),
            ])
        };
        return listing.file(kind, list, values).await;
    }
    let found = list.page::<Campaign>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |c: &Campaign| {
        Row::new(vec![
            Cell::Stack(vec![
                Cell::link(format!("{LIST}/chien-dich/{}", c.line_id), c.name.clone()),
                Cell::muted(c.aim.clone()),
            ]),
            Cell::from(ctx.app.directory().short_name(c.agency_id)),
            Cell::text(format!("{} – {}", vn(&c.from_on), vn(&c.to_on))),
        ])
    });
    table.caption_hidden = true;
    let sum = total(&figures::cells(&ctx.app.store, year, &Scope::All).await?);
    let args = [("planned", ctx.locale.integer(sum.planned)), ("done", ctx.locale.integer(sum.filled))];
    let all = ctx.tn("campaigns-pieces-of", &[("count", ctx.locale.integer(sum.done))]);
    let facts = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("campaigns-head-pieces"), Cell::link(format!("{PIECES}?nam={year}"), all))
        .row(ctx.t("campaigns-head-share"), ctx.tn("campaigns-planned-and-done", &args));
    let head = Head { lead: ctx.t("campaigns-public-lead"), ..Head::new(title.clone()) };
    ui::html(&ListPage { page: ui::page(&ctx, title), head, facts: Some(facts), table })
}

/// The verified pieces, or a file of them.
pub async fn pieces(ctx: Ctx, query: Query) -> Result<Response> {
    let mut list = pieces::list();
    list.and("x.state = 'verified'", []);
    asked(&mut list, &query);
    let channels = Channels::read(&ctx).await?;
    let title = ctx.t("campaigns-public-pieces");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PIECES,
        id: "tin-bai-cong-khai",
        caption: title.clone(),
        heads: &PIECE_HEADS,
        filters: vec![
            Filter::text("q", ctx.t("campaigns-head-piece"), query.get("q").unwrap_or_default()),
            year_filter(&ctx, &query),
            quarter_filter(&ctx, &query),
            channel_filter(&ctx, &query, &channels),
            campaign_filter(&ctx, &query),
        ],
        empty: Empty::new(ctx.t("campaigns-public-no-piece"), ctx.t("campaigns-public-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        let values = move |ctx: &Ctx, x: &Piece| {
            Ok(vec![
                Value::Text(format!("{} ({})", x.title, words::outlet(ctx, x))),
                Value::Text(words::genre(ctx, &x.genre)),
                Value::Text(channels.name(ctx, &x.channel)),
                Value::day(&x.published_on),
                Value::Text(words::campaign(ctx, x)),
            ])
        };
        return listing.file(kind, list, values).await;
    }
    let found = list.page::<Piece>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |x: &Piece| piece_row(&ctx, x, &channels, true));
    table.caption_hidden = true;
    let head = Head { lead: ctx.t("campaigns-public-pieces-lead"), ..Head::new(title.clone()) };
    let page = ui::page(&ctx, title).with_back(LIST, ctx.t("campaigns-public-title"));
    ui::html(&ListPage { page, head, facts: None, table })
}

/// A piece for everybody: the way to where it appeared, no official's name.
fn piece_row(ctx: &Ctx, x: &Piece, channels: &Channels, with_campaign: bool) -> Row {
    let title = if x.link.is_empty() {
        Cell::text(x.title.clone())
    } else {
        Cell::link(x.link.clone(), x.title.clone())
    };
    let mut cells = vec![
        Cell::Stack(vec![title, Cell::muted(words::outlet(ctx, x))]),
        Cell::text(words::genre(ctx, &x.genre)),
        Cell::text(channels.name(ctx, &x.channel)),
        day_cell(&x.published_on),
    ];
    if with_campaign {
        let named = words::campaign(ctx, x);
        cells.push(match x.line_id {
            Some(line) => Cell::link(format!("{LIST}/chien-dich/{line}"), named),
            None => Cell::muted(named),
        });
    }
    Row::new(cells)
}

/// A campaign in force with what was planned, its pieces and contests.
pub async fn campaign(ctx: Ctx, Path(line): Path<i64>) -> Result<Response> {
    let store = &ctx.app.store;
    let plan = plans::of_line(store, line).await?;
    let campaign = campaigns::in_edition(store, line, plan.in_force).await?.ok_or(Error::NotFound)?;
    let planned = campaigns::planned_of(store, plan.id, plan.in_force).await?;
    let planned: Vec<Planned> = planned.into_iter().filter(|n| n.line_id == line).collect();
    let channels = Channels::read(&ctx).await?;
    let mut shown = pieces::list();
    shown.and("x.state = 'verified' AND x.line_id = ?", [line.into()]);
    let found = shown.page::<Piece>(store, &Query::default()).await?;
    let mut held = contests::list();
    held.and("t.line_id = ?", [line.into()]);
    let held = held.page::<Contest>(store, &Query::default()).await?;
    let (pieces, done, cost, _) = sums(planned.iter());
    let args = [("planned", ctx.locale.integer(pieces)), ("done", ctx.locale.integer(done))];
    let facts = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("campaigns-head-agency"), ctx.app.directory().name(plan.agency_id).to_owned())
        .row(ctx.t("campaigns-head-aim"), Cell::written(&campaign.aim))
        .row(ctx.t("campaigns-head-audience"), campaign.audience.clone())
        .row(ctx.t("campaigns-head-time"), format!("{} – {}", vn(&campaign.from_on), vn(&campaign.to_on)))
        .row(
            ctx.t("campaigns-head-pieces"),
            Cell::link(format!("{PIECES}?chien-dich={line}"), ctx.tn("campaigns-planned-and-done", &args)),
        )
        .row(ctx.t("campaigns-head-cost"), words::money(&ctx, cost));
    let mut table = Table::new(&ui::words(&ctx.locale), "tin-bai", ctx.t("campaigns-public-latest"));
    table.columns = ["piece", "genre", "channel", "published"]
        .map(|key| Column::new(key, ctx.t(&format!("campaigns-head-{key}"))))
        .into();
    table.rows = found.rows.iter().map(|x| piece_row(&ctx, x, &channels, false)).collect();
    table.empty = Empty::new(ctx.t("campaigns-public-no-piece"), String::new());
    let mut tables = vec![table];
    if !held.rows.is_empty() {
        tables.push(contest_table(&ctx, &held.rows)?);
    }
    let page = ui::page(&ctx, campaign.name.clone()).with_back(LIST, ctx.t("campaigns-public-title"));
    ui::html(&RecordPage { page, head: Head::new(campaign.name), facts, tables })
}

fn contest_table(ctx: &Ctx, held: &[Contest]) -> Result<Table> {
    let mut table = Table::new(&ui::words(&ctx.locale), "hoi-thi", ctx.t("campaigns-contests"));
    table.columns = vec![
        Column::new("ten", ctx.t("campaigns-head-contest")),
        Column::new("thoi-gian", ctx.t("campaigns-head-time")),
        Column::new("trang-thai", ctx.t("campaigns-head-state")),
    ];
    let row = |t: &Contest| {
        Ok(Row::new(vec![
            Cell::link(format!("{LIST}/hoi-thi/{}", t.id), t.name.clone()),
            Cell::text(format!("{} – {}", vn(&t.from_on), vn(&t.to_on))),
            Cell::Tag(words::contest_state(ctx, t)?),
        ]))
    };
    table.rows = held.iter().map(row).collect::<Result<_>>()?;
    Ok(table)
}

/// A contest; its prizes once they are published: who won is named to everybody by the rule of the contest, until a person wishes
/// otherwise.
pub async fn contest(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let contest = contests::get(&ctx.app.store, id).await?;
    let rounds = contests::rounds(&ctx.app.store, id).await?;
    let mut tables = vec![round_table(&ctx, &rounds)];
    if contest.state()? == ContestState::Published {
        let prizes = contests::prizes(&ctx.app.store, id).await?;
        tables.push(prize_table(&ctx, &contest, &prizes, May::default()));
    }
    let campaign = format!("{LIST}/chien-dich/{}", contest.line_id);
    let facts = contest_facts(&ctx, &contest, campaign);
    let head = Head { tag: Some(words::contest_state(&ctx, &contest)?), ..Head::new(contest.name.clone()) };
    let page = ui::page(&ctx, contest.name.clone()).with_back(LIST, ctx.t("campaigns-public-title"));
    ui::html(&RecordPage { page, head, facts, tables })
}
