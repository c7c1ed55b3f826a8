//! The designer over HTTP on a fresh city with the catalogue beside it: drawn, checked, proposed, approved, tried out.

use super::{APPROVE, EDIT, SLICE};
use crate::catalogue;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use contracts::procedures::Catalogue;
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

const CODE: &str = "HT-10";

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
    city.app.provide(catalogue::form_home());
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

    async fn look(&self, who: &str, path: &str) -> (StatusCode, String) {
        self.send(Request::get(path).header(header::COOKIE, who).body(Body::empty()).unwrap()).await
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

    /// Begins the design; the address of its record.
    async fn begin(&self) -> String {
        let (status, page) = self.post(&self.author, "/quan-tri/bieu-mau/moi", &[("thu_tuc", CODE)]).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
        let id = self.city.app.store.number("SELECT MAX(id) FROM form_design", vec![]).await.unwrap();
        format!("/quan-tri/bieu-mau/{id}")
    }

    async fn edits(&self) -> String {
        let sql = "SELECT edits FROM form_design_version ORDER BY number DESC LIMIT 1";
        self.city.app.store.number(sql, vec![]).await.unwrap().to_string()
    }

    /// Approves what stands there now.
    async fn approve(&self, who: &str, form: &str, day: &str) -> (StatusCode, String) {
        let edits = self.edits().await;
        self.post(who, &format!("{form}/duyet"), &[("tu_ngay", day), ("lan", edits.as_str())]).await
    }

    async fn add_field(&self, form: &str, fields: &[(&str, &str)]) -> StatusCode {
        let edits = self.edits().await;
        let all = [&[("lan", edits.as_str()), ("cho", "phan.chung")], fields].concat();
        self.post(&self.author, &format!("{form}/muc/moi"), &all).await.0
    }

    async fn form_on(&self, day: &str) -> serde_json::Value {
        let port: Arc<dyn Catalogue> = self.city.app.port().unwrap();
        let version = port.in_force(&self.city.app, CODE, day.parse().unwrap()).await.unwrap().unwrap();
        version.body.form.clone().unwrap()
    }
}

#[tokio::test]
async fn a_form_is_drawn_proposed_and_used_once_a_second_person_approved() {
    let scene = scene().await;
    let form = scene.begin().await;
    let before = scene.form_on("2013-06-10").await;
    let choice = [
        ("nhan", "Nhận kết quả ở"),
        ("loai", "choice"),
        ("lua_chon", "Tại quầy\nBưu điện"),
        ("bat_buoc", "1"),
    ];
    assert_eq!(scene.add_field(&form, &choice).await, StatusCode::SEE_OTHER);
    let shown =
        [("nhan", "Mã bưu chính"), ("loai", "text"), ("khi", "nhan_ket_qua_o=Bưu điện"), ("bat_buoc", "1")];
    assert_eq!(scene.add_field(&form, &shown).await, StatusCode::SEE_OTHER);
    let (_, page) = scene.get(&form).await;
    assert!(page.contains("Mã bưu chính") && page.contains("Trình duyệt"), "{page}");
    let (status, page) = scene.post(&scene.author, &format!("{form}/trinh"), &[]).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let (_, page) = scene.get(&form).await;
    assert!(!page.contains("/chuyen\""), "what waits for approval has no buttons to move it: {page}");
    let day = "20/06/2013";
    let (status, page) = scene.approve(&scene.author, &form, day).await;
    assert_eq!(status, StatusCode::CONFLICT, "{page}");
    let (_, page) = scene.look(&scene.second, &format!("{form}/duyet")).await;
    assert!(page.contains("Khác với biểu mẫu trước") && page.contains("Mã bưu chính"), "{page}");
    let old = [("tu_ngay", day), ("lan", "1")];
    let (status, page) = scene.post(&scene.second, &format!("{form}/duyet"), &old).await;
    assert_eq!(status, StatusCode::CONFLICT, "what is approved is what was looked at: {page}");
    let (status, page) = scene.approve(&scene.second, &form, "01/06/2013").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{page}");
    let (status, page) = scene.approve(&scene.second, &form, day).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    assert_eq!(scene.form_on("2013-06-19").await, before, "until its day the procedure asks as before");
    let after = scene.form_on("2013-06-20").await;
    assert_eq!(after["properties"]["nhan_ket_qua_o"]["enum"][1], "Bưu điện");
    assert!(before["properties"].get("nhan_ket_qua_o").is_none());
    let (_, public) = scene.get(&format!("/thu-tuc/{CODE}/so-sanh")).await;
    for needle in ["Chọn một; phải trả lời; Tại quầy; Bưu điện", "chỉ hỏi khi “Nhận kết quả ở” là “Bưu điện”"]
    {
        assert!(public.contains(needle), "{needle}: {public}");
    }
    assert!(!public.contains("x-widget"), "no schema for the public: {public}");
    assert_eq!(scene.add_field(&form, &choice).await, StatusCode::CONFLICT, "what is published stays");
    let (status, _) = scene.post(&scene.author, &format!("{form}/ban-moi"), &[]).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert_eq!(scene.add_field(&form, &[("nhan", "Ghi chú"), ("loai", "area")]).await, StatusCode::SEE_OTHER);
    let (_, page) = scene.get(&format!("{form}/so-sanh?tu=1&den=2")).await;
    assert!(page.contains("Ghi chú") && page.contains("Thêm"), "{page}");
}

