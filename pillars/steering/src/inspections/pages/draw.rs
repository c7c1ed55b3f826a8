//! The draw: made with a seed of the house's own chance that is kept; shown with every ticket so that anybody can do it again, to
//! everybody once its plan is approved.

use super::super::acts;
use super::super::rules;
use super::super::slice::{INSPECT, VIEW};
use super::super::store::plans::{self, Draw, Plan};
use super::super::words;
use super::choose::{day_fields, within};
use super::{Asking, FormView, as_seen, blank, form_view, plan_for, plan_path, public, unchanged};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors};
use ui::{Action, ActionKind, Cell, Column, Field, Head, Page, Row, SummaryList, Table, Tag, Tone, Width};

#[derive(askama::Template)]
#[template(path = "inspections/pages/draw.html")]
struct View {
    page: Page,
    head: Head,
    how: String,
    facts: SummaryList,
    table: Table,
}

/// The form of a draw.
pub async fn ask(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let plan = plan_for(&ctx, INSPECT, id).await?;
    plan.state()?.editable()?;
    let pool = plans::pool(&ctx.app.store, id).await?.len();
    let chosen = plans::choices(&ctx.app.store, id, plan.edition).await?.len();
    let missing = rules::wanted(pool, plan.share).saturating_sub(chosen).max(1);
    let typed = blank(&[
        ("so-luong", missing.to_string()),
        ("tu", format!("{:04}-03-01", plan.year)),
        ("den", format!("{:04}-10-31", plan.year)),
    ]);
    ui::html(&view(&ctx, &plan, &typed, &FieldErrors::new()))
}

/// Draws.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    match drawn(&ctx, id, &form).await {
        Err(Error::Invalid(errors)) => {
            let plan = plan_for(&ctx, INSPECT, id).await?;
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, &plan, &form, &errors))
        }
        other => other.map(|draw| {
            redirect(&format!("{}/rut-tham/{draw}", super::PATH), Some("inspections-flash-drawn"))
        }),
    }
}

/// Draws units into the plan that was seen, by a seed of the house's own chance; the number of the draw.
pub async fn drawn(ctx: &Ctx, id: i64, form: &Submitted) -> Result<i64> {
    let plan = plan_for(ctx, INSPECT, id).await?;
    unchanged(form, plan.version, &words::plan_state(ctx, &plan)?.text)?;
    let mut errors = FieldErrors::new();
    let span = within(&plan, form, &mut errors);
    let count = form.text("so-luong").parse::<usize>().ok().filter(|n| (1..=500).contains(n));
    if count.is_none() {
        errors.add("so-luong", "inspections-error-count");
    }
    let (Some(span), Some(count), true) = (span, count, errors.is_empty()) else {
        return Err(Error::Invalid(errors));
    };
    let author = ctx.viewer()?.name.clone();
    let seed = ctx.app.random.token();
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let draw = acts::draw_units(&ctx.app, &tx, &plan, (&seed, count), span, &author).await?;
    tx.commit().await?;
    Ok(draw)
}

fn view(ctx: &Ctx, plan: &Plan, typed: &Submitted, errors: &FieldErrors) -> FormView {
    let mut fields = vec![
        Field::number("so-luong", ctx.t("inspections-head-drawn"))
            .width(Width::Tiny)
            .value(typed.text("so-luong"))
            .error(ui::field_error(ctx, errors, "so-luong")),
    ];
    fields.extend(day_fields(ctx, typed, errors));
    let back = plan_path(plan.id);
    form_view(
        ctx,
        Asking {
            title: ctx.t("inspections-by-draw"),
            caption: words::plan_title(ctx, plan),
            lead: ctx.t("inspections-by-draw-lead"),
            action: format!("{back}/rut-tham"),
            back,
            label: ctx.t("inspections-draw"),
            fields,
            hidden: as_seen(plan.version),
        },
    )
}

