//! Legal documents as records: entered, corrected, with what each does to others.

use super::super::store::{self, DocumentText};
use kernel::Day;
use platform::error::Result;
use platform::journal::Change;
use platform::{Actor, App, Refusal};
use serde_json::{Value as Json, json};

fn told(text: &DocumentText) -> Json {
    let day = |d: Option<Day>| d.map(|d| d.to_string());
    json!({
        "basis_number": text.number,
        "basis_title": text.title,
        "basis_issuer": text.issuer,
        "basis_issued": day(text.issued),
        "basis_effect": day(text.effect),
        "basis_ended": day(text.ended),
    })
}

/// Enters a document.
pub async fn enter(app: &App, by: &Actor, text: &DocumentText) -> Result<i64> {
    if store::document_id(&app.store, &text.number).await?.is_some() {
        return Err(Refusal::new("catalogue-refused-document").arg("number", &text.number).into());
    }
    let tx = app.store.write(by).await?;
    let id = store::add_document(&tx, text).await?;
    tx.journal(Change::of("catalogue", "basis_document", id, "basis_enter").after(told(text))).await?;
    tx.commit().await?;
    Ok(id)
}

/// Corrects what is written of a document.
pub async fn correct(app: &App, by: &Actor, id: i64, text: &DocumentText) -> Result<()> {
    let tx = app.store.write(by).await?;
    store::write_document(&tx, id, text).await?;
    tx.journal(Change::of("catalogue", "basis_document", id, "basis_correct").after(told(text))).await?;
    tx.commit().await
}

/// What a document does to another.
#[derive(Debug, Clone)]
pub struct Does {
    /// amends, replaces or abolishes.
    pub kind: String,
    /// Number of the other document.
    pub target: String,
    /// The article it is done to; empty: the whole.
    pub article: String,
    /// From this day on.
    pub from: Day,
    /// Remark.
    pub note: String,
}

/// Notes what a document does to another; the other is entered by its number where it is not known.
pub async fn effect(app: &App, by: &Actor, id: i64, does: &Does) -> Result<()> {
    let document = store::document(&app.store, id).await?;
    if document.number == does.target {
        return Err(Refusal::new("catalogue-refused-itself").into());
    }
    let tx = app.store.write(by).await?;
    if store::document_id(&tx, &does.target).await?.is_none() {
        let text = DocumentText { number: does.target.clone(), ..DocumentText::default() };
        store::add_document(&tx, &text).await?;
    }
    store::add_effect(&tx, id, (&does.kind, &does.target), (&does.article, &does.note), does.from).await?;
    let after = json!({
        "basis_does": does.kind,
        "basis_target": does.target,
        "basis_article": does.article,
        "basis_from": does.from.to_string(),
    });
    tx.journal(Change::of("catalogue", "basis_document", id, "basis_effect").after(after)).await?;
    tx.commit().await
}

/// Takes a noted effect away.
pub async fn drop(app: &App, by: &Actor, id: i64, effect: i64) -> Result<()> {
    let tx = app.store.write(by).await?;
    if !store::drop_effect(&tx, id, effect).await? {
        return Err(platform::error::Error::NotFound);
    }
    tx.journal(Change::of("catalogue", "basis_document", id, "basis_effect_drop")).await?;
    tx.commit().await
}
