//! POST y-kien: asking another unit for its opinion.

use super::form::{Draft, LONG, demanded_day};
use super::{Case, Deed};
use crate::one_stop::acts;
use crate::one_stop::permissions::OPINION;
use axum::extract::Path;
use axum::response::Response;
use platform::error::{FieldErrors, Result};
use platform::http::Submitted;
use platform::{Ctx, staff};
use ui::Field;

/// Units that may be asked: other agencies where somebody can answer.
async fn units(case: &Case) -> Result<Vec<(String, String)>> {
    let directory = case.ctx.app.directory();
    let staffed = staff::agencies_with(&case.ctx.app, OPINION, case.ctx.today()).await?;
    let mut units: Vec<(String, String)> = directory
        .in_force(case.ctx.today())
        .filter(|a| a.kind != "city" && a.id != case.dossier.agency_id && staffed.contains(&a.id))
        .map(|a| (a.id.to_string(), a.name.clone()))
        .collect();
    units.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(units)
}

/// Fields of the question.
pub async fn fields(case: &Case, draft: &Draft<'_>) -> Result<Vec<Field>> {
    let units = units(case).await?;
    Ok(vec![draft.select("don-vi", units), draft.area("cau-hoi", 5), draft.day("han-tra-loi")])
}

/// Asks.
pub async fn ask(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let case = Case::for_deed(ctx, id, Deed::AskOpinion).await?;
    let mut errors = FieldErrors::new();
    let today = case.ctx.today();
    let typed_unit = typed.text("don-vi");
    let unit = typed_unit.parse::<i64>().ok();
    if !units(&case).await?.iter().any(|(id, _)| id == typed_unit) {
        errors.add("don-vi", "form-required");
    }
    let question = typed.required(&mut errors, "cau-hoi", LONG);
    let day = demanded_day(&typed, &mut errors, "han-tra-loi");
    if day.is_some_and(|d| d < today) {
        errors.add("han-tra-loi", "one-stop-error-day-past");
    }
    match (unit, day) {
        (Some(unit), Some(day)) if errors.is_empty() => {
            let outcome = acts::ask_opinion(
                &case.ctx.app,
                &case.ctx.actor(),
                id,
                case.seen(&typed)?,
                unit,
                &question,
                day,
            )
            .await;
            case.outcome(Deed::AskOpinion, &typed, outcome).await
        }
        _ => case.page(Deed::AskOpinion, &typed, &errors).await,
    }
}
