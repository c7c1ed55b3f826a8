//! Tests of the shelf on a fresh database with the neighbours faked; the whole way stands in server/tests/it/journeys/shelf.rs.

use super::{SLICE, acts, jobs, store};
use async_trait::async_trait;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use contracts::results::{PaperOwner, RegisteredResult, ResultEnded, ResultFact, ResultRegister};
use contracts::shelf::{Taking, VerifiedPaper, VerifiedPapers};
use kernel::{Day, Moment};
use platform::app::DirectorySource;
use platform::directory::{AgencyRef, Directory};
use platform::error::{Error, Result};
use platform::identity::{self, AccountKind, NewAccount};
use platform::messages::{Lang, Messages};
use platform::testing::TestCity;
use platform::{Actor, App, Change, Read, Slice, Store, Tx};
use std::sync::{Arc, Mutex};
use tower::ServiceExt;

static SLICES: [&Slice; 3] = [&platform::GROUND, &ui::SHELL, &SLICE];

const KINDS: &str = r#"[
    {"code": "hon-nhan", "name": "Giấy xác nhận tình trạng hôn nhân", "results": ["HT-10"], "components": ["HT-05.xac-nhan"]},
    {"code": "cmnd", "name": "Chứng minh nhân dân", "months": 24, "components": ["KD-01.cmnd", "KD-02.cmnd"]}
]"#;

struct OneWard;

#[async_trait]
impl DirectorySource for OneWard {
    async fn load(&self, _: &Store) -> Result<Directory> {
        Ok(Directory::new(vec![AgencyRef {
            id: 2,
            code: "an-hoa".into(),
            name: "UBND phường An Hòa".into(),
            short_name: "An Hòa".into(),
            kind: "commune".into(),
            level: "commune".into(),
            parent_id: None,
            id_2016: String::new(),
            id_2020: String::new(),
            unit_code: String::new(),
            valid_from: None,
            valid_to: None,
        }]))
    }
}

/// The register and the desk: what they know, and what of a dossier points at the shelf.
#[derive(Default)]
struct Neighbours {
    results: Mutex<Vec<RegisteredResult>>,
    papers: Mutex<Vec<VerifiedPaper>>,
    points: Mutex<Vec<(i64, String, i64)>>,
}

#[async_trait]
impl ResultRegister for Neighbours {
    async fn of_dossier(&self, _: &App, dossier: i64) -> Result<Vec<RegisteredResult>> {
        Ok(self.results.lock().unwrap().iter().filter(|r| r.dossier_id == dossier).cloned().collect())
    }
    async fn of_person(&self, _: &App, _: i64, _: &str) -> Result<Vec<RegisteredResult>> {
        Ok(self.results.lock().unwrap().clone())
    }
}

#[async_trait]
impl VerifiedPapers for Neighbours {
    async fn of_dossier(&self, _: &App, dossier: i64) -> Result<Vec<VerifiedPaper>> {
        Ok(self.papers.lock().unwrap().iter().filter(|p| p.dossier_id == dossier).cloned().collect())
    }
    async fn of_person(&self, _: &App, _: i64, _: &str) -> Result<Vec<VerifiedPaper>> {
        Ok(self.papers.lock().unwrap().clone())
    }
    async fn point(&self, _: &Tx, dossier: i64, component: &str, shelf: i64) -> Result<()> {
        self.points.lock().unwrap().push((dossier, component.to_owned(), shelf));
        Ok(())
    }
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn at(text: &str) -> Moment {
    day(text).start().plus_minutes(9 * 60)
}

struct City {
    city: TestCity,
    router: Router,
    near: Arc<Neighbours>,
    account: i64,
    token: String,
}

impl City {
    /// A city with the person of an account, their result and their paper.
    async fn new() -> City {
        let city = TestCity::new(&SLICES, at("2013-06-10")).await.unwrap();
        let source: Arc<dyn DirectorySource> = Arc::new(OneWard);
        city.app.provide(source);
        let near = Arc::new(Neighbours::default());
        city.app.provide::<Arc<dyn ResultRegister>>(near.clone());
        city.app.provide::<Arc<dyn VerifiedPapers>>(near.clone());
        let tx = city.app.store.housekeeping().await.unwrap();
        let sql = "INSERT INTO legal_profile (rule_key, name_vi, name_en, value, unit, source, confirmed, note, state, changed_at) \
                   VALUES ('shelf.paper_kinds', '', '', $1, '', 'test', FALSE, '', 'published', 0)";
        tx.exec(sql, vec![KINDS.into()]).await.unwrap();
        tx.commit().await.unwrap();
        city.app.refresh().await.unwrap();
        let router = platform::http::assemble(&city.app)
            .layer(axum::middleware::from_fn_with_state(city.app.clone(), ui::error_pages))
            .with_state(city.app.clone());
        let (account, token) = citizen(&city.app, "362000001", "Nguyễn Thị Lan").await;
        let made = City { city, router, near, account, token };
        made.near.results.lock().unwrap().push(result(1, made.owner()));
        made.near.papers.lock().unwrap().push(paper(5, made.owner()));
        made
    }

