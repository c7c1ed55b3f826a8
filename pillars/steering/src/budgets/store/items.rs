//! The dated catalogue of cost items: each names the norm it follows, not an amount.

use kernel::Day;
use platform::error::{Error, Result};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A cost item over a time.
#[derive(Debug, Clone, FromRow)]
pub struct Item {
    pub id: i64,
    pub code: String,
    pub name_vi: String,
    pub name_en: String,
    /// The text whose norms apply.
    pub norm: String,
    /// Where the item is named.
    pub source: String,
    pub confirmed: bool,
    pub valid_from: String,
    pub valid_to: Option<String>,
}

const ITEM: &str = "id, code, name_vi, name_en, norm, source, confirmed, valid_from, valid_to";

/// The whole catalogue, by code and day.
pub async fn all(db: &impl Read) -> Result<Vec<Item>> {
    let sql = format!("SELECT {ITEM} FROM budget_item ORDER BY code, valid_from, id");
    db.rows(&sql, vec![]).await
}

/// Items in force on some day between two.
pub async fn in_force(db: &impl Read, from: Day, to: Day) -> Result<Vec<Item>> {
    let sql = format!(
        "SELECT {ITEM} FROM budget_item WHERE valid_from <= $2 AND (valid_to IS NULL OR valid_to >= $1) \
         ORDER BY code, valid_from, id"
    );
    let mut found: Vec<Item> = db.rows(&sql, vec![from.to_string().into(), to.to_string().into()]).await?;
    // Of two versions of one item within the year the later one counts.
    found.reverse();
    found.dedup_by(|a, b| a.code == b.code);
    found.reverse();
    Ok(found)
}

/// An item by id.
pub async fn get(db: &impl Read, id: i64) -> Result<Item> {
    let sql = format!("SELECT {ITEM} FROM budget_item WHERE id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// What a new item is made of.
#[derive(Debug, Clone)]
pub struct NewItem {
    pub code: String,
    pub name: (String, String),
    pub norm: String,
    pub source: String,
    pub confirmed: bool,
    pub from: Day,
    pub to: Option<Day>,
}

/// Adds an item; none where one of this code begins on this day already.
pub async fn add(tx: &Tx, new: &NewItem) -> Result<Option<i64>> {
    let id = tx
        .insert(
            "INSERT INTO budget_item (code, name_vi, name_en, norm, source, confirmed, valid_from, valid_to) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (code, valid_from) DO NOTHING",
            vec![
                new.code.clone().into(),
                new.name.0.clone().into(),
                new.name.1.clone().into(),
                new.norm.clone().into(),
                new.source.clone().into(),
                new.confirmed.into(),
                new.from.to_string().into(),
                new.to.map(|d| d.to_string()).into(),
            ],
        )
        .await?;
    Ok((id > 0).then_some(id))
}

/// Ends an item with a day; false where it has ended before.
pub async fn end(tx: &Tx, id: i64, on: Day) -> Result<bool> {
    let sql = "UPDATE budget_item SET valid_to = $2 WHERE id = $1 AND (valid_to IS NULL OR valid_to > $2) AND valid_from <= $2";
    Ok(tx.exec(sql, vec![id.into(), on.to_string().into()]).await? > 0)
}

/// How many there are: what ships is added to an empty catalogue only.
pub async fn count(db: &impl Read) -> Result<i64> {
    db.number("SELECT COUNT(*) FROM budget_item", vec![]).await
}
