//! A question of the checklist answered: yes, in part, no or not applicable; note, and evidence by record first, file second.

use super::super::acts;
use super::super::rules::Answer;
use super::super::slice::INSPECT;
use super::super::store::inspections::Inspection;
use super::super::store::items::{self, Item};
use super::super::words;
use super::evidence;
use super::{
    Asking, FormView, VERSION, blank, form_view, inspection_for, inspection_path, is_team, read_inspection,
    text_field,
};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors};
use ui::{Choice, Field};

async fn asked(ctx: &Ctx, id: i64) -> Result<(Inspection, Item)> {
    let item = items::get(&ctx.app.store, id).await?;
    let of = inspection_for(ctx, INSPECT, item.inspection_id).await?;
    of.state()?.visits()?;
    Ok((of, item))
}

/// The form.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let (of, item) = asked(&ctx, id).await?;
    let typed = blank(&[
        ("tra-loi", item.answer.clone()),
        ("ghi-chu", item.note.clone()),
        ("lien-ket", item.link_href.clone()),
        ("ngay-minh-chung", item.evidence_on.clone().unwrap_or_default()),
    ]);
    ui::html(&view(&ctx, (&of, &item), &typed, &FieldErrors::new())?)
}

/// Keeps the answer, and goes on to the next question without one.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let of = match answered(&ctx, id, &form).await {
        Err(Error::Invalid(errors)) => {
            let (of, item) = asked(&ctx, id).await?;
            let page = view(&ctx, (&of, &item), &form, &errors)?;
            return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
        other => other?,
    };
    let open = items::of(&ctx.app.store, of).await?.into_iter().find(|i| i.answer.is_empty());
    let next = open.map_or_else(|| inspection_path(of), |i| format!("{}/cau/{}", super::PATH, i.id));
    Ok(redirect(&next, Some("inspections-flash-answered")))
}

/// Keeps the answer of a form to the question that was seen; the number of its inspection.
pub async fn answered(ctx: &Ctx, id: i64, form: &Submitted) -> Result<i64> {
    let (of, item) = asked(ctx, id).await?;
    let seen = form.text(VERSION).parse::<i64>();
    if seen.is_ok_and(|shown| shown != item.version) {
        return Err(Error::Changed(vec![words::answer(ctx, &item.answer).text]));
    }
    let mut errors = FieldErrors::new();
    let answer = Answer::from_code(form.text("tra-loi"));
    if answer.is_none() {
        errors.add("tra-loi", "form-required");
    }
    let note = if answer.is_some_and(Answer::wants) {
        form.required(&mut errors, "ghi-chu", 2000)
    } else {
        form.at_most(&mut errors, "ghi-chu", 2000)
    };
    let kept = evidence::read(ctx, form, &mut errors).await?;
    let (Some(answer), true) = (answer, errors.is_empty()) else { return Err(Error::Invalid(errors)) };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let file = evidence::keep(ctx, &tx, (form, "tep"), &mut errors).await?;
    errors.check()?;
    // A file that came before stays unless a new one comes.
    let (hash, name) = match file {
        Some((hash, name)) => (Some(hash), Some(name)),
        None => (item.file_hash.clone(), item.file_name.clone()),
    };
    let at = if kept.is_there() { Some(ctx.now.micros()) } else { item.evidence_at };
    let record = kept.record;
    let new = Item {
        answer: answer.code().to_owned(),
        note,
        link_kind: record.as_ref().map(|r| r.kind.clone()).unwrap_or_default(),
        link_label: record.as_ref().map(|r| r.title.clone()).unwrap_or_default(),
        link_href: record.as_ref().map(|r| r.href.clone()).unwrap_or_default(),
        link_agency_id: record.and_then(|r| r.agency_id),
        file_hash: hash,
        file_name: name,
        evidence_on: kept.on.map(|d| d.to_string()),
        evidence_at: at,
        answered_by: ctx.viewer()?.name.clone(),
        ..item.clone()
    };
    acts::answer(&tx, &of, &item, &new).await?;
    tx.commit().await?;
    Ok(of.id)
}

fn view(
    ctx: &Ctx,
    (of, item): (&Inspection, &Item),
    typed: &Submitted,
    errors: &FieldErrors,
) -> Result<FormView> {
    let held = typed.text("tra-loi");
    let answers =
        Answer::ALL.map(|a| Choice::new(a.code(), words::answer_word(ctx, a), a.code() == held)).into();
    let mut fields = vec![
        Field::radios("tra-loi", ctx.t("inspections-head-answer"), answers)
            .error(ui::field_error(ctx, errors, "tra-loi")),
        text_field(ctx, "ghi-chu", "inspections-head-note", typed, errors)
            .hint(ctx.t("inspections-note-hint"))
            .optional(),
    ];
    fields.extend(evidence::fields(ctx, typed, errors)?);
    let mut view = form_view(
        ctx,
        Asking {
            title: item.question.clone(),
            caption: words::title(ctx, of),
            lead: item.basis.clone(),
            action: format!("{}/cau/{}", super::PATH, item.id),
            back: inspection_path(of.id),
            label: ctx.t("inspections-keep-answer"),
            fields,
            hidden: super::as_seen(item.version),
        },
    );
    view.form = view.form.multipart();
    Ok(view)
}

/// The file of an answer, to who may read it.
pub async fn file(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let item = items::get(&ctx.app.store, id).await?;
    let of = read_inspection(&ctx, item.inspection_id).await?;
    if of.minuted_on.is_none() && !is_team(&ctx, &of) {
        return Err(Error::NotFound);
    }
    evidence::hand(&ctx, item.file_hash, item.file_name).await
}
