//! POST nghia-vu-tai-chinh, da-nop: taxes and fees between the steps.

use super::form::{Draft, LONG, note};
use super::{Case, Deed};
use crate::one_stop::acts;
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::{FieldErrors, Result};
use platform::http::Submitted;
use ui::Field;

/// Fields of the request.
pub fn fields(draft: &Draft<'_>) -> Vec<Field> {
    vec![draft.area("noi-dung", 4).hint(draft.ctx.t("one-stop-hint-noi-dung-tai-chinh"))]
}

/// Asks the applicant to pay.
pub async fn ask(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let case = Case::for_deed(ctx, id, Deed::AskPayment).await?;
    let mut errors = FieldErrors::new();
    let content = typed.required(&mut errors, "noi-dung", LONG);
    if !errors.is_empty() {
        return case.page(Deed::AskPayment, &typed, &errors).await;
    }
    let outcome = acts::ask_payment(&case.ctx.app, &case.ctx.actor(), id, case.seen(&typed)?, &content).await;
    case.outcome(Deed::AskPayment, &typed, outcome).await
}

/// It was paid.
pub async fn paid(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let case = Case::for_deed(ctx, id, Deed::Pay).await?;
    let mut errors = FieldErrors::new();
    let note = note(&typed, &mut errors);
    if !errors.is_empty() {
        return case.page(Deed::Pay, &typed, &errors).await;
    }
    let outcome = acts::pay(&case.ctx.app, &case.ctx.actor(), id, case.seen(&typed)?, &note).await;
    case.outcome(Deed::Pay, &typed, outcome).await
}
