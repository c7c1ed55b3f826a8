//! Classes by total and by the smallest share of a criterion, quotas on the highest ones, places by standard competition ranking.

use super::points::Points;
use serde::{Deserialize, Serialize};

/// A class, the highest one first in its list. Bounds are dated data: those of a year are kept with the round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Class {
    /// Short stable word.
    pub code: String,
    /// Name.
    pub name: String,
    /// English name, or "".
    #[serde(default)]
    pub name_en: String,
    /// Smallest total, whole points of 100.
    pub min_total: i64,
    /// Smallest share of every criterion's maximum, per cent.
    #[serde(default)]
    pub min_share: i64,
}

/// How many of a group may be in a class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quota {
    /// Class.
    pub class: String,
    /// Most per cent of the group, rounded down, but never less than one.
    pub most_percent: i64,
}

impl Quota {
    /// How many of so many.
    pub fn most(&self, all: usize) -> usize {
        let percent = usize::try_from(self.most_percent.clamp(0, 100)).unwrap_or_default();
        (all * percent / 100).max(usize::from(percent > 0))
    }
}

/// What of an entry is ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scored {
    /// Total.
    pub total: Points,
    /// Smallest share of a criterion, hundredths of a per cent; none where no criterion has points.
    pub least: Option<i64>,
}

/// Where an entry stands by the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranked {
    /// Place: equal totals share one, the next is as much further (1, 2, 2, 4).
    pub place: i64,
    /// Code of its class; "" where it meets none.
    pub class: String,
    /// The class that its points meet, where a quota or a floor keeps it out of the one its total alone would give.
    pub kept_out_of: Option<String>,
}

/// The first class whose total is met, whatever the floors; then the first whose floor is met as well. Of whom nothing is known the
/// rules give no class: no data is not a weak year.
fn by_bounds<'a>(classes: &'a [Class], scored: &Scored) -> (Option<&'a Class>, Option<usize>) {
    if scored.least.is_none() {
        return (None, None);
    }
    let total = |class: &Class| scored.total >= Points::whole(class.min_total);
    let floor =
        |class: &Class| class.min_share <= 0 || scored.least.is_some_and(|l| l >= class.min_share * 100);
    (classes.iter().find(|c| total(c)), classes.iter().position(|c| total(c) && floor(c)))
}

/// Places and classes of a group. A class with a quota goes to the first places; who ties with somebody beyond the quota is beyond
/// it too, so that equal totals never end in different classes.
pub fn rank(classes: &[Class], quotas: &[Quota], entries: &[Scored]) -> Vec<Ranked> {
    let ahead = |total: Points| entries.iter().filter(|e| e.total > total).count();
    let tied = |total: Points| entries.iter().filter(|e| e.total >= total).count();
    entries
        .iter()
        .map(|entry| {
            let (named, mut at) = by_bounds(classes, entry);
            while let Some(class) = at.and_then(|at| classes.get(at)) {
                let quota = quotas.iter().find(|q| q.class == class.code);
                if quota.is_none_or(|q| tied(entry.total) <= q.most(entries.len())) {
                    break;
                }
                at = at.map(|at| at + 1);
            }
            let class = at.and_then(|at| classes.get(at));
            let kept_out_of =
                named.filter(|n| class.is_none_or(|c| c.code != n.code)).map(|n| n.code.clone());
            Ranked {
                place: i64::try_from(ahead(entry.total) + 1).unwrap_or(i64::MAX),
                class: class.map(|c| c.code.clone()).unwrap_or_default(),
                kept_out_of,
            }
        })
        .collect()
}

/// The classes that hold more than their quota: class, how many, the most.
pub fn over_quota(quotas: &[Quota], given: &[&str]) -> Vec<(String, usize, usize)> {
    let held = |class: &str| given.iter().filter(|g| **g == class).count();
    quotas
        .iter()
        .map(|quota| (quota.class.clone(), held(&quota.class), quota.most(given.len())))
        .filter(|(_, held, most)| held > most)
        .collect()
}

