//! The dossier's own row.

use crate::one_stop::rules::State;
use contracts::dossiers::{Channel, Person};
use kernel::{DueStep, Moment};
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};
use serde_json::Value as Json;

/// A dossier as stored. Early, on time and late are computed from `settled_at` and `due_at`, never stored.
#[derive(Debug, Clone, FromRow)]
pub struct Dossier {
    /// Id.
    pub id: i64,
    /// Mã hồ sơ.
    pub code: String,
    /// Key of the tracking link.
    pub tracking_key: String,
    /// Version of the procedure it follows to its end.
    pub procedure_version_id: i64,
    /// Procedure code.
    pub procedure_code: String,
    /// Procedure name.
    pub procedure_name: String,
    /// Field code.
    pub field: String,
    /// Agency that received and settles it.
    pub agency_id: i64,
    /// counter, online, post.
    pub channel: String,
    /// citizen, firm, household_business, organisation.
    pub applicant_kind: String,
    /// Owner's name.
    pub owner_name: String,
    /// Owner's identity number.
    pub owner_identity: String,
    /// Owner's address.
    pub owner_address: String,
    /// Owner's telephone.
    pub owner_phone: String,
    /// Owner's e-mail.
    pub owner_email: String,
    /// Proxy as JSON, if one filed.
    pub proxy: Option<String>,
    /// Account that filed online.
    pub account_id: Option<i64>,
    /// Form data, JSON.
    pub form: String,
    /// counter, post, online.
    pub result_delivery: String,
    /// National state code.
    pub state: i64,
    /// Counts every change: a page that shows an older one is told what changed.
    pub version: i64,
    /// Needs verification, which lengthens the term.
    pub with_verification: bool,
    /// Filed, microseconds UTC.
    pub filed_at: i64,
    /// Received.
    pub received_at: Option<i64>,
    /// Day received.
    pub received_on: Option<String>,
    /// Number in the year's register.
    pub register_number: Option<i64>,
    /// Promised.
    pub due_at: Option<i64>,
    /// Start of the promised half-day window.
    pub due_from_at: Option<i64>,
    /// The arithmetic, JSON list of `DueStep`.
    pub due_steps: String,
    /// Result signed.
    pub settled_at: Option<i64>,
    /// granted or refused.
    pub outcome: Option<String>,
    /// Reason of refusal, withdrawal or stop.
    pub end_reason: Option<String>,
    /// Code of a refusal's reason, counted in statistics.
    pub end_reason_code: Option<String>,
    /// Handed over.
    pub returned_at: Option<i64>,
    /// Who fetched the result.
    pub returned_to: Option<String>,
    /// Current step of the process.
    pub step_number: i64,
    /// Its role.
    pub step_role: Option<String>,
    /// Its own deadline.
    pub step_due_at: Option<i64>,
    /// Who has it.
    pub assignee_id: Option<i64>,
    /// Supplements asked for.
    pub supplement_count: i64,
    /// Re-appointments.
    pub extension_count: i64,
    /// Working time to settlement, half days, without waiting for the applicant.
    pub half_days: Option<i64>,
    /// State in which its withdrawal was asked for.
    pub withdrawal_from: Option<i64>,
    /// Owner, proxy or delivery put right after the receipt.
    pub corrected_at: Option<i64>,
    /// Key of the term variant it follows; null where it follows the procedure's own term.
    pub term_variant: Option<String>,
}

/// Columns of [`Dossier`].
pub const DOSSIER_COLUMNS: &str = "d.id, d.code, d.tracking_key, d.procedure_version_id, d.procedure_code, \
    d.procedure_name, d.field, d.agency_id, d.channel, d.applicant_kind, d.owner_name, d.owner_identity, \
    d.owner_address, d.owner_phone, d.owner_email, d.proxy, d.account_id, d.form, d.result_delivery, d.state, \
    d.version, d.with_verification, d.filed_at, d.received_at, d.received_on, d.register_number, d.due_at, \
    d.due_from_at, d.due_steps, d.settled_at, d.outcome, d.end_reason, d.end_reason_code, d.returned_at, d.returned_to, \
    d.step_number, d.step_role, d.step_due_at, d.assignee_id, d.supplement_count, d.extension_count, d.half_days, \
    d.withdrawal_from, d.corrected_at, d.term_variant";

