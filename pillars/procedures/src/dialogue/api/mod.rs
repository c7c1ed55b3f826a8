//! Operations of the programming interface on dialogues: conferences with their published answers for everybody, asking before
//! one, and the questions that the caller's agencies host or answer.
//!
//! acts.rs: what the staff do with conferences and questions.

mod acts;

use super::acts as deeds;
use super::pages::{list, public, questions, say};
use super::slice::VIEW;
use super::store::{self, Dialogue, DialogueRow, Question};
use platform::api::types::{AgencyBrief, Asked, ById, Sent, Word, renamed};
use platform::api::{Created, Listed, Nothing, One, Op, Operations};
use platform::error::Result;
use platform::once::Once;
use platform::reads;
use platform::{Access, Ctx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// As the slice declares them.
pub(super) fn operations() -> Operations {
    let op = |path, id, access, summary| Op { path, id, access, summary };
    let (open, view) = (Access::Public, Access::Permission(VIEW));
    acts::operations(Operations::new())
        .get(
            op("/dialogues", "listDialogues", open, "Conferences with firms and people, the latest first"),
            conferences,
        )
        .get(op("/dialogues/{id}", "getDialogue", open, "One conference with its published answers"), one)
        .post(op("/dialogues/{id}/questions", "askDialogue", open, "Ask a question before a conference"), ask)
        .get(
            op(
                "/dialogue-work",
                "listDialogueWork",
                view,
                "Conferences of the caller's scope with their figures",
            ),
            hosted,
        )
        .get(
            op(
                "/dialogue-questions",
                "listDialogueQuestions",
                view,
                "Questions that the caller's agencies answer or host, by their last day",
            ),
            asked_of_us,
        )
}

/// Filters of the public list.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DialogueFilters {
    /// Words of theme and place, with or without tone marks.
    #[schemars(length(min = 1, max = 100), extend("examples" = ["doanh nghiệp"]))]
    q: Option<String>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

/// Where a conference stands.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum StateIn {
    /// Announced.
    Planned,
    /// Held.
    Held,
    /// Called off.
    Cancelled,
}

/// Filters of the conferences of one's scope.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct WorkFilters {
    /// Words of theme and place, with or without tone marks.
    #[schemars(length(min = 1, max = 100))]
    q: Option<String>,
    /// Where they stand.
    state: Option<StateIn>,
    /// Year, quarter or month in which they are held.
    #[schemars(length(min = 4, max = 10), extend("examples" = ["2013"]))]
    period: Option<String>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

/// Whether a question is answered.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum AnsweredIn {
    /// Not yet.
    Open,
    /// Not by its last day.
    Late,
    /// It is.
    Answered,
}

/// Filters of questions.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct QuestionFilters {
    /// Words of the question, with or without tone marks.
    #[schemars(length(min = 1, max = 100))]
    q: Option<String>,
    /// Whether they are answered.
    answered: Option<AnsweredIn>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

/// A question to ask.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct QuestionIn {
    /// Who asks.
    #[schemars(length(min = 1, max = 200), extend("examples" = ["Công ty TNHH Sông Hậu"]))]
    asker: String,
    /// Telephone or mail address.
    #[schemars(length(max = 200))]
    contact: Option<String>,
    /// The question.
    #[schemars(length(min = 1, max = 4000))]
    question: String,
}

/// A conference in a list.
#[derive(Debug, Serialize, JsonSchema)]
struct DialogueLine {
    /// Number of the record.
    id: i64,
    /// Its theme.
    theme: String,
    /// Its day.
    held_on: String,
    /// Its place.
    place: String,
    /// Agency that hosts it.
    host: AgencyBrief,
    /// Whom it is with.
    audience: Word,
    /// Where it stands.
    state: Word,
    /// Questions asked.
    questions: i64,
    /// Those that are answered.
    answered: i64,
    /// Address of the record.
    href: String,
}

/// A published answer.
#[derive(Debug, Serialize, JsonSchema)]
struct Answered {
    /// The question, in words written for everybody.
    question: String,
    /// The answer.
    answer: String,
    /// Agency that answered.
    agency: AgencyBrief,
    /// Day it was published.
    published_on: Option<String>,
}

/// Where and when a conference was to be before it was moved.
#[derive(Debug, Serialize, JsonSchema)]
struct MoveOut {
    /// The day that it was to be.
    held_on: String,
    /// The place.
    place: String,
    /// Why it was moved.
    reason: String,
    /// Day it was moved.
    moved_on: String,
}

/// A conference.
#[derive(Debug, Serialize, JsonSchema)]
struct DialogueOut {
    /// Number of the record.
    id: i64,
    /// Its theme.
    theme: String,
    /// Its day.
    held_on: String,
    /// Its place.
    place: String,
    /// Agency that hosts it.
    host: AgencyBrief,
    /// Whom it is with.
    audience: Word,
    /// Where it stands.
    state: Word,
    /// Last day for questions before it.
    ask_until_on: String,
    /// Where and when it was to be before it was moved, the first first.
    moves: Vec<MoveOut>,
    /// Published answers.
    answers: Vec<Answered>,
}

/// A question for the staff.
#[derive(Debug, Serialize, JsonSchema)]
struct QuestionOut {
    /// Number of the record.
    id: i64,
    /// Number of the conference.
    dialogue: i64,
    /// Its theme.
    theme: String,
    /// Who asked.
    asker: String,
    /// The question.
    question: String,
    /// Agency that answers.
    owner: AgencyBrief,
    /// Day it was asked.
    asked_on: String,
    /// Last day for the answer.
    due_on: String,
    /// Day it was answered.
    answered_on: Option<String>,
    /// The answer.
    answer: Option<String>,
    /// Day the answer was published.
    published_on: Option<String>,
    /// What the acts on it have to name as seen.
    version: i64,
}

