//! Questionnaires of the caller's scope (Decree 20/2008/NĐ-CP, article 9.2): issued, sent to more, answers booked, chased, closed.

use super::super::pages::{questionnaire as page, questionnaires as list_page, say};
use super::super::rules::questionnaire::{Errand, Way};
use super::super::store::{self, Questionnaire, QuestionnaireRow};
use super::view::text;
use platform::Ctx;
use platform::api::types::{AgencyBrief, Asked, ById, On, Sent, Word, renamed};
use platform::api::{Created, Listed, Nothing, One};
use platform::error::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Filters of the list.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuestionnaireFilters {
    /// Words of the title and of whom it is for, with or without tone marks.
    #[schemars(length(min = 1, max = 100))]
    q: Option<String>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

/// By which way it goes out.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum WayIn {
    /// With a letter of the agency.
    Letter,
    /// Through the mass media.
    Media,
    /// By electronic means.
    Electronic,
}

/// A questionnaire to issue.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueIn {
    /// Its title.
    #[schemars(length(min = 1, max = 200), extend("examples" = ["Về thủ tục đăng ký hộ kinh doanh"]))]
    title: String,
    /// Code of the agency that asks.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    agency: String,
    /// What is asked.
    #[schemars(length(min = 1, max = 8000))]
    questions: String,
    /// Whom it is for.
    #[schemars(length(min = 1, max = 300), extend("examples" = ["Hộ kinh doanh"]))]
    target: String,
    /// By which way it goes out.
    way: WayIn,
    /// Last day for answers; a day after today.
    answer_by: On,
    /// Whom it is sent to at once.
    #[serde(default)]
    #[schemars(length(max = 500), inner(length(min = 1, max = 300)))]
    respondents: Vec<String>,
}

/// Whom it is sent to besides.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MoreIn {
    /// Their names.
    #[schemars(length(min = 1, max = 500), inner(length(min = 1, max = 300)))]
    respondents: Vec<String>,
}

/// An answer to book.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplyIn {
    /// Number of the reply, from the questionnaire's own.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    reply: i64,
    /// What was said.
    #[schemars(length(min = 1, max = 8000))]
    answer: String,
}

/// What was decided on the answers.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConclusionIn {
    /// The decision.
    #[schemars(length(min = 1, max = 8000))]
    conclusion: String,
}

/// A questionnaire in a list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct QuestionnaireLine {
    /// Number of the record.
    id: i64,
    /// Its title.
    title: String,
    /// Agency that asks.
    agency: AgencyBrief,
    /// Day it was issued.
    issued_on: String,
    /// Last day for answers.
    answer_by: String,
    /// Where it stands.
    stage: Word,
    /// How many it was sent to.
    sent: i64,
    /// How many of them answered.
    answered: i64,
    /// Address of the record.
    href: String,
}

/// Whom it was sent to.
#[derive(Debug, Serialize, JsonSchema)]
struct ReplyOut {
    /// Number of the reply.
    id: i64,
    /// Who was asked.
    respondent: String,
    /// Day they were chased.
    chased_on: Option<String>,
    /// Day they answered.
    answered_on: Option<String>,
    /// What they said.
    answer: Option<String>,
}

/// A questionnaire.
#[derive(Debug, Serialize, JsonSchema)]
pub struct QuestionnaireOut {
    /// What the list says of it.
    questionnaire: QuestionnaireLine,
    /// What is asked.
    questions: String,
    /// Whom it is for.
    target: String,
    /// By which way it goes out.
    way: Word,
    /// Day it was closed.
    closed_on: Option<String>,
    /// What was decided.
    conclusion: Option<String>,
    /// Whom it was sent to, and what they said.
    replies: Vec<ReplyOut>,
}

/// What the forms' fields are called here.
const NAMES: [(&str, &str); 10] = [
    ("ten", "title"),
    ("co_quan", "agency"),
    ("noi_dung", "questions"),
    ("doi_tuong", "target"),
    ("cach_gui", "way"),
    ("han", "answer_by"),
    ("gui_den", "respondents"),
    ("nguoi", "reply"),
    ("tra_loi", "answer"),
    ("ket_luan", "conclusion"),
];

fn href(id: i64) -> String {
    format!("{}/questionnaires/{id}", platform::api::PREFIX)
}

fn said(ctx: &Ctx, kind: &str, code: &str) -> Word {
    Word { code: code.to_owned(), name: say(ctx, kind, code) }
}

