//! The queue: an office is set up, a number taken, called and served with its dossier; an appointment moves, frees a slot, checks in.

use crate::api::Program;
use crate::city::{City, Client, at};
use platform::Read;

const OFFICE: [(&str, &str); 17] = [
    ("co-quan", "quan-ninh-kieu"),
    ("ma", "ninh-kieu"),
    ("ten", "Một cửa Ninh Kiều"),
    ("dia-chi", "Đường 30/4"),
    ("hoat-dong", "1"),
    ("tu-xa", "1"),
    ("dich-vu", "A | Hộ tịch | HT\nB | Đất đai | DD"),
    ("ban", "1\n2 | B"),
    ("gio-1", "07:30-11:30, 13:30-17:00"),
    ("gio-2", "07:30-11:30, 13:30-17:00"),
    ("gio-3", ""),
    ("gio-4", ""),
    ("gio-5", ""),
    ("nghi", ""),
    ("phut", "60"),
    ("cho", "1"),
    ("phien-ban", "1"),
];

async fn number(city: &City, sql: &str) -> i64 {
    city.app.store.number(sql, vec![]).await.unwrap()
}

/// Sets an office up by its form.
pub async fn office(city: &City) {
    let head = city.staff("head", "quan-ninh-kieu").await;
    head.get("/quay/noi-mot-cua/moi").await.expect(200);
    let mut wrong = OFFICE;
    wrong[6].1 = "hộ tịch";
    wrong[8].1 = "bảy giờ";
    let page = head.post("/quay/noi-mot-cua/moi", &wrong).await.expect(422).text();
    assert!(page.contains("Ghi ít nhất một việc") && page.contains("07:30-11:30"), "{page}");
    head.post("/quay/noi-mot-cua/moi", &OFFICE).await.expect(303);
    assert!(head.get("/quay/noi-mot-cua").await.expect(200).text().contains("Một cửa Ninh Kiều"));
}

