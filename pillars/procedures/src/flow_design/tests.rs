//! The designer over HTTP on a fresh city with the catalogue beside it: drawn, checked, tried, exchanged, approved.

use super::{APPROVE, EDIT, SLICE};
use crate::catalogue;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use contracts::flows::Flows;
use kernel::{Day, Moment};
use platform::app::DirectorySource;
use platform::directory::{AgencyRef, Directory};
use platform::identity::{self, AccountKind, NewAccount};
use platform::store::Store;
use platform::testing::TestCity;
use platform::{Actor, App, Read, Slice};
use std::sync::Arc;
use tower::ServiceExt;

static SLICES: &[&Slice] = &[&platform::GROUND, &ui::SHELL, &eforms::SLICE, &catalogue::SLICE, &SLICE];

const CODE: &str = "KD-02";

/// The city, and a district of it.
const TOWN: i64 = 1;
const DISTRICT: i64 = 2;

struct Tree;

#[async_trait::async_trait]
impl DirectorySource for Tree {
    async fn load(&self, _: &Store) -> platform::Result<Directory> {
        let agency = |id: i64, code: &str, kind: &str, parent: Option<i64>| AgencyRef {
            id,
            code: code.into(),
            name: code.into(),
            short_name: code.into(),
            kind: kind.into(),
            level: kind.into(),
            parent_id: parent,
            id_2016: String::new(),
            id_2020: String::new(),
            unit_code: String::new(),
            valid_from: None,
            valid_to: None,
        };
        Ok(Directory::new(vec![
            agency(TOWN, "thanh-pho", "city", None),
            agency(DISTRICT, "quan", "district", Some(TOWN)),
        ]))
    }
}

struct Scene {
    city: TestCity,
    author: String,
    second: String,
}

async fn account(app: &App, login: &str, agency: i64) -> String {
    let tx = app.store.housekeeping().await.unwrap();
    let account = NewAccount {
        kind: AccountKind::Staff,
        login: login.to_owned(),
        name: login.to_owned(),
        email: None,
        phone: None,
        identity_number: None,
        address: None,
        agency_id: Some(agency),
    };
    let id = identity::create_account(&tx, &account, platform::testing::PASSWORD_HASH).await.unwrap();
    identity::grant_role(&tx, id, "procedure_control", agency, true).await.unwrap();
    tx.commit().await.unwrap();
    let token = platform::testing::session(app, login).await.unwrap();
    format!("{}={token}", platform::http::SESSION_COOKIE)
}

async fn scene() -> Scene {
    let now: Moment = "2013-06-10".parse::<Day>().unwrap().start();
    let city = TestCity::new(SLICES, now).await.unwrap();
    let tree: Arc<dyn DirectorySource> = Arc::new(Tree);
    city.app.provide(tree);
    city.app.provide(catalogue::port());
    city.app.provide(super::port());
    city.app.refresh().await.unwrap();
    let files: Vec<_> =
        catalogue::shipped().into_iter().filter(|f| f.name == format!("{CODE}.yaml")).collect();
    catalogue::import(&city.app, &Actor::system(), &files).await.unwrap();
    let tx = city.app.store.housekeeping().await.unwrap();
    let role = "INSERT INTO role (code, name, permissions) VALUES ('procedure_control', 'KSTT', $1)";
    let permissions = serde_json::json!([EDIT.0, APPROVE.0]).to_string();
    tx.exec(role, vec![permissions.into()]).await.unwrap();
    tx.commit().await.unwrap();
    let author = account(&city.app, "ve", TOWN).await;
    let second = account(&city.app, "duyet", TOWN).await;
    Scene { city, author, second }
}

impl Scene {
    async fn get(&self, path: &str) -> (StatusCode, String) {
        self.send(Request::get(path).header(header::COOKIE, &self.author).body(Body::empty()).unwrap()).await
    }

