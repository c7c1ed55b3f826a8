//! data/profiles.yaml into legal_profile.

use kernel::Day;
use platform::Tx;
use platform::error::{Error, Result};
use platform::journal::Change;
use serde::Deserialize;
use serde_json::{Value as Json, json};

/// A row of the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rule {
    key: String,
    name_vi: String,
    name_en: String,
    value: Json,
    unit: String,
    #[serde(default)]
    valid_from: Option<Day>,
    #[serde(default)]
    valid_to: Option<Day>,
    source: String,
    confirmed: bool,
    #[serde(default)]
    note: Option<String>,
}

/// The file's rows.
pub(super) fn read() -> Result<Vec<Rule>> {
    serde_saphyr::from_str(include_str!("../../../../data/profiles.yaml"))
        .map_err(|e| Error::fault("data/profiles.yaml", e))
}

/// Imports all rows as published.
pub(super) async fn import(tx: &Tx) -> Result<()> {
    let rules = read()?;
    let count = rules.len();
    let at = tx.at().micros();
    let rows = rules
        .into_iter()
        .map(|r| {
            vec![
                r.key.into(),
                r.name_vi.into(),
                r.name_en.into(),
                r.value.to_string().into(),
                r.unit.into(),
                r.valid_from.map(|d| d.to_string()).into(),
                r.valid_to.map(|d| d.to_string()).into(),
                r.source.into(),
                r.confirmed.into(),
                r.note.unwrap_or_default().into(),
                "published".into(),
                at.into(),
            ]
        })
        .collect();
    tx.insert_many(
        "INSERT INTO legal_profile (rule_key, name_vi, name_en, value, unit, valid_from, valid_to, source, confirmed, note, state, changed_at)",
        rows,
    )
    .await?;
    tx.journal(Change::of("console", "legal_profile", 0, "ship_defaults").after(json!({"rows": count}))).await
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_shipped_rules_are_read_and_do_not_overlap() {
        let rules = super::read().unwrap();
        assert!(rules.len() > 50);
        for (place, rule) in rules.iter().enumerate() {
            for other in rules.iter().skip(place + 1).filter(|o| o.key == rule.key) {
                assert_ne!(rule.valid_from, other.valid_from, "{} begins twice on a day", rule.key);
            }
        }
    }
}