async fn book(who: &Client<'_>, service: &str, hour: u32) -> String {
    let slot = at("2013-06-11", hour, 30).micros().to_string();
    let booked = who.post("/dat-lich/ninh-kieu", &[("dich-vu", service), ("luc", &slot)]).await.expect(303);
    booked.location.rsplit('/').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_number_is_taken_called_served_and_joined_to_its_dossier() {
    let city = City::new().await;
    office(&city).await;
    let service = number(&city, "SELECT MIN(id) FROM counter_service").await.to_string();
    let desk = number(&city, "SELECT MIN(id) FROM counter_desk").await;
    let taken = city.stranger().post("/lay-so/ninh-kieu", &[("dich-vu", &service)]).await.expect(303);
    assert!(city.stranger().get(&taken.location).await.expect(200).text().contains("A001"));
    let printed = city.stranger().get(&format!("{}/in", taken.location)).await.expect(200);
    assert!(printed.bytes.starts_with(b"%PDF"));
    let clerk = city.staff("clerk", "quan-ninh-kieu").await;
    let path = format!("/quay/hang-doi/ban/{desk}");
    let beside = format!("/quay/hang-doi/ban/{}", desk + 1);
    let waits = async |desk: &str| clerk.get(desk).await.expect(200).text().contains("A001");
    assert_eq!((waits(&path).await, waits(&beside).await), (true, false), "the second desk takes B alone");
    clerk.post(&format!("{path}?viec=goi&so=0"), &[]).await.expect(303);
    let ticket = number(&city, "SELECT MAX(id) FROM counter_ticket").await;
    for (from, to, place) in [(&path, &beside, desk + 1), (&beside, &path, desk)] {
        let sent = format!("ban-{place}");
        clerk.post(&format!("{from}?viec=chuyen&so={ticket}"), &[("den", &sent)]).await.expect(303);
        assert_eq!((waits(from).await, waits(to).await), (false, true), "only {to} calls it now");
        clerk.post(&format!("{to}?viec=goi&so=0"), &[]).await.expect(303);
    }
    let dossier = super::dossier_of(&city, "quan-ninh-kieu", "XD-01", None).await;
    let own = format!("/quay/hang-doi/so/{ticket}");
    clerk.post(&format!("{own}/ho-so"), &[("ma-ho-so", &dossier.code)]).await.expect(303);
    clerk.post(&format!("{path}?viec=xong&so={ticket}"), &[]).await.expect(303);
    let page = clerk.get(&own).await.expect(200).text();
    assert!(
        page.contains("Phát số") && page.contains("Phục vụ xong") && page.contains(&dossier.code),
        "{page}"
    );
    assert!(page.contains("Nộp hồ sơ"), "{page}");
    for path in ["", "/so", "/so?dang=csv", "/thong-ke", "/thong-ke?theo=gio", "/lich-hen"] {
        clerk.get(&format!("/quay/hang-doi{path}")).await.expect(200);
    }
    let other = city.staff("clerk", "phuong-cai-khe").await;
    assert_eq!(other.get(&own).await.status.as_u16(), 404);
    assert_eq!(other.post(&format!("{path}?viec=goi&so=0"), &[]).await.status.as_u16(), 404);
}

#[tokio::test]
async fn the_form_of_the_intake_takes_the_ticket_along() {
    let city = City::new().await;
    let clerk = city.staff("clerk", "quan-ninh-kieu").await;
    assert!(clerk.get("/quay/nhan?phieu=7").await.expect(200).body.contains("&#38;phieu=7"));
    let form = clerk.get("/quay/nhan?thu-tuc=KD-01&phieu=7").await.expect(200);
    let form = crate::forms::find(&form.body, "/quay/nhan");
    assert!(form.fields.iter().any(|(name, value)| name == "phieu" && value == "7"));
}

#[tokio::test]
async fn after_a_number_only_the_procedures_of_its_service_are_offered_and_all_are_one_press_away() {
    let city = City::new().await;
    office(&city).await;
    let land = number(&city, "SELECT MAX(id) FROM counter_service").await.to_string();
    city.stranger().post("/lay-so/ninh-kieu", &[("dich-vu", &land)]).await.expect(303);
    let ticket = number(&city, "SELECT MAX(id) FROM counter_ticket").await;
    let clerk = city.staff("clerk", "quan-ninh-kieu").await;
    let list = clerk.get(&format!("/quay/nhan?phieu={ticket}")).await.expect(200);
    assert!(list.text().contains("Số B001 – Đất đai"), "{}", list.text());
    assert!(list.body.contains("thu-tuc=DD-") && !list.body.contains("thu-tuc=KD-01"), "{}", list.text());
    let all = clerk.get(&format!("/quay/nhan?tat-ca=1&phieu={ticket}")).await.expect(200);
    assert!(all.body.contains("thu-tuc=KD-01") && all.body.contains("thu-tuc=DD-"), "{}", all.text());
    // A number of another office narrows nothing for who does not serve there.
    let other = city.staff("clerk", "quan-cai-rang").await;
    let list = other.get(&format!("/quay/nhan?phieu={ticket}")).await.expect(200);
    assert!(!list.text().contains("B001"), "{}", list.text());
}

#[tokio::test]
async fn a_service_with_fewer_places_than_its_office_is_full_before_it() {
    let city = City::new().await;
    let head = city.staff("head", "quan-ninh-kieu").await;
    let mut typed = OFFICE;
    typed[6].1 = "A | Hộ tịch | HT | 1\nB | Đất đai | DD";
    typed[15].1 = "2";
    head.post("/quay/noi-mot-cua/moi", &typed).await.expect(303);
    let shown = head.get("/quay/noi-mot-cua/1").await.expect(200).body;
    assert!(shown.contains("A | Hộ tịch | HT | 1"), "the form says what was typed: {shown}");
    let services = ("SELECT MIN(id) FROM counter_service", "SELECT MAX(id) FROM counter_service");
    let civil = number(&city, services.0).await.to_string();
    let land = number(&city, services.1).await.to_string();
    let (lan, mai) = (city.citizen("lan").await, city.citizen("mai").await);
    book(&lan, &civil, 8).await;
    let slot = at("2013-06-11", 8, 30).micros().to_string();
    let full = mai.post("/dat-lich/ninh-kieu", &[("dich-vu", &civil), ("luc", &slot)]).await.expect(409);
    assert!(full.text().contains("hết chỗ cho việc Hộ tịch"), "{}", full.text());
    for (service, free) in [(&civil, false), (&land, true)] {
        let page = format!("/dat-lich/ninh-kieu?ngay=2013-06-11&dich-vu={service}");
        let page = mai.get(&page).await.expect(200).body;
        assert_eq!(page.contains(&format!("value=\"{slot}\"")), free, "{page}");
        let times = format!("/counters/ninh-kieu/slots?day=2013-06-11&service={service}");
        let times = Program::stranger(&city).get(&times).await.expect(200).body;
        let offered =
            times["items"].as_array().unwrap().iter().any(|t| t["at"] == "2013-06-11T08:30:00+07:00");
        assert_eq!(offered, free, "{times}");
    }
    book(&mai, &land, 8).await;
}

#[tokio::test]
async fn a_slot_given_back_is_told_to_who_waits_and_an_appointment_checks_in() {
    let city = City::new().await;
    office(&city).await;
    let service = number(&city, "SELECT MIN(id) FROM counter_service").await.to_string();
    let (lan, mai) = (city.citizen("lan").await, city.citizen("mai").await);
    let code = book(&lan, &service, 8).await;
    let slot = at("2013-06-11", 8, 30).micros().to_string();
    let full = mai.post("/dat-lich/ninh-kieu", &[("dich-vu", &service), ("luc", &slot)]).await.expect(409);
    assert!(full.text().contains("vừa hết chỗ"), "{}", full.text());
    mai.post("/dat-lich/ninh-kieu/cho", &[("dich-vu", &service)]).await.expect(303);
    assert_eq!(mai.get(&format!("/lich-hen/{code}")).await.status.as_u16(), 404, "another's appointment");
    let later = at("2013-06-11", 9, 30).micros().to_string();
    lan.post(&format!("/lich-hen/{code}/doi"), &[("luc", &later)]).await.expect(303);
    let told = "SELECT COUNT(*) FROM notice WHERE template = 'counter.slot_free'";
    assert_eq!(number(&city, told).await, 1);
    let other = book(&mai, &service, 8).await;
    mai.post(&format!("/lich-hen/{other}/huy"), &[]).await.expect(303);
    assert!(mai.get("/lich-hen").await.expect(200).text().contains("Đã hủy"));
    let early = city.stranger().post("/lay-so/ninh-kieu", &[("ma-hen", &code)]).await.expect(409);
    assert!(early.text().contains("không phải của hôm nay"), "{}", early.text());
    city.clock.set(at("2013-06-11", 9, 20));
    let slip = city.stranger().post("/lay-so/ninh-kieu", &[("ma-hen", &code)]).await.expect(303);
    assert!(city.stranger().get(&slip.location).await.expect(200).text().contains("A001"));
    city.stranger().post("/lay-so/ninh-kieu", &[("ma-hen", &code)]).await.expect(409);
}
