//! Every kind of rule by hand, against the worked examples of the domain files; then what holds of all values.

use super::*;
use proptest::prelude::*;

const WORTH: [Dec; 4] = [Dec::whole(100), Dec::whole(60), Dec::whole(20), Dec::ZERO];

fn points(rule: &Rule, max: i64, facts: &Facts) -> Result<Dec, Lack> {
    score(rule, Dec::whole(max), WORTH, facts)
}

fn share(value: i64, of: i64) -> Facts {
    Facts { value: Some(Dec::whole(value)), of: Some(Dec::whole(of)), ..Facts::default() }
}

fn number(value: i64) -> Facts {
    Facts { value: Some(Dec::whole(value)), ..Facts::default() }
}

fn disbursed() -> Rule {
    Rule::Linear { of: Of::Percent, full: Dec::whole(85), floor: Dec::whole(60), decimals: Some(2) }
}

#[test]
fn done_gives_the_maximum_and_nothing_said_is_lacking() {
    let yes = |yes| Facts { yes, ..Facts::default() };
    assert_eq!(points(&Rule::YesNo, 3, &yes(Some(true))), Ok(Dec::whole(3)));
    assert_eq!(points(&Rule::YesNo, 3, &yes(Some(false))), Ok(Dec::ZERO));
    assert_eq!(points(&Rule::YesNo, 3, &yes(None)), Err(Lack::Answer));
}

#[test]
fn a_share_in_proportion_has_a_floor_and_a_top() {
    assert_eq!(points(&disbursed(), 10, &share(85, 100)), Ok(Dec::whole(10)));
    assert_eq!(points(&disbursed(), 10, &share(99, 100)), Ok(Dec::whole(10)));
    // 70 ÷ 85 × 10 = 8.2353, which the rule itself rounds to two decimals.
    assert_eq!(points(&disbursed(), 10, &share(70, 100)), Ok(Dec(82_400)));
    assert_eq!(points(&disbursed(), 10, &share(60, 100)), Ok(Dec(70_600)));
    assert_eq!(points(&disbursed(), 10, &share(599, 1000)), Ok(Dec::ZERO));
    assert_eq!(points(&disbursed(), 10, &share(5, 0)), Err(Lack::Denominator));
    assert_eq!(points(&disbursed(), 10, &share(6, 5)), Err(Lack::Share));
}

#[test]
fn a_band_is_not_missed_by_rounding() {
    let band = |from, to, points| Band {
        from: Some(Dec::whole(from)),
        above: false,
        to,
        below: true,
        points: Dec::whole(points),
    };
    let bands = vec![band(100, None, 10), band(90, Some(Dec::whole(100)), 8)];
    let rule = Rule::Bands { of: Of::Percent, bands };
    assert_eq!(points(&rule, 10, &share(3, 3)), Ok(Dec::whole(10)));
    // 99,99999 per cent is not a hundred.
    assert_eq!(points(&rule, 10, &share(9_999_999, 10_000_000)), Ok(Dec::whole(8)));
    assert_eq!(points(&rule, 10, &share(89, 100)), Ok(Dec::ZERO));
}

#[test]
fn a_criterion_asks_the_groups_it_names_and_all_where_it_names_none() {
    let named = Rule::Answers { groups: vec!["dai-bieu".to_owned()] };
    assert!(named.asks("dai-bieu") && !named.asks("nguoi-dan"));
    assert!(Rule::Answers { groups: Vec::new() }.asks("nguoi-dan") && !Rule::Survey.asks("nguoi-dan"));
    let read: Rule = serde_json::from_str(r#"{"kind": "answers"}"#).unwrap();
    assert_eq!(read, Rule::Answers { groups: Vec::new() }, "trees kept before name no groups");
}

#[test]
fn answers_are_worth_their_mean() {
    // 10 A, 5 B, 5 C, 0 D: (1000 + 300 + 100) ÷ 20 = 70 per cent of the maximum.
    let facts = Facts { answers: Some([10, 5, 5, 0]), ..Facts::default() };
    assert_eq!(points(&Rule::Answers { groups: Vec::new() }, 5, &facts), Ok(Dec(35_000)));
    let none = Facts { answers: Some([0; 4]), ..Facts::default() };
    assert_eq!(points(&Rule::Answers { groups: Vec::new() }, 5, &none), Err(Lack::Denominator));
    // A satisfaction index of 86.50 of ten points.
    assert_eq!(points(&Rule::Survey, 10, &share(865, 1000)), Ok(Dec(86_500)));
}

#[test]
fn late_days_cost_once_and_then_each() {
    let rule = Rule::Late { within: 2, first: Dec::whole(-1), each: Dec::whole(-1) };
    for (days, cost) in [(0, 0), (1, -1), (2, -1), (3, -2), (5, -4)] {
        assert_eq!(points(&rule, -1, &number(days)), Ok(Dec::whole(cost)), "{days}");
    }
    let events = Rule::Events { each: Dec(-5_000) };
    assert_eq!(points(&events, -1, &number(3)), Ok(Dec(-15_000)));
}

#[test]
fn a_rise_is_above_last_years() {
    let rule = Rule::Rise { of: Of::Percent };
    let with = |before| Facts { before, ..share(80, 100) };
    assert_eq!(points(&rule, 1, &with(Some(Dec::whole(79)))), Ok(Dec::whole(1)));
    assert_eq!(points(&rule, 1, &with(Some(Dec::whole(80)))), Ok(Dec::ZERO));
    assert_eq!(points(&rule, 1, &with(None)), Err(Lack::Before));
}

#[test]
fn a_place_gives_what_its_stretch_gives() {
    let place = |to, points| Place { to, points: Dec::whole(points) };
    let rule = Rule::Rank { places: vec![place(3, 5), place(10, 2)] };
    for (at, given) in [(1, 5), (3, 5), (4, 2), (10, 2), (11, 0), (0, 0)] {
        assert_eq!(points(&rule, 5, &number(at)), Ok(Dec::whole(given)), "{at}");
    }
}

#[test]
fn what_is_judged_stays_within_the_rule() {
    let judged = |points| Facts { points: Some(points), ..Facts::default() };
    assert_eq!(points(&Rule::Judged, -1, &judged(Dec(-5_000))), Ok(Dec(-5_000)));
    assert_eq!(points(&Rule::Judged, -1, &judged(Dec::whole(1))), Err(Lack::Points));
    assert_eq!(points(&Rule::Judged, -1, &judged(Dec::whole(-2))), Err(Lack::Points));
}

proptest! {
    #[test]
    fn earned_points_lie_between_nothing_and_the_maximum(value in 0i64..2_000, of in 1i64..2_000, max in 1i64..20) {
        if let Ok(points) = points(&disbursed(), max, &share(value, of)) {
            prop_assert!(points >= Dec::ZERO && points <= Dec::whole(max));
        }
    }

    #[test]
    fn more_of_the_same_never_gives_less(value in 0i64..1_000, more in 0i64..1_000, of in 1i64..1_000) {
        let (low, high) = (value.min(of), (value + more).min(of));
        let low = points(&disbursed(), 10, &share(low, of)).unwrap();
        let high = points(&disbursed(), 10, &share(high, of)).unwrap();
        prop_assert!(low <= high);
    }

    #[test]
    fn each_day_late_costs_no_less(days in 0i64..60) {
        let rule = Rule::Late { within: 2, first: Dec::whole(-1), each: Dec::whole(-1) };
        prop_assert!(points(&rule, -1, &number(days + 1)).unwrap() <= points(&rule, -1, &number(days)).unwrap());
    }
}
