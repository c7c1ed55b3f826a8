//! Entries of the register.

use super::super::rules::standing::{Standing, State, standing};
use kernel::Day;
use platform::error::Result;
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Scope, Tx};

const COLUMNS: &str = "e.id, e.code, e.dossier_id, e.dossier_code, e.agency_id, e.procedure_code, e.number, e.name, \
                       e.holder_name, e.holder_identity, e.account_id, e.by_proxy, e.signer, e.signed_on, e.validity, \
                       e.valid_to, e.file_hash, e.file_name, e.state, e.ended_on, e.decision_number, e.replaced_by, \
                       e.entered_at";

/// A result of the register.
#[derive(Debug, Clone, FromRow)]
pub struct EntryRow {
    pub id: i64,
    pub code: String,
    pub dossier_id: i64,
    pub dossier_code: String,
    pub agency_id: i64,
    pub procedure_code: String,
    pub number: String,
    pub name: String,
    pub holder_name: String,
    pub holder_identity: String,
    pub account_id: Option<i64>,
    pub by_proxy: bool,
    pub signer: String,
    pub signed_on: String,
    /// The procedure's own words on its validity.
    pub validity: Option<String>,
    pub valid_to: Option<String>,
    pub file_hash: Option<String>,
    pub file_name: Option<String>,
    pub state: String,
    /// Day of the decision that ended it.
    pub ended_on: Option<String>,
    pub decision_number: Option<String>,
    pub replaced_by: Option<i64>,
    pub entered_at: i64,
}

impl EntryRow {
    /// Day of signature.
    pub fn signed(&self) -> Option<Day> {
        self.signed_on.parse().ok()
    }

    /// Last day of its validity.
    pub fn last_day(&self) -> Option<Day> {
        self.valid_to.as_deref().and_then(|day| day.parse().ok())
    }

    /// How it stands on a day. A word that nobody knows is not in force.
    pub fn standing(&self, on: Day) -> Standing {
        let state = State::from_code(&self.state).unwrap_or(State::Revoked);
        standing(state, self.last_day(), on)
    }
}

/// A result to enter.
#[derive(Debug, Clone)]
pub struct NewEntry {
    pub result_id: i64,
    pub code: String,
    pub dossier_id: i64,
    pub dossier_code: String,
    pub agency_id: i64,
    pub procedure_code: String,
    pub field: String,
    pub number: String,
    pub name: String,
    pub holder_name: String,
    /// As two are compared, however it was typed: the register is asked by it.
    pub holder_identity: String,
    pub account_id: Option<i64>,
    pub by_proxy: bool,
    pub signer: String,
    pub signed_on: Day,
    pub validity: Option<String>,
    pub valid_to: Option<Day>,
    pub file: Option<(String, String)>,
}

/// Enters a result; `None` if it stands there already.
pub async fn add(tx: &Tx, new: &NewEntry) -> Result<Option<i64>> {
    let (hash, file) = new.file.clone().unzip();
    let folded = kernel::text::fold(&format!("{} {} {}", new.number, new.name, new.holder_name));
    let id = tx
        .insert(
            "INSERT INTO result_entry (result_id, code, dossier_id, dossier_code, agency_id, procedure_code, field, number, \
             name, holder_name, holder_identity, account_id, by_proxy, signer, signed_on, validity, valid_to, file_hash, \
             file_name, state, folded, entered_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, \
             $16, $17, $18, $19, 'in_force', $20, $21) ON CONFLICT (result_id) DO NOTHING",
            vec![
                new.result_id.into(),
                new.code.clone().into(),
                new.dossier_id.into(),
                new.dossier_code.clone().into(),
                new.agency_id.into(),
                new.procedure_code.clone().into(),
                new.field.clone().into(),
                new.number.clone().into(),
                new.name.clone().into(),
                new.holder_name.clone().into(),
                new.holder_identity.clone().into(),
                new.account_id.into(),
                new.by_proxy.into(),
                new.signer.clone().into(),
                new.signed_on.to_string().into(),
                new.validity.clone().into(),
                new.valid_to.map(|day| day.to_string()).into(),
                hash.into(),
                file.into(),
                folded.into(),
                tx.at().micros().into(),
            ],
        )
        .await?;
    Ok(Some(id).filter(|id| *id > 0))
}

/// An entry by id.
pub async fn by_id(db: &impl Read, id: i64) -> Result<Option<EntryRow>> {
    db.row(&format!("SELECT {COLUMNS} FROM result_entry e WHERE e.id = $1"), vec![id.into()]).await
}

/// An entry by its code.
pub async fn by_code(db: &impl Read, code: &str) -> Result<Option<EntryRow>> {
    db.row(&format!("SELECT {COLUMNS} FROM result_entry e WHERE e.code = $1"), vec![code.into()]).await
}

/// The entries of a dossier.
pub async fn of_dossier(db: &impl Read, dossier: i64) -> Result<Vec<EntryRow>> {
    let sql = format!("SELECT {COLUMNS} FROM result_entry e WHERE e.dossier_id = $1 ORDER BY e.id");
    db.rows(&sql, vec![dossier.into()]).await
}

/// The entries of dossiers that an account filed, newest first.
pub async fn of_account(db: &impl Read, account: i64) -> Result<Vec<EntryRow>> {
    let sql = format!("SELECT {COLUMNS} FROM result_entry e WHERE e.account_id = $1 ORDER BY e.id DESC");
    db.rows(&sql, vec![account.into()]).await
}

