//! The city of these tests: a programme of two fields, a department and a district, people with the rights of their posts.

use super::super::{APPROVE, CHECK_IN, EDIT, REVIEW, SLICE, SUBMIT, VIEW};
use async_trait::async_trait;
use axum::http::StatusCode;
use contracts::programme::{Field, Item, Programme, Programmes};
use contracts::targets::{AgencyFigures, MeasuredValue};
use kernel::Day;
use platform::testing::{Pages, Place, TestCity, staff, tree};
use platform::{App, Permission, Read};
use std::sync::Arc;

static SLICES: [&platform::Slice; 3] = [&platform::GROUND, &ui::SHELL, &SLICE];

static AGENCIES: [Place; 4] = [
    (1, "thanh-pho", "Thành phố", "city", None),
    (2, "so-noi-vu", "Sở Nội vụ", "department", Some(1)),
    (3, "quan-mot", "Quận Một", "district", Some(1)),
    (4, "so-tu-phap", "Sở Tư pháp", "department", Some(1)),
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
        let measure = contracts::programme::Measure {
            id: 1,
            code: "II.3.b/dung-han".to_owned(),
            slug: "II.3.b-dung-han".to_owned(),
            item: "II.3.b".to_owned(),
            item_href: "/chuong-trinh/II.3.b".to_owned(),
            field: "II.3".to_owned(),
            name: "Hồ sơ đúng hạn".to_owned(),
            name_en: String::new(),
            unit: contracts::programme::Unit::Percent,
            better: contracts::programme::Direction::Up,
            comparator: contracts::programme::Comparator::Ge,
            target: Some(95.0),
            target_assumed: false,
            target_note: String::new(),
            due_on: None,
            formula: "đúng hạn trên tất cả".to_owned(),
            indicator: Some("dossiers_on_time".to_owned()),
            why_not_measured: String::new(),
            amber_within: 5.0,
            yearly: std::collections::BTreeMap::new(),
        };
        Ok(Some(Programme {
            code: "cai-cach".to_owned(),
            name: "Chương trình".to_owned(),
            from: "2011-01-01".parse().unwrap(),
            to: "2015-12-31".parse().unwrap(),
            decision: "2527/QĐ-UBND".to_owned(),
            fields: vec![field("II.3", "Tổ chức bộ máy"), field("II.4", "Cán bộ")],
            measures: vec![measure],
        }))
    }

    async fn items(&self, _: &App) -> platform::Result<Vec<Item>> {
        Ok(vec![Item {
            code: "II.4.b".to_owned(),
            field: "II.4".to_owned(),
            title: "Bồi dưỡng cán bộ".to_owned(),
            title_en: String::new(),
            href: "/chuong-trinh/II.4.b".to_owned(),
        }])
    }
}

/// On time: 76 of 95 per cent, from 200 records.
struct Measured;

#[async_trait]
impl AgencyFigures for Measured {
    async fn measures(&self, _: &App, _: i64, _: i32, _: bool) -> platform::Result<Vec<MeasuredValue>> {
        Ok(vec![MeasuredValue {
            measure: "II.3.b/dung-han".to_owned(),
            value: Some(76.0),
            target: Some(95.0),
            up: true,
            shown: "76 %".to_owned(),
            shown_target: "từ 95 %".to_owned(),
            count: 200,
            records_href: "/muc-tieu/II.3.b-dung-han/ho-so?ky=2013".to_owned(),
        }])
    }
}

pub struct City {
    pub city: TestCity,
    pub pages: Pages,
}

pub const WRITES: [Permission; 3] = [VIEW, EDIT, CHECK_IN];
pub const SENDS: [Permission; 2] = [VIEW, SUBMIT];
pub const DECIDES: [Permission; 3] = [VIEW, APPROVE, REVIEW];

/// A task of the department within 2013.
pub const TASK: [(&str, &str); 11] = [
    ("linh-vuc", "II.4"),
    ("muc", "II.4.b"),
    ("ten", "Mở lớp bồi dưỡng"),
    ("san-pham", "Hai lớp"),
    ("chi-tieu", "80 học viên"),
    ("chu-tri", "so-noi-vu"),
    ("phoi-hop", "Sở Tư pháp"),
    ("tu", "2013-02-01"),
    ("den", "2013-06-30"),
    ("tien", "180.000.000"),
    ("nguon", "city"),
];

impl City {
    /// Monday 4 February 2013, nine in the morning; the dated rules are those that ship.
    pub async fn new() -> City {
        let now = "2013-02-04".parse::<Day>().unwrap().start().plus_minutes(9 * 60);
        let city = TestCity::new(&SLICES, now).await.unwrap();
        city.app.provide(tree(&AGENCIES));
        let programme: Arc<dyn Programmes> = Arc::new(Reform);
        city.app.provide(programme);
        let measures: Arc<dyn AgencyFigures> = Arc::new(Measured);
        city.app.provide(measures);
        rules(&city).await;
        city.app.refresh().await.unwrap();
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

    /// The department's plan of 2013 with one task, written by somebody; its address.
    pub async fn written(&self, writer: &str) -> String {
        let begun = [("co-quan", "so-noi-vu"), ("nam", "2013"), ("ky", "year")];
        let plan = self.done("/ke-hoach-cchc/lap", writer, &begun).await;
        self.done(&format!("{plan}/viec-moi"), writer, &TASK).await;
        plan
    }

    /// The same in force, sent and approved by others.
    pub async fn in_force(&self, writer: &str, sender: &str, approver: &str) -> String {
        let plan = self.written(writer).await;
        self.done(&format!("{plan}/trinh"), sender, &[]).await;
        self.done(&format!("{plan}/duyet"), approver, &APPROVAL).await;
        plan
    }
}

pub const APPROVAL: [(&str, &str); 2] = [("quyet-dinh", "Quyết định số 15/QĐ-UBND"), ("ngay", "2013-02-04")];

/// The rules of data/profiles.yaml that plans read, as the console seeds them.
async fn rules(city: &TestCity) {
    let all = [
        (
            "plans.due",
            r#"[{"span": "year", "month_day": "12-15", "years_before": 1}, {"span": "first", "month_day": "12-15", "years_before": 1}, {"span": "second", "month_day": "06-15", "years_before": 0}]"#,
        ),
        (
            "plans.approver",
            r#"[{"kind": "department", "by": "city"}, {"kind": "district", "by": "self"}, {"kind": "city", "by": "self"}]"#,
        ),
    ];
    let tx = city.app.store.housekeeping().await.unwrap();
    for (key, value) in all {
        tx.exec(
            "INSERT INTO legal_profile (rule_key, name_vi, name_en, value, unit, source, confirmed, note, state, changed_at) \
             VALUES ($1, '', '', $2, 'list', '', FALSE, '', 'published', 0)",
            vec![key.into(), value.into()],
        )
        .await
        .unwrap();
    }
    tx.commit().await.unwrap();
}
