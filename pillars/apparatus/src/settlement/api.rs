//! Operations of the programming interface on the evaluation of settlement: agencies side by side in a period, one with its
//! arithmetic, the records behind each figure; and what everybody may see.

use super::cards;
use super::pages::{self, agency_of, compare, procedures, public, records};
use super::rules::{Card, IndexLine, Item, NineLine, ProcedureItem, Records};
use super::slice::VIEW;
use super::store::DossierRow;
use super::words;
use kernel::Period;
use platform::api::types::{AgencyBrief, Asked, ByCode, Word};
use platform::api::{Listed, Nothing, One, Op, Operations};
use platform::error::{Error, FieldErrors, Result};
use platform::http::Query;
use platform::{Access, Ctx, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// As the slice declares them.
pub(super) fn operations() -> Operations {
    let op = |path, id, access, summary| Op { path, id, access, summary };
    let view = Access::Permission(VIEW);
    Operations::new()
        .get(
            op(
                "/settlement-index",
                "listSettlementIndex",
                view,
                "Agencies of the caller's scope with their evaluation of a period",
            ),
            list,
        )
        .get(
            op(
                "/settlement-index/{code}",
                "getSettlementIndex",
                view,
                "One agency's nine indicators and index, each figure with its arithmetic and records",
            ),
            one,
        )
        .get(
            op(
                "/settlement-index/{code}/dossiers",
                "listSettlementDossiers",
                view,
                "The dossiers behind a figure of an agency",
            ),
            dossiers,
        )
        .get(
            op(
                "/settlement-index/{code}/procedures",
                "listSettlementProcedures",
                view,
                "The procedures behind a figure of an agency",
            ),
            of_procedures,
        )
        .get(
            op(
                "/service-quality",
                "listServiceQuality",
                Access::Public,
                "What everybody may see: agencies with enough dossiers to say something",
            ),
            quality,
        )
}

/// Level of an agency.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum LevelIn {
    /// Cấp thành phố.
    City,
    /// Cấp huyện.
    District,
    /// Cấp xã.
    Commune,
}

/// Over which time, and which agencies.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct IndexFilters {
    /// Month (2015-09), quarter (2015-Q3), half-year (2015-H1) or year (2015); the quarter that runs where nothing is said.
    #[schemars(length(min = 4, max = 10), extend("examples" = ["2013-Q2"]))]
    period: Option<String>,
    /// Level of the agencies.
    level: Option<LevelIn>,
}

/// Over which time.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PeriodIn {
    /// Month (2015-09), quarter (2015-Q3), half-year (2015-H1) or year (2015); the quarter that runs where nothing is said.
    #[schemars(length(min = 4, max = 10), extend("examples" = ["2013-Q2"]))]
    period: Option<String>,
}

/// Which records.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RecordFilters {
    /// As for the figure.
    #[schemars(length(min = 4, max = 10), extend("examples" = ["2013-Q2"]))]
    period: Option<String>,
    /// Word of the item, from the figure's `item`.
    #[schemars(length(min = 1, max = 40), extend("examples" = ["q21"]))]
    item: Option<String>,
    /// Points, or 1 for what counts and 0 for what does not.
    #[schemars(range(min = 0, max = 2))]
    value: Option<i64>,
    /// Code of the procedure.
    #[schemars(length(min = 1, max = 40), extend("examples" = ["XD-01"]))]
    procedure: Option<String>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

/// Which procedures.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ProcedureFilters {
    /// As for the figure.
    #[schemars(length(min = 4, max = 10), extend("examples" = ["2013-Q2"]))]
    period: Option<String>,
    /// Word of the item, from the figure's `item`.
    #[schemars(length(min = 1, max = 40))]
    item: Option<String>,
    /// Only those that count (true) or do not (false).
    counting: Option<bool>,
}

/// Points reached of those that could be, by what has data.
#[derive(Debug, Serialize, JsonSchema)]
struct Points {
    /// Reached.
    reached: f64,
    /// What the parts with data could give.
    possible: f64,
}

/// An agency with its evaluation.
#[derive(Debug, Serialize, JsonSchema)]
struct IndexOut {
    /// Agency.
    agency: AgencyBrief,
    /// The period.
    period: String,
    /// Dossiers counted.
    dossiers: i64,
    /// Total of the nine indicators.
    nine: Points,
    /// Its class; null without data.
    band: Option<Word>,
    /// Total of the index.
    index: Points,
    /// Points of the whole index.
    index_most: f64,
    /// Address of the record.
    href: String,
}

/// The records behind a figure.
#[derive(Debug, Serialize, JsonSchema)]
struct Behind {
    /// dossiers, procedures or pages.
    kind: &'static str,
    /// Word of the item.
    item: Option<String>,
    /// Their address: in the interface, or of a page.
    href: String,
}

/// One of the nine indicators.
#[derive(Debug, Serialize, JsonSchema)]
struct NineOut {
    /// Its number, 1-9.
    number: u8,
    /// Its name.
    name: String,
    /// Points; null without data.
    score: Option<f64>,
    /// How it came about, or what is lacking.
    sum: String,
    /// Its records.
    records: Option<Behind>,
}

