//! What is done to assessments through the programming interface: each body becomes what the page's form would send, and the
//! page's own reading and act take it.

use super::super::pages::{leaf, submit as hand_in, talk, verify as verdicts};
use super::{WholeOut, one};
use platform::Ctx;
use platform::api::types::{ById, Sent, renamed};
use platform::api::{Created, Nothing, One};
use platform::error::Result;
use schemars::JsonSchema;
use serde::Deserialize;

/// What is given for a criterion; which of it is asked for follows from its rule.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FactsIn {
    /// Answer to a yes-no rule or to the question that a rule depends on.
    pub yes: Option<bool>,
    /// Number of the outcome chosen, from 0.
    #[schemars(range(min = 0, max = 100))]
    pub chosen: Option<i64>,
    /// Value; of a share its numerator. A decimal of at most four places.
    #[schemars(length(min = 1, max = 20))]
    pub value: Option<String>,
    /// Denominator of a share.
    #[schemars(length(min = 1, max = 20))]
    pub of: Option<String>,
    /// Value of the year before.
    #[schemars(length(min = 1, max = 20))]
    pub before: Option<String>,
    /// Points, where they are judged.
    #[schemars(length(min = 1, max = 20))]
    pub points: Option<String>,
    /// Numbers of answers A, B, C, D.
    pub answers: Option<[u32; 4]>,
}

/// The agency's own score.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScoreIn {
    /// Version of the assessment that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
    /// Code of the criterion.
    #[schemars(length(min = 1, max = 40), extend("examples" = ["1.1"]))]
    pub code: String,
    /// It does not apply to the agency.
    #[serde(default)]
    pub not_applicable: bool,
    /// What is given for it.
    pub facts: FactsIn,
    /// How it was counted; demanded where nothing else shows it.
    #[schemars(length(max = 4000))]
    pub explanation: Option<String>,
}

/// A verdict.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VerdictIn {
    /// Version of the assessment that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
    /// Code of the criterion.
    #[schemars(length(min = 1, max = 40), extend("examples" = ["1.1"]))]
    pub code: String,
    /// It does not apply to the agency.
    #[serde(default)]
    pub not_applicable: bool,
    /// What was found.
    pub facts: FactsIn,
    /// Why; demanded where it differs from what was declared.
    #[schemars(length(max = 2000))]
    pub reason: Option<String>,
}

/// An act on an assessment that was seen.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SheetSeenIn {
    /// Version of the assessment that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
}

/// An assessment given back.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SheetReturnIn {
    /// Version of the assessment that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
    /// Why.
    #[schemars(length(min = 1, max = 2000))]
    pub reason: String,
}

/// An objection.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ObjectionIn {
    /// Version of the assessment that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
    /// Code of the criterion.
    #[schemars(length(min = 1, max = 40), extend("examples" = ["1.1"]))]
    pub code: String,
    /// What is asked for, and on what ground.
    #[schemars(length(min = 1, max = 4000))]
    pub text: String,
}

/// Names of the forms' fields and of the bodies'.
const NAMES: [(&str, &str); 13] = [
    ("co-khong", "facts.yes"),
    ("ket-qua", "facts.chosen"),
    ("tu-so", "facts.value"),
    ("mau-so", "facts.of"),
    ("nam-truoc", "facts.before"),
    ("diem", "facts.points"),
    ("a", "facts.answers"),
    ("b", "facts.answers"),
    ("c", "facts.answers"),
    ("d", "facts.answers"),
    ("giai-thich", "explanation"),
    ("ly-do", "reason"),
    ("giai-trinh", "text"),
];

/// A decimal as the forms read it: its point would part thousands there.
fn comma(number: Option<String>) -> Option<String> {
    number.map(|text| text.replace('.', ","))
}

fn sent(version: i64, not_applicable: bool, facts: FactsIn) -> Sent {
    let mut sent = Sent::new()
        .with("phien_ban", Some(version))
        .ticked("khong-ap-dung", not_applicable)
        .with("co-khong", facts.yes.map(|yes| if yes { "co" } else { "khong" }))
        .with("ket-qua", facts.chosen)
        .with("tu-so", comma(facts.value))
        .with("mau-so", comma(facts.of))
        .with("nam-truoc", comma(facts.before))
        .with("diem", facts.points);
    for (name, count) in ["a", "b", "c", "d"].into_iter().zip(facts.answers.into_iter().flatten()) {
        sent = sent.with(name, Some(count));
    }
    sent
}

async fn whole(ctx: Ctx, id: i64) -> Result<Created<WholeOut>> {
    let at = format!("{}/par-index/sheets/{id}", platform::api::PREFIX);
    let One(body) = one(ctx, ById { id }, Nothing {}).await?;
    Ok(Created { at, body })
}

/// Keeps the agency's own score.
pub async fn assess(ctx: Ctx, path: ById, new: ScoreIn) -> Result<Created<WholeOut>> {
    let form = sent(new.version, new.not_applicable, new.facts).with("giai-thich", new.explanation).form();
    leaf::assess(&ctx, path.id, &new.code, &form).await.map_err(|e| renamed(e, &NAMES))?;
    whole(ctx, path.id).await
}

/// Hands in.
pub async fn submit(ctx: Ctx, path: ById, seen: SheetSeenIn) -> Result<Created<WholeOut>> {
    let form = Sent::new().with("phien_ban", Some(seen.version)).form();
    hand_in::hand_in(&ctx, path.id, &form).await?;
    whole(ctx, path.id).await
}

/// Verifies a criterion.
pub async fn verify(ctx: Ctx, path: ById, new: VerdictIn) -> Result<Created<WholeOut>> {
    let form = sent(new.version, new.not_applicable, new.facts).with("ly-do", new.reason).form();
    verdicts::judge(&ctx, path.id, &new.code, &form).await.map_err(|e| renamed(e, &NAMES))?;
    whole(ctx, path.id).await
}

/// Ends the verification.
pub async fn conclude(ctx: Ctx, path: ById, seen: SheetSeenIn) -> Result<Created<WholeOut>> {
    let form = Sent::new().with("phien_ban", Some(seen.version)).form();
    verdicts::end(&ctx, path.id, &form).await?;
    whole(ctx, path.id).await
}

/// Gives it back.
pub async fn give_back(ctx: Ctx, path: ById, new: SheetReturnIn) -> Result<Created<WholeOut>> {
    let form = Sent::new().with("phien_ban", Some(new.version)).with("ly-do", Some(new.reason)).form();
    verdicts::send_back(&ctx, path.id, &form).await.map_err(|e| renamed(e, &NAMES))?;
    whole(ctx, path.id).await
}

/// Objects to a verdict.
pub async fn object(ctx: Ctx, path: ById, new: ObjectionIn) -> Result<Created<WholeOut>> {
    let form = Sent::new().with("phien_ban", Some(new.version)).with("giai-trinh", Some(new.text)).form();
    talk::contest(&ctx, path.id, &new.code, &form).await.map_err(|e| renamed(e, &NAMES))?;
    whole(ctx, path.id).await
}

/// Agrees with what was verified.
pub async fn agree(ctx: Ctx, path: ById, seen: SheetSeenIn) -> Result<Created<WholeOut>> {
    let form = Sent::new().with("phien_ban", Some(seen.version)).form();
    talk::settle(&ctx, path.id, &form).await?;
    whole(ctx, path.id).await
}
