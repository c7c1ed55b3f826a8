//! Comments on a plan by its reviewers, bound to a line or to the whole, and their answers.

use super::super::acts;
use super::super::slice::{EDIT, REVIEW};
use super::super::store::plans::{self, Plan};
use super::super::store::talk::{self, NewComment};
use super::super::store::tasks::{self, Task};
use super::super::words;
use super::plan::may_comment;
use super::{FormView, own_plan, plan_path, read_plan};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::http::{Submitted, redirect};
use platform::once::Once;
use platform::{Ctx, FieldErrors, Refusal};
use ui::{Choice, Field, Form, Head};

/// The form for a comment, for who may make one now.
pub(super) fn form(ctx: &Ctx, plan: &Plan, written: &[Task]) -> Result<Option<Form>> {
    if !may_comment(ctx, plan)? {
        return Ok(None);
    }
    Ok(Some(filled(ctx, plan, written, &Submitted::default(), &FieldErrors::new())))
}

fn filled(ctx: &Ctx, plan: &Plan, written: &[Task], typed: &Submitted, errors: &FieldErrors) -> Form {
    let line = typed.text("viec");
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let whole = Choice::new("", ctx.t("plans-about-whole"), line.is_empty());
    let lines = written.iter().map(|t| {
        let id = t.line_id.to_string();
        let chosen = id == line;
        Choice::new(id, t.name.chars().take(90).collect::<String>(), chosen)
    });
    let fields = vec![
        Field::select("viec", ctx.t("plans-head-about"), std::iter::once(whole).chain(lines).collect())
            .error(error("viec")),
        Field::textarea("y-kien", ctx.t("plans-head-comment"), 3)
            .value(typed.text("y-kien"))
            .error(error("y-kien")),
    ];
    let words = ui::words(&ctx.locale);
    Form::new(&words, format!("{}/y-kien", plan_path(plan.id)), ctx.t("plans-comment-send"), fields)
        .once(ctx, typed, errors)
}

/// Keeps a comment.
pub async fn comment(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    match say(&ctx, id, &form).await {
        Err(Error::Invalid(errors)) => {
            let plan = read_plan(&ctx, id).await?;
            let written = tasks::of_edition(&ctx.app.store, id, plan.edition).await?;
            let title = ctx.t("plans-comment-send");
            let caption = words::title(&ctx, &plan)?;
            let view = FormView {
                page: ui::page(&ctx, title.clone()).with_back(plan_path(id), caption.clone()),
                head: Head { caption, ..Head::new(title) },
                table: None,
                form: filled(&ctx, &plan, &written, &form, &errors),
            };
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view)
        }
        other => {
            other?;
            Ok(redirect(&plan_path(id), Some("plans-flash-commented")))
        }
    }
}

/// Keeps the comment of a form; its number.
///
/// # Errors
/// All that is wrong with the form.
pub async fn say(ctx: &Ctx, id: i64, form: &Submitted) -> Result<i64> {
    let plan = read_plan(ctx, id).await?;
    let over = [plan.agency_id, plan.approver_id].into_iter().find(|a| ctx.may(REVIEW, *a));
    ctx.require(REVIEW, over.unwrap_or(plan.agency_id))?;
    if !may_comment(ctx, &plan)? {
        return Err(Refusal::new("plans-refused-no-comment").into());
    }
    let written = tasks::of_edition(&ctx.app.store, id, plan.edition).await?;
    let mut errors = FieldErrors::new();
    let text = form.required(&mut errors, "y-kien", 2000);
    let about = form.optional("viec");
    let task = about.as_deref().and_then(|line| written.iter().find(|t| t.line_id.to_string() == line));
    if about.is_some() && task.is_none() {
        errors.add("viec", "plans-error-line");
    }
    errors.check()?;
    let viewer = ctx.viewer()?;
    let new = NewComment {
        plan: id,
        edition: plan.edition,
        line: task.map(|t| t.line_id),
        text,
        author: (viewer.account_id, viewer.name.clone()),
        agency: viewer.agency_id.unwrap_or(plan.approver_id),
    };
    let once = Once::of("plan_comment", form);
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    if let Some(made) = once.before(&tx).await? {
        return Ok(made);
    }
    let made = acts::comment(&tx, &new, task.map_or("", |t| t.name.as_str())).await?;
    once.opened(&tx, made).await?;
    tx.commit().await?;
    Ok(made)
}

async fn found(ctx: &Ctx, id: i64) -> Result<(Plan, talk::Comment)> {
    let comment = talk::comment(&ctx.app.store, id).await?;
    let plan = own_plan(ctx, EDIT, comment.plan_id).await?;
    Ok((plan, comment))
}

/// The form to answer one.
pub async fn ask_answer(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let (plan, comment) = found(&ctx, id).await?;
    ui::html(&answer_view(&ctx, &plan, &comment, "", &FieldErrors::new())?)
}

/// Answers it.
pub async fn answer(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    match reply(&ctx, id, &form).await {
        Err(Error::Invalid(errors)) => {
            let (plan, comment) = found(&ctx, id).await?;
            let page = answer_view(&ctx, &plan, &comment, form.text("tra-loi"), &errors)?;
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        other => other.map(|plan| redirect(&plan_path(plan), Some("plans-flash-answered"))),
    }
}

/// Answers a comment with the form's words; the number of its plan.
///
/// # Errors
/// All that is wrong with the form.
pub async fn reply(ctx: &Ctx, id: i64, form: &Submitted) -> Result<i64> {
    let (plan, comment) = found(ctx, id).await?;
    let mut errors = FieldErrors::new();
    let text = form.required(&mut errors, "tra-loi", 2000);
    errors.check()?;
    let by = ctx.viewer()?.name.clone();
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    // Of two who answer at once the second finds the answer of the first.
    let plan = plans::get(&tx, plan.id).await?;
    acts::answer(&tx, &plan, &comment, &text, &by).await?;
    tx.commit().await?;
    Ok(plan.id)
}

fn answer_view(
    ctx: &Ctx,
    plan: &Plan,
    comment: &talk::Comment,
    typed: &str,
    errors: &FieldErrors,
) -> Result<FormView> {
    if comment.answered_at.is_some() && errors.is_empty() {
        return Err(Error::from(Refusal::new("plans-refused-answered")));
    }
    let field = Field::textarea("tra-loi", ctx.t("plans-head-answer"), 4)
        .value(typed)
        .error(ui::field_error(ctx, errors, "tra-loi"));
    let words = ui::words(&ctx.locale);
    let here = plan_path(plan.id);
    let form = Form::new(
        &words,
        format!("{}/y-kien/{}", super::PATH, comment.id),
        ctx.t("plans-answer-send"),
        vec![field],
    )
    .with_secondary(here.clone(), ctx.t("ui-back"));
    let title = ctx.t("plans-answer-title");
    let args = [("name", comment.author_name.clone()), ("text", comment.text.clone())];
    Ok(FormView {
        page: ui::page(ctx, title.clone()).with_back(here, words::title(ctx, plan)?),
        head: Head {
            caption: words::title(ctx, plan)?,
            lead: ctx.tn("plans-answer-lead", &args),
            ..Head::new(title)
        },
        table: None,
        form,
    })
}
