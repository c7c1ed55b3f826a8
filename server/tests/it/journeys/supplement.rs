//! Papers are missing: asked once and in full, the clock pauses (the era's profile), the dossier goes on.

use super::{Team, counter_dossier, page_of};
use crate::city::{City, at};

#[tokio::test]
async fn a_supplement_stops_the_clock_and_moves_the_promise() {
    let city = City::new().await;
    let team = Team::at(&city, "quan-ninh-kieu").await;
    let dossier = counter_dossier(&city, "quan-ninh-kieu", "XD-01").await;
    team.take_in(dossier.id).await;
    let before = promised(&city, dossier.id).await;
    let reason = reason(&team, dossier.id).await;
    let asked = [("loai-ly-do", reason.as_str()), ("noi-dung", "Thiếu bản vẽ móng.")];
    Team::act(&team.specialist, dossier.id, "bo-sung", &asked).await;
    let page = page_of(&team.clerk, dossier.id).await;
    assert!(page.contains("bổ sung"), "{page}");
    city.clock.set(at("2013-06-17", 9, 0));
    let clerk = city.again("quan-ninh-kieu.clerk").await;
    Team::act(&clerk, dossier.id, "da-bo-sung", &[]).await;
    let after = promised(&city, dossier.id).await;
    assert!(after > before, "{before} {after}");
    let specialist = city.again("quan-ninh-kieu.specialist").await;
    let page = format!("/ho-so/{}/bo-sung", dossier.id);
    let again =
        specialist.submit(&page, "bo-sung", &[("loai-ly-do", &reason), ("noi-dung", "Thiếu thêm.")]).await;
    assert_eq!(again.status.as_u16(), 409, "asked after the third working day: {}", again.text());
    assert!(again.text().contains("3 ngày làm việc"), "{}", again.text());
    assert!(!again.text().contains("61/2018"), "a text of 2018 for a dossier of 2013: {}", again.text());
}

/// The year in "Nghị định 61/2018/NĐ-CP".
fn years(text: &str) -> impl Iterator<Item = i32> {
    text.split('/').filter_map(|part| part.get(..4)?.parse::<i32>().ok()).filter(|y| (1990..2100).contains(y))
}

#[tokio::test]
async fn no_ground_of_a_refusal_is_younger_than_the_day_it_is_given_for() {
    let city = City::new().await;
    let profiles = city.app.profiles();
    let keys = ["receive", "supplement_count", "supplement_within", "stop", "withdraw", "extend", "opinion"];
    let mut named = 0;
    for key in keys.map(|k| format!("one_stop.grounds.{k}")) {
        for month in 0..15 * 12 {
            let day = kernel::Day::ymd(2012, 1, 1).unwrap().plus_months(month);
            let Some(rule) = profiles.rule(&key, day) else { continue };
            let text = rule.value.as_str().unwrap();
            named += 1;
            assert!(years(text).all(|year| year <= day.year()), "{key} names {text} on {day}");
            assert!(years(text).next().is_some(), "{key} names no text on {day}");
        }
    }
    assert!(named > 200, "{named} grounds seen");
}

async fn reason(team: &Team<'_>, id: i64) -> String {
    let shown = team.specialist.get(&format!("/ho-so/{id}/bo-sung")).await.expect(200);
    crate::forms::find(&shown.body, "bo-sung").first_offered("loai-ly-do")
}

async fn promised(city: &City, id: i64) -> i64 {
    use platform::Read;
    city.app.store.number("SELECT due_at FROM dossier WHERE id = $1", vec![id.into()]).await.unwrap()
}
