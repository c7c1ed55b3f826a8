//! The description: valid, whole, and the same for programs and readers.

use super::Program;
use crate::city::City;
use platform::http::{Access, Method};
use std::collections::BTreeSet;

#[tokio::test]
async fn the_description_tells_every_operation_with_schemas_that_lead_somewhere() {
    let city = City::new().await;
    let document = Program::stranger(&city).get("/openapi.json").await.expect(200).body;
    assert_eq!(document["openapi"], "3.1.0");
    let mut ids = BTreeSet::new();
    for slice in motcua::slices().iter().filter(|slice| slice.interface.is_own()) {
        for operation in (slice.api)().list() {
            let method = if operation.method == Method::Get { "get" } else { "post" };
            let told = &document["paths"][operation.op.path][method];
            assert_eq!(told["operationId"], operation.op.id, "{}", operation.op.path);
            assert!(ids.insert(operation.op.id), "{} is there twice", operation.op.id);
            assert!(!operation.op.summary.is_empty());
            let status = operation.status.to_string();
            assert!(told["responses"][&status]["content"].is_object(), "{}", operation.op.id);
            for part in operation.op.path.split('/').filter_map(|p| p.strip_prefix('{')) {
                let name = part.trim_end_matches('}');
                assert!(operation.path.demands(name), "{} does not read {name}", operation.op.id);
            }
        }
    }
    assert!(ids.len() > 20, "{}", ids.len());
    let text = document.to_string();
    for reference in text.split("\"$ref\":\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(document.pointer(reference).is_some(), "{reference} leads nowhere");
    }
}

#[tokio::test]
async fn the_filing_that_the_description_shows_opens_a_dossier() {
    let city = City::new().await;
    let document = Program::stranger(&city).get("/openapi.json").await.expect(200).body;
    let content = &document["paths"]["/dossiers"]["post"]["requestBody"]["content"]["application/json"];
    let clerk = city.staff("clerk", "phuong-cai-khe").await;
    let desk = Program::of(&city, &clerk, &["one_stop.view", "one_stop.receive"]).await;
    desk.post("/dossiers", &content["schema"]["examples"][0]).await.expect(201);
}

#[tokio::test]
async fn every_public_list_answers_the_examples_of_its_filters() {
    let city = City::new().await;
    let stranger = Program::stranger(&city);
    let mut asked = 0;
    for operation in motcua::slices().iter().flat_map(|slice| (slice.api)().list().to_vec()) {
        let op = operation.op;
        if op.access != Access::Public || operation.method != Method::Get || op.path.contains('{') {
            continue;
        }
        let examples = operation.input.properties().filter_map(|(name, schema)| {
            let example = schema["examples"].get(0)?;
            let text = example.as_str().map_or_else(|| example.to_string(), str::to_owned);
            Some(format!("{name}={}", ui::platform_url(&text)))
        });
        let mut queries: Vec<String> = examples.collect();
        // What demands something is asked with all it offers at once.
        if operation.input.schema["required"].is_array() {
            queries = vec![queries.join("&")];
        }
        for query in queries {
            stranger.get(&format!("{}?{query}", op.path)).await.expect(200);
            asked += 1;
        }
    }
    assert!(asked >= 6, "{asked}");
}

#[tokio::test]
async fn the_readable_pages_name_every_operation() {
    let city = City::new().await;
    let index = city.stranger().get("/tai-lieu-api").await.expect(200);
    assert_eq!(city.stranger().get("/tai-lieu-api?phan=khong-co").await.status.as_u16(), 404);
    for slice in motcua::slices().iter().filter(|slice| !(slice.api)().list().is_empty()) {
        let own = format!("/tai-lieu-api?phan={}", slice.name);
        assert!(index.body.contains(&own), "{own}");
        let page = city.stranger().get(&own).await.expect(200);
        for operation in (slice.api)().list() {
            let address = format!("{}{}", slice.interface.prefix, operation.op.path);
            assert!(page.body.contains(&address), "{address}");
        }
    }
}

#[test]
fn operations_are_there_once_below_the_prefix_and_hide_no_page() {
    let mut seen = BTreeSet::new();
    let prefixes: BTreeSet<&str> = motcua::slices().iter().map(|slice| slice.interface.prefix).collect();
    for slice in motcua::slices() {
        for operation in (slice.api)().list() {
            assert!(operation.op.path.starts_with('/'), "{}", operation.op.path);
            assert!(
                seen.insert((operation.method.word(), slice.interface.prefix, operation.op.path)),
                "{} twice",
                operation.op.path
            );
        }
        for route in (slice.routes)().list() {
            let hidden = prefixes.iter().any(|prefix| route.path.starts_with(prefix));
            assert!(!hidden && !platform::api::is_api(route.path), "{} is a page below /api", route.path);
        }
    }
}
