//! A design as JSON Schema (draft 2020-12 with the hints of procedures/README.md), and a schema as a design to be drawn on.

use super::design::{Condition, Design, Gate, Item, Kind, Part};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeSet;

/// Nine or twelve digits: CMND and CCCD.
const IDENTITY: &str = "^([0-9]{9}|[0-9]{12})$";
/// Ten or eleven digits from 0.
const PHONE: &str = "^0[0-9]{9,10}$";

/// The schema of a design.
pub fn schema(design: &Design) -> Json {
    let asked = design.asked();
    let mut out = object(design, &asked, &design.extra);
    if design.parts.iter().any(|part| !part.title.is_empty()) {
        let sections = design.parts.iter().filter(|part| !part.title.is_empty()).map(|part| {
            let fields: Vec<&str> = design.of_part(&part.key).map(|i| i.key.as_str()).collect();
            let mut section = Map::new();
            section.insert("title".to_owned(), json!(part.title));
            said(&mut section, "x-title-en", &part.title_en);
            said(&mut section, "description", &part.lead);
            section.insert("fields".to_owned(), json!(fields));
            Json::Object(section)
        });
        out.insert("x-sections".to_owned(), sections.collect());
    }
    if !design.gates.is_empty() {
        let gates = design.gates.iter().map(|gate| {
            let mut asked = Map::new();
            for (name, text) in [("key", &gate.key), ("question", &gate.question), ("stop", &gate.stop)] {
                asked.insert(name.to_owned(), json!(text));
            }
            said(&mut asked, "question-en", &gate.question_en);
            said(&mut asked, "stop-en", &gate.stop_en);
            asked.insert("go_on".to_owned(), json!(gate.go_on));
            Json::Object(asked)
        });
        out.insert("x-eligibility".to_owned(), gates.collect());
    }
    Json::Object(out)
}

fn said(into: &mut Map<String, Json>, name: &str, text: &str) {
    if !text.is_empty() {
        into.insert(name.to_owned(), json!(text));
    }
}

/// An object of fields: of the whole form, or of one row of a group.
fn object(design: &Design, items: &[&Item], extra: &Map<String, Json>) -> Map<String, Json> {
    let mut out = extra.clone();
    let order: Vec<&str> = items.iter().map(|i| i.key.as_str()).collect();
    let always = items.iter().filter(|i| i.required && i.condition.is_none());
    let always: Vec<&str> = always.map(|i| i.key.as_str()).collect();
    let properties: Map<String, Json> =
        items.iter().map(|item| (item.key.clone(), Json::Object(property(design, item)))).collect();
    out.insert("type".to_owned(), json!("object"));
    out.insert("x-order".to_owned(), json!(order));
    out.insert("required".to_owned(), json!(always));
    out.insert("properties".to_owned(), Json::Object(properties));
    let mut rules = extra.get("allOf").and_then(Json::as_array).cloned().unwrap_or_default();
    rules.extend(items.iter().filter_map(|item| demanded_when(design, item)));
    if !rules.is_empty() {
        out.insert("allOf".to_owned(), Json::Array(rules));
    }
    out
}

/// A required field with a condition is demanded where the condition holds.
fn demanded_when(design: &Design, item: &Item) -> Option<Json> {
    let condition = item.condition.as_ref().filter(|_| item.required)?;
    let answer = answer(design, condition);
    let asked = condition.field.as_str();
    Some(json!({
        "if": {"required": [asked], "properties": {asked: {"const": answer}}},
        "then": {"required": [item.key]}
    }))
}

/// The answer of a condition as the data hold it.
fn answer(design: &Design, condition: &Condition) -> Json {
    let on = design.item(&condition.field).map(|item| item.kind);
    match (on, condition.equals.as_str()) {
        (Some(Kind::YesNo), said) => json!(said == "co"),
        (_, said) => json!(said),
    }
}

