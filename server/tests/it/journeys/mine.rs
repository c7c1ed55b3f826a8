//! A citizen's own list over the one-stop's real dossiers: narrowed, sorted, paged, handed over, and nobody else's.

use super::{Team, dossier_of};
use crate::city::{City, Client};
use platform::Read;
use std::collections::BTreeSet;

const AGENCY: &str = "phuong-cai-khe";

async fn account(city: &City, login: &str) -> i64 {
    city.app.store.number("SELECT id FROM account WHERE login = $1", vec![login.into()]).await.unwrap()
}

/// The codes on a page of the list, in its order: each stands with its receipt.
fn codes(page: &str) -> Vec<String> {
    let link = |row: &str| row.split('>').nth(1)?.split('<').next().map(str::to_owned);
    page.split("href=\"/theo-doi/").skip(1).filter_map(link).collect()
}

/// The codes of every page from an address on, and how many pages there were.
async fn walk(citizen: &Client<'_>, path: &str) -> (Vec<String>, usize) {
    let (mut next, mut all, mut pages) = (Some(path.to_owned()), Vec::new(), 0);
    while let Some(path) = next {
        let page = citizen.get(&path).await.expect(200).body;
        all.extend(codes(&page));
        pages += 1;
        assert!(pages < 10, "the pages have no end");
        let link = page.split("rel=\"next\" href=\"").nth(1).and_then(|r| r.split('"').next());
        next = link.map(|h| h.replace("&#38;", "&").replace("&amp;", "&"));
    }
    (all, pages)
}

#[tokio::test]
async fn ones_own_list_is_narrowed_sorted_and_paged_by_the_one_stops_own_rows() {
    let city = City::new().await;
    let citizen = city.citizen("cong.dan").await;
    let other = city.citizen("nguoi.khac").await;
    let (me, them) = (account(&city, "cong.dan").await, account(&city, "nguoi.khac").await);
    let team = Team::at(&city, AGENCY).await;
    let mut own = Vec::new();
    for _ in 0..27 {
        own.push(dossier_of(&city, AGENCY, "HT-01", Some(me)).await);
        // Each is filed at a moment of its own.
        city.clock.set(city.clock.now().plus_minutes(1));
    }
    let foreign = dossier_of(&city, AGENCY, "HT-01", Some(them)).await;
    let (waiting, refused, received) = (&own[3], &own[7], &own[11]);
    Team::act(&team.clerk, waiting.id, "bo-sung", &[("loai-ly-do", "missing"), ("noi-dung", "Thiếu.")]).await;
    Team::act(&team.clerk, refused.id, "tu-choi", &[("loai-ly-do", "not_competent"), ("ly-do", "Sai nơi.")])
        .await;
    Team::act(&team.clerk, received.id, "tiep-nhan", &[]).await;

    let filed: Vec<String> = own.iter().map(|o| o.code.clone()).collect();
    let newest_first: Vec<String> = filed.iter().rev().cloned().collect();
    assert_eq!(walk(&citizen, "/cua-toi").await, (newest_first.clone(), 2));
    assert_eq!(walk(&citizen, "/cua-toi?sap=nop").await, (filed.clone(), 2));
    assert_eq!(walk(&citizen, "/cua-toi?sap=-ma").await, (newest_first, 2));
    // By the promise: those without one have their place too, and the pages lose none.
    for sort in ["han", "-han"] {
        let (all, pages) = walk(&citizen, &format!("/cua-toi?sap={sort}")).await;
        let known: BTreeSet<&String> = all.iter().collect();
        assert_eq!((all.len(), known.len(), pages), (27, 27, 2), "{sort}");
        let end = if sort == "han" { all.first() } else { all.last() };
        assert_eq!(end, Some(&received.code), "the only one that is promised: {sort}");
    }

    for (what, expected) in [("can", vec![&waiting.code]), ("xong", vec![&refused.code])] {
        let (found, _) = walk(&citizen, &format!("/cua-toi?viec={what}")).await;
        assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{what}");
    }
    let (waits, _) = walk(&citizen, "/cua-toi?viec=cho").await;
    assert_eq!(waits.len(), 25);
    assert!(
        waits.contains(&received.code) && !waits.contains(&waiting.code) && !waits.contains(&refused.code)
    );
    let (by_code, _) = walk(&citizen, &format!("/cua-toi?ma={}", own[20].code.to_lowercase())).await;
    assert_eq!(by_code, std::slice::from_ref(&own[20].code));
    assert!(walk(&citizen, "/cua-toi?ma=khong-co").await.0.is_empty());
    let narrowed = citizen.get("/cua-toi?viec=xong&ma=H13").await.expect(200).body;
    assert_eq!(codes(&narrowed), std::slice::from_ref(&refused.code));

    let file = citizen.get("/cua-toi?dang=csv").await.expect(200).body;
    assert!(filed.iter().all(|code| file.contains(code.as_str())) && !file.contains(&foreign.code), "{file}");
    let narrow = citizen.get("/cua-toi?dang=csv&viec=can").await.expect(200).body;
    assert!(narrow.contains(&waiting.code) && !narrow.contains(&refused.code), "{narrow}");

    assert_eq!(walk(&other, "/cua-toi").await, (vec![foreign.code.clone()], 1));
    other.get(&format!("/cua-toi/bien-nhan/{}", waiting.id)).await.expect(404);
    citizen.get(&format!("/cua-toi/bien-nhan/{}", waiting.id)).await.expect(200);
}
