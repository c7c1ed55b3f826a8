//! Operations of the programming interface on conversations: of a dossier for its desk, of its tracking key for the applicant,
//! and the list of what waits; by the same rights, acts and notes of looks as the pages.
//!
//! acts.rs: what is done about a message: closed, left unanswered, concluded.

mod acts;

use super::acts as deeds;
use super::pages::{applicant, file, list, staff::value_of, staff_send};
use super::rules::{Limits, Side, age};
use super::slice::ANSWER;
use super::store::{self, Thread};
use contracts::desk::VIEW;
use contracts::dossier_cards::{DossierCard, DossierCards, DossierPart, PartKind};

use platform::api::types::{AgencyBrief, Asked, At, ById, DocumentOut, FileIn, On, Sent, Word, renamed};
use platform::api::{Created, Listed, Nothing, One, Op, Operations, Stored};
use platform::error::{FieldErrors, Result};
use platform::http::limits::Limited;
use platform::reads::What;
use platform::{Access, Ctx, Error};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// As the slice declares them.
pub(super) fn operations() -> Operations {
    let op = |path, id, access, summary| Op { path, id, access, summary };
    let (view, answer) = (Access::Permission(VIEW), Access::Permission(ANSWER));
    acts::operations(Operations::new())
        .get(
            op(
                "/conversations",
                "listConversations",
                answer,
                "Conversations of the caller's scope, the longest waiting first",
            ),
            waiting,
        )
        .get(op("/dossiers/{id}/messages", "getMessages", view, "The conversation on a dossier"), of_dossier)
        .post(
            op(
                "/dossiers/{id}/messages",
                "sendMessage",
                answer,
                "Write to the applicant, or ask for something to be put right; the clock goes on",
            ),
            send,
        )
        .get(
            op(
                "/dossiers/{id}/parts",
                "listDossierParts",
                view,
                "What of a dossier the applicant can be asked to put right",
            ),
            parts,
        )
        .get(
            op(
                "/dossiers/{id}/messages/documents/{hash}",
                "getMessageDocument",
                view,
                "A file that came with a message",
            ),
            document,
        )
        .get(
            op(
                "/tracking/{key}/messages",
                "followMessages",
                Access::Public,
                "The conversation on one's own dossier, by its tracking key",
            ),
            of_key,
        )
        .post(
            op(
                "/tracking/{key}/messages",
                "replyMessage",
                Access::Public,
                "Write to the agency about one's own dossier",
            ),
            reply,
        )
}

/// Which conversations.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum GroupIn {
    /// The agency owes an answer.
    Waiting,
    /// The applicant was asked to put something right.
    Corrections,
    /// All of them.
    All,
}

/// Filters of the list.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ThreadFilters {
    /// Which conversations; those that wait for the agency where nothing is said.
    group: Option<GroupIn>,
    /// Code of the dossier or a part of it.
    #[schemars(length(min = 1, max = 60))]
    code: Option<String>,
    /// Code of the agency.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    agency: Option<String>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 200))]
    after: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ByKey {
    /// Key of the tracking link.
    #[schemars(length(min = 1, max = 80), regex(pattern = r"^[A-Za-z0-9_-]+$"))]
    key: String,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DocumentPath {
    /// Number of the dossier.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    id: i64,
    /// SHA-256 of the file.
    #[schemars(regex(pattern = r"^[0-9a-f]{64}$"))]
    hash: String,
}

/// What is asked to be put right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum PartIn {
    /// A question of the electronic form.
    Field,
    /// A paper.
    Paper,
}

/// A part of a dossier to be put right.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ItemIn {
    /// Question or paper.
    kind: PartIn,
    /// Its key, from the dossier's parts.
    #[schemars(length(min = 1, max = 80))]
    key: String,
}

/// A request to put something right.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CorrectionIn {
    /// What, from the dossier's parts.
    #[schemars(length(min = 1, max = 50))]
    items: Vec<ItemIn>,
    /// Last day for the answer, after today.
    due_on: On,
}

