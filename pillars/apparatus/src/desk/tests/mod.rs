//! Tests of the desk's tools over HTTP and on a fresh database, with dossiers and work of a one-stop of their own.

mod marks;
mod twins;

use super::rules::pace::Pace;
use super::{SLICE, jobs, store};
use async_trait::async_trait;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use contracts::dossier_cards::{DossierCard, DossierCards, DossierPart, Likeness};
use contracts::dossiers::{Channel, DossierFact, Person};
use contracts::workload::{OpenWork, StepDone, StepToEnd, Workload};
use kernel::{Day, Moment};
use platform::access::Role;
use platform::app::DirectorySource;
use platform::directory::{AgencyRef, Directory};
use platform::error::{Error, Refusal, Result};
use platform::identity::{self, AccountKind, NewAccount};
use platform::messages::{Lang, Messages};
use platform::reads::What;
use platform::staff::Member;
use platform::store::Store;
use platform::testing::TestCity;
use platform::{Actor, App, Ctx, Read, Slice};
use std::sync::{Arc, Mutex};
use tower::ServiceExt;

/// The right to see dossiers and the words of their states, which the one-stop gives in the product.
static DESK: Slice = Slice {
    name: "one_stop",
    pillar: "apparatus",
    permissions: &[platform::access::PermissionDecl {
        permission: contracts::desk::VIEW,
        label: "one-stop-permission-view",
        roles: &[Role::Clerk, Role::Head],
    }],
    messages: ("one-stop-state-4 = Đang xử lý\n", "one-stop-state-4 = Under way\n"),
    ..Slice::EMPTY
};

static SLICES: [&Slice; 4] = [&platform::GROUND, &ui::SHELL, &DESK, &SLICE];

/// 1 the city, 2 a ward, 3 another.
struct Tree;

#[async_trait]
impl DirectorySource for Tree {
    async fn load(&self, _: &Store) -> Result<Directory> {
        let agency = |id: i64, code: &str, parent: Option<i64>| AgencyRef {
            id,
            code: code.into(),
            name: format!("UBND {code}"),
            short_name: code.into(),
            kind: "commune".into(),
            level: "commune".into(),
            parent_id: parent,
            id_2016: String::new(),
            id_2020: String::new(),
            unit_code: String::new(),
            valid_from: None,
            valid_to: None,
        };
        Ok(Directory::new(vec![
            agency(1, "tp", None),
            agency(2, "an-hoa", Some(1)),
            agency(3, "cai-khe", Some(1)),
        ]))
    }
}

fn at(day: &str, hour: i64) -> Moment {
    day.parse::<Day>().unwrap().start().plus_minutes(hour * 60)
}

fn owner() -> Person {
    Person { name: "Lê Văn Tám".into(), identity_number: "361234567".into(), ..Person::default() }
}

/// Dossiers 1 and 2 of agency 2, 3 of agency 3, all of one person and one procedure.
fn card(id: i64) -> DossierCard {
    DossierCard {
        id,
        code: format!("HT.01-{id:04}"),
        tracking_key: format!("khoa-{id}"),
        procedure: "HT-01".into(),
        procedure_name: "Đăng ký khai sinh".into(),
        agency_id: if id == 3 { 3 } else { 2 },
        owner: owner(),
        account_id: None,
        state_key: "one-stop-state-4",
        open: true,
        filed_at: at("2013-06-03", 9),
        due_at: None,
        answers: serde_json::json!({}),
    }
}

struct Three;

