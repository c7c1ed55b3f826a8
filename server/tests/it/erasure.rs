//! A citizen asks that their account be erased: what is told before, who decides, what is left; and by which ways they are told.

use crate::city::{City, Client, PASSWORD};
use crate::journeys::{Team, dossier_of};
use contracts::satisfaction::Ratings;
use platform::notices::{self, Notice};
use platform::{Actor, Read};
use std::sync::Arc;

const PAGE: &str = "/tai-khoan/xoa";
const LIST: &str = "/quan-tri/xoa-tai-khoan";

async fn account_of(city: &City, login: &str) -> i64 {
    city.app.store.number("SELECT id FROM account WHERE login = $1", vec![login.into()]).await.unwrap()
}

async fn count(city: &City, sql: &str) -> i64 {
    city.app.store.number(sql, vec![]).await.unwrap()
}

/// Everything the tables of the ground floor hold of the person's own words, but the journal and the dossiers.
async fn traces(city: &City) -> i64 {
    let sql = "SELECT (SELECT COUNT(*) FROM account WHERE name = 'Nguyễn Thị Lan' OR email = 'lan@example.vn' \
               OR phone = '0900000001' OR identity_number = '362000001' OR address LIKE '12 Hai Bà Trưng%') \
               + (SELECT COUNT(*) FROM draft) + (SELECT COUNT(*) FROM notice WHERE account_id IS NOT NULL AND \
               account_id IN (SELECT id FROM account WHERE kind = 'citizen'))";
    count(city, sql).await
}

async fn ask(who: &Client<'_>, changes: &[(&str, &str)]) -> crate::city::Answer {
    who.submit(PAGE, PAGE, changes).await
}

const SURE: [(&str, &str); 2] = [("hieu_ro", "1"), ("mat_khau_cu", PASSWORD)];

#[tokio::test]
async fn an_account_without_dossiers_goes_at_once_after_the_password_and_a_tick() {
    let city = City::new().await;
    let citizen = city.citizen("362000001").await;
    let account = account_of(&city, "362000001").await;
    crate::journeys::online::draft(&city, &citizen).await;
    let told = citizen.get(PAGE).await.expect(200);
    assert!(citizen.get("/tai-khoan").await.expect(200).body.contains(PAGE));
    for part in [
        "Bản nháp hồ sơ",
        "Dòng nhật ký về tài khoản",
        "không dòng nào sửa hay gỡ được",
        "/tai-khoan/du-lieu",
    ] {
        assert!(told.body.contains(part), "{part}: {}", told.text());
    }
    let bare = ask(&citizen, &[("mat_khau_cu", "sai")]).await.expect(422).text();
    assert!(bare.contains("Hãy đánh dấu") && bare.contains("Mật khẩu đang dùng không đúng"), "{bare}");
    assert!(traces(&city).await > 0);
    let gone = ask(&citizen, &SURE).await.expect(303);
    assert_eq!(gone.location, "/");
    citizen.get("/tai-khoan").await.expect(401);
    assert_eq!(traces(&city).await, 0);
    let left = "SELECT (SELECT COUNT(*) FROM session s JOIN account a ON a.id = s.account_id WHERE a.kind = 'citizen') \
                + (SELECT COUNT(*) FROM account WHERE kind = 'citizen' AND NOT disabled)";
    assert_eq!(count(&city, left).await, 0);
    let entry = "SELECT COUNT(*) FROM journal WHERE action = 'erase'";
    assert_eq!(count(&city, entry).await, 1);
    let mail = "SELECT COUNT(*) FROM notice WHERE template = 'identity.erased' AND email = 'lan@example.vn' \
                AND account_id IS NULL";
    assert_eq!(count(&city, mail).await, 1, "a last mail says so");
    // The number is free again, and the emptied account is nobody's to open.
    let it = city.staff("it", "ubnd-tp-can-tho").await;
    let shown = it.get(&format!("/quan-tri/tai-khoan/{account}")).await.expect(200);
    assert!(
        shown.text().contains("Tài khoản đã xóa") && !shown.body.contains("/mo-khoa"),
        "{}",
        shown.text()
    );
    it.post(&format!("/quan-tri/tai-khoan/{account}/mo-khoa"), &[]).await.expect(409);
    city.citizen("362000001").await.get("/tai-khoan").await.expect(200);
}

