//! GET /thu-tuc/{code}/so-sanh: what changed between any two versions of a procedure, for everybody.

use super::super::rules::diff::{Difference, differences};
use super::super::rules::words::{place, shown};
use super::super::store::{self, Row as Found};
use super::{Block, PublicPage, day};
use axum::extract::Path;
use axum::response::Response;
use contracts::procedures::{Catalogue, Procedure};
use platform::Ctx;
use platform::error::{Error, Result};
use platform::http::Query;
use serde_json::Value as Json;
use std::sync::Arc;
use ui::{Cell, Choice, Column, Empty, Field, Form, Head, Row, Table};

/// Keys that say nothing to a reader of differences.
const UNSAID: [&str; 2] = ["status", "code"];

/// The comparison: without a choice the newest version with the one before it.
pub async fn show(ctx: Ctx, Path(code): Path<String>, query: Query) -> Result<Response> {
    let history: Vec<Found> = store::history(&ctx.app.store, &code).await?;
    let known: Vec<&Found> = history.iter().filter(|r| r.status != "drafted").collect();
    let newest = known.first().ok_or(Error::NotFound)?;
    let before = known.get(1).unwrap_or(newest);
    let asked = |name: &str, usual: &Found| -> Result<i64> {
        let Some(text) = query.get(name) else { return Ok(usual.number) };
        let number = text.parse().map_err(|_| Error::NotFound)?;
        known.iter().any(|r| r.number == number).then_some(number).ok_or(Error::NotFound)
    };
    let (from, to) = (asked("tu", before)?, asked("den", newest)?);
    let (old, new) = (body(&ctx, &known, from).await?, body(&ctx, &known, to).await?);
    let found = told(&old, &new)?;
    let args = [("from", from.to_string()), ("to", to.to_string())];
    let mut head = Head::new(ctx.t("catalogue-compare-title"));
    head.caption = format!("{code} – {}", newest.name);
    head.lead = ctx.tn("catalogue-compare-lead", &args);
    let table = table(&ctx, "khac-biet", ctx.tn("catalogue-compare-caption", &args), &found);
    let here = format!("/thu-tuc/{code}");
    let blocks = vec![
        Block::new("chon", String::new()).part(&chooser(&ctx, &here, &known, (from, to))),
        Block::new("khac", ctx.tn("catalogue-compare-count", &[("count", found.len().to_string())]))
            .part(&table),
    ];
    let page =
        ui::page(&ctx, ctx.t("catalogue-compare-title")).with_back(here, ctx.t("catalogue-compare-sheet"));
    ui::html(&PublicPage { page, head, blocks })
}

fn chooser(ctx: &Ctx, here: &str, known: &[&Found], (from, to): (i64, i64)) -> Form {
    let offered = |chosen: i64| {
        known
            .iter()
            .map(|r| {
                let words = [("number", r.number.to_string()), ("from", day(&r.valid_from))];
                Choice::new(
                    r.number.to_string(),
                    ctx.tn("catalogue-compare-version", &words),
                    r.number == chosen,
                )
            })
            .collect()
    };
    let fields = vec![
        Field::select("tu", ctx.t("catalogue-compare-from"), offered(from)),
        Field::select("den", ctx.t("catalogue-compare-to"), offered(to)),
    ];
    let action = format!("{here}/so-sanh");
    let mut form = Form::new(&ui::words(&ctx.locale), action, ctx.t("catalogue-compare"), fields);
    form.method = "get";
    form
}

async fn body(ctx: &Ctx, known: &[&Found], number: i64) -> Result<Procedure> {
    let row = known.iter().find(|r| r.number == number).ok_or(Error::NotFound)?;
    let catalogue: Arc<dyn Catalogue> = ctx.app.port()?;
    Ok(catalogue.version(&ctx.app, row.id).await?.body.clone())
}

/// The differences that a reader is told.
pub fn told(old: &Procedure, new: &Procedure) -> Result<Vec<Difference>> {
    Ok(told_of(&serde_json::to_value(old)?, &serde_json::to_value(new)?))
}

/// The same of bodies that are not whole.
pub fn told_of(old: &Json, new: &Json) -> Vec<Difference> {
    let mut found = differences(old, new);
    found.retain(|d| !UNSAID.contains(&d.part.as_str()));
    found
}

/// The differences as a table: where, before, after.
pub fn table(ctx: &Ctx, id: &str, caption: String, found: &[Difference]) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), id, caption);
    table.caption_hidden = true;
    table.columns =
        ["ui-field", "ui-before", "ui-after"].iter().map(|head| Column::new("", ctx.t(head))).collect();
    let cell = |field: &str, value: Option<&Json>, absent: &str| match value {
        None => Cell::muted(ctx.t(absent)),
        Some(value) => Cell::from(shown(&ctx.locale, field, value)),
    };
    let row = |d: &Difference| {
        Row::new(vec![
            place(&ctx.locale, &d.part, &d.place).into(),
            cell(&d.field, d.before.as_ref(), "catalogue-compare-not-yet"),
            cell(&d.field, d.after.as_ref(), "catalogue-compare-no-more"),
        ])
    };
    table.rows = found.iter().map(row).collect();
    table.empty = Empty::new(ctx.t("catalogue-compare-same"), "");
    table
}
