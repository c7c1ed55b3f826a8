//! What becomes of a person's drafts when their account is erased: they go. The files handed in with them are reached by nobody
//! any more, and lie under the hash of their content among those of others.

use super::store;
use platform::App;
use platform::erasure::{Erasure, Fate, Share};
use platform::error::Result;

/// The share of online filing.
pub(super) const ERASURE: Erasure = Erasure {
    told: |app, account| Box::pin(async move { told(&app, account).await }),
    run: |tx, account| Box::pin(store::delete_all_of(tx, account)),
};

async fn told(app: &App, account: i64) -> Result<Vec<Share>> {
    let drafts = store::all_of(&app.store, account).await?;
    let mut files = 0;
    for draft in &drafts {
        files += draft.papers()?.iter().filter(|paper| paper.hash.is_some()).count();
    }
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let fate = Fate::Trace { why: "online-services-erasure-why-files", until: None };
    Ok(vec![
        Share::goes("online-services-erasure-drafts", count(drafts.len())),
        Share { what: "online-services-erasure-files", count: count(files), fate },
    ])
}
