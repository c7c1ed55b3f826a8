//! A wave over HTTP and in the store: opened, answered behind receipts and on paper, checked by a second person, closed and frozen.

use super::{City, VIEW, at};
use crate::satisfaction::{SURVEY, survey_waves, waiting};
use axum::http::StatusCode;
use platform::messages::Lang;
use platform::testing::{session, staff};
use platform::{Read, Scope};

const QUESTIONS: [&str; 5] = ["access", "procedure", "officer", "result", "feedback"];

/// A city that knows two groups, and a surveyor with a second person.
struct Survey {
    city: City,
    first: String,
    second: String,
}

async fn survey() -> Survey {
    let city = City::seeded("2013-03-01").await;
    let tx = city.app().store.housekeeping().await.unwrap();
    let groups = r#"[{"code": "nguoi-dan", "name": "Người dân", "sheets": true}, {"code": "lanh-dao-xa", "name": "Lãnh đạo cấp xã"}]"#;
    let sql = "INSERT INTO legal_profile (rule_key, name_vi, name_en, value, unit, source, confirmed, note, state, changed_at) \
               VALUES ('satisfaction.wave_groups', 'x', 'x', $1, 'list', 'thử', TRUE, '', 'published', 0)";
    tx.exec(sql, vec![groups.into()]).await.unwrap();
    tx.commit().await.unwrap();
    city.app().refresh().await.unwrap();
    let first = staff(city.app(), "noi-vu", 1, &[VIEW, SURVEY]).await.unwrap().1;
    let second = staff(city.app(), "kiem-tra", 1, &[VIEW, SURVEY]).await.unwrap().1;
    Survey { city, first, second }
}

impl Survey {
    async fn post(&self, path: &str, token: &str, form: &[(&str, &str)]) -> (StatusCode, String) {
        self.city.pages.post(path, token, form).await.unwrap()
    }

    async fn opened(&self) {
        let form = [
            ("ten", "Đợt khảo sát quý I"),
            ("nam", "2013"),
            ("co-quan", "thanh-pho"),
            ("tu", "2013-03-01"),
            ("den", "2013-03-31"),
            ("bo-cau-hoi", "1"),
            ("nhom", "nguoi-dan"),
            ("nhom", "lanh-dao-xa"),
            ("cap", "commune"),
            ("tong-so", "10.000"),
            ("du-kien", "40"),
            ("khoa_mau", "mot-khoa-cua-bieu-mau"),
        ];
        for _ in 0..2 {
            let (status, place) = self.post("/hai-long/dot/moi", &self.first, &form).await;
            assert_eq!((status, place.as_str()), (StatusCode::SEE_OTHER, "/hai-long/dot/1"));
        }
        assert_eq!(self.number("SELECT COUNT(*) FROM survey_wave").await, 1, "sent twice, one wave");
    }

    async fn number(&self, sql: &str) -> i64 {
        self.city.app().store.number(sql, vec![]).await.unwrap()
    }

    /// So many sheets of paper of a unit and group, all questions answered with these levels.
    async fn paper(&self, unit: &str, group: &str, sheets: i64, levels: [i64; 5]) -> (StatusCode, String) {
        let mut form = vec![
            ("don-vi".to_owned(), unit.to_owned()),
            ("nhom".to_owned(), group.to_owned()),
            ("so-phieu".to_owned(), sheets.to_string()),
            ("nguon".to_owned(), "Biên bản 12/BB-KS".to_owned()),
        ];
        for question in QUESTIONS {
            form.extend((1..).zip(levels).map(|(level, n)| (format!("{question}-{level}"), n.to_string())));
        }
        let form: Vec<(&str, &str)> = form.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        self.post("/hai-long/dot/1/phieu-giay", &self.first, &form).await
    }
}

