//! The agencies that forms offer: those of a scope that act in their own name today.

use crate::form_field::Choice;
use platform::error::Result;
use platform::{Ctx, Scope};

/// The agencies of a scope in force today, by code and name in the order of names: no divisions, which act for the agency they are
/// part of, and no press. Chosen is the one of a code, else the viewer's own.
///
/// # Errors
/// Nobody is signed in.
pub fn agency_choices(ctx: &Ctx, scope: &Scope, chosen: &str) -> Result<Vec<Choice>> {
    let own = ctx.viewer()?.agency_id;
    let directory = ctx.app.directory();
    let mut agencies: Vec<_> = directory
        .in_force(ctx.today())
        .filter(|a| scope.covers(a.id) && !matches!(a.kind.as_str(), "division" | "press"))
        .collect();
    agencies.sort_by_cached_key(|a| kernel::text::fold(&a.name));
    let choice = |a: &platform::directory::AgencyRef| {
        let held = a.code == chosen || (chosen.is_empty() && own == Some(a.id));
        Choice::new(a.code.clone(), a.name.clone(), held)
    };
    Ok(agencies.into_iter().map(choice).collect())
}
