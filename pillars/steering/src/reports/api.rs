//! Operations of the programming interface on reports: the list of the page under the caller's own rights, a report with its
//! figures, what an agency owes; and the acts: begun, written, submitted, accepted.
//!
//! duties.rs: changes of who owes reports.

mod duties;

use super::acts::{self, For};
use super::measuring::Whole;
use super::pages;
use super::rules::{Kind, status};
use super::slice::{EDIT, RECEIVE, VIEW};
use super::store::reports::{self, Report};
use super::{dated, letters, words};
use platform::api::types::{Asked, ById};
use platform::api::{Listed, Nothing, One, Op, Operations};
use platform::error::{Error, Result};
use platform::{Access, Ctx, FieldErrors, Permission};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// As the slice declares them.
pub(super) fn operations() -> Operations {
    let op =
        |path, id, right: Permission, summary| Op { path, id, access: Access::Permission(right), summary };
    duties::operations(Operations::new())
        .get(
            op("/reports", "listReports", VIEW, "Reform reports of the caller's scope, the latest due first"),
            list,
        )
        .get(op("/reports/{id}", "getReport", VIEW, "A reform report with its figures and texts"), one)
        .get(
            op(
                "/owed-reports",
                "listOwedReports",
                VIEW,
                "Reports that an agency owes, the soonest due first",
            ),
            owed,
        )
        .post(
            op(
                "/reports",
                "beginReport",
                EDIT,
                "Begin an agency's report of a period; the one begun before is given",
            ),
            begin,
        )
        .post(
            op("/reports/{id}/text", "writeReport", EDIT, "Write texts and declared figures of a report"),
            write,
        )
        .post(
            op(
                "/reports/{id}/submission",
                "submitReport",
                EDIT,
                "Freeze the figures and hand the report to its leader",
            ),
            submit,
        )
        .post(
            op("/reports/{id}/acceptance", "acceptReport", RECEIVE, "Accept a report that was sent"),
            accept,
        )
        .post(
            op(
                "/reports/{id}/return",
                "returnReport",
                RECEIVE,
                "Give a sent report back, with reasons by row",
            ),
            give_back,
        )
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ReportFilters {
    /// Year of the period.
    #[schemars(range(min = 2000, max = 2100))]
    year: Option<i64>,
    /// month, quarter, half, year or ad-hoc.
    #[schemars(length(min = 1, max = 10), extend("examples" = ["quarter"]))]
    kind: Option<String>,
    /// draft, submitted, sent, returned, accepted, or late.
    #[schemars(length(min = 1, max = 20), extend("examples" = ["accepted"]))]
    state: Option<String>,
    /// Code of the agency.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    agency: Option<String>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct OwedFilters {
    /// Code of the agency.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    agency: String,
}

/// What to begin.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewReport {
    /// Code of the agency.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    agency: String,
    /// month, quarter, half or year.
    #[schemars(length(min = 1, max = 10), extend("examples" = ["quarter"]))]
    kind: String,
    /// Year of the period.
    #[schemars(range(min = 2000, max = 2100))]
    year: i32,
    /// Number of the period in its year.
    #[schemars(range(min = 1, max = 12))]
    number: i64,
}

/// What is written; it replaces what stands there.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Writing {
    /// Texts by section's code.
    texts: BTreeMap<String, String>,
    /// Declared figures by row's code.
    declared: BTreeMap<String, i64>,
}

/// Why a report is given back.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Returning {
    /// The reason.
    #[schemars(length(min = 1, max = 2000), extend("examples" = ["Số liệu mục 3 chưa khớp"]))]
    reason: String,
    /// Reasons by row's code.
    #[serde(default)]
    rows: BTreeMap<String, String>,
}

/// A report.
#[derive(Debug, Serialize, JsonSchema)]
struct ReportOut {
    /// Number of the record.
    id: i64,
    /// Code of the agency that reports.
    agency: String,
    /// Code of the agency that receives.
    receiver: String,
    /// month, quarter, half, year or ad-hoc.
    kind: String,
    /// Year of the period.
    year: i64,
    /// Number of the period in its year.
    number: i64,
    /// First day of the data.
    from_on: String,
    /// Last day of the data.
    to_on: String,
    /// Last day to send it.
    due_on: String,
    /// Where it stands on its way.
    state: String,
    /// missing, overdue, on-time, late, returned, accepted or aggregated.
    status: String,
    /// How often its figures were frozen.
    edition: i64,
    /// Day it was first sent.
    sent_on: Option<String>,
    /// Number and symbol of the paper.
    symbol: String,
    /// Address of the record.
    href: String,
}

