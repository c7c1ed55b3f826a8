//! /chi-so-cchc/dot/moi: opening a round: tree, year, agencies, term.

use super::super::acts;
use super::super::slice::MANAGE;
use super::super::store::rounds::{NewRound, RoundRow};
use super::super::store::trees::{self, TreeRow};
use super::super::words::Writer;
use super::{FormView, ROUNDS};
use axum::http::StatusCode;
use axum::response::Response;
use platform::Ctx;
use platform::directory::AgencyRef;
use platform::error::{FieldErrors, Result};
use platform::http::{Query, Submitted, redirect};
use ui::{Cell, Choice, Field, Form, Head, SummaryList, Width};

/// Names of the fields, in order.
const NAMES: [&str; 6] = ["bo", "nam", "to-chuc", "ten", "han", "het-nhan"];

/// The form.
pub(in super::super) async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let raw = NAMES.map(|n| query.get(n).unwrap_or_default().to_owned());
    let trees = trees::ready(&ctx.app.store).await?;
    ui::html(&view(&ctx, &trees, &raw, &FieldErrors::new())?)
}

fn view(ctx: &Ctx, trees: &[TreeRow], raw: &[String; 6], errors: &FieldErrors) -> Result<FormView> {
    let [tree, year, owner, name, due, closes] = raw;
    let error = |field: &str| ui::field_error(ctx, errors, field);
    let writer = Writer::new(&ctx.locale);
    let known = trees.iter().map(|t| {
        let label = format!("{} ({}, {})", t.name, t.year, writer.level(&t.level));
        Choice::new(t.code.clone(), label, t.code == *tree)
    });
    let known = std::iter::once(Choice::new("", ctx.t("par-index-choose"), tree.is_empty())).chain(known);
    let year = if year.is_empty() { ctx.today().year().to_string() } else { year.clone() };
    let fields = vec![
        Field::select("bo", ctx.t("par-index-head-tree"), known.collect()).error(error("bo")),
        Field::text("nam", ctx.t("par-index-head-year")).width(Width::Tiny).value(year).error(error("nam")),
        Field::select(
            "to-chuc",
            ctx.t("par-index-head-owner"),
            ui::agency_choices(ctx, &ctx.scope(MANAGE), owner)?,
        )
        .hint(ctx.t("par-index-owner-hint"))
        .error(error("to-chuc")),
        Field::text("ten", ctx.t("par-index-head-round")).value(name.clone()).error(error("ten")),
        Field::date("han", ctx.t("par-index-head-due")).value(due.clone()).error(error("han")),
        Field::date("het-nhan", ctx.t("par-index-head-closes"))
            .hint(ctx.t("par-index-closes-hint"))
            .value(closes.clone())
            .optional()
            .error(error("het-nhan")),
    ];
    let words = ui::words(&ctx.locale);
    let form = Form::new(&words, format!("{ROUNDS}/moi"), ctx.t("par-index-round-open-act"), fields)
        .with_secondary(ROUNDS, ctx.t("ui-back"));
    let title = ctx.t("par-index-round-new");
    Ok(FormView {
        page: ui::page(ctx, ui::titled(ctx, &title, Some(&form)))
            .with_back(ROUNDS, ctx.t("par-index-rounds-title")),
        head: Head { lead: ctx.t("par-index-round-new-lead"), ..Head::new(title) },
        facts: None,
        form,
    })
}

/// The form again where a round of the year judges one of these agencies already, with the way to that round.
async fn judged(
    ctx: &Ctx,
    trees: &[TreeRow],
    form: &Submitted,
    (new, agencies): (&NewRound, &[AgencyRef]),
) -> Result<Option<FormView>> {
    let ids: Vec<i64> = agencies.iter().map(|a| a.id).collect();
    let year = i64::from(new.year);
    let rivals = acts::rivals(&ctx.app.store, (year, &new.tree.level), &ids).await?;
    let Some(other) = rivals.first() else { return Ok(None) };
    let mut errors = FieldErrors::new();
    let args = vec![("round", other.name.clone()), ("year", year.to_string())];
    errors.add_with("nam", "par-index-refused-judged", args);
    let raw = NAMES.map(|n| form.text(n).to_owned());
    let mut page = view(ctx, trees, &raw, &errors)?;
    let link = |round: &RoundRow| Cell::link(format!("{ROUNDS}/{}", round.id), round.name.clone());
    let links = Cell::stacked(rivals.iter().map(link).collect());
    page.facts =
        Some(SummaryList::new(&ui::words(&ctx.locale)).row(ctx.t("par-index-head-other-rounds"), links));
    Ok(Some(page))
}

/// Opens the round.
pub(in super::super) async fn submit(ctx: Ctx, form: Submitted) -> Result<Response> {
    let trees = trees::ready(&ctx.app.store).await?;
    let mut errors = FieldErrors::new();
    let tree = trees.iter().find(|t| t.code == form.text("bo"));
    if tree.is_none() {
        errors.add("bo", "form-required");
    }
    let year = form.text("nam").parse::<i32>().ok().filter(|y| (2000..=2100).contains(y));
    if year.is_none() {
        errors.add("nam", "par-index-error-year");
    }
    let directory = ctx.app.directory();
    let owner = directory.by_code(form.text("to-chuc")).map(|a| a.id).filter(|id| ctx.may(MANAGE, *id));
    if owner.is_none() {
        errors.add("to-chuc", "form-required");
    }
    let name = form.required(&mut errors, "ten", 200);
    let due = form.day(&mut errors, "han");
    let closes = form.day(&mut errors, "het-nhan");
    if due.is_none() && form.text("han").is_empty() {
        errors.add("han", "form-required");
    }
    if due.zip(closes).is_some_and(|(due, closes)| closes < due) {
        errors.add("het-nhan", "par-index-error-closes");
    }
    // Of a year that is over the terms are over too; of the year that runs all would be late at once.
    let runs = year == Some(ctx.today().year());
    if runs && due.is_some_and(|due| due < ctx.today()) {
        errors.add("han", "par-index-error-past");
    }
    let (Some(tree), Some(year), Some(owner_id), Some(due), true) =
        (tree, year, owner, due, errors.is_empty())
    else {
        let raw = NAMES.map(|n| form.text(n).to_owned());
        let view = view(&ctx, &trees, &raw, &errors)?;
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    };
    ctx.require(MANAGE, owner_id)?;
    let new = NewRound { tree_id: tree.id, tree: tree.tree()?, owner_id, year, name, due, closes };
    let agencies = acts::assessed(&directory, ctx.today(), owner_id, &new.tree.level);
    if let Some(page) = judged(&ctx, &trees, &form, (&new, &agencies)).await? {
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let id = acts::open_round(&tx, &new, &agencies).await?;
    tx.commit().await?;
    Ok(redirect(&format!("{ROUNDS}/{id}"), Some("par-index-flash-opened")))
}
