//! Operations of the programming interface on targets: where every measure stands, one with its readings, what is declared,
//! and the records behind, by the very rules of the pages.

mod follow;
mod shapes;

use super::board::{self, Line};
use super::pages::records::{scope, within};
use super::rules::{Gap, Span};
use super::series;
use super::slice::DECLARE;
use super::store::declared::{self, Declared};
use super::store::readings;
use kernel::Period;
use platform::api::types::{Asked, At};
use platform::api::{Listed, Nothing, One, Op, Operations};
use platform::directory::AgencyRef;
use platform::error::{Error, FieldErrors, Result};
use platform::indicators::Slot;
use platform::list::PAGE;
use platform::{Access, Ctx, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// As the slice declares them.
pub(super) fn operations() -> Operations {
    let public = |path, id, summary| Op { path, id, access: Access::Public, summary };
    let records = Op {
        path: "/targets/{slug}/records",
        id: "listTargetRecords",
        access: Access::Permission(super::slice::RECORDS),
        summary: "The records behind a measure's value, newest first",
    };
    let figures = Op {
        path: "/declared-figures",
        id: "listDeclaredFigures",
        access: Access::Permission(DECLARE),
        summary: "What the caller's agencies declared of themselves",
    };
    let all = Operations::new()
        .get(
            public(
                "/targets",
                "listTargets",
                "Where every measure of the programme stands, for the city or an agency",
            ),
            list,
        )
        .get(
            public(
                "/targets/{slug}",
                "getTarget",
                "One measure with its course, readings and declared figures",
            ),
            one,
        )
        .get(records, behind)
        .get(figures, declared_figures);
    follow::operations(all)
}

/// Of whom, and over what time.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Standing {
    /// Code of the agency; the city where nothing is said.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    agency: Option<String>,
    /// Month (2015-09), quarter (2015-Q3), half-year (2015-H1) or year (2015); the programme until today where nothing is said.
    #[schemars(length(min = 4, max = 10), extend("examples" = ["2013-Q2"]))]
    period: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct BySlug {
    /// The measure's code as it stands in addresses.
    #[schemars(length(min = 1, max = 80), regex(pattern = r"^[A-Za-z0-9._-]+$"))]
    slug: String,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RecordFilters {
    /// Code of the agency; the city where nothing is said.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    agency: Option<String>,
    /// As for the measure.
    #[schemars(length(min = 4, max = 10), extend("examples" = ["2013-Q2"]))]
    period: Option<String>,
    /// Only records that count (true) or fail (false).
    counting: Option<bool>,
    /// Where the page before ended, from its `next`.
    #[schemars(regex(pattern = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}:[0-9]{1,15}$"))]
    after: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct After {
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

/// Where a measure stands.
#[derive(Debug, Serialize, JsonSchema)]
struct MeasureOut {
    /// Code in the programme.
    code: String,
    /// Code in addresses.
    slug: String,
    /// Name.
    name: String,
    /// percent, count, days or dong.
    unit: serde_json::Value,
    /// Code of the indicator that measures it; null: nothing does yet.
    indicator: Option<String>,
    /// Measured value; null where there is none, or so few people answered that it is withheld.
    value: Option<f64>,
    /// Records it rests on.
    count: i64,
    /// Target of the period.
    target: Option<f64>,
    /// green, amber, red, few or grey.
    light: &'static str,
    /// What the agency declares of itself, beside.
    declared: Option<DeclaredOut>,
    /// Address of the record.
    href: String,
}

/// A declared figure.
#[derive(Debug, Serialize, JsonSchema)]
struct DeclaredOut {
    /// Period.
    period: String,
    /// Declared value.
    value: f64,
    /// What was measured for it.
    measured: Option<f64>,
    /// How far the two lie apart: a word of the pages.
    gap: Option<&'static str>,
}

/// A month with its value.
#[derive(Debug, Serialize, JsonSchema)]
struct MonthOut {
    /// First day of the month.
    month: String,
    /// Value.
    value: f64,
}

/// A frozen reading.
#[derive(Debug, Serialize, JsonSchema)]
struct ReadingOut {
    /// Period.
    period: String,
    /// Value.
    value: Option<f64>,
    /// Records.
    count: i64,
    /// Hash of the definition it was read by.
    definition_hash: String,
    /// When it was frozen.
    measured_at: At,
}

/// A measure with what is behind it.
#[derive(Debug, Serialize, JsonSchema)]
struct TargetOut {
    /// Where it stands.
    measure: MeasureOut,
    /// How it is counted, in words.
    definition: String,
    /// The last twelve months that have a value.
    months: Vec<MonthOut>,
    /// Frozen readings, newest first.
    readings: Vec<ReadingOut>,
}

/// A record behind a value.
#[derive(Debug, Serialize, JsonSchema)]
struct RecordOut {
    /// Number of the record.
    id: i64,
    /// What it is called.
    label: String,
    /// Code of the agency it counts for.
    agency: String,
    /// Day it counts for.
    on: String,
    /// Code of the procedure.
    procedure: String,
    /// Channel.
    channel: String,
    /// Reason code.
    reason: String,
    /// Counts towards the numerator.
    numerator: i64,
    /// Counts towards the denominator.
    denominator: i64,
    /// Working days, for percentiles.
    days: f64,
}

/// A declared figure in the list.
#[derive(Debug, Serialize, JsonSchema)]
struct FigureOut {
    /// Number of the record.
    id: i64,
    /// Code of the measure.
    measure: String,
    /// Code of the agency.
    agency: String,
    /// Period.
    period: String,
    /// Value.
    value: f64,
    /// What it rests on, in words.
    evidence: String,
    /// Who declared it.
    declared_by: String,
    /// When.
    declared_at: At,
}

fn wrong(field: &str, key: &'static str) -> Error {
    let mut errors = FieldErrors::new();
    errors.add(field, key);
    Error::Invalid(errors)
}

fn agency_of(ctx: &Ctx, code: Option<&str>) -> Result<AgencyRef> {
    let directory = ctx.app.directory();
    match code {
        Some(code) => directory.by_code(code).cloned().ok_or_else(|| wrong("agency", "targets-api-agency")),
        None => directory.root(ctx.today()).cloned().ok_or(Error::NotFound),
    }
}

async fn span_of(ctx: &Ctx, period: Option<&str>) -> Result<Span> {
    if let Some(text) = period {
        let period = text.parse::<Period>().map_err(|_| wrong("period", "targets-api-period"))?;
        return Ok(Span::Period(period));
    }
    let programme = board::programme(&ctx.app).await?.ok_or(Error::NotFound)?;
    Ok(Span::Programme { from: programme.from, to: programme.to })
}

fn told(ctx: &Ctx, line: &Line) -> Result<MeasureOut> {
    let measure = &line.measure;
    Ok(MeasureOut {
        code: measure.code.clone(),
        slug: measure.slug.clone(),
        name: ctx.locale.pick(&measure.name, &measure.name_en).to_owned(),
        unit: serde_json::to_value(measure.unit)?,
        indicator: line.indicator.map(|i| i.code.to_owned()),
        value: line.now.value,
        count: line.now.count,
        target: line.target,
        light: line.light.code(),
        declared: line.declared.as_ref().map(|d| DeclaredOut {
            period: d.period.clone(),
            value: d.value,
            measured: d.measured,
            gap: d.gap.map(Gap::code),
        }),
        href: format!("{}/targets/{}", platform::api::PREFIX, measure.slug),
    })
}

async fn list(ctx: Ctx, _: Nothing, asked: Standing) -> Result<Listed<MeasureOut>> {
    let agency = agency_of(&ctx, asked.agency.as_deref())?;
    let span = span_of(&ctx, asked.period.as_deref()).await?;
    let board = board::load(&ctx.app, agency.id, span).await?.ok_or(Error::NotFound)?;
    Ok(Listed::whole(board.lines.iter().map(|line| told(&ctx, line)).collect::<Result<_>>()?))
}

async fn one(ctx: Ctx, path: BySlug, asked: Standing) -> Result<One<TargetOut>> {
    let agency = agency_of(&ctx, asked.agency.as_deref())?;
    let span = span_of(&ctx, asked.period.as_deref()).await?;
    let board = board::load(&ctx.app, agency.id, span).await?.ok_or(Error::NotFound)?;
    let line = board.lines.iter().find(|l| l.measure.slug == path.slug).ok_or(Error::NotFound)?;
    let frozen = readings::of(&ctx.app.store, &line.measure.code, agency.id, 24).await?;
    Ok(One(TargetOut {
        measure: told(&ctx, line)?,
        definition: line.measure.formula.clone(),
        months: line
            .months
            .iter()
            .map(|(month, value)| MonthOut { month: month.first().to_string(), value: *value })
            .collect(),
        readings: frozen
            .into_iter()
            .map(|r| ReadingOut {
                period: r.period,
                value: r.value,
                count: r.count,
                definition_hash: r.definition_hash,
                measured_at: At::of(r.measured_at),
            })
            .collect(),
    }))
}

async fn behind(ctx: Ctx, path: BySlug, asked: RecordFilters) -> Result<Listed<RecordOut>> {
    let programme = board::programme(&ctx.app).await?.ok_or(Error::NotFound)?;
    let measure = programme.measures.iter().find(|m| m.slug == path.slug).ok_or(Error::NotFound)?;
    let (indicator, _) =
        measure.indicator.as_deref().and_then(|code| series::of(&ctx.app, code)).ok_or(Error::NotFound)?;
    let agency = agency_of(&ctx, asked.agency.as_deref())?;
    let scope = scope(&ctx, indicator);
    if scope == Scope::None {
        return Err(Error::NotFound);
    }
    let (from, to) = span_of(&ctx, asked.period.as_deref()).await?.days(ctx.today());
    let slot = Slot {
        from,
        to,
        today: ctx.today(),
        agencies: within(&ctx, &scope, &agency),
        procedure: None,
        field: None,
        channel: None,
        reason: None,
    };
    let place = asked.after.as_deref().and_then(|c| c.split_once(':'));
    let place = place.and_then(|(day, id)| Some((day, id.parse().ok()?)));
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut found = indicator.records(&ctx.app.store, &slot, asked.counting, place, limit).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let last = found.last().filter(|_| more).map(|e| format!("{}:{}", e.on_day, e.record_id));
    let count = indicator.count(&ctx.app.store, &slot, asked.counting).await?;
    let directory = ctx.app.directory();
    let items = found.into_iter().map(|e| RecordOut {
        id: e.record_id,
        label: e.label,
        agency: directory.get(e.agency_id).map(|a| a.code.clone()).unwrap_or_default(),
        on: e.on_day,
        procedure: e.procedure_code,
        channel: e.channel,
        reason: e.reason,
        numerator: e.numerator,
        denominator: e.denominator,
        days: e.value as f64 / 2.0,
    });
    Ok(Listed::from(&ctx, items.collect(), count, last.as_deref()))
}

async fn declared_figures(ctx: Ctx, _: Nothing, asked: After) -> Result<Listed<FigureOut>> {
    let query = Asked::new().after(asked.after.as_deref())?;
    let mut list = declared::list();
    list.within(&ctx.scope(DECLARE), "d.agency_id");
    let page = list.page::<Declared>(&ctx.app.store, &query).await?;
    let directory = ctx.app.directory();
    Listed::of(&ctx, page, |d| {
        Ok(FigureOut {
            id: d.id,
            measure: d.measure,
            agency: directory.get(d.agency_id).map(|a| a.code.clone()).unwrap_or_default(),
            period: d.period,
            value: d.value,
            evidence: d.evidence,
            declared_by: d.declared_name,
            declared_at: At::of(d.declared_at),
        })
    })
}
