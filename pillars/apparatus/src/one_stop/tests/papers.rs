//! The printed papers of real dossiers; with MOTCUA_PAPERS=folder they are kept to look at.

use super::*;
use crate::one_stop::pages::printed;
use platform::access::{Grant, Viewer};
use platform::http::{Access, Query, Theme};
use platform::identity::AccountKind;
use platform::messages::Lang;
use platform::{Ctx, Scope};
use use_cases::{
    AskedSupplement, Settlement, ask_supplement, ask_withdrawal, complete_step, confirm_withdrawal, extend,
    refuse_receipt, return_result, settle,
};

/// A request by a stranger, in English: papers stay Vietnamese.
pub fn stranger(app: &App) -> Ctx {
    Ctx {
        app: app.clone(),
        locale: app.locale(Lang::En),
        theme: Theme::Auto,
        viewer: None,
        path: "/".to_owned(),
        access: Access::Public,
        address: "10.0.0.1".to_owned(),
        agent: String::new(),
        flash: None,
        acting: std::sync::Arc::default(),
        now: app.clock.now(),
    }
}

/// A request by an official who may see and print everything of one agency.
pub fn official(app: &App, agency: i64) -> Ctx {
    let permissions = vec!["one_stop.view".to_owned(), "one_stop.register".to_owned()];
    let grant = Grant {
        permissions,
        role: "Cán bộ".to_owned(),
        role_code: "clerk".to_owned(),
        agency_id: agency,
        subtree: false,
    };
    Ctx {
        viewer: Some(viewer(11, AccountKind::Staff, vec![(grant, Scope::Agencies(vec![agency]))])),
        ..stranger(app)
    }
}

/// Somebody signed in.
pub fn viewer(account_id: i64, kind: AccountKind, grants: Vec<(Grant, Scope)>) -> Viewer {
    Viewer {
        account_id,
        kind,
        login: "ai".to_owned(),
        name: "Ai Đó".to_owned(),
        agency_id: None,
        session_id: 1,
        must_change_password: false,
        must_enrol: false,
        provider: None,
        filters: Vec::new(),
        unseen: 0,
        grants,
    }
}

pub async fn print(app: &App, id: i64, form: &str) -> Result<String> {
    let pdf = printed::paper(&official(app, WARD), &dossier(app, id).await, form).await?;
    Ok(text(form, &pdf))
}

