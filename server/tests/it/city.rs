//! A whole city for a test: every slice seeded, a standing clock, staff of every role, and clients that speak HTTP.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use kernel::{Day, Moment};
use platform::identity::{self, AccountKind, NewAccount};
use platform::random::Random;
use platform::settings::Settings;
use platform::store::Store;
use platform::testing::{PASSWORD_HASH, postgres_copy, sqlite_copy};
use platform::{Actor, App, Clock, Read};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use tower::ServiceExt;

/// Password of every account in tests.
pub use platform::testing::PASSWORD;

/// A city under test; its folder and database are its own.
pub struct City {
    pub app: App,
    pub clock: Clock,
    router: Router,
    _folder: tempfile::TempDir,
}

/// Monday 10 June 2013, half past eight in the morning: a working day of the programme's era.
pub fn monday() -> Moment {
    at("2013-06-10", 8, 30)
}

/// A moment in Vietnamese time.
pub fn at(day: &str, hour: u32, minute: u32) -> Moment {
    day.parse::<Day>().unwrap().at(chrono::NaiveTime::from_hms_opt(hour, minute, 0).unwrap())
}

impl City {
    /// A seeded city on Monday 10 June 2013.
    pub async fn new() -> City {
        City::with(Settings::default()).await
    }

    /// The same under settings of its own.
    pub async fn with(settings: Settings) -> City {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::standing_at(monday());
        let store = match std::env::var("MOTCUA_TEST_DATABASE_URL") {
            Ok(url) if !url.is_empty() => {
                let clocks = (Clock::standing_at(monday()), clock.clone());
                postgres_copy(&url, &stamp(), &database_of_this_test(), clocks, seed).await.unwrap()
            }
            _ => {
                let file = folder.path().join("motcua.db");
                sqlite_copy(&stamp(), &file, Clock::standing_at(monday()), seed).await.unwrap();
                Store::open_sqlite(&file, clock.clone()).await.unwrap()
            }
        };
        City::under(store, clock, folder, settings, 7).await
    }

    /// A seeded city in an empty PostgreSQL database of the caller's.
    pub async fn on_postgres(url: &str) -> City {
        let clock = Clock::standing_at(monday());
        seed(Store::open_postgres(url, clock.clone()).await.unwrap()).await.unwrap();
        let store = Store::open_postgres(url, clock.clone()).await.unwrap();
        City::over(store, clock, tempfile::tempdir().unwrap(), 7).await
    }

    /// The city that stands in a database and folder.
    ///
    /// `seed` differs between a city and its restored twin, lest their tokens be the same.
    pub async fn over(store: Store, clock: Clock, folder: tempfile::TempDir, seed: u64) -> City {
        City::under(store, clock, folder, Settings::default(), seed).await
    }

    async fn under(
        store: Store,
        clock: Clock,
        folder: tempfile::TempDir,
        settings: Settings,
        seed: u64,
    ) -> City {
        let settings = Settings { data: folder.path().to_owned(), ..settings };
        let app = App::new(settings, store, Random::seeded(seed), motcua::slices()).unwrap();
        motcua::wire(&app);
        app.refresh().await.unwrap();
        let router = motcua::router(&app);
        City { app, clock, router, _folder: folder }
    }

    /// Answers a request as it comes from the network.
    pub async fn call(&self, request: Request<Body>) -> axum::response::Response {
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// Somebody without an account.
    pub fn stranger(&self) -> Client<'_> {
        Client { city: self, cookie: None }
    }

    /// Opens a staff account with a role at an agency and signs in.
    pub async fn staff(&self, role: &str, agency: &str) -> Client<'_> {
        let directory = self.app.directory();
        let agency = directory.by_code(agency).unwrap_or_else(|| panic!("no agency {agency}"));
        let login = format!("{}.{role}", agency.code);
        let tx = self.app.store.write(&Actor::system()).await.unwrap();
        let account = NewAccount {
            kind: AccountKind::Staff,
            login: login.clone(),
            name: format!("Cán bộ {role}"),
            email: None,
            phone: None,
            identity_number: None,
            address: None,
            agency_id: Some(agency.id),
        };
        let id = identity::create_account(&tx, &account, PASSWORD_HASH).await.unwrap();
        identity::grant_role(&tx, id, role, agency.id, true).await.unwrap();
        tx.commit().await.unwrap();
        self.sign_in(&login).await
    }

    /// Opens a citizen's account and signs in.
    pub async fn citizen(&self, login: &str) -> Client<'_> {
        let tx = self.app.store.write(&Actor::system()).await.unwrap();
        let account = NewAccount {
            kind: AccountKind::Citizen,
            login: login.to_owned(),
            name: "Nguyễn Thị Lan".to_owned(),
            email: Some("lan@example.vn".to_owned()),
            phone: Some("0900000001".to_owned()),
            identity_number: Some("362000001".to_owned()),
            address: Some("12 Hai Bà Trưng, Tân An, Ninh Kiều, Cần Thơ".to_owned()),
            agency_id: None,
        };
        identity::create_account(&tx, &account, PASSWORD_HASH).await.unwrap();
        tx.commit().await.unwrap();
        self.sign_in(login).await
    }

    async fn sign_in(&self, login: &str) -> Client<'_> {
        let token = platform::testing::session(&self.app, login).await.unwrap();
        Client { city: self, cookie: Some(format!("motcua={token}")) }
    }

    /// Signs an account in by its password.
    pub async fn with_password(&self, login: &str, password: &str) -> Client<'_> {
        let token = identity::sign_in(&self.app, login, password, "127.0.0.1", "test").await.unwrap().token;
        Client { city: self, cookie: Some(format!("motcua={token}")) }
    }

    /// Runs queued work until none is due.
    pub async fn work_off(&self) {
        platform::jobs::run_due(&self.app).await.unwrap();
        assert_eq!(
            self.app.store.number("SELECT COUNT(*) FROM job WHERE state <> 'done'", vec![]).await.unwrap(),
            0,
            "jobs failed: {:?}",
            self.app
                .store
                .rows::<(String, Option<String>)>(
                    "SELECT name, last_error FROM job WHERE state <> 'done'",
                    vec![]
                )
                .await
                .unwrap()
        );
    }

    /// Id of an agency.
    pub fn agency(&self, code: &str) -> i64 {
        self.app.directory().by_code(code).unwrap().id
    }
}

