//! Moves of running dossiers to today's flow: what was asked for at once, and how it went with each dossier.

use platform::error::Result;
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Actor, Read, Tx};

/// A move of several dossiers.
#[derive(Debug, Clone, FromRow)]
pub struct FlowMove {
    /// Id.
    pub id: i64,
    /// When it was asked for.
    pub asked_at: i64,
    /// Account of who asked.
    pub asker_id: i64,
    /// Who asked.
    pub asker_name: String,
    /// The agency they acted for.
    pub unit_id: Option<i64>,
    /// Why.
    pub reason: String,
    /// Dossiers.
    pub total: i64,
    /// When the last of them was come to.
    pub ended_at: Option<i64>,
    /// Dossiers that were come to so far.
    pub done: i64,
    /// Those of them that were moved.
    pub moved: i64,
}

const MOVE: &str = "m.id, m.asked_at, m.asker_id, m.asker_name, m.unit_id, m.reason, m.total, m.ended_at, \
                    (SELECT COUNT(*) FROM flow_move_item i WHERE i.move_id = m.id AND i.ended_at IS NOT NULL) AS done, \
                    (SELECT COUNT(*) FROM flow_move_item i WHERE i.move_id = m.id AND i.moved) AS moved";

/// A dossier of a move that is asked for.
#[derive(Debug, Clone)]
pub struct NewMoveItem {
    /// The dossier.
    pub dossier_id: i64,
    /// Its code.
    pub code: String,
    /// Its agency.
    pub agency_id: i64,
    /// Version of the dossier that was seen, where it was chosen by itself.
    pub seen: Option<i64>,
    /// Id of the flow's version that it shall move to.
    pub version_id: i64,
}

/// A dossier of a move.
#[derive(Debug, Clone, FromRow)]
pub struct MoveItem {
    /// Id.
    pub id: i64,
    /// The dossier.
    pub dossier_id: i64,
    /// Its code.
    pub code: String,
    /// Its agency.
    pub agency_id: i64,
    /// Version of the dossier that was seen, where it was chosen by itself.
    pub seen: Option<i64>,
    /// Id of the flow's version that it shall move to.
    pub version_id: i64,
    /// When it was come to.
    pub ended_at: Option<i64>,
    /// It was moved.
    pub moved: bool,
    /// Key of the message why it was left.
    pub why_key: Option<String>,
    /// Arguments of the message, JSON list of names and values.
    pub why_args: Option<String>,
}

const ITEM: &str = "i.id, i.dossier_id, i.code, i.agency_id, i.seen, i.version_id, i.ended_at, i.moved, i.why_key, i.why_args";

/// Why a dossier of a move was left where it stands.
#[derive(Debug, Clone)]
pub struct NotMoved {
    /// Id of the dossier's row in the move.
    pub item: i64,
    /// Key of the message.
    pub key: String,
    /// Its arguments, JSON list of names and values.
    pub args: String,
}

/// Writes what is asked for; its id.
pub async fn add_flow_move(
    tx: &Tx,
    by: &Actor,
    asker: i64,
    reason: &str,
    items: &[NewMoveItem],
) -> Result<i64> {
    let id = tx
        .insert(
            "INSERT INTO flow_move (asked_at, asker_id, asker_name, unit_id, reason, total) VALUES ($1, $2, $3, $4, $5, $6)",
            vec![
                tx.at().micros().into(),
                asker.into(),
                by.name.clone().into(),
                by.unit_id.into(),
                reason.into(),
                i64::try_from(items.len()).unwrap_or(i64::MAX).into(),
            ],
        )
        .await?;
    let row = |item: &NewMoveItem| {
        vec![
            id.into(),
            item.dossier_id.into(),
            item.code.clone().into(),
            item.agency_id.into(),
            item.seen.into(),
            item.version_id.into(),
        ]
    };
    tx.insert_many(
        "INSERT INTO flow_move_item (move_id, dossier_id, code, agency_id, seen, version_id)",
        items.iter().map(row).collect(),
    )
    .await?;
    Ok(id)
}

/// A move by id.
pub async fn flow_move(db: &impl Read, id: i64) -> Result<Option<FlowMove>> {
    db.row(&format!("SELECT {MOVE} FROM flow_move m WHERE m.id = $1"), vec![id.into()]).await
}

/// The moves that a person asked for, the last first.
pub fn flow_moves(asker: i64) -> ListQuery<'static> {
    const SORTS: [SortKey; 1] = [SortKey { name: "luc", sql: "m.asked_at", number: true }];
    let mut list = ListQuery::new(MOVE, "flow_move m", "m.id", &SORTS).descending();
    list.and("m.asker_id = ?", [asker.into()]);
    list
}

/// The dossiers of a move.
pub fn move_items(of: i64) -> ListQuery<'static> {
    const SORTS: [SortKey; 2] = [
        SortKey { name: "ma", sql: "i.code", number: false },
        SortKey { name: "luc", sql: "COALESCE(i.ended_at, 0)", number: true },
    ];
    let mut list = ListQuery::new(ITEM, "flow_move_item i", "i.id", &SORTS);
    list.and("i.move_id = ?", [of.into()]);
    list
}

/// Dossiers of a move that were not come to yet, after one of them.
pub async fn items_to_move(db: &impl Read, of: i64, after: i64, most: i64) -> Result<Vec<MoveItem>> {
    let sql = format!(
        "SELECT {ITEM} FROM flow_move_item i WHERE i.move_id = $1 AND i.id > $2 AND i.ended_at IS NULL \
         ORDER BY i.id LIMIT $3"
    );
    db.rows(&sql, vec![of.into(), after.into(), most.into()]).await
}

/// Notes that a dossier of a move was moved.
pub async fn item_moved(tx: &Tx, item: i64) -> Result<()> {
    let sql = "UPDATE flow_move_item SET ended_at = $2, moved = TRUE WHERE id = $1";
    tx.exec(sql, vec![item.into(), tx.at().micros().into()]).await?;
    Ok(())
}

/// Notes why a dossier of a move was left.
pub async fn item_left(tx: &Tx, left: &NotMoved) -> Result<()> {
    tx.exec(
        "UPDATE flow_move_item SET ended_at = $2, why_key = $3, why_args = $4 WHERE id = $1 AND ended_at IS NULL",
        vec![
            left.item.into(),
            tx.at().micros().into(),
            left.key.clone().into(),
            left.args.clone().into(),
        ],
    )
    .await?;
    Ok(())
}

/// Ends a move of which all dossiers were come to; whether it ran until now.
pub async fn end_flow_move(tx: &Tx, id: i64) -> Result<bool> {
    let sql = "UPDATE flow_move SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL AND NOT EXISTS \
               (SELECT 1 FROM flow_move_item i WHERE i.move_id = $1 AND i.ended_at IS NULL)";
    Ok(tx.exec(sql, vec![id.into(), tx.at().micros().into()]).await? > 0)
}
