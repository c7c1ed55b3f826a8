//! Briefs as they were sent, and who declined them.

use kernel::Day;
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A brief.
#[derive(Debug, Clone, FromRow)]
pub struct Row {
    pub id: i64,
    pub agency_id: i64,
    /// Monday of its week.
    pub week_on: String,
    /// The brief as JSON, frozen.
    pub content: String,
    pub pdf_hash: String,
    /// To how many it was mailed or told.
    pub receivers: i64,
    pub composed_at: i64,
}

const ROW: &str = "b.id, b.agency_id, b.week_on, b.content, b.pdf_hash, b.receivers, b.composed_at";

/// All briefs, the newest week first; conditions name the table `b`.
pub fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 2] = [
        SortKey { name: "tuan", sql: "b.week_on", number: false },
        SortKey { name: "co-quan", sql: "b.agency_id", number: true },
    ];
    ListQuery::new(ROW, "brief b", "b.id", &SORTS).descending()
}

/// A brief by id.
pub async fn get(db: &impl Read, id: i64) -> Result<Row> {
    let sql = format!("SELECT {ROW} FROM brief b WHERE b.id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// The brief of an agency and a week.
pub async fn of(db: &impl Read, agency: i64, week: Day) -> Result<Option<Row>> {
    let sql = format!("SELECT {ROW} FROM brief b WHERE b.agency_id = $1 AND b.week_on = $2");
    db.row(&sql, vec![agency.into(), week.to_string().into()]).await
}

/// Freezes a brief; none where the week has one.
pub async fn add(
    tx: &Tx,
    (agency, week): (i64, Day),
    (content, pdf_hash): (&str, &str),
    receivers: usize,
) -> Result<Option<i64>> {
    let id = tx
        .insert(
            "INSERT INTO brief (agency_id, week_on, content, pdf_hash, receivers, composed_at) VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT (agency_id, week_on) DO NOTHING",
            vec![
                agency.into(),
                week.to_string().into(),
                content.into(),
                pdf_hash.into(),
                i64::try_from(receivers).unwrap_or(i64::MAX).into(),
                tx.at().micros().into(),
            ],
        )
        .await?;
    Ok((id > 0).then_some(id))
}

/// Whether an account declined its briefs.
pub async fn declined(db: &impl Read, account: i64) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM brief_declined WHERE account_id = $1";
    Ok(db.number(sql, vec![account.into()]).await? > 0)
}

/// Keeps that an account declines, or does so no more.
pub async fn choose(tx: &Tx, account: i64, declines: bool) -> Result<()> {
    if declines {
        let sql =
            "INSERT INTO brief_declined (account_id, at) VALUES ($1, $2) ON CONFLICT (account_id) DO NOTHING";
        tx.exec(sql, vec![account.into(), tx.at().micros().into()]).await?;
        return Ok(());
    }
    forget(tx, account).await
}

/// Forgets the choice of an account.
pub async fn forget(tx: &Tx, account: i64) -> Result<()> {
    tx.exec("DELETE FROM brief_declined WHERE account_id = $1", vec![account.into()]).await?;
    Ok(())
}
