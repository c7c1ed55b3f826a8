//! POST xin-loi-tre: the letter of apology once the promise has passed. It puts nothing off: the day it names is told to the
//! applicant, and the dossier stays late.

use super::form::{Draft, LONG, demanded_day};
use super::{Case, Deed};
use crate::one_stop::acts;
use crate::one_stop::store::{self, Dossier};
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Result};
use platform::http::Submitted;
use ui::Field;

/// Fields of the letter.
pub async fn fields(case: &Case, draft: &Draft<'_>) -> Result<Vec<Field>> {
    let ctx = draft.ctx;
    let due = case.dossier.due().map(|due| due.vn()).unwrap_or_default();
    let day = draft.day("ngay-du-kien").hint(ctx.tn("one-stop-hint-ngay-du-kien", &[("due", due)]));
    let mut reason = draft.area("ly-do", 4).hint(ctx.t("one-stop-hint-ly-do-gia-han"));
    // What was prepared stands in the form until something else is typed; its day was one to promise.
    if draft.typed.fields.is_empty()
        && let Some(prepared) = store::open_apology(&ctx.app.store, case.dossier.id).await?
    {
        reason.value = prepared.reason;
    }
    Ok(vec![day, reason])
}

/// Apologises for what is late.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let case = Case::for_deed(ctx, id, Deed::Apologise).await?;
    let outcome = apologised(&case, &typed).await;
    case.outcome(Deed::Apologise, &typed, outcome).await
}

/// The letter as typed.
pub async fn apologised(case: &Case, typed: &Submitted) -> Result<Dossier> {
    let mut errors = FieldErrors::new();
    let reason = typed.required(&mut errors, "ly-do", LONG);
    let day = demanded_day(typed, &mut errors, "ngay-du-kien");
    let today = case.ctx.today();
    if day.is_some_and(|day| day < today) {
        errors.add_with("ngay-du-kien", "one-stop-refused-apologise-past", vec![("day", today.vn())]);
    }
    match day {
        Some(day) if errors.is_empty() => {
            let (id, seen) = (case.dossier.id, case.seen(typed)?);
            acts::apologise(&case.ctx.app, &case.ctx.actor(), id, seen, day, &reason).await
        }
        _ => Err(Error::Invalid(errors)),
    }
}
