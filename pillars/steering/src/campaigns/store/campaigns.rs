//! Campaigns and planned pieces by edition of their plan. A campaign's line is the campaign itself, in every edition.

use super::super::rules::{CampaignWords, PlannedWords};
use super::plans::Plan;
use kernel::Day;
use kernel::text::fold;
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};
use std::collections::BTreeMap;

/// A campaign in one edition.
#[derive(Debug, Clone, FromRow)]
pub struct Campaign {
    pub line_id: i64,
    pub plan_id: i64,
    pub edition: i64,
    pub agency_id: i64,
    pub year: i64,
    pub name: String,
    pub aim: String,
    pub audience: String,
    pub field: String,
    pub task_line: Option<i64>,
    pub task_name: String,
    pub from_on: String,
    pub to_on: String,
}

impl Campaign {
    /// As it is written.
    pub fn words(&self) -> Result<CampaignWords> {
        let day = |text: &str| text.parse::<Day>().map_err(|e| Error::fault("comm_campaign", e));
        Ok(CampaignWords {
            name: self.name.clone(),
            aim: self.aim.clone(),
            audience: self.audience.clone(),
            field: self.field.clone(),
            task: self.task_line.map(|line| (line, self.task_name.clone())),
            from: day(&self.from_on)?,
            to: day(&self.to_on)?,
        })
    }
}

const CAMPAIGN: &str = "c.line_id, c.plan_id, c.edition, p.agency_id, p.year, c.name, c.aim, c.audience, c.field, c.task_line, \
                        c.task_name, c.from_on, c.to_on";

/// Campaigns in force; conditions name the tables `c` and `p`.
pub fn in_force() -> ListQuery<'static> {
    const SORTS: [SortKey; 3] = [
        SortKey { name: "tu", sql: "c.from_on", number: false },
        SortKey { name: "ten", sql: "c.folded", number: false },
        SortKey { name: "co-quan", sql: "p.agency_id", number: true },
    ];
    ListQuery::new(
        CAMPAIGN,
        "comm_campaign c JOIN comm_plan p ON p.id = c.plan_id AND c.edition = p.in_force",
        "c.line_id",
        &SORTS,
    )
    .descending()
}

/// Campaigns of one edition, in its order.
pub async fn of_edition(db: &impl Read, plan: i64, edition: i64) -> Result<Vec<Campaign>> {
    let sql = format!(
        "SELECT {CAMPAIGN} FROM comm_campaign c JOIN comm_plan p ON p.id = c.plan_id \
         WHERE c.plan_id = $1 AND c.edition = $2 ORDER BY c.position, c.id"
    );
    db.rows(&sql, vec![plan.into(), edition.into()]).await
}

/// All campaigns in force of the years from one on.
pub async fn open_since(db: &impl Read, year: i32) -> Result<Vec<Campaign>> {
    let sql = format!(
        "SELECT {CAMPAIGN} FROM comm_campaign c JOIN comm_plan p ON p.id = c.plan_id AND c.edition = p.in_force \
         WHERE p.year >= $1 ORDER BY p.year DESC, p.agency_id, c.position, c.id"
    );
    db.rows(&sql, vec![i64::from(year).into()]).await
}

/// A campaign in an edition.
pub async fn in_edition(db: &impl Read, line: i64, edition: i64) -> Result<Option<Campaign>> {
    let sql = format!(
        "SELECT {CAMPAIGN} FROM comm_campaign c JOIN comm_plan p ON p.id = c.plan_id \
         WHERE c.line_id = $1 AND c.edition = $2"
    );
    db.row(&sql, vec![line.into(), edition.into()]).await
}

/// A campaign as it counts now: in force, else as it is being written.
pub async fn now(db: &impl Read, line: i64) -> Result<Campaign> {
    let sql = format!(
        "SELECT {CAMPAIGN} FROM comm_campaign c JOIN comm_plan p ON p.id = c.plan_id WHERE c.line_id = $1 \
         ORDER BY CASE WHEN c.edition = p.in_force THEN 0 ELSE 1 END, c.edition DESC LIMIT 1"
    );
    db.row(&sql, vec![line.into()]).await?.ok_or(Error::NotFound)
}

/// Adds a campaign to the newest edition: its line; none where the edition has one of that name.
pub async fn add(tx: &Tx, plan: &Plan, words: &CampaignWords) -> Result<Option<i64>> {
    let known = tx
        .number(
            "SELECT COUNT(*) FROM comm_campaign WHERE plan_id = $1 AND edition = $2 AND folded = $3",
            vec![plan.id.into(), plan.edition.into(), fold(&words.name).into()],
        )
        .await?;
    if known > 0 {
        return Ok(None);
    }
    let line = tx.insert("INSERT INTO comm_line (plan_id) VALUES ($1)", vec![plan.id.into()]).await?;
    tx.insert(
        "INSERT INTO comm_campaign (plan_id, edition, line_id, position, name, folded, aim, audience, field, task_line, task_name, \
         from_on, to_on) VALUES ($1, $2, $3, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        vec![
            plan.id.into(),
            plan.edition.into(),
            line.into(),
            words.name.clone().into(),
            fold(&words.name).into(),
            words.aim.clone().into(),
            words.audience.clone().into(),
            words.field.clone().into(),
            words.task.as_ref().map(|(line, _)| *line).into(),
            words.task.as_ref().map(|(_, name)| name.clone()).unwrap_or_default().into(),
            words.from.to_string().into(),
            words.to.to_string().into(),
        ],
    )
    .await?;
    Ok(Some(line))
}

