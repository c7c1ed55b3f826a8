//! POST giao, nhan-viec: the current step goes to one person.

use super::form::Draft;
use super::{Case, Deed, open};
use crate::one_stop::store::Dossier;
use crate::one_stop::{acts, permissions};
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Result};
use platform::http::Submitted;
use platform::staff::{self, Member};
use std::collections::BTreeSet;
use ui::Field;

/// Who may do the current step, or one of several that are open.
pub async fn able(case: &Case) -> Result<Vec<Member>> {
    let open = &case.facts.open;
    let roles: BTreeSet<&str> = if open.len() > 1 {
        open.iter().map(|step| step.role.as_str()).collect()
    } else {
        [case.facts.step_role.as_deref().unwrap_or("one_stop")].into()
    };
    let mut all: Vec<Member> = Vec::new();
    for role in roles {
        for member in of_role(case, role).await? {
            if !all.iter().any(|known| known.account_id == member.account_id) {
                all.push(member);
            }
        }
    }
    Ok(all)
}

/// Who may do a step of a role.
pub async fn of_role(case: &Case, role: &str) -> Result<Vec<Member>> {
    let right = permissions::of_role(role);
    staff::able(&case.ctx.app, right, case.dossier.agency_id, case.ctx.today()).await
}

/// Fields of the assignment.
pub async fn fields(case: &Case, draft: &Draft<'_>) -> Result<Vec<Field>> {
    let people = able(case).await?.into_iter().map(|m| (m.account_id.to_string(), m.name)).collect();
    let person = draft.select("tai-khoan", people);
    Ok(open::assign_field(case, draft).into_iter().chain([person]).collect())
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
    let mut errors = FieldErrors::new();
    let step = open::any_step_of(case, typed, &mut errors);
    let able = match &step {
        Some(step) => of_role(case, &step.role).await?,
        None => able(case).await?,
    };
    let member = able.into_iter().find(|m| Some(m.account_id) == asked);
    if member.is_none() {
        errors.add("tai-khoan", "form-required");
    }
    let Some(member) = member.filter(|_| errors.is_empty()) else { return Err(Error::Invalid(errors)) };
    let (id, seen) = (case.dossier.id, case.seen(typed)?);
    let to = (member.account_id, member.name.as_str());
    acts::assign(&case.ctx.app, &case.ctx.actor(), id, seen, step.map(|step| step.id), to).await
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
    let to = (viewer.account_id, viewer.name.as_str());
    acts::assign(&case.ctx.app, &case.ctx.actor(), id, seen, case.facts.own, to).await
}
