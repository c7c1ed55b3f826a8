//! The test's city: seven agencies, a fake slice with facts and indicators, a small programme, people with rights.

use crate::{programme, targets};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use contracts::dossiers::{Channel, DossierFact, DossierReceived, DossierSettled};
use contracts::satisfaction::RatingGiven;
use kernel::Day;
use platform::access::Permission;
use platform::app::DirectorySource;
use platform::directory::{AgencyRef, Directory};
use platform::indicators::{Better, Indicator, Measure, People, Reasons, Timing};
use platform::search::SearchDoc;
use platform::slice::SearchKind;
use platform::store::{Migration, Store};
use platform::testing::{TestCity, staff};
use platform::{Actor, App, Change, GROUND, Slice};
use std::sync::Arc;
use tower::ServiceExt;

pub const SEE: Permission = Permission("fake.see");

macro_rules! settled {
    ($numerator:literal, $value:literal) => {
        concat!(
            "SELECT f.id AS record_id, f.code AS label, f.agency_id AS agency_id, f.settled_on AS on_day, ",
            "CAST(NULL AS TEXT) AS until_day, f.procedure_code AS procedure_code, 'HT' AS field, f.channel AS channel, ",
            "'' AS reason, CAST(", $numerator, " AS BIGINT) AS numerator, CAST(1 AS BIGINT) AS denominator, CAST(",
            $value, " AS BIGINT) AS value FROM fake_fact f WHERE f.settled_on IS NOT NULL"
        )
    };
}

const ON_TIME: Indicator = Indicator {
    code: "fake_on_time",
    name: "fake-name",
    definition: "fake-definition",
    measure: Measure::Share,
    better: Better::Up,
    timing: Timing::Flow,
    evidence: settled!("f.good", "0"),
    records: SEE,
    record_href: "/gia/{id}",
    people: None,
    reasons: Reasons::None,
};
const MEDIAN: Indicator = Indicator {
    code: "fake_median",
    measure: Measure::Percentile(50),
    better: Better::Down,
    evidence: settled!("1", "f.half_days"),
    ..ON_TIME
};
const P90: Indicator = Indicator { code: "fake_p90", measure: Measure::Percentile(90), ..MEDIAN };
const RECEIVED: Indicator = Indicator {
    code: "fake_received",
    measure: Measure::Count,
    evidence: "SELECT f.id AS record_id, f.code AS label, f.agency_id AS agency_id, f.received_on AS on_day, \
               CAST(NULL AS TEXT) AS until_day, f.procedure_code AS procedure_code, 'HT' AS field, f.channel AS channel, \
               CASE WHEN f.good = 1 THEN '' ELSE 'late' END AS reason, CAST(1 AS BIGINT) AS numerator, \
               CAST(1 AS BIGINT) AS denominator, CAST(0 AS BIGINT) AS value FROM fake_fact f",
    ..ON_TIME
};
const STOCK: Indicator = Indicator {
    code: "fake_stock",
    timing: Timing::Stock,
    evidence: "SELECT s.id AS record_id, '#' || CAST(s.id AS TEXT) AS label, s.agency_id AS agency_id, s.from_on AS on_day, \
               s.until_on AS until_day, '' AS procedure_code, '' AS field, '' AS channel, '' AS reason, \
               CAST(s.good AS BIGINT) AS numerator, CAST(1 AS BIGINT) AS denominator, CAST(0 AS BIGINT) AS value \
               FROM fake_stock s",
    ..ON_TIME
};

