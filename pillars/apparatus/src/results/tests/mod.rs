//! Tests of the register over HTTP and on a fresh database: two wards, officials of each, results signed by hand.

mod check;
mod ends;

use super::{SLICE, jobs, register, store};
use async_trait::async_trait;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use contracts::dossiers::{Channel, DossierFact, DossierSettled};
use contracts::procedures::{Catalogue, ProcedureVersion};
use contracts::results::{PaperOwner, SignedResult, SignedResults};
use kernel::{Day, Moment};
use platform::app::DirectorySource;
use platform::directory::{AgencyRef, Directory};
use platform::error::{Error, Result};
use platform::identity::{self, AccountKind, NewAccount};
use platform::messages::{Lang, Messages};
use platform::testing::TestCity;
use platform::{Actor, App, Change, Read, Slice, Store};
use serde_json::json;
use std::sync::{Arc, Mutex};
use tower::ServiceExt;

static SLICES: [&Slice; 3] = [&platform::GROUND, &ui::SHELL, &SLICE];

const WARD: i64 = 2;
const OTHER_WARD: i64 = 3;

struct Agencies;

#[async_trait]
impl DirectorySource for Agencies {
    async fn load(&self, _: &Store) -> Result<Directory> {
        let agency = |id: i64, code: &str, name: &str, kind: &str, parent: Option<i64>| AgencyRef {
            id,
            code: code.to_owned(),
            name: name.to_owned(),
            short_name: name.to_owned(),
            kind: kind.to_owned(),
            level: kind.to_owned(),
            parent_id: parent,
            id_2016: String::new(),
            id_2020: String::new(),
            unit_code: String::new(),
            valid_from: None,
            valid_to: None,
        };
        Ok(Directory::new(vec![
            agency(1, "can-tho", "Thành phố Cần Thơ", "city", None),
            agency(WARD, "an-hoa", "UBND phường An Hòa", "commune", Some(1)),
            agency(OTHER_WARD, "cai-khe", "UBND phường Cái Khế", "commune", Some(1)),
        ]))
    }
}

/// One procedure whose result is valid for six months.
struct OneProcedure(Arc<ProcedureVersion>);

#[async_trait]
impl Catalogue for OneProcedure {
    async fn in_force(&self, _: &App, _: &str, _: Day) -> Result<Option<Arc<ProcedureVersion>>> {
        Ok(Some(self.0.clone()))
    }
    async fn version(&self, _: &App, id: i64) -> Result<Arc<ProcedureVersion>> {
        if id == self.0.id { Ok(self.0.clone()) } else { Err(Error::NotFound) }
    }
    async fn all_in_force(&self, _: &App, _: Day) -> Result<Vec<Arc<ProcedureVersion>>> {
        Ok(vec![self.0.clone()])
    }
}

/// What was signed.
#[derive(Clone, Default)]
struct Signed(Arc<Mutex<Vec<SignedResult>>>);

