//! The way of a plan: submitted, taken back; returned with a reason, approved by a decision; amended, or the amendment given up.

use super::super::acts;
use super::super::rules::State;
use super::super::slice::{APPROVE, EDIT, SUBMIT};
use super::super::store::plans::{self, Plan};
use super::super::words;
use super::{FormView, as_seen, own_plan, plan_path, unchanged};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Day;
use platform::error::{Error, Result};
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors, Refusal};
use ui::{Field, Form, Head};

/// A plan that the viewer may decide on.
async fn decided(ctx: &Ctx, id: i64) -> Result<Plan> {
    let plan = plans::get(&ctx.app.store, id).await?;
    ctx.require(APPROVE, plan.approver_id)?;
    Ok(plan)
}

/// Submits it.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    send(&ctx, id, &form).await?;
    Ok(redirect(&plan_path(id), Some("plans-flash-submitted")))
}

/// Submits the plan that was seen.
pub async fn send(ctx: &Ctx, id: i64, form: &Submitted) -> Result<()> {
    let plan = own_plan(ctx, SUBMIT, id).await?;
    unchanged(ctx, form, &plan)?;
    let by = ctx.viewer()?.name.clone();
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::submit(&ctx.app, &tx, &plan, &by).await?;
    tx.commit().await
}

/// Takes it back.
pub async fn withdraw(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    take_back(&ctx, id, &form).await?;
    Ok(redirect(&plan_path(id), Some("plans-flash-withdrawn")))
}

/// Takes the plan that was seen back from its approver.
pub async fn take_back(ctx: &Ctx, id: i64, form: &Submitted) -> Result<()> {
    let plan = own_plan(ctx, SUBMIT, id).await?;
    unchanged(ctx, form, &plan)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::withdraw(&tx, &plan).await?;
    tx.commit().await
}

/// A form that asks for a reason before an act.
struct Asked {
    title: &'static str,
    lead: &'static str,
    act: &'static str,
    label: &'static str,
}

const RETURN: Asked =
    Asked { title: "plans-return", lead: "plans-return-lead", act: "tra-lai", label: "plans-return-reason" };
const AMEND: Asked =
    Asked { title: "plans-amend", lead: "plans-amend-lead", act: "dieu-chinh", label: "plans-amend-reason" };

fn reason_view(ctx: &Ctx, plan: &Plan, asked: &Asked, typed: &str, errors: &FieldErrors) -> Result<FormView> {
    let field = Field::textarea("ly-do", ctx.t(asked.label), 4)
        .value(typed)
        .error(ui::field_error(ctx, errors, "ly-do"));
    let here = plan_path(plan.id);
    let words = ui::words(&ctx.locale);
    let mut form = Form::new(&words, format!("{here}/{}", asked.act), ctx.t(asked.title), vec![field])
        .with_secondary(here.clone(), ctx.t("ui-back"));
    form.hidden = as_seen(plan);
    let (title, caption) = (ctx.t(asked.title), words::title(ctx, plan)?);
    Ok(FormView {
        page: ui::page(ctx, title.clone()).with_back(here, caption.clone()),
        head: Head { caption, lead: ctx.t(asked.lead), ..Head::new(title) },
        table: None,
        form,
    })
}

/// The form to give it back.
pub async fn ask_return(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let plan = decided(&ctx, id).await?;
    plan.state()?.give_back()?;
    ui::html(&reason_view(&ctx, &plan, &RETURN, "", &FieldErrors::new())?)
}

