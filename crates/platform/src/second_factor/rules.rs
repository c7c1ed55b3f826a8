//! Codes of the second factor (RFC 6238, HMAC-SHA-1, six digits, thirty seconds) and one-time recovery codes: pure.

use crate::error::{Error, Result};
use kernel::Moment;
use serde::Deserialize;
use totp_rs::{Algorithm, Builder, Totp};

/// Seconds that one code lasts.
const STEP_SECONDS: u64 = 30;
/// Steps before and after the present one whose codes pass too: clocks differ.
const NEIGHBOURS: u16 = 1;
/// Recovery codes made at once.
pub(super) const CODES: usize = 10;
/// Letters of a recovery code.
const CODE_LENGTH: usize = 10;
/// Letters that cannot be mistaken for one another: 31, near five bits each.
const ALPHABET: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";

/// The rule `access.second_factor`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct Demand {
    /// Codes of the roles whose holders must have a second factor.
    pub roles: Vec<String>,
    /// Minutes between the password and the code, and for setting up.
    pub minutes: i64,
}

impl Default for Demand {
    fn default() -> Demand {
        Demand { roles: Vec::new(), minutes: 10 }
    }
}

impl Demand {
    /// Whether somebody who holds these roles must have a second factor.
    pub(crate) fn of<'a>(&self, mut held: impl Iterator<Item = &'a str>) -> bool {
        held.any(|role| self.roles.iter().any(|r| r == role))
    }

    /// Minutes, at least one whatever is published, and no more than an hour.
    pub(super) fn minutes(&self) -> i64 {
        self.minutes.clamp(1, 60)
    }
}

/// What somebody typed into the one field for codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Typed {
    /// Six digits of the application.
    Code(String),
    /// A recovery code, without its hyphen.
    Recovery(String),
    /// Neither.
    Nothing,
}

impl Typed {
    /// Reads it, however it was grouped.
    pub(super) fn read(text: &str) -> Typed {
        let plain: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .flat_map(char::to_lowercase)
            .take(CODE_LENGTH + 1)
            .collect();
        if plain.len() == 6 && plain.bytes().all(|b| b.is_ascii_digit()) {
            Typed::Code(plain)
        } else if plain.len() == CODE_LENGTH && plain.bytes().all(|b| ALPHABET.contains(&b)) {
            Typed::Recovery(plain)
        } else {
            Typed::Nothing
        }
    }
}

/// What applications take for granted: SHA-1, six digits, thirty seconds.
pub(super) fn builder(secret: &[u8]) -> Builder {
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_step_duration(STEP_SECONDS)
        .with_skew(NEIGHBOURS)
        .with_secret(secret.to_vec())
}

/// The generator of a secret of 160 bits.
pub(super) fn generator(secret: &[u8]) -> Result<Totp> {
    builder(secret).build().map_err(|e| Error::fault("second factor", e))
}

/// The step whose code was typed: the present one or a neighbour (clocks differ), and none up to the last one used.
pub(super) fn step(secret: &[u8], code: &str, now: Moment, used: i64) -> Result<Option<i64>> {
    let Ok(seconds) = u64::try_from(now.micros().div_euclid(1_000_000)) else { return Ok(None) };
    let found = generator(secret)?.check(code, seconds).and_then(|step| i64::try_from(step).ok());
    Ok(found.filter(|step| *step > used))
}

/// Ten recovery codes, from a source of numbers below a bound.
pub(super) fn recovery_codes(mut below: impl FnMut(u64) -> u64) -> Vec<String> {
    let mut letter = || {
        let at = usize::try_from(below(ALPHABET.len() as u64)).unwrap_or_default();
        ALPHABET.get(at).map_or('a', |b| char::from(*b))
    };
    (0..CODES).map(|_| (0..CODE_LENGTH).map(|_| letter()).collect()).collect()
}

/// A recovery code as it is shown: two groups.
pub(super) fn shown(code: &str) -> String {
    let (first, second) = code.split_at_checked(CODE_LENGTH / 2).unwrap_or((code, ""));
    format!("{first}-{second}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const STEP: i64 = STEP_SECONDS as i64;

    fn at(seconds: i64) -> Moment {
        Moment::from_micros(seconds * 1_000_000)
    }

    fn code(secret: &[u8], step: i64) -> String {
        generator(secret).unwrap().generate(u64::try_from(step * STEP).unwrap()).to_string()
    }

    #[test]
    fn the_codes_are_those_of_rfc_6238() {
        // Appendix B gives eight digits; the last six of them are ours.
        let secret = b"12345678901234567890";
        for (seconds, expected) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")]
        {
            assert_eq!(step(secret, expected, at(seconds), -1).unwrap(), Some(seconds / STEP));
        }
    }

    #[test]
    fn what_was_typed_is_read_however_it_was_grouped() {
        assert_eq!(Typed::read(" 287 082 "), Typed::Code("287082".to_owned()));
        assert_eq!(Typed::read("ABCDE-23456"), Typed::Recovery("abcde23456".to_owned()));
        for nothing in ["", "12345", "1234567", "abcde-2345", "abcde-234567", "abcde-1l0oi", "２８７０８２"]
        {
            assert_eq!(Typed::read(nothing), Typed::Nothing, "{nothing}");
        }
    }

    #[test]
    fn only_holders_of_a_named_role_must() {
        let demand = Demand { roles: vec!["it".to_owned()], minutes: 10 };
        assert!(demand.of(["clerk", "it"].into_iter()));
        assert!(!demand.of(["clerk"].into_iter()) && !demand.of(std::iter::empty()));
        assert!(!Demand::default().of(["it"].into_iter()));
    }

    proptest! {
        #[test]
        fn a_code_outside_its_window_never_passes(
            secret in prop::collection::vec(any::<u8>(), 20),
            now in 0i64..5_000_000_000,
            away in prop_oneof![-400_000i64..=-2, 2i64..400_000],
        ) {
            let here = now / STEP;
            let there = here + away;
            prop_assume!(there >= 0);
            let typed = code(&secret, there);
            // Six digits: one code in a million is also that of a neighbouring step.
            prop_assume!((here - 1..=here + 1).all(|s| s < 0 || code(&secret, s) != typed));
            prop_assert_eq!(step(&secret, &typed, at(now), -1).unwrap(), None);
        }

        #[test]
        fn a_code_passes_in_its_window_once(
            secret in prop::collection::vec(any::<u8>(), 20),
            now in 60i64..5_000_000_000,
            away in -1i64..=1,
        ) {
            let typed = code(&secret, now / STEP + away);
            let passed = step(&secret, &typed, at(now), -1).unwrap();
            prop_assert!(passed.is_some());
            for later in [0, 1, 29, 30, 59] {
                let again = step(&secret, &typed, at(now + later), now / STEP + away).unwrap();
                prop_assert!(again.is_none_or(|s| s > now / STEP + away && code(&secret, s) == typed));
            }
        }

        #[test]
        fn recovery_codes_are_read_as_they_are_shown(seed in any::<u64>()) {
            let random = crate::random::Random::seeded(seed);
            let codes = recovery_codes(|bound| random.below(bound));
            prop_assert_eq!(codes.iter().collect::<std::collections::BTreeSet<_>>().len(), CODES);
            for code in codes {
                prop_assert_eq!(Typed::read(&shown(&code)), Typed::Recovery(code));
            }
        }
    }
}
