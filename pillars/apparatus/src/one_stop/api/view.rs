//! How a dossier is told to a program: what the pages show of it, with codes beside the words.

use super::opinions::{self, OpinionOut};
use crate::one_stop::pages::arithmetic;
use crate::one_stop::pages::deeds::{Case, Deed, OpenStep};
use crate::one_stop::rules::State;
use crate::one_stop::store::{self, Dossier, InboxRow};
use contracts::dossiers::Person;
use kernel::Lateness;
use platform::Ctx;
use platform::api::types::{AgencyBrief, At, DocumentOut};
use platform::error::Result;
use platform::journal::{self, Entry};
use schemars::JsonSchema;
use serde::Serialize;

/// A state in an answer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StateBrief {
    /// National code, 1-10.
    #[schemars(range(min = 1, max = 10))]
    pub number: i64,
    /// In words.
    pub name: String,
}

/// A person in an answer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PersonOut {
    /// Full name.
    pub name: String,
    /// Identity or registration number.
    pub identity_number: String,
    /// Address.
    pub address: String,
    /// Telephone.
    pub phone: String,
    /// E-mail.
    pub email: String,
}

impl From<Person> for PersonOut {
    fn from(p: Person) -> PersonOut {
        PersonOut {
            name: p.name,
            identity_number: p.identity_number,
            address: p.address,
            phone: p.phone,
            email: p.email,
        }
    }
}

/// A dossier in a list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DossierLine {
    /// Number of the record.
    pub id: i64,
    /// Mã hồ sơ.
    pub code: String,
    /// Code of the procedure.
    pub procedure: String,
    /// Name of the procedure.
    pub procedure_name: String,
    /// Name of the owner.
    pub owner: String,
    /// Agency that settles it.
    pub agency: AgencyBrief,
    /// counter, online or post.
    pub channel: String,
    /// State.
    pub state: StateBrief,
    /// Filed.
    pub filed_at: At,
    /// Promised; null while nothing is.
    pub due_at: Option<At>,
    /// Address of the record.
    pub href: String,
}

/// A paper of a dossier.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PaperOut {
    /// Number of the paper.
    pub id: i64,
    /// Key of the procedure's component.
    pub component: String,
    /// Its name.
    pub name: String,
    /// original, copy, electronic or missing.
    pub given: String,
    /// Copies.
    pub copies: i64,
    /// Why it is missing, or a remark.
    pub note: Option<String>,
    /// Its file, if one was scanned or attached.
    pub document: Option<DocumentOut>,
}

/// A result of a dossier.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ResultOut {
    /// Its number.
    pub number: String,
    /// Its name.
    pub name: String,
    /// Who signed.
    pub signer: String,
    /// When.
    pub signed_at: At,
    /// Its file, if one is kept.
    pub document: Option<DocumentOut>,
}

/// A re-appointment.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ExtensionOut {
    /// Promised before.
    pub from: At,
    /// Promised then.
    pub to: At,
    /// Why.
    pub reason: String,
    /// Number of the letter of apology.
    pub letter: String,
    /// When it was promised.
    pub extended_at: At,
}

/// An apology that was sent after the promise had passed; it puts nothing off.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LateApologyOut {
    /// The promise that had passed.
    pub due: At,
    /// The day on which the result is expected: told, not promised.
    pub expected_on: String,
    /// Why it is late.
    pub reason: String,
    /// Number of the letter.
    pub letter: String,
    /// When it was sent.
    pub sent_at: At,
}

/// A fee taken at the desk.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FeeOut {
    /// đồng.
    pub amount: i64,
    /// cash or transfer.
    pub paid_by: String,
    /// Number of the receipt.
    pub receipt_number: String,
    /// receipt, during or return.
    pub stage: String,
    /// When.
    pub collected_at: At,
    /// Whether the line was cancelled since.
    pub cancelled: bool,
}

/// The clock of a dossier.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ClockOut {
    /// Received.
    pub received_at: Option<At>,
    /// Promised.
    pub due_at: Option<At>,
    /// Result signed.
    pub settled_at: Option<At>,
    /// Result handed over.
    pub returned_at: Option<At>,
    /// early, on_time, late, in_time, overdue or none.
    pub standing: &'static str,
    /// The arithmetic of the promise, a sentence a step.
    pub arithmetic: Vec<String>,
}

/// A line of a dossier's history.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EventOut {
    /// When.
    pub at: At,
    /// Verb of the journal.
    pub action: String,
    /// Who.
    pub by: String,
    /// Reason given.
    pub reason: Option<String>,
}

/// An open step of a dossier that follows a flow.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OpenStepOut {
    /// Number of the step, which acts name where several are open.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Role that does it.
    pub role: String,
    /// Results of which one is named at its end; none where it demands no result.
    pub results: Vec<String>,
    /// Whether the caller may end it.
    pub yours: bool,
}

