//! Settle late → the target turns red → the records behind it name the dossier.

use super::{Team, counter_dossier};
use crate::city::{City, at};

#[tokio::test]
async fn a_dossier_settled_late_turns_the_target_red_and_is_found_behind_it() {
    let city = City::new().await;
    let team = Team::at(&city, "quan-ninh-kieu").await;
    let dossier = counter_dossier(&city, "quan-ninh-kieu", "KD-01").await;
    team.take_in(dossier.id).await;
    // Nine more stay open beyond their promise: they weigh as much as the one settled late.
    for _ in 0..9 {
        let open = counter_dossier(&city, "quan-ninh-kieu", "KD-01").await;
        team.take_in(open.id).await;
    }
    city.clock.set(at("2013-06-28", 10, 0));
    let team = Team {
        clerk: city.again("quan-ninh-kieu.clerk").await,
        specialist: city.again("quan-ninh-kieu.specialist").await,
        head: city.again("quan-ninh-kieu.head").await,
        leader: city.again("quan-ninh-kieu.leader").await,
    };
    team.settle(dossier.id).await;
    city.work_off().await;
    let board = city.stranger().get("/muc-tieu?ky=2013-06").await.expect(200);
    assert!(board.text().contains("0,0 %") || board.text().contains("0 %"), "{}", board.text());

    let page = city.stranger().get(&format!("{}?ky=2013-06", measure_path(&board.body))).await.expect(200);
    assert!(page.body.contains("light-red") || page.text().contains("Chưa đạt"), "{}", page.text());
    let home_affairs = city.staff("reform", "ubnd-tp-can-tho").await;
    let records =
        home_affairs.get(&format!("{}/ho-so?ky=2013-06", measure_path(&board.body))).await.expect(200);
    assert!(records.body.contains(&dossier.code), "{}", records.text());
    let counted = records.body.matches("/ho-so/").count();
    assert!(counted >= 10, "the overdue ones stand behind the figure too: {}", records.text());
}

/// The page of the on-time measure, as the board links it.
fn measure_path(board: &str) -> String {
    board
        .split("href=\"")
        .skip(1)
        .filter_map(|h| h.split('"').next())
        .map(|h| h.split('?').next().unwrap_or_default().trim_end_matches("/ho-so"))
        .find(|h| h == &"/muc-tieu/II.3.b-dung-han")
        .unwrap_or_else(|| panic!("no on-time measure on the board"))
        .to_owned()
}