const SENT_BACK: Indicator = Indicator {
    code: "fake_sent_back",
    better: Better::Down,
    evidence: "SELECT f.id AS record_id, f.code AS label, f.agency_id AS agency_id, f.received_on AS on_day, \
               CAST(NULL AS TEXT) AS until_day, f.procedure_code AS procedure_code, 'HT' AS field, f.channel AS channel, \
               CASE WHEN f.good = 1 THEN '' ELSE 'late' END AS reason, CAST(1 - f.good AS BIGINT) AS numerator, \
               CAST(1 AS BIGINT) AS denominator, CAST(0 AS BIGINT) AS value FROM fake_fact f",
    reasons: Reasons::Causes(|_, code| format!("Vì {code}")),
    ..ON_TIME
};
/// Received and promised three days later; unsettled, it counts once the promise has passed.
const OPEN: Indicator = Indicator {
    code: "fake_open",
    measure: Measure::Count,
    better: Better::Down,
    evidence: "SELECT f.id AS record_id, f.code AS label, f.agency_id AS agency_id, f.received_on AS on_day, \
               f.received_on AS until_day, f.procedure_code AS procedure_code, 'HT' AS field, f.channel AS channel, \
               '' AS reason, CAST(1 AS BIGINT) AS numerator, CAST(1 AS BIGINT) AS denominator, CAST(0 AS BIGINT) AS value \
               FROM fake_fact f WHERE f.settled_on IS NULL",
    ..ON_TIME
};
const PLEASED: Indicator = Indicator {
    code: "fake_pleased",
    evidence: "SELECT a.id AS record_id, 'Phiếu ' || CAST(a.sheet AS TEXT) AS label, a.agency_id AS agency_id, \
               a.on_day AS on_day, CAST(NULL AS TEXT) AS until_day, 'HT-01' AS procedure_code, 'HT' AS field, \
               'counter' AS channel, a.factor AS reason, a.good AS numerator, CAST(1 AS BIGINT) AS denominator, \
               CAST(0 AS BIGINT) AS value, a.sheet AS cluster FROM fake_answer a",
    people: Some(People { minimum: "satisfaction.minimum_count" }),
    reasons: Reasons::Parts(|_, code| format!("Yếu tố {code}")),
    ..ON_TIME
};

static FAKE: Slice = Slice {
    name: "fake",
    pillar: "test",
    tables: &["fake_fact", "fake_stock", "fake_answer"],
    migrations: &[Migration {
        version: "2012_01_01_00_fake",
        sql: "CREATE TABLE fake_fact (id SERIAL_ID, code TEXT NOT NULL, agency_id BIGINT NOT NULL, received_on TEXT NOT NULL, \
              settled_on TEXT, procedure_code TEXT NOT NULL, channel TEXT NOT NULL, good BIGINT NOT NULL, \
              half_days BIGINT NOT NULL); \
              CREATE TABLE fake_stock (id SERIAL_ID, agency_id BIGINT NOT NULL, from_on TEXT NOT NULL, until_on TEXT, \
              good BIGINT NOT NULL); \
              CREATE TABLE fake_answer (id SERIAL_ID, agency_id BIGINT NOT NULL, sheet BIGINT NOT NULL, factor TEXT NOT NULL, \
              on_day TEXT NOT NULL, good BIGINT NOT NULL)",
        postgres: None,
    }],
    search: &[SearchKind {
        kind: "fact",
        label: "fake-name",
        permission: Some(SEE),
        standing: None,
        many: false,
    }],
    indicators: &[ON_TIME, MEDIAN, P90, RECEIVED, STOCK, SENT_BACK, OPEN, PLEASED],
    messages: (
        "fake-name = Đúng hạn giả\nfake-definition = Đếm giả",
        "fake-name = Fake\nfake-definition = Fake count",
    ),
    ..Slice::EMPTY
};

static SLICES: [&Slice; 5] = [&GROUND, &ui::SHELL, &FAKE, &programme::SLICE, &targets::SLICE];

/// A programme of seven measures, one of them not measured.
pub const PROGRAMME: &str = r#"
code: thu
name: Chương trình thử
decision: {number: 2527/QĐ-UBND, signed_on: 2012-10-12, issuer: UBND}
runs: {from: 2012-01-01, to: 2015-12-31}
fields: [{code: II.3, name: Bộ máy}, {code: II.6, name: Hiện đại hóa}]
items:
  - id: II.3.b
    field: II.3
    kind: task
    title: Một cửa
    text: Nội dung.
    lead: [quan-mot]
    measures:
      - {code: II.3.b/dung-han, name: Đúng hạn, unit: percent, better: up, comparator: ge, target: 80, due_on: 2015-12-31, formula: tử / mẫu, indicator: fake_on_time, amber_within: 5}
      - {code: II.3.b/trung-vi, name: Trung vị, unit: days, better: down, comparator: falls_yearly, due_on: 2015-12-31, formula: trung vị, indicator: fake_median, amber_within: 1}
      - {code: II.3.b/p90, name: Chín mươi, unit: days, better: down, comparator: le, target: 10, formula: p90, indicator: fake_p90, amber_within: 1}
      - {code: II.3.b/ton, name: Tồn kho, unit: percent, better: up, comparator: ge, target: 50, formula: tồn, indicator: fake_stock}
      - {code: II.3.b/tra-lai, name: Trả lại, unit: percent, better: down, comparator: falls_yearly, formula: trả, indicator: fake_sent_back, amber_within: 1}
      - {code: II.3.b/hai-long, name: Hài lòng thử, unit: percent, better: up, comparator: gt, target: 80, formula: hài lòng, indicator: fake_pleased, amber_within: 5}
  - id: II.6.đ
    field: II.6
    kind: task
    title: Chuẩn
    text: Nội dung.
    measures:
      - {code: II.6.đ/chuan, name: Đạt chuẩn, unit: percent, better: up, comparator: ge, target: 60, formula: x / y, indicator: null, why_not_measured: Chưa có kho.}
