//! legal_profile: rules as dated rows; published ones are in force, drafts wait, replaced ones stay to be read.

use crate::rules::{Replaced, follow};
use kernel::Day;
use platform::app::mark_changed;
use platform::error::{Error, Refusal, Result};
use platform::journal::Change;
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};
use serde_json::{Value as Json, json};

/// A row.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct Row {
    pub id: i64,
    pub rule_key: String,
    pub name_vi: String,
    pub name_en: String,
    pub value: String,
    pub unit: String,
    pub valid_from: Option<String>,
    pub valid_to: Option<String>,
    pub source: String,
    pub confirmed: bool,
    pub note: String,
    pub state: String,
    pub replaces_id: Option<i64>,
}

impl Row {
    /// Its value.
    pub fn value(&self) -> Json {
        serde_json::from_str(&self.value).unwrap_or(Json::Null)
    }

    /// First and last day.
    pub fn days(&self) -> (Option<Day>, Option<Day>) {
        let day = |text: &Option<String>| text.as_deref().and_then(|d| d.parse().ok());
        (day(&self.valid_from), day(&self.valid_to))
    }

    /// What the journal keeps of it.
    pub fn fields(&self) -> Json {
        json!({
            "value": self.value(), "valid_from": self.valid_from, "valid_to": self.valid_to,
            "source": self.source, "confirmed": self.confirmed, "note": self.note,
        })
    }
}

/// What an edit changes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Edit {
    pub value: Json,
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub source: String,
    pub confirmed: bool,
    pub note: String,
}

const COLUMNS: &str = "p.id, p.rule_key, p.name_vi, p.name_en, p.value, p.unit, p.valid_from, p.valid_to, p.source, \
    p.confirmed, p.note, p.state, p.replaces_id";

/// The list of rows.
pub(crate) fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 3] = [
        SortKey { name: "khoa", sql: "p.rule_key", number: false },
        SortKey { name: "tu", sql: "COALESCE(p.valid_from, '')", number: false },
        SortKey { name: "sua", sql: "p.changed_at", number: true },
    ];
    ListQuery::new(COLUMNS, "legal_profile p", "p.id", &SORTS)
}

/// One row.
pub(crate) async fn one(db: &impl Read, id: i64) -> Result<Row> {
    db.row(&format!("SELECT {COLUMNS} FROM legal_profile p WHERE p.id = $1"), vec![id.into()])
        .await?
        .ok_or(Error::NotFound)
}

/// All rows of a key but replaced ones and drafts, newest first.
pub(crate) async fn of_key(db: &impl Read, key: &str) -> Result<Vec<Row>> {
    db.rows(
        &format!("SELECT {COLUMNS} FROM legal_profile p WHERE p.rule_key = $1 AND p.state <> 'dropped' ORDER BY COALESCE(p.valid_from, '') DESC, p.id DESC"),
        vec![key.into()],
    )
    .await
}

/// All rows: a few hundred.
pub(crate) async fn all(db: &impl Read) -> Result<Vec<Row>> {
    db.rows(&format!("SELECT {COLUMNS} FROM legal_profile p ORDER BY p.id"), vec![]).await
}

/// Published rows no source confirmed.
pub(crate) async fn unconfirmed(db: &impl Read) -> Result<Vec<Row>> {
    db.rows(
        &format!("SELECT {COLUMNS} FROM legal_profile p WHERE p.state = 'published' AND NOT p.confirmed ORDER BY p.rule_key, p.id"),
        vec![],
    )
    .await
}

/// Names of the slices that have rules.
pub(crate) async fn keys(db: &impl Read) -> Result<Vec<String>> {
    #[derive(FromRow)]
    struct Key {
        rule_key: String,
    }
    let rows: Vec<Key> =
        db.rows("SELECT DISTINCT rule_key FROM legal_profile ORDER BY rule_key", vec![]).await?;
    Ok(rows.into_iter().map(|r| r.rule_key).collect())
}