#[tokio::test]
async fn the_right_is_held_over_the_city_not_over_some_agency() {
    let scene = scene().await;
    let form = scene.begin().await;
    let district = account(&scene.city.app, "quan", DISTRICT).await;
    let pages = [
        "",
        "/duyet",
        "/muc/moi",
        "/phan/moi",
        "/hoi-truoc/moi",
        "/xem-truoc",
        "/so-sanh",
        "/nhap",
        "/bang-tinh",
    ];
    let lists = ["/quan-tri/bieu-mau".to_owned(), "/quan-tri/bieu-mau/moi".to_owned()];
    for path in pages.iter().map(|rest| format!("{form}{rest}")).chain(lists) {
        let request = Request::get(&path).header(header::COOKIE, &district).body(Body::empty()).unwrap();
        assert_eq!(scene.send(request).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    let field = [("lan", "1"), ("cho", "phan.chung"), ("nhan", "Mục lạ"), ("loai", "text")];
    for (rest, fields) in [
        ("/muc/moi", &field[..]),
        ("/trinh", &[]),
        ("/ban-moi", &[]),
        ("/duyet", &[("tu_ngay", "20/06/2013")]),
        ("/tra-lai", &[("ly_do", "Chưa đạt.")]),
    ] {
        let (status, page) = scene.post(&district, &format!("{form}{rest}"), fields).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{rest}: {page}");
    }
    let begun = scene.post(&district, "/quan-tri/bieu-mau/moi", &[("thu_tuc", CODE)]).await;
    assert_eq!(begun.0, StatusCode::NOT_FOUND);
    assert_eq!(scene.edits().await, "1", "nothing was drawn");
    assert_eq!(scene.get(&form).await.0, StatusCode::OK);
}

#[tokio::test]
async fn who_drew_on_a_version_approves_it_no_more_than_who_proposed_it() {
    let scene = scene().await;
    let form = scene.begin().await;
    let field = [("lan", "1"), ("cho", "phan.chung"), ("nhan", "Ghi thêm"), ("loai", "text")];
    let (status, page) = scene.post(&scene.second, &format!("{form}/muc/moi"), &field).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let later = [("lan", "2"), ("cho", "phan.chung"), ("nhan", "Ghi nữa"), ("loai", "text")];
    let (status, page) = scene.post(&scene.author, &format!("{form}/muc/moi"), &later).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let (status, page) = scene.post(&scene.author, &format!("{form}/trinh"), &[]).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let day = "20/06/2013";
    let (status, page) = scene.approve(&scene.second, &form, day).await;
    assert_eq!(status, StatusCode::CONFLICT, "the last to draw was another, and still: {page}");
    let third = account(&scene.city.app, "thu-ba", TOWN).await;
    let (status, page) = scene.approve(&third, &form, day).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
}

#[tokio::test]
async fn a_version_keeps_its_form_when_another_is_published() {
    let scene = scene().await;
    let port: Arc<dyn Catalogue> = scene.city.app.port().unwrap();
    let old = port.in_force(&scene.city.app, CODE, "2013-06-10".parse().unwrap()).await.unwrap().unwrap();
    let form = scene.begin().await;
    assert_eq!(scene.add_field(&form, &[("nhan", "Mục mới"), ("loai", "text")]).await, StatusCode::SEE_OTHER);
    scene.post(&scene.author, &format!("{form}/trinh"), &[]).await;
    let (status, page) = scene.approve(&scene.second, &form, "10/06/2013").await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    assert!(scene.form_on("2013-06-10").await["properties"].get("muc_moi").is_some());
    // A dossier keeps the id of the version it was filed on.
    let kept = catalogue::port().version(&scene.city.app, old.id).await.unwrap();
    assert_eq!(kept.body.form, old.body.form);
}

#[tokio::test]
async fn the_try_out_refuses_what_the_schema_refuses() {
    let scene = scene().await;
    let form = scene.begin().await;
    let number = [("nhan", "Số bản"), ("loai", "whole"), ("lon_nhat", "5")];
    assert_eq!(scene.add_field(&form, &number).await, StatusCode::SEE_OTHER);
    let (status, page) = scene.get(&format!("{form}/xem-truoc")).await;
    assert!(status == StatusCode::OK && page.contains("Số bản"), "{page}");
    let (status, page) = scene.post(&scene.author, &format!("{form}/xem-truoc"), &[("k.so_ban", "9")]).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("Không lớn hơn 5"), "{page}");
    // The same schema, asked as the programming interface asks it.
    let body: String = scene
        .city
        .app
        .store
        .row::<(String,)>("SELECT body FROM form_design_version", vec![])
        .await
        .unwrap()
        .unwrap()
        .0;
    let schema = super::rules::schema::schema(&serde_json::from_str(&body).unwrap());
    let errors = eforms::Form::parse(&schema).unwrap().check(&serde_json::json!({"so_ban": 9}));
    assert!(errors.0.iter().any(|e| e.field == "k.so_ban" && e.key == "eforms-maximum"), "{errors:?}");
}

#[tokio::test]
async fn who_draws_on_an_older_state_overwrites_nothing() {
    let scene = scene().await;
    let form = scene.begin().await;
    let stale = [("lan", "1"), ("cho", "phan.chung"), ("nhan", "Mục một"), ("loai", "text")];
    let (status, _) = scene.post(&scene.author, &format!("{form}/muc/moi"), &stale).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let later = [("lan", "1"), ("cho", "phan.chung"), ("nhan", "Mục hai"), ("loai", "text")];
    let (status, page) = scene.post(&scene.second, &format!("{form}/muc/moi"), &later).await;
    assert_eq!(status, StatusCode::CONFLICT, "{page}");
    assert!(page.contains("Mục hai") && page.contains("Người khác vừa sửa"), "what was typed stays: {page}");
    let (_, page) = scene.get(&form).await;
    assert!(page.contains("Mục một") && !page.contains("Mục hai"));
}

#[tokio::test]
async fn questions_before_the_form_and_sections_are_drawn_too() {
    let scene = scene().await;
    let form = scene.begin().await;
    let part = [("lan", "1"), ("tieu_de", "Phần cuối")];
    let (status, page) = scene.post(&scene.author, &format!("{form}/phan/moi"), &part).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let gate = [
        ("lan", "2"),
        ("cau_hoi", "Có thường trú ở đây?"),
        ("di_tiep", "co"),
        ("loi_dung", "Hãy nộp nơi khác."),
    ];
    let (status, page) = scene.post(&scene.author, &format!("{form}/hoi-truoc/moi"), &gate).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let (_, page) =
        scene.post(&scene.author, &format!("{form}/xem-truoc"), &[("k.dk-hoi_truoc", "khong")]).await;
    assert!(page.contains("Hãy nộp nơi khác."), "{page}");
}

#[tokio::test]
async fn a_form_leaves_as_a_workbook_and_comes_back_and_a_faulty_one_changes_nothing() {
    let scene = scene().await;
    let form = scene.begin().await;
    let request = Request::get(format!("{form}/bang-tinh")).header(header::COOKIE, &scene.author);
    let router = platform::http::assemble(&scene.city.app).with_state(scene.city.app.clone());
    let answer = router.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let book = to_bytes(answer.into_body(), 4_000_000).await.unwrap();
    let rows = platform::workbook::rows(&book, &super::BOUNDS).unwrap();
    assert!(rows.iter().flatten().any(|cell| cell == "muc_dich"), "{rows:?}");
    assert!(super::rules::sheet::read(&rows).is_ok(), "what leaves can be read");
    let send = |content: Vec<u8>| {
        let mut body = b"--xx\r\nContent-Disposition: form-data; name=\"lan\"\r\n\r\n1\r\n".to_vec();
        body.extend(b"--xx\r\nContent-Disposition: form-data; name=\"tep\"; filename=\"a.xlsx\"\r\n\r\n");
        body.extend(content);
        body.extend(b"\r\n--xx--\r\n");
        Request::post(format!("{form}/nhap"))
            .header(header::COOKIE, &scene.author)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=xx")
            .body(Body::from(body))
            .unwrap()
    };
    let (status, page) = scene.send(send(b"no workbook".to_vec())).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("Bản nháp giữ nguyên"), "{page}");
    let faulty = platform::export::Sheet {
        name: "a".into(),
        title: String::new(),
        heads: ["Mã", "Nhãn", "Loại"].map(str::to_owned).into(),
        rows: vec![["Sai Mã", "Họ tên", "chuỗi"].map(|t| platform::export::Value::Text(t.into())).into()],
    };
    let (status, page) = scene.send(send(faulty.xlsx().unwrap())).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("Không có loại “chuỗi”"), "{page}");
    assert_eq!(scene.edits().await, "1", "nothing was taken");
    let (status, page) = scene.send(send(book.to_vec())).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
}

