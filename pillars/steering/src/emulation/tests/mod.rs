//! Emulation on a fresh city over HTTP: a round opened, proposed, appraised with a reason, voted on, decided by a second person,
//! announced. What is measured comes from ports that stand for the slices that keep the records.

use super::{APPRAISE, DECIDE, MANAGE, PROPOSE, SLICE, SUBMIT, VIEW};
use async_trait::async_trait;
use axum::http::StatusCode;
use contracts::final_review::{ReportsOfYear, ReportsOnTime};
use contracts::par_index::{PublishedIndex, PublishedIndexes};
use contracts::plans::{PlanResults, PlanYear};
use kernel::Day;
use platform::messages::{Lang, Messages};
use platform::testing::{Pages, Place, TestCity, staff, tree};
use platform::{App, Permission, Read, Scope};
use std::sync::Arc;

static SLICES: [&platform::Slice; 3] = [&platform::GROUND, &ui::SHELL, &SLICE];

static AGENCIES: [Place; 4] = [
    (1, "thanh-pho", "Thành phố", "city", None),
    (2, "so-mot", "Sở Một", "department", Some(1)),
    (3, "so-hai", "Sở Hai", "department", Some(1)),
    (4, "quan-ba", "Quận Ba", "district", Some(1)),
];

/// Indexes of 2012: 92.5 % and 84.05 %.
struct Indexes;

#[async_trait]
impl PublishedIndexes for Indexes {
    async fn of_year(&self, _: &App, year: i32) -> platform::Result<Vec<PublishedIndex>> {
        let of = |agency_id, index| PublishedIndex {
            agency_id,
            index,
            place: None,
            href: format!("/chi-so-cchc/ket-qua/{agency_id}"),
        };
        Ok(if year == 2012 { vec![of(2, 925_000), of(3, 840_500)] } else { Vec::new() })
    }
}

/// Nine of ten tasks in time; the other department has none.
struct Plans;

#[async_trait]
impl PlanResults for Plans {
    async fn of_year(&self, _: &App, _: i32, _: Day) -> platform::Result<Vec<PlanYear>> {
        let href = "/ke-hoach-cchc/viec?nam=2012".to_owned();
        Ok(vec![PlanYear { agency_id: 2, tasks: 10, done: 9, done_late: 1, href, ..PlanYear::default() }])
    }
}

struct City {
    city: TestCity,
    pages: Pages,
}

const HOME: [Permission; 3] = [VIEW, APPRAISE, MANAGE];

