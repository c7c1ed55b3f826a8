//! Consignments: results that go out, letters that came in; and what became of each.

use crate::post::rules::State;
use kernel::Day;
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

const COLUMNS: &str = "i.id, i.direction, i.agency_id, i.dossier_id, i.dossier_code, i.tracking_key, i.subject, i.account_id, \
                       i.name, i.address, i.phone, i.email, i.service, i.zone, i.number, i.public_key, i.state, i.list_id, \
                       i.fee, i.fee_by, i.made_on, i.postmark_on, i.posted_on, i.ended_on, i.attempts, \
                       i.reason_code, i.reason";

/// A consignment.
#[derive(Debug, Clone, FromRow)]
pub struct ItemRow {
    /// Id.
    pub id: i64,
    /// out or in.
    pub direction: String,
    /// Agency whose desk sends it, or that it came to.
    pub agency_id: i64,
    /// The dossier.
    pub dossier_id: Option<i64>,
    /// Its code.
    pub dossier_code: String,
    /// Key of its tracking page.
    pub tracking_key: String,
    /// What it is about: the procedure, or what the letter holds.
    pub subject: String,
    /// Account that filed the dossier.
    pub account_id: Option<i64>,
    /// Addressee, or sender.
    pub name: String,
    /// Address.
    pub address: String,
    /// Telephone.
    pub phone: String,
    /// E-mail.
    pub email: String,
    /// Code of the service.
    pub service: String,
    /// Zone of the tariff.
    pub zone: String,
    /// The post's number; empty until it has one.
    pub number: String,
    /// Key of its public page.
    pub public_key: String,
    /// State.
    pub state: String,
    /// List it is on.
    pub list_id: Option<i64>,
    /// What the post asks, đồng.
    pub fee: i64,
    /// Who pays it.
    pub fee_by: String,
    /// Entered on which day: of a letter, that of its arrival.
    pub made_on: String,
    /// Day of the postmark.
    pub postmark_on: Option<String>,
    /// Handed to the post.
    pub posted_on: Option<String>,
    /// Delivered, or brought back.
    pub ended_on: Option<String>,
    /// Tries to deliver.
    pub attempts: i64,
    /// Why not, as a code.
    pub reason_code: Option<String>,
    /// Why not, in words.
    pub reason: Option<String>,
}

impl ItemRow {
    /// Its state.
    pub fn state(&self) -> Result<State> {
        State::from_code(&self.state)
            .ok_or_else(|| Error::fault(format!("post_item {}", self.id), &self.state))
    }

    /// Whether it goes out.
    pub fn is_out(&self) -> bool {
        self.direction == "out"
    }

    /// When the post got it.
    pub fn posted(&self) -> Option<Day> {
        self.posted_on.as_deref().and_then(|day| day.parse().ok())
    }
}

/// A consignment to enter.
#[derive(Debug, Clone)]
pub struct NewItem {
    /// out or in.
    pub direction: &'static str,
    /// Agency.
    pub agency_id: i64,
    /// Dossier of a result.
    pub dossier: Option<contracts::post::PostDossier>,
    /// Procedure, or what the letter holds.
    pub subject: String,
    /// Addressee, or sender.
    pub person: contracts::dossiers::Person,
    /// Code of the service.
    pub service: String,
    /// Zone.
    pub zone: String,
    /// The post's number.
    pub number: String,
    /// Key of its public page.
    pub public_key: String,
    /// State to begin with.
    pub state: State,
    /// đồng.
    pub fee: i64,
    /// Who pays it.
    pub fee_by: String,
    /// Day it is of: of a letter, that of its arrival.
    pub on: Day,
    /// Day of the postmark.
    pub postmark_on: Option<Day>,
}

/// Enters a consignment.
pub async fn add_item(tx: &Tx, new: &NewItem) -> Result<i64> {
    let dossier = new.dossier.as_ref();
    tx.insert(
        "INSERT INTO post_item (direction, agency_id, dossier_id, dossier_code, tracking_key, subject, account_id, name, folded, \
         address, phone, email, service, zone, number, public_key, state, fee, fee_by, made_at, made_on, postmark_on, attempts, \
         version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, 0, 1)",
        vec![
            new.direction.into(),
            new.agency_id.into(),
            dossier.map(|d| d.id).into(),
            dossier.map(|d| d.code.clone()).unwrap_or_default().into(),
            dossier.map(|d| d.tracking_key.clone()).unwrap_or_default().into(),
            new.subject.clone().into(),
            dossier.and_then(|d| d.account_id).into(),
            new.person.name.clone().into(),
            kernel::text::fold(&new.person.name).into(),
            new.person.address.clone().into(),
            new.person.phone.clone().into(),
            new.person.email.clone().into(),
            new.service.clone().into(),
            new.zone.clone().into(),
            new.number.clone().into(),
            new.public_key.clone().into(),
            new.state.code().into(),
            new.fee.into(),
            new.fee_by.clone().into(),
            tx.at().micros().into(),
            new.on.to_string().into(),
            new.postmark_on.map(|day| day.to_string()).into(),
        ],
    )
    .await
}

/// A consignment by id.
pub async fn item(db: &impl Read, id: i64) -> Result<Option<ItemRow>> {
    db.row(&format!("SELECT {COLUMNS} FROM post_item i WHERE i.id = $1"), vec![id.into()]).await
}

/// The consignment a public key leads to.
pub async fn item_by_key(db: &impl Read, key: &str) -> Result<Option<ItemRow>> {
    db.row(&format!("SELECT {COLUMNS} FROM post_item i WHERE i.public_key = $1"), vec![key.into()]).await
}