/// Entries read at once where all of a person's are.
const AT_ONCE: usize = 500;

/// All entries that an account filed for, or that stand under an identity number, newest first.
pub async fn held_by(db: &impl Read, account: i64, identity: &str) -> Result<Vec<EntryRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM result_entry e WHERE e.id IN (SELECT a.id FROM result_entry a WHERE a.account_id = $1 UNION \
         SELECT h.id FROM result_entry h WHERE h.holder_identity = $2) AND e.id < $3 ORDER BY e.id DESC LIMIT {AT_ONCE}"
    );
    let (mut all, mut before) = (Vec::new(), i64::MAX);
    loop {
        let part: Vec<EntryRow> = db.rows(&sql, vec![account.into(), identity.into(), before.into()]).await?;
        let (read, last) = (part.len(), part.last().map(|entry| entry.id));
        all.extend(part);
        match last {
            Some(last) if read == AT_ONCE => before = last,
            _ => return Ok(all),
        }
    }
}

/// Holds an entry, and the one that is to take its place, until the transaction ends; in the order of their keys, so that two
/// decisions never wait for each other.
pub async fn hold(tx: &Tx, entry: i64, other: Option<i64>) -> Result<()> {
    let mut ids: Vec<i64> = std::iter::once(entry).chain(other).collect();
    ids.sort_unstable();
    for id in ids {
        tx.exec("UPDATE result_entry SET state = state WHERE id = $1", vec![id.into()]).await?;
    }
    Ok(())
}

/// Ends an entry in force by a decision; false if somebody was faster.
pub async fn end(
    tx: &Tx,
    id: i64,
    state: State,
    (day, decision): (Day, &str),
    replaced_by: Option<i64>,
) -> Result<bool> {
    let touched = tx
        .exec(
            "UPDATE result_entry SET state = $2, ended_on = $3, decision_number = $4, replaced_by = $5 \
             WHERE id = $1 AND state = 'in_force'",
            vec![id.into(), state.code().into(), day.to_string().into(), decision.into(), replaced_by.into()],
        )
        .await?;
    Ok(touched > 0)
}

/// Takes the link to an erased account out of the entries of its dossiers.
pub async fn unlink_account(tx: &Tx, account: i64) -> Result<()> {
    tx.exec("UPDATE result_entry SET account_id = NULL WHERE account_id = $1", vec![account.into()]).await?;
    Ok(())
}

/// The list, newest signature first; conditions name the table `e`.
pub fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 4] = [
        SortKey { name: "ngay", sql: "e.signed_on", number: false },
        SortKey { name: "so", sql: "e.number", number: false },
        SortKey { name: "han", sql: "COALESCE(e.valid_to, '9999-12-31')", number: false },
        SortKey { name: "ho-so", sql: "e.dossier_code", number: false },
    ];
    ListQuery::new(COLUMNS, "result_entry e", "e.id", &SORTS).descending()
}

/// The agencies of a scope that have entries.
pub async fn agencies(db: &impl Read, scope: &Scope) -> Result<Vec<i64>> {
    #[derive(FromRow)]
    struct Agency {
        agency_id: i64,
    }
    let mut params = Vec::new();
    let within =
        scope.condition("e.agency_id", &mut params).map(|c| format!(" WHERE {c}")).unwrap_or_default();
    let sql = format!("SELECT DISTINCT e.agency_id FROM result_entry e{within} ORDER BY e.agency_id");
    let rows: Vec<Agency> = db.rows(&sql, params).await?;
    Ok(rows.into_iter().map(|r| r.agency_id).collect())
}

/// The last result that the gathering of older ones has passed; `None`: it has not begun.
pub async fn gathered(db: &impl Read) -> Result<Option<i64>> {
    #[derive(FromRow)]
    struct Last {
        last_id: i64,
    }
    let row: Option<Last> = db.row("SELECT last_id FROM result_gathered WHERE place = 1", vec![]).await?;
    Ok(row.map(|r| r.last_id))
}

/// Keeps how far the gathering has come.
pub async fn set_gathered(tx: &Tx, last: i64) -> Result<()> {
    tx.exec(
        "INSERT INTO result_gathered (place, last_id) VALUES (1, $1) ON CONFLICT (place) DO UPDATE SET last_id = excluded.last_id",
        vec![last.into()],
    )
    .await?;
    Ok(())
}

/// Narrows a list to what stands so on a day.
pub fn only_standing(list: &mut ListQuery<'_>, wanted: Standing, on: Day) {
    match wanted {
        Standing::InForce => {
            list.and(
                "e.state = 'in_force' AND (e.valid_to IS NULL OR e.valid_to >= ?)",
                [on.to_string().into()],
            );
        }
        Standing::Expired => {
            list.and("e.state = 'in_force' AND e.valid_to < ?", [on.to_string().into()]);
        }
        Standing::Revoked => list.and("e.state = ?", [State::Revoked.code().into()]),
        Standing::Replaced => list.and("e.state = ?", [State::Replaced.code().into()]),
    }
}

/// Narrows a list to entries whose end waits for a second person.
pub fn only_waiting(list: &mut ListQuery<'_>) {
    list.and("e.id IN (SELECT c.entry_id FROM result_change c WHERE c.state = 'proposed')", []);
}
