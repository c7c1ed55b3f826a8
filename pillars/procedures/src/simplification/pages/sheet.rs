//! /ra-soat/phieu/{id}: a sheet with all its questions, what was answered, what is skipped; closed once complete; printed.

use super::super::rules::question::{Asked, Item, Kind, Questionnaire};
use super::super::slice::{EDIT, VIEW};
use super::super::store::sheets::{self, Sheet};
use super::super::{acts, forms};
use super::question::answer;
use super::sheets as words_of;
use super::{as_seen, seen, vn};
use axum::extract::Path;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::http::{Submitted, redirect};
use platform::{Ctx, Locale, Permission};
use serde_json::{Value as Json, json};
use ui::{
    Action, ActionKind, Cell, Head, History, Page, SummaryList, Tag, Task, TaskGroup, TaskList, TaskStatus,
    Tone,
};

#[derive(askama::Template)]
#[template(path = "simplification/pages/sheet.html")]
struct View {
    page: Page,
    head: Head,
    facts: SummaryList,
    tasks: TaskList,
    note: String,
    history_title: String,
    history: History,
}

/// A sheet of the viewer's scope with its questionnaire.
pub async fn found(ctx: &Ctx, permission: Permission, id: i64) -> Result<(Sheet, Questionnaire)> {
    let sheet = sheets::get(&ctx.app.store, id).await?;
    ctx.require(permission, sheet.agency_id)?;
    let form = acts::questionnaire(&sheet.form)?;
    Ok((sheet, form))
}

/// Shows the sheet.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let (sheet, form) = found(&ctx, VIEW, id).await?;
    let answers = sheet.answered()?;
    let entries = platform::journal::history(&ctx.app.store, "review_sheet", id).await?;
    let here = format!("/ra-soat/phieu/{id}");
    let writes = sheet.done_on.is_none() && ctx.may(EDIT, sheet.agency_id);
    let title = words_of::about(&sheet);
    let mut head = Head {
        caption: words_of::name(&ctx, &form),
        tag: Some(words_of::standing(&ctx, &sheet)),
        ..Head::new(title.clone())
    };
    if writes {
        let action = match form.next(&answers) {
            Some(next) => {
                let to = format!("{here}/cau/{}", next.number);
                Action::link(to, ctx.t("simplification-go-on"), ActionKind::Primary)
            }
            None => {
                let mut close =
                    Action::post(format!("{here}/xong"), ctx.t("simplification-close"), ActionKind::Primary);
                close.hidden = as_seen(sheet.version);
                close
            }
        };
        head.actions.push(action);
    }
    head.actions.push(Action::link(format!("{here}/in"), ctx.t("simplification-print"), ActionKind::Quiet));
    let procedure = if sheet.procedure_code.is_empty() {
        Cell::Empty
    } else {
        let name = format!("{} – {}", sheet.procedure_code, sheet.procedure_name);
        Cell::link(format!("/thu-tuc/{}", sheet.procedure_code), name)
    };
    let mut facts = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("simplification-head-procedure"), procedure)
        .row(ctx.t("simplification-head-agency"), ctx.app.directory().name(sheet.agency_id).to_owned())
        .row(ctx.t("simplification-head-legal"), form.basis.clone())
        .row(ctx.t("simplification-head-author"), sheet.author_name.clone());
    let skipped: Vec<String> = form.skipped(&answers).iter().map(i64::to_string).collect();
    if !skipped.is_empty() {
        facts = facts.row(ctx.t("simplification-skipped-questions"), skipped.join(", "));
    }
    if let Some(item) = sheet.item_id {
        let row = Cell::link(format!("/ra-soat/viec/{item}"), ctx.t("simplification-item-of"));
        facts = facts.row(ctx.t("simplification-tab-plan"), row);
    }
    ui::html(&View {
        page: ui::page(&ctx, title).with_back("/ra-soat/phieu", ctx.t("simplification-sheets-title")),
        head,
        facts,
        tasks: tasks(&ctx, &sheet, &form, writes)?,
        note: form.note.clone(),
        history_title: ctx.t("simplification-history"),
        history: ui::history(&ctx, &entries),
    })
}

