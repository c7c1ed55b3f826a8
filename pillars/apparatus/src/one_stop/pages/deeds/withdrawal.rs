//! POST xin-rut, khong-rut-nua, xac-nhan-rut: the applicant takes the dossier back, or not after all.

use super::form::{Draft, LONG};
use super::{Case, Deed};
use crate::one_stop::acts;
use crate::one_stop::store::Dossier;
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::{FieldErrors, Result};
use platform::http::Submitted;
use ui::Field;

/// Fields of the request noted at the counter.
pub fn fields(draft: &Draft<'_>) -> Vec<Field> {
    vec![draft.area("ly-do", 3).hint(draft.ctx.t("one-stop-hint-ly-do-rut"))]
}

/// Notes the applicant's request.
pub async fn ask(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let case = Case::for_deed(ctx, id, Deed::AskWithdrawal).await?;
    let outcome = asked(&case, &typed).await;
    case.outcome(Deed::AskWithdrawal, &typed, outcome).await
}

/// The request as typed.
pub async fn asked(case: &Case, typed: &Submitted) -> Result<Dossier> {
    let reason = reason(typed)?;
    acts::ask_withdrawal(&case.ctx.app, &case.ctx.actor(), case.dossier.id, case.seen(typed)?, &reason).await
}

fn reason(typed: &Submitted) -> Result<String> {
    let mut errors = FieldErrors::new();
    let reason = typed.required(&mut errors, "ly-do", LONG);
    errors.check()?;
    Ok(reason)
}

/// Notes that the applicant goes on after all.
pub async fn keep_on(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let case = Case::for_deed(ctx, id, Deed::KeepOn).await?;
    let outcome = kept_on(&case, &typed).await;
    case.outcome(Deed::KeepOn, &typed, outcome).await
}

/// The change of mind as typed.
pub async fn kept_on(case: &Case, typed: &Submitted) -> Result<Dossier> {
    let reason = reason(typed)?;
    let (id, seen) = (case.dossier.id, case.seen(typed)?);
    acts::keep_on(&case.ctx.app, &case.ctx.actor(), id, seen, Some(&reason)).await
}

/// Gives the papers back.
pub async fn confirm(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let case = Case::for_deed(ctx, id, Deed::ConfirmWithdrawal).await?;
    let outcome = confirmed(&case, &typed).await;
    case.outcome(Deed::ConfirmWithdrawal, &typed, outcome).await
}

/// The confirmation by who saw the dossier as it stands.
pub async fn confirmed(case: &Case, typed: &Submitted) -> Result<Dossier> {
    acts::confirm_withdrawal(&case.ctx.app, &case.ctx.actor(), case.dossier.id, case.seen(typed)?).await
}
