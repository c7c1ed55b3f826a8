//! The trees that ship: the commune regulation's table as it was collected, scored leaf by leaf; the structures that are prepared.

use super::super::import::table;
use super::super::rules::dec::Dec;
use super::super::rules::rule::{Facts, Rule, score};
use super::super::rules::total::{Class, Given, class, total};
use super::super::rules::tree::{Part, Tree};
use super::super::seed::{COMMUNE_TABLE, commune_about, shipped_trees};
use super::City;
use std::collections::{BTreeMap, BTreeSet};

fn commune() -> Tree {
    table(COMMUNE_TABLE, &commune_about()).unwrap()
}

fn value(value: i64) -> Facts {
    Facts { value: Some(Dec::whole(value)), ..Facts::default() }
}

fn share(value: i64, of: i64) -> Facts {
    Facts { value: Some(Dec::whole(value)), of: Some(Dec::whole(of)), ..Facts::default() }
}

fn chosen(number: usize) -> Facts {
    Facts { chosen: Some(number), ..Facts::default() }
}

fn yes(facts: Facts) -> Facts {
    Facts { yes: Some(true), ..facts }
}

/// A commune's year: code, what it gave, the points by hand in ten-thousandths.
fn year() -> Vec<(&'static str, Facts, i64)> {
    let last = Facts { before: Some(Dec::whole(75)), ..share(80, 100) };
    let judged = |points: i64, facts: Facts| Facts { points: Some(Dec(points)), ..facts };
    vec![
        ("I.1", yes(value(45)), 15_000),
        ("I.2.1", share(26, 100), 5_000),
        ("I.2.2", chosen(0), 10_000),
        ("I.3", chosen(0), 30_000),
        ("I.4", value(1), 10_000),
        ("II.1.1", share(95, 100), 80_000),
        ("II.1.2", share(40, 40), 100_000),
        ("II.1.3", chosen(1), 30_000),
        ("II.3.1", chosen(0), 40_000),
        ("II.3.2", chosen(1), 0),
        ("II.4.1", chosen(0), 30_000),
        ("II.4.2", yes(share(17, 20)), 40_000),
        ("II.5.1", value(60), 30_000),
        ("II.5.2", value(100), 40_000),
        ("II.6", share(70, 100), 82_400),
        ("II.7", chosen(0), 30_000),
        ("IV.1", value(1), 10_000),
        ("IV.2", last, 10_000),
        ("IV.3.1", judged(20_000, chosen(1)), 20_000),
        ("IV.3.2", value(3), 15_000),
        ("IV.3.3", chosen(1), 5_000),
        ("IV.3.4", chosen(0), 10_000),
        ("IV.3.5", chosen(1), 0),
        ("V.1", value(3), -20_000),
        ("V.2", value(1), -10_000),
        ("V.3", value(1), -5_000),
        ("V.4", judged(-5_000, Facts::default()), -5_000),
    ]
}

#[test]
fn the_communes_table_comes_in_as_it_is_with_every_kind_of_rule() {
    let tree = commune();
    assert_eq!(tree.problems(), Vec::new());
    assert_eq!(tree.leaves().len(), 28);
    assert_eq!((tree.most(Part::Regular), tree.most(Part::Bonus)), (Dec::whole(85), Dec::whole(15)));
    let sum =
        |code: &str| -> Dec { tree.leaves().iter().filter(|l| l.domain.code == code).map(|l| l.max()).sum() };
    assert_eq!((sum("I"), sum("II")), (Dec::whole(10), Dec::whole(75)));
    let kinds: BTreeSet<String> = tree
        .leaves()
        .iter()
        .map(|l| serde_json::to_value(&l.node.rule).unwrap()["kind"].as_str().unwrap().to_owned())
        .collect();
    let expected = ["bands", "choice", "depends", "events", "judged", "late", "linear", "rise"];
    assert_eq!(kinds, expected.map(str::to_owned).into_iter().collect());
    let leaves = tree.leaves();
    let off = leaves.iter().filter(|l| !l.node.not_applicable.is_empty());
    let off: Vec<&str> = off.map(|l| l.node.code.as_str()).collect();
    assert_eq!(off, ["I.2.1", "II.2", "II.6"]);
}

