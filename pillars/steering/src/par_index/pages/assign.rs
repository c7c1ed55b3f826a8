//! /chi-so-cchc/phieu/{id}/phan-cong: criteria of a sheet given to people of its agency, each with a day until when.

use super::super::acts;
use super::super::rules::state::Deed;
use super::super::rules::tree::By;
use super::super::slice::{ASSESS, ASSIGN};
use super::super::words::Writer;
use super::sheet::assigned_words;
use super::{FormView, Whole, as_seen};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::Ctx;
use platform::error::{FieldErrors, Result};
use platform::http::Submitted;
use platform::staff::{self, Member};
use ui::{Choice, Field, Form, Head};

async fn people(ctx: &Ctx, whole: &Whole) -> Result<Vec<Member>> {
    staff::able(&ctx.app, ASSESS, whole.sheet.agency_id, ctx.today()).await
}

/// The form.
pub(in super::super) async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let whole = Whole::load(&ctx, id, ASSIGN).await?;
    whole.sheet.at().after(Deed::Assess)?;
    let mut typed = Submitted::default();
    let due = whole.sheet.due()?.plus_days(-5).max(ctx.today()).to_string();
    typed.fields.insert("han".to_owned(), vec![due]);
    ui::html(&view(&ctx, &whole, &typed, &FieldErrors::new()).await?)
}

/// Gives the chosen criteria to the chosen person.
pub(in super::super) async fn submit(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let whole = Whole::to_change(&ctx, id, ASSIGN, &form).await?;
    let mut errors = FieldErrors::new();
    let account = form.text("nguoi").parse::<i64>().ok();
    let member = people(&ctx, &whole).await?.into_iter().find(|m| Some(m.account_id) == account);
    if member.is_none() {
        errors.add("nguoi", "form-required");
    }
    let due = form.day(&mut errors, "han");
    if due.is_none() && errors.0.iter().all(|e| e.field != "han") {
        errors.add("han", "form-required");
    }
    if due.is_some_and(|day| day < ctx.today()) {
        errors.add("han", "par-index-error-past");
    }
    let chosen = form.all("tieu-chi");
    let own = whole.tree.leaves().into_iter().filter(|leaf| leaf.node.by == By::Own);
    let criteria: Vec<(String, String)> = own
        .filter(|leaf| chosen.contains(&leaf.node.code))
        .map(|leaf| (leaf.node.code.clone(), leaf.node.name.clone()))
        .collect();
    if criteria.is_empty() {
        errors.add("tieu-chi", "par-index-error-no-criterion");
    }
    let (Some(member), Some(due), true) = (member, due, errors.is_empty()) else {
        let page = view(&ctx, &whole, &form, &errors).await?;
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::assign(&ctx.app, &tx, &whole.sheet, &criteria, (&member, due)).await?;
    Whole::kept(tx, &whole.href(), "par-index-flash-assigned").await
}

async fn view(ctx: &Ctx, whole: &Whole, typed: &Submitted, errors: &FieldErrors) -> Result<FormView> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let writer = Writer::new(&ctx.locale);
    let chosen = typed.all("tieu-chi");
    let person = typed.text("nguoi");
    let people = people(ctx, whole).await?.into_iter().map(|m| {
        let id = m.account_id.to_string();
        let is = id == person;
        Choice::new(id, m.name, is)
    });
    let people = std::iter::once(Choice::new("", ctx.t("par-index-choose"), person.is_empty())).chain(people);
    let own = whole.tree.leaves().into_iter().filter(|leaf| leaf.node.by == By::Own);
    let criteria = own.map(|leaf| {
        let code = &leaf.node.code;
        let hint = match whole.assigned.get(code) {
            Some(given) => assigned_words(ctx, given),
            None => ctx.t("par-index-assigned-nobody"),
        };
        Choice::new(code.clone(), writer.coded(leaf.node), chosen.contains(code)).hint(hint)
    });
    let fields = vec![
        Field::select("nguoi", ctx.t("par-index-head-person"), people.collect()).error(error("nguoi")),
        Field::date("han", ctx.t("par-index-head-until")).value(typed.text("han")).error(error("han")),
        Field::checkboxes("tieu-chi", ctx.t("par-index-head-criterion"), criteria.collect())
            .error(error("tieu-chi")),
    ];
    let words = ui::words(&ctx.locale);
    let action = format!("{}/phan-cong", whole.href());
    let mut form = Form::new(&words, action, ctx.t("par-index-assign"), fields)
        .with_secondary(whole.href(), ctx.t("ui-back"));
    form.hidden = as_seen(whole.sheet.version);
    let title = ctx.t("par-index-assign-title");
    Ok(FormView {
        page: ui::page(ctx, ui::titled(ctx, &title, Some(&form))).with_back(whole.href(), whole.title()),
        head: Head { caption: whole.title(), lead: ctx.t("par-index-assign-lead"), ..Head::new(title) },
        facts: None,
        form,
    })
}