impl Dossier {
    /// Its state.
    pub fn state(&self) -> Result<State> {
        State::from_number(self.state)
            .ok_or_else(|| Error::fault(format!("dossier {}", self.id), format!("state {}", self.state)))
    }

    /// The arithmetic of its deadline.
    pub fn due_steps(&self) -> Result<Vec<DueStep>> {
        Ok(serde_json::from_str(&self.due_steps)?)
    }

    /// The promised moment.
    pub fn due(&self) -> Option<Moment> {
        self.due_at.map(Moment::from_micros)
    }

    /// When it was received.
    pub fn received(&self) -> Option<Moment> {
        self.received_at.map(Moment::from_micros)
    }

    /// When the result was signed.
    pub fn settled(&self) -> Option<Moment> {
        self.settled_at.map(Moment::from_micros)
    }

    /// Who filed for the owner.
    pub fn proxy(&self) -> Result<Option<Person>> {
        Ok(self.proxy.as_deref().map(serde_json::from_str).transpose()?)
    }

    /// The owner of the matter.
    pub fn owner(&self) -> Person {
        Person {
            name: self.owner_name.clone(),
            identity_number: self.owner_identity.clone(),
            address: self.owner_address.clone(),
            phone: self.owner_phone.clone(),
            email: self.owner_email.clone(),
        }
    }

    /// Its channel.
    pub fn channel(&self) -> Channel {
        Channel::from_code(&self.channel).unwrap_or(Channel::Counter)
    }

    /// What the journal says of it: the fields that acts change.
    pub fn facts(&self) -> Json {
        serde_json::json!({
            "state": self.state, "due_at": self.due(), "step": self.step_number,
            "step_due_at": self.step_due_at.map(Moment::from_micros),
            "assignee": self.assignee_id, "outcome": self.outcome, "end_reason": self.end_reason,
        })
    }
}

/// A dossier about to be stored.
pub struct NewDossier<'a> {
    /// Code.
    pub code: String,
    /// Tracking key.
    pub tracking_key: String,
    /// Idempotency key.
    pub idempotency_key: &'a str,
    /// Procedure version.
    pub version: &'a contracts::procedures::ProcedureVersion,
    /// What was filed.
    pub filing: &'a contracts::dossiers::Filing,
    /// Until when the filing is to be answered, if a rule says so.
    pub reply_by: Option<Moment>,
    /// Key of the term variant it follows.
    pub term_variant: Option<&'a str>,
}

/// Value of `due_sort` where nothing is promised: after every date.
const NO_PROMISE: i64 = 1 << 61;
/// Added to `due_sort` while the applicant is waited for: behind whatever the agency has to do.
const WAITING: i64 = 1 << 62;

/// Where a dossier stands by risk: by its promise, before the receipt by the answer due or its filing,
/// and last while the applicant is waited for.
pub fn due_sort(state: State, due: Option<i64>, reply_or_filed: i64) -> i64 {
    match state {
        State::Registered => reply_or_filed,
        State::AwaitingSupplement | State::AwaitingPayment => WAITING + due.unwrap_or(NO_PROMISE),
        _ => due.unwrap_or(NO_PROMISE),
    }
}

