//! The weekly brief over the job and HTTP: composed at its hour, frozen, mailed with its PDF, compared with the week before,
//! declined.

use super::{RECEIVE, SLICE, VIEW, jobs};
use async_trait::async_trait;
use axum::http::StatusCode;
use contracts::targets::{AgencyFigures, MeasuredValue};
use contracts::waiting::{Waiting, WaitingSource, WaitingSources};
use kernel::Day;
use platform::messages::{Lang, Messages};
use platform::testing::{Pages, Place, TestCity, staff, tree};
use platform::{App, Locale, Read, Scope};
use serde_json::json;
use std::sync::Arc;

static SLICES: [&platform::Slice; 3] = [&platform::GROUND, &ui::SHELL, &SLICE];

static AGENCIES: [Place; 3] = [
    (1, "thanh-pho", "Thành phố", "city", None),
    (2, "quan-mot", "Quận Một", "district", Some(1)),
    (3, "quan-hai", "Quận Hai", "district", Some(1)),
];

struct Two;

#[async_trait]
impl WaitingSource for Two {
    fn kinds(&self) -> &'static [(&'static str, &'static str)] {
        &[("test", "briefs-menu")]
    }

    async fn waiting(&self, _: &App, _: &Locale, scope: &Scope, _: i64) -> platform::Result<Vec<Waiting>> {
        let one = |id: i64, agency_id: i64, due: &str| Waiting {
            kind: "test",
            id,
            title: format!("Việc số {id}"),
            href: format!("/viec/{id}"),
            agency_id,
            holder_id: None,
            holder: String::new(),
            step: String::new(),
            since: "2013-02-01".parse::<Day>().unwrap().start(),
            due: Some(due.parse::<Day>().unwrap().next().start().plus_minutes(-1)),
        };
        let all = [one(1, 2, "2013-02-20"), one(2, 2, "2013-03-12"), one(3, 3, "2013-02-25")];
        Ok(all.into_iter().filter(|w| scope.covers(w.agency_id)).collect())
    }
}

/// On time in February's last week, late from 11 March on.
struct Measured;

#[async_trait]
impl AgencyFigures for Measured {
    async fn measures(&self, app: &App, _: i64, _: i32, _: bool) -> platform::Result<Vec<MeasuredValue>> {
        let good = app.clock.now().day() < Day::ymd(2013, 3, 11).unwrap();
        Ok(vec![MeasuredValue {
            measure: "II.3.b/dung-han".to_owned(),
            value: Some(if good { 96.0 } else { 90.0 }),
            target: Some(95.0),
            up: true,
            shown: if good { "96 %" } else { "90 %" }.to_owned(),
            shown_target: "từ 95 %".to_owned(),
            count: 200,
            records_href: "/muc-tieu/dung-han/ho-so".to_owned(),
        }])
    }
}

async fn city() -> (TestCity, Pages) {
    // Monday 4 March 2013, eight in the morning.
    let now = "2013-03-04".parse::<Day>().unwrap().start().plus_minutes(8 * 60);
    let city = TestCity::new(&SLICES, now).await.unwrap();
    city.app.provide(tree(&AGENCIES));
    let source: Arc<dyn WaitingSource> = Arc::new(Two);
    city.app.provide(WaitingSources(vec![source]));
    let measures: Arc<dyn AgencyFigures> = Arc::new(Measured);
    city.app.provide(measures);
    city.app.refresh().await.unwrap();
    super::seed::seed(city.app.clone()).await.unwrap();
    let router = platform::http::assemble(&city.app)
        .layer(axum::middleware::from_fn_with_state(city.app.clone(), ui::error_pages))
        .with_state(city.app.clone());
    (city, Pages::over(router))
}

async fn compose(city: &TestCity) {
    let job = jobs::JOBS[0];
    (job.run)(city.app.clone(), json!({})).await.unwrap();
}

