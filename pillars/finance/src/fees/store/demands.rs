//! Demands and their lines.

use crate::fees::rules::demand::{Line, Standing, Sums};
use crate::fees::rules::schedule::Relief;
use kernel::Day;
use platform::error::Result;
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};
use sea_orm::Value;

/// A demand. Its sums are kept beside its lines and payments, so that a list never reads them all.
#[derive(Debug, Clone, FromRow)]
pub struct DemandRow {
    pub id: i64,
    pub dossier_id: i64,
    pub dossier_code: String,
    pub tracking_key: String,
    pub agency_id: i64,
    pub procedure_code: String,
    pub procedure_name: String,
    pub payer_name: String,
    pub pay_key: String,
    pub made_at: i64,
    pub rates_on: String,
    pub relief_code: Option<String>,
    pub relief_name: Option<String>,
    pub relief_ground: Option<String>,
    pub due: i64,
    pub paid: i64,
    pub refunded: i64,
}

impl DemandRow {
    /// Its sums.
    pub fn sums(&self) -> Sums {
        Sums { due: self.due, paid: self.paid, refunded: self.refunded }
    }

    /// How it stands.
    pub fn standing(&self) -> Standing {
        self.sums().standing()
    }
}

const COLUMNS: &str = "d.id, d.dossier_id, d.dossier_code, d.tracking_key, d.agency_id, d.procedure_code, d.procedure_name, \
    d.payer_name, d.pay_key, d.made_at, d.rates_on, d.relief_code, d.relief_name, d.relief_ground, \
    d.due, d.paid, d.refunded";

/// A demand to make.
#[derive(Debug, Clone)]
pub struct NewDemand {
    pub dossier: contracts::fees::FeeDossier,
    pub pay_key: String,
    pub rates_on: Day,
    pub lines: Vec<Line>,
}

/// Makes a demand with its lines; none if the dossier has one.
pub async fn add_demand(tx: &Tx, new: NewDemand) -> Result<Option<i64>> {
    let dossier = new.dossier;
    let amount: i64 = new.lines.iter().map(|l| l.amount).sum();
    let due: i64 = new.lines.iter().map(Line::due).sum();
    let id = tx
        .insert(
            "INSERT INTO fee_demand (dossier_id, dossier_code, tracking_key, agency_id, procedure_code, procedure_name, field, \
             channel, account_id, payer_name, payer_folded, pay_key, made_at, rates_on, amount, due, paid, refunded, \
             paid_online, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 0, 0, $17, 1) \
             ON CONFLICT (dossier_id) DO NOTHING",
            vec![
                dossier.id.into(),
                dossier.code.into(),
                dossier.tracking_key.into(),
                dossier.agency_id.into(),
                dossier.procedure.into(),
                dossier.procedure_name.into(),
                dossier.field.into(),
                dossier.channel.code().into(),
                dossier.account_id.into(),
                dossier.payer.clone().into(),
                kernel::text::fold(&dossier.payer).into(),
                new.pay_key.into(),
                tx.at().micros().into(),
                new.rates_on.to_string().into(),
                amount.into(),
                due.into(),
                false.into(),
            ],
        )
        .await?;
    if id <= 0 {
        return Ok(None);
    }
    add_lines(tx, id, &new.lines.into_iter().map(|line| NewLine { line, paid: 0 }).collect::<Vec<_>>())
        .await?;
    Ok(Some(id))
}

/// A line to write.
#[derive(Debug, Clone)]
struct NewLine {
    line: Line,
    paid: i64,
}

/// Adds lines.
async fn add_lines(tx: &Tx, demand: i64, lines: &[NewLine]) -> Result<()> {
    let rows: Vec<Vec<Value>> = lines
        .iter()
        .map(|NewLine { line, paid }| {
            vec![
                demand.into(),
                line.kind.code().into(),
                line.name.clone().into(),
                line.unit.clone().into(),
                line.quantity.into(),
                line.each.into(),
                line.amount.into(),
                line.relieved.into(),
                (*paid).into(),
                line.basis.clone().into(),
            ]
        })
        .collect();
    tx.insert_many(
        "INSERT INTO fee_line (demand_id, kind, name, unit, quantity, each_amount, amount, relieved, paid, basis)",
        rows,
    )
    .await
}

/// Writes the lines of a demand anew; lawful only while nothing was paid on them.
pub async fn replace_lines(tx: &Tx, demand: i64, lines: Vec<Line>) -> Result<()> {
    tx.exec("DELETE FROM fee_line WHERE demand_id = $1", vec![demand.into()]).await?;
    let amount: i64 = lines.iter().map(|l| l.amount).sum();
    let due: i64 = lines.iter().map(Line::due).sum();
    add_lines(tx, demand, &lines.into_iter().map(|line| NewLine { line, paid: 0 }).collect::<Vec<_>>())
        .await?;
    tx.exec(
        "UPDATE fee_demand SET amount = $2, due = $3 WHERE id = $1",
        vec![demand.into(), amount.into(), due.into()],
    )
    .await?;
    Ok(())
}

/// Names the group that is exempt or pays less.
pub async fn set_relief(tx: &Tx, demand: i64, relief: Option<&Relief>) -> Result<()> {
    tx.exec(
        "UPDATE fee_demand SET relief_code = $2, relief_name = $3, relief_ground = $4 WHERE id = $1",
        vec![
            demand.into(),
            relief.map(|r| r.code.clone()).into(),
            relief.map(|r| r.name.clone()).into(),
            relief.map(|r| r.ground.clone()).into(),
        ],
    )
    .await?;
    Ok(())
}

