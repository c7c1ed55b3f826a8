//! Tests of the evaluation over HTTP and on a fresh database; the records come from ports that stand for their owners.

use super::rules::samples::{at, dossier};
use super::rules::shipped;
use super::{FREEZE, OFFICERS, SLICE, VIEW};
use async_trait::async_trait;
use axum::http::StatusCode;
use contracts::dossiers::{DossierFact, DossierSettled};
use contracts::procedures::{Procedure, ProcedureVersion};
use contracts::settlement::{
    Disliked, DossierFacts, DossierRecords, PetitionCount, PetitionRecords, ProcedureFacts, ProcedureRecords,
    SheetCounts,
};
use kernel::{Day, Moment};
use platform::messages::{Lang, Messages};
use platform::testing::{Pages, Place, TestCity, staff, tree};
use platform::{Actor, App, Change, Permission, Read};
use std::sync::{Arc, Mutex};

mod kept;
mod pages;

static SLICES: [&platform::Slice; 3] = [&platform::GROUND, &ui::SHELL, &SLICE];

static AGENCIES: [Place; 3] = [
    (1, "thanh-pho", "Thành phố", "city", None),
    (3, "phuong-a", "Phường A", "commune", Some(1)),
    (4, "phuong-b", "Phường B", "commune", Some(1)),
];

/// What the owners of the records would tell.
#[derive(Default)]
struct Owners {
    dossiers: Mutex<Vec<DossierFacts>>,
    disliked: Mutex<Vec<Disliked>>,
    petitions: Mutex<Vec<PetitionCount>>,
    /// Kept counts that a reader found each time a rebuild asked for dossiers.
    seen: Mutex<Vec<i64>>,
}

#[async_trait]
impl DossierRecords for Owners {
    async fn one(&self, _: &App, id: i64) -> platform::Result<Option<DossierFacts>> {
        Ok(self.dossiers.lock().unwrap().iter().find(|d| d.id == id).cloned())
    }

    async fn many(&self, _: &App, ids: &[i64]) -> platform::Result<Vec<DossierFacts>> {
        let mut found = self.dossiers.lock().unwrap().clone();
        found.retain(|d| ids.contains(&d.id));
        found.sort_by_key(|d| d.id);
        Ok(found)
    }

    async fn after(&self, app: &App, id: i64, most: i64) -> platform::Result<Vec<DossierFacts>> {
        let counts = app.store.number("SELECT COUNT(*) FROM settlement_tally", vec![]).await?;
        self.seen.lock().unwrap().push(counts);
        let mut found: Vec<DossierFacts> =
            self.dossiers.lock().unwrap().iter().filter(|d| d.id > id).cloned().collect();
        found.sort_by_key(|d| d.id);
        found.truncate(usize::try_from(most).unwrap());
        Ok(found)
    }
}

#[async_trait]
impl SheetCounts for Owners {
    async fn disliked(
        &self,
        _: &App,
        agency: Option<i64>,
        (from, to): (Day, Day),
        _: i64,
    ) -> platform::Result<Vec<Disliked>> {
        let all = self.disliked.lock().unwrap();
        let asked =
            |d: &&Disliked| agency.is_none_or(|a| a == d.agency_id) && from <= d.month && d.month <= to;
        Ok(all.iter().filter(asked).copied().collect())
    }
}

#[async_trait]
impl PetitionRecords for Owners {
    async fn counts(&self, _: &App, _: (Day, Day)) -> platform::Result<Vec<PetitionCount>> {
        Ok(self.petitions.lock().unwrap().clone())
    }
}

#[async_trait]
impl ProcedureRecords for Owners {
    async fn facts(&self, _: &App, _: Day) -> platform::Result<Vec<ProcedureFacts>> {
        let body: Procedure = serde_json::from_value(serde_json::json!({
            "code": "HT-01", "name": "Đăng ký khai sinh", "short_name": "Khai sinh",
            "field": {"code": "HT", "name": "Hộ tịch"}, "level": "commune", "valid_from": "2012-01-01",
            "status": "published", "channels": ["counter", "online"]
        }))
        .unwrap();
        let version = Arc::new(ProcedureVersion { id: 1, number: 1, body });
        Ok(vec![ProcedureFacts { version, service_level: 3, announced: None, population: None }])
    }
}

struct City {
    city: TestCity,
    pages: Pages,
    owners: Arc<Owners>,
}

