//! POST /danh-gia-giai-quyet/co-quan/{code}/niem-yet: whoever signs for results says from which day on the procedures of an agency
//! are posted at its seat, complete and in time; indicator 6 counts by it.

use super::super::slice::FREEZE;
use super::super::store;
use super::{ROOT, agency, agency_of};
use axum::extract::Path;
use axum::response::Response;
use kernel::{Day, Period};
use platform::directory::AgencyRef;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Submitted, redirect};
use platform::{Change, Ctx};
use serde_json::json;
use ui::{Choice, Field, Form};

/// Characters of what a word rests on.
const NOTE: usize = 500;

/// Says it.
pub async fn submit(ctx: Ctx, Path(code): Path<String>, typed: Submitted) -> Result<Response> {
    let of = agency_of(&ctx, &code)?;
    ctx.require(FREEZE, of.id)?;
    let period: Period = typed.text("ky").parse().map_err(|_| Error::NotFound)?;
    let mut errors = FieldErrors::new();
    let posted = typed.text("niem_yet") == "co";
    if !posted && typed.text("niem_yet") != "khong" {
        errors.add("niem_yet", "form-required");
    }
    if typed.text("tu").is_empty() {
        errors.add("tu", "form-required");
    }
    let from = typed.day(&mut errors, "tu");
    if from.is_some_and(|day| day > ctx.today()) {
        errors.add("tu", "settlement-error-posting-later");
    }
    let note = typed.required(&mut errors, "can_cu", NOTE);
    let Some(from) = from.filter(|_| errors.is_empty()) else {
        return agency::drawn(&ctx, &of, period, (&typed, &errors)).await;
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    store::say_posted(&tx, of.id, from, (posted, &note)).await?;
    let after = json!({"posting_from": from, "posting_held": posted});
    let entry = Change::of("settlement", "settlement_posting", of.id, "settlement_posting");
    tx.journal(entry.after(after).reason(Some(&note))).await?;
    tx.commit().await?;
    Ok(redirect(&format!("{ROOT}/co-quan/{code}?ky={}", period.code()), Some("settlement-flash-posting")))
}

/// What was said, a line a day.
pub async fn said(ctx: &Ctx, agency: i64) -> Result<Vec<String>> {
    let said = store::postings_of(&ctx.app.store, agency).await?;
    if said.is_empty() {
        return Ok(vec![ctx.t("settlement-posting-none")]);
    }
    let line = |one: store::Posting| {
        let key = if one.posted { "settlement-posting-line-yes" } else { "settlement-posting-line-no" };
        let day = one.from_on.parse().map_or_else(|_| one.from_on.clone(), Day::vn);
        ctx.tn(key, &[("day", day), ("note", one.note), ("by", one.said_by)])
    };
    Ok(said.into_iter().map(line).collect())
}

/// The form.
pub fn form(
    ctx: &Ctx,
    agency: &AgencyRef,
    period: Period,
    (typed, errors): (&Submitted, &FieldErrors),
) -> Form {
    let error = |field: &str| ui::field_error(ctx, errors, field);
    let held = typed.text("niem_yet");
    let choices = [("co", "settlement-posting-yes"), ("khong", "settlement-posting-no")]
        .map(|(value, key)| Choice::new(value, ctx.t(key), value == held));
    let day = typed.optional("tu").unwrap_or_else(|| ctx.today().to_string());
    let fields = vec![
        Field::radios("niem_yet", ctx.t("settlement-field-posting"), choices.into()).error(error("niem_yet")),
        Field::date("tu", ctx.t("settlement-field-posting-from")).value(day).error(error("tu")),
        Field::text("can_cu", ctx.t("settlement-field-posting-note"))
            .value(typed.text("can_cu"))
            .hint(ctx.t("settlement-hint-posting-note"))
            .error(error("can_cu")),
    ];
    let action = format!("{ROOT}/co-quan/{}/niem-yet", agency.code);
    let mut form =
        Form::new(&ui::words(&ctx.locale), action, ctx.t("settlement-posting-say"), fields).quiet();
    form.hidden.push(("ky".to_owned(), period.code()));
    form
}
