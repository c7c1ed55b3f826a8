//! "Bring only what is missing": from a signed result and a paper seen at one desk to the next dossier that asks for neither, and
//! back: what is revoked leaves, what is under another name is never offered, what was agreed to can be taken back.

use super::Team;
use crate::city::{Answer, City, Client};
use contracts::dossiers::{Channel, DossierIntake, FiledPaper, Filing, Opened, Person};
use contracts::procedures::Catalogue;
use platform::{Actor, Read};
use std::sync::Arc;

const PAGE: &str = "/giay-to-cua-toi";
const DESK: &str = "quan-ninh-kieu";

async fn count(city: &City, sql: &str) -> i64 {
    city.app.store.number(sql, vec![]).await.unwrap()
}

async fn account_of(city: &City) -> i64 {
    count(city, "SELECT id FROM account WHERE login = '362000001'").await
}

/// A household business of the person of the account (city.citizen), every paper in original.
async fn business(city: &City, account: Option<i64>, name: &str, number: &str) -> Opened {
    let intake: Arc<dyn DossierIntake> = city.app.port().unwrap();
    let catalogue: Arc<dyn Catalogue> = city.app.port().unwrap();
    let version = catalogue.in_force(&city.app, "KD-01", city.clock.now().day()).await.unwrap().unwrap();
    let paper = |key: &String| FiledPaper {
        component: key.clone(),
        given: "original".to_owned(),
        copies: 1,
        note: None,
        file: None,
    };
    let filing = Filing {
        procedure: "KD-01".to_owned(),
        agency_id: city.agency(DESK),
        channel: Channel::Counter,
        applicant_kind: "household_business".to_owned(),
        owner: Person {
            name: name.to_owned(),
            identity_number: number.to_owned(),
            address: "12 Hai Bà Trưng".to_owned(),
            phone: "0900000001".to_owned(),
            email: String::new(),
        },
        proxy: None,
        account_id: account,
        form: serde_json::json!({}),
        papers: version.body.components.iter().map(|c| paper(&c.key)).collect(),
        result_delivery: "counter".to_owned(),
        term_variant: None,
        idempotency_key: format!("test-kho-{}", city.app.random.token()),
    };
    let tx = city.app.store.write(&Actor::system()).await.unwrap();
    let opened = intake.open(&city.app, &tx, filing).await.unwrap();
    tx.commit().await.unwrap();
    opened
}

/// A member of staff compared the person with the account.
async fn compared(city: &City, account: i64) {
    let tx = city.app.store.write(&Actor::system()).await.unwrap();
    platform::recovery::verify(&tx, account).await.unwrap();
    tx.commit().await.unwrap();
}

/// The counter's form of a change of the business, for a person, with more fields.
async fn counter(clerk: &Client<'_>, name: &str, more: &[(&str, &str)]) -> Answer {
    let shown = clerk.get("/quay/nhan?thu-tuc=KD-02").await.expect(200);
    let typed = [
        ("ho-ten", name),
        ("so-giay-to", "362 000 001"),
        ("dia-chi", "12 Hai Bà Trưng"),
        ("dien-thoai", "0900000001"),
    ];
    let form = crate::forms::find(&shown.body, "/quay/nhan").with(&typed);
    let mut fields: Vec<(&str, &str)> = form.fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    fields.extend(more);
    clerk.post("/quay/nhan", &fields).await
}

/// The shelf of the account, open, with the result and the paper of a settled dossier on it.
async fn filled<'a>(city: &'a City, citizen: &Client<'a>, team: &Team<'a>) -> Opened {
    citizen.submit(PAGE, "dong-y", &[("dong_y", "1")]).await.expect(303);
    let account = account_of(city).await;
    let dossier = business(city, Some(account), "Nguyễn Thị Lan", "362000001").await;
    team.take_in(dossier.id).await;
    team.settle(dossier.id).await;
    city.work_off().await;
    dossier
}

