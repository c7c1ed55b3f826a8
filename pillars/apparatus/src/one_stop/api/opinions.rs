//! Questions to other units and to experts about a dossier: asked and taken back by who works on it, read and answered by the unit asked.

use super::acts::{Done, done, renamed, seen};
use super::filing::put;
use super::view::{self, PaperOut};
use crate::one_stop::pages::deeds::{Case, Deed, opinion as question};
use crate::one_stop::pages::{opinion as sheet, opinion_withdraw as back, seen as looks};
use crate::one_stop::permissions::OPINION;
use crate::one_stop::store::{self, Opinion, OpinionRow};
use kernel::Day;
use platform::Ctx;
use platform::api::types::{AgencyBrief, Asked, At, ById, On};
use platform::api::{Listed, Nothing, One, Stored};
use platform::error::{Error, Result};
use platform::http::Submitted;
use platform::reads::What;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A question to another unit, with its answer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OpinionOut {
    /// Number of the question.
    pub id: i64,
    /// Unit asked; of an expert, the agency that writes the answer down.
    pub unit: AgencyBrief,
    /// Expert asked, in words.
    pub expert: Option<String>,
    /// Question.
    pub question: String,
    /// Who asked.
    pub asked_by: String,
    /// When.
    pub asked_at: At,
    /// Last day for the answer.
    pub answer_by: On,
    /// open, answered, withdrawn or silent.
    pub standing: String,
    /// Answer.
    pub answer: Option<String>,
    /// Who answered.
    pub answered_by: Option<String>,
    /// When.
    pub answered_at: Option<At>,
}

/// A line of the list of questions that wait.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OpinionLine {
    /// Number of the question.
    pub id: i64,
    /// Mã hồ sơ of the dossier.
    pub code: String,
    /// Name of its procedure.
    pub procedure_name: String,
    /// Unit asked; of an expert, the agency that writes the answer down.
    pub unit: AgencyBrief,
    /// Expert asked, in words.
    pub expert: Option<String>,
    /// Question.
    pub question: String,
    /// Who asked.
    pub asked_by: String,
    /// Last day for the answer.
    pub answer_by: On,
    /// Address of the question.
    pub href: String,
}

/// A question with what its answer needs to know of the dossier.
#[derive(Debug, Serialize, JsonSchema)]
pub struct QuestionOut {
    /// The question.
    pub question: OpinionOut,
    /// Mã hồ sơ of the dossier.
    pub code: String,
    /// Agency that asks.
    pub agency: AgencyBrief,
    /// Name of the procedure.
    pub procedure_name: String,
    /// Name of the owner.
    pub owner: String,
    /// Promised to the owner.
    pub due_at: Option<At>,
    /// Papers, as long as the question gives a right to them.
    pub papers: Option<Vec<PaperOut>>,
}

/// A question to another unit, or to an expert outside the agencies.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskOpinionIn {
    /// Version of the dossier that was seen.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub version: i64,
    /// Code of the unit: another agency, where somebody can answer; none where an expert is asked.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["so-xay-dung"]))]
    pub unit: Option<String>,
    /// The expert: name, post, where they work; the own agency writes the answer down. None where a unit is asked.
    #[schemars(length(min = 1, max = 300))]
    pub expert: Option<String>,
    /// The question.
    #[schemars(length(min = 1, max = 4000))]
    pub question: String,
    /// Last day for the answer.
    pub answer_by: On,
}

/// An answer.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerIn {
    /// The opinion.
    #[schemars(length(min = 1, max = 8000))]
    pub answer: String,
}

/// Why a question is taken back.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawIn {
    /// Why.
    #[schemars(length(min = 1, max = 1000))]
    pub reason: String,
}

/// Filters of the list.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpinionFilters {
    /// Only those whose day has passed.
    #[serde(default)]
    pub overdue: bool,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 200))]
    pub after: Option<String>,
}

/// A file of a question's dossier.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PaperPath {
    /// Number of the question.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    pub id: i64,
    /// SHA-256 of the file.
    #[schemars(regex(pattern = r"^[0-9a-f]{64}$"))]
    pub hash: String,
}

/// Lấy ý kiến.
pub async fn ask(ctx: Ctx, path: ById, body: AskOpinionIn) -> Done {
    let case = Case::for_deed(ctx, path.id, Deed::AskOpinion).await?;
    let directory = case.ctx.app.directory();
    // A unit that is none is no choice of the form either.
    let id = |code: &str| directory.by_code(code).map_or(0, |unit| unit.id).to_string();
    let mut typed = seen(body.version);
    put(&mut typed, "don-vi", &body.unit.as_deref().map(id).unwrap_or_default());
    put(&mut typed, "chuyen-gia", body.expert.as_deref().unwrap_or_default());
    put(&mut typed, "cau-hoi", &body.question);
    put(&mut typed, "han-tra-loi", &body.answer_by.0.to_string());
    let outcome = question::asked(&case, &typed).await;
    done(case, outcome).await
}