fn tasks(ctx: &Ctx, sheet: &Sheet, form: &Questionnaire, writes: bool) -> Result<TaskList> {
    let answers = sheet.answered()?;
    let way = form.way(&answers);
    let mut groups = Vec::new();
    for part in &form.parts {
        let tasks = part.questions.iter().map(|question| {
            let asked = way.iter().find(|a| a.question.number == question.number);
            let name = ctx.locale.pick(&question.name, &question.name_en);
            let status = match asked {
                None => TaskStatus::Blocked(ctx.t("simplification-skipped")),
                Some(a) if a.answered => TaskStatus::Done(ctx.t("simplification-answered")),
                Some(_) => TaskStatus::Tag(Tag::new(ctx.t("simplification-unanswered"), Tone::Info)),
            };
            let hint =
                asked.map(|a| said(&ctx.locale, a, &answers, &|k: &str| answer(ctx, k))).unwrap_or_default();
            Task {
                title: format!("{}. {name}", question.number),
                href: (writes && asked.is_some())
                    .then(|| format!("/ra-soat/phieu/{}/cau/{}", sheet.id, question.number)),
                hint: hint.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join(" · "),
                status,
            }
        });
        let title = ctx.locale.pick(&part.name, &part.name_en).to_owned();
        groups.push(TaskGroup { title, tasks: tasks.collect() });
    }
    Ok(TaskList { id: "cau-hoi".to_owned(), groups })
}

/// The answers to a question in words: (what was asked, what was said).
fn said(
    locale: &Locale,
    asked: &Asked<'_>,
    answers: &super::super::rules::question::Answers,
    fixed: &dyn Fn(&str) -> String,
) -> Vec<(String, String)> {
    let chosen = |item: &Item, key: &str| {
        let known = item.choices.iter().find(|c| c.key == key);
        known.map_or(key, |c| locale.pick(&c.name, &c.name_en)).to_owned()
    };
    let words = |item: &Item, held: &str| match item.kind {
        Kind::Text => held.to_owned(),
        Kind::YesNo | Kind::Degree => fixed(held),
        Kind::Choice | Kind::Many => held.split(' ').map(|k| chosen(item, k)).collect::<Vec<_>>().join(", "),
        Kind::Amount => held.parse().map_or_else(|_| held.to_owned(), |n| locale.dong(kernel::Dong(n))),
    };
    let answered = asked.items.iter().filter_map(|i| Some((*i, answers.get(&i.key)?)));
    answered.map(|(i, held)| (locale.pick(&i.text, &i.text_en).to_owned(), words(i, held))).collect()
}

/// Closes it.
pub async fn close(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    closed(&ctx, id, &typed).await?;
    Ok(redirect(&format!("/ra-soat/phieu/{id}"), Some("simplification-flash-closed")))
}

/// Closes the sheet that was seen.
pub async fn closed(ctx: &Ctx, id: i64, typed: &Submitted) -> Result<()> {
    let (sheet, form) = found(ctx, EDIT, id).await?;
    seen(typed, sheet.version, || Ok(words_of::standing(ctx, &sheet).text))?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::close_sheet(&tx, &sheet, &form).await?;
    tx.commit().await
}

/// The sheet on paper, skipped questions named as such.
pub async fn print(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let (sheet, form) = found(&ctx, VIEW, id).await?;
    let answers = sheet.answered()?;
    let vi = papers::vietnamese(&ctx.app);
    let fixed = |key: &str| vi.t(&format!("simplification-answer-{key}"));
    let way = form.way(&answers);
    let parts: Vec<Json> = form
        .parts
        .iter()
        .map(|part| {
            let questions = part.questions.iter().map(|q| {
                let asked = way.iter().find(|a| a.question.number == q.number);
                let said = asked.map(|a| said(&vi, a, &answers, &fixed)).unwrap_or_default();
                let said = said.into_iter().map(|(text, answer)| json!({"text": text, "answer": answer}));
                json!({"number": q.number, "name": q.name, "skipped": asked.is_none(), "answers": said.collect::<Vec<_>>()})
            });
            json!({"name": part.name, "questions": questions.collect::<Vec<_>>()})
        })
        .collect();
    let inputs = json!({
        "head": papers::head(&ctx.app, sheet.agency_id, "", ctx.today()),
        "title": form.name,
        "basis": form.basis,
        "note": form.note,
        "procedure": format!("{} {}", sheet.procedure_code, sheet.procedure_name).trim(),
        "subject": sheet.subject,
        "closed": sheet.done_on.as_deref().map(vn),
        "parts": parts,
        "author": {"name": sheet.author_name},
    });
    let Json::Object(inputs) = inputs else { return Err(Error::fault("review sheet", "not an object")) };
    let content = papers::print(&ctx, forms::SHEET, inputs, Vec::new()).await?;
    Ok(ui::pdf(&format!("phieu-ra-soat-{id}"), content))
}
