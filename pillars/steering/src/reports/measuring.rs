//! The figures of a report: as frozen when its newest edition was submitted, else as the records say them now.

use super::dated;
use super::rules::{Kind, Known, Shown, Take, Template, Window, shown, sum};
use super::store::evidence::{self, Sums};
use super::store::figures::{self, Figure};
use super::store::reports::{self, Report};
use super::store::{requests, templates};
use kernel::Day;
use platform::error::Result;
use platform::indicators::{Indicator, Slot};
use platform::{App, Read};
use std::collections::BTreeMap;

/// A report with all that its pages and papers show.
#[derive(Debug, Clone)]
pub struct Whole {
    pub report: Report,
    pub template: Template,
    pub window: Window,
    /// The figures by row: the newest edition's, or live ones while it is written.
    pub figures: BTreeMap<String, Figure>,
    /// The figures of the first edition, where there is a later one.
    pub first: BTreeMap<String, Figure>,
    /// Whether the figures are frozen.
    pub frozen: bool,
    /// Reports that were summed into it, or would be now.
    pub below: Vec<Report>,
    /// Agencies that owe this receiver a report and have none that was accepted.
    pub absent: Vec<i64>,
}

impl Whole {
    /// Reads a report with its figures.
    pub async fn load(app: &App, report: Report) -> Result<Whole> {
        let db = &app.store;
        let template = templates::get(db, report.template_id).await?.template()?;
        let window = report.window()?;
        let kept = figures::of(db, report.id).await?;
        let editable = report.state()?.editable().is_ok();
        let by_code = |edition: i64| -> BTreeMap<String, Figure> {
            kept.iter().filter(|f| f.edition == edition).map(|f| (f.code.clone(), f.clone())).collect()
        };
        let (below, absent) = below(app, db, &report, &window).await?;
        let figures = if editable {
            live(app, db, (&report, &template, &window), &below, false).await?
        } else {
            by_code(report.edition)
        };
        let newest = if editable { report.edition + 1 } else { report.edition };
        let first = if newest > 1 { by_code(1) } else { BTreeMap::new() };
        Ok(Whole { report, template, window, figures, first, frozen: !editable, below, absent })
    }

    /// The values by row.
    pub fn numbers(&self) -> BTreeMap<String, i64> {
        values(&self.figures, |f| f.value)
    }

    /// The values of the period before.
    pub fn earlier(&self) -> BTreeMap<String, i64> {
        values(&self.figures, |f| f.earlier)
    }

    /// The values of the first edition.
    pub fn first_numbers(&self) -> BTreeMap<String, i64> {
        values(&self.first, |f| f.value)
    }

    /// What was known of each row.
    pub fn known(&self) -> BTreeMap<String, Known> {
        self.figures.iter().map(|(code, f)| (code.clone(), f.known())).collect()
    }

    /// What a row shows now and showed in the period before.
    pub fn pair(&self, row: &super::rules::RowDef) -> (Option<Shown>, Option<Shown>) {
        (shown(row, &self.numbers()), shown(row, &self.earlier()))
    }
}

fn values(figures: &BTreeMap<String, Figure>, of: impl Fn(&Figure) -> Option<i64>) -> BTreeMap<String, i64> {
    figures.iter().filter_map(|(code, f)| Some((code.clone(), of(f)?))).collect()
}

/// An indicator by its code.
pub fn indicator(app: &App, code: &str) -> Option<&'static Indicator> {
    app.slices.iter().flat_map(|s| s.indicators).find(|i| i.code == code)
}

/// Days and agencies of what an agency's report counts as its own.
pub async fn slot(app: &App, db: &impl Read, report: &Report, window: &Window) -> Result<Slot> {
    let asked = match report.request_id {
        0 => Vec::new(),
        request => requests::agencies(db, request).await?,
    };
    let own = dated::own(app, db, report.agency_id, (window, &asked)).await?;
    Ok(slot_of(own, window, app.clock.now().day()))
}

fn slot_of(agencies: Vec<i64>, window: &Window, today: Day) -> Slot {
    Slot {
        from: window.from,
        to: window.to,
        today,
        agencies: Some(agencies),
        procedure: None,
        field: None,
        channel: None,
        reason: None,
    }
}

/// What was measured of every indicator of a template; those of few people are withheld.
async fn measure(
    app: &App,
    db: &impl Read,
    template: &Template,
    slot: &Slot,
) -> Result<BTreeMap<String, (Sums, &'static Indicator)>> {
    let mut found = BTreeMap::new();
    for code in template.indicators() {
        let Some(indicator) = indicator(app, code) else { continue };
        let sums = evidence::sums(db, indicator, slot).await?;
        let least: i64 = match indicator.people {
            Some(people) => app.profiles().get_or(people.minimum, slot.to, 5)?,
            None => 0,
        };
        if sums.heads >= least {
            found.insert(code.to_owned(), (sums, indicator));
        }
    }
    Ok(found)
}

