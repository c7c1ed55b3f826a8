//! The minutes: drawn up by the team, objected to by the unit and answered, signed on paper by both with the scan kept.

use super::super::acts;
use super::super::slice::{INSPECT, REPORT};
use super::super::store::inspections::{self, Inspection, Signature};
use super::super::words;
use super::evidence;
use super::{
    Asking, FormView, as_seen, blank, day_field, form_view, inspection_for, inspection_path, line_field,
    read_inspection, text_field, unchanged,
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

/// An inspection whose unit the viewer speaks for.
async fn unit_for(ctx: &Ctx, id: i64) -> Result<Inspection> {
    let of = read_inspection(ctx, id).await?;
    ctx.require(REPORT, of.unit_id)?;
    Ok(of)
}

/// What one long text is asked for.
struct Text {
    act: &'static str,
    key: &'static str,
    field: &'static str,
}

const MINUTES: Text = Text { act: "bien-ban", key: "minutes", field: "tom-tat" };
const OBJECT: Text = Text { act: "y-kien", key: "object", field: "y-kien" };
const ANSWER: Text = Text { act: "tra-loi", key: "answer-objection", field: "tra-loi" };
/// In the place of the unit's signature.
const UNSIGNED: Text = Text { act: "ky/khong-ky", key: "unsigned", field: "ly-do" };

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

fn text_view(ctx: &Ctx, of: &Inspection, text: &Text, typed: &Submitted, errors: &FieldErrors) -> FormView {
    asking(
        ctx,
        of,
        (text.act, text.key),
        vec![text_field(ctx, text.field, "inspections-head-text", typed, errors)],
    )
}

/// Name of the field of who was there for the unit.
const PRESENT: &str = "dai-dien";

fn minutes_view(ctx: &Ctx, of: &Inspection, typed: &Submitted, errors: &FieldErrors) -> FormView {
    let fields = vec![
        text_field(ctx, PRESENT, "inspections-head-present", typed, errors)
            .hint(ctx.t("inspections-present-hint"))
            .optional(),
        text_field(ctx, MINUTES.field, "inspections-head-summary", typed, errors),
    ];
    asking(ctx, of, (MINUTES.act, MINUTES.key), fields)
}

/// The form of the minutes.
pub async fn ask(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let of = inspection_for(&ctx, INSPECT, id).await?;
    of.state()?.minutes(inspections::facts(&ctx.app.store, id).await?, (of.days()?.0, ctx.today()))?;
    ui::html(&minutes_view(&ctx, &of, &Submitted::default(), &FieldErrors::new()))
}

/// Draws them up.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    match minuted(&ctx, id, &form).await {
        Err(Error::Invalid(errors)) => {
            let of = inspection_for(&ctx, INSPECT, id).await?;
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &minutes_view(&ctx, &of, &form, &errors))
        }
        other => other.map(|()| redirect(&inspection_path(id), Some("inspections-flash-minuted"))),
    }
}

/// Draws up the minutes of the inspection that was seen.
pub async fn minuted(ctx: &Ctx, id: i64, form: &Submitted) -> Result<()> {
    let of = inspection_for(ctx, INSPECT, id).await?;
    seen(ctx, form, &of)?;
    let mut errors = FieldErrors::new();
    let summary = form.required(&mut errors, MINUTES.field, 8000);
    let present = form.at_most(&mut errors, PRESENT, 2000);
    errors.check()?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::minutes(&ctx.app, &tx, &of, (&summary, &present)).await?;
    tx.commit().await
}

/// The form of the unit's objection.
pub async fn ask_objection(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let of = unit_for(&ctx, id).await?;
    of.state()?.signs()?;
    let typed = blank(&[(OBJECT.field, of.objection.clone())]);
    ui::html(&text_view(&ctx, &of, &OBJECT, &typed, &FieldErrors::new()))
}

