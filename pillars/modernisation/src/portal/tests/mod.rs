//! Through HTTP on a fresh database: the door opens to those with the key, and leads nowhere else.

mod account;
mod door;
mod factor;
mod password;
mod recover;

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE, USER_AGENT};
use axum::http::{Request, StatusCode};
use axum::response::Response;
use kernel::{Day, Moment};
use platform::identity::{self, AccountKind, NewAccount};
use platform::settings::Settings;
use platform::testing::TestCity;
use platform::{Actor, App, Slice};
use tower::ServiceExt;

static SLICES: &[&Slice] = &[&platform::GROUND, &ui::SHELL, &super::SLICE];
/// A password long enough for every account of these tests.
pub(super) const PASSWORD: &str = "ba con mèo trên mái nhà";
/// As it is kept: a hash takes tens of milliseconds.
pub(super) const PASSWORD_HASH: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bXVvaSBjdWEgY2FjIHBoZQ$r+0xlKJlU5hGTJNEIbmnF7tE37dnpvVaiLZaBScUM34";

/// The city of a test with a client.
pub(super) struct House {
    pub city: TestCity,
    pub app: App,
}

/// What came back.
pub(super) struct Answer {
    pub status: StatusCode,
    pub to: String,
    pub cookies: Vec<String>,
    pub body: String,
}

impl House {
    pub async fn new(demo: bool) -> House {
        let now: Moment =
            Day::ymd(2012, 10, 5).unwrap().at(chrono::NaiveTime::from_hms_opt(9, 0, 0).unwrap());
        let city = TestCity::new(SLICES, now).await.unwrap();
        let settings = Settings { demo, ..city.app.settings.clone() };
        let app = App::new(settings, city.app.store.clone(), city.app.random.clone(), SLICES).unwrap();
        app.refresh().await.unwrap();
        super::seed::seed(app.clone()).await.unwrap();
        House { city, app }
    }

    pub async fn citizen(&self, login: &str) -> i64 {
        let tx = self.app.store.write(&Actor::system()).await.unwrap();
        let new = NewAccount {
            kind: AccountKind::Citizen,
            login: login.to_owned(),
            name: "Trần Thị Lụa".to_owned(),
            email: None,
            phone: None,
            identity_number: Some(login.to_owned()),
            address: Some("Ninh Kiều".to_owned()),
            agency_id: None,
        };
        let id = identity::create_account(&tx, &new, PASSWORD_HASH).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    pub async fn get(&self, path: &str, cookie: &str) -> Answer {
        let request = Request::get(path).header(COOKIE, cookie).body(Body::empty()).unwrap();
        self.send(request).await
    }

    pub async fn post(&self, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Answer {
        let encoded: Vec<String> =
            fields.iter().map(|(n, v)| format!("{}={}", ui::platform_url(n), ui::platform_url(v))).collect();
        let request = Request::post(path)
            .header(COOKIE, cookie)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(encoded.join("&")))
            .unwrap();
        self.send(request).await
    }

    /// Asks for a page from a browser of this name.
    pub async fn get_from(&self, agent: &str, path: &str, cookie: &str) -> Answer {
        let request =
            Request::get(path).header(COOKIE, cookie).header(USER_AGENT, agent).body(Body::empty()).unwrap();
        self.send(request).await
    }

    /// Puts a rule in force, in place of any other of its key.
    pub async fn rule(&self, key: &str, value: &str) {
        let tx = self.app.store.housekeeping().await.unwrap();
        tx.exec("DELETE FROM legal_profile WHERE rule_key = $1", vec![key.into()]).await.unwrap();
        tx.exec(
            "INSERT INTO legal_profile (rule_key, name_vi, name_en, value, unit, source, confirmed, note, state, changed_at) \
             VALUES ($1, $1, $1, $2, 'limits', '', FALSE, '', 'published', 0)",
            vec![key.into(), value.into()],
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        self.app.refresh().await.unwrap();
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let router = platform::http::assemble(&self.app)
            .layer(axum::middleware::from_fn_with_state(self.app.clone(), ui::error_pages))
            .with_state(self.app.clone());
        answer(router.oneshot(request).await.unwrap()).await
    }

    /// Signs in and answers with the cookie to send.
    pub async fn signed_in(&self, login: &str) -> String {
        let answer =
            self.post("/dang-nhap", "", &[("ten", login), ("mat_khau", PASSWORD), ("ve", "/")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        answer.cookies.first().unwrap().split(';').next().unwrap().to_owned()
    }
}

async fn answer(response: Response) -> Answer {
    let (parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, 10_000_000).await.unwrap();
    Answer {
        status: parts.status,
        to: parts.headers.get(LOCATION).map(|v| v.to_str().unwrap().to_owned()).unwrap_or_default(),
        cookies: parts.headers.get_all(SET_COOKIE).iter().map(|v| v.to_str().unwrap().to_owned()).collect(),
        body: String::from_utf8_lossy(&bytes).into_owned(),
    }
}

#[tokio::test]
async fn every_public_page_answers_a_stranger_in_both_languages() {
    let house = House::new(false).await;
    for path in [
        "/",
        "/dang-nhap",
        "/dang-ky",
        "/quen-mat-khau",
        "/tim",
        "/tim?q=khai+sinh",
        "/gioi-thieu",
        "/tro-nang",
        "/robots.txt",
        "/favicon.ico",
    ] {
        for cookie in ["ngon_ngu=vi", "ngon_ngu=en"] {
            let answer = house.get(path, cookie).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
            assert!(
                !answer.body.contains("portal-") && !answer.body.contains("ui-"),
                "{path}: a text is missing: {}",
                answer.body
            );
        }
    }
}

#[test]
fn both_languages_have_the_same_keys() {
    let (vi, en) = super::SLICE.messages;
    let messages = platform::messages::Messages::new(&[(vi, en)]).unwrap();
    assert_eq!(messages.keys(platform::messages::Lang::Vi), messages.keys(platform::messages::Lang::En));
}