fn taken(sums: &Sums, take: Take) -> i64 {
    match take {
        Take::Numerator => sums.numerator,
        Take::Denominator => sums.denominator,
    }
}

/// The figures as the records say them now; with the hashes of their evidence where they are about to be frozen.
pub async fn live(
    app: &App,
    db: &impl Read,
    (report, template, window): (&Report, &Template, &Window),
    below: &[Report],
    hashed: bool,
) -> Result<BTreeMap<String, Figure>> {
    let slot = slot(app, db, report, window).await?;
    let now = measure(app, db, template, &slot).await?;
    let mut hashes = BTreeMap::new();
    if hashed {
        for (code, (_, indicator)) in &now {
            hashes.insert(code.clone(), evidence::hash(db, indicator, &slot).await?);
        }
    }
    let earlier = earlier(app, db, (report, template, window), &slot).await?;
    let mut sums = Vec::new();
    for one in below {
        sums.push(figures::values(db, one.id, one.edition).await?);
    }
    let (sums, any) = (sum(&sums), !sums.is_empty());
    let declared = report.declared()?;
    let vi = papers::vietnamese(app);
    let mut found = BTreeMap::new();
    for (position, row) in (1..).zip(template.rows().filter(|r| r.share.is_none())) {
        let measured = row.indicator.as_deref().and_then(|code| now.get_key_value(code));
        let known = Known {
            measured: measured.map(|(_, (sums, _))| taken(sums, row.take)),
            declared: declared.get(&row.code).copied(),
            below: any.then(|| sums.get(&row.code).copied().unwrap_or(0)),
        };
        let figure = Figure {
            report_id: report.id,
            edition: report.edition + 1,
            position,
            code: row.code.clone(),
            measured: known.measured,
            declared: known.declared,
            below: known.below,
            value: known.value(),
            earlier: earlier.get(&row.code).copied(),
            records: measured.map_or(0, |(_, (sums, _))| sums.records),
            definition: measured.map(|(_, (_, i))| vi.t(i.definition)).unwrap_or_default(),
            evidence_hash: measured.and_then(|(code, _)| hashes.get(code)).cloned().unwrap_or_default(),
        };
        found.insert(row.code.clone(), figure);
    }
    Ok(found)
}

/// The figures of the period before: those of its report where that was sent, else what the records say of its days.
async fn earlier(
    app: &App,
    db: &impl Read,
    (report, template, window): (&Report, &Template, &Window),
    slot: &Slot,
) -> Result<BTreeMap<String, i64>> {
    if window.kind == Kind::AdHoc {
        return Ok(BTreeMap::new());
    }
    let Some(before) = dated::before(app, window)? else { return Ok(BTreeMap::new()) };
    let kept = reports::of(db, report.agency_id, before.key(), 0).await?;
    if let Some(kept) = kept.filter(|r| r.sent_on.is_some()) {
        return figures::values(db, kept.id, kept.edition).await;
    }
    let agencies = slot.agencies.clone().unwrap_or_default();
    let measured = measure(app, db, template, &slot_of(agencies, &before, slot.today)).await?;
    let row = |row: &super::rules::RowDef| {
        let (sums, _) = measured.get(row.indicator.as_deref()?)?;
        (sums.records > 0).then(|| (row.code.clone(), taken(sums, row.take)))
    };
    Ok(template.rows().filter_map(row).collect())
}

/// The accepted reports of the same period that an agency receives, and the agencies that owe it one and have none.
pub async fn below(
    app: &App,
    db: &impl Read,
    report: &Report,
    window: &Window,
) -> Result<(Vec<Report>, Vec<i64>)> {
    let agency = report.agency_id;
    let owing = match report.request_id {
        0 => dated::owing(app, db, window).await?,
        request => requests::agencies(db, request).await?,
    };
    let mut owe: Vec<i64> = Vec::new();
    for id in owing.into_iter().filter(|id| *id != agency) {
        if dated::receiver(app, id, window.due)? == agency {
            owe.push(id);
        }
    }
    let all = reports::of_period(db, window.key(), report.request_id).await?;
    let accepted: Vec<Report> = all
        .into_iter()
        .filter(|r| r.receiver_id == agency && r.agency_id != agency && r.state == "accepted")
        .collect();
    owe.retain(|id| accepted.iter().all(|r| r.agency_id != *id));
    Ok((accepted, owe))
}
