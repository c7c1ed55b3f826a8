//! Joint dossiers on a fresh city: the agencies' dossiers are played, so that every order of their ends can be tried.

mod course;
mod drafts;
mod terms;

use super::acts::{self, Filed, FiledPart, JointFiling};
use super::{SLICE, joint_dossiers, store};
use async_trait::async_trait;
use contracts::dossiers::{Channel, DossierIntake, FiledPaper, Filing, Opened, Person};
use contracts::joint::{
    JointGroup, JointMember, OnFailure, PartDossier, PartDossiers, PartOutcome, PartResult, PartShown,
};
use contracts::procedures::{Catalogue, Procedure, ProcedureVersion};
use kernel::{Day, Moment, Term};
use platform::app::DirectorySource;
use platform::directory::{AgencyRef, Directory};
use platform::error::{Error, Result};
use platform::http::Query;
use platform::indicators::Evidence;
use platform::messages::{Lang, Messages};
use platform::testing::TestCity;
use platform::{Actor, App, Ctx, Read, Refusal, Scope, Store, Tx};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

const CITY: i64 = 1;
const DISTRICT: i64 = 2;
const WARD: i64 = 3;
const OTHER_WARD: i64 = 4;

static SLICES: [&platform::Slice; 4] = [&platform::GROUND, &ui::SHELL, &eforms::SLICE, &SLICE];

struct Agencies;

#[async_trait]
impl DirectorySource for Agencies {
    async fn load(&self, _: &Store) -> Result<Directory> {
        let agency = |id: i64, code: &str, kind: &str, parent: Option<i64>| AgencyRef {
            id,
            code: code.to_owned(),
            name: code.to_owned(),
            short_name: code.to_owned(),
            kind: kind.to_owned(),
            level: kind.to_owned(),
            parent_id: parent,
            id_2016: format!("000.00.{id:02}.H13"),
            id_2020: String::new(),
            unit_code: String::new(),
            valid_from: None,
            valid_to: None,
        };
        Ok(Directory::new(vec![
            agency(CITY, "can-tho", "city", None),
            agency(DISTRICT, "ninh-kieu", "district", Some(CITY)),
            agency(WARD, "cai-khe", "commune", Some(DISTRICT)),
            agency(OTHER_WARD, "an-hoa", "commune", Some(DISTRICT)),
        ]))
    }
}

/// The dossiers of all agencies, as the one-stop would keep them.
#[derive(Default)]
struct Played {
    filed: Mutex<Vec<Filing>>,
    dossiers: Mutex<BTreeMap<i64, PartDossier>>,
    /// No agency opens anything.
    suspended: Mutex<bool>,
}

impl Played {
    /// The filing of the dossier with an id.
    fn filing(&self, id: i64) -> Filing {
        self.filed.lock().unwrap()[usize::try_from(id).unwrap() - 1].clone()
    }

    fn change(&self, id: i64, change: impl FnOnce(&mut PartDossier)) {
        change(self.dossiers.lock().unwrap().get_mut(&id).unwrap());
    }
}

/// The ports onto them.
struct Ports(Arc<Played>);

#[async_trait]
impl DossierIntake for Ports {
    async fn open(&self, _: &App, _: &Tx, filing: Filing) -> Result<Opened> {
        if *self.0.suspended.lock().unwrap() {
            return Err(Refusal::new("joint-refused-no-procedure").arg("code", &filing.procedure).into());
        }
        let mut filed = self.0.filed.lock().unwrap();
        if let Some(at) = filed.iter().position(|known| known.idempotency_key == filing.idempotency_key) {
            let id = i64::try_from(at).unwrap() + 1;
            return Ok(Opened {
                id,
                code: format!("D-{id}"),
                tracking_key: format!("key-{id}"),
                existed: true,
            });
        }
        filed.push(filing);
        let id = i64::try_from(filed.len()).unwrap();
        let dossier = PartDossier {
            code: format!("D-{id}"),
            tracking_key: format!("key-{id}"),
            outcome: PartOutcome::Open,
            received: None,
            due: None,
            settled: None,
            returned: None,
            reason: None,
            pauses: Vec::new(),
            results: Vec::new(),
        };
        self.0.dossiers.lock().unwrap().insert(id, dossier);
        Ok(Opened { id, code: format!("D-{id}"), tracking_key: format!("key-{id}"), existed: false })
    }
}

#[async_trait]
impl PartDossiers for Ports {
    async fn one(&self, _: &App, id: i64) -> Result<Option<PartDossier>> {
        Ok(self.0.dossiers.lock().unwrap().get(&id).cloned())
    }

    async fn shown(&self, _: &Ctx, _: i64) -> Result<Option<PartShown>> {
        Ok(None)
    }