/// A part of the index.
#[derive(Debug, Serialize, JsonSchema)]
struct PartOut {
    /// Word of the part.
    code: String,
    /// Its name.
    name: String,
    /// Points at most.
    most: f64,
    /// Points; null without data.
    score: Option<f64>,
    /// Numerator.
    numerator: i64,
    /// Denominator.
    denominator: i64,
    /// How it came about, or what is lacking.
    sum: String,
    /// Its records.
    records: Option<Behind>,
}

/// A group of the index.
#[derive(Debug, Serialize, JsonSchema)]
struct GroupOut {
    /// Word of the group.
    code: String,
    /// Its name.
    name: String,
    /// Points of its parts with data.
    points: Points,
    /// Points of all its parts.
    most: f64,
    /// Its parts.
    parts: Vec<PartOut>,
}

/// An agency's evaluation with its arithmetic.
#[derive(Debug, Serialize, JsonSchema)]
struct CardOut {
    /// What the list says of it.
    total: IndexOut,
    /// The nine indicators.
    nine: Vec<NineOut>,
    /// The groups of the index; none where no rule of it is in force.
    groups: Vec<GroupOut>,
    /// Which rules it follows, and whether a source confirms them.
    basis: Vec<String>,
}

/// A dossier behind a figure.
#[derive(Debug, Serialize, JsonSchema)]
struct JudgedOut {
    /// Number of the dossier.
    dossier: i64,
    /// Its code.
    code: String,
    /// Code of the procedure.
    procedure: String,
    /// Day it counts for.
    counted_on: Option<String>,
    /// early, on-time or late by the law.
    by_law: Option<String>,
    /// The same by the index.
    by_index: Option<String>,
    /// Its value of the item.
    value: Option<i64>,
}

/// A procedure behind a figure.
#[derive(Debug, Serialize, JsonSchema)]
struct ProcedureOut {
    /// Code.
    code: String,
    /// Name.
    name: String,
    /// Whether it counts.
    counts: bool,
}

/// Agencies as everybody sees them.
#[derive(Debug, Serialize, JsonSchema)]
struct QualityOut {
    /// Agency.
    agency: AgencyBrief,
    /// The period.
    period: String,
    /// Dossiers counted.
    dossiers: i64,
    /// Total of the nine indicators.
    nine: Points,
    /// Its class; null without data.
    band: Option<Word>,
    /// Total of the index.
    index: Points,
}

/// The query that the pages read, with a period that can be counted; an error of the field for any other text.
fn asked(period: Option<String>) -> Result<Asked> {
    let wrong = |text: &String| match text.parse::<Period>() {
        Ok(period) => matches!(period, Period::Span { .. }),
        Err(_) => true,
    };
    if period.as_ref().is_some_and(wrong) {
        let mut errors = FieldErrors::new();
        errors.add("period", "ground-api-field-format");
        return Err(Error::Invalid(errors));
    }
    Ok(Asked::new().with("ky", period))
}

/// Tenths as points.
fn tenths(value: i64) -> f64 {
    value as f64 / 10.0
}

/// Hundredths as points.
fn hundredths(value: i64) -> f64 {
    value as f64 / 100.0
}

fn band(ctx: &Ctx, card: &Card) -> Option<Word> {
    let band = card.band?;
    Some(Word { code: band.code().to_owned(), name: words::band_word(&ctx.locale, band.code()) })
}

fn nine(card: &Card) -> Points {
    Points { reached: tenths(card.total.reached), possible: tenths(card.total.possible) }
}

fn index(card: &Card) -> Points {
    Points { reached: hundredths(card.reached()), possible: hundredths(card.possible()) }
}

fn line(ctx: &Ctx, agency: i64, period: Period, card: &Card) -> IndexOut {
    let agency = AgencyBrief::of(ctx, agency);
    let at = format!("{}/settlement-index/{}", platform::api::PREFIX, agency.code);
    IndexOut {
        href: format!("{at}?period={}", period.code()),
        agency,
        period: period.code(),
        dossiers: card.dossiers,
        nine: nine(card),
        band: band(ctx, card),
        index: index(card),
        index_most: hundredths(card.most()),
    }
}

async fn list(ctx: Ctx, _: Nothing, filters: IndexFilters) -> Result<Listed<IndexOut>> {
    let level = filters.level.map(|level| match level {
        LevelIn::City => "city",
        LevelIn::District => "district",
        LevelIn::Commune => "commune",
    });
    let query = asked(filters.period)?.with("cap", level).after(None)?;
    let period = pages::period_of(&ctx, &query);
    let lines = compare::lines(&ctx, &query, period).await?;
    Ok(Listed::whole(lines.iter().map(|l| line(&ctx, l.id, period, &l.card)).collect()))
}

