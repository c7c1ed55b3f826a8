//! GET /cau-hoi-doi-thoai/{id}: one question with the arithmetic of its term; giving it to an agency, answering, publishing.

use super::super::acts;
use super::super::rules::{Errand, errands, gives_away};
use super::super::slice::{HANDLE, VIEW};
use super::super::store::{self, Question};
use super::{Desk, LIST, QUESTIONS, TEXT_MAX, answer_tag, over, say, summary, tabs, titled, vn};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::directory::AgencyRef;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Query, Submitted, redirect};
use platform::reads::{self, Reading, What};
use platform::{Ctx, staff};
use ui::{Action, ActionKind, Cell, Choice, DueBox, Field, Form, Head, Tag, Tone};

/// The record.
pub async fn show(ctx: Ctx, Path(id): Path<i64>, query: Query) -> Result<Response> {
    let question = store::question(&ctx.app.store, id).await?;
    let errand = query.get("viec").and_then(Errand::from_code);
    let form = match errand.filter(|errand| offered(&ctx, &question).contains(errand)) {
        Some(errand) => {
            Some(form(&ctx, &question, errand, &Submitted::default(), &FieldErrors::new()).await?)
        }
        None => None,
    };
    page(&ctx, &question, form).await
}

/// Over which agency an errand is held: the host gives it out and publishes, who answers is the agency it was given to.
fn agency_of(q: &Question, errand: Errand) -> i64 {
    if errand == Errand::Answer { q.owner_id } else { q.host_id }
}

/// What the viewer may do with it, what is due first.
fn offered(ctx: &Ctx, q: &Question) -> Vec<Errand> {
    let open = errands(q.answered_on.is_some(), q.published_on.is_some()).iter().copied();
    open.filter(|errand| ctx.may(HANDLE, agency_of(q, *errand))).collect()
}

/// Other agencies that it can be given to: those where somebody answers questions.
async fn takers(ctx: &Ctx, q: &Question) -> Result<Vec<AgencyRef>> {
    let mut all = staff::takers(&ctx.app, HANDLE, ctx.today()).await?;
    all.retain(|a| a.id != q.owner_id);
    Ok(all)
}

/// An errand.
pub async fn submit(ctx: Ctx, Path((id, code)): Path<(i64, String)>, typed: Submitted) -> Result<Response> {
    let errand = Errand::from_code(&code).ok_or(Error::NotFound)?;
    let q = store::question(&ctx.app.store, id).await?;
    match done(&ctx, &q, errand, &typed).await {
        Ok(()) => {
            let to = match errand {
                Errand::Assign => format!("{LIST}/{}", q.dialogue_id),
                _ => format!("{QUESTIONS}/{id}"),
            };
            Ok(redirect(&to, Some("dialogue-flash-done")))
        }
        Err(Error::Invalid(errors)) => {
            let form = form(&ctx, &q, errand, &typed, &errors).await?;
            page(&ctx, &q, Some(form)).await
        }
        Err(other) => Err(other),
    }
}

/// Does an errand as it was typed.
pub async fn done(ctx: &Ctx, q: &Question, errand: Errand, typed: &Submitted) -> Result<()> {
    ctx.require(HANDLE, agency_of(q, errand))?;
    q.may(errand)?;
    // Who saw an older state overwrites nothing.
    if typed.text("phien_ban").parse::<i64>().is_ok_and(|seen| seen != q.version) {
        return Err(Error::Changed(vec![answer_tag(ctx, q).text]));
    }
    let mut errors = FieldErrors::new();
    let (app, by) = (&ctx.app, ctx.actor());
    match errand {
        Errand::Assign => {
            let owner = takers(ctx, q).await?.into_iter().find(|a| a.code == typed.text("co_quan"));
            match owner {
                Some(owner) => acts::assign(app, &by, q, owner.id).await,
                None => {
                    errors.add("co_quan", "dialogue-error-choose");
                    Err(Error::Invalid(errors))
                }
            }
        }
        Errand::Answer => {
            let text = typed.required(&mut errors, "tra_loi", TEXT_MAX);
            errors.check()?;
            acts::answer(app, &by, q, &text).await
        }
        Errand::Publish => {
            let question = typed.required(&mut errors, "cau_hoi", TEXT_MAX);
            let text = typed.required(&mut errors, "tra_loi", TEXT_MAX);
            for (field, words) in [("cau_hoi", &question), ("tra_loi", &text)] {
                if gives_away(words, &q.asker, &q.contact) {
                    errors.add(field, "dialogue-refused-personal");
                }
            }
            errors.check()?;
            acts::publish(app, &by, q, (&question, &text)).await
        }
    }
}

