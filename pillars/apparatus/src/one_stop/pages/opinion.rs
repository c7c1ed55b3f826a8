//! GET and POST /y-kien/{id}: one question with what the answer needs of the dossier, and the answer.
//! The unit asked may lie outside the dossier's agency: while its question runs it sees the procedure, the owner's
//! name and the papers of this dossier, no more. The question is the right: without one there is no such address.

use super::deeds::Draft;
use super::opinions::PATH;
use super::seen;
use super::standing::moment_cell;
use crate::one_stop::acts;
use crate::one_stop::permissions::OPINION;
use crate::one_stop::store::{self, Dossier, Opinion, Paper};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Day;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Submitted, redirect};
use platform::reads::What;
use ui::{Cell, Column, Row, SummaryList};

#[derive(askama::Template)]
#[template(path = "one_stop/pages/opinion.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    about: SummaryList,
    papers: Option<ui::Table>,
    form: Option<ui::Form>,
}

/// The sheet of one question: what it is about, and what may be done with it now.
pub struct Sheet {
    /// Its title.
    pub title: String,
    /// Code of the dossier.
    pub code: String,
    /// Where it was come from: (address, words).
    pub from: (String, String),
    /// The question and its dossier.
    pub about: SummaryList,
    /// The dossier's papers, where the reader may see them.
    pub papers: Option<ui::Table>,
    /// The form, where something may be done.
    pub form: Option<ui::Form>,
}

impl Sheet {
    /// The page; 422 when something is wrong with what was typed.
    pub fn answer(self, ctx: &Ctx, errors: &FieldErrors) -> Result<Response> {
        let Sheet { title, code, from: (href, words), about, papers, form } = self;
        let head = ui::Head { caption: code, ..ui::Head::new(title.clone()) };
        let mut page = ui::page(ctx, title).with_crumb(href, words);
        let mut status = StatusCode::OK;
        if !errors.is_empty() {
            status = StatusCode::UNPROCESSABLE_ENTITY;
            page.title = format!("{} {}", page.words.error_prefix, page.title);
        }
        ui::html_with(status, &View { page, head, about, papers, form })
    }
}

/// Shows the question.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let opinion = asked(&ctx, id).await?;
    page(&ctx, &opinion, &Submitted::default(), &FieldErrors::new()).await
}

/// Writes the answer.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let opinion = asked(&ctx, id).await?;
    match answered(&ctx, &opinion, &typed).await {
        Ok(_) => Ok(redirect(PATH, Some("one-stop-done-tra-loi"))),
        Err(Error::Invalid(errors)) => page(&ctx, &opinion, &typed, &errors).await,
        Err(other) => Err(other),
    }
}

/// The answer as typed.
pub async fn answered(ctx: &Ctx, opinion: &Opinion, typed: &Submitted) -> Result<Dossier> {
    let mut errors = FieldErrors::new();
    let answer = typed.required(&mut errors, "tra-loi", 8000);
    errors.check()?;
    acts::answer_opinion(&ctx.app, &ctx.actor(), opinion.id, &answer).await
}

/// A paper of the dossier, for the unit asked about it.
pub async fn file(ctx: Ctx, Path((id, hash)): Path<(i64, String)>) -> Result<Response> {
    let name = file_name(&ctx, id, &hash).await?;
    super::file::answer(&ctx, &hash, &name).await
}

/// The name of a file that the question gives a right to; the look at it is noted.
pub async fn file_name(ctx: &Ctx, id: i64, hash: &str) -> Result<String> {
    let opinion = asked(ctx, id).await?;
    let papers = papers(ctx, &opinion).await?.ok_or(Error::NotFound)?;
    let found = papers.into_iter().find(|p| p.file_hash.as_deref() == Some(hash));
    let name = found.and_then(|p| p.file_name).ok_or(Error::NotFound)?;
    let dossier = store::get(&ctx.app.store, opinion.dossier_id).await?;
    seen::note_by(ctx, &dossier, What::File, (OPINION, opinion.unit_id)).await?;
    Ok(name)
}

/// The papers of the dossier as long as the question gives a right to them: not withdrawn, and the dossier goes on.
pub async fn papers(ctx: &Ctx, opinion: &Opinion) -> Result<Option<Vec<Paper>>> {
    let dossier = store::get(&ctx.app.store, opinion.dossier_id).await?;
    if opinion.closed_at.is_some() || !dossier.state()?.is_open() {
        return Ok(None);
    }
    Ok(Some(store::papers(&ctx.app.store, opinion.dossier_id).await?))
}