#[async_trait]
impl DossierCards for Three {
    async fn seen(&self, ctx: &Ctx, id: i64, _: What) -> Result<DossierCard> {
        let found = if (1..=3).contains(&id) { card(id) } else { return Err(Error::NotFound) };
        ctx.require(contracts::desk::VIEW, found.agency_id)?;
        Ok(found)
    }
    async fn by_key(&self, _: &Ctx, _: &str) -> Result<DossierCard> {
        Err(Error::NotFound)
    }
    async fn many(&self, _: &App, ids: &[i64]) -> Result<Vec<DossierCard>> {
        Ok(ids.iter().filter(|id| (1..=3).contains(*id)).map(|id| card(*id)).collect())
    }
    async fn parts(&self, _: &App, _: i64) -> Result<Vec<DossierPart>> {
        Ok(Vec::new())
    }
    async fn hands(&self, _: &App, _: i64) -> Result<Vec<i64>> {
        Ok(Vec::new())
    }
    async fn alike(&self, _: &App, wanted: &Likeness<'_>) -> Result<Vec<DossierCard>> {
        let found = wanted.procedure == "HT-01" && wanted.identity == "361234567";
        Ok(if found { vec![card(3), card(2), card(1)] } else { Vec::new() })
    }
    async fn open_of(&self, _: &App, _: i64, _: i64) -> Result<Vec<DossierCard>> {
        Ok(Vec::new())
    }
    async fn of_account(&self, _: &App, _: i64, _: usize) -> Result<Vec<DossierCard>> {
        Ok(Vec::new())
    }
}

/// Two dossiers in the hands of the first specialist, one late; what is handed over is written down.
struct Work {
    people: [i64; 2],
    given: Mutex<Vec<(i64, i64, i64)>>,
}

#[async_trait]
impl Workload for Work {
    async fn open(&self, _: &App, agency: i64, _: i64) -> Result<Vec<OpenWork>> {
        let work = |id: i64, due: &str| OpenWork {
            id,
            code: card(id).code,
            version: 4,
            procedure: "HT-01".into(),
            procedure_name: "Đăng ký khai sinh".into(),
            running: true,
            assignable: true,
            step_id: None,
            step: 2,
            role: Some("specialist".into()),
            assignee: Some(self.people[0]),
            received_at: Some(at("2013-06-03", 9)),
            due_at: Some(at(due, 16)),
            step_since: Some(at("2013-06-06", 9)),
            beside: Vec::new(),
        };
        Ok(if agency == 2 { vec![work(1, "2013-06-07"), work(2, "2013-06-12")] } else { Vec::new() })
    }
    async fn done(&self, _: &App, agency: i64, _: Moment, _: i64) -> Result<Vec<StepDone>> {
        let step = StepDone {
            id: 1,
            account_id: self.people[0],
            name: "Tên hung".into(),
            dossier_id: 1,
            step: 1,
            started: at("2013-06-03", 8),
            ended: at("2013-06-06", 9),
            settled: None,
        };
        Ok(if agency == 2 { vec![step] } else { Vec::new() })
    }
    async fn courses(&self, _: &App, _: Day, after: i64, _: i64) -> Result<Option<(i64, Vec<StepToEnd>)>> {
        let course = |days: i64| StepToEnd {
            procedure: "HT-01".into(),
            agency_id: 2,
            step: 2,
            started: at("2013-05-06", 8),
            settled: at("2013-05-06", 8).plus_minutes(days * 24 * 60),
        };
        Ok((after == 0).then(|| (9, (0..20).map(|n| course(if n < 18 { 2 } else { 4 })).collect())))
    }
    async fn able(&self, _: &App, role: &str, agency: i64) -> Result<Vec<Member>> {
        let member = |id: i64, name: &str| Member { account_id: id, name: name.into() };
        let all = vec![member(self.people[0], "Tên hung"), member(self.people[1], "Tên nga")];
        Ok(if role == "specialist" && agency == 2 { all } else { Vec::new() })
    }
    async fn assign(&self, _: &Ctx, id: i64, seen: i64, _: Option<i64>, account: i64) -> Result<()> {
        if id == 2 {
            return Err(Refusal::new("desk-refused-decided").into());
        }
        self.given.lock().unwrap().push((id, seen, account));
        Ok(())
    }
    fn inbox(&self, agency: i64, account: Option<i64>, overdue: bool) -> String {
        let late = if overdue { "&han=qua-han" } else { "" };
        format!("/ho-so?don-vi={agency}&nguoi={}{late}", account.unwrap_or(0))
    }
}

struct City {
    city: TestCity,
    router: Router,
    work: Arc<Work>,
}

