//! The one-stop on a fresh city: one procedure, two communes, a standing clock.

mod acts;
mod apologies;
mod books;
mod calculator;
mod demo;
mod desk;
mod facts;
mod files;
mod flow;
mod pages;
mod papers;
mod public;
mod regimes;
mod returns;
mod steps;
mod terms;
mod told;
mod waits;

use super::{SLICE, acts as use_cases, seed, store};
use async_trait::async_trait;
use contracts::dossiers::{Channel, FiledPaper, Filing, Person};
use contracts::procedures::{Catalogue, Procedure, ProcedureVersion};
use kernel::{Day, Moment};
use platform::app::DirectorySource;
use platform::directory::{AgencyRef, Directory};
use platform::error::{Error, Result};
use platform::http::Query;
use platform::store::ActorKind;
use platform::testing::TestCity;
use platform::{Actor, App, Slice, Store};
use serde_json::json;
use std::sync::Arc;

/// A step of how SQLite answers a query.
#[derive(platform::store::FromRow)]
struct Plan {
    detail: String,
}

pub const CITY: i64 = 1;
pub const WARD: i64 = 2;
pub const OTHER_WARD: i64 = 3;
pub const DEPARTMENT: i64 = 4;
pub const OTHER_DEPARTMENT: i64 = 5;

static SLICES: [&Slice; 4] = [&platform::GROUND, &ui::SHELL, &eforms::SLICE, &SLICE];

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
            id_2016: format!("000.00.{id:02}.H13"),
            id_2020: format!("H13.{id:02}"),
            unit_code: String::new(),
            valid_from: None,
            valid_to: None,
        };
        Ok(Directory::new(vec![
            agency(CITY, "can-tho", "Thành phố Cần Thơ", "city", None),
            agency(WARD, "an-hoa", "UBND phường An Hòa", "commune", Some(CITY)),
            agency(OTHER_WARD, "cai-khe", "UBND phường Cái Khế", "commune", Some(CITY)),
            agency(DEPARTMENT, "so-tu-phap", "Sở Tư pháp", "department", Some(CITY)),
            agency(OTHER_DEPARTMENT, "so-gtvt", "Sở Giao thông vận tải", "department", Some(CITY)),
        ]))
    }
}

struct OneProcedure(Arc<ProcedureVersion>);

#[async_trait]
impl Catalogue for OneProcedure {
    async fn in_force(&self, _: &App, code: &str, _: Day) -> Result<Option<Arc<ProcedureVersion>>> {
        Ok(Some(self.0.clone()).filter(|v| v.body.code == code))
    }
    async fn version(&self, _: &App, id: i64) -> Result<Arc<ProcedureVersion>> {
        if id == self.0.id { Ok(self.0.clone()) } else { Err(Error::NotFound) }
    }
    async fn all_in_force(&self, _: &App, _: Day) -> Result<Vec<Arc<ProcedureVersion>>> {
        Ok(vec![self.0.clone()])
    }
}

pub fn procedure() -> Procedure {
    serde_json::from_value(json!({
        "code": "HT-09", "name": "Xác nhận tình trạng hôn nhân", "short_name": "Tình trạng hôn nhân",
        "abbreviations": ["xnhn"],
        "field": {"code": "HT", "name": "Hộ tịch"}, "level": "commune", "valid_from": "2012-01-01", "status": "published",
        "audience": ["citizen"], "channels": ["counter", "online"], "sets": 1,
        "components": [
            {"key": "to-khai", "name": "Tờ khai", "kind": "form", "required": true},
            {"key": "so-ho-khau", "name": "Sổ hộ khẩu", "kind": "copy", "required": true},
            {"key": "cmnd", "name": "Chứng minh nhân dân", "kind": "shown", "required": true}
        ],
        "term": {"base": {"working_days": 5}, "verification": {"working_days": 3}},
        "term_note": "Không quá 5 ngày làm việc",
        "result": {"name": "Giấy xác nhận tình trạng hôn nhân", "paper": true},
        "process": [
            {"name": "Tiếp nhận", "role": "one_stop", "time": {"half_days": 1}},
            {"name": "Thụ lý", "role": "specialist", "time": {"working_days": 2}},
            {"name": "Ký duyệt", "role": "leader", "time": {"working_days": 1}},
            {"name": "Trả kết quả", "role": "one_stop"}
        ],
        "form": {"type": "object", "x-order": ["muc_dich"], "properties": {
            "muc_dich": {"type": "string", "title": "Mục đích sử dụng", "minLength": 2, "maxLength": 120}}}
    }))
    .unwrap()
}

