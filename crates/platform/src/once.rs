//! A form that opens a record carries a key made with it (`ui::Form::once`): sent twice, by two presses or by the way back, it
//! opens one (where the browser asks for the page anew on the way back, `app.js` puts the key back). The key is claimed in the
//! transaction that opens the record, so that neither is there without the other.

use crate::error::{Error, FieldErrors, Result};
use crate::http::Submitted;
use crate::store::{FromRow, Read, Tx};
use sha2::{Digest, Sha256};

/// Name of the field that carries the key.
pub const FIELD: &str = "khoa_mau";
/// What a key of ours is long: anything else was not made with a form.
const LENGTHS: std::ops::RangeInclusive<usize> = 16..=100;

/// Whether a key may have been made with a form of ours.
pub fn is_key(key: &str) -> bool {
    LENGTHS.contains(&key.len())
}

/// The key of one form as it was sent.
#[derive(Debug, Clone)]
pub struct Once {
    form: &'static str,
    key: String,
    said: String,
}

#[derive(FromRow)]
struct Kept {
    said_hash: String,
    record_id: i64,
}

impl Once {
    /// An act without a form: the programming interface has its own key (`Idempotency-Key`), a job runs by its own rules.
    pub fn unkept() -> Once {
        Once { form: "", key: String::new(), said: String::new() }
    }

    /// The key of a form of the name given, and a hash of what it says; without a key nothing is kept.
    pub fn of(form: &'static str, typed: &Submitted) -> Once {
        let key = typed.text(FIELD);
        if !is_key(key) {
            return Once::unkept();
        }
        let mut hash = Sha256::new().chain_update(key);
        let mut add = |part: &[u8]| {
            hash.update([0]);
            hash.update(part);
        };
        for (name, values) in typed.fields.iter().filter(|(name, _)| *name != FIELD) {
            add(name.as_bytes());
            values.iter().for_each(|value| add(value.as_bytes()));
        }
        for upload in &typed.uploads {
            add(upload.name.as_bytes());
            add(&upload.content);
        }
        Once { form, key: key.to_owned(), said: hex::encode(hash.finalize()) }
    }

    /// The record that this form opened before; none: it is open to be made, and [`Once::opened`] must follow in `tx`.
    ///
    /// A form that says something else than when it opened its record is an error of [`FIELD`]: nothing of it is kept, and the
    /// page shows it again under a new key, so that whoever means a second record sends it knowingly.
    pub async fn before(&self, tx: &Tx) -> Result<Option<i64>> {
        if self.key.is_empty() {
            return Ok(None);
        }
        let row = vec![self.form.into(), self.key.as_str().into()];
        let new = [self.said.as_str().into(), tx.at().micros().into()];
        // PostgreSQL waits here for the other transaction, if the same form is being taken at this moment.
        let first = tx
            .exec(
                "INSERT INTO form_key (form, form_key, said_hash, record_id, sent_at) VALUES ($1, $2, $3, 0, $4) \
                 ON CONFLICT DO NOTHING",
                row.iter().cloned().chain(new).collect(),
            )
            .await?;
        if first > 0 {
            return Ok(None);
        }
        let kept: Option<Kept> = tx
            .row("SELECT said_hash, record_id FROM form_key WHERE form = $1 AND form_key = $2", row)
            .await?;
        let kept = kept.ok_or_else(|| Error::fault("form_key", "a key that is taken and not there"))?;
        if kept.said_hash != self.said {
            let mut errors = FieldErrors::new();
            errors.add(FIELD, "form-sent-before");
            return Err(Error::Invalid(errors));
        }
        Ok(Some(kept.record_id))
    }

    /// Keeps which record the form opened.
    pub async fn opened(&self, tx: &Tx, record: i64) -> Result<()> {
        if self.key.is_empty() {
            return Ok(());
        }
        tx.exec(
            "UPDATE form_key SET record_id = $3 WHERE form = $1 AND form_key = $2",
            vec![self.form.into(), self.key.as_str().into(), record.into()],
        )
        .await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Actor;
    use crate::testing::TestCity;
    use kernel::Moment;

    static SLICES: [&crate::Slice; 1] = [&crate::GROUND];

    fn form(key: &str, words: &str) -> Submitted {
        let mut form = Submitted::default();
        form.fields.insert(FIELD.to_owned(), vec![key.to_owned()]);
        form.fields.insert("noi_dung".to_owned(), vec![words.to_owned()]);
        form
    }

    const KEY: &str = "khoa-cua-mot-bieu-mau";

    async fn city() -> TestCity {
        TestCity::new(&SLICES, Moment::from_micros(1_370_800_000_000_000)).await.unwrap()
    }

    #[tokio::test]
    async fn the_same_words_lead_to_the_record_and_others_are_an_error_of_the_key() {
        let city = city().await;
        let tx = city.app.store.housekeeping().await.unwrap();
        let once = Once::of("thing", &form(KEY, "một"));
        assert_eq!(once.before(&tx).await.unwrap(), None);
        once.opened(&tx, 7).await.unwrap();
        tx.commit().await.unwrap();
        let tx = city.app.store.housekeeping().await.unwrap();
        assert_eq!(Once::of("thing", &form(KEY, "một")).before(&tx).await.unwrap(), Some(7));
        assert_eq!(Once::of("other", &form(KEY, "một")).before(&tx).await.unwrap(), None, "another form's");
        let Err(Error::Invalid(errors)) = Once::of("thing", &form(KEY, "hai")).before(&tx).await else {
            panic!("other words were taken")
        };
        assert_eq!((errors.0[0].field.as_str(), errors.0[0].key.as_str()), (FIELD, "form-sent-before"));
    }

    #[tokio::test]
    async fn what_was_undone_leaves_its_key_free_and_what_has_no_key_keeps_none() {
        let city = city().await;
        let tx = city.app.store.housekeeping().await.unwrap();
        assert_eq!(Once::of("thing", &form(KEY, "một")).before(&tx).await.unwrap(), None);
        drop(tx);
        let tx = city.app.store.write(&Actor::system()).await.unwrap();
        assert_eq!(Once::of("thing", &form(KEY, "hai")).before(&tx).await.unwrap(), None);
        let short = Once::of("thing", &form("ngan", "một"));
        for _ in 0..2 {
            assert_eq!(short.before(&tx).await.unwrap(), None);
            short.opened(&tx, 1).await.unwrap();
        }
    }
}