#[tokio::test]
async fn a_dossier_under_way_bars_and_an_ended_one_stays_by_somebodys_decision() {
    let city = City::new().await;
    let citizen = city.citizen("362000001").await;
    let account = account_of(&city, "362000001").await;
    let team = Team::at(&city, "quan-ninh-kieu").await;
    let dossier = dossier_of(&city, "quan-ninh-kieu", "KD-01", Some(account)).await;
    let barred = citizen.get(PAGE).await.expect(200);
    assert!(barred.text().contains("Hồ sơ chưa kết thúc (1)"), "{}", barred.text());
    assert!(!barred.body.contains("name=\"hieu_ro\""), "there is nothing to send");
    citizen.post(PAGE, &SURE).await.expect(409);
    team.take_in(dossier.id).await;
    team.settle(dossier.id).await;
    citizen.post(PAGE, &SURE).await.expect(409);
    Team::act(&team.clerk, dossier.id, "tra-ket-qua", &[("nguoi-nhan", "Lê Văn Tám")]).await;
    city.work_off().await;
    let ratings: Arc<dyn Ratings> = city.app.port().unwrap();
    let rating = ratings.link(&city.app, dossier.id).await.unwrap().expect("a rating page");
    let it = city.staff("it", "ubnd-tp-can-tho").await;
    let told = citizen.get(PAGE).await.expect(200).text();
    assert!(
        told.contains("được giữ theo pháp luật về lưu trữ") && told.contains("quyết định trong 72 giờ"),
        "{told}"
    );
    assert_eq!(ask(&citizen, &SURE).await.expect(303).location, PAGE);
    assert!(citizen.get(PAGE).await.expect(200).text().contains("08:30 13/06/2013"), "decided in 72 hours");
    citizen.post(PAGE, &SURE).await.expect(409);
    let heard = "SELECT COUNT(*) FROM notice WHERE template = 'identity.erasure_asked'";
    assert_eq!(count(&city, heard).await, 1, "the administrator hears of it");
    assert!(it.get(LIST).await.expect(200).text().contains("Nguyễn Thị Lan"));
    let id = count(&city, "SELECT MAX(id) FROM erasure_request").await;
    let one = format!("{LIST}/{id}");
    team.clerk.get(&one).await.expect(403);
    it.get(&one).await.expect(200);
    let looks = "SELECT COUNT(*) FROM personal_read WHERE record = 'account'";
    assert_eq!(count(&city, looks).await, 1, "and looks at a person's record");
    let page = citizen.get("/tai-khoan").await.expect(200).text();
    assert!(page.contains("Quản trị hệ thống"), "which the person sees: {page}");
    it.post(&format!("{one}/tu-choi"), &[]).await.expect(422);
    it.post(&format!("{one}/tu-choi"), &[("ly_do", "Còn khoản phí phải hoàn.")]).await.expect(303);
    it.post(&format!("{one}/dong-y"), &[]).await.expect(409);
    let refused = citizen.get("/thong-bao").await.expect(200).text();
    assert!(refused.contains("Còn khoản phí phải hoàn."), "{refused}");
    // Asked again, taken back, asked again and consented to.
    ask(&citizen, &SURE).await.expect(303);
    citizen.post("/tai-khoan/xoa/rut", &[]).await.expect(303);
    ask(&citizen, &SURE).await.expect(303);
    let id = count(&city, "SELECT MAX(id) FROM erasure_request").await;
    it.post(&format!("{LIST}/{id}/dong-y"), &[]).await.expect(303);
    citizen.get("/tai-khoan").await.expect(401);
    assert_eq!(traces(&city).await, 0);
    city.work_off().await;
    assert_eq!(count(&city, "SELECT COUNT(*) FROM dossier WHERE owner_name = 'Lê Văn Tám'").await, 1);
    assert_eq!(city.stranger().get(&rating).await.status.as_u16(), 404, "nobody is invited any more");
    let kept = city.stranger().get(&format!("/theo-doi/{}", dossier.tracking_key)).await;
    kept.expect(200);
}

