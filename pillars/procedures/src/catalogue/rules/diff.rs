//! What differs between two bodies, told so that a person can read it: part, place in it, before, after.

use super::PartChange;
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeSet;

/// A difference.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Key of the part.
    pub part: String,
    /// Where in it, from the outside in.
    pub place: Vec<Place>,
    /// Key of the value itself, which says how to read it.
    pub field: String,
    /// Before; none: it was not there.
    pub before: Option<Json>,
    /// After; none: it is gone.
    pub after: Option<Json>,
}

/// A step of the way to a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A record of a list, by its own name.
    Record(String),
    /// A field, by its key.
    Field(String),
}

/// The parts that differ, by name, each as one text: what the journal keeps.
pub fn by_part(before: Option<&Json>, after: &Json) -> Vec<PartChange> {
    let empty = Map::new();
    let old = before.and_then(Json::as_object).unwrap_or(&empty);
    let new = after.as_object().unwrap_or(&empty);
    let parts: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let text = |value: Option<&Json>| match value {
        None | Some(Json::Null) => String::new(),
        Some(Json::String(text)) => text.clone(),
        Some(Json::Array(list)) if list.is_empty() => String::new(),
        Some(other) => other.to_string(),
    };
    parts
        .into_iter()
        .map(|part| PartChange {
            part: part.clone(),
            before: text(old.get(part)),
            after: text(new.get(part)),
        })
        .filter(|change| change.before != change.after)
        .collect()
}

/// Every difference between two bodies, part by part.
pub fn differences(before: &Json, after: &Json) -> Vec<Difference> {
    let parts: BTreeSet<&String> =
        [before, after].into_iter().filter_map(Json::as_object).flat_map(serde_json::Map::keys).collect();
    let mut found = Vec::new();
    for part in parts {
        let (old, new) = (before.get(part), after.get(part));
        let mut walk = Walk { part, found: &mut found };
        if part == "form" {
            // Question by question, also where there was no form.
            let (old, new) = (old.map(questions).unwrap_or_default(), new.map(questions).unwrap_or_default());
            if old != new {
                walk.list(&[], part, &old, &new);
            }
        } else {
            walk.value(&[], part, old, new);
        }
    }
    found
}

/// An electronic form as a list of its questions, each with all it asks for.
fn questions(form: &Json) -> Vec<Json> {
    let asked = form.get("properties").and_then(Json::as_object);
    let needed = form.get("required").and_then(Json::as_array);
    let title_of = |key: &str| asked.and_then(|all| all.get(key)?.get("title")?.as_str());
    let question = |(key, question): (&String, &Json)| {
        let title = question.get("title").and_then(Json::as_str).unwrap_or(key);
        let mut rest = question.clone();
        // A condition names the other question by its title.
        let on = question.pointer("/x-show-when/field").and_then(Json::as_str).and_then(title_of);
        if let (Some(on), Some(field)) = (on, rest.pointer_mut("/x-show-when/field")) {
            *field = Json::from(on);
        }
        if let Some(rest) = rest.as_object_mut() {
            rest.remove("title");
            if needed.is_some_and(|all| all.iter().any(|k| k.as_str() == Some(key.as_str()))) {
                rest.insert("x-required".to_owned(), Json::Bool(true));
            }
        }
        json!({"key": key, "name": title, "asks": rest.to_string()})
    };
    asked.into_iter().flatten().map(question).collect()
}

/// Nothing is written in several ways.
fn there(value: Option<&Json>) -> Option<&Json> {
    value.filter(|v| match v {
        Json::Null => false,
        Json::String(text) => !text.is_empty(),
        Json::Array(list) => !list.is_empty(),
        _ => true,
    })
}

struct Walk<'a> {
    part: &'a str,
    found: &'a mut Vec<Difference>,
}

impl Walk<'_> {
    fn value(&mut self, place: &[Place], field: &str, before: Option<&Json>, after: Option<&Json>) {
        let (before, after) = (there(before), there(after));
        if before == after {
            return;
        }
        match (before, after) {
            (Some(Json::Object(old)), Some(Json::Object(new))) if !is_amount(old) && !is_amount(new) => {
                let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
                for key in keys {
                    let inner = with(place, Place::Field(key.clone()));
                    self.value(&inner, key, old.get(key), new.get(key));
                }
            }
            (Some(Json::Array(old)), Some(Json::Array(new))) => self.list(place, field, old, new),
            (before, after) => self.tell(place, field, before, after),
        }
    }

    fn list(&mut self, place: &[Place], field: &str, old: &[Json], new: &[Json]) {
        if !old.iter().chain(new).any(Json::is_object) {
            let gone: Vec<&Json> = old.iter().filter(|v| !new.contains(v)).collect();
            let come: Vec<&Json> = new.iter().filter(|v| !old.contains(v)).collect();
            for at in 0..gone.len().max(come.len()) {
                self.tell(place, field, gone.get(at).copied(), come.get(at).copied());
            }
            if gone.is_empty() && come.is_empty() {
                let (old, new) = (json!(old), json!(new));
                self.tell(place, field, Some(&old), Some(&new));
            }
            return;
        }
        let (olds, news) = (names(old), names(new));
        let find = |all: &[String], rows: &[Json], name: &str| {
            all.iter().position(|n| n == name).and_then(|at| rows.get(at)).cloned()
        };
        let before = self.found.len();
        for (name, row) in olds.iter().zip(old) {
            let inner = with(place, Place::Record(shown_name(row, name)));
            match find(&news, new, name) {
                Some(other) => self.value(&inner, field, Some(row), Some(&other)),
                None => self.tell(&inner, field, Some(row), None),
            }
        }
        for (name, row) in news.iter().zip(new) {
            if !olds.contains(name) {
                let inner = with(place, Place::Record(shown_name(row, name)));
                self.tell(&inner, field, None, Some(row));
            }
        }
        if self.found.len() == before {
            // The same records in another order.
            let order = |names: &[String], rows: &[Json]| {
                json!(names.iter().zip(rows).map(|(n, r)| shown_name(r, n)).collect::<Vec<_>>())
            };
            let (old, new) = (order(&olds, old), order(&news, new));
            self.tell(place, field, Some(&old), Some(&new));
        }
    }

    fn tell(&mut self, place: &[Place], field: &str, before: Option<&Json>, after: Option<&Json>) {
        self.found.push(Difference {
            part: self.part.to_owned(),
            place: place.to_vec(),
            field: field.to_owned(),
            before: before.cloned(),
            after: after.cloned(),
        });
    }
}

