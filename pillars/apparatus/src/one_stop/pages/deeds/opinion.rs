//! POST y-kien: asking another unit or an expert for an opinion.

use super::form::{Draft, LONG, demanded_day};
use super::{Case, Deed};
use crate::one_stop::acts::{self, Whom};
use crate::one_stop::permissions::OPINION;
use crate::one_stop::store::Dossier;
use axum::extract::Path;
use axum::response::Response;
use platform::error::{Error, FieldErrors, Result};
use platform::http::Submitted;
use platform::{Ctx, staff};
use ui::Field;

/// Longest name of an expert with post and place of work, characters.
const WHO: usize = 300;

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
    let expert = draft.text("chuyen-gia").optional().hint(case.ctx.t("one-stop-hint-chuyen-gia"));
    let unit = draft.select("don-vi", units).optional();
    Ok(vec![unit, expert, draft.area("cau-hoi", 5), draft.day("han-tra-loi")])
}

/// Asks.
pub async fn ask(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let case = Case::for_deed(ctx, id, Deed::AskOpinion).await?;
    let outcome = asked(&case, &typed).await;
    case.outcome(Deed::AskOpinion, &typed, outcome).await
}

/// The question as typed.
pub async fn asked(case: &Case, typed: &Submitted) -> Result<Dossier> {
    let mut errors = FieldErrors::new();
    let today = case.ctx.today();
    let typed_unit = typed.text("don-vi");
    let unit = typed_unit.parse::<i64>().ok();
    let known = units(case).await?.iter().any(|(id, _)| id == typed_unit);
    let expert = typed.at_most(&mut errors, "chuyen-gia", WHO);
    match (typed_unit.is_empty(), expert.is_empty()) {
        (true, true) => errors.add("don-vi", "one-stop-error-ask-whom"),
        (false, false) => errors.add("chuyen-gia", "one-stop-error-ask-one"),
        (false, true) if !known => errors.add("don-vi", "form-required"),
        _ => {}
    }
    let question = typed.required(&mut errors, "cau-hoi", LONG);
    let day = demanded_day(typed, &mut errors, "han-tra-loi");
    if day.is_some_and(|d| d < today) {
        errors.add("han-tra-loi", "one-stop-error-day-past");
    }
    let whom = if expert.is_empty() { unit.map(Whom::Unit) } else { Some(Whom::Expert(expert)) };
    match (whom, day) {
        (Some(whom), Some(day)) if errors.is_empty() => {
            let (id, seen) = (case.dossier.id, case.seen(typed)?);
            acts::ask_opinion(&case.ctx.app, &case.ctx.actor(), id, seen, whom, &question, day).await
        }
        _ => Err(Error::Invalid(errors)),
    }
}
