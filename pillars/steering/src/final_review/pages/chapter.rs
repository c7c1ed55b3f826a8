//! A chapter: added for an agency, written and sent by it, given back or taken in.

use super::super::acts::{self, CHAPTER};
use super::super::rules::{ChapterState, State};
use super::super::slice::{MANAGE, VIEW, WRITE};
use super::super::store::chapters::Chapter;
use super::super::store::figures::{self, Figure};
use super::super::store::reviews::Review;
use super::review::{done, targets, tasks};
use super::{
    CHAPTERS, FormView, RecordView, all_agencies, as_seen, chapter_path, chapter_tag, chapter_word,
    own_chapter, review_path, the_review, their_chapter, unchanged,
};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::Result;
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors};
use ui::{Action, ActionKind, Cell, Field, Form, Head, SummaryList, Table};

/// Shows a chapter.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let (chapter, review) = own_chapter(&ctx, id, VIEW).await?;
    let history = platform::journal::history(&ctx.app.store, CHAPTER, id).await?;
    let own = own_figures(&ctx, &chapter).await?;
    let mut notes = Vec::new();
    if !chapter.reason.is_empty() {
        notes.push(ctx.tn("final-review-note-returned", &[("reason", chapter.reason.clone())]));
    }
    ui::html(&RecordView {
        page: ui::page(&ctx, chapter.title.clone()).with_back(CHAPTERS, ctx.t("final-review-tab-chapters")),
        head: Head {
            caption: review.name.clone(),
            tag: Some(chapter_tag(&ctx, chapter.state()?)),
            actions: actions(&ctx, &review, &chapter)?,
            ..Head::new(chapter.title.clone())
        },
        notes,
        facts: facts(&ctx, &review, &chapter),
        tables: beside(&ctx, &own),
        history_title: ctx.t("final-review-history"),
        history: ui::history(&ctx, &history),
    })
}

/// The figures of the review that the chapter's agency answers for: what it writes about.
async fn own_figures(ctx: &Ctx, chapter: &Chapter) -> Result<Vec<Figure>> {
    let mut all = figures::of_review(&ctx.app.store, chapter.review_id).await?;
    all.retain(|figure| figure.agency_id == chapter.agency_id);
    Ok(all)
}

/// These figures by kind, those kinds that there are.
fn beside(ctx: &Ctx, own: &[Figure]) -> Vec<Table> {
    let has = |section: &str| own.iter().any(|figure| figure.section == section);
    let mut tables = Vec::new();
    if has("target") {
        tables.push(targets(ctx, own, true));
    }
    if has("task") {
        tables.push(tasks(ctx, own, true));
    }
    if has("done") {
        tables.push(done(ctx, own));
    }
    tables
}

fn facts(ctx: &Ctx, review: &Review, chapter: &Chapter) -> SummaryList {
    let mut facts = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("final-review-head-review"), Cell::link(review_path(review.id), review.name.clone()))
        .row(ctx.t("final-review-head-agency"), ctx.app.directory().name(chapter.agency_id).to_owned())
        .row(ctx.t("final-review-head-due"), ui::vn_day(&chapter.due_on));
    if let Some(on) = &chapter.submitted_on {
        let late = on.as_str() > chapter.due_on.as_str();
        let args = [("day", ui::vn_day(on)), ("name", chapter.submitted_name.clone())];
        let key = if late { "final-review-sent-late" } else { "final-review-sent-by" };
        facts = facts.row(ctx.t("final-review-head-sent"), ctx.tn(key, &args));
    }
    let text = if chapter.text.is_empty() {
        Cell::muted(ctx.t("final-review-nothing-written"))
    } else {
        Cell::written(&chapter.text)
    };
    facts.row(ctx.t("final-review-head-text"), text)
}

