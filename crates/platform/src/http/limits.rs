//! Limits on how often one address may try: signing in, filing, looking up.

use crate::error::{Refusal, Result};
use governor::clock::DefaultClock;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use std::num::NonZeroU32;
use std::time::Duration;

type Keyed = RateLimiter<String, DashMapStateStore<String>, DefaultClock>;

/// The limits of one server process (issue 2 shares them between nodes).
pub struct Limits {
    sign_in: Keyed,
    filing: Keyed,
    look_up: Keyed,
    one_code: Keyed,
    interface: Keyed,
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
    /// Calling the programming interface: by token, without one by address.
    Interface,
}

/// Keys after which those that are free again are forgotten.
const KEYS_KEPT: usize = 50_000;

/// So many tries at once, then one more each quarter of an hour: ten thousand take a hundred days.
fn by_code(count: u32) -> Keyed {
    let quarter =
        Quota::with_period(Duration::from_secs(15 * 60)).unwrap_or(Quota::per_hour(NonZeroU32::MIN));
    RateLimiter::keyed(quarter.allow_burst(NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN)))
}

fn per_minute(count: u32) -> Keyed {
    RateLimiter::keyed(Quota::per_minute(NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN)))
}

impl Limits {
    /// The limits of an installation; a demo city, where everybody plays every role from one place, has wider ones.
    pub fn new(demo: bool) -> Limits {
        let wide = if demo { 20 } else { 1 };
        Limits {
            sign_in: per_minute(30 * wide),
            filing: per_minute(30 * wide),
            look_up: per_minute(60 * wide),
            one_code: by_code(20 * wide),
            interface: per_minute(300 * wide),
        }
    }

    /// Counts one try of an address (or of a code); a refusal (429) when there were too many.
    pub fn check(&self, what: Limited, address: &str) -> Result<()> {
        let limiter = match what {
            Limited::SignIn => &self.sign_in,
            Limited::Filing => &self.filing,
            Limited::LookUp => &self.look_up,
            Limited::OneCode => &self.one_code,
            Limited::Interface => &self.interface,
        };
        // Whoever tries a new key each time must not fill the memory.
        if limiter.len() > KEYS_KEPT {
            limiter.retain_recent();
        }
        let key = if what == Limited::OneCode { "http-too-often-code" } else { "http-too-often" };
        limiter.check_key(&address.to_owned()).map_err(|_| Refusal::new(key).status(429).into())
    }
}
