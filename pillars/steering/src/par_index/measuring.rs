//! What the city's own records say of a criterion: the figure of its indicator over the year, as facts and points of its rule.

use super::rules::dec::Dec;
use super::rules::gap::{Figure, facts_of};
use super::rules::how::How;
use super::rules::rule::{Facts, Of, Rule, score, value};
use super::rules::state::days_late;
use super::rules::tree::{Leaf, Tree};
use super::store::sheets::{self, SheetRow};
use super::store::surveys::{self, Counted};
use super::store::waves::{self, RoundWave};
use contracts::satisfaction::{SurveyWaves, WaveShare};
use contracts::targets::{AgencyFigures, FigureOf};
use kernel::{Day, Period};
use platform::App;
use platform::directory::Directory;
use platform::error::{Error, Result};
use platform::indicators::{Indicator, Measure, Slot};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A measured criterion.
#[derive(Debug, Clone)]
pub struct Seen {
    /// As facts of its rule.
    pub facts: Facts,
    /// Points they give.
    pub points: Dec,
    /// Records behind it.
    pub count: i64,
    /// Where they are; empty for what the sheet itself tells.
    pub href: String,
}

/// What was measured, by the criterion's code.
pub type Measured = BTreeMap<String, Seen>;

/// Measures every criterion of a sheet that anything measures; `on` is the day it is or was handed in.
pub async fn measure(app: &App, sheet: &SheetRow, tree: &Tree, how: &How, on: Day) -> Result<Measured> {
    let mut found = Measured::new();
    let year = i32::try_from(sheet.year).unwrap_or(0);
    let counted = surveys::of_sheet(&app.store, sheet.id).await?;
    let chosen = waves::of_round(&app.store, sheet.round_id).await?;
    for leaf in tree.leaves() {
        let Some(rule) = &leaf.node.rule else { continue };
        let seen = match rule {
            Rule::Late { .. } => Some((number(days_late(sheet.due()?, on)), 0, String::new())),
            Rule::Rank { .. } => last_place(app, sheet).await?,
            Rule::Answers { .. } => answered(sheet, &counted, &leaf.node.code),
            Rule::Survey => match by_wave(app, sheet, &chosen, &leaf.node.code).await? {
                None => by_indicator(app, &leaf, rule, (sheet.agency_id, year)).await?,
                seen => seen,
            },
            rule if leaf.node.own_records => by_own_records(app, sheet, &leaf, rule).await?,
            rule => by_indicator(app, &leaf, rule, (sheet.agency_id, year)).await?,
        };
        let Some((facts, count, href)) = seen else { continue };
        if let Ok(points) = score(rule, leaf.max(), how.worth, &facts) {
            found.insert(leaf.node.code.clone(), Seen { facts, points, count, href });
        }
    }
    Ok(found)
}

/// A whole number as facts.
fn number(value: i64) -> Facts {
    Facts { value: Some(Dec::whole(value)), ..Facts::default() }
}

/// The answers of all groups to a criterion together: everybody who answered counts alike.
pub fn summed(counted: &[Counted], code: &str) -> Option<Facts> {
    let mut sum = [0_i64; 4];
    for group in counted.iter().filter(|c| c.code == code) {
        for (place, count) in sum.iter_mut().zip(group.answers()) {
            *place += count;
        }
    }
    (sum.iter().sum::<i64>() > 0).then(|| Facts { answers: Some(sum), ..Facts::default() })
}

fn answered(sheet: &SheetRow, counted: &[Counted], code: &str) -> Option<(Facts, i64, String)> {
    let facts = summed(counted, code)?;
    let count = facts.answers.map_or(0, |all| all.iter().sum());
    Some((facts, count, format!("/chi-so-cchc/phieu/{}/khao-sat", sheet.id)))
}

/// A wave's share of an agency as facts.
pub fn share_facts(share: &WaveShare) -> Facts {
    let (value, of) = (Dec::whole(share.satisfied), Dec::whole(share.rated));
    Facts { value: Some(value), of: Some(of), ..Facts::default() }
}

/// What the wave that was chosen for a criterion found of the agency; none where none was, or it does not say.
async fn by_wave(
    app: &App,
    sheet: &SheetRow,
    chosen: &[RoundWave],
    code: &str,
) -> Result<Option<(Facts, i64, String)>> {
    let Some(wave) = chosen.iter().find(|wave| wave.code == code) else { return Ok(None) };
    let Ok(port) = app.port::<Arc<dyn SurveyWaves>>() else { return Ok(None) };
    let shares = port.shares(app, wave.wave_id).await?;
    let own = shares.into_iter().find(|share| share.agency_id == sheet.agency_id);
    Ok(own.map(|share| (share_facts(&share), share.sheets, share.href)))
}

/// The place in the ranking of the year before, once it is published.
async fn last_place(app: &App, sheet: &SheetRow) -> Result<Option<(Facts, i64, String)>> {
    let years = sheets::published_of(&app.store, sheet.agency_id).await?;
    let last = years.into_iter().find(|s| s.year == sheet.year - 1 && s.level == sheet.level);
    Ok(last.and_then(|s| Some((number(s.place?), 1, format!("/chi-so-cchc/ket-qua/{}", s.id)))))
}