    async fn post(&self, who: &str, path: &str, fields: &[(&str, &str)]) -> (StatusCode, String) {
        let pairs = fields.iter().map(|(n, v)| format!("{}={}", ui::platform_url(n), ui::platform_url(v)));
        let request = Request::post(path)
            .header(header::COOKIE, who)
            .header(header::HOST, "motcua.test")
            .header(header::ORIGIN, "http://motcua.test")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(pairs.collect::<Vec<_>>().join("&")));
        self.send(request.unwrap()).await
    }

    async fn send(&self, request: Request<Body>) -> (StatusCode, String) {
        let router = platform::http::assemble(&self.city.app).with_state(self.city.app.clone());
        let answer = router.oneshot(request).await.unwrap();
        let status = answer.status();
        let body = to_bytes(answer.into_body(), 4_000_000).await.unwrap();
        (status, String::from_utf8_lossy(&body).into_owned())
    }

    /// Begins the drawing; the address of its record.
    async fn begin(&self) -> String {
        let (status, page) = self.post(&self.author, "/quan-tri/quy-trinh/moi", &[("thu_tuc", CODE)]).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
        let id = self.city.app.store.number("SELECT MAX(id) FROM flow_design", vec![]).await.unwrap();
        format!("/quan-tri/quy-trinh/{id}")
    }

    async fn edits(&self) -> String {
        let sql = "SELECT edits FROM flow_design_version ORDER BY number DESC LIMIT 1";
        self.city.app.store.number(sql, vec![]).await.unwrap().to_string()
    }

    async fn draw(&self, path: &str, fields: &[(&str, &str)]) {
        let edits = self.edits().await;
        let all = [&[("lan", edits.as_str())], fields].concat();
        let (status, page) = self.post(&self.author, path, &all).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    }

    /// The names of the steps that a procedure follows on a day; none where it has no flow.
    async fn steps_on(&self, day: &str) -> Vec<String> {
        let port: Arc<dyn Flows> = self.city.app.port().unwrap();
        let found = port.in_force(&self.city.app, CODE, day.parse().unwrap()).await.unwrap();
        found.map(|v| v.flow.nodes.iter().map(|node| node.name.clone()).collect()).unwrap_or_default()
    }

    /// A choice before the second step: a new name is compared first.
    async fn with_choice(&self, flow: &str) {
        let node = format!("{flow}/nut/moi");
        self.draw(&node, &[("ten", "Đổi tên?"), ("loai", "choice"), ("chen_vao", "d-2")]).await;
        let step = [("ten", "Đối chiếu tên"), ("loai", "step"), ("vai_tro", "specialist")];
        let time = [("thoi_han", "1"), ("don_vi_thoi_han", "half_days")];
        self.draw(&node, &[&step[..], &time].concat()).await;
        self.draw(
            &format!("{flow}/nut/doi-chieu-ten"),
            &[&step[..], &time, &[("di_tiep", "buoc-2")]].concat(),
        )
        .await;
        let asked = [
            ("tu", "doi-ten"),
            ("den", "doi-chieu-ten"),
            ("khi", "field"),
            ("muc", "noi_dung"),
            ("so_sanh", "equals"),
            ("gia_tri", "Tên hộ kinh doanh"),
        ];
        self.draw(&format!("{flow}/duong/moi"), &asked).await;
        // The list of steps uses the whole term: the new one needs some of it.
        let shorter = [
            ("ten", "Thẩm tra hồ sơ"),
            ("loai", "step"),
            ("vai_tro", "specialist"),
            ("thoi_han", "6"),
            ("don_vi_thoi_han", "half_days"),
            ("di_tiep", "buoc-3"),
        ];
        self.draw(&format!("{flow}/nut/buoc-2"), &shorter).await;
    }
}

