//! A small city with the slice alone: the city, its office, a district and a ward.

use super::super::{HANDLE, PUBLISH, SLICE, SUPERVISE, VIEW};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use kernel::{Day, Moment};
use platform::app::DirectorySource;
use platform::directory::{AgencyRef, Directory};
use platform::identity::{self, AccountKind, NewAccount};
use platform::store::Store;
use platform::testing::TestCity;
use platform::{Actor, Read};
use std::sync::Arc;
use tower::ServiceExt;

static SLICES: [&platform::Slice; 3] = [&platform::GROUND, &ui::SHELL, &SLICE];

/// The city.
pub const CITY: i64 = 1;
/// A district.
pub const DISTRICT: i64 = 2;
/// A ward of it.
pub const WARD: i64 = 3;

struct Tree;

#[async_trait::async_trait]
impl DirectorySource for Tree {
    async fn load(&self, _: &Store) -> platform::Result<Directory> {
        let agency = |id: i64, code: &str, name: &str, parent: Option<i64>| AgencyRef {
            id,
            code: code.into(),
            name: name.into(),
            short_name: name.into(),
            kind: "district".into(),
            level: "district".into(),
            parent_id: parent,
            id_2016: String::new(),
            id_2020: String::new(),
            unit_code: String::new(),
            valid_from: None,
            valid_to: None,
        };
        Ok(Directory::new(vec![
            agency(CITY, "thanh-pho", "Thành phố", None),
            agency(DISTRICT, "quan", "Quận Một", Some(CITY)),
            agency(WARD, "phuong", "Phường A", Some(DISTRICT)),
        ]))
    }
}

/// Nine in the morning of a day.
pub fn at(day: &str) -> Moment {
    day.parse::<Day>().unwrap().start().plus_minutes(9 * 60)
}

/// The city under test.
pub struct City {
    pub city: TestCity,
    router: Router,
}

/// A petition that is whole.
pub const GIVEN: [(&str, &str); 6] = [
    ("doi_tuong", "citizen"),
    ("ho_ten", "Lê Văn Tám"),
    ("dia_chi", "Ấp Thới Bình"),
    ("dien_thoai", "0909123456"),
    ("noi_dung_ve", "unsuited"),
    ("noi_dung", "Vẫn phải nộp bản sao sổ hộ khẩu dù phường đã có sổ gốc."),
];

impl City {
    /// Seeded, on Monday 10 June 2013.
    pub async fn new() -> City {
        let city = TestCity::new(&SLICES, at("2013-06-10")).await.unwrap();
        let source: Arc<dyn DirectorySource> = Arc::new(Tree);
        city.app.provide(source);
        city.app.refresh().await.unwrap();
        (SLICE.seed.unwrap())(city.app.clone()).await.unwrap();
        let router = platform::http::assemble(&city.app)
            .layer(axum::middleware::from_fn_with_state(city.app.clone(), ui::error_pages))
            .with_state(city.app.clone());
        City { city, router }
    }

    /// A page.
    pub async fn get(&self, path: &str, token: &str) -> (StatusCode, String) {
        let request = Request::get(path).header(header::COOKIE, format!("motcua={token}"));
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// A form; the answer's address, or its page.
    pub async fn post(&self, path: &str, token: &str, form: &[(&str, &str)]) -> (StatusCode, String) {
        let body: Vec<String> =
            form.iter().map(|(n, v)| format!("{}={}", ui::platform_url(n), ui::platform_url(v))).collect();
        let request = Request::post(path)
            .header(header::COOKIE, format!("motcua={token}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(body.join("&"))).unwrap()).await
    }

    async fn send(&self, request: Request<Body>) -> (StatusCode, String) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let place = response.headers().get(header::LOCATION).map(|v| v.to_str().unwrap().to_owned());
        let body = axum::body::to_bytes(response.into_body(), 10_000_000).await.unwrap();
        (status, place.unwrap_or_else(|| String::from_utf8_lossy(&body).into_owned()))
    }

    /// An officer of an agency with every right of the slice there and below; the session's token.
    pub async fn staff(&self, login: &str, agency: i64) -> String {
        let app = &self.city.app;
        let rights: Vec<&str> = [VIEW, HANDLE, PUBLISH, SUPERVISE].iter().map(|p| p.0).collect();
        let tx = app.store.write(&Actor::system()).await.unwrap();
        tx.exec(
            "INSERT INTO role (code, name, permissions) VALUES ($1, $1, $2)",
            vec![login.into(), serde_json::to_string(&rights).unwrap().into()],
        )
        .await
        .unwrap();
        let new = NewAccount {
            kind: AccountKind::Staff,
            login: login.into(),
            name: "Nguyễn Thị Hoa".into(),
            email: None,
            phone: None,
            identity_number: None,
            address: None,
            agency_id: Some(agency),
        };
        let account = identity::create_account(&tx, &new, platform::testing::PASSWORD_HASH).await.unwrap();
        identity::grant_role(&tx, account, login, agency, true).await.unwrap();
        tx.commit().await.unwrap();
        self.again(login).await
    }

    /// Signs an officer in again: sessions end with the day.
    pub async fn again(&self, login: &str) -> String {
        platform::testing::session(&self.city.app, login).await.unwrap()
    }

    /// A number from the database.
    pub async fn number(&self, sql: &str) -> i64 {
        self.city.app.store.number(sql, vec![]).await.unwrap()
    }

    /// A petition given by a stranger: (id, address of its page).
    pub async fn given(&self) -> (i64, String) {
        let (status, place) = self.post("/phan-anh", "", &GIVEN).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{place}");
        (self.number("SELECT MAX(id) FROM petition").await, place)
    }

    /// The same with some answers of one's own.
    pub async fn given_with(&self, own: &[(&str, &str)]) -> (i64, String) {
        let rest = GIVEN.iter().filter(|(name, _)| own.iter().all(|(other, _)| other != name));
        let form: Vec<(&str, &str)> = rest.chain(own).copied().collect();
        let (status, place) = self.post("/phan-anh", "", &form).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{place}");
        (self.number("SELECT MAX(id) FROM petition").await, place)
    }

    /// Changes a row behind the product's back.
    pub async fn set(&self, sql: &str) {
        let tx = self.city.app.store.housekeeping().await.unwrap();
        tx.exec(sql, vec![]).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Does an act and demands that it was done.
    pub async fn act(&self, officer: &str, id: i64, act: &str, form: &[(&str, &str)]) -> String {
        let (status, place) = self.post(&format!("/phan-anh-kien-nghi/{id}/{act}"), officer, form).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{act}: {place}");
        place
    }

    /// Judges by all criteria and answers.
    pub async fn answer(&self, officer: &str, id: i64, text: &str) {
        let criteria = ["necessary", "lawful", "simple", "feasible", "consistent", "treaties"];
        let names = criteria.map(|c| format!("tieu_chi.{c}"));
        let mut form: Vec<(&str, &str)> = names.iter().map(|n| (n.as_str(), "met")).collect();
        form.extend([("ket_qua", "correct"), ("tra_loi", text)]);
        self.act(officer, id, "answer", &form).await;
    }
}
