//! data/profiles.yaml into legal_profile.

use crate::store::profiles::{self as store, Row};
use kernel::Day;
use platform::Tx;
use platform::error::{Error, Result};
use platform::shipped::{self, Shipped};
use serde::Deserialize;
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};

/// A row of the file.
#[derive(Debug, Clone, Deserialize)]
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

/// What the program keeps of the rules it shipped.
const KIND: &str = "console.legal_profile";

impl Rule {
    /// The rule and the day it begins on: what makes it this row of the file.
    fn place(&self) -> String {
        place(&self.key, self.valid_from.map(|d| d.to_string()).as_deref())
    }

    fn row(&self) -> Row {
        Row {
            id: 0,
            rule_key: self.key.clone(),
            name_vi: self.name_vi.clone(),
            name_en: self.name_en.clone(),
            value: self.value.to_string(),
            unit: self.unit.clone(),
            valid_from: self.valid_from.map(|d| d.to_string()),
            valid_to: self.valid_to.map(|d| d.to_string()),
            source: self.source.clone(),
            confirmed: self.confirmed,
            note: self.note.clone().unwrap_or_default(),
            state: "published".to_owned(),
            replaces_id: None,
        }
    }
}

fn place(key: &str, valid_from: Option<&str>) -> String {
    format!("{key}@{}", valid_from.unwrap_or_default())
}

/// Hash of what a row says.
fn hash(r: &Row) -> String {
    let said = json!([
        r.rule_key,
        r.name_vi,
        r.name_en,
        r.value,
        r.unit,
        r.valid_from,
        r.valid_to,
        r.source,
        r.confirmed,
        r.note
    ]);
    shipped::hash(&said.to_string())
}

/// Adds the rows that are missing and follows the file where the city left a row as it was shipped; how many were written.
///
/// A row of a rule that the city keeps by rows of its own comes as a draft: an administrator compares and publishes it.
pub(super) async fn ship(tx: &Tx, rules: &[Rule]) -> Result<usize> {
    let noted = shipped::of(tx, KIND).await?;
    let there = store::published(tx).await?;
    let fresh = noted.is_empty() && there.is_empty();
    let mut rows = Vec::new();
    let mut written = 0;
    for rule in rules {
        let (place, row) = (rule.place(), rule.row());
        let new = hash(&row);
        let known = noted.get(&place);
        if known.is_some_and(|k| k.file_hash == new) {
            continue;
        }
        let put = known.map(|k| k.put_hash.clone()).unwrap_or_default();
        let old = there.iter().find(|t| t.rule_key == row.rule_key && t.valid_from == row.valid_from);
        let mut put_hash = new.clone();
        match old {
            Some(old) if hash(old) == new => {}
            Some(old) if hash(old) == put => {
                store::follow_shipped(tx, old, &row).await?;
                written += 1;
            }
            // The city's own row; or one that the city took away.
            Some(_) => put_hash = put,
            None if known.is_some() => put_hash = put,
            None if fresh => rows.push(row),
            None => {
                let is_own = |t: &&Row| t.rule_key == row.rule_key && !is_shipped(t, &noted, rules);
                let replaces = there.iter().filter(is_own).max_by_key(|t| t.valid_from.clone());
                store::add_shipped(tx, &row, replaces.map(|t| t.id)).await?;
                written += 1;
            }
        }
        shipped::note(tx, KIND, &place, &Shipped { file_hash: new, put_hash }).await?;
    }
    written += withdraw(tx, rules, &noted, &there).await?;
    if !rows.is_empty() {
        written += rows.len();
        store::add_all_shipped(tx, rows).await?;
    }
    Ok(written)
}

/// Takes out of force what ships no more, where the city left it as it was put there; how many rows.
async fn withdraw(
    tx: &Tx,
    rules: &[Rule],
    noted: &BTreeMap<String, Shipped>,
    there: &[Row],
) -> Result<usize> {
    let places: BTreeSet<String> = rules.iter().map(Rule::place).collect();
    let mut withdrawn = 0;
    for (gone, known) in noted.iter().filter(|(noted, _)| !places.contains(*noted)) {
        let row = there.iter().find(|r| place(&r.rule_key, r.valid_from.as_deref()) == *gone);
        if let Some(row) = row.filter(|r| hash(r) == known.put_hash) {
            store::withdraw_shipped(tx, row).await?;
            withdrawn += 1;
        }
        shipped::forget(tx, KIND, gone).await?;
    }
    Ok(withdrawn)
}

