//! A term, a fee, a channel, a value of a body in the reader's words.

use super::diff::Place;
use contracts::procedures::Fee;
use kernel::{Amount, Day};
use platform::Locale;
use platform::messages::Lang;
use serde_json::Value as Json;

/// A fee's amount: "10.000 đồng", free of charge, or "tùy trường hợp".
pub fn fee_words(locale: &Locale, fee: &Fee) -> String {
    match fee.amount {
        None => locale.t("catalogue-fee-depends"),
        Some(0) => locale.t("catalogue-fee-free"),
        Some(amount) => {
            let unit = fee.unit.as_deref().filter(|u| !u.is_empty()).unwrap_or("đồng");
            format!("{} {unit}", locale.integer(amount))
        }
    }
}

/// Names of values by their message keys: `catalogue-channel-online` and so on.
pub fn named(locale: &Locale, prefix: &str, values: &[String]) -> String {
    let names: Vec<String> = values.iter().map(|value| name(locale, prefix, value)).collect();
    names.join(", ")
}

/// The name of one value; the value itself where there is no text for it.
pub fn name(locale: &Locale, prefix: &str, value: &str) -> String {
    let key = format!("catalogue-{prefix}-{}", value.replace('_', "-"));
    let text = locale.t(&key);
    if text == key { value.to_owned() } else { text }
}

/// A length of time.
pub fn amount(locale: &Locale, amount: Amount) -> String {
    if locale.lang() == Lang::En { amount.label_en() } else { amount.label_vi() }
}

/// The name of a field within a part; its key where there is no text for it.
pub fn column(locale: &Locale, key: &str) -> String {
    let text = locale.t(&format!("catalogue-col-{}", key.replace('_', "-")));
    if text.starts_with("catalogue-col-") { key.replace('_', " ") } else { text }
}

/// Where a difference is: "Giấy tờ cần chuẩn bị › Tờ khai › Số bản".
pub fn place(locale: &Locale, part: &str, place: &[Place]) -> String {
    let inner = place.iter().map(|step| match step {
        Place::Record(name) => name.clone(),
        Place::Field(key) => column(locale, key),
    });
    std::iter::once(name(locale, "part", part)).chain(inner).collect::<Vec<_>>().join(" › ")
}

/// What a question of an electronic form asks for: its kind, its answers and limits, when it is asked.
fn asked(locale: &Locale, text: &str) -> String {
    let Ok(question) = serde_json::from_str::<Json>(text) else { return text.to_owned() };
    let word = |key: &str| question.get(key).and_then(Json::as_str);
    let kind = match (word("x-widget"), word("type")) {
        (_, Some("boolean")) => "yes-no",
        (Some(widget), _) if widget != "text" => widget,
        (_, Some("integer")) => "whole",
        (_, Some("number")) => "number",
        _ => "text",
    };
    let mut told = vec![name(locale, "asks", kind)];
    if question.get("x-required").is_some() {
        told.push(locale.t("catalogue-asks-required"));
    }
    if let Some(answers) = question.get("enum") {
        told.push(shown(locale, "answer", answers));
    }
    told.extend(limits(locale, &question));
    let inner = question.pointer("/items/properties").and_then(Json::as_object);
    let titles = inner.into_iter().flatten().filter_map(|(_, q)| q.get("title")?.as_str());
    let titles: Vec<&str> = titles.collect();
    if !titles.is_empty() {
        told.push(locale.tn("catalogue-asks-inner", &[("questions", titles.join(", "))]));
    }
    if let (Some(field), Some(answer)) = (
        question.pointer("/x-show-when/field").and_then(Json::as_str),
        question.pointer("/x-show-when/equals"),
    ) {
        let args = [("field", field.to_owned()), ("answer", shown(locale, "answer", answer))];
        told.push(locale.tn("catalogue-asks-when", &args));
    }
    if word("x-prefill").is_some() {
        told.push(locale.t("catalogue-asks-prefilled"));
    }
    told.extend(["description", "x-title-en", "pattern"].into_iter().filter_map(word).map(str::to_owned));
    told.join("; ")
}

/// The least and the most of an answer: its letters, its value, its rows.
fn limits(locale: &Locale, question: &Json) -> Vec<String> {
    let number = |key: &str| question.get(key).filter(|v| v.is_number()).map(|v| shown(locale, "limit", v));
    let range = |least: &str, most: &str| match (number(least), number(most)) {
        (Some(least), Some(most)) => Some(format!("{least}–{most}")),
        (Some(least), None) => Some(format!("≥ {least}")),
        (None, Some(most)) => Some(format!("≤ {most}")),
        (None, None) => None,
    };
    let letters = range("minLength", "maxLength");
    let values = range("minimum", "maximum");
    let rows = range("minItems", "maxItems");
    let told = [
        letters.map(|range| locale.tn("catalogue-asks-letters", &[("range", range)])),
        values.map(|range| locale.tn("catalogue-asks-values", &[("range", range)])),
        rows.map(|range| locale.tn("catalogue-asks-rows-count", &[("range", range)])),
    ];
    told.into_iter().flatten().collect()
}

/// A value of a body as its reader knows it.
pub fn shown(locale: &Locale, field: &str, value: &Json) -> String {
    let named = match field {
        "level" => "level",
        "audience" => "audience",
        "channels" | "result_delivery" => "channel",
        "kind" => "kind",
        "role" => "role",
        "life_events" => "event",
        "means" => "silence",
        "proxy" => "proxy",
        "unconfirmed" => "part",
        "base" => "base",
        "status" => "status",
        _ => "",
    };
    match value {
        Json::Null => String::new(),
        Json::Bool(held) => locale.t(if *held { "catalogue-yes" } else { "catalogue-no" }),
        Json::Number(number) => number.as_i64().map_or_else(|| number.to_string(), |n| locale.integer(n)),
        Json::String(text) if field == "asks" => asked(locale, text),
        Json::String(text) if !named.is_empty() => name(locale, named, text),
        Json::String(text) => text.parse::<Day>().map_or_else(|_| text.clone(), Day::vn),
        Json::Array(list) => {
            let all: Vec<String> = list.iter().map(|v| shown(locale, field, v)).collect();
            all.join("; ")
        }
        Json::Object(map) => {
            if let Ok(length) = serde_json::from_value::<Amount>(value.clone()) {
                return amount(locale, length);
            }
            // A question stands under its own name.
            if let Some(asks) = map.get("asks") {
                return shown(locale, "asks", asks);
            }
            let inner = map.iter().filter(|(key, v)| *key != "key" && !v.is_null());
            let all: Vec<String> = inner
                .map(|(key, v)| match v {
                    Json::Bool(false) => String::new(),
                    Json::Bool(true) => column(locale, key),
                    other => shown(locale, key, other),
                })
                .filter(|text| !text.is_empty())
                .collect();
            all.join(" · ")
        }
    }
}
