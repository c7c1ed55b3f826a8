//! Operations of the programming interface on waves of asking: the list, one wave, its results by unit, under the caller's rights.

use super::pages::waves::{list, seen, state_word, visible, wave};
use super::rules::wave::{Line, Reading, levels};
use super::slice::VIEW;
use super::store::{self, Wave};
use super::waves;
use platform::api::types::{AgencyBrief, Asked, At, ById, On, Word};
use platform::api::{Listed, Nothing, One, Op, Operations};
use platform::error::Result;
use platform::{Access, Ctx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// As the slice declares them.
pub(super) fn operations() -> Operations {
    let op = |path, id, summary| Op { path, id, access: Access::Permission(VIEW), summary };
    Operations::new()
        .get(op("/survey-waves", "listSurveyWaves", "Survey waves that concern the caller's scope"), waves_of)
        .get(
            op("/survey-waves/{id}", "getSurveyWave", "A survey wave: days, questions, groups, reading"),
            one,
        )
        .get(
            op(
                "/survey-waves/{id}/results",
                "getSurveyWaveResults",
                "Results of a survey wave by unit; of too few people nothing is told",
            ),
            results,
        )
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct WaveFilters {
    /// Words of the name, with or without tone marks.
    #[schemars(length(min = 1, max = 100))]
    q: Option<String>,
    /// Year it is about.
    #[schemars(range(min = 2000, max = 2100))]
    year: Option<i64>,
    /// ahead, running, due or closed.
    #[schemars(length(min = 1, max = 20), extend("examples" = ["closed"]))]
    state: Option<String>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

/// A wave.
#[derive(Debug, Serialize, JsonSchema)]
struct WaveOut {
    /// Number.
    id: i64,
    /// Name.
    name: String,
    /// Agency that surveys.
    agency: AgencyBrief,
    /// Year it is about.
    year: i64,
    /// First day.
    first_on: On,
    /// Last day.
    last_on: On,
    /// Number of units it is about.
    units: i64,
    /// Sheets expected.
    expected: i64,
    /// Where it stands.
    state: Word,
    /// When its reading was frozen.
    closed_at: Option<At>,
    /// Hash of the frozen reading.
    reading_hash: Option<String>,
}

/// A question or a group.
#[derive(Debug, Serialize, JsonSchema)]
struct NamedOut {
    /// Key.
    key: String,
    /// In the caller's language.
    name: String,
}

/// A wave with what it asks of whom.
#[derive(Debug, Serialize, JsonSchema)]
struct WholeWave {
    /// The wave.
    wave: WaveOut,
    /// What it asks.
    questions: Vec<NamedOut>,
    /// Names of the levels, the worst one first.
    levels: Vec<String>,
    /// Groups that are asked.
    groups: Vec<NamedOut>,
    /// Fewest people whose answers are told.
    minimum: i64,
}

/// Answers to a question.
#[derive(Debug, Serialize, JsonSchema)]
struct QuestionOut {
    /// Key of the question.
    question: String,
    /// Number of answers by level, the worst level first.
    levels: Vec<i64>,
}

/// Results of a unit.
#[derive(Debug, Serialize, JsonSchema)]
struct ResultOut {
    /// The unit.
    unit: AgencyBrief,
    /// Satisfied answers, per cent; null where too few people answered.
    rate: Option<f64>,
    /// Low end of its 95 % interval.
    low: Option<f64>,
    /// High end of its 95 % interval.
    high: Option<f64>,
    /// People who answered.
    sheets: Option<i64>,
    /// Valid answers.
    rated: Option<i64>,
    /// By question; those that too few answered are left out.
    questions: Vec<QuestionOut>,
}

async fn waves_of(ctx: Ctx, _: Nothing, asked: WaveFilters) -> Result<Listed<WaveOut>> {
    let query = Asked::new()
        .with("q", asked.q)
        .with("nam", asked.year)
        .with("trang-thai", asked.state)
        .after(asked.after.as_deref())?;
    let page = list::narrowed(&ctx, &query).page::<Wave>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, page, |wave| out(&ctx, wave))
}

fn out(ctx: &Ctx, wave: Wave) -> Result<WaveOut> {
    let state = wave.state(ctx.today())?;
    let (first, last) = wave.days()?;
    Ok(WaveOut {
        id: wave.id,
        agency: AgencyBrief::of(ctx, wave.agency_id),
        name: wave.name,
        year: wave.year,
        first_on: On(first),
        last_on: On(last),
        units: wave.units,
        expected: wave.expected,
        state: Word { code: state.code().to_owned(), name: state_word(ctx, state) },
        closed_at: wave.closed_at.map(At::of),
        reading_hash: Some(wave.reading_hash).filter(|hash| !hash.is_empty()),
    })
}

async fn one(ctx: Ctx, path: ById, _: Nothing) -> Result<One<WholeWave>> {
    let (wave, _) = visible(&ctx, path.id).await?;
    let set = store::set(&ctx.app.store, wave.set_id).await?;
    let reading = waves::reading(&ctx.app.store, &ctx.app.profiles(), &wave).await?;
    let pick = |vi: &str, en: &str| ctx.locale.pick(vi, if en.is_empty() { vi } else { en }).to_owned();
    let questions = set.questions.iter();
    let questions = questions.map(|q| NamedOut { key: q.key.clone(), name: pick(&q.text, &q.text_en) });
    let groups = wave.groups()?;
    let groups = groups.iter().map(|g| NamedOut { key: g.code.clone(), name: pick(&g.name, &g.name_en) });
    Ok(One(WholeWave {
        questions: questions.collect(),
        levels: set.levels.iter().map(|level| pick(&level.name, &level.name_en)).collect(),
        groups: groups.collect(),
        minimum: reading.minimum,
        wave: out(&ctx, wave)?,
    }))
}

async fn results(ctx: Ctx, path: ById, _: Nothing) -> Result<Listed<ResultOut>> {
    let (found, units) = visible(&ctx, path.id).await?;
    let reading = waves::reading(&ctx.app.store, &ctx.app.profiles(), &found).await?;
    let units = seen(&ctx, &found, &units);
    let rows = wave::found(&ctx, &reading, &units).into_iter().map(|row| {
        let rate = row.rate();
        ResultOut {
            unit: AgencyBrief::of(&ctx, row.agency_id),
            rate: rate.map(|r| r.percent),
            low: rate.map(|r| r.low),
            high: rate.map(|r| r.high),
            sheets: rate.map(|_| row.standing.sheets),
            rated: rate.map(|_| row.standing.rated),
            questions: if rate.is_some() { told(&reading, row.agency_id) } else { Vec::new() },
        }
    });
    Ok(Listed::whole(rows.collect()))
}

/// The answers of a unit to those questions that enough people answered.
fn told(reading: &Reading, unit: i64) -> Vec<QuestionOut> {
    let lines: Vec<&Line> = reading.of_unit(unit);
    let mut keys: Vec<&String> = lines.iter().flat_map(|line| line.counts.keys()).collect();
    keys.sort();
    keys.dedup();
    let enough = keys.into_iter().filter(|key| reading.standing_of(&lines, key).sheets >= reading.minimum);
    enough.map(|key| QuestionOut { question: key.clone(), levels: levels(&lines, key) }).collect()
}
