//! All SQL of agencies, their successors and their monthly activity.

use super::rules::edit::Span;
use super::rules::import::FiledAgency;
use kernel::Day;
use platform::error::Result;
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

/// Columns of [`Agency`], of a table named `a`.
const COLUMNS: &str = "a.id, a.code, a.name, a.short_name, a.kind, a.level, a.parent_id, a.unit_code, a.commune_type, \
                       a.id_2016, a.id_2020, a.ids_confirmed, a.confirmed, a.one_stop, a.valid_from, a.valid_to, \
                       a.source, a.changed_at";

/// An agency as stored.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Agency {
    pub id: i64,
    pub code: String,
    pub name: String,
    pub short_name: String,
    pub kind: String,
    pub level: String,
    pub parent_id: Option<i64>,
    pub unit_code: String,
    pub commune_type: String,
    pub id_2016: String,
    pub id_2020: String,
    pub ids_confirmed: bool,
    pub confirmed: bool,
    pub one_stop: bool,
    pub valid_from: Option<String>,
    pub valid_to: Option<String>,
    pub source: String,
    pub changed_at: i64,
}

impl Agency {
    /// Its days.
    pub fn span(&self) -> Span {
        Span { from: day(self.valid_from.as_deref()), to: day(self.valid_to.as_deref()) }
    }

    /// Whether it exists on a day.
    pub fn in_force(&self, on: Day) -> bool {
        self.span().overlaps(&Span { from: Some(on), to: Some(on) })
    }

    /// What it is found by: the folded name first, so that the column also sorts by name.
    fn folded(&self) -> String {
        let words = [&self.name, &self.short_name, &self.code, &self.unit_code, &self.id_2016, &self.id_2020];
        let folded = words.map(|w| kernel::text::fold(w)).join(" ");
        format!("{folded} {}", kernel::text::initials(&self.name))
    }

    /// The agency a line of a file describes, with the id it has or shall get.
    pub fn filed(row: &FiledAgency, id: i64, parent_id: Option<i64>, changed_at: i64) -> Agency {
        Agency {
            id,
            code: row.code.clone(),
            name: row.name.clone(),
            short_name: row.short_name.clone(),
            kind: row.kind.clone(),
            level: row.level.clone(),
            parent_id,
            unit_code: row.unit_code.clone(),
            commune_type: row.commune_type.clone(),
            id_2016: row.id_2016.clone(),
            id_2020: row.id_2020.clone(),
            ids_confirmed: row.ids_confirmed,
            confirmed: row.confirmed,
            one_stop: row.one_stop,
            valid_from: row.valid_from.map(|d| d.to_string()),
            valid_to: row.valid_to.map(|d| d.to_string()),
            source: row.source.clone(),
            changed_at,
        }
    }
}

fn day(text: Option<&str>) -> Option<Day> {
    text.and_then(|t| t.parse().ok())
}

/// The list of agencies; conditions name its table `a`.
pub fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 4] = [
        SortKey { name: "ten", sql: "a.folded", number: false },
        SortKey { name: "loai", sql: "a.kind", number: false },
        SortKey { name: "tu-ngay", sql: "COALESCE(a.valid_from, '')", number: false },
        SortKey { name: "ma", sql: "a.id_2020", number: false },
    ];
    ListQuery::new(COLUMNS, "agency a", "a.id", &SORTS)
}

/// Narrows the list to the agencies in force on a day.
pub fn in_force(list: &mut ListQuery<'_>, on: Day) {
    let on = on.to_string();
    list.and("(a.valid_from IS NULL OR a.valid_from <= ?)", [on.clone().into()]);
    list.and("(a.valid_to IS NULL OR a.valid_to >= ?)", [on.into()]);
}

/// All agencies, past ones too, by id.
pub async fn all(db: &impl Read) -> Result<Vec<Agency>> {
    db.rows(&format!("SELECT {COLUMNS} FROM agency a ORDER BY a.id"), vec![]).await
}

