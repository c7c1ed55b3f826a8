//! Operations of the programming interface on results: the register of the caller's scope, the two persons' acts on an entry,
//! and the check that is open to everybody.

use super::pages::{check, entry, list, look, sealed};
use super::rules::mask::masked_name;
use super::rules::standing::Standing;
use super::slice::{DECIDE, PROPOSE, VIEW};
use super::store::{self, ChangeRow, EntryRow};
use platform::api::types::{
    AgencyBrief, Asked, At, ByCode, ById, DocumentOut, FileIn, On, Sent, Word, renamed,
};
use platform::api::{Listed, Nothing, One, Op, Operations, Stored};
use platform::error::{Error, Result};
use platform::reads::{self, What};
use platform::{Access, Ctx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// As the slice declares them.
pub(super) fn operations() -> Operations {
    let op = |path, id, access, summary| Op { path, id, access, summary };
    let view = Access::Permission(VIEW);
    Operations::new()
        .get(op("/results", "listResults", view, "Signed results of the caller's scope, the latest first"), register)
        .get(op("/results/{id}", "getResult", view, "One result with what became of it"), one)
        .get(op("/results/{id}/documents/{hash}", "getResultDocument", view, "The signed file of a result"), document)
        .post(
            op(
                "/results/{id}/propose-end",
                "proposeResultEnd",
                Access::Permission(PROPOSE),
                "Propose that a result be revoked or replaced; another person decides",
            ),
            propose,
        )
        .post(
            op(
                "/results/{id}/decide-end",
                "decideResultEnd",
                Access::Permission(DECIDE),
                "Decide what another person proposed of a result",
            ),
            decide,
        )
        .get(
            op("/result-checks/{code}", "checkResult", Access::Public, "Whether a result is real and still holds"),
            checked,
        )
        .post(
            op(
                "/result-checks/{code}/compare",
                "compareResult",
                Access::Public,
                "The same, and whether a file is the one that was signed; the file is hashed and kept nowhere",
            ),
            compared,
        )
}

/// How a result stands today.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum StandingIn {
    /// In force.
    InForce,
    /// Its validity is over.
    Expired,
    /// Revoked.
    Revoked,
    /// Another took its place.
    Replaced,
    /// Its end is proposed and waits for a second person.
    Waiting,
}

/// Filters of the register.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ResultFilters {
    /// Words of number, name and holder, with or without tone marks.
    #[schemars(length(min = 1, max = 100))]
    q: Option<String>,
    /// How they stand.
    standing: Option<StandingIn>,
    /// Code of the agency.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    agency: Option<String>,
    /// Code of the procedure.
    #[schemars(length(min = 1, max = 40), extend("examples" = ["XD-01"]))]
    procedure: Option<String>,
    /// Signed on this day or later.
    from: Option<On>,
    /// Signed on this day or earlier.
    to: Option<On>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DocumentPath {
    /// Number of the result.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    id: i64,
    /// SHA-256 of the file.
    #[schemars(regex(pattern = r"^[0-9a-f]{64}$"))]
    hash: String,
}

/// What ends a result.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum EndIn {
    /// It is revoked.
    Revoke,
    /// Another takes its place.
    Replace,
}

/// A proposal.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ProposalIn {
    /// What is proposed.
    end: EndIn,
    /// Why.
    #[schemars(length(min = 1, max = 1000))]
    ground: String,
    /// Number of the decision.
    #[schemars(length(min = 1, max = 60))]
    decision: String,
    /// Its day, not before the signature and not after today.
    decided_on: On,
    /// Code of the result that takes its place, where it is replaced.
    #[schemars(length(max = 40))]
    replaced_by: Option<String>,
}

/// A decision on a proposal.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DecisionIn {
    /// Whether the result ends.
    approved: bool,
    /// Why not, or a remark.
    #[schemars(length(max = 500))]
    note: Option<String>,
}

/// A file to compare.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CompareIn {
    /// The file.
    file: FileIn,
}

/// A result in the register.
#[derive(Debug, Serialize, JsonSchema)]
struct ResultLine {
    /// Number of the record.
    id: i64,
    /// Code by which anybody checks it.
    code: String,
    /// Number of the paper.
    number: String,
    /// What it is.
    name: String,
    /// Code of the procedure.
    procedure: String,
    /// Whose it is.
    holder: String,
    /// Agency that issued it.
    agency: AgencyBrief,
    /// Day of signature.
    signed_on: String,
    /// Last day of its validity; null where it has none that could be reckoned.
    valid_to: Option<String>,
    /// How it stands today.
    standing: Word,
    /// Number of its dossier.
    dossier: i64,
    /// Code of its dossier.
    dossier_code: String,
    /// Address of the record.
    href: String,
}

