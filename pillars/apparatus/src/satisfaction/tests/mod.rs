//! Tests of satisfaction over HTTP and on a fresh database.

use super::{SLICE, VIEW, ratings, store};
use axum::http::StatusCode;
use contracts::dossiers::{Channel, DossierFact, DossierReturned};
use kernel::{Day, Moment, Period};
use platform::messages::{Lang, Messages};
use platform::testing::{Pages, Place, TestCity, staff, tree};
use platform::{Actor, App, Change, Read, Scope};

mod rates;
mod waves;

static SLICES: [&platform::Slice; 3] = [&platform::GROUND, &ui::SHELL, &SLICE];

static AGENCIES: [Place; 4] = [
    (1, "thanh-pho", "Thành phố", "commune", None),
    (2, "quan", "Quận Một", "commune", Some(1)),
    (3, "phuong-a", "Phường A", "commune", Some(2)),
    (4, "phuong-b", "Phường B", "commune", Some(1)),
];

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn at(text: &str) -> Moment {
    day(text).start().plus_minutes(9 * 60)
}

struct City {
    city: TestCity,
    pages: Pages,
}

impl City {
    async fn seeded(today: &str) -> City {
        let city = TestCity::new(&SLICES, at(today)).await.unwrap();
        city.app.provide(tree(&AGENCIES));
        city.app.refresh().await.unwrap();
        (SLICE.seed.unwrap())(city.app.clone()).await.unwrap();
        let router = platform::http::assemble(&city.app)
            .layer(axum::middleware::from_fn_with_state(city.app.clone(), ui::error_pages))
            .with_state(city.app.clone());
        City { city, pages: Pages::over(router) }
    }

    fn app(&self) -> &App {
        &self.city.app
    }

    /// Returns a dossier of an agency; the path of its sheet.
    async fn returned(&self, dossier: i64, agency: i64) -> String {
        let fact = DossierFact {
            dossier_id: dossier,
            code: format!("H13.01-121005-{dossier:04}"),
            agency_id: agency,
            procedure: "HT-01".into(),
            field: "ho-tich".into(),
            channel: Channel::Counter,
            account_id: None,
            filed_on: None,
            received_on: None,
            due_on: None,
            due_before_on: None,
            settled_on: None,
        };
        let tx = self.app().store.write(&Actor::system()).await.unwrap();
        tx.journal(Change::of("one_stop", "dossier", dossier, "return_result")).await.unwrap();
        tx.emit(&DossierReturned(fact)).await.unwrap();
        tx.commit().await.unwrap();
        platform::jobs::run_due(self.app()).await.unwrap();
        ratings().link(self.app(), dossier).await.unwrap().unwrap()
    }

    async fn get(&self, path: &str, token: &str) -> (StatusCode, String) {
        self.pages.get(path, token).await.unwrap()
    }

    async fn rate(&self, path: &str, form: &[(&str, &str)]) -> (StatusCode, String) {
        self.pages.post(path, "", form).await.unwrap()
    }

    /// A member of staff who may see the answers of an agency and those below; the session's token.
    async fn staff(&self, login: &str, agency: i64) -> String {
        staff(self.app(), login, agency, &[VIEW]).await.unwrap().1
    }

    /// So many sheets of an agency, all five questions answered with one level.
    async fn rated(&self, first_dossier: i64, agency: i64, levels: &[&str]) {
        for (dossier, level) in (first_dossier..).zip(levels) {
            let path = self.returned(dossier, agency).await;
            let form =
                ["access", "procedure", "officer", "result", "feedback"].map(|q| (format!("q-{q}"), *level));
            let form: Vec<(&str, &str)> = form.iter().map(|(n, v)| (n.as_str(), *v)).collect();
            assert_eq!(self.rate(&path, &form).await.0, StatusCode::SEE_OTHER);
        }
    }
}

#[test]
fn every_text_is_there_in_both_languages() {
    let messages = Messages::new(&[SLICE.messages]).unwrap();
    assert_eq!(messages.keys(Lang::Vi), messages.keys(Lang::En));
    assert!(
        messages.keys(Lang::Vi).iter().all(|k| k.starts_with("satisfaction-") || k.starts_with("journal-"))
    );
}

