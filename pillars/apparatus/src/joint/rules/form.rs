//! The electronic forms of a group as one: a question of the same name is asked once, and each part gets its own answers.

use serde_json::{Map, Value as Json, json};
use std::collections::BTreeSet;

/// Keywords whose lists are put one after the other.
const LISTS: [&str; 4] = ["x-order", "required", "x-sections", "allOf"];

/// One form out of several, each under the name of its procedure: `Err` names the questions that two forms ask in different kinds,
/// so that one answer cannot serve both, and the parts ("$defs") that they word differently under one name.
pub fn joined(forms: &[(&str, &Json)]) -> Result<Json, Vec<String>> {
    let mut properties: Map<String, Json> = Map::new();
    let mut definitions: Map<String, Json> = Map::new();
    let mut lists: [Vec<Json>; 4] = Default::default();
    let mut clashing = BTreeSet::new();
    for (title, form) in forms {
        let mut added: Vec<Json> = Vec::new();
        for name in order(form) {
            let Some(question) = form.get("properties").and_then(|all| all.get(&name)) else { continue };
            match properties.get(&name) {
                None => {
                    properties.insert(name.clone(), question.clone());
                    added.push(json!(name));
                }
                Some(known) if kind(known) == kind(question) => {}
                Some(_) => {
                    clashing.insert(name);
                }
            }
        }
        if let Some(own) = form.get("$defs").and_then(Json::as_object) {
            for (name, part) in own {
                match definitions.get(name) {
                    Some(known) if known != part => {
                        clashing.insert(name.clone());
                    }
                    _ => {
                        definitions.insert(name.clone(), part.clone());
                    }
                }
            }
        }
        for (name, list) in LISTS.iter().zip(&mut lists) {
            let own = form.get(*name).and_then(Json::as_array).cloned().unwrap_or_default();
            match *name {
                "x-order" => list.extend(added.iter().cloned()),
                // The forms' own headings give way to one a procedure: a question asked once stands under the first that asks it.
                "x-sections" if !added.is_empty() => list.push(json!({"title": title, "fields": added})),
                "x-sections" => {}
                _ => {
                    let new: Vec<Json> = own.into_iter().filter(|item| !list.contains(item)).collect();
                    list.extend(new);
                }
            }
        }
    }
    if !clashing.is_empty() {
        return Err(clashing.into_iter().collect());
    }
    let mut whole = json!({"type": "object", "properties": properties});
    if let Some(whole) = whole.as_object_mut() {
        for (name, list) in LISTS.iter().zip(lists) {
            if !list.is_empty() {
                whole.insert((*name).to_owned(), Json::Array(list));
            }
        }
        if !definitions.is_empty() {
            whole.insert("$defs".to_owned(), Json::Object(definitions));
        }
    }
    Ok(whole)
}

/// A form's questions in its own order.
fn order(form: &Json) -> Vec<String> {
    let listed = form.get("x-order").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
    let mut names: Vec<String> = listed.iter().filter_map(Json::as_str).map(str::to_owned).collect();
    let all = form.get("properties").and_then(Json::as_object);
    let rest: Vec<String> =
        all.into_iter().flat_map(|all| all.keys()).filter(|name| !names.contains(*name)).cloned().collect();
    names.extend(rest);
    names
}

/// What an answer must be, so that it serves two questions of one name.
fn kind(question: &Json) -> [Option<&Json>; 4] {
    ["type", "format", "enum", "$ref"].map(|keyword| question.get(keyword))
}

