//! /chi-so-cchc/phieu/{id}/khac-phuc: points that were lost, the most first, and those chosen written as tasks into the agency's
//! plan of the year after.

use super::super::rules::lost::{Lost, lost};
use super::super::rules::state::State;
use super::super::slice::ASSESS;
use super::super::store::scores::{ScoreRow, points};
use super::super::words::Writer;
use super::{FormView, Whole};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use contracts::plans::{PlanWriting, Wanted};
use contracts::programme::Programmes;
use kernel::Day;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Submitted, redirect};
use platform::{Change, Ctx, Refusal};
use serde_json::json;
use std::sync::Arc;
use ui::{Choice, Field, Form, Head};

/// A sheet whose verdicts are known.
async fn judged(ctx: &Ctx, id: i64) -> Result<Whole> {
    let whole = Whole::load(ctx, id, ASSESS).await?;
    if matches!(whole.sheet.at(), State::Drafting | State::Submitted) {
        return Err(Error::Changed(vec![Writer::new(&ctx.locale).state(whole.sheet.at()).text]));
    }
    Ok(whole)
}

/// Last day of the year after, by which the tasks are to be done.
fn last_day(whole: &Whole) -> Result<Day> {
    let year = whole.round.calendar_year() + 1;
    Day::ymd(year, 12, 31).ok_or_else(|| Error::fault("par_round.year", year))
}

/// The form.
pub(in super::super) async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let whole = judged(&ctx, id).await?;
    let mut typed = Submitted::default();
    let all = losses(&whole).iter().map(|l| l.leaf.node.code.clone()).collect();
    typed.fields.insert("tieu-chi".to_owned(), all);
    typed.fields.insert("han".to_owned(), vec![last_day(&whole)?.to_string()]);
    ui::html(&view(&ctx, &whole, &typed, &FieldErrors::new()).await?)
}

fn losses(whole: &Whole) -> Vec<Lost<'_>> {
    lost(&whole.tree, &points(&whole.scores, ScoreRow::last))
}

/// Fields of the programme: code and name; the plan's own one where there is no programme.
async fn fields(ctx: &Ctx) -> Result<Vec<(String, String)>> {
    let Ok(port) = ctx.app.port::<Arc<dyn Programmes>>() else { return Ok(Vec::new()) };
    let programme = port.current(&ctx.app).await?;
    let pick = |vi: &str, en: &str| ctx.locale.pick(vi, en).to_owned();
    Ok(programme
        .map(|p| p.fields.iter().map(|f| (f.code.clone(), pick(&f.name, &f.name_en))).collect())
        .unwrap_or_default())
}

/// Writes the chosen ones into the plan.
pub(in super::super) async fn submit(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let whole = judged(&ctx, id).await?;
    let mut errors = FieldErrors::new();
    let due = form.day(&mut errors, "han");
    if due.is_none() && errors.is_empty() {
        errors.add("han", "form-required");
    }
    let field = form.text("linh-vuc");
    if !fields(&ctx).await?.iter().any(|(code, _)| code == field) {
        errors.add("linh-vuc", "form-required");
    }
    let chosen = form.all("tieu-chi");
    let writer = Writer::new(&ctx.locale);
    let tasks: Vec<Wanted> = losses(&whole)
        .into_iter()
        .filter(|l| chosen.contains(&l.leaf.node.code))
        .map(|l| wanted(&writer, &whole, &l, field))
        .collect();
    if tasks.is_empty() {
        errors.add("tieu-chi", "par-index-error-no-criterion");
    }
    let (Some(due), true) = (due, errors.is_empty()) else {
        let page = view(&ctx, &whole, &form, &errors).await?;
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let Ok(port) = ctx.app.port::<Arc<dyn PlanWriting>>() else {
        return Err(Refusal::new("par-index-refused-no-plans").into());
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let of = (whole.sheet.agency_id, whole.round.calendar_year() + 1);
    let (href, written) = port.add(&ctx, &tx, of, due, tasks).await?;
    let after = json!({"par_tasks": written, "par_due_on": due.to_string()});
    tx.journal(Change::of("par_index", "par_sheet", id, "par_fix").after(after)).await?;
    tx.commit().await?;
    Ok(redirect(&href, Some("par-index-flash-fixed")))
}

/// The task that would earn the points again; plans speak Vietnamese, whatever the reader's language.
fn wanted(writer: &Writer<'_>, whole: &Whole, lost: &Lost<'_>, field: &str) -> Wanted {
    let leaf = &lost.leaf;
    let name = format!(
        "Khắc phục {} điểm mất ở tiêu chí {} {}",
        writer.dec(lost.lost),
        leaf.node.code,
        leaf.node.name
    );
    let output = if leaf.node.evidence.is_empty() { &leaf.node.name } else { &leaf.node.evidence };
    Wanted {
        name: name.chars().take(500).collect(),
        output: output.chars().take(500).collect(),
        figure: format!(
            "{} điểm (năm {}: {})",
            writer.dec(leaf.max()),
            whole.sheet.year,
            writer.dec(lost.points)
        ),
        field: field.to_owned(),
    }
}

async fn view(ctx: &Ctx, whole: &Whole, typed: &Submitted, errors: &FieldErrors) -> Result<FormView> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let writer = Writer::new(&ctx.locale);
    let chosen = typed.all("tieu-chi");
    let field = typed.text("linh-vuc");
    let criteria: Vec<Choice> = losses(whole)
        .into_iter()
        .map(|l| {
            let code = &l.leaf.node.code;
            let reason = whole.scores.get(code).map(|row| row.reason.clone()).unwrap_or_default();
            let args = [("lost", writer.dec(l.lost)), ("max", writer.dec(l.leaf.max())), ("reason", reason)];
            Choice::new(code.clone(), writer.coded(l.leaf.node), chosen.contains(code))
                .hint(ctx.tn("par-index-lost-points", &args))
        })
        .collect();
    let known = fields(ctx).await?.into_iter();
    let known = known.map(|(code, name)| {
        let is = code == field;
        Choice::new(code.clone(), format!("{code} {name}"), is)
    });
    let first = Choice::new("", ctx.t("par-index-choose"), field.is_empty());
    let all = if criteria.is_empty() {
        vec![Field::heading(ctx.t("par-index-lost-none"))]
    } else {
        vec![
            Field::checkboxes("tieu-chi", ctx.t("par-index-head-criterion"), criteria)
                .error(error("tieu-chi")),
            Field::select(
                "linh-vuc",
                ctx.t("par-index-head-field"),
                std::iter::once(first).chain(known).collect(),
            )
            .error(error("linh-vuc")),
            Field::date("han", ctx.t("par-index-head-until")).value(typed.text("han")).error(error("han")),
        ]
    };
    let words = ui::words(&ctx.locale);
    let year = (whole.sheet.year + 1).to_string();
    let form = Form::new(&words, format!("{}/khac-phuc", whole.href()), ctx.t("par-index-fix"), all)
        .with_secondary(whole.href(), ctx.t("ui-back"));
    let title = ctx.t("par-index-fix-title");
    Ok(FormView {
        page: ui::page(ctx, ui::titled(ctx, &title, Some(&form))).with_back(whole.href(), whole.title()),
        head: Head {
            caption: whole.title(),
            lead: ctx.tn("par-index-fix-lead", &[("year", year)]),
            ..Head::new(title)
        },
        facts: None,
        form,
    })
}