    fn app(&self) -> &App {
        &self.city.app
    }

    /// The person as the owner of what their account filed.
    fn owner(&self) -> PaperOwner {
        PaperOwner {
            account_id: Some(self.account),
            by_proxy: false,
            name: "Nguyễn Thị Lan".to_owned(),
            identity_number: "362000001".to_owned(),
        }
    }

    async fn open(&self) {
        let sent = self.post("/giay-to-cua-toi/dong-y", &self.token, &[("dong_y", "1")]).await;
        assert_eq!(sent, (StatusCode::SEE_OTHER, "/giay-to-cua-toi".to_owned()));
    }

    async fn number(&self, sql: &str) -> i64 {
        self.app().store.number(sql, vec![]).await.unwrap()
    }

    /// Takes a paper into a dossier for an owner.
    async fn take(&self, paper: i64, place: (&str, &str), owner: PaperOwner) -> Result<()> {
        let tx = self.app().store.write(&Actor::system()).await?;
        let (procedure, component) = place;
        let taking =
            Taking { paper, procedure, component, dossier_id: 70, dossier_code: "H-70", agency_id: 2, owner };
        acts::take(self.app(), &tx, &taking).await?;
        tx.commit().await
    }

    async fn get(&self, path: &str, token: &str) -> (StatusCode, String) {
        let request =
            Request::get(path).header(header::COOKIE, format!("motcua={token}")).body(Body::empty()).unwrap();
        self.send(request).await
    }

