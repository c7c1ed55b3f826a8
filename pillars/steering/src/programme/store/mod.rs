//! The rows of the programme: the only code that names programme, programme_item and measure; `definitions.rs` those of the
//! city's own definitions.

pub(super) mod definitions;

use super::document::{Group, Item, Measure};
use super::rules::slug;
use contracts::programme as shared;
use kernel::Day;
use platform::error::{Error, Result};
use platform::store::FromRow;
use platform::{Read, Tx};
use std::collections::BTreeMap;

/// The programme's own row.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub(super) struct ProgrammeRow {
    pub id: i64,
    pub code: String,
    pub name: String,
    pub name_en: String,
    pub decision: String,
    pub signed_on: String,
    pub issuer: String,
    pub runs_from_on: String,
    pub runs_to_on: String,
    pub fields: String,
    pub agency_groups: String,
}

const PROGRAMME: &str = "SELECT id, code, name, name_en, decision, signed_on, issuer, runs_from_on, runs_to_on, fields, agency_groups FROM programme";

/// The newest programme.
pub(super) async fn current(db: &impl Read) -> Result<Option<ProgrammeRow>> {
    db.row(&format!("{PROGRAMME} ORDER BY runs_from_on DESC, id DESC LIMIT 1"), vec![]).await
}

/// A programme by its code.
pub(super) async fn by_code(db: &impl Read, code: &str) -> Result<Option<ProgrammeRow>> {
    db.row(&format!("{PROGRAMME} WHERE code = $1"), vec![code.into()]).await
}

/// Writes a programme anew or over its old row; its id.
pub(super) async fn put(tx: &Tx, row: &ProgrammeRow) -> Result<i64> {
    tx.insert(
        "INSERT INTO programme (code, name, name_en, decision, signed_on, issuer, runs_from_on, runs_to_on, fields, agency_groups) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
         ON CONFLICT (code) DO UPDATE SET name = excluded.name, name_en = excluded.name_en, decision = excluded.decision, \
         signed_on = excluded.signed_on, issuer = excluded.issuer, runs_from_on = excluded.runs_from_on, \
         runs_to_on = excluded.runs_to_on, fields = excluded.fields, agency_groups = excluded.agency_groups",
        vec![
            row.code.clone().into(),
            row.name.clone().into(),
            row.name_en.clone().into(),
            row.decision.clone().into(),
            row.signed_on.clone().into(),
            row.issuer.clone().into(),
            row.runs_from_on.clone().into(),
            row.runs_to_on.clone().into(),
            row.fields.clone().into(),
            row.agency_groups.clone().into(),
        ],
    )
    .await
}

/// An item or measure as kept: enough to see whether it changed.
#[derive(Debug, Clone, FromRow)]
pub(super) struct Kept {
    pub id: i64,
    pub code: String,
    pub content: String,
    pub position: i64,
    pub withdrawn: bool,
}

/// Which of the two tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Table {
    Item,
    Measure,
}

impl Table {
    /// Its name, also the record's kind in the journal.
    pub(super) fn name(self) -> &'static str {
        match self {
            Table::Item => "programme_item",
            Table::Measure => "measure",
        }
    }
}

/// Everything kept of a programme, withdrawn rows too.
pub(super) async fn kept(db: &impl Read, table: Table, programme: i64) -> Result<Vec<Kept>> {
    let sql = match table {
        Table::Item => {
            "SELECT id, code, content, position, withdrawn FROM programme_item WHERE programme_id = $1"
        }
        Table::Measure => {
            "SELECT id, code, content, position, withdrawn FROM measure WHERE programme_id = $1"
        }
    };
    db.rows(sql, vec![programme.into()]).await
}

/// Writes an item; its id.
pub(super) async fn put_item(
    tx: &Tx,
    programme: i64,
    item: &Item,
    content: &str,
    position: i64,
) -> Result<i64> {
    tx.insert(
        "INSERT INTO programme_item (programme_id, code, slug, content, position, withdrawn) VALUES ($1, $2, $3, $4, $5, FALSE) \
         ON CONFLICT (programme_id, code) DO UPDATE SET slug = excluded.slug, content = excluded.content, \
         position = excluded.position, withdrawn = FALSE",
        vec![programme.into(), item.id.clone().into(), slug(&item.id).into(), content.into(), position.into()],
    )
    .await
}

/// Writes a measure; its id.
pub(super) async fn put_measure(
    tx: &Tx,
    programme: i64,
    item: &Item,
    measure: &Measure,
    content: &str,
    position: i64,
) -> Result<i64> {
    tx.insert(
        "INSERT INTO measure (programme_id, item_code, field, code, slug, indicator, content, position, withdrawn) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, FALSE) \
         ON CONFLICT (programme_id, code) DO UPDATE SET item_code = excluded.item_code, field = excluded.field, \
         slug = excluded.slug, indicator = excluded.indicator, content = excluded.content, position = excluded.position, \
         withdrawn = FALSE",
        vec![
            programme.into(),
            item.id.clone().into(),
            item.field.clone().into(),
            measure.code.clone().into(),
            slug(&measure.code).into(),
            measure.indicator.clone().into(),
            content.into(),
            position.into(),
        ],
    )
    .await
}

