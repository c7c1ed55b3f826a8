//! A fresh city for each test, on SQLite or (with MOTCUA_TEST_DATABASE_URL) on PostgreSQL, with a standing clock.

mod pages;
mod template;

pub use pages::{PASSWORD, PASSWORD_HASH, Pages, Place, session, staff, tree};
pub use template::{postgres_copy, sqlite_copy};

use crate::app::App;
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::random::Random;
use crate::settings::Settings;
use crate::slice::Slice;
use crate::store::{Store, migrate};
use kernel::Moment;
use std::sync::atomic::{AtomicU64, Ordering};

static COUNTER: AtomicU64 = AtomicU64::new(0);

/// A server's insides over a database of its own; the folder and database go with it.
pub struct TestCity {
    /// The process under test.
    pub app: App,
    /// Its standing clock.
    pub clock: Clock,
    _folder: tempfile::TempDir,
}

impl TestCity {
    /// A migrated, empty city at `now`.
    pub async fn new(slices: &'static [&'static Slice], now: Moment) -> Result<TestCity> {
        TestCity::with(slices, now, Settings::default()).await
    }

    /// The same under other settings; the data folder stays its own.
    pub async fn with(
        slices: &'static [&'static Slice],
        now: Moment,
        settings: Settings,
    ) -> Result<TestCity> {
        let folder = tempfile::tempdir().map_err(|e| Error::fault("test folder", e))?;
        let clock = Clock::standing_at(now);
        let key = template::key(slices);
        let fill = async |store: Store| {
            migrate(&store, slices).await?;
            store.close().await
        };
        let store = match std::env::var("MOTCUA_TEST_DATABASE_URL") {
            Ok(url) if !url.is_empty() => {
                let number = COUNTER.fetch_add(1, Ordering::Relaxed);
                let name = format!("motcua_t_{}_{number}", std::process::id());
                postgres_copy(&url, &key, &name, (Clock::standing_at(now), clock.clone()), fill).await?
            }
            _ => {
                let file = folder.path().join("motcua.db");
                sqlite_copy(&key, &file, Clock::standing_at(now), fill).await?;
                Store::open_sqlite(&file, clock.clone()).await?
            }
        };
        let settings = Settings { data: folder.path().to_owned(), ..settings };
        let app = App::new(settings, store, Random::seeded(7), slices)?;
        Ok(TestCity { app, clock, _folder: folder })
    }
}