impl City {
    /// A city on a day, with the index as it ships.
    async fn on(day: &str) -> City {
        let now: Moment = day.parse::<Day>().unwrap().start().plus_minutes(9 * 60);
        let city = TestCity::new(&SLICES, now).await.unwrap();
        let owners = Arc::new(Owners::default());
        city.app.provide(tree(&AGENCIES));
        city.app.provide::<Arc<dyn DossierRecords>>(owners.clone());
        city.app.provide::<Arc<dyn SheetCounts>>(owners.clone());
        city.app.provide::<Arc<dyn ProcedureRecords>>(owners.clone());
        let tx = city.app.store.housekeeping().await.unwrap();
        for key in ["settlement.index", "settlement.index_parts"] {
            let sql = "INSERT INTO legal_profile (rule_key, name_vi, name_en, value, unit, source, confirmed, note, state, \
                       changed_at) VALUES ($1, 'x', 'x', $2, 'list', 'QĐ 766/QĐ-TTg', TRUE, '', 'published', 0)";
            tx.exec(sql, vec![key.into(), shipped(key).to_string().into()]).await.unwrap();
        }
        tx.commit().await.unwrap();
        city.app.refresh().await.unwrap();
        let router = platform::http::assemble(&city.app)
            .layer(axum::middleware::from_fn_with_state(city.app.clone(), ui::error_pages))
            .with_state(city.app.clone());
        City { city, pages: Pages::over(router), owners }
    }

    fn app(&self) -> &App {
        &self.city.app
    }

    /// Puts a dossier in the place of what its owner told of it before, and tells that it was settled.
    async fn told(&self, facts: DossierFacts) {
        let fact = DossierFact {
            dossier_id: facts.id,
            code: facts.code.clone(),
            agency_id: facts.agency_id,
            procedure: facts.procedure.clone(),
            field: "HT".into(),
            channel: facts.channel,
            account_id: None,
            filed_on: None,
            received_on: None,
            due_on: None,
            due_before_on: None,
            settled_on: None,
        };
        {
            let mut all = self.owners.dossiers.lock().unwrap();
            all.retain(|d| d.id != facts.id);
            all.push(facts);
        }
        let tx = self.app().store.write(&Actor::system()).await.unwrap();
        tx.journal(Change::of("one_stop", "dossier", fact.dossier_id, "settle")).await.unwrap();
        tx.emit(&DossierSettled(fact)).await.unwrap();
        tx.commit().await.unwrap();
        platform::jobs::run_due(self.app()).await.unwrap();
    }

    async fn get(&self, path: &str, token: &str) -> (StatusCode, String) {
        self.pages.get(path, token).await.unwrap()
    }

    async fn post(&self, path: &str, form: &[(&str, &str)], token: &str) -> (StatusCode, String) {
        self.pages.post(path, token, form).await.unwrap()
    }

    /// A member of staff with some permissions for an agency and those below; account and session's token.
    async fn staff(&self, login: &str, agency: i64, permissions: &[Permission]) -> (i64, String) {
        staff(self.app(), login, agency, permissions).await.unwrap()
    }
}

/// A dossier of Phường A, settled on a day of October 2012; promised for the 10th.
fn settled(id: i64, day: u32) -> DossierFacts {
    DossierFacts { id, code: format!("A-{id:04}"), settled: Some(at(day, 9)), ..dossier() }
}

#[test]
fn every_text_is_there_in_both_languages() {
    let messages = Messages::new(&[SLICE.messages]).unwrap();
    assert_eq!(messages.keys(Lang::Vi), messages.keys(Lang::En));
    assert!(
        messages.keys(Lang::Vi).iter().all(|k| k.starts_with("settlement-") || k.starts_with("journal-"))
    );
}

#[tokio::test]
async fn money_that_comes_after_the_end_is_counted_without_another_event_of_the_dossier() {
    let city = City::on("2012-11-05").await;
    let unpaid = DossierFacts { fee: true, paid_online: false, ..settled(1, 9) };
    city.told(unpaid.clone()).await;
    let online = "SELECT COUNT(*) FROM settlement_dossier WHERE q36 > 0";
    assert_eq!(city.app().store.number(online, vec![]).await.unwrap(), 0);
    {
        let mut all = city.owners.dossiers.lock().unwrap();
        all.clear();
        all.push(DossierFacts { paid_online: true, ..unpaid });
    }
    let tx = city.app().store.write(&Actor::system()).await.unwrap();
    tx.journal(Change::of("fees", "fee_demand", 1, "fee_pay")).await.unwrap();
    tx.emit(&contracts::fees::FeesPaid { dossier_id: 1 }).await.unwrap();
    tx.commit().await.unwrap();
    platform::jobs::run_due(city.app()).await.unwrap();
    assert_eq!(city.app().store.number(online, vec![]).await.unwrap(), 1);
}
