//! How a petition is told to a program, and what the forms' fields are called here.

use super::super::pages::{record, word};
use super::super::store::{self, File, Petition};
use platform::Ctx;
use platform::api::types::{AgencyBrief, At, DocumentOut, Word};
use platform::error::Result;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// What the forms' fields are called here.
pub const NAMES: [(&str, &str); 32] = [
    ("doi_tuong", "person"),
    ("ho_ten", "name"),
    ("dia_chi", "address"),
    ("dien_thoai", "phone"),
    ("thu", "email"),
    ("noi_dung_ve", "topic"),
    ("noi_dung", "content"),
    ("thu_tuc", "procedure"),
    ("phan", "part"),
    ("tep", "files"),
    ("kenh", "channel"),
    ("co_quan", "agency"),
    ("ma", "code"),
    ("lien_he", "contact"),
    ("bo_sung", "more"),
    ("muc", "level"),
    ("xem_lai", "again"),
    ("y_kien", "comment"),
    ("ghi_chu", "note"),
    ("den", "to"),
    ("can_cu", "ground"),
    ("noi_nhan", "to"),
    ("voi", "with"),
    ("cau_hoi", "question"),
    ("tra_loi", "answer"),
    ("ket_qua", "outcome"),
    ("tieu_chi.necessary", "criteria.necessary"),
    ("tieu_chi.lawful", "criteria.lawful"),
    ("tieu_chi.simple", "criteria.simple"),
    ("tieu_chi.feasible", "criteria.feasible"),
    ("tieu_chi.consistent", "criteria.consistent"),
    ("tieu_chi.treaties", "criteria.treaties"),
];

/// A word of the decree with its text.
pub fn said(ctx: &Ctx, kind: &str, code: &str) -> Word {
    Word { code: code.to_owned(), name: word(&ctx.locale, kind, code) }
}

/// The same where there is one.
pub fn maybe(ctx: &Ctx, kind: &str, code: &str) -> Option<Word> {
    (!code.is_empty()).then(|| said(ctx, kind, code))
}

/// A text that may be empty.
pub fn text(text: &str) -> Option<String> {
    Some(text).filter(|t| !t.is_empty()).map(str::to_owned)
}

/// Address of a petition in the interface.
pub fn href(id: i64) -> String {
    format!("{}/petitions/{id}", platform::api::PREFIX)
}

/// A petition in the register.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PetitionLine {
    /// Number of the record.
    pub id: i64,
    /// Its code.
    pub code: String,
    /// Day it was given.
    pub given_on: String,
    /// Who gave it.
    pub name: String,
    /// What it is about.
    pub topic: Word,
    /// Agency that handles it.
    pub agency: AgencyBrief,
    /// Where it stands.
    pub state: Word,
    /// Last day for handling it.
    pub due_on: String,
    /// Day it was handled.
    pub settled_on: Option<String>,
    /// Address of the record.
    pub href: String,
}

/// A step of a petition.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PetitionStep {
    /// When.
    pub at: At,
    /// What was done.
    pub act: Word,
    /// Agency that handled it then.
    pub agency: AgencyBrief,
    /// What was said to the person.
    pub note: Option<String>,
}

/// An answer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PetitionReply {
    /// When.
    pub at: At,
    /// What comes of the petition.
    pub outcome: Word,
    /// Its text.
    pub text: String,
    /// The six criteria with what each came to: met, unmet or none; empty in what its giver reads.
    pub criteria: BTreeMap<String, String>,
    /// What the person thinks of it; null while they said nothing.
    pub level: Option<Word>,
    /// Their own words on it.
    pub comment: Option<String>,
}

/// A petition.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PetitionOut {
    /// Number of the record.
    pub id: i64,
    /// Its code.
    pub code: String,
    /// Counts every change: an act names the one it saw.
    pub version: i64,
    /// Where it stands.
    pub state: Word,
    /// How it came.
    pub channel: Word,
    /// Kind of who gave it.
    pub person: Word,
    /// Who gave it.
    pub name: String,
    /// Their address.
    pub address: String,
    /// Their telephone.
    pub phone: String,
    /// Their mail address.
    pub email: String,
    /// The officer who wrote down what was said.
    pub transcriber: Option<String>,
    /// What it is about.
    pub topic: Word,
    /// Code of the procedure it is about.
    pub procedure: Option<String>,
    /// Part of the procedure.
    pub part: Option<Word>,
    /// What it says.
    pub content: String,
    /// Files that came with it.
    pub documents: Vec<DocumentOut>,
    /// Agency that handles it.
    pub agency: AgencyBrief,
    /// Agency that received it first.
    pub origin: AgencyBrief,
    /// Given.
    pub given_at: At,
    /// Day it was received.
    pub received_on: Option<String>,
    /// Number in the register of the agency that handles it.
    pub register_number: Option<i64>,
    /// Day from which the clock counts.
    pub counted_from_on: String,
    /// Working days of the clock.
    pub due_days: i64,
    /// Last day for handling it.
    pub due_on: String,
    /// Day it was handled.
    pub settled_on: Option<String>,
    /// Last day for publishing the answer.
    pub publish_due_on: Option<String>,
    /// Day the answer was published.
    pub published_on: Option<String>,
    /// The question as it was published.
    pub public_question: Option<String>,
    /// The answer as it was published.
    pub public_answer: Option<String>,
    /// Why it was not taken up.
    pub ground: Option<Word>,
    /// Whom it was passed on to.
    pub passed_to: Option<String>,
    /// Number of the petition it was joined with.
    pub merged_into: Option<i64>,
    /// Answers, the latest first.
    pub answers: Vec<PetitionReply>,
    /// What was done, in order.
    pub steps: Vec<PetitionStep>,
    /// What the caller may do now.
    pub acts: Vec<String>,
}

