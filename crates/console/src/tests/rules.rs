//! Legal profiles and the calendar: nothing changes before it is published, and everything follows after.

use super::{HOME_AFFAIRS, House, day};
use crate::store::profiles;
use axum::http::StatusCode;
use platform::{Read, Result};
use serde_json::{Value as Json, json};

/// A published number rule that never ends, with its row.
async fn number_rule(house: &House) -> profiles::Row {
    let list = profiles::list();
    let rows: Vec<profiles::Row> =
        list.all(&house.app.store, &platform::http::Query::default()).await.unwrap();
    rows.into_iter().find(|r| r.value().is_i64() && r.valid_to.is_none() && r.valid_from.is_some()).unwrap()
}

fn value_on(house: &House, key: &str, on: &str) -> Result<Json> {
    house.app.profiles().get(key, day(on))
}

#[tokio::test]
async fn a_draft_changes_nothing_until_it_is_published() {
    let house = House::new().await;
    let cookie = house.administrator().await;
    let rule = number_rule(&house).await;
    let old = rule.value();
    let from = rule.days().0.unwrap().plus_days(400).to_string();
    let id = rule.id;
    let wrong = [("gia_tri", "mười"), ("tu_ngay", from.as_str()), ("nguon", "")];
    let refused = house.post(&format!("/quan-tri/quy-tac/{id}/sua"), &cookie, &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let right =
        [("gia_tri", "77"), ("tu_ngay", from.as_str()), ("nguon", "Quyết định thử"), ("xac_nhan", "1")];
    let drafted = house.post(&format!("/quan-tri/quy-tac/{id}/sua"), &cookie, &right).await;
    assert_eq!(drafted.status, StatusCode::SEE_OTHER, "{}", drafted.body);
    assert_eq!(value_on(&house, &rule.rule_key, &from).unwrap(), old);
    let compare = house.get(&drafted.to, &cookie).await;
    assert!(compare.body.contains("Quyết định thử") && compare.body.contains("77"));
    let published =
        house.post(&drafted.to.replace("so-sanh", "cong-bo"), &cookie, &[("ly_do", "Theo luật mới")]).await;
    assert_eq!(published.status, StatusCode::SEE_OTHER, "{}", published.body);
    assert_eq!(value_on(&house, &rule.rule_key, &from).unwrap(), json!(77));
    let before = day(&from).previous().to_string();
    assert_eq!(value_on(&house, &rule.rule_key, &before).unwrap(), old);
    let closed = profiles::one(&house.app.store, id).await.unwrap();
    assert_eq!((closed.valid_to, closed.state.as_str()), (Some(before), "published"));
    let twice = house.post(&drafted.to.replace("so-sanh", "cong-bo"), &cookie, &[]).await;
    assert_eq!(twice.status, StatusCode::NOT_FOUND, "a draft is published once");
}

#[tokio::test]
async fn a_correction_replaces_the_row_and_a_dropped_draft_is_gone() {
    let house = House::new().await;
    let cookie = house.administrator().await;
    let rule = number_rule(&house).await;
    let from = rule.valid_from.clone().unwrap();
    let fields = [("gia_tri", "78"), ("tu_ngay", from.as_str()), ("nguon", "Đính chính")];
    let drafted = house.post(&format!("/quan-tri/quy-tac/{}/sua", rule.id), &cookie, &fields).await;
    let dropped = house.post(&drafted.to.replace("so-sanh", "bo"), &cookie, &[]).await;
    assert_eq!(dropped.status, StatusCode::SEE_OTHER);
    assert_eq!(house.get(&drafted.to, &cookie).await.status, StatusCode::NOT_FOUND);
    let drafted = house.post(&format!("/quan-tri/quy-tac/{}/sua", rule.id), &cookie, &fields).await;
    house.post(&drafted.to.replace("so-sanh", "cong-bo"), &cookie, &[]).await;
    assert_eq!(value_on(&house, &rule.rule_key, &from).unwrap(), json!(78));
    assert_eq!(profiles::one(&house.app.store, rule.id).await.unwrap().state, "replaced");
}

#[tokio::test]
async fn a_confirmed_rule_leaves_the_checklist() {
    let house = House::new().await;
    let cookie = house.administrator().await;
    let open = profiles::unconfirmed(&house.app.store).await.unwrap();
    let rule = open.first().unwrap();
    let path = format!("/quan-tri/quy-tac/{}", rule.id);
    assert!(
        house.get("/quan-tri/kiem-tra-cai-dat", &cookie).await.body.contains(&format!("href=\"{path}\""))
    );
    assert_eq!(
        house.post(&format!("{path}/xac-nhan"), &cookie, &[("nguon", "")]).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(
        house.post(&format!("{path}/xac-nhan"), &cookie, &[("nguon", "Công báo số 5")]).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(
        !house.get("/quan-tri/kiem-tra-cai-dat", &cookie).await.body.contains(&format!("href=\"{path}\""))
    );
}

#[tokio::test]
async fn a_changed_day_moves_the_calendar_and_asks_for_new_due_dates() {
    let house = House::new().await;
    let cookie = house.administrator().await;
    let working = |on: &str| house.app.calendars().of(HOME_AFFAIRS).unwrap().is_working(day(on));
    assert!(working("2012-10-10"));
    let fields = [("ngay", "2012-10-10"), ("loai", "holiday"), ("ten", "Nghỉ bão"), ("nguon", "Công điện 1")];
    let set = house.post("/quan-tri/lich/ngay", &cookie, &fields).await;
    assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.body);
    assert!(!working("2012-10-10"));
    let queued = "SELECT COUNT(*) FROM job WHERE name = 'one_stop.recompute_due' AND payload = $1";
    let payload: sea_orm::Value = r#"{"from":"2012-10-10"}"#.into();
    assert_eq!(house.app.store.number(queued, vec![payload.clone()]).await.unwrap(), 1);
    assert!(house.get("/quan-tri/lich?nam=2012", &cookie).await.body.contains("Nghỉ bão"));
    // Changing it twice keeps one row; removing it gives the day back.
    house
        .post(
            "/quan-tri/lich/ngay",
            &cookie,
            &[("ngay", "2012-10-10"), ("loai", "working"), ("ten", "Hết bão"), ("nguon", "x")],
        )
        .await;
    assert!(working("2012-10-10"));
    assert_eq!(
        house.post("/quan-tri/lich/ngay/bo", &cookie, &[("ngay", "2012-10-10")]).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        house.post("/quan-tri/lich/ngay/bo", &cookie, &[("ngay", "2012-10-10")]).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn the_shipped_days_are_in_force() {
    let house = House::new().await;
    let calendar = house.app.calendars().of(HOME_AFFAIRS).unwrap();
    assert!(!calendar.is_working(day("2012-12-31")) && calendar.is_working(day("2013-01-05")));
}

#[tokio::test]
async fn an_agency_keeps_its_own_hours() {
    let house = House::new().await;
    let cookie = house.administrator().await;
    let path = "/quan-tri/lich/gio-lam-viec/sua";
    let hours = |from: &'static str| {
        [
            ("co_quan", "2"),
            ("sang_tu", from),
            ("sang_den", "11:00"),
            ("chieu_tu", "13:00"),
            ("chieu_den", "16:30"),
            ("thu_bay", "1"),
        ]
    };
    assert_eq!(house.post(path, &cookie, &hours("11:30")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(house.post(path, &cookie, &hours("7h")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(house.post(path, &cookie, &hours("07:00")).await.status, StatusCode::SEE_OTHER);
    assert!(house.app.calendars().of(HOME_AFFAIRS).unwrap().hours(day("2012-10-06")).saturday_morning);
    assert!(house.get("/quan-tri/lich/gio-lam-viec", &cookie).await.body.contains("07:00 – 11:00"));
    house.post("/quan-tri/lich/gio-lam-viec/bo", &cookie, &[("co_quan", "2")]).await;
    assert!(!house.app.calendars().of(HOME_AFFAIRS).unwrap().hours(day("2012-10-06")).saturday_morning);
}

#[tokio::test]
async fn the_history_of_office_hours_is_in_words_and_each_agencys_own() {
    let house = House::new().await;
    let cookie = house.administrator().await;
    let path = "/quan-tri/lich/gio-lam-viec/sua";
    let hours = |agency: &'static str, from: &'static str| {
        let times = [("sang_tu", from), ("sang_den", "11:00"), ("chieu_tu", "13:00"), ("chieu_den", "16:30")];
        [vec![("co_quan", agency)], times.to_vec()].concat()
    };
    house.post(path, &cookie, &[hours("2", "07:00"), vec![("thu_bay", "1")]].concat()).await;
    house.post(path, &cookie, &hours("2", "07:30")).await;
    house.post(path, &cookie, &hours("3", "06:30")).await;
    let shown = house.get(&format!("{path}?co_quan=2"), &cookie).await.body;
    for told in [
        "Đặt giờ làm việc",
        "Cán bộ admin",
        "Giờ sáng",
        "<del>07:00 – 11:00</del>",
        "<ins>07:30 – 11:00</ins>",
        "Làm việc sáng thứ bảy",
        "<del>Có</del>",
    ] {
        assert!(shown.contains(told), "{told} in {shown}");
    }
    for raw in ["morning", "saturday", "06:30", "<del>true"] {
        assert!(!shown.contains(raw), "{raw} in {shown}");
    }
    house.post("/quan-tri/lich/gio-lam-viec/bo", &cookie, &[("co_quan", "2")]).await;
    let gone = house.get(&format!("{path}?co_quan=2"), &cookie).await.body;
    assert!(gone.contains("Bỏ giờ riêng") && gone.contains("<del>07:30 – 11:00</del>"), "{gone}");
    let fresh = house.get(path, &cookie).await.body;
    assert!(!fresh.contains("Đặt giờ làm việc"), "no agency is chosen yet");
}

#[tokio::test]
async fn a_rule_says_which_part_reads_it_and_those_without_a_reader_can_be_listed() {
    let house = House::new().await;
    let cookie = house.administrator().await;
    let read = house.get("/quan-tri/quy-tac?dung=co", &cookie).await.body;
    assert!(read.contains("access.lockout") && !read.contains("online.max_clicks"));
    assert!(read.contains(">ground<"));
    let idle = house.get("/quan-tri/quy-tac?dung=chua&q=so+lan+bam", &cookie).await.body;
    assert!(idle.contains("online.max_clicks") && !idle.contains("access.lockout"));
    assert!(idle.contains("Chưa phần nào dùng"));
    let checklist = house.get("/quan-tri/kiem-tra-cai-dat", &cookie).await.body;
    assert!(checklist.contains("Quy tắc chưa phần nào dùng ("));
}

#[tokio::test]
async fn the_usual_office_hours_follow_the_rule_of_their_day() {
    let house = House::new().await;
    let hours =
        r#"{"morning": ["07:00", "11:00"], "afternoon": ["13:00", "17:00"], "saturday_morning": false}"#;
    let tx = house.app.store.housekeeping().await.unwrap();
    tx.exec(
        "UPDATE legal_profile SET valid_to = '2012-10-31' WHERE rule_key = $1",
        vec!["calendar.office_hours".into()],
    )
    .await
    .unwrap();
    tx.exec(
        "INSERT INTO legal_profile (rule_key, name_vi, name_en, value, unit, valid_from, source, confirmed, note, state, changed_at) \
         VALUES ('calendar.office_hours', 'Giờ', 'Hours', $1, 'calendar', '2012-11-01', 'x', FALSE, '', 'published', 1)",
        vec![hours.into()],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    house.app.refresh().await.unwrap();
    let calendar = house.app.calendars().of(super::FINANCE).unwrap();
    let opens = |on: &str| calendar.start_of_half(day(on), kernel::Half::Morning).vn();
    assert!(
        opens("2012-10-31").contains("07:30") || opens("2012-10-31").contains("7:30"),
        "{}",
        opens("2012-10-31")
    );
    assert!(!opens("2012-11-01").contains("30"), "{}", opens("2012-11-01"));
    let cookie = house.administrator().await;
    house.city.clock.set(day("2012-11-02").at(chrono::NaiveTime::from_hms_opt(9, 0, 0).unwrap()));
    let cookie = if house.get("/uy-quyen", &cookie).await.status == axum::http::StatusCode::OK {
        cookie
    } else {
        house.cookie("admin").await
    };
    let page = house.get("/quan-tri/lich/gio-lam-viec", &cookie).await.body;
    assert!(page.contains("07:00 – 11:00"), "{page}");
}
