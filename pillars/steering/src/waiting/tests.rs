//! The list of all that waits, over HTTP with a source of the test's own.

use super::{SLICE, VIEW};
use async_trait::async_trait;
use axum::http::StatusCode;
use contracts::waiting::{Waiting, WaitingSource, WaitingSources};
use kernel::Day;
use platform::testing::{Pages, Place, TestCity, staff, tree};
use platform::{App, Locale, Scope};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

static SLICES: [&platform::Slice; 3] = [&platform::GROUND, &ui::SHELL, &SLICE];

static AGENCIES: [Place; 3] = [
    (1, "thanh-pho", "Thành phố", "city", None),
    (2, "quan-mot", "Quận Một", "district", Some(1)),
    (3, "quan-hai", "Quận Hai", "district", Some(1)),
];

/// Two things; the second is held by an account, 0: by nobody.
struct Two(Arc<AtomicI64>);

#[async_trait]
impl WaitingSource for Two {
    fn kinds(&self) -> &'static [(&'static str, &'static str)] {
        &[("test", "waiting-menu")]
    }

    async fn waiting(&self, _: &App, _: &Locale, scope: &Scope, _: i64) -> platform::Result<Vec<Waiting>> {
        let one = |id: i64, agency_id: i64, due: &str, holder: &str| Waiting {
            kind: "test",
            id,
            title: format!("Việc {id}"),
            href: format!("/viec/{id}"),
            agency_id,
            holder_id: Some(self.0.load(Ordering::Relaxed)).filter(|held| id == 2 && *held > 0),
            holder: holder.to_owned(),
            step: "Đang xử lý".to_owned(),
            since: "2013-06-01".parse::<Day>().unwrap().start(),
            due: Some(due.parse::<Day>().unwrap().next().start().plus_minutes(-1)),
        };
        let all = [one(1, 2, "2013-06-20", "Lê Thị Hoa"), one(2, 3, "2013-06-05", "")];
        Ok(all.into_iter().filter(|w| scope.covers(w.agency_id)).collect())
    }
}

async fn city() -> (TestCity, Pages, Arc<AtomicI64>) {
    let now = "2013-06-10".parse::<Day>().unwrap().start().plus_minutes(9 * 60);
    let city = TestCity::new(&SLICES, now).await.unwrap();
    city.app.provide(tree(&AGENCIES));
    let holder = Arc::new(AtomicI64::new(0));
    let source: Arc<dyn WaitingSource> = Arc::new(Two(holder.clone()));
    city.app.provide(WaitingSources(vec![source]));
    city.app.refresh().await.unwrap();
    let router = platform::http::assemble(&city.app)
        .layer(axum::middleware::from_fn_with_state(city.app.clone(), ui::error_pages))
        .with_state(city.app.clone());
    (city, Pages::over(router), holder)
}

#[tokio::test]
async fn the_latest_stands_first_with_who_holds_it_since_when() {
    let (city, pages, _) = city().await;
    let (_, token) = staff(&city.app, "lanh-dao", 1, &[VIEW]).await.unwrap();
    let (status, page) = pages.get("/dang-cho", &token).await.unwrap();
    assert_eq!(status, StatusCode::OK);
    for needle in
        ["Trễ 5 ngày", "Còn 10 ngày", "chờ 9 ngày", "Lê Thị Hoa", "Chưa giao cho ai", "2 việc đang chờ"]
    {
        assert!(page.contains(needle), "{needle}: {page}");
    }
    assert!(page.find("/viec/2\"").unwrap() < page.find("/viec/1\"").unwrap(), "{page}");
    let (_, late) = pages.get("/dang-cho?tre=late", &token).await.unwrap();
    assert!(late.contains("/viec/2\"") && !late.contains("/viec/1\""), "{late}");
    let (_, hers) = pages.get("/dang-cho?nguoi=le+thi", &token).await.unwrap();
    assert!(hers.contains("/viec/1\"") && !hers.contains("/viec/2\""), "{hers}");
    let (_, csv) = pages.get("/dang-cho?dang=csv", &token).await.unwrap();
    assert!(csv.contains("Việc 1") && csv.contains("Quận Hai"), "{csv}");
}

