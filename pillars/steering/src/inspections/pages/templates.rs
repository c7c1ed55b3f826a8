//! /kiem-tra-cchc/mau: templates of checklists by field and day; a new one is written from the one before, never over it.

use super::super::rules::{self, Question};
use super::super::slice::INSPECT;
use super::super::store::templates::{self, Template};
use super::super::words::{self, day_cell};
use super::{Asking, FormView, ListView, blank, day_field, form_view, tabs};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::export::Value;
use platform::http::{Query, Submitted, redirect};
use platform::list::ListQuery;
use platform::{Change, Ctx, FieldErrors, Refusal};
use serde_json::json;
use ui::{
    Action, ActionKind, Cell, Choice, Column, Empty, Field, Filter, Head, ListHead, Listing, Row, Table,
};

const LIST: &str = "/kiem-tra-cchc/mau";
const NEW: &str = "/kiem-tra-cchc/mau/moi";

const HEADS: [ListHead; 3] = [
    ListHead::sorting("linh-vuc", "inspections-head-field"),
    ListHead::sorting("tu", "inspections-head-valid-from"),
    ListHead::figure("cau", "inspections-head-questions"),
];

/// The templates under the filters of a query.
pub fn narrowed(query: &Query) -> ListQuery<'static> {
    let mut list = templates::list();
    if let Some(field) = query.get("linh-vuc").filter(|field| !field.is_empty()) {
        list.and("t.field = ?", [field.into()]);
    }
    list
}

/// The templates, or a file of them.
pub async fn list(ctx: Ctx, query: Query) -> Result<Response> {
    let names = words::fields(&ctx).await?;
    let held = query.get("linh-vuc").unwrap_or_default().to_owned();
    let list = narrowed(&query);
    let choices =
        names.iter().map(|(code, _)| Choice::new(code.clone(), words::field(&names, code), *code == held));
    let filter = super::with_all(&ctx, &held, choices);
    let title = ctx.t("inspections-templates");
    let may_write = ctx.viewer()?.has(INSPECT);
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: LIST,
        id: "mau-kiem-tra",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![Filter::select("linh-vuc", ctx.t("inspections-head-field"), filter)],
        empty: Empty::new(ctx.t("inspections-templates-empty"), ctx.t("inspections-templates-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |_, t: &Template| values(t)).await;
    }
    let found = list.page::<Template>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |_| Row::default());
    table.rows = found
        .rows
        .iter()
        .map(|template| {
            Ok(Row::new(vec![
                Cell::link(format!("{LIST}/{}", template.id), words::field(&names, &template.field)),
                day_cell(&template.valid_from),
                Cell::number(template.questions()?.len().to_string()),
            ]))
        })
        .collect::<Result<_>>()?;
    table.caption_hidden = true;
    let mut head = Head { lead: ctx.t("inspections-templates-lead"), ..Head::new(title.clone()) };
    if may_write {
        head.actions = vec![Action::link(NEW, ctx.t("inspections-template-new"), ActionKind::Primary)];
    }
    ui::html(&ListView { page: ui::page(&ctx, title), head, tabs: tabs(&ctx, LIST), table })
}

fn values(template: &Template) -> Result<Vec<Value>> {
    Ok(vec![
        Value::Text(template.field.clone()),
        Value::day(&template.valid_from),
        Value::Number(template.questions()?.len() as f64),
    ])
}

/// A template with its questions.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let template = templates::get(&ctx.app.store, id).await?;
    let names = words::fields(&ctx).await?;
    let title = words::field(&names, &template.field);
    let mut table = Table::new(&ui::words(&ctx.locale), "cau-hoi", ctx.t("inspections-head-questions"));
    table.columns = vec![
        Column::new("cau", ctx.t("inspections-head-question")),
        Column::new("can-cu", ctx.t("inspections-head-basis")),
        Column::new("chi-so", ctx.t("inspections-head-figure")),
    ];
    table.rows = template
        .questions()?
        .iter()
        .map(|q: &Question| {
            let figure = if q.indicator.is_empty() {
                Cell::Empty
            } else {
                Cell::link(
                    format!("/chi-so?ma={}", q.indicator),
                    super::super::figures::name(&ctx.app, &ctx.locale, &q.indicator),
                )
            };
            Row::new(vec![Cell::text(q.question.clone()), Cell::from(q.basis.clone()), figure])
        })
        .collect();
    let lead = ctx.tn(
        "inspections-template-from",
        &[("day", words::vn(&template.valid_from)), ("name", template.author_name.clone())],
    );
    let mut head = Head { caption: ctx.t("inspections-templates"), lead, ..Head::new(title.clone()) };
    if ctx.viewer()?.has(INSPECT) {
        let href = format!("{NEW}?tu-mau={id}");
        head.actions = vec![Action::link(href, ctx.t("inspections-template-change"), ActionKind::Primary)];
    }
    ui::html(&ListView {
        page: ui::page(&ctx, title).with_back(LIST, ctx.t("inspections-templates")),
        head,
        tabs: tabs(&ctx, LIST),
        table,
    })
}

