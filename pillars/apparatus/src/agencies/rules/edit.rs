//! What an edited agency must keep to: identifiers of both schemes, days that fit the agencies around it.

use super::import::{Known, within};
use kernel::Day;

/// The days of an agency and the ids it bears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// First day.
    pub from: Option<Day>,
    /// Last day.
    pub to: Option<Day>,
}

impl Span {
    /// Whether both exist on some day.
    pub fn overlaps(&self, other: &Span) -> bool {
        let starts_in_time = |a: &Span, b: &Span| a.from.zip(b.to).is_none_or(|(from, to)| from <= to);
        starts_in_time(self, other) && starts_in_time(other, self)
    }

    /// Whether the last day is not before the first.
    pub fn is_in_order(&self) -> bool {
        self.from.zip(self.to).is_none_or(|(from, to)| from <= to)
    }

    /// Whether it lies within that of the agency above.
    pub fn within(&self, above: &Span) -> bool {
        within(self.from, self.to, &Known { parent: None, valid_from: above.from, valid_to: above.to })
    }
}

/// The identifier of Circular 10/2016/TT-BTTTT: `000.00.16.H13`.
pub fn is_id_2016(id: &str) -> bool {
    let digits = |text: &str, width| text.len() == width && text.bytes().all(|b| b.is_ascii_digit());
    let [group, middle, low, top] = *id.split('.').collect::<Vec<_>>() else { return false };
    let letter = top.bytes().next().is_some_and(|b| b.is_ascii_uppercase());
    digits(group, 3)
        && digits(middle, 2)
        && digits(low, 2)
        && letter
        && top.get(1..).is_some_and(|t| digits(t, 2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn span(from: Option<&str>, to: Option<&str>) -> Span {
        Span { from: from.map(|d| d.parse().unwrap()), to: to.map(|d| d.parse().unwrap()) }
    }

    #[test]
    fn spans_that_follow_each_other_do_not_overlap() {
        let old = span(Some("2011-01-01"), Some("2025-06-30"));
        let new = span(Some("2025-07-01"), None);
        assert!(!old.overlaps(&new) && !new.overlaps(&old));
        assert!(old.overlaps(&span(None, None)));
        assert!(old.overlaps(&span(Some("2025-06-30"), None)));
    }

    #[test]
    fn a_part_lies_within_the_whole() {
        let city = span(Some("2011-01-01"), Some("2025-06-30"));
        assert!(span(Some("2012-01-01"), Some("2020-02-29")).within(&city));
        assert!(!span(Some("2012-01-01"), None).within(&city));
        assert!(!span(None, Some("2012-01-01")).within(&city));
        assert!(span(None, None).within(&span(None, None)));
    }

    #[test]
    fn the_identifier_of_2016_has_four_groups() {
        assert!(is_id_2016("000.00.16.H13") && is_id_2016("001.21.31.H13"));
        for bad in
            ["", "H13", "00.00.16.H13", "000.00.16.H1", "000.00.16.13H", "000.00.16.H13.1", "000.00.16.é13"]
        {
            assert!(!is_id_2016(bad), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn overlapping_is_mutual(a in 0i64..40, b in 0i64..40, c in 0i64..40, d in 0i64..40) {
            let day = |n: i64| "2012-01-01".parse::<Day>().unwrap().plus_days(n);
            let one = Span { from: Some(day(a.min(b))), to: Some(day(a.max(b))) };
            let two = Span { from: Some(day(c.min(d))), to: Some(day(c.max(d))) };
            prop_assert_eq!(one.overlaps(&two), two.overlaps(&one));
            let shared = (0..40).any(|n| [&one, &two].iter().all(|s| s.from <= Some(day(n)) && Some(day(n)) <= s.to));
            prop_assert_eq!(one.overlaps(&two), shared);
        }
    }
}
