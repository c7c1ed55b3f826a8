//! /truyen-thong/hoi-thi: contests of one's scope; a new one opened for a campaign in force.

use super::super::acts;
use super::super::rules::{ContestState, ContestWords};
use super::super::slice::{ENTER, VIEW};
use super::super::store::campaigns::{self, Campaign};
use super::super::store::contests::{self, Contest};
use super::super::words::{self, day_cell};
use super::{FormView, ListView, PATH, agency_asked, agency_filter, tabs, with_all, with_blank};
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::Result;
use platform::export::Value;
use platform::http::{Query, Submitted, redirect};
use platform::list::ListQuery;
use platform::{Ctx, FieldErrors};
use ui::{Action, ActionKind, Cell, Choice, Empty, Field, Filter, Form, Head, ListHead, Listing, Row, Width};

const LIST: &str = "/truyen-thong/hoi-thi";

const HEADS: [ListHead; 6] = [
    ListHead::sorting("ten", "campaigns-head-contest"),
    ListHead::sorting("co-quan", "campaigns-head-agency"),
    ListHead::sorting("tu", "campaigns-head-from"),
    ListHead::new("den", "campaigns-head-to"),
    ListHead::figure("bai-du-thi", "campaigns-head-entries"),
    ListHead::new("trang-thai", "campaigns-head-state"),
];

/// The list under the filters of a query.
pub fn narrowed(ctx: &Ctx, query: &Query) -> ListQuery<'static> {
    let mut list = contests::list();
    list.within(&ctx.scope(VIEW), "t.agency_id");
    if let Some(agency) = agency_asked(ctx, query, "co-quan") {
        list.and("t.agency_id = ?", [agency.into()]);
    }
    if let Some(state) = query.get("trang-thai") {
        list.and("t.state = ?", [state.into()]);
    }
    if let Some(line) = query.get("chien-dich").and_then(|l| l.parse::<i64>().ok()) {
        list.and("t.line_id = ?", [line.into()]);
    }
    list
}

/// Shows the list, or hands it over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let list = narrowed(&ctx, &query);
    let title = ctx.t("campaigns-contests");
    let held = query.get("trang-thai").unwrap_or_default();
    let states = ContestState::ALL
        .map(|s| Choice::new(s.code(), words::contest_state_word(&ctx, s), s.code() == held));
    let filters = vec![
        Filter::select("trang-thai", ctx.t("campaigns-head-state"), with_all(&ctx, held, states)),
        agency_filter(&ctx, &query)?,
    ];
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: LIST,
        id: "hoi-thi",
        caption: title.clone(),
        heads: &HEADS,
        filters,
        empty: Empty::new(ctx.t("campaigns-contests-empty"), ctx.t("campaigns-contests-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, t: &Contest| values(ctx, t)).await;
    }
    let found = list.page::<Contest>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |_| Row::default());
    table.rows = found.rows.iter().map(|t| row(&ctx, t)).collect::<Result<_>>()?;
    table.caption_hidden = true;
    let mut head = Head { lead: ctx.t("campaigns-contests-lead"), ..Head::new(title.clone()) };
    if ctx.viewer()?.has(ENTER) {
        let open =
            Action::link("/truyen-thong/hoi-thi/moi", ctx.t("campaigns-contest-new"), ActionKind::Primary);
        head.actions = vec![open];
    }
    ui::html(&ListView { page: ui::page(&ctx, title), head, tabs: tabs(&ctx, LIST), table })
}

fn row(ctx: &Ctx, t: &Contest) -> Result<Row> {
    Ok(Row::new(vec![
        Cell::link(format!("{LIST}/{}", t.id), t.name.clone()),
        Cell::from(ctx.app.directory().short_name(t.agency_id)),
        day_cell(&t.from_on),
        day_cell(&t.to_on),
        Cell::link(format!("{LIST}/{}#vong", t.id), ctx.locale.integer(t.entries)),
        Cell::Tag(words::contest_state(ctx, t)?),
    ]))
}