/// The form of a new template, from the one it follows.
pub async fn ask(ctx: Ctx, query: Query) -> Result<Response> {
    let mut typed = blank(&[("tu-ngay", ctx.today().to_string())]);
    if let Some(id) = query.get("tu-mau").and_then(|v| v.parse::<i64>().ok()) {
        let before = templates::get(&ctx.app.store, id).await?;
        typed = blank(&[
            ("linh-vuc", before.field.clone()),
            ("tu-ngay", ctx.today().to_string()),
            ("cau-hoi", rules::written(&before.questions()?)),
        ]);
    }
    ui::html(&view(&ctx, &typed, &FieldErrors::new()).await?)
}

fn indicators(ctx: &Ctx) -> Vec<&'static str> {
    ctx.app.slices.iter().flat_map(|s| s.indicators).map(|i| i.code).collect()
}

/// Keeps it.
pub async fn submit(ctx: Ctx, form: Submitted) -> Result<Response> {
    match kept(&ctx, &form).await {
        Err(Error::Invalid(errors)) => {
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, &form, &errors).await?)
        }
        done => done.map(|id| redirect(&format!("{LIST}/{id}"), Some("inspections-flash-template"))),
    }
}

/// Keeps a template as it was typed; its number.
pub async fn kept(ctx: &Ctx, form: &Submitted) -> Result<i64> {
    let mut errors = FieldErrors::new();
    let names = words::fields(ctx).await?;
    let field = form.text("linh-vuc").to_owned();
    if names.iter().all(|(code, _)| *code != field) {
        errors.add("linh-vuc", "form-required");
    }
    let from = form.day(&mut errors, "tu-ngay");
    if form.text("tu-ngay").is_empty() {
        errors.add("tu-ngay", "form-required");
    }
    form.required(&mut errors, "cau-hoi", 20_000);
    let questions = if errors.0.iter().any(|e| e.field == "cau-hoi") {
        Vec::new()
    } else {
        rules::questions(form.text("cau-hoi"), &indicators(ctx), &mut errors)
    };
    let (Some(from), true) = (from, errors.is_empty()) else { return Err(Error::Invalid(errors)) };
    let author = ctx.viewer()?.name.clone();
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let Some(id) = templates::add(&tx, (&field, from), &questions, &author).await? else {
        return Err(Refusal::new("inspections-refused-template").arg("day", from.vn()).into());
    };
    let after = json!({
        "inspect_field": field, "inspect_valid_from": from.to_string(), "inspect_questions": questions.len()
    });
    tx.journal(Change::of("inspections", "inspection_template", id, "inspect_template").after(after)).await?;
    tx.commit().await?;
    Ok(id)
}

async fn view(ctx: &Ctx, typed: &Submitted, errors: &FieldErrors) -> Result<FormView> {
    let names = words::fields(ctx).await?;
    let held = typed.text("linh-vuc");
    let choices =
        names.iter().map(|(code, _)| Choice::new(code.clone(), words::field(&names, code), code == held));
    let codes = [("codes", indicators(ctx).join(", "))];
    let fields = vec![
        Field::select("linh-vuc", ctx.t("inspections-head-field"), choices.collect())
            .error(ui::field_error(ctx, errors, "linh-vuc")),
        day_field(ctx, "tu-ngay", "inspections-head-valid-from", typed, errors),
        Field::textarea("cau-hoi", ctx.t("inspections-head-questions"), 14)
            .hint(ctx.tn("inspections-questions-hint", &codes))
            .value(typed.text("cau-hoi"))
            .error(ui::field_error(ctx, errors, "cau-hoi")),
    ];
    Ok(form_view(
        ctx,
        Asking {
            title: ctx.t("inspections-template-new"),
            caption: String::new(),
            lead: ctx.t("inspections-template-lead"),
            back: LIST.to_owned(),
            action: NEW.to_owned(),
            label: ctx.t("inspections-template-keep"),
            fields,
            hidden: Vec::new(),
        },
    ))
}