/// Whether a class is the highest.
pub fn highest(classes: &[Class], code: &str) -> bool {
    classes.first().is_some_and(|class| class.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn class(code: &str, min_total: i64, min_share: i64) -> Class {
        Class { code: code.into(), name: code.into(), name_en: String::new(), min_total, min_share }
    }

    /// Nghệ An's draft of 2025: 90 and no criterion below 85 %, 80 and 80 %, 70 and 70 %, else not fulfilled.
    fn nghe_an() -> Vec<Class> {
        vec![class("a", 90, 85), class("b", 80, 80), class("c", 70, 70), class("d", 0, 0)]
    }

    fn scored(total: i64, least: i64) -> Scored {
        Scored { total: Points(total), least: Some(least) }
    }

    fn classes_of(entries: &[Scored], quotas: &[Quota]) -> Vec<String> {
        rank(&nghe_an(), quotas, entries).into_iter().map(|r| r.class).collect()
    }

    #[test]
    fn a_total_of_ninety_with_one_weak_criterion_is_not_the_highest_class() {
        let found =
            rank(&nghe_an(), &[], &[scored(9_200, 8_499), scored(9_000, 8_500), scored(8_999, 9_000)]);
        assert_eq!(found[0].class, "b");
        assert_eq!(found[0].kept_out_of.as_deref(), Some("a"));
        assert_eq!((found[1].class.as_str(), &found[1].kept_out_of), ("a", &None));
        assert_eq!(found[2].class, "b");
        assert_eq!(classes_of(&[scored(9_500, 0)], &[]), ["d"], "the last class has no floor");
    }

    #[test]
    fn an_agency_of_which_nothing_is_known_has_no_class() {
        let found = rank(&nghe_an(), &[], &[Scored { total: Points(0), least: None }, scored(0, 0)]);
        assert_eq!((found[0].class.as_str(), &found[0].kept_out_of), ("", &None));
        assert_eq!(found[1].class, "d");
    }

    #[test]
    fn the_departments_of_can_tho_in_2017_stand_in_three_classes() {
        // Announced on 6/2/2018: above 90 very good, 80 good, 70 fair; 4, 5 and 11 departments.
        let city =
            [class("very-good", 90, 0), class("good", 80, 0), class("fair", 70, 0), class("weak", 0, 0)];
        let mut totals = vec![9_410, 9_260, 9_101, 9_012, 8_830, 8_705, 8_440, 8_200, 8_001];
        totals.extend((0..11).map(|n| 7_999 - n * 80));
        let entries: Vec<Scored> = totals.into_iter().map(|t| scored(t, 10_000)).collect();
        let found = rank(&city, &[], &entries);
        let count = |code: &str| found.iter().filter(|r| r.class == code).count();
        assert_eq!([count("very-good"), count("good"), count("fair"), count("weak")], [4, 5, 11, 0]);
    }

    #[test]
    fn equal_totals_share_a_place_and_the_next_is_as_much_further() {
        let totals = [8_000, 9_000, 8_000, 7_000].map(|t| scored(t, 10_000));
        let places: Vec<i64> = rank(&nghe_an(), &[], &totals).into_iter().map(|r| r.place).collect();
        assert_eq!(places, [2, 1, 2, 4]);
    }

    #[test]
    fn a_quota_of_a_fifth_takes_the_first_of_five_and_a_tie_beyond_it_takes_none() {
        let quota = [Quota { class: "a".into(), most_percent: 20 }];
        let clear = [9_500, 9_400, 9_300, 9_200, 9_100].map(|t| scored(t, 10_000));
        assert_eq!(classes_of(&clear, &quota), ["a", "b", "b", "b", "b"]);
        let tied = [9_500, 9_500, 9_300, 9_200, 9_100].map(|t| scored(t, 10_000));
        assert_eq!(classes_of(&tied, &quota), ["b", "b", "b", "b", "b"]);
        assert_eq!(over_quota(&quota, &["a", "a", "b", "b", "b"]), [("a".to_owned(), 2, 1)]);
        assert!(over_quota(&quota, &["a", "b", "b"]).is_empty(), "a group of three has one");
    }

    proptest! {
        #[test]
        fn a_better_entry_is_never_in_a_lower_class(
            all in proptest::collection::vec((0i64..10_001, 0i64..10_001), 1..20),
            percent in 0i64..101,
        ) {
            let quotas = [Quota { class: "a".into(), most_percent: percent }];
            let entries: Vec<Scored> = all.iter().map(|(t, l)| scored(*t, *l)).collect();
            let found = rank(&nghe_an(), &quotas, &entries);
            let at = |code: &str| nghe_an().iter().position(|c| c.code == code);
            for (one, ranked) in entries.iter().zip(&found) {
                for (other, beside) in entries.iter().zip(&found) {
                    if one.total > other.total && one.least >= other.least {
                        prop_assert!(at(&ranked.class) <= at(&beside.class));
                    }
                    prop_assert_eq!(one.total.cmp(&other.total).reverse(), ranked.place.cmp(&beside.place));
                }
            }
            if percent > 0 {
                let given: Vec<&str> = found.iter().map(|r| r.class.as_str()).collect();
                prop_assert!(over_quota(&quotas, &given).is_empty());
            }
        }
    }
}