#[tokio::test]
async fn a_wave_is_refused_with_all_that_it_lacks() {
    let survey = survey().await;
    let (_, form) = survey.city.get("/hai-long/dot/moi", &survey.first).await;
    assert!(form.contains("Các phường, xã, thị trấn") && form.contains("Lãnh đạo cấp xã"), "{form}");
    let wrong = [("nam", "2013"), ("tu", "2013-03-31"), ("den", "2013-03-01"), ("du-kien", "không")];
    let (status, page) = survey.post("/hai-long/dot/moi", &survey.first, &wrong).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    for needle in ["Ngày cuối phải từ ngày đầu", "ít nhất một nhóm", "ít nhất một cấp", "một số nguyên"]
    {
        assert!(page.contains(needle), "{needle}: {page}");
    }
    let viewer = survey.city.staff("xem", 3).await;
    assert_eq!(survey.post("/hai-long/dot/moi", &viewer, &wrong).await.0, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_wave_counts_sheets_of_its_days_and_paper_that_was_checked_and_is_frozen() {
    let survey = survey().await;
    let city = &survey.city;
    survey.opened().await;
    city.rated(10, 3, &["5", "4", "2"]).await;
    assert_eq!(
        survey.paper("phuong-a", "nguoi-dan", 3, [0, 0, 0, 2, 2]).await.0,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(survey.paper("phuong-a", "nguoi-dan", 7, [0, 0, 1, 4, 2]).await.0, StatusCode::SEE_OTHER);
    assert_eq!(survey.paper("phuong-b", "lanh-dao-xa", 4, [0, 0, 0, 4, 0]).await.0, StatusCode::SEE_OTHER);
    assert_eq!(
        survey.paper("phuong-a", "nguoi-dan", 7, [0, 0, 1, 4, 2]).await.0,
        StatusCode::CONFLICT,
        "twice"
    );
    let (_, csv) = city.get("/hai-long/dot/1?dang=csv", &survey.first).await;
    assert!(csv.contains("Phường A,chưa đủ"), "three sheets so far, the paper waits: {csv}");
    let check = |paper: i64| format!("/hai-long/dot/1/phieu-giay/{paper}/kiem-tra");
    let (status, page) = survey.post(&check(1), &survey.first, &[]).await;
    assert!(status == StatusCode::CONFLICT && page.contains("hãy để người khác kiểm tra"), "{page}");
    assert_eq!(survey.post(&check(1), &survey.second, &[]).await.0, StatusCode::SEE_OTHER);
    assert_eq!(survey.post(&check(1), &survey.second, &[]).await.0, StatusCode::CONFLICT);
    // Ten people, of whom eight are content; four others are too few.
    let (_, csv) = city.get("/hai-long/dot/1?dang=csv", &survey.first).await;
    assert!(csv.contains("Phường A,80,") && csv.contains(",10,50"), "{csv}");
    assert!(csv.contains("Phường B,chưa đủ") && !csv.contains("Phường B,100"), "{csv}");

    assert_eq!(city.get("/hai-long/cong-khai/dot/1", "").await.0, StatusCode::NOT_FOUND);
    let (status, page) = survey.post("/hai-long/dot/1/chot", &survey.first, &[]).await;
    assert!(status == StatusCode::CONFLICT && page.contains("chưa hết ngày cuối"), "{page}");
    let waiting = waiting();
    let locale = city.app().locale(Lang::Vi);
    let of = async |scope: Scope| waiting.waiting(city.app(), &locale, &scope, 9).await.unwrap();
    let all = of(Scope::All).await;
    assert_eq!(all.iter().map(|w| (w.kind, w.id)).collect::<Vec<_>>(), [("survey-paper", 2)]);
    assert!(of(Scope::Agencies(vec![3])).await.is_empty(), "it waits at the surveyor's");
    city.city.clock.set(at("2013-04-01"));
    assert_eq!(of(Scope::All).await.len(), 2, "the wave waits to be closed too");
    let first = session(city.app(), "noi-vu").await.unwrap();
    let (status, page) = survey.post("/hai-long/dot/1/chot", &first, &[]).await;
    assert!(status == StatusCode::CONFLICT && page.contains("Còn 1 phần"), "{page}");
    let second = session(city.app(), "kiem-tra").await.unwrap();
    assert_eq!(survey.post(&check(2), &second, &[]).await.0, StatusCode::SEE_OTHER);
    assert_eq!(survey.post("/hai-long/dot/1/chot", &first, &[]).await.0, StatusCode::SEE_OTHER);
    assert_eq!(survey.post("/hai-long/dot/1/chot", &first, &[]).await.0, StatusCode::CONFLICT);
    let (_, page) = city.get("/hai-long/dot/1", &first).await;
    for needle in ["Đã chốt", "còn nguyên vẹn", "385 người cho 10.000 người", "14 phiếu trên 40"]
    {
        assert!(page.contains(needle), "{needle}: {page}");
    }

    assert!(city.get("/hai-long/cong-khai/dot", "").await.1.contains("/hai-long/cong-khai/dot/1"));
    let (_, page) = city.get("/hai-long/cong-khai/dot/1", "").await;
    assert!(page.contains("80 %") && page.contains("chưa đủ số câu trả lời"), "{page}");

    let waves = survey_waves();
    let closed = waves.closed(city.app(), 2013).await.unwrap();
    assert_eq!((closed.len(), closed[0].levels, closed[0].questions.len()), (1, 5, 5));
    let answers = waves.answers(city.app(), 1).await.unwrap();
    assert_eq!(answers.len(), 5, "one group of one unit, five questions: {answers:?}");
    let access = answers.iter().find(|a| a.question == "access").unwrap();
    assert_eq!((access.agency_id, access.levels.as_slice()), (3, [0, 1, 1, 5, 3].as_slice()));
    let shares = waves.shares(city.app(), 1).await.unwrap();
    let counts: Vec<_> = shares.iter().map(|s| (s.agency_id, s.sheets, s.satisfied, s.rated)).collect();
    assert_eq!(counts, [(3, 10, 40, 50)]);
}

#[tokio::test]
async fn corrected_paper_waits_for_a_second_person_again_and_says_why() {
    let survey = survey().await;
    let city = &survey.city;
    survey.opened().await;
    survey.paper("phuong-a", "nguoi-dan", 7, [0, 0, 1, 4, 2]).await;
    let check = "/hai-long/dot/1/phieu-giay/1/kiem-tra";
    assert_eq!(survey.post(check, &survey.second, &[]).await.0, StatusCode::SEE_OTHER);
    let (_, page) =
        city.get("/hai-long/dot/1/phieu-giay?don-vi=phuong-a&nhom=nguoi-dan", &survey.first).await;
    assert!(page.contains("name=\"phien_ban\" value=\"2\"") && page.contains("Lý do sửa"), "{page}");
    let mut form = vec![
        ("don-vi", "phuong-a"),
        ("nhom", "nguoi-dan"),
        ("so-phieu", "8"),
        ("nguon", "Biên bản 13/BB-KS"),
        ("access-4", "8"),
        ("phien_ban", "2"),
    ];
    let without = survey.post("/hai-long/dot/1/phieu-giay", &survey.first, &form).await;
    assert_eq!(without.0, StatusCode::UNPROCESSABLE_ENTITY, "a correction has its reason");
    form.push(("ly-do", "Đếm lại"));
    let path = "/hai-long/dot/1/phieu-giay";
    assert_eq!(survey.post(path, &survey.first, &form).await.0, StatusCode::SEE_OTHER);
    assert_eq!(
        survey.post(path, &survey.first, &form).await.0,
        StatusCode::CONFLICT,
        "an older state was seen"
    );
    let (_, page) =
        city.get("/hai-long/dot/1/phieu-giay?don-vi=phuong-a&nhom=nguoi-dan", &survey.second).await;
    assert!(page.contains("Đếm lại") && page.contains("Sửa số phiếu giấy"), "the trail stands there: {page}");
    let open = "SELECT COUNT(*) FROM survey_wave_count WHERE checked_at IS NULL AND sheets = 8";
    assert_eq!(survey.number(open).await, 1);
}

#[tokio::test]
async fn a_wave_is_changed_with_a_reason_until_it_is_closed() {
    let survey = survey().await;
    survey.opened().await;
    let path = "/hai-long/dot/1/sua";
    let mut form = vec![("ten", "Đợt quý I"), ("den", "2013-02-01"), ("du-kien", "50"), ("phien_ban", "1")];
    let (status, page) = survey.post(path, &survey.first, &form).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("từ ngày đầu trở đi"), "{page}");
    form[1] = ("den", "2013-03-15");
    form.push(("ly-do", "Rút ngắn đợt"));
    assert_eq!(survey.post(path, &survey.first, &form).await.0, StatusCode::SEE_OTHER);
    assert_eq!(
        survey.post(path, &survey.first, &form).await.0,
        StatusCode::CONFLICT,
        "an older state was seen"
    );
    let (_, page) = survey.city.get("/hai-long/dot/1", &survey.first).await;
    assert!(page.contains("01/03/2013 đến 15/03/2013") && page.contains("Rút ngắn đợt"), "{page}");
}

#[tokio::test]
async fn a_wave_is_seen_by_those_it_concerns_and_links_down_to_its_answers() {
    let survey = survey().await;
    let city = &survey.city;
    survey.opened().await;
    city.rated(10, 3, &["5", "4", "2", "5", "5"]).await;
    city.rated(20, 4, &["5", "4", "2", "5", "5"]).await;
    let head = city.staff("truong", 3).await;
    let (_, list) = city.get("/hai-long/dot?trang-thai=running&nam=2013&q=khao+sat", &head).await;
    assert!(list.contains("Đợt khảo sát quý I") && list.contains("Đang khảo sát"), "{list}");
    let (_, none) = city.get("/hai-long/dot?trang-thai=closed", &head).await;
    assert!(none.contains("Chưa có đợt khảo sát nào"), "{none}");
    let (_, page) = city.get("/hai-long/dot/1", &head).await;
    assert!(page.contains("Phường A") && !page.contains("Phường B"), "while it runs, one's own only: {page}");
    let (_, unit) = city.get("/hai-long/dot/1/don-vi/phuong-a", &head).await;
    assert!(unit.contains("80 %") && unit.contains("/hai-long?co-quan=phuong-a&#38;dot=1"), "{unit}");
    assert_eq!(city.get("/hai-long/dot/1/don-vi/phuong-b", &head).await.0, StatusCode::NOT_FOUND);
    let (_, answers) = city.get("/hai-long?co-quan=phuong-a&dot=1", &head).await;
    assert!(answers.contains("25 bản ghi"), "{answers}");
    let (_, other) = city.get("/hai-long?co-quan=phuong-a&dot=2", &head).await;
    assert!(other.contains("Chưa có câu trả lời nào"), "{other}");
    assert_eq!(city.get("/hai-long/dot/1/phieu-giay", &head).await.0, StatusCode::FORBIDDEN);
}