fn actions(ctx: &Ctx, review: &Review, chapter: &Chapter) -> Result<Vec<Action>> {
    let here = chapter_path(chapter.id);
    let (write, manage) = (ctx.may(WRITE, chapter.agency_id), ctx.may(MANAGE, review.owner_id));
    let (open, state) = (review.state()? == State::Writing, chapter.state()?);
    let post = |to: &str, label: &str| {
        let mut action = Action::post(format!("{here}/{to}"), ctx.t(label), ActionKind::Primary);
        action.hidden = as_seen(chapter.version);
        action
    };
    let link = |to: &str, label: &str| Action::link(format!("{here}/{to}"), ctx.t(label), ActionKind::Quiet);
    let mut actions = Vec::new();
    if open && write && state.submit(!chapter.text.is_empty()).is_ok() {
        actions.push(post("gui", "final-review-send"));
    }
    if open && write && state.editable().is_ok() {
        actions.push(link("viet", "final-review-write"));
    }
    if open && manage && state == ChapterState::Submitted {
        actions.push(post("nhan", "final-review-accept"));
    }
    if open && manage && state.give_back().is_ok() {
        actions.push(link("tra-lai", "final-review-chapter-return"));
    }
    Ok(actions)
}

fn seen(ctx: &Ctx, typed: &Submitted, chapter: &Chapter) -> Result<()> {
    let state = chapter.state()?;
    unchanged(typed, chapter.version, || chapter_word(ctx, state))
}

fn form_view(
    ctx: &Ctx,
    chapter: &Chapter,
    act: &str,
    (title, button): (&str, &str),
    field: Field,
) -> FormView {
    let here = chapter_path(chapter.id);
    let words = ui::words(&ctx.locale);
    let mut form = Form::new(&words, format!("{here}/{act}"), ctx.t(button), vec![field])
        .with_secondary(here.clone(), ctx.t("ui-back"));
    form.hidden = as_seen(chapter.version);
    FormView {
        page: ui::page(ctx, ctx.t(title)).with_back(here, chapter.title.clone()),
        head: Head { caption: chapter.title.clone(), ..Head::new(ctx.t(title)) },
        table: None,
        form,
    }
}

/// The form with the agency's targets above it.
async fn text_form(ctx: &Ctx, chapter: &Chapter, typed: &str, errors: &FieldErrors) -> Result<FormView> {
    let own = own_figures(ctx, chapter).await?;
    let field = Field::textarea("noi-dung", ctx.t("final-review-head-text"), 18)
        .hint(ctx.t("final-review-text-hint"))
        .value(typed)
        .error(ui::field_error(ctx, errors, "noi-dung"));
    let view = form_view(ctx, chapter, "viet", ("final-review-write", "final-review-write-keep"), field);
    Ok(FormView { table: beside(ctx, &own).into_iter().next(), ..view })
}

/// The form to write it.
pub async fn ask_text(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let (chapter, review) = own_chapter(&ctx, id, WRITE).await?;
    review.state()?.writing()?;
    chapter.state()?.editable()?;
    ui::html(&text_form(&ctx, &chapter, &chapter.text, &FieldErrors::new()).await?)
}

