//! Filing online on a fresh city: from the start page to the confirmation, over HTTP, with the neighbours' ports faked.

mod files;
mod person;
mod shelf;

use super::SLICE;
use async_trait::async_trait;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use contracts::dossiers::{DossierIntake, Filing, MyDossier, MyDossiers, Opened};
use contracts::procedures::{Catalogue, Procedure, ProcedureVersion};
use kernel::{Day, Moment};
use platform::app::DirectorySource;
use platform::directory::{AgencyRef, Directory};
use platform::error::Result;
use platform::http::Query;
use platform::identity::{self, AccountKind, NewAccount};
use platform::list::Page;
use platform::testing::TestCity;
use platform::{Actor, App, Change, Ctx, Read, Slice, Store, Tx};
use serde_json::Value as Json;
use std::sync::{Arc, Mutex};
use tower::ServiceExt;

static SLICES: &[&Slice] = &[&platform::GROUND, &ui::SHELL, &eforms::SLICE, &SLICE];

struct OneProcedure(Arc<ProcedureVersion>);

#[async_trait]
impl Catalogue for OneProcedure {
    async fn in_force(&self, _: &App, code: &str, _: Day) -> Result<Option<Arc<ProcedureVersion>>> {
        Ok((code == self.0.body.code).then(|| self.0.clone()))
    }
    async fn version(&self, _: &App, _: i64) -> Result<Arc<ProcedureVersion>> {
        Ok(self.0.clone())
    }
    async fn all_in_force(&self, _: &App, _: Day) -> Result<Vec<Arc<ProcedureVersion>>> {
        Ok(vec![self.0.clone()])
    }
}

#[derive(Default)]
struct Desk(Mutex<Vec<Filing>>);

#[async_trait]
impl DossierIntake for Desk {
    async fn open(&self, _: &App, tx: &Tx, filing: Filing) -> Result<Opened> {
        tx.journal(Change::of("one_stop", "dossier", 7, "file")).await?;
        let mut filings = self.0.lock().unwrap();
        let existed = filings.iter().any(|f| f.idempotency_key == filing.idempotency_key);
        if !existed {
            filings.push(filing);
        }
        Ok(Opened { id: 7, code: "000.00.16.H13-121012-0001".into(), tracking_key: "khoa".into(), existed })
    }
}

#[async_trait]
impl MyDossiers for Desk {
    async fn page(&self, ctx: &Ctx, query: &Query) -> Result<Page<MyDossier>> {
        let rows = self.all(ctx, query).await?;
        let count = i64::try_from(rows.len()).unwrap();
        Ok(Page { rows, next: None, previous: None, sort: "nop", descending: true, count })
    }
    async fn all(&self, ctx: &Ctx, _: &Query) -> Result<Vec<MyDossier>> {
        let filed = |f: &Filing| MyDossier {
            id: 7,
            code: "000.00.16.H13-121012-0001".into(),
            procedure: f.procedure.clone(),
            agency: "UBND".into(),
            state: "online-services-filed".into(),
            next: "online-services-todo-wait".into(),
            tone: "info",
            filed_at: ctx.now,
            due_at: None,
            href: "/theo-doi/khoa".into(),
        };
        Ok(self.0.lock().unwrap().iter().map(filed).collect())
    }
    async fn last_form(&self, ctx: &Ctx, _: &str) -> Result<Option<(Moment, Json)>> {
        Ok(self.0.lock().unwrap().last().map(|f| (ctx.now, f.form.clone())))
    }
    async fn receipt(&self, _: &Ctx, _: i64) -> Result<Vec<u8>> {
        Ok(b"%PDF-1.7".to_vec())
    }
}

struct TwoWards;

