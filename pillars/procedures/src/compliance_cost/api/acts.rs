//! What is done to a cost study: opened, its numbers and jobs written, handed in, reviewed by another, copied for the time after.

use super::super::pages::{deeds, found, line as line_page, new as new_page, numbers, review as review_page};
use super::super::slice::{EDIT, REVIEW, VIEW};
use super::super::store;
use super::{StudyOut, told};
use platform::api::types::{ById, Sent, renamed};
use platform::api::{Created, Nothing, One, Op, Operations};
use platform::error::{Error, Result};
use platform::{Access, Ctx};
use schemars::JsonSchema;
use serde::Deserialize;

const fn op(path: &'static str, id: &'static str, access: Access, summary: &'static str) -> Op {
    Op { path, id, access, summary }
}

/// The acts, added to the other operations.
pub(super) fn operations(operations: Operations) -> Operations {
    let edit = Access::Permission(EDIT);
    operations
        .post(op("/cost-studies", "openCostStudy", edit, "Open the study of a procedure as it stands"), open)
        .post(
            op("/cost-studies/{id}/numbers", "setCostNumbers", edit, "Write the year's numbers of a draft"),
            set_numbers,
        )
        .post(
            op(
                "/cost-studies/{id}/jobs",
                "putCostJob",
                edit,
                "Add a job to a draft, or write one of it anew",
            ),
            put_job,
        )
        .post(op("/cost-studies/{id}/drop-job", "dropCostJob", edit, "Take a job out of a draft"), drop_job)
        .post(
            op("/cost-studies/{id}/hand-in", "handInCostStudy", edit, "Hand a draft in for review"),
            hand_in,
        )
        .post(
            op(
                "/cost-studies/{id}/review",
                "reviewCostStudy",
                Access::Permission(REVIEW),
                "Accept what others handed in, or give it back with what is to be mended",
            ),
            review,
        )
        .post(
            op(
                "/cost-studies/{id}/open-after",
                "openCostStudyAfter",
                edit,
                "Open the study of the time after a change, or go on with the draft that stands",
            ),
            open_after,
        )
}

/// A study to open.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct OpenIn {
    /// Code of the procedure.
    #[schemars(length(min = 1, max = 40), extend("examples" = ["KD-01"]))]
    procedure: String,
    /// Code of the agency.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["ubnd-tp-can-tho"]))]
    agency: String,
    /// Year.
    #[schemars(range(min = 2000, max = 2100))]
    year: i64,
}

/// Subjects counted otherwise than from the dossiers of the year.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct OwnCountIn {
    /// Times a year.
    #[schemars(range(min = 1, max = 100_000))]
    times: i64,
    /// Subjects a year; of several sources, parted by semicolons, the lower-middle one counts.
    #[schemars(length(min = 1, max = 300), extend("examples" = ["240"]))]
    subjects: String,
    /// Why not those of the dossiers.
    #[schemars(length(min = 1, max = 1000))]
    reason: String,
}

/// The numbers of a year.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NumbersIn {
    /// The study's version as it was seen.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    version: i64,
    /// đồng of income an hour.
    #[schemars(range(min = 0, max = 100_000_000))]
    income: i64,
    /// Where that comes from.
    #[schemars(length(min = 1, max = 300))]
    income_source: String,
    /// Another count than that of the dossiers.
    own_count: Option<OwnCountIn>,
}

/// A job.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct JobIn {
    /// The study's version as it was seen.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    version: i64,
    /// Number of the line that is written anew; none adds a job.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    line: Option<i64>,
    /// Word of the activity.
    #[schemars(length(min = 1, max = 60), extend("examples" = ["prepare"]))]
    activity: String,
    /// The job.
    #[schemars(length(min = 1, max = 300))]
    job: String,
    /// What is done for it.
    #[schemars(length(max = 600))]
    action: Option<String>,
    /// Hours; of several sources, parted by semicolons, the lower-middle one counts.
    #[schemars(length(max = 300), extend("examples" = ["1,5; 2"]))]
    hours: Option<String>,
    /// Persons who do it.
    #[schemars(range(min = 1, max = 10_000))]
    persons: i64,
    /// đồng of income an hour of this job, where it is another than the study's.
    #[schemars(range(min = 0, max = 100_000_000))]
    income: Option<i64>,
    /// đồng paid to others; several sources as with hours.
    #[schemars(length(max = 500))]
    outside: Option<String>,
    /// đồng of fees and charges.
    #[schemars(range(min = 0, max = 100_000_000_000_i64))]
    fee: Option<i64>,
    /// Remark.
    #[schemars(length(max = 1000))]
    note: Option<String>,
    /// What the numbers rest on.
    #[schemars(length(max = 1000))]
    evidence: Option<String>,
}

/// A job to take out.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DropIn {
    /// The study's version as it was seen.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    version: i64,
    /// Number of the line.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    line: i64,
}