#[tokio::test]
async fn staff_see_who_looked_at_their_account_and_ask_for_no_erasure() {
    let city = City::new().await;
    let clerk = city.staff("clerk", "quan-ninh-kieu").await;
    let page = clerk.get("/tai-khoan").await.expect(200).text();
    assert!(page.contains("Chưa có cán bộ nào mở thông tin tài khoản này"), "{page}");
    let account = account_of(&city, "quan-ninh-kieu.clerk").await;
    let it = city.staff("it", "ubnd-tp-can-tho").await;
    it.get(&format!("/quan-tri/tai-khoan/{account}")).await.expect(200);
    let page = clerk.get("/tai-khoan").await.expect(200);
    assert!(page.text().contains("Quản trị hệ thống –"), "{}", page.text());
    assert!(!page.body.contains(PAGE));
    clerk.get(PAGE).await.expect(403);
    let own = account_of(&city, "ubnd-tp-can-tho.it").await;
    it.get(&format!("/quan-tri/tai-khoan/{own}")).await.expect(200);
    assert_eq!(count(&city, "SELECT COUNT(*) FROM personal_read").await, 1, "one's own is no look");
}

/// Sends the account a notice that has a mail and a text message; how both ended.
async fn told(city: &City, account: i64, template: &'static str) -> (String, String) {
    let tx = city.app.store.write(&Actor::system()).await.unwrap();
    let notice = Notice {
        template,
        account_id: Some(account),
        email: Some("lan@example.vn"),
        phone: Some("0900 000 001"),
        href: "/x".to_owned(),
        values: serde_json::json!({"code": "H13-1", "name": "Lan", "agency": "X", "more": {}}),
    };
    notices::send(&tx, &notice).await.unwrap();
    tx.journal(platform::Change::of("ground", "notice", 0, "send_again")).await.unwrap();
    tx.commit().await.unwrap();
    city.work_off().await;
    let sql = "SELECT mail_state, sms_state FROM notice ORDER BY id DESC LIMIT 1";
    city.app.store.row(sql, vec![]).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_citizen_chooses_how_to_be_told_and_what_must_be_told_goes_by_one_way() {
    let city = City::new().await;
    let citizen = city.citizen("lan").await;
    let account = account_of(&city, "lan").await;
    let both = ("sandbox".to_owned(), "sandbox".to_owned());
    assert_eq!(told(&city, account, "one_stop.received").await, both);
    let page = "/tai-khoan/thong-bao";
    assert!(citizen.get("/tai-khoan").await.expect(200).body.contains(page));
    let shown = citizen.get(page).await.expect(200);
    assert_eq!(shown.body.matches(" checked").count(), 2, "{}", shown.body);
    citizen.post(page, &[("kenh", "thu")]).await.expect(303);
    assert_eq!(citizen.get(page).await.expect(200).body.matches(" checked").count(), 1);
    let states = |mail: &str, sms: &str| (mail.to_owned(), sms.to_owned());
    assert_eq!(told(&city, account, "one_stop.received").await, states("sandbox", "declined"));
    citizen.post(page, &[]).await.expect(303);
    assert_eq!(told(&city, account, "one_stop.received").await, states("declined", "declined"));
    assert_eq!(
        told(&city, account, "one_stop.settled").await,
        states("sandbox", "declined"),
        "it must be told"
    );
    citizen.post(page, &[("kenh", "tin")]).await.expect(303);
    assert_eq!(told(&city, account, "one_stop.settled").await, states("declined", "sandbox"));
    let entries = "SELECT COUNT(*) FROM journal WHERE action = 'notice_choice'";
    assert_eq!(count(&city, entries).await, 3);
    // All of it stands in the application, and what guards the account is not to be silenced.
    let list = citizen.get("/thong-bao").await.expect(200).text();
    assert!(list.matches("H13-1").count() >= 5, "{list}");
    let tx = city.app.store.write(&Actor::system()).await.unwrap();
    platform::alerts::tell(&tx, account, platform::alerts::Alert::Password, "").await.unwrap();
    tx.journal(platform::Change::of("ground", "notice", 0, "send_again")).await.unwrap();
    tx.commit().await.unwrap();
    city.work_off().await;
    let guard = "SELECT COUNT(*) FROM notice WHERE template = 'identity.password' AND mail_state = 'sandbox'";
    assert_eq!(count(&city, guard).await, 1);
    let it = city.staff("it", "ubnd-tp-can-tho").await;
    assert!(it.get("/quan-tri/thu?thu=declined").await.expect(200).text().contains("Người nhận không muốn"));
    assert_eq!(city.staff("clerk", "quan-ninh-kieu").await.get(page).await.status.as_u16(), 403);
}
