//! Tasks by edition, and the lines they stand for: a line is the work itself, which keeps its progress over all editions.

use super::super::rules::{Facts, TaskWords};
use super::plans::Plan;
use kernel::Day;
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Scope, Tx};

/// A task of one edition with its line and what of its plan lists show.
#[derive(Debug, Clone, FromRow)]
pub struct Task {
    pub line_id: i64,
    pub plan_id: i64,
    pub edition: i64,
    pub agency_id: i64,
    pub year: i64,
    pub field: String,
    pub item: String,
    pub name: String,
    pub output: String,
    pub figure: String,
    pub measure: String,
    pub lead_id: i64,
    pub cooperating: String,
    pub person_id: Option<i64>,
    pub person_name: String,
    pub from_on: String,
    pub to_on: String,
    pub money: i64,
    pub source: String,
    pub percent: i64,
    pub checked_on: Option<String>,
    pub done_on: Option<String>,
    pub stopped_on: Option<String>,
    pub stop_reason: String,
    pub carried_from: Option<i64>,
    pub carried_to: Option<i64>,
}

/// Ids as a column keeps them: ",3,7,", so that one is found by ",3,".
fn packed(ids: &[i64]) -> String {
    let mut text = String::from(",");
    for id in ids {
        text.push_str(&format!("{id},"));
    }
    text
}

impl Task {
    /// First and last day.
    pub fn days(&self) -> Result<(Day, Day)> {
        let day = |text: &str| text.parse::<Day>().map_err(|e| Error::fault("plan_task", e));
        Ok((day(&self.from_on)?, day(&self.to_on)?))
    }

    /// The agencies that cooperate.
    pub fn helpers(&self) -> Vec<i64> {
        self.cooperating.split(',').filter_map(|id| id.parse().ok()).collect()
    }

    /// The agencies with a part in it: whose plan it is, who leads, who cooperates.
    pub fn agencies(&self) -> Vec<i64> {
        let mut all = self.helpers();
        all.extend([self.agency_id, self.lead_id]);
        all
    }

    /// What the rules ask of its course.
    pub fn facts(&self) -> Facts {
        Facts {
            from: self.from_on.parse().ok(),
            to: self.to_on.parse().ok(),
            percent: self.percent,
            done: self.done_on.as_deref().and_then(|d| d.parse().ok()),
            stopped: self.stopped_on.is_some(),
            carried: self.carried_to.is_some(),
        }
    }

    /// When somebody last told of it.
    pub fn checked(&self) -> Option<Day> {
        self.checked_on.as_deref()?.parse().ok()
    }

    /// As it is written.
    pub fn words(&self) -> Result<TaskWords> {
        let (from, to) = self.days()?;
        Ok(TaskWords {
            field: self.field.clone(),
            item: self.item.clone(),
            name: self.name.clone(),
            output: self.output.clone(),
            figure: self.figure.clone(),
            measure: self.measure.clone(),
            lead: self.lead_id,
            cooperating: self.helpers(),
            person: self.person_id,
            person_name: self.person_name.clone(),
            from,
            to,
            money: self.money,
            source: self.source.clone(),
        })
    }
}

const TASK: &str = "t.line_id, t.plan_id, t.edition, p.agency_id, p.year, t.field, t.item, t.name, t.output, t.figure, \
                    t.measure, t.lead_id, t.cooperating, t.person_id, t.person_name, t.from_on, t.to_on, t.money, t.source, \
                    l.percent, l.checked_on, l.done_on, l.stopped_on, l.stop_reason, l.carried_from, l.carried_to";

/// Tasks of the editions that count now: in force, else being written; conditions name the tables `t`, `p` and `l`.
pub fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 4] = [
        SortKey { name: "han", sql: "t.to_on", number: false },
        SortKey { name: "viec", sql: "t.folded", number: false },
        SortKey { name: "chu-tri", sql: "t.lead_id", number: true },
        SortKey { name: "tien-do", sql: "l.percent", number: true },
    ];
    ListQuery::new(
        TASK,
        "plan_task t JOIN reform_plan p ON p.id = t.plan_id AND t.edition = \
         (CASE WHEN p.in_force > 0 THEN p.in_force ELSE p.edition END) JOIN plan_line l ON l.id = t.line_id",
        "t.line_id",
        &SORTS,
    )
}