/// A dossier.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DossierOut {
    /// Number of the record.
    pub id: i64,
    /// Mã hồ sơ.
    pub code: String,
    /// Counts every change: an act names the one it saw.
    pub version: i64,
    /// Code of the procedure.
    pub procedure: String,
    /// Name of the procedure.
    pub procedure_name: String,
    /// Agency that settles it.
    pub agency: AgencyBrief,
    /// counter, online or post.
    pub channel: String,
    /// citizen, firm, household_business or organisation.
    pub applicant: String,
    /// Owner of the matter.
    pub owner: PersonOut,
    /// Who filed for the owner.
    pub proxy: Option<PersonOut>,
    /// Answers of the electronic form.
    pub form: serde_json::Value,
    /// counter, post or online.
    pub delivery: String,
    /// State.
    pub state: StateBrief,
    /// granted or refused, once settled.
    pub outcome: Option<String>,
    /// Number of the current step.
    pub step: i64,
    /// Role whose turn it is.
    pub step_role: Option<String>,
    /// Account that the step was given to.
    pub assignee: Option<i64>,
    /// Steps that are open, where the dossier follows a flow; empty where it follows the plain list of steps.
    pub open_steps: Vec<OpenStepOut>,
    /// Filed.
    pub filed_at: At,
    /// The clock.
    pub clock: ClockOut,
    /// Papers.
    pub papers: Vec<PaperOut>,
    /// Results.
    pub results: Vec<ResultOut>,
    /// Re-appointments with their apology.
    pub extensions: Vec<ExtensionOut>,
    /// Apologies that were sent after the promise had passed.
    pub late_apologies: Vec<LateApologyOut>,
    /// Questions to other units.
    pub opinions: Vec<OpinionOut>,
    /// Fees taken at the desk.
    pub fees: Vec<FeeOut>,
    /// What happened, newest first, the last 200 entries.
    pub history: Vec<EventOut>,
    /// What the caller may do now.
    pub acts: Vec<&'static str>,
    /// Path of the public page that follows it: secret to its owner and the desk.
    pub tracking: String,
}

/// A state by its number.
pub fn state(ctx: &Ctx, state: State) -> StateBrief {
    StateBrief { number: state.number(), name: ctx.t(state.key()) }
}

/// A line of the list.
pub fn line(ctx: &Ctx, row: InboxRow) -> Result<DossierLine> {
    let known = State::from_number(row.state)
        .ok_or_else(|| platform::Error::fault("dossier", format!("state {}", row.state)))?;
    Ok(DossierLine {
        href: href(row.id),
        id: row.id,
        code: row.code,
        procedure: row.procedure_code,
        procedure_name: row.procedure_name,
        owner: row.owner_name,
        agency: AgencyBrief::of(ctx, row.agency_id),
        channel: row.channel,
        state: state(ctx, known),
        filed_at: At::of(row.filed_at),
        due_at: row.due_at.map(At::of),
    })
}

/// Address of a dossier in the interface.
pub fn href(id: i64) -> String {
    format!("{}/dossiers/{id}", platform::api::PREFIX)
}

/// A paper of the record at an address.
pub fn paper(at: &str, p: store::Paper) -> PaperOut {
    PaperOut {
        id: p.id,
        component: p.component,
        name: p.name,
        given: p.given,
        copies: p.copies,
        note: p.note,
        document: document(at, p.file_hash, p.file_name),
    }
}

fn document(at: &str, hash: Option<String>, name: Option<String>) -> Option<DocumentOut> {
    Some(DocumentOut::of(at, hash?, name.unwrap_or_default()))
}

