//! Where an agency stands on every measure of the programme, from kept figures only: a handful of narrow queries.

use super::rules::{
    Gap, How, Judged, Kind, Measured, Month, Shine, Span, Trend, Window, gap, judge, measured, trend,
};
use super::series::{self, Series};
use super::store::declared::{self, Declared};
use super::store::figures::{self, ByAgency, Monthly};
use contracts::programme::{Comparator, Measure, Programme, Programmes, Unit};
use kernel::Period;
use platform::App;
use platform::error::Result;
use platform::indicators::Indicator;
use std::collections::HashMap;
use std::sync::Arc;

pub(super) use super::rules::Total;

/// How many records at least a light and a rank rest on, by the rules in force.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    light: i64,
    /// Fewest records of who is ranked.
    pub(super) rank: i64,
}

impl Limits {
    /// Those of a day.
    pub(super) fn on(app: &App, day: kernel::Day) -> Result<Limits> {
        let profiles = app.profiles();
        Ok(Limits {
            light: profiles.get_or("targets.light_minimum", day, 10)?,
            rank: profiles.get_or("targets.rank_minimum", day, 30)?,
        })
    }

    /// Whether a value rests on so few records (or people) that it gets no colour.
    pub(super) fn no_light(self, measured: &Measured) -> bool {
        measured.people < self.light
    }

    /// Whether it is named, but not ranked.
    pub(super) fn no_rank(self, measured: &Measured) -> bool {
        measured.withheld || measured.people < self.rank
    }

    /// The light of a value under a measure.
    pub(super) fn light(
        self,
        measure: &Measure,
        target: Option<f64>,
        now: &Measured,
        before: Option<&Measured>,
    ) -> Shine {
        if now.withheld {
            return Shine::Few;
        }
        let falls = measure.comparator == Comparator::FallsYearly;
        let before = before.filter(|b| falls && b.value.is_some());
        judge(&Judged {
            comparator: measure.comparator,
            value: now.value,
            target,
            year_before: before.and_then(|b| b.value),
            amber_within: measure.amber_within,
            few: self.no_light(now) || before.is_some_and(|b| self.no_light(b)),
        })
    }
}

/// One agency's standing.
pub(super) struct Board {
    pub limits: Limits,
    pub programme: Programme,
    pub span: Span,
    pub window: Window,
    pub lines: Vec<Line>,
}

/// One measure.
pub(super) struct Line {
    pub measure: Measure,
    /// What measures it; none: nothing yet.
    pub indicator: Option<&'static Indicator>,
    pub now: Measured,
    /// The same time a year before.
    pub year_before: Option<f64>,
    pub target: Option<f64>,
    pub light: Shine,
    pub trend: Option<Trend>,
    /// The last twelve months that have a value.
    pub months: Vec<(Month, f64)>,
    pub declared: Option<DeclaredLine>,
}

/// What the agency declares of itself.
pub(super) struct DeclaredLine {
    pub period: String,
    pub value: f64,
    /// What was measured for the same period.
    pub measured: Option<f64>,
    pub gap: Option<Gap>,
}

/// The programme, if one is imported.
pub(super) async fn programme(app: &App) -> Result<Option<Programme>> {
    app.port::<Arc<dyn Programmes>>()?.current(app).await
}

/// The kept totals a board needs, read in as few queries as there are kinds of series.
pub(super) struct Kept {
    monthly: HashMap<String, Monthly>,
    /// Where the monthly totals begin: for plain series, and for those by half days (many rows a month).
    flat_from: Month,
    bucket_from: Month,
    /// Sums of series by half days over longer windows.
    sums: Vec<(Window, ByAgency)>,
    agency: i64,
}