/// Stores a new dossier in state 1; nothing if its idempotency key is taken: another transaction was faster.
pub async fn insert(tx: &Tx, new: &NewDossier<'_>) -> Result<Option<i64>> {
    let filing = new.filing;
    let body = &new.version.body;
    let proxy = filing.proxy.as_ref().map(serde_json::to_string).transpose()?;
    let id = tx
        .insert(
        "INSERT INTO dossier (code, tracking_key, idempotency_key, procedure_version_id, procedure_code, procedure_name, \
         field, agency_id, channel, applicant_kind, owner_name, owner_folded, owner_identity, owner_address, owner_phone, \
         owner_email, proxy, account_id, form, result_delivery, state, version, is_open, with_verification, filed_at, \
         filed_on, due_sort, step_due_at, term_variant, due_steps, step_number, supplement_count, extension_count) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, 1, 1, TRUE, \
         FALSE, $21, $22, $23, $24, $25, '[]', 0, 0, 0) ON CONFLICT (idempotency_key) DO NOTHING",
        vec![
            new.code.clone().into(),
            new.tracking_key.clone().into(),
            new.idempotency_key.into(),
            new.version.id.into(),
            body.code.clone().into(),
            body.name.clone().into(),
            body.field.code.clone().into(),
            filing.agency_id.into(),
            filing.channel.code().into(),
            filing.applicant_kind.clone().into(),
            filing.owner.name.clone().into(),
            kernel::text::fold(&filing.owner.name).into(),
            filing.owner.identity_number.clone().into(),
            filing.owner.address.clone().into(),
            filing.owner.phone.clone().into(),
            filing.owner.email.clone().into(),
            proxy.into(),
            filing.account_id.into(),
            filing.form.to_string().into(),
            filing.result_delivery.clone().into(),
            tx.at().micros().into(),
            tx.at().day().to_string().into(),
            new.reply_by.unwrap_or(tx.at()).micros().into(),
            new.reply_by.map(Moment::micros).into(),
            new.term_variant.into(),
        ],
    )
    .await?;
    Ok((id > 0).then_some(id))
}

/// Writes back what acts change, unless somebody else did meanwhile; the new version is in `dossier`.
pub async fn save(tx: &Tx, dossier: &mut Dossier) -> Result<bool> {
    let state = dossier.state()?;
    let ended = (!state.is_open() && state != State::Settled && state != State::Returned)
        .then(|| tx.at().day().to_string());
    let settled_on = dossier.settled().map(|m| m.day().to_string());
    let returned_on = dossier.returned_at.map(|m| Moment::from_micros(m).day().to_string());
    let changed = tx
        .exec(
            "UPDATE dossier SET state = $3, version = version + 1, is_open = $4, with_verification = $5, received_at = $6, \
             received_on = $7, register_number = $8, due_at = $9, due_from_at = $10, due_sort = $11, due_steps = $12, \
             settled_at = $13, settled_on = $14, outcome = $15, ended_on = COALESCE(ended_on, $16), end_reason = $17, \
             returned_at = $18, returned_on = $19, returned_to = $20, step_number = $21, step_role = $22, \
             step_due_at = $23, assignee_id = $24, supplement_count = $25, extension_count = $26, half_days = $27, \
             withdrawal_from = $28, end_reason_code = $29, due_on = $30 \
             WHERE id = $1 AND version = $2",
            vec![
                dossier.id.into(),
                dossier.version.into(),
                dossier.state.into(),
                state.is_open().into(),
                dossier.with_verification.into(),
                dossier.received_at.into(),
                dossier.received_on.clone().into(),
                dossier.register_number.into(),
                dossier.due_at.into(),
                dossier.due_from_at.into(),
                due_sort(state, dossier.due_at, dossier.step_due_at.unwrap_or(dossier.filed_at)).into(),
                dossier.due_steps.clone().into(),
                dossier.settled_at.into(),
                settled_on.into(),
                dossier.outcome.clone().into(),
                ended.into(),
                dossier.end_reason.clone().into(),
                dossier.returned_at.into(),
                returned_on.into(),
                dossier.returned_to.clone().into(),
                dossier.step_number.into(),
                dossier.step_role.clone().into(),
                dossier.step_due_at.into(),
                dossier.assignee_id.into(),
                dossier.supplement_count.into(),
                dossier.extension_count.into(),
                dossier.half_days.into(),
                dossier.withdrawal_from.into(),
                dossier.end_reason_code.clone().into(),
                dossier.due().map(|m| m.day().to_string()).into(),
            ],
        )
        .await?;
    if changed == 0 {
        return Ok(false);
    }
    dossier.version += 1;
    Ok(true)
}

