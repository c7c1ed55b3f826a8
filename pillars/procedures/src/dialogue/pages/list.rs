//! GET /hoi-nghi-doi-thoai: the conferences of one's scope, with the year's two figures.

use super::super::rules::STATES;
use super::super::slice::{HANDLE, VIEW};
use super::super::store::{self, DialogueRow};
use super::{Desk, LIST, QUESTIONS, choices, say, state_tag, tabs, vn};
use axum::response::Response;
use kernel::{Period, Share};
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use ui::{
    Action, ActionKind, Cell, Choice, Empty, Figure, FigureGroup, Filter, Head, ListHead, Listing, Row,
};

const HEADS: [ListHead; 6] = [
    ListHead::new("chu_de", "dialogue-head-theme"),
    ListHead::sorting("ngay", "dialogue-head-day"),
    ListHead::new("co_quan", "dialogue-head-host"),
    ListHead::new("doi_tuong", "dialogue-head-audience"),
    ListHead::figure("cau_hoi", "dialogue-head-answered"),
    ListHead::new("trang_thai", "dialogue-head-state"),
];

/// The list.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let list = narrowed(&ctx, &query);
    let chosen = query.get("trang_thai").unwrap_or_default();
    let mut states = vec![Choice::new("", ctx.t("dialogue-all"), chosen.is_empty())];
    states.extend(choices(&ctx, "state", &STATES, chosen));
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: LIST,
        id: "hoi-nghi-doi-thoai",
        caption: ctx.t("dialogue-title"),
        heads: &HEADS,
        filters: vec![
            Filter::text("q", ctx.t("dialogue-filter-words"), query.get("q").unwrap_or_default()),
            Filter::select("trang_thai", ctx.t("dialogue-head-state"), states),
        ],
        empty: Empty::new(ctx.t("dialogue-none"), ctx.t("dialogue-none-text"))
            .with_action(LIST, ctx.t("dialogue-show-all")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, row: &DialogueRow| Ok(values(ctx, row))).await;
    }
    let found = list.page::<DialogueRow>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |row| line(&ctx, row));
    table.caption_hidden = true;
    let title = ctx.t("dialogue-title");
    let mut head = Head { lead: ctx.t("dialogue-lead"), ..Head::new(title.clone()) };
    if ctx.viewer()?.has(HANDLE) {
        let announce =
            Action::link("/hoi-nghi-doi-thoai/moi", ctx.t("dialogue-announce-title"), ActionKind::Primary);
        head.actions.push(announce);
    }
    ui::html(&Desk {
        page: ui::page(&ctx, title),
        head,
        tabs: tabs(&ctx, LIST),
        form: None,
        parts: vec![ui::markup(&figures(&ctx).await?), ui::markup(&table)],
    })
}

/// The conferences of the viewer's scope under the filters of a query.
pub fn narrowed(ctx: &Ctx, query: &Query) -> ListQuery<'static> {
    let mut list = store::dialogues();
    list.within(&ctx.scope(VIEW), "d.agency_id");
    if let Some(typed) = query.get("q") {
        let pattern = format!("%{}%", kernel::text::fold(typed).replace(['%', '_'], ""));
        list.and("d.folded LIKE ?", [pattern.into()]);
    }
    if let Some(state) = query.get("trang_thai") {
        list.and("d.state = ?", [state.into()]);
    }
    if let Some(year) = query.get("ky").and_then(|k| k.parse::<Period>().ok()) {
        list.and("d.held_on >= ?", [year.first().to_string().into()]);
        list.and("d.held_on <= ?", [year.last().to_string().into()]);
    }
    list
}

async fn figures(ctx: &Ctx) -> Result<FigureGroup> {
    let year = Period::year_of(ctx.today());
    let span = (year.first(), year.last());
    let came = store::year(&ctx.app.store, span, &ctx.scope(VIEW), ctx.today()).await?;
    let words = ui::words(&ctx.locale);
    let label = if ctx.locale.lang().code() == "en" { year.label_en() } else { year.label_vi() };
    let share = Share::new(came.in_term, came.asked).percent();
    let share = share.map_or_else(|| "–".to_owned(), |v| ctx.locale.digits().percent(v));
    let count = |number: i64| ctx.tn("dialogue-figure-count", &[("count", ctx.locale.integer(number))]);
    Ok(FigureGroup {
        figures: vec![
            Figure::new(&words, ctx.t("dialogue-indicator-held"), ctx.locale.integer(came.held), "")
                .defined(ctx.t("dialogue-indicator-held-definition"), label.clone())
                .records(
                    count(came.held),
                    format!("{LIST}?trang_thai=held&ky={}", year.code()),
                    ctx.t("dialogue-figure-records"),
                ),
            Figure::new(&words, ctx.t("dialogue-indicator-answered"), share, "")
                .defined(ctx.t("dialogue-indicator-answered-definition"), label)
                .records(
                    count(came.asked),
                    format!("{QUESTIONS}?ky={}", year.code()),
                    ctx.t("dialogue-figure-records"),
                ),
        ],
    })
}

fn line(ctx: &Ctx, row: &DialogueRow) -> Row {
    Row::new(vec![
        Cell::link(format!("{LIST}/{}", row.id), &row.theme),
        Cell::moment(&row.held_on, vn(&row.held_on)),
        Cell::from(ctx.app.directory().short_name(row.agency_id)),
        say(ctx, "audience", &row.audience).into(),
        Cell::number(format!("{}/{}", row.answered, row.questions)),
        state_tag(ctx, &row.state).into(),
    ])
}

fn values(ctx: &Ctx, row: &DialogueRow) -> Vec<Value> {
    vec![
        Value::Text(row.theme.clone()),
        Value::day(&row.held_on),
        Value::Text(ctx.app.directory().name(row.agency_id).to_owned()),
        Value::Text(say(ctx, "audience", &row.audience)),
        Value::Text(format!("{}/{}", row.answered, row.questions)),
        Value::Text(say(ctx, "state", &row.state)),
    ]
}
