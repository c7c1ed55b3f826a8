//! The way of a definition over HTTP: drafted, sent, given back, approved by a second person from a day on; what an import leaves.

use super::super::{DEFINE, REVIEW, SLICE, VIEW, definitions as port, import, programmes};
use super::SMALL;
use axum::http::StatusCode;
use kernel::Day;
use platform::testing::{Pages, Place, TestCity, staff, tree};
use platform::{GROUND, Permission, Read, Slice};

static SLICES: [&Slice; 3] = [&GROUND, &ui::SHELL, &SLICE];
static AGENCIES: [Place; 2] =
    [(1, "thanh-pho", "Thành phố", "city", None), (2, "quan-mot", "Quận Một", "district", Some(1))];

const PATH: &str = "/chuong-trinh/dinh-nghia";

struct City {
    city: TestCity,
    pages: Pages,
}

/// A form that is taken: the target of the small programme's measure raised to 87,5, with milestones.
const FORM: [(&str, &str); 9] = [
    ("chi-tieu", "II.1.dd-mot"),
    ("ten", "Một"),
    ("cong-thuc", "a / b"),
    ("so-sanh", "gt"),
    ("muc", "87,5"),
    ("sat", "5"),
    ("moc-2013", "72"),
    ("ly-do", "Theo nghị quyết mới"),
    ("tu-ngay", "2013-06-01"),
];

impl City {
    async fn new() -> City {
        let now = Day::ymd(2013, 5, 6).unwrap().start().plus_minutes(9 * 60);
        let city = TestCity::new(&SLICES, now).await.unwrap();
        city.app.provide(tree(&AGENCIES));
        city.app.refresh().await.unwrap();
        import(&city.app, SMALL).await.unwrap();
        let router = platform::http::assemble(&city.app)
            .layer(axum::middleware::from_fn_with_state(city.app.clone(), ui::error_pages))
            .with_state(city.app.clone());
        City { city, pages: Pages::over(router) }
    }

