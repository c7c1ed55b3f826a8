//! From typed fields to a procedure's body and back: one part at a time, the rest of the body left as it is.

use super::parts::{Item, Kind, Part};
use kernel::{Day, Dong};
use platform::FieldErrors;
use platform::http::Submitted;
use serde_json::{Map, Value as Json, json};

/// Longest text of a field.
const TEXT: usize = 4000;
/// Most rows of a table.
pub const ROWS: usize = 60;

/// The value under a path, none where a key is missing or null.
pub fn value<'a>(body: &'a Json, path: &str) -> Option<&'a Json> {
    path.split('.').try_fold(body, |at, key| at.get(key)).filter(|v| !v.is_null())
}

/// Sets the value under a path; nothing takes the key away.
fn put(body: &mut Json, path: &str, new: Option<Json>) {
    let (head, rest) = path.split_once('.').map_or((path, None), |(head, rest)| (head, Some(rest)));
    if !body.is_object() {
        *body = Json::Object(Map::new());
    }
    let Some(map) = body.as_object_mut() else { return };
    match (rest, new) {
        (None, Some(new)) => {
            map.insert(head.to_owned(), new);
        }
        (None, None) => {
            map.remove(head);
        }
        (Some(rest), new) => {
            // A word stands where an object is written now, as in `base: none`.
            if !map.get(head).is_some_and(Json::is_object) {
                if new.is_none() {
                    return;
                }
                map.insert(head.to_owned(), Json::Object(Map::new()));
            }
            if let Some(inner) = map.get_mut(head) {
                put(inner, rest, new);
            }
        }
    }
}

/// Writes a part as it was typed into a body; all that is wrong at once, by the names of the fields.
pub fn write(part: &Part, body: &mut Json, typed: &Submitted) -> FieldErrors {
    let mut errors = FieldErrors::new();
    for item in part.items {
        let name = item.field();
        match item.kind {
            Kind::Rows(columns) => {
                let rows = rows(columns, &name, typed, &mut errors);
                put(body, item.path, Some(Json::Array(rows)));
            }
            kind => {
                let new = read(kind, &name, typed, &mut errors);
                if item.needed && new.is_none() && typed.text(&name).is_empty() {
                    errors.add(name, "form-required");
                }
                put(body, item.path, new);
            }
        }
    }
    // Levels of online service are numbered one to four (Decree 43/2011, art. 3).
    if value(body, "online.level").and_then(Json::as_i64).is_some_and(|level| level > 4) {
        errors.add("online-level", "catalogue-edit-level");
    }
    let day = |path: &str| value(body, path).and_then(Json::as_str).and_then(|d| d.parse::<Day>().ok());
    if day("valid_from").zip(day("valid_to")).is_some_and(|(from, to)| to < from) {
        errors.add("valid-to", "catalogue-ends-before");
    }
    tidy(body);
    errors
}

/// The rows as they were typed, in the order of their numbers. What a row has besides its columns travels with the form,
/// so that it stays with its row when rows are added, moved and left out.
fn rows(columns: &[Item], name: &str, typed: &Submitted, errors: &mut FieldErrors) -> Vec<Json> {
    let count = typed.text(&format!("{name}-so")).parse::<usize>().unwrap_or(0).min(ROWS);
    let mut found: Vec<(i64, Json)> = Vec::new();
    for at in 0..count {
        let besides = typed.text(&format!("{name}-{at}-con"));
        let mut row =
            serde_json::from_str::<Json>(besides).ok().filter(Json::is_object).unwrap_or_else(|| json!({}));
        let mut wrong = FieldErrors::new();
        let mut empty = true;
        for column in columns {
            let field = format!("{name}-{at}-{}", column.field());
            let new = read(column.kind, &field, typed, &mut wrong);
            empty &= !column.needed || matches!(column.kind, Kind::Choice(..)) || new.is_none();
            if column.needed && new.is_none() && typed.text(&field).is_empty() {
                wrong.add(field, "form-required");
            }
            put(&mut row, column.path, new);
        }
        if empty {
            continue;
        }
        errors.0.extend(wrong.0);
        let place = typed.text(&format!("{name}-{at}-tt")).parse().unwrap_or(i64::MAX);
        found.push((place, row));
    }
    found.sort_by_key(|(place, _)| *place);
    found.into_iter().map(|(_, row)| row).collect()
}