/// The shipped roles, with what these slices give them.
async fn roles(app: &App) {
    let tx = app.store.housekeeping().await.unwrap();
    for role in Role::ALL {
        let declared = SLICES.iter().flat_map(|slice| slice.permissions);
        let held: Vec<&str> = declared.filter(|p| p.roles.contains(&role)).map(|p| p.permission.0).collect();
        let sql = "INSERT INTO role (code, name, permissions) VALUES ($1, $2, $3)";
        let permissions = serde_json::to_string(&held).unwrap();
        tx.exec(sql, vec![role.code().into(), role.name_vi().into(), permissions.into()]).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn account(app: &App, login: &str, role: Role, agency: i64) -> i64 {
    let tx = app.store.write(&Actor::system()).await.unwrap();
    let new = NewAccount {
        kind: AccountKind::Staff,
        login: login.into(),
        name: format!("Tên {login}"),
        email: None,
        phone: None,
        identity_number: None,
        address: None,
        agency_id: Some(agency),
    };
    let id = identity::create_account(&tx, &new, platform::testing::PASSWORD_HASH).await.unwrap();
    identity::grant_role(&tx, id, role.code(), agency, false).await.unwrap();
    tx.commit().await.unwrap();
    id
}

impl City {
    async fn new() -> City {
        let city = TestCity::new(&SLICES, at("2013-06-10", 9)).await.unwrap();
        let tree: Arc<dyn DirectorySource> = Arc::new(Tree);
        city.app.provide(tree);
        city.app.refresh().await.unwrap();
        (SLICE.seed.unwrap())(city.app.clone()).await.unwrap();
        roles(&city.app).await;
        account(&city.app, "loan", Role::Head, 2).await;
        account(&city.app, "mai", Role::Clerk, 2).await;
        account(&city.app, "xa", Role::Head, 3).await;
        let hung = account(&city.app, "hung", Role::Specialist, 2).await;
        let nga = account(&city.app, "nga", Role::Specialist, 2).await;
        let work = Arc::new(Work { people: [hung, nga], given: Mutex::default() });
        city.app.provide::<Arc<dyn DossierCards>>(Arc::new(Three));
        city.app.provide::<Arc<dyn Workload>>(work.clone());
        let router = platform::http::assemble(&city.app)
            .layer(axum::middleware::from_fn_with_state(city.app.clone(), ui::error_pages))
            .with_state(city.app.clone());
        City { city, router, work }
    }

    async fn token(&self, login: &str) -> String {
        platform::testing::session(&self.city.app, login).await.unwrap()
    }

    async fn send(&self, request: Request<Body>) -> (StatusCode, String) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let bytes = axum::body::to_bytes(response.into_body(), 8 << 20).await.unwrap();
        (status, String::from_utf8_lossy(&bytes).into_owned())
    }

    async fn get(&self, path: &str, token: &str) -> (StatusCode, String) {
        let request = Request::get(path).header(header::COOKIE, format!("motcua={token}"));
        self.send(request.body(Body::empty()).unwrap()).await
    }

    async fn post(&self, path: &str, token: &str, fields: &[(&str, &str)]) -> (StatusCode, String) {
        let body: Vec<String> =
            fields.iter().map(|(n, v)| format!("{}={}", ui::platform_url(n), ui::platform_url(v))).collect();
        let request = Request::post(path)
            .header(header::COOKIE, format!("motcua={token}"))
            .header(header::HOST, "motcua.test")
            .header(header::ORIGIN, "http://motcua.test")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(body.join("&"))).unwrap()).await
    }

    async fn number(&self, sql: &str) -> i64 {
        self.city.app.store.number(sql, vec![]).await.unwrap()
    }

    fn fact(id: i64) -> DossierFact {
        DossierFact {
            dossier_id: id,
            code: card(id).code,
            agency_id: card(id).agency_id,
            procedure: "HT-01".into(),
            field: "HT".into(),
            channel: Channel::Counter,
            account_id: None,
            filed_on: None,
            received_on: None,
            due_on: None,
            due_before_on: None,
            settled_on: None,
        }
    }
}