/// Writes a draft: a new one for a published row, or the draft itself again.
pub(crate) async fn draft(tx: &Tx, base: &Row, edit: &Edit) -> Result<i64> {
    let id = if base.state == "draft" {
        set_fields(tx, base.id, edit).await?;
        base.id
    } else {
        tx.insert(
            "INSERT INTO legal_profile (rule_key, name_vi, name_en, value, unit, valid_from, valid_to, source, confirmed, note, \
             state, replaces_id, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'draft', $11, $12)",
            vec![
                base.rule_key.clone().into(),
                base.name_vi.clone().into(),
                base.name_en.clone().into(),
                edit.value.to_string().into(),
                base.unit.clone().into(),
                edit.from.map(|d| d.to_string()).into(),
                edit.to.map(|d| d.to_string()).into(),
                edit.source.clone().into(),
                edit.confirmed.into(),
                edit.note.clone().into(),
                base.id.into(),
                tx.at().micros().into(),
            ],
        )
        .await?
    };
    let after = one(tx, id).await?.fields();
    tx.journal(Change::of("console", "legal_profile", id, "draft_rule").before(base.fields()).after(after))
        .await?;
    Ok(id)
}

async fn set_fields(tx: &Tx, id: i64, edit: &Edit) -> Result<()> {
    tx.exec(
        "UPDATE legal_profile SET value = $2, valid_from = $3, valid_to = $4, source = $5, confirmed = $6, note = $7, changed_at = $8 \
         WHERE id = $1 AND state = 'draft'",
        vec![
            id.into(),
            edit.value.to_string().into(),
            edit.from.map(|d| d.to_string()).into(),
            edit.to.map(|d| d.to_string()).into(),
            edit.source.clone().into(),
            edit.confirmed.into(),
            edit.note.clone().into(),
            tx.at().micros().into(),
        ],
    )
    .await?;
    Ok(())
}

/// Publishes a draft: the row it replaces ends the day before, or is kept as replaced when corrected.
pub(crate) async fn publish(tx: &Tx, draft: &Row, reason: Option<&str>) -> Result<()> {
    let old = one(tx, draft.replaces_id.ok_or(Error::NotFound)?).await?;
    if old.state != "published" {
        return Err(Error::Changed(vec![old.rule_key]));
    }
    let ((old_from, old_to), (new_from, _)) = (old.days(), draft.days());
    let outcome = follow(old_from, old_to, new_from).map_err(Refusal::new)?;
    let published = tx
        .exec(
            "UPDATE legal_profile SET state = 'published', changed_at = $2 WHERE id = $1 AND state = 'draft'",
            vec![draft.id.into(), tx.at().micros().into()],
        )
        .await?;
    if published == 0 {
        return Err(Error::Changed(vec![draft.rule_key.clone()]));
    }
    let (state, to) = match outcome {
        Replaced::ClosedOn(day) => ("published", Some(day.to_string())),
        Replaced::Corrected => ("replaced", old.valid_to.clone()),
    };
    tx.exec(
        "UPDATE legal_profile SET state = $2, valid_to = $3, changed_at = $4 WHERE id = $1",
        vec![old.id.into(), state.into(), to.clone().into(), tx.at().micros().into()],
    )
    .await?;
    tx.journal(
        Change::of("console", "legal_profile", old.id, "close_rule")
            .before(json!({"valid_to": old.valid_to, "state": "published"}))
            .after(json!({"valid_to": to, "state": state, "replaced_by": draft.id}))
            .reason(reason),
    )
    .await?;
    let change = Change::of("console", "legal_profile", draft.id, "publish_rule")
        .before(old.fields())
        .after(draft.fields());
    tx.journal(change.reason(reason)).await?;
    if draft.rule_key == platform::calendar::OFFICE_HOURS {
        // Promises of dossiers under way follow the hours, as they follow the calendar.
        let from = old_from.into_iter().chain(new_from).min().unwrap_or_else(|| tx.at().day());
        super::calendar::recompute(tx, from).await?;
    }
    mark_changed(tx).await
}

/// Puts a draft aside; it stays readable in the journal.
pub(crate) async fn drop_draft(tx: &Tx, draft: &Row) -> Result<()> {
    let gone = tx
        .exec(
            "UPDATE legal_profile SET state = 'dropped' WHERE id = $1 AND state = 'draft'",
            vec![draft.id.into()],
        )
        .await?;
    if gone == 0 {
        return Err(Error::NotFound);
    }
    tx.journal(Change::of("console", "legal_profile", draft.id, "drop_draft").before(draft.fields())).await
}

