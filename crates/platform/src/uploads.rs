//! What people may hand in: types, the largest file, files a paper, and how much one sender may bring in a day.
//! All of it are dated rules; the picker of every form says them (TT 32/2017 art. 7.3.c).

use crate::app::App;
use crate::error::{Refusal, Result};
use crate::files::{self, StoredFile};
use crate::http::Ctx;
use crate::messages::Locale;
use crate::store::{Read, Tx};
use bytes::Bytes;
use kernel::Day;

/// What is wrong with a file: message key and its arguments.
pub type Wrong = (&'static str, Vec<(&'static str, String)>);

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

    /// The same for one question of a form: some of the kinds only (an empty list: all of them), files not larger than so many
    /// megabytes.
    pub fn narrowed(&self, kinds: &[String], megabytes: Option<usize>) -> Rules {
        let mut own = self.clone();
        if !kinds.is_empty() {
            own.kinds.retain(|kind| kinds.iter().any(|wanted| wanted.eq_ignore_ascii_case(kind)));
        }
        if let Some(most) = megabytes {
            own.largest = own.largest.min(most.saturating_mul(1024 * 1024));
        }
        own
    }

    /// What is wrong with a file by these rules, to be shown at the picker.
    pub fn refusal(&self, content: &[u8]) -> Option<Wrong> {
        if content.len() > self.largest {
            let maximum = (self.largest / 1024 / 1024).to_string();
            return Some(("files-too-large", vec![("maximum", maximum)]));
        }
        let taken = files::kind(content).is_some_and(|kind| self.kinds.contains(&kind));
        (!taken).then(|| ("files-type", vec![("kinds", self.kinds.join(", "))]))
    }

    /// For a picker's `accept`.
    pub fn accept(&self) -> String {
        let jpeg = self.kinds.contains(&"JPG").then_some("jpeg".to_owned());
        let endings = self.kinds.iter().map(|kind| kind.to_lowercase()).chain(jpeg);
        endings.map(|ending| format!(".{ending}")).collect::<Vec<_>>().join(",")
    }

    /// For the reader of a picker: "PDF, JPG, PNG; mỗi tệp tối đa 20 MB".
    pub fn words(&self, ctx: &Ctx) -> String {
        self.words_in(&ctx.locale)
    }

    /// The same in a language.
    pub fn words_in(&self, locale: &Locale) -> String {
        let maximum = (self.largest / 1024 / 1024).max(1).to_string();
        locale.tn("files-picker", &[("types", self.kinds.join(", ")), ("maximum", maximum)])
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

#[cfg(test)]
mod tests {
    use super::*;

    fn rules() -> Rules {
        Rules {
            largest: 20 * 1024 * 1024,
            kinds: vec!["PDF", "JPG", "PNG"],
            per_paper: 1,
            day_files: None,
            day_bytes: None,
        }
    }

    #[test]
    fn a_question_takes_no_more_than_the_platform() {
        let own = rules().narrowed(&["pdf".to_owned(), "EXE".to_owned()], Some(500));
        assert_eq!((own.kinds, own.largest), (vec!["PDF"], rules().largest));
        let own = rules().narrowed(&[], Some(2));
        assert_eq!((own.kinds, own.largest), (rules().kinds, 2 * 1024 * 1024));
    }

    #[test]
    fn a_file_is_refused_by_its_size_and_by_what_is_in_it() {
        let own = rules().narrowed(&["PDF".to_owned()], Some(1));
        assert_eq!(own.refusal(b"%PDF-1.4 a"), None);
        let mut large = b"%PDF-1.4 ".to_vec();
        large.resize(1024 * 1024 + 1, b' ');
        let (key, args) = own.refusal(&large).unwrap();
        assert_eq!((key, args), ("files-too-large", vec![("maximum", "1".to_owned())]));
        let (key, args) = own.refusal(b"\x89PNG\r\n\x1a\n0000").unwrap();
        assert_eq!((key, args), ("files-type", vec![("kinds", "PDF".to_owned())]));
    }
}
