//! Deadlines to their end: the public calculator by the rules that ship, both ends and the reasons of a dossier's time for the
//! desk and for the person, and a letter of apology that waits for a decision.

use super::{Team, counter_dossier, page_of};
use crate::city::{City, at};
use platform::Read;

#[tokio::test]
async fn anybody_counts_a_promise_by_the_rules_of_its_day_with_both_ends() {
    let city = City::new().await;
    let asked = "/tinh-han?so=5&don-vi-tinh=ngay-lam-viec&luc=2018-07-02T08:15&yeu-cau=2018-07-03T09:00&da-du=2018-07-06T09:00";
    let page = city.stranger().get(asked).await.expect(200).text();
    // By the law anew from the 6th; by the index the first promise, three days later.
    for needle in ["17:00 13/07/2018", "17:00 12/07/2018", "tính lại từ đầu", "NĐ 61/2018"] {
        assert!(page.contains(needle), "{needle} in {page}");
    }
    let holiday = "/tinh-han?so=5&don-vi-tinh=ngay-lam-viec&luc=2013-04-26T08:15";
    let page = city.stranger().get(holiday).await.expect(200).text();
    assert!(page.contains("30/04/2013") && page.contains("01/05/2013"), "holidays are named: {page}");
    let by_procedure = "/tinh-han?thu-tuc=XD-01&co-quan=quan-ninh-kieu&luc=2013-06-10T08:30";
    city.stranger().get(by_procedure).await.expect(200);
    // A Friday after the hour of transfer: the term's own rule moves the start where the general one does not.
    let late = "/tinh-han?thu-tuc=HT-01&luc=2013-06-14T16:40";
    let page = city.stranger().get(late).await.expect(200).text();
    assert!(page.contains("17:00 17/06/2013") && page.contains("Riêng thủ tục này: có"), "{page}");
}

#[tokio::test]
async fn a_dossiers_time_is_explained_to_the_desk_and_to_who_holds_its_key() {
    let city = City::new().await;
    let team = Team::at(&city, "quan-ninh-kieu").await;
    let dossier = counter_dossier(&city, "quan-ninh-kieu", "XD-01").await;
    team.take_in(dossier.id).await;
    let asked = [("loai-ly-do", "missing"), ("noi-dung", "Thiếu bản vẽ móng.")];
    Team::act(&team.specialist, dossier.id, "bo-sung", &asked).await;
    city.clock.set(at("2013-06-17", 9, 0));
    let clerk = city.again("quan-ninh-kieu.clerk").await;
    Team::act(&clerk, dossier.id, "da-bo-sung", &[]).await;
    let desk = page_of(&clerk, dossier.id).await;
    let public = city.stranger().get(&format!("/theo-doi/{}", dossier.tracking_key)).await.expect(200).text();
    for page in [&desk, &public] {
        assert!(page.contains("Chờ người nộp bổ sung giấy tờ từ"), "{page}");
        assert!(page.contains("Theo luật và theo bộ chỉ số"), "{page}");
    }
    assert!(
        desk.contains("Xem từng bước của hai cách tính")
            && !public.contains("Xem từng bước của hai cách tính")
    );
    let returned = team_list(&city, &dossier.code).await;
    assert!(returned, "what came back is counted with its dossier");
}

/// Whether the head of the agency finds a dossier among those that came back.
async fn team_list(city: &City, code: &str) -> bool {
    let head = city.again("quan-ninh-kieu.head").await;
    head.get("/ly-do-tra-lai").await.expect(200);
    head.get("/ly-do-tra-lai/ho-so?loai=bo-sung").await.expect(200).body.contains(code)
}

#[tokio::test]
async fn a_letter_is_prepared_before_the_legal_moment_and_sent_by_who_may() {
    let city = City::new().await;
    let team = Team::at(&city, "quan-ninh-kieu").await;
    let dossier = counter_dossier(&city, "quan-ninh-kieu", "KD-01").await;
    team.take_in(dossier.id).await;
    let sql = "SELECT due_at FROM dossier WHERE id = $1";
    let due = city.app.store.number(sql, vec![dossier.id.into()]).await.unwrap();
    let due = kernel::Moment::from_micros(due).day();
    // The last lawful day: the day before the promise, or the last one worked before it.
    let calendar = city.app.calendars().of(city.agency("quan-ninh-kieu")).unwrap();
    let mut last = due.previous();
    while !calendar.is_open(last) {
        last = last.previous();
    }
    city.clock.set(at(&last.to_string(), 7, 20));
    let job = city.app.job("one_stop.prepare_apologies").unwrap();
    (job.run)(city.app.clone(), serde_json::Value::Null).await.unwrap();
    let head = city.again("quan-ninh-kieu.head").await;
    let list = head.get("/xin-loi").await.expect(200);
    assert!(list.body.contains(&dossier.code), "{}", list.text());
    let letter = format!("/ho-so/{}/xin-loi", dossier.id);
    let page = head.get(&letter).await.expect(200);
    assert!(page.text().contains("Gửi chậm nhất ngày"), "{}", page.text());
    assert!(head.get(&format!("{letter}/in")).await.expect(200).bytes.starts_with(b"%PDF"));
    // What was prepared stands in the form; sending it as it is puts the promise off.
    let sent = head.submit(&letter, "gia-han", &[]).await;
    assert_eq!(sent.status.as_u16(), 303, "{}", sent.text());
    let put_off = "SELECT extension_count FROM dossier WHERE id = $1";
    assert_eq!(city.app.store.number(put_off, vec![dossier.id.into()]).await.unwrap(), 1);
    assert!(head.get("/xin-loi?nhom=da-gui").await.expect(200).body.contains(&dossier.code));
}
