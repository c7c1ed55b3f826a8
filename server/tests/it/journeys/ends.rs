//! The other ends: refusal at the counter, withdrawal, refusal as a result.

use super::{Team, counter_dossier, page_of};
use crate::city::City;

#[tokio::test]
async fn a_refusal_at_the_counter_is_in_writing_with_its_reason() {
    let city = City::new().await;
    let clerk = city.staff("clerk", "phuong-cai-khe").await;
    let dossier = counter_dossier(&city, "phuong-cai-khe", "HT-01").await;
    let shown = clerk.get(&format!("/ho-so/{}/tu-choi", dossier.id)).await.expect(200);
    let code = crate::forms::find(&shown.body, "tu-choi").first_offered("loai-ly-do");
    let empty = clerk.submit(&format!("/ho-so/{}/tu-choi", dossier.id), "tu-choi", &[]).await;
    assert_eq!(empty.status.as_u16(), 422, "a refusal without a reason");
    let reason = "Việc này thuộc thẩm quyền của quận.";
    Team::act(&clerk, dossier.id, "tu-choi", &[("loai-ly-do", &code), ("ly-do", reason)]).await;
    assert!(page_of(&clerk, dossier.id).await.contains(reason));
    let paper = clerk.get(&format!("/ho-so/{}/in/03", dossier.id)).await.expect(200);
    assert!(paper.bytes.starts_with(b"%PDF"));
    let tracked = city.stranger().get(&format!("/theo-doi/{}", dossier.tracking_key)).await.expect(200);
    assert!(!tracked.body.contains("Lê Văn Tám"), "a stranger with the link reads no name");
}

#[tokio::test]
async fn a_withdrawal_is_lawful_until_the_result() {
    let city = City::new().await;
    let team = Team::at(&city, "quan-ninh-kieu").await;
    let dossier = counter_dossier(&city, "quan-ninh-kieu", "KD-01").await;
    team.take_in(dossier.id).await;
    Team::act(&team.clerk, dossier.id, "xin-rut", &[("ly-do", "Không có nhu cầu nữa.")]).await;
    Team::act(&team.clerk, dossier.id, "xac-nhan-rut", &[]).await;
    let other = counter_dossier(&city, "quan-ninh-kieu", "KD-01").await;
    team.take_in(other.id).await;
    team.settle(other.id).await;
    assert_eq!(team.clerk.get(&format!("/ho-so/{}/xin-rut", other.id)).await.status.as_u16(), 409);
}
