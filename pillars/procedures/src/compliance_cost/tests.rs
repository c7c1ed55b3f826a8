//! Compliance cost on a fresh city over HTTP: opened, written, reviewed by a second person, compared, summed by year.

use super::{EDIT, REVIEW, SLICE, VIEW, port};
use async_trait::async_trait;
use axum::http::StatusCode;
use contracts::load::{DossierLoad, ProcedureLoad, ReturnReason};
use kernel::{Day, Dong};
use platform::messages::{Lang, Messages};
use platform::testing::{Pages, Place, TestCity, staff, tree};
use platform::{Actor, App, Ctx, Locale, Read};
use std::sync::Arc;

static SLICES: [&platform::Slice; 5] =
    [&platform::GROUND, &ui::SHELL, &eforms::SLICE, &crate::catalogue::SLICE, &SLICE];

static AGENCIES: [Place; 3] = [
    (1, "thanh-pho", "Thành phố", "city", None),
    (2, "quan-mot", "Quận Một", "district", Some(1)),
    (3, "quan-hai", "Quận Hai", "district", Some(1)),
];

/// So many dossiers of every procedure in every year, by agency.
struct Dossiers(Vec<(i64, i64)>);

#[async_trait]
impl DossierLoad for Dossiers {
    async fn received(&self, app: &App, _: &str, _: i32, agency: i64) -> platform::Result<i64> {
        let below = app.directory().subtree(agency);
        Ok(self.0.iter().filter(|(of, _)| below.contains(of)).map(|(_, count)| count).sum())
    }

    fn list_href(&self, _: &Ctx, procedure: &str, year: i32, agency: Option<i64>) -> Option<String> {
        let of = agency.map(|id| format!("&don-vi={id}")).unwrap_or_default();
        Some(format!("/ho-so/nhan-trong-nam?thu-tuc={procedure}&nam={year}{of}"))
    }

    async fn by_procedure(&self, _: &App, _: Day, _: Day) -> platform::Result<Vec<ProcedureLoad>> {
        Ok(Vec::new())
    }

    async fn reasons(&self, _: &App, _: Day, _: Day) -> platform::Result<Vec<ReturnReason>> {
        Ok(Vec::new())
    }

    fn reason(&self, _: &Locale, code: &str) -> String {
        code.to_owned()
    }
}

struct City {
    city: TestCity,
    pages: Pages,
}

