//! /bao-cao-cchc/mau: versions of the templates; written as YAML, put in force from a day on by a second person.

use super::super::acts;
use super::super::slice::TEMPLATES;
use super::super::store::templates::{self, TemplateRow};
use super::super::words::day_cell;
use super::{FormView, ListView, tabs};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::export::Value;
use platform::http::{Query, Submitted, redirect};
use platform::list::{ComputedSort, page_of};
use platform::{Ctx, FieldErrors};
use ui::{
    Action, ActionKind, Cell, Column, Empty, Field, Form, Head, ListHead, Listing, Row, Table, Tag, Tone,
};

const LIST: &str = "/bao-cao-cchc/mau";
/// Versions on one page.
const SIZE: usize = 50;
/// Longest template.
const LONGEST: usize = 60_000;

const HEADS: [ListHead; 5] = [
    ListHead::sorting("mau", "reports-head-template"),
    ListHead::new("trang-thai", "reports-head-state"),
    ListHead::sorting("hieu-luc", "reports-head-valid"),
    ListHead::new("lap", "reports-head-author"),
    ListHead::new("ban-hanh", "reports-head-publisher"),
];

fn path(id: i64) -> String {
    format!("{LIST}/{id}")
}

fn version(ctx: &Ctx, row: &TemplateRow) -> String {
    ctx.tn("reports-template-version", &[("name", row.name.clone()), ("version", row.version.to_string())])
}

fn state(ctx: &Ctx, row: &TemplateRow) -> Tag {
    if row.is_published() {
        Tag::new(ctx.t("reports-template-published"), Tone::Good)
    } else {
        Tag::new(ctx.t("reports-template-draft"), Tone::Neutral)
    }
}

/// Shows the versions, or hands them over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let rows = templates::all(&ctx.app.store).await?;
    let title = ctx.t("reports-templates");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: LIST,
        id: "mau-bao-cao",
        caption: title.clone(),
        heads: &HEADS,
        filters: Vec::new(),
        empty: Empty::new(ctx.t("reports-templates-empty"), ctx.t("reports-templates-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.export(kind, &rows, |row| values(&ctx, row)).await;
    }
    let sorts = [
        ComputedSort { name: "mau", key: |r: &TemplateRow| format!("{} {:06}", r.code, r.version) },
        ComputedSort { name: "hieu-luc", key: |r: &TemplateRow| r.valid_from.clone() },
    ];
    let found = page_of(rows, &query, &sorts, SIZE, |r| r.id);
    let mut table = listing.table(&found, |r| {
        Row::new(vec![
            Cell::link(path(r.id), version(&ctx, r)),
            Cell::Tag(state(&ctx, r)),
            day_cell(&r.valid_from),
            Cell::from(r.author_name.clone()),
            Cell::from(r.published_by.clone()),
        ])
    });
    table.caption_hidden = true;
    let head = Head { lead: ctx.t("reports-templates-lead"), ..Head::new(title.clone()) };
    let page = ui::page(&ctx, title);
    ui::html(&ListView { page, head, tabs: tabs(&ctx, LIST), notes: Vec::new(), table })
}

fn values(ctx: &Ctx, row: &TemplateRow) -> Vec<Value> {
    vec![
        Value::Text(version(ctx, row)),
        Value::Text(state(ctx, row).text),
        Value::day(&row.valid_from),
        Value::Text(row.author_name.clone()),
        Value::Text(row.published_by.clone()),
    ]
}

