//! Answers of a survey as they were counted: criterion, group of respondents, how many gave which answer.

use platform::error::Result;
use platform::store::FromRow;
use platform::{Read, Tx};

/// The answers of one group to one criterion.
#[derive(Debug, Clone, FromRow)]
pub struct Counted {
    pub code: String,
    pub respondents: String,
    pub answers_a: i64,
    pub answers_b: i64,
    pub answers_c: i64,
    pub answers_d: i64,
    pub source: String,
    pub entered_name: String,
    pub entered_at: i64,
    pub wave_id: Option<i64>,
    pub href: String,
}

impl Counted {
    /// The answers A, B, C, D.
    pub fn answers(&self) -> [i64; 4] {
        [self.answers_a, self.answers_b, self.answers_c, self.answers_d]
    }
}

const COLUMNS: &str = "v.code, v.respondents, v.answers_a, v.answers_b, v.answers_c, v.answers_d, v.source, v.entered_name, \
                       v.entered_at, v.wave_id, v.href";

/// All answers about an agency, by criterion and group.
pub async fn of_sheet(db: &impl Read, sheet: i64) -> Result<Vec<Counted>> {
    let sql =
        format!("SELECT {COLUMNS} FROM par_survey v WHERE v.sheet_id = $1 ORDER BY v.code, v.respondents");
    db.rows(&sql, vec![sheet.into()]).await
}

/// Where answers come from.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'a> {
    /// In words.
    pub source: &'a str,
    /// The wave of asking; none of what was entered by hand.
    pub wave: Option<i64>,
    /// Its records about the agency.
    pub href: &'a str,
}

impl<'a> Origin<'a> {
    /// Entered by hand from a source.
    pub fn hand(source: &'a str) -> Origin<'a> {
        Origin { source, wave: None, href: "" }
    }
}

/// Keeps the answers of a group, in the place of those that were entered before.
pub async fn keep(
    tx: &Tx,
    sheet: i64,
    (code, respondents): (&str, &str),
    [a, b, c, d]: [i64; 4],
    from: Origin<'_>,
) -> Result<()> {
    tx.exec(
        "INSERT INTO par_survey (sheet_id, code, respondents, answers_a, answers_b, answers_c, answers_d, source, entered_name, \
         entered_at, wave_id, href) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (sheet_id, code, respondents) DO UPDATE SET \
         answers_a = excluded.answers_a, answers_b = excluded.answers_b, answers_c = excluded.answers_c, \
         answers_d = excluded.answers_d, source = excluded.source, entered_name = excluded.entered_name, \
         entered_at = excluded.entered_at, wave_id = excluded.wave_id, href = excluded.href",
        vec![
            sheet.into(),
            code.into(),
            respondents.into(),
            a.into(),
            b.into(),
            c.into(),
            d.into(),
            from.source.into(),
            tx.by().name.clone().into(),
            tx.at().micros().into(),
            from.wave.into(),
            from.href.into(),
        ],
    )
    .await?;
    Ok(())
}

/// Takes the answers of a group to a criterion away.
pub async fn drop_one(tx: &Tx, sheet: i64, (code, respondents): (&str, &str)) -> Result<()> {
    let sql = "DELETE FROM par_survey WHERE sheet_id = $1 AND code = $2 AND respondents = $3";
    tx.exec(sql, vec![sheet.into(), code.into(), respondents.into()]).await?;
    Ok(())
}

/// Takes the answers to a criterion away that came from a wave.
pub async fn drop_waves(tx: &Tx, sheet: i64, code: &str) -> Result<()> {
    let sql = "DELETE FROM par_survey WHERE sheet_id = $1 AND code = $2 AND wave_id IS NOT NULL";
    tx.exec(sql, vec![sheet.into(), code.into()]).await?;
    Ok(())
}