/// The words of a PDF; without `pdftotext` only that it is one.
fn text(name: &str, pdf: &[u8]) -> String {
    assert!(pdf.starts_with(b"%PDF-"));
    let keep = std::env::var("MOTCUA_PAPERS").ok().filter(|f| !f.is_empty());
    let folder = tempfile_folder();
    let file = folder.join(format!("{name}.pdf"));
    std::fs::write(&file, pdf).unwrap();
    if let Some(keep) = keep {
        std::fs::copy(&file, std::path::Path::new(&keep).join(format!("{name}.pdf"))).unwrap();
    }
    let out = std::process::Command::new("pdftotext").arg("-layout").arg(&file).arg("-").output();
    std::fs::remove_dir_all(&folder).unwrap();
    out.map(|o| String::from_utf8(o.stdout).unwrap())
        .unwrap_or_default()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn tempfile_folder() -> std::path::PathBuf {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let name = format!("motcua-papers-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Says what a paper must hold, unless this machine cannot read PDFs.
pub fn holds(text: &str, words: &[&str]) {
    for word in words {
        assert!(text.is_empty() || text.contains(word), "“{word}” in {text}");
    }
}

fn filled(key: &str) -> Filing {
    let mut filing = filing(key);
    filing.owner.address = "12 đường Nguyễn Văn Cừ, phường An Hòa".to_owned();
    filing.owner.phone = "0903 123 456".to_owned();
    filing
}

async fn full(app: &App, key: &str) -> i64 {
    let id = opened(app, filled(key)).await.id;
    use_cases::receive(app, &clerk(), id, None, &[], false).await.unwrap();
    id
}

#[tokio::test]
async fn the_receipt_promises_a_half_day_and_says_why() {
    let city = city().await;
    let id = full(&city.app, "a").await;
    let text = print(&city.app, id, "01").await.unwrap();
    holds(
        &text,
        &[
            "UBND THÀNH PHỐ CẦN THƠ",
            "UBND PHƯỜNG AN HÒA",
            "An Hòa, ngày 03 tháng 10 năm 2012",
            "Số: 0001",
            "Nguyễn Văn Thưởng",
            "361234567",
            "000.00.02.H13-121003-0001",
            "Tờ khai",
            "Bản chính",
            "5 ngày làm việc",
            "08 giờ 15 phút",
            "11 giờ 30 phút",
            "ngày 10 tháng 10 năm 2012",
            "Cách tính: Tiếp nhận lúc",
            "Quyển số: 2012",
            "Lê Thị Mai",
            "/tra-cuu",
        ],
    );
    assert!(!text.contains("Chứng minh nhân dân"), "a paper not handed in is not on the receipt: {text}");
    assert!(!text.contains("one-stop-"), "{text}");
}

#[tokio::test]
async fn each_copy_says_whose_it_is() {
    let city = city().await;
    let id = full(&city.app, "a").await;
    let ctx = official(&city.app, WARD);
    let path = |form: &str| axum::extract::Path((id, form.to_owned()));
    for (copy, words) in [("1", "Liên 1: lưu tại bộ phận tiếp nhận"), ("2", "Liên 2: giao người nộp hồ sơ")]
    {
        let answer =
            printed::show(ctx.clone(), path("01"), Query(vec![("lien".to_owned(), copy.to_owned())]))
                .await
                .unwrap();
        assert_eq!(answer.headers()["content-type"], "application/pdf");
        let disposition = answer.headers()["content-disposition"].to_str().unwrap().to_owned();
        assert_eq!(disposition, "inline; filename=\"giay-tiep-nhan-000.00.02.H13-121003-0001.pdf\"");
        let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        holds(&text(&format!("01-{copy}"), &body), &[words]);
    }
    let elsewhere = printed::show(official(&city.app, OTHER_WARD), path("01"), Query::default()).await;
    let offered: Vec<String> = printed::panel(&ctx, &dossier(&city.app, id).await)
        .unwrap()
        .links
        .into_iter()
        .map(|l| l.href)
        .collect();
    let offers = ["in/01?lien=1", "in/01?lien=2", "in/05", "kiem-soat"];
    assert_eq!(offered, offers.map(|form| format!("/ho-so/{id}/{form}")));
    assert!(matches!(elsewhere.unwrap_err(), Error::NotFound), "another ward's papers do not exist here");
    assert!(matches!(printed::show(ctx, path("99"), Query::default()).await.unwrap_err(), Error::NotFound));
}

#[tokio::test]
async fn before_the_receipt_the_paper_promises_nothing() {
    let city = city().await;
    let id = opened(&city.app, filled("a")).await.id;
    holds(&print(&city.app, id, "01").await.unwrap(), &["cơ quan chưa tiếp nhận nên chưa có ngày hẹn"]);
    assert_eq!(refused(print(&city.app, id, "05").await), "one-stop-refused-paper-05");
}

#[tokio::test]
async fn a_dossier_without_the_ground_has_no_such_paper() {
    let city = city().await;
    let id = full(&city.app, "a").await;
    for (form, key) in [
        ("02", "one-stop-refused-paper-02"),
        ("03", "one-stop-refused-paper-03"),
        ("04", "one-stop-refused-paper-04"),
        ("05d", "one-stop-refused-paper-05d"),
    ] {
        assert_eq!(refused(print(&city.app, id, form).await), key);
    }
}

#[tokio::test]
async fn the_supplement_says_what_until_when_and_who_guides() {
    let city = city().await;
    let app = &city.app;
    let id = full(app, "a").await;
    let asked = AskedSupplement {
        reason_code: "missing".to_owned(),
        papers: Vec::new(),
        content: "Sổ hộ khẩu: thiếu trang của vợ\nẢnh 4x6 chụp trong 6 tháng".to_owned(),
        guide_name: "Lê Thị Mai".to_owned(),
        guide_phone: "0710 3820 000".to_owned(),
        answer_by: Day::ymd(2012, 10, 12).unwrap(),
    };
    ask_supplement(app, &clerk(), id, None, &asked).await.unwrap();
    let text = print(app, id, "02").await.unwrap();
    holds(
        &text,
        &[
            "thiếu trang của vợ",
            "Ảnh 4x6",
            "ngày 12 tháng 10 năm 2012",
            "0710 3820 000",
            "tính lại từ đầu",
            "Lê Thị Mai",
        ],
    );
}

#[tokio::test]
async fn the_refusal_of_receipt_gives_its_reason() {
    let city = city().await;
    let app = &city.app;
    let id = opened(app, filled("a")).await.id;
    refuse_receipt(app, &clerk(), id, None, "wrong_agency", "Không cư trú tại phường").await.unwrap();
    let text = print(app, id, "03").await.unwrap();
    holds(&text, &["PHIẾU TỪ CHỐI", "Không cư trú tại phường", "khiếu nại", "Lê Thị Mai"]);
    assert!(!text.contains("wrong_agency"), "{text}");
    assert_eq!(refused(print(app, id, "01").await), "one-stop-refused-paper-01");
}

#[tokio::test]
async fn the_apology_puts_the_promise_off_by_name() {
    let city = city().await;
    let app = &city.app;
    let id = full(app, "a").await;
    use_cases::transfer(app, &clerk(), id, None, "").await.unwrap();
    city.clock.set(at(9, 16, 0));
    extend(app, &leader(), id, None, Day::ymd(2012, 10, 15).unwrap(), "Chờ xác minh nơi cư trú trước")
        .await
        .unwrap();
    let text = print(app, id, "04").await.unwrap();
    holds(
        &text,
        &[
            "Số: 01/PXL",
            "Chờ xác minh",
            "ngày 10 tháng 10 năm 2012",
            "trước 17 giờ 00 phút, ngày 15 tháng 10 năm 2012",
            "ngày 09 tháng 10 năm 2012",
        ],
    );
    // The 15th passes too: what is sent then makes no appointment.
    city.clock.set(at(16, 8, 0));
    let expected = Day::ymd(2012, 10, 18).unwrap();
    use_cases::apologise(app, &leader(), id, None, expected, "Chậm xác minh").await.unwrap();
    let text = print(app, id, "04").await.unwrap();
    holds(
        &text,
        &["Số: 02/PXL", "Chậm xác minh", "dự kiến", "ngày 18 tháng 10 năm 2012", "vẫn tính là trễ hẹn"],
    );
    assert!(!text.contains("hẹn lại"), "{text}");
}

#[tokio::test]
async fn the_slip_and_the_register_follow_a_dossier_to_its_end() {
    let city = city().await;
    let app = &city.app;
    let id = full(app, "a").await;
    use_cases::transfer(app, &clerk(), id, None, "").await.unwrap();
    // The specialist was due on the 5th at 11:30 and is late, the leader is not.
    city.clock.set(at(8, 9, 0));
    complete_step(app, &specialist(), id, None, "Đủ điều kiện").await.unwrap();
    city.clock.set(at(8, 10, 0));
    let result = Settlement {
        granted: true,
        number: "15/GXN".to_owned(),
        reason: None,
        reason_code: None,
        file: None,
        note_silence: false,
    };
    settle(app, &leader(), id, None, &result).await.unwrap();
    city.clock.set(at(9, 8, 0));
    return_result(app, &clerk(), id, None, "Nguyễn Văn Thưởng").await.unwrap();
    holds(
        &print(app, id, "05").await.unwrap(),
        &["PHIẾU KIỂM SOÁT", "Quá hạn", "Trước hạn", "Đủ điều kiện", "Phạm Văn Hùng"],
    );
    full(app, "b").await;
    let query = Query(
        [("co-quan", "2"), ("nam", "2012"), ("tu", "2012-10-01"), ("den", "2012-10-31")]
            .map(|(n, v)| (n.to_owned(), v.to_owned()))
            .to_vec(),
    );
    let book = async |ctx: Ctx, query: Query| printed::book(ctx, query).await;
    let answer = book(official(app, WARD), query.clone()).await.unwrap();
    let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    holds(
        &text("06", &body),
        &[
            "SỔ THEO DÕI HỒ SƠ",
            "Năm 2012",
            "Nguyễn Văn",
            "Trần Quốc",
            "08/10/2012",
            "08:00 09/10/2012",
            "Phạm Văn",
        ],
    );
    let field = |code: &str| {
        Query(
            [("don-vi", "2"), ("nam", "2012"), ("linh-vuc", code)]
                .map(|(n, v)| (n.to_owned(), v.to_owned()))
                .to_vec(),
        )
    };
    for (code, name, has) in [("HT", "Lĩnh vực: Hộ tịch", true), ("DD", "Lĩnh vực: DD", false)] {
        let answer = book(official(app, WARD), field(code)).await.unwrap();
        let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        let words = text(&format!("06-{code}"), &body);
        holds(&words, &[name]);
        assert!(words.is_empty() || words.contains("Nguyễn Văn") == has, "{words}");
    }
    assert!(matches!(book(official(app, OTHER_WARD), query).await.unwrap_err(), Error::NotFound));
}

#[tokio::test]
async fn the_stop_notice_follows_the_applicants_wish() {
    let city = city().await;
    let app = &city.app;
    let id = full(app, "a").await;
    ask_withdrawal(app, &clerk(), id, None, "Không còn nhu cầu").await.unwrap();
    confirm_withdrawal(app, &clerk(), id, None).await.unwrap();
    holds(
        &print(app, id, "05d").await.unwrap(),
        &["dừng giải quyết", "Không còn nhu cầu", "người nộp hồ sơ, ngày 03/10/2012"],
    );
}

#[tokio::test]
async fn a_character_the_face_lacks_is_named_not_a_fault() {
    let city = city().await;
    let mut filing = filled("a");
    filing.owner.name = "Nguyễn 🌸 Văn".to_owned();
    let id = opened(&city.app, filing).await.id;
    match print(&city.app, id, "01").await.unwrap_err() {
        Error::Refused(refusal) => {
            assert_eq!((refusal.key, refusal.status), ("papers-refused-glyph", 422));
            assert!(
                refusal.args.iter().any(|(_, v)| v.contains("🌸") && v.contains("U+1F338")),
                "{refusal:?}"
            );
        }
        other => panic!("{other}"),
    }
}

#[test]
fn every_text_of_a_paper_is_in_the_messages() {
    let vi = include_str!("../messages/vi.ftl");
    let en = include_str!("../messages/en.ftl");
    let keys = |text: &str| -> Vec<String> {
        let names = text.lines().filter_map(|l| l.split_once(" = ")).map(|(k, _)| k.to_owned());
        names.filter(|k| k.starts_with("one-stop-paper-") || k.starts_with("one-stop-track-")).collect()
    };
    assert_eq!(keys(vi), keys(en));
}

/// Two thousand copies of a received dossier, entered in the register after it.
async fn copies(app: &App, id: i64) {
    let columns = "procedure_version_id, procedure_code, procedure_name, field, agency_id, channel, applicant_kind, \
        owner_name, owner_folded, owner_identity, owner_address, owner_phone, owner_email, form, result_delivery, state, \
        version, is_open, with_verification, filed_at, filed_on, received_at, received_on, due_at, due_sort, due_steps, \
        step_number, supplement_count, extension_count";
    let sql = format!(
        "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 2001) \
         INSERT INTO dossier (code, tracking_key, idempotency_key, register_number, {columns}) \
         SELECT 'BAN-' || CAST(n.i AS TEXT), 'ban-' || CAST(n.i AS TEXT), 'ban-' || CAST(n.i AS TEXT), n.i, {columns} \
         FROM dossier d CROSS JOIN n WHERE d.id = $1"
    );
    let tx = app.store.housekeeping().await.unwrap();
    tx.exec(&sql, vec![id.into()]).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_register_longer_than_one_print_is_printed_in_parts_and_the_last_one_closes_it() {
    let city = city().await;
    let app = &city.app;
    copies(app, full(app, "a").await).await;
    let clerk = super::pages::Desk::of(&city, "quay", platform::access::Role::Clerk, WARD).await;
    let page = clerk.get("/so-theo-doi?nam=2012").await;
    for needle in ["nam=2012&#38;phan=1", "nam=2012&#38;phan=2", "Cả năm, phần 2 trên 2 (PDF)"] {
        assert!(page.has(needle), "{needle} in {}", page.text);
    }
    assert!(!page.has("phan=3"));
    city.clock.set(Day::ymd(2013, 1, 10).unwrap().at(chrono::NaiveTime::from_hms_opt(8, 0, 0).unwrap()));
    let book = store::book_of_year(&app.store, WARD, 2012).await.unwrap().unwrap();
    use_cases::close_book(app, &leader(), book.id, "Chuyển phần mềm").await.unwrap();
    let part = async |number: &str| {
        let query = [("don-vi", "2"), ("nam", "2012"), ("phan", number)];
        let query = Query(query.map(|(n, v)| (n.to_owned(), v.to_owned())).to_vec());
        printed::book(official(app, WARD), query).await
    };
    let body = axum::body::to_bytes(part("2").await.unwrap().into_body(), usize::MAX).await.unwrap();
    let words = text("06-2", &body);
    holds(&words, &["Phần 2 trên 2, từ số 2001 đến số 2001", "ghi từ số 0001 đến số 2001", "khóa sổ"]);
    assert!(!words.contains("BAN-2000"), "that is of the first part: {words}");
    for beyond in ["0", "3"] {
        assert!(matches!(part(beyond).await.unwrap_err(), Error::NotFound), "{beyond}");
    }
}