/// The consignments of a dossier, the newest first.
pub async fn of_dossier(db: &impl Read, dossier: i64) -> Result<Vec<ItemRow>> {
    let sql = format!("SELECT {COLUMNS} FROM post_item i WHERE i.dossier_id = $1 ORDER BY i.id DESC");
    db.rows(&sql, vec![dossier.into()]).await
}

/// Results under the post's number, the newest first: the post uses its numbers again after years.
pub async fn items_by_number(db: &impl Read, number: &str) -> Result<Vec<ItemRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM post_item i WHERE i.number = $1 AND i.direction = 'out' ORDER BY i.id DESC LIMIT 20"
    );
    db.rows(&sql, vec![number.into()]).await
}

/// What a letter is recognised by.
#[derive(Debug, Clone)]
pub struct Alike {
    /// Agency that it came to.
    pub agency_id: i64,
    /// The post's number; may be empty.
    pub number: String,
    /// Name of its sender, folded.
    pub sender: String,
    /// Day of its arrival.
    pub on: Day,
    /// First day of the letters whose number is compared.
    pub since: Day,
}

/// The newest letter that may be this one: under the same number, or, where one of the two has none, of the same sender on
/// the same day.
pub async fn letter_alike(db: &impl Read, alike: &Alike) -> Result<Option<ItemRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM post_item i WHERE i.agency_id = $1 AND i.direction = 'in' AND i.state <> 'cancelled' \
         AND ((i.number = $2 AND i.number <> '' AND i.made_on >= $5) \
         OR (i.folded = $3 AND i.made_on = $4 AND (i.number = '' OR i.number = $2 OR $2 = ''))) ORDER BY i.id DESC LIMIT 1"
    );
    db.row(
        &sql,
        vec![
            alike.agency_id.into(),
            alike.number.clone().into(),
            alike.sender.clone().into(),
            alike.on.to_string().into(),
            alike.since.to_string().into(),
        ],
    )
    .await
}

/// The consignments of an account's dossiers.
pub async fn of_account(db: &impl Read, account: i64) -> Result<Vec<ItemRow>> {
    let sql = format!("SELECT {COLUMNS} FROM post_item i WHERE i.account_id = $1 ORDER BY i.id");
    db.rows(&sql, vec![account.into()]).await
}

/// Takes the link to an account from its consignments.
pub async fn unlink_account(tx: &Tx, account: i64) -> Result<()> {
    tx.exec("UPDATE post_item SET account_id = NULL WHERE account_id = $1", vec![account.into()]).await?;
    Ok(())
}

/// Takes a consignment in hand: whoever comes second waits, and reads what the first one left.
pub async fn lock_item(tx: &Tx, id: i64) -> Result<Option<ItemRow>> {
    tx.exec("UPDATE post_item SET version = version + 1 WHERE id = $1", vec![id.into()]).await?;
    item(tx, id).await
}

/// Writes back what acts change.
pub async fn save_item(tx: &Tx, item: &ItemRow) -> Result<()> {
    tx.exec(
        "UPDATE post_item SET dossier_id = $2, dossier_code = $3, name = $4, folded = $5, address = $6, phone = $7, service = $8, \
         zone = $9, number = $10, state = $11, list_id = $12, fee = $13, fee_by = $14, posted_on = $15, ended_on = $16, \
         attempts = $17, reason_code = $18, reason = $19 WHERE id = $1",
        vec![
            item.id.into(),
            item.dossier_id.into(),
            item.dossier_code.clone().into(),
            item.name.clone().into(),
            kernel::text::fold(&item.name).into(),
            item.address.clone().into(),
            item.phone.clone().into(),
            item.service.clone().into(),
            item.zone.clone().into(),
            item.number.clone().into(),
            item.state.clone().into(),
            item.list_id.into(),
            item.fee.into(),
            item.fee_by.clone().into(),
            item.posted_on.clone().into(),
            item.ended_on.clone().into(),
            item.attempts.into(),
            item.reason_code.clone().into(),
            item.reason.clone().into(),
        ],
    )
    .await?;
    Ok(())
}

/// Consignments, the newest first; conditions name the table `i`.
pub fn items() -> ListQuery<'static> {
    const SORTS: [SortKey; 4] = [
        SortKey { name: "luc", sql: "i.made_at", number: true },
        SortKey { name: "ten", sql: "i.folded", number: false },
        SortKey { name: "gui", sql: "COALESCE(i.posted_on, '')", number: false },
        SortKey { name: "cuoc", sql: "i.fee", number: true },
    ];
    ListQuery::new(COLUMNS, "post_item i", "i.id", &SORTS).descending()
}

/// Something that became of a consignment.
#[derive(Debug, Clone, FromRow)]
pub struct EventRow {
    /// State it led to.
    pub kind: String,
    /// Entered.
    pub at: i64,
    /// On which day it happened.
    pub day_on: String,
    /// What was noted.
    pub note: String,
    /// desk, file or system.
    pub source: String,
    /// Who entered it.
    pub by_name: String,
}

/// Notes what became of a consignment.
pub async fn add_event(tx: &Tx, item: i64, kind: State, on: Day, (note, source): (&str, &str)) -> Result<()> {
    tx.insert(
        "INSERT INTO post_event (item_id, kind, at, day_on, note, source, by_name) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        vec![
            item.into(),
            kind.code().into(),
            tx.at().micros().into(),
            on.to_string().into(),
            note.into(),
            source.into(),
            tx.by().name.clone().into(),
        ],
    )
    .await?;
    Ok(())
}

/// What became of a consignment, in order.
pub async fn events_of(db: &impl Read, item: i64) -> Result<Vec<EventRow>> {
    let sql = "SELECT kind, at, day_on, note, source, by_name FROM post_event WHERE item_id = $1 ORDER BY id";
    db.rows(sql, vec![item.into()]).await
}
