//! The designer over HTTP on a fresh city with the catalogue beside it: drawn, checked, tried, exchanged, approved.

use super::{APPROVE, EDIT, SLICE};
use crate::catalogue;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use contracts::flows::Flows;
use kernel::{Day, Moment};
use platform::identity::{self, AccountKind, NewAccount};
use platform::testing::TestCity;
use platform::{Actor, App, Read, Slice};
use std::sync::Arc;
use tower::ServiceExt;

static SLICES: &[&Slice] = &[&platform::GROUND, &ui::SHELL, &eforms::SLICE, &catalogue::SLICE, &SLICE];

const CODE: &str = "KD-02";

struct Scene {
    city: TestCity,
    author: String,
    second: String,
}

async fn account(app: &App, login: &str) -> String {
    let tx = app.store.housekeeping().await.unwrap();
    let account = NewAccount {
        kind: AccountKind::Staff,
        login: login.to_owned(),
        name: login.to_owned(),
        email: None,
        phone: None,
        identity_number: None,
        address: None,
        agency_id: Some(1),
    };
    let hash = identity::hash_password("mot cau mat khau dai").await.unwrap();
    let id = identity::create_account(&tx, &account, &hash).await.unwrap();
    identity::grant_role(&tx, id, "procedure_control", 1, true).await.unwrap();
    tx.commit().await.unwrap();
    let signed = identity::sign_in(app, login, "mot cau mat khau dai", "127.0.0.1", "test").await.unwrap();
    format!("{}={}", platform::http::SESSION_COOKIE, signed.token)
}

async fn scene() -> Scene {
    let now: Moment = "2013-06-10".parse::<Day>().unwrap().start();
    let city = TestCity::new(SLICES, now).await.unwrap();
    city.app.provide(catalogue::port());
    city.app.provide(super::port());
    let files: Vec<_> =
        catalogue::shipped().into_iter().filter(|f| f.name == format!("{CODE}.yaml")).collect();
    catalogue::import(&city.app, &Actor::system(), &files).await.unwrap();
    let tx = city.app.store.housekeeping().await.unwrap();
    let role = "INSERT INTO role (code, name, permissions) VALUES ('procedure_control', 'KSTT', $1)";
    let permissions = serde_json::json!([EDIT.0, APPROVE.0]).to_string();
    tx.exec(role, vec![permissions.into()]).await.unwrap();
    tx.commit().await.unwrap();
    let author = account(&city.app, "ve").await;
    let second = account(&city.app, "duyet").await;
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
    let day = [("tu_ngay", "20/06/2013")];
    let (status, page) = scene.post(&scene.author, &format!("{flow}/duyet"), &day).await;
    assert_eq!(status, StatusCode::CONFLICT, "{page}");
    let past = [("tu_ngay", "01/06/2013")];
    let (status, page) = scene.post(&scene.second, &format!("{flow}/duyet"), &past).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{page}");
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
    let stale = [("lan", "1"), ("ten", "Cũ"), ("loai", "choice")];
    let (status, _) = scene.post(&scene.second, &format!("{flow}/nut/moi"), &stale).await;
    assert_eq!(status, StatusCode::CONFLICT, "nobody overwrites another's change");
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
