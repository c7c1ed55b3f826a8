//! Operations of the programming interface on the index: the published ranking, the sheets of one's scope, one with its scores.
//! api/write.rs: what is done to them.

mod write;

use super::rules::dec::Dec;
use super::rules::tree::LEVELS;
use super::slice::{ASSESS, SUBMIT, VERIFY, VIEW};
use super::store::scores::ScoreRow;
use super::store::sheets::{self, SheetRow};
use super::store::{rounds, scores};
use platform::api::types::{Asked, ById};
use platform::api::{Listed, Nothing, One, Op, Operations};
use platform::error::{Error, FieldErrors, Result};
use platform::{Access, Ctx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// As the slice declares them.
pub(super) fn operations() -> Operations {
    let ranking = Op {
        path: "/par-index/results",
        id: "listParIndexResults",
        access: Access::Public,
        summary: "Published indices of reform, the best place first",
    };
    let sheets = Op {
        path: "/par-index/sheets",
        id: "listParIndexSheets",
        access: Access::Permission(VIEW),
        summary: "Assessments of the caller's scope, the newest year first",
    };
    let sheet = Op {
        path: "/par-index/sheets/{id}",
        id: "getParIndexSheet",
        access: Access::Permission(VIEW),
        summary: "One assessment with its criteria: declared, measured, verified",
    };
    written(Operations::new().get(ranking, results).get(sheets, list).get(sheet, one))
}

/// What is done to sheets.
fn written(operations: Operations) -> Operations {
    let op = |permission, path, id, summary| Op { path, id, access: Access::Permission(permission), summary };
    operations
        .post(
            op(
                ASSESS,
                "/par-index/sheets/{id}/scores",
                "assessParIndexCriterion",
                "Keeps the agency's own score",
            ),
            write::assess,
        )
        .post(
            op(SUBMIT, "/par-index/sheets/{id}/submission", "submitParIndexSheet", "Hands an assessment in"),
            write::submit,
        )
        .post(
            op(VERIFY, "/par-index/sheets/{id}/verdicts", "verifyParIndexCriterion", "Verifies a criterion"),
            write::verify,
        )
        .post(
            op(VERIFY, "/par-index/sheets/{id}/conclusion", "concludeParIndexSheet", "Ends a verification"),
            write::conclude,
        )
        .post(
            op(VERIFY, "/par-index/sheets/{id}/return", "giveParIndexSheetBack", "Gives an assessment back"),
            write::give_back,
        )
        .post(
            op(
                ASSESS,
                "/par-index/sheets/{id}/objections",
                "objectToParIndexVerdict",
                "Objects to a verdict",
            ),
            write::object,
        )
        .post(
            op(
                SUBMIT,
                "/par-index/sheets/{id}/agreement",
                "agreeToParIndexSheet",
                "Agrees with what was verified",
            ),
            write::agree,
        )
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Filters {
    /// Year the index is about.
    #[schemars(range(min = 2000, max = 2100), extend("examples" = [2013]))]
    year: Option<i64>,
    /// province, department, district or commune.
    #[schemars(length(min = 1, max = 20), extend("examples" = ["district"]))]
    level: Option<String>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

/// A published result.
#[derive(Debug, Serialize, JsonSchema)]
struct ResultOut {
    /// Number of the assessment.
    id: i64,
    /// Code of the agency.
    agency: String,
    /// Year.
    year: i64,
    /// Level.
    level: String,
    /// Index, per cent of what could be reached.
    index: Option<f64>,
    /// Place in its round; equal indices share one.
    place: Option<i64>,
    /// Code of the agency that held the round: only places of one round are comparable.
    judged_by: String,
    /// Class by the thresholds of its year.
    class: String,
}

/// An assessment.
#[derive(Debug, Serialize, JsonSchema)]
struct SheetOut {
    /// Number of the assessment.
    id: i64,
    /// Code of the agency.
    agency: String,
    /// Year.
    year: i64,
    /// Level.
    level: String,
    /// drafting, submitted, verified, decided or published.
    state: &'static str,
    /// Version, to be sent back with an act on it.
    version: i64,
    /// Term of the self-assessment.
    due_on: String,
    /// Index by the agency's own scores, when it was handed in.
    own_index: Option<f64>,
    /// Index as verified.
    verified_index: Option<f64>,
    /// Index as decided.
    final_index: Option<f64>,
    /// Criteria declared over what was measured.
    over_declared: i64,
}

/// A criterion of an assessment.
#[derive(Debug, Serialize, JsonSchema)]
struct CriterionOut {
    /// Code.
    code: String,
    /// Name.
    name: String,
    /// Maximum.
    max: f64,
    /// It does not apply to the agency.
    not_applicable: bool,
    /// Points the agency gave itself.
    own: Option<f64>,
    /// Points by what was measured when it was handed in.
    measured: Option<f64>,
    /// Points as verified.
    verified: Option<f64>,
    /// Points that count.
    last: Option<f64>,
    /// Why they were verified so.
    reason: String,
}

/// An assessment with its criteria.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct WholeOut {
    /// The assessment.
    sheet: SheetOut,
    /// The criteria in the order of the tree.
    criteria: Vec<CriterionOut>,
}

fn points(parts: Option<i64>) -> Option<f64> {
    parts.map(|p| Dec(p).float())
}

fn level(asked: Option<&str>) -> Result<Option<&'static str>> {
    let Some(asked) = asked else { return Ok(None) };
    match LEVELS.into_iter().find(|level| *level == asked) {
        Some(level) => Ok(Some(level)),
        None => {
            let mut errors = FieldErrors::new();
            errors.add("level", "par-index-api-level");
            Err(Error::Invalid(errors))
        }
    }
}

fn code(ctx: &Ctx, agency: i64) -> String {
    ctx.app.directory().get(agency).map(|a| a.code.clone()).unwrap_or_default()
}

async fn results(ctx: Ctx, _: Nothing, asked: Filters) -> Result<Listed<ResultOut>> {
    let query = Asked::new().after(asked.after.as_deref())?;
    let mut list = sheets::ranking();
    if let Some(year) = asked.year {
        list.and("s.year = ?", [year.into()]);
    }
    if let Some(level) = level(asked.level.as_deref())? {
        list.and("s.level = ?", [level.into()]);
    }
    let page = list.page::<SheetRow>(&ctx.app.store, &query).await?;
    let owners: HashMap<i64, i64> = rounds::owners(&ctx.app.store).await?.into_iter().collect();
    Listed::of(&ctx, page, |s| {
        Ok(ResultOut {
            id: s.id,
            agency: code(&ctx, s.agency_id),
            year: s.year,
            level: s.level,
            index: points(s.final_index),
            place: s.place,
            judged_by: owners.get(&s.round_id).map(|owner| code(&ctx, *owner)).unwrap_or_default(),
            class: s.class,
        })
    })
}

fn told(ctx: &Ctx, s: &SheetRow) -> SheetOut {
    SheetOut {
        id: s.id,
        agency: code(ctx, s.agency_id),
        year: s.year,
        level: s.level.clone(),
        state: s.at().code(),
        version: s.version,
        due_on: s.due_on.clone(),
        own_index: points(s.own_index),
        verified_index: points(s.verified_index),
        final_index: points(s.final_index),
        over_declared: s.overs,
    }
}

async fn list(ctx: Ctx, _: Nothing, asked: Filters) -> Result<Listed<SheetOut>> {
    let query = Asked::new().after(asked.after.as_deref())?;
    let mut list = sheets::list();
    list.within(&ctx.scope(VIEW), "s.agency_id");
    if let Some(year) = asked.year {
        list.and("s.year = ?", [year.into()]);
    }
    if let Some(level) = level(asked.level.as_deref())? {
        list.and("s.level = ?", [level.into()]);
    }
    let page = list.page::<SheetRow>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, page, |s| Ok(told(&ctx, &s)))
}

pub(super) async fn one(ctx: Ctx, path: ById, _: Nothing) -> Result<One<WholeOut>> {
    let sheet = sheets::get(&ctx.app.store, path.id).await?;
    ctx.require(VIEW, sheet.agency_id)?;
    let tree = rounds::get(&ctx.app.store, sheet.round_id).await?.tree()?;
    let known = scores::of_sheet(&ctx.app.store, sheet.id).await?;
    let empty = ScoreRow::default();
    let criteria = tree.leaves().into_iter().map(|leaf| {
        let row = known.get(&leaf.node.code).unwrap_or(&empty);
        CriterionOut {
            code: leaf.node.code.clone(),
            name: leaf.node.name.clone(),
            max: leaf.max().float(),
            not_applicable: row.not_applicable,
            own: points(row.own_points),
            measured: points(row.measured_points),
            verified: points(row.verified_points),
            last: row.last().map(Dec::float),
            reason: row.reason.clone(),
        }
    });
    Ok(One(WholeOut { sheet: told(&ctx, &sheet), criteria: criteria.collect() }))
}
