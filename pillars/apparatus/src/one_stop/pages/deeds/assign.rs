//! POST giao, nhan-viec: the current step goes to one person.

use super::form::Draft;
use super::{Case, Deed};
use crate::one_stop::store::Dossier;
use crate::one_stop::{acts, permissions};
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Result};
use platform::http::Submitted;
use platform::staff::{self, Member};
use ui::Field;

/// Who may do the current step.
pub async fn able(case: &Case) -> Result<Vec<Member>> {
    let role = case.facts.step_role.as_deref().unwrap_or("one_stop");
    staff::able(&case.ctx.app, permissions::of_role(role), case.dossier.agency_id, case.ctx.today()).await
}

/// Fields of the assignment.
pub async fn fields(case: &Case, draft: &Draft<'_>) -> Result<Vec<Field>> {
    let people = able(case).await?.into_iter().map(|m| (m.account_id.to_string(), m.name)).collect();
    Ok(vec![draft.select("tai-khoan", people)])
}

/// Gives the step to a colleague.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let case = Case::for_deed(ctx, id, Deed::Assign).await?;
    let outcome = assigned(&case, &typed).await;
    case.outcome(Deed::Assign, &typed, outcome).await
}

/// The assignment as typed.
pub async fn assigned(case: &Case, typed: &Submitted) -> Result<Dossier> {
    let asked = typed.text("tai-khoan").parse::<i64>().ok();
    let member = able(case).await?.into_iter().find(|m| Some(m.account_id) == asked);
    let Some(member) = member else {
        let mut errors = FieldErrors::new();
        errors.add("tai-khoan", "form-required");
        return Err(Error::Invalid(errors));
    };
    let (id, seen) = (case.dossier.id, case.seen(typed)?);
    acts::assign(&case.ctx.app, &case.ctx.actor(), id, seen, member.account_id, &member.name).await
}

/// Takes the step oneself.
pub async fn take(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let case = Case::for_deed(ctx, id, Deed::Take).await?;
    let outcome = taken(&case, &typed).await;
    case.outcome(Deed::Take, &typed, outcome).await
}

/// The step as its viewer takes it.
pub async fn taken(case: &Case, typed: &Submitted) -> Result<Dossier> {
    let viewer = case.ctx.viewer()?;
    let (id, seen) = (case.dossier.id, case.seen(typed)?);
    acts::assign(&case.ctx.app, &case.ctx.actor(), id, seen, viewer.account_id, &viewer.name).await
}
