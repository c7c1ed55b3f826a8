//! Import of a programme.yaml: idempotent, every changed item and measure with its own journal entry.

use super::document::{Document, Item, Measure};
use super::rules::problems;
use super::store::{self, Kept, ProgrammeRow, Table};
use platform::error::{Error, Refusal, Result};
use platform::search::{self, SearchDoc};
use platform::shipped::{self, Shipped};
use platform::{Actor, App, Change, Tx};
use serde_json::{Map, Value as Json};
use std::collections::HashMap;

/// The programme that ships with the product.
pub const SHIPPED: &str = include_str!("../../../../programmes/can-tho-2011-2015/programme.yaml");

/// What the program keeps of the programme it shipped.
const KIND: &str = "programme.programme";

/// What an import found and did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imported {
    /// Items in the document.
    pub items: usize,
    /// Measures in the document.
    pub measures: usize,
    /// Records added, changed or withdrawn.
    pub changed: usize,
}

/// Puts the shipped programme into the city: a new one, or a changed one where the city left the program's own as it was.
///
/// A programme that the city imported or changed itself stays.
pub(super) async fn seed(app: App) -> Result<()> {
    seed_text(&app, SHIPPED).await
}

async fn seed_text(app: &App, yaml: &str) -> Result<()> {
    let noted = shipped::of(&app.store, KIND).await?;
    let file_hash = shipped::hash(yaml);
    if noted.values().any(|n| n.file_hash == file_hash) {
        return Ok(());
    }
    let document: Document =
        serde_saphyr::from_str(yaml).map_err(|e| Error::fault("shipped programme", e))?;
    let code = document.code;
    let put = noted.get(&code).map(|n| n.put_hash.clone()).unwrap_or_default();
    let put_hash = match store::fingerprint(&app.store, &code).await? {
        Some(there) if there != put => {
            tracing::info!(code, "the city keeps its own version of a programme that ships anew");
            put
        }
        _ => {
            import(app, yaml).await?;
            store::fingerprint(&app.store, &code).await?.unwrap_or_default()
        }
    };
    let tx = app.store.housekeeping().await?;
    shipped::note(&tx, KIND, &code, &Shipped { file_hash, put_hash }).await?;
    tx.commit().await
}

/// Imports a programme.yaml; a refusal (422) names what is wrong with it.
///
/// # Errors
/// `programme-import-unreadable` for broken YAML, `programme-import-contradicts` for a document against itself.
pub async fn import(app: &App, yaml: &str) -> Result<Imported> {
    let document: Document = serde_saphyr::from_str(yaml)
        .map_err(|e| Refusal::new("programme-import-unreadable").arg("problem", e).status(422))?;
    let wrong = problems(&document);
    if !wrong.is_empty() {
        return Err(Refusal::new("programme-import-contradicts")
            .arg("problems", wrong.join("; "))
            .status(422)
            .into());
    }
    let tx = app.store.write(&Actor::system()).await?;
    let (id, mut changed) = put_programme(&tx, &document).await?;
    let mut items = Kepts::read(&tx, Table::Item, id).await?;
    let mut measures = Kepts::read(&tx, Table::Measure, id).await?;
    let mut counted = 0;
    for (place, item) in (0i64..).zip(&document.items) {
        changed += usize::from(items.item(&tx, id, item, place).await?);
        for measure in &item.measures {
            changed += usize::from(measures.measure(&tx, id, item, measure, counted).await?);
            counted += 1;
        }
    }
    changed += items.withdraw(&tx).await? + measures.withdraw(&tx).await?;
    if changed > 0 {
        index(&tx, id).await?;
        tx.commit().await?;
    }
    Ok(Imported { items: document.items.len(), measures: usize::try_from(counted).unwrap_or(0), changed })
}

/// Puts every item and measure into the public search index: few enough to do whenever anything changed.
async fn index(tx: &Tx, programme: i64) -> Result<()> {
    let items = store::items(tx, programme).await?;
    for row in &items {
        let doc = SearchDoc {
            kind: "programme_item",
            record_id: row.id,
            title: format!("{} {}", row.item.id, row.item.title),
            summary: short(&row.item.text),
            href: format!("/chuong-trinh/{}", row.slug),
            words: format!("{} {}", row.item.title_en, row.item.text),
            agency_id: None,
            many: false,
        };
        search::index(tx, &doc).await?;
    }
    for measure in store::measures(tx, programme, tx.at().day()).await? {
        let item = items.iter().find(|r| r.item.id == measure.item).map_or("", |r| r.item.title.as_str());
        let doc = SearchDoc {
            kind: "measure",
            record_id: measure.id,
            title: measure.name.clone(),
            summary: format!("{} {item}", measure.item),
            href: format!("/muc-tieu/{}", measure.slug),
            words: format!("{} {} {}", measure.code, measure.name_en, measure.formula),
            agency_id: None,
            many: false,
        };
        search::index(tx, &doc).await?;
    }
    Ok(())
}