/// A dossier by id.
pub async fn get(db: &impl Read, id: i64) -> Result<Dossier> {
    one(db, "d.id = $1", id.into()).await?.ok_or(Error::NotFound)
}

/// A dossier by its code, typed in any case.
pub async fn by_code(db: &impl Read, code: &str) -> Result<Option<Dossier>> {
    one(db, "d.code = $1", code.trim().to_uppercase().into()).await
}

/// The dossiers of an agency whose signed results are to be sent by post, by their ids from `after` on.
pub async fn waiting_for_post(db: &impl Read, agency: i64, after: i64, most: i64) -> Result<Vec<Dossier>> {
    db.rows(
        &format!(
            "SELECT {DOSSIER_COLUMNS} FROM dossier d WHERE d.agency_id = $1 AND d.state = 9 AND d.result_delivery = 'post' \
             AND d.id > $2 ORDER BY d.id LIMIT $3"
        ),
        vec![agency.into(), after.into(), most.into()],
    )
    .await
}

/// Sets when a dossier counts as filed.
pub async fn set_filed(tx: &Tx, id: i64, at: Moment) -> Result<()> {
    tx.exec(
        "UPDATE dossier SET filed_at = $2, filed_on = $3 WHERE id = $1",
        vec![id.into(), at.micros().into(), at.day().to_string().into()],
    )
    .await?;
    Ok(())
}

/// The dossiers that an agency received last, newest first.
pub async fn received_last(db: &impl Read, agency: i64, most: i64) -> Result<Vec<Dossier>> {
    db.rows(
        &format!(
            "SELECT {DOSSIER_COLUMNS} FROM dossier d WHERE d.agency_id = $1 AND d.received_at IS NOT NULL \
             ORDER BY d.received_at DESC, d.id DESC LIMIT $2"
        ),
        vec![agency.into(), most.into()],
    )
    .await
}

/// A dossier by the key in its tracking link.
pub async fn by_tracking_key(db: &impl Read, key: &str) -> Result<Option<Dossier>> {
    one(db, "d.tracking_key = $1", key.into()).await
}

/// A dossier opened under an idempotency key.
pub async fn by_idempotency_key(db: &impl Read, key: &str) -> Result<Option<Dossier>> {
    one(db, "d.idempotency_key = $1", key.into()).await
}

async fn one(db: &impl Read, condition: &str, value: sea_orm::Value) -> Result<Option<Dossier>> {
    db.row(&format!("SELECT {DOSSIER_COLUMNS} FROM dossier d WHERE {condition}"), vec![value]).await
}

/// By the promise as the applicant reads it, none after every date; `due_sort` is the desk's order of risk.
const ACCOUNT_SORTS: [SortKey; 3] = [
    SortKey { name: "nop", sql: "d.filed_at", number: true },
    SortKey { name: "han", sql: "COALESCE(d.due_at, 4000000000000000000)", number: true },
    SortKey { name: "ma", sql: "d.code", number: false },
];

/// The dossiers of an account, the last filed first.
pub fn of_account(account: i64) -> ListQuery<'static> {
    let mut list = ListQuery::new(DOSSIER_COLUMNS, "dossier d", "d.id", &ACCOUNT_SORTS).descending();
    list.and("d.account_id = ?", [account.into()]);
    list
}

/// An account's dossiers of one state.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct OfState {
    /// National state code.
    pub state: i64,
    /// How many.
    pub dossiers: i64,
    /// When the last thing of weight happened to one of them, microseconds.
    pub last_at: i64,
}

