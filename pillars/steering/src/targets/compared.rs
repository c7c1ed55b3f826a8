//! Agencies side by side by one indicator over a span, from kept figures: for comparisons, maps, scenarios and open data.

use super::rules::{How, Measured, Span, Total, Window, measured};
use super::series::{self, Series};
use super::store::figures;
use kernel::Day;
use platform::App;
use platform::directory::AgencyRef;
use platform::error::Result;
use platform::indicators::Indicator;

/// An agency with all below it.
pub(super) struct Compared {
    pub agency: AgencyRef,
    pub total: Total,
    pub m: Measured,
}

/// What is compared: an indicator with its series.
pub(super) type By = (&'static Indicator, Series);

/// How the values are made on a day.
pub(super) fn how(app: &App, by: By, today: Day) -> Result<How> {
    series::how(app, by.0, today)
}

/// The months read: what stands is read in the last month.
pub(super) fn window(by: By, span: Span, today: Day) -> Window {
    let window = span.window(today);
    if by.1.is_stock() { Window { first: window.last, last: window.last } } else { window }
}

/// The figures of some agencies, in their order; those without any record too.
pub(super) async fn of(app: &App, agencies: &[AgencyRef], by: By, span: Span) -> Result<Vec<Compared>> {
    let today = app.clock.now().day();
    let ids: Vec<i64> = agencies.iter().map(|a| a.id).collect();
    let window = window(by, span, today);
    let sums = figures::by_agency(&app.store.behind(), &ids, &[by.1], window, today).await?;
    let how = how(app, by, today)?;
    Ok(agencies
        .iter()
        .map(|agency| {
            let total = sums.get(&(agency.id, by.1.code.to_owned())).cloned().unwrap_or_default();
            let m = measured(how, &total);
            Compared { agency: agency.clone(), total, m }
        })
        .collect())
}

/// The agencies of a kind below the city on a day, by name; of every kind directly below it where none is named.
pub(super) fn agencies(app: &App, kind: Option<&str>, on: Day) -> Vec<AgencyRef> {
    let directory = app.directory();
    let Some(root) = directory.root(on).map(|a| a.id) else { return Vec::new() };
    let mut found: Vec<AgencyRef> = match kind {
        Some(kind) => directory.in_force(on).filter(|a| a.kind == kind).cloned().collect(),
        None => directory.in_force(on).filter(|a| a.parent_id == Some(root)).cloned().collect(),
    };
    found.sort_by(|a, b| kernel::text::fold(&a.name).cmp(&kernel::text::fold(&b.name)).then(a.id.cmp(&b.id)));
    found
}
