//! What is written of joint dossiers: entered with their parts, begun, followed, ended.

use super::super::rules::{PartState, WholeState, identity};
use contracts::dossiers::{Channel, Person};
use contracts::joint::OnFailure;
use kernel::{Moment, Term};
use platform::error::Result;
use platform::{Read, Tx};

/// A joint dossier to enter.
#[derive(Debug)]
pub struct NewJoint<'a> {
    pub code: &'a str,
    pub tracking_key: &'a str,
    pub idempotency_key: &'a str,
    pub group: (&'a str, &'a str),
    pub on_failure: OnFailure,
    pub term: Option<&'a Term>,
    pub lead_id: i64,
    pub channel: Channel,
    pub applicant_kind: &'a str,
    pub owner: &'a Person,
    pub proxy: Option<&'a super::Proxy>,
    pub account_id: Option<i64>,
    pub delivery: &'a str,
    pub papers: &'a [super::HandedIn],
}

/// A part to enter.
#[derive(Debug)]
pub struct NewPart<'a> {
    pub place: i64,
    pub stage: i64,
    pub procedure: (&'a str, &'a str),
    pub agency_id: i64,
    pub term: &'a Term,
    pub filing: &'a super::PartFiling,
}

/// Enters it; none if its key has one already.
pub async fn add(tx: &Tx, new: &NewJoint<'_>) -> Result<Option<i64>> {
    let proxy_name = new.proxy.map_or("", |proxy| proxy.person.name.as_str());
    let proxy = new.proxy.map(serde_json::to_string).transpose()?;
    let term = new.term.map(serde_json::to_string).transpose()?.unwrap_or_default();
    let id = tx
        .insert(
            "INSERT INTO joint_dossier (code, tracking_key, idempotency_key, group_code, group_name, on_failure, lead_id, \
             channel, applicant_kind, owner, owner_name, folded, account_id, delivery, papers, state, version, filed_at, \
             filed_on, promised, proxy, owner_identity, term) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, \
             $15, $16, 1, $17, $18, FALSE, $19, $20, $21) \
             ON CONFLICT (idempotency_key) DO NOTHING",
            vec![
                new.code.into(),
                new.tracking_key.into(),
                new.idempotency_key.into(),
                new.group.0.into(),
                new.group.1.into(),
                new.on_failure.code().into(),
                new.lead_id.into(),
                new.channel.code().into(),
                new.applicant_kind.into(),
                serde_json::to_string(new.owner)?.into(),
                new.owner.name.clone().into(),
                kernel::text::fold(&format!("{} {} {proxy_name}", new.code, new.owner.name)).into(),
                new.account_id.into(),
                new.delivery.into(),
                serde_json::to_string(new.papers)?.into(),
                WholeState::Running.code().into(),
                tx.at().micros().into(),
                tx.at().day().to_string().into(),
                proxy.into(),
                identity(&new.owner.identity_number).into(),
                term.into(),
            ],
        )
        .await?;
    Ok(Some(id).filter(|id| *id > 0))
}

/// Writes the estimate that the person is told at filing.
pub async fn set_first_due(tx: &Tx, joint: i64, due: Option<Moment>) -> Result<()> {
    tx.exec(
        "UPDATE joint_dossier SET first_due_at = $2, due_at = $2, due_on = $3 WHERE id = $1",
        vec![joint.into(), due.map(Moment::micros).into(), due.map(|due| due.day().to_string()).into()],
    )
    .await?;
    Ok(())
}

/// Enters a part that waits.
pub async fn add_part(tx: &Tx, joint: i64, new: &NewPart<'_>) -> Result<()> {
    tx.insert(
        "INSERT INTO joint_part (joint_id, place, stage, procedure_code, procedure_name, agency_id, term, filing, state, \
         reason, dossier_code, dossier_key) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', '', '')",
        vec![
            joint.into(),
            new.place.into(),
            new.stage.into(),
            new.procedure.0.into(),
            new.procedure.1.into(),
            new.agency_id.into(),
            serde_json::to_string(new.term)?.into(),
            serde_json::to_string(new.filing)?.into(),
            PartState::Waiting.code().into(),
        ],
    )
    .await?;
    Ok(())
}

/// Takes it in hand until the transaction ends: two parts that end at once are followed one after the other, so that the
/// second sees what the first one began.
pub async fn take(tx: &Tx, joint: i64) -> Result<()> {
    tx.exec("UPDATE joint_dossier SET version = version + 1 WHERE id = $1", vec![joint.into()]).await?;
    Ok(())
}

/// A part begins as a dossier (id, code, key of its tracking link); what it was opened with stands there from now on.
pub async fn begin(tx: &Tx, part: i64, (dossier, code, key): (i64, &str, &str)) -> Result<()> {
    tx.exec(
        "UPDATE joint_part SET state = $2, dossier_id = $3, dossier_code = $4, dossier_key = $5, opened_at = $6, \
         reason = '', filing = '' WHERE id = $1",
        vec![
            part.into(),
            PartState::Open.code().into(),
            dossier.into(),
            code.into(),
            key.into(),
            tx.at().micros().into(),
        ],
    )
    .await?;
    Ok(())
}

/// A part is not begun any more; what it would have been opened with goes.
pub async fn skip(tx: &Tx, part: i64) -> Result<()> {
    tx.exec(
        "UPDATE joint_part SET state = $2, ended_at = $3, filing = '' WHERE id = $1",
        vec![part.into(), PartState::Skipped.code().into(), tx.at().micros().into()],
    )
    .await?;
    Ok(())
}

/// Writes how a part stands.
pub async fn set_part(tx: &Tx, part: &super::Part) -> Result<()> {
    tx.exec(
        "UPDATE joint_part SET state = $2, reason = $3, due_at = $4, ended_at = $5, returned_at = $6, received_at = $7, \
         pauses = $8 WHERE id = $1",
        vec![
            part.id.into(),
            part.state.clone().into(),
            part.reason.clone().into(),
            part.due_at.into(),
            part.ended_at.into(),
            part.returned_at.into(),
            part.received_at.into(),
            part.pauses.clone().into(),
        ],
    )
    .await?;
    Ok(())
}

/// Writes how the whole stands.
pub async fn set_whole(tx: &Tx, joint: &super::Joint) -> Result<()> {
    let day = |at: Option<i64>| at.map(|at| Moment::from_micros(at).day().to_string());
    tx.exec(
        "UPDATE joint_dossier SET state = $2, due_at = $3, due_on = $4, promised = $5, settled_at = $6, settled_on = $7, \
         returned_at = $8, returned_to = $9 WHERE id = $1",
        vec![
            joint.id.into(),
            joint.state.clone().into(),
            joint.due_at.into(),
            day(joint.due_at).into(),
            joint.promised.into(),
            joint.settled_at.into(),
            day(joint.settled_at).into(),
            joint.returned_at.into(),
            joint.returned_to.clone().into(),
        ],
    )
    .await?;
    Ok(())
}

/// The next number of a gapless sequence, taken in this transaction.
pub async fn next_number(tx: &Tx, scope: &str) -> Result<i64> {
    tx.number(
        "INSERT INTO joint_counter (scope, last) VALUES ($1, 1) \
         ON CONFLICT (scope) DO UPDATE SET last = joint_counter.last + 1 RETURNING last",
        vec![scope.into()],
    )
    .await
}
