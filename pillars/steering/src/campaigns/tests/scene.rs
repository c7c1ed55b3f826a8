//! The city of these tests: a department, a district and a newspaper, people with the rights of their posts.

use super::super::{APPROVE, EDIT, ENTER, SLICE, SUBMIT, VERIFY, VIEW};
use async_trait::async_trait;
use axum::http::StatusCode;
use contracts::programme::{Field, Item, Programme, Programmes};
use kernel::Day;
use platform::testing::{Pages, Place, TestCity, staff, tree};
use platform::{App, Permission, Read};
use std::sync::Arc;

static SLICES: [&platform::Slice; 3] = [&platform::GROUND, &ui::SHELL, &SLICE];

static AGENCIES: [Place; 4] = [
    (1, "thanh-pho", "Thành phố", "city", None),
    (2, "so-noi-vu", "Sở Nội vụ", "department", Some(1)),
    (3, "quan-mot", "Quận Một", "district", Some(1)),
    (4, "bao-thanh-pho", "Báo Thành phố", "press", Some(1)),
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
            fields: vec![field("II.3", "Tổ chức bộ máy")],
            measures: Vec::new(),
        }))
    }

    async fn items(&self, _: &App) -> platform::Result<Vec<Item>> {
        Ok(Vec::new())
    }
}

pub struct City {
    pub city: TestCity,
    pub pages: Pages,
}

pub const WRITES: [Permission; 3] = [VIEW, EDIT, ENTER];
pub const SENDS: [Permission; 2] = [VIEW, SUBMIT];
pub const DECIDES: [Permission; 3] = [VIEW, APPROVE, VERIFY];
pub const PRESS: [Permission; 2] = [VIEW, ENTER];

pub const CAMPAIGN: [(&str, &str); 6] = [
    ("ten", "Một cửa gần dân"),
    ("muc-dich", "Ai cũng biết nơi nộp hồ sơ"),
    ("doi-tuong", "Người dân"),
    ("linh-vuc", "II.3"),
    ("tu", "2013-01-01"),
    ("den", "2013-12-31"),
];
pub const PLANNED: [(&str, &str); 4] =
    [("kenh", "bao-in"), ("quy", "1"), ("so-luong", "2"), ("kinh-phi", "3.000.000")];
pub const APPROVAL: [(&str, &str); 2] = [("quyet-dinh", "Quyết định số 15/QĐ-SNV"), ("ngay", "2013-03-04")];
pub const PIECE: [(&str, &str); 10] = [
    ("chien-dich", "1"),
    ("tieu-de", "Nộp hồ sơ ở đâu"),
    ("loai", "article"),
    ("kenh", "bao-in"),
    ("bao", "bao-thanh-pho"),
    ("ngay", "2013-03-01"),
    ("lien-ket", "http://www.bao.example/tin/1"),
    ("tiep-can", "9.000"),
    ("cach-dem", "declared"),
    ("chi-phi", "1.200.000"),
];

impl City {
    /// Monday 4 March 2013, nine in the morning, with the channels that ship.
    pub async fn new() -> City {
        let now = "2013-03-04".parse::<Day>().unwrap().start().plus_minutes(9 * 60);
        let city = TestCity::new(&SLICES, now).await.unwrap();
        city.app.provide(tree(&AGENCIES));
        let programme: Arc<dyn Programmes> = Arc::new(Reform);
        city.app.provide(programme);
        city.app.refresh().await.unwrap();
        super::super::seed::seed(city.app.clone()).await.unwrap();
        let router = platform::http::assemble(&city.app)
            .layer(axum::middleware::from_fn_with_state(city.app.clone(), ui::error_pages))
            .with_state(city.app.clone());
        City { city, pages: Pages::over(router) }
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

    pub async fn staff(&self, login: &str, agency: i64, rights: &[Permission]) -> String {
        staff(&self.city.app, login, agency, rights).await.unwrap().1
    }

    pub async fn number(&self, sql: &str) -> i64 {
        self.city.app.store.number(sql, vec![]).await.unwrap()
    }

    /// The department's plan of 2013 with one campaign and two planned articles; its address.
    pub async fn written(&self, writer: &str) -> String {
        let plan = self.done("/truyen-thong/lap", writer, &[("co-quan", "so-noi-vu"), ("nam", "2013")]).await;
        let campaign = self.done(&format!("{plan}/chien-dich-moi"), writer, &CAMPAIGN).await;
        self.done(&format!("{campaign}/du-kien"), writer, &PLANNED).await;
        plan
    }

    /// The same in force, sent and approved by others.
    pub async fn in_force(&self, writer: &str, sender: &str, approver: &str) -> String {
        let plan = self.written(writer).await;
        self.done(&format!("{plan}/trinh"), sender, &[]).await;
        self.done(&format!("{plan}/duyet"), approver, &APPROVAL).await;
        plan
    }

    /// A piece's form with some fields put otherwise.
    pub fn piece<'a>(change: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        let mut form: Vec<(&str, &str)> =
            PIECE.iter().filter(|(name, _)| change.iter().all(|(other, _)| other != name)).copied().collect();
        form.extend(change);
        form
    }
}
