//! What people may hand in: types, the largest file, files a paper, and how much one sender may bring in a day.
//! All of it are dated rules; the picker of every form says them (TT 32/2017 art. 7.3.c).

use crate::app::App;
use crate::error::{Refusal, Result};
use crate::files::StoredFile;
use crate::http::Ctx;
use crate::store::{Read, Tx};
use bytes::Bytes;
use kernel::Day;

/// The rules of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// Bytes of one file.
    pub largest: usize,
    /// Kinds taken, such as "PDF".
    pub kinds: Vec<&'static str>,
    /// Files that may stand for one paper.
    pub per_paper: usize,
    /// Files one sender may hand in on a day; none: no limit.
    pub day_files: Option<i64>,
    /// Bytes one sender may hand in on a day.
    pub day_bytes: Option<i64>,
}

impl Rules {
    /// Reads them; what no rule says is limited by the settings of the installation alone.
    pub fn on(app: &App, day: Day) -> Result<Rules> {
        let profiles = app.profiles();
        Ok(Rules {
            largest: app.files.largest(day, app.settings.max_upload),
            kinds: app.files.kinds(day),
            per_paper: profiles.get_or("files.per_paper", day, 1_usize)?.max(1),
            day_files: profiles.get_or("files.day_files", day, None)?,
            day_bytes: profiles.get_or("files.day_bytes", day, None)?,
        })
    }

    /// The same for a place that takes some of the kinds only, such as that of blanks.
    pub fn only(mut self, kinds: &[&str]) -> Rules {
        self.kinds.retain(|kind| kinds.contains(kind));
        self
    }

    /// For a picker's `accept`.
    pub fn accept(&self) -> String {
        let jpeg = self.kinds.contains(&"JPG").then_some("jpeg".to_owned());
        let endings = self.kinds.iter().map(|kind| kind.to_lowercase()).chain(jpeg);
        endings.map(|ending| format!(".{ending}")).collect::<Vec<_>>().join(",")
    }

    /// For the reader of a picker: "PDF, JPG, PNG; mỗi tệp tối đa 20 MB".
    pub fn words(&self, ctx: &Ctx) -> String {
        let maximum = (self.largest / 1024 / 1024).max(1).to_string();
        ctx.tn("files-picker", &[("types", self.kinds.join(", ")), ("maximum", maximum)])
    }
}

/// Who sends, for the count of a day: the account, or the address of a stranger.
pub fn sender(ctx: &Ctx) -> String {
    match &ctx.viewer {
        Some(viewer) => sender_of(viewer.account_id),
        None => format!("address {}", ctx.address),
    }
}

/// An account as a sender.
pub(crate) fn sender_of(account: i64) -> String {
    format!("account {account}")
}

/// Takes a file that somebody hands in: of an accepted type, not too large, within what the sender may bring in a day.
///
/// # Errors
/// A refusal whose key begins with `files-`, to be shown at the picker.
pub async fn take(app: &App, tx: &Tx, sender: &str, content: Bytes) -> Result<StoredFile> {
    let rules = Rules::on(app, tx.at().day())?;
    let size = i64::try_from(content.len()).unwrap_or(i64::MAX);
    let morning = tx.at().day().start().micros();
    let so_far = |what: &'static str| {
        let sql = format!("SELECT {what} FROM upload WHERE sender = $1 AND at >= $2");
        async move { tx.number(&sql, vec![sender.into(), morning.into()]).await }
    };
    if let Some(most) = rules.day_files
        && so_far("COUNT(*)").await? >= most
    {
        return Err(Refusal::new("files-day-many").arg("maximum", most).status(429).into());
    }
    if let Some(most) = rules.day_bytes
        && so_far("CAST(COALESCE(SUM(size), 0) AS BIGINT)").await?.saturating_add(size) > most
    {
        return Err(Refusal::new("files-day-large").arg("maximum", most / 1024 / 1024).status(429).into());
    }
    let stored = app.files.put(tx, content, app.settings.max_upload).await?;
    tx.exec_unmarked(
        "INSERT INTO upload (sender, size, at) VALUES ($1, $2, $3)",
        vec![sender.into(), stored.size.into(), tx.at().micros().into()],
    )
    .await?;
    Ok(stored)
}
