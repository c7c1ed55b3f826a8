//! /chi-phi/{id}/soat: the second person accepts a study, or gives it back with what is to be mended.

use super::super::acts;
use super::super::slice::REVIEW;
use super::super::store::Study;
use super::new::View;
use super::{as_seen, author, dong, found, path, seen, title};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors};
use ui::{Choice, Field, Form, Head};

/// The form.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let study = found(&ctx, REVIEW, id).await?;
    // Whoever may not review it is told so before anything is typed.
    let makers = acts::makers(&ctx.app.store, &study).await?;
    study.state()?.review(&makers, ctx.viewer()?.account_id, true)?;
    ui::html(&view(&ctx, &study, ["", ""], &FieldErrors::new()))
}

/// Keeps the review.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let study = found(&ctx, REVIEW, id).await?;
    match reviewed(&ctx, &study, &form).await {
        Ok(accepted) => {
            let flash =
                if accepted { "compliance-cost-flash-accepted" } else { "compliance-cost-flash-returned" };
            Ok(redirect(&path(id), Some(flash)))
        }
        Err(Error::Invalid(errors)) => {
            let typed = [form.text("ket-luan"), form.text("nhan-xet")];
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, &study, typed, &errors))
        }
        Err(other) => Err(other),
    }
}

/// Keeps the review as it was typed; whether the study was accepted.
pub async fn reviewed(ctx: &Ctx, study: &Study, form: &Submitted) -> Result<bool> {
    seen(ctx, study, form)?;
    let mut errors = FieldErrors::new();
    let note = form.at_most(&mut errors, "nhan-xet", 2000);
    let accept = match form.text("ket-luan") {
        "dat" => Some(true),
        "tra" => Some(false),
        _ => None,
    };
    if accept.is_none() {
        errors.add("ket-luan", "form-required");
    }
    if accept == Some(false) && note.is_empty() {
        errors.add("nhan-xet", "compliance-cost-error-note");
    }
    let (Some(accept), true) = (accept, errors.is_empty()) else {
        return Err(Error::Invalid(errors));
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::review(&tx, study, &author(ctx)?, accept, &note).await?;
    tx.commit().await?;
    Ok(accept)
}

fn view(ctx: &Ctx, study: &Study, [verdict, note]: [&str; 2], errors: &FieldErrors) -> View {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let verdicts = vec![
        Choice::new("dat", ctx.t("compliance-cost-accept"), verdict == "dat"),
        Choice::new("tra", ctx.t("compliance-cost-return"), verdict == "tra"),
    ];
    let fields = vec![
        Field::radios("ket-luan", ctx.t("compliance-cost-verdict"), verdicts).error(error("ket-luan")),
        Field::textarea("nhan-xet", ctx.t("compliance-cost-review-note"), 4)
            .hint(ctx.t("compliance-cost-review-note-hint"))
            .value(note)
            .optional()
            .error(error("nhan-xet")),
    ];
    let words = ui::words(&ctx.locale);
    let here = path(study.id);
    let mut form = Form::new(&words, format!("{here}/soat"), ctx.t("compliance-cost-review-keep"), fields)
        .with_secondary(here.clone(), ctx.t("ui-back"));
    form.hidden = as_seen(study);
    let sums = [("once", dong(ctx, study.cost_once)), ("year", dong(ctx, study.cost_year))];
    View {
        page: ui::page(ctx, ctx.t("compliance-cost-review")).with_back(here, title(ctx, study)),
        head: Head {
            caption: title(ctx, study),
            lead: ctx.tn("compliance-cost-review-lead", &sums),
            ..Head::new(ctx.t("compliance-cost-review"))
        },
        form,
    }
}