#[test]
fn the_texts_are_there_in_both_languages() {
    let messages = Messages::new(&[SLICE.messages]).unwrap();
    assert_eq!(messages.keys(Lang::Vi), messages.keys(Lang::En));
}

#[tokio::test]
async fn the_paces_are_counted_and_rewritten() {
    let city = City::new().await;
    let app = &city.city.app;
    for _ in 0..2 {
        jobs::count_paces(app).await.unwrap();
    }
    let kept = store::paces(&app.store).await.unwrap();
    assert_eq!(kept.len(), 1);
    let pace = Pace { half_days: kept[0].half_days, dossiers: kept[0].dossiers };
    assert_eq!(
        (kept[0].step, pace),
        (2, Pace { half_days: 4, dossiers: 20 }),
        "two working days for nine in ten"
    );
}

#[tokio::test]
async fn the_workload_leads_to_its_dossiers_and_the_risk_says_why() {
    let city = City::new().await;
    jobs::count_paces(&city.city.app).await.unwrap();
    let (head, clerk) = (city.token("loan").await, city.token("mai").await);
    let (status, page) = city.get("/khoi-luong", &head).await;
    assert_eq!(status, StatusCode::OK);
    let hung = city.work.people[0];
    assert!(page.contains("Tên hung") && page.contains("Tên nga"), "{page}");
    let late = format!("/ho-so?don-vi=2&#38;nguoi={hung}&#38;han=qua-han");
    assert!(page.contains(&late) || page.contains(&late.replace("&#38;", "&amp;")), "{page}");
    let (_, risk) = city.get("/khoi-luong/rui-ro", &head).await;
    assert!(risk.contains("Hẹn trả đã qua.") && risk.contains("9 trong 10 hồ sơ từ bước này"), "{risk}");
    let (_, soon) = city.get("/khoi-luong/rui-ro?han=sap", &head).await;
    assert!(soon.contains("HT.01-0002") && !soon.contains("HT.01-0001"), "{soon}");
    let (_, done) = city.get(&format!("/khoi-luong/da-lam?nguoi={hung}"), &head).await;
    assert!(done.contains("HT.01-0001"), "{done}");
    let (_, file) = city.get("/khoi-luong?dang=csv", &head).await;
    assert!(file.contains("Tên hung"), "{file}");
    assert_eq!(city.get("/khoi-luong", &clerk).await.0, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn work_is_handed_over_as_previewed_and_refusals_are_told() {
    let city = City::new().await;
    let head = city.token("loan").await;
    let [hung, nga] = city.work.people;
    let path = format!("/khoi-luong/giao-lai?don-vi=2&tu={hung}&den={nga}&xem=1");
    let (_, page) = city.get(&path, &head).await;
    let first = format!("1-4-0-{nga}");
    assert!(page.contains(&format!("value=\"{first}\"")) && page.contains("Giao 2 hồ sơ"), "{page}");
    let second = format!("2-4-0-{nga}");
    let chosen = [("chon", first.as_str()), ("chon", second.as_str())];
    let (status, page) = city.post("/khoi-luong/giao-lai", &head, &chosen).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("Đã giao 1 trong 2 hồ sơ") && page.contains("Không giao được"), "{page}");
    assert_eq!(*city.work.given.lock().unwrap(), [(1, 4, nga)]);
    let tx = city.city.app.store.write(&Actor::system()).await.unwrap();
    let new = NewAccount {
        kind: AccountKind::Citizen,
        login: "dan".into(),
        name: "Phan Kín Tên".into(),
        email: None,
        phone: None,
        identity_number: None,
        address: None,
        agency_id: None,
    };
    let citizen = identity::create_account(&tx, &new, "x").await.unwrap();
    tx.commit().await.unwrap();
    let guessed = format!("2-4-0-{citizen}");
    let (_, page) = city.post("/khoi-luong/giao-lai", &head, &[("chon", &guessed)]).await;
    assert!(page.contains("Không giao được") && !page.contains("Phan Kín Tên"), "{page}");
    assert_eq!(city.post("/khoi-luong/giao-lai", &head, &[]).await.0, StatusCode::UNPROCESSABLE_ENTITY);
}
