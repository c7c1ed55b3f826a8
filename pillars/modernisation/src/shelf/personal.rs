//! What the shelf keeps about the person of an account: their papers and where these were taken. All of it goes with the account.

use super::{acts, store};
use platform::erasure::{Erasure, Share};
use platform::error::Result;
use platform::own_data::{at, looks};
use platform::{App, Tx, reads};
use serde_json::{Value as Json, json};

/// Uses told.
const USES: i64 = 10_000;

/// The share of the shelf: it goes.
pub(super) const ERASURE: Erasure = Erasure {
    told: |app, account| Box::pin(async move { told(&app, account).await }),
    run: |tx, account| Box::pin(run(tx, account)),
};

async fn told(app: &App, account: i64) -> Result<Vec<Share>> {
    let papers = store::of_account(&app.store, account).await?.len();
    Ok(vec![Share::goes("shelf-erasure-papers", i64::try_from(papers).unwrap_or(i64::MAX))])
}

async fn run(tx: &Tx, account: i64) -> Result<()> {
    store::forget_all(tx, account).await.map(|_| ())
}

/// The shelf of the account.
pub(super) async fn of(app: &App, account: i64) -> Result<Json> {
    let db = &app.store;
    let directory = app.directory();
    let papers = store::of_account(db, account).await?;
    let papers = papers.iter().map(|p| {
        json!({
            "name": p.name, "number": p.number, "agency": directory.name(p.agency_id), "by": p.vouched_by,
            "on": p.vouched_on, "valid_to": p.valid_to, "dossier": p.dossier_code, "file": p.file_name,
            "left": p.left_at.map(at),
        })
    });
    let uses = store::uses_of(db, account, USES).await?;
    let uses = uses.iter().map(
        |u| json!({"paper": u.paper_name, "dossier": u.dossier_code, "by": u.taken_by, "at": at(u.taken_at)}),
    );
    Ok(json!({
        "agreed": store::consent(db, account).await?.map(|c| at(c.given_at)),
        "papers": papers.collect::<Vec<_>>(),
        "uses": uses.collect::<Vec<_>>(),
        "looks": looks(app, &reads::of(db, acts::RECORD, account).await?),
    }))
}
