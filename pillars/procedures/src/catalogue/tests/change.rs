//! Changes on a fresh city: who may approve, what is refused by name, what a published change leaves behind.

use super::{get, seeded};
use crate::catalogue::acts::change::{self, Opening, Said};
use crate::catalogue::rules::life::{Act, ChangeKind, Origin};
use crate::catalogue::store;
use axum::http::StatusCode;
use contracts::procedures::{Catalogue, Procedure};
use kernel::{Amount, Base};
use platform::error::Error;
use platform::indicators::Slot;
use platform::once::Once;
use platform::store::ActorKind;
use platform::{Actor, App, Read};
use std::sync::Arc;

fn person(account: i64) -> Actor {
    Actor {
        kind: ActorKind::Staff,
        account_id: Some(account),
        name: format!("Người {account}"),
        unit_id: None,
    }
}

async fn body(app: &App, code: &str) -> Procedure {
    let catalogue: Arc<dyn Catalogue> = app.port().unwrap();
    catalogue.in_force(app, code, "2012-12-02".parse().unwrap()).await.unwrap().unwrap().body.clone()
}

async fn opened(app: &App, code: &str, origin: Origin) -> i64 {
    let mut body = body(app, code).await;
    body.valid_from = "2012-12-03".parse().unwrap();
    let opening =
        Opening { body, agency: 1, kind: ChangeKind::Amend, origin, reason: "Sai thời hạn".to_owned() };
    change::open(app, &person(7), &opening, &Once::unkept()).await.unwrap()
}

/// A term of so many working days, and steps that keep within it.
fn shorten(body: &mut Procedure, days: u32) {
    body.term.as_mut().unwrap().base = Base::Amount(Amount::WorkingDays(days));
    for step in &mut body.process {
        step.time = step.time.map(|_| Amount::HalfDays(1));
    }
}