fn property(design: &Design, item: &Item) -> Map<String, Json> {
    let mut out = Map::new();
    let (kind, widget) = match item.kind {
        Kind::Area => ("string", "textarea"),
        Kind::Whole => ("integer", "text"),
        Kind::Decimal => ("number", "text"),
        Kind::Money => ("integer", "money"),
        Kind::Date => ("string", "date"),
        Kind::Identity => ("string", "identity"),
        Kind::Address => ("object", "address"),
        Kind::YesNo => ("boolean", "choice"),
        Kind::Choice => ("string", "choice"),
        Kind::Rows => ("array", "rows"),
        Kind::File => ("string", "file"),
        Kind::Text | Kind::Phone | Kind::Email => ("string", "text"),
    };
    out.insert("type".to_owned(), json!(kind));
    out.insert("x-widget".to_owned(), json!(widget));
    out.insert("title".to_owned(), json!(item.label));
    said(&mut out, "x-title-en", &item.label_en);
    said(&mut out, "description", &item.help);
    said(&mut out, "x-prefill", &item.prefill);
    match item.kind {
        Kind::Date => said(&mut out, "format", "date"),
        Kind::Email => said(&mut out, "format", "email"),
        Kind::Identity => said(&mut out, "pattern", IDENTITY),
        Kind::Phone => said(&mut out, "pattern", PHONE),
        Kind::Choice => {
            out.insert("enum".to_owned(), json!(item.choices));
        }
        Kind::File => {
            out.insert("x-file".to_owned(), takes(item));
        }
        Kind::Rows => {
            let columns: Vec<&Item> = design.of_group(&item.key).collect();
            let extra = item.extra.get("items").and_then(Json::as_object).cloned().unwrap_or_default();
            out.insert("items".to_owned(), Json::Object(object(design, &columns, &extra)));
        }
        _ => {}
    }
    for (name, value) in item.extra.iter().filter(|(name, _)| *name != "items") {
        out.insert(name.clone(), value.clone());
    }
    // Drawn limits stand over those an entered schema had in another form, such as 0.5.
    for (name, limit) in limits(item.kind).into_iter().flatten().zip([item.minimum, item.maximum]) {
        if let Some(limit) = limit {
            out.insert(name.to_owned(), json!(limit));
        }
    }
    if let Some(condition) = &item.condition {
        let shown = json!({"field": condition.field, "equals": answer(design, condition)});
        out.insert("x-show-when".to_owned(), shown);
    }
    out
}

/// What a field takes that is answered by a file. The answer itself is no file but the reference of the paper that holds it, so
/// the schema does not speak of its content (`contentMediaType`).
fn takes(item: &Item) -> Json {
    let mut takes = Map::new();
    takes.insert("reference".to_owned(), json!("paper"));
    if !item.choices.is_empty() {
        takes.insert("kinds".to_owned(), json!(item.choices));
    }
    if let Some(most) = item.maximum {
        takes.insert("megabytes".to_owned(), json!(most));
    }
    Json::Object(takes)
}

/// The keywords of a kind's limits; a file's stand in `x-file`.
fn limits(kind: Kind) -> Option<[&'static str; 2]> {
    match kind {
        Kind::Whole | Kind::Decimal | Kind::Money => Some(["minimum", "maximum"]),
        Kind::Rows => Some(["minItems", "maxItems"]),
        Kind::File => None,
        _ => Some(["minLength", "maxLength"]),
    }
}