/// A browser, as far as HTTP goes.
pub struct Client<'a> {
    city: &'a City,
    cookie: Option<String>,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub location: String,
    pub body: String,
    pub bytes: Vec<u8>,
    pub content_type: String,
}

impl Client<'_> {
    /// Reads a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// Posts a form.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = fields
            .iter()
            .map(|(n, v)| format!("{}={}", ui::platform_url(n), ui::platform_url(v)))
            .collect::<Vec<_>>()
            .join("&");
        self.post_raw(path, "application/x-www-form-urlencoded", body.into_bytes(), None).await
    }

    /// Posts bytes, optionally from a foreign origin.
    pub async fn post_raw(&self, path: &str, kind: &str, body: Vec<u8>, origin: Option<&str>) -> Answer {
        let mut request =
            Request::post(path).header(header::CONTENT_TYPE, kind).header(header::HOST, "motcua.test");
        request = request.header(header::ORIGIN, origin.unwrap_or("http://motcua.test"));
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    async fn send(&self, mut request: Request<Body>) -> Answer {
        if let Some(cookie) = &self.cookie {
            request.headers_mut().insert(header::COOKIE, cookie.parse().unwrap());
        }
        let response = self.city.call(request).await;
        let status = response.status();
        let text = |name: header::HeaderName| {
            response.headers().get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned()
        };
        let (location, content_type) = (text(header::LOCATION), text(header::CONTENT_TYPE));
        let bytes = axum::body::to_bytes(response.into_body(), 64 << 20).await.unwrap().to_vec();
        Answer { status, location, body: String::from_utf8_lossy(&bytes).into_owned(), bytes, content_type }
    }
}

impl Answer {
    /// Demands a status, showing the page otherwise.
    pub fn expect(self, status: u16) -> Answer {
        assert_eq!(self.status.as_u16(), status, "{} {}", self.location, self.text());
        self
    }

    /// The page's words without tags.
    pub fn text(&self) -> String {
        let main = self.body.split("<main").nth(1).unwrap_or(&self.body);
        let mut out = String::new();
        let mut inside = false;
        for c in main.chars() {
            match c {
                '<' => inside = true,
                '>' => {
                    inside = false;
                    out.push(' ');
                }
                _ if !inside => out.push(c),
                _ => {}
            }
        }
        out.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Puts a seeded city of today into a data folder, which the program itself then serves: to seed one takes it longer than most
/// of what is asked of it.
pub async fn put_of_today(data: &Path) {
    let key = format!("{}_today", stamp());
    sqlite_copy(&key, &data.join("motcua.db"), Clock::system(), seed).await.unwrap();
}

/// What the seed depends on: this very test program.
fn stamp() -> String {
    let exe = std::env::current_exe().unwrap();
    let data = std::fs::metadata(&exe).unwrap();
    let modified = data.modified().unwrap().duration_since(std::time::UNIX_EPOCH).unwrap();
    format!("{}_{}", data.len(), modified.as_micros())
}

/// Fills what every test copies.
async fn seed(store: Store) -> platform::error::Result<()> {
    let folder = tempfile::tempdir().unwrap();
    platform::store::migrate(&store, motcua::slices()).await.unwrap();
    let settings = Settings { data: folder.path().to_owned(), ..Settings::default() };
    let app = App::new(settings, store, Random::seeded(1), motcua::slices()).unwrap();
    motcua::wire(&app);
    app.refresh().await.unwrap();
    for slice in motcua::slices() {
        if let Some(seed) = slice.seed {
            seed(app.clone()).await.unwrap_or_else(|e| panic!("seed of {}: {e}", slice.name));
            app.refresh().await.unwrap();
        }
    }
    platform::jobs::run_due(&app).await.unwrap();
    app.store.close().await
}

/// A database name of the test's own: tests of one process (`cargo test`) run side by side too.
fn database_of_this_test() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let thread = std::thread::current();
    let test: String =
        thread.name().unwrap_or("test").rsplit("::").next().unwrap_or_default().chars().take(36).collect();
    format!("it_{}_{}_{test}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

impl Client<'_> {
    /// Opens a page, fills the form on it that posts to `action` (default: the page's own), and sends it.
    pub async fn submit(&self, page: &str, action: &str, changes: &[(&str, &str)]) -> Answer {
        let shown = self.get(page).await.expect(200);
        let form = crate::forms::find(&shown.body, action).with(changes);
        let fields: Vec<(&str, &str)> = form.fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        self.post(&form.action, &fields).await
    }
}

impl City {
    /// Signs an account in again: sessions end with the day.
    pub async fn again(&self, login: &str) -> Client<'_> {
        self.sign_in(login).await
    }
}
