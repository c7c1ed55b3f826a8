//! /tong-ket-cchc/lap: a review begun: interim or final, of which days, with figures of which day, chapters due when.

use super::super::acts;
use super::super::dated;
use super::super::rules::Kind;
use super::super::slice::MANAGE;
use super::super::store::reviews::NewReview;
use super::{FormView, PATH, review_path};
use axum::http::StatusCode;
use axum::response::Response;
use contracts::programme::{Programme, Programmes};
use platform::error::{Error, Result};
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors};
use std::sync::Arc;
use ui::{Choice, Field, Form, Head};

async fn programme(ctx: &Ctx) -> Result<Option<Programme>> {
    match ctx.app.port::<Arc<dyn Programmes>>() {
        Ok(port) => port.current(&ctx.app).await,
        Err(_) => Ok(None),
    }
}

/// The form, with the programme's own days.
pub async fn show(ctx: Ctx) -> Result<Response> {
    let found = programme(&ctx).await?;
    let today = ctx.today();
    let from = found.as_ref().map_or(today, |p| p.from).to_string();
    let to = found.as_ref().map_or(today, |p| p.to).to_string();
    let due = today.plus_days(30).to_string();
    let today = today.to_string();
    let typed: [&str; 6] = ["final", "", &from, &to, &today, &due];
    ui::html(&view(&ctx, found.as_ref(), typed, &FieldErrors::new()))
}

const FIELDS: [&str; 6] = ["loai", "ten", "tu", "den", "so-lieu", "han"];

/// A review as it was typed.
pub async fn read(ctx: &Ctx, form: &Submitted) -> Result<std::result::Result<NewReview, FieldErrors>> {
    let owner = ctx.app.directory().root(ctx.today()).map(|a| a.id).ok_or(Error::NotFound)?;
    ctx.require(MANAGE, owner)?;
    let mut errors = FieldErrors::new();
    let kind = Kind::from_code(form.text("loai"));
    if kind.is_none() {
        errors.add("loai", "form-required");
    }
    let name = form.required(&mut errors, "ten", 300);
    let days = ["tu", "den", "so-lieu", "han"].map(|name| {
        let day = form.day(&mut errors, name);
        if day.is_none() && errors.0.iter().all(|e| e.field != name) {
            errors.add(name, "form-required");
        }
        day
    });
    let [from, to, as_of, due] = days;
    if from.zip(to).is_some_and(|(from, to)| from > to) {
        errors.add("den", "final-review-error-order");
    }
    if as_of.is_some_and(|day| day > ctx.today() || from.is_some_and(|from| day < from)) {
        errors.add("so-lieu", "final-review-error-as-of");
    }
    let (Some(kind), Some(from), Some(to), Some(as_of), Some(due), true) =
        (kind, from, to, as_of, due, errors.is_empty())
    else {
        return Ok(Err(errors));
    };
    let found = programme(ctx).await?;
    Ok(Ok(NewReview {
        owner,
        lead: dated::lead(&ctx.app, owner, ctx.today())?,
        kind,
        name,
        programme: found.map(|p| (p.code, p.name)).unwrap_or_default(),
        days: (from, to),
        as_of,
        due,
    }))
}

/// Begins it.
pub async fn submit(ctx: Ctx, form: Submitted) -> Result<Response> {
    let new = match read(&ctx, &form).await? {
        Ok(new) => new,
        Err(errors) => {
            let found = programme(&ctx).await?;
            let page = view(&ctx, found.as_ref(), FIELDS.map(|n| form.text(n)), &errors);
            return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let id = acts::begin(&ctx.app, &tx, &new).await?;
    tx.commit().await?;
    Ok(redirect(&review_path(id), Some("final-review-flash-begun")))
}

fn view(
    ctx: &Ctx,
    programme: Option<&Programme>,
    [kind, name, from, to, as_of, due]: [&str; 6],
    errors: &FieldErrors,
) -> FormView {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let kinds = Kind::ALL
        .map(|k| Choice::new(k.code(), ctx.t(&format!("final-review-kind-{}", k.code())), k.code() == kind));
    let fields = vec![
        Field::radios("loai", ctx.t("final-review-head-kind"), kinds.into()).error(error("loai")),
        Field::text("ten", ctx.t("final-review-head-review"))
            .hint(ctx.t("final-review-name-hint"))
            .value(name)
            .error(error("ten")),
        Field::date("tu", ctx.t("final-review-head-from")).value(from).error(error("tu")),
        Field::date("den", ctx.t("final-review-head-to")).value(to).error(error("den")),
        Field::date("so-lieu", ctx.t("final-review-head-as-of"))
            .hint(ctx.t("final-review-as-of-hint"))
            .value(as_of)
            .error(error("so-lieu")),
        Field::date("han", ctx.t("final-review-head-due")).value(due).error(error("han")),
    ];
    let words = ui::words(&ctx.locale);
    let form = Form::new(&words, "/tong-ket-cchc/lap", ctx.t("final-review-begin"), fields)
        .with_secondary(PATH, ctx.t("ui-back"));
    let title = ctx.t("final-review-begin-title");
    let lead = match programme {
        Some(p) => ctx.tn("final-review-begin-lead", &[("programme", p.name.clone())]),
        None => ctx.t("final-review-begin-none"),
    };
    FormView {
        page: ui::page(ctx, title.clone()).with_back(PATH, ctx.t("final-review-menu")),
        head: Head { lead, ..Head::new(title) },
        table: None,
        form,
    }
}