#[tokio::test]
async fn a_head_sees_what_waits_at_the_own_agency_only() {
    let (city, pages, _) = city().await;
    let (_, token) = staff(&city.app, "truong-phong", 2, &[VIEW]).await.unwrap();
    let (_, page) = pages.get("/dang-cho", &token).await.unwrap();
    assert!(page.contains("/viec/1\"") && !page.contains("/viec/2\""), "{page}");
}

#[tokio::test]
async fn who_is_late_is_summed_by_agency_with_the_list_behind() {
    let (city, pages, _) = city().await;
    let (_, token) = staff(&city.app, "lanh-dao", 1, &[VIEW]).await.unwrap();
    let (status, page) = pages.get("/dang-cho/co-quan", &token).await.unwrap();
    assert_eq!(status, StatusCode::OK);
    let page = page.replace("&#38;", "&").replace("&amp;", "&");
    for needle in ["1 trên 2 cơ quan", "co-quan=quan-hai&rieng=1&tre=late", "Trễ 5 ngày"] {
        assert!(page.contains(needle), "{needle}: {page}");
    }
    let (_, none) = pages.get("/dang-cho/co-quan?loai=khac", &token).await.unwrap();
    assert!(none.contains("0 trên 0 cơ quan"), "{none}");
    let (_, kind) = pages.get("/dang-cho/co-quan?loai=test", &token).await.unwrap();
    let kind = kind.replace("&#38;", "&").replace("&amp;", "&");
    assert!(kind.contains("co-quan=quan-hai&rieng=1&loai=test&tre=late"), "{kind}");
    let (_, late) = pages.get("/dang-cho?co-quan=quan-hai&rieng=1&tre=late", &token).await.unwrap();
    assert!(late.contains("/viec/2\"") && !late.contains("/viec/1\""), "{late}");
    let (_, coming) = pages.get("/dang-cho?trong=14", &token).await.unwrap();
    assert!(coming.contains("/viec/1\"") && !coming.contains("/viec/2\""), "{coming}");
    let (_, csv) = pages.get("/dang-cho/co-quan?dang=csv", &token).await.unwrap();
    assert!(csv.contains("Quận Hai"), "{csv}");
}

#[tokio::test]
async fn ones_own_agency_sees_what_it_owes_and_what_is_coming() {
    let (city, pages, _) = city().await;
    let (_, token) = staff(&city.app, "truong-phong", 2, &[VIEW]).await.unwrap();
    let (status, page) = pages.get("/phai-lam", &token).await.unwrap();
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("/viec/1\"") && page.contains("0 việc") && page.contains("1 việc"), "{page}");
    let (_, token) = staff(&city.app, "truong-phong-hai", 3, &[VIEW]).await.unwrap();
    let (_, page) = pages.get("/phai-lam", &token).await.unwrap();
    assert!(page.contains("Trễ 5 ngày") && !page.contains("/viec/1\""), "{page}");
}

#[tokio::test]
async fn everybody_sees_what_they_hold_and_the_list_sorts_by_lateness() {
    let (city, pages, holder) = city().await;
    let (account, token) = staff(&city.app, "chuyen-vien", 3, &[]).await.unwrap();
    holder.store(account, Ordering::Relaxed);
    let (status, page) = pages.get("/dang-cho/cua-toi", &token).await.unwrap();
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("/viec/2\"") && !page.contains("/viec/1\""), "{page}");
    assert_eq!(pages.get("/dang-cho", &token).await.unwrap().0, StatusCode::FORBIDDEN);
    let (_, other) = staff(&city.app, "nguoi-khac", 3, &[VIEW]).await.unwrap();
    let (_, page) = pages.get("/dang-cho/cua-toi", &other).await.unwrap();
    assert!(!page.contains("/viec/2\""), "{page}");
    let (_, leader) = staff(&city.app, "lanh-dao", 1, &[VIEW]).await.unwrap();
    let (_, page) = pages.get("/dang-cho?sap=tre", &leader).await.unwrap();
    assert!(
        page.find("/viec/1\"").unwrap() < page.find("/viec/2\"").unwrap(),
        "the least late first: {page}"
    );
}
