//! Totals, classes and ranks by hand, against the published tables; then what holds of all of them.

use super::*;
use crate::par_index::rules::rule::Rule;
use crate::par_index::rules::tree::{Domain, Node};
use proptest::prelude::*;

fn domain(code: &str, part: Part, maxima: &[i64]) -> Domain {
    let node = |(n, max): (usize, &i64)| Node {
        code: format!("{code}.{n}"),
        name: "x".into(),
        max: Some(Dec(*max)),
        rule: Some(Rule::YesNo),
        ..Node::default()
    };
    Domain {
        code: code.into(),
        part,
        criteria: maxima.iter().enumerate().map(node).collect(),
        ..Domain::default()
    }
}

fn tree(domains: Vec<Domain>) -> Tree {
    Tree { code: "t".into(), year: 2013, level: "district".into(), domains, ..Tree::default() }
}

fn points(points: i64) -> Given {
    Given { not_applicable: false, points: Some(Dec(points)) }
}

fn given(all: &[(&str, Given)]) -> BTreeMap<String, Given> {
    all.iter().map(|(code, given)| ((*code).to_owned(), *given)).collect()
}

fn of(index: i64) -> Total {
    Total { index: Dec(index), ..Total::default() }
}

/// The city's classes for departments in 2017: very good above 90, good 80 to 90, fair 70 to 80.
fn classes() -> Vec<Class> {
    let class = |code: &str, min: i64, above: bool| Class {
        code: code.into(),
        name: code.into(),
        name_en: String::new(),
        min: Dec::whole(min),
        above,
        min_each: None,
        level: None,
    };
    vec![class("a", 90, true), class("b", 80, false), class("c", 70, false), class("d", 0, false)]
}

#[test]
fn what_does_not_apply_is_taken_off_the_possible() {
    let tree = tree(vec![domain("1", Part::Regular, &[80_000, 20_000])]);
    let known = given(&[("1.0", points(60_000)), ("1.1", Given { not_applicable: true, points: None })]);
    let taken = total(&tree, &known, true);
    assert_eq!((taken.points, taken.possible, taken.index), (Dec(60_000), Dec(80_000), Dec::whole(75)));
    let kept = total(&tree, &known, false);
    assert_eq!((kept.possible, kept.index), (Dec(100_000), Dec::whole(60)));
}

#[test]
fn bonus_and_penalty_stay_within_the_hundred() {
    let tree = tree(vec![
        domain("I", Part::Regular, &[850_000]),
        domain("IV", Part::Bonus, &[150_000]),
        domain("V", Part::Penalty, &[-10_000]),
    ]);
    let all = total(&tree, &given(&[("I.0", points(850_000)), ("IV.0", points(150_000))]), true);
    assert_eq!((all.points, all.index, all.open), (Dec::whole(100), Dec::whole(100), 0));
    let late = total(
        &tree,
        &given(&[("I.0", points(800_000)), ("IV.0", points(20_000)), ("V.0", points(-40_000))]),
        true,
    );
    assert_eq!(late.index, Dec::whole(78));
    let worst = total(&tree, &given(&[("V.0", points(-40_000))]), true);
    assert_eq!(worst.index, Dec::ZERO);
}

#[test]
fn without_a_survey_seventy_points_are_a_hundred_per_cent() {
    // Hanoi's divisions: without the survey's 30 points the score is multiplied by 100 ÷ 70.
    let tree = tree(vec![domain("1", Part::Regular, &[700_000])]);
    let total = total(&tree, &given(&[("1.0", points(630_000))]), true);
    assert_eq!(total.index, Dec::whole(90));
}

#[test]
fn classes_follow_their_thresholds() {
    let code = |index| class(&classes(), "department", &of(index)).map(|c| c.code.clone());
    assert_eq!(code(900_100).as_deref(), Some("a"));
    assert_eq!(code(900_000).as_deref(), Some("b"), "very good is above 90");
    assert_eq!(code(800_000).as_deref(), Some("b"));
    assert_eq!(code(799_900).as_deref(), Some("c"));
    // 79.996 is shown as 80.00, and what is shown decides.
    assert_eq!(code(799_960).as_deref(), Some("b"));
}

#[test]
fn a_class_may_ask_a_share_of_every_domain() {
    let mut all = classes();
    all[0].min_each = Some(Dec::whole(85));
    let weak = DomainSum { code: "1".into(), points: Dec(80_000), possible: Dec(100_000) };
    let total = Total { domains: vec![weak], ..of(950_000) };
    assert_eq!(class(&all, "department", &total).map(|c| c.code.as_str()), Some("b"));
    all[0].level = Some("commune".into());
    assert_eq!(class(&all, "commune", &of(800_000)), None, "a level with classes of its own has only those");
}

#[test]
fn equal_ones_share_a_place_and_the_next_is_skipped() {
    let indices = [Dec(880_000), Dec(920_000), Dec(880_030), Dec(700_000)];
    assert_eq!(ranks(&indices), [2, 1, 2, 4]);
    assert!(ranks(&[]).is_empty());
}

proptest! {
    #[test]
    fn an_index_lies_between_nothing_and_a_hundred(
        earned in proptest::collection::vec(0i64..100_000, 3), bonus in 0i64..50_000, penalty in 0i64..200_000, left in 0usize..4,
    ) {
        let tree = tree(vec![
            domain("1", Part::Regular, &[100_000, 100_000, 100_000]),
            domain("2", Part::Bonus, &[50_000]),
            domain("3", Part::Penalty, &[-10_000]),
        ]);
        let mut known = given(&[("2.0", points(bonus)), ("3.0", points(-penalty))]);
        for (n, earned) in earned.iter().enumerate() {
            let given = if n < left { Given { not_applicable: true, points: None } } else { points(*earned) };
            known.insert(format!("1.{n}"), given);
        }
        let total = total(&tree, &known, true);
        prop_assert!(total.index >= Dec::ZERO && total.index <= Dec::whole(100));
        prop_assert!(total.points <= total.possible);
    }

    #[test]
    fn ranks_follow_the_indices(indices in proptest::collection::vec(0i64..1_000_000, 0..30)) {
        let decs: Vec<Dec> = indices.iter().map(|i| Dec(*i)).collect();
        let ranks = ranks(&decs);
        for (a, rank_a) in decs.iter().zip(&ranks) {
            for (b, rank_b) in decs.iter().zip(&ranks) {
                prop_assert_eq!(a.rounded(2).cmp(&b.rounded(2)), rank_b.cmp(rank_a));
            }
        }
    }
}
