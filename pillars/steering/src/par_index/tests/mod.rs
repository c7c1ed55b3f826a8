//! The index on a fresh city: the shipped trees, the commune table scored leaf by leaf, a round over HTTP from its opening to the
//! published ranking. What is measured comes from a port that stands for the boards.

use super::{ASSESS, DECIDE, MANAGE, SLICE, SUBMIT, VERIFY, VIEW};
use async_trait::async_trait;
use axum::http::StatusCode;
use contracts::targets::{AgencyFigures, FigureOf};
use kernel::{Day, Period};
use platform::messages::{Lang, Messages};
use platform::testing::{Pages, Place, TestCity, staff, tree};
use platform::{App, Permission, Read};
use std::sync::{Arc, Mutex};

mod round;
mod shared;
mod trees;
mod waves;

static SLICES: [&platform::Slice; 3] = [&platform::GROUND, &ui::SHELL, &SLICE];

static AGENCIES: [Place; 5] = [
    (1, "thanh-pho", "Thành phố", "city", None),
    (2, "so-noi-vu", "Sở Nội vụ", "department", Some(1)),
    (3, "quan-mot", "Quận Một", "district", Some(1)),
    (4, "quan-hai", "Quận Hai", "district", Some(1)),
    (5, "phuong-ba", "Phường Ba", "commune", Some(3)),
];

/// What the boards have measured: indicator, agency, what counts, of how many.
#[derive(Default)]
struct Boards(Mutex<Vec<(&'static str, i64, i64, i64)>>);

#[async_trait]
impl AgencyFigures for Boards {
    async fn figure(
        &self,
        _: &App,
        indicator: &str,
        agency: i64,
        _: Period,
    ) -> platform::Result<Option<FigureOf>> {
        let all = self.0.lock().unwrap();
        let found = all.iter().find(|(i, a, _, _)| *i == indicator && *a == agency);
        Ok(found.map(|(_, _, numerator, denominator)| FigureOf {
            value: *numerator as f64 * 100.0 / *denominator as f64,
            numerator: *numerator,
            denominator: *denominator,
            is_share: true,
            count: *denominator,
            href: "/muc-tieu/x/ho-so".into(),
        }))
    }
}

struct City {
    city: TestCity,
    pages: Pages,
    boards: Arc<Boards>,
}

impl City {
    async fn on(day: &str) -> City {
        let now = day.parse::<Day>().unwrap().start().plus_minutes(9 * 60);
        let city = TestCity::new(&SLICES, now).await.unwrap();
        let boards = Arc::new(Boards::default());
        city.app.provide(tree(&AGENCIES));
        city.app.provide::<Arc<dyn AgencyFigures>>(boards.clone());
        let tx = city.app.store.housekeeping().await.unwrap();
        let groups = r#"[{"code": "nguoi-dan", "name": "Người dân", "levels": ["district"]}, {"code": "lanh-dao-so", "name": "Lãnh đạo sở", "levels": ["district"]}, {"code": "lanh-dao-xa", "name": "Lãnh đạo cấp xã", "levels": ["district"]}]"#;
        let classes = r#"[{"code": "good", "name": "Tốt", "name_en": "Good", "min": 80}, {"code": "weak", "name": "Yếu", "name_en": "Weak", "min": 0}]"#;
        let sql = "INSERT INTO legal_profile (rule_key, name_vi, name_en, value, unit, source, confirmed, note, state, \
                   changed_at) VALUES ($1, 'x', 'x', $2, 'list', 'thử', TRUE, '', 'published', 0)";
        for (key, value) in [("par_index.classes", classes), ("par_index.survey_groups", groups)] {
            tx.exec(sql, vec![key.into(), value.into()]).await.unwrap();
        }
        tx.commit().await.unwrap();
        city.app.refresh().await.unwrap();
        super::seed::seed(city.app.clone()).await.unwrap();
        let router = platform::http::assemble(&city.app)
            .layer(axum::middleware::from_fn_with_state(city.app.clone(), ui::error_pages))
            .with_state(city.app.clone());
        City { city, pages: Pages::over(router), boards }
    }

    fn measured(&self, indicator: &'static str, agency: i64, numerator: i64, denominator: i64) {
        self.boards.0.lock().unwrap().push((indicator, agency, numerator, denominator));
    }

    async fn get(&self, path: &str, token: &str) -> (StatusCode, String) {
        self.pages.get(path, token).await.unwrap()
    }

    async fn post(&self, path: &str, token: &str, form: &[(&str, &str)]) -> (StatusCode, String) {
        self.pages.post(path, token, form).await.unwrap()
    }

    /// A form that is taken; where it leads.
    async fn done(&self, path: &str, token: &str, form: &[(&str, &str)]) -> String {
        let (status, place) = self.post(path, token, form).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{path}: {place}");
        place
    }

    async fn staff(&self, login: &str, agency: i64, rights: &[Permission]) -> String {
        staff(&self.city.app, login, agency, rights).await.unwrap().1
    }

    async fn number(&self, sql: &str) -> i64 {
        self.city.app.store.number(sql, vec![]).await.unwrap()
    }
}

#[test]
fn every_text_is_there_in_both_languages() {
    let messages = Messages::new(&[SLICE.messages]).unwrap();
    assert_eq!(messages.keys(Lang::Vi), messages.keys(Lang::En));
    let own = |k: &String| k.starts_with("par-index-") || k.starts_with("journal-");
    assert!(messages.keys(Lang::Vi).iter().all(own));
}