/// Narrows the list to what agencies of a scope have a part in: their plans, what they approve, what they lead or help with.
pub fn within(list: &mut ListQuery<'_>, scope: &Scope, own: Option<i64>) {
    let mut params = Vec::new();
    let mut conditions = Vec::new();
    for column in ["p.agency_id", "t.lead_id", "p.approver_id"] {
        match scope {
            Scope::All => return,
            Scope::None => {}
            Scope::Agencies(ids) => {
                let marks = vec!["?"; ids.len()].join(", ");
                if !ids.is_empty() {
                    conditions.push(format!("{column} IN ({marks})"));
                    params.extend(ids.iter().map(|id| sea_orm::Value::from(*id)));
                }
            }
        }
    }
    if let Some(own) = own {
        conditions.push("t.cooperating LIKE ?".to_owned());
        params.push(format!("%,{own},%").into());
    }
    if conditions.is_empty() {
        list.and("1 = 0", []);
    } else {
        list.and(&format!("({})", conditions.join(" OR ")), params);
    }
}

/// Narrows the list to an agency's part: what it plans, leads or helps with.
pub fn of_agency(list: &mut ListQuery<'_>, agency: i64) {
    list.and(
        "(p.agency_id = ? OR t.lead_id = ? OR t.cooperating LIKE ?)",
        [agency.into(), agency.into(), format!("%,{agency},%").into()],
    );
}

/// Narrows the list by where tasks stand today, in the words of `rules::Standing`.
pub fn standing(list: &mut ListQuery<'_>, code: &str, today: Day) {
    const OPEN: &str = "l.done_on IS NULL AND l.stopped_on IS NULL AND l.carried_to IS NULL";
    let today = today.to_string();
    match code {
        "overdue" => list.and(&format!("{OPEN} AND t.to_on < ?"), [today.into()]),
        "under-way" => list.and(&format!("{OPEN} AND t.to_on >= ? AND l.percent > 0"), [today.into()]),
        "not-begun" => list.and(&format!("{OPEN} AND t.to_on >= ? AND l.percent = 0"), [today.into()]),
        "done" => list.and("l.stopped_on IS NULL AND l.done_on <= t.to_on", []),
        "done-late" => list.and("l.stopped_on IS NULL AND l.done_on > t.to_on", []),
        "carried" => {
            list.and("l.carried_to IS NOT NULL AND l.done_on IS NULL AND l.stopped_on IS NULL", []);
        }
        "stopped" => list.and("l.stopped_on IS NOT NULL", []),
        "open" => list.and(OPEN, []),
        _ => {}
    }
}

/// Tasks of one edition, in its order.
pub async fn of_edition(db: &impl Read, plan: i64, edition: i64) -> Result<Vec<Task>> {
    let sql = format!(
        "SELECT {TASK} FROM plan_task t JOIN reform_plan p ON p.id = t.plan_id JOIN plan_line l ON l.id = t.line_id \
         WHERE t.plan_id = $1 AND t.edition = $2 ORDER BY t.position, t.id"
    );
    db.rows(&sql, vec![plan.into(), edition.into()]).await
}

/// Tasks in force of all plans of a year and a span.
pub async fn in_force(db: &impl Read, year: i32, span: &str) -> Result<Vec<Task>> {
    let sql = format!(
        "SELECT {TASK} FROM plan_task t JOIN reform_plan p ON p.id = t.plan_id AND t.edition = p.in_force \
         JOIN plan_line l ON l.id = t.line_id WHERE p.year = $1 AND p.span = $2 ORDER BY t.plan_id, t.position, t.id"
    );
    db.rows(&sql, vec![i64::from(year).into(), span.into()]).await
}

