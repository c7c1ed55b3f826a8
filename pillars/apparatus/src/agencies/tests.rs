//! Tests of agencies over HTTP and on a fresh database.

use super::{
    EDIT, Mode, SLICE, VIEW_ACTIVITY, directory_source, import_texts, rebuild_activity,
    rebuild_activity_since, store,
};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use kernel::{Day, Moment};
use platform::app::DirectorySource;
use platform::indicators::Slot;
use platform::messages::{Lang, Messages};
use platform::testing::{TestCity, staff};
use platform::{Actor, App, Change, Permission, Read};
use std::sync::Arc;
use tower::ServiceExt;

static SLICES: [&platform::Slice; 3] = [&platform::GROUND, &ui::SHELL, &SLICE];

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn at(text: &str) -> Moment {
    day(text).start().plus_minutes(9 * 60)
}

struct City {
    city: TestCity,
    router: Router,
}

impl City {
    async fn seeded(today: &str) -> City {
        let city = TestCity::new(&SLICES, at(today)).await.unwrap();
        city.app.provide::<Arc<dyn DirectorySource>>(directory_source());
        city.app.refresh().await.unwrap();
        (SLICE.seed.unwrap())(city.app.clone()).await.unwrap();
        let router = platform::http::assemble(&city.app)
            .layer(axum::middleware::from_fn_with_state(city.app.clone(), ui::error_pages))
            .with_state(city.app.clone());
        City { city, router }
    }

    fn app(&self) -> &App {
        &self.city.app
    }

    fn id(&self, code: &str) -> i64 {
        self.app().directory().by_code(code).unwrap().id
    }

    async fn get(&self, path: &str, token: &str) -> (StatusCode, String) {
        let request =
            Request::get(path).header(header::COOKIE, format!("motcua={token}")).body(Body::empty()).unwrap();
        self.send(request).await
    }