/// A figure.
#[derive(Debug, Serialize, JsonSchema)]
struct FigureOut {
    /// Code of its row.
    code: String,
    /// What it counts.
    name: String,
    /// In what.
    unit: String,
    /// What the agency's own records say.
    measured: Option<i64>,
    /// What the official typed.
    declared: Option<i64>,
    /// Sum of the accepted reports below.
    below: Option<i64>,
    /// The figure of the report; a share in per cent.
    value: Option<f64>,
    /// The figure of the period before.
    before: Option<f64>,
    /// Whether its change is named in the report.
    notable: bool,
    /// Records behind what was measured.
    records: i64,
    /// SHA-256 of these records, once frozen.
    evidence: String,
}

/// A report with its figures.
#[derive(Debug, Serialize, JsonSchema)]
struct WholeReport {
    /// The report.
    report: ReportOut,
    /// Whether its figures are frozen.
    frozen: bool,
    /// Its figures, in the order of the annex.
    figures: Vec<FigureOut>,
    /// Its texts by section's code.
    texts: BTreeMap<String, String>,
    /// Codes of agencies whose accepted reports are summed in it.
    below: Vec<String>,
    /// Codes of agencies that owe it a report and have none accepted.
    absent: Vec<String>,
}

/// A report that is owed.
#[derive(Debug, Serialize, JsonSchema)]
struct OwedOut {
    /// What it is called.
    name: String,
    /// month, quarter, half, year or ad-hoc.
    kind: String,
    /// Year of the period.
    year: i32,
    /// Number of the period in its year; of the request for ad-hoc ones.
    number: i64,
    /// First day of the data.
    from_on: String,
    /// Last day of the data.
    to_on: String,
    /// Last day to send it.
    due_on: String,
    /// Where it stands.
    status: String,
    /// Number of the report, once begun.
    report: Option<i64>,
}

/// What an agency owes.
#[derive(Debug, Serialize, JsonSchema)]
struct OwedList {
    /// The reports.
    owed: Vec<OwedOut>,
}

fn code(ctx: &Ctx, agency: i64) -> String {
    ctx.app.directory().get(agency).map(|a| a.code.clone()).unwrap_or_default()
}

fn report_out(ctx: &Ctx, report: Report) -> Result<ReportOut> {
    Ok(ReportOut {
        id: report.id,
        agency: code(ctx, report.agency_id),
        receiver: code(ctx, report.receiver_id),
        status: status(report.facts()?, ctx.today()).code().to_owned(),
        href: format!("{}/reports/{}", platform::api::PREFIX, report.id),
        kind: report.kind,
        year: report.year,
        number: report.number,
        from_on: report.from_on,
        to_on: report.to_on,
        due_on: report.due_on,
        state: report.state,
        edition: report.edition,
        sent_on: report.sent_on,
        symbol: report.symbol,
    })
}

async fn list(ctx: Ctx, _: Nothing, asked: ReportFilters) -> Result<Listed<ReportOut>> {
    let query = Asked::new()
        .with("nam", asked.year)
        .with("loai", asked.kind)
        .with("trang-thai", asked.state)
        .with("co-quan", asked.agency)
        .after(asked.after.as_deref())?;
    let page = pages::report_list(&ctx, &query).page::<Report>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, page, |report| report_out(&ctx, report))
}

async fn one(ctx: Ctx, path: ById, _: Nothing) -> Result<One<WholeReport>> {
    let whole = Whole::load(&ctx.app, pages::read_report(&ctx, path.id).await?).await?;
    let named: Vec<&str> = letters::notable(&ctx.app, &whole)?.into_iter().map(|r| r.code.as_str()).collect();
    let mut figures = Vec::new();
    for row in whole.template.rows() {
        let kept = whole.figures.get(&row.code);
        let (now, before) = whole.pair(row);
        figures.push(FigureOut {
            code: row.code.clone(),
            name: row.name.clone(),
            unit: row.unit.clone(),
            measured: kept.and_then(|f| f.measured),
            declared: kept.and_then(|f| f.declared),
            below: kept.and_then(|f| f.below),
            value: now.map(super::rules::Shown::number),
            before: before.map(super::rules::Shown::number),
            notable: named.contains(&row.code.as_str()),
            records: kept.map_or(0, |f| f.records),
            evidence: kept.map(|f| f.evidence_hash.clone()).unwrap_or_default(),
        });
    }
    Ok(One(WholeReport {
        figures,
        frozen: whole.frozen,
        texts: whole.report.texts()?,
        below: whole.below.iter().map(|r| code(&ctx, r.agency_id)).collect(),
        absent: whole.absent.iter().map(|id| code(&ctx, *id)).collect(),
        report: report_out(&ctx, whole.report)?,
    }))
}