/// An agency by slug.
pub async fn by_code(db: &impl Read, code: &str) -> Result<Option<Agency>> {
    db.row(&format!("SELECT {COLUMNS} FROM agency a WHERE a.code = $1"), vec![code.into()]).await
}

/// An agency by id.
pub async fn by_id(db: &impl Read, id: i64) -> Result<Option<Agency>> {
    db.row(&format!("SELECT {COLUMNS} FROM agency a WHERE a.id = $1"), vec![id.into()]).await
}

/// The agencies directly below.
pub async fn children(db: &impl Read, id: i64) -> Result<Vec<Agency>> {
    db.rows(
        &format!("SELECT {COLUMNS} FROM agency a WHERE a.parent_id = $1 ORDER BY a.folded, a.id"),
        vec![id.into()],
    )
    .await
}

/// Other agencies that bear one of these identifiers; empty ones are nobody's.
pub async fn bearing(db: &impl Read, id: i64, id_2016: &str, id_2020: &str) -> Result<Vec<Agency>> {
    db.rows(
        &format!(
            "SELECT {COLUMNS} FROM agency a WHERE a.id <> $1 AND \
             ((a.id_2016 <> '' AND a.id_2016 = $2) OR (a.id_2020 <> '' AND a.id_2020 = $3))"
        ),
        vec![id.into(), id_2016.into(), id_2020.into()],
    )
    .await
}

/// Adds an agency; its id.
pub async fn insert(tx: &Tx, a: &Agency) -> Result<i64> {
    tx.insert(
        "INSERT INTO agency (code, name, short_name, kind, level, parent_id, unit_code, commune_type, id_2016, id_2020, \
         ids_confirmed, confirmed, one_stop, valid_from, valid_to, source, folded, changed_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
        vec![
            a.code.clone().into(),
            a.name.clone().into(),
            a.short_name.clone().into(),
            a.kind.clone().into(),
            a.level.clone().into(),
            a.parent_id.into(),
            a.unit_code.clone().into(),
            a.commune_type.clone().into(),
            a.id_2016.clone().into(),
            a.id_2020.clone().into(),
            a.ids_confirmed.into(),
            a.confirmed.into(),
            a.one_stop.into(),
            a.valid_from.clone().into(),
            a.valid_to.clone().into(),
            a.source.clone().into(),
            a.folded().into(),
            a.changed_at.into(),
        ],
    )
    .await
}

/// Replaces everything but id and code, if nobody changed the agency since `seen_at`; whether it did.
pub async fn update(tx: &Tx, a: &Agency, seen_at: i64) -> Result<bool> {
    let touched = tx
        .exec(
            "UPDATE agency SET name = $2, short_name = $3, kind = $4, level = $5, parent_id = $6, unit_code = $7, \
             commune_type = $8, id_2016 = $9, id_2020 = $10, ids_confirmed = $11, confirmed = $12, one_stop = $13, \
             valid_from = $14, valid_to = $15, source = $16, folded = $17, changed_at = $18 \
             WHERE id = $1 AND changed_at = $19",
            vec![
                a.id.into(),
                a.name.clone().into(),
                a.short_name.clone().into(),
                a.kind.clone().into(),
                a.level.clone().into(),
                a.parent_id.into(),
                a.unit_code.clone().into(),
                a.commune_type.clone().into(),
                a.id_2016.clone().into(),
                a.id_2020.clone().into(),
                a.ids_confirmed.into(),
                a.confirmed.into(),
                a.one_stop.into(),
                a.valid_from.clone().into(),
                a.valid_to.clone().into(),
                a.source.clone().into(),
                a.folded().into(),
                a.changed_at.into(),
                seen_at.into(),
            ],
        )
        .await?;
    Ok(touched > 0)
}

#[derive(FromRow)]
struct Id {
    id: i64,
}

