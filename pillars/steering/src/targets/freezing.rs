//! Readings frozen at a day: value, count, definition and its version, and the hash of the evidence; and whether the evidence still
//! says the same.

use super::board::{self, Line};
use super::rules::{Chunk, Month, Moved, Span, chunk, line, moved, whole};
use super::series::{self, Series};
use super::store::readings::{self, Reading};
use contracts::programme::Definitions;
use kernel::{Day, Period};
use platform::error::{Error, Result};
use platform::indicators::{Evidence, Indicator, Slot};
use platform::jobs::progress;
use platform::{Actor, App, Change, Tx};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How a period is frozen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Way {
    /// Also where it was frozen before.
    pub again: bool,
    /// Without the hash of the evidence.
    pub unsealed: bool,
}

/// Freezes the readings of a period for agencies; those already frozen for it are left alone unless `again`.
pub async fn freeze(app: &App, by: &Actor, period: Period, agencies: &[i64], again: bool) -> Result<usize> {
    freeze_as(app, by, period, agencies, Way { again, unsealed: false }).await
}

/// The same, in one of its ways.
pub(super) async fn freeze_as(
    app: &App,
    by: &Actor,
    period: Period,
    agencies: &[i64],
    way: Way,
) -> Result<usize> {
    let mut rows = Vec::new();
    let today = app.clock.now().day();
    let versions = versions(app, today).await?;
    for (done, agency) in (0u64..).zip(agencies) {
        progress("readings", done, agencies.len() as u64);
        if !way.again && readings::exists(&app.store, *agency, &period.code()).await? {
            continue;
        }
        let Some(board) = board::load(app, *agency, Span::Period(period)).await? else { continue };
        for line in board.lines.iter().filter(|l| l.now.count > 0) {
            let Some((indicator, series)) = line.indicator.and_then(|i| series::of(app, i.code)) else {
                continue;
            };
            let mut reading = of_line(line, indicator, *agency, period);
            reading.version = versions.get(&line.measure.code).copied().unwrap_or_default();
            reading.as_of_on = today.to_string();
            reading.measured_at = app.clock.now().micros();
            reading.frozen_name.clone_from(&by.name);
            if !way.unsealed {
                let chunks = sealed(app, (indicator, series), *agency, period, today).await?;
                reading.evidence_rows = chunks.iter().map(|c| c.rows).sum();
                reading.evidence_hash = whole(&chunks);
                reading.chunks = serde_json::to_string(&chunks)?;
            }
            rows.push(reading);
        }
    }
    let count = rows.len();
    if count > 0 {
        let tx = app.store.write(by).await?;
        readings::add(&tx, rows).await?;
        journal(&tx, period, count).await?;
        tx.commit().await?;
    }
    Ok(count)
}

/// Which version of each definition is in force; none where nobody provides them.
async fn versions(app: &App, on: Day) -> Result<BTreeMap<String, i64>> {
    match app.port::<Arc<dyn Definitions>>() {
        Ok(port) => port.in_force(app, on).await,
        Err(_) => Ok(BTreeMap::new()),
    }
}

fn of_line(line: &Line, indicator: &Indicator, agency: i64, period: Period) -> Reading {
    let measure = &line.measure;
    let definition = json!({
        "name": measure.name, "formula": measure.formula, "target": line.target, "due": measure.due_on,
        "amber_within": measure.amber_within, "indicator": indicator.code,
    });
    Reading {
        measure: measure.code.clone(),
        agency_id: agency,
        period: period.code(),
        value: line.now.value,
        numerator: line.now.numerator,
        denominator: line.now.denominator,
        count: line.now.count,
        definition_hash: super::definition_hash(indicator),
        chunks: "[]".to_owned(),
        definition: definition.to_string(),
        ..Reading::default()
    }
}

/// A row of evidence as it is hashed: all its columns but the label, which may be erased.
fn hashed(row: &Evidence) -> String {
    let until = row.until_day.as_deref().unwrap_or("-");
    let numbers =
        [row.record_id, row.agency_id, row.numerator, row.denominator, row.value].map(|n| n.to_string());
    let [record, agency, numerator, denominator, value] = &numbers;
    line(&[
        record,
        agency,
        &row.on_day,
        until,
        &row.procedure_code,
        &row.field,
        &row.channel,
        &row.reason,
        numerator,
        denominator,
        value,
    ])
}

/// The evidence of a period as it stands on a day, sealed month by month; what stands over a time is sealed on its last day.
async fn sealed(
    app: &App,
    (indicator, series): (&Indicator, Series),
    agency: i64,
    period: Period,
    as_of: Day,
) -> Result<Vec<Chunk>> {
    let directory = app.directory();
    let agencies = (!directory.is_root(agency)).then(|| directory.subtree(agency));
    let slot = |from: Day, to: Day| Slot {
        from,
        to: to.min(as_of).max(from),
        today: as_of,
        agencies: agencies.clone(),
        procedure: None,
        field: None,
        channel: None,
        reason: None,
    };
    if series.is_stock() {
        let slot = slot(period.first(), period.last());
        let rows = indicator.records(&app.store, &slot, None, None, i64::MAX).await?;
        return Ok(vec![chunk("", rows.iter().map(hashed).collect())]);
    }
    let mut chunks = Vec::new();
    let last = Month::of(period.last().min(as_of).max(period.first()));
    for month in Month::of(period.first()).until(last) {
        let slot = slot(month.first(), month.last());
        let rows = indicator.records(&app.store, &slot, None, None, i64::MAX).await?;
        if !rows.is_empty() {
            chunks.push(chunk(&month.to_string(), rows.iter().map(hashed).collect()));
        }
    }
    Ok(chunks)
}

/// What a recount of a reading's evidence found.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Verdict {
    /// It was frozen without a seal.
    Unsealed,
    /// The same rows, to the last column.
    Same,
    /// The way of counting itself is another one now: the rows cannot be compared.
    CountedOtherwise,
    /// The months whose rows are not what they were.
    Differs(Vec<Moved>),
}

/// Recomputes the evidence of a reading as of its day and compares.
pub(super) async fn verify(app: &App, reading: &Reading) -> Result<Verdict> {
    if reading.evidence_hash.is_empty() {
        return Ok(Verdict::Unsealed);
    }
    let definition: serde_json::Value = serde_json::from_str(&reading.definition)?;
    let code = definition.get("indicator").and_then(|c| c.as_str()).unwrap_or_default();
    let Some((indicator, series)) = series::of(app, code) else { return Ok(Verdict::CountedOtherwise) };
    if super::definition_hash(indicator) != reading.definition_hash {
        return Ok(Verdict::CountedOtherwise);
    }
    let period: Period = reading.period.parse().map_err(|e| Error::fault("reading.period", e))?;
    let as_of: Day = reading.as_of_on.parse().map_err(|e| Error::fault("reading.as_of_on", e))?;
    let now = sealed(app, (indicator, series), reading.agency_id, period, as_of).await?;
    if whole(&now) == reading.evidence_hash {
        return Ok(Verdict::Same);
    }
    let then: Vec<Chunk> = serde_json::from_str(&reading.chunks)?;
    Ok(Verdict::Differs(moved(&then, &now)))
}

async fn journal(tx: &Tx, period: Period, count: usize) -> Result<()> {
    let id = i64::from(Month::of(period.last()).number());
    let after = json!({"period": period.code(), "readings": count});
    tx.journal(Change::of("targets", "reading", id, "freeze_readings").after(after)).await
}
