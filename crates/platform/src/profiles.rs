//! Legal profiles: rules as dated data. A dossier is computed by the rows in force on its receipt date.

use crate::error::{Error, Result};
use crate::store::FromRow;
use crate::store::{Read, Store};
use kernel::Day;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use std::collections::HashMap;
use std::str::FromStr;
use std::sync::{Arc, PoisonError, RwLock};

/// One published row.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Value, typed by its key.
    pub value: Json,
    /// First day in force.
    pub from: Option<Day>,
    /// Last day in force.
    pub to: Option<Day>,
    /// Where it comes from.
    pub source: String,
    /// Whether a source confirmed it; otherwise it is on the installation checklist.
    pub confirmed: bool,
}

/// The rows as kept in memory, shared by the parts of a process.
#[derive(Debug, Clone, Default)]
pub(crate) struct Kept(Arc<RwLock<Arc<Profiles>>>);

impl Kept {
    pub(crate) fn now(&self) -> Arc<Profiles> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn set(&self, profiles: Profiles) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(profiles);
    }
}

/// All published rows, in memory.
#[derive(Debug, Default)]
pub struct Profiles(HashMap<String, Vec<Rule>>);

#[derive(FromRow)]
struct Row {
    rule_key: String,
    value: String,
    valid_from: Option<String>,
    valid_to: Option<String>,
    source: String,
    confirmed: bool,
}

impl Profiles {
    pub(crate) async fn load(store: &Store) -> Result<Profiles> {
        let rows: Vec<Row> = store
            .rows(
                "SELECT rule_key, value, valid_from, valid_to, source, confirmed FROM legal_profile \
                 WHERE state = 'published' ORDER BY rule_key, COALESCE(valid_from, '') DESC, id DESC",
                vec![],
            )
            .await?;
        let mut map: HashMap<String, Vec<Rule>> = HashMap::new();
        for row in rows {
            let rule = Rule {
                value: serde_json::from_str(&row.value)?,
                from: row.valid_from.as_deref().and_then(|d| Day::from_str(d).ok()),
                to: row.valid_to.as_deref().and_then(|d| Day::from_str(d).ok()),
                source: row.source,
                confirmed: row.confirmed,
            };
            map.entry(row.rule_key).or_default().push(rule);
        }
        Ok(Profiles(map))
    }

    /// The row of `key` in force on `day`: the latest that began.
    pub fn rule(&self, key: &str, day: Day) -> Option<&Rule> {
        self.0.get(key)?.iter().find(|r| r.from.is_none_or(|f| f <= day) && r.to.is_none_or(|t| day <= t))
    }

    /// The value of `key` on `day`, read as `T`; a fault naming the key when it is missing or of another type.
    pub fn get<T: DeserializeOwned>(&self, key: &str, day: Day) -> Result<T> {
        let rule = self
            .rule(key, day)
            .ok_or_else(|| Error::fault("legal profile", format!("no rule {key} in force on {day}")))?;
        serde_json::from_value(rule.value.clone())
            .map_err(|e| Error::fault(format!("legal profile {key}"), e))
    }

    /// The value of `key` on `day`, or a default where no row is in force.
    pub fn get_or<T: DeserializeOwned>(&self, key: &str, day: Day, default: T) -> Result<T> {
        if self.rule(key, day).is_none() { Ok(default) } else { self.get(key, day) }
    }

    /// The same where a mistake in a published value must not shut everybody out: it is logged, and the default holds.
    pub fn get_or_keep<T: DeserializeOwned>(&self, key: &str, day: Day, default: T) -> T {
        if self.rule(key, day).is_none() {
            return default;
        }
        self.get(key, day).unwrap_or_else(|error| {
            tracing::error!(key, %error, "a rule cannot be read; the default holds");
            default
        })
    }

    /// The rows of a key, the latest first.
    pub fn rows(&self, key: &str) -> &[Rule] {
        self.0.get(key).map_or(&[], Vec::as_slice)
    }
}