fn read(kind: Kind, name: &str, typed: &Submitted, errors: &mut FieldErrors) -> Option<Json> {
    let text = typed.text(name);
    match kind {
        Kind::Line | Kind::Text => {
            let text = typed.at_most(errors, name, TEXT);
            (!text.is_empty()).then(|| json!(text))
        }
        Kind::Lines => {
            let lines = typed.at_most(errors, name, TEXT);
            Some(json!(lines.lines().map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>()))
        }
        Kind::Choice(_, values) => values.contains(&text).then(|| json!(text)),
        Kind::Choices(_, values) => {
            let chosen = typed.all(name).iter().filter(|v| values.contains(&v.as_str()));
            Some(json!(chosen.collect::<Vec<_>>()))
        }
        Kind::Tick => Some(json!(typed.ticked(name))),
        Kind::Number => number(text, name, errors).map(|n| json!(n)),
        Kind::Amount => amount(name, typed, errors),
        Kind::Base => match typed.text(&format!("{name}-dv")) {
            word @ ("none" | "same_day") => Some(json!(word)),
            // A term of nothing promises nothing: that is said by its own word.
            _ => amount(name, typed, errors).filter(|read| {
                let some = read.as_object().is_some_and(|map| map.values().any(|n| n.as_i64() != Some(0)));
                if !some {
                    errors.add(name, "catalogue-edit-amount");
                }
                some
            }),
        },
        Kind::Day => {
            let day: Option<Day> = typed.day(errors, name);
            day.map(|d| json!(d.to_string()))
        }
        // A table within a row: there is none.
        Kind::Rows(_) => None,
    }
}

fn number(text: &str, name: &str, errors: &mut FieldErrors) -> Option<i64> {
    if text.is_empty() {
        return None;
    }
    let number = Dong::typed(text).map(|n| n.0).filter(|n| (0..=1_000_000_000_000).contains(n));
    if number.is_none() {
        errors.add(name, "catalogue-edit-number");
    }
    number
}

fn amount(name: &str, typed: &Submitted, errors: &mut FieldErrors) -> Option<Json> {
    let number = number(typed.text(name), name, errors)?;
    let unit = typed.text(&format!("{name}-dv"));
    if number > 10_000 || !super::parts::UNITS.contains(&unit) {
        errors.add(name, "catalogue-edit-amount");
        return None;
    }
    Some(json!({ unit: number }))
}

/// What is nothing without its first value is nothing; records without a key get one.
fn tidy(body: &mut Json) {
    for (whole, heart) in
        [("agency", "decides"), ("result", "name"), ("online", "level"), ("silence", "means")]
    {
        if value(body, whole).is_some() && value(body, &format!("{whole}.{heart}")).is_none() {
            put(body, whole, None);
        }
    }
    if value(body, "silence.basis").is_some() && value(body, "silence.basis.number").is_none() {
        put(body, "silence.basis", None);
    }
    let promises = value(body, "term.base").is_some()
        || value(body, "term.legs").and_then(Json::as_array).is_some_and(|legs| !legs.is_empty());
    if value(body, "term").is_some() && !promises {
        put(body, "term", None);
    }
    for (rows, named_by) in [("components", "name"), ("variants", "label"), ("cases", "label")] {
        keys(body.get_mut(rows).and_then(Json::as_array_mut), named_by);
    }
}

/// Gives rows without a key one of their own, made of their name.
fn keys(rows: Option<&mut Vec<Json>>, named_by: &str) {
    let Some(rows) = rows else { return };
    for at in 0..rows.len() {
        let taken: Vec<String> =
            rows.iter().filter_map(|r| r.get("key").and_then(Json::as_str)).map(str::to_owned).collect();
        let Some(row) = rows.get_mut(at) else { continue };
        if row.get("key").and_then(Json::as_str).is_some_and(|k| !k.is_empty()) {
            continue;
        }
        let name = row.get(named_by).and_then(Json::as_str).unwrap_or_default();
        let base = slug(name);
        let key = (1..=ROWS)
            .map(|n| if n == 1 { base.clone() } else { format!("{base}-{n}") })
            .find(|k| !taken.contains(k))
            .unwrap_or(base);
        put(row, "key", Some(json!(key)));
    }
}