#[test]
fn any_workbook_is_read_within_bounds_or_refused() {
    let sheet = platform::export::Sheet {
        name: "bieu-mau".into(),
        title: "Biểu mẫu".into(),
        heads: vec!["Mã".into(), "Nhãn".into()],
        rows: vec![vec![
            platform::export::Value::Text("ho_ten".into()),
            platform::export::Value::Number(5.0),
        ]],
    };
    fuzzing::rounds("workbook", &[sheet.xlsx().unwrap()], 300, |bytes| {
        if let Some(rows) = platform::workbook::rows(bytes, &super::BOUNDS) {
            assert!(rows.len() <= super::BOUNDS.rows);
            assert!(rows.iter().all(|row| row.len() <= super::BOUNDS.columns));
        }
    });
}

#[tokio::test]
async fn a_field_that_takes_a_file_is_drawn_within_the_platforms_limits_and_tried_out() {
    let scene = scene().await;
    let form = scene.begin().await;
    let file = |kinds: &'static str, most: &'static str| {
        [
            ("nhan", "Ảnh chân dung"),
            ("loai", "file"),
            ("lua_chon", kinds),
            ("lon_nhat", most),
            ("bat_buoc", "1"),
        ]
    };
    assert_eq!(scene.add_field(&form, &file("EXE", "9000")).await, StatusCode::SEE_OTHER);
    let (_, record) = scene.get(&form).await;
    for needle in ["nhận một kiểu tệp mà hệ thống không nhận", "giới hạn tệp từ 1 đến"]
    {
        assert!(record.contains(needle), "{needle} in {record}");
    }
    let (status, _) = scene.post(&scene.author, &format!("{form}/trinh"), &[]).await;
    assert_eq!(status, StatusCode::CONFLICT);
    let edits = scene.edits().await;
    let right = [&[("lan", edits.as_str()), ("cho", "phan.chung")], &file("JPG\nPNG", "2")[..]].concat();
    let (status, page) = scene.post(&scene.author, &format!("{form}/muc/anh_chan_dung"), &right).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let (_, record) = scene.get(&form).await;
    assert!(!record.contains("kiểu tệp mà hệ thống không nhận"), "{record}");
    let (_, preview) = scene.get(&format!("{form}/xem-truoc")).await;
    assert!(preview.contains("accept=\".jpg,.png,.jpeg\"") && preview.contains("tối đa 2 MB"), "{preview}");
    assert!(preview.contains("enctype=\"multipart/form-data\""));
    let mut body =
        b"--xx\r\nContent-Disposition: form-data; name=\"k.anh_chan_dung\"; filename=\"a.pdf\"\r\n\r\n"
            .to_vec();
    body.extend(b"%PDF-1.4 anh\r\n--xx--\r\n");
    let request = Request::post(format!("{form}/xem-truoc"))
        .header(header::COOKIE, &scene.author)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=xx")
        .body(Body::from(body))
        .unwrap();
    let (status, tried) = scene.send(request).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(tried.contains("không thuộc loại được nhận (JPG, PNG)"), "{tried}");
}