/// Writes a campaign anew in the newest edition.
pub async fn write(tx: &Tx, plan: &Plan, line: i64, words: &CampaignWords) -> Result<()> {
    tx.exec(
        "UPDATE comm_campaign SET name = $3, folded = $4, aim = $5, audience = $6, field = $7, task_line = $8, task_name = $9, \
         from_on = $10, to_on = $11 WHERE line_id = $1 AND edition = $2",
        vec![
            line.into(),
            plan.edition.into(),
            words.name.clone().into(),
            fold(&words.name).into(),
            words.aim.clone().into(),
            words.audience.clone().into(),
            words.field.clone().into(),
            words.task.as_ref().map(|(line, _)| *line).into(),
            words.task.as_ref().map(|(_, name)| name.clone()).unwrap_or_default().into(),
            words.from.to_string().into(),
            words.to.to_string().into(),
        ],
    )
    .await?;
    Ok(())
}

/// Whether another campaign of the newest edition has a name.
pub async fn named(db: &impl Read, plan: &Plan, line: i64, name: &str) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM comm_campaign WHERE plan_id = $1 AND edition = $2 AND folded = $3 AND line_id <> $4";
    let values = vec![plan.id.into(), plan.edition.into(), fold(name).into(), line.into()];
    Ok(db.number(sql, values).await? > 0)
}

/// Takes a campaign with its planned pieces out of the newest edition.
pub async fn drop_campaign(tx: &Tx, plan: &Plan, line: i64) -> Result<()> {
    let of = || vec![line.into(), plan.edition.into()];
    tx.exec("DELETE FROM comm_planned WHERE line_id = $1 AND edition = $2", of()).await?;
    tx.exec("DELETE FROM comm_campaign WHERE line_id = $1 AND edition = $2", of()).await?;
    Ok(())
}

/// Copies an edition into the next.
pub async fn copy(tx: &Tx, plan: i64, from: i64, to: i64) -> Result<()> {
    let of = || vec![plan.into(), from.into(), to.into()];
    tx.exec(
        "INSERT INTO comm_campaign (plan_id, edition, line_id, position, name, folded, aim, audience, field, task_line, task_name, \
         from_on, to_on) SELECT plan_id, CAST($3 AS BIGINT), line_id, position, name, folded, aim, audience, field, task_line, \
         task_name, from_on, to_on FROM comm_campaign WHERE plan_id = $1 AND edition = $2",
        of(),
    )
    .await?;
    tx.exec(
        "INSERT INTO comm_planned (plan_id, edition, line_id, channel, quarter, from_on, due_on, pieces, cost, note) \
         SELECT plan_id, CAST($3 AS BIGINT), line_id, channel, quarter, from_on, due_on, pieces, cost, note FROM comm_planned \
         WHERE plan_id = $1 AND edition = $2",
        of(),
    )
    .await?;
    Ok(())
}

/// Takes an edition away.
pub async fn drop_edition(tx: &Tx, plan: i64, edition: i64) -> Result<()> {
    let of = || vec![plan.into(), edition.into()];
    tx.exec("DELETE FROM comm_planned WHERE plan_id = $1 AND edition = $2", of()).await?;
    tx.exec("DELETE FROM comm_campaign WHERE plan_id = $1 AND edition = $2", of()).await?;
    Ok(())
}

/// Pieces planned for a campaign, a channel and a quarter, with what was done of them.
#[derive(Debug, Clone, FromRow)]
pub struct Planned {
    pub id: i64,
    pub line_id: i64,
    pub agency_id: i64,
    pub year: i64,
    pub campaign: String,
    pub channel: String,
    pub quarter: i64,
    pub from_on: String,
    pub due_on: String,
    pub pieces: i64,
    pub cost: i64,
    pub note: String,
    pub done: i64,
    pub spent: i64,
}

const PLANNED: &str = "n.id, n.line_id, p.agency_id, p.year, c.name AS campaign, n.channel, n.quarter, \
                       n.from_on, n.due_on, n.pieces, n.cost, n.note, \
                       (SELECT COUNT(*) FROM comm_piece x WHERE x.line_id = n.line_id AND x.channel = n.channel \
                       AND x.state = 'verified' AND x.published_on BETWEEN n.from_on AND n.due_on) AS done, \
                       (SELECT CAST(COALESCE(SUM(x.cost), 0) AS BIGINT) FROM comm_piece x WHERE x.line_id = n.line_id \
                       AND x.channel = n.channel AND x.state = 'verified' AND x.published_on BETWEEN n.from_on AND n.due_on) AS spent";
