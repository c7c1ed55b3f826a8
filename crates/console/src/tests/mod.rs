//! Through HTTP on a fresh database with the shipped roles, rules and days: who may do what, and what is left of it.

mod access;
mod exports;
mod links;
mod people;
mod recovery;
mod rules;
mod sms;
mod watching;

use crate::slice::SLICE;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION};
use axum::http::{Request, StatusCode};
use kernel::{Day, Moment};
use platform::access::Role;
use platform::app::DirectorySource;
use platform::directory::{AgencyRef, Directory};
use platform::identity::{self, AccountKind, NewAccount};
use platform::jobs::Job;
use platform::settings::Settings;
use platform::testing::TestCity;
use platform::{Actor, App, Slice, Store};
use std::sync::Arc;
use tower::ServiceExt;

/// A slice with a job that always fails.
static FAILING: Slice = Slice {
    name: "failing",
    jobs: &[Job {
        name: "failing.work",
        schedule: None,
        run: |_, _| Box::pin(async { Err(platform::Error::fault("work", "no luck")) }),
    }],
    ..Slice::EMPTY
};
static SLICES: &[&Slice] = &[&platform::GROUND, &ui::SHELL, &SLICE, &FAILING];

pub(super) const PASSWORD: &str = "ba con mèo trên mái nhà";
/// As it is kept: a hash takes tens of milliseconds.
pub(super) const PASSWORD_HASH: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bXVvaSBjdWEgY2FjIHBoZQ$r+0xlKJlU5hGTJNEIbmnF7tE37dnpvVaiLZaBScUM34";
/// The city, a department below it, another department.
pub(super) const CITY: i64 = 1;
pub(super) const HOME_AFFAIRS: i64 = 2;
pub(super) const FINANCE: i64 = 3;

struct Tree;

#[async_trait::async_trait]
impl DirectorySource for Tree {
    async fn load(&self, _: &Store) -> platform::Result<Directory> {
        let agency = |id: i64, code: &str, parent: Option<i64>| AgencyRef {
            id,
            code: code.to_owned(),
            name: format!("Cơ quan {code}"),
            short_name: code.to_owned(),
            kind: "department".to_owned(),
            level: "city".to_owned(),
            parent_id: parent,
            id_2016: String::new(),
            id_2020: String::new(),
            unit_code: String::new(),
            valid_from: None,
            valid_to: None,
        };
        Ok(Directory::new(vec![
            agency(CITY, "ub", None),
            agency(HOME_AFFAIRS, "snv", Some(CITY)),
            agency(FINANCE, "stc", Some(CITY)),
        ]))
    }
}

/// The city of a test with a client.
pub(super) struct House {
    pub city: TestCity,
    pub app: App,
}

/// What came back.
pub(super) struct Answer {
    pub status: StatusCode,
    pub to: String,
    pub body: String,
}

pub(super) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

impl House {
    pub async fn new() -> House {
        House::with(Settings::default()).await
    }

    pub async fn with(settings: Settings) -> House {
        let now: Moment = day("2012-10-05").at(chrono::NaiveTime::from_hms_opt(9, 0, 0).unwrap());
        let city = TestCity::with(SLICES, now, settings).await.unwrap();
        let app = city.app.clone();
        app.provide::<Arc<dyn DirectorySource>>(Arc::new(Tree));
        app.refresh().await.unwrap();
        crate::seed::run(app.clone()).await.unwrap();
        House { city, app }
    }

    /// A member of staff with a role at an agency and below.
    pub async fn staff(&self, login: &str, role: Option<Role>, agency: i64) -> i64 {
        let tx = self.app.store.write(&Actor::system()).await.unwrap();
        let new = NewAccount {
            kind: AccountKind::Staff,
            login: login.to_owned(),
            name: format!("Cán bộ {login}"),
            email: None,
            phone: None,
            identity_number: None,
            address: None,
            agency_id: Some(agency),
        };
        let id = identity::create_account(&tx, &new, PASSWORD_HASH).await.unwrap();
        if let Some(role) = role {
            identity::grant_role(&tx, id, role.code(), agency, true).await.unwrap();
        }
        tx.commit().await.unwrap();
        id
    }

    /// The cookie of a signed-in account.
    pub async fn cookie(&self, login: &str) -> String {
        let token = platform::testing::session(&self.app, login).await.unwrap();
        format!("{}={token}", platform::http::SESSION_COOKIE)
    }

    /// The city's administrator, signed in.
    pub async fn administrator(&self) -> String {
        self.staff("admin", Some(Role::It), CITY).await;
        self.cookie("admin").await
    }

