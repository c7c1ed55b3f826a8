//! A published flow from the drawing board to the signed result: drawn, approved, followed by a dossier.

use super::{Team, dossier_of};
use crate::city::City;
use platform::Read;

#[tokio::test]
async fn a_flow_drawn_and_approved_is_followed_by_the_dossiers_received_from_its_day_on() {
    let city = City::new().await;
    let before = dossier_of(&city, "quan-ninh-kieu", "KD-02", None).await;
    let team = Team::at(&city, "quan-ninh-kieu").await;
    team.take_in(before.id).await;
    let author = city.staff("procedure_control", "ubnd-tp-can-tho").await;
    author.post("/quan-tri/quy-trinh/moi", &[("thu_tuc", "KD-02")]).await.expect(303);
    let id = city.app.store.number("SELECT MAX(id) FROM flow_design", vec![]).await.unwrap();
    let flow = format!("/quan-tri/quy-trinh/{id}");
    // The head's step goes: what led to it leads to the signature.
    author.post(&format!("{flow}/nut/buoc-3/chuyen"), &[("di", "bo"), ("lan", "1")]).await.expect(303);
    author.post(&format!("{flow}/trinh"), &[]).await.expect(303);
    let second = city.staff("reform", "ubnd-tp-can-tho").await;
    let today = city.clock.now().day().to_string();
    second.post(&format!("{flow}/duyet"), &[("tu_ngay", today.as_str()), ("lan", "2")]).await.expect(303);
    let after = dossier_of(&city, "quan-ninh-kieu", "KD-02", None).await;
    team.take_in(after.id).await;
    for (dossier, role) in [(before.id, "head"), (after.id, "leader")] {
        Team::act(&team.specialist, dossier, "buoc", &[]).await;
        let sql = "SELECT COUNT(*) FROM dossier WHERE id = $1 AND step_role = $2";
        let there = city.app.store.number(sql, vec![dossier.into(), role.into()]).await.unwrap();
        assert_eq!(
            there, 1,
            "who received before keeps the plain steps, who receives after follows the flow"
        );
    }
    team.settle(after.id).await;
    let page = team.clerk.get(&format!("/ho-so/{}?phan=tien-trinh", after.id)).await.expect(200);
    assert!(page.body.contains("<svg class=\"flow\""), "{}", page.text());
}
