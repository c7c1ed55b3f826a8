//! Rules of fees: the schedule, what a dossier owes, the cashier's book, payment through a gateway, reconciliation. Pure.

pub mod book;
pub mod demand;
pub mod online;
pub mod reconcile;
pub mod schedule;

use kernel::Dong;
use platform::Refusal;

/// Largest sum of one line or payment, đồng: a slip of the key is likelier.
pub const MOST: i64 = 10_000_000_000;

/// An amount as people type it: "1.150.000", "20 000đ"; more than nothing and no more than [`MOST`].
pub fn amount(text: &str) -> Option<i64> {
    Dong::typed(text).map(|amount| amount.0).filter(|n| (1..=MOST).contains(n))
}

/// Who confirms or approves what somebody did is another person.
pub fn other_person(did: Option<i64>, decides: Option<i64>) -> Result<(), Refusal> {
    if did.is_some() && did == decides { Err(Refusal::new("fees-refused-same-person")) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_read_as_people_write_it() {
        assert_eq!(amount("1.150.000"), Some(1_150_000));
        assert_eq!(amount("20 000đ"), Some(20_000));
        for wrong in ["", "0", "-5", "12,5", "mười", "99999999999"] {
            assert_eq!(amount(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn nobody_confirms_their_own_work() {
        assert!(other_person(Some(3), Some(3)).is_err());
        assert!(other_person(Some(3), Some(4)).is_ok());
        assert!(other_person(None, Some(4)).is_ok());
    }
}