fn agency(id: i64, name: &str, kind: &str, parent_id: Option<i64>) -> AgencyRef {
    let text = String::new;
    AgencyRef {
        id,
        code: format!("a{id}"),
        name: name.into(),
        short_name: name.into(),
        kind: kind.into(),
        level: "commune".into(),
        parent_id,
        id_2016: text(),
        id_2020: text(),
        unit_code: text(),
        valid_from: None,
        valid_to: None,
    }
}

#[async_trait]
impl DirectorySource for TwoWards {
    async fn load(&self, _: &Store) -> Result<Directory> {
        Ok(Directory::new(vec![
            agency(1, "UBND thành phố", "city", None),
            agency(2, "UBND quận Ninh Kiều", "district", Some(1)),
            agency(3, "Phường An Cư", "commune", Some(2)),
            agency(4, "Phường An Hội", "commune", Some(2)),
        ]))
    }
}

/// The city with a desk to look at and a citizen's session.
struct Scene {
    city: TestCity,
    desk: Arc<Desk>,
    cookie: String,
}

fn procedure() -> Procedure {
    serde_saphyr::from_str(include_str!("../../../../../procedures/CU-01.yaml")).unwrap()
}

/// Makes this the one procedure of the catalogue.
fn offer(app: &App, body: Procedure) {
    let catalogue: Arc<dyn Catalogue> =
        Arc::new(OneProcedure(Arc::new(ProcedureVersion { id: 5, number: 1, body })));
    app.provide(catalogue);
}

async fn scene() -> Scene {
    let now: Moment =
        "2012-10-12".parse::<Day>().unwrap().at(chrono::NaiveTime::from_hms_opt(9, 0, 0).unwrap());
    let city = TestCity::new(SLICES, now).await.unwrap();
    let desk = Arc::new(Desk::default());
    offer(&city.app, procedure());
    city.app.provide::<Arc<dyn DossierIntake>>(desk.clone());
    city.app.provide::<Arc<dyn MyDossiers>>(desk.clone());
    city.app.provide::<Arc<dyn DirectorySource>>(Arc::new(TwoWards));
    city.app.refresh().await.unwrap();
    let cookie = citizen(&city.app, "361234567").await;
    Scene { city, desk, cookie }
}

async fn citizen(app: &App, login: &str) -> String {
    let tx = app.store.write(&Actor::system()).await.unwrap();
    let new = NewAccount {
        kind: AccountKind::Citizen,
        login: login.into(),
        name: "Lê Thị Mai".into(),
        email: None,
        phone: Some("0912345678".into()),
        identity_number: Some(login.into()),
        address: Some("12 Hòa Bình, phường An Cư".into()),
        agency_id: None,
    };
    identity::create_account(&tx, &new, platform::testing::PASSWORD_HASH).await.unwrap();
    tx.commit().await.unwrap();
    let token = platform::testing::session(app, login).await.unwrap();
    format!("{}={token}", platform::http::SESSION_COOKIE)
}

/// What came back: status, where to, text.
struct Answer {
    status: StatusCode,
    to: String,
    html: String,
}

impl Scene {
    async fn call(&self, request: Request<Body>) -> Answer {
        let app = &self.city.app;
        let router = platform::http::assemble(app).with_state(app.clone());
        let answer = router.oneshot(request).await.unwrap();
        let status = answer.status();
        let to = answer
            .headers()
            .get(header::LOCATION)
            .map(|v| v.to_str().unwrap().to_owned())
            .unwrap_or_default();
        let body = to_bytes(answer.into_body(), 4_000_000).await.unwrap();
        Answer { status, to, html: String::from_utf8_lossy(&body).into_owned() }
    }

