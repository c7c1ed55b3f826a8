//! /quan-tri/bieu-mau/{id}/hoi-truoc/{key}: a question before the form that may stop early; `moi` adds one.

use super::super::rules::design::{Gate, NEW};
use super::super::rules::edit::Move;
use super::super::{acts, store};
use super::{View, again, kept, of_form, opened, overtaken, path, seen, wrong};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::Error;
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors, Result};
use ui::{Choice, Field, Form};

/// Letters of a question and of its stop at most.
const LONG: usize = 500;

/// The question to change.
pub async fn show(ctx: Ctx, Path((id, key)): Path<(i64, String)>) -> Result<Response> {
    let design = store::newest(&ctx.app.store, id).await?.design()?;
    let gate = match design.gates.iter().find(|gate| gate.key == key) {
        Some(gate) => gate.clone(),
        None if key == NEW => Gate { go_on: true, ..Gate::default() },
        None => return Err(Error::NotFound),
    };
    ui::html(&view(&ctx, id, (&key, &gate), &Submitted::default(), &FieldErrors::new()).await?)
}

/// Keeps it in the draft.
pub async fn submit(ctx: Ctx, Path((id, key)): Path<(i64, String)>, typed: Submitted) -> Result<Response> {
    let mut errors = FieldErrors::new();
    let gate = Gate {
        key: key.clone(),
        question: typed.required(&mut errors, "cau_hoi", LONG),
        question_en: typed.at_most(&mut errors, "cau_hoi_en", LONG),
        go_on: typed.text("di_tiep") != "khong",
        stop: typed.required(&mut errors, "loi_dung", LONG),
        stop_en: typed.at_most(&mut errors, "loi_dung_en", LONG),
    };
    if !errors.is_empty() {
        let view = view(&ctx, id, (&key, &gate), &typed, &errors).await?;
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    }
    let drawn = gate.clone();
    let done = acts::edit(&ctx, id, seen(&typed), |design| {
        let key = if drawn.key == NEW { design.new_key("hoi truoc") } else { drawn.key.clone() };
        design.put_gate(Gate { key, ..drawn });
    })
    .await;
    match done {
        Err(Error::Changed(_)) => {
            overtaken(&ctx, view(&ctx, id, (&key, &gate), &again(&typed), &errors).await?)
        }
        done => done.map(|()| redirect(&path(id, "#hoi-truoc-danh-sach"), Some("form-design-flash-kept"))),
    }
}

/// Moves it or takes it away.
pub async fn shift(ctx: Ctx, Path((id, key)): Path<(i64, String)>, typed: Submitted) -> Result<Response> {
    let to = Move::from_code(typed.text("di")).ok_or(Error::NotFound)?;
    acts::edit(&ctx, id, seen(&typed), |design| {
        design.move_gate(&key, to);
    })
    .await?;
    Ok(redirect(&path(id, "#hoi-truoc-danh-sach"), None))
}

async fn view(
    ctx: &Ctx,
    id: i64,
    (key, gate): (&str, &Gate),
    typed: &Submitted,
    errors: &FieldErrors,
) -> Result<View> {
    let form = opened(ctx, id).await?;
    let newest = store::newest(&ctx.app.store, id).await?;
    let text = |name: &str, label: &str, value: &str| {
        Field::textarea(name, ctx.t(label), 2).value(value).error(wrong(ctx, errors, name))
    };
    let answers = [("co", "eforms-yes", gate.go_on), ("khong", "eforms-no", !gate.go_on)]
        .map(|(value, key, chosen)| Choice::new(value, ctx.t(key), chosen));
    let fields = vec![
        text("cau_hoi", "form-design-property-question", &gate.question),
        text("cau_hoi_en", "form-design-question-en", &gate.question_en).optional(),
        Field::radios("di_tiep", ctx.t("form-design-property-go-on"), answers.into()),
        text("loi_dung", "form-design-property-stop", &gate.stop),
        text("loi_dung_en", "form-design-stop-en", &gate.stop_en).optional(),
    ];
    let action = path(id, &format!("/hoi-truoc/{key}"));
    let mut drawn = Form::new(&ui::words(&ctx.locale), action, ctx.t("form-design-keep"), fields);
    drawn.hidden = kept(typed, &newest);
    let mut view = of_form(ctx, &form, "form-design-gate", !errors.is_empty());
    view.parts.push(ui::markup(&drawn));
    Ok(view)
}
