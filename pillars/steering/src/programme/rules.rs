//! The pure rules of a programme: what its numbering looks like in addresses, and what a document must not contradict.

mod definition;

pub(super) use definition::{State, Words, changed, contradictions, number};

use super::document::Document;
use contracts::programme::Comparator;
use std::collections::BTreeSet;

/// Kinds of items.
pub(super) const KINDS: [&str; 5] = ["goal", "task", "funding", "solution", "duty"];

/// The decision's numbering as an address: đ becomes dd (d exists beside it), a slash a hyphen.
pub(super) fn slug(code: &str) -> String {
    code.chars()
        .map(|c| match c {
            'đ' => "dd".to_owned(),
            'Đ' => "DD".to_owned(),
            c if c.is_ascii_alphanumeric() || c == '.' => c.to_string(),
            _ => "-".to_owned(),
        })
        .collect()
}

/// Why a document cannot be imported, in words; empty when it can.
pub(super) fn problems(document: &Document) -> Vec<String> {
    let mut found = Vec::new();
    let fields: BTreeSet<&str> = document.fields.iter().map(|f| f.code.as_str()).collect();
    let ids: BTreeSet<&str> = document.items.iter().map(|i| i.id.as_str()).collect();
    let mut slugs = BTreeSet::new();
    let mut measure_slugs = BTreeSet::new();
    if document.runs.to < document.runs.from {
        found.push("runs: ends before it begins".to_owned());
    }
    for item in &document.items {
        if !slugs.insert(slug(&item.id)) {
            found.push(format!("{}: id twice", item.id));
        }
        if !fields.contains(item.field.as_str()) {
            found.push(format!("{}: unknown field {}", item.id, item.field));
        }
        if !KINDS.contains(&item.kind.as_str()) {
            found.push(format!("{}: unknown kind {}", item.id, item.kind));
        }
        if let Some(parent) = item.parent.as_deref().filter(|p| !ids.contains(p) || *p == item.id) {
            found.push(format!("{}: unknown parent {parent}", item.id));
        }
        for measure in &item.measures {
            if !measure_slugs.insert(slug(&measure.code)) {
                found.push(format!("{}: code twice", measure.code));
            }
            if measure.target.is_none() && measure.comparator != Comparator::FallsYearly {
                found.push(format!("{}: no target", measure.code));
            }
            // YAML knows numbers that no database keeps: .nan, .inf
            let mut numbers =
                measure.target.iter().chain([&measure.amber_within]).chain(measure.yearly.values());
            if numbers.any(|number| !number.is_finite()) {
                found.push(format!("{}: a number that is none", measure.code));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbering_becomes_an_address() {
        assert_eq!(slug("II.3.b/hai-long"), "II.3.b-hai-long");
        assert_eq!(slug("II.6.đ"), "II.6.dd");
        assert_ne!(slug("II.6.đ"), slug("II.6.d"));
    }
}
