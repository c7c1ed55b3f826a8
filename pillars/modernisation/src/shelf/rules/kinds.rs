//! Kinds of papers: which results and components are the same paper, and for how long one that was seen serves again.

use kernel::Day;
use platform::Result;
use platform::profiles::Profiles;
use serde::Deserialize;

/// A kind of paper, a row of the dated rule `shelf.paper_kinds`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PaperKind {
    /// Code, such as "hon-nhan".
    pub code: String,
    /// Name.
    pub name: String,
    /// Months for which it serves, from the day it was signed or its original was seen; none: as long as nothing ends it.
    #[serde(default)]
    pub months: Option<u32>,
    /// Codes of the procedures whose result it is.
    #[serde(default)]
    pub results: Vec<String>,
    /// Components that it answers, and in which its original may be seen: "HT-05.xac-nhan-hon-nhan".
    #[serde(default)]
    pub components: Vec<String>,
}

/// The kinds in force on a day; without a row nothing is reused.
pub fn on(profiles: &Profiles, day: Day) -> Result<Vec<PaperKind>> {
    profiles.get_or("shelf.paper_kinds", day, Vec::new())
}

/// The kind of a procedure's result.
pub fn of_result<'a>(kinds: &'a [PaperKind], procedure: &str) -> Option<&'a PaperKind> {
    kinds.iter().find(|kind| kind.results.iter().any(|code| code == procedure))
}

/// The kind that a component of a procedure asks for.
pub fn of_component<'a>(kinds: &'a [PaperKind], procedure: &str, component: &str) -> Option<&'a PaperKind> {
    let asks = |place: &String| place.split_once('.') == Some((procedure, component));
    kinds.iter().find(|kind| kind.components.iter().any(asks))
}

/// The last day on which a paper of a kind serves: its own end where it has one, else so many months from its day.
pub fn last_day(kind: &PaperKind, own: Option<Day>, day: Day) -> Option<Day> {
    own.or_else(|| kind.months.map(|months| day.plus_months(months)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn kind(months: Option<u32>) -> PaperKind {
        PaperKind {
            code: "hon-nhan".into(),
            name: "Giấy xác nhận tình trạng hôn nhân".into(),
            months,
            results: vec!["HT-10".into()],
            components: vec!["HT-05.xac-nhan-hon-nhan".into()],
        }
    }

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_result_and_a_component_are_the_same_paper() {
        let kinds = [kind(None)];
        assert_eq!(of_result(&kinds, "HT-10").unwrap().code, "hon-nhan");
        assert_eq!(of_component(&kinds, "HT-05", "xac-nhan-hon-nhan").unwrap().code, "hon-nhan");
        assert_eq!(of_component(&kinds, "HT-06", "xac-nhan-hon-nhan"), None);
        assert_eq!(of_component(&kinds, "HT-05", "to-khai"), None);
        assert_eq!(of_result(&kinds, "HT-05"), None);
    }

    #[test]
    fn a_paper_with_an_end_of_its_own_keeps_it() {
        let (end, signed) = (day("2013-12-10"), day("2013-06-10"));
        assert_eq!(last_day(&kind(Some(60)), Some(end), signed), Some(end));
        assert_eq!(last_day(&kind(Some(6)), None, signed), Some(end));
        assert_eq!(last_day(&kind(None), None, signed), None);
    }

    proptest! {
        #[test]
        fn a_month_more_never_ends_sooner(months in 0u32..600, offset in 0i64..9000) {
            let from = day("2012-01-01").plus_days(offset);
            prop_assert!(last_day(&kind(Some(months)), None, from) <= last_day(&kind(Some(months + 1)), None, from));
        }
    }
}
