//! The papers of a report: what they say, and that their figures lead to the records.

use super::super::letters;
use super::super::measuring::Whole;
use super::super::slice::{EDIT, RECEIVE, SIGN, VIEW};
use super::super::store::reports;
use super::scene::{City, SEE};
use printing::letter::Block;

#[tokio::test]
async fn the_letter_says_what_the_page_says_and_leads_to_the_records() {
    let city = City::new().await;
    city.things(2, "2026-02-02", (8, 6)).await;
    let all = [VIEW, EDIT, SIGN, RECEIVE, SEE];
    let (one, two, three) =
        (city.staff("mot", 2, &all).await, city.staff("hai", 2, &all).await, city.staff("ba", 1, &all).await);
    city.accepted("so-noi-vu", [&one, &two, &three]).await;
    let app = &city.city.app;
    let whole = Whole::load(app, reports::get(&app.store, 1).await.unwrap()).await.unwrap();
    let letter = letters::letter(app, &whole).unwrap();
    assert_eq!(letter.title, "Kết quả công tác cải cách hành chính quý I năm 2026");
    assert_eq!(letter.number, "15/BC-SNV");
    assert_eq!(letter.to, ["Sở Nội vụ"]);
    assert_eq!(letter.sign.post, "Giám đốc");
    let annex = &letter.annexes[0].body;
    let links: Vec<String> = annex
        .iter()
        .filter_map(|block| match block {
            Block::Table(table) => {
                Some(table.rows.iter().flatten().flat_map(|t| &t.0).filter_map(|r| r.link.clone()))
            }
            _ => None,
        })
        .flatten()
        .collect();
    assert!(links.iter().any(|l| l.ends_with("/bao-cao-cchc/bao-cao/1/so-lieu/3.5")), "{links:?}");
    let sheet = letters::sheet(app, &whole).unwrap();
    let row = sheet.rows.iter().find(|r| r[0] == platform::export::Value::Text("3.5".to_owned())).unwrap();
    assert_eq!(row[7], platform::export::Value::Number(6.0));
    assert_eq!(row[9], platform::export::Value::Number(8.0));
    assert!(matches!(&row[11], platform::export::Value::Text(hash) if hash.len() == 64));
    for path in ["in", "word", "phu-luc"] {
        let (status, _) = city.get(&format!("/bao-cao-cchc/bao-cao/1/{path}"), &one).await;
        assert_eq!(status, axum::http::StatusCode::OK, "{path}");
    }
}
