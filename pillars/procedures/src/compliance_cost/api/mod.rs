//! Operations of the programming interface on compliance cost: studies of the caller's scope, one with its jobs, the years' sums.
//!
//! acts.rs: what is done to a study.

mod acts;

use super::pages::{found, list};
use super::rules::trend::trend;
use super::slice::VIEW;
use super::store::{self, Study};
use platform::api::types::{AgencyBrief, Asked, ById, Word};
use platform::api::{Listed, Nothing, One, Op, Operations};
use platform::error::Result;
use platform::{Access, Ctx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// As the slice declares them.
pub(super) fn operations() -> Operations {
    let view = Access::Permission(VIEW);
    let op = |path, id, summary| Op { path, id, access: view, summary };
    acts::operations(Operations::new())
        .get(op("/cost-studies", "listCostStudies", "Cost studies of the caller's scope"), studies)
        .get(op("/cost-studies/{id}", "getCostStudy", "One study with its jobs and what they cost"), one)
        .get(
            op(
                "/statistics/compliance-cost",
                "countComplianceCost",
                "Cost of each year by the accepted studies",
            ),
            years,
        )
}

/// Before or after simplification.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum ScenarioIn {
    /// As it is.
    Now,
    /// After simplification.
    After,
}

/// Where a study stands.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum StateIn {
    /// Being written.
    Draft,
    /// Waits for review.
    Submitted,
    /// Reviewed and counting.
    Accepted,
    /// A newer one counts.
    Superseded,
}

/// Filters of the list.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct StudyFilters {
    /// Words of the procedure's name, with or without tone marks.
    #[schemars(length(min = 1, max = 100))]
    q: Option<String>,
    /// Code of the procedure.
    #[schemars(length(min = 1, max = 40), extend("examples" = ["XD-01"]))]
    procedure: Option<String>,
    /// Year.
    #[schemars(range(min = 1990, max = 2100))]
    year: Option<i64>,
    /// Code of the agency.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["so-xay-dung"]))]
    agency: Option<String>,
    /// Before or after simplification.
    scenario: Option<ScenarioIn>,
    /// Where they stand.
    state: Option<StateIn>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

/// A study in a list.
#[derive(Debug, Serialize, JsonSchema)]
struct StudyLine {
    /// Number of the record.
    id: i64,
    /// Code of the procedure.
    procedure: String,
    /// Name of the procedure.
    procedure_name: String,
    /// Number of its version.
    procedure_version: i64,
    /// Agency.
    agency: AgencyBrief,
    /// Year.
    year: i64,
    /// Before or after simplification.
    scenario: Word,
    /// Where it stands.
    state: Word,
    /// đồng a time.
    cost_once: i64,
    /// đồng a year.
    cost_year: i64,
    /// Number of the study it is compared with.
    base: Option<i64>,
    /// Address of the record.
    href: String,
}

/// A job of a study.
#[derive(Debug, Serialize, JsonSchema)]
struct JobOut {
    /// Number of the line.
    id: i64,
    /// Word of the activity.
    activity: String,
    /// The job.
    job: String,
    /// What is done for it.
    action: String,
    /// Hours, as they were given.
    hours: String,
    /// Persons who do it.
    persons: i64,
    /// đồng paid to others.
    outside: i64,
    /// đồng of fees and charges.
    fee: i64,
    /// Remark.
    note: String,
    /// What the numbers rest on.
    evidence: String,
}

/// A study.
#[derive(Debug, Serialize, JsonSchema)]
struct StudyOut {
    /// What the list says of it.
    study: StudyLine,
    /// đồng of income an hour.
    income: i64,
    /// Where that comes from.
    income_source: String,
    /// Times a year.
    times: i64,
    /// Subjects a year.
    subjects: i64,
    /// Dossiers counted of the year.
    counted: i64,
    /// Whether another number than the counted one is used.
    own_count: bool,
    /// Why.
    own_reason: Option<String>,
    /// Who wrote it.
    author: String,
    /// Who reviewed it.
    reviewer: Option<String>,
    /// What the acts on it have to name as seen.
    version: i64,
    /// Its jobs.
    jobs: Vec<JobOut>,
}

