//! POST chuyen, buoc, tra-lai-buoc, gia-han: the way through the agency.

use super::form::{Draft, LONG, demanded_day, note};
use super::{Case, Deed, back, open};
use crate::one_stop::acts;
use crate::one_stop::store::{self, Dossier};
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Result};
use platform::http::Submitted;
use ui::Field;

/// Hands the dossier to the unit that settles it.
pub async fn transfer(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let case = Case::for_deed(ctx, id, Deed::Transfer).await?;
    let outcome = transferred(&case, &typed).await;
    case.outcome(Deed::Transfer, &typed, outcome).await
}

/// The transfer as typed.
pub async fn transferred(case: &Case, typed: &Submitted) -> Result<Dossier> {
    let mut errors = FieldErrors::new();
    let note = note(typed, &mut errors);
    let end = open::end(case, typed, note, &mut errors);
    errors.check()?;
    acts::transfer(&case.ctx.app, &case.ctx.actor(), case.dossier.id, case.seen(typed)?, end).await
}

/// Ends the current step.
pub async fn complete(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let case = Case::for_deed(ctx, id, Deed::Step).await?;
    let outcome = completed(&case, &typed).await;
    case.outcome(Deed::Step, &typed, outcome).await
}

/// The end of the step as typed.
pub async fn completed(case: &Case, typed: &Submitted) -> Result<Dossier> {
    let mut errors = FieldErrors::new();
    let note = note(typed, &mut errors);
    let end = open::end(case, typed, note, &mut errors);
    errors.check()?;
    acts::complete_step(&case.ctx.app, &case.ctx.actor(), case.dossier.id, case.seen(typed)?, end).await
}

/// Fields of the way back: first which open steps of others it takes back, and the question whether that is meant.
pub async fn send_back_fields(case: &Case, draft: &Draft<'_>) -> Result<Vec<Field>> {
    let mut fields = back::question(case, draft).await?;
    fields.extend(open::back_field(case, draft));
    fields.push(draft.area("ly-do", 3).hint(draft.ctx.t("one-stop-hint-ly-do-tra-lai")));
    Ok(fields)
}

/// Gives the dossier back to the step before.
pub async fn send_back(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let case = Case::for_deed(ctx, id, Deed::SendBack).await?;
    let outcome = sent_back(&case, &typed).await;
    case.outcome(Deed::SendBack, &typed, outcome).await
}

/// The way back as typed.
pub async fn sent_back(case: &Case, typed: &Submitted) -> Result<Dossier> {
    let mut errors = FieldErrors::new();
    let reason = typed.required(&mut errors, "ly-do", LONG);
    let own = open::step_of(case, typed, &mut errors).map(|step| step.id);
    let step = own.or_else(|| back::of_others(case).map(|step| step.id));
    back::check(case, typed, step, &mut errors).await?;
    errors.check()?;
    let (id, seen) = (case.dossier.id, case.seen(typed)?);
    let how = acts::SendBack { reason, step, taking_others: typed.ticked(back::TAKES) };
    acts::send_back(&case.ctx.app, &case.ctx.actor(), id, seen, how).await
}

/// Fields of the apology with its new day.
pub async fn extend_fields(case: &Case, draft: &Draft<'_>) -> Result<Vec<Field>> {
    let ctx = draft.ctx;
    let due = case.dossier.due().map(|d| d.vn()).unwrap_or_default();
    let mut day = draft.day("ngay-moi").hint(ctx.tn("one-stop-hint-ngay-moi", &[("due", due)]));
    let mut reason = draft.area("ly-do", 4).hint(ctx.t("one-stop-hint-ly-do-gia-han"));
    // What was prepared stands in the form until something else is typed.
    if draft.typed.fields.is_empty()
        && let Some(prepared) = store::open_apology(&ctx.app.store, case.dossier.id).await?
    {
        day.value = prepared.new_due_on;
        reason.value = prepared.reason;
    }
    Ok(vec![day, reason])
}

/// Apologises and promises another day, once.
pub async fn extend(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let case = Case::for_deed(ctx, id, Deed::Extend).await?;
    let outcome = extended(&case, &typed).await;
    case.outcome(Deed::Extend, &typed, outcome).await
}

/// The new day as typed.
pub async fn extended(case: &Case, typed: &Submitted) -> Result<Dossier> {
    let mut errors = FieldErrors::new();
    let reason = typed.required(&mut errors, "ly-do", LONG);
    let day = demanded_day(typed, &mut errors, "ngay-moi");
    if let (Some(day), Some(due)) = (day, case.dossier.due())
        && day <= due.day()
    {
        errors.add_with("ngay-moi", "one-stop-refused-extend-earlier", vec![("day", due.day().vn())]);
    }
    match day {
        Some(day) if errors.is_empty() => {
            let (id, seen) = (case.dossier.id, case.seen(typed)?);
            acts::extend(&case.ctx.app, &case.ctx.actor(), id, seen, day, &reason).await
        }
        _ => Err(Error::Invalid(errors)),
    }
}
