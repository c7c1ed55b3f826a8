//! Starting again: what ships comes into the city once, and what the city changed stays.

use crate::city::City;
use platform::{Actor, Read};
use procedures::catalogue::{ImportFile, import, shipped};

/// The number of entries in the journal.
async fn entries(city: &City) -> i64 {
    city.app.store.number("SELECT COUNT(*) FROM journal", vec![]).await.unwrap()
}

#[tokio::test]
async fn a_second_start_changes_nothing() {
    let city = City::new().await;
    let before = entries(&city).await;
    motcua::seed(&city.app).await.unwrap();
    assert_eq!(entries(&city).await, before);
}

#[tokio::test]
async fn a_procedure_the_city_corrected_stays_corrected_after_a_restart() {
    let city = City::new().await;
    let file = shipped().into_iter().find(|f| f.name == "HT-01.yaml").unwrap();
    let name = file.text.lines().find_map(|l| l.strip_prefix("name: ")).unwrap().to_owned();
    let text = file.text.replacen(&name, "Tên do thành phố sửa lại", 1);
    let corrected = ImportFile { name: "sua.yaml".to_owned(), text };
    import(&city.app, &Actor::system(), &[corrected]).await.unwrap();
    motcua::seed(&city.app).await.unwrap();
    let page = city.stranger().get("/thu-tuc/HT-01").await.expect(200);
    assert!(page.text().contains("Tên do thành phố sửa lại"), "{}", page.text());
}

#[tokio::test]
async fn a_programme_the_city_imported_is_not_taken_back_by_a_restart() {
    let city = City::new().await;
    let text = steering::programme::SHIPPED.replacen("number: 2527/QĐ-UBND", "number: 1/QĐ-UBND", 1);
    steering::programme::import(&city.app, &text).await.unwrap();
    motcua::seed(&city.app).await.unwrap();
    let programmes: std::sync::Arc<dyn contracts::programme::Programmes> = city.app.port().unwrap();
    assert_eq!(programmes.current(&city.app).await.unwrap().unwrap().decision, "1/QĐ-UBND");
}

#[tokio::test]
async fn a_day_the_city_took_out_of_the_calendar_stays_out() {
    let city = City::new().await;
    let it = city.staff("it", "ubnd-tp-can-tho").await;
    let days = async || city.app.store.number("SELECT COUNT(*) FROM calendar_day", vec![]).await.unwrap();
    let before = days().await;
    let last = "SELECT day_on FROM calendar_day ORDER BY day_on DESC LIMIT 1";
    let (day,): (String,) = city.app.store.row(last, vec![]).await.unwrap().unwrap();
    it.post("/quan-tri/lich/ngay/bo", &[("ngay", &day)]).await.expect(303);
    motcua::seed(&city.app).await.unwrap();
    assert_eq!(days().await, before - 1);
}