#[test]
fn a_commune_is_scored_leaf_by_leaf_to_its_class() {
    let tree = commune();
    let mut given = BTreeMap::new();
    for (code, facts, points) in year() {
        let leaf = tree.leaf(code).unwrap();
        let scored = score(leaf.node.rule.as_ref().unwrap(), leaf.max(), [Dec::ZERO; 4], &facts);
        assert_eq!(scored, Ok(Dec(points)), "{code}");
        given.insert(code.to_owned(), Given { not_applicable: false, points: scored.ok() });
    }
    // Nobody asked the commune for comments on drafts.
    given.insert("II.2".to_owned(), Given { not_applicable: true, points: None });
    let taken = total(&tree, &given, true);
    // 7 + 50.24 + 7 - 4 = 60.24 of 100 - 8 = 92.
    assert_eq!((taken.points, taken.possible, taken.open), (Dec(602_400), Dec::whole(92), 0));
    assert_eq!(taken.index.rounded(2), Dec(654_800));
    assert_eq!(total(&tree, &given, false).index, Dec(602_400));
    let class_of = |code: &str, min: i64| Class {
        code: code.into(),
        name: code.into(),
        name_en: String::new(),
        min: Dec::whole(min),
        above: false,
        min_each: None,
        level: Some("commune".into()),
    };
    let classes = [class_of("A", 90), class_of("B", 75), class_of("C", 50), class_of("D", 0)];
    assert_eq!(class(&classes, "commune", &taken).map(|c| c.code.as_str()), Some("C"));
}

#[test]
fn the_shipped_trees_hold_together_and_prepared_ones_say_what_they_lack() {
    let all = shipped_trees().unwrap();
    let of = |code: &str| all.iter().find(|t| t.code == code).unwrap();
    for code in ["department-2013", "district-2013", "commune-2013", "xa-57-2026"] {
        assert_eq!(of(code).problems(), Vec::new(), "{code}");
    }
    for code in ["department-2013", "district-2013", "commune-2013"] {
        assert_eq!(of(code).most(Part::Regular), Dec::whole(100), "{code}");
        assert_eq!(of(code).domains.iter().filter(|d| d.part == Part::Regular).count(), 8);
    }
    let known = of("tinh-2948-2017");
    assert_eq!(known.domains.iter().filter_map(|d| d.max).sum::<Dec>(), Dec::whole(100));
    let counted: usize = known.domains.iter().filter_map(|d| d.criteria_expected).sum();
    let parts: usize = known.domains.iter().filter_map(|d| d.parts_expected).sum();
    assert_eq!((counted, parts), (38, 81));
    let bare = of("tinh-1294-2012");
    assert_eq!(bare.domains.len(), 8);
    assert!(bare.domains.iter().all(|d| d.max.is_none()));
    assert!(bare.problems().iter().any(|p| p.what == "no-criteria"));
}

#[test]
fn the_words_of_the_commune_tree_are_vietnamese_first() {
    let tree = shipped_trees().unwrap().into_iter().find(|t| t.code == "xa-57-2026").unwrap();
    let leaf = tree.leaf("II.1.3").unwrap();
    let Some(Rule::Choice { options }) = &leaf.node.rule else { panic!("{:?}", leaf.node.rule) };
    assert_eq!(options[2].name, "Không dùng");
    assert_eq!(options[2].name_en, "no");
    assert_eq!(leaf.node.lead, "Trung tâm phục vụ hành chính công");
}

#[tokio::test]
async fn seeding_again_changes_nothing_and_leaves_what_the_city_changed() {
    let city = City::on("2013-11-01").await;
    let trees = city.number("SELECT COUNT(*) FROM par_tree").await;
    assert_eq!(trees, 6);
    assert_eq!(city.number("SELECT COUNT(*) FROM par_tree WHERE ready").await, 4);
    super::super::seed::seed(city.city.app.clone()).await.unwrap();
    assert_eq!(city.number("SELECT CAST(SUM(version) AS BIGINT) FROM par_tree").await, trees);
}
