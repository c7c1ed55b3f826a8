//! The way of a review: its figures frozen for a day, sent, given back, approved, announced.

use super::super::acts;
use super::super::gather;
use super::super::slice::{APPROVE, MANAGE};
use super::super::store::reviews::Review;
use super::{FormView, as_seen, review_path, state_word, the_review, unchanged};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Day;
use platform::error::Result;
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors};
use ui::{Field, Form, Head};

fn seen(ctx: &Ctx, typed: &Submitted, review: &Review) -> Result<()> {
    let state = review.state()?;
    unchanged(typed, review.version, || state_word(ctx, state))
}

/// A form of one act on a review.
fn form_view(
    ctx: &Ctx,
    review: &Review,
    act: &str,
    (title, lead): (&str, &str),
    fields: Vec<Field>,
) -> FormView {
    let here = review_path(review.id);
    let words = ui::words(&ctx.locale);
    let mut form = Form::new(&words, format!("{here}/{act}"), ctx.t(title), fields)
        .with_secondary(here.clone(), ctx.t("ui-back"));
    form.hidden = as_seen(review.version);
    FormView {
        page: ui::page(ctx, ctx.t(title)).with_back(here, review.name.clone()),
        head: Head { caption: review.name.clone(), lead: ctx.t(lead), ..Head::new(ctx.t(title)) },
        table: None,
        form,
    }
}

fn freeze_form(ctx: &Ctx, review: &Review, typed: &str, errors: &FieldErrors) -> FormView {
    let field = Field::date("so-lieu", ctx.t("final-review-head-as-of"))
        .hint(ctx.t("final-review-as-of-hint"))
        .value(typed)
        .error(ui::field_error(ctx, errors, "so-lieu"));
    form_view(ctx, review, "chot", ("final-review-freeze", "final-review-freeze-lead"), vec![field])
}

/// The form to freeze figures.
pub async fn ask_freeze(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let review = the_review(&ctx, id, MANAGE).await?;
    review.state()?.writing()?;
    ui::html(&freeze_form(&ctx, &review, &review.as_of_on, &FieldErrors::new()))
}

/// Freezes them.
pub async fn freeze(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let review = the_review(&ctx, id, MANAGE).await?;
    seen(&ctx, &form, &review)?;
    let mut errors = FieldErrors::new();
    let (from, _) = review.days()?;
    let day = form.day(&mut errors, "so-lieu").filter(|d| *d >= from && *d <= ctx.today());
    if day.is_none() && errors.is_empty() {
        errors.add("so-lieu", "final-review-error-as-of");
    }
    let Some(as_of) = day else {
        let page = freeze_form(&ctx, &review, form.text("so-lieu"), &errors);
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    review.state()?.writing()?;
    let figures = gather::gather(&ctx.app, &review, as_of).await?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::freeze(&tx, &review, as_of, &figures).await?;
    tx.commit().await?;
    Ok(redirect(&review_path(id), Some("final-review-flash-frozen")))
}

/// Sends it to the one who approves.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let review = the_review(&ctx, id, MANAGE).await?;
    seen(&ctx, &form, &review)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::submit(&ctx.app, &tx, &review).await?;
    tx.commit().await?;
    Ok(redirect(&review_path(id), Some("final-review-flash-submitted")))
}

/// Announces it.
pub async fn publish(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let review = the_review(&ctx, id, APPROVE).await?;
    seen(&ctx, &form, &review)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::publish(&tx, &review).await?;
    tx.commit().await?;
    Ok(redirect(&review_path(id), Some("final-review-flash-published")))
}

fn return_form(ctx: &Ctx, review: &Review, typed: &str, errors: &FieldErrors) -> FormView {
    let field = Field::textarea("ly-do", ctx.t("final-review-head-reason"), 4)
        .value(typed)
        .error(ui::field_error(ctx, errors, "ly-do"));
    form_view(ctx, review, "tra-lai", ("final-review-return", "final-review-return-lead"), vec![field])
}

/// The form to give it back.
pub async fn ask_return(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let review = the_review(&ctx, id, APPROVE).await?;
    review.state()?.give_back()?;
    ui::html(&return_form(&ctx, &review, "", &FieldErrors::new()))
}

/// Gives it back.
pub async fn give_back(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let review = the_review(&ctx, id, APPROVE).await?;
    seen(&ctx, &form, &review)?;
    let mut errors = FieldErrors::new();
    let reason = form.required(&mut errors, "ly-do", 2000);
    if !errors.is_empty() {
        let page = return_form(&ctx, &review, &reason, &errors);
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::give_back(&ctx.app, &tx, &review, &reason).await?;
    tx.commit().await?;
    Ok(redirect(&review_path(id), Some("final-review-flash-returned")))
}

fn approval_form(ctx: &Ctx, review: &Review, [decision, on]: [&str; 2], errors: &FieldErrors) -> FormView {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let fields = vec![
        Field::text("van-ban", ctx.t("final-review-head-decision"))
            .hint(ctx.t("final-review-decision-hint"))
            .value(decision)
            .error(error("van-ban")),
        Field::date("ngay", ctx.t("final-review-decision-day")).value(on).error(error("ngay")),
    ];
    form_view(ctx, review, "duyet", ("final-review-approve", "final-review-approve-lead"), fields)
}

/// The form to approve it.
pub async fn ask_approval(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let review = the_review(&ctx, id, APPROVE).await?;
    let viewer = ctx.viewer()?.account_id;
    review.state()?.approve(viewer, &[])?;
    let today = ctx.today().to_string();
    ui::html(&approval_form(&ctx, &review, ["", &today], &FieldErrors::new()))
}

/// Number and day of an approval as they were typed.
pub fn read_decision(ctx: &Ctx, form: &Submitted) -> std::result::Result<(String, Day), FieldErrors> {
    let mut errors = FieldErrors::new();
    let decision = form.required(&mut errors, "van-ban", 300);
    let on = form.day(&mut errors, "ngay").filter(|d| *d <= ctx.today());
    if on.is_none() && errors.0.iter().all(|e| e.field != "ngay") {
        errors.add("ngay", "final-review-error-past");
    }
    match on {
        Some(on) if errors.is_empty() => Ok((decision, on)),
        _ => Err(errors),
    }
}

/// Approves it.
pub async fn approve(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let review = the_review(&ctx, id, APPROVE).await?;
    seen(&ctx, &form, &review)?;
    let (decision, on) = match read_decision(&ctx, &form) {
        Ok(read) => read,
        Err(errors) => {
            let page = approval_form(&ctx, &review, [form.text("van-ban"), form.text("ngay")], &errors);
            return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    let viewer = ctx.viewer()?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::approve(&tx, &review, (viewer.account_id, &viewer.name), (&decision, on)).await?;
    tx.commit().await?;
    Ok(redirect(&review_path(id), Some("final-review-flash-approved")))
}