/// The cost of a year.
#[derive(Debug, Serialize, JsonSchema)]
struct YearOut {
    /// Year.
    year: i64,
    /// đồng of all accepted studies.
    total: i64,
    /// Studies.
    studies: usize,
    /// Of what was studied the year before too: đồng then.
    before: Option<i64>,
    /// The same in this year.
    now: Option<i64>,
    /// What this year's performances of the same would have cost at the cost of one a year before: what is more than `now` is
    /// saved by cheaper procedures, the rest of the fall is fewer performances.
    as_before: Option<i64>,
    /// How many studies that are.
    alike: Option<usize>,
    /// Address of the studies.
    records: String,
}

fn said(ctx: &Ctx, kind: &str, code: &str) -> Word {
    Word { code: code.to_owned(), name: ctx.t(&format!("compliance-cost-{kind}-{code}")) }
}

fn line(ctx: &Ctx, study: Study) -> StudyLine {
    StudyLine {
        agency: AgencyBrief::of(ctx, study.agency_id),
        scenario: said(ctx, "scenario", &study.scenario),
        state: said(ctx, "state", &study.state),
        href: format!("{}/cost-studies/{}", platform::api::PREFIX, study.id),
        id: study.id,
        procedure: study.procedure_code,
        procedure_name: study.procedure_name,
        procedure_version: study.version_number,
        year: study.year,
        cost_once: study.cost_once,
        cost_year: study.cost_year,
        base: study.base_study_id,
    }
}

async fn studies(ctx: Ctx, _: Nothing, asked: StudyFilters) -> Result<Listed<StudyLine>> {
    let scenario = asked.scenario.map(|scenario| match scenario {
        ScenarioIn::Now => "now",
        ScenarioIn::After => "after",
    });
    let state = asked.state.map(|state| match state {
        StateIn::Draft => "draft",
        StateIn::Submitted => "submitted",
        StateIn::Accepted => "accepted",
        StateIn::Superseded => "superseded",
    });
    let query = Asked::new()
        .with("q", asked.q)
        .with("thu-tuc", asked.procedure)
        .with("nam", asked.year)
        .with("co-quan", asked.agency)
        .with("kich-ban", scenario)
        .with("trang-thai", state)
        .after(asked.after.as_deref())?;
    let page = list::narrowed(&ctx, &query).page::<Study>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, page, |study| Ok(line(&ctx, study)))
}

async fn one(ctx: Ctx, path: ById, _: Nothing) -> Result<One<StudyOut>> {
    let study = found(&ctx, VIEW, path.id).await?;
    Ok(One(told(&ctx, study).await?))
}

/// A study as it is told.
async fn told(ctx: &Ctx, study: Study) -> Result<StudyOut> {
    let jobs = store::lines(&ctx.app.store, study.id).await?.into_iter().map(|job| JobOut {
        id: job.id,
        activity: job.activity,
        job: job.job,
        action: job.action,
        hours: job.hours_given,
        persons: job.persons,
        outside: job.outside,
        fee: job.fee,
        note: job.note,
        evidence: job.evidence,
    });
    Ok(StudyOut {
        jobs: jobs.collect(),
        version: study.version,
        income: study.income,
        income_source: study.income_source.clone(),
        times: study.times,
        subjects: study.subjects,
        counted: study.counted,
        own_count: study.own_count,
        own_reason: Some(study.own_reason.clone()).filter(|reason| !reason.is_empty()),
        author: study.author_name.clone(),
        reviewer: Some(study.reviewer_name.clone()).filter(|name| !name.is_empty()),
        study: line(ctx, study),
    })
}

async fn years(ctx: Ctx, _: Nothing, _: Nothing) -> Result<Listed<YearOut>> {
    let years = trend(&store::year_costs(&ctx.app.store, &ctx.scope(VIEW)).await?);
    let told = years.into_iter().map(|line| {
        let alike = line.alike.as_ref();
        YearOut {
            year: line.year,
            total: line.total.0,
            studies: line.studies,
            before: alike.map(|(change, _)| change.now.0),
            now: alike.map(|(change, _)| change.after.0),
            as_before: line.cheaper.map(|change| change.now.0),
            alike: alike.map(|(_, count)| *count),
            records: format!(
                "{}/cost-studies?year={}&scenario=now&state=accepted",
                platform::api::PREFIX,
                line.year
            ),
        }
    });
    Ok(Listed::whole(told.collect()))
}
