//! What the desk keeps besides the dossier itself: words to find it by, fees taken, hand-over slips.

use super::Dossier;
use platform::error::Result;
use platform::list::{ListQuery, SortKey};
use platform::store::Engine;
use platform::store::FromRow;
use platform::{Read, Tx};
use sea_orm::Value;

/// A text as it is searched: its letters and digits, small, without marks and blanks.
pub fn plain_word(text: &str) -> String {
    kernel::text::fold(text).chars().filter(char::is_ascii_alphanumeric).collect()
}

/// The words a dossier is found by: its code, whole and from each part on that people say (the agency's letters, the
/// day, the number), telephones, identity numbers.
pub fn words_of(code: &str, numbers: &[&str]) -> Vec<String> {
    let begins = |at: usize| {
        let before = code.get(..at).and_then(|head| head.chars().next_back());
        let lettered = code.get(at..).is_some_and(|tail| tail.starts_with(char::is_alphabetic));
        before.is_none_or(|c| c == '-' || (c == '.' && lettered))
    };
    let mut words: Vec<String> = code
        .char_indices()
        .filter(|(at, _)| begins(*at))
        .filter_map(|(at, _)| code.get(at..))
        .chain(numbers.iter().copied())
        .map(plain_word)
        .filter(|word| word.len() > 2)
        .collect();
    words.sort();
    words.dedup();
    words
}

/// Writes a dossier's words anew.
pub async fn write_words(tx: &Tx, dossier: &Dossier) -> Result<()> {
    tx.exec("DELETE FROM dossier_word WHERE dossier_id = $1", vec![dossier.id.into()]).await?;
    add_words(tx, dossier).await
}

/// Writes the words of a dossier made in this transaction.
pub async fn add_words(tx: &Tx, dossier: &Dossier) -> Result<()> {
    let proxy = dossier.proxy()?.unwrap_or_default();
    let numbers = [
        dossier.owner_phone.as_str(),
        dossier.owner_identity.as_str(),
        proxy.phone.as_str(),
        proxy.identity_number.as_str(),
    ];
    let rows = words_of(&dossier.code, &numbers)
        .into_iter()
        .map(|word| vec![dossier.id.into(), word.into()])
        .collect();
    tx.insert_many("INSERT INTO dossier_word (dossier_id, word)", rows).await
}

/// The condition that one of a dossier's words begins so, as the index of each engine answers it.
pub fn word_begins(engine: Engine, word: &str) -> (&'static str, Vec<Value>) {
    match engine {
        // Words are of a-z and 0-9 only, so the tilde comes after every continuation.
        Engine::Sqlite => (
            "d.id IN (SELECT w.dossier_id FROM dossier_word w WHERE w.word >= ? AND w.word < ?)",
            vec![word.into(), format!("{word}~").into()],
        ),
        Engine::Postgres => (
            "d.id IN (SELECT w.dossier_id FROM dossier_word w WHERE w.word LIKE ?)",
            vec![format!("{word}%").into()],
        ),
    }
}

/// Money about to be written down.
pub struct NewFee<'a> {
    /// Dossier.
    pub dossier_id: i64,
    /// Agency whose desk took it.
    pub agency_id: i64,
    /// receipt, during or return.
    pub stage: &'static str,
    /// đồng.
    pub amount: i64,
    /// cash or transfer.
    pub paid_by: &'a str,
    /// Number of the biên lai.
    pub receipt_number: &'a str,
}

/// Writes money that was taken.
pub async fn add_fee(tx: &Tx, fee: &NewFee<'_>) -> Result<i64> {
    tx.insert(
        "INSERT INTO dossier_fee (dossier_id, agency_id, stage, amount, paid_by, receipt_number, collected_at, \
         collected_on, collector_id, collector_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        vec![
            fee.dossier_id.into(),
            fee.agency_id.into(),
            fee.stage.into(),
            fee.amount.into(),
            fee.paid_by.into(),
            fee.receipt_number.into(),
            tx.at().micros().into(),
            tx.at().day().to_string().into(),
            tx.by().account_id.into(),
            tx.by().name.clone().into(),
        ],
    )
    .await
}

