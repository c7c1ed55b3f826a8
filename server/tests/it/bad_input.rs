//! What people and programs send that they should not: nothing is lost, nothing is guessed, the answer says what to do.

use crate::city::{Answer, City, Client};
use crate::journeys::online;
use platform::Read;

const FORM: &str = "application/x-www-form-urlencoded";

#[tokio::test]
async fn a_post_from_a_foreign_origin_is_refused() {
    let city = City::new().await;
    let body = b"ten=x&mat_khau=y".to_vec();
    let answer = city.stranger().post_raw("/dang-nhap", FORM, body, Some("https://evil.example")).await;
    assert_eq!(answer.status.as_u16(), 403);
}

#[tokio::test]
async fn broken_utf8_is_refused_and_decomposed_text_is_stored_composed() {
    let city = City::new().await;
    let broken = city.stranger().post_raw("/dang-nhap", FORM, b"ten=%ff%fe&mat_khau=x".to_vec(), None).await;
    assert_eq!(broken.status.as_u16(), 400);
    let citizen = city.citizen("lan").await;
    let decomposed = "Nguye\u{302}\u{303}n Thi\u{323} Lan";
    citizen.submit("/tai-khoan", "/tai-khoan", &[("ho_ten", decomposed)]).await.expect(303);
    let stored = city
        .app
        .store
        .number("SELECT COUNT(*) FROM account WHERE name = $1", vec!["Nguyễn Thị Lan".into()])
        .await
        .unwrap();
    assert_eq!(stored, 1);
}

#[tokio::test]
async fn a_filter_from_an_address_bar_cannot_reach_the_database() {
    let city = City::new().await;
    let clerk = city.staff("clerk", "phuong-cai-khe").await;
    for query in
        ["sap='; DROP TABLE dossier--", "sau=!!!!", "q=%27%20OR%201%3D1", "trang-thai=abc", "truoc=MTpY"]
    {
        let answer = clerk.get(&format!("/ho-so?{}", query.replace(' ', "%20"))).await;
        assert!(answer.status.is_success(), "{query}: {}", answer.status);
    }
    let answer = city.stranger().get("/tim?q=%22%20NEAR(%20*%20AND%20-").await;
    assert!(answer.status.is_success());
}

#[tokio::test]
async fn what_no_database_takes_never_reaches_it() {
    let city = City::new().await;
    let long = city.stranger().get(&format!("/tim?q={}", "a".repeat(9000))).await;
    assert!(
        long.status.as_u16() == 414 && long.text().contains("rút ngắn"),
        "{} {}",
        long.status,
        long.text()
    );
    // PostgreSQL takes no lexeme of 6,000 letters.
    let word = city.stranger().get(&format!("/tim?q={}", "a".repeat(6000))).await;
    assert!(word.status.is_success(), "{}", word.status);
    let clerk = city.staff("clerk", "phuong-cai-khe").await;
    // 7:a, a zero byte and b: a place in a list sorted by text.
    let zero = clerk.get("/ho-so?sap=chu&sau=NzphAGI").await;
    assert!(zero.status.is_success(), "{}", zero.status);
}

#[tokio::test]
async fn a_database_that_is_gone_is_said_plainly() {
    let city = City::new().await;
    city.app.store.close().await.unwrap();
    let page = city.stranger().get("/thu-tuc/HT-01").await;
    assert!(matches!(page.status.as_u16(), 200 | 503), "{}", page.status);
    let page = city.stranger().get("/tra-cuu?ma=HT.1").await;
    let list = city.stranger().get("/co-quan").await;
    assert!([page.status.as_u16(), list.status.as_u16()].contains(&503), "{} {}", page.status, list.status);
    let gone = if list.status.as_u16() == 503 { list } else { page };
    assert!(gone.text().contains("Mã tra cứu"), "{}", gone.text());
}

#[tokio::test]
async fn one_filing_sent_several_times_at_once_opens_one_dossier() {
    let city = City::new().await;
    let citizen = city.citizen("lan").await;
    let form = online::ready(&city, &citizen).await;
    let fields: Vec<(&str, &str)> = form.fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let send = || citizen.post(&form.action, &fields);
    let answers: [Answer; 4] = tokio::join!(send(), send(), send(), send()).into();
    let places: Vec<&str> = answers.iter().map(|a| a.location.as_str()).collect();
    assert!(answers.iter().all(|a| a.status.is_redirection()), "{answers:?}");
    assert!(places.windows(2).all(|two| two[0] == two[1]), "all lead to the one dossier: {places:?}");
    assert_eq!(city.app.store.number("SELECT COUNT(*) FROM dossier", vec![]).await.unwrap(), 1);
    let filed = "SELECT COUNT(*) FROM journal WHERE record = 'dossier' AND previous_hash = ''";
    assert_eq!(city.app.store.number(filed, vec![]).await.unwrap(), 1);
}

/// Sends a file of `size` bytes as the first paper of a draft.
async fn upload(citizen: &Client<'_>, draft: &str, size: usize) -> Answer {
    let page = citizen.get(&format!("{draft}/giay-to")).await.expect(200);
    let input = page.body.split("<input").find(|i| i.contains("type=\"file\"")).unwrap();
    let field = input.split("name=\"").nth(1).unwrap().split('"').next().unwrap();
    let mut body = format!(
        "--rao\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"to.pdf\"\r\n\
         Content-Type: application/pdf\r\n\r\n%PDF-1.7\n"
    )
    .into_bytes();
    body.resize(body.len() + size, b' ');
    body.extend(b"\r\n--rao--\r\n");
    citizen.post_raw(&format!("{draft}/giay-to"), "multipart/form-data; boundary=rao", body, None).await
}