#[async_trait]
impl SignedResults for Signed {
    async fn of_dossier(&self, _: &App, dossier: i64) -> Result<Vec<SignedResult>> {
        Ok(self.0.lock().unwrap().iter().filter(|r| r.dossier_id == dossier).cloned().collect())
    }
    async fn after(&self, _: &App, id: i64, most: i64) -> Result<Vec<SignedResult>> {
        let most = usize::try_from(most).unwrap();
        Ok(self.0.lock().unwrap().iter().filter(|r| r.id > id).take(most).cloned().collect())
    }
    async fn last_id(&self, _: &App) -> Result<i64> {
        Ok(self.0.lock().unwrap().iter().map(|r| r.id).max().unwrap_or(0))
    }
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn at(text: &str) -> Moment {
    day(text).start().plus_minutes(9 * 60)
}

struct City {
    city: TestCity,
    router: Router,
    signed: Signed,
}

impl City {
    async fn new() -> City {
        let city = TestCity::new(&SLICES, at("2013-06-10")).await.unwrap();
        let source: Arc<dyn DirectorySource> = Arc::new(Agencies);
        city.app.provide(source);
        let body = serde_json::from_value(json!({
            "code": "HT-10", "name": "Xác nhận tình trạng hôn nhân", "short_name": "Tình trạng hôn nhân",
            "field": {"code": "HT", "name": "Hộ tịch"}, "level": "commune", "valid_from": "2012-01-01",
            "status": "published",
            "result": {"name": "Giấy xác nhận tình trạng hôn nhân", "paper": true, "valid": "6 tháng"}
        }))
        .unwrap();
        let version = Arc::new(ProcedureVersion { id: 1, number: 1, body });
        let catalogue: Arc<dyn Catalogue> = Arc::new(OneProcedure(version));
        city.app.provide(catalogue);
        let signed = Signed::default();
        let port: Arc<dyn SignedResults> = Arc::new(signed.clone());
        city.app.provide(port);
        city.app.refresh().await.unwrap();
        let router = platform::http::assemble(&city.app)
            .layer(axum::middleware::from_fn_with_state(city.app.clone(), ui::error_pages))
            .with_state(city.app.clone());
        City { city, router, signed }
    }

    fn app(&self) -> &App {
        &self.city.app
    }

    /// Signs a result for a ward's dossier, without telling anybody.
    fn sign(&self, dossier: i64, agency: i64, account: Option<i64>, file: Option<(String, String)>) {
        let mut all = self.signed.0.lock().unwrap();
        let id = i64::try_from(all.len()).unwrap() + 1;
        all.push(SignedResult {
            id,
            dossier_id: dossier,
            dossier_code: format!("H13.02-130603-{dossier:04}"),
            agency_id: agency,
            procedure: "HT-10".to_owned(),
            procedure_version_id: 1,
            field: "HT".to_owned(),
            number: format!("{dossier}/GXN"),
            name: "Giấy xác nhận tình trạng hôn nhân".to_owned(),
            signer: "Huỳnh Hữu Nghĩa".to_owned(),
            signed: at("2013-06-10"),
            file,
            owner: PaperOwner {
                account_id: account,
                by_proxy: false,
                name: "Nguyễn Thị Lan".to_owned(),
                identity_number: "362000001".to_owned(),
            },
        });
    }

    /// Tells that a dossier was settled; twice is once.
    async fn tell(&self, dossier: i64, agency: i64) {
        let fact = DossierFact {
            dossier_id: dossier,
            code: format!("H13.02-130603-{dossier:04}"),
            agency_id: agency,
            procedure: "HT-10".into(),
            field: "HT".into(),
            channel: Channel::Counter,
            account_id: None,
            filed_on: None,
            received_on: None,
            due_on: None,
            due_before_on: None,
            settled_on: None,
        };
        let tx = self.app().store.write(&Actor::system()).await.unwrap();
        tx.journal(Change::of("one_stop", "dossier", dossier, "settle")).await.unwrap();
        tx.emit(&DossierSettled(fact)).await.unwrap();
        tx.commit().await.unwrap();
        platform::jobs::run_due(self.app()).await.unwrap();
    }

    /// A result signed and entered; its entry.
    async fn entered(&self, dossier: i64, agency: i64, account: Option<i64>) -> store::EntryRow {
        self.sign(dossier, agency, account, None);
        self.tell(dossier, agency).await;
        store::of_dossier(&self.app().store, dossier).await.unwrap().remove(0)
    }

    async fn number(&self, sql: &str) -> i64 {
        self.app().store.number(sql, vec![]).await.unwrap()
    }

    /// A member of staff with permissions over a ward; the session's token.
    async fn staff(&self, login: &str, agency: i64, permissions: &[&str]) -> String {
        let app = self.app();
        let tx = app.store.write(&Actor::system()).await.unwrap();
        tx.exec(
            "INSERT INTO role (code, name, permissions) VALUES ($1, $1, $2)",
            vec![login.into(), serde_json::to_string(permissions).unwrap().into()],
        )
        .await
        .unwrap();
        let account =
            identity::create_account(&tx, &account(login, Some(agency)), platform::testing::PASSWORD_HASH)
                .await
                .unwrap();
        identity::grant_role(&tx, account, login, agency, false).await.unwrap();
        tx.commit().await.unwrap();
        platform::testing::session(app, login).await.unwrap()
    }