/// What was proposed of a result, and what became of it.
#[derive(Debug, Serialize, JsonSchema)]
struct EndOut {
    /// revoke or replace.
    end: String,
    /// proposed, approved or declined.
    state: String,
    /// Why.
    ground: String,
    /// Number of the decision.
    decision: String,
    /// Its day.
    decided_on: String,
    /// Number of the result that takes its place.
    replaced_by: Option<i64>,
    /// Who proposed it.
    proposed_by: String,
    /// When.
    proposed_at: At,
    /// Who decided.
    decided_by: Option<String>,
    /// Remark of the decision.
    note: Option<String>,
}

/// A result.
#[derive(Debug, Serialize, JsonSchema)]
struct ResultOfRegister {
    /// What the register says in a line.
    entry: ResultLine,
    /// Who signed.
    signer: String,
    /// The procedure's own words on its validity.
    validity: Option<String>,
    /// The signed file, if one is kept.
    document: Option<DocumentOut>,
    /// Day of the decision that ended it.
    ended_on: Option<String>,
    /// Number of that decision.
    decision: Option<String>,
    /// Number of the result that took its place.
    replaced_by: Option<i64>,
    /// Entered in the register.
    entered_at: At,
    /// What was proposed of it, the latest first.
    ends: Vec<EndOut>,
}

/// A result as everybody who has its code sees it.
#[derive(Debug, Serialize, JsonSchema)]
struct ResultChecked {
    /// Its code.
    code: String,
    /// How it stands today.
    standing: Word,
    /// What that means, in a sentence.
    plain: String,
    /// What it is.
    name: String,
    /// Number of the paper.
    number: String,
    /// Its holder, each word of the name by its first letter.
    holder: String,
    /// Agency that issued it.
    agency: AgencyBrief,
    /// Who signed.
    signer: String,
    /// Day of signature.
    signed_on: String,
    /// Last day of its validity.
    valid_to: Option<String>,
    /// Whether its entry stands in the sealed ledger as it was written; null while it has no place there yet.
    sealed: Option<bool>,
    /// Whether the file sent is the one that was signed; null where none was sent or none is kept.
    same_file: Option<bool>,
}

/// What the forms' fields are called here.
const NAMES: [(&str, &str); 7] = [
    ("viec", "end"),
    ("can-cu", "ground"),
    ("so-quyet-dinh", "decision"),
    ("ngay-quyet-dinh", "decided_on"),
    ("thay-bang", "replaced_by"),
    ("quyet-dinh", "approved"),
    ("ghi-chu", "note"),
];

fn href(id: i64) -> String {
    format!("{}/results/{id}", platform::api::PREFIX)
}

fn standing(ctx: &Ctx, row: &EntryRow) -> Word {
    let standing = row.standing(ctx.today());
    let name = ctx.t(&format!("results-standing-{}", standing.code()));
    Word { code: standing.code().replace('-', "_"), name }
}

fn line(ctx: &Ctx, row: &EntryRow) -> ResultLine {
    ResultLine {
        id: row.id,
        code: row.code.clone(),
        number: row.number.clone(),
        name: row.name.clone(),
        procedure: row.procedure_code.clone(),
        holder: row.holder_name.clone(),
        agency: AgencyBrief::of(ctx, row.agency_id),
        signed_on: row.signed_on.clone(),
        valid_to: row.valid_to.clone(),
        standing: standing(ctx, row),
        dossier: row.dossier_id,
        dossier_code: row.dossier_code.clone(),
        href: href(row.id),
    }
}

async fn register(ctx: Ctx, _: Nothing, asked: ResultFilters) -> Result<Listed<ResultLine>> {
    let standing = asked.standing.map(|standing| match standing {
        StandingIn::InForce => Standing::InForce.code(),
        StandingIn::Expired => Standing::Expired.code(),
        StandingIn::Revoked => Standing::Revoked.code(),
        StandingIn::Replaced => Standing::Replaced.code(),
        StandingIn::Waiting => list::WAITING,
    });
    let query = Asked::new()
        .with("q", asked.q)
        .with("tinh-trang", standing)
        .with("co-quan", asked.agency)
        .with("thu-tuc", asked.procedure)
        .with("tu", asked.from.map(|day| day.0))
        .with("den", asked.to.map(|day| day.0))
        .after(asked.after.as_deref())?;
    let page = list::narrowed(&ctx, &query).await?.page::<EntryRow>(&ctx.app.store, &query).await?;
    reads::note_list(&ctx, VIEW, "/api/v1/results").await?;
    Listed::of(&ctx, page, |row| Ok(line(&ctx, &row)))
}

