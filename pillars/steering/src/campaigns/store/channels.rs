//! Channels of communication: the catalogue, each from a day on and perhaps until one.

use kernel::Day;
use platform::error::Result;
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A channel.
#[derive(Debug, Clone, FromRow)]
pub struct Channel {
    pub code: String,
    pub name: String,
    pub name_en: String,
    /// What is counted on it, such as "tin, bài".
    pub unit: String,
    pub valid_from: String,
    pub valid_to: Option<String>,
}

const CHANNEL: &str = "k.code, k.name, k.name_en, k.unit, k.valid_from, k.valid_to";

/// All channels; conditions name the table `k`.
pub fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 3] = [
        SortKey { name: "ten", sql: "k.name", number: false },
        SortKey { name: "ma", sql: "k.code", number: false },
        SortKey { name: "tu", sql: "k.valid_from", number: false },
    ];
    ListQuery::new(CHANNEL, "comm_channel k", "k.id", &SORTS)
}

/// All channels there ever were, by name.
pub async fn all(db: &impl Read) -> Result<Vec<Channel>> {
    db.rows(&format!("SELECT {CHANNEL} FROM comm_channel k ORDER BY k.name, k.id"), vec![]).await
}

/// Adds a channel; false where its code is taken.
pub async fn add(tx: &Tx, new: &Channel) -> Result<bool> {
    let id = tx
        .insert(
            "INSERT INTO comm_channel (code, name, name_en, unit, valid_from) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (code) DO NOTHING",
            vec![
                new.code.clone().into(),
                new.name.clone().into(),
                new.name_en.clone().into(),
                new.unit.clone().into(),
                new.valid_from.clone().into(),
            ],
        )
        .await?;
    Ok(id > 0)
}

/// Ends a channel with a day; false where it has ended already.
pub async fn end(tx: &Tx, code: &str, on: Day) -> Result<bool> {
    let sql =
        "UPDATE comm_channel SET valid_to = $2 WHERE code = $1 AND valid_to IS NULL AND valid_from <= $2";
    Ok(tx.exec(sql, vec![code.into(), on.to_string().into()]).await? > 0)
}
