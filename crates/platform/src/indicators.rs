//! Indicators as slices declare them: ONE evidence query gives both the value and the records behind it,
//! so that the number and its proof cannot disagree.

use crate::access::Permission;
use crate::error::Result;
use crate::messages::Locale;
use crate::store::FromRow;
use crate::store::{Read, gather};
use kernel::Day;
use sea_orm::Value;

/// What the value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// 100 × Σ numerator / Σ denominator, per cent.
    Share,
    /// A percentile (50, 90) of `value`, in halves of a working day.
    Percentile(u8),
    /// Σ numerator.
    Count,
}

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// More is better.
    Up,
    /// Less is better.
    Down,
}

/// Whether evidence belongs to a day or stands over a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timing {
    /// Each row happened on `on_day`; a period sums its rows. A row with `until_day` counts only once that day has
    /// passed: what was due then and is still open.
    Flow,
    /// Each row stands from `on_day` until `until_day` (null: still); a period is read on its last day.
    Stock,
}

/// Whose answers an indicator counts: people who may not be told from a figure.
#[derive(Debug, Clone, Copy)]
pub struct People {
    /// Key of the dated rule that says of how many people at least a value may be published.
    pub minimum: &'static str,
}

/// What the `reason` of a row is.
#[derive(Debug, Clone, Copy)]
pub enum Reasons {
    /// There is none.
    None,
    /// Why a record counts (or fails): a reason's rate is its records among all of the period, so that they add up.
    Causes(fn(&Locale, &str) -> String),
    /// A part of the whole with a value of its own, such as a factor of a survey.
    Parts(fn(&Locale, &str) -> String),
}

impl Reasons {
    /// A reason code in words.
    pub fn word(&self, locale: &Locale, code: &str) -> String {
        match self {
            Reasons::None => code.to_owned(),
            Reasons::Causes(word) | Reasons::Parts(word) => word(locale, code),
        }
    }
}

/// An indicator of a slice.
///
/// `evidence` is a SELECT that gives, for every record that counts, exactly the columns of [`Evidence`] under those names;
/// with `people` also a column `cluster`, which is the same for all records of one person.
#[derive(Debug, Clone, Copy)]
pub struct Indicator {
    /// Unique code, such as "dossiers_on_time".
    pub code: &'static str,
    /// Message key of the name.
    pub name: &'static str,
    /// Message key of the definition in words.
    pub definition: &'static str,
    /// What the value is.
    pub measure: Measure,
    /// Which way is better.
    pub better: Better,
    /// Flow or stock.
    pub timing: Timing,
    /// The evidence query.
    pub evidence: &'static str,
    /// Permission needed to open the records behind it (the figure itself follows the page's access).
    pub records: Permission,
    /// Path of a record's page with `{id}`.
    pub record_href: &'static str,
    /// Whether people answered: then few are not published, and the interval rests on people, not on answers.
    pub people: Option<People>,
    /// What the reasons are.
    pub reasons: Reasons,
}

/// One row of evidence.
#[derive(Debug, Clone, FromRow)]
pub struct Evidence {
    /// Id of the record.
    pub record_id: i64,
    /// How it is called, such as the dossier's code.
    pub label: String,
    /// Agency it counts for.
    pub agency_id: i64,
    /// Day it counts for (flow), or stands from (stock), ISO.
    pub on_day: String,
    /// Last day it stands (stock); the day that must have passed before it counts (flow); or null.
    pub until_day: Option<String>,
    /// Procedure code, or "".
    pub procedure_code: String,
    /// Field code, or "".
    pub field: String,
    /// Channel, or "".
    pub channel: String,
    /// Reason code, or "".
    pub reason: String,
    /// Counts towards the numerator (usually 0 or 1).
    pub numerator: i64,
    /// Counts towards the denominator (usually 1).
    pub denominator: i64,
    /// Measured value in half days, for percentiles; else 0.
    pub value: i64,
}

