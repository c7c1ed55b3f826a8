//! Behind the code on a receipt: its entry in the sealed ledger, for whoever holds the receipt and for whoever checks.

use super::{Team, counter_dossier};
use crate::city::City;

#[tokio::test]
async fn a_receipt_leads_to_its_place_in_the_sealed_ledger() {
    let city = City::new().await;
    let team = Team::at(&city, "quan-ninh-kieu").await;
    let dossier = counter_dossier(&city, "quan-ninh-kieu", "KD-01").await;
    team.take_in(dossier.id).await;
    let page = format!("/theo-doi/{}", dossier.tracking_key);
    let stranger = city.stranger();
    assert!(stranger.get(&page).await.expect(200).body.contains("Kiểm tra niêm phong"));
    let early = stranger.get(&format!("{page}/niem-phong")).await.expect(200).body;
    assert!(early.contains("chưa được niêm phong"), "{early}");
    stranger.get(&format!("{page}/niem-phong?dang=json")).await.expect(404);

    platform::ledger::seal(&city.app).await.unwrap();
    let sealed = stranger.get(&format!("{page}/niem-phong")).await.expect(200).body;
    assert!(sealed.contains("Khớp") && sealed.contains("Tiếp nhận hồ sơ"), "{sealed}");
    assert!(!sealed.contains("Lê Văn Tám"), "the proof names nobody");
    let proof = stranger.get(&format!("{page}/niem-phong?dang=json")).await.expect(200).body;
    let proof: ledger::Proof = serde_json::from_str(&proof).unwrap();
    let published = stranger.get("/niem-phong").await.expect(200).body;
    assert!(
        published.contains(&proof.key.replace('+', "&#43;")) || published.contains(&proof.key),
        "{published}"
    );
    assert!(proof.check(None).unwrap().is_some());
    let note = stranger.get("/niem-phong/dau").await.expect(200).body;
    assert_eq!(note, proof.checkpoint);
}

#[tokio::test]
async fn an_inspector_checks_the_ledger_and_is_told_what_does_not_fit() {
    let city = City::new().await;
    let team = Team::at(&city, "quan-ninh-kieu").await;
    let dossier = counter_dossier(&city, "quan-ninh-kieu", "KD-01").await;
    team.take_in(dossier.id).await;
    platform::ledger::seal(&city.app).await.unwrap();
    let inspector = city.staff("inspector", "ubnd-tp-can-tho").await;
    inspector.post("/quan-tri/niem-phong/kiem-tra", &[]).await.expect(303);
    city.work_off().await;
    let fine = inspector.get("/quan-tri/niem-phong").await.expect(200).body;
    assert!(fine.contains("đều khớp"), "{fine}");
    let tx = city.app.store.housekeeping().await.unwrap();
    let sql = "UPDATE journal SET reason = 'khác' WHERE record = 'dossier' AND record_id = $1 AND action = 'receive'";
    assert_eq!(tx.exec(sql, vec![dossier.id.into()]).await.unwrap(), 1);
    tx.commit().await.unwrap();
    inspector.post("/quan-tri/niem-phong/kiem-tra", &[]).await.expect(303);
    city.work_off().await;
    let broken = inspector.get("/quan-tri/niem-phong").await.expect(200).body;
    assert!(broken.contains("không khớp") && broken.contains("đã bị sửa"), "{broken}");
    team.clerk.get("/quan-tri/niem-phong").await.expect(403);
}
