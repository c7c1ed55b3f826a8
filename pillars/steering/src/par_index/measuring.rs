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
use platform::error::{Error, Result};
use platform::indicators::{Indicator, Slot};
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

/// Days and agencies whose records count for a sheet: its year until today, the agency with all below it.
pub fn slot(app: &App, sheet: &SheetRow) -> Result<Slot> {
    let today = app.clock.now().day();
    let year = i32::try_from(sheet.year).map_err(|e| Error::fault("par_sheet.year", e))?;
    let (from, to) = Day::ymd(year, 1, 1).zip(Day::ymd(year, 12, 31)).ok_or(Error::NotFound)?;
    Ok(Slot {
        from,
        to: to.min(today),
        today,
        agencies: Some(app.directory().subtree(sheet.agency_id)),
        procedure: None,
        field: None,
        channel: None,
        reason: None,
    })
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
