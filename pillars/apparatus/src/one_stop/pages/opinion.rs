//! GET and POST /y-kien/{id}: one question with what the answer needs of the dossier, and the answer.
//! The unit asked may lie outside the dossier's agency: it sees the question, the procedure and the owner's name, no more.

use super::deeds::Draft;
use super::opinions::PATH;
use super::standing::moment_cell;
use crate::one_stop::acts;
use crate::one_stop::permissions::OPINION;
use crate::one_stop::store::{self, Opinion};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Day;
use platform::Ctx;
use platform::error::{FieldErrors, Result};
use platform::http::{Submitted, redirect};
use ui::SummaryList;

#[derive(askama::Template)]
#[template(path = "one_stop/pages/opinion.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    about: SummaryList,
    form: Option<ui::Form>,
}

/// Shows the question.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let opinion = asked(&ctx, id).await?;
    page(&ctx, &opinion, &Submitted::default(), &FieldErrors::new()).await
}

/// Writes the answer.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let opinion = asked(&ctx, id).await?;
    let mut errors = FieldErrors::new();
    let answer = typed.required(&mut errors, "tra-loi", 8000);
    if !errors.is_empty() {
        return page(&ctx, &opinion, &typed, &errors).await;
    }
    acts::answer_opinion(&ctx.app, &ctx.actor(), id, &answer).await?;
    Ok(redirect(PATH, Some("one-stop-done-tra-loi")))
}

/// The question, if the viewer answers for the unit asked.
async fn asked(ctx: &Ctx, id: i64) -> Result<Opinion> {
    let opinion = store::opinion(&ctx.app.store, id).await?;
    ctx.require(OPINION, opinion.unit_id)?;
    Ok(opinion)
}

async fn page(ctx: &Ctx, opinion: &Opinion, typed: &Submitted, errors: &FieldErrors) -> Result<Response> {
    let dossier = store::get(&ctx.app.store, opinion.dossier_id).await?;
    let directory = ctx.app.directory();
    let words = ui::words(&ctx.locale);
    let due = opinion.due_on.parse::<Day>().map(Day::vn).unwrap_or_default();
    let mut about = SummaryList::new(&words)
        .row(ctx.t("one-stop-field-cau-hoi"), opinion.question.clone())
        .row(
            ctx.t("one-stop-head-asked-by"),
            format!("{} – {}", opinion.asked_by, directory.name(dossier.agency_id)),
        )
        .row(ctx.t("one-stop-head-unit"), directory.name(opinion.unit_id).to_owned())
        .row(ctx.t("one-stop-head-answer-due"), due)
        .row(ctx.t("one-stop-head-procedure"), dossier.procedure_name.clone())
        .row(ctx.t("one-stop-head-owner"), dossier.owner_name.clone())
        .row(ctx.t("one-stop-head-due"), moment_cell(dossier.due_at));
    let mut form = None;
    match &opinion.answer {
        Some(answer) => {
            about = about
                .row(ctx.t("one-stop-head-answer"), answer.clone())
                .row(ctx.t("one-stop-head-answered"), moment_cell(opinion.answered_at));
        }
        None => {
            let draft = Draft { ctx, typed, errors };
            let action = format!("{PATH}/{}", opinion.id);
            let fields = vec![draft.area("tra-loi", 8)];
            form = Some(
                ui::Form::new(&words, action, ctx.t("one-stop-opinion-submit"), fields)
                    .with_secondary(PATH, words.back.clone()),
            );
        }
    }
    let title = ctx.t("one-stop-opinion-title");
    let mut head = ui::Head::new(title.clone());
    head.caption = dossier.code.clone();
    let mut page = ui::page(ctx, title).with_crumb(PATH, ctx.t("one-stop-menu-opinions"));
    let failed = !errors.is_empty();
    if failed {
        page.title = format!("{} {}", page.words.error_prefix, page.title);
    }
    let status = if failed { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    ui::html_with(status, &View { page, head, about, form })
}