    /// A citizen: account and the session's token.
    async fn citizen(&self, login: &str) -> (i64, String) {
        let app = self.app();
        let tx = app.store.write(&Actor::system()).await.unwrap();
        let id = identity::create_account(&tx, &account(login, None), platform::testing::PASSWORD_HASH)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        (id, platform::testing::session(app, login).await.unwrap())
    }

    async fn get(&self, path: &str, token: &str) -> (StatusCode, String) {
        let request =
            Request::get(path).header(header::COOKIE, format!("motcua={token}")).body(Body::empty()).unwrap();
        self.send(request).await
    }

    async fn post(&self, path: &str, token: &str, form: &[(&str, &str)]) -> (StatusCode, String) {
        let body: Vec<String> =
            form.iter().map(|(n, v)| format!("{}={}", ui::platform_url(n), ui::platform_url(v))).collect();
        let request = Request::post(path)
            .header(header::COOKIE, format!("motcua={token}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.join("&")))
            .unwrap();
        self.send(request).await
    }

    async fn send(&self, request: Request<Body>) -> (StatusCode, String) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let place = response.headers().get(header::LOCATION).map(|v| v.to_str().unwrap().to_owned());
        let body = axum::body::to_bytes(response.into_body(), 10_000_000).await.unwrap();
        (status, place.unwrap_or_else(|| String::from_utf8_lossy(&body).into_owned()))
    }
}

fn account(login: &str, agency: Option<i64>) -> NewAccount {
    NewAccount {
        kind: if agency.is_some() { AccountKind::Staff } else { AccountKind::Citizen },
        login: login.into(),
        name: format!("Người {login}"),
        email: None,
        phone: None,
        identity_number: None,
        address: None,
        agency_id: agency,
    }
}

#[test]
fn every_text_is_there_in_both_languages() {
    let messages = Messages::new(&[SLICE.messages]).unwrap();
    assert_eq!(messages.keys(Lang::Vi), messages.keys(Lang::En));
    assert!(messages.keys(Lang::Vi).iter().all(|k| k.starts_with("results-") || k.starts_with("journal-")));
}

#[tokio::test]
async fn a_signed_result_is_entered_once_with_the_end_its_procedure_says() {
    let city = City::new().await;
    let entry = city.entered(7, WARD, None).await;
    assert_eq!((entry.number.as_str(), entry.signed_on.as_str()), ("7/GXN", "2013-06-10"));
    assert_eq!(entry.valid_to.as_deref(), Some("2013-12-10"));
    city.tell(7, WARD).await;
    assert_eq!(city.number("SELECT COUNT(*) FROM result_entry").await, 1);
    assert_eq!(city.number("SELECT COUNT(*) FROM journal WHERE action = 'result_enter'").await, 1);
    let told = register().of_dossier(city.app(), 7).await.unwrap();
    assert!(told[0].standing && told[0].owner.name == "Nguyễn Thị Lan");
}

#[tokio::test]
async fn a_number_typed_with_blanks_is_found_as_the_same_persons() {
    let city = City::new().await;
    city.sign(7, WARD, None, None);
    city.signed.0.lock().unwrap()[0].owner.identity_number = "362 000 001".to_owned();
    city.tell(7, WARD).await;
    for asked in ["362000001", "362.000.001"] {
        assert_eq!(register().of_person(city.app(), 99, asked).await.unwrap().len(), 1, "{asked}");
    }
    assert!(register().of_person(city.app(), 99, "362000002").await.unwrap().is_empty());
}

#[tokio::test]
async fn a_dossier_settled_without_a_granted_result_enters_nothing() {
    let city = City::new().await;
    city.tell(9, WARD).await;
    assert_eq!(city.number("SELECT COUNT(*) FROM result_entry").await, 0);
}

#[tokio::test]
async fn results_from_before_the_register_are_gathered_once_and_in_order() {
    let city = City::new().await;
    for dossier in 1..=3 {
        city.sign(dossier, WARD, None, None);
    }
    city.tell(2, WARD).await;
    jobs::gather(city.app()).await.unwrap();
    assert_eq!(city.number("SELECT COUNT(*) FROM result_entry").await, 3);
    assert_eq!(store::gathered(&city.app().store).await.unwrap(), Some(3));
    city.sign(4, OTHER_WARD, None, None);
    city.tell(4, OTHER_WARD).await;
    jobs::gather(city.app()).await.unwrap();
    assert_eq!(city.number("SELECT COUNT(*) FROM result_entry").await, 4);
    assert_eq!(
        store::gathered(&city.app().store).await.unwrap(),
        Some(4),
        "one entered meanwhile is passed over"
    );
}

#[tokio::test]
async fn the_list_shows_ones_own_agencies_filters_and_exports() {
    let city = City::new().await;
    city.entered(7, WARD, None).await;
    city.entered(8, OTHER_WARD, None).await;
    let clerk = city.staff("clerk", WARD, &["results.view"]).await;
    let (status, page) = city.get("/so-ket-qua", &clerk).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("7/GXN") && !page.contains("8/GXN"), "{page}");
    assert!(page.contains("10/12/2013") && page.contains("Đang có hiệu lực"), "{page}");
    assert!(city.get("/so-ket-qua?q=lan+7", &clerk).await.1.contains("7/GXN"));
    assert!(!city.get("/so-ket-qua?tinh-trang=expired", &clerk).await.1.contains("7/GXN"));
    assert!(!city.get("/so-ket-qua?tinh-trang=cho-duyet", &clerk).await.1.contains("7/GXN"));
    city.city.clock.set(at("2013-12-11"));
    let clerk = platform::testing::session(city.app(), "clerk").await.unwrap();
    assert!(city.get("/so-ket-qua?tinh-trang=expired", &clerk).await.1.contains("7/GXN"));
    let (status, file) = city.get("/so-ket-qua?dang=csv", &clerk).await;
    assert_eq!(status, StatusCode::OK);
    assert!(file.contains("7/GXN") && file.contains("Nguyễn Thị Lan") && file.contains("Hết hạn"), "{file}");
    assert_eq!(city.number("SELECT COUNT(*) FROM personal_read WHERE record = 'list'").await, 1);
}

#[tokio::test]
async fn another_agencys_entry_does_not_exist_and_a_look_is_noted() {
    let city = City::new().await;
    let own = city.entered(7, WARD, None).await.id;
    let other = city.entered(8, OTHER_WARD, None).await.id;
    let clerk = city.staff("clerk", WARD, &["results.view"]).await;
    let (status, page) = city.get(&format!("/so-ket-qua/{own}"), &clerk).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("Nguyễn Thị Lan") && page.contains("Vào sổ kết quả"), "{page}");
    assert!(!page.contains("/de-nghi"), "a clerk proposes nothing");
    assert_eq!(city.number("SELECT COUNT(*) FROM personal_read WHERE record = 'result'").await, 1);
    assert_eq!(city.get(&format!("/so-ket-qua/{other}"), &clerk).await.0, StatusCode::NOT_FOUND);
    assert_eq!(city.get(&format!("/so-ket-qua/{other}/in"), &clerk).await.0, StatusCode::NOT_FOUND);
    assert_eq!(city.get("/so-ket-qua", "").await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn all_results_of_a_person_are_told_however_many() {
    let city = City::new().await;
    for dossier in 1..=620 {
        city.sign(dossier, WARD, None, None);
    }
    jobs::gather(city.app()).await.unwrap();
    let told = register().of_person(city.app(), 99, "362000001").await.unwrap();
    assert_eq!(told.len(), 620);
    assert!(told.windows(2).all(|two| two[0].id > two[1].id), "each once, the newest first");
}
