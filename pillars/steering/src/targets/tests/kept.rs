//! Kept figures equal rebuilt ones after any change; the values are those counted by hand.

use super::super::board;
use super::super::rules::{Shine, Span};
use super::super::{freeze, measure, nightly, rebuild};
use super::city::{City, Fact, day};
use kernel::Period;
use platform::random::Random;
use platform::{Actor, App, Read};

async fn dump(city: &City) -> Vec<String> {
    dump_of(city.app(), "").await
}

/// The kept rows of one series, or of all.
async fn dump_of(app: &App, series: &str) -> Vec<String> {
    let rows = app
        .store
        .rows::<(String,)>(
            "SELECT scope || '|' || CAST(agency_id AS TEXT) || '|' || indicator || '|' || month || '|' || CAST(bucket AS TEXT) \
             || '|' || procedure_code || '|' || field || '|' || channel || '|' || reason || '|' || CAST(count AS TEXT) || '|' \
             || CAST(numerator AS TEXT) || '|' || CAST(denominator AS TEXT) || '|' || CAST(clusters AS TEXT) || '|' || CAST(heads AS TEXT) AS line FROM figure",
            vec![],
        )
        .await
        .unwrap();
    let mut lines: Vec<String> = rows.into_iter().map(|(line,)| line).collect();
    lines.retain(|l| series.is_empty() || l.split('|').nth(2) == Some(series));
    lines.sort();
    lines
}

async fn random_changes(city: &City, random: &Random, count: u64) {
    let mut open: Vec<(i64, Fact)> = Vec::new();
    for _ in 0..count {
        let settle = !open.is_empty() && random.below(3) > 0;
        let spread = |days: u64| i64::try_from(random.below(days)).unwrap();
        if settle {
            let at = usize::try_from(random.below(open.len() as u64)).unwrap();
            let (id, mut fact) = open.swap_remove(at);
            fact.settled = Some(fact.received.plus_days(spread(40)).min(day("2014-05-20")));
            fact.good = random.below(3) > 0;
            fact.half_days = spread(60);
            city.settle(id, &fact).await;
        } else {
            let fact = Fact {
                agency: 2 + spread(6),
                received: day("2013-11-01").plus_days(spread(200)),
                settled: None,
                procedure: if random.below(2) == 0 { "HT-01" } else { "DD-02" },
                channel: if random.below(4) == 0 { "online" } else { "counter" },
                good: random.below(2) == 0,
                half_days: 0,
            };
            let id = city.add(&fact).await;
            open.push((id, fact));
        }
        if random.below(4) == 0 {
            city.run().await;
        }
    }
    city.run().await;
}

#[tokio::test]
async fn kept_figures_equal_rebuilt_ones_after_random_changes() {
    for seed in [1, 2, 3] {
        let city = City::at("2014-05-20").await;
        let random = Random::seeded(seed);
        rebuild(city.app(), &|_, _, _| {}).await.unwrap();
        random_changes(&city, &random, 60).await;
        for agency in 2..7 {
            let (sheet, good) = (i64::try_from(seed).unwrap() * 100 + agency, agency % 5);
            city.answers(agency, sheet, "2014-05-03", good).await;
            city.stock(agency, "2014-05-02", (agency == 4).then_some("2014-05-10"), agency % 2 == 0).await;
        }
        city.run().await;
        nightly(city.app()).await.unwrap();
        let kept = dump(&city).await;
        assert!(kept.len() > 100, "{}", kept.len());
        rebuild(city.app(), &|_, _, _| {}).await.unwrap();
        assert_eq!(kept, dump(&city).await);
    }
}

#[tokio::test]
async fn a_fact_counts_in_its_month_for_its_agency_and_all_above() {
    let city = City::at("2014-05-20").await;
    for (agency, good) in [(5, true), (5, true), (6, false), (7, true), (2, false)] {
        for _ in 0..10 {
            city.add(&Fact::settled(agency, "2014-03-12", good)).await;
        }
    }
    city.run().await;
    let share = |agency: i64| {
        let city = &city;
        async move {
            let board =
                board::load(city.app(), agency, Span::Period(Period::Month { year: 2014, month: 3 })).await;
            let line = board.unwrap().unwrap().lines.remove(0);
            (line.now.numerator, line.now.denominator, line.light)
        }
    };
    assert_eq!(share(5).await, (20, 20, Shine::Green));
    assert_eq!(share(6).await, (0, 10, Shine::Red));
    assert_eq!(share(3).await, (20, 30, Shine::Red));
    assert_eq!(share(1).await, (30, 50, Shine::Red));
    assert_eq!(share(4).await, (10, 10, Shine::Green));
}

