//! A conversation on a real dossier: asked by the key of the receipt, answered at the desk, a correction asked and made.

use super::{Team, counter_dossier, page_of};
use crate::city::City;
use platform::Read;

#[tokio::test]
async fn an_applicant_without_an_account_asks_by_the_key_and_is_answered() {
    let city = City::new().await;
    let team = Team::at(&city, "quan-ninh-kieu").await;
    let dossier = counter_dossier(&city, "quan-ninh-kieu", "XD-01").await;
    team.take_in(dossier.id).await;
    let due = "SELECT COALESCE(due_at, 0) FROM dossier WHERE id = $1";
    let promised = city.app.store.number(due, vec![dossier.id.into()]).await.unwrap();
    let stranger = city.stranger();
    let followed = stranger.get(&format!("/theo-doi/{}", dossier.tracking_key)).await.expect(200);
    let path = format!("/theo-doi/{}/trao-doi", dossier.tracking_key);
    assert!(followed.body.contains(&path));
    stranger.submit(&path, "trao-doi", &[("noi_dung", "Bao giờ có người xuống xem đất?")]).await.expect(303);
    assert!(page_of(&team.specialist, dossier.id).await.contains("Trao đổi (chờ trả lời)"));
    assert!(team.clerk.get("/trao-doi").await.expect(200).body.contains(&dossier.code));
    let desk = format!("/ho-so/{}/trao-doi", dossier.id);
    let page = team.specialist.get(&desk).await.expect(200);
    assert!(page.text().contains("Bao giờ có người xuống xem đất?"));
    let part = page.body.split("name=\"muc\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let asked =
        [("loai", "correction"), ("noi_dung", "Xin gửi lại bản vẽ."), ("muc", &part), ("han", "2013-06-14")];
    team.specialist.submit(&desk, "trao-doi", &asked).await.expect(303);
    assert!(!team.clerk.get("/trao-doi").await.expect(200).body.contains(&dossier.code));
    let own = stranger.get(&path).await.expect(200).text();
    assert!(own.contains("Xin gửi lại bản vẽ.") && own.contains("14/06/2013"), "{own}");
    // The form chooses the request that waits.
    stranger.submit(&path, "trao-doi", &[("noi_dung", "Tôi đã gửi lại.")]).await.expect(303);
    assert!(team.specialist.get(&desk).await.expect(200).text().contains("Đã trả lời, chờ xem"));
    let now = city.app.store.number(due, vec![dossier.id.into()]).await.unwrap();
    assert_eq!(now, promised, "the clock runs on");
    let other = city.staff("clerk", "phuong-an-hoa").await;
    assert_eq!(other.get(&desk).await.status.as_u16(), 404);
}
