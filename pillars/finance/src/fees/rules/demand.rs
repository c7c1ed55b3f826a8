//! What a dossier owes (khoản thu): its lines, what is taken off, what was paid on which, and how the whole stands.

use super::schedule::{Kind, Rate, Relief};
use super::{MOST, schedule};
use kernel::Day;
use platform::Refusal;

/// A line of a demand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Kind.
    pub kind: Kind,
    /// Name.
    pub name: String,
    /// What the amount is for.
    pub unit: String,
    /// How many.
    pub quantity: i64,
    /// đồng a unit.
    pub each: i64,
    /// All of it.
    pub amount: i64,
    /// Taken off.
    pub relieved: i64,
    /// The text the amount rests on.
    pub basis: String,
}

impl Line {
    /// A line of the schedule, so many times.
    pub fn of(rate: &Rate, quantity: i64, relief: Option<&Relief>) -> Result<Line, Refusal> {
        let too_large = || Refusal::new("fees-refused-too-large").arg("name", &rate.name);
        let amount = rate.amount.checked_mul(quantity).filter(|n| *n <= MOST).ok_or_else(too_large)?;
        Ok(Line {
            kind: rate.kind,
            name: rate.name.clone(),
            unit: rate.unit.clone(),
            quantity,
            each: rate.amount,
            amount,
            relieved: relief.map_or(0, |r| r.taken_off(rate.kind, amount)),
            basis: rate.basis.clone(),
        })
    }

    /// To be paid.
    pub fn due(&self) -> i64 {
        self.amount - self.relieved
    }
}

/// The lines of a procedure by its schedule on a day, each once; what costs nothing is no line.
pub fn lines(rates: &[Rate], day: Day, relief: Option<&Relief>) -> Result<Vec<Line>, Refusal> {
    let rates =
        schedule::in_force(rates, day).into_iter().filter(|r| r.amount > 0 && r.kind != Kind::Postage);
    rates.map(|rate| Line::of(rate, 1, relief)).collect()
}

/// How a payment is shared among lines that still owe so much each: in their order, each filled before the next. What
/// is left beyond all of them is no line's.
pub fn apportion(owed: &[i64], amount: i64) -> Vec<i64> {
    let mut left = amount.max(0);
    owed.iter()
        .map(|owed| {
            let part = left.min((*owed).max(0));
            left -= part;
            part
        })
        .collect()
}

/// How a demand stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nothing was to be paid: all of it is taken off.
    Exempt,
    /// Nothing is paid yet.
    Open,
    /// A part is paid.
    Part,
    /// All is paid.
    Settled,
    /// More is held than was owed.
    Over,
}

impl Standing {
    /// All of them.
    pub const ALL: [Standing; 5] =
        [Standing::Open, Standing::Part, Standing::Settled, Standing::Over, Standing::Exempt];

    /// Word in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Standing::Exempt => "exempt",
            Standing::Open => "open",
            Standing::Part => "part",
            Standing::Settled => "settled",
            Standing::Over => "over",
        }
    }
}

/// The sums of a demand, đồng.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    /// To be paid.
    pub due: i64,
    /// Paid.
    pub paid: i64,
    /// Given back.
    pub refunded: i64,
}

impl Sums {
    /// What the agency holds.
    pub fn held(self) -> i64 {
        self.paid - self.refunded
    }

    /// Still owed. What was given back is not owed again: it was given back because it was not to be paid.
    pub fn owed(self) -> i64 {
        (self.due - self.paid).max(0)
    }

    /// How it stands.
    pub fn standing(self) -> Standing {
        if self.held() > self.due {
            Standing::Over
        } else if self.due == 0 {
            Standing::Exempt
        } else if self.paid >= self.due {
            Standing::Settled
        } else if self.paid > 0 {
            Standing::Part
        } else {
            Standing::Open
        }
    }

    /// What may still be asked back, with refunds under way taken off.
    pub fn refundable(self, asked: i64) -> i64 {
        (self.held() - asked).max(0)
    }
}

/// A refund is of something that is held, and no more than that.
pub fn refund(sums: Sums, asked: i64, amount: i64) -> Result<(), Refusal> {
    let most = sums.refundable(asked);
    if amount <= most {
        Ok(())
    } else {
        Err(Refusal::new("fees-refused-refund-too-much").arg("most", kernel::Dong(most)))
    }
}