#[tokio::test]
async fn a_returned_dossier_gets_one_sheet_however_often_it_is_told() {
    let city = City::seeded("2012-10-12").await;
    let first = city.returned(7, 3).await;
    assert_eq!(city.returned(7, 3).await, first);
    assert_eq!(city.app().store.number("SELECT COUNT(*) FROM survey_invite", vec![]).await.unwrap(), 1);
    assert_eq!(ratings().link(city.app(), 8).await.unwrap(), None);
}

#[tokio::test]
async fn a_citizen_answers_once_without_signing_in() {
    let city = City::seeded("2012-10-12").await;
    let path = city.returned(7, 3).await;
    let (status, page) = city.get(&path, "").await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("Phường A") && page.contains("HT-01") && page.contains("12/10/2012"), "{page}");
    assert_eq!(page.matches("type=\"radio\"").count(), 30);

    let (status, page) = city.rate(&path, &[("nguon", "link")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("Phiếu chưa có câu trả lời nào"), "{page}");
    let (status, page) =
        city.rate(&path, &[("q-access", "4"), ("q-officer", "9"), ("gop_y", "Chờ <lâu>")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("Hãy chọn một trong các mức") && page.contains("Chờ &#60;lâu&#62;"), "{page}");
    assert!(page.contains("value=\"4\" checked"), "{page}");

    let answers =
        [("q-access", "4"), ("q-officer", "2"), ("q-result", "0"), ("gop_y", "Chờ lâu"), ("nguon", "qr")];
    let (status, place) = city.rate(&path, &answers).await;
    assert_eq!(
        (status, place.as_str()),
        (StatusCode::SEE_OTHER, path.replace("gia/", "gia/ban-giao/").as_str())
    );
    assert!(city.get(&place, "").await.1.contains("Cảm ơn bạn đã đánh giá"));
    let (status, page) = city.rate(&path, &answers).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(page.contains("Mỗi hồ sơ được đánh giá một lần"), "{page}");
    assert!(city.get(&path, "").await.1.contains("Phiếu này đã được trả lời"));
    assert_eq!(ratings().link(city.app(), 7).await.unwrap(), None);
    let rows = city.app().store.number("SELECT COUNT(*) FROM survey_answer", vec![]).await.unwrap();
    assert_eq!(rows, 5);
}

#[tokio::test]
async fn of_two_answers_at_once_one_counts() {
    let city = City::seeded("2012-10-12").await;
    let path = city.returned(7, 3).await;
    let (a, b) = tokio::join!(city.rate(&path, &[("q-access", "5")]), city.rate(&path, &[("q-access", "1")]));
    let mut statuses = [a.0, b.0];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::SEE_OTHER, StatusCode::CONFLICT]);
    let tally = store::tally(&city.app().store, Period::Year { year: 2012 }, &Scope::All).await.unwrap();
    assert!(tally.iter().all(|t| t.sheets == 1 && t.rated == 1), "{tally:?}");
}

#[tokio::test]
async fn nobody_is_named_in_what_an_answer_leaves_behind() {
    let city = City::seeded("2012-10-12").await;
    let path = city.returned(7, 3).await;
    city.rate(&path, &[("q-access", "1")]).await;
    let sheet = store::by_dossier(&city.app().store, 7).await.unwrap().unwrap();
    let entries = platform::journal::history(&city.app().store, "survey_invite", sheet.id).await.unwrap();
    let entry = entries.iter().find(|e| e.action == "survey_answer").unwrap();
    assert_eq!((entry.actor_name.as_str(), entry.actor_id, entry.unit_id), ("Người đánh giá", None, None));
    assert!(!entry.after.contains("\"1\"") && !entry.after.contains("127.0.0.1"), "{}", entry.after);
}

