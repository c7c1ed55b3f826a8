//! After the result: one rating by link, counted once, never published below the minimum count.

use super::{Team, counter_dossier};
use crate::city::City;
use contracts::satisfaction::Ratings;
use std::sync::Arc;

#[tokio::test]
async fn a_returned_dossier_is_rated_once() {
    let city = City::new().await;
    let team = Team::at(&city, "quan-ninh-kieu").await;
    let dossier = counter_dossier(&city, "quan-ninh-kieu", "KD-01").await;
    team.take_in(dossier.id).await;
    team.settle(dossier.id).await;
    Team::act(&team.clerk, dossier.id, "tra-ket-qua", &[("nguoi-nhan", "Lê Văn Tám")]).await;
    city.work_off().await;
    let ratings: Arc<dyn Ratings> = city.app.port().unwrap();
    let link = ratings.link(&city.app, dossier.id).await.unwrap().expect("a rating page");
    let shown = city.stranger().get(&link).await.expect(200);
    let form = crate::forms::find(&shown.body, &link);
    let names: std::collections::BTreeSet<String> =
        form.offered.iter().filter(|(_, v)| v == "5").map(|(n, _)| n.clone()).collect();
    assert!(names.len() >= 5, "five factors: {names:?}");
    let changes: Vec<(&str, &str)> = names.iter().map(|n| (n.as_str(), "5")).collect();
    city.stranger().submit(&link, &link, &changes).await.expect(303);
    let again = city.stranger().post(&link, &changes).await;
    assert!(matches!(again.status.as_u16(), 409 | 422), "a second rating: {}", again.status);
    city.work_off().await;
    let public = city.stranger().get("/hai-long/cong-khai").await.expect(200);
    assert!(!public.text().contains("100,0 %"), "one rating is not published: {}", public.text());
}
