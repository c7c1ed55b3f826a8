//! /ra-soat/phuong-an/{id}/quyet-dinh: a proposal approved or refused by a decision.

use super::super::acts;
use super::super::slice::APPROVE;
use super::super::store::proposals::Proposal;
use super::proposal::{found, title};
use super::proposals::{saved, standing};
use super::{FormView, as_seen, seen};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors};
use ui::{Choice, Field, Form, Head};

/// The form.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let p = found(&ctx, APPROVE, id).await?;
    p.state()?.editable()?;
    let today = ctx.today().to_string();
    ui::html(&view(&ctx, &p, ["", "", &today], &FieldErrors::new()))
}

/// Keeps the decision.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let p = found(&ctx, APPROVE, id).await?;
    match decided(&ctx, &p, &form).await {
        Ok(()) => Ok(redirect(&format!("/ra-soat/phuong-an/{id}"), Some("simplification-flash-decided"))),
        Err(Error::Invalid(errors)) => {
            let typed = [form.text("ket-luan"), form.text("quyet-dinh"), form.text("ngay")];
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, &p, typed, &errors))
        }
        Err(other) => Err(other),
    }
}

/// Keeps the decision as it was typed.
pub async fn decided(ctx: &Ctx, p: &Proposal, form: &Submitted) -> Result<()> {
    seen(form, p.version, || Ok(standing(ctx, p)?.text))?;
    let mut errors = FieldErrors::new();
    let approve = match form.text("ket-luan") {
        "duyet" => Some(true),
        "khong" => Some(false),
        _ => None,
    };
    if approve.is_none() {
        errors.add("ket-luan", "form-required");
    }
    let decision = form.required(&mut errors, "quyet-dinh", 300);
    let on = form.day(&mut errors, "ngay").filter(|d| *d <= ctx.today());
    if on.is_none() && errors.0.iter().all(|e| e.field != "ngay") {
        errors.add("ngay", "simplification-error-past");
    }
    let (Some(approve), Some(on), true) = (approve, on, errors.is_empty()) else {
        return Err(Error::Invalid(errors));
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::decide(&tx, p, approve, &decision, on).await?;
    tx.commit().await
}

fn view(ctx: &Ctx, p: &Proposal, [verdict, decision, on]: [&str; 3], errors: &FieldErrors) -> FormView {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let verdicts = vec![
        Choice::new("duyet", ctx.t("simplification-approve"), verdict == "duyet"),
        Choice::new("khong", ctx.t("simplification-refuse"), verdict == "khong"),
    ];
    let fields = vec![
        Field::radios("ket-luan", ctx.t("simplification-head-decision"), verdicts).error(error("ket-luan")),
        Field::text("quyet-dinh", ctx.t("simplification-decision-number"))
            .hint(ctx.t("simplification-decision-hint"))
            .value(decision)
            .error(error("quyet-dinh")),
        Field::date("ngay", ctx.t("simplification-decision-day")).value(on).error(error("ngay")),
    ];
    let here = format!("/ra-soat/phuong-an/{}", p.id);
    let words = ui::words(&ctx.locale);
    let mut form =
        Form::new(&words, format!("{here}/quyet-dinh"), ctx.t("simplification-decide-keep"), fields)
            .with_secondary(here.clone(), ctx.t("ui-back"));
    form.hidden = as_seen(p.version);
    let heading = ctx.t("simplification-decide");
    FormView {
        page: ui::page(ctx, heading.clone()).with_back(here, title(ctx, p)),
        head: Head { caption: title(ctx, p), lead: saved(ctx, p), ..Head::new(heading) },
        form,
    }
}
