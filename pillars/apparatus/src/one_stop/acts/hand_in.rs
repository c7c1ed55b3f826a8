//! The applicant hands in papers that were asked for. The state stays: the desk looks at them and confirms.

use super::work::Work;
use crate::one_stop::rules::State;
use crate::one_stop::store::{self, Dossier};
use contracts::dossiers::{DossierChanged, FiledPaper};
use platform::error::Result;
use platform::http::Upload;
use platform::notices::{self, Notice};
use platform::{Actor, App, Refusal, journal};
use serde_json::json;

/// Nộp giấy tờ bổ sung: files for one component of the procedure, or under any other key for none of them.
///
/// The first file of a component that was missing takes its place; every other one is a paper of its own.
pub async fn hand_in(
    app: &App,
    by: &Actor,
    id: i64,
    component: &str,
    sender: &str,
    files: Vec<Upload>,
) -> Result<Dossier> {
    let work = Work::open(app, by, id, None).await?;
    if work.dossier.state()? != State::AwaitingSupplement {
        return Err(Refusal::new("one-stop-refused-hand-in").into());
    }
    let papers = store::papers(&work.tx, id).await?;
    let about = papers.iter().find(|p| p.component == component);
    let mut missing =
        papers.iter().find(|p| p.component == component && p.given == "missing" && p.file_hash.is_none());
    let mut names = Vec::new();
    for Upload { name, content, .. } in files {
        let stored = platform::uploads::take(app, &work.tx, sender, content).await?;
        match missing.take() {
            Some(paper) => store::fill_paper(&work.tx, paper.id, id, &stored.hash, &name).await?,
            None => {
                let paper = FiledPaper {
                    component: about.map_or("bo-sung", |p| p.component.as_str()).to_owned(),
                    given: "electronic".to_owned(),
                    copies: 1,
                    note: None,
                    file: Some((stored.hash, name.clone())),
                };
                store::add_paper(&work.tx, id, about.map_or(name.as_str(), |p| p.name.as_str()), &paper)
                    .await?;
            }
        }
        names.push(name);
    }
    // Who works on it is told; before the receipt that is who asked.
    let asker =
        journal::history(&work.tx, "dossier", id).await?.into_iter().find(|e| e.action == "ask_supplement");
    if let Some(assignee) = work.dossier.assignee_id.or(asker.and_then(|e| e.actor_id)) {
        let notice = Notice {
            template: "one_stop.handed_in",
            account_id: Some(assignee),
            email: None,
            phone: None,
            href: format!("/ho-so/{id}"),
            values: json!({"code": work.dossier.code, "procedure": work.dossier.procedure_name, "files": names.len()}),
        };
        notices::send(&work.tx, &notice).await?;
    }
    let fact = DossierChanged(work.fact());
    let paper = about.map(|p| p.name.clone());
    work.finish("hand_in", None, json!({"paper": paper, "files": names.join("; ")}), &fact).await
}
