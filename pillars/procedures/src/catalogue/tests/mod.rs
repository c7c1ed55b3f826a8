//! The catalogue on a fresh city: import, versions, pages, figures.

mod change;
mod fuzzed;
mod service;
mod shapes;
mod upload;

use super::{ImportFile, Outcome, SLICE, import, port, shipped};
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use contracts::procedures::Catalogue;
use kernel::Moment;
use platform::indicators::Slot;
use platform::testing::TestCity;
use platform::{Actor, App, Read, Slice};
use std::sync::Arc;
use tower::ServiceExt;

static SLICES: &[&Slice] = &[&platform::GROUND, &ui::SHELL, &eforms::SLICE, &SLICE];

async fn city() -> TestCity {
    let now: Moment = "2012-10-12".parse::<kernel::Day>().unwrap().start();
    let city = TestCity::new(SLICES, now).await.unwrap();
    city.app.provide(port());
    rule(&city.app, "procedures.mandatory_parts", MANDATORY, "2010-10-14", Some("2017-09-24")).await;
    rule(&city.app, "procedures.mandatory_parts", MANDATORY_2017, "2017-09-25", None).await;
    rule(&city.app, "procedures.conditional_parts", r#"["forms","requirements","fees"]"#, "2010-10-14", None)
        .await;
    rule(&city.app, "online.level_scheme", r#""levels_1_4""#, "2011-10-01", Some("2022-08-14")).await;
    rule(&city.app, "online.level_scheme", r#""partial_full""#, "2022-08-15", None).await;
    rule(&city.app, "online.minimum_level", "2", "2011-10-01", Some("2022-08-14")).await;
    city
}

const MANDATORY: &str = r#"["name","steps","channels","components","term","audience","agency","result"]"#;
const MANDATORY_2017: &str = r#"["name","steps","channels","components","term","audience","agency"]"#;

/// A dated rule, as the administrators publish it.
async fn rule(app: &App, key: &str, value: &str, from: &str, to: Option<&str>) {
    let tx = app.store.housekeeping().await.unwrap();
    let sql = "INSERT INTO legal_profile (rule_key, name_vi, name_en, value, unit, valid_from, valid_to, source, confirmed, note, \
               state, changed_at) VALUES ($1, '', '', $2, '', $3, $4, 'test', TRUE, '', 'published', 0)";
    tx.exec(sql, vec![key.into(), value.into(), from.into(), to.into()]).await.unwrap();
    tx.commit().await.unwrap();
    app.refresh().await.unwrap();
}

async fn seeded() -> TestCity {
    let city = city().await;
    super::import::seed(city.app.clone()).await.unwrap();
    city
}

async fn get(app: &App, path: &str) -> (StatusCode, String) {
    call(app, Request::get(path).body(Body::empty()).unwrap()).await
}

async fn call(app: &App, request: Request<Body>) -> (StatusCode, String) {
    let router = platform::http::assemble(app).with_state(app.clone());
    let answer = router.oneshot(request).await.unwrap();
    let status = answer.status();
    let body = to_bytes(answer.into_body(), 4_000_000).await.unwrap();
    (status, String::from_utf8_lossy(&body).into_owned())
}

fn file(text: String) -> ImportFile {
    ImportFile { name: "HT-01.yaml".to_owned(), text }
}

fn birth() -> String {
    shipped().into_iter().find(|f| f.name == "HT-01.yaml").unwrap().text
}

#[tokio::test]
async fn every_shipped_procedure_is_imported_once() {
    let city = city().await;
    let files = shipped();
    assert!(files.len() >= 70, "{}", files.len());
    let report = import(&city.app, &Actor::system(), &files).await.unwrap();
    let bad: Vec<_> = report.files.iter().filter(|(_, o)| matches!(o, Outcome::Bad(_))).collect();
    assert!(bad.is_empty(), "{bad:?}");
    assert_eq!(report.new_versions(), files.len());
    let again = import(&city.app, &Actor::system(), &files).await.unwrap();
    assert_eq!(again.new_versions(), 0);
    let all = port().all_in_force(&city.app, city.clock.now().day()).await.unwrap();
    assert!(all.len() >= 50, "{}", all.len());
    assert!(all.iter().all(|v| v.body.form.is_none()
        || !v.body.filed_online()
        || eforms::Form::parse(v.body.form.as_ref().unwrap()).is_ok()));
}

#[tokio::test]
async fn a_changed_file_becomes_a_version_of_its_own() {
    let city = seeded().await;
    let changed = birth()
        .replace("valid_from: 2012-04-01", "valid_from: 2012-11-01")
        .replace("Khai sinh", "Khai sinh mới");
    let files = [file(changed), ImportFile { name: "hong.yaml".into(), text: "code: [".into() }];
    let report = import(&city.app, &Actor::system(), &files).await.unwrap();
    assert!(
        matches!(&report.files[0].1, Outcome::Version { number: 2, changes, .. } if changes.iter().any(|c| c.part == "short_name"))
    );
    assert!(matches!(&report.files[1].1, Outcome::Bad(problem) if problem.line.is_some()));
    let catalogue: Arc<dyn Catalogue> = city.app.port().unwrap();
    let number = |day: &str| {
        let (catalogue, app, day) = (catalogue.clone(), city.app.clone(), day.parse().unwrap());
        async move { catalogue.in_force(&app, "HT-01", day).await.unwrap().map(|v| v.number) }
    };
    assert_eq!(number("2012-10-31").await, Some(1));
    assert_eq!(number("2012-11-01").await, Some(2));
    assert_eq!(number("2012-03-31").await, None);
    let id = city.app.store.number("SELECT id FROM procedure WHERE code = 'HT-01'", vec![]).await.unwrap();
    assert_eq!(platform::journal::history(&city.app.store, "procedure", id).await.unwrap().len(), 2);
}

#[tokio::test]
async fn the_list_is_found_without_marks_and_by_abbreviation() {
    let city = seeded().await;
    for query in ["khai+sinh", "dkks", "HT-01", "Khai+sinh"] {
        let (status, html) = get(&city.app, &format!("/thu-tuc?q={query}")).await;
        assert_eq!(status, StatusCode::OK);
        assert!(html.contains("/thu-tuc/HT-01"), "{query}");
    }
    let (_, html) = get(&city.app, "/thu-tuc?q=khong-co-thu-tuc-nay").await;
    assert!(html.contains("Không có thủ tục nào"));
    let (status, csv) = get(&city.app, "/thu-tuc?linh_vuc=DD&dang=csv").await;
    assert!(status == StatusCode::OK && csv.contains("DD-01") && !csv.contains("HT-01"));
    for filter in ["cap=commune", "su_kien=sinh-con", "doi_tuong=citizen", "muc=3", "sap=-muc"] {
        let (_, html) = get(&city.app, &format!("/thu-tuc?{filter}")).await;
        assert!(html.contains("/thu-tuc/"), "{filter}");
    }
}

#[tokio::test]
async fn a_sheet_tells_what_one_must_know() {
    let city = seeded().await;
    let (status, html) = get(&city.app, "/thu-tuc/HT-01").await;
    assert_eq!(status, StatusCode::OK);
    for needle in [
        "Đăng ký khai sinh",
        "/nop-ho-so/HT-01",
        "158/2005/NĐ-CP",
        "Trong ngày",
        "Mức độ 3",
        "/thu-tuc/HT-01/phien-ban/1",
    ] {
        assert!(html.contains(needle), "{needle}");
    }
    assert!(
        !html.contains("catalogue-"),
        "a text is missing: {:?}",
        html.split("catalogue-").nth(1).map(|t| t.chars().take(40).collect::<String>())
    );
    let (_, html) = get(&city.app, "/thu-tuc/DD-10").await;
    assert!(html.contains("Chưa xác nhận") && !html.contains("/nop-ho-so/DD-10"));
    assert_eq!(get(&city.app, "/thu-tuc/HT-01/phien-ban/1").await.0, StatusCode::OK);
    assert_eq!(get(&city.app, "/thu-tuc/HT-01/phien-ban/9").await.0, StatusCode::NOT_FOUND);
    assert_eq!(get(&city.app, "/thu-tuc/HT-01/in").await.0, StatusCode::OK);
    assert_eq!(get(&city.app, "/thu-tuc/XX-99").await.0, StatusCode::NOT_FOUND);
    assert_eq!(get(&city.app, "/quan-tri/thu-tuc").await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_sheet_tells_every_term_and_what_is_not_counted() {
    let city = seeded().await;
    let (_, house) = get(&city.app, "/thu-tuc/XD-01").await;
    for needle in ["15 ngày làm việc", "Nhà ở nông thôn: 10 ngày làm việc (căn cứ 64/2012/NĐ-CP)"]
    {
        assert!(house.contains(needle), "{needle} in {house}");
    }
    let (_, land) = get(&city.app, "/thu-tuc/DD-01").await;
    assert!(
        land.contains("Không tính vào thời hạn") && land.contains("Chờ nộp thuế, nhận biên lai"),
        "{land}"
    );
    assert!(!get(&city.app, "/thu-tuc/HT-01").await.1.contains("Không tính vào thời hạn"));
}

#[tokio::test]
async fn a_sheet_says_who_may_not_be_represented_and_who_needs_the_paper() {
    let city = seeded().await;
    let app = &city.app;
    let (_, forbidden) = get(app, "/thu-tuc/LL-02").await;
    assert!(forbidden.contains("Không được, phải tự mình làm"), "{forbidden}");
    let (_, paper) = get(app, "/thu-tuc/LL-01").await;
    assert!(paper.contains("phải có giấy ủy quyền"), "{paper}");
    let (_, silent) = get(app, "/thu-tuc/HT-01").await;
    assert!(!silent.contains("Nộp thay"), "where the procedure says nothing, the sheet says nothing");
}

#[test]
fn a_procedure_that_wants_an_authorisation_names_the_paper() {
    for file in shipped() {
        let procedure: contracts::procedures::Procedure = serde_saphyr::from_str(&file.text).unwrap();
        let named = procedure.authorisation().is_some();
        assert_eq!(named, procedure.proxy == contracts::procedures::ProxyRule::Paper, "{}", file.name);
    }
}

#[tokio::test]
async fn every_shipped_sheet_has_all_its_texts() {
    let city = seeded().await;
    for file in shipped() {
        let code = file.name.trim_end_matches(".yaml");
        let (status, html) = get(&city.app, &format!("/thu-tuc/{code}")).await;
        assert_eq!(status, StatusCode::OK, "{code}");
        assert!(!html.contains("catalogue-"), "{code}");
    }
}

#[tokio::test]
async fn figures_count_the_versions_in_force() {
    let city = seeded().await;
    let today = city.clock.now().day();
    let slot = Slot {
        from: today,
        to: today,
        today,
        agencies: None,
        procedure: None,
        field: None,
        channel: None,
        reason: None,
    };
    let of_versions = |i: &&platform::indicators::Indicator| i.timing == platform::indicators::Timing::Stock;
    for indicator in SLICE.indicators.iter().filter(of_versions) {
        let rows = indicator.records(&city.app.store, &slot, None, None, 500).await.unwrap();
        assert!(rows.len() >= 50, "{} {}", indicator.code, rows.len());
        assert!(rows.iter().any(|r| r.numerator == 1), "{}", indicator.code);
    }
    let complete = SLICE.indicators[0].records(&city.app.store, &slot, Some(false), None, 500).await.unwrap();
    assert!(complete.iter().any(|r| r.procedure_code == "DD-10"));
}

/// A member of staff who keeps the catalogue; the cookie of their session.
async fn keeper(app: &App) -> String {
    use platform::identity::{AccountKind, NewAccount, create_account, grant_role};
    let tx = app.store.housekeeping().await.unwrap();
    let role = "INSERT INTO role (code, name, permissions) VALUES ('procedure_control', 'KSTT', '[\"catalogue.edit\"]')";
    tx.exec(role, vec![]).await.unwrap();
    let new = NewAccount {
        kind: AccountKind::Staff,
        login: "kiemsoat".into(),
        name: "Trần Kiểm Soát".into(),
        email: None,
        phone: None,
        identity_number: None,
        address: None,
        agency_id: Some(1),
    };
    let account = create_account(&tx, &new, platform::testing::PASSWORD_HASH).await.unwrap();
    grant_role(&tx, account, "procedure_control", 1, true).await.unwrap();
    tx.commit().await.unwrap();
    let token = platform::testing::session(app, "kiemsoat").await.unwrap();
    format!("{}={token}", platform::http::SESSION_COOKIE)
}