    async fn post(&self, path: &str, token: &str, form: &[(&str, &str)]) -> (StatusCode, String) {
        let body: Vec<String> = form.iter().map(|(n, v)| format!("{n}={}", ui::platform_url(v))).collect();
        let request = Request::post(path)
            .header(header::COOKIE, format!("motcua={token}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.join("&")))
            .unwrap();
        self.send(request).await
    }

    async fn send(&self, request: Request<Body>) -> (StatusCode, String) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let place = response.headers().get(header::LOCATION).map(|v| v.to_str().unwrap().to_owned());
        let body = axum::body::to_bytes(response.into_body(), 10_000_000).await.unwrap();
        (status, place.unwrap_or_else(|| String::from_utf8_lossy(&body).into_owned()))
    }

    /// So many journal entries of an agency's staff, now.
    async fn act(&self, unit: i64, times: usize) {
        let by = Actor { unit_id: Some(unit), ..Actor::system() };
        let tx = self.app().store.write(&by).await.unwrap();
        for _ in 0..times {
            tx.journal(Change::of("agencies", "agency", unit, "agency_edit")).await.unwrap();
        }
        tx.commit().await.unwrap();
    }

    /// A member of staff with a permission for an agency and those below; the session's token.
    async fn staff(&self, login: &str, permission: Permission, agency: i64) -> String {
        staff(self.app(), login, agency, &[permission]).await.unwrap().1
    }
}

#[test]
fn every_text_is_there_in_both_languages() {
    let messages = Messages::new(&[SLICE.messages]).unwrap();
    assert_eq!(messages.keys(Lang::Vi), messages.keys(Lang::En));
    assert!(messages.keys(Lang::Vi).iter().all(|k| k.starts_with("agencies-") || k.starts_with("journal-")));
}

#[tokio::test]
async fn the_seed_fills_the_tree_once_and_leaves_what_the_city_changed() {
    let city = City::seeded("2012-10-12").await;
    let app = city.app();
    assert_eq!(store::all(&app.store).await.unwrap().len(), 354);
    let tx = app.store.write(&Actor::system()).await.unwrap();
    let mut agency = store::by_code(&tx, "so-noi-vu").await.unwrap().unwrap();
    let seen = agency.changed_at;
    agency.short_name = "SNV".into();
    assert!(store::update(&tx, &agency, seen).await.unwrap());
    tx.journal(Change::of("agencies", "agency", agency.id, "agency_edit")).await.unwrap();
    tx.commit().await.unwrap();
    (SLICE.seed.unwrap())(app.clone()).await.unwrap();
    assert_eq!(store::by_code(&app.store, "so-noi-vu").await.unwrap().unwrap().short_name, "SNV");
    let again = import_texts(app, &Actor::system(), &super::import::SHIPPED, Mode::Update).await.unwrap();
    assert_eq!((again.added, again.changed, again.unchanged), (0, 1, 353));
    let again = import_texts(app, &Actor::system(), &super::import::SHIPPED, Mode::Update).await.unwrap();
    assert_eq!((again.added, again.changed), (0, 0));
}

#[tokio::test]
async fn a_bad_file_changes_nothing_and_says_where() {
    let city = City::seeded("2012-10-12").await;
    let bad = "code,name,short_name,kind,level,parent,unit_code,commune_type,id_2016,id_2020,valid_from,valid_to,successors,confirmed,source,ids_confirmed,one_stop\n\
               phuong-moi,Phường Mới,P. Mới,commune,commune,quan-khong-co,,phuong,,,2012-01-01,,khong-co,true,x,false,true\n";
    let error =
        import_texts(city.app(), &Actor::system(), &[("moi.csv", bad)], Mode::Update).await.unwrap_err();
    let text = error.to_string();
    assert!(text.contains("moi.csv line 2: parent quan-khong-co is unknown"), "{text}");
    assert!(text.contains("moi.csv line 2: successor khong-co is unknown"), "{text}");
    assert!(store::by_code(&city.app().store, "phuong-moi").await.unwrap().is_none());
}

#[tokio::test]
async fn the_directory_knows_tiers_by_day() {
    let city = City::seeded("2012-10-12").await;
    let directory = city.app().directory();
    let districts = |on: &str| directory.in_force(day(on)).filter(|a| a.level == "district").count();
    assert!(districts("2012-10-12") > 0);
    assert_eq!(districts("2025-07-01"), 0);
    assert_eq!(directory.root(day("2012-10-12")).unwrap().code, "ubnd-tp-can-tho");
    assert_eq!(directory.root(day("2026-01-01")).unwrap().code, "ubnd-tp-can-tho-2025");
    assert!(directory.subtree(directory.by_code("quan-ninh-kieu").unwrap().id).len() > 13);
}

#[tokio::test]
async fn everybody_finds_agencies_of_a_day_without_tone_marks() {
    let city = City::seeded("2012-10-12").await;
    let (status, page) = city.get("/co-quan?q=cai%20khe", "").await;
    assert_eq!(status, StatusCode::OK);
    assert!(
        page.contains("phường Cái Khế") && page.contains("9 quận, huyện") && page.contains("85 xã"),
        "{page}"
    );
    let (_, page) = city.get("/co-quan?ngay=2025-07-01&cap=commune&sap=-ten", "").await;
    assert!(page.contains("chính quyền hai cấp") && page.contains("103 xã, phường"), "{page}");
    assert!(page.contains("103 bản ghi"), "{page}");
    let (_, page) = city.get("/co-quan?thuoc=quan-ninh-kieu&loai=commune", "").await;
    assert!(page.contains("13 bản ghi"), "{page}");
    let (_, page) = city.get("/co-quan?ngay=2025-07-01&cap=district", "").await;
    assert!(page.contains("Không có cơ quan nào"), "{page}");
    let (status, page) = city.get("/co-quan?ngay=31/02/2012&q=%25_%27%3B--", "").await;
    assert!(
        status == StatusCode::OK && page.contains("Không có cơ quan nào") || page.contains("Ngày 12/10/2012")
    );
}

#[tokio::test]
async fn the_tree_of_a_day_has_its_tiers() {
    let city = City::seeded("2012-10-12").await;
    let (_, page) = city.get("/co-quan?xem=cay", "").await;
    assert!(page.contains("Quận, huyện (9)") && page.contains("Xã, phường, thị trấn (13)"), "{page}");
    let (_, page) = city.get("/co-quan?xem=cay&ngay=2025-07-01", "").await;
    assert!(page.contains("Xã, phường, thị trấn (103)") && !page.contains("Quận, huyện ("), "{page}");
}

#[tokio::test]
async fn the_list_leaves_as_a_file() {
    let city = City::seeded("2012-10-12").await;
    let (status, csv) = city.get("/co-quan?loai=district&dang=csv", "").await;
    assert_eq!((status, csv.lines().count()), (StatusCode::OK, 10));
    assert!(csv.contains("quận Ninh Kiều"), "{csv}");
}

#[tokio::test]
async fn a_page_tells_before_and_after() {
    let city = City::seeded("2012-10-12").await;
    let (_, page) = city.get("/co-quan/phuong-tan-an", "").await;
    assert!(page.contains("chưa xác nhận") && page.contains("Cơ quan tiếp nhận"), "{page}");
    let (_, page) = city.get("/co-quan/phuong-ninh-kieu", "").await;
    assert!(page.contains("Trước đây là") && page.contains("href=\"/co-quan/phuong-tan-an\""), "{page}");
    assert!(page.contains("Chưa hoạt động") && page.contains("/bang/phuong-ninh-kieu"), "{page}");
    let (_, place) = city.get(&format!("/co-quan/{}", city.id("so-noi-vu")), "").await;
    assert_eq!(place, "/co-quan/so-noi-vu");
    assert_eq!(city.get("/co-quan/khong-co", "").await.0, StatusCode::NOT_FOUND);
    assert_eq!(city.get("/co-quan/so-noi-vu/sua", "").await.0, StatusCode::UNAUTHORIZED);
}

fn form<'a>(seen_at: &'a str, changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("name", "Ủy ban nhân dân quận Ninh Kiều"),
        ("short_name", "Quận Ninh Kiều"),
        ("id_2016", "000.00.31.H13"),
        ("id_2020", "H13.31"),
        ("valid_from", "2011-01-01"),
        ("valid_to", "2025-06-30"),
        ("reason", "Quyết định 1/QĐ-UBND"),
        ("seen_at", seen_at),
    ];
    for (name, value) in changes {
        fields.retain(|(n, _)| n != name);
        fields.push((name, value));
    }
    fields
}