fn with(place: &[Place], more: Place) -> Vec<Place> {
    place.iter().cloned().chain([more]).collect()
}

/// {"working_days": 5}: read as one value.
fn is_amount(map: &Map<String, Json>) -> bool {
    map.len() == 1 && map.keys().all(|k| super::parts::UNITS.contains(&k.as_str()))
}

/// What tells the records of a list apart; where two would be called alike, their place in it.
fn names(rows: &[Json]) -> Vec<String> {
    let name = |row: &Json| {
        ["key", "number", "name", "label", "actor"]
            .iter()
            .find_map(|k| row.get(*k).and_then(Json::as_str).filter(|t| !t.is_empty()))
            .map(str::to_owned)
    };
    let all: Vec<Option<String>> = rows.iter().map(name).collect();
    all.iter()
        .enumerate()
        .map(|(at, name)| {
            let alike = all.iter().take(at).filter(|n| *n == name).count();
            match name {
                Some(name) if alike == 0 => name.clone(),
                Some(name) => format!("{name} #{}", alike + 1),
                None => format!("#{}", at + 1),
            }
        })
        .collect()
}

/// How a record is called to its reader: its name rather than its key.
fn shown_name(row: &Json, told: &str) -> String {
    let word = ["name", "label", "number", "actor"]
        .iter()
        .find_map(|k| row.get(*k).and_then(Json::as_str).filter(|t| !t.is_empty()));
    word.unwrap_or(told).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_paper_that_changed_is_told_by_its_name_and_field() {
        let old = json!({"components": [{"key": "a", "name": "Tờ khai", "copies": 1}, {"key": "b", "name": "CMND"}]});
        let new = json!({"components": [{"key": "a", "name": "Tờ khai", "copies": 2}, {"key": "c", "name": "Ảnh"}]});
        let found = differences(&old, &new);
        assert_eq!(found.len(), 3);
        assert_eq!(found[0].place, [Place::Record("Tờ khai".into()), Place::Field("copies".into())]);
        assert_eq!((found[0].before.clone(), found[0].after.clone()), (Some(json!(1)), Some(json!(2))));
        assert_eq!(
            (found[1].place.clone(), found[1].after.is_none()),
            (vec![Place::Record("CMND".into())], true)
        );
        assert_eq!(
            (found[2].place.clone(), found[2].before.is_none()),
            (vec![Place::Record("Ảnh".into())], true)
        );
    }

    #[test]
    fn nothing_written_in_two_ways_is_no_difference() {
        let old = json!({"fees": [], "note": null, "name": "A"});
        assert!(differences(&old, &json!({"name": "A", "note": ""})).is_empty());
    }

    #[test]
    fn a_term_is_one_value_and_an_order_is_a_difference() {
        let old = json!({"term": {"base": {"working_days": 5}}});
        let new = json!({"term": {"base": {"days": 7}}});
        let found = differences(&old, &new);
        assert_eq!((found.len(), found[0].field.as_str()), (1, "base"));
        let (a, b) = (json!({"name": "A"}), json!({"name": "B"}));
        let turned = differences(&json!({"process": [a, b]}), &json!({"process": [b, a]}));
        assert_eq!((turned.len(), turned[0].before.clone()), (1, Some(json!(["A", "B"]))));
    }

    #[test]
    fn a_question_of_the_form_is_told_by_its_title() {
        let old = json!({"form": {"properties": {"x": {"title": "Họ tên", "maxLength": 50}}}});
        let new = json!({"form": {"properties": {"x": {"title": "Họ tên", "maxLength": 90}}}});
        let found = differences(&old, &new);
        assert_eq!(found[0].place, [Place::Record("Họ tên".into()), Place::Field("asks".into())]);
        let needed =
            json!({"form": {"required": ["x"], "properties": {"x": {"title": "Họ tên", "maxLength": 90}}}});
        assert_eq!(differences(&new, &needed).len(), 1, "that it must be answered is a difference");
        let first = differences(&json!({"form": null}), &new);
        assert_eq!((first.len(), first[0].before.is_none()), (1, true));
        assert_eq!(first[0].place, [Place::Record("Họ tên".into())]);
    }

    proptest! {
        #[test]
        fn bodies_differ_as_wholes_where_they_differ_in_parts(a in prop::collection::vec("[ab]{0,2}", 0..4), b in prop::collection::vec("[ab]{0,2}", 0..4)) {
            let body = |list: &[String]| json!({"requirements": list});
            let same = by_part(Some(&body(&a)), &body(&b)).is_empty();
            let told = differences(&body(&a), &body(&b));
            prop_assert_eq!(same, told.is_empty());
            prop_assert!(differences(&body(&a), &body(&a)).is_empty());
        }
    }
}
