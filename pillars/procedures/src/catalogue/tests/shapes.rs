//! The exported public services against what the SHACL shapes of CPSV-AP 3.2.0 demand of the classes in them: counts, kinds of
//! values and classes of what is linked. The whole graph is looked at, a thing told in two places being one.
//! The shapes themselves: https://semiceu.github.io/CPSV-AP/releases/3.2.0/ (docs/conformance.md tells how to run them).

use super::{get, seeded};
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};

/// What the values of a property are.
#[derive(Clone, Copy)]
enum Is {
    /// Anything.
    Any,
    /// A text that says its language.
    Text,
    /// A literal of this datatype.
    Of(&'static str),
    /// A thing of this class.
    A(&'static str),
}

const NONE_TO_ALL: (usize, usize) = (0, usize::MAX);
const AT_LEAST_ONE: (usize, usize) = (1, usize::MAX);
const AT_MOST_ONE: (usize, usize) = (0, 1);
const ONE: (usize, usize) = (1, 1);

type Shape = (&'static str, &'static [(&'static str, (usize, usize), Is)]);

/// The shapes' constraints on what this program exports: class, property, how many, what.
const SHAPES: [Shape; 8] = [
    (
        "cpsv:PublicService",
        &[
            ("dct:identifier", ONE, Is::Any),
            ("dct:title", AT_LEAST_ONE, Is::Text),
            ("dct:description", AT_LEAST_ONE, Is::Text),
            ("cv:hasCompetentAuthority", AT_LEAST_ONE, Is::A("cv:PublicOrganisation")),
            ("dct:language", NONE_TO_ALL, Is::A("dct:LinguisticSystem")),
            ("cv:thematicArea", NONE_TO_ALL, Is::A("skos:Concept")),
            ("dct:audience", NONE_TO_ALL, Is::A("skos:Concept")),
            ("cpsv:hasInput", NONE_TO_ALL, Is::A("cv:Evidence")),
            ("cv:hasCost", NONE_TO_ALL, Is::A("cv:Cost")),
            ("cv:hasChannel", NONE_TO_ALL, Is::A("cv:Channel")),
            ("cv:isGroupedBy", NONE_TO_ALL, Is::A("cv:Event")),
            ("cv:hasLegalResource", NONE_TO_ALL, Is::A("eli:LegalResource")),
            ("cv:holdsRequirement", NONE_TO_ALL, Is::A("cv:Requirement")),
            ("cpsv:produces", NONE_TO_ALL, Is::A("cv:Output")),
            ("cv:processingTime", AT_MOST_ONE, Is::Of("xsd:duration")),
        ],
    ),
    (
        "cv:PublicOrganisation",
        &[
            ("dct:spatial", AT_LEAST_ONE, Is::A("http://data.europa.eu/88u/dataset/atu-type")),
            ("skos:prefLabel", AT_LEAST_ONE, Is::Text),
        ],
    ),
    (
        "cv:Evidence",
        &[
            ("dct:identifier", ONE, Is::Any),
            ("dct:title", AT_LEAST_ONE, Is::Text),
            ("dct:description", NONE_TO_ALL, Is::Text),
        ],
    ),
    (
        "cv:Output",
        &[
            ("dct:identifier", ONE, Is::Any),
            ("dct:title", AT_LEAST_ONE, Is::Text),
            ("dct:description", NONE_TO_ALL, Is::Text),
        ],
    ),
    ("cv:Channel", &[("dct:identifier", ONE, Is::Any), ("dct:description", NONE_TO_ALL, Is::Text)]),
    (
        "cv:Cost",
        &[
            ("dct:identifier", ONE, Is::Any),
            ("dct:description", NONE_TO_ALL, Is::Text),
            ("cv:hasValue", AT_MOST_ONE, Is::Of("xsd:double")),
            ("cv:currency", AT_MOST_ONE, Is::A("skos:Concept")),
        ],
    ),
    (
        "cv:Event",
        &[
            ("dct:identifier", ONE, Is::Any),
            ("dct:title", AT_LEAST_ONE, Is::Text),
            ("dct:description", NONE_TO_ALL, Is::Text),
        ],
    ),
    ("cv:Requirement", &[("dct:identifier", ONE, Is::Any), ("dct:title", AT_LEAST_ONE, Is::Text)]),
];

/// A thing, with all that is said of it anywhere in the document.
#[derive(Default)]
struct Thing {
    classes: BTreeSet<String>,
    said: BTreeMap<String, BTreeSet<String>>,
}

type Graph = BTreeMap<String, Thing>;

fn list(value: &Json) -> Vec<&Json> {
    value.as_array().map_or_else(|| vec![value], |all| all.iter().collect())
}

/// Takes a node into the graph; its address, or the value itself for a literal.
fn gather(node: &Json, graph: &mut Graph) -> String {
    let Some(map) = node.as_object().filter(|map| !map.contains_key("@value")) else {
        return node.to_string();
    };
    let id = map["@id"].as_str().unwrap().to_owned();
    for (key, value) in map.iter().filter(|(key, _)| *key != "@id") {
        for value in list(value) {
            if key == "@type" {
                graph.entry(id.clone()).or_default().classes.insert(value.as_str().unwrap().to_owned());
            } else {
                let said = gather(value, graph);
                graph.entry(id.clone()).or_default().said.entry(key.clone()).or_default().insert(said);
            }
        }
    }
    graph.entry(id.clone()).or_default();
    id
}

fn fits(graph: &Graph, value: &str, is: Is) -> bool {
    let literal: Option<Json> = serde_json::from_str(value).ok();
    let part = |key: &str| literal.as_ref().and_then(|l| l.get(key)).and_then(Json::as_str);
    match is {
        Is::Any => true,
        Is::Text => part("@language").is_some_and(|l| !l.is_empty()),
        Is::Of("xsd:double") => {
            part("@type") == Some("xsd:double") && part("@value").is_some_and(|v| v.parse::<f64>().is_ok())
        }
        Is::Of(datatype) => {
            part("@type") == Some(datatype) && part("@value").is_some_and(|v| v.starts_with('P'))
        }
        Is::A(class) => graph.get(value).is_some_and(|thing| thing.classes.contains(class)),
    }
}

/// What of a document the shapes refuse.
fn refused(document: &Json) -> Vec<String> {
    let mut graph = Graph::new();
    for node in list(&document["@graph"]) {
        gather(node, &mut graph);
    }
    let mut found = Vec::new();
    for (id, thing) in &graph {
        for (class, rules) in SHAPES.iter().filter(|(class, _)| thing.classes.contains(*class)) {
            for (property, (least, most), is) in *rules {
                let none = BTreeSet::new();
                let values = thing.said.get(*property).unwrap_or(&none);
                if values.len() < *least || values.len() > *most {
                    found.push(format!("{id} {class} {property}: {}", values.len()));
                }
                let wrong = values.iter().filter(|value| !fits(&graph, value, *is));
                found.extend(wrong.map(|value| format!("{id} {class} {property}: {value}")));
            }
        }
    }
    found
}

#[tokio::test]
async fn every_public_service_has_what_the_shapes_of_the_vocabulary_demand() {
    let city = seeded().await;
    let (_, text) = get(&city.app, "/thu-tuc/du-lieu?dang=jsonld").await;
    let document: Json = serde_json::from_str(&text).unwrap();
    assert!(document["@graph"].as_array().unwrap().len() >= 50);
    let found = refused(&document);
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn what_the_shapes_refuse_is_found() {
    let service = |identifier: &str, authority: Json| {
        json!({
            "@id": "a", "@type": "cpsv:PublicService", "dct:identifier": identifier,
            "dct:title": {"@value": "A", "@language": "vi"}, "dct:description": {"@value": "A", "@language": "vi"},
            "cv:hasCompetentAuthority": authority,
        })
    };
    let region = json!({"@id": "vn", "@type": "http://data.europa.eu/88u/dataset/atu-type"});
    let label = json!({"@value": "UBND", "@language": "vi"});
    let whole =
        json!({"@id": "b", "@type": "cv:PublicOrganisation", "dct:spatial": region, "skos:prefLabel": label});
    assert!(refused(&json!({"@graph": [service("1", whole.clone())]})).is_empty());
    let two_numbers = json!({"@graph": [service("1", whole.clone()), service("2", whole)]});
    assert_eq!(refused(&two_numbers), ["a cpsv:PublicService dct:identifier: 2"]);
    let bare = json!({"@id": "b", "@type": "cv:PublicOrganisation", "skos:prefLabel": "UBND"});
    assert_eq!(
        refused(&json!({"@graph": [service("1", bare)]})),
        ["b cv:PublicOrganisation dct:spatial: 0", "b cv:PublicOrganisation skos:prefLabel: \"UBND\"",]
    );
    let cost = json!({"@graph": [{"@id": "c", "@type": "cv:Cost", "dct:identifier": "c", "cv:hasValue": 5}]});
    assert_eq!(refused(&cost), ["c cv:Cost cv:hasValue: 5"]);
    assert_eq!(refused(&json!({"@graph": [service("1", json!({"@id": "d"}))]})).len(), 1);
}