async fn owed(ctx: Ctx, _: Nothing, asked: OwedFilters) -> Result<One<OwedList>> {
    let agency = ctx.app.directory().by_code(&asked.agency).map(|a| a.id).ok_or(Error::NotFound)?;
    ctx.require(VIEW, agency)?;
    let found = pages::owed(&ctx.app, agency, ctx.today()).await?;
    let out = |o: pages::Owed| OwedOut {
        name: if o.request > 0 { o.title } else { words::period(&ctx.locale, &o.window) },
        kind: o.window.kind.code().to_owned(),
        year: o.window.year,
        number: o.window.number,
        from_on: o.window.from.to_string(),
        to_on: o.window.to.to_string(),
        due_on: o.window.due.to_string(),
        status: o.status.code().to_owned(),
        report: o.report.map(|r| r.id),
    };
    Ok(One(OwedList { owed: found.into_iter().map(out).collect() }))
}

async fn again(ctx: &Ctx, id: i64) -> Result<One<ReportOut>> {
    Ok(One(report_out(ctx, reports::get(&ctx.app.store, id).await?)?))
}

async fn begin(ctx: Ctx, _: Nothing, asked: NewReport) -> Result<One<ReportOut>> {
    let agency = ctx.app.directory().by_code(&asked.agency).map(|a| a.id).ok_or(Error::NotFound)?;
    ctx.require(EDIT, agency)?;
    let kind = Kind::from_code(&asked.kind).ok_or(Error::NotFound)?;
    let window = dated::window(&ctx.app, (kind, asked.year, asked.number))?;
    if !dated::owing(&ctx.app, &ctx.app.store, &window).await?.contains(&agency) {
        return Err(Error::NotFound);
    }
    let author = ctx.viewer()?.name.clone();
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let (id, new) = acts::begin(&ctx.app, &tx, agency, For::Period(window), &author).await?;
    if new {
        tx.commit().await?;
    }
    again(&ctx, id).await
}

async fn own(ctx: &Ctx, right: Permission, id: i64) -> Result<Report> {
    let report = reports::get(&ctx.app.store, id).await?;
    let agency = if right == RECEIVE { report.receiver_id } else { report.agency_id };
    ctx.require(right, agency)?;
    Ok(report)
}

async fn write(ctx: Ctx, path: ById, asked: Writing) -> Result<One<ReportOut>> {
    let whole = Whole::load(&ctx.app, own(&ctx, EDIT, path.id).await?).await?;
    let mut errors = FieldErrors::new();
    if asked.texts.keys().any(|code| whole.template.sections.iter().all(|s| s.code != *code)) {
        errors.add("texts", "reports-error-code");
    }
    let counted = |code: &String| whole.template.rows().any(|r| r.share.is_none() && r.code == *code);
    if asked.declared.iter().any(|(code, value)| !counted(code) || *value < 0) {
        errors.add("declared", "reports-error-code");
    }
    errors.check()?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::write(&ctx.app, &tx, &whole.report, &asked.texts, &asked.declared).await?;
    tx.commit().await?;
    again(&ctx, path.id).await
}

async fn submit(ctx: Ctx, path: ById, _: Nothing) -> Result<One<ReportOut>> {
    let report = own(&ctx, EDIT, path.id).await?;
    let by = ctx.viewer()?.name.clone();
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::submit(&ctx.app, &tx, &report, &by).await?;
    tx.commit().await?;
    again(&ctx, path.id).await
}

async fn accept(ctx: Ctx, path: ById, _: Nothing) -> Result<One<ReportOut>> {
    let report = own(&ctx, RECEIVE, path.id).await?;
    let viewer = ctx.viewer()?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::accept(&ctx.app, &tx, &report, (viewer.account_id, &viewer.name), ctx.today()).await?;
    tx.commit().await?;
    again(&ctx, path.id).await
}

async fn give_back(ctx: Ctx, path: ById, asked: Returning) -> Result<One<ReportOut>> {
    let report = own(&ctx, RECEIVE, path.id).await?;
    // Before it is signed, only the leader of its own agency gives it back, on the page.
    if report.state()? != super::rules::State::Sent {
        return Err(platform::Refusal::new("reports-refused-not-sent").into());
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::give_back(&ctx.app, &tx, &report, &asked.reason, &asked.rows).await?;
    tx.commit().await?;
    again(&ctx, path.id).await
}
