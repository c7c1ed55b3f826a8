//! The desk: what it is offered, what it keeps and corrects, papers that come later, fees, searching, batches.

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
async fn fees_are_on_the_receipt_in_the_days_list_and_cancelled_with_a_reason() {
    let city = city().await;
    let app = &city.app;
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let half = clerk.post("/quay/nhan", &counter_form(KEY, &[("so-tien", "20.000")])).await;
    assert!(half.status == StatusCode::UNPROCESSABLE_ENTITY && half.has("f-bien-lai-error"), "{}", half.text);
    let paid = [("so-tien", "20.000"), ("bien-lai", "AA/000123"), ("cach-thu", "cash")];
    assert_eq!(clerk.post("/quay/nhan", &counter_form(KEY, &paid)).await.to, "/quay/da-nhan/1");
    let more = [("so-tien", "5000"), ("bien-lai", "AA/000124"), ("cach-thu", "transfer")];
    assert_eq!(clerk.deed(app, 1, "thu-phi", &more).await.to, "/ho-so/1");
    holds(
        &print(app, 1, "01").await.unwrap(),
        &["Đã thu: 20.000 đồng, biên lai số AA/000123", "Cán bộ quay"],
    );
    let list = clerk.get("/thu-phi").await;
    assert!(list.has("25.000 đồng (2 lần thu)") && list.has("AA/000124"), "{}", list.text);
    assert!(clerk.get("/thu-phi?cach=transfer").await.has("5.000 đồng (1 lần thu)"));
    assert!(clerk.get("/thu-phi?tu=2012-10-02&den=2012-10-02").await.has("Không có lần thu nào"));
    assert!(clerk.get("/thu-phi?dang=csv").await.has("AA/000123"));
    let other = Desk::of(&city, "khac", Role::Clerk, OTHER_WARD).await;
    assert!(!other.get("/thu-phi").await.has("AA/000123"));
    assert_eq!(other.get("/thu-phi/1/huy").await.status, StatusCode::NOT_FOUND);
    assert_eq!(clerk.post("/thu-phi/1/huy", &[("ly-do", "")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(clerk.post("/thu-phi/1/huy", &[("ly-do", "Ghi nhầm")]).await.to, "/ho-so/1");
    assert!(clerk.get("/thu-phi").await.has("5.000 đồng (1 lần thu)"));
    assert!(clerk.get("/ho-so/1").await.has("Ghi nhầm"));
    assert_eq!(clerk.post("/thu-phi/1/huy", &[("ly-do", "Lại")]).await.status, StatusCode::CONFLICT);
    let verbs: Vec<String> = history(app, 1).await.into_iter().map(|e| e.0.action).collect();
    assert!(
        verbs.contains(&"collect_fee".to_owned()) && verbs.contains(&"cancel_fee".to_owned()),
        "{verbs:?}"
    );
}

#[tokio::test]
async fn papers_bear_the_titles_of_their_own_time() {
    let city = city().await;
    let set = json!({"set": "2012", "forms": [
        {"no": null, "key": "receipt", "title": "Giấy biên nhận hồ sơ và hẹn trả kết quả", "paper": "A5"},
        {"no": "05", "key": "control_slip", "title": "Phiếu theo dõi quá trình xử lý công việc", "paper": "A5"}
    ]});
    rule(&city, "one_stop.forms", set.clone(), false).await;
    let id = received(&city.app, "a").await;
    let receipt = print(&city.app, id, "01").await.unwrap();
    holds(&receipt, &["GIẤY BIÊN NHẬN HỒ SƠ"]);
    assert!(!receipt.contains("GIẤY TIẾP NHẬN") && !receipt.contains("Mẫu số"), "{receipt}");
    let slip = print(&city.app, id, "05").await.unwrap();
    assert!(!slip.contains("Mẫu số"), "an unconfirmed set gives no numbers: {slip}");

    let later = super::city().await;
    rule(&later, "one_stop.forms", set, true).await;
    let id = received(&later.app, "a").await;
    holds(&print(&later.app, id, "05").await.unwrap(), &["PHIẾU THEO DÕI", "Mẫu số 05"]);
    assert!(
        !print(&later.app, id, "01").await.unwrap().contains("Mẫu số"),
        "a form without number bears none"
    );
}

#[tokio::test]
async fn the_register_is_printed_by_month_with_the_profiles_columns() {
    let city = city().await;
    let columns = ["TT", "Người nộp hồ sơ", "Việc", "Ai làm", "Nhận", "Hẹn", "Ký", "Ai ký", "Ký nhận riêng"];
    rule(&city, "one_stop.register_columns", json!(columns), false).await;
    rule(&city, "one_stop.register_closes", json!("09-30"), false).await;
    received(&city.app, "a").await;
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    assert!(
        clerk.get("/so-theo-doi?nam=2012").await.has("chưa có hồ sơ nào"),
        "the book of 2012 closed in September"
    );
    let page = clerk.get("/so-theo-doi?nam=2013").await;
    assert!(page.has("Nguyễn Văn Thưởng") && page.has("nam=2013&#38;thang=10"), "{}", page.text);
    let printed = clerk.get("/so-theo-doi/in?don-vi=2&nam=2013&thang=10").await;
    assert_eq!(
        (printed.status, printed.headers[header::CONTENT_TYPE].to_str().unwrap()),
        (StatusCode::OK, "application/pdf")
    );
    assert_eq!(clerk.get("/so-theo-doi/in?don-vi=2&nam=2013&phan=2").await.status, StatusCode::NOT_FOUND);
}

#[test]
fn a_book_longer_than_one_print_comes_in_parts() {
    use crate::one_stop::pages::printed::book_parts;
    assert_eq!([0, 1, 2000, 2001, 4001].map(book_parts), [1, 1, 1, 2, 3]);
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
async fn a_batch_goes_over_under_one_slip_and_comes_back_in_one_go() {
    let city = city().await;
    let app = &city.app;
    let clerk = Desk::of(&city, "quay", Role::Clerk, WARD).await;
    let (one, two) = (received(app, "a").await, received(app, "b").await);
    let chosen = |version: i64| [format!("{one}-{version}"), format!("{two}-{version}")];
    let seen = chosen(dossier(app, one).await.version);
    let fields: Vec<(&str, &str)> = seen.iter().map(|c| ("chon", c.as_str())).collect();
    let told = clerk.post("/ho-so/loat?viec=chuyen", &fields).await;
    assert!(told.has("href=\"/ban-giao/1/in\""), "{}", told.text);
    let slip = clerk.get("/ban-giao/1/in").await;
    assert_eq!(slip.headers[header::CONTENT_TYPE], "application/pdf");
    assert_eq!(store::handed_over(&app.store, 1).await.unwrap().len(), 2);
    assert!(clerk.get(&format!("/ho-so/{one}?phan=giay-to")).await.has("Giấy bàn giao 01/BG"));
    let other = Desk::of(&city, "khac", Role::Clerk, OTHER_WARD).await;
    assert_eq!(other.get("/ban-giao/1/in").await.status, StatusCode::NOT_FOUND);

    for id in [one, two] {
        use_cases::complete_step(app, &specialist(), id, None, "").await.unwrap();
        let result = use_cases::Settlement { number: "1".to_owned(), ..super::acts::granted() };
        use_cases::settle(app, &leader(), id, None, &result).await.unwrap();
    }
    assert!(clerk.get("/ho-so?nhom=cho-tra").await.has("/ho-so/loat?viec=tra-ket-qua"));
    let seen = chosen(dossier(app, one).await.version);
    let mut fields: Vec<(String, String)> = seen.iter().map(|c| ("chon".to_owned(), c.clone())).collect();
    let borrowed = |fields: &[(String, String)]| -> Vec<(String, String)> { fields.to_vec() };
    let ask: Vec<(String, String)> = borrowed(&fields);
    let ask: Vec<(&str, &str)> = ask.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let form = clerk.post("/ho-so/loat?viec=tra-ket-qua", &ask).await;
    assert!(
        form.has(&format!("name=\"nguoi-nhan.{one}\"")) && form.has("value=\"Nguyễn Văn Thưởng\""),
        "{}",
        form.text
    );
    fields.push((format!("nguoi-nhan.{one}"), "Lê Văn Tư".to_owned()));
    fields.push((format!("nguoi-nhan.{two}"), "Nguyễn Văn Thưởng".to_owned()));
    let send: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    assert!(clerk.post("/ho-so/loat/tra", &send).await.has("Đã làm 2 trên 2 hồ sơ"));
    assert_eq!(dossier(app, one).await.returned_to.as_deref(), Some("Lê Văn Tư"));
    assert_eq!(dossier(app, two).await.state, 10);
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
