//! Yearly plans, their editions, pool, draws and chosen units.

use super::super::rules::{PlanState, Way};
use kernel::Day;
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A plan.
#[derive(Debug, Clone, FromRow)]
pub struct Plan {
    pub id: i64,
    pub agency_id: i64,
    pub year: i64,
    /// Per cent of units wanted, by the dated rule of the day it was begun.
    pub share: i64,
    pub state: String,
    pub edition: i64,
    /// Number of the edition in force, 0 before the first.
    pub in_force: i64,
    pub author_name: String,
    pub decision: String,
    pub approved_on: Option<String>,
    /// Why it was returned last, or why it is amended.
    pub reason: String,
    pub changed_at: i64,
    pub version: i64,
}

impl Plan {
    /// Where its newest edition stands.
    pub fn state(&self) -> Result<PlanState> {
        PlanState::from_code(&self.state).ok_or_else(|| Error::fault("inspection_plan.state", &self.state))
    }

    /// The edition that is worked on now: the one in force where there is one.
    pub fn shown(&self) -> i64 {
        if self.in_force > 0 { self.in_force } else { self.edition }
    }

    /// Whether an edition in force is being amended.
    pub fn is_amended(&self) -> bool {
        self.in_force > 0 && self.edition > self.in_force
    }

    /// The edition that is printed: the one in force, or the draft of its amendment where that is asked for.
    pub fn printed(&self, draft: bool) -> i64 {
        if draft && self.is_amended() { self.edition } else { self.shown() }
    }
}

const PLAN: &str = "p.id, p.agency_id, p.year, p.share, p.state, p.edition, p.in_force, p.author_name, p.decision, \
                    p.approved_on, p.reason, p.changed_at, p.version";

/// All plans, the newest year first; conditions name the table `p`.
pub fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 2] = [
        SortKey { name: "nam", sql: "p.year", number: true },
        SortKey { name: "co-quan", sql: "p.agency_id", number: true },
    ];
    ListQuery::new(PLAN, "inspection_plan p", "p.id", &SORTS).descending()
}