fn values(ctx: &Ctx, t: &Contest) -> Result<Vec<Value>> {
    Ok(vec![
        Value::Text(t.name.clone()),
        Value::Text(ctx.app.directory().name(t.agency_id).to_owned()),
        Value::day(&t.from_on),
        Value::day(&t.to_on),
        Value::Number(t.entries as f64),
        Value::Text(words::contest_state(ctx, t)?.text),
    ])
}

/// Campaigns in force for which the viewer may open a contest.
async fn choices(ctx: &Ctx) -> Result<Vec<Campaign>> {
    let mut found = campaigns::open_since(&ctx.app.store, ctx.today().year() - 1).await?;
    found.retain(|c| ctx.may(ENTER, c.agency_id));
    Ok(found)
}

/// The form of a new contest.
pub async fn ask(ctx: Ctx, query: Query) -> Result<Response> {
    let mut blank = Submitted::default();
    let line = query.get("chien-dich").unwrap_or_default().to_owned();
    blank.fields.insert("chien-dich".to_owned(), vec![line]);
    let campaigns = choices(&ctx).await?;
    ui::html(&view(&ctx, &campaigns, &blank, &FieldErrors::new()))
}

/// Opens it.
pub async fn open(ctx: Ctx, form: Submitted) -> Result<Response> {
    let campaigns = choices(&ctx).await?;
    let mut errors = FieldErrors::new();
    let campaign = campaigns.iter().find(|c| c.line_id.to_string() == form.text("chien-dich"));
    if campaign.is_none() {
        errors.add("chien-dich", "campaigns-error-contest-campaign");
    }
    let words = ContestWords::read(&form, &mut errors);
    let (Some(campaign), Some(words)) = (campaign, words) else {
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, &campaigns, &form, &errors));
    };
    let author = ctx.viewer()?.name.clone();
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let id = acts::open_contest(&tx, campaign, &words, &author).await?;
    tx.commit().await?;
    Ok(redirect(&format!("{LIST}/{id}"), Some("campaigns-flash-contest-opened")))
}

fn view(ctx: &Ctx, campaigns: &[Campaign], typed: &Submitted, errors: &FieldErrors) -> FormView {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let held = |name: &str| typed.text(name).to_owned();
    let line = held("chien-dich");
    let directory = ctx.app.directory();
    let choices = campaigns.iter().map(|c| {
        let label = format!("{} {}: {}", directory.short_name(c.agency_id), c.year, c.name);
        Choice::new(c.line_id.to_string(), label, c.line_id.to_string() == line)
    });
    let fields = vec![
        Field::select("chien-dich", ctx.t("campaigns-head-campaign"), with_blank(ctx, &line, choices))
            .error(error("chien-dich")),
        Field::text("ten", ctx.t("campaigns-head-contest")).value(held("ten")).error(error("ten")),
        Field::textarea("the-le", ctx.t("campaigns-head-about"), 4)
            .hint(ctx.t("campaigns-about-hint"))
            .value(held("the-le"))
            .error(error("the-le")),
        Field::date("tu", ctx.t("campaigns-head-from")).value(held("tu")).error(error("tu")),
        Field::date("den", ctx.t("campaigns-head-to")).value(held("den")).error(error("den")),
        Field::money("kinh-phi", ctx.t("campaigns-head-cost"))
            .width(Width::Medium)
            .value(held("kinh-phi"))
            .optional()
            .error(error("kinh-phi")),
    ];
    let words = ui::words(&ctx.locale);
    let title = ctx.t("campaigns-contest-new");
    let form = Form::new(&words, format!("{PATH}/hoi-thi/moi"), ctx.t("campaigns-contest-new"), fields)
        .with_secondary(LIST, ctx.t("ui-back"));
    FormView {
        page: ui::page(ctx, title.clone()).with_back(LIST, ctx.t("campaigns-contests")),
        head: Head { lead: ctx.t("campaigns-contest-lead"), ..Head::new(title) },
        table: None,
        form,
    }
}
