//! What is given away as open data: a measure by ended years and by the agencies directly below the city, small counts withheld so
//! that no total of the same file gives them away. Years that run are not in it: two files of two days would tell the days between.

use super::compared::{self, By, Compared};
use super::rules::{Cell, Kind, Span, suppress};
use super::series;
use contracts::programme::{Measure, Programme};
use kernel::Period;
use platform::App;
use platform::error::Result;

/// A row of the file.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct OpenRow {
    pub year: i32,
    /// Code of the agency; "tat-ca" for the whole city, "khac" for all that belongs to no agency of the file.
    pub agency: String,
    pub name: String,
    pub value: Option<f64>,
    pub numerator: Option<i64>,
    pub denominator: Option<i64>,
    pub suppressed: bool,
}

/// The measures that are given away: those that something measures.
pub(super) fn sets<'a>(app: &App, programme: &'a Programme) -> Vec<(&'a Measure, By)> {
    let by = |m: &'a Measure| Some((m, series::of(app, m.indicator.as_deref()?)?));
    programme.measures.iter().filter_map(by).collect()
}

/// How few records are not published.
pub(super) fn least(app: &App) -> Result<i64> {
    app.profiles().get_or("targets.open_minimum", app.clock.now().day(), 5)
}

/// What a figure counts, for the rule of small counts: of people's answers the people, of percentiles and counts the records.
fn cell(kind: Kind, c: &Compared) -> Cell {
    let total = &c.total;
    if kind != Kind::Share {
        return Cell { numerator: total.count, denominator: total.count };
    }
    if total.people < total.denominator && total.denominator > 0 {
        let part = total.numerator as f64 / total.denominator as f64;
        return Cell { numerator: (part * total.people as f64).round() as i64, denominator: total.people };
    }
    Cell { numerator: total.numerator, denominator: total.denominator }
}

/// The rows of a measure, year by year: the city, the agencies below it, and what belongs to none of them.
pub(super) async fn rows(app: &App, programme: &Programme, by: By) -> Result<Vec<OpenRow>> {
    let today = app.clock.now().day();
    let kind = series::kind(by.0);
    let least = match by.0.people {
        Some(people) => least(app)?.max(app.profiles().get_or(people.minimum, today, 5)?),
        None => least(app)?,
    };
    let mut found = Vec::new();
    for year in programme.from.year()..today.year() {
        let period = Period::Year { year };
        let span = Span::Period(period);
        let Some(root) = app.directory().root(period.last().min(today)).cloned() else { continue };
        let below = compared::agencies(app, None, period.last());
        let Some(city) = compared::of(app, &[root], by, span).await?.pop() else { continue };
        let parts = compared::of(app, &below, by, span).await?;
        found.extend(of_year(year, kind, &city, &parts, least));
    }
    Ok(found)
}

