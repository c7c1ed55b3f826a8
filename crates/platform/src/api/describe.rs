//! The OpenAPI 3.1 document, written from the slices' declarations.

use super::PREFIX;
use super::operation::Operation;
use super::problem::Problem;
use crate::http::{Access, Method};
use crate::slice::Slice;
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value as Json, json};

/// The document of our own interface for these slices.
pub fn describe(slices: &[&'static Slice]) -> Json {
    let settings = SchemaSettings::draft2020_12().for_serialize().with(|s| {
        s.definitions_path = "/components/schemas".into();
        s.meta_schema = None;
    });
    let mut generator = settings.into_generator();
    let problem = generator.subschema_for::<Problem>().to_value();
    let (mut paths, mut tags) = (Map::new(), Vec::new());
    for slice in slices.iter().filter(|slice| slice.interface.is_own()) {
        let operations = (slice.api)();
        if !operations.list().is_empty() {
            tags.push(json!({"name": slice.name}));
        }
        for operation in operations.list() {
            let told = one(operation, slice.name, &mut generator);
            let method = operation.method.word().to_lowercase();
            let path = paths.entry(operation.op.path).or_insert_with(|| json!({}));
            if let Some(path) = path.as_object_mut() {
                path.insert(method, told);
            }
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "motcua",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "One-stop public administration of the city of Cần Thơ",
            "description": "The same use cases as the pages: procedures, dossiers, targets, statistics and the journal. \
                Texts of errors follow Accept-Language (vi, en). Lists come in pages of 25; `next` and the Link header lead on.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": PREFIX}],
        "tags": tags,
        "paths": paths,
        "components": {
            "schemas": generator.take_definitions(true),
            "responses": {"Problem": {
                "description": "What went wrong, as RFC 9457 has it",
                "content": {super::problem::MEDIA: {"schema": problem}},
            }},
            "securitySchemes": {"token": {
                "type": "http",
                "scheme": "bearer",
                "description": "A token that a member of staff made for themselves; it may what they may, narrowed to its scopes",
            }},
        },
    })
}

fn one(operation: &Operation, tag: &str, generator: &mut SchemaGenerator) -> Json {
    let is_get = operation.method == Method::Get;
    let mut parameters: Vec<Json> =
        operation.path.properties().map(|(name, schema)| parameter(name, "path", true, schema)).collect();
    if is_get {
        let query = operation.input.properties();
        parameters.extend(
            query.map(|(name, schema)| parameter(name, "query", operation.input.demands(name), schema)),
        );
    } else if operation.op.access != Access::Public {
        let schema = json!({"type": "string", "minLength": 1, "maxLength": 120, "pattern": "^[!-~]+$"});
        let mut key = parameter("Idempotency-Key", "header", false, &schema);
        if let Some(key) = key.as_object_mut() {
            let text = "The same key with the same body is done once, and answered alike for a day";
            key.insert("description".to_owned(), json!(text));
        }
        parameters.push(key);
    }
    let mut told = json!({
        "operationId": operation.op.id,
        "summary": operation.op.summary,
        "tags": [tag],
        "x-access": access(operation.op.access),
        "parameters": parameters,
        "responses": responses(operation, generator),
    });
    if let Some(map) = told.as_object_mut() {
        if !is_get {
            let content = json!({"application/json": {"schema": operation.input.schema}});
            map.insert("requestBody".to_owned(), json!({"required": true, "content": content}));
        }
        if operation.op.access != Access::Public {
            map.insert("security".to_owned(), json!([{"token": []}]));
        }
    }
    told
}

fn parameter(name: &str, place: &str, required: bool, schema: &Json) -> Json {
    let mut schema = schema.clone();
    let text = schema.as_object_mut().and_then(|map| map.remove("description"));
    // An absent parameter is absent: a query knows no null.
    if let Some(one) = schema
        .get("anyOf")
        .and_then(Json::as_array)
        .and_then(|all| all.iter().find(|one| one.get("type").is_none_or(|kind| kind != "null")))
    {
        schema = one.clone();
    }
    if let Some(kinds) = schema.get_mut("type")
        && let Some(one) = kinds.as_array().and_then(|all| all.iter().find(|k| *k != "null")).cloned()
    {
        *kinds = one;
    }
    if let Some(choices) = schema.get_mut("enum").and_then(Json::as_array_mut) {
        choices.retain(|choice| !choice.is_null());
    }
    let mut parameter = json!({"name": name, "in": place, "required": required, "schema": schema});
    if let (Some(map), Some(text)) = (parameter.as_object_mut(), text) {
        map.insert("description".to_owned(), text);
    }
    parameter
}

fn responses(operation: &Operation, generator: &mut SchemaGenerator) -> Json {
    let is_get = operation.method == Method::Get;
    let schema = (operation.answer)(generator).map_or_else(|| json!({}), schemars::Schema::to_value);
    let mut good = json!({"description": "Done", "content": {operation.media: {"schema": schema}}});
    let mut headers = Map::new();
    let text = |text: &str| json!({"description": text, "schema": {"type": "string"}});
    if is_get && operation.media == super::answer::JSON {
        headers.insert("ETag".to_owned(), text("Known again by If-None-Match"));
    }
    if operation.status == 201 {
        headers.insert("Location".to_owned(), text("Address of the record"));
    }
    if let Some(good) = good.as_object_mut() {
        good.insert("headers".to_owned(), Json::Object(headers));
    }
    let mut all = Map::new();
    all.insert(operation.status.to_string(), good);
    if is_get && operation.media == super::answer::JSON {
        all.insert("304".to_owned(), json!({"description": "As the caller has it"}));
    }
    let problems: &[&str] = if is_get {
        &["401", "403", "404", "422", "429", "500", "503"]
    } else {
        &["400", "401", "403", "404", "409", "413", "415", "422", "429", "500", "503"]
    };
    for status in problems {
        all.insert((*status).to_owned(), json!({"$ref": "#/components/responses/Problem"}));
    }
    Json::Object(all)
}

/// Who may call, in words.
fn access(access: Access) -> &'static str {
    match access {
        Access::Public => "everybody",
        Access::SignedIn | Access::Staff => "any token",
        Access::Citizen => "a citizen",
        Access::Permission(permission) => permission.0,
    }
}
