//! Another unit's opinion, and the one re-appointment with its apology before the legal moment.

use super::{Team, counter_dossier, page_of};
use crate::city::{City, at};

#[tokio::test]
async fn another_unit_answers_before_the_result_is_signed() {
    let city = City::new().await;
    let team = Team::at(&city, "quan-ninh-kieu").await;
    let other = city.staff("specialist", "so-xay-dung").await;
    let dossier = counter_dossier(&city, "quan-ninh-kieu", "XD-01").await;
    team.take_in(dossier.id).await;
    let unit = city.agency("so-xay-dung").to_string();
    Team::act(
        &team.specialist,
        dossier.id,
        "y-kien",
        &[
            ("don-vi", &unit),
            ("cau-hoi", "Công trình có phù hợp quy hoạch không?"),
            ("han-tra-loi", "2013-06-14"),
        ],
    )
    .await;
    let waiting = other.get("/y-kien").await.expect(200);
    assert!(waiting.body.contains(&dossier.code));
    let path = waiting
        .body
        .split("href=\"")
        .filter_map(|h| h.split('"').next())
        .find(|h| h.starts_with("/y-kien/"))
        .unwrap()
        .to_owned();
    assert_eq!(
        other.get(&format!("/ho-so/{}", dossier.id)).await.status.as_u16(),
        404,
        "the dossier itself stays closed"
    );
    other.submit(&path, &path, &[("tra-loi", "Phù hợp quy hoạch 1/500.")]).await.expect(303);
    assert!(page_of(&team.specialist, dossier.id).await.contains(&dossier.code));
    let opinions = team.specialist.get(&format!("/ho-so/{}?phan=y-kien", dossier.id)).await.expect(200);
    assert!(opinions.text().contains("Phù hợp quy hoạch 1/500."));
}

#[tokio::test]
async fn a_promise_is_put_off_once_with_an_apology_before_the_legal_moment() {
    let city = City::new().await;
    let team = Team::at(&city, "quan-ninh-kieu").await;
    let dossier = counter_dossier(&city, "quan-ninh-kieu", "KD-01").await;
    team.take_in(dossier.id).await;
    Team::act(&team.specialist, dossier.id, "buoc", &[]).await;
    let reason = "Phải xác minh địa điểm kinh doanh.";
    Team::act(&team.head, dossier.id, "gia-han", &[("ngay-moi", "2013-06-24"), ("ly-do", reason)]).await;
    let apology = team.head.get(&format!("/ho-so/{}/in/04", dossier.id)).await.expect(200);
    assert!(apology.bytes.starts_with(b"%PDF"));
    let again = team.head.get(&format!("/ho-so/{}/gia-han", dossier.id)).await;
    assert_eq!(again.status.as_u16(), 409);
    let late = counter_dossier(&city, "quan-ninh-kieu", "KD-01").await;
    team.take_in(late.id).await;
    city.clock.set(at("2013-06-17", 8, 0));
    let head = city.again("quan-ninh-kieu.head").await;
    assert_eq!(
        head.get(&format!("/ho-so/{}/gia-han", late.id)).await.status.as_u16(),
        409,
        "on the promised day it is too late"
    );
}