/// Tasks in force of all plans of a year, whatever part of it they run over.
pub async fn in_force_of(db: &impl Read, year: i32) -> Result<Vec<Task>> {
    let sql = format!(
        "SELECT {TASK} FROM plan_task t JOIN reform_plan p ON p.id = t.plan_id AND t.edition = p.in_force \
         JOIN plan_line l ON l.id = t.line_id WHERE p.year = $1 ORDER BY t.plan_id, t.position, t.id"
    );
    db.rows(&sql, vec![i64::from(year).into()]).await
}

/// Open tasks in force whose last day lies up to a day, after a line's number.
pub async fn open_until(db: &impl Read, to: Day, after: i64, most: i64) -> Result<Vec<Task>> {
    let sql = format!(
        "SELECT {TASK} FROM plan_task t JOIN reform_plan p ON p.id = t.plan_id AND t.edition = p.in_force \
         JOIN plan_line l ON l.id = t.line_id WHERE l.done_on IS NULL AND l.stopped_on IS NULL AND l.carried_to IS NULL \
         AND t.to_on <= $1 AND t.line_id > $2 ORDER BY t.line_id LIMIT $3"
    );
    db.rows(&sql, vec![to.to_string().into(), after.into(), most.into()]).await
}

/// The task of a line in its plan's edition that counts; in the newest one where that holds it alone.
pub async fn of_line(db: &impl Read, line: i64) -> Result<Task> {
    let sql = format!(
        "SELECT {TASK} FROM plan_task t JOIN reform_plan p ON p.id = t.plan_id JOIN plan_line l ON l.id = t.line_id \
         WHERE t.line_id = $1 AND t.edition <= p.edition \
         ORDER BY CASE WHEN t.edition = p.in_force THEN 0 ELSE 1 END, t.edition DESC LIMIT 1"
    );
    db.row(&sql, vec![line.into()]).await?.ok_or(Error::NotFound)
}

/// The task of a line in one edition.
pub async fn in_edition(db: &impl Read, line: i64, edition: i64) -> Result<Option<Task>> {
    let sql = format!(
        "SELECT {TASK} FROM plan_task t JOIN reform_plan p ON p.id = t.plan_id JOIN plan_line l ON l.id = t.line_id \
         WHERE t.line_id = $1 AND t.edition = $2"
    );
    db.row(&sql, vec![line.into(), edition.into()]).await
}

/// Adds a task to the newest edition of a plan as a line of its own; the line's number.
pub async fn add(tx: &Tx, plan: &Plan, words: &TaskWords, carried_from: Option<i64>) -> Result<i64> {
    let line = tx
        .insert(
            "INSERT INTO plan_line (plan_id, percent, stop_reason, carried_from) VALUES ($1, 0, '', $2)",
            vec![plan.id.into(), carried_from.into()],
        )
        .await?;
    write(tx, plan, line, words).await?;
    Ok(line)
}

/// Writes the words of a line in the newest edition, over those that stand there.
pub async fn write(tx: &Tx, plan: &Plan, line: i64, words: &TaskWords) -> Result<()> {
    tx.insert(
        "INSERT INTO plan_task (plan_id, edition, line_id, position, field, item, name, folded, output, figure, measure, \
         lead_id, cooperating, person_id, person_name, from_on, to_on, money, source) \
         VALUES ($1, $2, $3, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) \
         ON CONFLICT (plan_id, edition, line_id) DO UPDATE SET field = excluded.field, item = excluded.item, \
         name = excluded.name, folded = excluded.folded, output = excluded.output, figure = excluded.figure, \
         measure = excluded.measure, lead_id = excluded.lead_id, cooperating = excluded.cooperating, \
         person_id = excluded.person_id, person_name = excluded.person_name, from_on = excluded.from_on, \
         to_on = excluded.to_on, money = excluded.money, source = excluded.source",
        vec![
            plan.id.into(),
            plan.edition.into(),
            line.into(),
            words.field.clone().into(),
            words.item.clone().into(),
            words.name.clone().into(),
            kernel::text::fold(&format!("{} {}", words.name, words.output)).into(),
            words.output.clone().into(),
            words.figure.clone().into(),
            words.measure.clone().into(),
            words.lead.into(),
            packed(&words.cooperating).into(),
            words.person.into(),
            words.person_name.clone().into(),
            words.from.to_string().into(),
            words.to.to_string().into(),
            words.money.into(),
            words.source.clone().into(),
        ],
    )
    .await?;
    Ok(())
}