/// One year's rows, small ones withheld.
fn of_year(year: i32, kind: Kind, city: &Compared, parts: &[Compared], least: i64) -> Vec<OpenRow> {
    let whole = cell(kind, city);
    if whole.denominator == 0 {
        return Vec::new();
    }
    let mut cells: Vec<Cell> = parts.iter().map(|c| cell(kind, c)).collect();
    let (n, d) = cells.iter().fold((0, 0), |(n, d), c| (n + c.numerator, d + c.denominator));
    // What the city counts itself, so that the rows add up to the total.
    let rest = Cell { numerator: (whole.numerator - n).max(0), denominator: (whole.denominator - d).max(0) };
    cells.push(Cell { numerator: rest.numerator.min(rest.denominator), ..rest });
    let (hidden, total) = suppress(&cells, least);
    let shown = |kind: Kind, cell: Cell| match kind {
        Kind::Share => (Some(cell.numerator), Some(cell.denominator)),
        _ => (None, Some(cell.denominator)),
    };
    let row = |agency: &str, name: &str, value: Option<f64>, cell: Cell, hidden: bool| {
        let (numerator, denominator) = if hidden { (None, None) } else { shown(kind, cell) };
        OpenRow {
            year,
            agency: agency.to_owned(),
            name: name.to_owned(),
            value: value.filter(|_| !hidden),
            numerator,
            denominator,
            suppressed: hidden,
        }
    };
    let mut rows = vec![row("tat-ca", &city.agency.name, city.m.value, whole, total || city.m.withheld)];
    for ((part, cell), hidden) in parts.iter().zip(&cells).zip(&hidden) {
        if cell.denominator > 0 {
            let hidden = *hidden || part.m.withheld;
            rows.push(row(&part.agency.code, &part.agency.name, part.m.value, *cell, hidden));
        }
    }
    if let (Some(cell), Some(hidden)) = (cells.last(), hidden.last())
        && cell.denominator > 0
    {
        let percent = 100.0 * cell.numerator as f64 / cell.denominator as f64;
        rows.push(row("khac", "", (kind == Kind::Share).then_some(percent), *cell, *hidden));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::super::rules::{How, Total, measured};
    use super::*;
    use platform::directory::AgencyRef;
    use proptest::prelude::*;

    fn agency(id: i64) -> AgencyRef {
        AgencyRef {
            id,
            code: format!("co-quan-{id}"),
            name: format!("Cơ quan {id}"),
            short_name: String::new(),
            kind: "district".into(),
            level: "district".into(),
            parent_id: Some(1),
            id_2016: String::new(),
            id_2020: String::new(),
            unit_code: String::new(),
            valid_from: None,
            valid_to: None,
        }
    }

    fn compared(id: i64, (numerator, denominator): (i64, i64)) -> Compared {
        let total =
            Total { count: denominator, people: denominator, numerator, denominator, ..Total::default() };
        let m = measured(How { kind: Kind::Share, people: None }, &total);
        Compared { agency: agency(id), total, m }
    }

    fn year(parts: &[(i64, i64)], least: i64) -> Vec<OpenRow> {
        let sum = parts.iter().fold((0, 0), |(n, d), p| (n + p.0, d + p.1));
        let compared: Vec<Compared> = (2..).zip(parts).map(|(id, p)| self::compared(id, *p)).collect();
        of_year(2013, Kind::Share, &self::compared(1, sum), &compared, least)
    }

    #[test]
    fn a_small_count_and_its_neighbour_are_withheld_and_the_total_stays() {
        let rows = year(&[(2, 3), (30, 40), (300, 400)], 5);
        let told: Vec<(&str, bool)> = rows.iter().map(|r| (r.agency.as_str(), r.suppressed)).collect();
        assert_eq!(told, [("tat-ca", false), ("co-quan-2", true), ("co-quan-3", true), ("co-quan-4", false)]);
        assert!(rows[1].value.is_none() && rows[1].numerator.is_none() && rows[1].denominator.is_none());
        assert_eq!(rows[0].denominator, Some(443));
    }

    proptest! {
        /// A reader takes the shown rows from the shown total: what is left is of two rows at least and no small count.
        #[test]
        fn the_totals_of_a_file_give_no_withheld_row_away(
            parts in proptest::collection::vec((0i64..50, 0i64..90).prop_map(|(n, d)| (n.min(d), d)), 1..12),
            least in 3i64..10,
        ) {
            let rows = year(&parts, least);
            let Some((total, others)) = rows.split_first() else { return Ok(()) };
            let withheld = others.iter().filter(|r| r.suppressed).count();
            if let (Some(n), Some(d), true) = (total.numerator, total.denominator, withheld > 0) {
                let shown_n: i64 = others.iter().filter_map(|r| r.numerator).sum();
                let shown_d: i64 = others.iter().filter_map(|r| r.denominator).sum();
                prop_assert!(withheld >= 2);
                prop_assert!(d - shown_d >= least);
                prop_assert!(n == 0 || n - shown_n >= least);
                prop_assert!(n == d || (d - shown_d) - (n - shown_n) >= least);
            }
        }
    }
}