#[tokio::test]
async fn staff_edit_with_a_reason_and_the_journal_shows_it() {
    let city = City::seeded("2012-10-12").await;
    let id = city.id("quan-ninh-kieu");
    let token = city.staff("sua", EDIT, city.id("ubnd-tp-can-tho")).await;
    let path = "/co-quan/quan-ninh-kieu/sua";
    let seen = store::by_id(&city.app().store, id).await.unwrap().unwrap().changed_at.to_string();
    assert!(city.get(path, &token).await.1.contains("name=\"seen_at\""));

    let (status, page) = city
        .post(path, &token, &form(&seen, &[("reason", ""), ("id_2020", "h13"), ("valid_to", "2013-01-01")]))
        .await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("Mã chỉ gồm chữ in hoa") && page.contains("Hãy điền mục này"), "{page}");
    assert!(
        page.contains("đơn vị trực thuộc hoạt động ngoài thời gian này") && page.contains("value=\"h13\""),
        "{page}"
    );
    let (_, page) = city.post(path, &token, &form(&seen, &[("id_2020", "H13.02")])).await;
    assert!(page.contains("Trong thời gian này mã đang là của Sở Nội vụ"), "{page}");
    let (_, page) = city.post(path, &token, &form(&seen, &[("valid_to", "")])).await;
    assert!(page.contains("cơ quan cấp trên"), "{page}");

    let (status, place) = city
        .post(path, &token, &form(&seen, &[("short_name", "Q. Ninh Kiều"), ("ids_confirmed", "1")]))
        .await;
    assert_eq!((status, place.as_str()), (StatusCode::SEE_OTHER, "/co-quan/quan-ninh-kieu"));
    assert_eq!(city.app().directory().short_name(id), "Q. Ninh Kiều");
    let (_, page) = city.get("/co-quan/quan-ninh-kieu", &token).await;
    assert!(page.contains("Quyết định 1/QĐ-UBND") && page.contains("Sửa thông tin cơ quan"), "{page}");

    // The form that was opened before is refused, and says who was faster.
    let (status, page) = city.post(path, &token, &form("1", &[("short_name", "Khác")])).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(page.contains("Cán bộ sua"), "{page}");
    // What was typed still stands, under the version that is there now.
    let now = store::by_id(&city.app().store, id).await.unwrap().unwrap().changed_at;
    assert!(page.contains("value=\"Khác\"") && page.contains(&format!("value=\"{now}\"")), "{page}");
    assert_eq!(platform::journal::broken_entry(&city.app().store, "agency", id).await.unwrap(), None);
}