/// The answers that a form asks for, out of those to the whole.
pub fn share(form: &Json, answers: &Json) -> Json {
    let asked = form.get("properties").and_then(Json::as_object);
    let given = answers.as_object();
    let own =
        given.into_iter().flatten().filter(|(name, _)| asked.is_some_and(|all| all.contains_key(*name)));
    Json::Object(own.map(|(name, answer)| (name.clone(), answer.clone())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn birth() -> Json {
        json!({"type": "object", "x-order": ["ho_ten_con", "ngay_sinh"], "required": ["ho_ten_con"], "properties": {
            "ho_ten_con": {"type": "string", "title": "Họ và tên con"},
            "ngay_sinh": {"type": "string", "format": "date", "title": "Ngày sinh"}}})
    }

    fn residence() -> Json {
        json!({"type": "object", "required": ["ho_ten_con", "chu_ho"], "properties": {
            "ho_ten_con": {"type": "string", "title": "Họ tên trẻ"},
            "chu_ho": {"type": "string", "title": "Chủ hộ"}}})
    }

    #[test]
    fn a_question_of_the_same_name_is_asked_once_under_the_first_that_asks_it() {
        let whole = joined(&[("Khai sinh", &birth()), ("Thường trú", &residence())]).unwrap();
        assert_eq!(whole["x-order"], json!(["ho_ten_con", "ngay_sinh", "chu_ho"]));
        assert_eq!(whole["required"], json!(["ho_ten_con", "chu_ho"]));
        assert_eq!(whole["properties"]["ho_ten_con"]["title"], "Họ và tên con");
        assert_eq!(whole["x-sections"][1], json!({"title": "Thường trú", "fields": ["chu_ho"]}));
        assert!(eforms::Form::parse(&whole).is_ok());
    }

    #[test]
    fn each_part_gets_the_answers_to_its_own_questions() {
        let answers = json!({"ho_ten_con": "Lê An", "ngay_sinh": "2012-10-01", "chu_ho": "Lê Văn Tám"});
        assert_eq!(share(&residence(), &answers), json!({"ho_ten_con": "Lê An", "chu_ho": "Lê Văn Tám"}));
        assert_eq!(share(&birth(), &answers), json!({"ho_ten_con": "Lê An", "ngay_sinh": "2012-10-01"}));
        assert_eq!(share(&birth(), &json!(null)), json!({}));
    }

    #[test]
    fn questions_of_one_name_and_two_kinds_cannot_be_joined() {
        let other =
            json!({"type": "object", "properties": {"ngay_sinh": {"type": "integer", "title": "Năm sinh"}}});
        assert_eq!(joined(&[("A", &birth()), ("B", &other)]), Err(vec!["ngay_sinh".to_owned()]));
    }

    #[test]
    fn parts_of_one_name_that_say_different_things_are_not_taken_for_one_another() {
        let form = |question: &str, part: &str, longest: u32| {
            json!({"type": "object", "properties": {question: {"$ref": format!("#/$defs/{part}")}},
                "$defs": {part: {"type": "string", "maxLength": longest}}})
        };
        let name = form("ho_ten", "ten", 60);
        assert!(joined(&[("A", &name), ("B", &form("ten_cha", "ten", 60))]).is_ok());
        assert_eq!(joined(&[("A", &name), ("B", &form("ten_cha", "ten", 9))]), Err(vec!["ten".to_owned()]));
        assert_eq!(joined(&[("A", &name), ("B", &form("ho_ten", "ma", 60))]), Err(vec!["ho_ten".to_owned()]));
    }

    proptest! {
        #[test]
        fn every_question_of_every_form_is_asked_and_none_twice(
            names in proptest::collection::vec(proptest::collection::btree_set("[a-e]", 1..5), 1..4),
        ) {
            let forms: Vec<Json> = names
                .iter()
                .map(|names| {
                    let all: Map<String, Json> =
                        names.iter().map(|n| (n.clone(), json!({"type": "string", "title": n}))).collect();
                    json!({"type": "object", "properties": all})
                })
                .collect();
            let given: Vec<(&str, &Json)> = forms.iter().map(|form| ("Thủ tục", form)).collect();
            let whole = joined(&given).unwrap();
            let asked: BTreeSet<String> = names.iter().flatten().cloned().collect();
            let order = whole["x-order"].as_array().unwrap();
            prop_assert_eq!(order.len(), asked.len());
            prop_assert_eq!(whole["properties"].as_object().unwrap().len(), asked.len());
        }
    }
}