/// Cancels a line; whether it still stood.
pub async fn cancel_fee(tx: &Tx, id: i64, reason: &str) -> Result<bool> {
    let done = tx
        .exec(
            "UPDATE dossier_fee SET cancelled_at = $2, cancel_reason = $3 WHERE id = $1 AND cancelled_at IS NULL",
            vec![id.into(), tx.at().micros().into(), reason.into()],
        )
        .await?;
    Ok(done > 0)
}

/// Money taken.
#[derive(Debug, Clone, FromRow)]
pub struct FeeRow {
    /// Id.
    pub id: i64,
    /// Dossier.
    pub dossier_id: i64,
    /// Its code.
    pub code: String,
    /// Its owner.
    pub owner_name: String,
    /// Its procedure.
    pub procedure_name: String,
    /// Agency.
    pub agency_id: i64,
    /// receipt, during or return.
    pub stage: String,
    /// đồng.
    pub amount: i64,
    /// cash or transfer.
    pub paid_by: String,
    /// Number of the biên lai.
    pub receipt_number: String,
    /// When.
    pub collected_at: i64,
    /// By whom.
    pub collector_name: String,
    /// Cancelled since.
    pub cancelled_at: Option<i64>,
    /// Why.
    pub cancel_reason: Option<String>,
}

const FEE: &str = "f.id, f.dossier_id, d.code, d.owner_name, d.procedure_name, f.agency_id, f.stage, f.amount, f.paid_by, \
                   f.receipt_number, f.collected_at, f.collector_name, f.cancelled_at, f.cancel_reason";
const FEE_SORTS: [SortKey; 2] = [
    SortKey { name: "luc", sql: "f.collected_at", number: true },
    SortKey { name: "so-tien", sql: "f.amount", number: true },
];

/// Fees taken, without conditions yet.
pub fn fees() -> ListQuery<'static> {
    ListQuery::new(FEE, "dossier_fee f JOIN dossier d ON d.id = f.dossier_id", "f.id", &FEE_SORTS)
}

/// One line.
pub async fn fee(db: &impl Read, id: i64) -> Result<Option<FeeRow>> {
    db.row(
        &format!("SELECT {FEE} FROM dossier_fee f JOIN dossier d ON d.id = f.dossier_id WHERE f.id = $1"),
        vec![id.into()],
    )
    .await
}

/// The fees taken for a dossier, cancelled ones with them.
pub async fn fees_of(db: &impl Read, dossier: i64) -> Result<Vec<FeeRow>> {
    db.rows(
        &format!("SELECT {FEE} FROM dossier_fee f JOIN dossier d ON d.id = f.dossier_id WHERE f.dossier_id = $1 ORDER BY f.id"),
        vec![dossier.into()],
    )
    .await
}

/// A hand-over slip.
#[derive(Debug, Clone, FromRow)]
pub struct Handover {
    /// Id.
    pub id: i64,
    /// Agency.
    pub agency_id: i64,
    /// Its number.
    pub number: String,
    /// When.
    pub made_at: i64,
    /// Who handed over.
    pub maker_name: String,
}

/// Writes a slip with its dossiers.
pub async fn add_handover(tx: &Tx, agency: i64, number: &str, dossiers: &[i64]) -> Result<i64> {
    let id = tx
        .insert(
            "INSERT INTO dossier_handover (agency_id, number, made_at, made_on, maker_id, maker_name) \
             VALUES ($1, $2, $3, $4, $5, $6)",
            vec![
                agency.into(),
                number.into(),
                tx.at().micros().into(),
                tx.at().day().to_string().into(),
                tx.by().account_id.into(),
                tx.by().name.clone().into(),
            ],
        )
        .await?;
    let rows = dossiers.iter().map(|dossier| vec![id.into(), (*dossier).into()]).collect();
    tx.insert_many("INSERT INTO dossier_handover_item (handover_id, dossier_id)", rows).await?;
    Ok(id)
}

