//! At the counter: intake for a proxy, papers checked one by one, the receipt with its arithmetic.

use super::page_of;
use crate::city::City;
use platform::Read;

#[tokio::test]
async fn a_clerk_takes_in_a_dossier_from_a_proxy_and_prints_its_receipt() {
    let city = City::new().await;
    let clerk = city.staff("clerk", "quan-ninh-kieu").await;
    let shown = clerk.get("/quay/nhan?thu-tuc=KD-01").await.expect(200);
    let form = crate::forms::find(&shown.body, "/quay/nhan");
    let mut changes: Vec<(String, String)> = Vec::new();
    for (name, value) in &form.fields {
        // The electronic form is not demanded at the counter: the signed paper is there.
        if value.is_empty() && !name.starts_with(eforms::PREFIX) {
            let filled = match name.as_str() {
                n if n.contains("ho-ten") || n.contains("ho_ten") => "Trần Thị Bé Ba",
                n if n.contains("giay-to") || n.contains("giay_to") => "361999888",
                n if n.contains("dia-chi") || n.contains("dia_chi") => "12 Hai Bà Trưng, Ninh Kiều",
                n if n.contains("dien-thoai") || n.contains("dien_thoai") => "0909111222",
                _ => continue,
            };
            changes.push((name.clone(), filled.to_owned()));
        }
    }
    for (name, _) in &form.offered {
        if name.starts_with("giay-") && form.offered.iter().any(|(n, v)| n == name && v == "original") {
            changes.push((name.clone(), "original".to_owned()));
        }
    }
    let changes: Vec<(&str, &str)> = changes.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let form = form.with(&changes);
    let fields: Vec<(&str, &str)> = form.fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let answer = clerk.post("/quay/nhan", &fields).await.expect(303);
    let id: i64 = answer.location.rsplit('/').next().unwrap().parse().unwrap();
    let page = page_of(&clerk, id).await;
    assert!(page.contains("Trần Thị Bé Ba"), "{page}");
    let again = clerk.post("/quay/nhan", &fields).await.expect(303);
    assert_eq!(again.location, answer.location, "a replayed post opened a second dossier");
    let count = city.app.store.number("SELECT COUNT(*) FROM dossier", vec![]).await.unwrap();
    assert_eq!(count, 1);
    let receipt = clerk.get(&format!("/ho-so/{id}/in/01")).await.expect(200);
    assert_eq!(receipt.content_type, "application/pdf");
    assert!(receipt.bytes.starts_with(b"%PDF"));
}

#[tokio::test]
async fn a_second_receipt_is_refused_and_names_no_later_text() {
    let city = City::new().await;
    let clerk = city.staff("clerk", "phuong-cai-khe").await;
    let dossier = super::counter_dossier(&city, "phuong-cai-khe", "HT-01").await;
    let shown = clerk.get(&format!("/ho-so/{}/tiep-nhan", dossier.id)).await.expect(200);
    let form = crate::forms::find(&shown.body, "tiep-nhan");
    let fields: Vec<(&str, &str)> = form.fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    clerk.post(&form.action, &fields).await.expect(303);
    let second = clerk.post(&form.action, &fields).await;
    assert_eq!(second.status.as_u16(), 409);
    assert!(second.text().contains("Tiếp nhận hồ sơ"), "who acted meanwhile is told: {}", second.text());
    assert!(!second.text().contains("61/2018"), "{}", second.text());
}

#[tokio::test]
async fn the_second_of_two_clerks_is_told_what_changed() {
    let city = City::new().await;
    let clerk = city.staff("clerk", "phuong-cai-khe").await;
    let dossier = super::counter_dossier(&city, "phuong-cai-khe", "HT-01").await;
    let seen = clerk.get(&format!("/ho-so/{}/tu-choi", dossier.id)).await.expect(200);
    let form = crate::forms::find(&seen.body, "tu-choi");
    super::Team::act(&clerk, dossier.id, "tiep-nhan", &[]).await;
    let fields: Vec<(&str, &str)> = form.fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let late = clerk.post(&form.action, &fields).await;
    assert!(matches!(late.status.as_u16(), 409 | 422), "{}", late.status);
}