/// Rút câu hỏi; the answer is the dossier as it stands then.
pub async fn withdraw(ctx: Ctx, path: ById, body: WithdrawIn) -> Done {
    let (case, opinion) = back::asked(ctx, path.id).await?;
    let mut typed = Submitted::default();
    put(&mut typed, "ly-do", &body.reason);
    let outcome = back::withdrawn(&case, &opinion, &typed).await;
    done(case, outcome).await
}

/// Questions that wait for the caller's units, the soonest due first.
pub async fn list(ctx: Ctx, _: Nothing, asked: OpinionFilters) -> Result<Listed<OpinionLine>> {
    let query = Asked::new().after(asked.after.as_deref())?;
    let mut list = store::opinions_waiting();
    list.within(&ctx.scope(OPINION), "o.unit_id");
    if asked.overdue {
        list.and("o.due_on < ?", [ctx.today().to_string().into()]);
    }
    let page = list.page::<OpinionRow>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, page, |row| line(&ctx, row))
}

/// One question; the look at its dossier is noted, as on the screen.
pub async fn one(ctx: Ctx, path: ById, _: Nothing) -> Result<One<QuestionOut>> {
    let opinion = sheet::asked(&ctx, path.id).await?;
    Ok(One(question_of(&ctx, opinion).await?))
}

/// The bytes of a paper, as long as the question gives a right to it.
pub async fn document(ctx: Ctx, path: PaperPath, _: Nothing) -> Result<Stored> {
    let name = sheet::file_name(&ctx, path.id, &path.hash).await?;
    let (file, content) = ctx.app.files.get(&ctx.app.store, &path.hash).await?;
    Ok(Stored { media_type: file.media_type, name, content })
}

/// Trả lời, once.
pub async fn answer(ctx: Ctx, path: ById, body: AnswerIn) -> Result<One<QuestionOut>> {
    let opinion = sheet::asked(&ctx, path.id).await?;
    let mut typed = Submitted::default();
    put(&mut typed, "tra-loi", &body.answer);
    sheet::answered(&ctx, &opinion, &typed).await.map_err(renamed)?;
    let opinion = store::opinion(&ctx.app.store, path.id).await?;
    Ok(One(question_of(&ctx, opinion).await?))
}

/// A question as who works on the dossier is told of it.
pub fn told(ctx: &Ctx, opinion: Opinion) -> Result<OpinionOut> {
    let standing = match (&opinion.closed_as, opinion.answered_at) {
        (Some(how), _) => how.clone(),
        (None, Some(_)) => "answered".to_owned(),
        (None, None) => "open".to_owned(),
    };
    Ok(OpinionOut {
        id: opinion.id,
        unit: AgencyBrief::of(ctx, opinion.unit_id),
        expert: opinion.expert,
        answer_by: day(&opinion.due_on)?,
        question: opinion.question,
        asked_by: opinion.asked_by,
        asked_at: At::of(opinion.asked_at),
        standing,
        answer: opinion.answer,
        answered_by: opinion.answered_by,
        answered_at: opinion.answered_at.map(At::of),
    })
}

async fn question_of(ctx: &Ctx, opinion: Opinion) -> Result<QuestionOut> {
    let dossier = store::get(&ctx.app.store, opinion.dossier_id).await?;
    looks::note_by(ctx, &dossier, What::Page, (OPINION, opinion.unit_id)).await?;
    let at = href(opinion.id);
    let papers = sheet::papers(ctx, &opinion).await?;
    Ok(QuestionOut {
        question: told(ctx, opinion)?,
        code: dossier.code.clone(),
        agency: AgencyBrief::of(ctx, dossier.agency_id),
        procedure_name: dossier.procedure_name.clone(),
        owner: dossier.owner_name.clone(),
        due_at: dossier.due_at.map(At::of),
        papers: papers.map(|all| all.into_iter().map(|paper| view::paper(&at, paper)).collect()),
    })
}

fn line(ctx: &Ctx, row: OpinionRow) -> Result<OpinionLine> {
    Ok(OpinionLine {
        href: href(row.id),
        id: row.id,
        code: row.code,
        procedure_name: row.procedure_name,
        unit: AgencyBrief::of(ctx, row.unit_id),
        expert: row.expert,
        answer_by: day(&row.due_on)?,
        question: row.question,
        asked_by: row.asked_by,
    })
}

fn href(id: i64) -> String {
    format!("{}/opinions/{id}", platform::api::PREFIX)
}

fn day(text: &str) -> Result<On> {
    let day = text.parse::<Day>().map_err(|_| Error::fault("opinion", format!("day {text}")))?;
    Ok(On(day))
}