/// Whether a row of the city says what the program put there, or what the file says today.
fn is_shipped(row: &Row, noted: &BTreeMap<String, Shipped>, rules: &[Rule]) -> bool {
    let said = hash(row);
    noted.values().any(|n| n.put_hash == said) || rules.iter().any(|r| hash(&r.row()) == said)
}

#[cfg(test)]
mod tests {
    use super::{Row, store};
    use kernel::Day;

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

    /// A city as it was seeded, and the file's rules.
    async fn city() -> (crate::tests::House, Vec<super::Rule>) {
        (crate::tests::House::new().await, super::read().unwrap())
    }

    async fn ship(house: &crate::tests::House, rules: &[super::Rule]) -> usize {
        let tx = house.app.store.write(&platform::Actor::system()).await.unwrap();
        let written = super::ship(&tx, rules).await.unwrap();
        tx.commit().await.unwrap();
        house.app.refresh().await.unwrap();
        written
    }

    #[tokio::test]
    async fn a_second_start_writes_nothing() {
        let (house, rules) = city().await;
        assert_eq!(ship(&house, &rules).await, 0);
    }

    #[tokio::test]
    async fn a_new_rule_reaches_an_existing_city_and_a_changed_one_is_followed() {
        let (house, mut rules) = city().await;
        let place = rules.iter().position(|r| !r.confirmed).unwrap();
        rules[place].source = "Nguồn mới".to_owned();
        let fresh = super::Rule { key: "test.new".to_owned(), ..rules[place].clone() };
        let from = fresh.valid_from.unwrap_or_else(|| Day::ymd(2013, 1, 1).unwrap());
        rules.push(fresh);
        assert_eq!(ship(&house, &rules).await, 2);
        assert_eq!(house.app.profiles().rule("test.new", from).unwrap().source, "Nguồn mới");
        assert_eq!(house.app.profiles().rule(&rules[place].key, from).unwrap().source, "Nguồn mới");
        assert_eq!(ship(&house, &rules).await, 0);
    }

    #[tokio::test]
    async fn what_ships_no_more_goes_out_of_force_where_the_city_left_it_alone() {
        let (house, mut rules) = city().await;
        let rows = store::published(&house.app.store).await.unwrap();
        let (left, changed) =
            (rows[0].clone(), rows.iter().find(|r| r.rule_key != rows[0].rule_key).unwrap());
        let tx = house.app.store.write(&platform::Actor::system()).await.unwrap();
        store::confirm(&tx, &Row { confirmed: false, ..changed.clone() }, "Văn bản của thành phố")
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let kept =
            |r: &Row, rule: &super::Rule| rule.key == r.rule_key && rule.row().valid_from == r.valid_from;
        rules.retain(|rule| !kept(&left, rule) && !kept(changed, rule));
        assert_eq!(ship(&house, &rules).await, 1);
        let state = |id| {
            let store = &house.app.store;
            async move { store::one(store, id).await.unwrap().state }
        };
        assert_eq!((state(left.id).await, state(changed.id).await), ("replaced".into(), "published".into()));
        assert_eq!(ship(&house, &rules).await, 0);
        // What comes again is published again.
        assert_eq!(ship(&house, &super::read().unwrap()).await, 1);
        let again = store::of_key(&house.app.store, &left.rule_key).await.unwrap();
        assert!(again.iter().any(|r| r.state == "published" && r.valid_from == left.valid_from));
    }

    #[tokio::test]
    async fn a_row_the_city_changed_stays_and_what_ships_after_it_waits_as_a_draft() {
        let (house, mut rules) = city().await;
        let row = store::published(&house.app.store).await.unwrap().remove(0);
        let tx = house.app.store.write(&platform::Actor::system()).await.unwrap();
        store::confirm(&tx, &Row { confirmed: false, ..row.clone() }, "Văn bản của thành phố").await.unwrap();
        tx.commit().await.unwrap();
        let place =
            rules.iter().position(|r| r.row().valid_from == row.valid_from && r.key == row.rule_key).unwrap();
        rules[place].source = "Nguồn mới".to_owned();
        let later = super::Rule { valid_from: Day::ymd(2031, 1, 1), valid_to: None, ..rules[place].clone() };
        rules.push(later);
        ship(&house, &rules).await;
        let kept = store::one(&house.app.store, row.id).await.unwrap();
        assert_eq!(kept.source, "Văn bản của thành phố");
        let rows = store::of_key(&house.app.store, &row.rule_key).await.unwrap();
        let new = rows.iter().find(|r| r.valid_from.as_deref() == Some("2031-01-01")).unwrap();
        assert_eq!((new.state.as_str(), new.replaces_id.is_some()), ("draft", true));
    }
}