    async fn staff(&self, login: &str, agency: i64, rights: &[Permission]) -> String {
        staff(&self.city.app, login, agency, rights).await.unwrap().1
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

    async fn target(&self) -> Option<f64> {
        programmes().current(&self.city.app).await.unwrap().unwrap().measures[0].target
    }

    fn on(&self, day: (i32, u32, u32)) {
        self.city.clock.set(Day::ymd(day.0, day.1, day.2).unwrap().start().plus_minutes(9 * 60));
    }
}

#[tokio::test]
async fn a_definition_counts_from_its_day_after_a_second_persons_approval() {
    let city = City::new().await;
    let writer = city.staff("noi-vu", 1, &[VIEW, DEFINE]).await;
    let reviewer = city.staff("lanh-dao", 1, &[VIEW, REVIEW]).await;
    let form = city.get(&format!("{PATH}/moi?chi-tieu=II.1.dd-mot"), &writer).await;
    assert!(
        form.0 == StatusCode::OK && form.1.contains("moc-2013") && form.1.contains("a / b"),
        "{}",
        form.1
    );
    let place = city.done(&format!("{PATH}/moi"), &writer, &FORM).await;
    let (_, page) = city.get(&place, &writer).await;
    for needle in ["Bản thảo", "87,5", "2012: 70", "2013: 72", "Theo nghị quyết mới"] {
        assert!(page.contains(needle), "{needle}: {page}");
    }
    let early = city.post(&format!("{place}/duyet"), &reviewer, &[]).await;
    assert_eq!(early.0, StatusCode::CONFLICT, "{}", early.1);
    city.done(&format!("{place}/trinh"), &writer, &[]).await;
    let bare = city.post(&format!("{place}/tra-lai"), &reviewer, &[("ly-do", "")]).await;
    assert_eq!(bare.0, StatusCode::UNPROCESSABLE_ENTITY);
    city.done(&format!("{place}/tra-lai"), &reviewer, &[("ly-do", "Nêu căn cứ")]).await;
    assert!(city.get(&place, &writer).await.1.contains("Nêu căn cứ"));
    city.done(&format!("{place}/sua"), &writer, &FORM).await;
    city.done(&format!("{place}/trinh"), &writer, &[]).await;
    city.done(&format!("{place}/duyet"), &reviewer, &[]).await;
    assert_eq!(city.target().await, Some(80.0), "its day has not come");
    city.on((2013, 6, 1));
    assert_eq!(city.target().await, Some(87.5));
    let programme = programmes().current(&city.city.app).await.unwrap().unwrap();
    assert_eq!(
        (programme.measures[0].target_in(2013), programme.measures[0].target_in(2014)),
        (Some(72.0), Some(87.5))
    );
    let day = |m: u32| Day::ymd(2013, m, 1).unwrap();
    let versions = port().in_force(&city.city.app, day(6)).await.unwrap();
    assert_eq!(versions.get("II.1.đ/mot"), Some(&1));
    assert!(port().in_force(&city.city.app, day(5)).await.unwrap().is_empty());
    let sql = "SELECT COUNT(*) FROM journal WHERE record = 'measure' AND action = 'definition_in_force'";
    assert_eq!(city.city.app.store.number(sql, vec![]).await.unwrap(), 1);
}

#[tokio::test]
async fn nobody_approves_what_they_wrote_and_a_district_sees_nothing() {
    let city = City::new().await;
    let alone = city.staff("mot-minh", 1, &[VIEW, DEFINE, REVIEW]).await;
    let far = city.staff("quan", 2, &[VIEW, DEFINE, REVIEW]).await;
    let place = city.done(&format!("{PATH}/moi"), &alone, &FORM).await;
    city.done(&format!("{place}/trinh"), &alone, &[]).await;
    let (status, page) = city.post(&format!("{place}/duyet"), &alone, &[]).await;
    assert!(status == StatusCode::CONFLICT && page.contains("không được tự duyệt"), "{page}");
    for path in [PATH.to_owned(), place.clone(), format!("{place}/sua")] {
        assert_eq!(city.get(&path, &far).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(city.post(&format!("{place}/duyet"), &far, &[]).await.0, StatusCode::NOT_FOUND);
    assert_eq!(city.target().await, Some(80.0));
}

#[tokio::test]
async fn an_import_does_not_write_over_what_the_city_defined() {
    let city = City::new().await;
    let writer = city.staff("noi-vu", 1, &[VIEW, DEFINE]).await;
    let reviewer = city.staff("lanh-dao", 1, &[VIEW, REVIEW]).await;
    let place = city.done(&format!("{PATH}/moi"), &writer, &FORM).await;
    import(&city.city.app, &SMALL.replace("target: 80", "target: 85")).await.unwrap();
    city.done(&format!("{place}/trinh"), &writer, &[]).await;
    let (_, page) = city.get(&place, &reviewer).await;
    assert!(page.contains("được nhập lại sau khi bản này được lập"), "{page}");
    city.done(&format!("{place}/duyet"), &reviewer, &[]).await;
    assert_eq!(city.target().await, Some(85.0), "the programme's own, until the day comes");
    city.on((2013, 6, 2));
    import(&city.city.app, &SMALL.replace("target: 80", "target: 90")).await.unwrap();
    assert_eq!(city.target().await, Some(87.5));
}

#[tokio::test]
async fn what_is_wrong_with_a_form_is_told_and_what_was_typed_is_kept() {
    let city = City::new().await;
    let writer = city.staff("noi-vu", 1, &[VIEW, DEFINE]).await;
    let path = format!("{PATH}/moi");
    for (name, value, told) in [
        ("muc", "mười", "Hãy ghi một số"),
        ("muc", "187,5", "ngoài khoảng"),
        ("moc-2013", "-3", "ngoài khoảng"),
        ("so-sanh", "hon", "Hãy chọn cách so sánh"),
        ("chi-so", "khong-co", "Không có chỉ số nào"),
        ("tu-ngay", "2013-05-05", "từ hôm nay"),
        ("ly-do", "", "error-summary"),
    ] {
        let mut form: Vec<(&str, &str)> = FORM.iter().copied().filter(|(n, _)| *n != name).collect();
        form.push((name, value));
        let (status, page) = city.post(&path, &writer, &form).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{name}={value}: {page}");
        assert!(page.contains(told) && page.contains("a / b"), "{name}={value}: {page}");
    }
    let same = [("muc", "80"), ("moc-2013", ""), ("moc-2012", "70"), ("chi-so", "x")];
    let mut form: Vec<(&str, &str)> =
        FORM.iter().copied().filter(|(n, _)| !matches!(*n, "muc" | "moc-2013")).collect();
    form.extend(same);
    let (status, page) = city.post(&path, &writer, &form).await;
    assert_eq!(
        status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "the test's programme measures by what no slice declares: {page}"
    );
}

#[tokio::test]
async fn a_form_sent_twice_opens_one_draft_and_two_who_edit_do_not_write_over_each_other() {
    let city = City::new().await;
    let writer = city.staff("noi-vu", 1, &[VIEW, DEFINE]).await;
    let place = city.done(&format!("{PATH}/moi"), &writer, &FORM).await;
    let again = city.post(&format!("{PATH}/moi"), &writer, &FORM).await;
    assert!(again.0 == StatusCode::CONFLICT && again.1.contains("đã có một bản"), "{}", again.1);
    let seen: Vec<(&str, &str)> = FORM.iter().copied().chain([("ban-sua", "0")]).collect();
    city.done(&format!("{place}/sua"), &writer, &seen).await;
    let late = city.post(&format!("{place}/sua"), &writer, &seen).await;
    assert!(late.0 == StatusCode::CONFLICT && late.1.contains("vừa thay đổi"), "{}", late.1);
    city.done(&format!("{place}/bo"), &writer, &[]).await;
    city.done(&format!("{PATH}/moi"), &writer, &FORM).await;
    let sql = "SELECT MAX(version) FROM measure_definition";
    assert_eq!(city.city.app.store.number(sql, vec![]).await.unwrap(), 2);
}
