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
    assert!(stranger.get(&page).await.expect(200).body.contains("chưa được niêm phong"));

    platform::ledger::seal(&city.app).await.unwrap();
    let mark = platform::ledger::entry_of(&city.app.store, "dossier", dossier.id, "receive").await.unwrap();
    let mark = mark.unwrap();
    let (entry, hash) = (mark.id.to_string(), mark.hash[..16].to_owned());
    let followed = stranger.get(&page).await.expect(200).body;
    for told in
        ["Khớp", "Từ lúc niêm phong đến nay không ai sửa", &entry, &hash, "Chuyển đến bộ phận giải quyết"]
    {
        assert!(followed.contains(told), "the page behind the code tells of both: {told} in {followed}");
    }
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
async fn every_printing_of_a_receipt_carries_the_entry_behind_its_code_and_who_printed_it_when() {
    let city = City::new().await;
    let team = Team::at(&city, "quan-ninh-kieu").await;
    let dossier = counter_dossier(&city, "quan-ninh-kieu", "KD-01").await;
    team.take_in(dossier.id).await;
    let mark = platform::ledger::entry_of(&city.app.store, "dossier", dossier.id, "receive").await.unwrap();
    let mark = mark.unwrap();
    let (entry, hash) = (format!("mục nhật ký số {}", mark.id), mark.hash[..16].to_owned());
    let first = team.clerk.get(&format!("/ho-so/{}/in/01?lien=2", dossier.id)).await.expect(200);
    city.clock.set(city.clock.now().plus_minutes(20));
    let again = team.clerk.get(&format!("/ho-so/{}/in/01?lien=2", dossier.id)).await.expect(200);
    let own = city.stranger().get(&format!("/theo-doi/{}/phieu-hen", dossier.tracking_key)).await.expect(200);
    let printed = [
        (first, "In lúc 08:30 10/06/2013, người in: Cán bộ clerk"),
        (again, "In lúc 08:50 10/06/2013, người in: Cán bộ clerk"),
        (own, "Tải về lúc 08:50 10/06/2013"),
    ];
    for (answer, printing) in printed {
        assert!(answer.bytes.starts_with(b"%PDF-"));
        let Some(words) = words(&answer.bytes) else { continue };
        for told in [entry.as_str(), hash.as_str(), printing] {
            assert!(words.contains(told), "{told} in {words}");
        }
    }
}

/// The words of a PDF, where this machine can read one.
fn words(pdf: &[u8]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("giay.pdf");
    std::fs::write(&file, pdf).unwrap();
    let out = std::process::Command::new("pdftotext").arg("-layout").arg(&file).arg("-").output().ok()?;
    let text = String::from_utf8(out.stdout).unwrap();
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
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
