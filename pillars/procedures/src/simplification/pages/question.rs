//! /ra-soat/phieu/{id}/cau/{number}: one question of a sheet; its answer decides which comes next.

use super::super::acts;
use super::super::rules::question::{Answers, Asked, Item, Kind, LONGEST, Question, Questionnaire};
use super::super::slice::EDIT;
use super::super::store::sheets::{self, Sheet};
use super::{FormView, sheets as sheet_words};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors, Refusal};
use ui::{Choice, Field, Form, Head, Width};

async fn found(ctx: &Ctx, id: i64) -> Result<(Sheet, Questionnaire)> {
    let sheet = sheets::get(&ctx.app.store, id).await?;
    ctx.require(EDIT, sheet.agency_id)?;
    if sheet.done_on.is_some() {
        return Err(Refusal::new("simplification-refused-sheet-closed").into());
    }
    let form = acts::questionnaire(&sheet.form)?;
    Ok((sheet, form))
}

/// The question with what was answered.
pub async fn show(ctx: Ctx, Path((id, number)): Path<(i64, i64)>) -> Result<Response> {
    let (sheet, form) = found(&ctx, id).await?;
    let answers = sheet.answered()?;
    ui::html(&view(&ctx, (&sheet, &form), number, &answers, &FieldErrors::new())?)
}

/// Keeps the answers and goes on to what they lead to: the rest of the same question, or the next one not answered.
pub async fn submit(ctx: Ctx, Path((id, number)): Path<(i64, i64)>, typed: Submitted) -> Result<Response> {
    match answered(&ctx, (id, number), &typed).await {
        Err(Error::Invalid(errors)) => {
            let (sheet, form) = found(&ctx, id).await?;
            let question = form.question(number).ok_or(Error::NotFound)?;
            let (answers, _) = typed_over(&sheet, question, &typed)?;
            let page = view(&ctx, (&sheet, &form), number, &answers, &errors)?;
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        other => {
            let next = other?.map(|next| format!("/ra-soat/phieu/{id}/cau/{next}"));
            Ok(redirect(&next.unwrap_or_else(|| format!("/ra-soat/phieu/{id}")), None))
        }
    }
}

/// All answers with what was typed for a question over them, and what of it was typed.
fn typed_over(sheet: &Sheet, question: &Question, typed: &Submitted) -> Result<(Answers, Answers)> {
    let mut answers = sheet.answered()?;
    for item in &question.items {
        answers.remove(&item.key);
    }
    let given: Answers =
        question.items.iter().filter_map(|i| Some((i.key.clone(), read(typed, i)?))).collect();
    answers.extend(given.clone());
    Ok((answers, given))
}

/// Keeps the answers to a question; the number of the next one to answer.
pub async fn answered(ctx: &Ctx, (id, number): (i64, i64), typed: &Submitted) -> Result<Option<i64>> {
    let (sheet, form) = found(ctx, id).await?;
    let question = form.question(number).ok_or(Error::NotFound)?;
    let (answers, given) = typed_over(&sheet, question, typed)?;
    // Only what is asked after these very answers has to be answered, and may be.
    let way = form.way(&answers);
    let asked = way.iter().find(|a| a.question.number == number).ok_or(Error::NotFound)?;
    let mut errors = FieldErrors::new();
    for item in &asked.items {
        match given.get(&item.key) {
            Some(answer) if item.takes(answer) => {}
            Some(_) => errors.add(item.key.clone(), wrong(item)),
            None => errors.add(item.key.clone(), "form-required"),
        }
    }
    errors.check()?;
    let of_this: Answers =
        given.into_iter().filter(|(k, _)| asked.items.iter().any(|i| i.key == *k)).collect();
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let answers = acts::answer(&tx, &sheet, &form, number, of_this).await?;
    tx.commit().await?;
    Ok(form.next(&answers).map(|q| q.number))
}

/// What was typed for an item; none where nothing was.
fn read(typed: &Submitted, item: &Item) -> Option<String> {
    let text = match item.kind {
        Kind::Many => typed.all(&item.key).join(" "),
        Kind::Amount => {
            let text = typed.text(&item.key);
            kernel::Dong::typed(text).map_or_else(|| text.to_owned(), |amount| amount.0.to_string())
        }
        _ => typed.text(&item.key).to_owned(),
    };
    Some(text).filter(|t| !t.is_empty())
}

fn wrong(item: &Item) -> &'static str {
    match item.kind {
        Kind::Amount => "simplification-error-amount",
        Kind::Text => "simplification-error-long",
        _ => "form-required",
    }
}

