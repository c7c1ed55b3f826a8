//! The city of these tests: a city with departments, a district with a commune; the figures of its dossiers; people with rights.

use super::super::{APPROVE, INSPECT, REPORT, SLICE, VIEW};
use async_trait::async_trait;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use contracts::programme::{Field, Item, Programme, Programmes};
use contracts::targets::{AgencyFigures, FigureOf};
use kernel::{Day, Period};
use platform::testing::{Pages, Place, TestCity, staff, tree};
use platform::{App, Permission, Read};
use std::sync::Arc;
use tower::ServiceExt;

static SLICES: [&platform::Slice; 3] = [&platform::GROUND, &ui::SHELL, &SLICE];

static AGENCIES: [Place; 5] = [
    (1, "thanh-pho", "Thành phố", "city", None),
    (2, "so-noi-vu", "Sở Nội vụ", "department", Some(1)),
    (3, "quan-mot", "Quận Một", "district", Some(1)),
    (4, "so-tu-phap", "Sở Tư pháp", "department", Some(1)),
    (5, "phuong-mot", "Phường Một", "commune", Some(3)),
];

struct Reform;

#[async_trait]
impl Programmes for Reform {
    async fn current(&self, _: &App) -> platform::Result<Option<Programme>> {
        let field = |code: &str, name: &str| Field {
            code: code.to_owned(),
            name: name.to_owned(),
            name_en: String::new(),
        };
        Ok(Some(Programme {
            code: "cai-cach".to_owned(),
            name: "Chương trình".to_owned(),
            from: "2011-01-01".parse().unwrap(),
            to: "2015-12-31".parse().unwrap(),
            decision: "2527/QĐ-UBND".to_owned(),
            fields: vec![
                field("II.2", "Thủ tục"),
                field("II.3", "Tổ chức bộ máy"),
                field("II.5", "Tài chính"),
            ],
            measures: Vec::new(),
        }))
    }

    async fn items(&self, _: &App) -> platform::Result<Vec<Item>> {
        Ok(Vec::new())
    }
}

/// Dossiers on time: the district 70 per cent, the department of justice 95; nothing else is measured.
struct Figures;

#[async_trait]
impl AgencyFigures for Figures {
    async fn figure(
        &self,
        _: &App,
        code: &str,
        agency: i64,
        _: Period,
    ) -> platform::Result<Option<FigureOf>> {
        let value = match (code, agency) {
            ("dossiers_on_time", 3) => 70.0,
            ("dossiers_on_time", 4) => 95.0,
            _ => return Ok(None),
        };
        Ok(Some(FigureOf {
            value,
            numerator: 7,
            denominator: 10,
            is_share: true,
            count: 10,
            href: format!("/ho-so-cua/{agency}"),
        }))
    }
}

pub struct City {
    pub city: TestCity,
    pages: Pages,
    router: Router,
}

pub const TEAM: [Permission; 2] = [VIEW, INSPECT];
pub const SECOND: [Permission; 2] = [VIEW, APPROVE];
pub const UNIT: [Permission; 2] = [VIEW, REPORT];

/// A decision to inspect the district outside the plan.
pub const OPENING: [(&str, &str); 11] = [
    ("khoa", "mot-lan"),
    ("co-quan", "so-noi-vu"),
    ("don-vi", "quan-mot"),
    ("noi-dung", "Cơ chế một cửa"),
    ("ly-do", "Báo chí phản ánh"),
    ("quyet-dinh", "Quyết định số 25/QĐ-SNV"),
    ("ngay-quyet-dinh", "2013-02-04"),
    ("thoi-ky-tu", "2012-01-01"),
    ("thoi-ky-den", "2012-12-31"),
    ("tu", "2013-02-18"),
    ("den", "2013-02-19"),
];

