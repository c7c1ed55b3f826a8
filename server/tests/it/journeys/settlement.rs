//! From the desk to the evaluation: a dossier settled by people counts for its agency and for each of them, with its records.

use super::{Team, counter_dossier};
use crate::city::{City, at};
use platform::Read;

const AGENCY: &str = "quan-ninh-kieu";

/// Every kept count as a line.
async fn dump(city: &City) -> Vec<String> {
    let sql = "SELECT CAST(agency_id AS TEXT) || '|' || month_on || '|' || item || '|' || CAST(numerator AS TEXT) || '|' || \
               CAST(denominator AS TEXT) AS line FROM settlement_tally";
    let mut lines: Vec<String> = city
        .app
        .store
        .rows::<(String,)>(sql, vec![])
        .await
        .unwrap()
        .into_iter()
        .map(|(line,)| line)
        .collect();
    lines.sort();
    lines
}

#[tokio::test]
async fn a_settled_dossier_counts_for_its_agency_and_for_who_worked_on_it() {
    let city = City::new().await;
    let team = Team::at(&city, AGENCY).await;
    let dossier = counter_dossier(&city, AGENCY, "KD-01").await;
    team.take_in(dossier.id).await;
    team.settle(dossier.id).await;
    city.work_off().await;
    let base = format!("/danh-gia-giai-quyet/co-quan/{AGENCY}");
    let page = team.leader.get(&format!("{base}?ky=2013-06")).await.expect(200).text();
    assert!(page.contains("2 điểm ÷ 1 hồ sơ = 2"), "settled on its first day: {page}");
    assert!(page.contains("1 ÷ 1 = 100 %; × 20 = 20"), "{page}");
    assert!(page.contains("chưa ai ghi lại việc niêm yết"), "{page}");
    let posting = [("ky", "2013-06"), ("niem_yet", "co"), ("tu", "2013-06-03"), ("can_cu", "Biên bản 02/BB")];
    let later = [posting[0], posting[1], ("tu", "2014-01-01"), posting[3]];
    let refused = team.leader.post(&format!("{base}/niem-yet"), &later).await.expect(422);
    assert!(refused.body.contains("Biên bản 02/BB"), "what was typed stays: {}", refused.body);
    team.leader.post(&format!("{base}/niem-yet"), &posting).await.expect(303);
    let page = team.leader.get(&format!("{base}?ky=2013-06")).await.expect(200).text();
    assert!(page.contains("Biên bản 02/BB") && !page.contains("chưa ai ghi lại việc niêm yết"), "{page}");
    let records = team.leader.get(&format!("{base}/ho-so?muc=d1&ky=2013-06")).await.expect(200).text();
    assert!(records.contains(&dossier.code), "{records}");
    let procedures = team.leader.get(&format!("{base}/thu-tuc?muc=day-du&ky=2013-06")).await.expect(200);
    assert!(procedures.text().contains("KD-01"), "{}", procedures.text());
    let own = team.specialist.get("/danh-gia-giai-quyet/cua-toi?ky=2013-06").await.expect(200).text();
    assert!(own.contains("2 điểm ÷ 1 hồ sơ = 2"), "{own}");
    let officers = team.leader.get("/danh-gia-giai-quyet/can-bo?ky=2013-06").await.expect(200).text();
    assert!(officers.contains("Hoàn thành 100 % nhiệm vụ"), "{officers}");
    let ends = team.leader.get(&format!("/danh-gia-giai-quyet/hai-moc/{}", dossier.id)).await.expect(200);
    assert!(ends.text().contains("Ký kết quả (trạng thái 9)"), "{}", ends.text());
    let paper = team.leader.get(&format!("{base}/in?ky=2013-06")).await.expect(200);
    assert_eq!(paper.content_type, "application/pdf");
    let public = city.stranger().get("/chat-luong-phuc-vu?ky=2013-06").await.expect(200).text();
    assert!(!public.contains("Ninh Kiều"), "one dossier is not published: {public}");
}

#[tokio::test]
async fn a_complaint_counts_against_attitude_until_it_is_found_not_to_be_so() {
    let city = City::new().await;
    let team = Team::at(&city, AGENCY).await;
    let dossier = counter_dossier(&city, AGENCY, "KD-01").await;
    team.take_in(dossier.id).await;
    team.settle(dossier.id).await;
    let number = async |sql: &str| city.app.store.number(sql, vec![]).await.unwrap();
    let attitude = async || {
        city.work_off().await;
        number("SELECT numerator FROM settlement_tally WHERE item = 'd7' AND denominator = 1").await
    };
    assert_eq!(attitude().await, 2, "early, and nobody complains");
    let keys = city.app.store.rows::<(String,)>("SELECT tracking_key FROM dossier", vec![]).await.unwrap();
    let complaint = [("noi_dung", "Hai lần bị bảo chờ."), ("phan_nan", "co")];
    let thread = format!("/theo-doi/{}/trao-doi", keys[0].0);
    city.stranger().post(&thread, &complaint).await.expect(303);
    assert_eq!(attitude().await, 0);
    let message = number("SELECT MAX(id) FROM dossier_message").await;
    let finding = [("ket_luan", "false"), ("vi_sao", "Đã xem camera: được hướng dẫn ngay.")];
    let conclude = format!("/ho-so/{}/trao-doi/{message}/ket-luan", dossier.id);
    team.head.post(&conclude, &finding).await.expect(303);
    assert_eq!(attitude().await, 2);
}

#[tokio::test]
async fn kept_counts_of_real_dossiers_equal_those_made_from_scratch() {
    let city = City::new().await;
    let team = Team::at(&city, AGENCY).await;
    let mut ids = Vec::new();
    for procedure in ["KD-01", "XD-01", "KD-01", "XD-01"] {
        let dossier = counter_dossier(&city, AGENCY, procedure).await;
        team.take_in(dossier.id).await;
        ids.push(dossier.id);
    }
    team.settle(ids[0]).await;
    team.settle(ids[1]).await;
    Team::act(&team.clerk, ids[2], "xin-rut", &[("ly-do", "Không cần nữa.")]).await;
    city.work_off().await;
    // Months later the open ones are late beyond doubt.
    city.clock.set(at("2013-12-02", 9, 0));
    let kept = dump(&city).await;
    assert!(!kept.is_empty());
    apparatus::settlement::rebuild(&city.app, &|_, _, _| {}).await.unwrap();
    let rebuilt = dump(&city).await;
    assert!(rebuilt.iter().filter(|l| l.contains("|q21|")).count() >= 1, "{rebuilt:?}");
    for line in kept.iter().filter(|l| !l.contains("|q21|")) {
        assert!(rebuilt.contains(line), "{line} is not among {rebuilt:?}");
    }
    apparatus::settlement::rebuild(&city.app, &|_, _, _| {}).await.unwrap();
    assert_eq!(dump(&city).await, rebuilt);
}
