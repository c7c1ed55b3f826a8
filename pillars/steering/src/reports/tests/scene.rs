//! The city of these tests: two districts, communes, a department, and dossiers that an indicator counts.

use super::super::SLICE;
use axum::http::StatusCode;
use kernel::Day;
use platform::indicators::{Better, Indicator, Measure, Reasons, Timing};
use platform::store::Migration;
use platform::testing::{Pages, Place, TestCity, staff, tree};
use platform::{Permission, Read, Slice};

pub const SEE: Permission = Permission("things.see");

/// Counts things, under the code that the shipped template names.
const ON_TIME: Indicator = Indicator {
    code: "dossiers_on_time",
    name: "things-name",
    definition: "things-definition",
    measure: Measure::Share,
    better: Better::Up,
    timing: Timing::Flow,
    evidence: "SELECT t.id AS record_id, CAST('HS' AS TEXT) AS label, t.agency_id AS agency_id, t.on_day AS on_day, \
               CAST(NULL AS TEXT) AS until_day, CAST('' AS TEXT) AS procedure_code, CAST('' AS TEXT) AS field, \
               CAST('' AS TEXT) AS channel, CAST('' AS TEXT) AS reason, t.good AS numerator, \
               CAST(1 AS BIGINT) AS denominator, CAST(0 AS BIGINT) AS value FROM thing t",
    records: SEE,
    record_href: "/thu/{id}",
    people: None,
    reasons: Reasons::None,
};

static THINGS: Slice = Slice {
    name: "things",
    pillar: "test",
    tables: &["thing"],
    migrations: &[Migration {
        version: "2012_01_01_00_thing",
        sql: "CREATE TABLE thing (id SERIAL_ID, agency_id BIGINT NOT NULL, on_day TEXT NOT NULL, good BIGINT NOT NULL)",
        postgres: None,
    }],
    indicators: &[ON_TIME],
    messages: (
        "things-name = Đúng hạn\nthings-definition = Đếm hồ sơ thử",
        "things-name = In time\nthings-definition = Counts things",
    ),
    ..Slice::EMPTY
};

static SLICES: [&Slice; 4] = [&platform::GROUND, &ui::SHELL, &THINGS, &SLICE];

static AGENCIES: [Place; 5] = [
    (1, "thanh-pho", "Thành phố", "city", None),
    (2, "so-noi-vu", "Sở Nội vụ", "department", Some(1)),
    (3, "quan-mot", "Quận Một", "district", Some(1)),
    (4, "phuong-a", "Phường A", "commune", Some(3)),
    (5, "phuong-b", "Phường B", "commune", Some(3)),
];

pub struct City {
    pub city: TestCity,
    pub pages: Pages,
}

/// Rows of the shipped template that nobody measures here, by their place among all rows.
pub const TYPED: [(&str, &str); 26] = [
    ("so-0", "3"),
    ("so-1", "4"),
    ("so-2", "2"),
    ("so-4", "1"),
    ("so-5", "12"),
    ("so-6", "2"),
    ("so-7", "9"),
    ("so-8", "40"),
    ("so-9", "10"),
    ("so-14", "0"),
    ("so-15", "1"),
    ("so-16", "6"),
    ("so-17", "5"),
    ("so-19", "1"),
    ("so-20", "50"),
    ("so-21", "48"),
    ("so-23", "1.204"),
    ("so-24", "0"),
    ("so-25", "2"),
    ("so-26", "120.000.000"),
    ("so-27", "80.000.000"),
    ("so-29", "200"),
    ("so-30", "150"),
    ("so-32", "9"),
    ("so-33", "4"),
    ("muc-0", "Đã ban hành kế hoạch."),
];

impl City {
    /// Monday 16 March 2026, nine in the morning: the day after the data of the first quarter ended.
    pub async fn new() -> City {
        let now = "2026-03-16".parse::<Day>().unwrap().start().plus_minutes(9 * 60);
        let city = TestCity::new(&SLICES, now).await.unwrap();
        city.app.provide(tree(&AGENCIES));
        rules(&city).await;
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
        place.split('?').next().unwrap().to_owned()
    }

    pub async fn staff(&self, login: &str, agency: i64, rights: &[Permission]) -> String {
        staff(&self.city.app, login, agency, rights).await.unwrap().1
    }

    pub async fn number(&self, sql: &str) -> i64 {
        self.city.app.store.number(sql, vec![]).await.unwrap()
    }

    /// Adds dossiers of an agency on a day, some of them good.
    pub async fn things(&self, agency: i64, on: &str, (all, good): (usize, usize)) {
        let tx = self.city.app.store.housekeeping().await.unwrap();
        for at in 0..all {
            let values = vec![agency.into(), on.into(), i64::from(at < good).into()];
            tx.exec("INSERT INTO thing (agency_id, on_day, good) VALUES ($1, $2, $3)", values).await.unwrap();
        }
        tx.commit().await.unwrap();
    }

    /// Begins the report of the first quarter for an agency; its address.
    pub async fn begun(&self, writer: &str, agency: &str) -> String {
        self.done("/bao-cao-cchc/lap", writer, &[("co-quan", agency), ("nam", "2026"), ("ky", "quarter:1")])
            .await
    }

    /// The same written, signed by another and accepted by a third.
    pub async fn accepted(&self, agency: &str, [writer, leader, receiver]: [&str; 3]) -> String {
        let report = self.begun(writer, agency).await;
        self.done(&format!("{report}/viet"), writer, &TYPED).await;
        self.done(&format!("{report}/trinh"), writer, &[]).await;
        self.done(&format!("{report}/ky"), leader, &SIGNED).await;
        self.done(&format!("{report}/tiep-nhan"), receiver, &[]).await;
        report
    }
}

pub const SIGNED: [(&str, &str); 2] = [("so-ky-hieu", "15/BC-SNV"), ("chuc-vu", "Giám đốc")];

/// The rules of data/profiles.yaml that reports read, as the console seeds them.
async fn rules(city: &TestCity) {
    let all = [
        (
            "reports.periods",
            r#"[{"kind": "quarter", "number": 1, "from": "12-15", "years_before": 1, "to": "03-14", "due": "03-20"},
                {"kind": "half", "number": 1, "from": "12-15", "years_before": 1, "to": "06-14", "due": "06-20"},
                {"kind": "quarter", "number": 3, "from": "06-15", "to": "09-14", "due": "09-20"},
                {"kind": "year", "number": 1, "from": "12-15", "years_before": 1, "to": "12-14", "due": "12-20"}]"#,
        ),
        ("reports.duties", r#"[{"kind": "quarter", "owes": ["city", "department", "district", "commune"]}]"#),
        (
            "reports.receiver",
            r#"[{"kind": "department", "by": "city", "to": ["Sở Nội vụ"]}, {"kind": "district", "by": "city"},
                {"kind": "commune", "by": "parent"}, {"kind": "city", "by": "self", "to": ["Bộ Nội vụ"]}]"#,
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
