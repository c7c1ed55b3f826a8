//! The desk: what it is offered, what it keeps and corrects, papers that come later, fees, searching, batches.

mod printed;

use super::pages::{Desk, KEY, counter_form};
use super::papers::{holds, print};
use super::*;
use axum::http::{Request, StatusCode, header};
use contracts::procedures::{Deciding, Level, ProxyRule};
use platform::access::Role;
use platform::{Read, notices};
use std::sync::atomic::{AtomicUsize, Ordering};

async fn count(app: &App, sql: &str) -> i64 {
    app.store.number(sql, vec![]).await.unwrap()
}

/// A rule of the legal profile, in force always.
async fn rule(city: &TestCity, key: &str, value: serde_json::Value, confirmed: bool) {
    let tx = city.app.store.housekeeping().await.unwrap();
    tx.exec(
        "INSERT INTO legal_profile (rule_key, name_vi, name_en, value, unit, source, confirmed, note, state, changed_at) \
         VALUES ($1, '', '', $2, '', '', $3, '', 'published', 0)",
        vec![key.into(), value.to_string().into(), confirmed.into()],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    city.app.refresh().await.unwrap();
}

async fn history(app: &App, id: i64) -> Vec<platform::journal::Entry> {
    platform::journal::history(&app.store, "dossier", id).await.unwrap()
}

#[tokio::test]
async fn a_department_is_offered_only_what_it_may_receive() {
    let mut body = procedure();
    body.level = Level::City;
    body.agency =
        Some(Deciding { decides: "Sở Tư pháp".to_owned(), carries_out: None, cooperates: None });
    let city = city_of(body).await;
    let other = Desk::of(&city, "gtvt", Role::Clerk, OTHER_DEPARTMENT).await;
    assert!(!other.get("/quay/nhan").await.has("thu-tuc=HT-09"));
    assert_eq!(other.get("/quay/nhan?thu-tuc=HT-09").await.status, StatusCode::NOT_FOUND);
    let own = Desk::of(&city, "tuphap", Role::Clerk, DEPARTMENT).await;
    assert!(own.get("/quay/nhan").await.has("thu-tuc=HT-09"));
    assert_eq!(own.post("/quay/nhan", &counter_form(KEY, &[("don-vi", "4")])).await.to, "/quay/da-nhan/1");
}

/// A catalogue whose procedure is repealed after the first answer.
struct Repealed(Arc<ProcedureVersion>, AtomicUsize);

#[async_trait]
impl Catalogue for Repealed {
    async fn in_force(&self, _: &App, _: &str, _: Day) -> Result<Option<Arc<ProcedureVersion>>> {
        Ok(Some(self.0.clone()).filter(|_| self.1.fetch_add(1, Ordering::Relaxed) == 0))
    }
    async fn version(&self, _: &App, _: i64) -> Result<Arc<ProcedureVersion>> {
        Ok(self.0.clone())
    }
    async fn all_in_force(&self, _: &App, _: Day) -> Result<Vec<Arc<ProcedureVersion>>> {
        Ok(vec![self.0.clone()])
    }
}

#[tokio::test]
async fn a_refusal_keeps_what_was_typed() {
    let city = city().await;
    let version = ProcedureVersion { id: 7, number: 1, body: procedure() };
    city.app.provide::<Arc<dyn Catalogue>>(Arc::new(Repealed(Arc::new(version), AtomicUsize::new(0))));
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let answer = clerk.post("/quay/nhan", &counter_form(KEY, &[])).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    for needle in ["Không có thủ tục HT-09 nào đang có hiệu lực", "12 Nguyễn Trãi", "361 999 888", KEY]
    {
        assert!(answer.has(needle), "{needle} in {}", answer.text);
    }
    assert_eq!(count(&city.app, "SELECT COUNT(*) FROM dossier").await, 0);
}

#[tokio::test]
async fn the_counter_wants_an_identity_number_or_a_telephone() {
    let city = city().await;
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let neither = clerk.post("/quay/nhan", &counter_form(KEY, &[("so-giay-to", "abc")])).await;
    assert_eq!(neither.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(neither.has("f-so-giay-to-error") && neither.has("f-dien-thoai-error"), "{}", neither.text);
    let phone = [("so-giay-to", ""), ("dien-thoai", "0909 111 222")];
    assert_eq!(clerk.post("/quay/nhan", &counter_form(KEY, &phone)).await.to, "/quay/da-nhan/1");
}

#[tokio::test]
async fn a_correction_is_journalled_and_marks_the_receipt() {
    let city = city().await;
    let app = &city.app;
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let id = received(app, "a").await;
    let page = clerk.get(&format!("/ho-so/{id}/sua")).await;
    assert!(page.has("value=\"Nguyễn Văn Thưởng\"") && page.has("value=\"361234567\""), "{}", page.text);
    let right = [
        ("ho-ten", "Nguyễn Văn Thưởng"),
        ("so-giay-to", "361234567"),
        ("dia-chi", "5 Trần Phú"),
        ("dien-thoai", "0918 777 666"),
        ("thay-ho-ten", "Lê Văn Tư"),
        ("tra-ket-qua", "post"),
    ];
    let without = clerk.deed(app, id, "sua", &right).await;
    assert!(without.status == StatusCode::UNPROCESSABLE_ENTITY && without.has("f-ly-do-error"));
    let with_reason = [&right[..], &[("ly-do", "Gõ sai số điện thoại")]].concat();
    assert_eq!(clerk.deed(app, id, "sua", &with_reason).await.to, format!("/ho-so/{id}"));
    let now = dossier(app, id).await;
    assert_eq!((now.owner_phone.as_str(), now.result_delivery.as_str()), ("0918 777 666", "post"));
    assert_eq!(now.proxy().unwrap().unwrap().name, "Lê Văn Tư");
    let entry = history(app, id).await.into_iter().find(|e| e.action == "correct").unwrap();
    assert!(
        entry.after.contains("0918 777 666") && entry.before.contains("\"owner_phone\":\"\""),
        "{entry:?}"
    );
    assert!(!entry.after.contains("owner_identity"), "only what differs is told: {entry:?}");
    assert_eq!(entry.reason.as_deref(), Some("Gõ sai số điện thoại"));
    assert!(clerk.get("/ho-so?q=0918777").await.has("Nguyễn Văn Thưởng"));
    holds(&print(app, id, "01").await.unwrap(), &["Đã sửa: 08:15", "Lê Văn Tư"]);
    assert_eq!(clerk.deed(app, id, "sua", &with_reason).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let history_page = clerk.get(&format!("/ho-so/{id}?phan=lich-su")).await;
    assert!(
        history_page.has("Sửa thông tin hồ sơ") && history_page.has("<ins>Nhận qua bưu chính"),
        "{}",
        history_page.text
    );
}

fn multipart(fields: &[(&str, &str)], file: (&str, &str)) -> String {
    let mut body = String::new();
    for (name, value) in fields {
        body.push_str(&format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"));
    }
    let (name, content) = file;
    body.push_str(&format!(
        "--x\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"quét.pdf\"\r\n\r\n{content}\r\n--x--\r\n"
    ));
    body
}

#[tokio::test]
async fn a_supplement_is_asked_paper_by_paper_and_ticked_when_it_comes() {
    let city = city().await;
    let app = &city.app;
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let lacking =
        [("giay.so-ho-khau.co", "missing"), ("giay.so-ho-khau.ghi", "thiếu trang 3"), ("xu-ly", "bo-sung")];
    assert_eq!(clerk.post("/quay/nhan", &counter_form(KEY, &lacking)).await.to, "/ho-so/1/bo-sung");
    let form = clerk.get("/ho-so/1/bo-sung").await;
    assert!(form.has("name=\"can.2\"") && form.has("value=\"thiếu trang 3\""), "{}", form.text);
    let nothing = [("loai-ly-do", "missing"), ("nguoi-huong-dan", "Mai"), ("tra-loi-truoc", "2012-10-31")];
    assert!(clerk.deed(app, 1, "bo-sung", &nothing).await.has("f-noi-dung-error"));
    let asked = [&nothing[..], &[("can.2", "thiếu trang 3"), ("noi-dung", "Ảnh 4x6")]].concat();
    assert_eq!(clerk.deed(app, 1, "bo-sung", &asked).await.status, StatusCode::SEE_OTHER);
    let request = store::supplements(&app.store, 1).await.unwrap().remove(0);
    assert_eq!(request.content, "Sổ hộ khẩu: thiếu trang 3\nẢnh 4x6");

    let still = [("giay.2.co", "missing"), ("giay.2.ghi", "")];
    let refused = clerk.deed(app, 1, "da-bo-sung", &still).await;
    assert!(
        refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.has("f-giay-2-co-error"),
        "{}",
        refused.text
    );
    let version = dossier(app, 1).await.version.to_string();
    let ticked = [
        ("phien-ban", version.as_str()),
        ("giay.1.co", "original"),
        ("giay.1.so", "1"),
        ("giay.2.co", "copy"),
        ("giay.2.so", "2"),
        ("giay.3.co", "original"),
    ];
    let body = multipart(&ticked, ("giay.2.tep", "%PDF-1.4\n1 0 obj\nendobj\n%%EOF\n"));
    let request =
        Request::post("/ho-so/1/da-bo-sung").header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
    assert_eq!(clerk.send(request, body).await.to, "/ho-so/1");
    let paper = store::papers(&app.store, 1).await.unwrap().into_iter().find(|p| p.id == 2).unwrap();
    assert_eq!((paper.given.as_str(), paper.copies), ("copy", 2));
    assert_eq!(paper.file_name.as_deref(), Some("quét.pdf"));
    let entry = history(app, 1).await.into_iter().find(|e| e.action == "record_papers").unwrap();
    assert!(entry.after.contains("Sổ hộ khẩu"), "{entry:?}");
    assert_eq!(dossier(app, 1).await.state, 1);
    assert!(
        clerk.get("/ho-so/1/tiep-nhan").await.has("name=\"giay.2.tep\""),
        "a scan is taken at a later receipt too"
    );
}

#[tokio::test]
async fn who_may_not_be_represented_is_not_and_who_may_brings_the_paper() {
    let mut body = procedure();
    body.proxy = ProxyRule::Forbidden;
    let city = city_of(body).await;
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let form = clerk.get("/quay/nhan?thu-tuc=HT-09").await;
    assert!(form.has("không được nộp thay") && !form.has("name=\"thay-ho-ten\""));
    let by_proxy = clerk.post("/quay/nhan", &counter_form(KEY, &[("thay-ho-ten", "Lê Văn Tư")])).await;
    assert_eq!(by_proxy.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut other = filing("port");
    other.proxy = Some(Person { name: "Lê Văn Tư".to_owned(), ..Person::default() });
    let tx = city.app.store.write(&clerk_actor()).await.unwrap();
    assert_eq!(refused(use_cases::open(&city.app, &tx, other.clone()).await), "one-stop-refused-proxy");
    drop(tx);

    let mut body = procedure();
    body.proxy = ProxyRule::Paper;
    body.components.push(
        serde_json::from_value(json!({"key": "giay-uy-quyen", "name": "Giấy ủy quyền", "kind": "original"}))
            .unwrap(),
    );
    let city = city_of(body).await;
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let without = [("thay-ho-ten", "Lê Văn Tư"), ("giay.giay-uy-quyen.co", "missing")];
    let answer = clerk.post("/quay/nhan", &counter_form(KEY, &without)).await;
    assert!(answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.has("f-giay-giay-uy-quyen-co-error"));
    let tx = city.app.store.write(&clerk_actor()).await.unwrap();
    assert_eq!(refused(use_cases::open(&city.app, &tx, other).await), "one-stop-refused-authorisation");
    drop(tx);
    let with = [("thay-ho-ten", "Lê Văn Tư"), ("giay.giay-uy-quyen.co", "original")];
    assert_eq!(clerk.post("/quay/nhan", &counter_form(KEY, &with)).await.to, "/quay/da-nhan/1");
}

fn clerk_actor() -> Actor {
    super::clerk()
}

#[tokio::test]
async fn the_same_form_sent_many_times_at_once_opens_one_dossier() {
    let city = city().await;
    let app = &city.app;
    let send = || async {
        let tx = app.store.write(&super::clerk()).await?;
        let opened = use_cases::open(app, &tx, filing("twice")).await?;
        if opened.existed {
            drop(tx);
        } else {
            tx.commit().await?;
        }
        Ok::<_, Error>(opened)
    };
    let (a, b, c, d) = tokio::join!(send(), send(), send(), send());
    let all = [a.unwrap(), b.unwrap(), c.unwrap(), d.unwrap()];
    assert!(all.iter().all(|o| o.code == all[0].code && o.id == all[0].id), "{all:?}");
    assert_eq!(all.iter().filter(|o| !o.existed).count(), 1);
    assert_eq!(count(app, "SELECT COUNT(*) FROM dossier").await, 1);
    let next = opened(app, filing("next")).await;
    assert!(next.code.ends_with("-0002"), "no number is lost: {}", next.code);
}

#[tokio::test]
async fn the_inbox_finds_by_telephone_identity_and_part_of_the_code() {
    let city = city().await;
    let app = &city.app;
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let mut with_phone = filing("a");
    with_phone.owner.phone = "0909 111 222".to_owned();
    opened(app, with_phone).await;
    let mut second = filing("b");
    second.owner = Person {
        name: "Công ty 3 Tháng 2".to_owned(),
        identity_number: "1800-555".to_owned(),
        ..Person::default()
    };
    opened(app, second).await;
    for query in ["0909111", "0909%20111%20222", "3612", "121003-0001", "0001"] {
        let found = clerk.get(&format!("/ho-so?q={query}")).await;
        assert!(found.has("Nguyễn Văn Thưởng") && !found.has("Công ty 3 Tháng 2"), "{query}");
    }
    for query in ["1800", "cong%20ty%203", "0002"] {
        let found = clerk.get(&format!("/ho-so?q={query}")).await;
        assert!(!found.has("Nguyễn Văn Thưởng") && found.has("Công ty 3 Tháng 2"), "{query}");
    }
    if app.store.engine() == platform::store::Engine::Sqlite {
        let (sql, _) = store::word_begins(platform::store::Engine::Sqlite, "0909");
        let sql = sql.replacen('?', "'0909'", 1).replacen('?', "'0909~'", 1);
        let sql = format!("EXPLAIN QUERY PLAN SELECT d.id FROM dossier d WHERE d.is_open AND {sql}");
        let plan = app.store.rows::<super::Plan>(&sql, vec![]).await.unwrap();
        let plan: Vec<String> = plan.into_iter().map(|step| step.detail).collect();
        assert!(plan.iter().any(|step| step.contains("dossier_word_word")), "{plan:?}");
    }
}

#[tokio::test]
async fn a_colleague_is_told_of_a_dossier_given_to_them() {
    let city = city().await;
    let app = &city.app;
    let clerk = Desk::of(&city, "thuly", Role::Specialist, WARD).await;
    let leader = Desk::of(&city, "lanhdao", Role::Leader, WARD).await;
    let id = transferred(app, "a").await;
    assert!(leader.get(&format!("/ho-so/{id}/giao")).await.has("Cán bộ thuly"));
    assert_eq!(leader.deed(app, id, "giao", &[("tai-khoan", "1")]).await.status, StatusCode::SEE_OTHER);
    // The turn that came with the transfer is told of once, and leads to the list.
    let of_this = |told: Vec<notices::Shown>| {
        told.into_iter().filter(|n| n.href == format!("/ho-so/{id}")).collect::<Vec<_>>()
    };
    let told = of_this(notices_of(app, 1).await);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].body.contains("Cán bộ lanhdao"), "{told:?}");
    assert_eq!(clerk.deed(app, id, "nhan-viec", &[]).await.status, StatusCode::SEE_OTHER);
    let told = of_this(notices_of(app, 1).await);
    assert_eq!(told.len(), 1, "who takes it over is not told");
}

#[tokio::test]
async fn the_counter_follows_channels_and_communes_of_the_legal_profile() {
    let city = city().await;
    rule(&city, "one_stop.channels", json!(["counter", "online"]), true).await;
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let form = clerk.get("/quay/nhan?thu-tuc=HT-09").await;
    assert!(
        !form.has("value=\"post\" name=\"kenh\"") && form.has("Theo xã, phường có thẩm quyền"),
        "{}",
        form.text
    );
    let by_post = clerk.post("/quay/nhan", &counter_form(KEY, &[("kenh", "post")])).await;
    assert!(by_post.status == StatusCode::UNPROCESSABLE_ENTITY && by_post.has("f-kenh-error"));
    rule(&city, "one_stop.any_commune", json!(true), true).await;
    rule(&city, "one_stop.scan_on_receipt", json!(true), true).await;
    assert!(clerk.get("/quay/nhan?thu-tuc=HT-09").await.has("không theo nơi cư trú"));
    let id = opened(&city.app, filing("a")).await.id;
    assert!(clerk.get(&format!("/ho-so/{id}/tiep-nhan")).await.has("phải quét và đính kèm ngay"));
}

#[tokio::test]
async fn a_dossier_filed_with_an_account_says_whether_anybody_compared_the_person() {
    let city = city().await;
    let app = &city.app;
    let owner = super::public::citizen(app, "chu").await;
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let specialist = Desk::of(&city, "thuly", Role::Specialist, WARD).await;
    let with = Filing { account_id: Some(owner), channel: Channel::Online, ..filing("a") };
    let own = format!("/ho-so/{}", opened(app, with).await.id);
    let other = format!("/ho-so/{}", opened(app, filing("b")).await.id);
    let tk = platform::reference::of(app, platform::identity::REFERENCE, owner).await.unwrap();
    let compare = format!("/nguoi-dan?tk={tk}");
    let page = clerk.get(&own).await;
    for needle in ["Tài khoản người nộp", "Công dân chu", "Chưa xác minh", &compare] {
        assert!(page.has(needle), "{needle} in {}", page.text);
    }
    let page = specialist.get(&own).await;
    assert!(page.has("Chưa xác minh") && !page.has(&compare), "only the desk compares: {}", page.text);
    let page = clerk.get(&other).await;
    assert!(page.has("Tài khoản người nộp") && !page.has("/nguoi-dan?tk=") && !page.has("Chưa xác minh"));
    let tx = app.store.housekeeping().await.unwrap();
    let now = tx.at().micros();
    tx.exec("UPDATE account SET verified_at = $2 WHERE id = $1", vec![owner.into(), now.into()])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let page = clerk.get(&own).await;
    assert!(page.has("Đã xác minh") && !page.has("Chưa xác minh"), "{}", page.text);
}

#[tokio::test]
async fn the_pickers_of_the_desk_say_what_the_rules_take_and_refuse_the_rest_there() {
    let city = city().await;
    let app = &city.app;
    rule(&city, "files.types", json!(["pdf", "png"]), true).await;
    rule(&city, "files.max_bytes", json!(2 << 20), true).await;
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let id = opened(app, filing("a")).await.id;
    for path in ["/quay/nhan?thu-tuc=HT-09".to_owned(), format!("/ho-so/{id}/tiep-nhan")] {
        let page = clerk.get(&path).await;
        assert!(
            page.has("PDF, PNG; mỗi tệp tối đa 2 MB") && page.has("accept=\".pdf,.png\""),
            "{}",
            page.text
        );
    }
    let leader = Desk::of(&city, "lanhdao", Role::Leader, WARD).await;
    let last = transferred(app, "b").await;
    use_cases::complete_step(app, &specialist(), last, None, "").await.unwrap();
    let path = format!("/ho-so/{last}/ky");
    let page = leader.get(&path).await;
    assert!(page.has("PDF, PNG; mỗi tệp tối đa 2 MB") && page.has("accept=\".pdf,.png\""), "{}", page.text);
    // A picture of a kind that is known and not taken is refused at its picker, with what was typed.
    let version = dossier(app, last).await.version.to_string();
    let mut body = String::new();
    for (name, value) in [("phien-ban", version.as_str()), ("ket-qua", "granted"), ("so", "7/GXN")] {
        body += &format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
    body += "--x\r\nContent-Disposition: form-data; name=\"tep\"; filename=\"a.webp\"\r\n\r\nRIFF0000WEBPVP8 \r\n--x--\r\n";
    let request =
        axum::http::Request::post(&path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
    let refused = leader.send(request, body).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text);
    assert!(refused.has("không thuộc loại được nhận (PDF, PNG)") && refused.has("7/GXN"), "{}", refused.text);
}