/// Keeps what was written.
pub async fn write(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let (chapter, review) = own_chapter(&ctx, id, WRITE).await?;
    seen(&ctx, &form, &chapter)?;
    let mut errors = FieldErrors::new();
    let text = form.required(&mut errors, "noi-dung", 30_000);
    if !errors.is_empty() {
        let page = text_form(&ctx, &chapter, &text, &errors).await?;
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::write_chapter(&tx, &review, &chapter, &text).await?;
    tx.commit().await?;
    Ok(redirect(&chapter_path(id), Some("final-review-flash-written")))
}

/// Sends it.
pub async fn send(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let (chapter, review) = own_chapter(&ctx, id, WRITE).await?;
    seen(&ctx, &form, &chapter)?;
    let by = ctx.viewer()?.name.clone();
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::submit_chapter(&ctx.app, &tx, &review, &chapter, &by).await?;
    tx.commit().await?;
    Ok(redirect(&chapter_path(id), Some("final-review-flash-sent")))
}

/// Takes it in.
pub async fn accept(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let (chapter, review) = their_chapter(&ctx, id, MANAGE).await?;
    seen(&ctx, &form, &chapter)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::accept(&tx, &review, &chapter).await?;
    tx.commit().await?;
    Ok(redirect(&chapter_path(id), Some("final-review-flash-accepted")))
}

fn return_form(ctx: &Ctx, chapter: &Chapter, typed: &str, errors: &FieldErrors) -> FormView {
    let field = Field::textarea("ly-do", ctx.t("final-review-head-reason"), 4)
        .value(typed)
        .error(ui::field_error(ctx, errors, "ly-do"));
    form_view(ctx, chapter, "tra-lai", ("final-review-chapter-return", "final-review-chapter-return"), field)
}

/// The form to give it back.
pub async fn ask_return(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let (chapter, _) = their_chapter(&ctx, id, MANAGE).await?;
    chapter.state()?.give_back()?;
    ui::html(&return_form(&ctx, &chapter, "", &FieldErrors::new()))
}

/// Gives it back.
pub async fn give_back(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let (chapter, review) = their_chapter(&ctx, id, MANAGE).await?;
    seen(&ctx, &form, &chapter)?;
    let mut errors = FieldErrors::new();
    let reason = form.required(&mut errors, "ly-do", 2000);
    if !errors.is_empty() {
        return ui::html_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            &return_form(&ctx, &chapter, &reason, &errors),
        );
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::give_back_chapter(&ctx.app, &tx, &review, &chapter, &reason).await?;
    tx.commit().await?;
    Ok(redirect(&chapter_path(id), Some("final-review-flash-chapter-returned")))
}

fn new_form(ctx: &Ctx, review: &Review, [title, agency, due]: [&str; 3], errors: &FieldErrors) -> FormView {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let here = review_path(review.id);
    let chosen = ctx.app.directory().by_code(agency).map_or(review.lead_id, |a| a.id);
    let fields = vec![
        Field::text("chuong", ctx.t("final-review-head-chapter")).value(title).error(error("chuong")),
        Field::select(
            "co-quan",
            ctx.t("final-review-head-agency"),
            all_agencies(ctx, review.owner_id, chosen),
        )
        .error(error("co-quan")),
        Field::date("han", ctx.t("final-review-head-due")).value(due).error(error("han")),
    ];
    let words = ui::words(&ctx.locale);
    let form = Form::new(&words, format!("{here}/chuong-moi"), ctx.t("final-review-chapter-add"), fields)
        .with_secondary(here.clone(), ctx.t("ui-back"));
    let heading = ctx.t("final-review-chapter-add");
    FormView {
        page: ui::page(ctx, heading.clone()).with_back(here, review.name.clone()),
        head: Head { caption: review.name.clone(), ..Head::new(heading) },
        table: None,
        form,
    }
}

/// The form to add a chapter.
pub async fn ask_new(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let review = the_review(&ctx, id, MANAGE).await?;
    review.state()?.writing()?;
    ui::html(&new_form(&ctx, &review, ["", "", &review.due_on], &FieldErrors::new()))
}

/// Adds it.
pub async fn add(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let review = the_review(&ctx, id, MANAGE).await?;
    let mut errors = FieldErrors::new();
    let title = form.required(&mut errors, "chuong", 300);
    let agency = ctx.app.directory().by_code(form.text("co-quan")).map(|a| a.id);
    if agency.is_none() {
        errors.add("co-quan", "form-required");
    }
    let due = form.day(&mut errors, "han");
    if due.is_none() && errors.0.iter().all(|e| e.field != "han") {
        errors.add("han", "form-required");
    }
    let (Some(agency), Some(due), true) = (agency, due, errors.is_empty()) else {
        let typed = ["chuong", "co-quan", "han"].map(|n| form.text(n));
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &new_form(&ctx, &review, typed, &errors));
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::add_chapter(&ctx.app, &tx, &review, &title, (agency, due)).await?;
    tx.commit().await?;
    Ok(redirect(&review_path(id), Some("final-review-flash-chapter")))
}