#[tokio::test]
async fn the_tablet_goes_to_rest_by_itself() {
    let city = City::seeded("2012-10-12").await;
    let path = city.returned(7, 3).await;
    let (_, page) = city.get(&format!("{path}?may=1"), "").await;
    assert!(page.contains("name=\"nguon\" value=\"tablet\""), "{page}");
    let (_, place) = city.rate(&path, &[("q-access", "5"), ("nguon", "tablet")]).await;
    assert!(place.ends_with("?may=1"), "{place}");
    let (_, page) = city.get(&place, "").await;
    assert!(page.contains("content=\"10;url=/danh-gia/may\""), "{page}");
    assert!(city.get("/danh-gia/may", "").await.1.contains("Sẵn sàng cho người tiếp theo"));
    let waiting = city.returned(8, 3).await.replace("gia/", "gia/ban-giao/");
    assert_eq!(city.get(&waiting, "").await.1, waiting.replace("ban-giao/", ""));
}

#[tokio::test]
async fn the_qr_code_is_a_picture_of_its_own() {
    let city = City::seeded("2012-10-12").await;
    let path = city.returned(7, 3).await;
    let (status, svg) = city.get(&path.replace("gia/", "gia/qr/"), "").await;
    assert!(status == StatusCode::OK && svg.starts_with("<svg xmlns="), "{svg}");
    assert_eq!(city.get("/danh-gia/qr/khong-co", "").await.0, StatusCode::NOT_FOUND);
    assert_eq!(city.get("/danh-gia/khong-co", "").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn after_its_last_day_a_sheet_is_closed() {
    let city = City::seeded("2012-10-12").await;
    let path = city.returned(7, 3).await;
    city.city.clock.set(at("2012-11-11"));
    assert!(city.get(&path, "").await.1.contains("<form"));
    city.city.clock.set(at("2012-11-12"));
    let (_, page) = city.get(&path, "").await;
    assert!(page.contains("Phiếu này đã hết hạn trả lời") && page.contains("11/11/2012"), "{page}");
    assert_eq!(city.rate(&path, &[("q-access", "5")]).await.0, StatusCode::CONFLICT);
    assert_eq!(ratings().link(city.app(), 7).await.unwrap(), None);
}

#[tokio::test]
async fn staff_see_answers_of_their_scope_without_names() {
    let city = City::seeded("2012-10-12").await;
    city.rated(10, 3, &["5"]).await;
    city.rated(20, 4, &["1"]).await;
    let (head, leader) = (city.staff("truong", 2).await, city.staff("lanh-dao", 1).await);
    assert_eq!(city.get("/hai-long", "").await.0, StatusCode::UNAUTHORIZED);
    let (_, page) = city.get("/hai-long", &head).await;
    assert!(page.contains("5 bản ghi") && page.contains("Rất hài lòng"), "{page}");
    assert!(!page.contains("Phường B") && !page.contains("H13.01-121005"), "{page}");
    let (_, page) = city.get("/hai-long?muc=thap&yeu-to=officer&thang=2012-10&sap=-muc", &leader).await;
    assert!(page.contains("1 bản ghi") && page.contains("Rất không hài lòng"), "{page}");
    let (_, page) = city.get("/hai-long?co-quan=phuong-a&muc=thap", &leader).await;
    assert!(page.contains("Chưa có câu trả lời nào"), "{page}");
    let (_, csv) = city.get("/hai-long?dang=csv", &leader).await;
    assert_eq!(csv.lines().count(), 11);
    let sheet = store::by_dossier(&city.app().store, 20).await.unwrap().unwrap().id;
    let page = format!("/hai-long/phieu/{sheet}");
    assert_eq!(city.get(&page, &head).await.0, StatusCode::NOT_FOUND);
    assert!(city.get(&page, &leader).await.1.contains("Phường B"));
}

#[tokio::test]
async fn sheets_without_answer_wait_for_the_clerk() {
    let city = City::seeded("2012-10-12").await;
    let path = city.returned(7, 3).await;
    let clerk = city.staff("mot-cua", 3).await;
    let (_, page) = city.get("/hai-long/cho", &clerk).await;
    assert!(page.contains("H13.01-121005-0007") && page.contains(&format!("{path}?may=1")), "{page}");
    let (_, csv) = city.get("/hai-long/cho?dang=csv", &clerk).await;
    assert!(
        csv.contains("H13.01-121005-0007") && !csv.contains(path.trim_start_matches("/danh-gia/")),
        "{csv}"
    );
    city.rate(&path, &[("q-access", "5")]).await;
    assert!(city.get("/hai-long/cho", &clerk).await.1.contains("Không có phiếu nào chờ trả lời"));
}
