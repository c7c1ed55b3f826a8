//! /trao-doi/mau/moi and /trao-doi/mau/{id}: a standing answer, written and changed.

use super::super::rules::LONGEST;
use super::super::slice::STANDING;
use super::super::store::{self, Answer};
use super::answers::PATH;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Submitted, redirect};
use platform::{Change, Ctx};
use serde_json::json;
use ui::{Choice, Field, Form, Head, Page};

/// Hidden field: the version that was looked at.
const SEEN: &str = "lan";
/// Longest title, characters.
const TITLE: usize = 120;

#[derive(askama::Template)]
#[template(path = "messages/pages/answer_form.html")]
struct View {
    page: Page,
    head: Head,
    form: Form,
}

/// The empty form.
pub async fn new(ctx: Ctx) -> Result<Response> {
    page(&ctx, None, &Submitted::default(), &FieldErrors::new())
}

/// The form of a standing answer.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let answer = of_scope(&ctx, id).await?;
    let mut typed = Submitted::default();
    let mut put = |name: &str, value: String| typed.fields.insert(name.to_owned(), vec![value]);
    put("ten", answer.title.clone());
    put("noi_dung", answer.body.clone());
    put("dung", if answer.active { "1" } else { "0" }.to_owned());
    page(&ctx, Some(&answer), &typed, &FieldErrors::new())
}

async fn of_scope(ctx: &Ctx, id: i64) -> Result<Answer> {
    let answer = store::answer(&ctx.app.store, id).await?.ok_or(Error::NotFound)?;
    ctx.require(STANDING, answer.agency_id)?;
    Ok(answer)
}

/// The agencies for which the viewer keeps standing answers.
fn agencies(ctx: &Ctx) -> Vec<(i64, String)> {
    let scope = ctx.scope(STANDING);
    let directory = ctx.app.directory();
    let mut found: Vec<(i64, String)> = directory
        .in_force(ctx.today())
        .filter(|agency| scope.covers(agency.id) && !matches!(agency.kind.as_str(), "division" | "press"))
        .map(|agency| (agency.id, agency.short_name.clone()))
        .collect();
    found.sort_by(|a, b| a.1.cmp(&b.1));
    found
}

/// Adds one.
pub async fn add(ctx: Ctx, typed: Submitted) -> Result<Response> {
    let mut errors = FieldErrors::new();
    let title = typed.required(&mut errors, "ten", TITLE);
    let body = typed.required(&mut errors, "noi_dung", LONGEST);
    let agency = typed.text("don-vi").parse::<i64>().unwrap_or_default();
    if !agencies(&ctx).iter().any(|(id, _)| *id == agency) {
        errors.add("don-vi", "form-required");
    }
    if !errors.is_empty() {
        return page(&ctx, None, &typed, &errors);
    }
    ctx.require(STANDING, agency)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let id = store::add_answer(&tx, agency, &title, &body).await?;
    let after = json!({"standing_title": title, "standing_body": body});
    tx.journal(Change::of("messages", "standing_answer", id, "standing_add").after(after)).await?;
    tx.commit().await?;
    Ok(redirect(PATH, Some("messages-flash-answer")))
}

/// Changes one.
pub async fn change(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let answer = of_scope(&ctx, id).await?;
    let mut errors = FieldErrors::new();
    let title = typed.required(&mut errors, "ten", TITLE);
    let body = typed.required(&mut errors, "noi_dung", LONGEST);
    if !errors.is_empty() {
        return page(&ctx, Some(&answer), &typed, &errors);
    }
    let active = typed.ticked("dung");
    let new = Answer {
        title: title.clone(),
        body: body.clone(),
        active,
        version: typed.text(SEEN).parse().unwrap_or_default(),
        ..answer.clone()
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    if !store::change_answer(&tx, &new).await? {
        // What was typed stands under the answer as it is now: sent again, it replaces what the other one wrote.
        errors.add_with("ten", "messages-error-answer-changed", vec![("title", answer.title.clone())]);
        let mut again = Submitted { fields: typed.fields.clone(), uploads: Vec::new() };
        again.fields.remove(SEEN);
        return page(&ctx, Some(&answer), &again, &errors);
    }
    let before = json!({
        "standing_title": answer.title, "standing_body": answer.body, "standing_active": answer.active,
    });
    let after = json!({"standing_title": title, "standing_body": body, "standing_active": active});
    let change = Change::of("messages", "standing_answer", id, "standing_change").before(before).after(after);
    tx.journal(change).await?;
    tx.commit().await?;
    Ok(redirect(PATH, Some("messages-flash-answer")))
}

fn page(ctx: &Ctx, answer: Option<&Answer>, typed: &Submitted, errors: &FieldErrors) -> Result<Response> {
    let error = |field: &str| ui::field_error(ctx, errors, field);
    let mut fields = Vec::new();
    if answer.is_none() {
        let own = ctx.viewer()?.agency_id.map(|id| id.to_string()).unwrap_or_default();
        let held = typed.optional("don-vi").unwrap_or(own);
        let choices = agencies(ctx).into_iter().map(|(id, name)| {
            let value = id.to_string();
            let selected = value == held;
            Choice::new(value, name, selected)
        });
        let field = Field::select("don-vi", ctx.t("messages-head-agency"), choices.collect());
        fields.push(field.hint(ctx.t("messages-answer-agency-hint")).error(error("don-vi")));
    }
    fields.push(
        Field::text("ten", ctx.t("messages-answer-title"))
            .value(typed.text("ten"))
            .max_length(u32::try_from(TITLE).unwrap_or(120))
            .error(error("ten")),
    );
    fields.push(
        Field::textarea("noi_dung", ctx.t("messages-answer-body"), 6)
            .value(typed.text("noi_dung"))
            .max_length(u32::try_from(LONGEST).unwrap_or(4000))
            .error(error("noi_dung")),
    );
    if let Some(answer) = answer {
        let seen = typed.optional(SEEN).unwrap_or_else(|| answer.version.to_string());
        fields.push(Field::hidden(SEEN, seen));
        let tick = Choice::new("1", ctx.t("messages-answer-active"), typed.ticked("dung"));
        fields.push(Field::checkboxes("dung", ctx.t("messages-answer-use"), vec![tick]).optional());
    }
    let (title, action) = match answer {
        Some(answer) => (answer.title.clone(), format!("{PATH}/{}", answer.id)),
        None => (ctx.t("messages-answer-new"), format!("{PATH}/moi")),
    };
    let form = Form::new(&ui::words(&ctx.locale), action, ctx.t("messages-answer-save"), fields)
        .with_secondary(PATH, ctx.t("messages-answers-title"));
    let mut page = ui::page(ctx, title.clone()).with_crumb(PATH, ctx.t("messages-answers-title"));
    let mut status = StatusCode::OK;
    if !errors.is_empty() {
        page.title = format!("{} {}", page.words.error_prefix, page.title);
        status = StatusCode::UNPROCESSABLE_ENTITY;
    }
    ui::html_with(status, &View { page, head: Head::new(title), form })
}
