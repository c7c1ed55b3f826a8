//! Tests of what is kept: it follows events and the night, and equals what is made from scratch.

use super::{City, settled};
use crate::settlement::rules::samples::{at, dossier};
use crate::settlement::rules::{DISLIKED, Item};
use crate::settlement::{SLICE, keeping, store};
use contracts::dossiers::Channel;
use contracts::petitions::{PetitionChanged, PetitionFact};
use contracts::satisfaction::RatingGiven;
use contracts::settlement::{AskedPapers, Disliked, DossierFacts, Hand, PetitionCount, PetitionRecords};
use kernel::{Day, Period};
use platform::indicators::Slot;
use platform::{Actor, App, Change, Read, Scope};
use std::sync::Arc;

const YEAR: Period = Period::Year { year: 2012 };

/// Everything that is kept, as lines.
async fn dump(app: &App) -> Vec<String> {
    let mut lines = Vec::new();
    for row in store::counts(&app.store, YEAR, &Scope::All).await.unwrap() {
        lines.push(format!("{row:?}"));
    }
    for row in store::officers(&app.store, YEAR, &Scope::All, None).await.unwrap() {
        lines.push(format!("{row:?}"));
    }
    for row in store::used(&app.store, YEAR, &Scope::All).await.unwrap() {
        lines.push(format!("{row:?}"));
    }
    lines
}

/// (numerator, denominator) of an item of an agency in the year.
async fn count(app: &App, agency: i64, item: &str) -> (i64, i64) {
    let rows = store::counts(&app.store, YEAR, &Scope::Agencies(vec![agency])).await.unwrap();
    rows.iter().find(|r| r.item == item).map_or((0, 0), |r| (r.numerator, r.denominator))
}

fn hands() -> Vec<Hand> {
    vec![
        Hand { account_id: 11, name: "Lê Thị Mai".into() },
        Hand { account_id: 12, name: "Phạm Văn Hùng".into() },
    ]
}

#[tokio::test]
async fn kept_counts_follow_events_and_equal_a_rebuild() {
    let city = City::on("2012-10-31").await;
    for (id, day) in [(1, 9), (2, 10), (3, 11), (4, 4)] {
        city.told(DossierFacts { hands: hands(), ..settled(id, day) }).await;
    }
    let online = DossierFacts {
        channel: Channel::Online,
        result_delivery: "post".into(),
        agency_id: 4,
        ..settled(5, 8)
    };
    city.told(online.clone()).await;
    assert_eq!(count(city.app(), 3, "d1").await, (2 + 1 + 2, 4));
    assert_eq!(count(city.app(), 3, "q21").await, (3, 4));
    assert_eq!(count(city.app(), 4, "online").await, (1, 1));
    // A dossier that moves to another agency and another month leaves where it was.
    city.told(DossierFacts { agency_id: 4, settled: Some(at(12, 9)), ..settled(4, 4) }).await;
    assert_eq!(count(city.app(), 3, "q21").await, (2, 3));
    assert_eq!(count(city.app(), 4, "q21").await, (1, 2));
    let kept = dump(city.app()).await;
    assert!(kept.iter().any(|l| l.contains("Phạm Văn Hùng")), "{kept:?}");
    keeping::rebuild(city.app(), &|_, _, _| {}).await.unwrap();
    assert_eq!(dump(city.app()).await, kept);
    keeping::nightly(city.app()).await.unwrap();
    assert_eq!(dump(city.app()).await, kept, "nothing has changed in the night");
}

#[tokio::test]
async fn an_open_dossier_counts_in_the_night_after_its_promise() {
    let city = City::on("2012-10-10").await;
    keeping::rebuild(city.app(), &|_, _, _| {}).await.unwrap();
    city.told(DossierFacts { id: 7, ..dossier() }).await;
    assert_eq!(count(city.app(), 3, "q21").await, (0, 0));
    city.city.clock.set(at(11, 2));
    keeping::nightly(city.app()).await.unwrap();
    assert_eq!(count(city.app(), 3, "q21").await, (0, 1));
    assert_eq!(count(city.app(), 3, "d1").await, (0, 0), "no time of settlement yet");
    city.told(settled(7, 12)).await;
    assert_eq!(count(city.app(), 3, "q21").await, (0, 1));
    assert_eq!(count(city.app(), 3, "d1").await, (0, 1));
}

