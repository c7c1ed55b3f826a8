//! Limits on how often one address may try: signing in, filing, looking up.

use crate::error::{Refusal, Result};
use governor::clock::DefaultClock;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use std::num::NonZeroU32;

type Keyed = RateLimiter<String, DashMapStateStore<String>, DefaultClock>;

/// The limits of one server process (issue 2 shares them between nodes).
pub struct Limits {
    sign_in: Keyed,
    filing: Keyed,
    look_up: Keyed,
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
        }
    }

    /// Counts one try of an address; a refusal (429) when there were too many in a minute.
    pub fn check(&self, what: Limited, address: &str) -> Result<()> {
        let limiter = match what {
            Limited::SignIn => &self.sign_in,
            Limited::Filing => &self.filing,
            Limited::LookUp => &self.look_up,
        };
        limiter.check_key(&address.to_owned()).map_err(|_| Refusal::new("http-too-often").status(429).into())
    }
}
