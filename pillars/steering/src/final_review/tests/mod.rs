//! Reviews on a fresh city over HTTP: begun, frozen, chapters written by agencies, causes of missed targets, awards by a second
//! person, approved, announced. What is measured comes from ports that stand for the slices that keep the records.

mod kept;

use super::{APPROVE, MANAGE, SLICE, VIEW, WRITE};
use async_trait::async_trait;
use axum::http::StatusCode;
use contracts::final_review::{EmulationResult, EmulationResults};
use contracts::plans::{PlanItem, PlanResults, PlanYear};
use contracts::programme::{Comparator, Direction, Field, Item, Measure, Programme, Programmes, Unit};
use contracts::targets::{ReviewedMeasure, ReviewedMeasures};
use kernel::Day;
use platform::messages::{Lang, Messages};
use platform::testing::{Pages, Place, TestCity, staff, tree};
use platform::{App, Permission, Read, Scope};
use std::collections::BTreeMap;
use std::sync::Arc;

static SLICES: [&platform::Slice; 3] = [&platform::GROUND, &ui::SHELL, &SLICE];

static AGENCIES: [Place; 4] = [
    (1, "thanh-pho", "Thành phố", "city", None),
    (2, "so-noi-vu", "Sở Nội vụ", "department", Some(1)),
    (3, "so-tu-phap", "Sở Tư pháp", "department", Some(1)),
    (4, "quan-ba", "Quận Ba", "district", Some(1)),
];

struct Reform;

fn measure(id: i64, code: &str, name: &str, comparator: Comparator) -> Measure {
    Measure {
        id,
        code: code.to_owned(),
        slug: code.replace('/', "-"),
        item: "II.3.b".to_owned(),
        item_href: String::new(),
        field: "II.3".to_owned(),
        name: name.to_owned(),
        name_en: String::new(),
        unit: Unit::Percent,
        better: Direction::Up,
        comparator,
        target: Some(80.0),
        target_assumed: false,
        target_note: String::new(),
        due_on: None,
        formula: "đạt trên tất cả".to_owned(),
        indicator: None,
        why_not_measured: String::new(),
        amber_within: 5.0,
        yearly: BTreeMap::new(),
    }
}

#[async_trait]
impl Programmes for Reform {
    async fn current(&self, _: &App) -> platform::Result<Option<Programme>> {
        Ok(Some(Programme {
            code: "cai-cach".to_owned(),
            name: "Chương trình cải cách".to_owned(),
            from: "2011-01-01".parse().unwrap(),
            to: "2015-12-31".parse().unwrap(),
            decision: "2527/QĐ-UBND".to_owned(),
            fields: vec![Field {
                code: "II.3".to_owned(),
                name: "Bộ máy".to_owned(),
                name_en: String::new(),
            }],
            measures: vec![
                measure(1, "II.3.b/hai-long", "Hài lòng", Comparator::Gt),
                measure(2, "II.3.b/dung-han", "Đúng hạn", Comparator::Ge),
                measure(3, "II.3.c/khac", "Chưa có số", Comparator::Ge),
            ],
        }))
    }

    async fn items(&self, _: &App) -> platform::Result<Vec<Item>> {
        let item = |code: &str, title: &str| Item {
            code: code.to_owned(),
            field: "II.3".to_owned(),
            title: title.to_owned(),
            title_en: String::new(),
            href: format!("/chuong-trinh/{code}"),
        };
        Ok(vec![item("II.3.b", "Một cửa"), item("II.3.c", "Phân cấp")])
    }
}

/// Satisfied: 80 per cent of more than 80; on time: 95 of at least 80; the third nobody measures.
struct Measured;

#[async_trait]
impl ReviewedMeasures for Measured {
    async fn of_year(&self, _: &App, _: i64, year: i32) -> platform::Result<Vec<ReviewedMeasure>> {
        let of = |code: &str, value: f64, light| ReviewedMeasure {
            measure: code.to_owned(),
            value: Some(value),
            year_before: None,
            target: Some(80.0),
            shown: format!("{value} %"),
            shown_target: "từ 80 %".to_owned(),
            light,
            count: 200,
            records_href: format!("/muc-tieu/{}/ho-so?ky={year}", code.replace('/', "-")),
            declared: "khai 88 %".to_owned(),
        };
        Ok(vec![of("II.3.b/hai-long", 80.0, "amber"), of("II.3.b/dung-han", 95.0, "green")])
    }
}

