//! Shared parts of the targets' pages: the choice of period, filters without a table, a measure as a figure.

use super::super::board::Line;
use super::super::rules::{Month, Span, choose};
use super::super::words::Writer;
use contracts::programme::{Comparator, Programme};
use kernel::{Day, Period};
use platform::Ctx;
use platform::directory::AgencyRef;
use platform::error::{Error, Result};
use platform::http::Query;
use std::sync::Arc;
use ui::{Choice, Filter, FilterKind};

/// Filters above something that is not a table; prints like those of a list.
#[derive(askama::Template)]
#[template(path = "targets/pages/filters.html")]
pub(super) struct Filters {
    pub words: ui::Words,
    pub id: &'static str,
    pub action: String,
    pub hidden: Vec<(String, String)>,
    pub filters: Vec<Filter>,
}

impl askama::filters::HtmlSafe for Filters {}

/// The span asked for by `ky=`.
pub(super) fn span(ctx: &Ctx, query: &Query, programme: Option<&Programme>) -> Span {
    choose(query.get("ky"), ctx.today(), programme.map(|p| (p.from, p.to)))
}

/// The whole programme, as `ky=` names it.
pub(super) const WHOLE: &str = "toan-ky";

/// The span asked for where agencies stand beside each other: the whole programme where none is. In a year that has just begun
/// nobody has records enough to be compared.
pub(super) fn widest(ctx: &Ctx, query: &Query, programme: &Programme) -> Span {
    choose(Some(query.get("ky").unwrap_or(WHOLE)), ctx.today(), Some((programme.from, programme.to)))
}

/// The choices of `ky=`: the whole programme, its years, the last quarters and months.
pub(super) fn span_filter(ctx: &Ctx, chosen: Span, programme: Option<&Programme>) -> Filter {
    let writer = Writer::new(&ctx.locale);
    let today = ctx.today();
    let mut periods: Vec<Period> = Vec::new();
    let first_year = programme.map_or(today.year(), |p| p.from.year()).max(today.year() - 6);
    for year in (first_year..=today.year()).rev() {
        periods.push(Period::Year { year });
    }
    let mut quarter = Period::quarter_of(today);
    for _ in 0..6 {
        periods.push(quarter);
        quarter = quarter.previous();
    }
    let month = Month::of(today);
    periods.extend((0..12).map(|back| month.plus(-back).period()));
    let code = chosen.code();
    let mut options: Vec<Choice> = Vec::new();
    if let Some(p) = programme {
        let whole = Span::Programme { from: p.from, to: p.to }.code();
        options.push(Choice::new(whole.clone(), ctx.t("targets-span-programme"), whole == code));
    }
    options.extend(
        periods.into_iter().map(|p| Choice::new(p.code(), writer.period(&p.code()), p.code() == code)),
    );
    if !options.iter().any(|o| o.selected) {
        options.insert(0, Choice::new(code.clone(), writer.period(&code), true));
    }
    Filter {
        name: "ky".to_owned(),
        label: ctx.t("targets-filter-span"),
        kind: FilterKind::Select { options },
    }
}

/// The agency asked for by its slug in `co-quan=`, else the city.
pub(super) fn agency_of(ctx: &Ctx, query: &Query) -> Result<AgencyRef> {
    match query.get("co-quan") {
        Some(code) => agency(ctx, code),
        None => root(ctx),
    }
}

/// An agency by its slug; 404 when there is none.
pub(super) fn agency(ctx: &Ctx, code: &str) -> Result<AgencyRef> {
    ctx.app.directory().by_code(code).cloned().ok_or(Error::NotFound)
}

/// The city.
pub(super) fn root(ctx: &Ctx) -> Result<AgencyRef> {
    ctx.app.directory().root(ctx.today()).cloned().ok_or(Error::NotFound)
}

/// `?ky=…&co-quan=…`, leaving out the city.
pub(super) fn query_of(ctx: &Ctx, span: Span, agency: &AgencyRef) -> String {
    let mut text = format!("?ky={}", span.code());
    if !ctx.app.directory().is_root(agency.id) {
        text.push_str(&format!("&co-quan={}", agency.code));
    }
    text
}

/// A measure as a figure: value, definition, period, records, interval, light, what is declared, twelve months.
pub(super) fn figure(ctx: &Ctx, line: &Line, span: Span, agency: &AgencyRef) -> ui::Figure {
    let writer = Writer::new(&ctx.locale);
    let measure = &line.measure;
    let today = ctx.today();
    let (value, unit) = match line.now.value {
        Some(value) => (writer.number(value), writer.unit(measure.unit)),
        None => ("–".to_owned(), String::new()),
    };
    let mut definition = vec![measure.formula.clone(), writer.target(measure, line.target)];
    if let (Comparator::FallsYearly, Some(before)) = (measure.comparator, line.year_before) {
        definition.push(ctx.tn("targets-year-before", &[("value", writer.value(before, measure.unit))]));
    }
    if line.indicator.is_none() {
        definition.push(measure.why_not_measured.clone());
    }
    let count = if line.indicator.is_none() { ctx.t("targets-unmeasured") } else { writer.rests(&line.now) };
    let name = writer.name(measure);
    let href = format!("/muc-tieu/{}{}", measure.slug, query_of(ctx, span, agency));
    let text = if line.now.count > 0 { ctx.t("targets-more-records") } else { ctx.t("targets-more") };
    let mut figure = ui::Figure::new(&writer.words, name.clone(), value, unit)
        .defined(
            definition.into_iter().filter(|d| !d.is_empty()).collect::<Vec<_>>().join(". "),
            writer.span(span, today),
        )
        .records(count, href, text);
    figure.light = Some(writer.light(line));
    figure.delta = line.declared.as_ref().map(|d| {
        let (text, tone) = writer.declared(d, measure.unit);
        ui::Delta { text, tone }
    });
    let values: Vec<f64> = line.months.iter().map(|(_, v)| *v).collect();
    if values.len() > 1 {
        let word = line.trend.map(|t| ctx.t(&format!("targets-trend-{}", t.code()))).unwrap_or_default();
        figure.chart =
            Some(ui::sparkline(&ctx.tn("targets-spark", &[("name", name), ("trend", word)]), &values));
    }
    figure
}

/// Names of procedures and fields by code, if the catalogue is wired.
pub(super) async fn names(ctx: &Ctx, on: Day) -> Result<std::collections::HashMap<String, String>> {
    let Ok(catalogue) = ctx.app.port::<Arc<dyn contracts::procedures::Catalogue>>() else {
        return Ok(std::collections::HashMap::new());
    };
    let all = catalogue.all_in_force(&ctx.app, on).await?;
    Ok(all
        .iter()
        .flat_map(|v| {
            let procedure = (v.body.code.clone(), format!("{} {}", v.body.code, v.body.short_name));
            [procedure, (v.body.field.code.clone(), v.body.field.name.clone())]
        })
        .collect())
}