"#;

struct Tree;

/// 1 city; 2 department; 3, 4 districts; 5, 6 communes of 3; 7 commune of 4.
#[async_trait::async_trait]
impl DirectorySource for Tree {
    async fn load(&self, _: &Store) -> platform::Result<Directory> {
        let agency = |id: i64, code: &str, name: &str, kind: &str, parent: Option<i64>| AgencyRef {
            id,
            code: code.into(),
            name: name.into(),
            short_name: name.into(),
            kind: kind.into(),
            level: kind.into(),
            parent_id: parent,
            id_2016: String::new(),
            id_2020: String::new(),
            unit_code: String::new(),
            valid_from: None,
            valid_to: None,
        };
        Ok(Directory::new(vec![
            agency(1, "thanh-pho", "Thành phố", "city", None),
            agency(2, "so-mot", "Sở Một", "department", Some(1)),
            agency(3, "quan-mot", "Quận Một", "district", Some(1)),
            agency(4, "quan-hai", "Quận Hai", "district", Some(1)),
            agency(5, "phuong-a", "Phường A", "commune", Some(3)),
            agency(6, "phuong-b", "Phường B", "commune", Some(3)),
            agency(7, "xa-c", "Xã C", "commune", Some(4)),
        ]))
    }
}

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A fact to put in.
#[derive(Clone)]
pub struct Fact {
    pub agency: i64,
    pub received: Day,
    pub settled: Option<Day>,
    pub procedure: &'static str,
    pub channel: &'static str,
    pub good: bool,
    pub half_days: i64,
}

impl Fact {
    pub fn settled(agency: i64, on: &str, good: bool) -> Fact {
        Fact {
            agency,
            received: day(on).plus_days(-3),
            settled: Some(day(on)),
            procedure: "HT-01",
            channel: "counter",
            good,
            half_days: if good { 4 } else { 30 },
        }
    }
}

pub struct City {
    pub city: TestCity,
    router: Router,
}

impl City {
    pub async fn at(today: &str) -> City {
        let city = TestCity::new(&SLICES, day(today).start().plus_minutes(9 * 60)).await.unwrap();
        let source: Arc<dyn DirectorySource> = Arc::new(Tree);
        city.app.provide(source);
        city.app.provide(programme::programmes());
        city.app.provide(targets::headlines());
        city.app.provide(targets::standings());
        city.app.refresh().await.unwrap();
        programme::import(&city.app, PROGRAMME).await.unwrap();
        let router = platform::http::assemble(&city.app)
            .layer(axum::middleware::from_fn_with_state(city.app.clone(), ui::error_pages))
            .with_state(city.app.clone());
        City { city, router }
    }

    pub fn app(&self) -> &App {
        &self.city.app
    }