/// A petition after an act: where it stands now, nothing of the person.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PetitionStanding {
    /// Number of the record.
    pub id: i64,
    /// Its code.
    pub code: String,
    /// Its version now.
    pub version: i64,
    /// Where it stands.
    pub state: Word,
    /// Agency that handles it.
    pub agency: AgencyBrief,
    /// Last day for handling it.
    pub due_on: String,
    /// What the caller may do now.
    pub acts: Vec<String>,
    /// Address of the record.
    pub href: String,
}

/// One's own petition.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OwnPetition {
    /// Its code.
    pub code: String,
    /// Key of its address: whoever has it reads the petition.
    pub key: String,
    /// Where it stands.
    pub state: Word,
    /// What it is about.
    pub topic: Word,
    /// Code of the procedure it is about.
    pub procedure: Option<String>,
    /// What it says.
    pub content: String,
    /// Agency that handles it.
    pub agency: AgencyBrief,
    /// Given.
    pub given_at: At,
    /// Last day for handling it.
    pub due_on: String,
    /// Day it was handled.
    pub settled_on: Option<String>,
    /// The latest answer.
    pub answer: Option<PetitionReply>,
    /// Whether that answer may be rated.
    pub may_rate: bool,
    /// What was done, in order.
    pub steps: Vec<PetitionStep>,
    /// Path of its public page.
    pub tracking: String,
}

/// The steps of a petition.
pub async fn steps(ctx: &Ctx, petition: &Petition) -> Result<Vec<PetitionStep>> {
    let steps = store::steps_of(&ctx.app.store, petition.id).await?;
    let told = steps.into_iter().map(|step| PetitionStep {
        at: At::of(step.at),
        act: said(ctx, "done", &step.act),
        agency: AgencyBrief::of(ctx, step.agency_id),
        note: text(&step.note),
    });
    Ok(told.collect())
}

/// An answer, with the judgement it rests on for the staff.
pub fn reply(ctx: &Ctx, answer: store::Answer, judged: bool) -> Result<PetitionReply> {
    let criteria = if judged { serde_json::from_str(&answer.criteria)? } else { BTreeMap::new() };
    Ok(PetitionReply {
        at: At::of(answer.at),
        outcome: said(ctx, "outcome", &answer.outcome),
        criteria,
        level: maybe(ctx, "level", &answer.level),
        comment: text(&answer.comment),
        text: answer.text,
    })
}

fn acts(ctx: &Ctx, petition: &Petition) -> Vec<String> {
    record::offered(ctx, petition).into_iter().map(|act| act.code().replace('_', "-")).collect()
}

/// A petition, for the staff.
pub async fn whole(ctx: &Ctx, p: Petition) -> Result<PetitionOut> {
    let at = href(p.id);
    let files = store::files_of(&ctx.app.store, p.id).await?;
    let answers = store::answers_of(&ctx.app.store, p.id).await?;
    Ok(PetitionOut {
        state: said(ctx, "state", &p.state),
        channel: said(ctx, "channel", &p.channel),
        person: said(ctx, "person", &p.person_kind),
        transcriber: text(&p.transcriber),
        topic: said(ctx, "topic", &p.topic),
        procedure: text(&p.procedure_code),
        part: maybe(ctx, "part", &p.part),
        documents: files
            .into_iter()
            .map(|File { hash, name, .. }| DocumentOut::of(&at, hash, name))
            .collect(),
        agency: AgencyBrief::of(ctx, p.agency_id),
        origin: AgencyBrief::of(ctx, p.origin_id),
        given_at: At::of(p.given_at),
        register_number: Some(p.register_no).filter(|number| *number > 0),
        public_question: text(&p.public_question),
        public_answer: text(&p.public_answer),
        ground: maybe(ctx, "ground", &p.ground),
        passed_to: text(&p.passed_to),
        answers: answers.into_iter().map(|answer| reply(ctx, answer, true)).collect::<Result<_>>()?,
        steps: steps(ctx, &p).await?,
        acts: acts(ctx, &p),
        id: p.id,
        code: p.code,
        version: p.version,
        name: p.name,
        address: p.address,
        phone: p.phone,
        email: p.email,
        content: p.content,
        received_on: p.received_on,
        counted_from_on: p.counted_from_on,
        due_days: p.due_days,
        due_on: p.due_on,
        settled_on: p.settled_on,
        publish_due_on: p.publish_due_on,
        published_on: p.published_on,
        merged_into: p.merged_into,
    })
}

/// Where a petition stands after an act.
pub async fn standing(ctx: &Ctx, id: i64) -> Result<PetitionStanding> {
    let p = store::by_id(&ctx.app.store, id).await?;
    Ok(PetitionStanding {
        state: said(ctx, "state", &p.state),
        agency: AgencyBrief::of(ctx, p.agency_id),
        acts: acts(ctx, &p),
        href: href(p.id),
        id: p.id,
        code: p.code,
        version: p.version,
        due_on: p.due_on,
    })
}
