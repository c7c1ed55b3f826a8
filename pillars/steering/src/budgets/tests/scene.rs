//! A city with its departments, a commune, a plan with one task, people with the rights of their posts.

use super::super::{ALLOCATE, DECIDE, EDIT, ITEMS, REVIEW, SLICE, SPEND, SUBMIT, VIEW, seed};
use async_trait::async_trait;
use axum::http::StatusCode;
use contracts::plans::{PlanTasks, PlannedTask};
use kernel::Day;
use platform::testing::{Pages, Place, TestCity, staff, tree};
use platform::{App, Permission, Read};
use std::sync::Arc;

static SLICES: [&platform::Slice; 3] = [&platform::GROUND, &ui::SHELL, &SLICE];

static AGENCIES: [Place; 5] = [
    (1, "thanh-pho", "Thành phố", "city", None),
    (2, "so-noi-vu", "Sở Nội vụ", "department", Some(1)),
    (3, "so-tai-chinh", "Sở Tài chính", "department", Some(1)),
    (4, "phuong-mot", "Phường Một", "commune", Some(1)),
    (5, "so-tu-phap", "Sở Tư pháp", "department", Some(1)),
];

struct Planned;

#[async_trait]
impl PlanTasks for Planned {
    async fn of(&self, _: &App, agency: i64, _: i32) -> platform::Result<Vec<PlannedTask>> {
        let task = PlannedTask {
            line: 7,
            name: "Sơ kết chương trình".to_owned(),
            field: "III.2".to_owned(),
            item: "III.2.e".to_owned(),
            money: 20_000_000,
            href: "/ke-hoach-cchc/viec/7".to_owned(),
        };
        Ok(if agency == 5 { vec![task] } else { Vec::new() })
    }
}

pub struct City {
    pub city: TestCity,
    pub pages: Pages,
}

pub const WRITES: [Permission; 3] = [VIEW, EDIT, SPEND];
pub const SENDS: [Permission; 2] = [VIEW, SUBMIT];
pub const LOOKS: [Permission; 2] = [VIEW, REVIEW];
pub const LEADS: [Permission; 4] = [VIEW, DECIDE, ALLOCATE, REVIEW];
pub const KEEPS: [Permission; 2] = [VIEW, ITEMS];

/// A key as a form carries it.
pub const KEY: (&str, &str) = ("khoa", "0123456789abcdef");

/// A line of eighteen million for the plan's task.
pub const LINE: [(&str, &str); 7] = [
    ("viec", "7"),
    ("noi-dung", "Hội nghị sơ kết"),
    ("muc-chi", "hoi-nghi"),
    ("nguon", "city"),
    ("don-vi", "đại biểu"),
    ("so-luong", "120"),
    ("don-gia", "150.000"),
];

/// A line of six million for a task outside the plan.
pub const FREE: [(&str, &str); 7] = [
    ("viec-khac", "Khảo sát mức độ hài lòng"),
    ("noi-dung", "In phiếu"),
    ("muc-chi", "khao-sat"),
    ("nguon", "other"),
    ("don-vi", "phiếu"),
    ("so-luong", "2000"),
    ("don-gia", "3000"),
];

impl City {
    /// Monday 2 July 2012, nine in the morning; the cost items that ship, two dated rules as an administrator publishes them.
    pub async fn new() -> City {
        let now = "2012-07-02".parse::<Day>().unwrap().start().plus_minutes(9 * 60);
        let city = TestCity::new(&SLICES, now).await.unwrap();
        city.app.provide(tree(&AGENCIES));
        let planned: Arc<dyn PlanTasks> = Arc::new(Planned);
        city.app.provide(planned);
        rules(&city).await;
        seed::seed(city.app.clone()).await.unwrap();
        city.app.refresh().await.unwrap();
        let router = platform::http::assemble(&city.app)
            .layer(axum::middleware::from_fn_with_state(city.app.clone(), ui::error_pages))
            .with_state(city.app.clone());
        City { city, pages: Pages::over(router) }
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
        place.split('?').next().unwrap_or_default().to_owned()
    }

    /// A form that is refused with this status and these words.
    pub async fn refused(&self, path: &str, token: &str, form: &[(&str, &str)], (code, words): (u16, &str)) {
        let (status, page) = self.post(path, token, form).await;
        assert!(status.as_u16() == code && page.contains(words), "{path}: {status} without {words}: {page}");
    }

    pub async fn staff(&self, login: &str, agency: i64, rights: &[Permission]) -> String {
        staff(&self.city.app, login, agency, rights).await.unwrap().1
    }

    pub async fn number(&self, sql: &str) -> i64 {
        self.city.app.store.number(sql, vec![]).await.unwrap()
    }

    /// The estimate of 2013 of the Department of Justice with both lines; its address.
    pub async fn written(&self, writer: &str) -> String {
        let begun = [("co-quan", "so-tu-phap"), ("nam", "2013")];
        let budget = self.done("/ngan-sach-cchc/lap", writer, &begun).await;
        self.done(&format!("{budget}/dong-moi"), writer, &LINE).await;
        self.done(&format!("{budget}/dong-moi"), writer, &FREE).await;
        budget
    }

    /// The same decided: passed on by four people of four offices; the leader of the city, who allocates, is the last.
    pub async fn decided(&self, writer: &str, sender: &str, chair: &str) -> String {
        let budget = self.written(writer).await;
        self.done(&format!("{budget}/gui"), sender, &[]).await;
        let home = self.staff("noi-vu-truong", 2, &LEADS).await;
        let money = self.staff("tai-chinh-truong", 3, &LEADS).await;
        for who in [&home, &money, &chair.to_owned()] {
            self.done(&format!("{budget}/chuyen"), who, &[]).await;
        }
        self.done(&format!("{budget}/chuyen"), chair, &RESOLUTION).await;
        budget
    }

    /// The same allocated as decided, the first line by quarters.
    pub async fn allocated(&self, writer: &str, sender: &str, chair: &str) -> String {
        let budget = self.decided(writer, sender, chair).await;
        let given = [
            ("quyet-dinh", "Quyết định số 3512/QĐ-UBND"),
            ("ngay", "2012-07-02"),
            ("giao-1", "18.000.000"),
            ("quy1-1", "10.000.000"),
            ("quy2-1", "8.000.000"),
            ("giao-2", "6.000.000"),
            KEY,
        ];
        self.done(&format!("{budget}/giao"), chair, &given).await;
        budget
    }
}

pub const RESOLUTION: [(&str, &str); 2] =
    [("quyet-dinh", "Nghị quyết số 45/NQ-HĐND"), ("ngay", "2012-07-02")];

async fn rules(city: &TestCity) {
    let all = [
        (
            "budgets.chain",
            r#"[{"kinds": ["department"], "tier": "city", "steps": [{"step": "review", "by": "so-noi-vu"}, {"step": "balance", "by": "so-ke-hoach-dau-tu"}, {"step": "balance", "by": "so-tai-chinh"}, {"step": "committee", "by": "city"}, {"step": "council", "by": "city"}]},
                {"kinds": ["commune"], "tier": "commune", "steps": [{"step": "committee", "by": "self"}, {"step": "council", "by": "self"}], "copies": ["so-noi-vu", "so-tai-chinh"]}]"#,
        ),
        (
            "budgets.calendar",
            r#"[{"what": "Gửi dự toán", "what_en": "", "who": "Sở", "who_en": "", "month_day": "07-20", "years": -1, "check": "submitted"}]"#,
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
