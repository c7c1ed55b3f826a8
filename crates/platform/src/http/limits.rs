//! Limits on how often one address or person may: sign in, file, look up, search, print, take a list away, tell of a message.
//!
//! Each process counts for itself. Where several may stand before one PostgreSQL database, what a process would let through is
//! counted there once more, by one statement on an unlogged table: a limit holds once, however many nodes there are. What a
//! process refuses by its own count costs the database nothing, so that a flood stays outside.

use crate::error::{Refusal, Result};
use crate::identity::token_hash;
use crate::store::{Engine, Read, Store};
use governor::clock::DefaultClock;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use std::num::NonZeroU32;
use std::time::Duration;

type Keyed = RateLimiter<String, DashMapStateStore<String>, DefaultClock>;

/// One limit: so many tries at once, and one more each period.
struct Limit {
    burst: u32,
    period: Duration,
    here: Keyed,
}

/// The limits of an installation.
pub struct Limits {
    store: Store,
    sign_in: Limit,
    filing: Limit,
    look_up: Limit,
    one_code: Limit,
    receipt: Limit,
    interface: Limit,
    search: Limit,
    print: Limit,
    export: Limit,
}

/// What is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limited {
    /// Trying a password.
    SignIn,
    /// Filing a dossier or opening an account.
    Filing,
    /// Looking up a dossier by its code.
    LookUp,
    /// Looking up one code, from wherever: its four digits must not be walked through.
    OneCode,
    /// Telling what became of a text message, or that a session ended at a provider: of many, from one address.
    Receipt,
    /// Calling the programming interface: by token, without one by address.
    Interface,
    /// Searching a list or the whole city by words.
    Search,
    /// Having a paper laid out: it holds a processor while it is.
    Print,
    /// Taking a list away as a file: all its rows are read.
    Export,
}

/// Keys after which those that are free again are forgotten.
const KEYS_KEPT: usize = 50_000;
/// Between two tries at one code, once the burst is used up: ten thousand take a hundred days.
const QUARTER: Duration = Duration::from_secs(15 * 60);

impl Limit {
    fn new(burst: u32, period: Duration) -> Limit {
        let count = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::with_period(period).unwrap_or(Quota::per_hour(NonZeroU32::MIN)).allow_burst(count);
        Limit { burst, period, here: RateLimiter::keyed(quota) }
    }

    fn per_minute(count: u32) -> Limit {
        Limit::new(count, Duration::from_secs(60) / count.max(1))
    }

    /// Whether this process would let one more try through.
    fn passes_here(&self, key: &str) -> bool {
        // Whoever tries a new key each time must not fill the memory.
        if self.here.len() > KEYS_KEPT {
            self.here.retain_recent();
        }
        self.here.check_key(&key.to_owned()).is_ok()
    }

    /// Whether all nodes together would: the time at which the tries so far are paid off must not lie further ahead than
    /// the burst allows. The database's own clock is the one that all nodes share.
    async fn passes_everywhere(&self, store: &Store, key: &str) -> Result<bool> {
        let period = i64::try_from(self.period.as_micros()).unwrap_or(i64::MAX);
        let counted = store
            .number(
                "INSERT INTO rate_limit (limit_key, paid_at) \
                 VALUES ($1, CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT) + $2) \
                 ON CONFLICT (limit_key) DO UPDATE SET paid_at = \
                 GREATEST(rate_limit.paid_at, CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)) + $2 \
                 WHERE rate_limit.paid_at + $2 <= \
                 CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT) + $3 RETURNING CAST(1 AS BIGINT)",
                vec![key.into(), period.into(), period.saturating_mul(i64::from(self.burst)).into()],
            )
            .await?;
        Ok(counted > 0)
    }
}

impl Limits {
    /// The limits of an installation; a demo city, where everybody plays every role from one place, has wider ones, and
    /// hardly any on what is only work: it is also the city that speed is measured on.
    pub fn new(demo: bool, store: Store) -> Limits {
        let (wide, work) = if demo { (20, 1_000) } else { (1, 1) };
        Limits {
            store,
            sign_in: Limit::per_minute(30 * wide),
            filing: Limit::per_minute(30 * wide),
            look_up: Limit::per_minute(60 * wide),
            one_code: Limit::new(20 * wide, QUARTER),
            receipt: Limit::per_minute(1_200),
            interface: Limit::per_minute(300 * wide),
            search: Limit::per_minute(120 * work),
            print: Limit::per_minute(30 * work),
            export: Limit::per_minute(60 * work),
        }
    }

    /// Counts one try of an address (or of a code, of an account); a refusal (429) when there were too many.
    pub async fn check(&self, what: Limited, address: &str) -> Result<()> {
        let (limit, name) = match what {
            Limited::SignIn => (&self.sign_in, "sign_in"),
            Limited::Filing => (&self.filing, "filing"),
            Limited::LookUp => (&self.look_up, "look_up"),
            Limited::OneCode => (&self.one_code, "one_code"),
            Limited::Receipt => (&self.receipt, "receipt"),
            Limited::Interface => (&self.interface, "interface"),
            Limited::Search => (&self.search, "search"),
            Limited::Print => (&self.print, "print"),
            Limited::Export => (&self.export, "export"),
        };
        let passes = limit.passes_here(address)
            && match self.store.engine() {
                // One file has one process before it.
                Engine::Sqlite => true,
                // It is this node's own work that is limited.
                Engine::Postgres if matches!(what, Limited::Search | Limited::Print | Limited::Export) => {
                    true
                }
                // Hashed: the table is no list of who came.
                Engine::Postgres => {
                    limit.passes_everywhere(&self.store, &token_hash(&format!("{name} {address}"))).await?
                }
            };
        let key = match what {
            Limited::OneCode => "http-too-often-code",
            Limited::Search => "http-too-often-search",
            Limited::Print | Limited::Export => "http-too-often-file",
            _ => "http-too-often",
        };
        if passes { Ok(()) } else { Err(Refusal::new(key).status(429).into()) }
    }
}