struct Plans;

#[async_trait]
impl PlanResults for Plans {
    async fn of_year(&self, _: &App, year: i32, _: Day) -> platform::Result<Vec<PlanYear>> {
        if year != 2013 {
            return Ok(Vec::new());
        }
        let one = PlanYear {
            agency_id: 2,
            tasks: 10,
            done: 6,
            done_late: 2,
            overdue: 1,
            dropped: 1,
            money: 1_250_050_000,
            ..PlanYear::default()
        };
        Ok(vec![one.clone(), PlanYear { agency_id: 3, ..one }])
    }

    async fn of_items(&self, app: &App, _: (i32, i32), on: Day) -> platform::Result<Vec<PlanItem>> {
        let one = self.of_year(app, 2013, on).await?.swap_remove(0);
        let sums = PlanYear { href: "/ke-hoach-cchc/viec?muc=II.3.b".to_owned(), ..one };
        Ok(vec![PlanItem { item: "II.3.b".to_owned(), sums }])
    }
}

struct Emulated;

#[async_trait]
impl EmulationResults for Emulated {
    async fn of_years(&self, _: &App, first: i32, last: i32) -> platform::Result<Vec<EmulationResult>> {
        let of = |year| EmulationResult {
            agency_id: 2,
            year,
            class: "a".to_owned(),
            class_name: "Xuất sắc".to_owned(),
            highest: true,
            place: 1,
            href: format!("/thi-dua/ket-qua/{year}"),
        };
        Ok((first.max(2013)..=last.min(2014)).map(of).collect())
    }
}

struct City {
    city: TestCity,
    pages: Pages,
}

const HOME: [Permission; 2] = [VIEW, MANAGE];

