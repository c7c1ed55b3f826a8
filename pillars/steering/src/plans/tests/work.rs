//! Work on a plan in force: check-ins with evidence and by measure, carrying over, overview, chart, calendar, feeds, reminders.

use super::super::SLICE;
use super::scene::{City, DECIDES, SENDS, TASK, WRITES};
use axum::http::StatusCode;
use kernel::Day;

/// The department's plan in force; tokens of writer, sender and approver.
async fn scene() -> (City, String, [String; 3]) {
    let city = City::new().await;
    let writer = city.staff("chuyen-vien", 2, &WRITES).await;
    let sender = city.staff("giam-doc", 2, &SENDS).await;
    let approver = city.staff("chu-tich", 1, &DECIDES).await;
    let plan = city.in_force(&writer, &sender, &approver).await;
    (city, plan, [writer, sender, approver])
}

fn at(city: &City, day: &str) {
    city.city.clock.set(day.parse::<Day>().unwrap().start().plus_minutes(9 * 60));
}

#[tokio::test]
async fn what_is_done_needs_evidence_and_counts_in_time_by_the_day_it_happened() {
    let (city, plan, [writer, ..]) = scene().await;
    let line = "/ke-hoach-cchc/viec/1";
    let told = [
        ("tien-do", "40"),
        ("ngay", "2013-02-04"),
        ("noi-dung", "Đã có danh sách"),
        ("khoa_mau", "khoa-cua-mot-bieu-mau"),
    ];
    for _ in 0..2 {
        city.done(&format!("{line}/tien-do"), &writer, &told).await;
    }
    assert_eq!(city.number("SELECT COUNT(*) FROM plan_checkin").await, 1, "sent twice, told once");
    at(&city, "2013-07-03");
    let writer = city.staff("chuyen-vien-sau", 2, &WRITES).await;
    let bare = [("tien-do", "100"), ("xong", "1"), ("ngay", "2013-06-28"), ("noi-dung", "Xong")];
    let (status, page) = city.post(&format!("{line}/tien-do"), &writer, &bare).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("cần minh chứng"), "{page}");
    let linked = [("tien-do", "100"), ("xong", "1"), ("ngay", "2013-06-28"), ("lien-ket", plan.as_str())];
    city.done(&format!("{line}/tien-do"), &writer, &linked).await;
    let (_, page) = city.get(line, &writer).await;
    for needle in ["Xong đúng hạn", "28/06/2013", "Đã có danh sách", "Kế hoạch cải cách hành chính năm 2013"]
    {
        assert!(page.contains(needle), "{needle}: {page}");
    }
    let evidence = SLICE.indicators.first().unwrap().evidence;
    let sum = format!("SELECT CAST(SUM(numerator) AS BIGINT) FROM ({evidence}) e");
    assert_eq!(city.number(&sum).await, 1);
    let future = [("tien-do", "50"), ("ngay", "2013-08-01"), ("noi-dung", "Sau này")];
    assert_eq!(
        city.post(&format!("{line}/tien-do"), &writer, &future).await.0,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[tokio::test]
async fn progress_is_taken_from_the_measure_with_the_records_behind_it() {
    let city = City::new().await;
    let writer = city.staff("chuyen-vien", 2, &WRITES).await;
    let sender = city.staff("giam-doc", 2, &SENDS).await;
    let approver = city.staff("chu-tich", 1, &DECIDES).await;
    let begun = [("co-quan", "so-noi-vu"), ("nam", "2013"), ("ky", "year")];
    let plan = city.done("/ke-hoach-cchc/lap", &writer, &begun).await;
    let task: Vec<(&str, &str)> = TASK.iter().copied().chain([("chi-so", "II.3.b/dung-han")]).collect();
    city.done(&format!("{plan}/viec-moi"), &writer, &task).await;
    let line = "/ke-hoach-cchc/viec/1";
    let measured = [("cach", "chi-so"), ("ngay", "2013-02-04")];
    let early = city.post(&format!("{line}/tien-do"), &writer, &measured).await;
    assert_eq!(early.0, StatusCode::CONFLICT, "the plan is not in force");
    city.done(&format!("{plan}/trinh"), &sender, &[]).await;
    city.done(&format!("{plan}/duyet"), &approver, &super::scene::APPROVAL).await;
    city.done(&format!("{line}/tien-do"), &writer, &measured).await;
    assert_eq!(city.number("SELECT percent FROM plan_line").await, 80, "76 of 95");
    let (_, page) = city.get(line, &writer).await;
    for needle in ["76 %", "từ 95 %", "Xem 200 bản ghi phía sau", "/muc-tieu/II.3.b-dung-han/ho-so?ky=2013"]
    {
        assert!(page.contains(needle), "{needle}: {page}");
    }
}

#[tokio::test]
async fn open_work_is_carried_into_the_next_plan_once() {
    let (city, ..) = scene().await;
    at(&city, "2014-01-06");
    let writer = city.staff("chuyen-vien-sau", 2, &WRITES).await;
    let next = [("co-quan", "so-noi-vu"), ("nam", "2014"), ("ky", "year")];
    let plan = city.done("/ke-hoach-cchc/lap", &writer, &next).await;
    let (_, page) = city.get(&format!("{plan}/chuyen-tiep"), &writer).await;
    assert!(page.contains("Mở lớp bồi dưỡng") && page.contains("30/06/2013"), "{page}");
    let none = city.post(&format!("{plan}/chuyen-tiep"), &writer, &[]).await;
    assert_eq!(none.0, StatusCode::UNPROCESSABLE_ENTITY);
    city.done(&format!("{plan}/chuyen-tiep"), &writer, &[("viec", "1")]).await;
    let (_, old) = city.get("/ke-hoach-cchc/viec/1", &writer).await;
    assert!(old.contains("Chuyển sang kỳ sau") && old.contains("/ke-hoach-cchc/viec/2"), "{old}");
    let (_, year) = city.get("/ke-hoach-cchc/co-quan?nam=2013&dang=csv", &writer).await;
    assert!(
        year.lines().any(|l| l.contains("Sở Nội vụ") && l.contains(",0,")),
        "carried is not done: {year}"
    );
    let (_, new) = city.get("/ke-hoach-cchc/viec/2", &writer).await;
    assert!(new.contains("01/01/2014") && new.contains("/ke-hoach-cchc/viec/1"), "{new}");
    let again = city.post(&format!("{plan}/chuyen-tiep"), &writer, &[("viec", "1")]).await;
    assert_eq!(again.0, StatusCode::UNPROCESSABLE_ENTITY, "it is not offered any more");
    city.done("/ke-hoach-cchc/viec/2/bo", &writer, &[]).await;
    let (_, old) = city.get("/ke-hoach-cchc/viec/1", &writer).await;
    assert!(old.contains("Quá hạn"), "taken out again, the old work is open: {old}");
}

#[tokio::test]
async fn what_was_carried_into_an_amendment_that_is_given_up_is_open_again() {
    let (city, ..) = scene().await;
    at(&city, "2014-01-06");
    let writer = city.staff("chuyen-vien-sau", 2, &WRITES).await;
    let sender = city.staff("giam-doc-sau", 2, &SENDS).await;
    let approver = city.staff("chu-tich-sau", 1, &DECIDES).await;
    let next = [("co-quan", "so-noi-vu"), ("nam", "2014"), ("ky", "year")];
    let plan = city.done("/ke-hoach-cchc/lap", &writer, &next).await;
    let task = TASK.map(|(name, value)| match name {
        "tu" => (name, "2014-02-01"),
        "den" => (name, "2014-06-30"),
        _ => (name, value),
    });
    city.done(&format!("{plan}/viec-moi"), &writer, &task).await;
    city.done(&format!("{plan}/trinh"), &sender, &[]).await;
    let approval = [("quyet-dinh", "Quyết định số 2/QĐ-UBND"), ("ngay", "2014-01-06")];
    city.done(&format!("{plan}/duyet"), &approver, &approval).await;
    city.done(&format!("{plan}/dieu-chinh"), &writer, &[("ly-do", "Việc cũ còn lại")]).await;
    city.done(&format!("{plan}/chuyen-tiep"), &writer, &[("viec", "1")]).await;
    city.done(&format!("{plan}/bo-dieu-chinh"), &writer, &[]).await;
    assert_eq!(city.number("SELECT COUNT(*) FROM plan_line WHERE carried_to IS NOT NULL").await, 0);
    let (_, old) = city.get("/ke-hoach-cchc/viec/1", &writer).await;
    assert!(old.contains("Quá hạn"), "{old}");
}

#[tokio::test]
async fn the_overview_names_who_has_no_plan_and_how_far_the_others_are() {
    let (city, plan, [_, _, approver]) = scene().await;
    let (status, page) = city.get("/ke-hoach-cchc/co-quan?nam=2013", &approver).await;
    assert_eq!(status, StatusCode::OK);
    for needle in ["15/12/2012", "Quá hạn, chưa trình", "Đã duyệt, trình trễ", plan.as_str()] {
        assert!(page.contains(needle), "{needle}: {page}");
    }
    let (_, late) = city.get("/ke-hoach-cchc/co-quan?nam=2013&tinh-trang=overdue", &approver).await;
    assert!(
        late.contains("Quận Một") && late.contains("Sở Tư pháp") && !late.contains(&format!("{plan}\"")),
        "{late}"
    );
    let (_, csv) = city.get("/ke-hoach-cchc/co-quan?nam=2013&dang=csv", &approver).await;
    assert!(csv.contains("Sở Nội vụ") && csv.contains("15/12/2012"), "{csv}");
}

#[tokio::test]
async fn lists_chart_and_calendar_show_the_same_task_under_their_filters() {
    let (city, _, [writer, _, approver]) = scene().await;
    let helper = city.staff("tu-phap", 4, &WRITES).await;
    for token in [&writer, &approver, &helper] {
        let (_, list) = city.get("/ke-hoach-cchc/viec?nam=2013", token).await;
        assert!(list.contains("/ke-hoach-cchc/viec/1\""), "{list}");
    }
    assert_eq!(city.get("/ke-hoach-cchc/viec/1", &helper).await.0, StatusCode::OK, "its agency cooperates");
    let (_, none) = city.get("/ke-hoach-cchc/viec?nam=2013&tinh-trang=overdue", &writer).await;
    assert!(none.contains("Không có nhiệm vụ nào"), "{none}");
    let (_, found) = city.get("/ke-hoach-cchc/viec?nam=2013&q=boi+duong&linh-vuc=II.4", &writer).await;
    assert!(found.contains("Mở lớp bồi dưỡng"), "{found}");
    let (_, chart) = city.get("/ke-hoach-cchc/bieu-do?nam=2013", &writer).await;
    assert!(chart.contains("<svg class=\"chart\"") && chart.contains("2/2013"), "{chart}");
    let (_, month) = city.get("/ke-hoach-cchc/lich?thang=2013-06", &writer).await;
    assert!(month.contains("datetime=\"2013-06-30\"") && month.contains("Mở lớp bồi dưỡng"), "{month}");
    let (_, csv) = city.get("/ke-hoach-cchc/viec?nam=2013&dang=csv", &writer).await;
    assert!(csv.contains("180000000") && csv.contains("30/06/2013"), "{csv}");
}

#[tokio::test]
async fn a_feed_opens_by_its_secret_address_until_it_is_revoked() {
    let (city, _, [writer, ..]) = scene().await;
    let (status, page) = city.post("/ke-hoach-cchc/lich-hen", &writer, &[("viec", "so-noi-vu")]).await;
    assert_eq!(status, StatusCode::OK);
    let (_, rest) = page.split_once("/lich-ke-hoach/").unwrap();
    let key = rest.split_once(".ics").unwrap().0.to_owned();
    let path = format!("/lich-ke-hoach/{key}.ics");
    let (status, feed) = city.get(&path, "").await;
    assert_eq!(status, StatusCode::OK);
    for needle in ["BEGIN:VCALENDAR", "SUMMARY:Mở lớp bồi dưỡng", "DTSTART;VALUE=DATE:20130630"] {
        assert!(feed.contains(needle), "{needle}: {feed}");
    }
    let (_, again) = city.get("/ke-hoach-cchc/lich-hen", &writer).await;
    assert!(!again.contains(&key), "the address is shown once");
    assert_eq!(city.get("/lich-ke-hoach/sai.ics", "").await.0, StatusCode::NOT_FOUND);
    let other = city.staff("nguoi-khac", 2, &WRITES).await;
    assert_eq!(city.post("/ke-hoach-cchc/lich-hen/1/thu-hoi", &other, &[]).await.0, StatusCode::NOT_FOUND);
    city.done("/ke-hoach-cchc/lich-hen/1/thu-hoi", &writer, &[]).await;
    assert_eq!(city.get(&path, "").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_morning_reminds_of_a_task_before_its_last_day_once() {
    let (city, ..) = scene().await;
    let remind = SLICE.jobs.iter().find(|j| j.name == "plans.remind").unwrap().run;
    let told = "SELECT COUNT(*) FROM notice WHERE template = 'plans.task_due'";
    at(&city, "2013-06-20");
    remind(city.city.app.clone(), serde_json::Value::Null).await.unwrap();
    assert_eq!(city.number(told).await, 0);
    at(&city, "2013-06-25");
    for _ in 0..2 {
        remind(city.city.app.clone(), serde_json::Value::Null).await.unwrap();
    }
    assert_eq!(city.number(told).await, 1, "the writer may tell of it");
}

#[tokio::test]
async fn what_waits_is_told_with_who_holds_it() {
    let city = City::new().await;
    let writer = city.staff("chuyen-vien", 2, &WRITES).await;
    let sender = city.staff("giam-doc", 2, &SENDS).await;
    let plan = city.written(&writer).await;
    city.done(&format!("{plan}/trinh"), &sender, &[]).await;
    let app = &city.city.app;
    let locale = app.locale(platform::messages::Lang::Vi);
    let source = super::super::waiting();
    let mut all = source.waiting(app, &locale, &platform::Scope::All, 10).await.unwrap();
    let owed: Vec<i64> = all.iter().filter(|w| w.kind == "plan-owed").map(|w| w.agency_id).collect();
    assert_eq!(owed, [4, 3], "who has begun none owes it since December");
    all.retain(|w| w.kind == "plan");
    assert_eq!(all.len(), 1);
    assert_eq!((all[0].agency_id, all[0].href.as_str()), (1, plan.as_str()), "the city approves it");
    assert!(all[0].due.is_some_and(|due| due > all[0].since), "it is to be answered");
    let own = source.waiting(app, &locale, &platform::Scope::Agencies(vec![2]), 10).await.unwrap();
    assert!(own.is_empty(), "the department waits, and holds nothing");
    let approver = city.staff("chu-tich", 1, &DECIDES).await;
    city.done(&format!("{plan}/tra-lai"), &approver, &[("ly-do", "Chưa rõ sản phẩm")]).await;
    let back = source.waiting(app, &locale, &platform::Scope::Agencies(vec![2]), 10).await.unwrap();
    let late = |w: &contracts::waiting::Waiting| w.due.is_some_and(|due| due < app.clock.now());
    assert!(back.len() == 1 && late(&back[0]), "given back after its last day, it is late");
    at(&city, "2013-06-10");
    let all = source.waiting(app, &locale, &platform::Scope::All, 20).await.unwrap();
    assert_eq!(
        all.iter().filter(|w| w.title.contains("6 tháng cuối năm 2013")).count(),
        3,
        "when it is time"
    );
}