/// A message to the applicant.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct MessageIn {
    /// What is written.
    #[schemars(length(min = 1, max = 4000))]
    body: String,
    /// What is to be put right, where something is.
    correction: Option<CorrectionIn>,
    /// Files that go with it.
    #[serde(default)]
    #[schemars(length(max = 20))]
    files: Vec<FileIn>,
}

/// A message to the agency.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ReplyIn {
    /// What is written.
    #[schemars(length(min = 1, max = 4000))]
    body: String,
    /// Number of the request that this answers.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    answers: Option<i64>,
    /// It complains of how one was treated by an official.
    #[serde(default)]
    complaint: bool,
    /// Files that go with it.
    #[serde(default)]
    #[schemars(length(max = 20))]
    files: Vec<FileIn>,
}

/// A conversation in a list.
#[derive(Debug, Serialize, JsonSchema)]
struct ThreadLine {
    /// Number of the dossier.
    dossier: i64,
    /// Its code.
    code: String,
    /// Name of its procedure.
    procedure_name: String,
    /// Agency that settles it.
    agency: AgencyBrief,
    /// Since when the agency owes an answer.
    waiting_since: Option<At>,
    /// Working days that is.
    waiting_days: Option<i64>,
    /// More than the city allows itself.
    overdue: bool,
    /// Last day of what is to be put right.
    correction_due_on: Option<String>,
    /// When the last was written.
    last_at: At,
    /// applicant or staff.
    last_by: String,
    /// Address of the conversation.
    href: String,
}

/// A part of a dossier that can be put right.
#[derive(Debug, Serialize, JsonSchema)]
struct PartOut {
    /// field or paper.
    kind: String,
    /// Its key.
    key: String,
    /// Its name.
    name: String,
}

/// A message.
#[derive(Debug, Serialize, JsonSchema)]
struct MessageOut {
    /// Number.
    id: i64,
    /// applicant or staff.
    by: String,
    /// Name of the colleague, where the staff read it.
    author: Option<String>,
    /// When.
    sent_at: At,
    /// What is written.
    body: String,
    /// What is to be put right, by name.
    items: Vec<String>,
    /// Last day for it.
    due_on: Option<String>,
    /// How a request stands: open, overdue, answered or closed; null where nothing is asked for.
    standing: Option<Word>,
    /// How a complaint stands: open, true or false; null where nobody complains.
    complaint: Option<Word>,
    /// Why it was found so or not, once somebody has said it.
    finding: Option<String>,
    /// Whether the other side has seen it.
    seen: bool,
    /// Files that came with it; without an address where the applicant reads them on the page.
    documents: Vec<DocumentOut>,
}

/// A conversation.
#[derive(Debug, Serialize, JsonSchema)]
struct ThreadOut {
    /// Code of the dossier.
    code: String,
    /// Agency that settles it.
    agency: AgencyBrief,
    /// Since when the agency owes an answer.
    waiting_since: Option<At>,
    /// All messages in the order they were written.
    messages: Vec<MessageOut>,
}

/// What the forms' fields are called here.
const NAMES: [(&str, &str); 5] = [
    ("noi_dung", "body"),
    ("muc", "correction.items"),
    ("han", "correction.due_on"),
    ("tep", "files"),
    ("tra_loi", "answers"),
];

fn href(dossier: i64) -> String {
    format!("{}/dossiers/{dossier}/messages", platform::api::PREFIX)
}

async fn waiting(ctx: Ctx, _: Nothing, asked: ThreadFilters) -> Result<Listed<ThreadLine>> {
    let group = asked.group.map(|group| match group {
        GroupIn::Waiting => "",
        GroupIn::Corrections => "cho-sua",
        GroupIn::All => "tat-ca",
    });
    // An agency that nobody knows has no conversations.
    let agency = asked.agency.map(|code| ctx.app.directory().by_code(&code).map_or(0, |agency| agency.id));
    let query = Asked::new()
        .with("nhom", group)
        .with("ma", asked.code)
        .with("don-vi", agency)
        .after(asked.after.as_deref())?;
    let page = list::narrowed(&ctx, &query).page::<Thread>(&ctx.app.store, &query).await?;
    let within = Limits::on(&ctx.app.profiles(), ctx.today())?.answer_within;
    Listed::of(&ctx, page, |thread| line(&ctx, thread, within))
}