async fn form(
    ctx: &Ctx,
    q: &Question,
    errand: Errand,
    typed: &Submitted,
    errors: &FieldErrors,
) -> Result<Form> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let kept = if typed.fields.contains_key("tra_loi") { typed.text("tra_loi") } else { &q.answer };
    let text =
        Field::textarea("tra_loi", ctx.t("dialogue-field-answer"), 8).value(kept).error(error("tra_loi"));
    let fields = match errand {
        Errand::Assign => {
            let chosen = typed.text("co_quan");
            let others = takers(ctx, q).await?;
            let others = others.iter().map(|a| Choice::new(&a.code, &a.name, a.code == chosen));
            let none = Choice::new("", ctx.t("dialogue-error-choose"), chosen.is_empty());
            let choices = std::iter::once(none).chain(others).collect();
            vec![Field::select("co_quan", ctx.t("dialogue-head-owner"), choices).error(error("co_quan"))]
        }
        Errand::Answer => vec![text],
        // The question is written anew: the asker's own words tell who they are in more ways than can be searched for.
        Errand::Publish => vec![
            Field::textarea("cau_hoi", ctx.t("dialogue-field-question"), 5)
                .hint(ctx.t("dialogue-field-public-hint"))
                .value(typed.text("cau_hoi"))
                .error(error("cau_hoi")),
            text,
        ],
    };
    let action = format!("{QUESTIONS}/{}/{}", q.id, errand.code());
    let mut form = Form::new(&ui::words(&ctx.locale), action, say(ctx, "act", errand.code()), fields)
        .with_secondary(format!("{QUESTIONS}/{}", q.id), ctx.t("dialogue-cancel"));
    form.hidden = vec![("phien_ban".to_owned(), q.version.to_string())];
    Ok(form)
}

/// Whether the viewer may see it; the look is noted.
pub async fn note(ctx: &Ctx, q: &Question) -> Result<()> {
    let agency = over(ctx, VIEW, q).ok_or(Error::NotFound)?;
    ctx.require(VIEW, agency)?;
    let reading = Reading {
        right: (VIEW, Some(agency)),
        record: "dialogue_question",
        id: q.id,
        code: &q.theme,
        agency: Some(q.owner_id),
        what: What::Page,
    };
    reads::note(ctx, reading, async { Ok(false) }).await
}

/// The page, to who may see it, and the look is noted, whatever was typed.
async fn page(ctx: &Ctx, q: &Question, form: Option<Form>) -> Result<Response> {
    note(ctx, q).await?;
    let wrong = form.as_ref().is_some_and(Form::has_errors);
    let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let title = ctx.tn("dialogue-question-title", &[("number", q.id.to_string())]);
    let mut head = Head::new(title.clone());
    if form.is_none() {
        let due = if q.published_on.is_none() { 0 } else { usize::MAX };
        head.actions.extend(offered(ctx, q).into_iter().enumerate().map(|(place, errand)| {
            let href = format!("{QUESTIONS}/{}?viec={}", q.id, errand.code());
            let kind = if place == due { ActionKind::Primary } else { ActionKind::Quiet };
            Action::link(href, say(ctx, "act", errand.code()), kind)
        }));
    }
    let from = acts::day(&q.held_on)?.max(acts::day(&q.asked_on)?);
    let due = DueBox {
        words: ui::words(&ctx.locale),
        label: ctx.t("dialogue-head-due"),
        due_text: vn(&q.due_on),
        tag: answer_tag(ctx, q),
        steps: vec![
            ctx.tn("dialogue-due-from", &[("day", from.vn())]),
            ctx.tn("dialogue-due-days", &[("days", q.due_days.to_string())]),
            ctx.tn("dialogue-due-on", &[("day", vn(&q.due_on))]),
        ],
    };
    let mut about = summary(ctx)
        .row(ctx.t("dialogue-field-question"), Cell::written(&q.content))
        .row(ctx.t("dialogue-field-asker"), q.asker.clone())
        .row(ctx.t("dialogue-field-contact"), q.contact.clone())
        .row(ctx.t("dialogue-head-moment"), say(ctx, "moment", &q.moment))
        .row(ctx.t("dialogue-head-theme"), Cell::link(format!("{LIST}/{}", q.dialogue_id), q.theme.clone()))
        .row(ctx.t("dialogue-head-owner"), ctx.app.directory().name(q.owner_id))
        .row(ctx.t("dialogue-field-answer"), Cell::written(&q.answer))
        .row(ctx.t("dialogue-head-answered-on"), vn(q.answered_on.as_deref().unwrap_or_default()))
        .row(ctx.t("dialogue-head-published"), vn(q.published_on.as_deref().unwrap_or_default()));
    if q.published_on.is_some() {
        head.tag = Some(Tag::new(ctx.t("dialogue-is-published"), Tone::Good));
        about = about
            .row(ctx.t("dialogue-public-question"), Cell::written(&q.public_question))
            .row(ctx.t("dialogue-public-answer"), Cell::written(&q.public_answer));
    }
    let history = platform::journal::history(&ctx.app.store, "dialogue_question", q.id).await?;
    ui::html_with(
        status,
        &Desk {
            page: ui::page(ctx, titled(ctx, &title, form.as_ref()))
                .with_back(QUESTIONS, ctx.t("dialogue-questions-title")),
            head,
            tabs: tabs(ctx, QUESTIONS),
            form,
            parts: vec![
                ui::markup(&due),
                ui::markup(&about),
                ui::markup(&ui::history(ctx, &history).titled(ctx.t("ui-history-title"))),
            ],
        },
    )
}