fn line(ctx: &Ctx, row: QuestionnaireRow) -> QuestionnaireLine {
    let counts = (row.sent, row.answered);
    let stage = list_page::stage_of(ctx, &row.due_on, row.closed_on.is_some(), counts);
    QuestionnaireLine {
        agency: AgencyBrief::of(ctx, row.agency_id),
        stage: said(ctx, "stage", stage.code()),
        href: href(row.id),
        id: row.id,
        title: row.title,
        issued_on: row.issued_on,
        answer_by: row.due_on,
        sent: row.sent,
        answered: row.answered,
    }
}

/// As it is told; the look is noted.
async fn told(ctx: &Ctx, q: Questionnaire) -> Result<QuestionnaireOut> {
    page::note(ctx, &q).await?;
    let replies = store::replies(&ctx.app.store, q.id).await?;
    let (sent, answered) = store::reply_counts(&replies);
    let row = QuestionnaireRow {
        id: q.id,
        agency_id: q.agency_id,
        title: q.title,
        issued_on: q.issued_on,
        due_on: q.due_on,
        closed_on: q.closed_on.clone(),
        sent,
        answered,
    };
    let replies = replies.into_iter().map(|reply| ReplyOut {
        id: reply.id,
        respondent: reply.respondent,
        chased_on: reply.chased_on,
        answered_on: reply.answered_on,
        answer: text(&reply.answer),
    });
    Ok(QuestionnaireOut {
        way: said(ctx, "way", &q.way),
        conclusion: text(&q.conclusion),
        questions: q.content,
        target: q.target,
        closed_on: q.closed_on,
        replies: replies.collect(),
        questionnaire: line(ctx, row),
    })
}

async fn one_of(ctx: &Ctx, id: i64) -> Result<QuestionnaireOut> {
    told(ctx, store::questionnaire(&ctx.app.store, id).await?).await
}

/// A page of them.
pub async fn list(ctx: Ctx, _: Nothing, asked: QuestionnaireFilters) -> Result<Listed<QuestionnaireLine>> {
    let query = Asked::new().with("q", asked.q).after(asked.after.as_deref())?;
    let found = list_page::narrowed(&ctx, &query).page::<QuestionnaireRow>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, found, |row| Ok(line(&ctx, row)))
}

/// One of them.
pub async fn one(ctx: Ctx, path: ById, _: Nothing) -> Result<One<QuestionnaireOut>> {
    Ok(One(one_of(&ctx, path.id).await?))
}

/// Issues one.
pub async fn issue(ctx: Ctx, _: Nothing, body: IssueIn) -> Result<Created<QuestionnaireOut>> {
    let way = match body.way {
        WayIn::Letter => Way::Letter,
        WayIn::Media => Way::Media,
        WayIn::Electronic => Way::Electronic,
    };
    let form = Sent::new()
        .with("ten", Some(body.title))
        .with("co_quan", Some(body.agency))
        .with("noi_dung", Some(body.questions))
        .with("doi_tuong", Some(body.target))
        .with("cach_gui", Some(way.code()))
        .with("han", Some(body.answer_by.0))
        .with("gui_den", lines(&body.respondents))
        .form();
    let id = list_page::issued(&ctx, &form).await.map_err(|e| renamed(e, &NAMES))?;
    Ok(Created { at: href(id), body: one_of(&ctx, id).await? })
}

/// One a line; none where nobody is named.
fn lines(respondents: &[String]) -> Option<String> {
    (!respondents.is_empty()).then(|| respondents.join("\n"))
}

async fn done(ctx: Ctx, (id, errand): (i64, Errand), sent: Sent) -> Result<One<QuestionnaireOut>> {
    page::for_errand(&ctx, id).await?;
    let done = page::done(&ctx, id, errand, &sent.form()).await;
    done.map_err(|e| renamed(e, &NAMES))?;
    Ok(One(one_of(&ctx, id).await?))
}

/// Sends it to more.
pub async fn send(ctx: Ctx, path: ById, body: MoreIn) -> Result<One<QuestionnaireOut>> {
    done(ctx, (path.id, Errand::Add), Sent::new().with("gui_den", lines(&body.respondents))).await
}

/// Books an answer.
pub async fn book(ctx: Ctx, path: ById, body: ReplyIn) -> Result<One<QuestionnaireOut>> {
    let sent = Sent::new().with("nguoi", Some(body.reply)).with("tra_loi", Some(body.answer));
    done(ctx, (path.id, Errand::Book), sent).await
}

/// Chases who has not answered.
pub async fn chase(ctx: Ctx, path: ById, _: Nothing) -> Result<One<QuestionnaireOut>> {
    done(ctx, (path.id, Errand::Chase), Sent::new()).await
}

/// Closes it.
pub async fn close(ctx: Ctx, path: ById, body: ConclusionIn) -> Result<One<QuestionnaireOut>> {
    done(ctx, (path.id, Errand::Close), Sent::new().with("ket_luan", Some(body.conclusion))).await
}