fn end(row: ChangeRow) -> EndOut {
    EndOut {
        end: row.kind,
        state: row.state,
        ground: row.ground,
        decision: row.decision_number,
        decided_on: row.decided_on,
        replaced_by: row.replaced_by,
        proposed_by: row.proposer_name,
        proposed_at: At::of(row.proposed_at),
        decided_by: row.decider_name,
        note: row.note,
    }
}

async fn told(ctx: &Ctx, row: EntryRow) -> Result<One<ResultOfRegister>> {
    let ends = store::changes_of(&ctx.app.store, row.id).await?;
    Ok(One(ResultOfRegister {
        entry: line(ctx, &row),
        document: row
            .file_hash
            .zip(row.file_name)
            .map(|(hash, name)| DocumentOut::of(&href(row.id), hash, name)),
        signer: row.signer,
        validity: row.validity,
        ended_on: row.ended_on,
        decision: row.decision_number,
        replaced_by: row.replaced_by,
        entered_at: At::of(row.entered_at),
        ends: ends.into_iter().map(end).collect(),
    }))
}

async fn one(ctx: Ctx, path: ById, _: Nothing) -> Result<One<ResultOfRegister>> {
    let row = entry::owned(&ctx, path.id, VIEW).await?;
    look::note(&ctx, &row, What::Page).await?;
    told(&ctx, row).await
}

async fn document(ctx: Ctx, path: DocumentPath, _: Nothing) -> Result<Stored> {
    let row = entry::owned(&ctx, path.id, VIEW).await?;
    let kept = row.file_hash.as_ref().zip(row.file_name.as_ref()).filter(|(hash, _)| **hash == path.hash);
    let name = kept.map(|(_, name)| name.clone()).ok_or(Error::NotFound)?;
    look::note(&ctx, &row, What::File).await?;
    let (file, content) = ctx.app.files.get(&ctx.app.store, &path.hash).await?;
    Ok(Stored { media_type: file.media_type, name, content })
}

async fn propose(ctx: Ctx, path: ById, body: ProposalIn) -> Result<One<ResultOfRegister>> {
    let row = entry::owned(&ctx, path.id, PROPOSE).await?;
    look::note(&ctx, &row, What::Page).await?;
    let end = match body.end {
        EndIn::Revoke => "revoke",
        EndIn::Replace => "replace",
    };
    let form = Sent::new()
        .with("viec", Some(end))
        .with("can-cu", Some(body.ground))
        .with("so-quyet-dinh", Some(body.decision))
        .with("ngay-quyet-dinh", Some(body.decided_on.0))
        .with("thay-bang", body.replaced_by)
        .form();
    entry::proposed(&ctx, &row, &form).await.map_err(|e| renamed(e, &NAMES))?;
    let row = entry::owned(&ctx, path.id, PROPOSE).await?;
    told(&ctx, row).await
}

async fn decide(ctx: Ctx, path: ById, body: DecisionIn) -> Result<One<ResultOfRegister>> {
    let row = entry::owned(&ctx, path.id, DECIDE).await?;
    look::note(&ctx, &row, What::Page).await?;
    let form = Sent::new()
        .with("quyet-dinh", Some(if body.approved { "dong-y" } else { "khong" }))
        .with("ghi-chu", body.note)
        .form();
    entry::decided(&ctx, &row, &form).await.map_err(|e| renamed(e, &NAMES))?;
    let row = entry::owned(&ctx, path.id, DECIDE).await?;
    told(&ctx, row).await
}

async fn public(ctx: &Ctx, row: &EntryRow, same_file: Option<bool>) -> Result<One<ResultChecked>> {
    Ok(One(ResultChecked {
        code: row.code.clone(),
        standing: standing(ctx, row),
        plain: check::lead(ctx, row, row.standing(ctx.today())).await?,
        name: row.name.clone(),
        number: row.number.clone(),
        holder: masked_name(&row.holder_name),
        agency: AgencyBrief::of(ctx, row.agency_id),
        signer: row.signer.clone(),
        signed_on: row.signed_on.clone(),
        valid_to: row.valid_to.clone(),
        sealed: sealed::stands(ctx, row).await?,
        same_file,
    }))
}

async fn checked(ctx: Ctx, path: ByCode, _: Nothing) -> Result<One<ResultChecked>> {
    let row = check::of_any(&ctx, &path.code).await?;
    public(&ctx, &row, None).await
}

async fn compared(ctx: Ctx, path: ByCode, body: CompareIn) -> Result<One<ResultChecked>> {
    let row = check::of_any(&ctx, &path.code).await?;
    let content = body.file.bytes("file")?;
    public(&ctx, &row, check::same(&row, &content)).await
}
