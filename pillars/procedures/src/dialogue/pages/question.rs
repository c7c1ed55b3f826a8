//! GET /cau-hoi-doi-thoai/{id}: one question with the arithmetic of its term; giving it to an agency, answering, publishing.

use super::super::slice::{HANDLE, VIEW};
use super::super::store::{self, Question};
use super::{Desk, LIST, QUESTIONS, TEXT_MAX, agencies, answer_tag, due_of, over, say, summary, tabs, vn};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Day;
use platform::error::{Error, FieldErrors, Refusal, Result};
use platform::http::{Query, Submitted, redirect};
use platform::reads::{self, Reading, What};
use platform::{Change, Ctx};
use serde_json::json;
use ui::{Action, ActionKind, Cell, DueBox, Field, Form, Head};

/// The record.
pub async fn show(ctx: Ctx, Path(id): Path<i64>, query: Query) -> Result<Response> {
    let question = store::question(&ctx.app.store, id).await?;
    let agency = over(&ctx, VIEW, &question).ok_or(Error::NotFound)?;
    ctx.require(VIEW, agency)?;
    let reading = Reading {
        right: (VIEW, Some(agency)),
        record: "dialogue_question",
        id,
        code: &question.theme,
        agency: Some(question.owner_id),
        what: What::Page,
    };
    reads::note(&ctx, reading, async { Ok(false) }).await?;
    let act = query.get("viec").filter(|act| acts(&ctx, &question).contains(act));
    let form = act.and_then(|act| form(&ctx, &question, act, &Submitted::default(), &FieldErrors::new()));
    page(&ctx, &question, form, StatusCode::OK).await
}

/// What the viewer may do with it: the host gives it out and publishes, who answers is the agency it was given to.
fn acts(ctx: &Ctx, q: &Question) -> Vec<&'static str> {
    let (hosts, answers) = (ctx.may(HANDLE, q.host_id), ctx.may(HANDLE, q.owner_id));
    let mut open = Vec::new();
    if answers && q.published_on.is_none() {
        open.push("tra-loi");
    }
    if hosts && q.answered_on.is_some() {
        open.push("cong-khai");
    }
    if hosts && q.answered_on.is_none() {
        open.push("giao");
    }
    open
}

