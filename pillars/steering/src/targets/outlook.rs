//! What the forecast expects of a measure at its deadline: the months it goes by, its bounds, and its word.

use super::board::{Kept, monthly};
use super::rules::{Forecast, Month, Observed, Outlook, Span, forecast};
use super::series;
use contracts::programme::{Direction, Measure, Programme, Unit};
use platform::App;
use platform::error::Result;

/// Months as the forecast takes them: each as heavy as its records.
pub(super) fn observed(months: &[(Month, f64, i64)]) -> Vec<Observed> {
    months.iter().map(|(m, v, n)| Observed { x: f64::from(m.number()), y: *v, weight: *n as f64 }).collect()
}

/// What a value cannot leave.
pub(super) fn bounds(unit: Unit) -> (f64, f64) {
    if unit == Unit::Percent { (0.0, 100.0) } else { (0.0, f64::INFINITY) }
}

/// Whether an expected value reaches the target.
pub(super) fn reaches(measure: &Measure, value: f64, target: f64) -> bool {
    match measure.better {
        Direction::Up => value >= target,
        Direction::Down => value <= target,
    }
}

/// What is expected at the deadline; none where it has passed, there is no target, or too few months to go by.
pub(super) fn at_deadline(
    measure: &Measure,
    months: &[(Month, f64, i64)],
    last: Month,
) -> Option<(Forecast, Outlook)> {
    let due = measure.due_on.map(Month::of).filter(|due| *due > last)?;
    let target = measure.target?;
    let ahead = [f64::from(due.number())];
    let found = forecast(&observed(months), &ahead, bounds(measure.unit)).into_iter().next()?;
    let word = if reaches(measure, found.value, target) { Outlook::Reaches } else { Outlook::Misses };
    Some((found, word))
}

/// The outlook of every measured measure at an agency, by code, from kept figures of the whole programme.
pub(super) async fn of_agency(
    app: &App,
    agency: i64,
    programme: &Programme,
) -> Result<std::collections::HashMap<String, Outlook>> {
    let today = app.clock.now().day();
    let whole = Span::Programme { from: programme.from, to: today.max(programme.from) };
    let mut found = std::collections::HashMap::new();
    for measure in programme.measures.iter().filter(|m| m.target.is_some() && m.due_on.is_some()) {
        let Some((indicator, series)) = measure.indicator.as_deref().and_then(|c| series::of(app, c)) else {
            continue;
        };
        let kept = Kept::read(app, agency, &[series], whole).await?;
        let how = series::how(app, indicator, today)?;
        let months = monthly(how, &kept, series, whole.window(today).first);
        if let Some((_, word)) = at_deadline(measure, &months, Month::of(today)) {
            found.insert(measure.code.clone(), word);
        }
    }
    Ok(found)
}
