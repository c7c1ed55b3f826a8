//! The figures of a review as they were frozen, with the causes that agencies write.

use super::super::rules::Verdict;
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A figure.
#[derive(Debug, Clone, Default, PartialEq, Eq, FromRow)]
pub struct Figure {
    pub id: i64,
    pub review_id: i64,
    pub position: i64,
    /// target; task: an item of the programme; done: what was done in a year.
    pub section: String,
    pub year: i64,
    pub code: String,
    /// Field of the programme of a target.
    pub field: String,
    pub name: String,
    pub name_en: String,
    /// How it is counted.
    pub definition: String,
    pub planned: String,
    pub measured: String,
    pub declared: String,
    pub light: String,
    pub verdict: String,
    /// Records it rests on.
    pub count: i64,
    /// Where they are.
    pub href: String,
    /// Agency that answers for it.
    pub agency_id: i64,
    pub cause: String,
    pub cause_name: String,
    pub cause_at: Option<i64>,
}

impl Figure {
    /// The verdict of a target, or of an item of the programme whose tasks were to be done.
    pub fn verdict(&self) -> Option<Verdict> {
        Verdict::from_code(&self.verdict)
    }

    /// Whether its agency owes a cause.
    pub fn lacks_cause(&self) -> bool {
        self.cause.is_empty() && self.verdict().is_some_and(Verdict::wants_cause)
    }
}

const FIGURE: &str = "f.id, f.review_id, f.position, f.section, f.year, f.code, f.field, f.name, f.name_en, f.definition, \
                      f.planned, f.measured, f.declared, f.light, f.verdict, f.count, f.href, f.agency_id, f.cause, \
                      f.cause_name, f.cause_at";

/// What agencies answer for in their order: all targets, and items of the programme with overdue tasks; conditions name the table `f`.
pub fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 3] = [
        SortKey { name: "thu-tu", sql: "f.position", number: true },
        SortKey { name: "chi-tieu", sql: "f.name", number: false },
        SortKey { name: "co-quan", sql: "f.agency_id", number: true },
    ];
    let mut list = ListQuery::new(FIGURE, "final_review_figure f", "f.id", &SORTS);
    list.and("(f.section = 'target' OR f.section = 'task' AND f.verdict = 'missed')", []);
    list
}

/// The figures of a review in order.
pub async fn of_review(db: &impl Read, review: i64) -> Result<Vec<Figure>> {
    let sql = format!(
        "SELECT {FIGURE} FROM final_review_figure f WHERE f.review_id = $1 ORDER BY f.position, f.id"
    );
    db.rows(&sql, vec![review.into()]).await
}

/// A figure by id.
pub async fn get(db: &impl Read, id: i64) -> Result<Figure> {
    let sql = format!("SELECT {FIGURE} FROM final_review_figure f WHERE f.id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// Puts figures in place of those frozen before. One that still is there keeps its number, its agency and its cause.
pub async fn replace(tx: &Tx, review: i64, all: &[Figure]) -> Result<()> {
    for gone in of_review(tx, review).await?.iter().filter(|b| all.iter().all(|f| f.code != b.code)) {
        tx.exec("DELETE FROM final_review_figure WHERE id = $1", vec![gone.id.into()]).await?;
    }
    for figure in all {
        tx.exec(
            "INSERT INTO final_review_figure (review_id, position, section, year, code, field, name, name_en, definition, \
             planned, measured, declared, light, verdict, count, href, agency_id, cause, cause_name) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, '', '') \
             ON CONFLICT (review_id, code) DO UPDATE SET position = excluded.position, section = excluded.section, \
             year = excluded.year, field = excluded.field, name = excluded.name, name_en = excluded.name_en, \
             definition = excluded.definition, planned = excluded.planned, measured = excluded.measured, \
             declared = excluded.declared, light = excluded.light, verdict = excluded.verdict, count = excluded.count, \
             href = excluded.href",
            vec![
                review.into(),
                figure.position.into(),
                figure.section.clone().into(),
                figure.year.into(),
                figure.code.clone().into(),
                figure.field.clone().into(),
                figure.name.clone().into(),
                figure.name_en.clone().into(),
                figure.definition.clone().into(),
                figure.planned.clone().into(),
                figure.measured.clone().into(),
                figure.declared.clone().into(),
                figure.light.clone().into(),
                figure.verdict.clone().into(),
                figure.count.into(),
                figure.href.clone().into(),
                figure.agency_id.into(),
            ],
        )
        .await?;
    }
    Ok(())
}

/// Keeps a cause.
pub async fn set_cause(tx: &Tx, id: i64, cause: &str) -> Result<()> {
    let sql = "UPDATE final_review_figure SET cause = $2, cause_name = $3, cause_at = $4 WHERE id = $1";
    let values = vec![id.into(), cause.into(), tx.by().name.clone().into(), tx.at().micros().into()];
    tx.exec(sql, values).await?;
    Ok(())
}

/// Gives the figure to another agency.
pub async fn set_agency(tx: &Tx, id: i64, agency: i64) -> Result<()> {
    let sql = "UPDATE final_review_figure SET agency_id = $2 WHERE id = $1";
    tx.exec(sql, vec![id.into(), agency.into()]).await?;
    Ok(())
}