/// A schema as a design; `None` where it asks what the designer cannot show.
pub fn design(schema: &Json) -> Option<Design> {
    let mut design = Design::empty();
    let sections = schema.get("x-sections").and_then(Json::as_array).cloned().unwrap_or_default();
    let mut of_field: Vec<(String, String)> = Vec::new();
    for section in &sections {
        let text = |name: &str| word(section, name);
        let key = design.new_key(&text("title"));
        let fields = section.get("fields").and_then(Json::as_array).into_iter().flatten();
        of_field.extend(fields.filter_map(|f| Some((f.as_str()?.to_owned(), key.clone()))));
        let part =
            Part { key, title: text("title"), title_en: text("x-title-en"), lead: text("description") };
        design.put_part(part);
    }
    let mut items = Vec::new();
    design.extra = read_object(schema, "", &mut items)?;
    for item in &mut items {
        let part = of_field.iter().find(|(field, _)| *field == item.key).map(|(_, part)| part.clone());
        item.part = part.unwrap_or_else(|| "chung".to_owned());
    }
    // Columns know their group by its key: two of one key would share them.
    let groups: Vec<&str> =
        items.iter().filter(|item| item.kind == Kind::Rows).map(|group| group.key.as_str()).collect();
    if groups.iter().collect::<BTreeSet<_>>().len() < groups.len() {
        return None;
    }
    // What stands in a group stands where its outermost group does.
    design.items = items;
    let parts: Vec<Option<String>> = design
        .items
        .iter()
        .map(|item| design.groups_above(item).last().map(|outermost| outermost.part.clone()))
        .collect();
    for (item, part) in design.items.iter_mut().zip(parts) {
        item.part = part.unwrap_or_else(|| item.part.clone());
    }
    if !sections.is_empty() && design.of_part("chung").next().is_none() {
        design.parts.retain(|part| part.key != "chung");
    }
    let gates = schema.get("x-eligibility").and_then(Json::as_array).into_iter().flatten();
    design.gates = gates
        .map(|gate| Gate {
            key: word(gate, "key"),
            question: word(gate, "question"),
            question_en: word(gate, "question-en"),
            go_on: gate.get("go_on").and_then(Json::as_bool).unwrap_or(true),
            stop: word(gate, "stop"),
            stop_en: word(gate, "stop-en"),
        })
        .collect();
    for known in ["x-sections", "x-eligibility"] {
        design.extra.remove(known);
    }
    Some(design)
}

fn word(of: &Json, name: &str) -> String {
    of.get(name).and_then(Json::as_str).unwrap_or_default().to_owned()
}

/// Reads an object's fields behind `items`; what it says besides comes back.
fn read_object(schema: &Json, group: &str, items: &mut Vec<Item>) -> Option<Map<String, Json>> {
    let map = schema.as_object()?;
    let properties = map.get("properties")?.as_object()?;
    let names = |of: &Json, place: &str| -> Vec<String> {
        let listed = of.get(place).and_then(Json::as_array).into_iter().flatten();
        listed.filter_map(|name| name.as_str().map(str::to_owned)).collect()
    };
    let mut order = names(schema, "x-order");
    order.extend(properties.keys().filter(|key| !order.contains(key)).cloned().collect::<Vec<_>>());
    let mut required = names(schema, "required");
    let mut kept = Vec::new();
    for rule in map.get("allOf").and_then(Json::as_array).into_iter().flatten() {
        if only_demands(rule, properties) {
            required.extend(names(rule.get("then").unwrap_or(&Json::Null), "required"));
        } else {
            kept.push(rule.clone());
        }
    }
    for key in &order {
        let mut item = read_property(key, properties.get(key)?, group)?;
        item.required = required.contains(key);
        let columns = properties.get(key)?.get("items").filter(|_| item.kind == Kind::Rows).cloned();
        let mut inner = Vec::new();
        if let Some(columns) = columns {
            let extra = read_object(&columns, key, &mut inner)?;
            if !extra.is_empty() {
                item.extra.insert("items".to_owned(), Json::Object(extra));
            }
        }
        items.push(item);
        items.append(&mut inner);
    }
    let mut extra = map.clone();
    for known in ["type", "x-order", "required", "properties", "allOf"] {
        extra.remove(known);
    }
    if !kept.is_empty() {
        extra.insert("allOf".to_owned(), Json::Array(kept));
    }
    Some(extra)
}

/// Whether a rule says no more than that shown fields are demanded, by the condition under which they are shown.
fn only_demands(rule: &Json, properties: &Map<String, Json>) -> bool {
    let then = rule.get("then").and_then(|t| t.get("required")).and_then(Json::as_array);
    let (Some(then), Some(named)) = (then, rule.pointer("/if/properties").and_then(Json::as_object)) else {
        return false;
    };
    let Some((field, answer)) = named.iter().next().filter(|_| named.len() == 1) else { return false };
    let said = json!({
        "if": {"required": [field], "properties": {field: {"const": answer.get("const")}}},
        "then": {"required": then}
    });
    said == *rule
        && then.iter().all(|key| {
            let shown = key.as_str().and_then(|key| properties.get(key)?.get("x-show-when"));
            shown.is_some_and(|s| {
                s.get("field") == Some(&json!(field)) && s.get("equals") == answer.get("const")
            })
        })
}

