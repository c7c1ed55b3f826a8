//! POST nghia-vu-tai-chinh, da-nop: taxes and fees between the steps.

use super::form::{Draft, LONG, note};
use super::{Case, Deed};
use crate::one_stop::acts;
use crate::one_stop::store::Dossier;
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
    let outcome = asked(&case, &typed).await;
    case.outcome(Deed::AskPayment, &typed, outcome).await
}

/// The request as typed.
pub async fn asked(case: &Case, typed: &Submitted) -> Result<Dossier> {
    let mut errors = FieldErrors::new();
    let content = typed.required(&mut errors, "noi-dung", LONG);
    errors.check()?;
    acts::ask_payment(&case.ctx.app, &case.ctx.actor(), case.dossier.id, case.seen(typed)?, &content).await
}

/// It was paid.
pub async fn paid(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let case = Case::for_deed(ctx, id, Deed::Pay).await?;
    let outcome = done(&case, &typed).await;
    case.outcome(Deed::Pay, &typed, outcome).await
}

/// The payment as typed.
pub async fn done(case: &Case, typed: &Submitted) -> Result<Dossier> {
    let mut errors = FieldErrors::new();
    let note = note(typed, &mut errors);
    errors.check()?;
    acts::pay(&case.ctx.app, &case.ctx.actor(), case.dossier.id, case.seen(typed)?, &note).await
}
