//! POST xin-rut, khong-rut-nua, xac-nhan-rut: the applicant takes the dossier back, or not after all.

use super::form::{Draft, LONG};
use super::{Case, Deed};
use crate::one_stop::acts;
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
    let mut errors = FieldErrors::new();
    let reason = typed.required(&mut errors, "ly-do", LONG);
    if !errors.is_empty() {
        return case.page(Deed::AskWithdrawal, &typed, &errors).await;
    }
    let outcome =
        acts::ask_withdrawal(&case.ctx.app, &case.ctx.actor(), id, case.seen(&typed)?, &reason).await;
    case.outcome(Deed::AskWithdrawal, &typed, outcome).await
}

/// Notes that the applicant goes on after all.
pub async fn keep_on(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let case = Case::for_deed(ctx, id, Deed::KeepOn).await?;
    let mut errors = FieldErrors::new();
    let reason = typed.required(&mut errors, "ly-do", LONG);
    if !errors.is_empty() {
        return case.page(Deed::KeepOn, &typed, &errors).await;
    }
    let outcome =
        acts::keep_on(&case.ctx.app, &case.ctx.actor(), id, case.seen(&typed)?, Some(&reason)).await;
    case.outcome(Deed::KeepOn, &typed, outcome).await
}

/// Gives the papers back.
pub async fn confirm(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let case = Case::for_deed(ctx, id, Deed::ConfirmWithdrawal).await?;
    let outcome = acts::confirm_withdrawal(&case.ctx.app, &case.ctx.actor(), id, case.seen(&typed)?).await;
    case.outcome(Deed::ConfirmWithdrawal, &typed, outcome).await
}