#[tokio::test]
async fn a_result_and_a_paper_seen_come_onto_the_shelf_and_the_sheet_says_what_is_left_to_bring() {
    let city = City::new().await;
    let citizen = city.citizen("362000001").await;
    let before = citizen.get(PAGE).await.expect(200);
    assert!(
        before.text().contains("Mở kho giấy tờ") && before.text().contains("Căn cứ"),
        "{}",
        before.text()
    );
    citizen.post(&format!("{PAGE}/dong-y"), &[]).await.expect(422);
    let team = Team::at(&city, DESK).await;
    filled(&city, &citizen, &team).await;
    let page = citizen.get(PAGE).await.expect(200).text();
    for told in ["Giấy chứng nhận đăng ký hộ kinh doanh", "12/GXN", "Chứng minh nhân dân", "đã xem bản chính"]
    {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert!(page.contains("10/06/2015"), "24 months from the day it was seen: {page}");
    assert!(citizen.get(&format!("{PAGE}?dang=csv")).await.expect(200).body.contains("12/GXN"));
    let sheet = citizen.get("/thu-tuc/KD-02").await.expect(200).text();
    assert!(sheet.contains("Kho giấy tờ của bạn đã có: Chứng minh nhân dân"), "{sheet}");
    assert!(sheet.contains("Bạn chỉ cần nộp:"), "{sheet}");
    let stranger = city.stranger().get("/thu-tuc/KD-02").await.expect(200).text();
    assert!(!stranger.contains("Kho giấy tờ"), "{stranger}");
}

#[tokio::test]
async fn without_agreement_nothing_is_kept_and_papers_held_before_come_in_with_it() {
    let city = City::new().await;
    let citizen = city.citizen("362000001").await;
    let team = Team::at(&city, DESK).await;
    let account = account_of(&city).await;
    let dossier = business(&city, Some(account), "Nguyễn Thị Lan", "362000001").await;
    team.take_in(dossier.id).await;
    team.settle(dossier.id).await;
    city.work_off().await;
    assert_eq!(count(&city, "SELECT COUNT(*) FROM shelf_paper").await, 0);
    citizen.submit(PAGE, "dong-y", &[("dong_y", "1")]).await.expect(303);
    assert_eq!(count(&city, "SELECT COUNT(*) FROM shelf_paper").await, 2);
    let unsure = citizen.post(&format!("{PAGE}/dong-kho"), &[]).await.expect(422).text();
    assert!(unsure.contains("Hãy đánh dấu để xác nhận"), "{unsure}");
    citizen.submit(PAGE, "dong-kho", &[("chac", "1")]).await.expect(303);
    for table in ["shelf_paper", "shelf_use", "shelf_consent"] {
        assert_eq!(count(&city, &format!("SELECT COUNT(*) FROM {table}")).await, 0, "{table}");
    }
    let again = business(&city, Some(account), "Nguyễn Thị Lan", "362000001").await;
    team.take_in(again.id).await;
    city.work_off().await;
    assert_eq!(count(&city, "SELECT COUNT(*) FROM shelf_paper").await, 0, "nothing comes in any more");
}

#[tokio::test]
async fn what_a_counter_typed_with_blanks_before_the_agreement_comes_in_with_it() {
    let city = City::new().await;
    let citizen = city.citizen("362000001").await;
    let team = Team::at(&city, DESK).await;
    let dossier = business(&city, None, "Nguyễn Thị Lan", "362 000 001").await;
    team.take_in(dossier.id).await;
    team.settle(dossier.id).await;
    city.work_off().await;
    compared(&city, account_of(&city).await).await;
    citizen.submit(PAGE, "dong-y", &[("dong_y", "1")]).await.expect(303);
    assert_eq!(count(&city, "SELECT COUNT(*) FROM shelf_paper").await, 2, "the paper seen and the result");
}

#[tokio::test]
async fn at_the_counter_a_paper_is_taken_from_the_shelf_of_whom_somebody_compared() {
    let city = City::new().await;
    let citizen = city.citizen("362000001").await;
    let team = Team::at(&city, DESK).await;
    filled(&city, &citizen, &team).await;
    let look = [("tra-kho", "1")];
    let none = counter(&team.clerk, "Nguyễn Thị Lan", &look).await.expect(200).text();
    assert!(none.contains("Kho không có giấy tờ nào dùng được"), "a number that is only claimed: {none}");
    compared(&city, account_of(&city).await).await;
    let other = counter(&team.clerk, "Trần Văn Tư", &look).await.expect(200).text();
    assert!(other.contains("Kho không có giấy tờ nào dùng được"), "another name: {other}");
    assert_eq!(count(&city, "SELECT COUNT(*) FROM personal_read WHERE record = 'shelf'").await, 0);

    let shown = counter(&team.clerk, "NGUYEN THI LAN", &look).await.expect(200);
    assert!(shown.text().contains("đã có Chứng minh nhân dân"), "{}", shown.text());
    assert_eq!(count(&city, "SELECT COUNT(*) FROM personal_read WHERE record = 'shelf'").await, 1);
    let paper = count(&city, "SELECT id FROM shelf_paper WHERE kind = 'cmnd'").await;
    let taken = format!("cmnd={paper}");
    let stale = counter(&team.clerk, "Nguyễn Thị Lan", &[("kho", "cmnd=999")]).await.expect(422).text();
    assert!(stale.contains("nay không còn dùng được"), "{stale}");
    // What is taken is neither handed in nor explained.
    let done = counter(&team.clerk, "Nguyễn Thị Lan", &[("kho", taken.as_str())]).await.expect(303);
    let id: i64 = done.location.rsplit('/').next().unwrap().parse().unwrap();
    let sql = format!("SELECT shelf_id FROM dossier_paper WHERE dossier_id = {id} AND component = 'cmnd'");
    assert_eq!(count(&city, &sql).await, paper, "the dossier's row points at it");
    let papers = team.clerk.get(&format!("/ho-so/{id}?phan=giay-to")).await.expect(200).text();
    assert!(papers.contains("Lấy từ kho giấy tờ: Chứng minh nhân dân"), "{papers}");
    let page = citizen.get(PAGE).await.expect(200).text();
    assert!(page.contains("Đã dùng ở hồ sơ nào") && page.contains("Cán bộ clerk"), "{page}");
    assert!(page.contains("Cán bộ tiếp nhận và trả kết quả"), "who looked is told: {page}");
}

#[tokio::test]
async fn somebody_elses_dossier_is_never_ones_own_paper() {
    let city = City::new().await;
    let citizen = city.citizen("362000001").await;
    citizen.submit(PAGE, "dong-y", &[("dong_y", "1")]).await.expect(303);
    let account = account_of(&city).await;
    compared(&city, account).await;
    let team = Team::at(&city, DESK).await;
    // Filed by the account under another person's name, and by another person under the same number.
    for (by, name, number) in
        [(Some(account), "Trần Văn Tư", "362000009"), (None, "Trần Văn Tư", "362000001")]
    {
        let dossier = business(&city, by, name, number).await;
        team.take_in(dossier.id).await;
        team.settle(dossier.id).await;
    }
    city.work_off().await;
    assert_eq!(count(&city, "SELECT COUNT(*) FROM shelf_paper").await, 0);
    assert_eq!(
        count(&city, "SELECT COUNT(*) FROM result_entry").await,
        2,
        "the register has them all the same"
    );
    // Over the counter, without an account, and compared: that is theirs.
    let own = business(&city, None, "Nguyễn Thị Lan", "362 000 001").await;
    team.take_in(own.id).await;
    city.work_off().await;
    assert_eq!(count(&city, "SELECT COUNT(*) FROM shelf_paper").await, 1);
}

#[tokio::test]
async fn a_revoked_result_leaves_the_shelf_and_an_expired_paper_serves_no_more() {
    let city = City::new().await;
    let citizen = city.citizen("362000001").await;
    let team = Team::at(&city, DESK).await;
    filled(&city, &citizen, &team).await;
    let entry = count(&city, "SELECT id FROM result_entry").await;
    let page = format!("/so-ket-qua/{entry}");
    let said = [
        ("viec", "revoke"),
        ("can-cu", "Giấy tờ không đúng sự thật"),
        ("so-quyet-dinh", "31/QĐ-UBND"),
        ("ngay-quyet-dinh", "10/06/2013"),
    ];
    team.head.submit(&page, "de-nghi", &said).await.expect(303);
    team.leader.submit(&page, "quyet-dinh", &[("quyet-dinh", "dong-y")]).await.expect(303);
    city.work_off().await;
    let shelf = citizen.get(PAGE).await.expect(200).text();
    assert!(shelf.contains("Cơ quan cấp đã thu hồi hoặc thay thế"), "{shelf}");
    assert_eq!(count(&city, "SELECT COUNT(*) FROM shelf_paper WHERE left_at IS NULL").await, 1);
    city.clock.set(crate::city::at("2015-06-11", 9, 0));
    let citizen = city.again("362000001").await;
    let sheet = citizen.get("/thu-tuc/KD-02").await.expect(200).text();
    assert!(!sheet.contains("Kho giấy tờ của bạn"), "24 months are over: {sheet}");
    assert!(
        citizen
            .get(&format!("{PAGE}?tinh-trang=expired"))
            .await
            .expect(200)
            .text()
            .contains("Chứng minh nhân dân")
    );
}

#[tokio::test]
async fn the_owner_is_reminded_once_before_a_paper_ends() {
    let city = City::new().await;
    let citizen = city.citizen("362000001").await;
    let team = Team::at(&city, DESK).await;
    filled(&city, &citizen, &team).await;
    let told = "SELECT COUNT(*) FROM notice WHERE template = 'shelf.ending'";
    let remind = city.app.job("shelf.remind").unwrap();
    (remind.run)(city.app.clone(), serde_json::Value::Null).await.unwrap();
    assert_eq!(count(&city, told).await, 0);
    city.clock.set(crate::city::at("2015-05-20", 9, 0));
    for _ in 0..2 {
        (remind.run)(city.app.clone(), serde_json::Value::Null).await.unwrap();
    }
    assert_eq!(count(&city, told).await, 1, "once");
}
