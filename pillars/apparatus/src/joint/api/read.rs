//! Joint dossiers for the staff and for who holds the key: list, record with its parts, handing the results over.

use super::super::pages::{list as page, parts as shown, return_results, seen, track};
use super::super::rules::{PartState, WholeState};
use super::super::store::{self, Found, Joint, Part};
use super::proxy::JointProxy;
use contracts::desk::{RECEIVE, VIEW};
use platform::Ctx;
use platform::api::types::{AgencyBrief, Asked, At, ById, On, Sent, Word, renamed};
use platform::api::{Listed, Nothing, One};
use platform::error::Result;
use platform::reads::{self, What};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where the whole stands.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum StateIn {
    /// Under way.
    Running,
    /// All parts granted.
    Done,
    /// Ended, but not all granted.
    Partial,
    /// Handed over.
    Returned,
    /// Under way, and a part runs past its promise.
    Late,
}

/// Filters of the list.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JointFilters {
    /// Words of code, group and owner, with or without tone marks.
    #[schemars(length(min = 1, max = 100))]
    q: Option<String>,
    /// Code of the group.
    #[schemars(length(min = 1, max = 80))]
    group: Option<String>,
    /// Code of the agency that leads.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["phuong-cai-khe"]))]
    lead: Option<String>,
    /// Where the whole stands.
    state: Option<StateIn>,
    /// Filed on this day or later.
    from: Option<On>,
    /// Filed on this day or earlier.
    to: Option<On>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ByKey {
    /// Key of the tracking link.
    #[schemars(length(min = 1, max = 80), regex(pattern = r"^[A-Za-z0-9_-]+$"))]
    key: String,
}

/// A hand-over.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOverIn {
    /// Who fetched the results.
    #[schemars(length(min = 1, max = 120))]
    to: String,
}

/// A joint dossier in a list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct JointLine {
    /// Number of the record.
    id: i64,
    /// Mã hồ sơ liên thông.
    code: String,
    /// Name of the group.
    group_name: String,
    /// Agency that leads.
    lead: AgencyBrief,
    /// Name of the owner.
    owner: String,
    /// Where it stands.
    state: Word,
    /// Filed.
    filed_at: At,
    /// When the whole is promised, or estimated.
    due_at: Option<At>,
    /// Whether all parts are promised; else `due_at` is an estimate.
    promised: bool,
    /// Parts.
    parts: i64,
    /// Parts that have ended.
    ended: i64,
    /// A part runs past its promise, or was settled after it.
    late: bool,
    /// Address of the record.
    href: String,
}

/// A part of a joint dossier.
#[derive(Debug, Serialize, JsonSchema)]
pub struct JointPart {
    /// Its place, from 1.
    place: i64,
    /// Its stage: parts of one stage run together, stages one after the other.
    stage: i64,
    /// Code of the procedure.
    procedure: String,
    /// Name of the procedure.
    procedure_name: String,
    /// Agency that settles it.
    agency: AgencyBrief,
    /// How it stands.
    state: Word,
    /// How its dossier stands, in words, while it is open.
    dossier_state: Option<String>,
    /// Code of its dossier, once it has begun.
    dossier_code: Option<String>,
    /// Address of its dossier, where the caller may see it.
    dossier: Option<String>,
    /// Promised by its agency.
    due_at: Option<At>,
    /// Ended.
    ended_at: Option<At>,
    /// Why it was refused or stopped, for the staff.
    reason: Option<String>,
}

/// Whose a joint dossier is.
#[derive(Debug, Serialize, JsonSchema)]
pub struct JointOwner {
    /// Full name.
    name: String,
    /// Identity or registration number.
    identity_number: String,
    /// Address.
    address: String,
    /// Telephone.
    phone: String,
    /// E-mail.
    email: String,
}

/// A joint dossier.
#[derive(Debug, Serialize, JsonSchema)]
pub struct JointOut {
    /// Number of the record.
    id: i64,
    /// Mã hồ sơ liên thông.
    code: String,
    /// Name of the group.
    group_name: String,
    /// Agency that leads.
    lead: AgencyBrief,
    /// counter, online or post.
    channel: String,
    /// Owner of the matter.
    owner: JointOwner,
    /// Who filed it for the owner; null where nobody did.
    proxy: Option<JointProxy>,
    /// counter or post.
    delivery: String,
    /// Where the whole stands.
    state: Word,
    /// Filed.
    filed_at: At,
    /// What the person was told at filing.
    first_due_at: Option<At>,
    /// When the whole is promised, or estimated.
    due_at: Option<At>,
    /// Whether all parts are promised; else `due_at` is an estimate.
    promised: bool,
    /// Handed over.
    returned_at: Option<At>,
    /// To whom.
    returned_to: Option<String>,
    /// Its parts, in order.
    parts: Vec<JointPart>,
    /// Path of the public page that follows it: secret to its owner and the desk.
    tracking: String,
}

/// How far a joint dossier is, for who holds its key.
#[derive(Debug, Serialize, JsonSchema)]
pub struct JointFollowed {
    /// Mã hồ sơ liên thông.
    code: String,
    /// Name of the group.
    group_name: String,
    /// Agency that leads.
    lead: AgencyBrief,
    /// Where the whole stands.
    state: Word,
    /// Filed.
    filed_at: At,
    /// When the whole is promised, or estimated.
    due_at: Option<At>,
    /// Whether all parts are promised; else `due_at` is an estimate.
    promised: bool,
    /// Its parts, in order.
    parts: Vec<JointPart>,
}

/// Address of a joint dossier in the interface.
pub fn href(id: i64) -> String {
    format!("{}/joint-dossiers/{id}", platform::api::PREFIX)
}