/// What the form's fields are called here.
const NAMES: [(&str, &str); 3] = [("nguoi_hoi", "asker"), ("lien_he", "contact"), ("cau_hoi", "question")];

fn href(id: i64) -> String {
    format!("{}/dialogues/{id}", platform::api::PREFIX)
}

fn said(ctx: &Ctx, kind: &str, code: &str) -> Word {
    Word { code: code.to_owned(), name: say(ctx, kind, code) }
}

fn line(ctx: &Ctx, row: DialogueRow) -> DialogueLine {
    DialogueLine {
        host: AgencyBrief::of(ctx, row.agency_id),
        audience: said(ctx, "audience", &row.audience),
        state: said(ctx, "state", &row.state),
        href: href(row.id),
        id: row.id,
        theme: row.theme,
        held_on: row.held_on,
        place: row.place,
        questions: row.questions,
        answered: row.answered,
    }
}

async fn conferences(ctx: Ctx, _: Nothing, asked: DialogueFilters) -> Result<Listed<DialogueLine>> {
    let query = Asked::new().with("q", asked.q).after(asked.after.as_deref())?;
    let found = public::narrowed(&query).page::<DialogueRow>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, found, |row| Ok(line(&ctx, row)))
}

async fn told(ctx: &Ctx, d: Dialogue) -> Result<DialogueOut> {
    let published = store::questions_of(&ctx.app.store, d.id).await?.into_iter();
    let answers = published.filter(|q| q.published_on.is_some()).map(|q| Answered {
        question: q.public_question,
        answer: q.public_answer,
        agency: AgencyBrief::of(ctx, q.owner_id),
        published_on: q.published_on,
    });
    let moves = store::former(&ctx.app.store, d.id).await?.into_iter().map(|was| MoveOut {
        held_on: was.held_on,
        place: was.place,
        reason: was.why,
        moved_on: was.moved_on,
    });
    Ok(DialogueOut {
        moves: moves.collect(),
        answers: answers.collect(),
        host: AgencyBrief::of(ctx, d.agency_id),
        audience: said(ctx, "audience", &d.audience),
        state: said(ctx, "state", &d.state),
        id: d.id,
        theme: d.theme,
        held_on: d.held_on,
        place: d.place,
        ask_until_on: d.ask_until_on,
    })
}

async fn one(ctx: Ctx, path: ById, _: Nothing) -> Result<One<DialogueOut>> {
    let dialogue = store::dialogue(&ctx.app.store, path.id).await?;
    Ok(One(told(&ctx, dialogue).await?))
}

async fn ask(ctx: Ctx, path: ById, body: QuestionIn) -> Result<Created<DialogueOut>> {
    let form = Sent::new()
        .with("nguoi_hoi", Some(body.asker))
        .with("lien_he", body.contact)
        .with("cau_hoi", Some(body.question))
        .form();
    let dialogue = store::dialogue(&ctx.app.store, path.id).await?;
    let question = public::question(&ctx, &dialogue, &form).await.map_err(|e| renamed(e, &NAMES))?;
    deeds::ask_before(&ctx.app, &ctx.actor(), dialogue.id, question, &Once::unkept()).await?;
    Ok(Created { at: href(dialogue.id), body: told(&ctx, dialogue).await? })
}

async fn hosted(ctx: Ctx, _: Nothing, asked: WorkFilters) -> Result<Listed<DialogueLine>> {
    let state = asked.state.map(|state| match state {
        StateIn::Planned => "planned",
        StateIn::Held => "held",
        StateIn::Cancelled => "cancelled",
    });
    let query = Asked::new()
        .with("q", asked.q)
        .with("trang_thai", state)
        .with("ky", asked.period)
        .after(asked.after.as_deref())?;
    let found = list::narrowed(&ctx, &query).page::<DialogueRow>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, found, |row| Ok(line(&ctx, row)))
}

async fn asked_of_us(ctx: Ctx, _: Nothing, asked: QuestionFilters) -> Result<Listed<QuestionOut>> {
    let answered = asked.answered.map(|answered| match answered {
        AnsweredIn::Open => "chua",
        AnsweredIn::Late => "qua-han",
        AnsweredIn::Answered => "roi",
    });
    let query = Asked::new().with("q", asked.q).with("tra_loi", answered).after(asked.after.as_deref())?;
    let found = questions::narrowed(&ctx, &query).page::<Question>(&ctx.app.store, &query).await?;
    reads::note_list(&ctx, VIEW, "/api/v1/dialogue-questions").await?;
    Listed::of(&ctx, found, |q| Ok(question_of(&ctx, q)))
}

/// A question as it is told.
fn question_of(ctx: &Ctx, q: Question) -> QuestionOut {
    QuestionOut {
        owner: AgencyBrief::of(ctx, q.owner_id),
        answer: Some(q.answer).filter(|answer| !answer.is_empty()),
        id: q.id,
        dialogue: q.dialogue_id,
        theme: q.theme,
        asker: q.asker,
        question: q.content,
        asked_on: q.asked_on,
        due_on: q.due_on,
        answered_on: q.answered_on,
        published_on: q.published_on,
        version: q.version,
    }
}
