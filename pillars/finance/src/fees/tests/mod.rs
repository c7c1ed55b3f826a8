//! Tests of fees on a fresh database: a desk with two procedures, a cashier, a head, a gateway.

mod desk;
mod money;
mod online;

use super::{SLICE, acts, port, store};
use async_trait::async_trait;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use contracts::dossiers::Channel;
use contracts::fees::{DeskMoney, FeeDossier, FeeDossiers};
use contracts::procedures::{Catalogue, Procedure, ProcedureVersion};
use kernel::{Day, Moment};
use platform::app::DirectorySource;
use platform::directory::{AgencyRef, Directory};
use platform::error::Result;
use platform::settings::Settings;
use platform::store::ActorKind;
use platform::testing::{TestCity, staff};
use platform::{Actor, App, Change, Permission, Read, Slice, Store};
use serde_json::json;
use std::sync::{Arc, Mutex};
use tower::ServiceExt;

static SLICES: [&Slice; 3] = [&platform::GROUND, &ui::SHELL, &SLICE];

pub const WARD: i64 = 2;
pub const OTHER_WARD: i64 = 3;

struct Agencies;

#[async_trait]
impl DirectorySource for Agencies {
    async fn load(&self, _: &Store) -> Result<Directory> {
        let agency = |id: i64, code: &str, name: &str, kind: &str, parent: Option<i64>| AgencyRef {
            id,
            code: code.to_owned(),
            name: name.to_owned(),
            short_name: name.to_owned(),
            kind: kind.to_owned(),
            level: kind.to_owned(),
            parent_id: parent,
            id_2016: String::new(),
            id_2020: String::new(),
            unit_code: String::new(),
            valid_from: None,
            valid_to: None,
        };
        Ok(Directory::new(vec![
            agency(1, "can-tho", "Thành phố Cần Thơ", "city", None),
            agency(WARD, "an-hoa", "UBND phường An Hòa", "commune", Some(1)),
            agency(OTHER_WARD, "cai-khe", "UBND phường Cái Khế", "commune", Some(1)),
        ]))
    }
}

/// HT-10 has a charge and a fee, HT-01 is free, DD-01 says that its fee depends.
struct Procedures;

fn version(code: &str, fees: &serde_json::Value) -> Arc<ProcedureVersion> {
    let body: Procedure = serde_json::from_value(json!({
        "code": code, "name": format!("Thủ tục {code}"), "short_name": code,
        "field": {"code": "HT", "name": "Hộ tịch"}, "level": "commune", "valid_from": "2012-01-01",
        "status": "published", "fees": fees,
    }))
    .unwrap();
    Arc::new(ProcedureVersion { id: 1, number: 1, body })
}

fn versions() -> Vec<Arc<ProcedureVersion>> {
    vec![
        version(
            "HT-10",
            &json!([{"name": "Lệ phí hộ tịch", "amount": 20000}, {"name": "Phí xác minh", "amount": 30000, "confirmed": true}]),
        ),
        version("HT-01", &json!([{"name": "Lệ phí hộ tịch", "amount": 0}])),
        version("DD-01", &json!([{"name": "Lệ phí địa chính", "amount": null}])),
    ]
}

#[async_trait]
impl Catalogue for Procedures {
    async fn in_force(&self, _: &App, code: &str, _: Day) -> Result<Option<Arc<ProcedureVersion>>> {
        Ok(versions().into_iter().find(|v| v.body.code == code))
    }
    async fn version(&self, _: &App, _: i64) -> Result<Arc<ProcedureVersion>> {
        Ok(version("HT-10", &json!([])))
    }
    async fn all_in_force(&self, _: &App, _: Day) -> Result<Vec<Arc<ProcedureVersion>>> {
        Ok(versions())
    }
}

/// The desk's dossiers, and what it noted on them.
#[derive(Default)]
pub struct DeskDossiers {
    pub dossiers: Mutex<Vec<FeeDossier>>,
    pub noted: Mutex<Vec<(i64, DeskMoney)>>,
}

#[async_trait]
impl FeeDossiers for DeskDossiers {
    async fn one(&self, _: &App, id: i64) -> Result<Option<FeeDossier>> {
        Ok(self.dossiers.lock().unwrap().iter().find(|d| d.id == id).cloned())
    }
    async fn noted(&self, _: &App, id: i64) -> Result<Vec<DeskMoney>> {
        let noted = self.noted.lock().unwrap();
        Ok(noted.iter().filter(|(dossier, _)| *dossier == id).map(|(_, money)| money.clone()).collect())
    }
    async fn received_last(&self, _: &App, _: i64, _: i64) -> Result<Vec<FeeDossier>> {
        Ok(self.dossiers.lock().unwrap().clone())
    }
}

pub fn at(day: &str, hour: i64) -> Moment {
    day.parse::<Day>().unwrap().start().plus_minutes(hour * 60)
}

/// A city with a desk.
pub struct Desk {
    pub city: TestCity,
    pub router: Router,
    pub dossiers: Arc<DeskDossiers>,
}

impl Desk {
    pub async fn new() -> Desk {
        Desk::with(Settings::default()).await
    }