#[tokio::test]
async fn a_second_request_for_papers_counts_as_late_at_once() {
    let city = City::on("2012-10-08").await;
    let ask =
        |day: u32| AskedPapers { reason: "missing".into(), asked: at(day, 9), answered: Some(at(day, 10)) };
    city.told(DossierFacts { id: 8, papers_asked: vec![ask(4), ask(5)], ..dossier() }).await;
    assert_eq!(count(city.app(), 3, "q21").await, (0, 1));
}

#[tokio::test]
async fn sheets_count_by_agency_and_month_and_never_by_dossier() {
    let city = City::on("2012-10-31").await;
    city.told(settled(1, 9)).await;
    let month = Day::ymd(2012, 10, 1).unwrap();
    city.owners.disliked.lock().unwrap().push(Disliked { agency_id: 3, month, sheets: 4, disliked: 1 });
    let tx = city.app().store.write(&Actor::system()).await.unwrap();
    tx.journal(Change::of("satisfaction", "survey_invite", 1, "survey_answer")).await.unwrap();
    tx.emit(&RatingGiven { agency_id: 3, answered_on: "2012-10-20".into() }).await.unwrap();
    tx.commit().await.unwrap();
    platform::jobs::run_due(city.app()).await.unwrap();
    assert_eq!(count(city.app(), 3, DISLIKED).await, (1, 4));
    let kept = dump(city.app()).await;
    keeping::rebuild(city.app(), &|_, _, _| {}).await.unwrap();
    assert_eq!(dump(city.app()).await, kept);
    let rows = store::list().all::<store::DossierRow>(&city.app().store, &Default::default()).await.unwrap();
    assert_eq!(
        rows.first().and_then(|r| r.value(Item::Q21)),
        Some(1),
        "the dossier itself says nothing of it"
    );
}

#[tokio::test]
async fn the_index_of_a_month_and_its_proof_agree() {
    let city = City::on("2012-10-31").await;
    city.told(settled(1, 9)).await;
    city.told(settled(2, 11)).await;
    let [indicator] = SLICE.indicators else { panic!() };
    let day = |text: &str| text.parse::<Day>().unwrap();
    let slot = Slot {
        from: day("2012-01-01"),
        to: day("2012-12-31"),
        today: day("2012-12-31"),
        agencies: Some(vec![3]),
        procedure: None,
        field: None,
        channel: None,
        reason: None,
    };
    let rows = indicator.records(&city.app().store, &slot, None, None, 10).await.unwrap();
    let [row] = rows.as_slice() else { panic!("{rows:?}") };
    let scope = Scope::Agencies(vec![3]);
    let month = Period::Month { year: 2012, month: 10 };
    let card = crate::settlement::cards::load(city.app(), month, &scope, None).await.unwrap().take(3);
    assert_eq!((row.numerator, row.denominator), (card.reached(), card.possible()));
    assert!(card.possible() >= 2000, "2.1 alone has 20 points: {card:?}");
    let (_, token) = city.staff("lanh-dao", 3, &[crate::settlement::VIEW]).await;
    let (_, place) = city.get(&format!("/danh-gia-giai-quyet/diem/{}", row.record_id), &token).await;
    assert_eq!(place, "/danh-gia-giai-quyet/co-quan/phuong-a?ky=2012-10");
}

