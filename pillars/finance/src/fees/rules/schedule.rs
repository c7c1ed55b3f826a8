//! The schedule of fees (biểu phí, lệ phí): dated rows by procedure; and who is exempt or pays less, on what ground.

use kernel::Day;
use serde::Deserialize;

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Phí.
    Fee,
    /// Lệ phí.
    Charge,
    /// Cước bưu chính: for who wants the result by post; never reduced.
    Postage,
}

impl Kind {
    /// All of them, in the order of a demand.
    pub const ALL: [Kind; 3] = [Kind::Fee, Kind::Charge, Kind::Postage];

    /// Word in the database.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Fee => "fee",
            Kind::Charge => "charge",
            Kind::Postage => "postage",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|k| k.code() == code)
    }

    /// What a published fee is by its name: "lệ phí …" is a charge, all else a fee.
    pub fn of_name(name: &str) -> Kind {
        if kernel::text::fold(name).starts_with("le phi") { Kind::Charge } else { Kind::Fee }
    }
}

/// A row of the schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rate {
    /// Kind.
    pub kind: Kind,
    /// Name as the receipt says it.
    pub name: String,
    /// What the amount is for: "đồng", "đồng/bản", "đồng/trang".
    pub unit: String,
    /// đồng a unit.
    pub amount: i64,
    /// First day.
    pub from: Day,
    /// Last day; none while it holds.
    pub to: Option<Day>,
    /// The text it rests on.
    pub basis: String,
}

impl Rate {
    /// Whether it holds on a day.
    pub fn holds_on(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    /// Whether two rows would both hold on some day for the same thing.
    pub fn clashes_with(&self, other: &Rate) -> bool {
        self.kind == other.kind
            && self.name == other.name
            && other.to.is_none_or(|to| self.from <= to)
            && self.to.is_none_or(|to| other.from <= to)
    }
}

/// The rows of a procedure that hold on a day, fees before charges before postage.
pub fn in_force(rates: &[Rate], day: Day) -> Vec<&Rate> {
    let mut found: Vec<&Rate> = rates.iter().filter(|r| r.holds_on(day)).collect();
    found.sort_by_key(|r| r.kind);
    found
}

/// A group that is exempt or pays less: a row of the rule `fees.reliefs`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relief {
    /// Code kept with the demand.
    pub code: String,
    /// The group.
    pub name: String,
    /// Per cent taken off; 100 is exempt.
    pub percent: i64,
    /// Kinds it is taken off; none named: fees and charges.
    #[serde(default)]
    pub kinds: Vec<Kind>,
    /// Procedures it holds for; none named: all.
    #[serde(default)]
    pub procedures: Vec<String>,
    /// The text it rests on.
    pub ground: String,
}

impl Relief {
    /// Whether the group is relieved in a procedure.
    pub fn holds_for(&self, procedure: &str) -> bool {
        self.procedures.is_empty() || self.procedures.iter().any(|p| p == procedure)
    }

    /// What is taken off an amount, whole đồng. A part of a đồng goes to the payer's good.
    pub fn taken_off(&self, kind: Kind, amount: i64) -> i64 {
        let named = if self.kinds.is_empty() { kind != Kind::Postage } else { self.kinds.contains(&kind) };
        if !named {
            return 0;
        }
        let percent = self.percent.clamp(0, 100);
        (amount / 100 * percent + (amount % 100 * percent + 99) / 100).min(amount)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn rate(from: &str, to: Option<&str>, amount: i64) -> Rate {
        Rate {
            kind: Kind::Charge,
            name: "Lệ phí cấp bản sao".into(),
            unit: "đồng/bản".into(),
            amount,
            from: day(from),
            to: to.map(day),
            basis: "NQ".into(),
        }
    }

    #[test]
    fn the_row_of_the_day_holds_and_the_old_one_stays_for_old_dossiers() {
        let rates = [rate("2007-01-01", Some("2016-12-31"), 3000), rate("2017-01-01", None, 8000)];
        let on = |text| in_force(&rates, day(text)).iter().map(|r| r.amount).collect::<Vec<_>>();
        assert_eq!(on("2016-12-31"), [3000]);
        assert_eq!(on("2017-01-01"), [8000]);
        assert!(on("2006-12-31").is_empty());
    }

    #[test]
    fn rows_of_one_thing_do_not_overlap() {
        let old = rate("2007-01-01", Some("2016-12-31"), 3000);
        assert!(!old.clashes_with(&rate("2017-01-01", None, 8000)));
        assert!(old.clashes_with(&rate("2016-12-31", None, 8000)));
        assert!(!old.clashes_with(&Rate { name: "Phí khác".into(), ..old.clone() }));
    }

    #[test]
    fn a_published_fee_is_a_charge_by_its_name() {
        assert_eq!(Kind::of_name("Lệ phí hộ tịch"), Kind::Charge);
        assert_eq!(Kind::of_name("Phí thẩm định"), Kind::Fee);
    }

    fn relief(percent: i64) -> Relief {
        Relief {
            code: "ho_ngheo".into(),
            name: "Hộ nghèo".into(),
            percent,
            kinds: vec![],
            procedures: vec![],
            ground: "x".into(),
        }
    }

    #[test]
    fn half_of_an_odd_amount_goes_to_the_payers_good_and_postage_is_never_reduced() {
        assert_eq!(relief(50).taken_off(Kind::Charge, 7_001), 3_501);
        assert_eq!(relief(100).taken_off(Kind::Postage, 30_000), 0);
    }

    proptest! {
        #[test]
        fn what_is_taken_off_lies_between_nothing_and_all(amount in 0..=super::super::MOST, percent in -20i64..200) {
            let off = relief(percent).taken_off(Kind::Fee, amount);
            prop_assert!((0..=amount).contains(&off));
            prop_assert_eq!(relief(100).taken_off(Kind::Fee, amount), amount);
            prop_assert_eq!(relief(0).taken_off(Kind::Fee, amount), 0);
        }

        #[test]
        fn two_rows_clash_exactly_when_a_day_has_both(a in 0i64..60, la in 0i64..30, b in 0i64..60, lb in 0i64..30) {
            let base = day("2012-01-01");
            let row = |from: i64, length: i64| Rate {
                from: base.plus_days(from), to: Some(base.plus_days(from + length)), ..rate("2012-01-01", None, 1)
            };
            let (one, two) = (row(a, la), row(b, lb));
            let both = (0..100).any(|n| one.holds_on(base.plus_days(n)) && two.holds_on(base.plus_days(n)));
            prop_assert_eq!(one.clashes_with(&two), both);
        }
    }
}