#[tokio::test]
async fn a_branch_is_drawn_by_one_page() {
    let scene = scene().await;
    let flow = scene.begin().await;
    let node = format!("{flow}/nut/moi");
    scene.draw(&node, &[("ten", "Song song"), ("loai", "split"), ("chen_vao", "d-2")]).await;
    scene.draw(&node, &[("ten", "Đủ hai"), ("loai", "join"), ("chen_vao", "d-3")]).await;
    let step = [("ten", "Ghi sổ"), ("loai", "step"), ("vai_tro", "specialist"), ("thoi_han", "1")];
    scene.draw(&node, &[&step[..], &[("di_tu", "song-song"), ("di_tiep", "du-hai")]].concat()).await;
    let (_, page) = scene.get(&flow).await;
    assert!(page.contains("Song song → Ghi sổ") && page.contains("Ghi sổ → Đủ hai"), "{page}");
    assert!(page.contains("Không tìm thấy lỗi"), "{page}");
}

#[tokio::test]
async fn a_flow_is_drawn_checked_proposed_and_followed_once_a_second_person_approved() {
    let scene = scene().await;
    let flow = scene.begin().await;
    let (_, page) = scene.get(&flow).await;
    assert!(page.contains("<svg class=\"flow\"") && page.contains("Không tìm thấy lỗi"), "{page}");
    scene.with_choice(&flow).await;
    let (_, page) = scene.get(&flow).await;
    assert!(page.contains("Không tìm thấy lỗi") && page.contains("mọi trường hợp còn lại"), "{page}");
    let (status, page) = scene.post(&scene.author, &format!("{flow}/trinh"), &[]).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let (_, page) = scene.get(&format!("{flow}/duyet")).await;
    assert!(page.contains("không tự duyệt được") && !page.contains("name=\"tu_ngay\""), "{page}");
    let edits = scene.edits().await;
    let day = [("tu_ngay", "20/06/2013"), ("lan", edits.as_str())];
    let (status, page) = scene.post(&scene.author, &format!("{flow}/duyet"), &day).await;
    assert_eq!(status, StatusCode::CONFLICT, "{page}");
    let past = [("tu_ngay", "01/06/2013")];
    let (status, page) = scene.post(&scene.second, &format!("{flow}/duyet"), &past).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("01/06/2013"), "{page}");
    let unseen = [("tu_ngay", "20/06/2013"), ("lan", "1")];
    let (status, page) = scene.post(&scene.second, &format!("{flow}/duyet"), &unseen).await;
    assert_eq!(status, StatusCode::CONFLICT, "what was drawn since it was looked at: {page}");
    let (status, page) = scene.post(&scene.second, &format!("{flow}/duyet"), &day).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    assert!(scene.steps_on("2013-06-19").await.is_empty(), "until its day the plain steps are followed");
    assert!(scene.steps_on("2013-06-20").await.contains(&"Đối chiếu tên".to_owned()));
    let edits = scene.edits().await;
    let late = [("lan", edits.as_str()), ("ten", "Thêm"), ("loai", "choice")];
    let (status, _) = scene.post(&scene.author, &format!("{flow}/nut/moi"), &late).await;
    assert_eq!(status, StatusCode::CONFLICT, "what is published stays");
    let (status, _) = scene.post(&scene.author, &format!("{flow}/ban-moi"), &[]).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    scene.draw(&format!("{flow}/nut/doi-chieu-ten/chuyen"), &[("di", "bo")]).await;
    let (_, page) = scene.get(&format!("{flow}/so-sanh?tu=1&den=2")).await;
    assert!(page.contains("Đối chiếu tên") && page.contains("Bỏ"), "{page}");
}

