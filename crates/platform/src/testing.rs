//! A fresh city for each test, on SQLite or (with MOTCUA_TEST_DATABASE_URL) on PostgreSQL, with a standing clock.

mod pages;

pub use pages::{Pages, Place, staff, tree};

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
        let store = match std::env::var("MOTCUA_TEST_DATABASE_URL") {
            Ok(url) if !url.is_empty() => fresh_postgres(&url, clock.clone()).await?,
            _ => Store::open_sqlite(&folder.path().join("motcua.db"), clock.clone()).await?,
        };
        migrate(&store, slices).await?;
        let settings = Settings { data: folder.path().to_owned(), ..settings };
        let app = App::new(settings, store, Random::seeded(7), slices)?;
        Ok(TestCity { app, clock, _folder: folder })
    }
}

async fn fresh_postgres(url: &str, clock: Clock) -> Result<Store> {
    use sea_orm::ConnectionTrait;
    let number = COUNTER.fetch_add(1, Ordering::Relaxed);
    let name = format!("motcua_t_{}_{number}", std::process::id());
    let admin = sea_orm::Database::connect(url).await?;
    admin.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name}")).await?;
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await?;
    admin.close().await?;
    let (base, _) =
        url.rsplit_once('/').ok_or_else(|| Error::fault("MOTCUA_TEST_DATABASE_URL", "no database name"))?;
    Store::open_postgres(&format!("{base}/{name}"), clock).await
}