/// A line as stored.
#[derive(Debug, Clone, FromRow)]
pub struct LineRow {
    pub id: i64,
    pub kind: String,
    pub name: String,
    pub unit: String,
    pub quantity: i64,
    pub each_amount: i64,
    pub amount: i64,
    pub relieved: i64,
    pub paid: i64,
    pub basis: String,
}

impl LineRow {
    /// What it still owes.
    pub fn owed(&self) -> i64 {
        self.amount - self.relieved - self.paid
    }
}

/// The lines of a demand, in their order.
pub async fn lines_of(db: &impl Read, demand: i64) -> Result<Vec<LineRow>> {
    db.rows(
        "SELECT id, kind, name, unit, quantity, each_amount, amount, relieved, paid, basis FROM fee_line WHERE demand_id = $1 \
         ORDER BY id",
        vec![demand.into()],
    )
    .await
}

/// A demand by id.
pub async fn demand(db: &impl Read, id: i64) -> Result<Option<DemandRow>> {
    db.row(&format!("SELECT {COLUMNS} FROM fee_demand d WHERE d.id = $1"), vec![id.into()]).await
}

/// The demand of a dossier.
pub async fn demand_of_dossier(db: &impl Read, dossier: i64) -> Result<Option<DemandRow>> {
    db.row(&format!("SELECT {COLUMNS} FROM fee_demand d WHERE d.dossier_id = $1"), vec![dossier.into()]).await
}

/// A dossier of which money is held, and whether some of it came through the network.
#[derive(Debug, Clone, FromRow)]
pub struct PaidRow {
    pub dossier_id: i64,
    pub paid_online: bool,
}

/// Those from one dossier to another.
pub async fn paid_between(db: &impl Read, (first, last): (i64, i64)) -> Result<Vec<PaidRow>> {
    let sql = "SELECT dossier_id, paid_online FROM fee_demand \
               WHERE dossier_id >= $1 AND dossier_id <= $2 AND paid > refunded ORDER BY dossier_id";
    db.rows(sql, vec![first.into(), last.into()]).await
}

/// The demand a key leads to.
pub async fn demand_of_key(db: &impl Read, key: &str) -> Result<Option<DemandRow>> {
    db.row(&format!("SELECT {COLUMNS} FROM fee_demand d WHERE d.pay_key = $1"), vec![key.into()]).await
}

/// Takes a demand in hand: whoever comes second waits for the first, and reads what that one left.
pub async fn lock(tx: &Tx, id: i64) -> Result<Option<DemandRow>> {
    tx.exec("UPDATE fee_demand SET version = version + 1 WHERE id = $1", vec![id.into()]).await?;
    demand(tx, id).await
}

/// The same by its dossier.
pub async fn lock_of_dossier(tx: &Tx, dossier: i64) -> Result<Option<DemandRow>> {
    let found = demand_of_dossier(tx, dossier).await?;
    match found {
        Some(found) => lock(tx, found.id).await,
        None => Ok(None),
    }
}

/// Keeps the sums of a demand as its lines, payments and refunds say, and since when all is paid.
pub async fn save_sums(tx: &Tx, id: i64) -> Result<()> {
    tx.exec(
        "UPDATE fee_demand SET \
         paid = COALESCE((SELECT CAST(SUM(p.amount) AS BIGINT) FROM fee_payment p WHERE p.demand_id = $1 AND p.cancelled_at IS NULL), 0), \
         refunded = COALESCE((SELECT CAST(SUM(f.amount) AS BIGINT) FROM fee_refund f WHERE f.demand_id = $1 AND f.state = 'done'), 0), \
         paid_online = EXISTS (SELECT 1 FROM fee_payment p WHERE p.demand_id = $1 AND p.cancelled_at IS NULL AND p.way = 'online') \
         WHERE id = $1",
        vec![id.into()],
    )
    .await?;
    let today = tx.at().day().to_string();
    tx.exec(
        "UPDATE fee_demand SET settled_on = CASE WHEN paid < due THEN NULL WHEN settled_on IS NULL THEN $2 ELSE settled_on END \
         WHERE id = $1",
        vec![id.into(), today.into()],
    )
    .await?;
    Ok(())
}

/// Demands, newest first; conditions name the table `d`.
pub fn demands() -> ListQuery<'static> {
    const SORTS: [SortKey; 3] = [
        SortKey { name: "luc", sql: "d.made_at", number: true },
        SortKey { name: "con-thieu", sql: "(d.due - d.paid)", number: true },
        SortKey { name: "phai-nop", sql: "d.due", number: true },
    ];
    ListQuery::new(COLUMNS, "fee_demand d", "d.id", &SORTS).descending()
}

/// The demands of an account's dossiers.
pub async fn of_account(db: &impl Read, account: i64) -> Result<Vec<DemandRow>> {
    db.rows(
        &format!("SELECT {COLUMNS} FROM fee_demand d WHERE d.account_id = $1 ORDER BY d.id"),
        vec![account.into()],
    )
    .await
}

/// Takes the link to an account from its demands.
pub async fn unlink_account(tx: &Tx, account: i64) -> Result<()> {
    tx.exec("UPDATE fee_demand SET account_id = NULL WHERE account_id = $1", vec![account.into()]).await?;
    Ok(())
}

/// The condition of a standing on the table `d`.
pub fn stands(standing: Standing) -> &'static str {
    match standing {
        Standing::Over => "d.paid - d.refunded > d.due",
        Standing::Exempt => "d.due = 0 AND d.paid - d.refunded = 0",
        Standing::Settled => "d.due > 0 AND d.paid >= d.due AND d.paid - d.refunded <= d.due",
        Standing::Part => "d.paid > 0 AND d.paid < d.due",
        Standing::Open => "d.due > 0 AND d.paid = 0",
    }
}
