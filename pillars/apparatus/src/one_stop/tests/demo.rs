//! The demo city's dossiers: every state and feature is there, nothing contradicts itself, and the seed decides all of it.

use super::*;
use crate::one_stop::demo;
use platform::Read;
use platform::identity::{self, AccountKind, NewAccount};
use platform::slice::DemoPlan;

/// A city with the demo's citizen and its dossiers.
async fn built(seed: u64) -> TestCity {
    built_with(procedure(), 1500, seed).await
}

/// The same with a procedure and a number of dossiers.
async fn built_with(mut body: Procedure, dossiers: u64, seed: u64) -> TestCity {
    body.field.code = "DD".to_owned();
    body.legal_basis = vec![serde_json::from_value(json!({"number": "1/2012", "title": "Luật"})).unwrap()];
    body.steps = vec![serde_json::from_value(json!({"actor": "Người nộp", "action": "Nộp"})).unwrap()];
    body.agency = Some(serde_json::from_value(json!({"decides": "UBND cấp xã"})).unwrap());
    body.forms = vec![serde_json::from_value(json!({"name": "Tờ khai"})).unwrap()];
    body.fees = vec![serde_json::from_value(json!({"name": "Lệ phí", "amount": 20000})).unwrap()];
    body.valid_from = Day::ymd(2011, 1, 1).unwrap();
    assert!(body.filed_online(), "the demo's citizen files online");
    let city = city_of(body).await;
    city.clock.set(Day::ymd(2014, 10, 8).unwrap().at(chrono::NaiveTime::from_hms_opt(10, 0, 0).unwrap()));
    let tx = city.app.store.write(&Actor::system()).await.unwrap();
    let citizen = NewAccount {
        kind: AccountKind::Citizen,
        login: "demo.dan".to_owned(),
        name: "Nguyễn Thị Ngọc Lan".to_owned(),
        email: None,
        phone: Some("0900000001".to_owned()),
        identity_number: Some("362000001".to_owned()),
        address: None,
        agency_id: None,
    };
    identity::create_account(&tx, &citizen, "-").await.unwrap();
    tx.commit().await.unwrap();
    let plan = DemoPlan { dossiers, seed, progress: Arc::new(|_, _, _| {}) };
    demo::build(city.app.clone(), plan).await.unwrap();
    city
}

async fn texts(app: &App, sql: &str) -> Vec<String> {
    let rows: Vec<(String,)> = app.store.rows(sql, vec![]).await.unwrap();
    rows.into_iter().map(|(text,)| text).collect()
}

#[tokio::test]
async fn a_newcomer_finds_every_state_and_feature_and_dossiers_of_their_own() {
    let city = built(1).await;
    let app = &city.app;
    let count = |sql: &'static str| app.store.number(sql, vec![]);
    for state in 1..=10i64 {
        let n = app
            .store
            .number("SELECT COUNT(*) FROM dossier WHERE state = $1", vec![state.into()])
            .await
            .unwrap();
        assert!(n >= 3, "{n} dossiers of state {state}");
    }
    for table in
        ["dossier_opinion", "dossier_extension", "dossier_fee", "dossier_supplement", "dossier_pause"]
    {
        let sql = format!("SELECT COUNT(*) FROM {table}");
        assert!(app.store.number(&sql, vec![]).await.unwrap() > 0, "{table} is empty");
    }
    assert!(count("SELECT COUNT(*) FROM dossier WHERE proxy IS NOT NULL").await.unwrap() > 0);
    assert!(count("SELECT COUNT(DISTINCT state) FROM dossier WHERE account_id = 1").await.unwrap() >= 6);
    assert_eq!(
        count("SELECT COUNT(*) FROM dossier WHERE state IN (2, 4) AND step_role IS NULL").await.unwrap(),
        0
    );
    let open_steps = "SELECT COUNT(*) FROM dossier d WHERE d.state IN (2, 4) AND NOT EXISTS \
                      (SELECT 1 FROM dossier_step s WHERE s.dossier_id = d.id AND s.ended_at IS NULL)";
    assert_eq!(count(open_steps).await.unwrap(), 0);
    let known = "SELECT COUNT(*) FROM dossier_supplement WHERE reason_code NOT IN \
                 ('missing', 'expired', 'wrong_form', 'wrong_content', 'not_certified', 'other')";
    assert_eq!(count(known).await.unwrap(), 0);
    assert_eq!(
        texts(app, "SELECT DISTINCT end_reason FROM dossier WHERE state = 3").await,
        ["not_competent: Việc thuộc thẩm quyền cơ quan khác."]
    );
    let at_once = "SELECT COUNT(*) FROM dossier_step s WHERE s.ended_at < s.started_at";
    assert_eq!(count(at_once).await.unwrap(), 0, "no step ends before it began");
    assert_eq!(count("SELECT COUNT(*) FROM dossier").await.unwrap(), 1500, "as many as were asked for");
}

#[tokio::test]
async fn the_seed_decides_the_demo() {
    let sql = "SELECT code || owner_name || state || COALESCE(due_at, 0) FROM dossier ORDER BY id";
    let few = |seed| built_with(procedure(), 600, seed);
    let (one, same, other) = (few(5).await, few(5).await, few(6).await);
    assert_eq!(texts(&one.app, sql).await, texts(&same.app, sql).await);
    assert_ne!(texts(&one.app, sql).await, texts(&other.app, sql).await);
}

#[tokio::test]
async fn lives_with_a_step_of_payment_and_several_terms_do_not_contradict_their_procedure() {
    let mut body = super::terms::varied();
    body.process = super::terms::taxed().process;
    let city = built_with(body, 500, 3).await;
    let app = &city.app;
    let count = |sql: &'static str| app.store.number(sql, vec![]);
    assert_eq!(count("SELECT COUNT(*) FROM dossier").await.unwrap(), 500);
    // The pause begins and ends with the step, and nobody comes past it without one.
    let unlike = "SELECT COUNT(*) FROM dossier_step s WHERE s.number = 3 AND NOT EXISTS (SELECT 1 FROM dossier_pause p \
                  WHERE p.dossier_id = s.dossier_id AND p.reason = 'financial_duty' AND p.from_at = s.started_at \
                  AND p.basis LIKE '%HT-09%' AND COALESCE(p.to_at, 0) = COALESCE(s.ended_at, 0))";
    assert_eq!(count(unlike).await.unwrap(), 0);
    let past = "SELECT COUNT(*) FROM dossier WHERE outcome IS NOT NULL AND id NOT IN \
                (SELECT dossier_id FROM dossier_pause WHERE reason = 'financial_duty' AND to_at IS NOT NULL)";
    assert_eq!(count(past).await.unwrap(), 0);
    assert!(count("SELECT COUNT(*) FROM dossier WHERE outcome IS NOT NULL").await.unwrap() > 100);
    assert!(count("SELECT COUNT(*) FROM dossier WHERE state = 6 AND step_number = 3").await.unwrap() >= 3);
    let short = "SELECT COUNT(*) FROM dossier WHERE term_variant = 'nong-thon' AND due_steps LIKE '%\"working_days\":2}%'";
    let chosen = count("SELECT COUNT(*) FROM dossier WHERE term_variant IS NOT NULL AND due_at IS NOT NULL");
    assert!(count(short).await.unwrap() > 50 && count(short).await.unwrap() == chosen.await.unwrap());
}
