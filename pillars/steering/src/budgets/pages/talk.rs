//! Comments of the office a budget lies with, bound to a line or to the whole, and the agency's answers.

use super::super::deeds;
use super::super::slice::EDIT;
use super::super::store::budgets::Budget;
use super::super::store::lines::{self, Line};
use super::super::store::talk::{self, Comment};
use super::super::words;
use super::{Asked, FormView, PATH, after, budget_path, form_view};
use axum::extract::Path;
use axum::response::Response;
use kernel::Moment;
use platform::error::{Error, Result};
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors, Refusal};
use ui::{Cell, Choice, Field, Form};

/// The form for a comment, for who may make one now.
pub(super) fn form(ctx: &Ctx, budget: &Budget, written: &[Line]) -> Result<Option<Form>> {
    if !deeds::may_review(ctx, budget)? {
        return Ok(None);
    }
    let (blank, fine) = (Submitted::default(), FieldErrors::new());
    let fields = fields(ctx, written, &blank, &fine);
    let words = ui::words(&ctx.locale);
    let action = format!("{}/y-kien", budget_path(budget.id));
    Ok(Some(
        Form::new(&words, action, ctx.t("budgets-comment-send"), fields).quiet().once(ctx, &blank, &fine),
    ))
}

fn fields(ctx: &Ctx, written: &[Line], typed: &Submitted, errors: &FieldErrors) -> Vec<Field> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let held = typed.text("dong");
    let whole = Choice::new("", ctx.t("budgets-about-whole"), held.is_empty());
    let lines = written.iter().map(|l| {
        let id = l.id.to_string();
        let chosen = id == held;
        Choice::new(id, l.name.chars().take(90).collect::<String>(), chosen)
    });
    vec![
        Field::select("dong", ctx.t("budgets-head-about"), std::iter::once(whole).chain(lines).collect())
            .error(error("dong")),
        Field::textarea("y-kien", ctx.t("budgets-head-comment"), 3)
            .value(typed.text("y-kien"))
            .error(error("y-kien")),
    ]
}

/// Keeps a comment.
pub async fn comment(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let done = deeds::comment(&ctx, id, &form).await;
    let here = budget_path(id);
    let (budget, written) = match &done {
        Err(Error::Invalid(_)) => (deeds::read(&ctx, id).await?, lines::of(&ctx.app.store, id).await?),
        _ => return done.map(|_| redirect(&here, Some("budgets-flash-commented"))),
    };
    after(
        done,
        |_| redirect(&here, None),
        |errors| {
            let asked = Asked {
                action: format!("{here}/y-kien"),
                title: "budgets-comment-send",
                lead: "budgets-comment-lead",
                act: "budgets-comment-send",
                fields: fields(&ctx, &written, &form, errors),
                hidden: Vec::new(),
            };
            let mut view = form_view(&ctx, &budget, &here, asked);
            view.form = view.form.once(&ctx, &form, errors);
            Ok(view)
        },
    )
}

/// A comment as a cell: its words, who said it where and when.
pub(super) fn said(ctx: &Ctx, comment: &Comment) -> Cell {
    let step = [("round", comment.round.to_string()), ("step", words::step(ctx, &comment.step))];
    let by = [
        ("name", comment.author_name.clone()),
        ("agency", ctx.app.directory().short_name(comment.agency_id).to_owned()),
        ("step", ctx.tn("budgets-step-of", &step)),
        ("at", Moment::from_micros(comment.at).vn()),
    ];
    Cell::Stack(vec![Cell::written(&comment.text), Cell::muted(ctx.tn("budgets-comment-by", &by))])
}

/// Its answer, or the way to it.
pub(super) fn answered(ctx: &Ctx, comment: &Comment, may_answer: bool) -> Cell {
    match comment.answered_at {
        Some(at) => {
            let by = [("name", comment.answered_by.clone()), ("at", Moment::from_micros(at).vn())];
            let by = ctx.tn("budgets-answered-by", &by);
            Cell::Stack(vec![Cell::written(&comment.answer), Cell::muted(by)])
        }
        None if may_answer => Cell::link(format!("{PATH}/y-kien/{}", comment.id), ctx.t("budgets-answer")),
        None => Cell::muted(ctx.t("budgets-unanswered")),
    }
}

async fn found(ctx: &Ctx, id: i64) -> Result<(Budget, Comment)> {
    let comment = talk::get(&ctx.app.store, id).await?;
    let budget = deeds::own(ctx, EDIT, comment.budget_id).await?;
    Ok((budget, comment))
}

/// The form to answer one.
pub async fn ask_answer(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let (budget, comment) = found(&ctx, id).await?;
    if comment.answered_at.is_some() {
        return Err(Refusal::new("budgets-refused-answered").into());
    }
    ui::html(&answer_view(&ctx, &budget, &comment, "", &FieldErrors::new()))
}

/// Answers it.
pub async fn answer(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let (budget, comment) = found(&ctx, id).await?;
    after(
        deeds::answer(&ctx, id, &form).await,
        |budget| redirect(&budget_path(budget.id), Some("budgets-flash-answered")),
        |errors| Ok(answer_view(&ctx, &budget, &comment, form.text("tra-loi"), errors)),
    )
}

fn answer_view(ctx: &Ctx, budget: &Budget, comment: &Comment, typed: &str, errors: &FieldErrors) -> FormView {
    let field = Field::textarea("tra-loi", ctx.t("budgets-head-answer"), 4)
        .value(typed)
        .error(ui::field_error(ctx, errors, "tra-loi"));
    let asked = Asked {
        action: format!("{PATH}/y-kien/{}", comment.id),
        title: "budgets-answer-title",
        lead: "budgets-answer-lead",
        act: "budgets-answer-send",
        fields: vec![field],
        hidden: Vec::new(),
    };
    let mut view = form_view(ctx, budget, &budget_path(budget.id), asked);
    let args = [("name", comment.author_name.clone()), ("text", comment.text.clone())];
    view.notes = vec![ctx.tn("budgets-answer-to", &args)];
    view
}