/// Columns of [`Evidence`], in order.
pub const EVIDENCE_COLUMNS: &str = "record_id, label, agency_id, on_day, until_day, procedure_code, field, channel, \
                                    reason, numerator, denominator, value";

/// Which evidence: days and agencies, optionally one procedure, field or channel.
#[derive(Debug, Clone)]
pub struct Slot {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// The day of asking: what is due today has not passed yet.
    pub today: Day,
    /// Agencies; `None` for all.
    pub agencies: Option<Vec<i64>>,
    /// One procedure.
    pub procedure: Option<String>,
    /// One field.
    pub field: Option<String>,
    /// One channel.
    pub channel: Option<String>,
    /// One reason.
    pub reason: Option<String>,
}

impl Indicator {
    /// The evidence query narrowed to a slot: (condition on its columns, parameters so far pushed).
    pub fn condition(&self, slot: &Slot, params: &mut Vec<Value>) -> String {
        let mut parts = Vec::new();
        let mut push = |params: &mut Vec<Value>, sql: &str, value: Value| {
            params.push(value);
            parts.push(sql.replace('?', &format!("${}", params.len())));
        };
        match self.timing {
            Timing::Flow => {
                push(params, "e.on_day >= ?", slot.from.to_string().into());
                push(params, "e.on_day <= ?", slot.to.to_string().into());
                push(params, "(e.until_day IS NULL OR e.until_day < ?)", slot.today.to_string().into());
            }
            Timing::Stock => {
                push(params, "e.on_day <= ?", slot.to.to_string().into());
                push(params, "(e.until_day IS NULL OR e.until_day >= ?)", slot.to.to_string().into());
            }
        }
        for (column, value) in [
            ("procedure_code", &slot.procedure),
            ("field", &slot.field),
            ("channel", &slot.channel),
            ("reason", &slot.reason),
        ] {
            if let Some(value) = value {
                push(params, &format!("e.{column} = ?"), value.clone().into());
            }
        }
        if let Some(agencies) = &slot.agencies {
            let scope = crate::access::Scope::Agencies(agencies.clone());
            if let Some(condition) = scope.condition("e.agency_id", params) {
                parts.push(condition);
            }
        }
        parts.join(" AND ")
    }

    /// How many records a slot has.
    pub async fn count(&self, db: &(impl Read + ?Sized), slot: &Slot, only: Option<bool>) -> Result<i64> {
        let mut params = Vec::new();
        let condition = self.condition(slot, &mut params) + outcome(only);
        let sql = format!("SELECT COUNT(*) FROM ({}) e WHERE {condition}", self.evidence);
        let rows: Vec<(i64,)> = gather(db, &sql, params).await?;
        Ok(rows.first().map_or(0, |(count,)| *count))
    }

    /// The records of a slot, newest day first, after (`on_day`, `record_id`) of the last row seen.
    ///
    /// `only` narrows to rows that count in the numerator (`Some(true)`) or do not (`Some(false)`).
    pub async fn records(
        &self,
        db: &(impl Read + ?Sized),
        slot: &Slot,
        only: Option<bool>,
        after: Option<(&str, i64)>,
        limit: i64,
    ) -> Result<Vec<Evidence>> {
        let mut params = Vec::new();
        let mut condition = self.condition(slot, &mut params) + outcome(only);
        if let Some((day, id)) = after {
            params.push(day.into());
            let d = params.len();
            params.push(id.into());
            condition.push_str(&format!(
                " AND (e.on_day < ${d} OR (e.on_day = ${d} AND e.record_id < ${}))",
                params.len()
            ));
        }
        params.push(limit.into());
        let sql = format!(
            "SELECT {EVIDENCE_COLUMNS} FROM ({}) e WHERE {condition} ORDER BY e.on_day DESC, e.record_id DESC LIMIT ${}",
            self.evidence,
            params.len()
        );
        gather(db, &sql, params).await
    }
}

fn outcome(only: Option<bool>) -> &'static str {
    match only {
        Some(true) => " AND e.numerator > 0",
        Some(false) => " AND e.numerator = 0",
        None => "",
    }
}
