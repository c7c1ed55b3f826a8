//! POST bo-sung, da-bo-sung, dung: missing papers asked for once and in full, supplied, or not.

use super::form::{Draft, LONG, demanded_day, longest, note};
use super::{Case, Deed};
use crate::one_stop::acts::{self, AskedSupplement};
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::{FieldErrors, Result};
use platform::http::Submitted;
use ui::Field;

/// Reasons for which papers are asked for; counted in statistics.
pub const REASONS: [&str; 6] =
    ["missing", "expired", "wrong_form", "wrong_content", "not_certified", "other"];

/// Name of a reason.
pub fn reason_name(ctx: &Ctx, code: &str) -> String {
    let key = format!("one-stop-reason-{}", code.replace('_', "-"));
    let text = ctx.t(&key);
    if text == key { code.to_owned() } else { text }
}

/// Fields of the request: reason, content, guide, last day.
pub fn fields(case: &Case, draft: &Draft<'_>) -> Result<Vec<Field>> {
    let ctx = draft.ctx;
    let reasons = REASONS.map(|code| (code.to_owned(), reason_name(ctx, code)));
    let mut guide = draft.text("nguoi-huong-dan");
    if guide.value.is_empty() {
        guide.value = case.ctx.viewer.as_ref().map(|v| v.name.clone()).unwrap_or_default();
    }
    let calendar = ctx.app.calendars().of(case.dossier.agency_id)?;
    let mut until = draft.day("tra-loi-truoc").hint(ctx.t("one-stop-hint-tra-loi-truoc"));
    if until.value.is_empty() && draft.typed.fields.is_empty() {
        until.value = case.rules.answer_by(ctx.today(), &calendar).to_string();
    }
    let left = (case.rules.supplement_max - case.dossier.supplement_count).max(0);
    let hint = ctx.tn("one-stop-hint-noi-dung-bo-sung", &[("left", left.to_string())]);
    Ok(vec![
        draft.select("loai-ly-do", reasons.into()),
        draft.area("noi-dung", 6).hint(hint),
        guide,
        draft.tel("dien-thoai").optional(),
        until,
    ])
}

/// Asks for papers.
pub async fn ask(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let case = Case::for_deed(ctx, id, Deed::AskSupplement).await?;
    let mut errors = FieldErrors::new();
    let reason_code = typed.text("loai-ly-do").to_owned();
    if !REASONS.contains(&reason_code.as_str()) {
        errors.add("loai-ly-do", "form-required");
    }
    let content = typed.required(&mut errors, "noi-dung", LONG);
    let guide_name = typed.required(&mut errors, "nguoi-huong-dan", 120);
    let guide_phone = longest(&typed, &mut errors, "dien-thoai", 30);
    let day = demanded_day(&typed, &mut errors, "tra-loi-truoc");
    if day.is_some_and(|day| day <= case.ctx.today()) {
        errors.add("tra-loi-truoc", "one-stop-error-day-tomorrow");
    }
    let Some(answer_by) = day.filter(|_| errors.is_empty()) else {
        return case.page(Deed::AskSupplement, &typed, &errors).await;
    };
    let asked = AskedSupplement { reason_code, content, guide_name, guide_phone, answer_by };
    acts::ask_supplement(&case.ctx.app, &case.ctx.actor(), id, case.seen(&typed)?, &asked).await?;
    case.done(Deed::AskSupplement)
}

/// The papers came.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let case = Case::for_deed(ctx, id, Deed::Supplement).await?;
    let mut errors = FieldErrors::new();
    let note = note(&typed, &mut errors);
    if !errors.is_empty() {
        return case.page(Deed::Supplement, &typed, &errors).await;
    }
    acts::supplement(&case.ctx.app, &case.ctx.actor(), id, case.seen(&typed)?, &note).await?;
    case.done(Deed::Supplement)
}

/// Fields of the stop.
pub fn stop_fields(draft: &Draft<'_>) -> Vec<Field> {
    vec![draft.area("ly-do", 3)]
}

/// The papers did not come in time.
pub async fn stop(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let case = Case::for_deed(ctx, id, Deed::Stop).await?;
    let mut errors = FieldErrors::new();
    let reason = typed.required(&mut errors, "ly-do", LONG);
    if !errors.is_empty() {
        return case.page(Deed::Stop, &typed, &errors).await;
    }
    acts::stop(&case.ctx.app, &case.ctx.actor(), id, case.seen(&typed)?, &reason).await?;
    case.done(Deed::Stop)
}