#[tokio::test]
async fn the_right_is_held_over_the_city_not_over_some_agency() {
    let scene = scene().await;
    let flow = scene.begin().await;
    let district = account(&scene.city.app, "quan", DISTRICT).await;
    let pages = [
        "",
        "/duyet",
        "/rut",
        "/nut/moi",
        "/nut/buoc-1",
        "/duong/moi",
        "/mo-phong",
        "/so-sanh",
        "/nhap",
        "/bpmn",
    ];
    let lists = ["/quan-tri/quy-trinh".to_owned(), "/quan-tri/quy-trinh/moi".to_owned()];
    for path in pages.iter().map(|rest| format!("{flow}{rest}")).chain(lists) {
        let request = Request::get(&path).header(header::COOKIE, &district).body(Body::empty()).unwrap();
        assert_eq!(scene.send(request).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    for (rest, fields) in [
        ("/nut/moi", &[("lan", "1"), ("ten", "Nút lạ"), ("loai", "choice")][..]),
        ("/nut/buoc-2/chuyen", &[("lan", "1"), ("di", "bo")]),
        ("/duong/d-2/chuyen", &[("lan", "1"), ("di", "bo")]),
        ("/trinh", &[]),
        ("/ban-moi", &[]),
        ("/duyet", &[("lan", "1"), ("tu_ngay", "20/06/2013")]),
        ("/tra-lai", &[("ly_do", "Chưa đạt.")]),
    ] {
        let (status, page) = scene.post(&district, &format!("{flow}{rest}"), fields).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{rest}: {page}");
    }
    let begun = scene.post(&district, "/quan-tri/quy-trinh/moi", &[("thu_tuc", CODE)]).await;
    assert_eq!(begun.0, StatusCode::NOT_FOUND);
    assert_eq!(scene.edits().await, "1", "nothing was drawn");
    assert_eq!(scene.get(&flow).await.0, StatusCode::OK);
}

#[tokio::test]
async fn who_drew_on_a_version_approves_it_no_more_than_who_proposed_it() {
    let scene = scene().await;
    let flow = scene.begin().await;
    let name = [("lan", "1"), ("ten", "Tiếp nhận tại quầy"), ("loai", "step"), ("vai_tro", "one_stop")];
    let (status, page) = scene.post(&scene.second, &format!("{flow}/nut/buoc-1"), &name).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let (status, page) = scene.post(&scene.author, &format!("{flow}/trinh"), &[]).await;
    assert_eq!(
        status,
        StatusCode::SEE_OTHER,
        "a form that does not ask where it leads leaves the way: {page}"
    );
    let day = [("lan", "2"), ("tu_ngay", "20/06/2013")];
    let (status, page) = scene.post(&scene.second, &format!("{flow}/duyet"), &day).await;
    assert_eq!(status, StatusCode::CONFLICT, "{page}");
    let third = account(&scene.city.app, "thu-ba", TOWN).await;
    let (status, page) = scene.post(&third, &format!("{flow}/duyet"), &day).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    // The next version is to begin before this one: then it is the one followed, from its day on.
    scene.post(&scene.author, &format!("{flow}/ban-moi"), &[]).await;
    scene
        .draw(
            &format!("{flow}/nut/buoc-1"),
            &[("ten", "Nhận hồ sơ"), ("loai", "step"), ("vai_tro", "one_stop")],
        )
        .await;
    scene.post(&scene.author, &format!("{flow}/trinh"), &[]).await;
    let sooner = [("lan", "2"), ("tu_ngay", "15/06/2013")];
    let (status, page) = scene.post(&third, &format!("{flow}/duyet"), &sooner).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    assert!(scene.steps_on("2013-06-14").await.is_empty());
    for day in ["2013-06-15", "2013-06-20"] {
        assert!(scene.steps_on(day).await.contains(&"Nhận hồ sơ".to_owned()), "{day}");
    }
}

#[tokio::test]
async fn what_is_wrong_is_told_and_blocks() {
    let scene = scene().await;
    let flow = scene.begin().await;
    scene.draw(&format!("{flow}/nut/moi"), &[("ten", "Bước lẻ"), ("loai", "step")]).await;
    let (_, page) = scene.get(&flow).await;
    for words in ["Đường cụt", "Không có đường nào tới đây", "Bước chưa có vai trò", "Phải sửa"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    let (status, page) = scene.post(&scene.author, &format!("{flow}/trinh"), &[]).await;
    assert_eq!(status, StatusCode::CONFLICT, "{page}");
    let edits = scene.edits().await;
    let typed = [("lan", edits.as_str()), ("ten", "Dài"), ("loai", "step"), ("thoi_han", "lâu")];
    let (status, page) = scene.post(&scene.author, &format!("{flow}/nut/moi"), &typed).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("lâu"), "{page}");
    let typed = [
        ("lan", "1"),
        ("tu", "buoc-1"),
        ("den", "buoc-2"),
        ("khi", "field"),
        ("muc", ""),
        ("so_sanh", "at_least"),
        ("gia_tri", "Trên 100"),
    ];
    let (status, page) = scene.post(&scene.author, &format!("{flow}/duong/moi"), &typed).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{page}");
    for kept in ["Trên 100", "value=\"at_least\" selected", "name=\"lan\" value=\"1\""] {
        assert!(page.contains(kept), "{kept}: {page}");
    }
    let stale = [("lan", "1"), ("ten", "Cũ"), ("loai", "choice")];
    let (status, page) = scene.post(&scene.second, &format!("{flow}/nut/moi"), &stale).await;
    assert_eq!(status, StatusCode::CONFLICT, "nobody overwrites another's change");
    let now = format!("name=\"lan\" value=\"{edits}\"");
    assert!(page.contains("value=\"Cũ\"") && page.contains(&now), "what was typed stands there: {page}");
    assert_eq!(scene.edits().await, edits);
}

#[tokio::test]
async fn a_sample_dossier_shows_which_condition_decided() {
    let scene = scene().await;
    let flow = scene.begin().await;
    scene.with_choice(&flow).await;
    let name = [("tra-loi.noi_dung", "Tên hộ kinh doanh")];
    let (status, page) = scene.post(&scene.author, &format!("{flow}/mo-phong"), &name).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("Tới kết thúc sau 5 bước") && page.contains("f-link f-taken"), "{page}");
    let (_, page) =
        scene.post(&scene.author, &format!("{flow}/mo-phong"), &[("tra-loi.noi_dung", "Vốn")]).await;
    assert!(page.contains("Tới kết thúc sau 4 bước"), "{page}");
}

#[tokio::test]
async fn a_flow_leaves_as_bpmn_and_comes_back_and_a_foreign_part_changes_nothing() {
    let scene = scene().await;
    let flow = scene.begin().await;
    scene.with_choice(&flow).await;
    let (_, file) = scene.get(&format!("{flow}/bpmn")).await;
    assert!(file.contains("exclusiveGateway") && file.contains("BPMNShape"), "{file}");
    let edits = scene.edits().await;
    let send = |content: &str| {
        let mut body = format!("--xx\r\nContent-Disposition: form-data; name=\"lan\"\r\n\r\n{edits}\r\n");
        body += "--xx\r\nContent-Disposition: form-data; name=\"tep\"; filename=\"a.bpmn\"\r\n\r\n";
        body += content;
        body += "\r\n--xx--\r\n";
        Request::post(format!("{flow}/nhap"))
            .header(header::COOKIE, &scene.author)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=xx")
            .body(Body::from(body))
            .unwrap()
    };
    let foreign = file.replace("</process>", "<subProcess id=\"p9\" name=\"Chi tiết\"/></process>");
    let (status, page) = scene.send(send(&foreign)).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("subProcess"), "{page}");
    assert_eq!(scene.edits().await, edits);
    let (status, page) = scene.send(send(&file)).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let (_, page) = scene.get(&flow).await;
    assert!(page.contains("Không tìm thấy lỗi") && page.contains("Đối chiếu tên"), "{page}");
}

