//! The conclusion: drafted by the team, given back or published by a second person; the inspection closed.

use super::super::acts;
use super::super::slice::{APPROVE, INSPECT};
use super::super::store::inspections::Inspection;
use super::super::words;
use super::{
    Asking, FormView, as_seen, blank, day_field, form_view, inspection_for, inspection_path, line_field,
    text_field, unchanged,
};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors};
use ui::Field;

fn seen(ctx: &Ctx, form: &Submitted, of: &Inspection) -> Result<()> {
    unchanged(form, of.version, &words::state(ctx, of)?.text)
}

fn asking(ctx: &Ctx, of: &Inspection, (act, key): (&str, &str), fields: Vec<Field>) -> FormView {
    let back = inspection_path(of.id);
    form_view(
        ctx,
        Asking {
            title: ctx.t(&format!("inspections-form-{key}")),
            caption: words::title(ctx, of),
            lead: ctx.t(&format!("inspections-lead-{key}")),
            action: format!("{back}/{act}"),
            back,
            label: ctx.t(&format!("inspections-form-{key}")),
            fields,
            hidden: as_seen(of.version),
        },
    )
}

fn draft_view(ctx: &Ctx, of: &Inspection, typed: &Submitted, errors: &FieldErrors) -> FormView {
    let field = text_field(ctx, "ket-luan", "inspections-head-text", typed, errors)
        .hint(ctx.t("inspections-conclusion-hint"));
    asking(ctx, of, ("ket-luan", "conclude"), vec![field])
}

/// The form of the draft.
pub async fn ask(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let of = inspection_for(&ctx, INSPECT, id).await?;
    of.state()?.draft()?;
    let typed = blank(&[("ket-luan", of.conclusion.clone())]);
    ui::html(&draft_view(&ctx, &of, &typed, &FieldErrors::new()))
}

/// Puts it before the second person.
pub async fn draft(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    match drafted(&ctx, id, &form).await {
        Err(Error::Invalid(errors)) => {
            let of = inspection_for(&ctx, INSPECT, id).await?;
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &draft_view(&ctx, &of, &form, &errors))
        }
        other => other.map(|()| redirect(&inspection_path(id), Some("inspections-flash-drafted"))),
    }
}

/// Puts the form's conclusion of the inspection that was seen before the second person.
pub async fn drafted(ctx: &Ctx, id: i64, form: &Submitted) -> Result<()> {
    let of = inspection_for(ctx, INSPECT, id).await?;
    seen(ctx, form, &of)?;
    let mut errors = FieldErrors::new();
    let text = form.required(&mut errors, "ket-luan", 8000);
    errors.check()?;
    let by = ctx.viewer()?.name.clone();
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::draft(&ctx.app, &tx, &of, &text, &by).await?;
    tx.commit().await
}

fn return_view(ctx: &Ctx, of: &Inspection, typed: &Submitted, errors: &FieldErrors) -> FormView {
    let field = text_field(ctx, "ly-do", "inspections-head-reason", typed, errors);
    asking(ctx, of, ("tra-ket-luan", "return-conclusion"), vec![field])
}

/// The form to give it back.
pub async fn ask_return(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let of = inspection_for(&ctx, APPROVE, id).await?;
    of.state()?.give_back()?;
    ui::html(&return_view(&ctx, &of, &Submitted::default(), &FieldErrors::new()))
}

/// Gives it back.
pub async fn give_back(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    match given_back(&ctx, id, &form).await {
        Err(Error::Invalid(errors)) => {
            let of = inspection_for(&ctx, APPROVE, id).await?;
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &return_view(&ctx, &of, &form, &errors))
        }
        other => other.map(|()| redirect(&inspection_path(id), Some("inspections-flash-returned"))),
    }
}

/// Gives the draft that was seen back with the form's reason.
pub async fn given_back(ctx: &Ctx, id: i64, form: &Submitted) -> Result<()> {
    let of = inspection_for(ctx, APPROVE, id).await?;
    seen(ctx, form, &of)?;
    let mut errors = FieldErrors::new();
    let reason = form.required(&mut errors, "ly-do", 2000);
    errors.check()?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::give_back(&ctx.app, &tx, &of, &reason).await?;
    tx.commit().await
}

fn publication(ctx: &Ctx, of: &Inspection, typed: &Submitted, errors: &FieldErrors) -> FormView {
    let fields = vec![
        line_field(ctx, "so", "inspections-head-number", typed, errors)
            .hint(ctx.t("inspections-number-hint")),
        day_field(ctx, "ngay", "inspections-head-decided", typed, errors),
    ];
    asking(ctx, of, ("cong-bo", "publish"), fields)
}

/// The form to publish it.
pub async fn ask_publication(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let of = inspection_for(&ctx, APPROVE, id).await?;
    of.state()?.give_back()?;
    let typed = blank(&[("ngay", ctx.today().to_string())]);
    ui::html(&publication(&ctx, &of, &typed, &FieldErrors::new()))
}

/// Publishes it.
pub async fn publish(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    match published(&ctx, id, &form).await {
        Err(Error::Invalid(errors)) => {
            let of = inspection_for(&ctx, APPROVE, id).await?;
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &publication(&ctx, &of, &form, &errors))
        }
        other => other.map(|()| redirect(&inspection_path(id), Some("inspections-flash-published"))),
    }
}

/// Publishes the conclusion that was seen under the form's number and day.
pub async fn published(ctx: &Ctx, id: i64, form: &Submitted) -> Result<()> {
    let of = inspection_for(ctx, APPROVE, id).await?;
    seen(ctx, form, &of)?;
    let mut errors = FieldErrors::new();
    let number = form.required(&mut errors, "so", 200);
    let on = super::past(ctx, form, "ngay", &mut errors);
    if on.is_some_and(|on| of.minuted_on.as_deref().is_some_and(|minuted| on.to_string().as_str() < minuted))
    {
        errors.add("ngay", "inspections-error-before-minutes");
    }
    let (Some(on), true) = (on, errors.is_empty()) else { return Err(Error::Invalid(errors)) };
    let viewer = ctx.viewer()?;
    let who = (viewer.account_id, viewer.name.as_str());
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::publish(&ctx.app, &tx, &of, who, (&number, on)).await?;
    tx.commit().await
}

/// Closes the inspection.
pub async fn close(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    closed(&ctx, id, &form).await?;
    Ok(redirect(&inspection_path(id), Some("inspections-flash-closed")))
}

/// Closes the inspection that was seen.
pub async fn closed(ctx: &Ctx, id: i64, form: &Submitted) -> Result<()> {
    let of = inspection_for(ctx, INSPECT, id).await?;
    seen(ctx, form, &of)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::close(&tx, &of).await?;
    tx.commit().await
}
