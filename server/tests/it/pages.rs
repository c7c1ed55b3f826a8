//! Pages as a whole: every public page answers, in both languages, small enough, with the headers that protect it.

use crate::city::City;

const PUBLIC: [&str; 17] = [
    "/",
    "/thu-tuc",
    "/thu-tuc/HT-01",
    "/nop-ho-so/HT-10",
    "/tra-cuu",
    "/tinh-han",
    "/co-quan",
    "/co-quan/quan-ninh-kieu",
    "/chuong-trinh",
    "/muc-tieu",
    "/chi-so",
    "/hai-long/cong-khai",
    "/kiem-tra-ket-qua",
    "/gioi-thieu",
    "/dang-nhap",
    "/tim?q=khai+sinh",
    "/tai-lieu-api",
];

#[tokio::test]
async fn every_public_page_answers_with_one_heading_and_no_inline_style_or_script() {
    let city = City::new().await;
    for path in PUBLIC {
        let page = city.stranger().get(path).await.expect(200);
        assert_eq!(page.body.matches("<h1").count(), 1, "{path}");
        assert!(!page.body.contains(" style=\"") && !page.body.contains("<style"), "{path} has inline style");
        for script in page.body.split("<script").skip(1) {
            assert!(script.split('>').next().unwrap().contains("src="), "{path} has inline script");
        }
        assert!(page.body.len() < 60 * 1024, "{path} has {} bytes", page.body.len());
        assert!(
            !page.body.contains("one-stop-") || !page.text().contains("one-stop-"),
            "{path} shows a message key"
        );
    }
}

#[tokio::test]
async fn search_finds_without_tone_marks_and_by_abbreviation() {
    let city = City::new().await;
    for typed in ["dang ky khai sinh", "dkks", "KHAI SINH", "khai si", "khai sanh", "giấy khai sanh"] {
        let found = city.stranger().get(&format!("/tim?q={}", typed.replace(' ', "+"))).await.expect(200);
        assert!(found.body.contains("/thu-tuc/HT-01"), "{typed}: {}", found.text());
    }
}

#[tokio::test]
async fn a_district_is_found_before_its_divisions_and_what_is_before_what_was() {
    let city = City::new().await;
    for (typed, first) in [("ninh kieu", "quan-ninh-kieu"), ("quận Thốt Nốt", "quan-thot-not")] {
        let address = format!("/tim?loai=agency&q={}", ui::platform_url(typed));
        let found = city.stranger().get(&address).await.expect(200).body;
        let hit = found.split("href=\"/co-quan/").nth(1).unwrap().split('"').next().unwrap();
        assert_eq!(hit, first, "{typed}");
        assert!(found.contains("/co-quan/phong-tu-phap-"), "its divisions are found too");
    }
    city.clock.set(crate::city::at("2025-08-01", 9, 0));
    let found = city.stranger().get("/tim?loai=agency&q=thot+not").await.expect(200).body;
    let hit = found.split("href=\"/co-quan/").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(hit, "phuong-thot-not-2025");
}

#[tokio::test]
async fn numbers_are_written_the_readers_way() {
    let city = City::new().await;
    let tx = city.app.store.write(&platform::Actor::system()).await.unwrap();
    for n in 0..1000 {
        tx.journal(platform::Change::of("ground", "note", n, "add")).await.unwrap();
    }
    tx.commit().await.unwrap();
    platform::ledger::seal(&city.app).await.unwrap();
    let size = platform::ledger::status(&city.app.store).await.unwrap().size;
    let (vi, en) = (kernel::Digits::Vietnamese.integer(size), kernel::Digits::English.integer(size));
    let page = city.stranger().get("/niem-phong").await.expect(200).body;
    assert!(page.contains(&vi) && !page.contains(&en), "{vi} in {page}");
    let request = axum::http::Request::get("/niem-phong").header("cookie", "ngon_ngu=en");
    let answer = city.call(request.body(axum::body::Body::empty()).unwrap()).await;
    let bytes = axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap();
    let page = String::from_utf8(bytes.to_vec()).unwrap();
    assert!(page.contains(&en) && !page.contains(&vi), "{en} in {page}");
}