/// A dossier the caller has in hand, read anew.
pub async fn of(case: &Case, dossier: &Dossier) -> Result<DossierOut> {
    let ctx = &case.ctx;
    let db = &ctx.app.store;
    let at = href(dossier.id);
    let papers = store::papers(db, dossier.id).await?.into_iter().map(|p| paper(&at, p));
    let results = store::results(db, dossier.id).await?.into_iter().map(|r| ResultOut {
        number: r.number,
        name: r.name,
        signer: r.signer,
        signed_at: At::of(r.signed_at),
        document: document(&at, r.file_hash, r.file_name),
    });
    let history = journal::history(db, "dossier", dossier.id).await?;
    Ok(DossierOut {
        id: dossier.id,
        code: dossier.code.clone(),
        version: dossier.version,
        procedure: dossier.procedure_code.clone(),
        procedure_name: dossier.procedure_name.clone(),
        agency: AgencyBrief::of(ctx, dossier.agency_id),
        channel: dossier.channel.clone(),
        applicant: dossier.applicant_kind.clone(),
        owner: dossier.owner().into(),
        proxy: dossier.proxy()?.map(PersonOut::from),
        form: serde_json::from_str(&dossier.form)?,
        delivery: dossier.result_delivery.clone(),
        state: state(ctx, dossier.state()?),
        outcome: dossier.outcome.clone(),
        step: dossier.step_number,
        step_role: dossier.step_role.clone(),
        assignee: dossier.assignee_id,
        open_steps: case.facts.open.iter().map(open_step).collect(),
        filed_at: At::of(dossier.filed_at),
        clock: clock(ctx, dossier)?,
        papers: papers.collect(),
        results: results.collect(),
        extensions: store::extensions(db, dossier.id).await?.into_iter().map(extension).collect(),
        late_apologies: store::late_letters(db, dossier.id).await?.into_iter().map(late_apology).collect(),
        opinions: store::opinions(db, dossier.id)
            .await?
            .into_iter()
            .map(|asked| opinions::told(ctx, asked))
            .collect::<Result<_>>()?,
        fees: store::fees_of(db, dossier.id).await?.into_iter().map(fee).collect(),
        history: history.into_iter().map(event).collect(),
        acts: case.deeds().into_iter().map(act).collect(),
        tracking: format!("/theo-doi/{}", dossier.tracking_key),
    })
}

/// A dossier after an act, as it stands now.
pub async fn after(case: Case, dossier: Dossier) -> Result<DossierOut> {
    let case = Case::held(case.ctx, dossier).await?;
    of(&case, &case.dossier).await
}

fn clock(ctx: &Ctx, dossier: &Dossier) -> Result<ClockOut> {
    let standing = match Lateness::classify(dossier.settled(), dossier.due(), ctx.now) {
        Lateness::Early => "early",
        Lateness::OnTime => "on_time",
        Lateness::Late => "late",
        Lateness::InTime => "in_time",
        Lateness::Overdue => "overdue",
        Lateness::NoPromise => "none",
    };
    Ok(ClockOut {
        received_at: dossier.received_at.map(At::of),
        due_at: dossier.due_at.map(At::of),
        settled_at: dossier.settled_at.map(At::of),
        returned_at: dossier.returned_at.map(At::of),
        standing,
        arithmetic: arithmetic::in_words(&ctx.locale, &dossier.due_steps()?),
    })
}

fn open_step(step: &OpenStep) -> OpenStepOut {
    OpenStepOut {
        id: step.id,
        name: step.name.clone(),
        role: step.role.clone(),
        results: step.results.clone(),
        yours: step.may,
    }
}

fn extension(row: store::Extended) -> ExtensionOut {
    ExtensionOut {
        from: At::of(row.old_due_at),
        to: At::of(row.new_due_at),
        reason: row.reason,
        letter: row.letter_number,
        extended_at: At::of(row.extended_at),
    }
}

fn late_apology(row: store::LateLetter) -> LateApologyOut {
    LateApologyOut {
        due: At::of(row.due_at),
        expected_on: row.expected_on,
        reason: row.reason,
        letter: row.letter_number,
        sent_at: At::of(row.sent_at),
    }
}

fn fee(row: store::FeeRow) -> FeeOut {
    FeeOut {
        amount: row.amount,
        paid_by: row.paid_by,
        receipt_number: row.receipt_number,
        stage: row.stage,
        collected_at: At::of(row.collected_at),
        cancelled: row.cancelled_at.is_some(),
    }
}

fn event(Entry(entry): Entry) -> EventOut {
    EventOut { at: At::of(entry.at), action: entry.action, by: entry.actor_name, reason: entry.reason }
}

/// Last part of the address of an act.
fn act(deed: Deed) -> &'static str {
    match deed {
        Deed::Receive => "receive",
        Deed::Refuse => "refuse",
        Deed::Transfer => "transfer",
        Deed::Step => "complete-step",
        Deed::AskSupplement => "ask-supplement",
        Deed::Supplement => "supplement",
        Deed::Sign => "settle",
        Deed::Return => "return",
        Deed::Stop => "stop",
        Deed::Papers => "papers",
        Deed::SendBack => "send-back",
        Deed::Assign => "assign",
        Deed::Take => "take",
        Deed::AskPayment => "ask-payment",
        Deed::Pay => "pay",
        Deed::Extend => "extend",
        Deed::Apologise => "apologise",
        Deed::AskOpinion => "ask-opinion",
        Deed::AskWithdrawal => "ask-withdrawal",
        Deed::ConfirmWithdrawal => "confirm-withdrawal",
        Deed::KeepOn => "keep-on",
        Deed::Collect => "collect-fee",
        Deed::Correct => "correct",
    }
}