/// A plan by id.
pub async fn get(db: &impl Read, id: i64) -> Result<Plan> {
    let sql = format!("SELECT {PLAN} FROM inspection_plan p WHERE p.id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// All plans of a year.
pub async fn of_year(db: &impl Read, year: i64) -> Result<Vec<Plan>> {
    let sql = format!("SELECT {PLAN} FROM inspection_plan p WHERE p.year = $1 ORDER BY p.agency_id, p.id");
    db.rows(&sql, vec![year.into()]).await
}

/// Plans that wait for somebody, the longest first.
pub async fn waiting(db: &impl Read, most: i64) -> Result<Vec<Plan>> {
    let sql = format!(
        "SELECT {PLAN} FROM inspection_plan p WHERE p.state IN ('submitted', 'returned') ORDER BY p.changed_at, p.id LIMIT $1"
    );
    db.rows(&sql, vec![most.into()]).await
}

/// How many there are.
pub async fn count(db: &impl Read) -> Result<i64> {
    db.number("SELECT COUNT(*) FROM inspection_plan", vec![]).await
}

/// Makes a plan; none where the agency has one of this year.
pub async fn add(tx: &Tx, (agency, year, share): (i64, i64, i64), author: &str) -> Result<Option<i64>> {
    let id = tx
        .insert(
            "INSERT INTO inspection_plan (agency_id, year, share, state, edition, in_force, author_name, decision, reason, \
             changed_at, version) VALUES ($1, $2, $3, 'draft', 1, 0, $4, '', '', $5, 1) ON CONFLICT (agency_id, year) DO NOTHING",
            vec![agency.into(), year.into(), share.into(), author.into(), tx.at().micros().into()],
        )
        .await?;
    Ok((id > 0).then_some(id))
}

/// Moves it to a state with the reason; false if somebody was faster.
pub async fn stand(tx: &Tx, plan: &Plan, (to, edition): (PlanState, i64), reason: &str) -> Result<bool> {
    let sql = "UPDATE inspection_plan SET state = $3, edition = $4, reason = $5, version = version + 1, changed_at = $6 \
               WHERE id = $1 AND version = $2";
    let values = vec![
        plan.id.into(),
        plan.version.into(),
        to.code().into(),
        edition.into(),
        reason.into(),
        tx.at().micros().into(),
    ];
    Ok(tx.exec(sql, values).await? > 0)
}

/// Puts its newest edition in force by a decision; false if somebody was faster.
pub async fn approve(tx: &Tx, plan: &Plan, (decision, on): (&str, Day), by: &str) -> Result<bool> {
    let sql = "UPDATE inspection_plan SET state = 'approved', in_force = edition, decision = $3, approved_on = $4, reason = '', \
               version = version + 1, changed_at = $5 WHERE id = $1 AND version = $2";
    let values = vec![
        plan.id.into(),
        plan.version.into(),
        decision.into(),
        on.to_string().into(),
        tx.at().micros().into(),
    ];
    let moved = tx.exec(sql, values).await? > 0;
    if moved {
        tx.insert(
            "INSERT INTO inspection_plan_edition (plan_id, edition, reason, decision, approved_on, approved_by) \
             VALUES ($1, $2, $3, $4, $5, $6)",
            vec![
                plan.id.into(),
                plan.edition.into(),
                plan.reason.clone().into(),
                decision.into(),
                on.to_string().into(),
                by.into(),
            ],
        )
        .await?;
    }
    Ok(moved)
}

/// An approved edition.
#[derive(Debug, Clone, FromRow)]
pub struct Edition {
    pub edition: i64,
    pub reason: String,
    pub decision: String,
    pub approved_on: String,
    pub approved_by: String,
}

/// The approved editions of a plan, the newest first.
pub async fn editions(db: &impl Read, plan: i64) -> Result<Vec<Edition>> {
    let sql = "SELECT edition, reason, decision, approved_on, approved_by FROM inspection_plan_edition WHERE plan_id = $1 \
               ORDER BY edition DESC";
    db.rows(sql, vec![plan.into()]).await
}

/// A unit of the pool.
#[derive(Debug, Clone, FromRow)]
pub struct Pooled {
    pub unit_id: i64,
    pub unit_name: String,
    pub inspected_on: Option<String>,
}

/// The pool of a plan.
pub async fn pool(db: &impl Read, plan: i64) -> Result<Vec<Pooled>> {
    let sql = "SELECT unit_id, unit_name, inspected_on FROM inspection_pool WHERE plan_id = $1 ORDER BY unit_name, unit_id";
    db.rows(sql, vec![plan.into()]).await
}

/// The plan and the unit of a row of a pool.
pub async fn pooled(db: &impl Read, id: i64) -> Result<(i64, i64)> {
    let sql = "SELECT plan_id, unit_id FROM inspection_pool WHERE id = $1";
    db.row(sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// Puts a unit into the pool of a plan.
pub async fn add_pooled(
    tx: &Tx,
    plan: i64,
    (agency, unit, name): (i64, i64, &str),
    days: (Day, Day),
) -> Result<()> {
    tx.insert(
        "INSERT INTO inspection_pool (plan_id, agency_id, unit_id, unit_name, from_on, to_on) VALUES ($1, $2, $3, $4, $5, $6)",
        vec![
            plan.into(),
            agency.into(),
            unit.into(),
            name.into(),
            days.0.to_string().into(),
            days.1.to_string().into(),
        ],
    )
    .await?;
    Ok(())
}

/// Notes the day a unit of an agency's pool was first inspected in that year. The eve is kept beside it because the evidence of the share
/// needs the last day on which the unit was not inspected, and the two engines count days differently.
pub async fn inspected(tx: &Tx, (agency, unit): (i64, i64), on: Day) -> Result<()> {
    let sql = "UPDATE inspection_pool SET inspected_on = $3, inspected_eve = $4 WHERE agency_id = $1 AND unit_id = $2 \
               AND from_on <= $3 AND to_on >= $3 AND inspected_on IS NULL";
    let values = vec![agency.into(), unit.into(), on.to_string().into(), on.previous().to_string().into()];
    tx.exec(sql, values).await?;
    Ok(())
}

/// A chosen unit.
#[derive(Debug, Clone, FromRow)]
pub struct Choice {
    pub unit_id: i64,
    pub way: String,
    pub reason: String,
    /// Risk in hundredths, as it stood when the unit was chosen.
    pub risk: Option<i64>,
    /// Parts of the risk, as JSON.
    pub parts: String,
    pub draw_id: Option<i64>,
    pub from_on: String,
    pub to_on: String,
}

impl Choice {
    /// How it came into the plan.
    pub fn way(&self) -> Result<Way> {
        Way::from_code(&self.way).ok_or_else(|| Error::fault("inspection_choice.way", &self.way))
    }
}

const CHOICE: &str = "unit_id, way, reason, risk, parts, draw_id, from_on, to_on";

/// The units of an edition.
pub async fn choices(db: &impl Read, plan: i64, edition: i64) -> Result<Vec<Choice>> {
    let sql = format!(
        "SELECT {CHOICE} FROM inspection_choice WHERE plan_id = $1 AND edition = $2 ORDER BY from_on, id"
    );
    db.rows(&sql, vec![plan.into(), edition.into()]).await
}

/// Chooses a unit; false where it is in the edition already.
pub async fn choose(tx: &Tx, plan: &Plan, new: &Choice) -> Result<bool> {
    let id = tx
        .insert(
            "INSERT INTO inspection_choice (plan_id, edition, unit_id, way, reason, risk, parts, draw_id, from_on, to_on) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (plan_id, edition, unit_id) DO NOTHING",
            vec![
                plan.id.into(),
                plan.edition.into(),
                new.unit_id.into(),
                new.way.clone().into(),
                new.reason.clone().into(),
                new.risk.into(),
                new.parts.clone().into(),
                new.draw_id.into(),
                new.from_on.clone().into(),
                new.to_on.clone().into(),
            ],
        )
        .await?;
    Ok(id > 0)
}

/// Takes a unit out of the edition being written.
pub async fn drop_choice(tx: &Tx, plan: &Plan, unit: i64) -> Result<bool> {
    let sql = "DELETE FROM inspection_choice WHERE plan_id = $1 AND edition = $2 AND unit_id = $3";
    Ok(tx.exec(sql, vec![plan.id.into(), plan.edition.into(), unit.into()]).await? > 0)
}

/// Copies the units of one edition into another.
pub async fn copy(tx: &Tx, plan: i64, from: i64, to: i64) -> Result<()> {
    tx.exec(
        "INSERT INTO inspection_choice (plan_id, edition, unit_id, way, reason, risk, parts, draw_id, from_on, to_on) \
         SELECT plan_id, CAST($3 AS BIGINT), unit_id, way, reason, risk, parts, draw_id, from_on, to_on \
         FROM inspection_choice WHERE plan_id = $1 AND edition = $2",
        vec![plan.into(), from.into(), to.into()],
    )
    .await?;
    Ok(())
}

/// A draw as it was made; never changed.
#[derive(Debug, Clone, FromRow)]
pub struct Draw {
    pub id: i64,
    pub plan_id: i64,
    /// Number of the edition that it was made for.
    pub edition: i64,
    pub seed: String,
    /// Codes of the units it was made of, by commas.
    pub pool: String,
    pub wanted: i64,
    /// Codes of the units drawn, by commas.
    pub chosen: String,
    pub at: i64,
    pub author_name: String,
}

impl Draw {
    /// Whether everybody may reckon it again: the edition it was made for has been approved.
    pub fn is_open(&self, plan: &Plan) -> bool {
        self.plan_id == plan.id && self.edition <= plan.in_force
    }
}

const DRAW: &str = "id, plan_id, edition, seed, pool, wanted, chosen, at, author_name";

/// A draw by id.
pub async fn draw(db: &impl Read, id: i64) -> Result<Draw> {
    let sql = format!("SELECT {DRAW} FROM inspection_draw WHERE id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// The draws of a plan, the newest first.
pub async fn draws(db: &impl Read, plan: i64) -> Result<Vec<Draw>> {
    let sql = format!("SELECT {DRAW} FROM inspection_draw WHERE plan_id = $1 ORDER BY id DESC");
    db.rows(&sql, vec![plan.into()]).await
}

/// A draw that everybody may reckon again, with its plan.
#[derive(Debug, Clone, FromRow)]
pub struct OpenDraw {
    pub id: i64,
    pub at: i64,
    pub seed: String,
    pub chosen: String,
    pub year: i64,
    pub agency_id: i64,
}

/// The draws that everybody may reckon again, as [`Draw::is_open`] says, the newest first; conditions name the tables `d` and `p`.
pub fn open_draws() -> ListQuery<'static> {
    const SORTS: [SortKey; 2] = [
        SortKey { name: "luc", sql: "d.at", number: true },
        SortKey { name: "nam", sql: "p.year", number: true },
    ];
    let mut list = ListQuery::new(
        "d.id, d.at, d.seed, d.chosen, p.year, p.agency_id",
        "inspection_draw d JOIN inspection_plan p ON p.id = d.plan_id",
        "d.id",
        &SORTS,
    )
    .descending();
    list.and("d.edition <= p.in_force", []);
    list
}

/// Keeps a draw.
pub async fn add_draw(
    tx: &Tx,
    plan: &Plan,
    (seed, wanted): (&str, usize),
    (pool, chosen): (&[String], &[String]),
    author: &str,
) -> Result<i64> {
    tx.insert(
        "INSERT INTO inspection_draw (plan_id, edition, seed, pool, wanted, chosen, at, author_name) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        vec![
            plan.id.into(),
            plan.edition.into(),
            seed.into(),
            pool.join(",").into(),
            i64::try_from(wanted).unwrap_or_default().into(),
            chosen.join(",").into(),
            tx.at().micros().into(),
            author.into(),
        ],
    )
    .await
}

/// Writes a day of the past into a demo plan.
pub async fn backdate(tx: &Tx, plan: i64, on: Day) -> Result<()> {
    let on = on.to_string();
    let sql = "UPDATE inspection_plan_edition SET approved_on = $2 WHERE plan_id = $1";
    tx.exec(sql, vec![plan.into(), on.clone().into()]).await?;
    tx.exec("UPDATE inspection_plan SET approved_on = $2 WHERE id = $1", vec![plan.into(), on.into()])
        .await?;
    Ok(())
}
