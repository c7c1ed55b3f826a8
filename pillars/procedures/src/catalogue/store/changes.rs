//! SQL of changes to procedures: their list, the radar of those due, one with its body.

use super::super::rules::life::{ChangeKind, Origin, Stage, Standing};
use contracts::procedures::Procedure;
use kernel::Day;
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Scope, Tx};

/// A change as its pages show it.
#[derive(Debug, Clone, FromRow)]
pub struct ChangeRow {
    pub id: i64,
    pub code: String,
    pub name: String,
    pub agency_id: i64,
    pub kind: String,
    pub origin: String,
    pub stage: String,
    pub reason: String,
    pub base_number: i64,
    pub seen: i64,
    pub effect_on: String,
    pub parts: String,
    pub author_id: i64,
    pub author_name: String,
    pub editor_id: i64,
    pub approver_name: String,
    pub approved_at: Option<i64>,
    pub announcement_id: Option<i64>,
    pub announced_on: Option<String>,
    pub entered_on: Option<String>,
    pub published_on: Option<String>,
    pub announce_due_on: String,
    pub enter_due_on: String,
    pub publish_due_on: String,
    pub version_id: Option<i64>,
}

const CHANGE: &str = "c.id, c.code, c.name, c.agency_id, c.kind, c.origin, c.stage, c.reason, c.base_number, c.seen, \
                      c.effect_on, c.parts, c.author_id, c.author_name, c.editor_id, c.approver_name, c.approved_at, \
                      c.announcement_id, c.announced_on, c.entered_on, c.published_on, c.announce_due_on, c.enter_due_on, \
                      c.publish_due_on, c.version_id";

/// The day by which the next act is due, "" where none is.
const NEXT_DUE: &str = "CASE WHEN c.stage IN ('drafted', 'assessed', 'appraised') THEN c.announce_due_on \
                        WHEN c.stage = 'announced' THEN c.enter_due_on WHEN c.stage = 'entered' THEN c.publish_due_on \
                        ELSE '' END";

impl ChangeRow {
    /// What the rules of life ask of it; a word of the database that they do not know is a fault.
    pub fn standing(&self) -> Result<Standing> {
        let unknown = |what: &str| Error::fault("procedure_change", format!("{what} of {}", self.id));
        Ok(Standing {
            stage: Stage::from_code(&self.stage).ok_or_else(|| unknown("stage"))?,
            origin: Origin::from_code(&self.origin).ok_or_else(|| unknown("origin"))?,
            kind: ChangeKind::from_code(&self.kind).ok_or_else(|| unknown("kind"))?,
            approved: self.approved_at.is_some(),
        })
    }

    /// The day by which its next act is due, if one is.
    pub fn next_due(&self) -> Option<Day> {
        let due = match self.stage.as_str() {
            "drafted" | "assessed" | "appraised" => &self.announce_due_on,
            "announced" => &self.enter_due_on,
            "entered" => &self.publish_due_on,
            _ => return None,
        };
        due.parse().ok()
    }
}

/// All changes, the newest first.
pub fn changes() -> ListQuery<'static> {
    const SORTS: [SortKey; 4] = [
        SortKey { name: "moi", sql: "c.changed_at", number: true },
        SortKey { name: "ma", sql: "c.code", number: false },
        SortKey { name: "hieu-luc", sql: "c.effect_on", number: false },
        SortKey { name: "ten", sql: "c.folded", number: false },
    ];
    ListQuery::new(CHANGE, "procedure_change c", "c.id", &SORTS).descending()
}

/// The changes whose next act has a last day, the earliest first.
pub fn due_changes() -> ListQuery<'static> {
    const SORTS: [SortKey; 3] = [
        SortKey { name: "han", sql: NEXT_DUE, number: false },
        SortKey { name: "ma", sql: "c.code", number: false },
        SortKey { name: "hieu-luc", sql: "c.effect_on", number: false },
    ];
    let mut list = ListQuery::new(CHANGE, "procedure_change c", "c.id", &SORTS);
    list.and("c.is_open", []);
    list.and(&format!("{NEXT_DUE} <> ''"), []);
    list
}

/// Narrows a radar to what is due before a day.
pub fn due_before(list: &mut ListQuery<'_>, day: Day) {
    list.and(&format!("{NEXT_DUE} < ?"), [day.to_string().into()]);
}

/// An open change as something that waits.
#[derive(Debug, Clone, FromRow)]
pub struct WaitingRow {
    pub id: i64,
    pub code: String,
    pub name: String,
    pub agency_id: i64,
    pub stage: String,
    pub editor_id: i64,
    pub changed_at: i64,
    /// The day by which its next act is due, or "".
    pub due_on: String,
}