async fn number(city: &TestCity, sql: &str) -> i64 {
    city.app.store.number(sql, vec![]).await.unwrap()
}

#[test]
fn every_text_is_there_in_both_languages() {
    let messages = Messages::new(&[SLICE.messages]).unwrap();
    assert_eq!(messages.keys(Lang::Vi), messages.keys(Lang::En));
}

#[tokio::test]
async fn a_brief_is_composed_once_a_week_frozen_and_told_with_its_pdf() {
    let (city, pages) = city().await;
    let (_, leader) = staff(&city.app, "chu-tich-quan", 2, &[VIEW, RECEIVE]).await.unwrap();
    let (_, other) = staff(&city.app, "chu-tich-hai", 3, &[VIEW]).await.unwrap();
    compose(&city).await;
    compose(&city).await;
    assert_eq!(number(&city, "SELECT COUNT(*) FROM brief").await, 3, "one an agency");
    assert_eq!(
        number(&city, "SELECT COUNT(*) FROM notice WHERE file_hash IS NOT NULL").await,
        1,
        "to who receives"
    );
    let id = number(&city, "SELECT id FROM brief WHERE agency_id = 2").await;
    let (status, page) = pages.get(&format!("/ban-tin/{id}"), &leader).await.unwrap();
    assert_eq!(status, StatusCode::OK);
    for needle in ["96 %", "Đạt", "/muc-tieu/dung-han/ho-so", "Việc số 2", "tre=late", "co-quan=quan-mot"]
    {
        assert!(page.contains(needle), "{needle}: {page}");
    }
    assert!(!page.contains("Việc số 3"), "{page}");
    let (status, pdf) = pages.get(&format!("/ban-tin/{id}/tep"), &leader).await.unwrap();
    assert!(status == StatusCode::OK && pdf.starts_with("%PDF"));
    assert_eq!(pages.get(&format!("/ban-tin/{id}"), &other).await.unwrap().0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_target_that_turned_is_told_beside_the_week_before() {
    let (city, pages) = city().await;
    compose(&city).await;
    let monday = "2013-03-11".parse::<Day>().unwrap().start();
    city.clock.set(monday.plus_minutes(6 * 60));
    compose(&city).await;
    assert_eq!(number(&city, "SELECT COUNT(*) FROM brief").await, 3, "not before its hour");
    city.clock.set(monday.plus_minutes(7 * 60));
    compose(&city).await;
    let id = number(&city, "SELECT id FROM brief WHERE agency_id = 2 AND week_on = '2013-03-11'").await;
    // A session does not last a week.
    let (_, leader) = staff(&city.app, "chu-tich-quan", 2, &[VIEW, RECEIVE]).await.unwrap();
    let (_, page) = pages.get(&format!("/ban-tin/{id}"), &leader).await.unwrap();
    for needle in ["90 %", "96 %", "Chưa đạt", "Mới đổi"] {
        assert!(page.contains(needle), "{needle}: {page}");
    }
}

#[tokio::test]
async fn who_declines_is_told_no_more_until_they_want_it_again() {
    let (city, pages) = city().await;
    let (_, leader) = staff(&city.app, "chu-tich-quan", 2, &[VIEW, RECEIVE]).await.unwrap();
    let (status, _) = pages.post("/ban-tin/nhan", &leader, &[("nhan", "0")]).await.unwrap();
    assert_eq!(status, StatusCode::SEE_OTHER);
    compose(&city).await;
    assert_eq!(number(&city, "SELECT COUNT(*) FROM notice WHERE template = 'briefs.week'").await, 0);
    pages.post("/ban-tin/nhan", &leader, &[("nhan", "1")]).await.unwrap();
    city.clock.set("2013-03-11".parse::<Day>().unwrap().start().plus_minutes(9 * 60));
    compose(&city).await;
    assert_eq!(number(&city, "SELECT COUNT(*) FROM notice WHERE template = 'briefs.week'").await, 1);
}