#[tokio::test]
async fn a_rebuild_never_empties_what_people_see() {
    let city = City::on("2012-10-31").await;
    for id in 1..4 {
        city.told(settled(id, 9)).await;
    }
    let month = Day::ymd(2012, 10, 1).unwrap();
    city.owners.disliked.lock().unwrap().push(Disliked { agency_id: 3, month, sheets: 6, disliked: 1 });
    keeping::rebuild(city.app(), &|_, _, _| {}).await.unwrap();
    assert_eq!(count(city.app(), 3, DISLIKED).await, (1, 6));
    city.owners.seen.lock().unwrap().clear();
    // Meanwhile a sheet was taken back, and the last dossier is no more.
    city.owners.disliked.lock().unwrap().clear();
    city.owners.dossiers.lock().unwrap().retain(|d| d.id != 3);
    keeping::rebuild(city.app(), &|_, _, _| {}).await.unwrap();
    let seen = city.owners.seen.lock().unwrap().clone();
    assert!(seen.len() >= 2 && seen.iter().all(|counts| *counts > 0), "{seen:?}");
    assert_eq!(count(city.app(), 3, DISLIKED).await, (0, 0), "old counts of sheets do not stay");
    assert_eq!(count(city.app(), 3, "q21").await, (2, 2), "nor a dossier that is no more");
}

#[tokio::test]
async fn a_rule_of_an_earlier_time_that_changes_has_everything_counted_anew() {
    let city = City::on("2012-10-31").await;
    let ask = AskedPapers { reason: "expired".into(), asked: at(4, 9), answered: Some(at(4, 10)) };
    city.told(DossierFacts { papers_asked: vec![ask], ..settled(1, 9) }).await;
    keeping::rebuild(city.app(), &|_, _, _| {}).await.unwrap();
    assert_eq!(count(city.app(), 3, "d3").await, (1, 1), "one contact");
    // The rule holds on the day of the receipt and no more today.
    let tx = city.app().store.housekeeping().await.unwrap();
    let sql = "INSERT INTO legal_profile (rule_key, name_vi, name_en, value, unit, valid_from, valid_to, source, confirmed, note, \
               state, changed_at) VALUES ('settlement.requests_not_counted', 'x', 'x', '[\"expired\"]', 'list', '2012-10-01', \
               '2012-10-20', 'x', FALSE, '', 'published', 0)";
    tx.exec(sql, vec![]).await.unwrap();
    tx.commit().await.unwrap();
    city.app().refresh().await.unwrap();
    keeping::nightly(city.app()).await.unwrap();
    assert_eq!(count(city.app(), 3, "d3").await, (2, 1), "a request that is no contact");
}

#[tokio::test]
async fn a_petition_has_its_months_scored_anew() {
    let city = City::on("2012-10-31").await;
    city.app().provide::<Arc<dyn PetitionRecords>>(city.owners.clone());
    city.told(settled(1, 9)).await;
    let points = async || {
        let sql = "SELECT points FROM settlement_score WHERE agency_id = 3 AND month_on = '2012-10-01'";
        city.app().store.number(sql, vec![]).await.unwrap()
    };
    let before = points().await;
    let count = PetitionCount { agency_id: 3, all: 2, on_time: 1, ..PetitionCount::default() };
    city.owners.petitions.lock().unwrap().push(count);
    let fact = PetitionFact {
        petition_id: 1,
        code: "PA-1".into(),
        agency_id: 3,
        procedure: String::new(),
        part: String::new(),
        topic: "unsuited".into(),
        due_on: "2012-10-30".into(),
        settled_on: Some("2012-11-02".into()),
    };
    let tx = city.app().store.write(&Actor::system()).await.unwrap();
    tx.journal(Change::of("petitions", "petition", 1, "petition_answer")).await.unwrap();
    tx.emit(&PetitionChanged(fact)).await.unwrap();
    tx.commit().await.unwrap();
    platform::jobs::run_due(city.app()).await.unwrap();
    // Of six and six points for petitions where none came, one of two answered in time and content leaves three and three.
    assert_eq!(before - points().await, 600);
    let later = "SELECT COUNT(*) FROM settlement_score WHERE agency_id = 3 AND month_on = '2012-11-01' AND marked = scored";
    assert_eq!(city.app().store.number(later, vec![]).await.unwrap(), 1, "the month of the answer too");
}