/// Keeps it.
pub async fn object(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    match objected(&ctx, id, &form).await {
        Err(Error::Invalid(errors)) => {
            let of = unit_for(&ctx, id).await?;
            let page = text_view(&ctx, &of, &OBJECT, &form, &errors);
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        other => other.map(|()| redirect(&inspection_path(id), Some("inspections-flash-objected"))),
    }
}

/// Keeps what the unit objects to in the minutes that were seen.
pub async fn objected(ctx: &Ctx, id: i64, form: &Submitted) -> Result<()> {
    let of = unit_for(ctx, id).await?;
    seen(ctx, form, &of)?;
    let mut errors = FieldErrors::new();
    let text = form.required(&mut errors, OBJECT.field, 8000);
    errors.check()?;
    let by = ctx.viewer()?.name.clone();
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::object(&ctx.app, &tx, &of, &text, &by).await?;
    tx.commit().await
}

/// The form of the team's answer.
pub async fn ask_answer(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let of = inspection_for(&ctx, INSPECT, id).await?;
    of.state()?.signs()?;
    ui::html(&text_view(&ctx, &of, &ANSWER, &Submitted::default(), &FieldErrors::new()))
}

/// Keeps it.
pub async fn answer(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    match answered(&ctx, id, &form).await {
        Err(Error::Invalid(errors)) => {
            let of = inspection_for(&ctx, INSPECT, id).await?;
            let page = text_view(&ctx, &of, &ANSWER, &form, &errors);
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        other => other.map(|()| redirect(&inspection_path(id), Some("inspections-flash-objection-answered"))),
    }
}

/// Keeps the team's answer to the objection that was seen.
pub async fn answered(ctx: &Ctx, id: i64, form: &Submitted) -> Result<()> {
    let of = inspection_for(ctx, INSPECT, id).await?;
    seen(ctx, form, &of)?;
    let mut errors = FieldErrors::new();
    let text = form.required(&mut errors, ANSWER.field, 8000);
    errors.check()?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::answer_objection(&ctx.app, &tx, &of, &text).await?;
    tx.commit().await
}

/// The side named in the address, for who may sign for it.
async fn side(ctx: &Ctx, id: i64, side: &str) -> Result<(Inspection, &'static str)> {
    match side {
        "doan" => Ok((inspection_for(ctx, INSPECT, id).await?, "team")),
        "don-vi" => Ok((unit_for(ctx, id).await?, "unit")),
        _ => Err(Error::NotFound),
    }
}

fn signature_view(
    ctx: &Ctx,
    of: &Inspection,
    path: &str,
    typed: &Submitted,
    errors: &FieldErrors,
) -> Result<FormView> {
    let key = if path == "doan" { "sign-team" } else { "sign-unit" };
    let fields = vec![
        line_field(ctx, "nguoi-ky", "inspections-head-signer", typed, errors),
        line_field(ctx, "chuc-vu", "inspections-head-post", typed, errors),
        day_field(ctx, "ngay-ky", "inspections-head-signed", typed, errors),
        evidence::file_field(ctx, "ban-ky", "inspections-head-scan", errors)?,
    ];
    let mut view = asking(ctx, of, (&format!("ky/{path}"), key), fields);
    view.form = view.form.multipart();
    Ok(view)
}

/// The form of a signature.
pub async fn ask_signature(ctx: Ctx, Path((id, path)): Path<(i64, String)>) -> Result<Response> {
    if path == "khong-ky" {
        let of = inspection_for(&ctx, INSPECT, id).await?;
        of.state()?.signs()?;
        return ui::html(&text_view(&ctx, &of, &UNSIGNED, &blank(&[]), &FieldErrors::new()));
    }
    let (of, _) = side(&ctx, id, &path).await?;
    of.state()?.signs()?;
    let typed = blank(&[("ngay-ky", ctx.today().to_string())]);
    ui::html(&signature_view(&ctx, &of, &path, &typed, &FieldErrors::new())?)
}

/// Keeps it with the scan of what was signed.
pub async fn sign(ctx: Ctx, Path((id, path)): Path<(i64, String)>, form: Submitted) -> Result<Response> {
    if path == "khong-ky" {
        return match noted_unsigned(&ctx, id, &form).await {
            Err(Error::Invalid(errors)) => {
                let of = inspection_for(&ctx, INSPECT, id).await?;
                let page = text_view(&ctx, &of, &UNSIGNED, &form, &errors);
                ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
            }
            other => other.map(|()| redirect(&inspection_path(id), Some("inspections-flash-unsigned"))),
        };
    }
    match signed(&ctx, (id, &path), &form).await {
        Err(Error::Invalid(errors)) => {
            let (of, _) = side(&ctx, id, &path).await?;
            let page = signature_view(&ctx, &of, &path, &form, &errors)?;
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        other => other.map(|()| redirect(&inspection_path(id), Some("inspections-flash-signed"))),
    }
}

/// Keeps that the unit did not sign the minutes that were seen, and why.
pub async fn noted_unsigned(ctx: &Ctx, id: i64, form: &Submitted) -> Result<()> {
    let of = inspection_for(ctx, INSPECT, id).await?;
    seen(ctx, form, &of)?;
    let mut errors = FieldErrors::new();
    let reason = form.required(&mut errors, UNSIGNED.field, 2000);
    errors.check()?;
    let by = ctx.viewer()?.name.clone();
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::unsigned(&ctx.app, &tx, &of, (&reason, &by)).await?;
    tx.commit().await
}

/// Keeps the signature of a side, named as in the address, under the minutes that were seen.
pub async fn signed(ctx: &Ctx, (id, path): (i64, &str), form: &Submitted) -> Result<()> {
    let (of, side) = side(ctx, id, path).await?;
    seen(ctx, form, &of)?;
    of.state()?.signs()?;
    let mut errors = FieldErrors::new();
    let signer_name = form.required(&mut errors, "nguoi-ky", 200);
    let signer_post = form.required(&mut errors, "chuc-vu", 200);
    let on = super::past(ctx, form, "ngay-ky", &mut errors);
    if on.is_some_and(|on| of.minuted_on.as_deref().is_some_and(|minuted| on.to_string().as_str() < minuted))
    {
        errors.add("ngay-ky", "inspections-error-before-minutes");
    }
    if form.uploads.iter().all(|u| u.field != "ban-ky") {
        errors.add("ban-ky", "inspections-error-scan");
    }
    let (Some(on), true) = (on, errors.is_empty()) else { return Err(Error::Invalid(errors)) };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let Some((file_hash, file_name)) = evidence::keep(ctx, &tx, (form, "ban-ky"), &mut errors).await? else {
        return Err(Error::Invalid(errors));
    };
    let new = Signature {
        side: side.to_owned(),
        signer_name,
        signer_post,
        signed_on: on.to_string(),
        file_hash,
        file_name,
        author_name: ctx.viewer()?.name.clone(),
        refused: String::new(),
    };
    acts::sign(&tx, &of, &new).await?;
    tx.commit().await
}

/// The scan of the signed minutes, to who may read them.
pub async fn scan(ctx: Ctx, Path((id, path)): Path<(i64, String)>) -> Result<Response> {
    let of = read_inspection(&ctx, id).await?;
    let side = if path == "doan" { "team" } else { "unit" };
    let all = inspections::signatures(&ctx.app.store, of.id).await?;
    let signed = |s: &Signature| s.side == side && s.refused.is_empty();
    let found = all.into_iter().find(signed).ok_or(Error::NotFound)?;
    evidence::hand(&ctx, Some(found.file_hash), Some(found.file_name)).await
}