fn line(ctx: &Ctx, thread: Thread, within: i64) -> Result<ThreadLine> {
    let calendar = ctx.app.calendars().of(thread.agency_id)?;
    let age = thread.waiting().map(|since| age(since, ctx.now, &calendar, within));
    Ok(ThreadLine {
        agency: AgencyBrief::of(ctx, thread.agency_id),
        waiting_since: thread.waiting_since.map(At::of),
        waiting_days: age.map(|age| age.days),
        overdue: age.is_some_and(|age| age.over),
        last_at: At::of(thread.last_at),
        href: href(thread.dossier_id),
        dossier: thread.dossier_id,
        code: thread.code,
        procedure_name: thread.procedure_name,
        correction_due_on: thread.correction_due_on,
        last_by: thread.last_side,
    })
}

/// A conversation as a side reads it.
async fn told(ctx: &Ctx, card: &DossierCard, reader: Side) -> Result<ThreadOut> {
    let db = &ctx.app.store;
    let agency = AgencyBrief::of(ctx, card.agency_id);
    let Some(thread) = store::thread_of(db, card.id).await? else {
        return Ok(ThreadOut { code: card.code.clone(), agency, waiting_since: None, messages: Vec::new() });
    };
    let mut items: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for item in store::items_of(db, thread.id).await? {
        items.entry(item.message_id).or_default().push(item.name);
    }
    let mut files: BTreeMap<i64, Vec<DocumentOut>> = BTreeMap::new();
    for file in store::files_of(db, thread.id).await? {
        let out = match reader {
            Side::Staff => DocumentOut::of(&href(card.id), file.hash, file.name),
            Side::Applicant => DocumentOut {
                href: format!("/theo-doi/{}/trao-doi/tep/{}", card.tracking_key, file.hash),
                name: file.name,
                hash: file.hash,
            },
        };
        files.entry(file.message_id).or_default().push(out);
    }
    let messages = store::messages_of(db, thread.id).await?.into_iter().map(|message| {
        let by = message.side();
        let read = if by == Side::Staff { thread.applicant_read_at } else { thread.staff_read_at };
        let standing = message.standing(ctx.today()).map(|standing| Word {
            code: standing.code().to_owned(),
            name: ctx.t(&format!("messages-standing-{}", standing.code())),
        });
        let complaint = message.complaint().map(|complaint| Word {
            code: complaint.code().to_owned(),
            name: ctx.t(&format!("messages-complaint-{}", complaint.code())),
        });
        let colleague = by == Side::Staff && reader == Side::Staff;
        MessageOut {
            by: by.code().to_owned(),
            sent_at: At::of(message.sent_at),
            items: items.remove(&message.id).unwrap_or_default(),
            standing,
            complaint,
            seen: read >= message.sent_at,
            documents: files.remove(&message.id).unwrap_or_default(),
            author: colleague.then_some(message.author_name),
            id: message.id,
            body: message.body,
            finding: message.finding,
            due_on: message.due_on,
        }
    });
    let messages = messages.collect();
    let waiting_since = thread.waiting_since.map(At::of);
    Ok(ThreadOut { code: thread.code, agency, waiting_since, messages })
}

async fn of_dossier(ctx: Ctx, path: ById, _: Nothing) -> Result<One<ThreadOut>> {
    let cards: Arc<dyn DossierCards> = ctx.app.port()?;
    let card = cards.seen(&ctx, path.id, What::Page).await?;
    let thread = store::thread_of(&ctx.app.store, card.id).await?;
    if let Some(thread) = thread.filter(|_| ctx.may(ANSWER, card.agency_id)) {
        deeds::read(&ctx.app, &thread, Side::Staff).await?;
    }
    Ok(One(told(&ctx, &card, Side::Staff).await?))
}

