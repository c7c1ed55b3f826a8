//! /nhan-ho-so/moi and /nhan-ho-so/{id}: a label, made and changed.

use super::super::rules::label::{LONGEST, TONES, tone};
use super::super::slice::KEEP_LABELS;
use super::super::store::{self, Changed, Label};
use super::labels::PATH;
use super::{FormView, agencies};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Submitted, redirect};
use platform::{Change, Ctx};
use serde_json::json;
use ui::{Choice, Field, Form, Head, Width};

/// Hidden field: the version that was looked at.
const SEEN: &str = "lan";

/// The empty form.
pub async fn new(ctx: Ctx) -> Result<Response> {
    page(&ctx, None, &Submitted::default(), &FieldErrors::new())
}

async fn of_scope(ctx: &Ctx, id: i64) -> Result<Label> {
    let label = store::label(&ctx.app.store, id).await?.ok_or(Error::NotFound)?;
    ctx.require(KEEP_LABELS, label.agency_id)?;
    Ok(label)
}

/// The form of a label.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let label = of_scope(&ctx, id).await?;
    let mut typed = Submitted::default();
    let mut put = |name: &str, value: &str| typed.fields.insert(name.to_owned(), vec![value.to_owned()]);
    put("ten", &label.name);
    put("sac", &label.tone);
    put("dung", if label.active { "1" } else { "0" });
    page(&ctx, Some(&label), &typed, &FieldErrors::new())
}

/// Makes a label.
pub async fn add(ctx: Ctx, typed: Submitted) -> Result<Response> {
    let mut errors = FieldErrors::new();
    let name = typed.required(&mut errors, "ten", LONGEST);
    let agency = typed.text("don-vi").parse::<i64>().unwrap_or_default();
    if !agencies(&ctx, KEEP_LABELS).iter().any(|(id, _)| *id == agency) {
        errors.add("don-vi", "form-required");
    }
    if !errors.is_empty() {
        return page(&ctx, None, &typed, &errors);
    }
    ctx.require(KEEP_LABELS, agency)?;
    let tone = tone(typed.text("sac"));
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let Some(id) = store::add_label(&tx, agency, &name, tone).await? else {
        errors.add("ten", "desk-error-label-taken");
        return page(&ctx, None, &typed, &errors);
    };
    let after = json!({"label_name": name, "label_tone": tone});
    tx.journal(Change::of("desk", "desk_label", id, "label_add").after(after)).await?;
    tx.commit().await?;
    Ok(redirect(PATH, Some("desk-flash-label")))
}

/// Changes a label.
pub async fn change(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let label = of_scope(&ctx, id).await?;
    let mut errors = FieldErrors::new();
    let name = typed.required(&mut errors, "ten", LONGEST);
    if !errors.is_empty() {
        return page(&ctx, Some(&label), &typed, &errors);
    }
    let new = Label {
        name,
        tone: tone(typed.text("sac")).to_owned(),
        active: typed.ticked("dung"),
        version: typed.text(SEEN).parse().unwrap_or_default(),
        ..label.clone()
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    match store::change_label(&tx, &new).await? {
        Changed::Done => {}
        Changed::Taken => {
            errors.add("ten", "desk-error-label-taken");
            return page(&ctx, Some(&label), &typed, &errors);
        }
        Changed::Overtaken => {
            // What was typed stands under the label as it is now: sent again, it replaces what the other one wrote.
            errors.add_with("ten", "desk-error-label-changed", vec![("name", label.name.clone())]);
            let mut again = Submitted { fields: typed.fields.clone(), uploads: Vec::new() };
            again.fields.remove(SEEN);
            return page(&ctx, Some(&label), &again, &errors);
        }
    }
    let before = json!({"label_name": label.name, "label_tone": label.tone, "label_active": label.active});
    let after = json!({"label_name": new.name, "label_tone": new.tone, "label_active": new.active});
    tx.journal(Change::of("desk", "desk_label", id, "label_change").before(before).after(after)).await?;
    tx.commit().await?;
    Ok(redirect(PATH, Some("desk-flash-label")))
}

fn page(ctx: &Ctx, label: Option<&Label>, typed: &Submitted, errors: &FieldErrors) -> Result<Response> {
    let error = |field: &str| ui::field_error(ctx, errors, field);
    let mut fields = Vec::new();
    if label.is_none() {
        let own = ctx.viewer()?.agency_id.map(|id| id.to_string()).unwrap_or_default();
        let held = typed.optional("don-vi").unwrap_or(own);
        let choices = agencies(ctx, KEEP_LABELS).into_iter().map(|(id, name)| {
            let value = id.to_string();
            let selected = value == held;
            Choice::new(value, name, selected)
        });
        let field = Field::select("don-vi", ctx.t("desk-head-agency"), choices.collect());
        fields.push(field.error(error("don-vi")));
    }
    fields.push(
        Field::text("ten", ctx.t("desk-head-label"))
            .hint(ctx.t("desk-label-name-hint"))
            .width(Width::Half)
            .value(typed.text("ten"))
            .max_length(u32::try_from(LONGEST).unwrap_or(40))
            .error(error("ten")),
    );
    let held = tone(typed.text("sac"));
    let tones = TONES.map(|word| Choice::new(word, ctx.t(&format!("desk-tone-{word}")), word == held));
    fields.push(
        Field::radios("sac", ctx.t("desk-label-tone"), tones.into()).hint(ctx.t("desk-label-tone-hint")),
    );
    if let Some(label) = label {
        let seen = typed.optional(SEEN).unwrap_or_else(|| label.version.to_string());
        fields.push(Field::hidden(SEEN, seen));
        let tick = Choice::new("1", ctx.t("desk-in-use"), typed.ticked("dung"));
        fields.push(Field::checkboxes("dung", ctx.t("desk-head-use"), vec![tick]).optional());
    }
    let (title, action) = match label {
        Some(label) => (label.name.clone(), format!("{PATH}/{}", label.id)),
        None => (ctx.t("desk-label-new"), format!("{PATH}/moi")),
    };
    let form = Form::new(&ui::words(&ctx.locale), action, ctx.t("desk-label-save"), fields)
        .with_secondary(PATH, ctx.t("desk-labels-title"));
    let mut page = ui::page(ctx, title.clone()).with_crumb(PATH, ctx.t("desk-labels-title"));
    let mut status = StatusCode::OK;
    if !errors.is_empty() {
        page.title = format!("{} {}", page.words.error_prefix, page.title);
        status = StatusCode::UNPROCESSABLE_ENTITY;
    }
    ui::html_with(status, &FormView { page, head: Head::new(title), form })
}