    async fn get(&self, path: &str) -> Answer {
        self.call(Request::get(path).header(header::COOKIE, &self.cookie).body(Body::empty()).unwrap()).await
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let encode = |t: &str| t.bytes().map(|b| format!("%{b:02X}")).collect::<String>();
        let body: Vec<String> = fields.iter().map(|(n, v)| format!("{}={}", encode(n), encode(v))).collect();
        let request = Request::post(path)
            .header(header::COOKIE, &self.cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.join("&")))
            .unwrap();
        self.call(request).await
    }

    async fn attach(&self, path: &str, field: &str, name: &str, content: &[u8]) -> Answer {
        let mut body =
            format!("--xx\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n")
                .into_bytes();
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n--xx--\r\n");
        let request = Request::post(path)
            .header(header::COOKIE, &self.cookie)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=xx")
            .body(Body::from(body))
            .unwrap();
        self.call(request).await
    }

    async fn begin(&self) -> String {
        let answer = self.post("/nop-ho-so/CU-01", &[("hoi_0", "co"), ("co_quan", "3")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.html);
        answer.to
    }

    async fn complete(&self, draft: &str) {
        let answer = self.post(&format!("{draft}/nguoi-nop"), PEOPLE).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.html);
        let answer = self.post(&format!("{draft}/to-khai"), ANSWERS).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.html);
        let answer =
            self.attach(&format!("{draft}/giay-to"), "tep.cho-o", "hop-dong.pdf", b"%PDF-1.4 thue nha").await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.html);
    }
}

const PEOPLE: &[(&str, &str)] = &[
    ("cho_ai", "minh"),
    ("nop_ho_ten", "Lê Thị Mai"),
    ("nop_so_giay_to", "361234567"),
    ("nop_dia_chi", "12 Hòa Bình"),
    ("nop_dien_thoai", "0912 345 678"),
];

const ANSWERS: &[(&str, &str)] = &[
    ("k.ho_ten_nguoi_de_nghi", "Lê Thị Mai"),
    ("k.ngay_sinh_nguoi_de_nghi", "05/10/1985"),
    ("k.giay_to_nguoi_de_nghi", "361 234 567"),
    ("k.dia_chi_nguoi_de_nghi.phuong_xa", "Xã Vĩnh Thạnh"),
    ("k.dia_chi_nguoi_de_nghi.quan_huyen", "Huyện Lấp Vò"),
    ("k.dia_chi_nguoi_de_nghi.tinh", "Đồng Tháp"),
    ("k.dien_thoai", "0912345678"),
    ("k.noi_tam_tru.phuong_xa", "Phường An Cư"),
    ("k.noi_tam_tru.quan_huyen", "Quận Ninh Kiều"),
    ("k.noi_tam_tru.tinh", "Thành phố Cần Thơ"),
    ("k.cho_o", "Nhà của mình"),
    ("k.tam_tru_tu", "2012-10-01"),
    ("k.ly_do", "Làm việc tại Cần Thơ"),
];

