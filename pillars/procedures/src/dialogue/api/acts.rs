//! What the staff do with conferences and questions: announced, held, moved, called off; given out, answered, published.

use super::super::pages::{announce as announce_page, question as question_page, record as record_page};
use super::super::rules::Errand;
use super::super::slice::{HANDLE, VIEW};
use super::super::store;
use super::{DialogueOut, QuestionOut, href, question_of, told};
use platform::api::types::{ById, On, Sent, renamed};
use platform::api::{Created, Nothing, One, Op, Operations};
use platform::error::Result;
use platform::{Access, Ctx};
use schemars::JsonSchema;
use serde::Deserialize;

const fn op(path: &'static str, id: &'static str, access: Access, summary: &'static str) -> Op {
    Op { path, id, access, summary }
}

/// The acts, added to the other operations.
pub(super) fn operations(operations: Operations) -> Operations {
    let handle = Access::Permission(HANDLE);
    operations
        .post(op("/dialogues", "announceDialogue", handle, "Announce a conference"), announce)
        .post(op("/dialogues/{id}/hold", "holdDialogue", handle, "Record that a conference was held"), hold)
        .post(
            op("/dialogues/{id}/cancel", "cancelDialogue", handle, "Call a conference off, with the reason"),
            cancel,
        )
        .post(
            op(
                "/dialogues/{id}/move",
                "moveDialogue",
                handle,
                "Move a conference to another day or place, with the reason; who asked a question is told",
            ),
            shift,
        )
        .post(
            op("/dialogues/{id}/ask-there", "askAtDialogue", handle, "Keep a question asked at a conference"),
            ask_there,
        )
        .get(
            op(
                "/dialogue-questions/{id}",
                "getDialogueQuestion",
                Access::Permission(VIEW),
                "One question that the caller's agencies answer or host",
            ),
            one,
        )
        .post(
            op(
                "/dialogue-questions/{id}/assign",
                "assignDialogueQuestion",
                handle,
                "Give a question to the agency that is to answer it",
            ),
            assign,
        )
        .post(
            op("/dialogue-questions/{id}/answer", "answerDialogueQuestion", handle, "Answer a question"),
            answer,
        )
        .post(
            op(
                "/dialogue-questions/{id}/publish",
                "publishDialogueQuestion",
                handle,
                "Publish question and answer in words that tell nothing of who asked",
            ),
            publish,
        )
}

/// Whom a conference is with.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum AudienceIn {
    /// Firms.
    Firms,
    /// People.
    People,
    /// Both.
    Both,
}

/// A conference to announce.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct AnnounceIn {
    /// Its theme.
    #[schemars(length(min = 1, max = 300), extend("examples" = ["Tháo gỡ vướng mắc về cấp phép xây dựng"]))]
    theme: String,
    /// Code of the agency that hosts it.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["ubnd-tp-can-tho"]))]
    host: String,
    /// Whom it is with.
    audience: AudienceIn,
    /// Its day.
    held_on: On,
    /// Its place.
    #[schemars(length(min = 1, max = 300))]
    place: String,
    /// Last day for questions before it.
    ask_until: On,
}

/// How a conference went.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct HeldIn {
    /// How many came.
    #[schemars(range(min = 0, max = 1_000_000))]
    attendees: i64,
    /// What was said, in short.
    #[schemars(length(min = 1, max = 8000))]
    minutes: String,
}

/// Why a conference is called off.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CancelIn {
    /// The reason; who asked a question is told it.
    #[schemars(length(min = 1, max = 8000))]
    reason: String,
}

/// Where and when a conference is to be now, and why.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct MoveIn {
    /// Its new day, today or later.
    held_on: On,
    /// Its place.
    #[schemars(length(min = 1, max = 300))]
    place: String,
    /// Last day for questions before it.
    ask_until: On,
    /// The reason; it stands on the public page, and who asked a question is told it.
    #[schemars(length(min = 1, max = 1000))]
    reason: String,
}

/// A question asked at a conference.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct AskedIn {
    /// Who asks.
    #[schemars(length(min = 1, max = 200), extend("examples" = ["Công ty TNHH Sông Hậu"]))]
    asker: String,
    /// Telephone or mail address.
    #[schemars(length(max = 200))]
    contact: Option<String>,
    /// The question.
    #[schemars(length(min = 1, max = 8000))]
    question: String,
}

/// To whom a question is given.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct AssignIn {
    /// The question's version as it was seen.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    version: i64,
    /// Code of the agency.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["so-xay-dung"]))]
    agency: String,
}

/// An answer.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct AnswerIn {
    /// The question's version as it was seen.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    version: i64,
    /// The answer.
    #[schemars(length(min = 1, max = 8000))]
    answer: String,
}

/// What is published.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PublishIn {
    /// The question's version as it was seen.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    version: i64,
    /// The question, in words written for everybody.
    #[schemars(length(min = 1, max = 8000))]
    question: String,
    /// The answer, likewise.
    #[schemars(length(min = 1, max = 8000))]
    answer: String,
}