/// The beginning of a text, at most 160 characters.
fn short(text: &str) -> String {
    if text.chars().count() <= 160 {
        return text.to_owned();
    }
    text.chars().take(159).chain(['…']).collect()
}

async fn put_programme(tx: &Tx, document: &Document) -> Result<(i64, usize)> {
    let old = store::by_code(tx, &document.code).await?;
    let row = ProgrammeRow {
        id: old.as_ref().map_or(0, |o| o.id),
        code: document.code.clone(),
        name: document.name.clone(),
        name_en: document.name_en.clone(),
        decision: document.decision.number.clone(),
        signed_on: document.decision.signed_on.to_string(),
        issuer: document.decision.issuer.clone(),
        runs_from_on: document.runs.from.to_string(),
        runs_to_on: document.runs.to.to_string(),
        fields: serde_json::to_string(&document.fields)?,
        agency_groups: serde_json::to_string(&document.groups)?,
    };
    if old.as_ref() == Some(&row) {
        return Ok((row.id, 0));
    }
    let id = store::put(tx, &row).await?;
    let shown = |r: &ProgrammeRow| serde_json::json!({"programme_name": r.name, "programme_decision": r.decision, "programme_from": r.runs_from_on, "programme_to": r.runs_to_on});
    let change = Change::of("programme", "programme", id, "programme_import").after(shown(&row));
    tx.journal(match &old {
        Some(old) => change.before(shown(old)),
        None => change,
    })
    .await?;
    Ok((id, 1))
}

/// What the database holds of one kind, less what the document has confirmed.
struct Kepts {
    table: Table,
    rows: HashMap<String, Kept>,
}

impl Kepts {
    async fn read(tx: &Tx, table: Table, programme: i64) -> Result<Kepts> {
        let rows =
            store::kept(tx, table, programme).await?.into_iter().map(|k| (k.code.clone(), k)).collect();
        Ok(Kepts { table, rows })
    }

    async fn item(&mut self, tx: &Tx, programme: i64, item: &Item, position: i64) -> Result<bool> {
        let content = serde_json::to_string(item)?;
        let Some(old) = self.take_changed(&item.id, &content, position) else { return Ok(false) };
        let id = store::put_item(tx, programme, item, &content, position).await?;
        self.journal(tx, id, old.as_ref(), &content).await
    }

    async fn measure(
        &mut self,
        tx: &Tx,
        programme: i64,
        item: &Item,
        measure: &Measure,
        position: i64,
    ) -> Result<bool> {
        let content = serde_json::to_string(measure)?;
        let Some(old) = self.take_changed(&measure.code, &content, position) else { return Ok(false) };
        let id = store::put_measure(tx, programme, item, measure, &content, position).await?;
        self.journal(tx, id, old.as_ref(), &content).await
    }

    /// `None` when nothing changed; else the old row, if there was one.
    fn take_changed(&mut self, code: &str, content: &str, position: i64) -> Option<Option<Kept>> {
        let old = self.rows.remove(code);
        match old {
            Some(k) if k.content == content && k.position == position && !k.withdrawn => None,
            other => Some(other),
        }
    }

    async fn journal(&self, tx: &Tx, id: i64, old: Option<&Kept>, content: &str) -> Result<bool> {
        let (before, after) = differing(self.table, old.map(|k| k.content.as_str()), content)?;
        tx.journal(
            Change::of("programme", self.table.name(), id, "programme_import").before(before).after(after),
        )
        .await?;
        Ok(true)
    }

    async fn withdraw(self, tx: &Tx) -> Result<usize> {
        let gone: Vec<&Kept> = self.rows.values().filter(|k| !k.withdrawn).collect();
        for kept in &gone {
            store::withdraw(tx, self.table, kept.id).await?;
            search::remove(tx, self.table.name(), kept.id).await?;
            tx.journal(Change::of("programme", self.table.name(), kept.id, "programme_withdraw")).await?;
        }
        Ok(gone.len())
    }
}

/// The fields of two JSON objects that differ, before and after, under names of their own: a history's words are shared
/// by all slices.
pub(super) fn differing(table: Table, before: Option<&str>, after: &str) -> Result<(Json, Json)> {
    let after: Map<String, Json> = serde_json::from_str(after)?;
    let before: Map<String, Json> = before.map(serde_json::from_str).transpose()?.unwrap_or_default();
    let only = |one: &Map<String, Json>, other: &Map<String, Json>| {
        let mut new = Map::new();
        for (k, v) in one.iter().filter(|(k, v)| other.get(*k) != Some(v) && !nothing(v)) {
            match table {
                Table::Item => new.insert(format!("item_{}", k), v.clone()),
                Table::Measure => new.insert(format!("measure_{}", k), v.clone()),
            };
        }
        Json::Object(new)
    };
    Ok((only(&before, &after), only(&after, &before)))
}

/// A value that says nothing: not given, none, not so.
fn nothing(value: &Json) -> bool {
    match value {
        Json::Null | Json::Bool(false) => true,
        Json::String(text) => text.is_empty(),
        Json::Array(list) => list.is_empty(),
        Json::Object(map) => map.is_empty(),
        _ => false,
    }
}