const HANDOVER: &str = "SELECT h.id, h.agency_id, h.number, h.made_at, h.maker_name FROM dossier_handover h";

/// A slip by id.
pub async fn handover(db: &impl Read, id: i64) -> Result<Option<Handover>> {
    db.row(&format!("{HANDOVER} WHERE h.id = $1"), vec![id.into()]).await
}

/// The slips a dossier is on.
pub async fn handovers_of(db: &impl Read, dossier: i64) -> Result<Vec<Handover>> {
    db.rows(
        &format!("{HANDOVER} JOIN dossier_handover_item i ON i.handover_id = h.id WHERE i.dossier_id = $1 ORDER BY h.id"),
        vec![dossier.into()],
    )
    .await
}

/// A dossier on a slip, with the step it was handed to.
#[derive(Debug, Clone, FromRow)]
pub struct HandedOver {
    /// Code.
    pub code: String,
    /// Owner.
    pub owner_name: String,
    /// Procedure.
    pub procedure_name: String,
    /// Promised.
    pub due_at: Option<i64>,
    /// Papers handed in.
    pub papers: i64,
    /// Unit of the step it went to.
    pub unit: Option<String>,
    /// Role of that step.
    pub role: Option<String>,
}

/// The dossiers of a slip. Each went to the first step after the receipt; in a flow that need not be the second one.
pub async fn handed_over(db: &impl Read, handover: i64) -> Result<Vec<HandedOver>> {
    db.rows(
        "SELECT d.code, d.owner_name, d.procedure_name, d.due_at, \
         (SELECT COUNT(*) FROM dossier_paper p WHERE p.dossier_id = d.id AND p.given <> 'missing') AS papers, \
         (SELECT s.unit FROM dossier_step s WHERE s.dossier_id = d.id AND s.number > 1 ORDER BY s.id LIMIT 1) AS unit, \
         (SELECT s.role FROM dossier_step s WHERE s.dossier_id = d.id AND s.number > 1 ORDER BY s.id LIMIT 1) AS role \
         FROM dossier_handover_item i JOIN dossier d ON d.id = i.dossier_id WHERE i.handover_id = $1 ORDER BY i.id",
        vec![handover.into()],
    )
    .await
}

/// Writes people and delivery as they stand in `dossier` now.
pub async fn save_people(tx: &Tx, dossier: &Dossier) -> Result<()> {
    tx.exec(
        "UPDATE dossier SET owner_name = $2, owner_folded = $3, owner_identity = $4, owner_address = $5, \
         owner_phone = $6, owner_email = $7, proxy = $8, result_delivery = $9, corrected_at = $10 WHERE id = $1",
        vec![
            dossier.id.into(),
            dossier.owner_name.clone().into(),
            kernel::text::fold(&dossier.owner_name).into(),
            dossier.owner_identity.clone().into(),
            dossier.owner_address.clone().into(),
            dossier.owner_phone.clone().into(),
            dossier.owner_email.clone().into(),
            dossier.proxy.clone().into(),
            dossier.result_delivery.clone().into(),
            dossier.corrected_at.into(),
        ],
    )
    .await?;
    Ok(())
}

/// Writes the answers of the electronic form as they stand in `dossier` now.
pub async fn save_answers(tx: &Tx, dossier: &Dossier) -> Result<()> {
    let sql = "UPDATE dossier SET form = $2 WHERE id = $1";
    tx.exec(sql, vec![dossier.id.into(), dossier.form.clone().into()]).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_from_each_of_its_groups_on() {
        let words = words_of("000.00.16.H05-121003-0001", &["0909 111 222", "", "36-1234567"]);
        for word in ["00000", "h051210030001", "1210030001", "0001", "0909111222", "361234567"] {
            assert!(words.iter().any(|w| w.starts_with(word)), "{word} in {words:?}");
        }
    }
}
