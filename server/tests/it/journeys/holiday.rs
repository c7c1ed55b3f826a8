//! A holiday is added on the calendar page → a logged job moves the open dossiers → their arithmetic shows the day.

use super::{Team, counter_dossier, page_of};
use crate::city::City;
use platform::Read;

#[tokio::test]
async fn a_holiday_added_by_the_administrator_moves_open_dossiers_and_shows_in_their_arithmetic() {
    let city = City::new().await;
    let team = Team::at(&city, "quan-ninh-kieu").await;
    let dossier = counter_dossier(&city, "quan-ninh-kieu", "KD-01").await;
    team.take_in(dossier.id).await;
    city.work_off().await;
    let due = async || {
        let sql = "SELECT due_at FROM dossier WHERE id = $1";
        city.app.store.number(sql, vec![dossier.id.into()]).await.unwrap()
    };
    let before = (due().await, page_of(&team.clerk, dossier.id).await);
    assert!(!before.1.contains("Ngày hội của thành phố"));

    let it = city.staff("it", "ubnd-tp-can-tho").await;
    let day = [
        ("ngay", "2013-06-12"),
        ("loai", "holiday"),
        ("ten", "Ngày hội của thành phố"),
        ("nguon", "Thông báo thử"),
    ];
    let saved = it.submit("/quan-tri/lich/ngay", "/quan-tri/lich/ngay", &day).await.expect(303);
    let waiting = it.get(&saved.location).await.expect(200);
    assert!(waiting.text().contains("sắp được tính lại"), "{}", waiting.text());
    assert_eq!(due().await, before.0, "the page answers at once, the job follows");

    city.work_off().await;
    let after = page_of(&team.clerk, dossier.id).await;
    assert!(due().await > before.0);
    assert!(after.contains("Ngày hội của thành phố"), "{after}");
    let calm = it.get(&saved.location).await.expect(200);
    assert!(!calm.text().contains("tính lại ngày hẹn"), "{}", calm.text());
    let log = it.get("/quan-tri/nhat-ky").await.expect(200);
    assert!(log.text().contains("Tính lại"), "{}", log.text());
}
