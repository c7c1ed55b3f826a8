//! Background work, journal, notices.

use super::{CITY, FINANCE, HOME_AFFAIRS, House};
use crate::store::jobs;
use axum::http::StatusCode;
use platform::access::Role;
use platform::notices::{self, Notice};
use platform::settings::Settings;
use platform::{Actor, Read};
use serde_json::json;

#[tokio::test]
async fn a_dead_letter_is_retried_by_a_person() {
    let house = House::new().await;
    let cookie = house.administrator().await;
    let tx = house.app.store.housekeeping().await.unwrap();
    tx.enqueue("failing.work", &json!({"a": 1}), None).await.unwrap();
    tx.commit().await.unwrap();
    for _ in 0..platform::jobs::MAX_ATTEMPTS {
        platform::jobs::run_due(&house.app).await.unwrap();
        house.city.clock.set(house.city.clock.now().plus_minutes(300));
    }
    let id = house.app.store.number("SELECT id FROM job WHERE state = 'dead'", vec![]).await.unwrap();
    assert!(id > 0);
    let cookie = {
        let _ = cookie;
        house.cookie("admin").await
    };
    let list = house.get("/quan-tri/cong-viec?trang_thai=dead", &cookie).await;
    assert!(list.body.contains("failing.work") && list.body.contains("no luck"));
    assert_eq!(
        house.post(&format!("/quan-tri/cong-viec/{id}/thu-lai"), &cookie, &[]).await.status,
        StatusCode::SEE_OTHER
    );
    let job = jobs::one(&house.app.store, id).await.unwrap();
    assert_eq!((job.state.as_str(), job.attempts), ("queued", 0));
    assert_eq!(
        (job.finished_at, job.last_error.is_some()),
        (None, true),
        "why it failed stays, its end does not"
    );
    assert_eq!(
        house.post(&format!("/quan-tri/cong-viec/{id}/thu-lai"), &cookie, &[]).await.status,
        StatusCode::CONFLICT
    );
    assert_eq!(
        house.post(&format!("/quan-tri/cong-viec/{id}/thoi"), &cookie, &[]).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(platform::jobs::run_due(&house.app).await.unwrap(), 0, "given up work does not run");
    let chosen = house.post("/quan-tri/cong-viec/thu-lai", &cookie, &[("chon", &id.to_string())]).await;
    assert_eq!(chosen.status, StatusCode::SEE_OTHER);
    assert_eq!(jobs::one(&house.app.store, id).await.unwrap().state, "queued");
}

#[tokio::test]
async fn an_inspector_reads_the_journal_of_their_scope_only() {
    let house = House::new().await;
    house.administrator().await;
    house.staff("thanh.tra", Some(Role::Inspector), HOME_AFFAIRS).await;
    house.staff("lan", None, HOME_AFFAIRS).await;
    house.staff("hai", None, FINANCE).await;
    let (_, _) = (house.cookie("lan").await, house.cookie("hai").await);
    let cookie = house.cookie("thanh.tra").await;
    let list = house.get("/quan-tri/nhat-ky", &cookie).await.body;
    assert!(list.contains("Cán bộ lan") && !list.contains("Cán bộ hai"));
    let foreign = house
        .app
        .store
        .number("SELECT MAX(id) FROM journal WHERE unit_id = $1", vec![FINANCE.into()])
        .await
        .unwrap();
    assert_eq!(
        house.get(&format!("/quan-tri/nhat-ky/{foreign}"), &cookie).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(house.get("/quan-tri/quy-tac", &cookie).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn an_altered_entry_breaks_the_chain_on_screen() {
    let house = House::new().await;
    let cookie = house.administrator().await;
    let id = house.staff("lan", Some(Role::Clerk), HOME_AFFAIRS).await;
    let path = format!("/quan-tri/nhat-ky/kiem-tra?loai=account&ban_ghi={id}");
    assert!(house.get(&path, &cookie).await.body.contains("nguyên vẹn"));
    let tx = house.app.store.housekeeping().await.unwrap();
    tx.exec("UPDATE journal SET actor_name = 'Ai khác' WHERE record = 'account' AND record_id = $1 AND action = 'grant'", vec![id.into()]).await.unwrap();
    tx.commit().await.unwrap();
    assert!(house.get(&path, &cookie).await.body.contains("đứt"));
    assert!(
        house
            .get("/quan-tri/nhat-ky/kiem-tra?loai=account&ban_ghi=999999", &cookie)
            .await
            .body
            .contains("Không có mục nào")
    );
}

#[tokio::test]
async fn the_outbox_shows_what_the_sandbox_kept() {
    let house = House::new().await;
    let cookie = house.administrator().await;
    let tx = house.app.store.write(&Actor::system()).await.unwrap();
    notices::ship_template(&tx, "test.received", "Hồ sơ {{ code }}", "Hẹn {{ due }}").await.unwrap();
    let notice = Notice {
        template: "test.received",
        account_id: None,
        email: Some("sen@example.vn"),
        phone: None,
        href: "/x".to_owned(),
        values: json!({"code": "H13-7", "due": "12/10"}),
    };
    notices::send(&tx, &notice).await.unwrap();
    tx.commit().await.unwrap();
    platform::jobs::run_due(&house.app).await.unwrap();
    let list = house.get("/quan-tri/thu?thu=sandbox", &cookie).await.body;
    assert!(list.contains("s•••@example.vn") && list.contains("Chế độ thử"), "{list}");
    assert!(house.get("/quan-tri/thu/1", &cookie).await.body.contains("Hẹn 12/10"));
}

/// A mail server that takes whatever it is given.
async fn post_office() -> String {
    use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (read, mut write) = stream.into_split();
            let mut lines = BufReader::new(read).lines();
            let mut letter = false;
            let _ = write.write_all(b"220 here\r\n").await;
            while let Ok(Some(line)) = lines.next_line().await {
                let said: &[u8] = match (letter, line.as_str()) {
                    (true, ".") => b"250 taken\r\n",
                    (true, _) => continue,
                    (false, "DATA") => b"354 go on\r\n",
                    (false, "QUIT") => b"221 bye\r\n",
                    (false, _) => b"250 fine\r\n",
                };
                letter = line == "DATA" || (letter && line != ".");
                let _ = write.write_all(said).await;
            }
        }
    });
    address
}

#[tokio::test]
async fn a_link_that_opens_an_account_is_its_receivers_alone_and_goes_with_the_mail() {
    let office = post_office().await;
    // Where no mail leaves the server the administrator is the only way; where none can be sent it waits unseen.
    for (settings, state, shown, kept) in [
        (Settings::default(), "sandbox", true, true),
        (Settings { sandbox: false, ..Settings::default() }, "no_server", false, true),
        (Settings { sandbox: false, smtp: Some(office), ..Settings::default() }, "sent", false, false),
    ] {
        let house = House::with(settings).await;
        let cookie = house.administrator().await;
        let tx = house.app.store.write(&Actor::system()).await.unwrap();
        let notice = Notice {
            template: "test.link",
            account_id: None,
            email: Some("sen@example.vn"),
            phone: None,
            href: "/dat-lai-mat-khau/abc".to_owned(),
            values: json!({}),
        };
        notices::send_one_time(&tx, &notice).await.unwrap();
        tx.commit().await.unwrap();
        platform::jobs::run_due(&house.app).await.unwrap();
        let state = format!("SELECT COUNT(*) FROM notice WHERE mail_state = '{state}'");
        assert_eq!(house.app.store.number(&state, vec![]).await.unwrap(), 1, "{state}");
        let page = house.get("/quan-tri/thu/1", &cookie).await.body;
        assert_eq!(page.contains("/dat-lai-mat-khau/abc"), shown, "{state}: {page}");
        let link = "SELECT COUNT(*) FROM notice WHERE href <> ''";
        assert_eq!(house.app.store.number(link, vec![]).await.unwrap() == 1, kept, "{state}");
    }
}

#[tokio::test]
async fn a_template_changes_by_versions_and_only_with_blanks_that_are_filled() {
    let house = House::new().await;
    let cookie = house.administrator().await;
    let tx = house.app.store.housekeeping().await.unwrap();
    notices::ship_template(&tx, "test.received", "Hồ sơ {{ code }}", "Đã nhận").await.unwrap();
    tx.commit().await.unwrap();
    let path = "/quan-tri/thu/mau/test.received";
    for (body, told) in [
        ("{{ tien }}", "tien"),
        ("{{ code", "Mẫu viết sai"),
        ("{{ code|nofilter }}", "Mẫu viết sai"),
        ("{% set a = code %}{{ a ~ a }}", "Mẫu viết sai"),
    ] {
        let answer = house.post(path, &cookie, &[("tieu_de", "Hồ sơ"), ("noi_dung", body)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains(told));
    }
    let tried =
        house.post(path, &cookie, &[("tieu_de", "Hồ sơ"), ("noi_dung", "Mã {{ code }}"), ("xem", "1")]).await;
    assert!(tried.body.contains("Mã ⟨code⟩"));
    let versions = "SELECT COUNT(*) FROM notice_template WHERE code = 'test.received'";
    assert_eq!(house.app.store.number(versions, vec![]).await.unwrap(), 1);
    let kept = house.post(path, &cookie, &[("tieu_de", "Hồ sơ"), ("noi_dung", "Mã {{ code }}")]).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    assert_eq!(house.app.store.number("SELECT MAX(version) FROM notice_template", vec![]).await.unwrap(), 2);
    assert_eq!(
        house
            .app
            .store
            .number(
                "SELECT COUNT(*) FROM journal WHERE unit_id = $1 AND action = 'change_template'",
                vec![CITY.into()]
            )
            .await
            .unwrap(),
        1
    );
}

#[tokio::test]
async fn a_template_shows_its_own_history_in_words() {
    let house = House::new().await;
    let cookie = house.administrator().await;
    let tx = house.app.store.housekeeping().await.unwrap();
    for code in ["test.received", "test.settled"] {
        notices::ship_template(&tx, code, "Hồ sơ {{ code }}", "Đã có").await.unwrap();
    }
    tx.commit().await.unwrap();
    let path = |code: &str| format!("/quan-tri/thu/mau/{code}");
    house
        .post(&path("test.received"), &cookie, &[("tieu_de", "Hồ sơ {{ code }}"), ("noi_dung", "Đã nhận")])
        .await;
    house.post(&path("test.settled"), &cookie, &[("tieu_de", "Xong"), ("noi_dung", "Đã ký")]).await;
    let shown = house.get(&path("test.received"), &cookie).await.body;
    let history = shown.split("Lịch sử").last().unwrap();
    for told in [
        "Sửa mẫu thông báo",
        "Cán bộ admin",
        "Nội dung",
        "<del>Đã có</del>",
        "<ins>Đã nhận</ins>",
        "Phiên bản",
    ] {
        assert!(history.contains(told), "{told} in {history}");
    }
    for foreign in ["Đã ký", ">body<", ">version<", ">subject<"] {
        assert!(!history.contains(foreign), "{foreign} in {history}");
    }
}

async fn sent(house: &House, template: &'static str) -> String {
    let tx = house.app.store.write(&Actor::system()).await.unwrap();
    let notice = Notice {
        template,
        account_id: None,
        email: Some("sen@example.vn"),
        phone: None,
        href: "/x".to_owned(),
        values: json!({"code": "H13-7"}),
    };
    notices::send(&tx, &notice).await.unwrap();
    tx.commit().await.unwrap();
    #[derive(platform::store::FromRow)]
    struct Said {
        subject: String,
    }
    let said: Option<Said> =
        house.app.store.row("SELECT subject FROM notice ORDER BY id DESC LIMIT 1", vec![]).await.unwrap();
    said.unwrap().subject
}

#[tokio::test]
async fn a_template_that_cannot_be_filled_in_does_not_undo_the_act_it_tells_of() {
    let house = House::new().await;
    let tx = house.app.store.housekeeping().await.unwrap();
    notices::ship_template(&tx, "test.bad", "Hồ sơ {{ code|nofilter }}", "x").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(sent(&house, "test.bad").await, "Có thông báo mới H13-7");
    assert_eq!(sent(&house, "test.missing").await, "Có thông báo mới H13-7");
}

#[tokio::test]
async fn the_outbox_is_searched_without_tone_marks_and_a_failed_mail_is_sent_again() {
    let house = House::new().await;
    let cookie = house.administrator().await;
    let tx = house.app.store.housekeeping().await.unwrap();
    notices::ship_template(&tx, "test.received", "Hồ sơ {{ code }} đã nhận", "x").await.unwrap();
    tx.commit().await.unwrap();
    sent(&house, "test.received").await;
    assert!(
        house.get("/quan-tri/thu?q=HO+SO+H13-7+DA+nhan", &cookie).await.body.contains("/quan-tri/thu/1\"")
    );
    let again = house.post("/quan-tri/thu/1/gui-lai", &cookie, &[]).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "it waits already");
    let tx = house.app.store.housekeeping().await.unwrap();
    tx.exec("UPDATE notice SET mail_state = 'failed' WHERE id = 1", vec![]).await.unwrap();
    tx.commit().await.unwrap();
    let page = house.get("/quan-tri/thu/1", &cookie).await.body;
    assert!(page.contains("Chưa gửi được") && page.contains("Gửi lại thư"));
    assert_eq!(house.post("/quan-tri/thu/1/gui-lai", &cookie, &[]).await.status, StatusCode::SEE_OTHER);
    platform::jobs::run_due(&house.app).await.unwrap();
    assert!(house.get("/quan-tri/thu/1", &cookie).await.body.contains("Giữ lại (chế độ thử)"));
}

#[tokio::test]
async fn the_journal_finds_a_name_without_its_tone_marks_and_says_who_took_a_list() {
    let house = House::new().await;
    let cookie = house.administrator().await;
    assert_eq!(house.get("/quan-tri/tai-khoan?dang=csv&q=can", &cookie).await.status, StatusCode::OK);
    let found = house.get("/quan-tri/nhat-ky?ai=CAN+BO+admin&viec=export_list", &cookie).await.body;
    assert!(found.contains("Tải danh sách ra tệp"), "{found}");
    let entries = platform::journal::history(&house.app.store, "export", 1).await.unwrap();
    assert!(entries.first().unwrap().after.contains("/quan-tri/tai-khoan"));
}

#[tokio::test]
async fn filters_of_any_list_are_kept_applied_and_deleted() {
    let house = House::new().await;
    let cookie = house.administrator().await;
    let list = house.get("/quan-tri/tai-khoan?trang_thai=mo", &cookie).await.body;
    let action = "/bo-loc?danh_sach=/quan-tri/tai-khoan&trang_thai=mo";
    assert!(
        list.contains(&action.replace('&', "&amp;")) || list.contains(&action.replace('&', "&#38;")),
        "{list}"
    );
    let kept = house.post(action, &cookie, &[("ten", "Của riêng tôi")]).await;
    assert_eq!(kept.to, "/quan-tri/tai-khoan?trang_thai=mo");
    let list = house.get("/quan-tri/tai-khoan", &cookie).await.body;
    assert!(list.contains("href=\"/quan-tri/tai-khoan?trang_thai=mo\">Của riêng tôi</a>"));
    assert!(!house.get("/quan-tri/vai-tro", &cookie).await.body.contains("Của riêng tôi"), "another list");
    let fields = [("danh_sach", "/quan-tri/tai-khoan"), ("ten", "Của riêng tôi")];
    assert_eq!(house.post("/bo-loc/xoa", &cookie, &fields).await.to, "/quan-tri/tai-khoan");
    assert!(!house.get("/quan-tri/tai-khoan", &cookie).await.body.contains("Của riêng tôi"));
    let away = house.post("/bo-loc?danh_sach=//evil.vn", &cookie, &[("ten", "x")]).await;
    assert_eq!(away.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_running_job_shows_how_far_it_is() {
    let house = House::new().await;
    let admin = house.administrator().await;
    let tx = house.app.store.housekeeping().await.unwrap();
    let id = tx
        .insert(
            "INSERT INTO job (name, payload, run_at, attempts, state, created_at, progress_done, progress_of) \
             VALUES ('failing.work', 'null', 0, 1, 'running', 0, 1234, 5678)",
            vec![],
        )
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let page = house.get(&format!("/quan-tri/cong-viec/{id}"), &admin).await;
    assert!(page.body.contains("1234 trên 5678"), "{}", page.body);
}