impl Kept {
    /// Reads what `series` need for a span, its comparison and the twelve months before its end.
    pub(super) async fn read(app: &App, agency: i64, all: &[Series], span: Span) -> Result<Kept> {
        let today = app.clock.now().day();
        let window = span.window(today);
        let (now, before) = span.compared(today);
        let spark = window.last.plus(-11);
        let flat_from = window.first.min(before.first).min(spark);
        let part =
            |bucket: bool| all.iter().filter(|s| s.by_bucket() == bucket).map(|s| s.code).collect::<Vec<_>>();
        let (flat, buckets) = (part(false), part(true));
        let db = &app.store.behind();
        let mut monthly =
            figures::monthly(db, agency, &flat, Window { first: flat_from, last: window.last }).await?;
        monthly.extend(
            figures::monthly(db, agency, &buckets, Window { first: spark, last: window.last }).await?,
        );
        let mut sums: Vec<(Window, ByAgency)> = Vec::new();
        for wanted in [window, now, before] {
            let known = wanted.first >= spark || sums.iter().any(|(w, _)| *w == wanted);
            if !buckets.is_empty() && !known {
                sums.push((wanted, figures::by_agency(db, &[agency], all, wanted, today).await?));
            }
        }
        Ok(Kept { monthly, flat_from, bucket_from: spark, sums, agency })
    }

    /// Monthly totals read elsewhere, from a month on.
    pub(super) fn of(agency: i64, monthly: HashMap<String, Monthly>, from: Month) -> Kept {
        Kept { monthly, flat_from: from, bucket_from: from, sums: Vec::new(), agency }
    }

    /// The months of a series.
    pub(super) fn months(&self, series: Series) -> impl Iterator<Item = (Month, &Total)> {
        self.monthly.get(series.code).into_iter().flatten().map(|(m, t)| (*m, t))
    }

    /// The total over a window; none when it was not read.
    pub(super) fn total(&self, series: Series, window: Window) -> Option<Total> {
        let from = if series.by_bucket() { self.bucket_from } else { self.flat_from };
        if series.by_bucket() && window.first < from {
            let (_, found) = self.sums.iter().find(|(w, _)| *w == window)?;
            return Some(found.get(&(self.agency, series.code.to_owned())).cloned().unwrap_or_default());
        }
        let mut within = self.months(series).filter(|(m, _)| window.holds(*m));
        if series.is_stock() {
            return Some(within.last().map(|(_, t)| t.clone()).unwrap_or_default());
        }
        let mut sum = Total::default();
        within.by_ref().for_each(|(_, t)| sum.merge(t));
        Some(sum)
    }
}

/// The standing of an agency (with all below it) over a span; `None` before a programme is imported.
pub(super) async fn load(app: &App, agency: i64, span: Span) -> Result<Option<Board>> {
    match programme(app).await? {
        Some(programme) => of_programme(app, programme, agency, span).await.map(Some),
        None => Ok(None),
    }
}

