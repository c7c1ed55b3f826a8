//! A target of a review, or an item of the programme: what was frozen of it, its cause written by the agency that answers for it, or
//! given to another agency.

use super::super::acts::{self, FIGURE};
use super::super::rules::{State, Verdict};
use super::super::slice::{MANAGE, VIEW, WRITE};
use super::super::store::figures::{self, Figure};
use super::super::store::reviews::Review;
use super::{
    FIGURES, all_agencies, figure_name, figure_path, light, measured, own_figure, review_path, the_review,
    verdict_tag,
};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors};
use ui::{Cell, Field, Form, Head, History, Page, SummaryList};

#[derive(askama::Template)]
#[template(path = "final_review/pages/figure.html")]
struct View {
    page: Page,
    head: Head,
    facts: SummaryList,
    forms: Vec<Form>,
    history_title: String,
    history: History,
}

/// Shows a target.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let (figure, review) = own_figure(&ctx, id, VIEW).await?;
    ui::html(&view(&ctx, &review, &figure, &figure.cause, &FieldErrors::new()).await?)
}

async fn view(
    ctx: &Ctx,
    review: &Review,
    figure: &Figure,
    typed: &str,
    errors: &FieldErrors,
) -> Result<View> {
    let here = figure_path(figure.id);
    let words = ui::words(&ctx.locale);
    let history = platform::journal::history(&ctx.app.store, FIGURE, figure.id).await?;
    let open = review.state()? == State::Writing;
    let mut forms = Vec::new();
    let wants = matches!(figure.verdict(), Some(Verdict::Missed | Verdict::Unmeasured));
    if open && wants && ctx.may(WRITE, figure.agency_id) {
        let field = Field::textarea("nguyen-nhan", ctx.t("final-review-head-cause"), 6)
            .hint(ctx.t("final-review-cause-hint"))
            .value(typed)
            .error(ui::field_error(ctx, errors, "nguyen-nhan"));
        forms.push(Form::new(
            &words,
            format!("{here}/nguyen-nhan"),
            ctx.t("final-review-cause-keep"),
            vec![field],
        ));
    }
    if open && ctx.may(MANAGE, review.owner_id) {
        let choices = all_agencies(ctx, review.owner_id, figure.agency_id);
        let field = Field::select("co-quan", ctx.t("final-review-head-agency"), choices);
        forms.push(
            Form::new(&words, format!("{here}/giao"), ctx.t("final-review-reassign"), vec![field]).quiet(),
        );
    }
    let mut facts = SummaryList::new(&words)
        .row(ctx.t("final-review-head-review"), Cell::link(review_path(review.id), review.name.clone()))
        .row(ctx.t("final-review-head-definition"), figure.definition.clone())
        .row(ctx.t("final-review-head-planned"), figure.planned.clone())
        .row(ctx.t("final-review-head-measured"), measured(ctx, figure))
        .row(ctx.t("final-review-head-verdict"), verdict_tag(ctx, figure))
        .row(ctx.t("final-review-head-agency"), ctx.app.directory().name(figure.agency_id).to_owned());
    if figure.section == "target" {
        facts = facts
            .row(ctx.t("final-review-head-declared"), figure.declared.clone())
            .row(ctx.t("final-review-head-light"), light(ctx, &figure.light));
    }
    if let Some(at) = figure.cause_at {
        let by = [("name", figure.cause_name.clone()), ("at", kernel::Moment::from_micros(at).vn())];
        let cause = vec![Cell::written(&figure.cause), Cell::muted(ctx.tn("final-review-said-by", &by))];
        facts = facts.row(ctx.t("final-review-head-cause"), Cell::Stack(cause));
    }
    let title = figure_name(ctx, figure);
    Ok(View {
        page: ui::page(ctx, title.clone()).with_back(FIGURES, ctx.t("final-review-tab-figures")),
        head: Head { caption: review.name.clone(), ..Head::new(title) },
        facts,
        forms,
        history_title: ctx.t("final-review-history"),
        history: ui::history(ctx, &history),
    })
}

/// Keeps a cause.
pub async fn explain(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let (figure, review) = own_figure(&ctx, id, WRITE).await?;
    let mut errors = FieldErrors::new();
    let cause = form.required(&mut errors, "nguyen-nhan", 4000);
    if !errors.is_empty() {
        let page = view(&ctx, &review, &figure, &cause, &errors).await?;
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::set_cause(&tx, &review, &figure, &cause).await?;
    tx.commit().await?;
    Ok(redirect(&figure_path(id), Some("final-review-flash-cause")))
}

/// Gives it to another agency.
pub async fn reassign(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let figure = figures::get(&ctx.app.store, id).await?;
    let review = the_review(&ctx, figure.review_id, MANAGE).await?;
    let agency = ctx.app.directory().by_code(form.text("co-quan")).map(|a| a.id).ok_or(Error::NotFound)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::reassign(&ctx.app, &tx, &review, &figure, agency).await?;
    tx.commit().await?;
    Ok(redirect(&figure_path(id), Some("final-review-flash-reassigned")))
}