/// Confirms a published row by its source, without changing its value.
pub(crate) async fn confirm(tx: &Tx, row: &Row, source: &str) -> Result<()> {
    let done = tx
        .exec(
            "UPDATE legal_profile SET confirmed = TRUE, source = $2, changed_at = $3 WHERE id = $1 AND state = 'published'",
            vec![row.id.into(), source.into(), tx.at().micros().into()],
        )
        .await?;
    if done == 0 {
        return Err(Error::Changed(vec![row.rule_key.clone()]));
    }
    tx.journal(
        Change::of("console", "legal_profile", row.id, "confirm_rule")
            .before(json!({"confirmed": row.confirmed, "source": row.source}))
            .after(json!({"confirmed": true, "source": source})),
    )
    .await?;
    mark_changed(tx).await
}

/// Every published row, as shipped rows are compared with them.
pub(crate) async fn published(db: &impl Read) -> Result<Vec<Row>> {
    db.rows(
        &format!("SELECT {COLUMNS} FROM legal_profile p WHERE p.state = 'published' ORDER BY p.id"),
        vec![],
    )
    .await
}

const SHIP: &str = "INSERT INTO legal_profile (rule_key, name_vi, name_en, value, unit, valid_from, valid_to, source, \
    confirmed, note, state, replaces_id, changed_at)";

fn shipped_values(row: &Row, state: &str, replaces: Option<i64>, at: i64) -> Vec<sea_orm::Value> {
    vec![
        row.rule_key.clone().into(),
        row.name_vi.clone().into(),
        row.name_en.clone().into(),
        row.value.clone().into(),
        row.unit.clone().into(),
        row.valid_from.clone().into(),
        row.valid_to.clone().into(),
        row.source.clone().into(),
        row.confirmed.into(),
        row.note.clone().into(),
        state.into(),
        replaces.into(),
        at.into(),
    ]
}

/// A new city's rules, all at once.
pub(crate) async fn add_all_shipped(tx: &Tx, rows: Vec<Row>) -> Result<()> {
    let (count, at) = (rows.len(), tx.at().micros());
    let values = rows.iter().map(|r| shipped_values(r, "published", None, at)).collect();
    tx.insert_many(SHIP, values).await?;
    tx.journal(Change::of("console", "legal_profile", 0, "ship_defaults").after(json!({"rows": count}))).await
}

/// A row that ships anew: published, or a draft where it would follow the city's own row.
pub(crate) async fn add_shipped(tx: &Tx, row: &Row, replaces: Option<i64>) -> Result<()> {
    let state = if replaces.is_some() { "draft" } else { "published" };
    let sql = format!("{SHIP} VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)");
    let id = tx.insert(&sql, shipped_values(row, state, replaces, tx.at().micros())).await?;
    tx.journal(Change::of("console", "legal_profile", id, "ship_defaults").after(row.fields())).await
}

/// A row as it ships now, in place of what an older program put there.
pub(crate) async fn follow_shipped(tx: &Tx, old: &Row, new: &Row) -> Result<()> {
    tx.exec(
        "UPDATE legal_profile SET name_vi = $2, name_en = $3, value = $4, unit = $5, valid_to = $6, source = $7, \
         confirmed = $8, note = $9, changed_at = $10 WHERE id = $1",
        vec![
            old.id.into(),
            new.name_vi.clone().into(),
            new.name_en.clone().into(),
            new.value.clone().into(),
            new.unit.clone().into(),
            new.valid_to.clone().into(),
            new.source.clone().into(),
            new.confirmed.into(),
            new.note.clone().into(),
            tx.at().micros().into(),
        ],
    )
    .await?;
    let change = Change::of("console", "legal_profile", old.id, "ship_defaults");
    tx.journal(change.before(old.fields()).after(new.fields())).await
}

/// Takes a row out of force that ships no more; it stays to be read.
pub(crate) async fn withdraw_shipped(tx: &Tx, row: &Row) -> Result<()> {
    tx.exec(
        "UPDATE legal_profile SET state = 'replaced', changed_at = $2 WHERE id = $1",
        vec![row.id.into(), tx.at().micros().into()],
    )
    .await?;
    let change = Change::of("console", "legal_profile", row.id, "ship_defaults");
    tx.journal(change.before(json!({"state": row.state})).after(json!({"state": "replaced"}))).await
}
