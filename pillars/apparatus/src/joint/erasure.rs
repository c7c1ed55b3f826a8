//! What becomes of a person's joint dossiers when their account is erased: as with the dossiers that are their parts, they stay as
//! the city's records, and what is under way stands in the way. Their drafts go; the files handed in with them are reached by
//! nobody any more.

use super::store;
use platform::App;
use platform::erasure::{Erasure, Fate, Share};
use platform::error::Result;

/// The share of joint dossiers. Of what was filed nothing goes: the parts' own dossiers decide how long they are kept.
pub(super) const ERASURE: Erasure = Erasure {
    told: |app, account| Box::pin(async move { told(&app, account).await }),
    run: |tx, account| Box::pin(store::delete_drafts_of(tx, account)),
};

async fn told(app: &App, account: i64) -> Result<Vec<Share>> {
    let (under_way, ended) = store::count_of_account(&app.store, account).await?;
    let drafts = store::drafts_of(&app.store, account).await?;
    let mut files = 0;
    for draft in &drafts {
        files += draft.papers()?.len();
    }
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let trace = Fate::Trace { why: "joint-erasure-why-files", until: None };
    Ok(vec![
        Share::goes("joint-erasure-drafts", count(drafts.len())),
        Share { what: "joint-erasure-files", count: count(files), fate: trace },
        Share { what: "joint-erasure-under-way", count: under_way, fate: Fate::Bars },
        Share {
            what: "joint-erasure-ended",
            count: ended,
            fate: Fate::Kept { why: "joint-erasure-why", until: None },
        },
    ])
}
