//! /quan-tri/bieu-mau/{id}/phan/{key}: a section of the form; `moi` adds one.

use super::super::rules::design::{NEW, Part};
use super::super::rules::edit::Move;
use super::super::{acts, store};
use super::{View, again, kept, of_form, opened, overtaken, path, seen, wrong};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::Error;
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors, Refusal, Result};
use ui::{Field, Form};

/// Letters of a title at most.
const TITLE: usize = 200;

/// The section to change.
pub async fn show(ctx: Ctx, Path((id, key)): Path<(i64, String)>) -> Result<Response> {
    let design = store::newest(&ctx.app.store, id).await?.design()?;
    let part = match design.parts.iter().find(|part| part.key == key) {
        Some(part) => part.clone(),
        None if key == NEW => Part::default(),
        None => return Err(Error::NotFound),
    };
    ui::html(&view(&ctx, id, (&key, &part), &Submitted::default(), &FieldErrors::new()).await?)
}

/// Keeps it in the draft.
pub async fn submit(ctx: Ctx, Path((id, key)): Path<(i64, String)>, typed: Submitted) -> Result<Response> {
    let mut errors = FieldErrors::new();
    let part = Part {
        key: key.clone(),
        title: typed.required(&mut errors, "tieu_de", TITLE),
        title_en: typed.at_most(&mut errors, "tieu_de_en", TITLE),
        lead: typed.at_most(&mut errors, "loi_dan", 1000),
    };
    if !errors.is_empty() {
        let view = view(&ctx, id, (&key, &part), &typed, &errors).await?;
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    }
    let drawn = part.clone();
    let done = acts::edit(&ctx, id, seen(&typed), |design| {
        let key = if drawn.key == NEW { design.new_key(&drawn.title) } else { drawn.key.clone() };
        design.put_part(Part { key, ..drawn });
    })
    .await;
    match done {
        Err(Error::Changed(_)) => {
            overtaken(&ctx, view(&ctx, id, (&key, &part), &again(&typed), &errors).await?)
        }
        done => done.map(|()| redirect(&path(id, ""), Some("form-design-flash-kept"))),
    }
}

/// Moves it, or takes it away when it is empty.
pub async fn shift(ctx: Ctx, Path((id, key)): Path<(i64, String)>, typed: Submitted) -> Result<Response> {
    let to = Move::from_code(typed.text("di")).ok_or(Error::NotFound)?;
    let mut done = false;
    acts::edit(&ctx, id, seen(&typed), |design| done = design.move_part(&key, to)).await?;
    if !done && to == Move::Away {
        return Err(Refusal::new("form-design-refused-section").into());
    }
    Ok(redirect(&path(id, "#cac-phan-danh-sach"), None))
}

async fn view(
    ctx: &Ctx,
    id: i64,
    (key, part): (&str, &Part),
    typed: &Submitted,
    errors: &FieldErrors,
) -> Result<View> {
    let form = opened(ctx, id).await?;
    let newest = store::newest(&ctx.app.store, id).await?;
    let fields = vec![
        Field::text("tieu_de", ctx.t("form-design-property-title"))
            .value(&part.title)
            .error(wrong(ctx, errors, "tieu_de")),
        Field::text("tieu_de_en", ctx.t("form-design-title-en"))
            .value(&part.title_en)
            .optional()
            .error(wrong(ctx, errors, "tieu_de_en")),
        Field::textarea("loi_dan", ctx.t("form-design-section-lead"), 2)
            .value(&part.lead)
            .optional()
            .error(wrong(ctx, errors, "loi_dan")),
    ];
    let mut drawn = Form::new(
        &ui::words(&ctx.locale),
        path(id, &format!("/phan/{key}")),
        ctx.t("form-design-keep"),
        fields,
    );
    drawn.hidden = kept(typed, &newest);
    let mut view = of_form(ctx, &form, "form-design-section", !errors.is_empty());
    view.parts.push(ui::markup(&drawn));
    Ok(view)
}