/// Takes a line out of an edition. What went on in it from an older plan goes on there again, unless an edition still has it.
pub async fn drop_task(tx: &Tx, plan: &Plan, line: i64) -> Result<bool> {
    let sql = "DELETE FROM plan_task WHERE plan_id = $1 AND edition = $2 AND line_id = $3";
    let gone = tx.exec(sql, vec![plan.id.into(), plan.edition.into(), line.into()]).await?;
    give_back_carried(tx, plan.id).await?;
    Ok(gone > 0)
}

/// Opens older work again that was carried into lines of a plan which stand in none of its editions any more.
async fn give_back_carried(tx: &Tx, plan: i64) -> Result<()> {
    tx.exec(
        "UPDATE plan_line SET carried_to = NULL WHERE carried_to IN (SELECT n.id FROM plan_line n WHERE n.plan_id = $1 \
         AND NOT EXISTS (SELECT 1 FROM plan_task t WHERE t.line_id = n.id))",
        vec![plan.into()],
    )
    .await?;
    Ok(())
}

/// Copies the tasks of one edition into another.
pub async fn copy(tx: &Tx, plan: i64, from: i64, to: i64) -> Result<()> {
    tx.exec(
        "INSERT INTO plan_task (plan_id, edition, line_id, position, field, item, name, folded, output, figure, measure, \
         lead_id, cooperating, person_id, person_name, from_on, to_on, money, source) \
         SELECT plan_id, CAST($3 AS BIGINT), line_id, position, field, item, name, folded, output, figure, measure, lead_id, cooperating, \
         person_id, person_name, from_on, to_on, money, source FROM plan_task WHERE plan_id = $1 AND edition = $2",
        vec![plan.into(), from.into(), to.into()],
    )
    .await?;
    Ok(())
}

/// Takes an edition away that was given up; older work carried into it alone goes on where it was.
pub async fn drop_edition(tx: &Tx, plan: i64, edition: i64) -> Result<()> {
    let sql = "DELETE FROM plan_task WHERE plan_id = $1 AND edition = $2";
    tx.exec(sql, vec![plan.into(), edition.into()]).await?;
    give_back_carried(tx, plan).await
}

/// How far a line is, told on a day; done or open again.
pub async fn progress(tx: &Tx, line: i64, percent: i64, told: Day, done: Option<Day>) -> Result<()> {
    let sql = "UPDATE plan_line SET percent = $2, checked_on = $3, done_on = $4 WHERE id = $1";
    let done = done.map(|d| d.to_string());
    tx.exec(sql, vec![line.into(), percent.into(), told.to_string().into(), done.into()]).await?;
    Ok(())
}

/// Gives a line up; false where it was already.
pub async fn stop(tx: &Tx, line: i64, on: Day, reason: &str) -> Result<bool> {
    let sql = "UPDATE plan_line SET stopped_on = $2, stop_reason = $3 WHERE id = $1 AND stopped_on IS NULL AND done_on IS NULL";
    Ok(tx.exec(sql, vec![line.into(), on.to_string().into(), reason.into()]).await? > 0)
}

/// Marks that a line goes on in another plan; false where it does already.
pub async fn carry(tx: &Tx, line: i64, to: i64) -> Result<bool> {
    let sql = "UPDATE plan_line SET carried_to = $2 WHERE id = $1 AND carried_to IS NULL AND done_on IS NULL AND stopped_on IS NULL";
    Ok(tx.exec(sql, vec![line.into(), to.into()]).await? > 0)
}