/// An account's dossiers by state.
pub async fn groups_of_account(db: &impl Read, account: i64) -> Result<Vec<OfState>> {
    let sql = "SELECT state, COUNT(*) AS dossiers, MAX(COALESCE(returned_at, settled_at, received_at, filed_at)) AS last_at \
               FROM dossier WHERE account_id = $1 GROUP BY state";
    db.rows(sql, vec![account.into()]).await
}

/// The ids of an account's dossiers.
pub async fn ids_of_account(db: &impl Read, account: i64) -> Result<Vec<i64>> {
    #[derive(FromRow)]
    struct Row {
        id: i64,
    }
    let rows: Vec<Row> =
        db.rows("SELECT id FROM dossier WHERE account_id = $1 ORDER BY id", vec![account.into()]).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// The last dossier of a procedure that an account filed.
pub async fn last_of_account(db: &impl Read, account: i64, procedure: &str) -> Result<Option<Dossier>> {
    let sql = format!(
        "SELECT {DOSSIER_COLUMNS} FROM dossier d WHERE d.account_id = $1 AND d.procedure_code = $2 ORDER BY d.id DESC LIMIT 1"
    );
    db.row(&sql, vec![account.into(), procedure.into()]).await
}

/// Ids of open dossiers whose promise or step lies on or after a moment: those a changed holiday may move.
pub async fn open_ids_received_since(
    db: &impl Read,
    due_from: Moment,
    after: i64,
    limit: i64,
) -> Result<Vec<i64>> {
    let rows: Vec<(i64,)> = db
        .rows(
            "SELECT id FROM dossier WHERE is_open AND received_at IS NOT NULL \
             AND (due_sort >= $1 OR step_due_at >= $1) AND id > $2 \
             ORDER BY id LIMIT $3",
            vec![due_from.micros().into(), after.into(), limit.into()],
        )
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Notes that a dossier's near promise was told on a day; whether that was not noted yet.
pub async fn mark_warned(tx: &Tx, id: i64, day: &str) -> Result<bool> {
    let changed = tx
        .exec(
            "UPDATE dossier SET warned_on = $2 WHERE id = $1 AND (warned_on IS NULL OR warned_on < $2)",
            vec![id.into(), day.into()],
        )
        .await?;
    Ok(changed > 0)
}

/// Notes that the applicant hears today of the promise that passed on a day; whether they have not since it did.
/// The colleagues' reminders come before the promise passes, so one mark serves both.
pub async fn mark_told_late(tx: &Tx, id: i64, today: &str, due: &str) -> Result<bool> {
    let changed = tx
        .exec(
            "UPDATE dossier SET warned_on = $2 WHERE id = $1 AND (warned_on IS NULL OR warned_on <= $3)",
            vec![id.into(), today.into(), due.into()],
        )
        .await?;
    Ok(changed > 0)
}

/// How many open dossiers a changed calendar may move.
pub async fn count_open_due_since(db: &impl Read, due_from: Moment) -> Result<u64> {
    let count = db
        .number(
            "SELECT COUNT(*) FROM dossier WHERE is_open AND received_at IS NOT NULL AND due_sort >= $1",
            vec![due_from.micros().into()],
        )
        .await?;
    Ok(count.unsigned_abs())
}

/// The next number of a gapless sequence, taken in this transaction: rolled back, it is not used.
pub async fn next_in_scope(tx: &Tx, scope: &str) -> Result<i64> {
    tx.number(
        "INSERT INTO code_counter (scope, last) VALUES ($1, 1) \
         ON CONFLICT (scope) DO UPDATE SET last = code_counter.last + 1 RETURNING last",
        vec![scope.into()],
    )
    .await
}

/// Puts a number back that this transaction took last and does not use.
pub async fn give_back(tx: &Tx, scope: &str) -> Result<()> {
    tx.exec("UPDATE code_counter SET last = last - 1 WHERE scope = $1", vec![scope.into()]).await?;
    Ok(())
}