impl City {
    /// Monday 14 September 2015, nine in the morning.
    async fn new() -> City {
        let now = "2015-09-14".parse::<Day>().unwrap().start().plus_minutes(9 * 60);
        let city = TestCity::new(&SLICES, now).await.unwrap();
        city.app.provide(tree(&AGENCIES));
        city.app.provide::<Arc<dyn Programmes>>(Arc::new(Reform));
        city.app.provide::<Arc<dyn ReviewedMeasures>>(Arc::new(Measured));
        city.app.provide::<Arc<dyn PlanResults>>(Arc::new(Plans));
        city.app.provide::<Arc<dyn EmulationResults>>(Arc::new(Emulated));
        let rules = [
            (
                "final_review.chapters",
                r#"[{"title": "Chỉ đạo", "agency": "so-noi-vu"}, {"title": "Thể chế", "agency": "so-tu-phap"}]"#,
            ),
            ("final_review.responsible", r#"[{"field": "II.3", "agency": "so-noi-vu"}]"#),
            ("final_review.lead", r#""so-noi-vu""#),
        ];
        let tx = city.app.store.housekeeping().await.unwrap();
        for (key, value) in rules {
            let sql = "INSERT INTO legal_profile (rule_key, name_vi, name_en, value, unit, source, confirmed, note, state, \
                       changed_at) VALUES ($1, 'x', 'x', $2, 'list', 'thử', FALSE, '', 'published', 0)";
            tx.exec(sql, vec![key.into(), value.into()]).await.unwrap();
        }
        tx.commit().await.unwrap();
        city.app.refresh().await.unwrap();
        super::seed::seed(city.app.clone()).await.unwrap();
        let router = platform::http::assemble(&city.app)
            .layer(axum::middleware::from_fn_with_state(city.app.clone(), ui::error_pages))
            .with_state(city.app.clone());
        City { city, pages: Pages::over(router) }
    }

    async fn get(&self, path: &str, token: &str) -> (StatusCode, String) {
        self.pages.get(path, token).await.unwrap()
    }

    async fn post(&self, path: &str, token: &str, form: &[(&str, &str)]) -> (StatusCode, String) {
        self.pages.post(path, token, form).await.unwrap()
    }

    /// A form that is taken; where it leads.
    async fn done(&self, path: &str, token: &str, form: &[(&str, &str)]) -> String {
        let (status, place) = self.post(path, token, form).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{path}: {place}");
        place
    }

    async fn staff(&self, login: &str, agency: i64, rights: &[Permission]) -> String {
        staff(&self.city.app, login, agency, rights).await.unwrap().1
    }

    async fn number(&self, sql: &str) -> i64 {
        self.city.app.store.number(sql, vec![]).await.unwrap()
    }

    /// A review of the whole programme with its figures frozen; its address.
    async fn frozen(&self, home: &str) -> String {
        let review = self.done("/tong-ket-cchc/lap", home, &BEGIN).await;
        self.done(&format!("{review}/chot"), home, &[("so-lieu", "2015-09-14")]).await;
        review
    }

    /// Chapters written, sent and taken in, the causes of the missed target and of the overdue task written.
    async fn written(&self, home: &str) {
        for (chapter, agency, login) in [(1, 2, "nv"), (2, 3, "tp")] {
            let writer = self.staff(login, agency, &[VIEW, WRITE]).await;
            let here = format!("/tong-ket-cchc/chuong/{chapter}");
            self.done(&format!("{here}/viet"), &writer, &[("noi-dung", "Đã chỉ đạo quyết liệt")]).await;
            self.done(&format!("{here}/gui"), &writer, &[]).await;
            self.done(&format!("{here}/nhan"), home, &[]).await;
            if agency == 2 {
                let cause = [("nguyen-nhan", "Khảo sát ít phiếu")];
                self.done("/tong-ket-cchc/chi-tieu/1/nguyen-nhan", &writer, &cause).await;
                let (_, owed) = self.get("/tong-ket-cchc/chi-tieu?ket-luan=no-cause&ban=1", &writer).await;
                assert!(owed.contains("II.3.b Một cửa") && !owed.contains("II.3.c Phân cấp"), "{owed}");
                let cause = [("nguyen-nhan", "Kinh phí bố trí muộn")];
                self.done("/tong-ket-cchc/chi-tieu/4/nguyen-nhan", &writer, &cause).await;
                let none = self.post("/tong-ket-cchc/chi-tieu/5/nguyen-nhan", &writer, &cause).await;
                assert_eq!(none.0, StatusCode::CONFLICT, "no plan took it up: nothing is overdue");
            }
        }
    }
}

const BEGIN: [(&str, &str); 6] = [
    ("loai", "final"),
    ("ten", "Tổng kết 2011 - 2015"),
    ("tu", "2011-01-01"),
    ("den", "2015-12-31"),
    ("so-lieu", "2015-09-14"),
    ("han", "2015-09-30"),
];

#[test]
fn every_text_is_there_in_both_languages() {
    let messages = Messages::new(&[SLICE.messages]).unwrap();
    assert_eq!(messages.keys(Lang::Vi), messages.keys(Lang::En));
    let own = |k: &String| k.starts_with("final-review-") || k.starts_with("journal-");
    assert!(messages.keys(Lang::Vi).iter().all(own));
}

#[tokio::test]
async fn figures_are_frozen_with_planned_measured_declared_and_a_verdict() {
    let city = City::new().await;
    let home = city.staff("noi-vu", 1, &HOME).await;
    let review = city.frozen(&home).await;
    let (_, page) = city.get(&review, &home).await;
    for needle in [
        "1 đạt, 1 chưa đạt, 1 chưa đo được",
        "khai 88 %",
        "/muc-tieu/II.3.b-hai-long/ho-so?ky=2015",
        "Chưa ghi nhận trong hệ thống",
        "2.500,1 triệu đồng",
        "Còn 2 chỉ tiêu, nhiệm vụ chưa đạt",
        "Còn 2 chương chưa nhận",
        "SHA-256",
        "/ke-hoach-cchc/viec?muc=II.3.b",
        "6 đúng hạn, 2 muộn, 1 quá hạn chưa xong, 1 dừng có lý do",
        "Không kế hoạch nào ghi nhiệm vụ thực hiện",
    ] {
        assert!(page.contains(needle), "{needle}: {page}");
    }
    let met = "SELECT COUNT(*) FROM final_review_figure WHERE code = 'II.3.b/dung-han' AND verdict = 'met' AND count = 200";
    assert_eq!(city.number(met).await, 1);
    let done = "SELECT COUNT(*) FROM final_review_figure WHERE code = 'done/2013' AND measured = '12'";
    assert_eq!(city.number(done).await, 1, "two agencies, six each");
    let hash: Vec<(String,)> =
        city.city.app.store.rows("SELECT frozen_hash FROM final_review", vec![]).await.unwrap();
    let all = super::store::figures::of_review(&city.city.app.store, 1).await.unwrap();
    let again = super::acts::hash("2015-09-14".parse().unwrap(), &all);
    assert_eq!(hash[0].0, again, "anybody can reckon the hash again");
    let ahead = city.post(&format!("{review}/chot"), &home, &[("so-lieu", "2015-09-15")]).await;
    assert_eq!(ahead.0, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_review_goes_from_its_chapters_to_the_public_through_a_second_person() {
    let city = City::new().await;
    let home = city.staff("noi-vu", 1, &HOME).await;
    let chair = city.staff("chu-tich", 1, &[VIEW, APPROVE]).await;
    let review = city.frozen(&home).await;
    let early = city.post(&format!("{review}/trinh"), &home, &[]).await;
    assert!(early.0 == StatusCode::CONFLICT && early.1.contains("thiếu nguyên nhân"), "{}", early.1);
    city.written(&home).await;
    let award = [("co-quan", "so-noi-vu"), ("ca-nhan", ""), ("ly-do", "Hai năm dẫn đầu")];
    city.done(&format!("{review}/khen-thuong"), &home, &award).await;
    assert_eq!(city.post(&format!("{review}/khen-thuong"), &home, &award).await.0, StatusCode::CONFLICT);
    let open = city.post(&format!("{review}/trinh"), &home, &[]).await;
    assert!(open.0 == StatusCode::CONFLICT && open.1.contains("1 đề xuất"), "{}", open.1);
    let refused = [("ket-luan", "refused"), ("ly-do", "")];
    let bare = city.post("/tong-ket-cchc/khen-thuong/1", &chair, &refused).await;
    assert_eq!(bare.0, StatusCode::UNPROCESSABLE_ENTITY);
    city.done("/tong-ket-cchc/khen-thuong/1", &chair, &[("ket-luan", "agreed")]).await;
    city.done(&format!("{review}/trinh"), &home, &[]).await;
    assert_eq!(city.get("/tong-ket/1", "").await.0, StatusCode::NOT_FOUND);
    // Who decided on the award did not propose it, and may approve.
    let approval = [("van-ban", "150/BC-UBND"), ("ngay", "2015-09-14")];
    city.done(&format!("{review}/duyet"), &chair, &approval).await;
    city.done(&format!("{review}/cong-bo"), &chair, &[]).await;
    let (status, page) = city.get("/tong-ket/1", "").await;
    assert_eq!(status, StatusCode::OK);
    for needle in [
        "Khảo sát ít phiếu",
        "Kinh phí bố trí muộn",
        "Đã chỉ đạo quyết liệt",
        "2013: Xuất sắc, hạng 1",
        "150/BC-UBND",
    ] {
        assert!(page.contains(needle), "{needle}: {page}");
    }
    let (_, page) = city.get("/tong-ket", "").await;
    assert!(page.contains("Tổng kết 2011 - 2015"), "{page}");
    for file in ["phu-luc", "van-ban", "van-ban?dang=docx"] {
        assert_eq!(city.get(&format!("/tong-ket/1/{file}"), "").await.0, StatusCode::OK, "{file}");
    }
}

#[tokio::test]
async fn nobody_approves_what_went_through_their_hands() {
    let city = City::new().await;
    let alone = city.staff("mot-minh", 1, &[VIEW, MANAGE, APPROVE]).await;
    let review = city.frozen(&alone).await;
    city.written(&alone).await;
    city.done(&format!("{review}/trinh"), &alone, &[]).await;
    let approval = [("van-ban", "150/BC-UBND"), ("ngay", "2015-09-14")];
    let (status, page) = city.post(&format!("{review}/duyet"), &alone, &approval).await;
    assert!(status == StatusCode::CONFLICT && page.contains("người thứ hai"), "{page}");
}

#[tokio::test]
async fn a_chapter_is_its_agencys_and_goes_to_and_fro() {
    let city = City::new().await;
    let home = city.staff("noi-vu", 1, &HOME).await;
    let writer = city.staff("tu-phap", 3, &[VIEW, WRITE]).await;
    let other = city.staff("quan", 4, &[VIEW, WRITE]).await;
    let review = city.frozen(&home).await;
    let chapter = "/tong-ket-cchc/chuong/2";
    for path in [chapter.to_owned(), format!("{chapter}/viet"), review.clone()] {
        assert_eq!(city.get(&path, &other).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(city.get(&review, &writer).await.0, StatusCode::OK, "who writes a chapter reads the whole");
    let answers = city.staff("noi-vu-viet", 2, &[VIEW, WRITE]).await;
    let (_, page) = city.get("/tong-ket-cchc/chuong/1/viet", &answers).await;
    assert!(page.contains("/muc-tieu/II.3.b-hai-long/ho-so?ky=2015"), "the figures one writes about: {page}");
    assert_eq!(city.post(&format!("{chapter}/gui"), &writer, &[]).await.0, StatusCode::CONFLICT, "empty");
    city.done(&format!("{chapter}/viet"), &writer, &[("noi-dung", "Bản một")]).await;
    city.done(&format!("{chapter}/gui"), &writer, &[]).await;
    let late = city.post(&format!("{chapter}/viet"), &writer, &[("noi-dung", "Bản hai")]).await;
    assert_eq!(late.0, StatusCode::CONFLICT);
    city.done(&format!("{chapter}/tra-lai"), &home, &[("ly-do", "Thiếu bài học")]).await;
    let (_, page) = city.get(chapter, &writer).await;
    assert!(page.contains("Thiếu bài học") && page.contains("Bản một"), "{page}");
    let locale = city.city.app.locale(Lang::Vi);
    let scope = Scope::Agencies(vec![3]);
    let waiting = super::waiting().waiting(&city.city.app, &locale, &scope, 50).await.unwrap();
    assert_eq!(waiting.len(), 1, "{waiting:?}");
    assert_eq!(waiting[0].kind, "review-chapter");
    let seen = [("phien_ban", "1"), ("noi-dung", "Bản cũ")];
    assert_eq!(city.post(&format!("{chapter}/viet"), &writer, &seen).await.0, StatusCode::CONFLICT);
    let foreign = [("nguyen-nhan", "x")];
    let path = "/tong-ket-cchc/chi-tieu/1/nguyen-nhan";
    assert_eq!(city.post(path, &writer, &foreign).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_interim_review_of_other_days_stands_beside_and_a_cause_survives_a_new_freeze() {
    let city = City::new().await;
    let home = city.staff("noi-vu", 1, &HOME).await;
    let review = city.frozen(&home).await;
    assert_eq!(city.post("/tong-ket-cchc/lap", &home, &BEGIN).await.0, StatusCode::CONFLICT, "sent twice");
    let interim = BEGIN.map(|(name, value)| match name {
        "loai" => (name, "interim"),
        "den" => (name, "2013-12-31"),
        "so-lieu" => (name, "2013-12-31"),
        _ => (name, value),
    });
    city.done("/tong-ket-cchc/lap", &home, &interim).await;
    assert_eq!(city.number("SELECT COUNT(*) FROM final_review").await, 2);
    city.written(&home).await;
    city.done(&format!("{review}/chot"), &home, &[("so-lieu", "2015-09-10")]).await;
    let kept = "SELECT COUNT(*) FROM final_review_figure WHERE review_id = 1 AND cause = 'Khảo sát ít phiếu'";
    assert_eq!(city.number(kept).await, 1);
    let wrong = BEGIN.map(|(name, value)| if name == "den" { (name, "2010-01-01") } else { (name, value) });
    let (status, page) = city.post("/tong-ket-cchc/lap", &home, &wrong).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("Tổng kết 2011 - 2015"), "{page}");
}