impl City {
    async fn new() -> City {
        let now = "2013-06-10".parse::<Day>().unwrap().start().plus_minutes(9 * 60);
        let city = TestCity::new(&SLICES, now).await.unwrap();
        city.app.provide(tree(&AGENCIES));
        city.app.provide(crate::catalogue::port());
        let load: Arc<dyn DossierLoad> = Arc::new(Dossiers(vec![(2, 600), (3, 50)]));
        city.app.provide(load);
        rule(&city.app, "compliance_cost.income_per_hour", "20").await;
        rule(&city.app, "compliance_cost.activities", r#"[{"key":"prepare","name":"Chuẩn bị hồ sơ"}]"#).await;
        let files: Vec<_> =
            crate::catalogue::shipped().into_iter().filter(|f| f.name == "HT-05.yaml").collect();
        crate::catalogue::import(&city.app, &Actor::system(), &files).await.unwrap();
        let router = platform::http::assemble(&city.app)
            .layer(axum::middleware::from_fn_with_state(city.app.clone(), ui::error_pages))
            .with_state(city.app.clone());
        City { city, pages: Pages::over(router) }
    }

    fn app(&self) -> &App {
        &self.city.app
    }

    async fn get(&self, path: &str, token: &str) -> (StatusCode, String) {
        self.pages.get(path, token).await.unwrap()
    }

    async fn post(&self, path: &str, token: &str, form: &[(&str, &str)]) -> (StatusCode, String) {
        self.pages.post(path, token, form).await.unwrap()
    }

    /// A member of staff with every right of the slice over an agency and those below; the session's token.
    async fn staff(&self, login: &str, agency: i64) -> String {
        staff(self.app(), login, agency, &[VIEW, EDIT, REVIEW]).await.unwrap().1
    }

    async fn number(&self, sql: &str) -> i64 {
        self.app().store.number(sql, vec![]).await.unwrap()
    }

    /// A study of HT-05 with the worked example's one job in place of those it opens with; its path.
    async fn study(&self, token: &str) -> String {
        let form = [("thu-tuc", "HT-05"), ("co-quan", "quan-mot"), ("nam", "2013")];
        let (status, path) = self.post("/chi-phi/moi", token, &form).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{path}");
        for line in 1..=self.number("SELECT COUNT(*) FROM cost_line").await {
            self.post(&format!("{path}/viec/{line}"), token, &[("bo", "1")]).await;
        }
        assert_eq!(self.number("SELECT COUNT(*) FROM cost_line").await, 0);
        let job = [("nhom", "prepare"), ("viec", "Điền mẫu"), ("gio", "9; 6; 3"), ("nguoi", "1")];
        assert_eq!(self.post(&format!("{path}/viec"), token, &job).await.0, StatusCode::SEE_OTHER);
        let own = [
            ("thu-nhap", "20"),
            ("nguon", "Ví dụ"),
            ("cach-dem", "rieng"),
            ("so-lan", "52"),
            ("doi-tuong", "600"),
            ("ly-do", "Ví dụ của sổ tay"),
        ];
        assert_eq!(self.post(&format!("{path}/so-lieu"), token, &own).await.0, StatusCode::SEE_OTHER);
        path
    }
}

async fn rule(app: &App, key: &str, value: &str) {
    let tx = app.store.housekeeping().await.unwrap();
    let sql = "INSERT INTO legal_profile (rule_key, name_vi, name_en, value, unit, valid_from, valid_to, source, confirmed, note, \
               state, changed_at) VALUES ($1, '', '', $2, '', '2010-10-14', NULL, 'Nguồn thử', FALSE, '', 'published', 0)";
    tx.exec(sql, vec![key.into(), value.into()]).await.unwrap();
    tx.commit().await.unwrap();
    app.refresh().await.unwrap();
}

#[test]
fn every_text_is_there_in_both_languages() {
    let messages = Messages::new(&[SLICE.messages]).unwrap();
    assert_eq!(messages.keys(Lang::Vi), messages.keys(Lang::En));
}

#[tokio::test]
async fn a_study_opens_with_the_procedures_jobs_and_the_years_dossiers() {
    let city = City::new().await;
    let writer = city.staff("nguoi-lap", 2).await;
    let form = [("thu-tuc", "HT-05"), ("co-quan", "quan-mot"), ("nam", "2013")];
    let (_, path) = city.post("/chi-phi/moi", &writer, &form).await;
    let (status, page) = city.get(&path, &writer).await;
    assert_eq!(status, StatusCode::OK);
    for needle in [
        "Nộp hồ sơ",
        "Đang tính bằng 0",
        "Lệ phí hộ tịch",
        "20.000",
        "600 hồ sơ",
        "/ho-so/nhan-trong-nam?thu-tuc=HT-05",
        "don-vi=2",
    ] {
        assert!(page.contains(needle), "{needle}: {page}");
    }
    assert!(!page.contains("compliance-cost-"), "a text is missing");
    // The fee alone: 20 000 once, 600 dossiers.
    assert_eq!(city.number("SELECT cost_year FROM cost_study").await, 12_000_000);
    // The city's study counts the dossiers of all below it.
    let whole = city.staff("thanh-pho", 1).await;
    let of_all = [("thu-tuc", "HT-05"), ("co-quan", "thanh-pho"), ("nam", "2013")];
    city.post("/chi-phi/moi", &whole, &of_all).await;
    assert_eq!(city.number("SELECT counted FROM cost_study WHERE agency_id = 1").await, 650);
    let (status, page) = city.post("/chi-phi/moi", &writer, &[("thu-tuc", ""), ("nam", "13")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("Hãy ghi năm bằng bốn chữ số"));
}

#[tokio::test]
async fn the_worked_example_comes_out_and_counts_only_after_a_second_person() {
    let city = City::new().await;
    let (writer, second) = (city.staff("nguoi-lap", 2).await, city.staff("nguoi-soat", 2).await);
    let path = city.study(&writer).await;
    // Of 9, 6 and 3 hours the lower-middle: 6 × 20 × 52 × 600.
    assert_eq!(city.number("SELECT cost_year FROM cost_study").await, 3_744_000);
    let (_, page) = city.get(&path, &writer).await;
    assert!(page.contains("3.744.000") && page.contains("Ví dụ của sổ tay"), "{page}");
    assert_eq!(city.post(&format!("{path}/trinh"), &writer, &[]).await.0, StatusCode::SEE_OTHER);
    let review = format!("href=\"{path}/soat\"");
    assert!(!city.get(&path, &writer).await.1.contains(&review), "who made it is not offered its review");
    assert!(city.get(&path, &second).await.1.contains(&review), "a second person is");
    let verdict = [("ket-luan", "dat")];
    let (status, page) = city.post(&format!("{path}/soat"), &writer, &verdict).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(page.contains("không tự soát xét được"), "{page}");
    assert!(port().of(city.app(), "HT-05", 2).await.unwrap().is_none(), "nothing counts before the review");
    assert_eq!(city.post(&format!("{path}/soat"), &second, &verdict).await.0, StatusCode::SEE_OTHER);
    let cost = port().of(city.app(), "HT-05", 2).await.unwrap().unwrap();
    assert_eq!((cost.now, cost.after), (Dong(3_744_000), None));
    assert!(cost.href.starts_with(&path), "{}", cost.href);
    // What counts is not changed any more.
    let job = [("nhom", "prepare"), ("viec", "Thêm"), ("nguoi", "1")];
    assert_eq!(city.post(&format!("{path}/viec"), &writer, &job).await.0, StatusCode::CONFLICT);
    let (_, years) = city.get("/chi-phi/tong-hop", &writer).await;
    assert!(years.contains("3.744.000") && years.contains("/chi-phi?nam=2013"), "{years}");
}

#[tokio::test]
async fn the_time_after_saves_what_was_cut_and_a_newer_study_takes_the_place() {
    let city = City::new().await;
    let (writer, second) = (city.staff("nguoi-lap", 2).await, city.staff("nguoi-soat", 2).await);
    let path = city.study(&writer).await;
    let through = async |path: &str| {
        city.post(&format!("{path}/trinh"), &writer, &[]).await;
        let done = city.post(&format!("{path}/soat"), &second, &[("ket-luan", "dat")]).await;
        assert_eq!(done.0, StatusCode::SEE_OTHER, "{}", done.1);
    };
    through(&path).await;
    let (_, after) = city.post(&format!("{path}/sau"), &writer, &[]).await;
    assert_ne!(after, path);
    let (_, again) = city.post(&format!("{path}/sau"), &writer, &[]).await;
    assert_eq!(again, after, "the draft that stands is gone on with");
    let line = city.number("SELECT MAX(id) FROM cost_line").await;
    let cut = [("nhom", "prepare"), ("viec", "Điền mẫu"), ("gio", "4,2"), ("nguoi", "1")];
    city.post(&format!("{after}/viec/{line}"), &writer, &cut).await;
    through(&after).await;
    let cost = port().of(city.app(), "HT-05", 2).await.unwrap().unwrap();
    assert_eq!(cost.after, Some(Dong(2_620_800)));
    let (status, page) = city.get(&format!("{path}/so-sanh"), &writer).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("1.123.200 đồng (30 %)"), "{page}");
    let newer = city.study_of_same(&writer).await;
    through(&newer).await;
    let standing = "SELECT COUNT(*) FROM cost_study WHERE state = 'accepted' AND scenario = 'now'";
    assert_eq!(city.number(standing).await, 1);
}

impl City {
    /// A second study of the same procedure, agency and year, as it opens.
    async fn study_of_same(&self, token: &str) -> String {
        let form = [("thu-tuc", "HT-05"), ("co-quan", "quan-mot"), ("nam", "2013")];
        self.post("/chi-phi/moi", token, &form).await.1
    }
}

#[tokio::test]
async fn another_agency_finds_no_study_and_what_is_typed_wrong_is_kept() {
    let city = City::new().await;
    let (writer, far) = (city.staff("nguoi-lap", 2).await, city.staff("nguoi-xa", 3).await);
    let path = city.study(&writer).await;
    for page in ["", "/so-lieu", "/viec", "/so-sanh", "/in"] {
        assert_eq!(city.get(&format!("{path}{page}"), &far).await.0, StatusCode::NOT_FOUND, "{page}");
    }
    let (_, list) = city.get("/chi-phi", &far).await;
    assert!(!list.contains(&format!("{path}\"")), "{list}");
    let wrong = [("nhom", "prepare"), ("viec", "Điền mẫu"), ("gio", "một giờ"), ("phi", "12.5")];
    let (status, page) = city.post(&format!("{path}/viec"), &writer, &wrong).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.contains("một giờ") && page.contains("12.5") && page.contains("cách nhau bằng dấu chấm phẩy")
    );
    let no_reason =
        [("thu-nhap", "20"), ("nguon", "x"), ("cach-dem", "rieng"), ("so-lan", "1"), ("doi-tuong", "5")];
    let (status, page) = city.post(&format!("{path}/so-lieu"), &writer, &no_reason).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("Hãy ghi vì sao"), "{page}");
    let (status, csv) = city.get("/chi-phi?dang=csv&nam=2013", &writer).await;
    assert!(status == StatusCode::OK && csv.contains("HT-05"), "{csv}");
}

