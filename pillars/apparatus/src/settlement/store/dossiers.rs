//! Judged dossiers with the officials who worked on them.

use super::super::rules::Item;
use platform::error::Result;
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};
use sea_orm::Value;

/// A judged dossier.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct DossierRow {
    pub dossier_id: i64,
    pub code: String,
    pub procedure_code: String,
    pub agency_id: i64,
    pub channel: String,
    pub counted_on: Option<String>,
    pub due_on: Option<String>,
    pub law_class: String,
    pub index_class: String,
    pub d1: Option<i64>,
    pub d2: Option<i64>,
    pub d3: Option<i64>,
    pub d4: Option<i64>,
    pub d7: Option<i64>,
    pub q21: Option<i64>,
    pub q33: Option<i64>,
    pub q36: Option<i64>,
    pub q41: Option<i64>,
    pub q42: Option<i64>,
    pub q43: Option<i64>,
    pub q44: Option<i64>,
    pub q45: Option<i64>,
}

impl DossierRow {
    /// Its value of an item.
    pub fn value(&self, item: Item) -> Option<i64> {
        match item {
            Item::D1 => self.d1,
            Item::D2 => self.d2,
            Item::D3 => self.d3,
            Item::D4 => self.d4,
            Item::D7 => self.d7,
            Item::Q21 => self.q21,
            Item::Q33 => self.q33,
            Item::Q36 => self.q36,
            Item::Q41 => self.q41,
            Item::Q42 => self.q42,
            Item::Q43 => self.q43,
            Item::Q44 => self.q44,
            Item::Q45 => self.q45,
        }
    }

    fn values(self) -> Vec<Value> {
        let mut values: Vec<Value> = Item::ALL.iter().map(|item| self.value(*item).into()).collect();
        let mut all: Vec<Value> = vec![
            self.dossier_id.into(),
            self.code.into(),
            self.procedure_code.into(),
            self.agency_id.into(),
            self.channel.into(),
            self.counted_on.into(),
            self.due_on.into(),
            self.law_class.into(),
            self.index_class.into(),
        ];
        all.append(&mut values);
        all
    }
}

const COLUMNS: &str = "d.dossier_id, d.code, d.procedure_code, d.agency_id, d.channel, d.counted_on, d.due_on, d.law_class, \
                       d.index_class, d.d1, d.d2, d.d3, d.d4, d.d7, d.q21, d.q33, d.q36, d.q41, d.q42, d.q43, d.q44, d.q45";

const SORTS: [SortKey; 3] = [
    SortKey { name: "ngay", sql: "COALESCE(d.counted_on, '')", number: false },
    SortKey { name: "ma", sql: "d.code", number: false },
    SortKey { name: "thu-tuc", sql: "d.procedure_code", number: false },
];

/// Judged dossiers that count, the last first; conditions name the table `d`.
pub fn list() -> ListQuery<'static> {
    ListQuery::new(COLUMNS, "settlement_dossier d", "d.dossier_id", &SORTS).descending()
}

/// Those an official worked on.
pub fn list_of_officer(account: i64) -> ListQuery<'static> {
    let from = "settlement_hand h JOIN settlement_dossier d ON d.dossier_id = h.dossier_id";
    let mut list = ListQuery::new(COLUMNS, from, "d.dossier_id", &SORTS).descending();
    list.and("h.account_id = ?", [account.into()]);
    list
}

#[derive(FromRow)]
struct Place {
    agency_id: i64,
    counted_on: Option<String>,
}

/// Agency and day under which a dossier counts so far.
pub async fn cell_of(db: &impl Read, dossier: i64) -> Result<Option<(i64, String)>> {
    let sql = "SELECT agency_id, counted_on FROM settlement_dossier WHERE dossier_id = $1";
    let place: Option<Place> = db.row(sql, vec![dossier.into()]).await?;
    Ok(place.and_then(|p| Some((p.agency_id, p.counted_on?))))
}

/// Forgets what was judged of dossiers after an id and up to another.
pub async fn clear_range(tx: &Tx, (after, last): (i64, i64)) -> Result<()> {
    let ids = || vec![after.into(), last.into()];
    tx.exec("DELETE FROM settlement_hand WHERE dossier_id > $1 AND dossier_id <= $2", ids()).await?;
    tx.exec("DELETE FROM settlement_dossier WHERE dossier_id > $1 AND dossier_id <= $2", ids()).await?;
    Ok(())
}

/// Writes judged dossiers that are not there.
pub async fn put(tx: &Tx, rows: Vec<DossierRow>) -> Result<()> {
    tx.insert_many(
        "INSERT INTO settlement_dossier (dossier_id, code, procedure_code, agency_id, channel, counted_on, due_on, law_class, \
         index_class, d1, d2, d3, d4, d7, q21, q33, q36, q41, q42, q43, q44, q45)",
        rows.into_iter().map(DossierRow::values).collect(),
    )
    .await
}

/// Writes who worked on them: (dossier, account, name).
pub async fn put_hands(tx: &Tx, hands: Vec<(i64, i64, String)>) -> Result<()> {
    let rows =
        hands.into_iter().map(|(dossier, account, name)| vec![dossier.into(), account.into(), name.into()]);
    tx.insert_many("INSERT INTO settlement_hand (dossier_id, account_id, name)", rows.collect()).await
}

#[derive(FromRow)]
struct Id {
    dossier_id: i64,
}

/// Dossiers that do not count yet and whose promise lies before a day.
pub async fn open_overdue(db: &impl Read, today: &str) -> Result<Vec<i64>> {
    let rows: Vec<Id> = db
        .rows(
            "SELECT dossier_id FROM settlement_dossier WHERE counted_on IS NULL AND due_on < $1 ORDER BY dossier_id",
            vec![today.into()],
        )
        .await?;
    Ok(rows.into_iter().map(|r| r.dossier_id).collect())
}