/// "Tờ khai (mẫu 1)" as "to-khai-mau-1".
fn slug(name: &str) -> String {
    let words: Vec<String> = kernel::text::fold(name)
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|w| !w.is_empty())
        .take(6)
        .map(str::to_owned)
        .collect();
    let slug = words.join("-");
    // "chung" means the procedure's own term.
    if slug.is_empty() || slug == "chung" { "muc".to_owned() } else { slug }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contracts::procedures::Procedure;

    fn body() -> Json {
        let text = include_str!("../../../../../procedures/DD-03.yaml");
        serde_json::to_value(super::super::parse(text).unwrap()).unwrap()
    }

    fn typed(fields: &[(&str, &str)]) -> Submitted {
        let mut submitted = Submitted::default();
        for (name, value) in fields {
            submitted.fields.entry((*name).to_owned()).or_default().push((*value).to_owned());
        }
        submitted
    }

    #[test]
    fn rows_keep_what_their_form_does_not_show_and_follow_their_numbers() {
        let mut body = body();
        let steps = body["process"].as_array().unwrap().clone();
        let paused = steps.iter().position(|s| s.get("pauses").is_some()).unwrap();
        let mut fields: Vec<(String, String)> = vec![("process-so".to_owned(), steps.len().to_string())];
        for (at, step) in steps.iter().enumerate() {
            let field = |column: &str, value: &str| (format!("process-{at}-{column}"), value.to_owned());
            fields.push(field("con", &step.to_string()));
            fields.push(field("tt", &(steps.len() - at).to_string()));
            fields.push(field("name", step["name"].as_str().unwrap()));
            fields.push(field("role", step["role"].as_str().unwrap()));
        }
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let part = Part::by_slug("quy-trinh").unwrap();
        assert!(write(part, &mut body, &typed(&fields)).is_empty());
        let written = body["process"].as_array().unwrap();
        assert_eq!(written.len(), steps.len());
        assert_eq!(written[steps.len() - 1 - paused]["pauses"], steps[paused]["pauses"]);
        assert_eq!(written[0]["name"], steps[steps.len() - 1]["name"]);
        assert!(serde_json::from_value::<Procedure>(body).is_ok());
    }

    #[test]
    fn a_row_without_its_needed_columns_is_left_out_and_half_a_row_is_an_error() {
        let part = Part::by_slug("trinh-tu").unwrap();
        let mut some = body();
        let two = [("steps-so", "2"), ("steps-0-actor", "Người nộp"), ("steps-0-action", "Nộp hồ sơ")];
        assert!(write(part, &mut some, &typed(&two)).is_empty());
        assert_eq!(some["steps"].as_array().unwrap().len(), 1);
        let half = [("steps-so", "1"), ("steps-0-actor", "Người nộp")];
        let errors = write(part, &mut some, &typed(&half));
        assert_eq!(errors.0[0].field, "steps-0-action");
    }

    #[test]
    fn amounts_have_a_number_and_a_unit() {
        let part = Part::by_slug("thoi-han").unwrap();
        let mut some = body();
        let fields = [("term-base", "15"), ("term-base-dv", "working_days"), ("silence-means", "complaint")];
        assert!(write(part, &mut some, &typed(&fields)).is_empty());
        assert_eq!(some["term"]["base"], json!({"working_days": 15}));
        assert_eq!(some["silence"]["means"], "complaint");
        let wrong = write(part, &mut some, &typed(&[("term-base", "ba"), ("term-base-dv", "days")]));
        assert_eq!(wrong.0[0].key, "catalogue-edit-number");
        let nothing = write(part, &mut some, &typed(&[("term-base", "0"), ("term-base-dv", "days")]));
        assert_eq!(nothing.0[0].key, "catalogue-edit-amount");
        assert!(write(part, &mut some, &typed(&[("term-base-dv", "days")])).is_empty());
        assert!(some.get("term").is_none_or(Json::is_null) && some.get("silence").is_none());
        let procedure: Procedure = serde_json::from_value(some).unwrap();
        assert!(procedure.term.is_none());
    }

    #[test]
    fn a_level_that_there_is_not_and_an_end_before_the_start_are_refused() {
        let (mut some, ways) = (body(), Part::by_slug("cach-thuc").unwrap());
        let nine = write(ways, &mut some, &typed(&[("channels", "counter"), ("online-level", "9")]));
        assert_eq!(
            (nine.0[0].field.as_str(), nine.0[0].key.as_str()),
            ("online-level", "catalogue-edit-level")
        );
        let (mut some, days) = (body(), Part::by_slug("ap-dung").unwrap());
        let turned = [("valid-from", "2013-01-01"), ("valid-to", "2012-12-31")];
        assert_eq!(write(days, &mut some, &typed(&turned)).0[0].field, "valid-to");
    }

    #[test]
    fn new_papers_get_keys_of_their_own() {
        let part = Part::by_slug("giay-to").unwrap();
        let mut some = body();
        let fields = [
            ("sets", "1"),
            ("components-so", "2"),
            ("components-0-name", "Tờ khai (mẫu 1)"),
            ("components-0-kind", "form"),
            ("components-1-name", "Tờ khai mẫu 1"),
            ("components-1-kind", "form"),
        ];
        assert!(write(part, &mut some, &typed(&fields)).is_empty());
        let keys: Vec<&str> =
            some["components"].as_array().unwrap().iter().map(|c| c["key"].as_str().unwrap()).collect();
        assert_eq!(keys, ["to-khai-mau-1", "to-khai-mau-1-2"]);
    }

    #[test]
    fn writing_a_part_as_it_stands_changes_nothing_else() {
        let before = body();
        let mut after = before.clone();
        let part = Part::by_slug("co-quan").unwrap();
        let fields = [("agency-decides", "UBND quận")];
        assert!(write(part, &mut after, &typed(&fields)).is_empty());
        let (mut a, mut b) = (before, after);
        a.as_object_mut().unwrap().remove("agency");
        b.as_object_mut().unwrap().remove("agency");
        assert_eq!(a, b);
    }
}