#[tokio::test]
async fn a_file_too_large_is_refused_in_words_and_nothing_is_stored() {
    let city = City::new().await;
    let citizen = city.citizen("lan").await;
    let draft = online::draft(&city, &citizen).await;
    for size in [city.app.settings.max_upload + 1, city.app.settings.max_upload * 2 + 1] {
        let answer = upload(&citizen, &draft, size).await;
        assert!([413, 422].contains(&answer.status.as_u16()), "{size}: {} {}", answer.status, answer.text());
        assert!(answer.text().contains("MB") || answer.text().contains("lớn"), "{size}: {}", answer.text());
    }
    assert_eq!(city.app.store.number("SELECT COUNT(*) FROM stored_file", vec![]).await.unwrap(), 0);
    assert!(citizen.get(&format!("{draft}/giay-to")).await.status.is_success());
}

#[tokio::test]
async fn only_forms_with_files_may_be_as_large_as_files() {
    let city = City::new().await;
    let with_files: Vec<&str> = city
        .app
        .slices
        .iter()
        .flat_map(|slice| {
            let routes = (slice.routes)();
            routes.list().iter().filter(|r| r.files).map(|r| r.path).collect::<Vec<_>>()
        })
        .collect();
    // Each has a picker of files or carries what one has read; the one open to strangers is a petition, as often as filing is.
    assert_eq!(
        with_files,
        [
            "/quay/nhan",
            "/ho-so/{id}/tiep-nhan",
            "/ho-so/{id}/da-bo-sung",
            "/ho-so/{id}/ky",
            "/ho-so/{id}/ghi-giay-to",
            "/ho-so/{id}/sua",
            "/theo-doi/{key}/bo-sung",
            "/tep-buu-chinh",
            "/quay/lien-thong",
            "/nop-lien-thong",
            "/ho-so/{id}/trao-doi",
            "/theo-doi/{key}/trao-doi",
            "/kiem-tra-ket-qua",
            "/quan-tri/thu-tuc/nhap",
            "/quan-tri/thu-tuc/nhap/ban-thao",
            "/quan-tri/thu-tuc/{code}/bieu-mau",
            "/quan-tri/bieu-mau/{id}/xem-truoc",
            "/quan-tri/bieu-mau/{id}/nhap",
            "/quan-tri/quy-trinh/{id}/nhap",
            "/phan-anh",
            "/phan-anh-kien-nghi/moi",
            "/doi-soat",
            "/cua-toi/ban-nhap/{id}/to-khai",
            "/cua-toi/ban-nhap/{id}/giay-to",
            "/khai-so-lieu",
            "/khai-so-lieu/{id}",
            "/chi-so-cchc/phieu/{id}/minh-chung-chung",
            "/chi-so-cchc/bo-tieu-chi/nhap",
            "/chi-so-cchc/phieu/{id}/tieu-chi/{code}/minh-chung",
            "/ke-hoach-cchc/viec/{line}/tien-do",
            "/ke-hoach-cchc/ke-hoach/{id}/nhap",
            "/ngan-sach-cchc/du-toan/{id}/nhap",
            "/kiem-tra-cchc/ton-tai/{id}/bao-cao",
            "/kiem-tra-cchc/cau/{id}",
            "/kiem-tra-cchc/cuoc/{id}/ky/{side}",
            "/truyen-thong/tin-bai/moi",
            "/truyen-thong/tin-bai/{id}/sua",
        ]
    );
    let citizen = city.citizen("lan").await;
    let draft = online::draft(&city, &citizen).await;
    let size = platform::http::FORM_BYTES + 1;
    assert!(upload(&citizen, &draft, size).await.status.is_redirection());
    let mut body = b"--rao\r\nContent-Disposition: form-data; name=\"dia_chi\"\r\n\r\n".to_vec();
    body.resize(body.len() + size, b'a');
    body.extend(b"\r\n--rao--\r\n");
    let answer = citizen.post_raw("/tai-khoan", "multipart/form-data; boundary=rao", body, None).await;
    answer.expect(413);
}

#[tokio::test]
async fn a_file_swapped_in_the_store_is_handed_to_nobody() {
    let city = City::new().await;
    let citizen = city.citizen("lan").await;
    let draft = online::draft(&city, &citizen).await;
    assert!(upload(&citizen, &draft, 10).await.status.is_redirection());
    let page = citizen.get(&format!("{draft}/giay-to")).await.expect(200).body;
    let link =
        page.split("href=\"").map(|rest| rest.split('"').next().unwrap()).find(|l| l.contains("/tep/"));
    let link = link.expect("the paper can be opened").to_owned();
    citizen.get(&link).await.expect(200);
    let folder = city.app.settings.data.join("files");
    let stored = std::fs::read_dir(folder).unwrap().next().unwrap().unwrap().path();
    let stored = std::fs::read_dir(stored).unwrap().next().unwrap().unwrap().path();
    std::fs::write(&stored, b"%PDF-1.7 somebody else's").unwrap();
    let refused = citizen.get(&link).await.expect(500);
    assert!(!refused.body.contains("somebody else's"));
}