async fn parts(ctx: Ctx, path: ById, _: Nothing) -> Result<Listed<PartOut>> {
    let cards: Arc<dyn DossierCards> = ctx.app.port()?;
    let card = cards.seen(&ctx, path.id, What::Page).await?;
    let parts = cards.parts(&ctx.app, card.id).await?;
    let told =
        |part: DossierPart| PartOut { kind: part.kind.code().to_owned(), key: part.key, name: part.name };
    Ok(Listed::whole(parts.into_iter().map(told).collect()))
}

async fn send(ctx: Ctx, path: ById, body: MessageIn) -> Result<Created<ThreadOut>> {
    let card = staff_send::card(&ctx, path.id).await?;
    let mut sent = Sent::new().with("noi_dung", Some(&body.body)).files("tep", "files", &body.files)?;
    if let Some(correction) = &body.correction {
        sent = sent.with("loai", Some("correction")).with("han", Some(correction.due_on.0));
        for item in &correction.items {
            sent = sent.with("muc", Some(part_of(&ctx, &card, item).await?));
        }
    }
    let mut form = sent.form();
    staff_send::sent(&ctx, &card, &mut form).await.map_err(|e| renamed(e, &NAMES))?;
    Ok(Created { at: href(card.id), body: told(&ctx, &card, Side::Staff).await? })
}

/// What is to be put right as the form's choice sends it; an error of the field where the dossier has no such part.
async fn part_of(ctx: &Ctx, card: &DossierCard, item: &ItemIn) -> Result<String> {
    let cards: Arc<dyn DossierCards> = ctx.app.port()?;
    let kind = match item.kind {
        PartIn::Field => PartKind::Field,
        PartIn::Paper => PartKind::Paper,
    };
    let parts = cards.parts(&ctx.app, card.id).await?;
    let found = parts.iter().find(|part| part.kind == kind && part.key == item.key);
    found.map(value_of).ok_or_else(|| {
        let mut errors = FieldErrors::new();
        errors.add("correction.items", "ground-api-field-choice");
        Error::Invalid(errors)
    })
}

async fn document(ctx: Ctx, path: DocumentPath, _: Nothing) -> Result<Stored> {
    let cards: Arc<dyn DossierCards> = ctx.app.port()?;
    let card = cards.seen(&ctx, path.id, What::File).await?;
    let name = file::name_of(&ctx, card.id, &path.hash).await?;
    let (file, content) = ctx.app.files.get(&ctx.app.store, &path.hash).await?;
    Ok(Stored { media_type: file.media_type, name, content })
}

async fn of_key(ctx: Ctx, path: ByKey, _: Nothing) -> Result<One<ThreadOut>> {
    let card = applicant::open(&ctx, &path.key).await?;
    if let Some(thread) = store::thread_of(&ctx.app.store, card.id).await? {
        deeds::read(&ctx.app, &thread, Side::Applicant).await?;
    }
    Ok(One(told(&ctx, &card, Side::Applicant).await?))
}

async fn reply(ctx: Ctx, path: ByKey, body: ReplyIn) -> Result<Created<ThreadOut>> {
    ctx.app.limits.check(Limited::Filing, &ctx.address).await?;
    let card = applicant::open(&ctx, &path.key).await?;
    let sent = Sent::new().with("noi_dung", Some(&body.body)).with("tra_loi", body.answers);
    let mut form = sent.ticked("phan_nan", body.complaint).files("tep", "files", &body.files)?.form();
    applicant::sent(&ctx, &card, &mut form).await.map_err(|e| renamed(e, &NAMES))?;
    let at = format!("{}/tracking/{}/messages", platform::api::PREFIX, path.key);
    Ok(Created { at, body: told(&ctx, &card, Side::Applicant).await? })
}