    pub async fn with(settings: Settings) -> Desk {
        let city = TestCity::with(&SLICES, at("2013-06-10", 9), settings).await.unwrap();
        let source: Arc<dyn DirectorySource> = Arc::new(Agencies);
        city.app.provide(source);
        let catalogue: Arc<dyn Catalogue> = Arc::new(Procedures);
        city.app.provide(catalogue);
        let dossiers = Arc::new(DeskDossiers::default());
        let shared: Arc<dyn FeeDossiers> = dossiers.clone();
        city.app.provide(shared);
        city.app.provide(port());
        city.app.refresh().await.unwrap();
        (SLICE.seed.unwrap())(city.app.clone()).await.unwrap();
        let router = platform::http::assemble(&city.app)
            .layer(axum::middleware::from_fn_with_state(city.app.clone(), ui::error_pages))
            .with_state(city.app.clone());
        Desk { city, router, dossiers }
    }

    pub fn app(&self) -> &App {
        &self.city.app
    }

    /// A received dossier.
    pub fn dossier(&self, id: i64, procedure: &str) -> FeeDossier {
        let dossier = FeeDossier {
            id,
            code: format!("H13.02-130610-{id:04}"),
            tracking_key: format!("khoa-{id}"),
            agency_id: WARD,
            procedure: procedure.to_owned(),
            procedure_name: format!("Thủ tục {procedure}"),
            field: "HT".to_owned(),
            channel: Channel::Counter,
            payer: "Nguyễn Thị Lan".to_owned(),
            account_id: None,
            received_on: Some("2013-06-10".to_owned()),
        };
        self.dossiers.dossiers.lock().unwrap().push(dossier.clone());
        dossier
    }

    /// The demand of a dossier, made as the listener makes it.
    pub async fn demand(&self, id: i64, procedure: &str) -> Option<store::DemandRow> {
        let dossier = self.dossier(id, procedure);
        let tx = self.app().store.write(&Actor::system()).await.unwrap();
        let made = acts::demand_in(self.app(), &tx, &dossier, None).await.unwrap();
        match made {
            Some((demand, true)) => {
                tx.commit().await.unwrap();
                Some(demand)
            }
            _ => None,
        }
    }

    /// The demand as it stands.
    pub async fn now(&self, id: i64) -> store::DemandRow {
        store::demand(&self.app().store, id).await.unwrap().unwrap()
    }

