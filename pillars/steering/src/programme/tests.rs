//! Tests of the programme: import of the shipped and of a small document, idempotence, withdrawal, texts.

mod definitions;

use super::document::Document;
use super::rules::problems;
use super::{SHIPPED, SLICE, import, programmes};
use kernel::Day;
use platform::messages::{Lang, Messages};
use platform::testing::TestCity;
use platform::{Error, GROUND, Read, Slice, journal};
use std::collections::BTreeSet;

static SLICES: &[&Slice] = &[&GROUND, &SLICE];

const SMALL: &str = r#"
code: nho
name: Chương trình nhỏ
decision: {number: 1/QĐ-UBND, signed_on: 2012-10-12, issuer: UBND}
runs: {from: 2011-01-01, to: 2015-12-31}
fields: [{code: II.1, name: Thể chế}]
items:
  - id: II.1.đ
    field: II.1
    kind: task
    title: Một việc
    text: Nội dung.
    lead: [so-noi-vu]
    due_on: 2015-12-31
    measures:
      - {code: II.1.đ/mot, name: Một, unit: percent, better: up, comparator: gt, target: 80, formula: a / b, indicator: x, amber_within: 5, yearly: {2012: 70}}
"#;

#[test]
fn any_document_is_read_or_refused() {
    let wild = SMALL.replace("target: 80", "target: .nan").replace("2012: 70", "-99999: -.inf");
    let inputs = [SMALL.as_bytes().to_vec(), wild.into_bytes(), b"code: [".to_vec()];
    fuzzing::rounds("programme", &inputs, 1000, |bytes| {
        let Ok(text) = std::str::from_utf8(bytes) else { return };
        let Ok(document) = serde_saphyr::from_str::<Document>(text) else { return };
        if problems(&document).is_empty() {
            let ids: BTreeSet<&str> = document.items.iter().map(|item| item.id.as_str()).collect();
            assert_eq!(ids.len(), document.items.len());
            assert!(document.runs.from <= document.runs.to);
            let measures = document.items.iter().flat_map(|item| &item.measures);
            assert!(measures.filter_map(|measure| measure.target).all(f64::is_finite));
        }
    });
}

async fn city() -> TestCity {
    TestCity::new(SLICES, Day::ymd(2013, 5, 6).unwrap().start()).await.unwrap()
}

#[test]
fn every_text_is_there_in_both_languages() {
    let messages = Messages::new(&[SLICE.messages]).unwrap();
    assert_eq!(messages.keys(Lang::Vi), messages.keys(Lang::En));
}

#[tokio::test]
async fn an_import_is_idempotent_and_journalled() {
    let city = city().await;
    let first = import(&city.app, SMALL).await.unwrap();
    assert_eq!((first.items, first.measures, first.changed), (1, 1, 3));
    assert_eq!(import(&city.app, SMALL).await.unwrap().changed, 0);
    let changed = import(&city.app, &SMALL.replace("target: 80", "target: 85")).await.unwrap();
    assert_eq!(changed.changed, 1);
    let programme = programmes().current(&city.app).await.unwrap().unwrap();
    let measure = &programme.measures[0];
    assert_eq!((measure.target, measure.target_in(2012)), (Some(85.0), Some(70.0)));
    assert_eq!(measure.slug, "II.1.dd-mot");
    let history = journal::history(&city.app.store, "measure", measure.id).await.unwrap();
    assert_eq!(history.len(), 2);
    assert!(history[0].before.contains("80") && history[0].after.contains("85"));
}

#[tokio::test]
async fn what_a_newer_document_drops_is_withdrawn_not_deleted() {
    let city = city().await;
    import(&city.app, SMALL).await.unwrap();
    let without = SMALL.split("    measures:").next().unwrap();
    assert_eq!(import(&city.app, without).await.unwrap().changed, 1);
    assert!(programmes().current(&city.app).await.unwrap().unwrap().measures.is_empty());
    assert_eq!(import(&city.app, SMALL).await.unwrap().changed, 1);
}

#[tokio::test]
async fn a_contradicting_document_is_refused_whole() {
    let city = city().await;
    for (from, to) in [("field: II.1\n", "field: II.9\n"), ("kind: task", "kind: wish"), ("target: 80, ", "")]
    {
        let outcome = import(&city.app, &SMALL.replace(from, to)).await;
        assert!(matches!(outcome, Err(Error::Refused(_))), "{outcome:?}");
    }
    assert!(matches!(import(&city.app, "code: [").await, Err(Error::Refused(_))));
    assert!(programmes().current(&city.app).await.unwrap().is_none());
}

#[tokio::test]
async fn the_shipped_programme_imports() {
    let city = city().await;
    let done = import(&city.app, SHIPPED).await.unwrap();
    assert!(done.items >= 45 && done.measures >= 20, "{done:?}");
    assert_eq!(import(&city.app, SHIPPED).await.unwrap().changed, 0);
}

#[tokio::test]
async fn items_and_measures_are_found_and_withdrawn_ones_are_not() {
    let city = city().await;
    import(&city.app, &SMALL.replace("name: Một,", "name: Hồ sơ đúng hạn,")).await.unwrap();
    let found = |kind: &'static str| {
        let app = city.app.clone();
        async move {
            let sql = "SELECT title, href FROM search_entry WHERE kind = $1";
            app.store.rows::<(String, String)>(sql, vec![kind.into()]).await.unwrap()
        }
    };
    let pair = |title: &str, href: &str| vec![(title.to_owned(), href.to_owned())];
    assert_eq!(found("measure").await, pair("Hồ sơ đúng hạn", "/muc-tieu/II.1.dd-mot"));
    assert_eq!(found("programme_item").await, pair("II.1.đ Một việc", "/chuong-trinh/II.1.dd"));
    let without = SMALL.split("    measures:").next().unwrap().replace("Một việc", "Việc khác");
    import(&city.app, &without).await.unwrap();
    assert_eq!(found("measure").await, []);
    assert_eq!(found("programme_item").await, pair("II.1.đ Việc khác", "/chuong-trinh/II.1.dd"));
}
