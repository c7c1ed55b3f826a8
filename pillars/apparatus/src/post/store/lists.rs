//! Lists of results handed to the post: of an agency, a service and a day, with their sum.

use super::items::ItemRow;
use kernel::Day;
use platform::error::Result;
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A list.
#[derive(Debug, Clone, FromRow)]
pub struct ListRow {
    /// Id.
    pub id: i64,
    /// Agency.
    pub agency_id: i64,
    /// Code of the service.
    pub service: String,
    /// Number.
    pub number: String,
    /// Made on.
    pub made_on: String,
    /// By whom.
    pub maker_name: String,
    /// Handed to the post.
    pub handed_on: Option<String>,
    /// By whom.
    pub handed_by: Option<String>,
    /// Who took it at the post.
    pub taken_by: Option<String>,
    /// Consignments.
    pub items: i64,
    /// What the post asks for them, đồng.
    pub fee: i64,
}

const COLUMNS: &str = "l.id, l.agency_id, l.service, l.number, l.made_on, l.maker_name, l.handed_on, l.handed_by, \
                       l.taken_by, (SELECT COUNT(*) FROM post_item i WHERE i.list_id = l.id) AS items, \
                       COALESCE((SELECT CAST(SUM(i.fee) AS BIGINT) FROM post_item i WHERE i.list_id = l.id), 0) AS fee";

/// Lists, the newest first; conditions name the table `l`.
pub fn lists() -> ListQuery<'static> {
    const SORTS: [SortKey; 2] = [
        SortKey { name: "luc", sql: "l.made_at", number: true },
        SortKey { name: "giao", sql: "COALESCE(l.handed_on, '')", number: false },
    ];
    ListQuery::new(COLUMNS, "post_list l", "l.id", &SORTS).descending()
}

/// A list by id.
pub async fn list(db: &impl Read, id: i64) -> Result<Option<ListRow>> {
    db.row(&format!("SELECT {COLUMNS} FROM post_list l WHERE l.id = $1"), vec![id.into()]).await
}

/// Takes a list in hand.
pub async fn lock_list(tx: &Tx, id: i64) -> Result<Option<ListRow>> {
    tx.exec("UPDATE post_list SET version = version + 1 WHERE id = $1", vec![id.into()]).await?;
    list(tx, id).await
}

/// The next number of a scope, without gaps.
pub async fn next_number(tx: &Tx, scope: &str) -> Result<i64> {
    let sql = "INSERT INTO post_number (scope, last) VALUES ($1, 1) \
               ON CONFLICT (scope) DO UPDATE SET last = post_number.last + 1 RETURNING last";
    tx.number(sql, vec![scope.into()]).await
}

/// Takes the turn of an agency at entering results: whoever comes second waits, and sees what the first one entered.
pub async fn take_turn(tx: &Tx, agency: i64) -> Result<()> {
    next_number(tx, &format!("enter:{agency}")).await?;
    Ok(())
}

/// Makes a list.
pub async fn add_list(tx: &Tx, agency: i64, service: &str, number: &str) -> Result<i64> {
    tx.insert(
        "INSERT INTO post_list (agency_id, service, number, made_at, made_on, maker_name, version) \
         VALUES ($1, $2, $3, $4, $5, $6, 1)",
        vec![
            agency.into(),
            service.into(),
            number.into(),
            tx.at().micros().into(),
            tx.at().day().to_string().into(),
            tx.by().name.clone().into(),
        ],
    )
    .await
}

/// Results of an agency and service that wait to be put on a list, the oldest first; a list has no more than these.
pub async fn waiting(db: &impl Read, agency: i64, service: &str, most: i64) -> Result<Vec<i64>> {
    #[derive(FromRow)]
    struct Waiting {
        id: i64,
    }
    let sql = "SELECT id FROM post_item WHERE agency_id = $1 AND service = $2 AND state = 'waiting' ORDER BY id LIMIT $3";
    let rows: Vec<Waiting> = db.rows(sql, vec![agency.into(), service.into(), most.into()]).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// The consignments of a list, in their order.
pub async fn items_of_list(db: &impl Read, list: i64) -> Result<Vec<ItemRow>> {
    let sql = "SELECT i.id, i.direction, i.agency_id, i.dossier_id, i.dossier_code, i.tracking_key, i.subject, i.account_id, \
               i.name, i.address, i.phone, i.email, i.service, i.zone, i.number, i.public_key, i.state, i.list_id, i.fee, \
               i.fee_by, i.made_at, i.made_on, i.postmark_on, i.posted_on, i.ended_on, i.attempts, i.reason_code, i.reason \
               FROM post_item i WHERE i.list_id = $1 ORDER BY i.id";
    db.rows(sql, vec![list.into()]).await
}

/// Writes that the post has taken a list.
pub async fn hand_over(tx: &Tx, id: i64, on: Day, taken_by: &str) -> Result<()> {
    tx.exec(
        "UPDATE post_list SET handed_on = $2, handed_at = $3, handed_by = $4, taken_by = $5 WHERE id = $1",
        vec![
            id.into(),
            on.to_string().into(),
            tx.at().micros().into(),
            tx.by().name.clone().into(),
            taken_by.into(),
        ],
    )
    .await?;
    Ok(())
}
