//! POST tiep-nhan, tu-choi: the check paper by paper, and the refusal in writing.

use super::form::{Draft, LONG};
use super::{Case, Deed, papers};
use crate::one_stop::acts;
use crate::one_stop::rules::ReasonOf;
use crate::one_stop::store::Dossier;
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::{FieldErrors, Result};
use platform::http::{Submitted, redirect};
use ui::Field;

/// Fields of the check.
pub async fn fields(case: &Case, draft: &Draft<'_>) -> Result<Vec<Field>> {
    let mut fields = papers::table(case, draft).await?;
    if case.version.body.term.as_ref().is_some_and(|t| t.verification.is_some()) {
        fields.push(draft.tick("tham-tra", "one-stop-field-tham-tra-text"));
    }
    Ok(fields)
}

/// Receives the dossier: the clock starts.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let case = Case::for_deed(ctx, id, Deed::Receive).await?;
    match received(&case, &typed).await {
        Ok(_) => Ok(redirect(&format!("/quay/da-nhan/{id}"), Some(Deed::Receive.done()))),
        wrong => case.outcome(Deed::Receive, &typed, wrong).await,
    }
}

/// The receipt as typed.
pub async fn received(case: &Case, typed: &Submitted) -> Result<Dossier> {
    let mut errors = FieldErrors::new();
    let papers = papers::read(case, typed, &mut errors).await?;
    errors.check()?;
    let seen = case.seen(typed)?;
    let found = papers::stored(case, typed, papers).await?;
    let verified = typed.ticked("tham-tra");
    acts::receive(&case.ctx.app, &case.ctx.actor(), case.dossier.id, seen, &found, verified).await
}

/// The reasons of a refusal to choose from today, with their names; counted in statistics.
pub fn refusals(ctx: &Ctx) -> Result<Vec<(String, String)>> {
    let profiles = ctx.app.profiles();
    let known = ReasonOf::Refusal.on(&profiles, ctx.today())?;
    let name = |code: &str| ReasonOf::Refusal.name(&profiles, &ctx.locale, code);
    Ok(known.into_iter().map(|r| (r.code.clone(), name(&r.code))).collect())
}

/// Whether a code is one of them.
pub fn is_refusal(ctx: &Ctx, code: &str) -> Result<bool> {
    let known = ReasonOf::Refusal.on(&ctx.app.profiles(), ctx.today())?;
    Ok(known.iter().any(|reason| reason.code == code))
}

/// Fields of the refusal.
pub fn refuse_fields(draft: &Draft<'_>) -> Result<Vec<Field>> {
    Ok(vec![
        draft.select("loai-ly-do", refusals(draft.ctx)?),
        draft.area("ly-do", 4).hint(draft.ctx.t("one-stop-hint-ly-do-khong-nhan")),
    ])
}

/// Refuses the receipt in writing.
pub async fn refuse(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let case = Case::for_deed(ctx, id, Deed::Refuse).await?;
    let outcome = refused(&case, &typed).await;
    case.outcome(Deed::Refuse, &typed, outcome).await
}

/// The refusal as typed.
pub async fn refused(case: &Case, typed: &Submitted) -> Result<Dossier> {
    let mut errors = FieldErrors::new();
    let code = typed.text("loai-ly-do").to_owned();
    if !is_refusal(&case.ctx, &code)? {
        errors.add("loai-ly-do", "form-required");
    }
    let reason = typed.required(&mut errors, "ly-do", LONG);
    errors.check()?;
    let (id, seen) = (case.dossier.id, case.seen(typed)?);
    acts::refuse_receipt(&case.ctx.app, &case.ctx.actor(), id, seen, &code, &reason).await
}
