//! GET, POST /hoi-nghi-doi-thoai/moi: announcing a conference.

use super::super::acts;
use super::super::rules::AUDIENCES;
use super::super::slice::HANDLE;
use super::super::store::NewDialogue;
use super::{Desk, LIST, agencies, choices, tabs, titled};
use axum::http::StatusCode;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Submitted, redirect};
use ui::{Field, Form, Head};

const PATH: &str = "/hoi-nghi-doi-thoai/moi";

/// The form.
pub async fn show(ctx: Ctx) -> Result<Response> {
    form(&ctx, &Submitted::default(), &FieldErrors::new())
}

/// Announces it.
pub async fn submit(ctx: Ctx, typed: Submitted) -> Result<Response> {
    match announced(&ctx, &typed).await {
        Ok(id) => Ok(redirect(&format!("{LIST}/{id}"), Some("dialogue-flash-done"))),
        Err(Error::Invalid(errors)) => form(&ctx, &typed, &errors),
        Err(other) => Err(other),
    }
}

/// Announces it as it was typed; its id.
pub async fn announced(ctx: &Ctx, typed: &Submitted) -> Result<i64> {
    let mut errors = FieldErrors::new();
    let theme = typed.required(&mut errors, "chu_de", 300);
    let place = typed.required(&mut errors, "dia_diem", 300);
    let audience = typed.text("doi_tuong").to_owned();
    if !AUDIENCES.contains(&audience.as_str()) {
        errors.add("doi_tuong", "dialogue-error-choose");
    }
    let held_on = typed.day(&mut errors, "ngay");
    let ask_until = typed.day(&mut errors, "hoi_den");
    for (name, day) in [("ngay", held_on), ("hoi_den", ask_until)] {
        if day.is_none() && typed.text(name).is_empty() {
            errors.add(name, "form-required");
        }
    }
    if let (Some(held), Some(until)) = (held_on, ask_until)
        && until > held
    {
        errors.add("hoi_den", "dialogue-error-until");
    }
    let directory = ctx.app.directory();
    let agency = directory.by_code(typed.text("co_quan")).map(|a| a.id).filter(|a| ctx.may(HANDLE, *a));
    if agency.is_none() {
        errors.add("co_quan", "dialogue-error-choose");
    }
    let (Some(held_on), Some(ask_until), Some(agency_id), true) =
        (held_on, ask_until, agency, errors.is_empty())
    else {
        return Err(Error::Invalid(errors));
    };
    ctx.require(HANDLE, agency_id)?;
    let new = NewDialogue { agency_id, held_on, place, theme, audience, ask_until };
    acts::announce(&ctx.app, &ctx.actor(), new).await
}

fn form(ctx: &Ctx, typed: &Submitted, errors: &FieldErrors) -> Result<Response> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let directory = ctx.app.directory();
    let own = ctx.viewer()?.agency_id.and_then(|id| directory.get(id)).map(|a| a.code.clone());
    let chosen = typed.optional("co_quan").or(own).unwrap_or_default();
    let fields = vec![
        Field::text("chu_de", ctx.t("dialogue-head-theme"))
            .value(typed.text("chu_de"))
            .error(error("chu_de")),
        Field::select(
            "co_quan",
            ctx.t("dialogue-head-host"),
            agencies(ctx, &chosen, |id| ctx.may(HANDLE, id)),
        )
        .error(error("co_quan")),
        Field::radios(
            "doi_tuong",
            ctx.t("dialogue-head-audience"),
            choices(ctx, "audience", &AUDIENCES, typed.text("doi_tuong")),
        )
        .error(error("doi_tuong")),
        Field::date("ngay", ctx.t("dialogue-head-day")).value(typed.text("ngay")).error(error("ngay")),
        Field::text("dia_diem", ctx.t("dialogue-head-place"))
            .value(typed.text("dia_diem"))
            .error(error("dia_diem")),
        Field::date("hoi_den", ctx.t("dialogue-field-ask-until"))
            .hint(ctx.t("dialogue-field-ask-until-hint"))
            .value(typed.text("hoi_den"))
            .error(error("hoi_den")),
    ];
    let form = Form::new(&ui::words(&ctx.locale), PATH, ctx.t("dialogue-announce-submit"), fields)
        .with_secondary(LIST, ctx.t("dialogue-cancel"));
    let title = ctx.t("dialogue-announce-title");
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    ui::html_with(
        status,
        &Desk {
            page: ui::page(ctx, titled(ctx, &title, Some(&form))),
            head: Head::new(title),
            tabs: tabs(ctx, PATH),
            form: Some(form),
            parts: Vec::new(),
        },
    )
}