#[tokio::test]
async fn whoever_wrote_a_figure_or_handed_it_in_is_no_second_person() {
    let city = City::new().await;
    let (author, helper) = (city.staff("nguoi-lap", 2).await, city.staff("nguoi-ghi", 2).await);
    let (sender, second) = (city.staff("nguoi-trinh", 2).await, city.staff("nguoi-soat", 2).await);
    let path = city.study(&author).await;
    let job = [("nhom", "prepare"), ("viec", "Sao giấy tờ"), ("gio", "1"), ("nguoi", "1")];
    assert_eq!(city.post(&format!("{path}/viec"), &helper, &job).await.0, StatusCode::SEE_OTHER);
    assert_eq!(city.post(&format!("{path}/trinh"), &sender, &[]).await.0, StatusCode::SEE_OTHER);
    for maker in [&author, &helper, &sender] {
        assert_eq!(city.get(&format!("{path}/soat"), maker).await.0, StatusCode::CONFLICT);
        let own = city.post(&format!("{path}/soat"), maker, &[("ket-luan", "dat")]).await;
        assert_eq!(own.0, StatusCode::CONFLICT, "{}", own.1);
    }
    assert_eq!(city.number("SELECT COUNT(*) FROM cost_study WHERE state = 'accepted'").await, 0);
    let done = city.post(&format!("{path}/soat"), &second, &[("ket-luan", "dat")]).await;
    assert_eq!(done.0, StatusCode::SEE_OTHER, "{}", done.1);
}