impl City {
    /// Monday 4 February 2013, nine in the morning.
    pub async fn new() -> City {
        let now = "2013-02-04".parse::<Day>().unwrap().start().plus_minutes(9 * 60);
        let city = TestCity::new(&SLICES, now).await.unwrap();
        city.app.provide(tree(&AGENCIES));
        let programme: Arc<dyn Programmes> = Arc::new(Reform);
        city.app.provide(programme);
        let figures: Arc<dyn AgencyFigures> = Arc::new(Figures);
        city.app.provide(figures);
        city.app.refresh().await.unwrap();
        SLICE.seed.unwrap()(city.app.clone()).await.unwrap();
        let router = platform::http::assemble(&city.app)
            .layer(axum::middleware::from_fn_with_state(city.app.clone(), ui::error_pages))
            .with_state(city.app.clone());
        City { city, pages: Pages::over(router.clone()), router }
    }

    pub fn at(&self, day: &str) {
        self.city.clock.set(day.parse::<Day>().unwrap().start().plus_minutes(9 * 60));
    }

    pub async fn get(&self, path: &str, token: &str) -> (StatusCode, String) {
        self.pages.get(path, token).await.unwrap()
    }

    pub async fn post(&self, path: &str, token: &str, form: &[(&str, &str)]) -> (StatusCode, String) {
        self.pages.post(path, token, form).await.unwrap()
    }

    /// A form that is taken; where it leads.
    pub async fn done(&self, path: &str, token: &str, form: &[(&str, &str)]) -> String {
        let (status, place) = self.post(path, token, form).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{path}: {place}");
        place
    }

    /// A form with a scanned paper under a field.
    pub async fn upload(&self, path: &str, token: &str, field: &str, form: &[(&str, &str)]) -> StatusCode {
        let mut body = String::new();
        for (name, value) in form {
            body.push_str(&format!(
                "--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            ));
        }
        let head =
            format!("--x\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"quet.pdf\"\r\n\r\n");
        body.push_str(&format!("{head}%PDF-1.4\n1 0 obj\nendobj\n%%EOF\n\r\n--x--\r\n"));
        let request = Request::post(path)
            .header(header::COOKIE, format!("motcua={token}"))
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
            .body(Body::from(body))
            .unwrap();
        self.router.clone().oneshot(request).await.unwrap().status()
    }

    pub async fn staff(&self, login: &str, agency: i64, rights: &[Permission]) -> String {
        staff(&self.city.app, login, agency, rights).await.unwrap().1
    }

    pub async fn number(&self, sql: &str) -> i64 {
        self.city.app.store.number(sql, vec![]).await.unwrap()
    }

    /// An inspection of the district by Home Affairs, with a head of the team and the questions of two fields; the unit is told.
    pub async fn noticed(&self, team: &str) -> String {
        let of = self.done("/kiem-tra-cchc/moi", team, &OPENING).await;
        let head = [("ten", "Võ Thanh Bình"), ("co-quan", "so-noi-vu"), ("truong-doan", "1")];
        self.done(&format!("{of}/doan"), team, &head).await;
        self.done(&format!("{of}/phieu"), team, &[("linh-vuc", "II.5"), ("linh-vuc", "II.3")]).await;
        self.done(&format!("{of}/thong-bao"), team, &[]).await;
        of
    }

    /// The same with every question answered and one finding, its minutes drawn up on the first day at the unit.
    pub async fn minuted(&self, login: &str) -> (String, String) {
        let team = self.staff(login, 2, &TEAM).await;
        let of = self.noticed(&team).await;
        self.at("2013-02-18");
        let team = self.staff(&format!("{login}-den"), 2, &TEAM).await;
        let questions = self.number("SELECT COUNT(*) FROM inspection_item").await;
        for id in 1..=questions {
            self.done(&format!("/kiem-tra-cchc/cau/{id}"), &team, &[("tra-loi", "yes")]).await;
        }
        self.done(&format!("{of}/ton-tai-moi"), &team, &FINDING).await;
        self.done(&format!("{of}/bien-ban"), &team, &[("tom-tat", "Đã làm việc hai ngày")]).await;
        (of, team)
    }
}

/// A grave finding, due ten working days after 18 February 2013: on 4 March.
pub const FINDING: [(&str, &str); 6] = [
    ("khoa", "ton-tai-mot"),
    ("ton-tai", "Hồ sơ trễ hạn chưa có thư xin lỗi"),
    ("muc-do", "high"),
    ("khac-phuc", "Gửi thư xin lỗi"),
    ("trach-nhiem", "quan-mot"),
    ("so-ngay", ""),
];
