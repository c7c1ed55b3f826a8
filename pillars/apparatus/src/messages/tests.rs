//! Tests of conversations over HTTP and on a fresh database, with dossiers of a one-stop of their own.

use super::rules::Side;
use super::{SLICE, store};
use async_trait::async_trait;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use contracts::dossier_cards::{DossierCard, DossierCards, DossierPart, Likeness, PartKind};
use contracts::dossiers::Person;
use kernel::{Day, Moment};
use platform::access::Role;
use platform::app::DirectorySource;
use platform::directory::{AgencyRef, Directory};
use platform::error::{Error, Result};
use platform::identity::{self, AccountKind, NewAccount};
use platform::messages::{Lang, Messages};
use platform::notices;
use platform::reads::What;
use platform::store::Store;
use platform::testing::TestCity;
use platform::{Actor, App, Ctx, Read, Slice};
use std::sync::Arc;
use tower::ServiceExt;

/// The right to see dossiers, which the one-stop declares in the product.
static DESK: Slice = Slice {
    name: "one_stop",
    pillar: "apparatus",
    permissions: &[platform::access::PermissionDecl {
        permission: contracts::desk::VIEW,
        label: "one-stop-permission-view",
        roles: &[Role::Clerk, Role::Head, Role::Inspector],
    }],
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

/// Two dossiers: 1 filed by nobody's account at agency 2, 2 by `account` at agency 2.
struct TwoDossiers {
    account: i64,
    clerk: i64,
}

fn card(id: i64, account: Option<i64>) -> DossierCard {
    DossierCard {
        id,
        code: format!("HT.01-{id:04}"),
        tracking_key: format!("khoa-{id}"),
        procedure: "HT-01".into(),
        procedure_name: "Đăng ký khai sinh".into(),
        agency_id: 2,
        owner: Person { name: "Lê Văn Tám".into(), email: "tam@example.vn".into(), ..Person::default() },
        account_id: account,
        state_key: "one-stop-state-4",
        open: true,
        filed_at: at("2013-06-03", 9),
        due_at: None,
        answers: serde_json::json!({}),
    }
}

impl TwoDossiers {
    fn find(&self, id: i64) -> Option<DossierCard> {
        match id {
            1 => Some(card(1, None)),
            2 => Some(card(2, Some(self.account))),
            _ => None,
        }
    }
}

#[async_trait]
impl DossierCards for TwoDossiers {
    async fn seen(&self, ctx: &Ctx, id: i64, _: What) -> Result<DossierCard> {
        let found = self.find(id).ok_or(Error::NotFound)?;
        ctx.require(contracts::desk::VIEW, found.agency_id)?;
        Ok(found)
    }
    async fn by_key(&self, _: &Ctx, key: &str) -> Result<DossierCard> {
        let id = key.strip_prefix("khoa-").and_then(|id| id.parse().ok()).unwrap_or(0);
        self.find(id).ok_or(Error::NotFound)
    }
    async fn many(&self, _: &App, ids: &[i64]) -> Result<Vec<DossierCard>> {
        Ok(ids.iter().filter_map(|id| self.find(*id)).collect())
    }
    async fn parts(&self, _: &App, _: i64) -> Result<Vec<DossierPart>> {
        let part = |kind, key: &str, name: &str| DossierPart { kind, key: key.into(), name: name.into() };
        Ok(vec![part(PartKind::Field, "ho_ten", "Họ và tên"), part(PartKind::Paper, "to-khai", "Tờ khai")])
    }
    async fn hands(&self, _: &App, _: i64) -> Result<Vec<i64>> {
        Ok(vec![self.clerk])
    }
    async fn alike(&self, _: &App, _: &Likeness<'_>) -> Result<Vec<DossierCard>> {
        Ok(Vec::new())
    }
    async fn open_of(&self, _: &App, _: i64, _: i64) -> Result<Vec<DossierCard>> {
        Ok(Vec::new())
    }
    async fn of_account(&self, _: &App, _: i64, _: usize) -> Result<Vec<DossierCard>> {
        Ok(Vec::new())
    }
}

fn at(day: &str, hour: i64) -> Moment {
    day.parse::<Day>().unwrap().start().plus_minutes(hour * 60)
}

struct City {
    city: TestCity,
    router: Router,
    clerk: i64,
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

async fn account(app: &App, kind: AccountKind, login: &str, role: Option<(Role, i64)>) -> i64 {
    let tx = app.store.write(&Actor::system()).await.unwrap();
    let new = NewAccount {
        kind,
        login: login.into(),
        name: format!("Tên {login}"),
        email: None,
        phone: None,
        identity_number: None,
        address: None,
        agency_id: role.map(|(_, agency)| agency),
    };
    let id = identity::create_account(&tx, &new, platform::testing::PASSWORD_HASH).await.unwrap();
    if let Some((role, agency)) = role {
        identity::grant_role(&tx, id, role.code(), agency, false).await.unwrap();
    }
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
        let clerk = account(&city.app, AccountKind::Staff, "mai", Some((Role::Clerk, 2))).await;
        account(&city.app, AccountKind::Staff, "xa", Some((Role::Clerk, 3))).await;
        account(&city.app, AccountKind::Staff, "truong", Some((Role::Head, 2))).await;
        account(&city.app, AccountKind::Staff, "thanhtra", Some((Role::Inspector, 2))).await;
        let lan = account(&city.app, AccountKind::Citizen, "lan", None).await;
        account(&city.app, AccountKind::Citizen, "khac", None).await;
        let dossiers: Arc<dyn DossierCards> = Arc::new(TwoDossiers { account: lan, clerk });
        city.app.provide(dossiers);
        let router = platform::http::assemble(&city.app)
            .layer(axum::middleware::from_fn_with_state(city.app.clone(), ui::error_pages))
            .with_state(city.app.clone());
        City { city, router, clerk }
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

    async fn thread(&self, dossier: i64) -> store::Thread {
        store::thread_of(&self.city.app.store, dossier).await.unwrap().unwrap()
    }
}

#[test]
fn the_texts_are_there_in_both_languages() {
    let messages = Messages::new(&[SLICE.messages]).unwrap();
    assert_eq!(messages.keys(Lang::Vi), messages.keys(Lang::En));
}

#[tokio::test]
async fn a_question_waits_until_it_is_answered() {
    let city = City::new().await;
    let question = [("noi_dung", "Bao giờ có kết quả?")];
    let (status, _) = city.post("/theo-doi/khoa-1/trao-doi", "", &question).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert!(city.thread(1).await.waiting_since.is_some());
    let told = notices::unseen(&city.city.app, city.clerk).await.unwrap();
    assert_eq!(told, 1, "who has it in hand is told");
    city.city.clock.set(at("2013-06-13", 9));
    let clerk_later = city.token("mai").await;
    let (_, list) = city.get("/trao-doi", &clerk_later).await;
    assert!(list.contains("HT.01-0001") && list.contains("3 ngày làm việc"), "{list}");
    let (status, page) = city.get("/ho-so/1/trao-doi", &clerk_later).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("Bao giờ có kết quả?") && page.contains("không làm dừng thời hạn"), "{page}");
    let answer = [("loai", "message"), ("noi_dung", "Ngày 14 ạ.")];
    let (status, _) = city.post("/ho-so/1/trao-doi", &clerk_later, &answer).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert!(city.thread(1).await.waiting_since.is_none());
    let (_, list) = city.get("/trao-doi", &clerk_later).await;
    assert!(!list.contains("HT.01-0001"), "{list}");
    let mail = "SELECT COUNT(*) FROM notice WHERE email = 'tam@example.vn'";
    assert_eq!(city.city.app.store.number(mail, vec![]).await.unwrap(), 1);
    let (_, own) = city.get("/theo-doi/khoa-1/trao-doi", "").await;
    assert!(own.contains("Ngày 14 ạ.") && !own.contains("Tên mai"), "the agency answers, not a name: {own}");
}

#[tokio::test]
async fn what_an_account_filed_opens_to_that_account_only() {
    let city = City::new().await;
    let (lan, other) = (city.token("lan").await, city.token("khac").await);
    let path = "/theo-doi/khoa-2/trao-doi";
    assert_eq!(city.get(path, "").await.0, StatusCode::UNAUTHORIZED);
    assert_eq!(city.get(path, &other).await.0, StatusCode::NOT_FOUND);
    assert_eq!(city.get(path, &lan).await.0, StatusCode::OK);
    assert_eq!(city.post(path, &lan, &[("noi_dung", "Xin hỏi")]).await.0, StatusCode::SEE_OTHER);
    assert!(city.get("/cua-toi/trao-doi", &lan).await.1.contains("HT.01-0002"));
    assert!(!city.get("/cua-toi/trao-doi", &other).await.1.contains("HT.01-0002"));
}

#[tokio::test]
async fn staff_of_another_agency_find_nothing_and_who_only_reads_does_not_write() {
    let city = City::new().await;
    let (far, inspector) = (city.token("xa").await, city.token("thanhtra").await);
    city.post("/theo-doi/khoa-1/trao-doi", "", &[("noi_dung", "Xin hỏi")]).await;
    assert_eq!(city.get("/ho-so/1/trao-doi", &far).await.0, StatusCode::NOT_FOUND);
    let text = [("loai", "message"), ("noi_dung", "Chào")];
    assert_eq!(city.post("/ho-so/1/trao-doi", &far, &text).await.0, StatusCode::NOT_FOUND);
    assert!(!city.get("/trao-doi?nhom=tat-ca", &far).await.1.contains("HT.01-0001"));
    let (status, page) = city.get("/ho-so/1/trao-doi", &inspector).await;
    assert_eq!(status, StatusCode::OK);
    assert!(!page.contains("name=\"noi_dung\""), "{page}");
    assert_eq!(city.post("/ho-so/1/trao-doi", &inspector, &text).await.0, StatusCode::FORBIDDEN);
    assert!(
        city.thread(1).await.is_new_to(Side::Staff),
        "a look of who does not answer marks nothing as read"
    );
}

#[tokio::test]
async fn a_complaint_counts_until_the_head_finds_that_it_is_not_so() {
    let city = City::new().await;
    let app = &city.city.app;
    let (clerk, head, lan) = (city.token("mai").await, city.token("truong").await, city.token("lan").await);
    let path = "/theo-doi/khoa-1/trao-doi";
    city.post(path, "", &[("noi_dung", "Hai lần bị bảo chờ"), ("phan_nan", "co")]).await;
    city.post("/theo-doi/khoa-2/trao-doi", &lan, &[("noi_dung", "Xin hỏi")]).await;
    assert_eq!(store::complained(&app.store, &[1, 2]).await.unwrap(), [1]);
    assert!(city.get("/trao-doi?nhom=phan-nan", &clerk).await.1.contains("HT.01-0001"));
    let complaint = app.store.number("SELECT MIN(id) FROM dossier_message", vec![]).await.unwrap();
    let conclude = format!("/ho-so/1/trao-doi/{complaint}/ket-luan");
    let finding = [("ket_luan", "false"), ("vi_sao", "Đã xem camera: được hướng dẫn ngay.")];
    assert_eq!(city.post(&conclude, &clerk, &finding).await.0, StatusCode::FORBIDDEN);
    assert!(!city.get("/ho-so/1/trao-doi", &clerk).await.1.contains("name=\"ket_luan\""));
    assert!(city.get("/ho-so/1/trao-doi", &head).await.1.contains("name=\"ket_luan\""));
    let (status, page) = city.post(&conclude, &head, &finding[..1]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{page}");
    assert_eq!(city.post(&conclude, &head, &finding).await.0, StatusCode::SEE_OTHER);
    assert_eq!(city.post(&conclude, &head, &finding).await.0, StatusCode::CONFLICT);
    assert_eq!(store::complained(&app.store, &[1, 2]).await.unwrap(), Vec::<i64>::new());
    assert!(city.get(path, "").await.1.contains("Kết luận: Đã xem camera"));
}

#[tokio::test]
async fn a_correction_request_is_tracked_to_its_end() {
    let city = City::new().await;
    let clerk = city.token("mai").await;
    let lacking = [("loai", "correction"), ("noi_dung", "Xin sửa"), ("han", "2013-06-10")];
    let (status, page) = city.post("/ho-so/1/trao-doi", &clerk, &lacking).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("ít nhất một mục") && page.contains("sau hôm nay"), "{page}");
    let asked = [
        ("loai", "correction"),
        ("noi_dung", "Xin sửa tên"),
        ("han", "2013-06-14"),
        ("muc", "field:ho_ten"),
        ("muc", "paper:to-khai"),
    ];
    assert_eq!(city.post("/ho-so/1/trao-doi", &clerk, &asked).await.0, StatusCode::SEE_OTHER);
    assert_eq!(city.thread(1).await.correction_due_on.as_deref(), Some("2013-06-14"));
    let (_, own) = city.get("/theo-doi/khoa-1/trao-doi", "").await;
    assert!(own.contains("Mục khai: Họ và tên") && own.contains("Giấy tờ: Tờ khai"), "{own}");
    assert!(city.get("/trao-doi?nhom=cho-sua", &clerk).await.1.contains("HT.01-0001"));
    let app = &city.city.app;
    let request = app.store.number("SELECT MAX(id) FROM dossier_message", vec![]).await.unwrap().to_string();
    let answer = [("tra_loi", request.as_str()), ("noi_dung", "Đã sửa")];
    assert_eq!(city.post("/theo-doi/khoa-1/trao-doi", "", &answer).await.0, StatusCode::SEE_OTHER);
    assert_eq!(city.thread(1).await.correction_due_on, None);
    let (status, page) = city.post("/theo-doi/khoa-1/trao-doi", "", &answer).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("Đã sửa</textarea>"), "what was typed stands: {page}");
    let kept = app.store.number("SELECT COUNT(*) FROM dossier_message", vec![]).await.unwrap();
    assert_eq!(kept, 2, "what was refused is not kept");
    let close = format!("/ho-so/1/trao-doi/{request}/xong");
    assert_eq!(city.post(&close, &clerk, &[]).await.0, StatusCode::SEE_OTHER);
    assert_eq!(city.post(&close, &clerk, &[]).await.0, StatusCode::CONFLICT);
    let leave = "/ho-so/1/trao-doi/khong-can";
    let seen = city.thread(1).await.last_at.to_string();
    assert_eq!(city.post(leave, &clerk, &[("den", &seen)]).await.0, StatusCode::SEE_OTHER);
    assert_eq!(city.post(leave, &clerk, &[("den", &seen)]).await.0, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_question_that_came_after_the_page_was_shown_is_not_left_unanswered() {
    let city = City::new().await;
    let clerk = city.token("mai").await;
    let (path, leave) = ("/theo-doi/khoa-1/trao-doi", "/ho-so/1/trao-doi/khong-can");
    city.post(path, "", &[("noi_dung", "Cảm ơn")]).await;
    let seen = city.thread(1).await.last_at.to_string();
    let (_, page) = city.get("/ho-so/1/trao-doi", &clerk).await;
    assert!(page.contains(&format!("name=\"den\" value=\"{seen}\"")), "{page}");
    city.city.clock.set(at("2013-06-10", 10));
    city.post(path, "", &[("noi_dung", "Bao giờ có kết quả?")]).await;
    let clerk = city.token("mai").await;
    assert_eq!(city.post(leave, &clerk, &[("den", &seen)]).await.0, StatusCode::CONFLICT);
    assert!(city.thread(1).await.waiting_since.is_some(), "the new question waits");
    assert_eq!(city.post(leave, &clerk, &[]).await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_journal_holds_no_word_of_a_message() {
    let city = City::new().await;
    city.post("/theo-doi/khoa-1/trao-doi", "", &[("noi_dung", "Bệnh án của tôi")]).await;
    let sql = "SELECT COUNT(*) FROM journal WHERE action = 'message_send' AND after LIKE '%Bệnh án%'";
    assert_eq!(city.city.app.store.number(sql, vec![]).await.unwrap(), 0);
    let sql = "SELECT COUNT(*) FROM journal WHERE action = 'message_send'";
    assert_eq!(city.city.app.store.number(sql, vec![]).await.unwrap(), 1);
}

#[tokio::test]
async fn a_standing_answer_begins_a_message_at_its_own_agency() {
    let city = City::new().await;
    let (clerk, far) = (city.token("mai").await, city.token("xa").await);
    let text = [("don-vi", "2"), ("ten", "Giờ làm việc"), ("noi_dung", "Từ 7 giờ đến 11 giờ.")];
    assert_eq!(city.post("/trao-doi/mau/moi", &clerk, &text).await.0, StatusCode::SEE_OTHER);
    assert_eq!(city.post("/trao-doi/mau/moi", &far, &text).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let id = city.city.app.store.number("SELECT MAX(id) FROM standing_answer", vec![]).await.unwrap();
    assert!(city.get("/trao-doi/mau", &clerk).await.1.contains("Giờ làm việc"));
    assert_eq!(city.get(&format!("/trao-doi/mau/{id}"), &far).await.0, StatusCode::NOT_FOUND);
    let (_, page) = city.get(&format!("/ho-so/1/trao-doi?mau={id}"), &clerk).await;
    assert!(page.contains("Từ 7 giờ đến 11 giờ."), "{page}");
    let idle = [("ten", "Giờ làm việc"), ("noi_dung", "Từ 7 giờ."), ("lan", "1")];
    assert_eq!(city.post(&format!("/trao-doi/mau/{id}"), &clerk, &idle).await.0, StatusCode::SEE_OTHER);
    let late = [("ten", "Giờ nghỉ"), ("noi_dung", "Từ 11 giờ."), ("dung", "1"), ("lan", "1")];
    let (status, page) = city.post(&format!("/trao-doi/mau/{id}"), &clerk, &late).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "somebody else changed it since");
    assert!(page.contains("Từ 11 giờ.") && page.contains("name=\"lan\" value=\"2\""), "{page}");
    assert!(
        !city.get("/ho-so/1/trao-doi", &clerk).await.1.contains("Giờ làm việc"),
        "it is not in use any more"
    );
}

#[tokio::test]
async fn the_persons_own_copy_holds_what_was_written_on_their_dossiers() {
    let city = City::new().await;
    let lan = city.token("lan").await;
    city.post("/theo-doi/khoa-2/trao-doi", &lan, &[("noi_dung", "Câu hỏi của Lan")]).await;
    let app = &city.city.app;
    let account = identity::account_by_login(&app.store, "lan").await.unwrap().unwrap().id;
    let own = super::personal::of(app, account).await.unwrap();
    assert_eq!(own["messages"][0]["text"], "Câu hỏi của Lan");
    let tx = app.store.housekeeping().await.unwrap();
    store::forget_account(&tx, account).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(store::count_of_account(&app.store, account).await.unwrap(), 0);
}