#[tokio::test]
async fn a_stranger_reads_the_start_page_and_is_sent_to_sign_in() {
    let mut scene = scene().await;
    scene.cookie = String::new();
    let page = scene.get("/nop-ho-so/CU-01").await;
    assert_eq!(page.status, StatusCode::OK);
    for needle in [
        "/dang-nhap?ve=/nop-ho-so/CU-01",
        "3 ngày",
        "10.000 đồng",
        "Giấy tờ về chỗ ở hợp pháp",
        "trực tiếp tại bộ phận một cửa",
    ] {
        assert!(page.html.contains(needle), "{needle}");
    }
    assert_eq!(scene.post("/nop-ho-so/CU-01", &[]).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(scene.get("/cua-toi").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(scene.get("/nop-ho-so/XX-01").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_dossier_is_filed_from_draft_to_confirmation_and_only_once() {
    let scene = scene().await;
    let draft = scene.begin().await;
    let tasks = scene.get(&draft).await;
    assert!(tasks.html.contains("Chưa bắt đầu") && tasks.html.contains("Phường An Cư"), "{}", tasks.html);
    let people = scene.get(&format!("{draft}/nguoi-nop")).await;
    assert!(people.html.contains("value=\"Lê Thị Mai\"") && people.html.contains("value=\"361234567\""));
    scene.complete(&draft).await;
    let check = scene.get(&format!("{draft}/kiem-tra")).await;
    for needle in
        ["05/10/1985", "hop-dong.pdf", "name=\"phien_ban\" value=\"5\"", "Nộp hồ sơ", "/to-khai#f-k-ly_do"]
    {
        assert!(check.html.contains(needle), "{needle}");
    }
    let undeclared = scene.post(&format!("{draft}/nop"), &[("phien_ban", "5")]).await;
    assert_eq!(undeclared.status, StatusCode::UNPROCESSABLE_ENTITY);
    let other = scene.post(&format!("{draft}/nop"), &[("phien_ban", "4"), ("cam_doan", "1")]).await;
    assert!(other.status == StatusCode::UNPROCESSABLE_ENTITY && other.html.contains("phiên bản mới"));
    for _ in 0..2 {
        let filed = scene.post(&format!("{draft}/nop"), &[("phien_ban", "5"), ("cam_doan", "1")]).await;
        assert_eq!((filed.status, filed.to), (StatusCode::SEE_OTHER, format!("{draft}/da-nop")));
    }
    {
        let filings = scene.desk.0.lock().unwrap();
        assert_eq!(filings.len(), 1);
        assert_eq!((filings[0].agency_id, filings[0].owner.name.as_str()), (3, "Lê Thị Mai"));
        assert_eq!(filings[0].form["ngay_sinh_nguoi_de_nghi"], "1985-10-05");
        assert!(filings[0].papers.iter().any(|p| p.component == "cho-o" && p.file.is_some()));
    }
    let done = scene.get(&format!("{draft}/da-nop")).await;
    for needle in ["000.00.16.H13-121012-0001", "/theo-doi/khoa", "/cua-toi/bien-nhan/7", "<svg class=\"qr\""]
    {
        assert!(done.html.contains(needle), "{needle}");
    }
    assert_eq!(scene.get(&format!("{draft}/to-khai")).await.status, StatusCode::SEE_OTHER);
    let mine = scene.get("/cua-toi").await;
    assert!(mine.html.contains("000.00.16.H13-121012-0001"));
    assert_eq!(scene.get("/cua-toi/bien-nhan/7").await.status, StatusCode::OK);
    let kept = scene
        .city
        .app
        .store
        .number("SELECT COUNT(*) FROM draft WHERE answers <> '{}'", vec![])
        .await
        .unwrap();
    assert_eq!(kept, 0, "what was typed stands in the dossier only");
}

#[tokio::test]
async fn what_was_typed_is_kept_whatever_is_wrong_with_it() {
    let scene = scene().await;
    let draft = scene.begin().await;
    let page = format!("{draft}/to-khai");
    let wrong = scene.post(&page, &[("k.ly_do", "Đi học"), ("k.tam_tru_tu", "31/02/2012")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.html.contains("31/02/2012") && wrong.html.contains("Ngày không có thật"));
    let again = scene.get(&page).await;
    assert!(again.html.contains("Đi học") && again.html.contains("31/02/2012"));
    let more = scene
        .post(&page, &[("k.nguoi_cung_tam_tru.0.ho_ten", "Lê Văn Con"), ("them.k.nguoi_cung_tam_tru", "1")])
        .await;
    assert!(more.status == StatusCode::OK && more.html.contains("k.nguoi_cung_tam_tru.1.ho_ten"));
    let later = scene.post(&page, &[("k.ly_do", "Đi làm"), ("de_sau", "1")]).await;
    assert_eq!(later.status, StatusCode::SEE_OTHER);
    assert_eq!(
        scene.post(&format!("{draft}/luu-to-khai"), &[("k.ly_do", "Lưu ngầm")]).await.status,
        StatusCode::NO_CONTENT
    );
    assert!(scene.get(&page).await.html.contains("Lưu ngầm"));
    let early = scene.post(&format!("{draft}/nop"), &[("phien_ban", "5"), ("cam_doan", "1")]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(scene.desk.0.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_paper_is_taken_by_its_content_not_by_its_name() {
    let scene = scene().await;
    let draft = scene.begin().await;
    let page = format!("{draft}/giay-to");
    assert!(scene.get(&page).await.html.contains("tối đa 20 MB"));
    let fake = scene.attach(&page, "tep.cho-o", "virus.pdf", b"MZ this is no paper").await;
    assert_eq!(fake.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(fake.html.contains("không thuộc loại được nhận"));
    assert_eq!(
        scene.attach(&page, "tep.cho-o", "that.bin", b"%PDF-1.4 x").await.status,
        StatusCode::SEE_OTHER
    );
    assert!(scene.get(&page).await.html.contains("that.bin.pdf"));
    assert_eq!(scene.get(&format!("{draft}/tep/cho-o")).await.status, StatusCode::OK);
    let html = scene.get(&page).await.html;
    let hash = html.split("name=\"bo.cho-o\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let removed = scene.post(&page, &[("bo.cho-o", &hash)]).await;
    assert_eq!(removed.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_draft_exists_for_its_owner_only() {
    let mut scene = scene().await;
    let draft = scene.begin().await;
    assert!(scene.get("/cua-toi/ban-nhap").await.html.contains(&draft));
    let owner = std::mem::take(&mut scene.cookie);
    scene.cookie = citizen(&scene.city.app, "362000111").await;
    for page in ["", "/xoa", "/to-khai", "/nguoi-nop", "/giay-to", "/kiem-tra", "/da-nop", "/tep/cho-o"] {
        assert_eq!(scene.get(&format!("{draft}{page}")).await.status, StatusCode::NOT_FOUND, "{page}");
    }
    for page in ["/xoa", "/nop", "/to-khai", "/luu-to-khai"] {
        assert_eq!(
            scene.post(&format!("{draft}{page}"), &[("cam_doan", "1")]).await.status,
            StatusCode::NOT_FOUND,
            "{page}"
        );
    }
    assert!(!scene.get("/cua-toi/ban-nhap").await.html.contains(&draft));
    scene.cookie = owner;
    assert!(scene.get(&format!("{draft}/xoa")).await.html.contains("không lấy lại được"), "asked before");
    assert_eq!(scene.post(&format!("{draft}/xoa"), &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(scene.get(&draft).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_question_answered_with_no_warns_before_the_draft() {
    let scene = scene().await;
    let warned = scene.post("/nop-ho-so/CU-01", &[("hoi_0", "khong"), ("co_quan", "3")]).await;
    assert_eq!(warned.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(warned.html.contains("Đã đến ở thực tế") && warned.html.contains("van_nop"));
    let wrong_place = scene.post("/nop-ho-so/CU-01", &[("hoi_0", "co"), ("co_quan", "2")]).await;
    assert_eq!(wrong_place.status, StatusCode::UNPROCESSABLE_ENTITY);
    let insisting =
        scene.post("/nop-ho-so/CU-01", &[("hoi_0", "khong"), ("van_nop", "1"), ("co_quan", "4")]).await;
    assert_eq!(insisting.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn no_page_lacks_a_text() {
    let scene = scene().await;
    let draft = scene.begin().await;
    scene.complete(&draft).await;
    let pages = ["", "/nguoi-nop", "/to-khai", "/giay-to", "/kiem-tra"].map(|p| format!("{draft}{p}"));
    let more = ["/cua-toi", "/cua-toi/ban-nhap", "/nop-ho-so/CU-01"].map(str::to_owned);
    for page in pages.iter().chain(&more) {
        let html = scene.get(page).await.html;
        let missing = html.split("online-services-").nth(1).map(|t| t.chars().take(40).collect::<String>());
        assert_eq!(missing, None, "{page}");
    }
}
