//! Dossiers that may be one and the same.

use super::*;
use contracts::dossiers::DossierFiled;
use platform::Change;

#[tokio::test]
async fn a_filing_is_compared_once_and_its_pairs_are_decided_once_by_the_heads_of_its_agency() {
    let city = City::new().await;
    let app = &city.city.app;
    for _ in 0..2 {
        let tx = app.store.write(&Actor::system()).await.unwrap();
        tx.journal(Change::of("one_stop", "dossier", 2, "file")).await.unwrap();
        tx.emit(&DossierFiled(City::fact(2))).await.unwrap();
        tx.commit().await.unwrap();
        platform::jobs::run_due(app).await.unwrap();
    }
    assert_eq!(city.number("SELECT COUNT(*) FROM job WHERE state <> 'done'").await, 0);
    assert_eq!(city.number("SELECT COUNT(*) FROM desk_twin").await, 1, "with the earlier one only");
    let (head, far, clerk) = (city.token("loan").await, city.token("xa").await, city.token("mai").await);
    let (_, page) = city.get("/ho-so/trung", &head).await;
    assert!(
        page.contains("HT.01-0002") && page.contains("HT.01-0001") && page.contains("cùng số giấy tờ"),
        "{page}"
    );
    assert!(!city.get("/ho-so/trung", &far).await.1.contains("HT.01-0002"));
    assert_eq!(city.get("/ho-so/trung", &clerk).await.0, StatusCode::FORBIDDEN);
    let id = city.number("SELECT MAX(id) FROM desk_twin").await;
    let path = format!("/ho-so/trung/{id}");
    let same = [("quyet-dinh", "same")];
    assert_eq!(city.post(&path, &far, &same).await.0, StatusCode::NOT_FOUND);
    assert_eq!(city.post(&path, &head, &[("quyet-dinh", "x")]).await.0, StatusCode::BAD_REQUEST);
    assert_eq!(city.post(&path, &head, &same).await.0, StatusCode::SEE_OTHER);
    assert_eq!(city.post(&path, &head, &same).await.0, StatusCode::CONFLICT);
    assert!(!city.get("/ho-so/trung", &head).await.1.contains("HT.01-0002"));
    assert!(city.get("/ho-so/trung?tinh-trang=same", &head).await.1.contains("HT.01-0002"));
}

#[tokio::test]
async fn the_code_of_a_twin_elsewhere_is_not_found_out_by_typing() {
    let city = City::new().await;
    let app = &city.city.app;
    let tx = app.store.write(&Actor::system()).await.unwrap();
    tx.journal(Change::of("one_stop", "dossier", 3, "file")).await.unwrap();
    tx.emit(&DossierFiled(City::fact(3))).await.unwrap();
    tx.commit().await.unwrap();
    platform::jobs::run_due(app).await.unwrap();
    let far = city.token("xa").await;
    assert!(city.get("/ho-so/trung?ma=0003", &far).await.1.contains("HT.01-0003"));
    let (_, page) = city.get("/ho-so/trung?ma=0001", &far).await;
    assert!(!page.contains("HT.01-0003") && !page.contains("HT.01-0001"), "{page}");
}
