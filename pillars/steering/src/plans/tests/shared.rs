//! What of a plan goes to others: copies of an approved one, reminders of one that is owed, the chart of several agencies.

use super::super::SLICE;
use super::scene::{City, DECIDES, SENDS, WRITES};
use axum::http::StatusCode;
use kernel::Day;

async fn rule(city: &City, key: &str, value: &str) {
    let tx = city.city.app.store.housekeeping().await.unwrap();
    let sql = "INSERT INTO legal_profile (rule_key, name_vi, name_en, value, unit, source, confirmed, note, state, changed_at) \
               VALUES ($1, '', '', $2, 'list', '', FALSE, '', 'published', 0)";
    tx.exec(sql, vec![key.into(), value.into()]).await.unwrap();
    tx.commit().await.unwrap();
    city.city.app.refresh().await.unwrap();
}

#[tokio::test]
async fn an_approved_plan_goes_as_a_copy_to_the_agencies_of_the_rule() {
    let city = City::new().await;
    rule(&city, "plans.copies", r#"["so-tu-phap", "khong-co"]"#).await;
    let writer = city.staff("chuyen-vien", 2, &WRITES).await;
    let sender = city.staff("giam-doc", 2, &SENDS).await;
    let approver = city.staff("chu-tich", 1, &DECIDES).await;
    let reader = city.staff("tu-phap", 4, &WRITES).await;
    let far = city.staff("quan", 3, &WRITES).await;
    let plan = city.written(&writer).await;
    assert_eq!(city.get(&plan, &reader).await.0, StatusCode::NOT_FOUND, "nothing was sent yet");
    city.done(&format!("{plan}/trinh"), &sender, &[]).await;
    city.done(&format!("{plan}/duyet"), &approver, &super::scene::APPROVAL).await;
    let (status, page) = city.get(&plan, &reader).await;
    assert!(status == StatusCode::OK && page.contains("Sở Tư pháp (04/02/2013)"), "{page}");
    assert_eq!(city.get(&plan, &far).await.0, StatusCode::NOT_FOUND);
    let (_, list) = city.get("/ke-hoach-cchc?ban-sao=1", &reader).await;
    assert!(list.contains(&format!("{plan}\"")), "{list}");
    let (_, none) = city.get("/ke-hoach-cchc?ban-sao=1", &far).await;
    assert!(!none.contains(&format!("{plan}\"")), "{none}");
    assert_eq!(city.number("SELECT COUNT(*) FROM notice WHERE template = 'plans.copied'").await, 1);
}

#[tokio::test]
async fn who_owes_a_plan_is_reminded_before_the_last_day_and_not_after_it_was_submitted() {
    let city = City::new().await;
    let writer = city.staff("chuyen-vien", 2, &WRITES).await;
    city.staff("tu-phap", 4, &WRITES).await;
    let run = SLICE.jobs.iter().find(|j| j.name == "plans.owed").unwrap().run;
    let told = "SELECT COUNT(*) FROM notice WHERE template = 'plans.owed'";
    let at = |day: &str| city.city.clock.set(day.parse::<Day>().unwrap().start().plus_minutes(8 * 60));
    run(city.city.app.clone(), serde_json::Value::Null).await.unwrap();
    assert_eq!(city.number(told).await, 0, "no term is near");
    let sender = city.staff("giam-doc", 2, &SENDS).await;
    let begun = [("co-quan", "so-noi-vu"), ("nam", "2013"), ("ky", "second")];
    let plan = city.done("/ke-hoach-cchc/lap", &writer, &begun).await;
    let task: Vec<(&str, &str)> = super::scene::TASK
        .iter()
        .map(|(name, value)| match *name {
            "tu" => ("tu", "2013-07-01"),
            "den" => ("den", "2013-09-30"),
            _ => (*name, *value),
        })
        .collect();
    city.done(&format!("{plan}/viec-moi"), &writer, &task).await;
    city.done(&format!("{plan}/trinh"), &sender, &[]).await;
    at("2013-06-10");
    for _ in 0..2 {
        run(city.city.app.clone(), serde_json::Value::Null).await.unwrap();
    }
    assert_eq!(city.number(told).await, 1, "the justice department; Home Affairs has submitted");
}

#[tokio::test]
async fn the_chart_names_agencies_and_shows_all_of_them_to_whoever_chose_so() {
    let city = City::new().await;
    let writer = city.staff("chuyen-vien", 2, &WRITES).await;
    let sender = city.staff("giam-doc", 2, &SENDS).await;
    let approver = city.staff("chu-tich", 1, &DECIDES).await;
    city.in_force(&writer, &sender, &approver).await;
    let (_, own) = city.get("/ke-hoach-cchc/bieu-do?nam=2013", &writer).await;
    assert!(own.contains("Sở Nội vụ: Mở lớp bồi dưỡng"), "{own}");
    assert!(own.contains("value=\"so-noi-vu\" selected"), "{own}");
    let (_, all) = city.get("/ke-hoach-cchc/bieu-do?nam=2013&co-quan=", &writer).await;
    assert!(all.contains("Mở lớp bồi dưỡng") && !all.contains("value=\"so-noi-vu\" selected"), "{all}");
}