    pub async fn get(&self, path: &str, cookie: &str) -> Answer {
        self.send(Request::get(path).header(COOKIE, cookie).body(Body::empty()).unwrap()).await
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

    async fn send(&self, request: Request<Body>) -> Answer {
        let router = platform::http::assemble(&self.app)
            .layer(axum::middleware::from_fn_with_state(self.app.clone(), ui::error_pages))
            .with_state(self.app.clone());
        let (parts, body) = router.oneshot(request).await.unwrap().into_parts();
        let bytes = axum::body::to_bytes(body, 10_000_000).await.unwrap();
        Answer {
            status: parts.status,
            to: parts.headers.get(LOCATION).map(|v| v.to_str().unwrap().to_owned()).unwrap_or_default(),
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }
}

const PAGES: [&str; 28] = [
    "/quan-tri/tai-khoan",
    "/quan-tri/tai-khoan?q=can&trang_thai=mo&loai=staff&co_quan=1",
    "/quan-tri/tai-khoan/moi",
    "/quan-tri/tai-khoan/1",
    "/quan-tri/tai-khoan/1/khoa",
    "/quan-tri/tai-khoan/1/cap-quyen",
    "/quan-tri/tai-khoan/1/cap-lai",
    "/quan-tri/yeu-cau?trang_thai=waiting",
    "/quan-tri/xoa-tai-khoan?trang_thai=waiting",
    "/uy-quyen",
    "/quan-tri/vai-tro",
    "/quan-tri/vai-tro/bang",
    "/quan-tri/vai-tro/moi",
    "/quan-tri/vai-tro/it",
    "/quan-tri/quy-tac",
    "/quan-tri/quy-tac?xac_nhan=chua&ngay=2012-10-05&mang=one_stop",
    "/quan-tri/quy-tac/1",
    "/quan-tri/quy-tac/1/sua",
    "/quan-tri/kiem-tra-cai-dat",
    "/quan-tri/lich?nam=2013",
    "/quan-tri/lich/danh-sach?nam=2013&loai=holiday",
    "/quan-tri/lich/ngay?ngay=2013-02-15",
    "/quan-tri/lich/gio-lam-viec",
    "/quan-tri/lich/gio-lam-viec/sua",
    "/quan-tri/cong-viec",
    "/quan-tri/nhat-ky?mang=console&tu=2012-01-01",
    "/quan-tri/nhat-ky/1",
    "/quan-tri/thu/mau",
];

#[tokio::test]
async fn every_page_answers_the_administrator_in_both_languages_and_no_stranger() {
    let house = House::new().await;
    let cookie = house.administrator().await;
    for path in
        PAGES.into_iter().chain(["/quan-tri/thu", "/quan-tri/nhat-ky/kiem-tra?loai=account&ban_ghi=1"])
    {
        for lang in ["vi", "en"] {
            let answer = house.get(path, &format!("{cookie}; ngon_ngu={lang}")).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
            let text = answer.body.replace("console-permission", "");
            assert!(
                !text.contains(">console-") && !text.contains(" console-"),
                "{path} ({lang}) lacks a text"
            );
        }
        assert_eq!(house.get(path, "").await.status, StatusCode::UNAUTHORIZED, "{path}");
    }
}

#[tokio::test]
async fn a_member_of_staff_without_the_permission_is_refused() {
    let house = House::new().await;
    house.administrator().await;
    house.staff("clerk", Some(Role::Clerk), HOME_AFFAIRS).await;
    let cookie = house.cookie("clerk").await;
    for path in PAGES.into_iter().filter(|p| *p != "/uy-quyen") {
        assert_eq!(house.get(path, &cookie).await.status, StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test]
async fn every_list_leaves_as_a_file() {
    let house = House::new().await;
    let cookie = house.administrator().await;
    for path in [
        "/quan-tri/tai-khoan",
        "/quan-tri/xoa-tai-khoan",
        "/quan-tri/vai-tro",
        "/quan-tri/quy-tac",
        "/quan-tri/lich/danh-sach",
        "/quan-tri/cong-viec",
        "/quan-tri/nhat-ky",
        "/quan-tri/thu",
    ] {
        for kind in ["csv", "xlsx"] {
            assert_eq!(
                house.get(&format!("{path}?dang={kind}"), &cookie).await.status,
                StatusCode::OK,
                "{path}"
            );
        }
    }
}

#[test]
fn both_languages_have_the_same_keys() {
    let (vi, en) = SLICE.messages;
    let messages = platform::messages::Messages::new(&[(vi, en)]).unwrap();
    assert_eq!(messages.keys(platform::messages::Lang::Vi), messages.keys(platform::messages::Lang::En));
}