/// A moment of October 2012 in Vietnamese time.
pub fn at(day: u32, hour: u32, minute: u32) -> Moment {
    Day::ymd(2012, 10, day).unwrap().at(chrono::NaiveTime::from_hms_opt(hour, minute, 0).unwrap())
}

pub fn staff(id: i64, name: &str, unit: i64) -> Actor {
    Actor { kind: ActorKind::Staff, account_id: Some(id), name: name.to_owned(), unit_id: Some(unit) }
}

pub fn clerk() -> Actor {
    staff(11, "Lê Thị Mai", WARD)
}

pub fn specialist() -> Actor {
    staff(12, "Phạm Văn Hùng", WARD)
}

pub fn leader() -> Actor {
    staff(13, "Trần Quốc Bảo", WARD)
}

/// A city on Wednesday 3 October 2012, 08:15.
pub async fn city() -> TestCity {
    city_of(procedure()).await
}

/// The same city with another procedure.
pub async fn city_of(body: Procedure) -> TestCity {
    let city = TestCity::new(&SLICES, at(3, 8, 15)).await.unwrap();
    let version = ProcedureVersion { id: 7, number: 1, body };
    city.app.provide::<Arc<dyn Catalogue>>(Arc::new(OneProcedure(Arc::new(version))));
    city.app.provide::<Arc<dyn DirectorySource>>(Arc::new(Agencies));
    city.app.refresh().await.unwrap();
    seed::seed(city.app.clone()).await.unwrap();
    city
}

pub fn filing(key: &str) -> Filing {
    let paper = |component: &str, given: &str| FiledPaper {
        component: component.to_owned(),
        given: given.to_owned(),
        copies: 1,
        note: None,
        file: None,
    };
    Filing {
        procedure: "HT-09".to_owned(),
        agency_id: WARD,
        channel: Channel::Counter,
        applicant_kind: "citizen".to_owned(),
        owner: Person {
            name: "Nguyễn Văn Thưởng".to_owned(),
            identity_number: "361234567".to_owned(),
            ..Person::default()
        },
        proxy: None,
        account_id: None,
        form: json!({"muc_dich": "Kết hôn"}),
        papers: vec![paper("to-khai", "original"), paper("so-ho-khau", "copy")],
        result_delivery: "counter".to_owned(),
        term_variant: None,
        idempotency_key: key.to_owned(),
    }
}

pub async fn opened(app: &App, filing: Filing) -> contracts::dossiers::Opened {
    let tx = app.store.write(&clerk()).await.unwrap();
    let opened = use_cases::open(app, &tx, filing).await.unwrap();
    tx.commit().await.unwrap();
    opened
}

/// A dossier received now; its id.
pub async fn received(app: &App, key: &str) -> i64 {
    let id = opened(app, filing(key)).await.id;
    use_cases::receive(app, &clerk(), id, None, &[], false).await.unwrap();
    id
}

/// A dossier received and with the specialist; its id.
pub async fn transferred(app: &App, key: &str) -> i64 {
    let id = received(app, key).await;
    use_cases::transfer(app, &clerk(), id, None, "").await.unwrap();
    id
}

pub async fn dossier(app: &App, id: i64) -> store::Dossier {
    store::get(&app.store, id).await.unwrap()
}

pub fn due(dossier: &store::Dossier) -> String {
    dossier.due().unwrap().vn()
}

/// The notices of an account, newest first, as its own page lists them.
pub async fn notices_of(app: &App, account: i64) -> Vec<platform::notices::Shown> {
    platform::notices::list(account, None).all(&app.store, &Query::default()).await.unwrap()
}

/// Message key of a refusal.
pub fn refused<T: std::fmt::Debug>(outcome: Result<T>) -> &'static str {
    match outcome.unwrap_err() {
        Error::Refused(refusal) => {
            assert_eq!(refusal.status, 409);
            refusal.key
        }
        other => panic!("not a refusal: {other}"),
    }
}