/// The records behind a figure, where there are some.
fn behind(at: &str, period: Period, records: &Records) -> Option<Behind> {
    let of = |kind: &'static str, item: &str| Behind {
        kind,
        item: Some(item.to_owned()),
        href: format!("{at}/{kind}?item={item}&period={}", period.code()),
    };
    match records {
        Records::Dossiers(item) => Some(of("dossiers", item)),
        Records::Procedures(item) => Some(of("procedures", item)),
        Records::At(href) if !href.is_empty() => {
            Some(Behind { kind: "pages", item: None, href: href.clone() })
        }
        Records::At(_) | Records::None => None,
    }
}

async fn one(ctx: Ctx, path: ByCode, filters: PeriodIn) -> Result<One<CardOut>> {
    let agency = agency_of(&ctx, &path.code)?;
    ctx.require(VIEW, agency.id)?;
    let query = asked(filters.period)?.after(None)?;
    let period = pages::period_of(&ctx, &query);
    let scope = Scope::Agencies(vec![agency.id]);
    let card = cards::load(&ctx.app, period, &scope, Some(agency.id)).await?.take(agency.id);
    let at = format!("{}/settlement-index/{}", platform::api::PREFIX, agency.code);
    let nine = card.nine.iter().map(|line: &NineLine| NineOut {
        number: line.number,
        name: words::nine(&ctx.locale, line.number),
        score: line.score.map(tenths),
        sum: words::nine_sum(&ctx.locale, line),
        records: behind(&at, period, &line.records),
    });
    let part = |line: &IndexLine| PartOut {
        code: line.item.code.clone(),
        name: words::part(&ctx.locale, &line.item.code),
        most: hundredths(line.item.most()),
        score: line.score.map(hundredths),
        numerator: line.numerator,
        denominator: line.denominator,
        sum: words::part_sum(&ctx.locale, line),
        records: behind(&at, period, &line.records),
    };
    let groups = card.groups.iter().map(|group| GroupOut {
        code: group.code.clone(),
        name: words::group(&ctx.locale, &group.code),
        points: Points { reached: hundredths(group.reached), possible: hundredths(group.possible) },
        most: hundredths(group.most),
        parts: group.lines.iter().map(part).collect(),
    });
    Ok(One(CardOut {
        total: line(&ctx, agency.id, period, &card),
        nine: nine.collect(),
        groups: groups.collect(),
        basis: pages::basis(&ctx, period),
    }))
}

/// An item that nobody knows is an error of its field.
fn unknown_item() -> Error {
    let mut errors = FieldErrors::new();
    errors.add("item", "ground-api-field-choice");
    Error::Invalid(errors)
}

async fn dossiers(ctx: Ctx, path: ByCode, filters: RecordFilters) -> Result<Listed<JudgedOut>> {
    let agency = agency_of(&ctx, &path.code)?;
    ctx.require(VIEW, agency.id)?;
    let item = filters.item.as_deref().unwrap_or(Item::Q21.code());
    let item = Item::from_code(item).ok_or_else(unknown_item)?;
    let query: Query = asked(filters.period)?
        .with("muc", Some(item.code()))
        .with("gia-tri", filters.value)
        .with("thu-tuc", filters.procedure)
        .after(filters.after.as_deref())?;
    let found = records::behind(&ctx, &query, agency.id).page::<DossierRow>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, found, |row| {
        Ok(JudgedOut {
            value: row.value(item),
            by_law: Some(row.law_class).filter(|class| !class.is_empty()),
            by_index: Some(row.index_class).filter(|class| !class.is_empty()),
            dossier: row.dossier_id,
            code: row.code,
            procedure: row.procedure_code,
            counted_on: row.counted_on,
        })
    })
}

async fn of_procedures(ctx: Ctx, path: ByCode, filters: ProcedureFilters) -> Result<Listed<ProcedureOut>> {
    let agency = agency_of(&ctx, &path.code)?;
    ctx.require(VIEW, agency.id)?;
    let item = filters.item.as_deref().unwrap_or(ProcedureItem::Complete.code());
    let item = ProcedureItem::from_code(item).ok_or_else(unknown_item)?;
    let query = asked(filters.period)?.after(None)?;
    let period = pages::period_of(&ctx, &query);
    let lines = procedures::behind(&ctx, agency.id, period, item, filters.counting).await?;
    let told = lines.into_iter().map(|l| ProcedureOut { code: l.code, name: l.name, counts: l.held });
    Ok(Listed::whole(told.collect()))
}

async fn quality(ctx: Ctx, _: Nothing, filters: PeriodIn) -> Result<Listed<QualityOut>> {
    let query = asked(filters.period)?.after(None)?;
    let period = pages::period_of(&ctx, &query);
    let lines = public::lines(&ctx, period).await?;
    let told = lines.iter().map(|l| QualityOut {
        agency: AgencyBrief::of(&ctx, l.id),
        period: period.code(),
        dossiers: l.card.dossiers,
        nine: nine(&l.card),
        band: band(&ctx, &l.card),
        index: index(&l.card),
    });
    Ok(Listed::whole(told.collect()))
}