    async fn hand_over(&self, app: &App, _: &Actor, id: i64, _: &str) -> Result<bool> {
        let now = app.clock.now();
        let mut dossiers = self.0.dossiers.lock().unwrap();
        let dossier = dossiers.get_mut(&id).unwrap();
        let hands = dossier.settled.is_some() && dossier.returned.is_none();
        if hands {
            dossier.returned = Some(now);
        }
        Ok(hands)
    }
}

/// Procedures by any code: the second and later ones ask for the paper that the first one makes.
struct Procedures;

fn procedure(code: &str) -> Procedure {
    serde_json::from_value(json!({
        "code": code, "name": format!("Thủ tục {code}"), "short_name": code, "field": {"code": "HT", "name": "Hộ tịch"},
        "level": "commune", "valid_from": "2012-01-01", "status": "published",
        "components": [{"key": "ks", "name": "Giấy khai sinh", "kind": "copy", "required": true}],
        "result": {"name": "Giấy khai sinh"}
    }))
    .unwrap()
}

#[async_trait]
impl Catalogue for Procedures {
    async fn in_force(&self, _: &App, code: &str, _: Day) -> Result<Option<Arc<ProcedureVersion>>> {
        Ok(Some(Arc::new(ProcedureVersion { id: 1, number: 1, body: procedure(code) })))
    }
    async fn version(&self, _: &App, _: i64) -> Result<Arc<ProcedureVersion>> {
        Err(Error::NotFound)
    }
    async fn all_in_force(&self, _: &App, _: Day) -> Result<Vec<Arc<ProcedureVersion>>> {
        Ok(Vec::new())
    }
}

struct Joints {
    city: TestCity,
    played: Arc<Played>,
}

/// A moment of October 2012 in Vietnamese time.
fn at(day: u32, hour: u32) -> Moment {
    Day::ymd(2012, 10, day).unwrap().at(chrono::NaiveTime::from_hms_opt(hour, 0, 0).unwrap())
}

impl Joints {
    /// A city on Wednesday 3 October 2012, 08:00.
    async fn new() -> Joints {
        let city = TestCity::new(&SLICES, at(3, 8)).await.unwrap();
        let played = Arc::new(Played::default());
        city.app.provide::<Arc<dyn DossierIntake>>(Arc::new(Ports(played.clone())));
        city.app.provide::<Arc<dyn PartDossiers>>(Arc::new(Ports(played.clone())));
        city.app.provide::<Arc<dyn Catalogue>>(Arc::new(Procedures));
        city.app.provide::<Arc<dyn DirectorySource>>(Arc::new(Agencies));
        city.app.refresh().await.unwrap();
        (SLICE.seed.unwrap())(city.app.clone()).await.unwrap();
        Joints { city, played }
    }

    fn app(&self) -> &App {
        &self.city.app
    }

    /// Files a group whose members are given by (agency, beside), four working days each.
    async fn file(&self, key: &str, members: &[(i64, bool)], on_failure: OnFailure) -> Filed {
        let tx = self.app().store.write(&Actor::system()).await.unwrap();
        let filed = acts::file(self.app(), &tx, filing(key, members, on_failure)).await.unwrap();
        if !filed.existed {
            tx.commit().await.unwrap();
        }
        filed
    }

    async fn follow(&self, dossier: i64) {
        acts::follow(self.app(), dossier).await.unwrap();
    }

    /// A dossier's result is signed now, and the whole hears of it.
    async fn grant(&self, dossier: i64) {
        let now = self.app().clock.now();
        self.played.change(dossier, |d| {
            d.outcome = PartOutcome::Granted;
            d.settled = Some(now);
            let file = Some((format!("hash-{dossier}"), "ks.pdf".to_owned()));
            d.results =
                vec![PartResult {
                    name: "Giấy khai sinh".to_owned(), number: format!("{dossier}/KS"), file
                }];
        });
        self.follow(dossier).await;
    }

    async fn refuse(&self, dossier: i64) {
        let now = self.app().clock.now();
        self.played.change(dossier, |d| {
            d.outcome = PartOutcome::Refused;
            d.settled = Some(now);
            d.reason = Some("Không đủ điều kiện".to_owned());
        });
        self.follow(dossier).await;
    }

    async fn states(&self, joint: i64) -> Vec<String> {
        let parts = store::parts(&self.app().store, joint).await.unwrap();
        parts.into_iter().map(|part| part.state).collect()
    }

    async fn joint(&self, id: i64) -> store::Joint {
        store::get(&self.app().store, id).await.unwrap()
    }

    async fn entries(&self, joint: i64) -> usize {
        platform::journal::history(&self.app().store, "joint_dossier", joint).await.unwrap().len()
    }