#[tokio::test]
async fn a_repeated_group_takes_one_more_group_and_not_a_third() {
    let scene = scene().await;
    let form = scene.begin().await;
    let add = async |label: &str, kind: &str, place: &str| {
        let edits = scene.edits().await;
        let field = [("lan", edits.as_str()), ("cho", place), ("nhan", label), ("loai", kind)];
        let (status, page) = scene.post(&scene.author, &format!("{form}/muc/moi"), &field).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{label}: {page}");
    };
    add("Người ở cùng", "rows", "phan.chung").await;
    add("Tên người", "text", "nhom.nguoi_o_cung").await;
    add("Giấy của người", "rows", "nhom.nguoi_o_cung").await;
    add("Số giấy", "text", "nhom.giay_cua_nguoi").await;
    let (_, preview) = scene.get(&format!("{form}/xem-truoc")).await;
    assert!(preview.contains("k.nguoi_o_cung.0.giay_cua_nguoi.0.so_giay"), "{preview}");
    let (_, page) = scene.get(&format!("{form}/muc/moi")).await;
    assert!(page.contains("value=\"nhom.giay_cua_nguoi\""), "{page}");
    add("Trang của giấy", "rows", "nhom.giay_cua_nguoi").await;
    add("Số trang", "text", "nhom.trang_cua_giay").await;
    let (_, record) = scene.get(&form).await;
    assert!(record.contains("trong một nhóm lặp chỉ đặt được thêm một nhóm lặp nữa"), "{record}");
    let (status, _) = scene.post(&scene.author, &format!("{form}/trinh"), &[]).await;
    assert_eq!(status, StatusCode::CONFLICT);
}
