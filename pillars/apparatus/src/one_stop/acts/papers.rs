//! What came in after the filing, paper by paper: ticked by the desk, with its scan, whatever the state waits for.

use super::counter::PaperFound;
use super::work::Work;
use crate::one_stop::store::{self, Dossier};
use contracts::dossiers::DossierChanged;
use platform::error::Result;
use platform::{Actor, App, Refusal, Tx};
use serde_json::json;

/// Writes what was found of one paper; a scan replaces the one before.
pub(super) async fn write(tx: &Tx, dossier: i64, paper: &PaperFound) -> Result<()> {
    store::update_paper(tx, paper.id, dossier, &paper.given, paper.copies, paper.note.as_deref()).await?;
    if let Some((hash, name)) = &paper.file {
        store::attach_scan(tx, paper.id, dossier, hash, name).await?;
    }
    Ok(())
}

/// Ghi giấy tờ đã nhận: each paper that arrived or was scanned; the state stays.
pub async fn record_papers(
    app: &App,
    by: &Actor,
    id: i64,
    seen: Option<i64>,
    found: &[PaperFound],
) -> Result<Dossier> {
    let work = Work::open(app, by, id, seen).await?;
    if !work.dossier.state()?.is_open() {
        return Err(Refusal::new("one-stop-refused-papers-closed").into());
    }
    let before = store::papers(&work.tx, id).await?;
    let mut named = Vec::new();
    for paper in found {
        let Some(old) = before.iter().find(|p| p.id == paper.id) else { continue };
        let same = old.given == paper.given
            && old.copies == paper.copies
            && old.note.as_deref().unwrap_or("") == paper.note.as_deref().unwrap_or("");
        if same && paper.file.is_none() {
            continue;
        }
        write(&work.tx, id, paper).await?;
        named.push(old.name.clone());
    }
    if named.is_empty() {
        return Ok(work.dossier);
    }
    let fact = DossierChanged(work.fact());
    work.finish("record_papers", None, json!({"papers_recorded": named.join("; ")}), &fact).await
}
