//! Randomness as a parameter: unguessable in a server, repeatable in a test or a demo.

use rand::rngs::StdRng;
use rand::{RngCore, SeedableRng};
use std::sync::{Arc, Mutex, PoisonError};

/// A shared source of random bytes (ChaCha12, seeded by the system or by a number).
#[derive(Clone, Debug)]
pub struct Random(Arc<Mutex<StdRng>>);

impl Random {
    /// Seeded by the operating system: for secrets.
    pub fn system() -> Random {
        Random(Arc::new(Mutex::new(StdRng::from_os_rng())))
    }

    /// Seeded by a number: the same sequence each time.
    pub fn seeded(seed: u64) -> Random {
        Random(Arc::new(Mutex::new(StdRng::seed_from_u64(seed))))
    }

    /// `N` random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut out = [0; N];
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut out);
        out
    }

    /// A token of 256 bits in URL-safe base64, 43 characters.
    pub fn token(&self) -> String {
        use base64::Engine;
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(self.bytes::<32>())
    }

    /// A whole number below `bound` (`bound` > 0).
    pub fn below(&self, bound: u64) -> u64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).next_u64() % bound.max(1)
    }
}
