//! How many statements a page asks for: on PostgreSQL each is a way there and back, which costs more than most of them do.
//! A page that asks for more than stands here has grown: join its statements, or say here why it may.

use super::{Team, counter_dossier};
use crate::city::{City, Client};
use crate::forms;

/// Statements of a page once what is kept in memory was read.
async fn asked(city: &City, who: &Client<'_>, path: &str) -> u64 {
    who.get(path).await.expect(200);
    let before = city.app.store.asked();
    who.get(path).await.expect(200);
    city.app.store.asked() - before
}

#[tokio::test]
async fn a_page_asks_for_no_more_statements_than_stand_here() {
    let city = City::new().await;
    let team = Team::at(&city, "quan-ninh-kieu").await;
    let dossier = counter_dossier(&city, "quan-ninh-kieu", "KD-01").await;
    team.take_in(dossier.id).await;
    city.work_off().await;
    platform::ledger::seal(&city.app).await.unwrap();
    let stranger = city.stranger();
    let pages = [
        (&team.clerk, "/ho-so?linh-vuc=KD&trang-thai=4&kenh=counter".to_owned(), 4),
        (&team.clerk, format!("/ho-so/{}?phan=lich-su", dossier.id), 9),
        (&stranger, format!("/theo-doi/{}", dossier.tracking_key), 12),
        // On PostgreSQL all nodes together count who searches.
        (&team.clerk, "/tim?q=le+van+tam".to_owned(), 3),
        (&stranger, "/muc-tieu".to_owned(), 8),
    ];
    let mut grown = Vec::new();
    for (who, path, most) in pages {
        let asked = asked(&city, who, &path).await;
        if asked > most {
            grown.push(format!("{path}: {asked}, not {most}"));
        }
    }
    assert!(grown.is_empty(), "{grown:?}");
}

/// Files a dossier at the counter and receives it by one form; the statements of its post.
async fn filed(city: &City, clerk: &Client<'_>, name: &str) -> u64 {
    let shown = clerk.get("/quay/nhan?thu-tuc=KD-01").await.expect(200);
    let typed = [
        ("ho-ten", name),
        ("so-giay-to", "361999888"),
        ("dia-chi", "12 Hai Bà Trưng"),
        ("dien-thoai", "0909123456"),
    ];
    let form = forms::find(&shown.body, "/quay/nhan").with(&typed);
    // Compared with what stands it would ask for that too.
    let fields = form.fields.iter().filter(|(name, _)| name != "so-trung");
    let fields: Vec<(&str, &str)> = fields.map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let before = city.app.store.asked();
    let taken = clerk.post("/quay/nhan", &fields).await.expect(303);
    assert!(taken.location.starts_with("/quay/da-nhan/"), "{}", taken.location);
    city.app.store.asked() - before
}

#[tokio::test]
async fn a_filing_asks_for_no_more_statements_than_stand_here() {
    let city = City::new().await;
    let clerk = city.staff("clerk", "quan-ninh-kieu").await;
    // The first one of an agency opens its year's book.
    filed(&city, &clerk, "Lê Văn Tám").await;
    let asked = filed(&city, &clerk, "Lê Văn Chín").await;
    assert!(asked <= 32, "{asked}: whoever files keeps all others of the agency waiting meanwhile");
}
