//! Pages as a whole: every public page answers, in both languages, small enough, with the headers that protect it.

use crate::city::City;

const PUBLIC: [&str; 15] = [
    "/",
    "/thu-tuc",
    "/thu-tuc/HT-01",
    "/nop-ho-so/HT-10",
    "/tra-cuu",
    "/co-quan",
    "/co-quan/quan-ninh-kieu",
    "/chuong-trinh",
    "/muc-tieu",
    "/chi-so",
    "/hai-long/cong-khai",
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
    for typed in ["dang ky khai sinh", "dkks", "KHAI SINH", "khai si"] {
        let found = city.stranger().get(&format!("/tim?q={}", typed.replace(' ', "+"))).await.expect(200);
        assert!(found.body.contains("/thu-tuc/HT-01"), "{typed}: {}", found.text());
    }
}
