//! /quan-tri/thu-tuc/thay-doi/moi: a change is opened, from a version that there is or for a new procedure.

use super::super::super::EDIT;
use super::super::super::acts::change::{self, Opening};
use super::super::super::rules::life::{ChangeKind, Origin};
use super::super::super::{import, store};
use super::super::{Block, StaffPage, agencies, choices};
use super::PATH;
use axum::http::StatusCode;
use axum::response::Response;
use contracts::procedures::{Catalogue, Procedure};
use platform::error::{Error, Result};
use platform::http::{Query, Submitted, redirect};
use platform::once::Once;
use platform::{Ctx, FieldErrors};
use std::sync::Arc;
use ui::{Field, Form, Head, Width};

/// The form.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let mut typed = Submitted::default();
    if let Some(code) = query.get("ma") {
        typed.fields.insert("ma".to_owned(), vec![code.to_owned()]);
        typed.fields.insert("loai".to_owned(), vec![ChangeKind::Amend.code().to_owned()]);
    }
    ui::html(&view(&ctx, &typed, &FieldErrors::new()))
}

fn view(ctx: &Ctx, typed: &Submitted, errors: &FieldErrors) -> StaffPage {
    let wrong = |name: &str| ui::field_error(ctx, errors, name);
    let root = import::city(&ctx.app, ctx.today());
    let agency = typed.text("co-quan").parse().unwrap_or(root);
    let kinds = choices(ctx, "change", &ChangeKind::ALL.map(ChangeKind::code), typed.text("loai"), None);
    let origins = choices(ctx, "origin", &Origin::ALL.map(Origin::code), typed.text("theo"), None);
    let fields = vec![
        Field::radios("loai", ctx.t("catalogue-change-kind"), kinds).error(wrong("loai")),
        Field::radios("theo", ctx.t("catalogue-change-origin"), origins).error(wrong("theo")),
        Field::text("ma", ctx.t("catalogue-head-code"))
            .value(typed.text("ma"))
            .hint(ctx.t("catalogue-change-code-hint"))
            .width(Width::Medium)
            .max_length(20)
            .error(wrong("ma")),
        Field::textarea("ten", ctx.t("catalogue-part-name"), 2)
            .value(typed.text("ten"))
            .hint(ctx.t("catalogue-change-name-hint"))
            .optional()
            .error(wrong("ten")),
        Field::date("tu", ctx.t("catalogue-change-effect")).value(typed.text("tu")).error(wrong("tu")),
        Field::select("co-quan", ctx.t("catalogue-change-agency"), agencies(ctx, agency))
            .error(wrong("co-quan")),
        Field::textarea("ly-do", ctx.t("catalogue-change-reason"), 3)
            .value(typed.text("ly-do"))
            .hint(ctx.t("catalogue-change-reason-hint"))
            .error(wrong("ly-do")),
    ];
    let title = ctx.t("catalogue-change-open");
    let form = Form::new(&ui::words(&ctx.locale), "/quan-tri/thu-tuc/thay-doi/moi", title.clone(), fields)
        .once(ctx, typed, errors)
        .with_secondary(PATH, ctx.t("ui-back"));
    let mut head = Head::new(title.clone());
    head.lead = ctx.t("catalogue-change-new-lead");
    StaffPage {
        page: ui::page(ctx, title).with_back(PATH, ctx.t("catalogue-changes-title")),
        head,
        blocks: vec![Block::new("mo", String::new()).part(&form)],
    }
}

/// Opens it.
pub async fn open(ctx: Ctx, typed: Submitted) -> Result<Response> {
    let mut errors = FieldErrors::new();
    let kind = ChangeKind::from_code(typed.text("loai"));
    let origin = Origin::from_code(typed.text("theo"));
    if kind.is_none() {
        errors.add("loai", "form-required");
    }
    if origin.is_none() {
        errors.add("theo", "form-required");
    }
    let code = typed.required(&mut errors, "ma", 20).to_uppercase();
    let from = typed.day(&mut errors, "tu");
    if from.is_none() && typed.text("tu").is_empty() {
        errors.add("tu", "form-required");
    }
    let reason = typed.required(&mut errors, "ly-do", 2000);
    let agency = typed.text("co-quan").parse::<i64>().unwrap_or_default();
    if kind == Some(ChangeKind::New) && typed.text("ten").is_empty() {
        errors.add("ten", "form-required");
    }
    let fits = code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-');
    if !code.is_empty() && !fits {
        errors.add("ma", "catalogue-change-code-wrong");
    }
    let (Some(kind), Some(origin), Some(from), true) = (kind, origin, from, errors.is_empty()) else {
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, &typed, &errors));
    };
    ctx.require(EDIT, agency)?;
    let mut body = match kind {
        ChangeKind::New => change::blank(&code, typed.text("ten"), from)?,
        _ => newest(&ctx, &code).await?,
    };
    body.valid_from = from;
    body.valid_to = None;
    let opening = Opening { body, agency, kind, origin, reason };
    let id = match change::open(&ctx.app, &ctx.actor(), &opening, &Once::of("procedure_change", &typed)).await
    {
        Err(Error::Invalid(errors)) => {
            return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, &typed, &errors));
        }
        opened => opened?,
    };
    Ok(redirect(&format!("{PATH}/{id}"), Some("catalogue-flash-opened")))
}

/// The newest version of a procedure.
async fn newest(ctx: &Ctx, code: &str) -> Result<Procedure> {
    let history = store::history(&ctx.app.store, code).await?;
    let row = history.first().ok_or_else(|| {
        Error::from(platform::Refusal::new("catalogue-refused-unknown").arg("code", code).status(422))
    })?;
    let catalogue: Arc<dyn Catalogue> = ctx.app.port()?;
    Ok(catalogue.version(&ctx.app, row.id).await?.body.clone())
}