/// The same under a programme that was read already.
pub(super) async fn of_programme(app: &App, programme: Programme, agency: i64, span: Span) -> Result<Board> {
    let today = app.clock.now().day();
    let window = span.window(today);
    let used: Vec<(&Measure, Option<(&'static Indicator, Series)>)> = programme
        .measures
        .iter()
        .map(|m| (m, m.indicator.as_deref().and_then(|code| series::of(app, code))))
        .collect();
    let mut all: Vec<Series> = Vec::new();
    for (_, series) in used.iter().filter_map(|(_, found)| *found) {
        if !all.iter().any(|s| s.code == series.code) {
            all.push(series);
        }
    }
    let kept = Kept::read(app, agency, &all, span).await?;
    let limits = Limits::on(app, today)?;
    let (from, _) = span.days(today);
    let last = match span {
        Span::Period(period) => period.last(),
        Span::Programme { to, .. } => to,
    };
    let declared = declared::of_agency(&app.store, agency, &from.to_string(), &last.to_string()).await?;
    let lines = used
        .into_iter()
        .map(|(measure, found)| {
            let mut own = declared.iter().filter(|d| d.measure == measure.code);
            let chosen = own.clone().find(|d| d.period == span.code()).or_else(|| own.next_back());
            let how = found.map(|(indicator, _)| series::how(app, indicator, today)).transpose()?;
            let made = found.zip(how).map(|((indicator, series), how)| Made { indicator, series, how });
            Ok(line((measure, limits), made, &kept, (span, today), chosen))
        })
        .collect::<Result<Vec<Line>>>()?;
    Ok(Board { limits, span, window, lines, programme })
}

/// What a line's value is made of, and how.
struct Made {
    indicator: &'static Indicator,
    series: Series,
    how: How,
}

fn line(
    (measure, limits): (&Measure, Limits),
    made: Option<Made>,
    kept: &Kept,
    (span, today): (Span, kernel::Day),
    declared: Option<&Declared>,
) -> Line {
    let target = measure.target_in(span.year(today));
    let Some(Made { indicator, series, how }) = made else {
        let declared = declared.map(|d| DeclaredLine {
            period: d.period.clone(),
            value: d.value,
            measured: None,
            gap: None,
        });
        return Line {
            measure: measure.clone(),
            indicator: None,
            now: Measured::default(),
            year_before: None,
            target,
            light: Shine::Grey,
            trend: None,
            months: Vec::new(),
            declared,
        };
    };
    let over = |window: Window| kept.total(series, window).map(|t| measured(how, &t)).unwrap_or_default();
    let now = over(span.window(today));
    let (compared, before) = span.compared(today);
    let before = over(before);
    let falls = measure.comparator == Comparator::FallsYearly;
    let judged = if falls { over(compared) } else { now.clone() };
    let light = limits.light(measure, target, &judged, Some(&before));
    let monthly = monthly(how, kept, series, span.window(today).last.plus(-11));
    let weighted: Vec<(f64, i64)> = monthly.iter().map(|(_, v, n)| (*v, *n)).collect();
    let tolerance = tolerance(measure.unit, now.value);
    let declared = declared.map(|d| declared_line(measure, d, &|window| over(window).value, today));
    Line {
        measure: measure.clone(),
        indicator: Some(indicator),
        now,
        year_before: before.value,
        target,
        light,
        trend: trend(&weighted, tolerance),
        months: monthly.into_iter().map(|(m, v, _)| (m, v)).collect(),
        declared,
    }
}

/// What counts as no change: one point, half a day, or two per cent of a count.
fn tolerance(unit: Unit, value: Option<f64>) -> f64 {
    match unit {
        Unit::Percent => 1.0,
        Unit::Days => 0.5,
        Unit::Count | Unit::Dong => value.unwrap_or(0.0).abs() * 0.02,
    }
}

/// Months with a value and its records, from a month on.
pub(super) fn monthly(how: How, kept: &Kept, series: Series, from: Month) -> Vec<(Month, f64, i64)> {
    kept.months(series)
        .filter(|(m, _)| *m >= from)
        .filter_map(|(month, total)| {
            let m = measured(how, total);
            Some((month, m.value?, if how.kind == Kind::Count { 1 } else { m.denominator }))
        })
        .collect()
}

fn declared_line(
    measure: &Measure,
    declared: &Declared,
    over: &dyn Fn(Window) -> Option<f64>,
    today: kernel::Day,
) -> DeclaredLine {
    let window = declared.period.parse::<Period>().ok().map(|p| Span::Period(p).window(today));
    let measured = window.and_then(over);
    DeclaredLine {
        period: declared.period.clone(),
        value: declared.value,
        measured,
        gap: measured.map(|m| gap(m, declared.value, measure.better, measure.unit)),
    }
}

/// What was measured for an agency (with all below it) over one period; none when nothing measures it.
pub(super) async fn over(
    app: &App,
    agency: i64,
    measure: &Measure,
    period: Period,
) -> Result<Option<Measured>> {
    match measure.indicator.as_deref() {
        Some(code) => of_indicator(app, agency, code, period).await,
        None => Ok(None),
    }
}

/// The same by the code of an indicator; none when there is no such one.
pub(super) async fn of_indicator(
    app: &App,
    agency: i64,
    code: &str,
    period: Period,
) -> Result<Option<Measured>> {
    let Some((indicator, series)) = series::of(app, code) else { return Ok(None) };
    let mut window = Span::Period(period).window(app.clock.now().day());
    if series.is_stock() {
        let last = figures::last_month(&app.store.behind(), agency, series.code, window)
            .await?
            .unwrap_or(window.last);
        window = Window { first: last, last };
    }
    let today = app.clock.now().day();
    let sums = figures::by_agency(&app.store.behind(), &[agency], &[series], window, today).await?;
    let total = sums.into_values().next().unwrap_or_default();
    Ok(Some(measured(series::how(app, indicator, today)?, &total)))
}
