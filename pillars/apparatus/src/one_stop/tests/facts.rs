//! Facts for the evaluation of settlement: both promises, requests, questions, hands.

use super::acts::{asked, granted};
use super::{DEPARTMENT, at, city, clerk, due, leader, specialist, transferred};
use crate::one_stop::acts::{ask_opinion, ask_supplement, complete_step, settle, supplement};
use crate::one_stop::records;
use async_trait::async_trait;
use contracts::fees::{DeskMoney, FeeDossier, FeePaid, FeeStanding, Fees};
use kernel::Day;
use platform::{App, Tx};
use std::sync::Arc;

#[tokio::test]
async fn facts_keep_the_first_promise_beside_the_one_that_stands() {
    let city = city().await;
    let app = &city.app;
    let id = transferred(app, "mot").await;
    let first = records().one(app, id).await.unwrap().unwrap();
    assert_eq!(first.first_due, first.due, "the clock never stood");
    assert_eq!((first.papers_asked.len(), first.settled, first.fee), (0, None, false));
    ask_supplement(app, &specialist(), id, None, &asked(Day::ymd(2012, 10, 20).unwrap())).await.unwrap();
    city.clock.set(at(8, 9, 0));
    supplement(app, &clerk(), id, None, "").await.unwrap();
    let then = records().one(app, id).await.unwrap().unwrap();
    assert_eq!(then.first_due, first.due, "the promise of the receipt");
    assert!(then.due > first.due, "{:?}", then.due);
    assert_eq!(then.papers_asked.len(), 1);
    assert_eq!(then.papers_asked[0].answered, Some(at(8, 9, 0)));
    assert!(due(&super::dossier(app, id).await) == then.due.unwrap().vn());
}

#[tokio::test]
async fn facts_name_who_ended_steps_and_come_by_their_ids() {
    let city = city().await;
    let app = &city.app;
    let id = transferred(app, "mot").await;
    ask_opinion(
        app,
        &specialist(),
        id,
        None,
        DEPARTMENT,
        "Có phù hợp không?",
        Day::ymd(2012, 10, 5).unwrap(),
    )
    .await
    .unwrap();
    let facts = records().one(app, id).await.unwrap().unwrap();
    assert_eq!(facts.opinions.len(), 1);
    assert!(facts.paper_result && !facts.result_file && !facts.component_file);
    assert_eq!((facts.reused, facts.population), (None, None));
    assert!(facts.hands.iter().any(|h| h.account_id == 11 && h.name == "Lê Thị Mai"), "{:?}", facts.hands);
    let other = transferred(app, "hai").await;
    complete_step(app, &specialist(), other, None, "").await.unwrap();
    settle(app, &leader(), other, None, &granted()).await.unwrap();
    let all = records().after(app, 0, 10).await.unwrap();
    assert_eq!(all.iter().map(|f| f.id).collect::<Vec<_>>(), [id, other]);
    assert!(all[1].granted && all[1].settled.is_some() && all[1].hands.len() == 3, "{:?}", all[1]);
    assert_eq!(records().after(app, id, 10).await.unwrap().len(), 1);
    assert!(records().after(app, other, 10).await.unwrap().is_empty());
    assert!(records().one(app, 99).await.unwrap().is_none());
}

#[tokio::test]
async fn papers_from_the_shelf_are_counted_as_used_again_from_the_day_the_city_says() {
    let city = city().await;
    let app = &city.app;
    let (taken, _) = (transferred(app, "mot").await, transferred(app, "hai").await);
    let tx = app.store.housekeeping().await.unwrap();
    let sql = "UPDATE dossier_paper SET shelf_id = 7 WHERE dossier_id = $1";
    tx.exec(sql, vec![taken.into()]).await.unwrap();
    let sql = "INSERT INTO legal_profile (rule_key, name_vi, name_en, value, unit, valid_from, source, confirmed, note, state, changed_at) \
               VALUES ('one_stop.reuse_counted', 'x', 'x', $1, 'bool', '2012-01-01', 'x', $2, '', 'published', 0)";
    tx.exec(sql, vec!["true".into(), true.into()]).await.unwrap();
    tx.commit().await.unwrap();
    let reused = async || {
        let all = records().after(app, 0, 10).await.unwrap();
        all.into_iter().map(|facts| facts.reused).collect::<Vec<_>>()
    };
    assert_eq!(reused().await, [None, None]);
    app.refresh().await.unwrap();
    assert_eq!(reused().await, [Some(true), Some(false)]);
}

/// Books of fees in which some dossiers have paid.
struct Books(Vec<FeePaid>);

#[async_trait]
impl Fees for Books {
    async fn noted(&self, _: &App, _: &Tx, _: &FeeDossier, _: &DeskMoney) -> platform::Result<()> {
        Ok(())
    }

    async fn withdrawn(&self, _: &Tx, _: i64, _: &str) -> platform::Result<()> {
        Ok(())
    }

    async fn owed(&self, _: &App, _: &Tx, _: &FeeDossier) -> platform::Result<i64> {
        Ok(0)
    }

    async fn paid(&self, _: &App, (first, last): (i64, i64)) -> platform::Result<Vec<FeePaid>> {
        Ok(self.0.iter().filter(|p| (first..=last).contains(&p.dossier_id)).copied().collect())
    }

    async fn standing(&self, _: &App, _: i64) -> platform::Result<Option<FeeStanding>> {
        Ok(None)
    }

    async fn postage(&self, _: &App, _: i64) -> platform::Result<bool> {
        Ok(false)
    }
}

#[tokio::test]
async fn facts_ask_the_books_of_fees_what_came_through_the_network() {
    let city = city().await;
    let app = &city.app;
    let mut ids = Vec::new();
    for name in ["mot", "hai", "ba"] {
        ids.push(transferred(app, name).await);
    }
    let (first, second) = (ids[0], ids[1]);
    let books =
        vec![FeePaid { dossier_id: first, online: true }, FeePaid { dossier_id: second, online: false }];
    app.provide::<Arc<dyn Fees>>(Arc::new(Books(books)));
    let all = records().after(app, 0, 10).await.unwrap();
    let told: Vec<(bool, bool)> = all.iter().map(|f| (f.fee, f.paid_online)).collect();
    assert_eq!(told, [(true, true), (true, false), (false, false)]);
}