/// A review.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ReviewIn {
    /// The study's version as it was seen.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    version: i64,
    /// Whether it is accepted.
    accepted: bool,
    /// What is to be mended; needed where it is given back.
    #[schemars(length(max = 2000))]
    note: Option<String>,
}

/// What the forms' fields are called here.
const NAMES: [(&str, &str); 18] = [
    ("thu-tuc", "procedure"),
    ("co-quan", "agency"),
    ("nam", "year"),
    ("thu-nhap", "income"),
    ("nguon", "income_source"),
    ("so-lan", "own_count.times"),
    ("doi-tuong", "own_count.subjects"),
    ("ly-do", "own_count.reason"),
    ("nhom", "activity"),
    ("viec", "job"),
    ("cach", "action"),
    ("gio", "hours"),
    ("nguoi", "persons"),
    ("dich-vu", "outside"),
    ("phi", "fee"),
    ("ghi-chu", "note"),
    ("can-cu", "evidence"),
    ("nhan-xet", "note"),
];

fn named(error: Error) -> Error {
    renamed(error, &NAMES)
}

fn href(id: i64) -> String {
    format!("{}/cost-studies/{id}", platform::api::PREFIX)
}

fn seen(version: i64) -> Sent {
    Sent::new().with("phien_ban", Some(version))
}

async fn now(ctx: &Ctx, id: i64) -> Result<One<StudyOut>> {
    let study = found(ctx, VIEW, id).await?;
    Ok(One(told(ctx, study).await?))
}

async fn open(ctx: Ctx, _: Nothing, body: OpenIn) -> Result<Created<StudyOut>> {
    let form = Sent::new()
        .with("thu-tuc", Some(body.procedure))
        .with("co-quan", Some(body.agency))
        .with("nam", Some(body.year))
        .form();
    let id = new_page::opened(&ctx, &form).await.map_err(named)?;
    let One(body) = now(&ctx, id).await?;
    Ok(Created { at: href(id), body })
}

async fn set_numbers(ctx: Ctx, path: ById, body: NumbersIn) -> Result<One<StudyOut>> {
    let study = found(&ctx, EDIT, path.id).await?;
    let sent = seen(body.version)
        .with("thu-nhap", Some(body.income))
        .with("nguon", Some(body.income_source))
        .with("cach-dem", Some(if body.own_count.is_some() { "rieng" } else { "ho-so" }));
    let sent = match body.own_count {
        Some(own) => sent
            .with("so-lan", Some(own.times))
            .with("doi-tuong", Some(own.subjects))
            .with("ly-do", Some(own.reason)),
        None => sent,
    };
    numbers::kept(&ctx, &study, &sent.form()).await.map_err(named)?;
    now(&ctx, path.id).await
}

async fn put_job(ctx: Ctx, path: ById, body: JobIn) -> Result<One<StudyOut>> {
    let study = found(&ctx, EDIT, path.id).await?;
    let form = seen(body.version)
        .with("nhom", Some(body.activity))
        .with("viec", Some(body.job))
        .with("cach", body.action)
        .with("gio", body.hours)
        .with("nguoi", Some(body.persons))
        .with("thu-nhap", body.income)
        .with("dich-vu", body.outside)
        .with("phi", body.fee)
        .with("ghi-chu", body.note)
        .with("can-cu", body.evidence)
        .form();
    line_page::seen_now(&ctx, &study, &form)?;
    let was = match body.line {
        Some(line) => Some(store::line(&ctx.app.store, study.id, line).await?),
        None => None,
    };
    line_page::kept(&ctx, &study, was.as_ref(), &form).await.map_err(named)?;
    now(&ctx, path.id).await
}

async fn drop_job(ctx: Ctx, path: ById, body: DropIn) -> Result<One<StudyOut>> {
    let study = found(&ctx, EDIT, path.id).await?;
    line_page::seen_now(&ctx, &study, &seen(body.version).form())?;
    let line = store::line(&ctx.app.store, study.id, body.line).await?;
    line_page::dropped(&ctx, &study, line.id).await?;
    now(&ctx, path.id).await
}

async fn hand_in(ctx: Ctx, path: ById, _: Nothing) -> Result<One<StudyOut>> {
    deeds::handed_in(&ctx, path.id).await?;
    now(&ctx, path.id).await
}

async fn review(ctx: Ctx, path: ById, body: ReviewIn) -> Result<One<StudyOut>> {
    let study = found(&ctx, REVIEW, path.id).await?;
    let form = seen(body.version)
        .with("ket-luan", Some(if body.accepted { "dat" } else { "tra" }))
        .with("nhan-xet", body.note)
        .form();
    review_page::reviewed(&ctx, &study, &form).await.map_err(named)?;
    now(&ctx, path.id).await
}

async fn open_after(ctx: Ctx, path: ById, _: Nothing) -> Result<Created<StudyOut>> {
    let (id, _) = deeds::opened_after(&ctx, path.id).await?;
    let One(body) = now(&ctx, id).await?;
    Ok(Created { at: href(id), body })
}
