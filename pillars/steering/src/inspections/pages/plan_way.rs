//! The way of a plan: submitted; returned with a reason or approved by a decision of a second person; amended.

use super::super::acts;
use super::super::slice::{APPROVE, INSPECT};
use super::super::store::plans::Plan;
use super::super::words;
use super::{
    Asking, FormView, as_seen, blank, day_field, form_view, line_field, plan_for, plan_path, text_field,
    unchanged,
};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors};
use ui::Field;

fn seen(ctx: &Ctx, form: &Submitted, plan: &Plan) -> Result<()> {
    unchanged(form, plan.version, &words::plan_state(ctx, plan)?.text)
}

/// Sends it to the second person.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    submitted(&ctx, id, &form).await?;
    Ok(redirect(&plan_path(id), Some("inspections-flash-submitted")))
}

/// Sends the plan that was seen to the second person.
pub async fn submitted(ctx: &Ctx, id: i64, form: &Submitted) -> Result<()> {
    let plan = plan_for(ctx, INSPECT, id).await?;
    seen(ctx, form, &plan)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::submit(&ctx.app, &tx, &plan).await?;
    tx.commit().await
}

fn asking(ctx: &Ctx, plan: &Plan, (act, key): (&str, &str), fields: Vec<Field>) -> FormView {
    let back = plan_path(plan.id);
    form_view(
        ctx,
        Asking {
            title: ctx.t(&format!("inspections-plan-form-{key}")),
            caption: words::plan_title(ctx, plan),
            lead: ctx.t(&format!("inspections-plan-lead-{key}")),
            action: format!("{back}/{act}"),
            back,
            label: ctx.t(&format!("inspections-plan-form-{key}")),
            fields,
            hidden: as_seen(plan.version),
        },
    )
}

fn reason(ctx: &Ctx, plan: &Plan, of: (&str, &str), typed: &Submitted, errors: &FieldErrors) -> FormView {
    asking(ctx, plan, of, vec![text_field(ctx, "ly-do", "inspections-head-reason", typed, errors)])
}

const RETURN: (&str, &str) = ("tra-lai", "return");
const AMEND: (&str, &str) = ("dieu-chinh", "amend");
const APPROVAL: (&str, &str) = ("duyet", "approve");

/// The form to give it back.
pub async fn ask_return(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let plan = plan_for(&ctx, APPROVE, id).await?;
    plan.state()?.give_back()?;
    ui::html(&reason(&ctx, &plan, RETURN, &Submitted::default(), &FieldErrors::new()))
}

/// Gives it back.
pub async fn give_back(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    match given_back(&ctx, id, &form).await {
        Err(Error::Invalid(errors)) => {
            let plan = plan_for(&ctx, APPROVE, id).await?;
            let page = reason(&ctx, &plan, RETURN, &form, &errors);
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        other => other.map(|()| redirect(&plan_path(id), Some("inspections-flash-returned"))),
    }
}

/// Gives the plan that was seen back with the form's reason.
pub async fn given_back(ctx: &Ctx, id: i64, form: &Submitted) -> Result<()> {
    let plan = plan_for(ctx, APPROVE, id).await?;
    seen(ctx, form, &plan)?;
    let mut errors = FieldErrors::new();
    let why = form.required(&mut errors, "ly-do", 2000);
    errors.check()?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::return_plan(&ctx.app, &tx, &plan, &why).await?;
    tx.commit().await
}

/// The form to begin an amendment.
pub async fn ask_amendment(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let plan = plan_for(&ctx, INSPECT, id).await?;
    plan.state()?.amend()?;
    ui::html(&reason(&ctx, &plan, AMEND, &Submitted::default(), &FieldErrors::new()))
}

/// Begins it.
pub async fn amend(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    match amended(&ctx, id, &form).await {
        Err(Error::Invalid(errors)) => {
            let plan = plan_for(&ctx, INSPECT, id).await?;
            let page = reason(&ctx, &plan, AMEND, &form, &errors);
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        other => other.map(|()| redirect(&plan_path(id), Some("inspections-flash-amending"))),
    }
}

/// Begins a new edition of the plan that was seen, for the form's reason.
pub async fn amended(ctx: &Ctx, id: i64, form: &Submitted) -> Result<()> {
    let plan = plan_for(ctx, INSPECT, id).await?;
    seen(ctx, form, &plan)?;
    let mut errors = FieldErrors::new();
    let why = form.required(&mut errors, "ly-do", 2000);
    errors.check()?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::amend(&tx, &plan, &why).await?;
    tx.commit().await
}

fn approval(ctx: &Ctx, plan: &Plan, typed: &Submitted, errors: &FieldErrors) -> FormView {
    let fields = vec![
        line_field(ctx, "quyet-dinh", "inspections-head-decision", typed, errors)
            .hint(ctx.t("inspections-decision-hint")),
        day_field(ctx, "ngay", "inspections-head-decided", typed, errors),
    ];
    asking(ctx, plan, APPROVAL, fields)
}

/// The form to approve it.
pub async fn ask_approval(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let plan = plan_for(&ctx, APPROVE, id).await?;
    plan.state()?.give_back()?;
    let typed = blank(&[("ngay", ctx.today().to_string())]);
    ui::html(&approval(&ctx, &plan, &typed, &FieldErrors::new()))
}

/// Approves it.
pub async fn approve(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    match approved(&ctx, id, &form).await {
        Err(Error::Invalid(errors)) => {
            let plan = plan_for(&ctx, APPROVE, id).await?;
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &approval(&ctx, &plan, &form, &errors))
        }
        other => other.map(|()| redirect(&plan_path(id), Some("inspections-flash-approved"))),
    }
}

/// Approves the plan that was seen by the form's decision.
pub async fn approved(ctx: &Ctx, id: i64, form: &Submitted) -> Result<()> {
    let plan = plan_for(ctx, APPROVE, id).await?;
    seen(ctx, form, &plan)?;
    let mut errors = FieldErrors::new();
    let decision = form.required(&mut errors, "quyet-dinh", 300);
    let on = super::past(ctx, form, "ngay", &mut errors);
    let (Some(on), true) = (on, errors.is_empty()) else { return Err(Error::Invalid(errors)) };
    let viewer = ctx.viewer()?;
    let who = (viewer.account_id, viewer.name.as_str());
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::approve(&ctx.app, &tx, &plan, who, (&decision, on)).await?;
    tx.commit().await
}