#[tokio::test]
async fn a_verdict_and_a_figure_fall_on_what_was_seen() {
    let city = City::new().await;
    let (writer, second) = (city.staff("nguoi-lap", 2).await, city.staff("nguoi-soat", 2).await);
    let path = city.study(&writer).await;
    let version = city.number("SELECT version FROM cost_study").await;
    let (now, before) = (version.to_string(), (version - 1).to_string());
    let (_, form) = city.get(&format!("{path}/so-lieu"), &writer).await;
    assert!(form.contains(&format!("name=\"phien_ban\" value=\"{now}\"")), "{form}");
    let job = [("nhom", "prepare"), ("viec", "Sao giấy tờ"), ("gio", "1"), ("nguoi", "1")];
    let own = [("thu-nhap", "30"), ("nguon", "x"), ("cach-dem", "ho-so")];
    for (to, typed) in [("viec", job.as_slice()), ("so-lieu", own.as_slice())] {
        let old: Vec<(&str, &str)> = typed.iter().copied().chain([("phien_ban", before.as_str())]).collect();
        let (status, page) = city.post(&format!("{path}/{to}"), &writer, &old).await;
        assert_eq!(status, StatusCode::CONFLICT, "{to}: {page}");
        assert!(page.contains("Đang lập"), "{to} says what stands now: {page}");
    }
    assert_eq!(city.number("SELECT version FROM cost_study").await, version, "nothing was kept");
    city.post(&format!("{path}/trinh"), &writer, &[]).await;
    let old = [("ket-luan", "dat"), ("phien_ban", now.as_str())];
    assert_eq!(city.post(&format!("{path}/soat"), &second, &old).await.0, StatusCode::CONFLICT);
    let seen = (version + 1).to_string();
    let new = [("ket-luan", "dat"), ("phien_ban", seen.as_str())];
    let done = city.post(&format!("{path}/soat"), &second, &new).await;
    assert_eq!(done.0, StatusCode::SEE_OTHER, "{}", done.1);
}