/// One version: its rows and where their figures come from.
pub async fn one(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let row = templates::get(&ctx.app.store, id).await?;
    let template = row.template()?;
    let title = version(&ctx, &row);
    let mut table = Table::new(&ui::words(&ctx.locale), "dong", ctx.t("reports-template-rows"));
    table.columns = vec![
        Column::new("ma", ctx.t("reports-head-code")),
        Column::new("chi-tieu", ctx.t("reports-head-row")),
        Column::new("don-vi", ctx.t("reports-head-unit")),
        Column::new("nguon", ctx.t("reports-head-source")),
    ];
    for def in template.rows() {
        let source = match (&def.share, def.indicator.as_deref()) {
            (Some([part, whole]), _) => Cell::text(format!("{part} / {whole}")),
            (None, Some(code)) => match super::super::measuring::indicator(&ctx.app, code) {
                Some(found) => Cell::Stack(vec![Cell::text(ctx.t(found.name)), Cell::muted(code)]),
                None => Cell::muted(code),
            },
            (None, None) => Cell::text(ctx.t("reports-source-declared")),
        };
        table.rows.push(Row::new(vec![
            Cell::text(def.code.clone()),
            Cell::text(def.name.clone()),
            Cell::text(def.unit.clone()),
            source,
        ]));
    }
    let mut head = Head { tag: Some(state(&ctx, &row)), ..Head::new(title.clone()) };
    if ctx.viewer()?.has(TEMPLATES) {
        head.actions.push(Action::link(
            format!("{}/sua", path(id)),
            ctx.t("reports-template-edit"),
            ActionKind::Quiet,
        ));
        if !row.is_published() {
            let publish = format!("{}/ban-hanh", path(id));
            head.actions
                .insert(0, Action::post(publish, ctx.t("reports-template-publish"), ActionKind::Primary));
        }
    }
    let sections = template.sections.iter().map(|s| format!("{}. {}", s.code, s.title)).collect();
    let page = ui::page(&ctx, title).with_back(LIST, ctx.t("reports-templates"));
    ui::html(&ListView { page, head, tabs: tabs(&ctx, LIST), notes: sections, table })
}

/// The form for the next version.
pub async fn edit(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let row = templates::get(&ctx.app.store, id).await?;
    ui::html(&view(&ctx, &row, [&row.name, &row.body], &FieldErrors::new())?)
}

fn view(ctx: &Ctx, row: &TemplateRow, [name, body]: [&str; 2], errors: &FieldErrors) -> Result<FormView> {
    let error = |field: &str| ui::field_error(ctx, errors, field);
    let fields = vec![
        Field::text("ten", ctx.t("reports-head-name")).value(name).error(error("ten")),
        Field::textarea("noi-dung", ctx.t("reports-template-body"), 30)
            .hint(ctx.t("reports-template-hint"))
            .value(body)
            .error(error("noi-dung")),
    ];
    let action = format!("{}/sua", path(row.id));
    let form = Form::new(&ui::words(&ctx.locale), action, ctx.t("reports-template-save"), fields)
        .with_secondary(path(row.id), ctx.t("ui-back"));
    let title = ctx.t("reports-template-edit");
    Ok(FormView {
        page: ui::page(ctx, title.clone()).with_back(path(row.id), version(ctx, row)),
        head: Head { caption: version(ctx, row), lead: ctx.t("reports-template-lead"), ..Head::new(title) },
        notes: Vec::new(),
        form,
    })
}

/// Keeps it as the next version, a draft.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let row = templates::get(&ctx.app.store, id).await?;
    let mut errors = FieldErrors::new();
    let name = form.required(&mut errors, "ten", 200);
    let body = form.required(&mut errors, "noi-dung", LONGEST);
    if errors.is_empty() {
        let author = ctx.viewer()?.name.clone();
        let tx = ctx.app.store.write(&ctx.actor()).await?;
        match acts::write_template(&ctx.app, &tx, (&row.code, &name), &body, &author).await {
            Ok(new) => {
                tx.commit().await?;
                return Ok(redirect(&path(new), Some("reports-flash-template")));
            }
            // What is wrong with the template is said beside it, and nothing typed is lost.
            Err(Error::Refused(refusal)) => {
                errors.add_with(
                    "noi-dung",
                    refusal.key,
                    refusal.args.iter().map(|(n, v)| (*n, v.clone())).collect(),
                );
            }
            Err(other) => return Err(other),
        }
    }
    let page = view(&ctx, &row, [form.text("ten"), form.text("noi-dung")], &errors)?;
    ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// Puts a draft in force from today on.
pub async fn publish(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let row = templates::get(&ctx.app.store, id).await?;
    let viewer = ctx.viewer()?;
    let who = (viewer.account_id, viewer.name.as_str());
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::publish_template(&tx, &row, who, ctx.today()).await?;
    tx.commit().await?;
    Ok(redirect(&path(id), Some("reports-flash-published")))
}