/// An act.
pub async fn submit(ctx: Ctx, Path((id, act)): Path<(i64, String)>, typed: Submitted) -> Result<Response> {
    let q = store::question(&ctx.app.store, id).await?;
    let agency = if act == "tra-loi" { q.owner_id } else { q.host_id };
    ctx.require(HANDLE, agency)?;
    if !acts(&ctx, &q).contains(&act.as_str()) {
        return Err(Refusal::new("dialogue-refused-state").into());
    }
    let mut errors = FieldErrors::new();
    let text = if act == "giao" { String::new() } else { typed.required(&mut errors, "tra_loi", TEXT_MAX) };
    let public =
        if act == "cong-khai" { typed.required(&mut errors, "cau_hoi", TEXT_MAX) } else { String::new() };
    let owner = ctx.app.directory().by_code(typed.text("co_quan")).map(|a| a.id);
    if act == "giao" && owner.is_none() {
        errors.add("co_quan", "dialogue-error-choose");
    }
    for (field, words) in [("cau_hoi", &public), ("tra_loi", &text)] {
        let told = [&q.asker, &q.contact].into_iter().any(|own| kernel::text::gives_away(words, own));
        if act == "cong-khai" && told {
            errors.add(field, "dialogue-refused-personal");
        }
    }
    if !errors.is_empty() {
        let form = form(&ctx, &q, &act, &typed, &errors);
        return page(&ctx, &q, form, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    match act.as_str() {
        "giao" => {
            let owner = owner.unwrap_or(q.owner_id);
            let (due_on, _) = due_of(&ctx, owner, day(&q.held_on)?, day(&q.asked_on)?)?;
            store::assign(&tx, id, owner, due_on).await?;
            let after = json!({
                "dialogue_owner": ctx.app.directory().name(owner), "dialogue_due_on": due_on.to_string(),
            });
            tx.journal(Change::of("dialogue", "dialogue_question", id, "dialogue_assign").after(after))
                .await?;
        }
        "tra-loi" => {
            store::answer(&tx, id, &text, ctx.today()).await?;
            let after = json!({"dialogue_answered_on": ctx.today().to_string()});
            tx.journal(Change::of("dialogue", "dialogue_question", id, "dialogue_answer").after(after))
                .await?;
        }
        _ => {
            store::publish(&tx, id, (&public, &text), ctx.today()).await?;
            let after = json!({"dialogue_published_on": ctx.today().to_string()});
            tx.journal(Change::of("dialogue", "dialogue_question", id, "dialogue_publish").after(after))
                .await?;
        }
    }
    tx.commit().await?;
    let to = if act == "giao" { format!("{LIST}/{}", q.dialogue_id) } else { format!("{QUESTIONS}/{id}") };
    Ok(redirect(&to, Some("dialogue-flash-done")))
}

fn day(iso: &str) -> Result<Day> {
    iso.parse().map_err(|_| Error::fault("dialogue, a day", iso))
}

fn form(ctx: &Ctx, q: &Question, act: &str, typed: &Submitted, errors: &FieldErrors) -> Option<Form> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let kept = |name: &str, first: &str| {
        if typed.fields.contains_key(name) { typed.text(name).to_owned() } else { first.to_owned() }
    };
    let text = Field::textarea("tra_loi", ctx.t("dialogue-field-answer"), 8)
        .value(kept("tra_loi", &q.answer))
        .error(error("tra_loi"));
    let fields = match act {
        "giao" => {
            let chosen = ctx.app.directory().get(q.owner_id).map(|a| a.code.clone()).unwrap_or_default();
            vec![
                Field::select("co_quan", ctx.t("dialogue-head-owner"), agencies(ctx, &chosen, |_| true))
                    .error(error("co_quan")),
            ]
        }
        "tra-loi" => vec![text],
        "cong-khai" => vec![
            Field::textarea("cau_hoi", ctx.t("dialogue-field-question"), 5)
                .hint(ctx.t("dialogue-field-public-hint"))
                .value(kept("cau_hoi", &q.content))
                .error(error("cau_hoi")),
            text,
        ],
        _ => return None,
    };
    let action = format!("{QUESTIONS}/{}/{act}", q.id);
    Some(
        Form::new(&ui::words(&ctx.locale), action, say(ctx, "act", act), fields)
            .with_secondary(format!("{QUESTIONS}/{}", q.id), ctx.t("dialogue-cancel")),
    )
}

async fn page(ctx: &Ctx, q: &Question, form: Option<Form>, status: StatusCode) -> Result<Response> {
    let title = ctx.tn("dialogue-question-title", &[("number", q.id.to_string())]);
    let mut head = Head::new(title.clone());
    if form.is_none() {
        head.actions.extend(acts(ctx, q).into_iter().map(|act| {
            let href = format!("{QUESTIONS}/{}?viec={act}", q.id);
            Action::link(href, say(ctx, "act", act), ActionKind::Quiet)
        }));
    }
    let from = day(&q.held_on)?.max(day(&q.asked_on)?);
    let due = DueBox {
        words: ui::words(&ctx.locale),
        label: ctx.t("dialogue-head-due"),
        due_text: vn(&q.due_on),
        tag: answer_tag(ctx, &q.due_on, q.answered_on.as_deref()),
        steps: vec![
            ctx.tn("dialogue-due-from", &[("day", from.vn())]),
            ctx.tn("dialogue-due-days", &[("days", q.due_days.to_string())]),
            ctx.tn("dialogue-due-on", &[("day", vn(&q.due_on))]),
        ],
    };
    let about = summary(ctx)
        .row(ctx.t("dialogue-field-question"), q.content.clone())
        .row(ctx.t("dialogue-field-asker"), q.asker.clone())
        .row(ctx.t("dialogue-field-contact"), q.contact.clone())
        .row(ctx.t("dialogue-head-moment"), say(ctx, "moment", &q.moment))
        .row(ctx.t("dialogue-head-theme"), Cell::link(format!("{LIST}/{}", q.dialogue_id), q.theme.clone()))
        .row(ctx.t("dialogue-head-owner"), ctx.app.directory().name(q.owner_id))
        .row(ctx.t("dialogue-field-answer"), q.answer.clone())
        .row(ctx.t("dialogue-head-answered-on"), vn(q.answered_on.as_deref().unwrap_or_default()))
        .row(ctx.t("dialogue-head-published"), vn(q.published_on.as_deref().unwrap_or_default()));
    let history = platform::journal::history(&ctx.app.store, "dialogue_question", q.id).await?;
    ui::html_with(
        status,
        &Desk {
            page: ui::page(ctx, title).with_back(QUESTIONS, ctx.t("dialogue-questions-title")),
            head,
            tabs: tabs(ctx, QUESTIONS),
            form,
            parts: vec![ui::markup(&due), ui::markup(&about), ui::markup(&ui::history(ctx, &history))],
        },
    )
}
