//! All SQL of compliance cost: studies and their jobs.

use super::rules::cost::Job;
use super::rules::state::State;
use super::rules::trend::YearCost;
use kernel::Dong;
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Scope, Tx};

/// A study.
#[derive(Debug, Clone, Default, FromRow)]
pub struct Study {
    pub id: i64,
    pub procedure_code: String,
    pub procedure_name: String,
    pub field: String,
    pub version_id: i64,
    pub version_number: i64,
    pub agency_id: i64,
    pub scenario: String,
    pub base_study_id: Option<i64>,
    pub year: i64,
    pub income: i64,
    pub income_source: String,
    pub times: i64,
    pub subjects: i64,
    pub subjects_given: String,
    pub counted: i64,
    pub own_count: bool,
    pub own_reason: String,
    pub jobs: i64,
    pub cost_once: i64,
    pub cost_year: i64,
    pub state: String,
    pub version: i64,
    pub author_id: i64,
    pub author_name: String,
    pub submitted_at: Option<i64>,
    pub reviewer_name: String,
    pub reviewed_at: Option<i64>,
    pub review_note: String,
}

impl Study {
    /// Where it stands.
    pub fn state(&self) -> Result<State> {
        State::from_code(&self.state).ok_or_else(|| Error::fault("cost_study.state", &self.state))
    }

    /// Whether a second person stands for it; one given back is its author's alone again.
    pub fn is_reviewed(&self) -> Result<bool> {
        Ok(matches!(self.state()?, State::Accepted | State::Superseded))
    }

    /// Whether it is of the procedure after a change.
    pub fn is_after(&self) -> bool {
        self.scenario == AFTER
    }
}

/// The procedure as it stands.
pub const NOW: &str = "now";
/// The procedure after a change.
pub const AFTER: &str = "after";

const STUDY: &str = "s.id, s.procedure_code, s.procedure_name, s.field, s.version_id, s.version_number, s.agency_id, s.scenario, \
                     s.base_study_id, s.year, s.income, s.income_source, s.times, s.subjects, s.subjects_given, s.counted, s.own_count, \
                     s.own_reason, s.jobs, s.cost_once, s.cost_year, s.state, s.version, s.author_id, s.author_name, \
                     s.submitted_at, s.reviewer_name, s.reviewed_at, s.review_note";

/// All studies, the last year first; conditions name the table `s`.
pub fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 4] = [
        SortKey { name: "nam", sql: "s.year", number: true },
        SortKey { name: "chi-phi", sql: "s.cost_year", number: true },
        SortKey { name: "mot-lan", sql: "s.cost_once", number: true },
        SortKey { name: "thu-tuc", sql: "s.procedure_code", number: false },
    ];
    ListQuery::new(STUDY, "cost_study s", "s.id", &SORTS).descending()
}