/// Gives it back.
pub async fn give_back(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    match send_back(&ctx, id, &form).await {
        Err(Error::Invalid(errors)) => {
            let plan = decided(&ctx, id).await?;
            let page = reason_view(&ctx, &plan, &RETURN, form.text("ly-do"), &errors)?;
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        other => other.map(|()| redirect(&plan_path(id), Some("plans-flash-returned"))),
    }
}

/// Gives the plan that was seen back with the form's reason.
pub async fn send_back(ctx: &Ctx, id: i64, form: &Submitted) -> Result<()> {
    let plan = decided(ctx, id).await?;
    unchanged(ctx, form, &plan)?;
    let mut errors = FieldErrors::new();
    let reason = form.required(&mut errors, "ly-do", 2000);
    errors.check()?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::give_back(&ctx.app, &tx, &plan, &reason).await?;
    tx.commit().await
}

/// The form to begin an amendment.
pub async fn ask_amendment(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let plan = own_plan(&ctx, EDIT, id).await?;
    plan.state()?.amend()?;
    ui::html(&reason_view(&ctx, &plan, &AMEND, "", &FieldErrors::new())?)
}

/// Begins it.
pub async fn amend(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    match begin_amendment(&ctx, id, &form).await {
        Err(Error::Invalid(errors)) => {
            let plan = own_plan(&ctx, EDIT, id).await?;
            let page = reason_view(&ctx, &plan, &AMEND, form.text("ly-do"), &errors)?;
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        other => other.map(|()| redirect(&plan_path(id), Some("plans-flash-amending"))),
    }
}

/// Begins the amendment of the plan that was seen, for the form's reason.
pub async fn begin_amendment(ctx: &Ctx, id: i64, form: &Submitted) -> Result<()> {
    let plan = own_plan(ctx, EDIT, id).await?;
    unchanged(ctx, form, &plan)?;
    let mut errors = FieldErrors::new();
    let reason = form.required(&mut errors, "ly-do", 2000);
    errors.check()?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::amend(&tx, &plan, &reason).await?;
    tx.commit().await
}

/// Gives the amendment up.
pub async fn drop_edition(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    give_amendment_up(&ctx, id, &form).await?;
    Ok(redirect(&plan_path(id), Some("plans-flash-kept")))
}

/// Gives the amendment that was seen up; the edition in force stays.
pub async fn give_amendment_up(ctx: &Ctx, id: i64, form: &Submitted) -> Result<()> {
    let plan = own_plan(ctx, EDIT, id).await?;
    unchanged(ctx, form, &plan)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::drop_edition(&tx, &plan).await?;
    tx.commit().await
}

/// The form to approve it.
pub async fn ask_approval(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let plan = decided(&ctx, id).await?;
    if plan.state()? != State::Submitted {
        return Err(Refusal::new("plans-refused-not-submitted").into());
    }
    let today = ctx.today().to_string();
    ui::html(&approval(&ctx, &plan, ["", &today], &FieldErrors::new())?)
}

/// Approves it.
pub async fn approve(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    match put_in_force(&ctx, id, &form).await {
        Err(Error::Invalid(errors)) => {
            let plan = decided(&ctx, id).await?;
            let page = approval(&ctx, &plan, [form.text("quyet-dinh"), form.text("ngay")], &errors)?;
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        other => other.map(|()| redirect(&plan_path(id), Some("plans-flash-approved"))),
    }
}

/// Puts the edition that was seen in force by the form's decision.
pub async fn put_in_force(ctx: &Ctx, id: i64, form: &Submitted) -> Result<()> {
    let plan = decided(ctx, id).await?;
    unchanged(ctx, form, &plan)?;
    let mut errors = FieldErrors::new();
    let decision = form.required(&mut errors, "quyet-dinh", 300);
    let on = form.day(&mut errors, "ngay").filter(|d| *d <= ctx.today());
    if on.is_none() && errors.0.iter().all(|e| e.field != "ngay") {
        errors.add("ngay", "plans-error-past");
    }
    let submitted: Option<Day> = plan.submitted_on.as_deref().and_then(|d| d.parse().ok());
    if on.zip(submitted).is_some_and(|(on, submitted)| on < submitted) {
        errors.add("ngay", "plans-error-before-submission");
    }
    let (Some(on), true) = (on, errors.is_empty()) else { return Err(Error::Invalid(errors)) };
    let viewer = ctx.viewer()?;
    let who = (viewer.account_id, viewer.name.as_str());
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::approve(&ctx.app, &tx, &plan, who, (&decision, on)).await?;
    tx.commit().await
}

fn approval(ctx: &Ctx, plan: &Plan, [decision, on]: [&str; 2], errors: &FieldErrors) -> Result<FormView> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let fields = vec![
        Field::text("quyet-dinh", ctx.t("plans-head-decision"))
            .hint(ctx.t("plans-decision-hint"))
            .value(decision)
            .error(error("quyet-dinh")),
        Field::date("ngay", ctx.t("plans-decision-day")).value(on).error(error("ngay")),
    ];
    let here = plan_path(plan.id);
    let words = ui::words(&ctx.locale);
    let mut form = Form::new(&words, format!("{here}/duyet"), ctx.t("plans-approve"), fields)
        .with_secondary(here.clone(), ctx.t("ui-back"));
    form.hidden = as_seen(plan);
    let (title, caption) = (ctx.t("plans-approve-title"), words::title(ctx, plan)?);
    Ok(FormView {
        page: ui::page(ctx, title.clone()).with_back(here, caption.clone()),
        head: Head { caption, lead: ctx.t("plans-approve-lead"), ..Head::new(title) },
        table: None,
        form,
    })
}