    /// A member of staff of the ward with a role of these permissions; who they act as, and their session.
    pub async fn staff(&self, login: &str, permissions: &[&'static str]) -> (Actor, String) {
        let rights: Vec<Permission> = permissions.iter().copied().map(Permission).collect();
        let (id, token) = staff(self.app(), login, WARD, &rights).await.unwrap();
        let name = format!("Cán bộ {login}");
        (Actor { kind: ActorKind::Staff, account_id: Some(id), name, unit_id: Some(WARD) }, token)
    }

    pub async fn get(&self, path: &str, token: &str) -> (StatusCode, String) {
        let request =
            Request::get(path).header(header::COOKIE, format!("motcua={token}")).body(Body::empty()).unwrap();
        self.send(request).await
    }

    pub async fn post(&self, path: &str, token: &str, form: &[(&str, &str)]) -> (StatusCode, String) {
        let body: Vec<String> =
            form.iter().map(|(n, v)| format!("{}={}", ui::platform_url(n), ui::platform_url(v))).collect();
        let request = Request::post(path)
            .header(header::COOKIE, format!("motcua={token}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.join("&")))
            .unwrap();
        self.send(request).await
    }

    pub async fn send(&self, request: Request<Body>) -> (StatusCode, String) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let place = response.headers().get(header::LOCATION).map(|v| v.to_str().unwrap().to_owned());
        let body = axum::body::to_bytes(response.into_body(), 10_000_000).await.unwrap();
        (status, place.unwrap_or_else(|| String::from_utf8_lossy(&body).into_owned()))
    }

    pub async fn count(&self, sql: &str) -> i64 {
        self.app().store.number(sql, vec![]).await.unwrap()
    }
}

#[tokio::test]
async fn the_seed_takes_over_what_procedures_publish_once() {
    let desk = Desk::new().await;
    assert_eq!(desk.count("SELECT COUNT(*) FROM fee_rate").await, 3, "the amount that depends is no row");
    (SLICE.seed.unwrap())(desk.app().clone()).await.unwrap();
    assert_eq!(desk.count("SELECT COUNT(*) FROM fee_rate").await, 3);
}

#[tokio::test]
async fn a_received_dossier_gets_one_demand_by_the_schedule_of_its_day_and_a_free_one_none() {
    let desk = Desk::new().await;
    let demand = desk.demand(7, "HT-10").await.unwrap();
    assert_eq!((demand.due, demand.paid, demand.rates_on.as_str()), (50_000, 0, "2013-06-10"));
    assert!(desk.demand(7, "HT-10").await.is_none(), "once");
    assert!(desk.demand(8, "HT-01").await.is_none());
    let lines = store::lines_of(&desk.app().store, demand.id).await.unwrap();
    assert_eq!(lines.iter().map(|l| l.kind.as_str()).collect::<Vec<_>>(), ["fee", "charge"]);
    let standing = port().standing(desk.app(), 7).await.unwrap().unwrap();
    assert_eq!((standing.due, standing.owed), (50_000, 50_000));
}

#[tokio::test]
async fn what_the_desk_noted_before_there_was_a_demand_is_paid_on_its_day() {
    let desk = Desk::new().await;
    let money = DeskMoney {
        id: 40,
        amount: 50_000,
        paid_by: "cash".into(),
        receipt_number: "AA/7".into(),
        at: at("2013-06-03", 10),
        by: "Chị Hạnh".into(),
    };
    desk.dossiers.noted.lock().unwrap().push((9, money));
    let demand = desk.demand(9, "HT-10").await.unwrap();
    assert_eq!((demand.paid, demand.sums().owed()), (50_000, 0));
    let payment = store::payments_of(&desk.app().store, demand.id).await.unwrap().remove(0);
    assert_eq!((payment.taker_name.as_str(), payment.paid_at), ("Chị Hạnh", at("2013-06-03", 10).micros()));
}

#[tokio::test]
async fn money_the_desk_notes_is_entered_with_it_and_taken_back_with_it() {
    let desk = Desk::new().await;
    let dossier = desk.dossier(3, "DD-01");
    let money = DeskMoney {
        id: 41,
        amount: 70_000,
        paid_by: "cash".into(),
        receipt_number: "AA/8".into(),
        at: at("2013-06-10", 9),
        by: "Chị Hạnh".into(),
    };
    let tx = desk.app().store.write(&Actor::system()).await.unwrap();
    port().noted(desk.app(), &tx, &dossier, &money).await.unwrap();
    tx.commit().await.unwrap();
    let demand = store::demand_of_dossier(&desk.app().store, 3).await.unwrap().unwrap();
    assert_eq!((demand.due, demand.paid), (70_000, 70_000), "where the amount depends it is what was taken");
    let tx = desk.app().store.write(&Actor::system()).await.unwrap();
    port().withdrawn(&tx, 41, "Ghi nhầm").await.unwrap();
    // A line of the time before fees had books of their own.
    port().withdrawn(&tx, 999, "Ghi nhầm").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(desk.now(demand.id).await.paid, 0);
    let lines = store::lines_of(&desk.app().store, demand.id).await.unwrap();
    assert!(lines.iter().all(|l| l.paid == 0));
}

#[tokio::test]
async fn cash_noted_under_a_paper_receipt_lies_in_the_open_drawer_of_who_took_it() {
    let desk = Desk::new().await;
    let (clerk, token) = desk.staff("clerk", &["fees.view", "fees.collect"]).await;
    let (other, _) = desk.staff("other", &["fees.view", "fees.collect"]).await;
    let book = acts::open(desk.app(), &clerk, WARD, 100_000).await.unwrap();
    let dossier = desk.dossier(3, "DD-01");
    let noted = |id: i64, paid_by: &str| DeskMoney {
        id,
        amount: 70_000,
        paid_by: paid_by.into(),
        receipt_number: format!("AA/{id}"),
        at: at("2013-06-10", 9),
        by: "Cán bộ clerk".into(),
    };
    let tx = desk.app().store.write(&clerk).await.unwrap();
    port().noted(desk.app(), &tx, &dossier, &noted(41, "cash")).await.unwrap();
    port().noted(desk.app(), &tx, &dossier, &noted(42, "transfer")).await.unwrap();
    tx.commit().await.unwrap();
    let (_, page) = desk.get(&format!("/so-quy/{book}"), &token).await;
    assert!(page.contains("AA/41") && page.contains("170.000 đồng") && !page.contains("AA/42"), "{page}");
    let tx = desk.app().store.write(&other).await.unwrap();
    assert!(port().withdrawn(&tx, 41, "Ghi nhầm").await.is_err(), "the money lies in another's drawer");
    drop(tx);
    acts::close(desk.app(), &clerk, book, &[(10_000, 17)], "").await.unwrap();
    let tx = desk.app().store.write(&clerk).await.unwrap();
    assert!(port().withdrawn(&tx, 41, "Ghi nhầm").await.is_err(), "the drawer was counted with it");
    assert!(port().withdrawn(&tx, 42, "Ghi nhầm").await.is_ok(), "what came by transfer lies in no drawer");
}

#[tokio::test]
async fn a_step_that_demands_it_paid_is_told_what_is_owed() {
    let desk = Desk::new().await;
    let dossier = desk.dossier(5, "HT-10");
    let tx = desk.app().store.write(&Actor::system()).await.unwrap();
    assert_eq!(port().owed(desk.app(), &tx, &dossier).await.unwrap(), 50_000);
    let free = desk.dossier(6, "HT-01");
    assert_eq!(port().owed(desk.app(), &tx, &free).await.unwrap(), 0);
    tx.journal(Change::of("fees", "fee_demand", 0, "fee_demand")).await.unwrap();
    tx.commit().await.unwrap();
}