fn key(error: Error) -> &'static str {
    match error {
        Error::Refused(refusal) => refusal.key,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_correction_is_published_once_a_second_person_has_approved_it() {
    let city = seeded().await;
    let app = &city.app;
    let id = opened(app, "XD-01", Origin::Correction).await;
    let row = store::change(&app.store, id).await.unwrap();
    assert_eq!((row.base_number, row.announce_due_on.as_str(), row.seen), (1, "", 1));
    let mut new = store::change_body(&app.store, id).await.unwrap();
    shorten(&mut new, 12);
    change::write(app, &person(8), &row, 1, &new).await.unwrap();
    let stale = change::write(app, &person(8), &row, 1, &new).await.unwrap_err();
    assert_eq!(stale.status(), StatusCode::CONFLICT);
    let row = store::change(&app.store, id).await.unwrap();
    assert!(row.parts.split(' ').any(|p| p == "term") && row.seen == 2, "{row:?}");

    let said = |seen| Said { seen, note: "" };
    let early = change::publish(app, &person(7), id, 2).await.unwrap_err();
    assert_eq!(key(early), "catalogue-refused-unapproved");
    for writer in [7, 8] {
        let own = change::act(app, &person(writer), id, Act::Approve, said(2)).await.unwrap_err();
        assert_eq!(key(own), "catalogue-refused-own");
    }
    change::act(app, &person(9), id, Act::Approve, said(2)).await.unwrap();
    let row = store::change(&app.store, id).await.unwrap();
    let locked = change::write(app, &person(8), &row, 3, &new).await.unwrap_err();
    assert_eq!(key(locked), "catalogue-refused-approved");
    change::publish(app, &person(7), id, 3).await.unwrap();

    let row = store::change(&app.store, id).await.unwrap();
    assert_eq!((row.stage.as_str(), row.published_on.as_deref()), ("published", Some("2012-10-12")));
    let catalogue: Arc<dyn Catalogue> = app.port().unwrap();
    let number = async |day: &str| {
        catalogue.in_force(app, "XD-01", day.parse().unwrap()).await.unwrap().unwrap().number
    };
    assert_eq!((number("2012-12-02").await, number("2012-12-03").await), (1, 2));
    let (status, html) = get(app, "/thu-tuc/XD-01/so-sanh").await;
    assert_eq!(status, StatusCode::OK);
    for needle in ["15 ngày làm việc", "12 ngày làm việc", "Thời hạn giải quyết"] {
        assert!(html.contains(needle), "{needle} in {html}");
    }
    assert_eq!(get(app, "/thu-tuc/XD-01/so-sanh?tu=1&den=7").await.0, StatusCode::NOT_FOUND);
    let entries = platform::journal::history(&app.store, "procedure_change", id).await.unwrap();
    assert_eq!(entries.len(), 4);
}

#[tokio::test]
async fn an_announced_version_tells_its_days_and_a_shipped_one_has_none() {
    let city = seeded().await;
    let app = &city.app;
    let id = opened(app, "XD-01", Origin::Correction).await;
    let row = store::change(&app.store, id).await.unwrap();
    let mut new = store::change_body(&app.store, id).await.unwrap();
    shorten(&mut new, 12);
    change::write(app, &person(8), &row, 1, &new).await.unwrap();
    change::act(app, &person(9), id, Act::Approve, Said { seen: 2, note: "" }).await.unwrap();
    change::publish(app, &person(7), id, 3).await.unwrap();
    let announced = async || {
        let facts = crate::catalogue::records().facts(app, "2012-12-03".parse().unwrap()).await.unwrap();
        facts.into_iter().find(|f| f.version.body.code == "XD-01").unwrap().announced
    };
    assert_eq!(announced().await, None, "a correction needs no decision");
    // As a decision leaves it: signed on 20 November for 3 December.
    let tx = app.store.housekeeping().await.unwrap();
    tx.exec("UPDATE procedure_change SET announced_on = '2012-11-20' WHERE id = $1", vec![id.into()])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let day = |text: &str| text.parse::<kernel::Day>().unwrap();
    let told = announced().await.unwrap();
    assert_eq!((told.decided_on, told.effective_on), (day("2012-11-20"), day("2012-12-03")));
    assert_eq!(told.published_on, Some(day("2012-10-12")));
}

#[tokio::test]
async fn what_lacks_a_part_is_not_approved_and_the_refusal_names_the_part() {
    let city = seeded().await;
    let app = &city.app;
    let id = opened(app, "HT-01", Origin::Central).await;
    let row = store::change(&app.store, id).await.unwrap();
    // Ten working days before Monday 3 December 2012.
    assert_eq!(row.announce_due_on, "2012-11-19");
    let mut new = store::change_body(&app.store, id).await.unwrap();
    new.term = None;
    change::write(app, &person(7), &row, 1, &new).await.unwrap();
    let refused = change::act(app, &person(9), id, Act::Approve, Said { seen: 2, note: "" }).await;
    match refused.unwrap_err() {
        Error::Refused(refusal) => {
            assert_eq!(refusal.key, "catalogue-refused-missing");
            assert!(refusal.args[0].1.contains("Thời hạn giải quyết"), "{:?}", refusal.args);
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(store::change(&app.store, id).await.unwrap().stage, "drafted");
}

#[tokio::test]
async fn steps_longer_than_the_term_are_not_approved() {
    let city = seeded().await;
    let app = &city.app;
    let id = opened(app, "XD-01", Origin::Correction).await;
    let row = store::change(&app.store, id).await.unwrap();
    let mut new = store::change_body(&app.store, id).await.unwrap();
    new.term.as_mut().unwrap().base = Base::Amount(Amount::WorkingDays(12));
    new.process[0].output = Some("Giấy biên nhận".to_owned());
    change::write(app, &person(7), &row, 1, &new).await.unwrap();
    let approve = async |seen| change::act(app, &person(9), id, Act::Approve, Said { seen, note: "" }).await;
    match approve(2).await.unwrap_err() {
        Error::Refused(refusal) => {
            assert_eq!(refusal.key, "catalogue-refused-over-term");
            assert_eq!((refusal.args[0].1.as_str(), refusal.args[1].1.as_str()), ("15", "12"));
        }
        other => panic!("{other:?}"),
    }
    // The second person gives it back with what is to be put right.
    let back = Said { seen: 2, note: "Các bước dài hơn thời hạn" };
    change::act(app, &person(9), id, Act::SendBack, back).await.unwrap();
    shorten(&mut new, 12);
    let row = store::change(&app.store, id).await.unwrap();
    change::write(app, &person(7), &row, 3, &new).await.unwrap();
    approve(4).await.unwrap();
    change::publish(app, &person(7), id, 5).await.unwrap();
    let (_, html) = get(app, "/thu-tuc/XD-01/phien-ban/2").await;
    assert!(html.contains("Giấy biên nhận"), "the output of a step stands on the sheet");
}

#[tokio::test]
async fn an_overdue_announcement_counts_as_not_in_term() {
    let city = seeded().await;
    let app = &city.app;
    opened(app, "HT-01", Origin::Central).await;
    let indicator =
        crate::catalogue::SLICE.indicators.iter().find(|i| i.code == "procedures_announced_in_term").unwrap();
    let day = |text: &str| text.parse().unwrap();
    let slot = |today: &str| Slot {
        from: day("2012-11-01"),
        to: day("2012-11-30"),
        today: day(today),
        agencies: None,
        procedure: None,
        field: None,
        channel: None,
        reason: None,
    };
    assert_eq!(indicator.count(&app.store, &slot("2012-11-19"), None).await.unwrap(), 0);
    assert_eq!(indicator.count(&app.store, &slot("2012-11-20"), Some(false)).await.unwrap(), 1);
}

#[tokio::test]
async fn every_version_rests_on_the_documents_it_names() {
    let city = seeded().await;
    let app = &city.app;
    let resting = store::resting(&app.store, "158/2005/NĐ-CP").await.unwrap();
    assert!(resting.iter().any(|r| r.code == "HT-01"), "{resting:?}");
    let known = app.store.number("SELECT COUNT(*) FROM basis_document", vec![]).await.unwrap();
    assert!(known > 10, "{known}");
    let (_, html) = get(app, "/thu-tuc?co_quan=khong-co").await;
    assert!(html.contains("Không có thủ tục nào"));
}

#[tokio::test]
async fn the_catalogue_leaves_in_the_national_fields_and_as_public_services() {
    let city = seeded().await;
    let (status, csv) = get(&city.app, "/thu-tuc/du-lieu?dang=csv").await;
    assert!(status == StatusCode::OK && csv.contains("Tình trạng áp dụng") && csv.contains("Còn áp dụng"));
    let (_, yaml) = get(&city.app, "/thu-tuc/du-lieu?dang=yaml&ma=HT-01").await;
    let text = yaml.trim_start_matches("---\n");
    assert_eq!(crate::catalogue::rules::parse(text).unwrap().code, "HT-01");
    let (_, text) = get(&city.app, "/thu-tuc/du-lieu?dang=jsonld&ma=HT-01").await;
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    let service = &document["@graph"][0];
    assert_eq!(service["dct:title"]["@language"], "vi");
    for needed in ["dct:identifier", "dct:description", "cv:hasCompetentAuthority"] {
        assert!(!service[needed].is_null(), "{needed}");
    }
    assert_eq!(get(&city.app, "/thu-tuc/du-lieu?dang=pdf").await.0, StatusCode::NOT_FOUND);
    assert_eq!(get(&city.app, "/thu-tuc/du-lieu").await.0, StatusCode::OK);
}