#[tokio::test]
async fn a_proposal_of_an_agency_finds_its_own_study_else_that_above_and_never_anothers() {
    let city = City::new().await;
    let (writer, second) = (city.staff("nguoi-lap", 1).await, city.staff("nguoi-soat", 1).await);
    let through = async |path: &str| {
        city.post(&format!("{path}/trinh"), &writer, &[]).await;
        let done = city.post(&format!("{path}/soat"), &second, &[("ket-luan", "dat")]).await;
        assert_eq!(done.0, StatusCode::SEE_OTHER, "{}", done.1);
    };
    let open = async |agency: &str| {
        let form = [("thu-tuc", "HT-05"), ("co-quan", agency), ("nam", "2013")];
        city.post("/chi-phi/moi", &writer, &form).await.1
    };
    let found = async |agency: i64| port().of(city.app(), "HT-05", agency).await.unwrap().map(|c| c.href);
    let district = open("quan-mot").await;
    through(&district).await;
    assert_eq!(found(2).await, Some(format!("{district}/so-sanh")));
    assert_eq!((found(3).await, found(1).await), (None, None), "another's dossiers are not theirs");
    let whole = open("thanh-pho").await;
    through(&whole).await;
    assert_eq!(found(3).await, Some(format!("{whole}/so-sanh")), "that of the agency above");
    assert_eq!(found(2).await, Some(format!("{district}/so-sanh")), "its own goes before");
}