/// The indicator that measures a criterion.
pub fn indicator(app: &App, leaf: &Leaf<'_>) -> Option<&'static Indicator> {
    let code = leaf.node.indicator.as_deref()?;
    app.slices.iter().flat_map(|s| s.indicators).find(|i| i.code == code)
}

/// Days and agencies whose records count for a criterion of a sheet: its year until today; the agency with all below it, or with
/// its own divisions alone where the criterion asks for a duty of its own.
pub fn slot(app: &App, sheet: &SheetRow, leaf: &Leaf<'_>) -> Result<Slot> {
    let year = i32::try_from(sheet.year).map_err(|e| Error::fault("par_sheet.year", e))?;
    slot_of(app, sheet.agency_id, year, leaf.node.own_records)
}

fn slot_of(app: &App, agency: i64, year: i32, own: bool) -> Result<Slot> {
    let today = app.clock.now().day();
    let (from, to) = Day::ymd(year, 1, 1).zip(Day::ymd(year, 12, 31)).ok_or(Error::NotFound)?;
    let directory = app.directory();
    let agencies = if own { with_divisions(&directory, agency) } else { directory.subtree(agency) };
    Ok(Slot {
        from,
        to: to.min(today),
        today,
        agencies: Some(agencies),
        procedure: None,
        field: None,
        channel: None,
        reason: None,
    })
}

/// An agency with the divisions that act in its name.
fn with_divisions(directory: &Directory, agency: i64) -> Vec<i64> {
    let (mut found, mut open) = (Vec::new(), vec![agency]);
    while let Some(next) = open.pop() {
        found.push(next);
        open.extend(directory.children(next).filter(|a| a.kind == "division").map(|a| a.id));
    }
    found
}

/// Records read at once.
const CHUNK: i64 = 2_000;

/// The figure of the records of a slot and how many they are; none where there is none. What people answered and what is a percentile
/// is no duty of an agency.
async fn counted(app: &App, indicator: &Indicator, slot: &Slot) -> Result<Option<(Figure, i64)>> {
    if indicator.people.is_some() || matches!(indicator.measure, Measure::Percentile(_)) {
        return Ok(None);
    }
    let (mut numerator, mut denominator, mut count) = (0_i64, 0_i64, 0_i64);
    let mut last: Option<(String, i64)> = None;
    loop {
        let after = last.as_ref().map(|(day, id)| (day.as_str(), *id));
        let found = indicator.records(&app.store, slot, None, after, CHUNK).await?;
        for record in &found {
            numerator += record.numerator;
            denominator += record.denominator;
            count += 1;
        }
        let full = i64::try_from(found.len()).is_ok_and(|read| read == CHUNK);
        match found.last() {
            Some(record) if full => last = Some((record.on_day.clone(), record.record_id)),
            _ => break,
        }
    }
    let is_share = indicator.measure == Measure::Share;
    if count == 0 || is_share && denominator == 0 {
        return Ok(None);
    }
    let value = if is_share { 100.0 * numerator as f64 / denominator as f64 } else { numerator as f64 };
    Ok(Some((Figure { value, numerator, denominator, is_share }, count)))
}

/// A duty of the agency itself: the figure of its own records, which lead to them.
async fn by_own_records(
    app: &App,
    sheet: &SheetRow,
    leaf: &Leaf<'_>,
    rule: &Rule,
) -> Result<Option<(Facts, i64, String)>> {
    let Some(indicator) = indicator(app, leaf) else { return Ok(None) };
    let Some((now, count)) = counted(app, indicator, &slot(app, sheet, leaf)?).await? else {
        return Ok(None);
    };
    let Some(mut facts) = facts_of(rule, &now) else { return Ok(None) };
    if let Rule::Rise { of } = rule {
        let year = i32::try_from(sheet.year).map_err(|e| Error::fault("par_sheet.year", e))?;
        let before = slot_of(app, sheet.agency_id, year - 1, true)?;
        let last = counted(app, indicator, &before).await?;
        facts.before = last.and_then(|(last, _)| value(*of, &facts_of(rule, &last)?));
    }
    let href = format!("/chi-so-cchc/phieu/{}/tieu-chi/{}/ho-so", sheet.id, leaf.node.code);
    Ok(Some((facts, count, href)))
}

async fn by_indicator(
    app: &App,
    leaf: &Leaf<'_>,
    rule: &Rule,
    (agency, year): (i64, i32),
) -> Result<Option<(Facts, i64, String)>> {
    let (Some(code), Ok(port)) = (&leaf.node.indicator, app.port::<Arc<dyn AgencyFigures>>()) else {
        return Ok(None);
    };
    let Some(now) = port.figure(app, code, agency, Period::Year { year }).await? else { return Ok(None) };
    let Some(mut facts) = facts_of(rule, &figure(&now)) else { return Ok(None) };
    if let Rule::Rise { of } = rule {
        let last = port.figure(app, code, agency, Period::Year { year: year - 1 }).await?;
        facts.before = last.and_then(|f| before(*of, rule, &f));
    }
    Ok(Some((facts, now.count, now.href)))
}

fn figure(of: &FigureOf) -> Figure {
    Figure { value: of.value, numerator: of.numerator, denominator: of.denominator, is_share: of.is_share }
}

fn before(of: Of, rule: &Rule, last: &FigureOf) -> Option<Dec> {
    value(of, &facts_of(rule, &figure(last))?)
}
