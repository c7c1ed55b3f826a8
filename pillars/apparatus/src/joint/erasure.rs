//! What becomes of a person's joint dossiers when their account is erased: as with the dossiers that are their parts, they stay as
//! the city's records, and what is under way stands in the way.

use super::store;
use platform::App;
use platform::erasure::{Erasure, Fate, Share};
use platform::error::Result;

/// The share of joint dossiers. Nothing of them goes: the parts' own dossiers decide how long they are kept.
pub(super) const ERASURE: Erasure = Erasure {
    told: |app, account| Box::pin(async move { told(&app, account).await }),
    run: |_, _| Box::pin(async { Ok(()) }),
};

async fn told(app: &App, account: i64) -> Result<Vec<Share>> {
    let (under_way, ended) = store::count_of_account(&app.store, account).await?;
    Ok(vec![
        Share { what: "joint-erasure-under-way", count: under_way, fate: Fate::Bars },
        Share {
            what: "joint-erasure-ended",
            count: ended,
            fate: Fate::Kept { why: "joint-erasure-why", until: None },
        },
    ])
}