fn paper_table(ctx: &Ctx, opinion: &Opinion, papers: Vec<Paper>) -> ui::Table {
    let mut table = ui::Table::new(&ui::words(&ctx.locale), "giay-to", ctx.t("one-stop-papers"));
    table.columns = ["paper", "given", "copies", "file"]
        .map(|head| Column::new(head, ctx.t(&format!("one-stop-head-{head}"))))
        .into();
    table.rows = papers
        .into_iter()
        .map(|paper| {
            let file = match (&paper.file_hash, &paper.file_name) {
                (Some(hash), Some(name)) => {
                    Cell::link(format!("{PATH}/{}/tep/{hash}", opinion.id), name.clone())
                }
                _ => Cell::Empty,
            };
            let given = ctx.t(&format!("one-stop-given-{}", paper.given));
            Row::new(vec![paper.name.into(), given.into(), Cell::number(paper.copies.to_string()), file])
        })
        .collect();
    table.empty = ui::Empty::new(ctx.t("one-stop-papers-none"), "");
    table
}

/// The question, if the viewer answers for the unit asked.
pub async fn asked(ctx: &Ctx, id: i64) -> Result<Opinion> {
    let opinion = store::opinion(&ctx.app.store, id).await?;
    ctx.require(OPINION, opinion.unit_id)?;
    Ok(opinion)
}

async fn page(ctx: &Ctx, opinion: &Opinion, typed: &Submitted, errors: &FieldErrors) -> Result<Response> {
    let dossier = store::get(&ctx.app.store, opinion.dossier_id).await?;
    seen::note_by(ctx, &dossier, What::Page, (OPINION, opinion.unit_id)).await?;
    let directory = ctx.app.directory();
    let words = ui::words(&ctx.locale);
    let due = opinion.due_on.parse::<Day>().map(Day::vn).unwrap_or_default();
    let (label, whom) = addressed(ctx, opinion);
    let mut about = SummaryList::new(&words)
        .row(ctx.t("one-stop-field-cau-hoi"), opinion.question.clone())
        .row(
            ctx.t("one-stop-head-asked-by"),
            format!("{} – {}", opinion.asked_by, directory.name(dossier.agency_id)),
        )
        .row(label, whom)
        .row(ctx.t("one-stop-head-answer-due"), due)
        .row(ctx.t("one-stop-head-procedure"), dossier.procedure_name.clone())
        .row(ctx.t("one-stop-head-owner"), dossier.owner_name.clone())
        .row(ctx.t("one-stop-head-due"), moment_cell(dossier.due_at));
    let mut form = None;
    let papers = papers(ctx, opinion).await?;
    match &opinion.answer {
        None if papers.is_none() => about = about.row(ctx.t("one-stop-head-state"), ended(ctx, opinion)),
        Some(answer) => {
            about = about
                .row(ctx.t("one-stop-head-answer"), answer.clone())
                .row(ctx.t("one-stop-head-answered"), moment_cell(opinion.answered_at));
        }
        None => {
            let draft = Draft { ctx, typed, errors };
            let action = format!("{PATH}/{}", opinion.id);
            let answer = draft.area("tra-loi", 8);
            let fields = vec![match &opinion.expert {
                Some(_) => answer.hint(ctx.t("one-stop-hint-tra-loi-chuyen-gia")),
                None => answer,
            }];
            form = Some(
                ui::Form::new(&words, action, ctx.t("one-stop-opinion-submit"), fields)
                    .with_secondary(PATH, words.back.clone()),
            );
        }
    }
    let sheet = Sheet {
        title: ctx.t("one-stop-opinion-title"),
        code: dossier.code.clone(),
        from: (PATH.to_owned(), ctx.t("one-stop-menu-opinions")),
        about,
        papers: papers.map(|papers| paper_table(ctx, opinion, papers)),
        form,
    };
    sheet.answer(ctx, errors)
}

/// Whom the question was put to, after the word for it.
pub fn addressed(ctx: &Ctx, opinion: &Opinion) -> (String, String) {
    let label = if opinion.expert.is_some() { "one-stop-field-chuyen-gia" } else { "one-stop-head-unit" };
    (ctx.t(label), acts::asked_of(&ctx.app, opinion))
}

/// Why no answer is waited for any more.
fn ended(ctx: &Ctx, opinion: &Opinion) -> String {
    let how = ctx.t(match opinion.closed_as.as_deref() {
        Some("withdrawn") => "one-stop-opinion-withdrawn",
        Some(_) => "one-stop-opinion-silent",
        None => "one-stop-opinion-dossier-ended",
    });
    match &opinion.close_note {
        Some(note) => format!("{how}: {note}"),
        None => how,
    }
}