#[tokio::test]
async fn percentiles_falling_values_and_stocks_are_read_over_their_spans() {
    let city = City::at("2014-05-20").await;
    for (on, half_days) in
        [("2013-03-01", 20), ("2013-04-01", 20), ("2014-03-01", 8), ("2014-04-01", 10), ("2014-04-02", 12)]
    {
        city.add(&Fact { half_days, ..Fact::settled(5, on, true) }).await;
    }
    city.stock(5, "2013-01-01", Some("2014-02-15"), false).await;
    city.stock(5, "2014-02-16", None, true).await;
    rebuild(city.app(), &|_, _, _| {}).await.unwrap();
    let year = board::load(city.app(), 1, Span::Period(Period::Year { year: 2014 })).await.unwrap().unwrap();
    let median = &year.lines[1];
    assert_eq!((median.now.value, median.year_before, median.light), (Some(5.0), Some(10.0), Shine::Few));
    assert_eq!(year.lines[2].now.value, Some(6.0));
    assert_eq!(year.lines[3].now.value, Some(100.0));
    let whole = Span::Programme { from: day("2012-01-01"), to: day("2015-12-31") };
    let whole = board::load(city.app(), 1, whole).await.unwrap().unwrap();
    assert_eq!((whole.lines[1].now.value, whole.lines[1].now.count), (Some(6.0), 5));
    let before =
        board::load(city.app(), 1, Span::Period(Period::Year { year: 2013 })).await.unwrap().unwrap();
    assert_eq!(before.lines[3].now.value, Some(0.0));
}

#[tokio::test]
async fn a_mark_made_while_measuring_is_not_lost() {
    use super::super::rules::Month;
    use super::super::store::dirty;
    let city = City::at("2014-05-20").await;
    let tx = city.app().store.housekeeping().await.unwrap();
    dirty::mark(&tx, "", 5, Month::of(day("2014-05-01"))).await.unwrap();
    tx.commit().await.unwrap();
    let taken = dirty::take(&city.app().store, "mine").await.unwrap();
    let tx = city.app().store.housekeeping().await.unwrap();
    dirty::mark(&tx, "", 5, Month::of(day("2014-05-01"))).await.unwrap();
    assert!(!dirty::clear(&tx, &taken[0], "mine").await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(measure(city.app()).await.unwrap(), 1);
    assert_eq!(measure(city.app()).await.unwrap(), 0);
}

#[tokio::test]
async fn a_reading_keeps_what_was_measured_then() {
    let city = City::at("2014-05-20").await;
    city.add(&Fact::settled(5, "2014-04-12", true)).await;
    city.run().await;
    let april = Period::Month { year: 2014, month: 4 };
    let agencies = super::super::measuring::read_agencies(city.app(), day("2014-05-20"));
    assert_eq!(agencies, [1, 2, 3, 4]);
    assert!(freeze(city.app(), &Actor::system(), april, &agencies, false).await.unwrap() > 0);
    assert_eq!(freeze(city.app(), &Actor::system(), april, &agencies, false).await.unwrap(), 0);
    city.add(&Fact::settled(5, "2014-04-13", false)).await;
    city.run().await;
    let found = super::super::store::readings::of(&city.app().store, "II.3.b/dung-han", 3, 10).await.unwrap();
    assert_eq!((found.len(), found[0].value, found[0].count), (1, Some(100.0), 1));
    assert_eq!(found[0].definition_hash.len(), 64);
}

#[tokio::test]
async fn a_light_from_few_records_has_no_colour() {
    let city = City::at("2014-05-20").await;
    for count in [9, 1] {
        for _ in 0..count {
            city.add(&Fact::settled(5, "2014-03-12", true)).await;
        }
        city.run().await;
        let march = Span::Period(Period::Month { year: 2014, month: 3 });
        let line = board::load(city.app(), 5, march).await.unwrap().unwrap().lines.remove(0);
        let expected = if line.now.count < 10 { Shine::Few } else { Shine::Green };
        assert_eq!((line.light, line.now.value), (expected, Some(100.0)));
    }
}

#[tokio::test]
async fn what_is_open_counts_once_its_day_has_passed() {
    let city = City::at("2014-05-20").await;
    for on in ["2014-05-19", "2014-05-20", "2014-05-21"] {
        city.add(&Fact { received: day(on), settled: None, ..Fact::settled(5, on, true) }).await;
    }
    city.run().await;
    let counted = |lines: Vec<String>| -> i64 {
        lines
            .iter()
            .filter(|l| l.starts_with("own|5|"))
            .map(|l| l.split('|').nth(9).unwrap().parse::<i64>().unwrap())
            .sum()
    };
    assert_eq!(counted(dump_of(city.app(), "fake_open").await), 1);
    city.city.clock.set(day("2014-05-22").start().plus_minutes(120));
    nightly(city.app()).await.unwrap();
    assert_eq!(counted(dump_of(city.app(), "fake_open").await), 3);
}

#[tokio::test]
async fn percentiles_are_kept_by_channel() {
    let city = City::at("2014-05-20").await;
    for channel in ["counter", "online", "online"] {
        city.add(&Fact { channel, ..Fact::settled(5, "2014-03-12", true) }).await;
    }
    city.run().await;
    let lines = dump_of(city.app(), "fake_median").await;
    let at = |scope: &str, channel: &str| {
        lines.iter().any(|l| l.starts_with(scope) && l.split('|').nth(7) == Some(channel))
    };
    assert!(at("channel|1|", "counter") && at("channel|3|", "online") && at("own|5|", "online"), "{lines:?}");
}