/// Open changes within a scope, the soonest due first.
pub async fn waiting(db: &impl Read, scope: &Scope, most: i64) -> Result<Vec<WaitingRow>> {
    let mut params: Vec<sea_orm::Value> = vec![most.into()];
    let within = scope.condition("c.agency_id", &mut params).map(|c| format!(" AND {c}")).unwrap_or_default();
    let sql = format!(
        "SELECT c.id, c.code, c.name, c.agency_id, c.stage, c.editor_id, c.changed_at, {NEXT_DUE} AS due_on \
         FROM procedure_change c WHERE c.is_open{within} \
         ORDER BY CASE WHEN {NEXT_DUE} = '' THEN '9' ELSE {NEXT_DUE} END, c.id LIMIT $1"
    );
    db.rows(&sql, params).await
}

/// One change.
pub async fn change(db: &impl Read, id: i64) -> Result<ChangeRow> {
    let sql = format!("SELECT {CHANGE} FROM procedure_change c WHERE c.id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// What a change would publish.
pub async fn change_body(db: &impl Read, id: i64) -> Result<Procedure> {
    #[derive(FromRow)]
    struct Body {
        body: String,
    }
    let row: Option<Body> =
        db.row("SELECT body FROM procedure_change WHERE id = $1", vec![id.into()]).await?;
    Ok(serde_json::from_str(&row.ok_or(Error::NotFound)?.body)?)
}

/// Changes of a procedure, the newest first.
pub async fn changes_of(db: &impl Read, code: &str) -> Result<Vec<ChangeRow>> {
    let sql = format!("SELECT {CHANGE} FROM procedure_change c WHERE c.code = $1 ORDER BY c.id DESC");
    db.rows(&sql, vec![code.into()]).await
}

/// Open changes with their bodies: (change, body as JSON).
pub async fn open_bodies(db: &impl Read) -> Result<Vec<(i64, String)>> {
    db.rows("SELECT id, body FROM procedure_change WHERE is_open ORDER BY id", vec![]).await
}

/// Changes of a decision, by code.
pub async fn changes_in(db: &impl Read, announcement: i64) -> Result<Vec<ChangeRow>> {
    let sql =
        format!("SELECT {CHANGE} FROM procedure_change c WHERE c.announcement_id = $1 ORDER BY c.code, c.id");
    db.rows(&sql, vec![announcement.into()]).await
}

/// When a version was announced, when what is behind it takes effect, when it was published.
#[derive(Debug, Clone, FromRow)]
pub struct AnnouncedRow {
    pub version_id: i64,
    pub announced_on: String,
    pub effect_on: String,
    pub published_on: Option<String>,
}

/// The announcements of the published versions in force on a day; the decision's own day of effect, where it has one.
pub async fn announced_in_force(db: &impl Read, on: Day) -> Result<Vec<AnnouncedRow>> {
    db.rows(
        "SELECT c.version_id, c.announced_on, COALESCE(a.effect_on, c.effect_on) AS effect_on, c.published_on \
         FROM procedure_change c JOIN procedure_version v ON v.id = c.version_id \
         LEFT JOIN announcement a ON a.id = c.announcement_id \
         WHERE c.announced_on IS NOT NULL AND v.status = 'published' AND v.valid_from <= $1 \
         AND (v.valid_to IS NULL OR v.valid_to >= $1) ORDER BY c.version_id, c.id",
        vec![on.to_string().into()],
    )
    .await
}

/// A change to open.
#[derive(Debug, Clone)]
pub struct NewChange<'a> {
    pub body: &'a Procedure,
    pub agency: i64,
    pub kind: ChangeKind,
    pub origin: Origin,
    pub reason: &'a str,
    pub base_number: i64,
    pub author: (i64, &'a str),
    pub announce_due: String,
}

/// Opens a change.
pub async fn add_change(tx: &Tx, new: &NewChange<'_>) -> Result<i64> {
    let at = tx.at().micros();
    tx.insert(
        "INSERT INTO procedure_change (code, name, folded, field_code, agency_id, kind, origin, stage, reason, base_number, \
         body, seen, effect_on, parts, author_id, author_name, editor_id, approver_name, announce_due_on, enter_due_on, \
         publish_due_on, is_open, opened_at, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 'drafted', $8, $9, $10, 1, $11, \
         '', $12, $13, $12, '', $14, '', '', TRUE, $15, $15)",
        vec![
            new.body.code.clone().into(),
            new.body.name.clone().into(),
            super::super::rules::folded(new.body).into(),
            new.body.field.code.clone().into(),
            new.agency.into(),
            new.kind.code().into(),
            new.origin.code().into(),
            new.reason.into(),
            new.base_number.into(),
            serde_json::to_string(new.body)?.into(),
            new.body.valid_from.to_string().into(),
            new.author.0.into(),
            new.author.1.into(),
            new.announce_due.clone().into(),
            at.into(),
        ],
    )
    .await
}

/// What a change says now.
#[derive(Debug, Clone)]
pub struct Written<'a> {
    pub body: &'a Procedure,
    pub parts: &'a str,
    pub editor: i64,
    pub announce_due: &'a str,
}

/// Keeps what a change says; it is a draft again. False when somebody else has changed it meanwhile.
pub async fn write_change(tx: &Tx, id: i64, seen: i64, written: &Written<'_>) -> Result<bool> {
    let Written { body, parts, editor, announce_due } = *written;
    let touched = tx
        .exec(
            "UPDATE procedure_change SET name = $3, folded = $4, field_code = $5, body = $6, effect_on = $7, parts = $8, \
             editor_id = $9, announce_due_on = $10, stage = 'drafted', seen = seen + 1, changed_at = $11 \
             WHERE id = $1 AND seen = $2",
            vec![
                id.into(),
                seen.into(),
                body.name.clone().into(),
                super::super::rules::folded(body).into(),
                body.field.code.clone().into(),
                serde_json::to_string(body)?.into(),
                body.valid_from.to_string().into(),
                parts.into(),
                editor.into(),
                announce_due.into(),
                tx.at().micros().into(),
            ],
        )
        .await?;
    Ok(touched > 0)
}

/// Moves a change to a stage. False when somebody else has changed it meanwhile.
pub async fn set_stage(tx: &Tx, id: i64, seen: i64, stage: Stage) -> Result<bool> {
    let sql = "UPDATE procedure_change SET stage = $3, is_open = $4, seen = seen + 1, changed_at = $5 \
               WHERE id = $1 AND seen = $2";
    let touched = tx
        .exec(
            sql,
            vec![
                id.into(),
                seen.into(),
                stage.code().into(),
                stage.is_open().into(),
                tx.at().micros().into(),
            ],
        )
        .await?;
    Ok(touched > 0)
}

/// Notes who approved, or that nobody has any more.
pub async fn set_approval(tx: &Tx, id: i64, by: Option<(i64, &str)>) -> Result<()> {
    let sql =
        "UPDATE procedure_change SET approver_id = $2, approver_name = $3, approved_at = $4 WHERE id = $1";
    let at = by.map(|_| tx.at().micros());
    let (account, name) = by.map_or((None, ""), |(account, name)| (Some(account), name));
    tx.exec(sql, vec![id.into(), account.into(), name.into(), at.into()]).await?;
    Ok(())
}

/// Notes the day of an act with the last days that follow from it.
#[derive(Debug, Clone, Default)]
pub struct Dated {
    pub announced_on: Option<String>,
    pub entered_on: Option<String>,
    pub published_on: Option<String>,
    pub announce_due_on: String,
    pub enter_due_on: String,
    pub publish_due_on: String,
    pub version_id: Option<i64>,
}

/// Keeps the days of a change.
pub async fn set_days(tx: &Tx, id: i64, days: &Dated) -> Result<()> {
    tx.exec(
        "UPDATE procedure_change SET announced_on = $2, entered_on = $3, published_on = $4, announce_due_on = $5, \
         enter_due_on = $6, publish_due_on = $7, version_id = $8 WHERE id = $1",
        vec![
            id.into(),
            days.announced_on.clone().into(),
            days.entered_on.clone().into(),
            days.published_on.clone().into(),
            days.announce_due_on.clone().into(),
            days.enter_due_on.clone().into(),
            days.publish_due_on.clone().into(),
            days.version_id.into(),
        ],
    )
    .await?;
    Ok(())
}

/// Puts a change into a decision, or takes it out.
pub async fn set_announcement(tx: &Tx, id: i64, announcement: Option<i64>) -> Result<()> {
    let sql = "UPDATE procedure_change SET announcement_id = $2 WHERE id = $1";
    tx.exec(sql, vec![id.into(), announcement.into()]).await?;
    Ok(())
}

/// What was published of a procedure before ends as amended or abolished.
pub async fn end_former(tx: &Tx, code: &str, but: i64, stage: Stage) -> Result<()> {
    let sql = "UPDATE procedure_change SET stage = $3, changed_at = $4 WHERE code = $1 AND id <> $2 AND stage = 'published'";
    tx.exec(sql, vec![code.into(), but.into(), stage.code().into(), tx.at().micros().into()]).await?;
    Ok(())
}