/// What the forms' fields are called here.
const NAMES: [(&str, &str); 13] = [
    ("chu_de", "theme"),
    ("co_quan", "agency"),
    ("doi_tuong", "audience"),
    ("ngay", "held_on"),
    ("dia_diem", "place"),
    ("hoi_den", "ask_until"),
    ("so_nguoi", "attendees"),
    ("tom_tat", "minutes"),
    ("ly_do", "reason"),
    ("nguoi_hoi", "asker"),
    ("lien_he", "contact"),
    ("cau_hoi", "question"),
    ("tra_loi", "answer"),
];

async fn announce(ctx: Ctx, _: Nothing, body: AnnounceIn) -> Result<Created<DialogueOut>> {
    let audience = match body.audience {
        AudienceIn::Firms => "firms",
        AudienceIn::People => "people",
        AudienceIn::Both => "both",
    };
    let form = Sent::new()
        .with("chu_de", Some(body.theme))
        .with("co_quan", Some(body.host))
        .with("doi_tuong", Some(audience))
        .with("ngay", Some(body.held_on.0))
        .with("dia_diem", Some(body.place))
        .with("hoi_den", Some(body.ask_until.0))
        .form();
    let names = NAMES.map(|(form, name)| if form == "co_quan" { (form, "host") } else { (form, name) });
    let id = announce_page::announced(&ctx, &form).await.map_err(|e| renamed(e, &names))?;
    let dialogue = store::dialogue(&ctx.app.store, id).await?;
    Ok(Created { at: href(id), body: told(&ctx, dialogue).await? })
}

async fn done(ctx: Ctx, (id, act): (i64, &str), sent: Sent) -> Result<One<DialogueOut>> {
    let dialogue = store::dialogue(&ctx.app.store, id).await?;
    let names = NAMES.map(
        |(form, name)| {
            if act == "huy" && form == "tom_tat" { (form, "reason") } else { (form, name) }
        },
    );
    record_page::done(&ctx, &dialogue, act, &sent.form()).await.map_err(|e| renamed(e, &names))?;
    let dialogue = store::dialogue(&ctx.app.store, id).await?;
    Ok(One(told(&ctx, dialogue).await?))
}

async fn hold(ctx: Ctx, path: ById, body: HeldIn) -> Result<One<DialogueOut>> {
    let sent = Sent::new().with("so_nguoi", Some(body.attendees)).with("tom_tat", Some(body.minutes));
    done(ctx, (path.id, "da-to-chuc"), sent).await
}

async fn cancel(ctx: Ctx, path: ById, body: CancelIn) -> Result<One<DialogueOut>> {
    done(ctx, (path.id, "huy"), Sent::new().with("tom_tat", Some(body.reason))).await
}

async fn shift(ctx: Ctx, path: ById, body: MoveIn) -> Result<One<DialogueOut>> {
    let sent = Sent::new()
        .with("ngay", Some(body.held_on.0))
        .with("dia_diem", Some(body.place))
        .with("hoi_den", Some(body.ask_until.0))
        .with("ly_do", Some(body.reason));
    done(ctx, (path.id, "doi"), sent).await
}

async fn ask_there(ctx: Ctx, path: ById, body: AskedIn) -> Result<One<DialogueOut>> {
    let sent = Sent::new()
        .with("nguoi_hoi", Some(body.asker))
        .with("lien_he", body.contact)
        .with("cau_hoi", Some(body.question));
    done(ctx, (path.id, "cau-hoi"), sent).await
}

async fn one(ctx: Ctx, path: ById, _: Nothing) -> Result<One<QuestionOut>> {
    let question = store::question(&ctx.app.store, path.id).await?;
    question_page::note(&ctx, &question).await?;
    Ok(One(question_of(&ctx, question)))
}

async fn errand(ctx: Ctx, (id, errand): (i64, Errand), sent: Sent) -> Result<One<QuestionOut>> {
    let question = store::question(&ctx.app.store, id).await?;
    let done = question_page::done(&ctx, &question, errand, &sent.form()).await;
    done.map_err(|e| renamed(e, &NAMES))?;
    let question = store::question(&ctx.app.store, id).await?;
    question_page::note(&ctx, &question).await?;
    Ok(One(question_of(&ctx, question)))
}

fn seen(version: i64) -> Sent {
    Sent::new().with("phien_ban", Some(version))
}

async fn assign(ctx: Ctx, path: ById, body: AssignIn) -> Result<One<QuestionOut>> {
    errand(ctx, (path.id, Errand::Assign), seen(body.version).with("co_quan", Some(body.agency))).await
}

async fn answer(ctx: Ctx, path: ById, body: AnswerIn) -> Result<One<QuestionOut>> {
    errand(ctx, (path.id, Errand::Answer), seen(body.version).with("tra_loi", Some(body.answer))).await
}

async fn publish(ctx: Ctx, path: ById, body: PublishIn) -> Result<One<QuestionOut>> {
    let sent = seen(body.version).with("cau_hoi", Some(body.question)).with("tra_loi", Some(body.answer));
    errand(ctx, (path.id, Errand::Publish), sent).await
}