#[test]
fn any_bpmn_file_is_read_or_refused() {
    let sent = flow::bpmn::write(&super::rules::process::flow_of(&[]), "quy-trinh", "Quy trình");
    let inputs = vec![sent.into_bytes(), b"<definitions".to_vec(), Vec::new()];
    fuzzing::rounds("bpmn", &inputs, 300, |bytes| {
        if let Ok(read) = flow::bpmn::read(bytes) {
            // Whatever was read can be checked and drawn, and leaves as it came.
            flow::check(&read, &flow::Surroundings::default());
            flow::draw(&read, &flow::Drawing::default());
            let again = flow::bpmn::write(&read, "q", "q");
            let back = flow::bpmn::read(again.as_bytes()).unwrap();
            assert_eq!(back.nodes.len(), read.nodes.len());
        }
    });
}

#[tokio::test]
async fn a_published_flow_is_withdrawn_for_new_dossiers_by_a_second_person() {
    let scene = scene().await;
    let flow = scene.begin().await;
    let rut = format!("{flow}/rut");
    let (status, _) = scene.post(&scene.author, &rut, &[("ly_do", "Sai vai trò")]).await;
    assert_eq!(status, StatusCode::CONFLICT, "nothing is published yet");
    scene.post(&scene.author, &format!("{flow}/trinh"), &[]).await;
    let day = [("tu_ngay", "10/06/2013"), ("lan", "1")];
    let (status, page) = scene.post(&scene.second, &format!("{flow}/duyet"), &day).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let pinned: Arc<dyn Flows> = scene.city.app.port().unwrap();
    let on = |day: &str| day.parse::<Day>().unwrap();
    let version = pinned.in_force(&scene.city.app, CODE, on("2013-06-10")).await.unwrap().unwrap();

    assert_eq!(scene.post(&scene.author, &rut, &[]).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let reason = [("ly_do", "Sai vai trò ở bước 2")];
    assert_eq!(scene.post(&scene.author, &rut, &reason).await.0, StatusCode::SEE_OTHER);
    assert_eq!(scene.post(&scene.second, &rut, &reason).await.0, StatusCode::CONFLICT, "once");
    let from = [("tu_ngay", "20/06/2013")];
    let own = scene.post(&scene.author, &format!("{rut}/duyet"), &from).await;
    assert_eq!(own.0, StatusCode::CONFLICT, "who asks does not decide");
    assert!(scene.get(&rut).await.1.contains("chờ một người khác quyết định"));
    assert_eq!(scene.post(&scene.second, &format!("{rut}/khong"), &[]).await.0, StatusCode::SEE_OTHER);
    assert!(!scene.steps_on("2013-06-20").await.is_empty(), "kept");

    scene.post(&scene.author, &rut, &reason).await;
    let past = scene.post(&scene.second, &format!("{rut}/duyet"), &[("tu_ngay", "01/06/2013")]).await;
    assert_eq!(past.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(scene.post(&scene.second, &format!("{rut}/duyet"), &from).await.0, StatusCode::SEE_OTHER);
    assert!(!scene.steps_on("2013-06-19").await.is_empty());
    assert!(scene.steps_on("2013-06-20").await.is_empty(), "new dossiers follow the plain steps");
    let kept = pinned.version(&scene.city.app, version.id).await.unwrap();
    assert_eq!(kept.number, 1, "running ones keep it");
    assert!(scene.get(&flow).await.1.contains("20/06/2013"));

    scene.post(&scene.author, &format!("{flow}/ban-moi"), &[]).await;
    scene.post(&scene.author, &format!("{flow}/trinh"), &[]).await;
    let next = [("tu_ngay", "25/06/2013"), ("lan", "1")];
    let (status, page) = scene.post(&scene.second, &format!("{flow}/duyet"), &next).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    assert!(scene.steps_on("2013-06-24").await.is_empty() && !scene.steps_on("2013-06-25").await.is_empty());
}