#[tokio::test]
async fn an_agency_outside_the_scope_is_not_there_to_edit() {
    let city = City::seeded("2012-10-12").await;
    let token = city.staff("sua", EDIT, city.id("quan-o-mon")).await;
    assert_eq!(city.get("/co-quan/quan-ninh-kieu/sua", &token).await.0, StatusCode::NOT_FOUND);
    assert_eq!(city.get("/co-quan/quan-o-mon/sua", &token).await.0, StatusCode::OK);
    let other = city.staff("xem", VIEW_ACTIVITY, city.id("quan-o-mon")).await;
    assert_eq!(city.get("/co-quan/quan-o-mon/sua", &other).await.0, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn acts_of_a_month_count_for_the_nearest_desk() {
    let city = City::seeded("2012-10-12").await;
    let app = city.app();
    let office =
        app.directory().children(city.id("quan-ninh-kieu")).find(|a| a.kind == "division").unwrap().id;
    city.act(city.id("phuong-cai-khe"), 3).await;
    city.act(office, 2).await;
    rebuild_activity(app).await.unwrap();
    rebuild_activity(app).await.unwrap();
    let of = async |code: &str| store::activity_of_agency(&app.store, city.id(code)).await.unwrap();
    let latest =
        |rows: Vec<store::Activity>| rows.into_iter().map(|a| (a.month, a.actions)).collect::<Vec<_>>();
    assert_eq!(latest(of("phuong-cai-khe").await), [("2012-10".to_owned(), 3), ("2012-09".to_owned(), 0)]);
    assert_eq!(of("quan-ninh-kieu").await.first().unwrap().actions, 2);
    assert!(of("phuong-ninh-kieu").await.is_empty());
    let token = city.staff("xem", VIEW_ACTIVITY, city.id("ubnd-tp-can-tho")).await;
    let (_, page) = city.get("/co-quan/phuong-cai-khe", &token).await;
    assert!(page.contains("Việc của cán bộ trên hệ thống") && page.contains("háng 10"), "{page}");
    assert!(!city.get("/co-quan/phuong-cai-khe", "").await.1.contains("Việc của cán bộ trên hệ thống"));
}

#[tokio::test]
async fn the_indicators_give_one_row_for_every_desk() {
    let city = City::seeded("2012-08-20").await;
    let app = city.app();
    let cai_khe = city.id("phuong-cai-khe");
    city.act(cai_khe, 4).await;
    city.city.clock.set(at("2012-10-12"));
    rebuild_activity_since(app, day("2012-07-15")).await.unwrap();
    let slot = Slot {
        from: day("2012-08-01"),
        to: day("2012-08-31"),
        today: day("2012-08-31"),
        agencies: None,
        procedure: None,
        field: None,
        channel: None,
        reason: None,
    };
    let [agencies, communes] = SLICE.indicators else { panic!() };
    let rows = communes.records(&app.store, &slot, None, None, 1000).await.unwrap();
    assert_eq!((rows.len(), rows.iter().map(|r| r.numerator).sum::<i64>()), (85, 1));
    let active = communes.records(&app.store, &slot, Some(true), None, 10).await.unwrap();
    assert_eq!(active.first().map(|r| (r.record_id, r.on_day.as_str())), Some((cai_khe, "2012-08-01")));
    let all = agencies.records(&app.store, &slot, None, None, 1000).await.unwrap();
    let desks = store::desks(&app.store, slot.from, slot.to).await.unwrap();
    assert_eq!(all.len(), desks.len());
    assert!(all.iter().all(|r| r.denominator == 1 && r.agency_id == r.record_id));
}

#[tokio::test]
async fn agencies_are_found_by_the_search_of_everybody() {
    let city = City::seeded("2012-10-12").await;
    let found = city
        .app()
        .store
        .number(
            "SELECT COUNT(*) FROM search_entry WHERE kind = 'agency' AND folded LIKE '%ninh kieu%'",
            vec![],
        )
        .await
        .unwrap();
    assert!(found >= 2, "{found}");
}
