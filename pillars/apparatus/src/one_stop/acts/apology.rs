//! A prepared letter of apology is set aside, with a reason; sending it is [`super::extend`].

use super::work::Work;
use crate::one_stop::rules::Act;
use crate::one_stop::store;
use platform::error::Result;
use platform::{Actor, App, Change, Refusal};

/// Sets the prepared letter aside: the work will be done in time, or the promise passes without one.
pub async fn dismiss_apology(app: &App, by: &Actor, id: i64, seen: Option<i64>, reason: &str) -> Result<()> {
    let mut work = Work::open(app, by, id, seen).await?;
    work.apply(Act::Work)?;
    // Somebody may have sent it since the page was read: then there is none to set aside.
    let set_aside = match work.dossier.due_at {
        Some(due) => store::close_apology(&work.tx, (id, due), "dismissed", Some(reason)).await?,
        None => false,
    };
    if !set_aside {
        return Err(Refusal::new("one-stop-refused-no-apology").into());
    }
    let entry = Change::of("one_stop", "dossier", id, "dismiss_apology");
    work.tx.journal(entry.reason(Some(reason))).await?;
    work.tx.commit().await
}