    async fn post(&self, path: &str, token: &str, form: &[(&str, &str)]) -> (StatusCode, String) {
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
}

async fn citizen(app: &App, number: &str, name: &str) -> (i64, String) {
    let tx = app.store.write(&Actor::system()).await.unwrap();
    let new = NewAccount {
        kind: AccountKind::Citizen,
        login: number.into(),
        name: name.into(),
        email: None,
        phone: None,
        identity_number: Some(number.into()),
        address: None,
        agency_id: None,
    };
    let id = identity::create_account(&tx, &new, platform::testing::PASSWORD_HASH).await.unwrap();
    tx.commit().await.unwrap();
    (id, platform::testing::session(app, number).await.unwrap())
}

fn result(id: i64, owner: PaperOwner) -> RegisteredResult {
    RegisteredResult {
        id,
        code: "7K3M-Q9TB-XW2F-4HJD".to_owned(),
        dossier_id: 60,
        dossier_code: "H-60".to_owned(),
        agency_id: 2,
        procedure: "HT-10".to_owned(),
        number: "12/GXN".to_owned(),
        name: "Giấy xác nhận tình trạng hôn nhân".to_owned(),
        signer: "Huỳnh Hữu Nghĩa".to_owned(),
        signed_on: day("2013-06-03"),
        valid_to: Some(day("2013-12-03")),
        standing: true,
        file: None,
        owner,
    }
}

fn paper(id: i64, owner: PaperOwner) -> VerifiedPaper {
    VerifiedPaper {
        id,
        dossier_id: 61,
        dossier_code: "H-61".to_owned(),
        agency_id: 2,
        procedure: "KD-01".to_owned(),
        component: "cmnd".to_owned(),
        name: "Bản sao CMND".to_owned(),
        verified_by: "Lê Thị Mỹ Hạnh".to_owned(),
        verified_on: day("2013-06-05"),
        file: None,
        filed_with: None,
        owner,
    }
}

#[tokio::test]
async fn one_original_filed_with_several_dossiers_goes_to_the_shelf_once() {
    let city = City::new().await;
    let scan = Some(("bam-1".to_owned(), "cmnd.pdf".to_owned()));
    let joint = |id: i64, joint: &str| VerifiedPaper {
        dossier_id: id,
        filed_with: Some(joint.to_owned()),
        ..paper(id, city.owner())
    };
    let scanned = |id: i64| VerifiedPaper { file: scan.clone(), ..paper(id, city.owner()) };
    *city.near.papers.lock().unwrap() =
        vec![joint(70, "joint:1"), joint(71, "joint:1"), joint(72, "joint:2"), scanned(73), scanned(74)];
    city.open().await;
    let seen = "SELECT COUNT(*) FROM shelf_paper WHERE source = 'intake'";
    assert_eq!(city.number(seen).await, 3, "two joint dossiers and one scan");
    assert_eq!(city.number("SELECT COUNT(*) FROM shelf_paper WHERE source_id IN (71, 74)").await, 0);
}

#[test]
fn every_text_is_there_in_both_languages() {
    let messages = Messages::new(&[SLICE.messages]).unwrap();
    assert_eq!(messages.keys(Lang::Vi), messages.keys(Lang::En));
    assert!(messages.keys(Lang::Vi).iter().all(|k| k.starts_with("shelf-") || k.starts_with("journal-")));
}

#[tokio::test]
async fn agreed_to_the_shelf_shows_papers_with_their_ends_and_nobody_elses() {
    let city = City::new().await;
    let other = PaperOwner { identity_number: "362000002".to_owned(), ..city.owner() };
    city.near.results.lock().unwrap().push(result(2, other));
    let (_, before) = city.get("/giay-to-cua-toi", &city.token).await;
    assert!(before.contains("Mở kho giấy tờ") && !before.contains("12/GXN"), "{before}");
    city.open().await;
    let (_, page) = city.get("/giay-to-cua-toi", &city.token).await;
    assert!(page.contains("12/GXN") && page.contains("03/12/2013"), "{page}");
    assert!(page.contains("Chứng minh nhân dân") && page.contains("05/06/2015"), "{page}");
    assert!(
        page.contains("Lê Thị Mỹ Hạnh") && page.contains("/kiem-tra-ket-qua/7K3M-Q9TB-XW2F-4HJD"),
        "{page}"
    );
    assert_eq!(city.number("SELECT COUNT(*) FROM shelf_paper").await, 2);
    let (_, stranger) = citizen(city.app(), "362000002", "Trần Văn Tư").await;
    let (_, theirs) = city.get("/giay-to-cua-toi", &stranger).await;
    assert!(!theirs.contains("12/GXN"), "{theirs}");
    let (status, file) = city.get("/giay-to-cua-toi?dang=csv", &city.token).await;
    assert!(status == StatusCode::OK && file.contains("12/GXN"), "{file}");
    assert_eq!(city.get("/giay-to-cua-toi", "").await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn taken_off_by_its_owner_it_does_not_come_back_and_is_nobody_elses_to_take_off() {
    let city = City::new().await;
    city.open().await;
    let id = city.number("SELECT id FROM shelf_paper WHERE source = 'result'").await;
    let (_, stranger) = citizen(city.app(), "362000002", "Trần Văn Tư").await;
    assert_eq!(
        city.post(&format!("/giay-to-cua-toi/{id}/bo"), &stranger, &[]).await.0,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        city.post(&format!("/giay-to-cua-toi/{id}/bo"), &city.token, &[]).await.0,
        StatusCode::SEE_OTHER
    );
    let (_, page) = city.get("/giay-to-cua-toi?tinh-trang=left", &city.token).await;
    assert!(page.contains("12/GXN") && page.contains("Bạn đã gỡ"), "{page}");
    let again = city.take(id, ("HT-05", "xac-nhan"), city.owner()).await;
    assert!(matches!(again, Err(Error::Refused(_))), "{again:?}");
    assert_eq!(city.number("SELECT COUNT(*) FROM shelf_paper").await, 2);
}

#[tokio::test]
async fn a_paper_is_taken_only_where_it_answers_while_it_serves_and_by_its_owner() {
    let city = City::new().await;
    city.open().await;
    let id = city.number("SELECT id FROM shelf_paper WHERE source = 'result'").await;
    let place = ("HT-05", "xac-nhan");
    let someone = PaperOwner { name: "Trần Văn Tư".to_owned(), ..city.owner() };
    for (place, owner) in [(("KD-02", "cmnd"), city.owner()), (place, someone)] {
        let refused = city.take(id, place, owner).await;
        assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
    }
    city.take(id, place, city.owner()).await.unwrap();
    assert_eq!(*city.near.points.lock().unwrap(), [(70, "xac-nhan".to_owned(), id)]);
    let (_, page) = city.get("/giay-to-cua-toi", &city.token).await;
    assert!(page.contains("H-70"), "where it was used: {page}");
    city.city.clock.set(at("2013-12-04"));
    let expired = city.take(id, place, city.owner()).await;
    assert!(matches!(expired, Err(Error::Refused(_))), "its last day has passed: {expired:?}");
}

#[tokio::test]
async fn what_the_register_ended_leaves_the_shelf() {
    let city = City::new().await;
    city.open().await;
    city.near.results.lock().unwrap()[0].standing = false;
    let tx = city.app().store.write(&Actor::system()).await.unwrap();
    tx.journal(Change::of("results", "result_entry", 1, "result_end")).await.unwrap();
    tx.emit(&ResultEnded(ResultFact { entry_id: 1, dossier_id: 60, agency_id: None })).await.unwrap();
    tx.commit().await.unwrap();
    platform::jobs::run_due(city.app()).await.unwrap();
    let papers = store::of_account(&city.app().store, city.account).await.unwrap();
    let left = papers.iter().find(|p| p.source == acts::RESULT).unwrap();
    assert_eq!(left.left_why.as_deref(), Some("ended"));
    let (_, page) = city.get("/giay-to-cua-toi", &city.token).await;
    assert!(page.contains("Cơ quan cấp đã thu hồi hoặc thay thế"), "{page}");
}

#[tokio::test]
async fn the_owner_is_told_once_of_a_paper_that_ends_soon() {
    let city = City::new().await;
    (SLICE.seed.unwrap())(city.app().clone()).await.unwrap();
    city.open().await;
    let told = "SELECT COUNT(*) FROM notice WHERE template = 'shelf.ending'";
    for (today, notices) in [("2013-11-02", 0), ("2013-11-03", 1), ("2013-11-04", 1)] {
        city.city.clock.set(at(today));
        (jobs::REMIND.run)(city.app().clone(), serde_json::Value::Null).await.unwrap();
        assert_eq!(city.number(told).await, notices, "{today}");
    }
    let id = city.number("SELECT id FROM shelf_paper WHERE source = 'result'").await;
    let tx = city.app().store.write(&Actor::system()).await.unwrap();
    assert!(!store::mark_reminded(&tx, id).await.unwrap(), "another run at the same time tells nothing");
}

#[tokio::test]
async fn closed_or_erased_nothing_of_the_shelf_is_left() {
    let city = City::new().await;
    city.open().await;
    let id = city.number("SELECT id FROM shelf_paper WHERE source = 'result'").await;
    city.take(id, ("HT-05", "xac-nhan"), city.owner()).await.unwrap();
    let told = (SLICE.personal.unwrap())(city.app().clone(), city.account).await.unwrap();
    assert_eq!(told["papers"].as_array().unwrap().len(), 2);
    assert_eq!(told["uses"][0]["dossier"], "H-70");
    let sure = [("chac", "1")];
    assert_eq!(city.post("/giay-to-cua-toi/dong-kho", &city.token, &sure).await.0, StatusCode::SEE_OTHER);
    let left = "SELECT (SELECT COUNT(*) FROM shelf_paper) + (SELECT COUNT(*) FROM shelf_use) \
                + (SELECT COUNT(*) FROM shelf_consent)";
    assert_eq!(city.number(left).await, 0);
    let tx = city.app().store.write(&Actor::system()).await.unwrap();
    assert!(!store::hold(&tx, city.account).await.unwrap(), "nothing is entered under what was taken back");
    drop(tx);
    assert_eq!(city.post("/giay-to-cua-toi/dong-kho", &city.token, &sure).await.0, StatusCode::CONFLICT);
    city.open().await;
    assert_eq!(city.number("SELECT COUNT(*) FROM shelf_paper").await, 2, "opened again, it is filled again");
    let tx = city.app().store.write(&Actor::system()).await.unwrap();
    (SLICE.erasure.unwrap().run)(&tx, city.account).await.unwrap();
    tx.journal(Change::of("identity", "account", city.account, "erase")).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(city.number(left).await, 0);
}