    /// Adds a fact and tells of it; the figures follow with the queue.
    pub async fn add(&self, fact: &Fact) -> i64 {
        let tx = self.app().store.write(&Actor::system()).await.unwrap();
        let id = tx
            .insert(
                "INSERT INTO fake_fact (code, agency_id, received_on, settled_on, procedure_code, channel, good, half_days) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                vec![
                    format!("HS-{}-{}", fact.agency, fact.received).into(),
                    fact.agency.into(),
                    fact.received.to_string().into(),
                    fact.settled.map(|d| d.to_string()).into(),
                    fact.procedure.into(),
                    fact.channel.into(),
                    i64::from(fact.good).into(),
                    fact.half_days.into(),
                ],
            )
            .await
            .unwrap();
        tx.journal(Change::of("fake", "fact", id, "add")).await.unwrap();
        tx.emit(&DossierReceived(about(id, fact))).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// Settles a fact, well or badly, and tells of it.
    pub async fn settle(&self, id: i64, fact: &Fact) {
        let tx = self.app().store.write(&Actor::system()).await.unwrap();
        tx.exec(
            "UPDATE fake_fact SET settled_on = $2, good = $3, half_days = $4 WHERE id = $1",
            vec![
                id.into(),
                fact.settled.map(|d| d.to_string()).into(),
                i64::from(fact.good).into(),
                fact.half_days.into(),
            ],
        )
        .await
        .unwrap();
        tx.journal(Change::of("fake", "fact", id, "settle")).await.unwrap();
        tx.emit(&DossierSettled(about(id, fact))).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn stock(&self, agency: i64, from: &str, until: Option<&str>, good: bool) {
        let tx = self.app().store.housekeeping().await.unwrap();
        tx.exec(
            "INSERT INTO fake_stock (agency_id, from_on, until_on, good) VALUES ($1, $2, $3, $4)",
            vec![agency.into(), from.into(), until.into(), i64::from(good).into()],
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
    }

    /// The answers of one person to five questions, and the agency's month counted anew.
    pub async fn answers(&self, agency: i64, sheet: i64, on: &str, good: i64) {
        let tx = self.app().store.write(&Actor::system()).await.unwrap();
        for (n, factor) in ["a", "b", "c", "d", "e"].into_iter().enumerate() {
            tx.exec(
                "INSERT INTO fake_answer (agency_id, sheet, factor, on_day, good) VALUES ($1, $2, $3, $4, $5)",
                vec![
                    agency.into(),
                    sheet.into(),
                    factor.into(),
                    on.into(),
                    i64::from(i64::try_from(n).unwrap() < good).into(),
                ],
            )
            .await
            .unwrap();
        }
        tx.journal(Change::of("fake", "answer", sheet, "add")).await.unwrap();
        tx.emit(&RatingGiven { agency_id: agency, answered_on: on.to_owned() }).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Puts a fact into the search index.
    pub async fn indexed(&self, id: i64, code: &str, agency: i64) {
        let doc = SearchDoc {
            kind: "fact",
            record_id: id,
            title: code.to_owned(),
            summary: "Nguyễn Thị Ỷ".to_owned(),
            href: format!("/gia/{id}"),
            words: String::new(),
            agency_id: Some(agency),
            many: false,
        };
        let tx = self.app().store.housekeeping().await.unwrap();
        platform::search::index(&tx, &doc).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn run(&self) {
        platform::jobs::run_due(self.app()).await.unwrap();
    }

    pub async fn get(&self, path: &str, token: &str) -> (StatusCode, String) {
        let cookie = format!("motcua={token}");
        self.send(Request::get(path).header(header::COOKIE, cookie).body(Body::empty()).unwrap()).await
    }

    pub async fn ok(&self, path: &str, token: &str) -> String {
        let (status, body) = self.get(path, token).await;
        assert_eq!(status, StatusCode::OK, "{path}: {body}");
        let missing =
            body.split(['<', '>', '"']).find(|t| t.starts_with("targets-") || t.starts_with("programme-"));
        assert_eq!(missing, None, "{path} shows a bare message key");
        body
    }

    pub async fn post(&self, path: &str, token: &str, form: &[(&str, &str)]) -> (StatusCode, String) {
        let body: Vec<String> = form.iter().map(|(n, v)| format!("{n}={}", ui::platform_url(v))).collect();
        let request = Request::post(path)
            .header(header::COOKIE, format!("motcua={token}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.join("&")))
            .unwrap();
        self.send(request).await
    }

    async fn send(&self, request: Request<Body>) -> (StatusCode, String) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let place = response.headers().get(header::LOCATION).map(|v| v.to_str().unwrap().to_owned());
        let body = axum::body::to_bytes(response.into_body(), 10_000_000).await.unwrap();
        (status, place.unwrap_or_else(|| String::from_utf8_lossy(&body).into_owned()))
    }

    /// A member of staff with permissions at an agency and below; the session's token.
    pub async fn staff(&self, login: &str, agency: i64, permissions: &[Permission]) -> String {
        staff(self.app(), login, agency, permissions).await.unwrap().1
    }
}

fn about(id: i64, fact: &Fact) -> DossierFact {
    DossierFact {
        dossier_id: id,
        code: String::new(),
        agency_id: fact.agency,
        procedure: fact.procedure.into(),
        field: "HT".into(),
        channel: Channel::Counter,
        account_id: None,
        filed_on: None,
        due_on: None,
        due_before_on: None,
        received_on: Some(fact.received.to_string()),
        settled_on: fact.settled.map(|d| d.to_string()),
    }
}