/// Money at the counter: what is owed and no more, since change is given from the drawer.
pub fn counter_payment(sums: Sums, amount: i64) -> Result<(), Refusal> {
    let owed = sums.owed();
    if owed == 0 {
        return Err(Refusal::new("fees-refused-nothing-owed"));
    }
    if amount > owed {
        return Err(Refusal::new("fees-refused-more-than-owed").arg("owed", kernel::Dong(owed)));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rate(kind: Kind, name: &str, amount: i64) -> Rate {
        Rate {
            kind,
            name: name.into(),
            unit: "đồng".into(),
            amount,
            from: "2012-01-01".parse().unwrap(),
            to: None,
            basis: String::new(),
        }
    }

    fn exempt() -> Relief {
        Relief {
            code: "x".into(),
            name: "x".into(),
            percent: 100,
            kinds: vec![],
            procedures: vec![],
            ground: "x".into(),
        }
    }

    #[test]
    fn a_demand_is_made_of_what_holds_on_the_day_of_receipt_and_postage_only_where_it_is_wished() {
        let rates = [
            rate(Kind::Postage, "Cước", 30_000),
            rate(Kind::Charge, "Lệ phí", 50_000),
            rate(Kind::Fee, "Phí thẩm định", 360_000),
            rate(Kind::Fee, "Miễn thu", 0),
        ];
        let lines = lines(&rates, "2013-06-10".parse().unwrap(), None).unwrap();
        let names: Vec<&str> = lines.iter().map(|l| l.name.as_str()).collect();
        assert_eq!(names, ["Phí thẩm định", "Lệ phí"]);
        assert_eq!(lines.iter().map(Line::due).sum::<i64>(), 410_000);
    }

    #[test]
    fn who_is_exempt_owes_nothing_and_the_amount_stays_on_the_line() {
        let lines =
            lines(&[rate(Kind::Charge, "Lệ phí", 8_000)], "2013-06-10".parse().unwrap(), Some(&exempt()))
                .unwrap();
        assert_eq!((lines[0].amount, lines[0].due()), (8_000, 0));
        assert_eq!(Sums::default().standing(), Standing::Exempt);
    }

    #[test]
    fn part_over_and_refund_are_told_apart() {
        let sums = |due, paid, refunded| Sums { due, paid, refunded };
        assert_eq!(sums(50, 0, 0).standing(), Standing::Open);
        assert_eq!(sums(50, 20, 0).standing(), Standing::Part);
        assert_eq!(sums(50, 50, 0).standing(), Standing::Settled);
        assert_eq!(sums(50, 60, 0).standing(), Standing::Over);
        assert_eq!(sums(50, 60, 10).standing(), Standing::Settled);
        assert_eq!(sums(50, 50, 50).owed(), 0);
        assert!(
            counter_payment(sums(50, 20, 0), 31).is_err() && counter_payment(sums(50, 20, 0), 30).is_ok()
        );
        assert_eq!(counter_payment(sums(50, 50, 0), 1).unwrap_err().key, "fees-refused-nothing-owed");
    }

    proptest! {
        #[test]
        fn a_payment_is_shared_whole_and_fills_no_line_beyond_what_it_owes(
            owed in prop::collection::vec(0i64..1_000_000, 0..8), amount in 0i64..5_000_000,
        ) {
            let parts = apportion(&owed, amount);
            prop_assert_eq!(parts.len(), owed.len());
            prop_assert!(parts.iter().zip(&owed).all(|(part, owed)| (0..=*owed).contains(part)));
            prop_assert_eq!(parts.iter().sum::<i64>(), amount.min(owed.iter().sum()));
        }

        #[test]
        fn payments_one_after_another_share_like_one(
            owed in prop::collection::vec(0i64..1_000, 1..6), first in 0i64..3_000, second in 0i64..3_000,
        ) {
            let one = apportion(&owed, first);
            let left: Vec<i64> = owed.iter().zip(&one).map(|(o, p)| o - p).collect();
            let two = apportion(&left, second);
            let both: Vec<i64> = one.iter().zip(&two).map(|(a, b)| a + b).collect();
            prop_assert_eq!(both, apportion(&owed, first + second));
        }

        #[test]
        fn no_refund_exceeds_what_is_held(
            due in 0i64..1000, paid in 0i64..1000, back in 0i64..1000, asked in 0i64..1000, amount in 1i64..2000,
        ) {
            let sums = Sums { due, paid, refunded: back.min(paid) };
            if refund(sums, asked, amount).is_ok() {
                prop_assert!(sums.refunded + asked + amount <= sums.paid);
            }
        }
    }
}