impl City {
    /// Friday 14 December 2012, nine in the morning.
    async fn new() -> City {
        let now = "2012-12-14".parse::<Day>().unwrap().start().plus_minutes(9 * 60);
        let city = TestCity::new(&SLICES, now).await.unwrap();
        city.app.provide(tree(&AGENCIES));
        city.app.provide::<Arc<dyn PublishedIndexes>>(Arc::new(Indexes));
        city.app.provide::<Arc<dyn PlanResults>>(Arc::new(Plans));
        let rules = [
            ("emulation.groups", r#"[{"code": "department", "name": "sở", "kinds": ["department"]}]"#),
            (
                "emulation.criteria",
                r#"[{"code": "par", "name": "Chỉ số", "max": 40, "source": "par_index"},
                    {"code": "plans", "name": "Kế hoạch", "max": 20, "source": "plans"},
                    {"code": "reports", "name": "Báo cáo", "max": 20, "source": "reports"},
                    {"code": "new", "name": "Sáng kiến", "max": 20, "source": "own"}]"#,
            ),
            (
                "emulation.classes",
                r#"[{"code": "a", "name": "Xuất sắc", "min_total": 90, "min_share": 85},
                    {"code": "b", "name": "Tốt", "min_total": 80}, {"code": "c", "name": "Khá", "min_total": 0}]"#,
            ),
            ("emulation.quotas", r#"[{"class": "a", "most_percent": 50}]"#),
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

    /// A round of the departments of 2012.
    async fn opened(&self, home: &str) -> String {
        let form = [("nam", "2012"), ("nhom", "department"), ("ten", "Thi đua 2012"), ("han", "2012-12-15")];
        self.done("/thi-dua/dot/moi", home, &form).await
    }

    /// Both entries proposed, sent and appraised by the rules; a council of two named, its minutes kept.
    async fn appraised(&self, home: &str) -> String {
        let round = self.opened(home).await;
        for (entry, agency, login, own) in [(1, 2, "mot", "20"), (2, 3, "hai", "17")] {
            let leader = self.staff(login, agency, &[VIEW, PROPOSE, SUBMIT]).await;
            let form =
                [("diem/new", own), ("vi-sao/new", "Có sáng kiến"), ("loai", "a"), ("thanh-tich", "Đã làm")];
            self.done(&format!("/thi-dua/phieu/{entry}/de-nghi"), &leader, &form).await;
            self.done(&format!("/thi-dua/phieu/{entry}/nop"), &leader, &[]).await;
        }
        self.done("/thi-dua/phieu/1/tham-dinh", home, &[("loai", "a")]).await;
        self.done("/thi-dua/phieu/2/tham-dinh", home, &[("loai", "b")]).await;
        let members = [("thanh-vien", "Trần Văn An; Giám đốc\nLê Thị Bình; Chánh Thanh tra")];
        self.done(&format!("{round}/hoi-dong"), home, &members).await;
        self.done(&format!("{round}/bien-ban"), home, &[("ngay", "2012-12-14"), ("bien-ban", "Nhất trí")])
            .await;
        round
    }
}

#[test]
fn every_text_is_there_in_both_languages() {
    let messages = Messages::new(&[SLICE.messages]).unwrap();
    assert_eq!(messages.keys(Lang::Vi), messages.keys(Lang::En));
    let own = |k: &String| k.starts_with("emulation-") || k.starts_with("journal-");
    assert!(messages.keys(Lang::Vi).iter().all(own));
}

#[tokio::test]
async fn a_round_goes_from_its_opening_to_the_public_through_a_second_person() {
    let city = City::new().await;
    let home = city.staff("noi-vu", 1, &HOME).await;
    let chair = city.staff("chu-tich", 1, &[VIEW, DECIDE]).await;
    let round = city.appraised(&home).await;
    // 37 of 40 and 18 of 20 and 20 of 20: 75 of 80 is 93.75; reports nobody keeps are taken out.
    assert_eq!(city.number("SELECT total FROM emulation_entry WHERE id = 1").await, 9_375);
    // 33.62 of 40 and 17 of 20: 50.62 of 60 is 84.37 (half up).
    assert_eq!(city.number("SELECT total FROM emulation_entry WHERE id = 2").await, 8_437);
    let (_, page) = city.get("/thi-dua/phieu/1", &home).await;
    for needle in
        ["92,5 %", "/chi-so-cchc/ket-qua/2", "/ke-hoach-cchc/viec?nam=2012", "trừ khỏi mẫu số", "93,75"]
    {
        assert!(page.contains(needle), "{needle}: {page}");
    }
    let early = city.post(&format!("{round}/trinh"), &home, &[]).await;
    assert!(early.0 == StatusCode::CONFLICT && early.1.contains("2 phiếu"), "{}", early.1);
    let one = city.post("/thi-dua/phieu/1/bieu-quyet", &home, &[("phieu-1", "a")]).await;
    assert!(one.0 == StatusCode::CONFLICT && one.1.contains("1 phiếu của 2"), "{}", one.1);
    city.done("/thi-dua/phieu/1/bieu-quyet", &home, &[("phieu-1", "a"), ("phieu-2", "a")]).await;
    city.done("/thi-dua/phieu/2/bieu-quyet", &home, &[("phieu-1", "b"), ("phieu-2", "b")]).await;
    city.done(&format!("{round}/trinh"), &home, &[]).await;
    let decision = [("quyet-dinh", "99/QĐ-UBND"), ("ngay", "2012-12-14")];
    assert_eq!(city.post(&format!("{round}/cong-bo"), &chair, &[]).await.0, StatusCode::CONFLICT);
    let future = [("quyet-dinh", "99/QĐ-UBND"), ("ngay", "2013-12-14")];
    let wrong = city.post(&format!("{round}/quyet-dinh"), &chair, &future).await;
    assert!(wrong.0 == StatusCode::UNPROCESSABLE_ENTITY && wrong.1.contains("99/QĐ-UBND"), "{}", wrong.1);
    city.done(&format!("{round}/quyet-dinh"), &chair, &decision).await;
    assert_eq!(city.get("/thi-dua/ket-qua/1", "").await.0, StatusCode::NOT_FOUND, "it is not announced");
    city.done(&format!("{round}/cong-bo"), &chair, &[]).await;
    let (status, page) = city.get("/thi-dua?nam=2012", "").await;
    assert!(status == StatusCode::OK && page.contains("Sở Một") && page.contains("Xuất sắc"), "{page}");
    let (_, page) = city.get("/thi-dua/ket-qua/1", "").await;
    assert!(page.contains("99/QĐ-UBND") && page.contains("2 thành viên"), "{page}");
    assert!(page.contains("Loại theo quy tắc") && page.contains("Ngưỡng xếp loại"), "why this class: {page}");
    for list in ["/thi-dua?nam=2012&dang=csv", "/thi-dua/phieu?dang=csv"] {
        let (status, file) = city.get(list, &home).await;
        assert!(status == StatusCode::OK && file.contains("Sở Một") && file.contains("Xuất sắc"), "{file}");
    }
    let found = super::results().of_years(&city.city.app, 2012, 2012).await.unwrap();
    let told: Vec<(i64, bool, i64)> = found.iter().map(|r| (r.agency_id, r.highest, r.place)).collect();
    assert_eq!(told, [(2, true, 1), (3, false, 2)]);
}

#[tokio::test]
async fn nobody_decides_on_what_went_through_their_hands() {
    let city = City::new().await;
    let all: Vec<Permission> = HOME.into_iter().chain([DECIDE]).collect();
    let alone = city.staff("mot-minh", 1, &all).await;
    let round = city.appraised(&alone).await;
    let version = async |entry: i64| {
        let version = format!("SELECT version FROM emulation_entry WHERE id = {entry}");
        format!("{entry}-{}", city.number(&version).await)
    };
    let (one, two) = (version(1).await, version(2).await);
    let votes = [("phieu", one.as_str()), ("phieu", two.as_str())];
    city.done(&format!("{round}/bieu-quyet"), &alone, &votes).await;
    assert_eq!(city.number("SELECT COUNT(*) FROM emulation_vote").await, 4, "two members on two entries");
    let again = city.post(&format!("{round}/bieu-quyet"), &alone, &votes).await;
    assert_eq!(again.0, StatusCode::CONFLICT, "{}", again.1);
    city.done(&format!("{round}/trinh"), &alone, &[]).await;
    let decision = [("quyet-dinh", "99/QĐ-UBND"), ("ngay", "2012-12-14")];
    let (status, page) = city.post(&format!("{round}/quyet-dinh"), &alone, &decision).await;
    assert!(status == StatusCode::CONFLICT && page.contains("người thứ hai"), "{page}");
    assert_eq!(city.number("SELECT COUNT(*) FROM emulation_round WHERE state = 'decided'").await, 0);
}

#[tokio::test]
async fn a_changed_class_wants_its_reason_and_a_quota_is_kept() {
    let city = City::new().await;
    let home = city.staff("noi-vu", 1, &HOME).await;
    let round = city.appraised(&home).await;
    let bare = city.post("/thi-dua/phieu/2/tham-dinh", &home, &[("loai", "a")]).await;
    assert!(bare.0 == StatusCode::UNPROCESSABLE_ENTITY && bare.1.contains("hãy nêu lý do"), "{}", bare.1);
    let said = [("loai", "a"), ("ly-do", "Có mô hình nhân rộng")];
    city.done("/thi-dua/phieu/2/tham-dinh", &home, &said).await;
    let (_, page) = city.get(&round, &home).await;
    assert!(page.contains("Có mô hình nhân rộng"), "{page}");
    let points = [("diem/par", "41"), ("loai", "b")];
    let wrong = city.post("/thi-dua/phieu/2/tham-dinh", &home, &points).await;
    assert!(wrong.0 == StatusCode::UNPROCESSABLE_ENTITY && wrong.1.contains("từ 0 đến 40"), "{}", wrong.1);
    for entry in [1, 2] {
        let votes = [("phieu-1", "a"), ("phieu-2", "a")];
        city.done(&format!("/thi-dua/phieu/{entry}/bieu-quyet"), &home, &votes).await;
    }
    let (status, page) = city.post(&format!("{round}/trinh"), &home, &[]).await;
    assert!(status == StatusCode::CONFLICT && page.contains("có 2 cơ quan, nhiều nhất 1"), "{page}");
}

#[tokio::test]
async fn bonus_counts_once_and_an_objection_is_answered_before_the_announcement() {
    let city = City::new().await;
    let home = city.staff("noi-vu", 1, &HOME).await;
    let leader = city.staff("lanh-dao", 3, &[VIEW, SUBMIT]).await;
    let round = city.appraised(&home).await;
    let extra = [("diem", "2"), ("ly-do", "Mô hình hay"), ("dia-chi", "/ke-hoach-cchc")];
    city.done("/thi-dua/phieu/2/cong-tru", &home, &extra).await;
    assert_eq!(city.number("SELECT total FROM emulation_entry WHERE id = 2").await, 8_637);
    assert_eq!(
        city.post("/thi-dua/phieu/2/cong-tru", &home, &extra).await.0,
        StatusCode::CONFLICT,
        "sent twice"
    );
    let away = [("diem", "2"), ("ly-do", "x"), ("dia-chi", "//evil.example")];
    assert_eq!(
        city.post("/thi-dua/phieu/2/cong-tru", &home, &away).await.0,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let said = [("noi-dung", "Đề nghị xem lại")];
    city.done("/thi-dua/phieu/2/kien-nghi", &leader, &said).await;
    assert_eq!(city.post("/thi-dua/phieu/2/kien-nghi", &leader, &said).await.0, StatusCode::CONFLICT);
    let locale = city.city.app.locale(Lang::Vi);
    let waiting = super::waiting().waiting(&city.city.app, &locale, &Scope::All, 50).await.unwrap();
    let kinds: Vec<&str> = waiting.iter().map(|w| w.kind).collect();
    assert_eq!(kinds.iter().filter(|k| **k == "objection-of-emulation").count(), 1, "{kinds:?}");
    city.done("/thi-dua/kien-nghi/1", &home, &[("tra-loi", "Đã xem xét, giữ nguyên")]).await;
    let (_, page) = city.get("/thi-dua/phieu/2", &leader).await;
    assert!(page.contains("Đã xem xét, giữ nguyên"), "{page}");
    assert!(!page.contains(&format!("href=\"{round}\"")), "a department does not see the round of all");
}

#[tokio::test]
async fn another_agency_sees_no_entry_and_a_round_is_opened_once() {
    let city = City::new().await;
    let home = city.staff("noi-vu", 1, &HOME).await;
    let other = city.staff("so-khac", 3, &[VIEW, PROPOSE, SUBMIT]).await;
    let round = city.opened(&home).await;
    let again = [("nam", "2012"), ("nhom", "department"), ("ten", "x"), ("han", "2012-12-20")];
    assert_eq!(city.post("/thi-dua/dot/moi", &home, &again).await.0, StatusCode::CONFLICT);
    assert_eq!(city.number("SELECT COUNT(*) FROM emulation_round").await, 1);
    for path in ["/thi-dua/phieu/1".to_owned(), "/thi-dua/phieu/1/de-nghi".to_owned(), round] {
        assert_eq!(city.get(&path, &other).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    let (_, page) = city.get("/thi-dua/phieu", &other).await;
    assert!(page.contains("Sở Hai") && !page.contains("Sở Một"), "{page}");
    let bare = [("diem/new", "5"), ("vi-sao/new", ""), ("loai", ""), ("thanh-tich", "Giữ lại chữ này")];
    let (status, page) = city.post("/thi-dua/phieu/2/de-nghi", &other, &bare).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("Giữ lại chữ này") && page.contains("phải nêu lý do"), "{page}");
}

#[tokio::test]
async fn who_sent_nothing_is_appraised_after_the_term_by_the_records() {
    let city = City::new().await;
    let home = city.staff("noi-vu", 1, &HOME).await;
    city.opened(&home).await;
    let early = city.post("/thi-dua/phieu/1/tham-dinh", &home, &[("loai", "a")]).await;
    assert_eq!(early.0, StatusCode::CONFLICT);
    city.city.clock.set("2012-12-17".parse::<Day>().unwrap().start().plus_minutes(9 * 60));
    let home = city.staff("noi-vu-sau", 1, &HOME).await;
    // 37 of 40 and 18 of 20: 55 of 60 is 91.67, and neither is below 85 per cent.
    city.done("/thi-dua/phieu/1/tham-dinh", &home, &[("loai", "a")]).await;
    assert_eq!(city.number("SELECT total FROM emulation_entry WHERE id = 1").await, 9_167);
}

/// Three of four reports of 2012 in time; the other department owed none whose day is over.
struct Reports;

#[async_trait]
impl ReportsOnTime for Reports {
    async fn of_year(&self, _: &App, year: i32) -> platform::Result<Vec<ReportsOfYear>> {
        let of = |agency_id, due, on_time| ReportsOfYear {
            agency_id,
            due,
            on_time,
            href: format!("/bao-cao-cchc/den-han?nam={year}&co-quan={agency_id}"),
        };
        Ok(if year == 2012 { vec![of(2, 4, 3), of(3, 0, 0)] } else { Vec::new() })
    }
}

#[tokio::test]
async fn reports_in_time_give_their_share_of_the_points_and_lead_to_their_list() {
    let city = City::new().await;
    let app = &city.city.app;
    app.provide::<Arc<dyn ReportsOnTime>>(Arc::new(Reports));
    let criterion: super::rules::Criterion =
        serde_json::from_str(r#"{"code": "reports", "name": "Báo cáo", "max": 20, "source": "reports"}"#)
            .unwrap();
    let today = app.clock.now().day();
    let found = super::measuring::measure(app, &criterion, (2012, today), &[2, 3]).await.unwrap();
    let own = &found[&2];
    assert_eq!((own.points, own.count), (Some(1_500), 4), "15 of 20");
    assert_eq!(own.href, "/bao-cao-cchc/den-han?nam=2012&co-quan=2");
    assert!(!found.contains_key(&3), "of nothing owed there is no share");
    let before = super::measuring::measure(app, &criterion, (2011, today), &[2, 3]).await.unwrap();
    assert!(before.is_empty(), "nobody kept reports of that year");
}