fn read_property(key: &str, property: &Json, group: &str) -> Option<Item> {
    let map = property.as_object()?;
    let kind = read_kind(property)?;
    let mut item = Item { key: key.to_owned(), group: group.to_owned(), kind, ..Item::default() };
    (item.label, item.label_en) = (word(property, "title"), word(property, "x-title-en"));
    (item.help, item.prefill) = (word(property, "description"), word(property, "x-prefill"));
    for choice in map.get("enum").and_then(Json::as_array).into_iter().flatten() {
        item.choices.push(choice.as_str()?.to_owned());
    }
    if let Some(shown) = map.get("x-show-when") {
        let equals = match shown.get("equals")? {
            Json::Bool(yes) => if *yes { "co" } else { "khong" }.to_owned(),
            other => other.as_str()?.to_owned(),
        };
        item.condition = Some(Condition { field: word(shown, "field"), equals });
    }
    item.extra = map.clone();
    for known in [
        "type",
        "x-widget",
        "title",
        "x-title-en",
        "description",
        "x-prefill",
        "x-show-when",
        "enum",
        "items",
    ] {
        item.extra.remove(known);
    }
    let implied = match kind {
        Kind::Date => Some(("format", "date")),
        Kind::Email => Some(("format", "email")),
        Kind::Identity => Some(("pattern", IDENTITY)),
        Kind::Phone => Some(("pattern", PHONE)),
        _ => None,
    };
    if let Some((name, _)) = implied.filter(|(name, value)| map.get(*name) == Some(&json!(value))) {
        item.extra.remove(name);
    }
    if kind == Kind::File {
        let takes = map.get("x-file").unwrap_or(&Json::Null);
        let kinds = takes.get("kinds").and_then(Json::as_array).into_iter().flatten();
        item.choices = kinds.filter_map(|kind| kind.as_str().map(str::to_owned)).collect();
        item.maximum = takes.get("megabytes").and_then(Json::as_i64);
        item.extra.remove("x-file");
    }
    for (name, limit) in limits(kind).into_iter().flatten().zip([&mut item.minimum, &mut item.maximum]) {
        if let Some(number) = map.get(name).and_then(Json::as_i64) {
            *limit = Some(number);
            item.extra.remove(name);
        }
    }
    Some(item)
}