/// A study by id.
pub async fn get(db: &impl Read, id: i64) -> Result<Study> {
    let sql = format!("SELECT {STUDY} FROM cost_study s WHERE s.id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// The studies of what follows from a study after a change, newest first.
pub async fn after(db: &impl Read, study: i64) -> Result<Vec<Study>> {
    let sql = format!(
        "SELECT {STUDY} FROM cost_study s WHERE s.base_study_id = $1 AND s.state <> 'superseded' ORDER BY s.id DESC"
    );
    db.rows(&sql, vec![study.into()]).await
}

/// The newest accepted study that an agency made of a procedure as it stands.
pub async fn newest_accepted(db: &impl Read, procedure: &str, agency: i64) -> Result<Option<Study>> {
    let sql = format!(
        "SELECT {STUDY} FROM cost_study s WHERE s.procedure_code = $1 AND s.agency_id = $2 AND s.scenario = 'now' \
         AND s.state = 'accepted' ORDER BY s.year DESC, s.id DESC LIMIT 1"
    );
    db.row(&sql, vec![procedure.into(), agency.into()]).await
}

/// Studies in the database at all, so that an upgrade of the demo does not make them twice.
pub async fn count(db: &impl Read) -> Result<i64> {
    db.number("SELECT COUNT(*) FROM cost_study", vec![]).await
}

/// Cost by year, procedure and agency of the accepted studies of a scope.
pub async fn year_costs(db: &impl Read, scope: &Scope) -> Result<Vec<YearCost>> {
    #[derive(FromRow)]
    struct Found {
        year: i64,
        procedure_code: String,
        agency_id: i64,
        cost_year: i64,
        cost_once: i64,
        times: i64,
        subjects: i64,
    }
    let mut params = Vec::new();
    let within = scope.condition("agency_id", &mut params).map(|c| format!(" AND {c}")).unwrap_or_default();
    let rows: Vec<Found> = db
        .rows(
            &format!(
                "SELECT year, procedure_code, agency_id, cost_year, cost_once, times, subjects FROM cost_study \
                 WHERE scenario = 'now' AND state = 'accepted'{within} ORDER BY year, procedure_code, agency_id"
            ),
            params,
        )
        .await?;
    Ok(rows
        .into_iter()
        .map(|r| YearCost {
            year: r.year,
            subject: (r.procedure_code, r.agency_id),
            cost: Dong(r.cost_year),
            once: Dong(r.cost_once),
            performances: r.times.saturating_mul(r.subjects),
        })
        .collect())
}

/// Years with studies in a scope, the last first.
pub async fn years(db: &impl Read, scope: &Scope) -> Result<Vec<i64>> {
    #[derive(FromRow)]
    struct Found {
        year: i64,
    }
    let mut params = Vec::new();
    let within = scope.condition("agency_id", &mut params).map(|c| format!(" WHERE {c}")).unwrap_or_default();
    let rows: Vec<Found> =
        db.rows(&format!("SELECT DISTINCT year FROM cost_study{within} ORDER BY year DESC"), params).await?;
    Ok(rows.into_iter().map(|r| r.year).collect())
}

/// Adds a study as it is given, its id aside.
pub async fn add(tx: &Tx, s: &Study) -> Result<i64> {
    tx.insert(
        "INSERT INTO cost_study (procedure_code, procedure_name, folded, field, version_id, version_number, agency_id, \
         scenario, base_study_id, year, income, income_source, times, subjects, subjects_given, counted, own_count, own_reason, \
         jobs, cost_once, cost_year, state, version, author_id, author_name, reviewer_name, review_note) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 0, 0, 0, 'draft', 1, \
         $19, $20, '', '')",
        vec![
            s.procedure_code.clone().into(),
            s.procedure_name.clone().into(),
            kernel::text::fold(&format!("{} {}", s.procedure_code, s.procedure_name)).into(),
            s.field.clone().into(),
            s.version_id.into(),
            s.version_number.into(),
            s.agency_id.into(),
            s.scenario.clone().into(),
            s.base_study_id.into(),
            s.year.into(),
            s.income.into(),
            s.income_source.clone().into(),
            s.times.into(),
            s.subjects.into(),
            s.subjects_given.clone().into(),
            s.counted.into(),
            s.own_count.into(),
            s.own_reason.clone().into(),
            s.author_id.into(),
            s.author_name.clone().into(),
        ],
    )
    .await
}

/// Keeps the year's numbers of a draft.
pub async fn set_numbers(tx: &Tx, s: &Study) -> Result<()> {
    tx.exec(
        "UPDATE cost_study SET income = $2, income_source = $3, times = $4, subjects = $5, subjects_given = $6, counted = $7, \
         own_count = $8, own_reason = $9 WHERE id = $1",
        vec![
            s.id.into(),
            s.income.into(),
            s.income_source.clone().into(),
            s.times.into(),
            s.subjects.into(),
            s.subjects_given.clone().into(),
            s.counted.into(),
            s.own_count.into(),
            s.own_reason.clone().into(),
        ],
    )
    .await?;
    Ok(())
}

/// Keeps the sums, if the study still stands in the version that was read; false if somebody was faster.
pub async fn set_sums(tx: &Tx, s: &Study, jobs: usize, (once, year): (Dong, Dong)) -> Result<bool> {
    let jobs = i64::try_from(jobs).unwrap_or(i64::MAX);
    let touched = tx
        .exec(
            "UPDATE cost_study SET jobs = $3, cost_once = $4, cost_year = $5, version = version + 1 \
             WHERE id = $1 AND version = $2",
            vec![s.id.into(), s.version.into(), jobs.into(), once.0.into(), year.0.into()],
        )
        .await?;
    Ok(touched > 0)
}

/// Hands a study in; false if somebody was faster.
pub async fn submit(tx: &Tx, s: &Study) -> Result<bool> {
    let touched = tx
        .exec(
            "UPDATE cost_study SET state = 'submitted', submitted_at = $3, version = version + 1 \
             WHERE id = $1 AND version = $2",
            vec![s.id.into(), s.version.into(), tx.at().micros().into()],
        )
        .await?;
    Ok(touched > 0)
}

/// Keeps a review; false if somebody was faster.
pub async fn review(
    tx: &Tx,
    s: &Study,
    to: State,
    (reviewer, name): (i64, &str),
    note: &str,
) -> Result<bool> {
    let touched = tx
        .exec(
            "UPDATE cost_study SET state = $3, reviewer_id = $4, reviewer_name = $5, reviewed_at = $6, review_note = $7, \
             version = version + 1 WHERE id = $1 AND version = $2",
            vec![
                s.id.into(),
                s.version.into(),
                to.code().into(),
                reviewer.into(),
                name.into(),
                tx.at().micros().into(),
                note.into(),
            ],
        )
        .await?;
    Ok(touched > 0)
}

/// Lets the accepted study take the place of earlier ones: of the same procedure, agency, year and scenario; of a change,
/// that of the same study before it.
pub async fn supersede(tx: &Tx, s: &Study) -> Result<u64> {
    let alike = || {
        vec![
            s.procedure_code.clone().into(),
            s.agency_id.into(),
            s.year.into(),
            s.scenario.clone().into(),
            s.base_study_id.unwrap_or(0).into(),
        ]
    };
    // Whoever accepts another of the same at this moment waits here, and then finds this one accepted.
    tx.exec(
        "UPDATE cost_study SET state = state WHERE procedure_code = $1 AND agency_id = $2 AND year = $3 AND scenario = $4 \
         AND COALESCE(base_study_id, 0) = $5",
        alike(),
    )
    .await?;
    let mut others = alike();
    others.push(s.id.into());
    tx.exec(
        "UPDATE cost_study SET state = 'superseded' WHERE state = 'accepted' AND procedure_code = $1 AND agency_id = $2 \
         AND year = $3 AND scenario = $4 AND COALESCE(base_study_id, 0) = $5 AND id <> $6",
        others,
    )
    .await
}

/// A job of a study.
#[derive(Debug, Clone, Default, PartialEq, Eq, FromRow)]
pub struct Line {
    pub id: i64,
    pub study_id: i64,
    pub position: i64,
    pub activity: String,
    pub job: String,
    pub action: String,
    pub hours: i64,
    pub hours_given: String,
    pub persons: i64,
    pub income: Option<i64>,
    pub outside: i64,
    pub outside_given: String,
    pub fee: i64,
    pub note: String,
    pub evidence: String,
}

impl Line {
    /// As the sums take it, with the study's income where it has none of its own.
    pub fn costed(&self, income: i64) -> Job {
        Job {
            hours: self.hours,
            persons: self.persons,
            income: Dong(self.income.unwrap_or(income)),
            outside: Dong(self.outside),
            fee: Dong(self.fee),
        }
    }

    /// Whether neither time nor money is written for it yet.
    pub fn is_blank(&self) -> bool {
        self.hours == 0 && self.outside == 0 && self.fee == 0
    }
}

const LINE: &str = "id, study_id, position, activity, job, action, hours, hours_given, persons, income, outside, outside_given, \
                    fee, note, evidence";

/// The jobs of a study in order.
pub async fn lines(db: &impl Read, study: i64) -> Result<Vec<Line>> {
    let sql = format!("SELECT {LINE} FROM cost_line WHERE study_id = $1 ORDER BY position, id");
    db.rows(&sql, vec![study.into()]).await
}

/// A job of a study.
pub async fn line(db: &impl Read, study: i64, id: i64) -> Result<Line> {
    let sql = format!("SELECT {LINE} FROM cost_line WHERE study_id = $1 AND id = $2");
    db.row(&sql, vec![study.into(), id.into()]).await?.ok_or(Error::NotFound)
}

/// Adds a job.
pub async fn add_line(tx: &Tx, l: &Line) -> Result<i64> {
    tx.insert(
        "INSERT INTO cost_line (study_id, position, activity, job, action, hours, hours_given, persons, income, outside, \
         outside_given, fee, note, evidence) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        vec![
            l.study_id.into(),
            l.position.into(),
            l.activity.clone().into(),
            l.job.clone().into(),
            l.action.clone().into(),
            l.hours.into(),
            l.hours_given.clone().into(),
            l.persons.into(),
            l.income.into(),
            l.outside.into(),
            l.outside_given.clone().into(),
            l.fee.into(),
            l.note.clone().into(),
            l.evidence.clone().into(),
        ],
    )
    .await
}

/// Keeps a job that was changed.
pub async fn set_line(tx: &Tx, l: &Line) -> Result<()> {
    tx.exec(
        "UPDATE cost_line SET position = $2, activity = $3, job = $4, action = $5, hours = $6, hours_given = $7, persons = $8, \
         income = $9, outside = $10, outside_given = $11, fee = $12, note = $13, evidence = $14 WHERE id = $1",
        vec![
            l.id.into(),
            l.position.into(),
            l.activity.clone().into(),
            l.job.clone().into(),
            l.action.clone().into(),
            l.hours.into(),
            l.hours_given.clone().into(),
            l.persons.into(),
            l.income.into(),
            l.outside.into(),
            l.outside_given.clone().into(),
            l.fee.into(),
            l.note.clone().into(),
            l.evidence.clone().into(),
        ],
    )
    .await?;
    Ok(())
}

/// Takes a job away.
pub async fn drop_line(tx: &Tx, id: i64) -> Result<()> {
    tx.exec("DELETE FROM cost_line WHERE id = $1", vec![id.into()]).await?;
    Ok(())
}
