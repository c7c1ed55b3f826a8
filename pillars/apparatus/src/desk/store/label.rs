//! Labels, and the dossiers they are on.

use platform::error::Result;
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Scope, Tx};

const COLUMNS: &str = "l.id, l.agency_id, l.name, l.tone, l.active, l.changed_at, l.version";

/// A label.
#[derive(Debug, Clone, FromRow)]
pub struct Label {
    pub id: i64,
    pub agency_id: i64,
    pub name: String,
    pub tone: String,
    pub active: bool,
    pub changed_at: i64,
    pub version: i64,
}

/// What became of changing a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    /// It is changed.
    Done,
    /// Its agency has another one of the new name.
    Taken,
    /// Somebody else has changed it since it was looked at.
    Overtaken,
}

/// All labels, without conditions yet.
pub fn label_list() -> ListQuery<'static> {
    const SORTS: [SortKey; 2] = [
        SortKey { name: "ten", sql: "l.folded", number: false },
        SortKey { name: "sua", sql: "l.changed_at", number: true },
    ];
    ListQuery::new(COLUMNS, "desk_label l", "l.id", &SORTS)
}

/// One by its number.
pub async fn label(db: &impl Read, id: i64) -> Result<Option<Label>> {
    db.row(&format!("SELECT {COLUMNS} FROM desk_label l WHERE l.id = $1"), vec![id.into()]).await
}

/// Those in use within a scope, by name.
pub async fn labels_in_use(db: &impl Read, scope: &Scope) -> Result<Vec<Label>> {
    let mut params = Vec::new();
    let within = scope.condition("l.agency_id", &mut params).map(|c| format!(" AND {c}")).unwrap_or_default();
    let sql = format!("SELECT {COLUMNS} FROM desk_label l WHERE l.active{within} ORDER BY l.folded, l.id");
    db.rows(&sql, params).await
}

/// Those on a dossier, by name.
pub async fn labels_of(db: &impl Read, dossier: i64) -> Result<Vec<Label>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM desk_labelled p JOIN desk_label l ON l.id = p.label_id WHERE p.dossier_id = $1 \
         ORDER BY l.folded, l.id"
    );
    db.rows(&sql, vec![dossier.into()]).await
}

/// Adds a label; nothing where the agency has one of that name.
pub async fn add_label(tx: &Tx, agency: i64, name: &str, tone: &str) -> Result<Option<i64>> {
    let id = tx
        .insert(
            "INSERT INTO desk_label (agency_id, name, folded, tone, active, changed_at) VALUES ($1, $2, $3, $4, TRUE, $5) \
             ON CONFLICT (agency_id, folded) DO NOTHING",
            vec![
                agency.into(),
                name.into(),
                kernel::text::fold(name).into(),
                tone.into(),
                tx.at().micros().into(),
            ],
        )
        .await?;
    Ok((id > 0).then_some(id))
}

/// Changes a label of the version that was looked at.
pub async fn change_label(tx: &Tx, label: &Label) -> Result<Changed> {
    let folded = kernel::text::fold(&label.name);
    let taken = tx
        .number(
            "SELECT COUNT(*) FROM desk_label WHERE agency_id = $1 AND folded = $2 AND id <> $3",
            vec![label.agency_id.into(), folded.clone().into(), label.id.into()],
        )
        .await?;
    if taken > 0 {
        return Ok(Changed::Taken);
    }
    let touched = tx.exec(
        "UPDATE desk_label SET name = $2, folded = $3, tone = $4, active = $5, changed_at = $6, version = version + 1 \
         WHERE id = $1 AND version = $7",
        vec![
            label.id.into(),
            label.name.clone().into(),
            folded.into(),
            label.tone.clone().into(),
            label.active.into(),
            tx.at().micros().into(),
            label.version.into(),
        ],
    )
    .await?;
    Ok(if touched > 0 { Changed::Done } else { Changed::Overtaken })
}

/// A dossier under a label.
#[derive(Debug, Clone, FromRow)]
pub struct Labelled {
    pub dossier_id: i64,
    pub agency_id: i64,
    pub code: String,
    pub procedure_name: String,
    pub name: String,
    pub tone: String,
    pub put_at: i64,
    pub put_by: String,
}

/// All dossiers under labels, the last put first, without conditions yet.
pub fn labelled_list() -> ListQuery<'static> {
    const SORTS: [SortKey; 3] = [
        SortKey { name: "dat", sql: "p.put_at", number: true },
        SortKey { name: "nhan", sql: "l.folded", number: false },
        SortKey { name: "ma", sql: "p.code", number: false },
    ];
    ListQuery::new(
        "p.dossier_id, p.agency_id, p.code, p.procedure_name, l.name, l.tone, p.put_at, p.put_by",
        "desk_labelled p JOIN desk_label l ON l.id = p.label_id",
        "p.id",
        &SORTS,
    )
    .descending()
}

/// The ids of the dossiers under a label.
pub const DOSSIERS_UNDER: &str = "SELECT p.dossier_id FROM desk_labelled p WHERE p.label_id = ?";

/// What a label is put on: dossier, agency, code, procedure.
pub type On<'a> = (i64, i64, &'a str, &'a str);

/// Puts a label on a dossier; whether it was not there yet.
pub async fn put(tx: &Tx, label: i64, (dossier, agency, code, procedure): On<'_>) -> Result<bool> {
    let changed = tx
        .exec(
            "INSERT INTO desk_labelled (label_id, dossier_id, agency_id, code, procedure_name, put_at, put_by) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (label_id, dossier_id) DO NOTHING",
            vec![
                label.into(),
                dossier.into(),
                agency.into(),
                code.into(),
                procedure.into(),
                tx.at().micros().into(),
                tx.by().name.clone().into(),
            ],
        )
        .await?;
    Ok(changed > 0)
}

/// Takes a label off a dossier; whether it was there.
pub async fn take_off(tx: &Tx, label: i64, dossier: i64) -> Result<bool> {
    let changed = tx
        .exec(
            "DELETE FROM desk_labelled WHERE label_id = $1 AND dossier_id = $2",
            vec![label.into(), dossier.into()],
        )
        .await?;
    Ok(changed > 0)
}