/// The codes of units that a draw keeps as one text.
pub fn codes(text: &str) -> Vec<String> {
    text.split(',').filter(|c| !c.is_empty()).map(str::to_owned).collect()
}

/// Where everybody finds a draw.
pub fn open_path(id: i64) -> String {
    format!("{}/{id}", public::DRAWS)
}

/// A draw as the house sees it, from the day it was made; who made it stands here alone.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let draw = plans::draw(&ctx.app.store, id).await?;
    let plan = plan_for(&ctx, VIEW, draw.plan_id).await?;
    let mut view = again(&ctx, &plan, &draw, (plan_path(plan.id), words::plan_title(&ctx, &plan)));
    view.facts = view.facts.row(ctx.t("inspections-head-author"), draw.author_name.clone());
    if draw.is_open(&plan) {
        let public = ctx.t("inspections-see-public");
        view.head.actions.push(Action::link(open_path(id), public, ActionKind::Quiet));
    }
    ui::html(&view)
}

/// The same for everybody, once the edition it was made for is approved.
pub async fn show_open(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let draw = plans::draw(&ctx.app.store, id).await?;
    let plan = plans::get(&ctx.app.store, draw.plan_id).await?;
    if !draw.is_open(&plan) {
        return Err(Error::NotFound);
    }
    ui::html(&again(&ctx, &plan, &draw, (public::DRAWS.to_owned(), ctx.t("inspections-public-draws"))))
}

/// A draw done again before the reader's eyes: every ticket, and whether the outcome is the one that was kept.
fn again(ctx: &Ctx, plan: &Plan, draw: &Draw, (back, above): (String, String)) -> View {
    let kept = codes(&draw.chosen);
    let wanted = usize::try_from(draw.wanted).unwrap_or_default();
    let order = rules::order(&draw.seed, &codes(&draw.pool));
    let again: Vec<&str> = order.iter().take(wanted).map(|(code, _)| code.as_str()).collect();
    let same = again == kept.iter().map(String::as_str).collect::<Vec<_>>();
    let tag = if same {
        Tag::new(ctx.t("inspections-draw-same"), Tone::Good)
    } else {
        Tag::new(ctx.t("inspections-draw-differs"), Tone::Bad)
    };
    let at = kernel::Moment::from_micros(draw.at).vn();
    let facts = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("inspections-head-seed"), draw.seed.clone())
        .row(ctx.t("inspections-head-drawn"), kept.len().to_string())
        .row(ctx.t("inspections-head-drawn-at"), at);
    let directory = ctx.app.directory();
    let mut table = Table::new(&ui::words(&ctx.locale), "phieu", ctx.t("inspections-tickets"));
    table.columns = vec![
        Column::numeric("thu-tu", ctx.t("inspections-head-place")),
        Column::new("don-vi", ctx.t("inspections-head-unit")),
        Column::new("ma", ctx.t("inspections-head-code")),
        Column::new("phieu", ctx.t("inspections-head-ticket")),
    ];
    table.rows = order
        .iter()
        .enumerate()
        .map(|(place, (code, ticket))| {
            let name = directory.by_code(code).map_or_else(|| code.clone(), |a| a.short_name.clone());
            let mut unit = vec![Cell::text(name)];
            if kept.contains(code) {
                unit.push(Cell::Tag(Tag::new(ctx.t("inspections-drawn"), Tone::Accent)));
            }
            Row::new(vec![
                Cell::number((place + 1).to_string()),
                Cell::Stack(unit),
                Cell::text(code.clone()),
                Cell::text(ticket.chars().take(16).collect::<String>()),
            ])
        })
        .collect();
    let title = ctx.t("inspections-draw-title");
    View {
        page: ui::page(ctx, title.clone()).with_back(back, above),
        head: Head { caption: words::plan_title(ctx, plan), tag: Some(tag), ..Head::new(title) },
        how: ctx.t("inspections-draw-how"),
        facts,
        table,
    }
}
