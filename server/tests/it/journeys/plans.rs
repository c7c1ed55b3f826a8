//! A plan is written, sent and waits in the list of all that waits, beside the dossiers → a second person approves it → its work is
//! told of → everybody reads how far it is.

use super::{Team, counter_dossier};
use crate::city::City;

#[tokio::test]
async fn a_plan_waits_for_its_approver_and_everybody_reads_how_far_it_is() {
    let city = City::new().await;
    let team = Team::at(&city, "quan-ninh-kieu").await;
    let dossier = counter_dossier(&city, "quan-ninh-kieu", "KD-01").await;
    team.take_in(dossier.id).await;
    let writer = city.staff("specialist", "so-noi-vu").await;
    let head = city.staff("head", "so-noi-vu").await;
    let approver = city.staff("leader", "ubnd-tp-can-tho").await;

    let begun = [("co-quan", "so-noi-vu"), ("nam", "2013"), ("ky", "second")];
    let plan = writer.post("/ke-hoach-cchc/lap", &begun).await.expect(303).location;
    let task = [
        ("linh-vuc", "II.3"),
        ("ten", "Khảo sát mức độ hài lòng"),
        ("san-pham", "Báo cáo khảo sát"),
        ("chu-tri", "so-noi-vu"),
        ("phoi-hop", "quan-ninh-kieu"),
        ("tu", "2013-07-01"),
        ("den", "2013-09-30"),
        ("tien", "60.000.000"),
        ("nguon", "city"),
    ];
    writer.post(&format!("{plan}/viec-moi"), &task).await.expect(303);
    head.post(&format!("{plan}/trinh"), &[]).await.expect(303);

    let waiting = approver.get("/dang-cho?loai=plan").await.expect(200);
    assert!(waiting.body.contains(&plan), "{}", waiting.text());
    let dossiers = approver.get("/dang-cho?loai=dossier").await.expect(200);
    assert!(dossiers.body.contains(&dossier.code), "{}", dossiers.text());
    assert!(!dossiers.body.contains("Lê Văn Tám"), "no applicant is named: {}", dossiers.text());
    writer.get("/dang-cho").await.expect(403);
    writer.get("/dang-cho/cua-toi").await.expect(200);

    let decision = [("quyet-dinh", "Quyết định số 15/QĐ-UBND"), ("ngay", "2013-06-10")];
    approver.post(&format!("{plan}/duyet"), &decision).await.expect(303);
    let paper = head.get(&format!("{plan}/in")).await.expect(200);
    assert!(paper.bytes.starts_with(b"%PDF-"));
    let told = [("tien-do", "30"), ("ngay", "2013-06-10"), ("noi-dung", "Đã chọn mẫu khảo sát")];
    writer.post("/ke-hoach-cchc/viec/1/tien-do", &told).await.expect(303);
    approver.get("/ke-hoach-cchc/co-quan?nam=2010").await.expect(200);
    let public = approver.get("/ke-hoach/1").await.expect(200);
    assert!(public.text().contains("Khảo sát mức độ hài lòng"), "{}", public.text());
    let sheet = writer.get(&format!("{plan}/bang")).await.expect(200);
    let rows = platform::workbook::rows(&sheet.bytes, &BOUNDS).unwrap();
    assert!(rows.iter().flatten().any(|cell| cell == "Khảo sát mức độ hài lòng"), "{rows:?}");
}

const BOUNDS: platform::workbook::Bounds =
    platform::workbook::Bounds { part: 4 << 20, rows: 1_000, columns: 30, letters: 2_000, all: 100_000 };
