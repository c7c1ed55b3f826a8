//! Status files of the post as they were taken in, with what was found of each line.

use platform::error::Result;
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A file.
#[derive(Debug, Clone, FromRow)]
pub struct FileRow {
    /// Id.
    pub id: i64,
    /// Agency of who took it in.
    pub agency_id: i64,
    /// Its name.
    pub name: String,
    /// Taken in.
    pub imported_at: i64,
    /// By whom.
    pub importer_name: String,
    /// Lines.
    pub lines: i64,
    /// Lines entered, or known already.
    pub applied: i64,
    /// Lines that somebody has to look at.
    pub left_over: i64,
}

const COLUMNS: &str =
    "f.id, f.agency_id, f.name, f.imported_at, f.importer_name, f.lines, f.applied, f.left_over";

/// Files, the newest first; conditions name the table `f`.
pub fn files() -> ListQuery<'static> {
    const SORTS: [SortKey; 2] = [
        SortKey { name: "luc", sql: "f.imported_at", number: true },
        SortKey { name: "con-lai", sql: "f.left_over", number: true },
    ];
    ListQuery::new(COLUMNS, "post_file f", "f.id", &SORTS).descending()
}

/// A file by id.
pub async fn file(db: &impl Read, id: i64) -> Result<Option<FileRow>> {
    db.row(&format!("SELECT {COLUMNS} FROM post_file f WHERE f.id = $1"), vec![id.into()]).await
}

/// A line as found.
#[derive(Debug, Clone)]
pub struct NewFileLine {
    /// Line in the file.
    pub line: i64,
    /// The post's number.
    pub number: String,
    /// What it says.
    pub outcome: &'static str,
    /// On which day, ISO.
    pub day_on: String,
    /// Why, or who took it.
    pub reason: String,
    /// What was found.
    pub finding: &'static str,
    /// The consignment.
    pub item_id: Option<i64>,
}

/// Keeps a file with its lines.
pub async fn add_file(tx: &Tx, agency: i64, name: &str, lines: &[NewFileLine]) -> Result<i64> {
    let count =
        |fits: fn(&NewFileLine) -> bool| i64::try_from(lines.iter().filter(|l| fits(l)).count()).unwrap_or(0);
    let applied = count(|l| matches!(l.finding, "applied" | "known"));
    let all = count(|_| true);
    let id = tx
        .insert(
            "INSERT INTO post_file (agency_id, name, imported_at, importer_name, lines, applied, left_over) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            vec![
                agency.into(),
                name.into(),
                tx.at().micros().into(),
                tx.by().name.clone().into(),
                all.into(),
                applied.into(),
                (all - applied).into(),
            ],
        )
        .await?;
    let row = |l: &NewFileLine| {
        vec![
            id.into(),
            l.line.into(),
            l.number.clone().into(),
            l.outcome.into(),
            l.day_on.clone().into(),
            l.reason.clone().into(),
            l.finding.into(),
            l.item_id.into(),
        ]
    };
    tx.insert_many(
        "INSERT INTO post_file_line (file_id, line, number, outcome, day_on, reason, finding, item_id)",
        lines.iter().map(row).collect(),
    )
    .await?;
    Ok(id)
}

/// A line as kept.
#[derive(Debug, Clone, FromRow)]
pub struct FileLine {
    /// Line in the file.
    pub line: i64,
    /// The post's number.
    pub number: String,
    /// What it says.
    pub outcome: String,
    /// On which day, ISO.
    pub day_on: String,
    /// Why, or who took it.
    pub reason: String,
    /// What was found.
    pub finding: String,
    /// The consignment.
    pub item_id: Option<i64>,
}

/// The lines of a file in their order; conditions name the table `l`.
pub fn file_lines(file: i64) -> ListQuery<'static> {
    const SORTS: [SortKey; 1] = [SortKey { name: "dong", sql: "l.line", number: true }];
    let columns = "l.line, l.number, l.outcome, l.day_on, l.reason, l.finding, l.item_id";
    let mut list = ListQuery::new(columns, "post_file_line l", "l.id", &SORTS);
    list.and("l.file_id = ?", [file.into()]);
    list
}
