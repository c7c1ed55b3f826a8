//! GET /kiem-tra-cchc/ke-hoach: yearly plans of inspections; /lap: one begun.

use super::super::acts;
use super::super::rules::PlanState;
use super::super::slice::{INSPECT, VIEW};
use super::super::store::plans::{self, Plan};
use super::super::words::{self, day_cell};
use super::{
    Asking, FormView, ListView, agency_asked, agency_filter, blank, form_view, plan_path, tabs, with_all,
    year_choices,
};
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::export::Value;
use platform::http::{Query, Submitted, redirect};
use platform::list::ListQuery;
use platform::{Ctx, FieldErrors};
use ui::{Action, ActionKind, Cell, Choice, Empty, Field, Filter, Head, ListHead, Listing, Row};

const LIST: &str = "/kiem-tra-cchc/ke-hoach";
const BEGIN: &str = "/kiem-tra-cchc/ke-hoach/lap";

const HEADS: [ListHead; 5] = [
    ListHead::sorting("nam", "inspections-head-year"),
    ListHead::sorting("co-quan", "inspections-head-agency"),
    ListHead::new("trang-thai", "inspections-head-state"),
    ListHead::figure("ty-le", "inspections-head-share"),
    ListHead::new("duyet", "inspections-head-approved"),
];

/// The list under the filters of a query.
pub fn narrowed(ctx: &Ctx, query: &Query) -> ListQuery<'static> {
    let mut list = plans::list();
    list.within(&ctx.scope(VIEW), "p.agency_id");
    if let Some(year) = query.get("nam").and_then(|y| y.parse::<i64>().ok()) {
        list.and("p.year = ?", [year.into()]);
    }
    if let Some(agency) = agency_asked(ctx, query, "co-quan") {
        list.and("p.agency_id = ?", [agency.into()]);
    }
    if let Some(state) = query.get("trang-thai") {
        list.and("p.state = ?", [state.into()]);
    }
    list
}

/// Shows the list, or hands it over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let list = narrowed(&ctx, &query);
    let title = ctx.t("inspections-plans");
    let may_begin = ctx.viewer()?.has(INSPECT);
    let mut empty = Empty::new(ctx.t("inspections-plans-empty"), ctx.t("inspections-plans-empty-text"));
    if may_begin {
        empty = empty.with_action(BEGIN, ctx.t("inspections-plan-begin"));
    }
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: LIST,
        id: "ke-hoach-kiem-tra",
        caption: title.clone(),
        heads: &HEADS,
        filters: filters(&ctx, &query)?,
        empty,
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, p: &Plan| values(ctx, p)).await;
    }
    let found = list.page::<Plan>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |_| Row::default());
    table.rows = found.rows.iter().map(|p| row(&ctx, p)).collect::<Result<_>>()?;
    table.caption_hidden = true;
    let mut head = Head { lead: ctx.t("inspections-plans-lead"), ..Head::new(title.clone()) };
    if may_begin {
        head.actions = vec![Action::link(BEGIN, ctx.t("inspections-plan-begin"), ActionKind::Primary)];
    }
    ui::html(&ListView { page: ui::page(&ctx, title), head, tabs: tabs(&ctx, LIST), table })
}

fn filters(ctx: &Ctx, query: &Query) -> Result<Vec<Filter>> {
    let held = |name: &str| query.get(name).unwrap_or_default();
    let states = PlanState::ALL
        .map(|s| Choice::new(s.code(), words::plan_state_word(ctx, s), s.code() == held("trang-thai")));
    Ok(vec![
        Filter::select(
            "nam",
            ctx.t("inspections-head-year"),
            with_all(ctx, held("nam"), year_choices(ctx, held("nam"))),
        ),
        Filter::select(
            "trang-thai",
            ctx.t("inspections-head-state"),
            with_all(ctx, held("trang-thai"), states),
        ),
        agency_filter(ctx, query, ("co-quan", "inspections-head-agency"))?,
    ])
}

fn row(ctx: &Ctx, plan: &Plan) -> Result<Row> {
    Ok(Row::new(vec![
        Cell::link(plan_path(plan.id), plan.year.to_string()),
        Cell::from(ctx.app.directory().short_name(plan.agency_id)),
        Cell::Tag(words::plan_state(ctx, plan)?),
        Cell::number(ctx.locale.digits().percent(plan.share as f64)),
        day_cell(plan.approved_on.as_deref().unwrap_or_default()),
    ]))
}

fn values(ctx: &Ctx, plan: &Plan) -> Result<Vec<Value>> {
    Ok(vec![
        Value::Number(plan.year as f64),
        Value::Text(ctx.app.directory().name(plan.agency_id).to_owned()),
        Value::Text(words::plan_state(ctx, plan)?.text),
        Value::Number(plan.share as f64),
        Value::day(plan.approved_on.as_deref().unwrap_or_default()),
    ])
}

/// The form of a new plan.
pub async fn ask(ctx: Ctx) -> Result<Response> {
    let next = ctx.today().year() + i32::from(ctx.today().month() > 9);
    ui::html(&view(&ctx, &blank(&[("nam", next.to_string())]), &FieldErrors::new())?)
}

/// Begins it.
pub async fn submit(ctx: Ctx, form: Submitted) -> Result<Response> {
    match begun(&ctx, &form).await {
        Err(Error::Invalid(errors)) => {
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, &form, &errors)?)
        }
        other => other.map(|id| redirect(&plan_path(id), Some("inspections-flash-plan-begun"))),
    }
}

/// Begins the plan of a form; its number.
pub async fn begun(ctx: &Ctx, form: &Submitted) -> Result<i64> {
    let mut errors = FieldErrors::new();
    let agency = ctx.app.directory().by_code(form.text("co-quan")).map(|a| a.id);
    let agency = agency.filter(|id| ctx.may(INSPECT, *id));
    let year = form.text("nam").parse::<i32>().ok().filter(|y| (2000..=2100).contains(y));
    for (name, missing) in [("co-quan", agency.is_none()), ("nam", year.is_none())] {
        if missing {
            errors.add(name, "form-required");
        }
    }
    let (Some(agency), Some(year)) = (agency, year) else { return Err(Error::Invalid(errors)) };
    ctx.require(INSPECT, agency)?;
    let author = ctx.viewer()?.name.clone();
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let id = acts::begin(&ctx.app, &tx, (agency, year), &author).await?;
    tx.commit().await?;
    Ok(id)
}

fn view(ctx: &Ctx, typed: &Submitted, errors: &FieldErrors) -> Result<FormView> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let agencies = ui::agency_choices(ctx, &ctx.scope(INSPECT), typed.text("co-quan"))?;
    let fields = vec![
        Field::select("co-quan", ctx.t("inspections-head-agency"), agencies).error(error("co-quan")),
        Field::select("nam", ctx.t("inspections-head-year"), year_choices(ctx, typed.text("nam")))
            .error(error("nam")),
    ];
    Ok(form_view(
        ctx,
        Asking {
            title: ctx.t("inspections-plan-begin"),
            caption: String::new(),
            lead: ctx.t("inspections-plan-begin-lead"),
            back: LIST.to_owned(),
            action: BEGIN.to_owned(),
            label: ctx.t("inspections-plan-begin"),
            fields,
            hidden: Vec::new(),
        },
    ))
}