fn read_kind(property: &Json) -> Option<Kind> {
    let text = |name: &str| property.get(name).and_then(Json::as_str).unwrap_or_default();
    let chosen = property.get("enum").is_some();
    Some(match (text("x-widget"), text("type"), text("format")) {
        (_, "boolean", _) => Kind::YesNo,
        ("choice" | "text" | "", "string", _) if chosen => Kind::Choice,
        ("date", "string", _) | ("text" | "", "string", "date") => Kind::Date,
        ("identity", "string", _) => Kind::Identity,
        ("file", "string", _) => Kind::File,
        ("textarea", "string", _) => Kind::Area,
        ("text" | "", "string", "email") => Kind::Email,
        ("text" | "", "string", _) if text("pattern") == PHONE => Kind::Phone,
        ("text" | "", "string", _) => Kind::Text,
        ("money", "integer" | "number", _) => Kind::Money,
        ("text" | "", "integer", _) => Kind::Whole,
        ("text" | "", "number", _) => Kind::Decimal,
        ("address", "object", _) => Kind::Address,
        ("rows" | "", "array", _) => Kind::Rows,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The forms of the procedures that ship.
    fn shipped() -> Vec<(String, Json)> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../procedures");
        let read = |path: std::path::PathBuf| {
            let text = std::fs::read_to_string(&path)
                .ok()
                .filter(|_| path.extension().is_some_and(|e| e == "yaml"))?;
            let body: Json = serde_saphyr::from_str(&text).unwrap();
            let form = body.get("form").filter(|form| form.is_object())?.clone();
            Some((path.display().to_string(), form))
        };
        std::fs::read_dir(folder).unwrap().filter_map(|file| read(file.unwrap().path())).collect()
    }

    #[test]
    fn every_shipped_form_can_be_drawn_on_and_loses_nothing() {
        let all = shipped();
        assert!(all.len() > 40, "{}", all.len());
        for (name, form) in all {
            let drawn = design(&form).unwrap_or_else(|| panic!("{name} cannot be drawn"));
            let made = schema(&drawn);
            assert!(eforms::Form::parse(&made).is_ok(), "{name}");
            for (key, before) in form["properties"].as_object().unwrap() {
                assert_eq!(&made["properties"][key], before, "{name}: {key}");
            }
            let set = |form: &Json| -> std::collections::BTreeSet<String> {
                form["required"].as_array().unwrap().iter().map(|r| r.as_str().unwrap().to_owned()).collect()
            };
            assert_eq!(set(&made), set(&form), "{name}");
            assert_eq!(design(&made), Some(drawn), "{name}");
        }
    }

    #[test]
    fn a_group_within_a_group_and_a_file_are_drawn_as_they_were() {
        let entered = json!({"type": "object", "x-order": ["nguoi", "anh"], "required": ["anh"],
        "x-sections": [{"title": "Hộ gia đình", "fields": ["nguoi", "anh"]}],
        "properties": {
            "nguoi": {"type": "array", "x-widget": "rows", "title": "Người trong hộ", "items": {
                "type": "object", "x-order": ["ten", "giay"], "required": ["ten"], "properties": {
                    "ten": {"type": "string", "x-widget": "text", "title": "Họ tên"},
                    "giay": {"type": "array", "x-widget": "rows", "title": "Giấy tờ", "maxItems": 5, "items": {
                        "type": "object", "x-order": ["so"], "required": [], "properties": {
                            "so": {"type": "string", "x-widget": "text", "title": "Số"}}}}}}},
            "anh": {"type": "string", "x-widget": "file", "title": "Ảnh",
                "x-file": {"reference": "paper", "kinds": ["JPG"], "megabytes": 2}}
        }});
        let drawn = design(&entered).unwrap();
        let file = drawn.item("anh").unwrap();
        assert_eq!(
            (file.kind, file.choices.as_slice(), file.maximum),
            (Kind::File, &["JPG".to_owned()][..], Some(2))
        );
        assert_eq!(drawn.item("so").unwrap().part, drawn.item("nguoi").unwrap().part);
        let made = schema(&drawn);
        assert_eq!(made, entered);
        let mut twice = entered.clone();
        let inner = twice["properties"]["nguoi"]["items"]["properties"]["giay"].clone();
        twice["properties"]["nguoi"]["items"]["properties"] = json!({"nguoi": inner});
        twice["properties"]["nguoi"]["items"]["x-order"] = json!(["nguoi"]);
        assert_eq!(design(&twice), None, "a group of the key of its own group");
        assert!(eforms::Form::parse(&made).is_ok());
    }

    #[test]
    fn a_drawn_limit_stands_over_an_entered_one() {
        let entered = json!({"type": "object", "properties": {
            "dien_tich": {"type": "number", "title": "Diện tích", "minimum": 0.5}
        }});
        let mut drawn = design(&entered).unwrap();
        assert_eq!(schema(&drawn)["properties"]["dien_tich"]["minimum"], json!(0.5), "kept as it was");
        drawn.items[0].minimum = Some(2);
        assert_eq!(schema(&drawn)["properties"]["dien_tich"]["minimum"], json!(2));
    }

    #[test]
    fn a_required_field_with_a_condition_is_demanded_only_where_it_is_shown() {
        let mut design = Design::empty();
        let item = |key: &str, kind, condition| Item {
            key: key.into(),
            part: "chung".into(),
            label: key.into(),
            required: true,
            kind,
            condition,
            ..Item::default()
        };
        design.put_item(item("co_con", Kind::YesNo, None));
        let when = Condition { field: "co_con".into(), equals: "co".into() };
        design.put_item(item("ten_con", Kind::Text, Some(when)));
        let form = eforms::Form::parse(&schema(&design)).unwrap();
        assert!(form.check(&json!({"co_con": false})).is_empty());
        assert_eq!(form.check(&json!({"co_con": true})).0.len(), 1);
        assert!(form.check(&json!({"co_con": true, "ten_con": "Lan"})).is_empty());
    }
}