    async fn seen(&self, scope: &Scope) -> i64 {
        let mut list = store::list();
        store::seen_by(&mut list, scope);
        list.count(&self.app().store).await.unwrap()
    }
}

fn filing(key: &str, members: &[(i64, bool)], on_failure: OnFailure) -> JointFiling {
    let code = |at: usize| format!("P-{:02}", at + 1);
    let missing = FiledPaper {
        component: "ks".to_owned(),
        given: "missing".to_owned(),
        copies: 0,
        note: None,
        file: None,
    };
    JointFiling {
        group: JointGroup {
            code: "LT-01".to_owned(),
            name: "Khai sinh, thường trú".to_owned(),
            lead: "UBND cấp xã".to_owned(),
            basis: String::new(),
            on_failure,
            term: None,
            members: members
                .iter()
                .enumerate()
                .map(|(at, (_, beside))| JointMember {
                    procedure: code(at),
                    agency: String::new(),
                    term: None,
                    beside: *beside,
                })
                .collect(),
        },
        lead_id: WARD,
        channel: Channel::Counter,
        applicant_kind: "citizen".to_owned(),
        owner: Person {
            name: "Nguyễn Thị Lan".to_owned(),
            identity_number: "361234567".to_owned(),
            ..Person::default()
        },
        proxy: None,
        account_id: None,
        delivery: "counter".to_owned(),
        papers: Vec::new(),
        parts: members
            .iter()
            .enumerate()
            .map(|(at, (agency, _))| FiledPart {
                procedure: (code(at), format!("Thủ tục {}", code(at))),
                agency_id: *agency,
                term: Term::working_days(4),
                form: json!({"ho_ten_con": "Lê An"}),
                papers: vec![missing.clone()],
            })
            .collect(),
        idempotency_key: key.to_owned(),
    }
}

/// Message key of a refusal.
fn refused(outcome: Result<()>) -> &'static str {
    match outcome.unwrap_err() {
        Error::Refused(refusal) => refusal.key,
        other => panic!("not a refusal: {other}"),
    }
}

#[tokio::test]
async fn the_lead_and_whoever_settles_a_part_see_it_and_nobody_else() {
    let joints = Joints::new().await;
    let filed = joints.file("khoa-0000000000008", &[(WARD, false), (DISTRICT, false)], OnFailure::Stop).await;
    assert_eq!(joints.seen(&Scope::Agencies(vec![WARD])).await, 1);
    assert_eq!(joints.seen(&Scope::Agencies(vec![DISTRICT])).await, 1);
    assert_eq!(joints.seen(&Scope::Agencies(vec![OTHER_WARD])).await, 0);
    assert_eq!(joints.seen(&Scope::None).await, 0);
    assert_eq!(joints.seen(&Scope::All).await, 1);
    let link = joint_dossiers().of(joints.app(), 1).await.unwrap().unwrap();
    assert_eq!((link.code, link.place, link.of), (filed.code, 1, 2));
    assert_eq!(joint_dossiers().of(joints.app(), 99).await.unwrap(), None);
}

#[tokio::test]
async fn a_part_past_its_promise_is_found_as_late_and_counts_against_the_indicator() {
    let joints = Joints::new().await;
    let filed = joints.file("khoa-0000000000009", &[(WARD, false)], OnFailure::Stop).await;
    joints.played.change(1, |d| d.due = Some(at(4, 11)));
    joints.follow(1).await;
    let late = |now: Moment| {
        let mut list = store::list();
        store::late(&mut list, now);
        list
    };
    let db = &joints.app().store;
    assert_eq!(late(at(4, 11)).count(db).await.unwrap(), 0, "on the promised minute it is kept");
    assert_eq!(late(at(4, 12)).count(db).await.unwrap(), 1);
    joints.city.clock.set(at(4, 12));
    joints.grant(1).await;
    let counted: Vec<Evidence> = db.rows(store::EVIDENCE, vec![]).await.unwrap();
    assert_eq!(counted.len(), 1);
    assert_eq!((counted[0].record_id, counted[0].numerator, counted[0].denominator), (filed.id, 0, 1));
    let row: Vec<store::Found> = store::list().all(db, &Query::default()).await.unwrap();
    assert_eq!((row[0].id, row[0].ended_late, row[0].ended, row[0].parts), (filed.id, 1, 1, 1));
}

#[test]
fn every_text_is_there_in_both_languages() {
    let messages = Messages::new(&[SLICE.messages]).unwrap();
    assert_eq!(messages.keys(Lang::Vi), messages.keys(Lang::En));
    assert!(messages.keys(Lang::Vi).iter().all(|k| k.starts_with("joint-") || k.starts_with("journal-")));
}