const PLANNED_FROM: &str = "comm_planned n JOIN comm_plan p ON p.id = n.plan_id \
                            JOIN comm_campaign c ON c.line_id = n.line_id AND c.edition = n.edition";

/// Planned pieces in force; conditions name the tables `n`, `p` and `c`.
pub fn planned_list() -> ListQuery<'static> {
    const SORTS: [SortKey; 4] = [
        SortKey { name: "han", sql: "n.due_on", number: false },
        SortKey { name: "kenh", sql: "n.channel", number: false },
        SortKey { name: "co-quan", sql: "p.agency_id", number: true },
        SortKey { name: "so-luong", sql: "n.pieces", number: true },
    ];
    let mut list = ListQuery::new(PLANNED, PLANNED_FROM, "n.id", &SORTS);
    list.and("n.edition = p.in_force", []);
    list
}

/// The condition that planned pieces are not all done.
pub const UNFILLED: &str = "(SELECT COUNT(*) FROM comm_piece x WHERE x.line_id = n.line_id AND x.channel = n.channel \
                            AND x.state = 'verified' AND x.published_on BETWEEN n.from_on AND n.due_on) < n.pieces";

/// Planned pieces of an edition, all or those of one campaign.
pub async fn planned_of(db: &impl Read, plan: i64, edition: i64) -> Result<Vec<Planned>> {
    let sql = format!(
        "SELECT {PLANNED} FROM {PLANNED_FROM} WHERE n.plan_id = $1 AND n.edition = $2 \
         ORDER BY c.position, n.quarter, n.channel, n.id"
    );
    db.rows(&sql, vec![plan.into(), edition.into()]).await
}

/// How many the pieces reached that were done of what an edition plans, by the row that plans them; rows of whose pieces none says
/// so are left out.
pub async fn reached(db: &impl Read, plan: i64, edition: i64) -> Result<BTreeMap<i64, i64>> {
    let sql = "SELECT n.id, CAST(SUM(x.reach) AS BIGINT) FROM comm_planned n JOIN comm_piece x ON x.line_id = n.line_id \
               AND x.channel = n.channel AND x.state = 'verified' AND x.published_on BETWEEN n.from_on AND n.due_on \
               WHERE n.plan_id = $1 AND n.edition = $2 AND x.reach IS NOT NULL GROUP BY n.id ORDER BY n.id";
    let found: Vec<(i64, i64)> = db.rows(sql, vec![plan.into(), edition.into()]).await?;
    Ok(found.into_iter().collect())
}

/// One row of planned pieces.
pub async fn planned(db: &impl Read, id: i64) -> Result<Planned> {
    let sql = format!("SELECT {PLANNED} FROM {PLANNED_FROM} WHERE n.id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// Planned pieces in force whose quarter ends between two days and that are not all done, the soonest first.
pub async fn unfilled(db: &impl Read, (from, to): (Day, Day), most: i64) -> Result<Vec<Planned>> {
    let sql = format!(
        "SELECT {PLANNED} FROM {PLANNED_FROM} WHERE n.edition = p.in_force AND n.due_on BETWEEN $1 AND $2 AND {UNFILLED} \
         ORDER BY n.due_on, n.id LIMIT $3"
    );
    db.rows(&sql, vec![from.to_string().into(), to.to_string().into(), most.into()]).await
}

/// Sets what is planned for a campaign, a channel and a quarter of the newest edition.
pub async fn plan_pieces(
    tx: &Tx,
    plan: &Plan,
    line: i64,
    words: &PlannedWords,
    (from, to): (Day, Day),
) -> Result<()> {
    tx.exec(
        "INSERT INTO comm_planned (plan_id, edition, line_id, channel, quarter, from_on, due_on, pieces, cost, note) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (plan_id, edition, line_id, channel, quarter) \
         DO UPDATE SET pieces = $8, cost = $9, note = $10",
        vec![
            plan.id.into(),
            plan.edition.into(),
            line.into(),
            words.channel.clone().into(),
            words.quarter.into(),
            from.to_string().into(),
            to.to_string().into(),
            words.pieces.into(),
            words.cost.into(),
            words.note.clone().into(),
        ],
    )
    .await?;
    Ok(())
}

/// Takes planned pieces out of the newest edition; false where they are not in it.
pub async fn unplan(tx: &Tx, plan: &Plan, id: i64) -> Result<bool> {
    let sql = "DELETE FROM comm_planned WHERE id = $1 AND plan_id = $2 AND edition = $3";
    Ok(tx.exec(sql, vec![id.into(), plan.id.into(), plan.edition.into()]).await? > 0)
}
