//! SQL of announcement decisions (quyết định công bố).

use kernel::Day;
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A decision.
#[derive(Debug, Clone, FromRow)]
pub struct Announcement {
    pub id: i64,
    pub number: String,
    pub issuer: String,
    pub agency_id: i64,
    pub subject: String,
    pub signed_on: Option<String>,
    pub signer: String,
    pub signer_post: String,
    pub shortened: bool,
    pub basis_number: String,
    pub basis_title: String,
    pub basis_issued_on: Option<String>,
    pub effect_on: String,
    pub due_on: String,
    pub proposal: String,
    pub changes: i64,
}

const COLUMNS: &str = "a.id, a.number, a.issuer, a.agency_id, a.subject, a.signed_on, a.signer, a.signer_post, a.shortened, \
                       a.basis_number, a.basis_title, a.basis_issued_on, a.effect_on, a.due_on, a.proposal, \
                       (SELECT COUNT(*) FROM procedure_change c WHERE c.announcement_id = a.id) AS changes";

impl Announcement {
    /// Day of signing, once it is signed.
    pub fn signed(&self) -> Option<Day> {
        self.signed_on.as_deref().and_then(|d| d.parse().ok())
    }
}

/// All decisions, the newest first.
pub fn announcements() -> ListQuery<'static> {
    const SORTS: [SortKey; 4] = [
        SortKey { name: "ngay", sql: "COALESCE(a.signed_on, '9999-12-31')", number: false },
        SortKey { name: "so", sql: "a.number", number: false },
        SortKey { name: "hieu-luc", sql: "a.effect_on", number: false },
        SortKey { name: "han", sql: "a.due_on", number: false },
    ];
    ListQuery::new(COLUMNS, "announcement a", "a.id", &SORTS).descending()
}

/// One decision.
pub async fn announcement(db: &impl Read, id: i64) -> Result<Announcement> {
    let sql = format!("SELECT {COLUMNS} FROM announcement a WHERE a.id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// The decisions not signed yet, for a change to go into.
pub async fn unsigned(db: &impl Read) -> Result<Vec<Announcement>> {
    let sql = format!("SELECT {COLUMNS} FROM announcement a WHERE a.signed_on IS NULL ORDER BY a.id DESC");
    db.rows(&sql, vec![]).await
}

/// What a decision says of itself.
#[derive(Debug, Clone)]
pub struct Announced {
    pub number: String,
    pub issuer: String,
    pub agency: i64,
    pub subject: String,
    pub signer: String,
    pub signer_post: String,
    pub shortened: bool,
    pub basis_number: String,
    pub basis_title: String,
    pub basis_issued: Option<Day>,
    pub effect: Day,
    pub due: Day,
    pub proposal: String,
}

fn values(new: &Announced) -> Vec<sea_orm::Value> {
    vec![
        new.number.clone().into(),
        new.issuer.clone().into(),
        new.agency.into(),
        new.subject.clone().into(),
        new.signer.clone().into(),
        new.signer_post.clone().into(),
        new.shortened.into(),
        new.basis_number.clone().into(),
        new.basis_title.clone().into(),
        new.basis_issued.map(|d| d.to_string()).into(),
        new.effect.to_string().into(),
        new.due.to_string().into(),
        new.proposal.clone().into(),
    ]
}

/// Opens a decision.
pub async fn add_announcement(tx: &Tx, new: &Announced) -> Result<i64> {
    let mut all = values(new);
    all.push(tx.at().micros().into());
    tx.insert(
        "INSERT INTO announcement (number, issuer, agency_id, subject, signer, signer_post, shortened, basis_number, \
         basis_title, basis_issued_on, effect_on, due_on, proposal, opened_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        all,
    )
    .await
}

/// Changes a decision that is not signed yet.
pub async fn write_announcement(tx: &Tx, id: i64, new: &Announced) -> Result<bool> {
    let mut all = values(new);
    all.push(id.into());
    let touched = tx
        .exec(
            "UPDATE announcement SET number = $1, issuer = $2, agency_id = $3, subject = $4, signer = $5, signer_post = $6, \
             shortened = $7, basis_number = $8, basis_title = $9, basis_issued_on = $10, effect_on = $11, due_on = $12, \
             proposal = $13 WHERE id = $14 AND signed_on IS NULL",
            all,
        )
        .await?;
    Ok(touched > 0)
}

/// Signs a decision; false when it is signed already.
pub async fn sign_announcement(tx: &Tx, id: i64, number: &str, on: Day) -> Result<bool> {
    let sql = "UPDATE announcement SET number = $2, signed_on = $3 WHERE id = $1 AND signed_on IS NULL";
    Ok(tx.exec(sql, vec![id.into(), number.into(), on.to_string().into()]).await? > 0)
}
