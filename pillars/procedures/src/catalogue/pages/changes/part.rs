//! /quan-tri/thu-tuc/thay-doi/{id}/phan/{part}: one part of a change is written.

use super::super::super::EDIT;
use super::super::super::acts::change;
use super::super::super::rules::edit;
use super::super::super::rules::parts::Part;
use super::super::super::rules::words::name;
use super::super::super::store::{self, ChangeRow};
use super::super::{Block, StaffPage};
use super::PATH;
use super::part_form::fields;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use contracts::procedures::Procedure;
use platform::error::{Error, Result};
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors, Refusal};
use serde_json::Value as Json;
use ui::{Form, Head};

/// Rows offered beyond those that there are.
const SPARE: usize = 1;
/// Rows offered more when more are asked for.
const MORE: usize = 3;

/// What a form is drawn from.
struct Drawn<'a> {
    change: &'a ChangeRow,
    part: &'static Part,
    body: &'a Json,
    spare: usize,
    seen: i64,
}

/// The form of a part.
pub async fn show(ctx: Ctx, Path((id, slug)): Path<(i64, String)>) -> Result<Response> {
    let part = Part::by_slug(&slug).ok_or(Error::NotFound)?;
    let change = store::change(&ctx.app.store, id).await?;
    ctx.require(EDIT, change.agency_id)?;
    let body = serde_json::to_value(store::change_body(&ctx.app.store, id).await?)?;
    let drawn = Drawn { change: &change, part, body: &body, spare: SPARE, seen: change.seen };
    ui::html(&view(&ctx, &drawn, &FieldErrors::new()))
}

fn view(ctx: &Ctx, drawn: &Drawn<'_>, errors: &FieldErrors) -> StaffPage {
    let Drawn { change, part, body, spare, seen } = *drawn;
    let here = format!("{PATH}/{}", change.id);
    let title = name(&ctx.locale, "part", part.code);
    let mut form = Form::new(
        &ui::words(&ctx.locale),
        format!("{here}/phan/{}", part.slug),
        ctx.t("catalogue-part-save"),
        fields(ctx, part, body, spare, errors),
    )
    .with_secondary(here.clone(), ctx.t("ui-back"));
    form.hidden = vec![("phien".to_owned(), seen.to_string())];
    let mut head = Head::new(title.clone());
    head.caption = format!("{} – {}", change.code, change.name);
    StaffPage {
        page: ui::page(ctx, title).with_back(here, ctx.t("catalogue-change")),
        head,
        blocks: vec![Block::new("phan", String::new()).part(&form)],
    }
}

/// Keeps what was typed, or offers more rows.
pub async fn save(ctx: Ctx, Path((id, slug)): Path<(i64, String)>, typed: Submitted) -> Result<Response> {
    let part = Part::by_slug(&slug).ok_or(Error::NotFound)?;
    let change = store::change(&ctx.app.store, id).await?;
    ctx.require(EDIT, change.agency_id)?;
    let mut body = serde_json::to_value(store::change_body(&ctx.app.store, id).await?)?;
    let seen = typed.text("phien").parse().unwrap_or_default();
    let errors = edit::write(part, &mut body, &typed);
    let more = typed.fields.keys().any(|name| name.starts_with("them-"));
    if more || !errors.is_empty() {
        let (status, errors, spare) = match more {
            true => (StatusCode::OK, FieldErrors::new(), MORE),
            false => (StatusCode::UNPROCESSABLE_ENTITY, errors, SPARE),
        };
        let drawn = Drawn { change: &change, part, body: &body, spare, seen };
        return ui::html_with(status, &view(&ctx, &drawn, &errors));
    }
    let written: Procedure = serde_json::from_value(body).map_err(|e| {
        Error::from(Refusal::new("catalogue-refused-body").arg("reason", e.to_string()).status(422))
    })?;
    change::write(&ctx.app, &ctx.actor(), &change, seen, &written).await?;
    Ok(redirect(&format!("{PATH}/{id}"), Some("catalogue-flash-written")))
}
