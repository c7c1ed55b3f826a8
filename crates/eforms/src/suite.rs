//! The published JSON Schema test suite (draft 2020-12, MIT, tests/suite/LICENSE) against the validator as forms are checked with.
//! docs/eforms.md says the same of each group.

use serde_json::Value as Json;

/// Groups of which a part is not met, and why.
const PARTLY: [(&str, &str); 4] = [
    ("dynamicRef", "those that fetch another schema: a form refers to its own parts only"),
    ("format", "formats are demanded here, while the draft takes them as remarks"),
    ("refRemote", "they fetch other schemas"),
    ("vocabulary", "they fetch a metaschema of their own"),
];

#[test]
fn the_published_suite_is_met_but_for_what_is_fetched_and_formats() {
    let suite: Json = serde_json::from_str(include_str!("../tests/suite/draft2020-12.json")).unwrap();
    let documented = include_str!("../../../docs/eforms.md");
    let (mut met, mut wrong) = (0, Vec::new());
    for (group, cases) in suite.as_object().unwrap() {
        let mut unmet = Vec::new();
        for case in cases.as_array().unwrap() {
            let validator = jsonschema::options()
                .with_draft(jsonschema::Draft::Draft202012)
                .should_validate_formats(true)
                .build(&case["schema"]);
            for test in case["tests"].as_array().unwrap() {
                let said = validator.as_ref().ok().map(|v| v.is_valid(&test["data"]));
                if said == test["valid"].as_bool() {
                    met += 1;
                } else {
                    unmet.push(format!("{group}: {}: {}", case["description"], test["description"]));
                }
            }
        }
        assert!(documented.contains(&format!("`{group}`")), "docs/eforms.md does not name {group}");
        if !PARTLY.iter().any(|(partly, _)| partly == group) {
            wrong.extend(unmet);
        }
    }
    assert!(met > 1_150, "{met}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}