fn whole(ctx: &Ctx, state: WholeState) -> Word {
    Word { code: state.code().to_owned(), name: ctx.t(&format!("joint-state-{}", state.code())) }
}

/// A page of the list.
pub async fn list(ctx: Ctx, _: Nothing, asked: JointFilters) -> Result<Listed<JointLine>> {
    let state = asked.state.map(|state| match state {
        StateIn::Running => WholeState::Running.code(),
        StateIn::Done => WholeState::Done.code(),
        StateIn::Partial => WholeState::Partial.code(),
        StateIn::Returned => WholeState::Returned.code(),
        StateIn::Late => "late",
    });
    let query = Asked::new()
        .with("q", asked.q)
        .with("nhom", asked.group)
        .with("chu-tri", asked.lead)
        .with("tinh-trang", state)
        .with("tu", asked.from.map(|day| day.0))
        .with("den", asked.to.map(|day| day.0))
        .after(asked.after.as_deref())?;
    let found = page::narrowed(&ctx, &query).page::<Found>(&ctx.app.store, &query).await?;
    reads::note_list(&ctx, VIEW, "/api/v1/joint-dossiers").await?;
    Listed::of(&ctx, found, |row| {
        Ok(JointLine {
            state: whole(&ctx, page::state(&row)),
            late: page::is_late(&ctx, &row),
            lead: AgencyBrief::of(&ctx, row.lead_id),
            filed_at: At::of(row.filed_at),
            due_at: row.due_at.map(At::of),
            href: href(row.id),
            id: row.id,
            code: row.code,
            group_name: row.group_name,
            owner: row.owner_name,
            promised: row.promised,
            parts: row.parts,
            ended: row.ended,
        })
    })
}

async fn part(ctx: &Ctx, part: Part, staff: bool) -> Result<JointPart> {
    let state = part.state()?;
    let open = shown::shown(ctx, &part).await?.filter(|_| state == PartState::Open);
    // An agency that settles another part knows how far it is, and nothing of its dossier.
    let may = staff && ctx.may(VIEW, part.agency_id);
    let dossier = part.dossier_id.filter(|_| may);
    Ok(JointPart {
        agency: AgencyBrief::of(ctx, part.agency_id),
        state: Word { code: part.state, name: ctx.t(&format!("joint-part-{}", state.code())) },
        dossier_state: open.map(|shown| shown.state),
        dossier: dossier.map(|id| format!("{}/dossiers/{id}", platform::api::PREFIX)),
        dossier_code: part.dossier_id.map(|_| part.dossier_code),
        due_at: part.due_at.map(At::of),
        ended_at: part.ended_at.map(At::of),
        reason: Some(part.reason).filter(|reason| staff && !reason.is_empty()),
        place: part.place,
        stage: part.stage,
        procedure: part.procedure_code,
        procedure_name: part.procedure_name,
    })
}

async fn told(ctx: &Ctx, parts: Vec<Part>, staff: bool) -> Result<Vec<JointPart>> {
    let mut all = Vec::with_capacity(parts.len());
    for one in parts {
        all.push(part(ctx, one, staff).await?);
    }
    Ok(all)
}

/// One that the caller may see; the look is noted.
pub async fn of(ctx: &Ctx, id: i64) -> Result<JointOut> {
    let (joint, parts) = seen(ctx, id, What::Page).await?;
    let owner = joint.owner()?;
    Ok(JointOut {
        lead: AgencyBrief::of(ctx, joint.lead_id),
        state: whole(ctx, joint.state()?),
        owner: JointOwner {
            name: owner.name,
            identity_number: owner.identity_number,
            address: owner.address,
            phone: owner.phone,
            email: owner.email,
        },
        proxy: joint.proxy()?.map(|proxy| JointProxy::of(ctx, proxy)),
        parts: told(ctx, parts, true).await?,
        tracking: format!("/theo-doi-lien-thong/{}", joint.tracking_key),
        filed_at: At::of(joint.filed_at),
        first_due_at: joint.first_due_at.map(At::of),
        due_at: joint.due_at.map(At::of),
        promised: joint.promised,
        returned_at: joint.returned_at.map(At::of),
        id: joint.id,
        code: joint.code,
        group_name: joint.group_name,
        channel: joint.channel,
        delivery: joint.delivery,
        returned_to: joint.returned_to,
    })
}

/// One of them.
pub async fn one(ctx: Ctx, path: ById, _: Nothing) -> Result<One<JointOut>> {
    Ok(One(of(&ctx, path.id).await?))
}

/// Hands all results over.
pub async fn hand_over(ctx: Ctx, path: ById, body: HandOverIn) -> Result<One<JointOut>> {
    let (joint, _) = seen(&ctx, path.id, What::Page).await?;
    ctx.require(RECEIVE, joint.lead_id)?;
    let form = Sent::new().with("nguoi-nhan", Some(body.to)).form();
    let handed = return_results::handed_over(&ctx, joint.id, &form).await;
    handed.map_err(|e| renamed(e, &[("nguoi-nhan", "to")]))?;
    Ok(One(of(&ctx, path.id).await?))
}

/// How far it is, by its key.
pub async fn follow(ctx: Ctx, path: ByKey, _: Nothing) -> Result<One<JointFollowed>> {
    let joint: Joint = track::by_key(&ctx, &path.key).await?;
    let parts = store::parts(&ctx.app.store, joint.id).await?;
    Ok(One(JointFollowed {
        lead: AgencyBrief::of(&ctx, joint.lead_id),
        state: whole(&ctx, joint.state()?),
        parts: told(&ctx, parts, false).await?,
        filed_at: At::of(joint.filed_at),
        due_at: joint.due_at.map(At::of),
        promised: joint.promised,
        code: joint.code,
        group_name: joint.group_name,
    }))
}
