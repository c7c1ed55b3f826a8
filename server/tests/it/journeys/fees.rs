//! Fees of a dossier from its receipt to the payer's receipt: noted on paper, in cash at the desk, through the training gateway.

use super::{Team, counter_dossier, page_of};
use crate::city::City;
use platform::Read;
use platform::settings::{Payment, Secret, Settings};

#[tokio::test]
async fn a_received_dossiers_fee_is_demanded_taken_in_cash_and_told_to_its_owner() {
    let city = City::new().await;
    let team = Team::at(&city, "quan-ninh-kieu").await;
    let dossier = counter_dossier(&city, "quan-ninh-kieu", "KD-01").await;
    team.take_in(dossier.id).await;
    city.work_off().await;
    let page = page_of(&team.clerk, dossier.id).await;
    assert!(page.contains("Khoản phải nộp") && page.contains("100.000 đồng"), "{page}");
    let follow = format!("/theo-doi/{}", dossier.tracking_key);
    assert!(city.stranger().get(&follow).await.expect(200).text().contains("Nộp phí, lệ phí"));
    let sql = "SELECT id FROM fee_demand WHERE dossier_id = $1";
    let demand = city.app.store.number(sql, vec![dossier.id.into()]).await.unwrap();
    let desk = city.agency("quan-ninh-kieu").to_string();
    let book = team.clerk.post("/so-quy", &[("co-quan", &desk), ("ton", "0")]).await.expect(303).location;
    let path = format!("/khoan-thu/{demand}");
    team.clerk.submit(&path, &format!("{path}/thu"), &[]).await.expect(303);
    let told = city.stranger().get(&follow).await.expect(200).text();
    assert!(told.contains("Phí, lệ phí và biên lai") && !told.contains("Nộp phí, lệ phí"), "{told}");
    let closed = [("to-100000", "1")];
    team.clerk.submit(&book, &format!("{book}/khoa"), &closed).await.expect(303);
    team.head.submit(&book, &format!("{book}/xac-nhan"), &[]).await.expect(303);
    assert!(page_of(&team.clerk, dossier.id).await.contains("Còn thiếu 0 đồng"));
}

#[tokio::test]
async fn a_fee_noted_under_a_paper_receipt_is_paid_and_owed_again_once_it_is_cancelled() {
    let city = City::new().await;
    let team = Team::at(&city, "quan-ninh-kieu").await;
    let dossier = counter_dossier(&city, "quan-ninh-kieu", "KD-01").await;
    team.take_in(dossier.id).await;
    let noted = [("so-tien", "100000"), ("bien-lai", "AA/000123")];
    Team::act(&team.clerk, dossier.id, "thu-phi", &noted).await;
    city.work_off().await;
    assert!(page_of(&team.clerk, dossier.id).await.contains("Còn thiếu 0 đồng"));
    let sql = "SELECT id FROM dossier_fee WHERE dossier_id = $1";
    let line = city.app.store.number(sql, vec![dossier.id.into()]).await.unwrap();
    let cancel = format!("/thu-phi/{line}/huy");
    team.clerk.submit(&cancel, &cancel, &[("ly-do", "Ghi nhầm hồ sơ")]).await.expect(303);
    assert!(page_of(&team.clerk, dossier.id).await.contains("Còn thiếu 100.000 đồng"));
}

#[tokio::test]
async fn who_pays_online_goes_to_the_training_gateway_and_nobody_else_is_charged() {
    let secret = Secret::new("mot bi mat du dai de thu".to_owned());
    let payment = Payment { sandbox: true, secret, ..Payment::default() };
    let url = Some("http://motcua.test".to_owned());
    let city = City::with(Settings { payment: Some(payment), public_url: url, ..Settings::default() }).await;
    let team = Team::at(&city, "quan-ninh-kieu").await;
    let dossier = counter_dossier(&city, "quan-ninh-kieu", "KD-01").await;
    team.take_in(dossier.id).await;
    city.work_off().await;
    let follow = city.stranger().get(&format!("/theo-doi/{}", dossier.tracking_key)).await.expect(200).body;
    let pay = follow.split("href=\"/nop-tien/").nth(1).and_then(|r| r.split('"').next()).unwrap();
    let pay = format!("/nop-tien/{pay}");
    let gateway = city.stranger().submit(&pay, &pay, &[]).await.expect(303).location;
    let page = city.stranger().get(&gateway).await.expect(200).text();
    assert!(page.contains("không có tiền thật") && page.contains("100.000 đồng"), "{page}");
    let changed = gateway.replace("amount=100000", "amount=1");
    city.stranger().get(&changed).await.expect(400);
}

#[tokio::test]
async fn an_appraisal_whose_fee_is_not_paid_does_not_end() {
    let city = City::new().await;
    let team = Team::at(&city, "so-y-te").await;
    let dossier = counter_dossier(&city, "so-y-te", "YT-02").await;
    team.take_in(dossier.id).await;
    city.work_off().await;
    let page = format!("/ho-so/{}/buoc", dossier.id);
    let unpaid = team.specialist.submit(&page, "buoc", &[]).await.expect(409).text();
    assert!(unpaid.contains("300.000 đồng"), "{unpaid}");
    let sql = "SELECT id FROM fee_demand WHERE dossier_id = $1";
    let demand = city.app.store.number(sql, vec![dossier.id.into()]).await.unwrap();
    let desk = city.agency("so-y-te").to_string();
    team.clerk.post("/so-quy", &[("co-quan", &desk), ("ton", "0")]).await.expect(303);
    let path = format!("/khoan-thu/{demand}");
    team.clerk.submit(&path, &format!("{path}/thu"), &[]).await.expect(303);
    Team::act(&team.specialist, dossier.id, "buoc", &[]).await;
}

#[tokio::test]
async fn who_looks_a_dossier_up_by_its_code_is_told_of_a_fee_and_a_correction_and_nothing_of_them() {
    let city = City::new().await;
    let team = Team::at(&city, "quan-ninh-kieu").await;
    let dossier = counter_dossier(&city, "quan-ninh-kieu", "KD-01").await;
    let typed = [("ma", dossier.code.as_str()), ("so", "4567")];
    let before = city.stranger().post("/tra-cuu", &typed).await.expect(200).text();
    assert!(!before.contains("chưa nộp") && !before.contains("đang chờ bạn sửa"), "{before}");
    team.take_in(dossier.id).await;
    city.work_off().await;
    let owed = city.stranger().post("/tra-cuu", &typed).await.expect(200).text();
    assert!(owed.contains("còn khoản phí, lệ phí chưa nộp") && !owed.contains("100.000"), "{owed}");

    let talk = format!("/ho-so/{}/trao-doi", dossier.id);
    let shown = team.clerk.get(&talk).await.expect(200).body;
    let part = crate::forms::find(&shown, &talk).first_offered("muc");
    let words = "Xin gửi lại giấy đề nghị có chữ ký.";
    let asked = [("loai", "correction"), ("noi_dung", words), ("muc", &part), ("han", "2013-06-14")];
    team.clerk.submit(&talk, &talk, &asked).await.expect(303);
    let waiting = city.stranger().post("/tra-cuu", &typed).await.expect(200).text();
    assert!(waiting.contains("hạn đến 14/06/2013") && !waiting.contains(words), "{waiting}");
}