async fn ids(db: &impl Read, sql: &str, id: i64) -> Result<Vec<i64>> {
    Ok(db.rows::<Id>(sql, vec![id.into()]).await?.into_iter().map(|r| r.id).collect())
}

/// Ids of those that took over from an agency, the main one first.
pub async fn successors(db: &impl Read, id: i64) -> Result<Vec<i64>> {
    ids(db, "SELECT new_id AS id FROM agency_successor WHERE old_id = $1 ORDER BY place, new_id", id).await
}

/// Ids of those an agency took over from.
pub async fn predecessors(db: &impl Read, id: i64) -> Result<Vec<i64>> {
    ids(db, "SELECT old_id AS id FROM agency_successor WHERE new_id = $1 ORDER BY place, old_id", id).await
}

/// Replaces the successors of an agency.
pub async fn set_successors(tx: &Tx, id: i64, successors: &[i64]) -> Result<()> {
    tx.exec("DELETE FROM agency_successor WHERE old_id = $1", vec![id.into()]).await?;
    let rows =
        (0i64..).zip(successors).map(|(place, new)| vec![id.into(), (*new).into(), place.into()]).collect();
    tx.insert_many("INSERT INTO agency_successor (old_id, new_id, place)", rows).await
}

/// Ids of the agencies with a desk that exist on some day between two.
pub async fn desks(db: &impl Read, from: Day, to: Day) -> Result<Vec<i64>> {
    let rows: Vec<Id> = db
        .rows(
            "SELECT a.id FROM agency a WHERE a.one_stop = TRUE AND (a.valid_from IS NULL OR a.valid_from <= $2) \
             AND (a.valid_to IS NULL OR a.valid_to >= $1) ORDER BY a.id",
            vec![from.to_string().into(), to.to_string().into()],
        )
        .await?;
    Ok(rows.into_iter().map(|r| r.id).collect())
}

/// Acts of an agency in a month.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Activity {
    pub month: String,
    pub actions: i64,
}

/// The latest months of an agency, at most twelve, newest first.
pub async fn activity_of_agency(db: &impl Read, id: i64) -> Result<Vec<Activity>> {
    db.rows(
        "SELECT month, actions FROM agency_activity WHERE agency_id = $1 ORDER BY month DESC LIMIT 12",
        vec![id.into()],
    )
    .await
}

/// Replaces a month's activity by (agency, acts).
pub async fn set_activity(tx: &Tx, month: &str, first: Day, rows: &[(i64, i64)]) -> Result<()> {
    tx.exec("DELETE FROM agency_activity WHERE month = $1", vec![month.into()]).await?;
    let rows = rows
        .iter()
        .map(|(id, actions)| vec![(*id).into(), month.into(), first.to_string().into(), (*actions).into()])
        .collect();
    tx.insert_many("INSERT INTO agency_activity (agency_id, month, month_on, actions)", rows).await
}

/// Evidence of an agency at work: one row a month for every agency with a desk.
macro_rules! evidence {
    ($condition:literal) => {
        concat!(
            "SELECT a.id AS record_id, a.name AS label, a.id AS agency_id, m.month_on AS on_day, ",
            "CAST(NULL AS TEXT) AS until_day, CAST('' AS TEXT) AS procedure_code, CAST('' AS TEXT) AS field, ",
            "CAST('' AS TEXT) AS channel, CAST('' AS TEXT) AS reason, ",
            "CASE WHEN m.actions > 0 THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END AS numerator, ",
            "CAST(1 AS BIGINT) AS denominator, CAST(0 AS BIGINT) AS value ",
            "FROM agency_activity m JOIN agency a ON a.id = m.agency_id",
            $condition
        )
    };
}

/// Evidence of `agencies_active`.
pub const ACTIVE_AGENCIES: &str = evidence!("");
/// Evidence of `communes_active`.
pub const ACTIVE_COMMUNES: &str = evidence!(" WHERE a.level = 'commune'");