#[tokio::test]
async fn a_job_added_after_a_change_is_set_beside_none_of_the_jobs_that_stood() {
    let city = City::new().await;
    let (writer, second) = (city.staff("nguoi-lap", 2).await, city.staff("nguoi-soat", 2).await);
    let path = city.study(&writer).await;
    city.post(&format!("{path}/trinh"), &writer, &[]).await;
    city.post(&format!("{path}/soat"), &second, &[("ket-luan", "dat")]).await;
    let (_, after) = city.post(&format!("{path}/sau"), &writer, &[]).await;
    let line = city.number("SELECT MAX(id) FROM cost_line").await;
    city.post(&format!("{after}/viec/{line}"), &writer, &[("bo", "1")]).await;
    let job = [("nhom", "prepare"), ("viec", "Khai qua mạng"), ("gio", "1"), ("nguoi", "1")];
    assert_eq!(city.post(&format!("{after}/viec"), &writer, &job).await.0, StatusCode::SEE_OTHER);
    let shared =
        "SELECT COUNT(*) FROM cost_line a JOIN cost_line b ON b.position = a.position AND b.id <> a.id";
    assert_eq!(city.number(shared).await, 0, "the job dropped and the new one are two rows");
    let (_, page) = city.get(&format!("{path}/so-sanh"), &writer).await;
    assert!(page.contains("Điền mẫu") && page.contains("Khai qua mạng"), "{page}");
}

#[tokio::test]
async fn what_is_given_back_names_no_reviewer_and_an_hour_worth_nothing_is_not_handed_in() {
    let city = City::new().await;
    let (writer, second) = (city.staff("nguoi-lap", 2).await, city.staff("nguoi-soat", 2).await);
    let path = city.study(&writer).await;
    city.post(&format!("{path}/trinh"), &writer, &[]).await;
    let back = [("ket-luan", "tra"), ("nhan-xet", "Số giờ chưa có căn cứ")];
    assert_eq!(city.post(&format!("{path}/soat"), &second, &back).await.0, StatusCode::SEE_OTHER);
    let facts = async || {
        let (_, page) = city.get(&path, &writer).await;
        page.split("id=\"lich-su\"").next().unwrap_or_default().to_owned()
    };
    let returned = facts().await;
    assert!(
        returned.contains("Số giờ chưa có căn cứ") && !returned.contains("Cán bộ nguoi-soat"),
        "{returned}"
    );
    let nothing = [("thu-nhap", "0"), ("nguon", "Chưa có"), ("cach-dem", "ho-so")];
    assert_eq!(city.post(&format!("{path}/so-lieu"), &writer, &nothing).await.0, StatusCode::SEE_OTHER);
    let (status, page) = city.post(&format!("{path}/trinh"), &writer, &[]).await;
    assert!(status == StatusCode::CONFLICT && page.contains("Thu nhập một giờ đang bằng 0"), "{page}");
    let something = [("thu-nhap", "20"), ("nguon", "Ví dụ"), ("cach-dem", "ho-so")];
    city.post(&format!("{path}/so-lieu"), &writer, &something).await;
    city.post(&format!("{path}/trinh"), &writer, &[]).await;
    city.post(&format!("{path}/soat"), &second, &[("ket-luan", "dat")]).await;
    assert!(facts().await.contains("Cán bộ nguoi-soat"));
}

#[tokio::test]
async fn the_database_itself_keeps_one_study_that_counts() {
    let city = City::new().await;
    let writer = city.staff("nguoi-lap", 2).await;
    city.study_of_same(&writer).await;
    city.study_of_same(&writer).await;
    let tx = city.app().store.housekeeping().await.unwrap();
    tx.exec("UPDATE cost_study SET state = 'accepted' WHERE id = 1", vec![]).await.unwrap();
    let twice = tx.exec("UPDATE cost_study SET state = 'accepted' WHERE id = 2", vec![]).await;
    assert!(twice.is_err(), "two studies of the same count");
}

#[tokio::test]
async fn an_empty_list_offers_a_new_study_to_those_who_may_make_one() {
    let city = City::new().await;
    let writer = city.staff("nguoi-lap", 2).await;
    let reader = staff(city.app(), "nguoi-xem", 2, &[VIEW]).await.unwrap().1;
    assert!(city.get("/chi-phi", &writer).await.1.contains("/chi-phi/moi"));
    let (status, page) = city.get("/chi-phi", &reader).await;
    assert!(status == StatusCode::OK && !page.contains("/chi-phi/moi"), "{page}");
}