fn view(
    ctx: &Ctx,
    (sheet, form): (&Sheet, &Questionnaire),
    number: i64,
    answers: &Answers,
    errors: &FieldErrors,
) -> Result<FormView> {
    let way = form.way(answers);
    let asked = way.iter().find(|a| a.question.number == number).ok_or(Error::NotFound)?;
    let here = format!("/ra-soat/phieu/{}", sheet.id);
    // All items of the question: those that hang on an answer given on this very page show with it.
    let fields = asked.question.items.iter().filter_map(|i| field(ctx, asked, i, answers, errors)).collect();
    let words = ui::words(&ctx.locale);
    let address = format!("{here}/cau/{number}");
    let entry = Form::new(&words, address, ctx.t("simplification-go-on"), fields)
        .with_secondary(here.clone(), ctx.t("simplification-to-sheet"));
    let name = ctx.locale.pick(&asked.question.name, &asked.question.name_en).to_owned();
    let title = ctx.tn("simplification-question", &[("number", number.to_string()), ("name", name)]);
    let part = ctx.locale.pick(&asked.part.name, &asked.part.name_en).to_owned();
    Ok(FormView {
        page: ui::page(ctx, title.clone()).with_back(here, sheet_words::about(sheet)),
        head: Head { caption: part, lead: sheet_words::about(sheet), ..Head::new(title) },
        form: entry,
    })
}

/// An item as a field; none where an earlier question's answer leads past it.
fn field(
    ctx: &Ctx,
    asked: &Asked<'_>,
    item: &Item,
    answers: &Answers,
    errors: &FieldErrors,
) -> Option<Field> {
    let led_here = asked.items.iter().any(|i| i.key == item.key);
    let of_this_page = item.when.as_ref().filter(|w| asked.question.items.iter().any(|i| i.key == w.item));
    if !led_here && of_this_page.is_none() {
        return None;
    }
    let label = ctx.locale.pick(&item.text, &item.text_en).to_owned();
    let held = answers.get(&item.key).cloned().unwrap_or_default();
    let fixed = |keys: &[&str]| -> Vec<Choice> {
        keys.iter().map(|k| Choice::new(*k, answer(ctx, k), *k == held)).collect()
    };
    let own = || -> Vec<Choice> {
        let chosen: Vec<&str> = held.split(' ').collect();
        let name =
            |c: &super::super::rules::question::Choosable| ctx.locale.pick(&c.name, &c.name_en).to_owned();
        item.choices
            .iter()
            .map(|c| Choice::new(c.key.clone(), name(c), chosen.contains(&c.key.as_str())))
            .collect()
    };
    let mut field = match item.kind {
        Kind::Text => Field::textarea(item.key.clone(), label, 3)
            .max_length(u32::try_from(LONGEST).unwrap_or(u32::MAX))
            .value(held.clone()),
        Kind::YesNo => Field::radios(item.key.clone(), label, fixed(&["yes", "no"])),
        Kind::Degree => Field::radios(item.key.clone(), label, fixed(&["all", "part", "none"])),
        Kind::Choice => Field::radios(item.key.clone(), label, own()),
        Kind::Many => Field::checkboxes(item.key.clone(), label, own()),
        Kind::Amount => Field::money(item.key.clone(), label).width(Width::Medium).value(held.clone()),
    };
    field.error = ui::field_error(ctx, errors, &item.key);
    if let Some(when) = of_this_page {
        if let [only] = when.is.as_slice() {
            field.show_when = Some((when.item.clone(), only.clone()));
        }
        let words = when.is.iter().map(|a| answer(ctx, a).to_lowercase()).collect::<Vec<_>>().join(", ");
        field.required = false;
        field.optional_text = Some(ctx.tn("simplification-when", &[("answer", words)]));
    }
    Some(field)
}

/// A fixed answer in words.
pub(super) fn answer(ctx: &Ctx, key: &str) -> String {
    ctx.t(&format!("simplification-answer-{key}"))
}