/// Hash of all that is kept of a programme, by which a change shows; `None` when there is no such programme.
pub(super) async fn fingerprint(db: &impl Read, code: &str) -> Result<Option<String>> {
    let Some(row) = by_code(db, code).await? else { return Ok(None) };
    let mut all = vec![format!(
        "{} {} {} {} {} {} {} {} {}",
        row.name,
        row.name_en,
        row.decision,
        row.signed_on,
        row.issuer,
        row.runs_from_on,
        row.runs_to_on,
        row.fields,
        row.agency_groups
    )];
    for table in [Table::Item, Table::Measure] {
        let mut kept = kept(db, table, row.id).await?;
        kept.sort_by(|a, b| a.code.cmp(&b.code));
        all.extend(
            kept.into_iter().map(|k| format!("{} {} {} {}", k.code, k.content, k.position, k.withdrawn)),
        );
    }
    Ok(Some(platform::shipped::hash(&all.join("\n"))))
}

/// Marks what a newer document no longer holds; the row stays for its figures and history.
pub(super) async fn withdraw(tx: &Tx, table: Table, id: i64) -> Result<()> {
    let sql = match table {
        Table::Item => "UPDATE programme_item SET withdrawn = TRUE WHERE id = $1",
        Table::Measure => "UPDATE measure SET withdrawn = TRUE WHERE id = $1",
    };
    tx.exec(sql, vec![id.into()]).await?;
    Ok(())
}

/// An item with its record's id.
#[derive(Debug, Clone)]
pub(super) struct ItemRow {
    pub id: i64,
    pub slug: String,
    pub item: Item,
}

#[derive(FromRow)]
struct RawItem {
    id: i64,
    slug: String,
    content: String,
}

/// The items of a programme in its order.
pub(super) async fn items(db: &impl Read, programme: i64) -> Result<Vec<ItemRow>> {
    let rows: Vec<RawItem> = db
        .rows(
            "SELECT id, slug, content FROM programme_item WHERE programme_id = $1 AND NOT withdrawn ORDER BY position",
            vec![programme.into()],
        )
        .await?;
    rows.into_iter()
        .map(|r| Ok(ItemRow { id: r.id, slug: r.slug, item: serde_json::from_str(&r.content)? }))
        .collect()
}

#[derive(FromRow)]
struct RawMeasure {
    id: i64,
    slug: String,
    item_code: String,
    field: String,
    content: String,
}

/// The measures of a programme in its order, as the city defines them on a day: the newest approved definition that is in force,
/// else what the programme says.
pub(super) async fn measures(db: &impl Read, programme: i64, on: Day) -> Result<Vec<shared::Measure>> {
    let rows: Vec<RawMeasure> = db
        .rows(
            "SELECT m.id, m.slug, m.item_code, m.field, COALESCE((SELECT d.content FROM measure_definition d \
             WHERE d.measure_id = m.id AND d.state = 'approved' AND d.from_on <= $2 \
             ORDER BY d.from_on DESC, d.version DESC LIMIT 1), m.content) AS content \
             FROM measure m WHERE m.programme_id = $1 AND NOT m.withdrawn ORDER BY m.position, m.id",
            vec![programme.into(), on.to_string().into()],
        )
        .await?;
    rows.into_iter()
        .map(|r| {
            let m: Measure = serde_json::from_str(&r.content)?;
            Ok(shared::Measure {
                id: r.id,
                code: m.code,
                slug: r.slug,
                item_href: format!("/chuong-trinh/{}", slug(&r.item_code)),
                item: r.item_code,
                field: r.field,
                name: m.name,
                name_en: m.name_en,
                unit: m.unit,
                better: m.better,
                comparator: m.comparator,
                target: m.target,
                target_assumed: m.target_assumed,
                target_note: m.target_note.unwrap_or_default(),
                due_on: m.due_on,
                formula: m.formula,
                indicator: m.indicator,
                why_not_measured: m.why_not_measured.unwrap_or_default(),
                amber_within: m.amber_within,
                yearly: m.yearly,
            })
        })
        .collect()
}

impl ProgrammeRow {
    /// Fields in order.
    pub(super) fn fields(&self) -> Result<Vec<shared::Field>> {
        Ok(serde_json::from_str(&self.fields)?)
    }

    /// Groups of agencies by slug.
    pub(super) fn groups(&self) -> Result<BTreeMap<String, Group>> {
        Ok(serde_json::from_str(&self.agency_groups)?)
    }

    /// First and last day.
    pub(super) fn runs(&self) -> Result<(Day, Day)> {
        let day =
            |text: &str| text.parse::<Day>().map_err(|e| Error::fault(format!("programme {}", self.code), e));
        Ok((day(&self.runs_from_on)?, day(&self.runs_to_on)?))
    }
}
