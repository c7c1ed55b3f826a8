//! Readings with the seal of their evidence: the same while nothing changes, different by month when a record comes.

use super::super::freezing::{Verdict, freeze, verify};
use super::super::slice::{FREEZE, RECORDS};
use super::super::store::readings;
use super::city::{City, Fact};
use axum::http::StatusCode;
use kernel::Period;
use platform::Actor;

async fn city() -> City {
    let city = City::at("2014-05-20").await;
    for n in 0..12 {
        let on = format!("2014-0{}-1{}", 3 + n % 2, n % 9);
        city.add(&Fact::settled(5, &on, n % 4 != 0)).await;
    }
    city.run().await;
    city
}

#[tokio::test]
async fn a_reading_is_recounted_as_the_same_until_a_record_comes() {
    let city = city().await;
    let year = Period::Year { year: 2014 };
    assert!(freeze(city.app(), &Actor::system(), year, &[1, 3], false).await.unwrap() > 0);
    let store = &city.app().store;
    let found = readings::of(store, "II.3.b/dung-han", 3, 1).await.unwrap().remove(0);
    assert_eq!((found.evidence_rows, found.count, found.version), (12, 12, 0));
    assert_eq!(found.evidence_hash.len(), 64);
    assert_eq!(verify(city.app(), &found).await.unwrap(), Verdict::Same);
    let whole = readings::of(store, "II.3.b/dung-han", 1, 1).await.unwrap().remove(0);
    assert_eq!(whole.evidence_hash, found.evidence_hash, "the city's evidence is that of its one ward");

    city.add(&Fact::settled(5, "2014-04-02", true)).await;
    city.run().await;
    let Verdict::Differs(months) = verify(city.app(), &found).await.unwrap() else { panic!("it differs") };
    assert_eq!(months.len(), 1);
    assert_eq!((months[0].month.as_str(), months[0].then, months[0].now), ("2014-04", 6, 7));

    let leader = city.staff("lanhdao", 1, &[RECORDS, FREEZE]).await;
    let page = city.ok(&format!("/so-chot/{}", found.id), "").await;
    assert!(page.contains(&found.evidence_hash) && !page.contains("doi-chieu"), "{page}");
    let recount = format!("/so-chot/{}/doi-chieu", found.id);
    assert_eq!(city.get(&recount, "").await.0, StatusCode::UNAUTHORIZED);
    let page = city.ok(&recount, &leader).await;
    assert!(page.contains("căn cứ đã khác lúc chốt") && page.contains("tháng 4"), "{page}");
    let list = city.ok("/so-chot?ky=2014", "").await;
    assert!(list.contains("Đúng hạn") && list.contains(&format!("/so-chot/{}", found.id)), "{list}");
    city.ok("/so-chot?dang=csv", "").await;
}

#[tokio::test]
async fn a_record_that_becomes_due_after_the_day_of_freezing_changes_nothing() {
    let city = City::at("2014-05-20").await;
    for n in 0..3 {
        let fact = Fact { settled: None, ..Fact::settled(5, &format!("2014-05-1{n}"), true) };
        city.add(&fact).await;
    }
    city.run().await;
    let year = Period::Year { year: 2014 };
    freeze(city.app(), &Actor::system(), year, &[1], false).await.unwrap();
    let port = super::super::frozen_readings();
    let all = port.of(city.app(), 1, year).await.unwrap();
    assert!(!all.is_empty() && all.iter().all(|r| r.evidence_hash.len() == 64));
    city.city.clock.set(super::city::day("2014-06-20").start().plus_minutes(60));
    for brief in all {
        let found = readings::get(&city.app().store, brief.id).await.unwrap();
        assert_eq!(verify(city.app(), &found).await.unwrap(), Verdict::Same, "{}", brief.measure);
        assert_eq!(port.one(city.app(), brief.id).await.unwrap(), Some(brief));
    }
    assert_eq!(port.one(city.app(), 999_999).await.unwrap(), None);
}
