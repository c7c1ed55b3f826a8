//! What is done to a study: opened, its numbers and jobs written, handed in, reviewed, copied for the time after a change.
//! Each act journals itself and reckons the sums anew in the caller's transaction.

use super::rules::cost::{Job, of_procedure};
use super::rules::state::State;
use super::rules::typed;
use super::store::{self, AFTER, Line, NOW, Study};
use contracts::costs::CostAccepted;
use contracts::load::DossierLoad;
use contracts::procedures::ProcedureVersion;
use kernel::{Day, Dong, Period};
use platform::error::{Error, Result};
use platform::messages::Lang;
use platform::{App, Change, Read, Refusal, Tx, journal};
use serde_json::json;
use std::sync::Arc;

/// Who writes or reviews: account and name.
#[derive(Debug, Clone)]
pub struct Author {
    pub id: i64,
    pub name: String,
}

/// Income of an hour in force for a year, and where it comes from.
pub fn income(app: &App, year: i32) -> Result<(i64, String)> {
    let day = Period::Year { year }.last().min(app.clock.now().day());
    let profiles = app.profiles();
    let income = profiles.get_or("compliance_cost.income_per_hour", day, 0)?;
    let source = profiles.rule("compliance_cost.income_per_hour", day).map(|r| r.source.clone());
    Ok((income, source.unwrap_or_default()))
}

/// Dossiers of a procedure that an agency and those below it received in a year; none where no one-stop is there to say.
pub async fn counted(app: &App, procedure: &str, year: i64, agency: i64) -> Result<i64> {
    let Ok(load) = app.port::<Arc<dyn DossierLoad>>() else { return Ok(0) };
    load.received(app, procedure, i32::try_from(year).unwrap_or_default(), agency).await
}

/// Opens the study of a procedure as it stands, with the jobs that its papers and fees make necessary.
pub async fn open(
    app: &App,
    tx: &Tx,
    version: &ProcedureVersion,
    (agency, year): (i64, i32),
    by: &Author,
) -> Result<i64> {
    let body = &version.body;
    let (income, income_source) = income(app, year)?;
    let counted = counted(app, &body.code, i64::from(year), agency).await?;
    let study = Study {
        procedure_code: body.code.clone(),
        procedure_name: body.name.clone(),
        field: body.field.code.clone(),
        version_id: version.id,
        version_number: version.number,
        agency_id: agency,
        scenario: NOW.to_owned(),
        year: i64::from(year),
        income,
        income_source,
        times: 1,
        subjects: counted,
        counted,
        author_id: by.id,
        author_name: by.name.clone(),
        ..Study::default()
    };
    let id = store::add(tx, &study).await?;
    for line in first_lines(app, version) {
        store::add_line(tx, &Line { study_id: id, ..line }).await?;
    }
    let after = json!({"cost_procedure": body.code, "cost_of_year": year, "cost_counted": counted});
    tx.journal(Change::of("compliance_cost", "cost_study", id, "cost_study_open").after(after)).await?;
    reckon(tx, id, 1).await?;
    Ok(id)
}

/// The jobs a procedure's own parts make necessary: each paper always needed, handing in, each fee, fetching the result.
/// Their hours are for the study to find.
fn first_lines(app: &App, version: &ProcedureVersion) -> Vec<Line> {
    let vi = app.locale(Lang::Vi);
    let line = |activity: &str, job: String, action: String, fee: i64| Line {
        activity: activity.to_owned(),
        job,
        action,
        persons: 1,
        fee,
        ..Line::default()
    };
    let body = &version.body;
    let papers = body.components.iter().filter(|c| c.required).map(|c| {
        let action =
            if c.kind == "form" { "compliance-cost-first-form" } else { "compliance-cost-first-paper" };
        line("prepare", c.name.clone(), vi.t(action), 0)
    });
    let submit =
        line("submit", vi.t("compliance-cost-first-submit"), vi.t("compliance-cost-first-travel"), 0);
    let fees = body.fees.iter().filter_map(|f| Some((f, f.amount.filter(|a| *a > 0)?)));
    let fees = fees.map(|(f, amount)| line("pay", f.name.clone(), vi.t("compliance-cost-first-pay"), amount));
    let receive =
        line("receive", vi.t("compliance-cost-first-receive"), vi.t("compliance-cost-first-travel"), 0);
    let all = papers.chain([submit]).chain(fees).chain([receive]).zip(1..);
    all.map(|(line, position)| Line { position, ..line }).collect()
}

/// Reckons the sums of a draft anew; `version` is the one that was read.
async fn reckon(tx: &Tx, id: i64, version: i64) -> Result<()> {
    let study = Study { version, ..store::get(tx, id).await? };
    let lines = store::lines(tx, id).await?;
    let jobs: Vec<Job> = lines.iter().map(|l| l.costed(study.income)).collect();
    let sums = of_procedure(&jobs, study.times, study.subjects)
        .ok_or_else(|| Refusal::new("compliance-cost-refused-too-large").status(422))?;
    fast(store::set_sums(tx, &study, jobs.len(), sums).await?)
}

fn fast(kept: bool) -> Result<()> {
    if kept { Ok(()) } else { Err(Refusal::new("compliance-cost-refused-changed").into()) }
}

/// Writes the year's numbers of a draft.
pub async fn set_numbers(tx: &Tx, study: &Study) -> Result<()> {
    study.state()?.editable()?;
    let was = store::get(tx, study.id).await?;
    store::set_numbers(tx, study).await?;
    let reason = Some(study.own_reason.as_str()).filter(|r| !r.is_empty());
    tx.journal(
        Change::of("compliance_cost", "cost_study", study.id, "cost_study_numbers")
            .before(json!({"cost_income": was.income, "cost_times": was.times, "cost_subjects": was.subjects}))
            .after(json!({"cost_income": study.income, "cost_times": study.times, "cost_subjects": study.subjects}))
            .reason(reason),
    )
    .await?;
    reckon(tx, study.id, study.version).await
}

/// Adds a job to a draft, or writes one that is there; its id.
pub async fn put_line(tx: &Tx, study: &Study, line: &Line) -> Result<i64> {
    study.state()?.editable()?;
    let line = Line { study_id: study.id, ..line.clone() };
    let (id, was) = if line.id > 0 {
        let was = store::line(tx, study.id, line.id).await?;
        store::set_line(tx, &line).await?;
        (line.id, line_words(&was))
    } else {
        let position = next_place(tx, study).await?;
        (store::add_line(tx, &Line { position, ..line.clone() }).await?, json!(null))
    };
    let change = Change::of("compliance_cost", "cost_study", study.id, "cost_line_put");
    tx.journal(change.before(was).after(line_words(&line))).await?;
    reckon(tx, study.id, study.version).await?;
    Ok(id)
}

/// The place of a new job: after those of the study, and after those of the one it is set beside, whose last ones may be out of
/// this: jobs of the same place are compared.
async fn next_place(tx: &Tx, study: &Study) -> Result<i64> {
    let own = store::lines(tx, study.id).await?;
    let base = match study.base_study_id {
        Some(base) => store::lines(tx, base).await?,
        None => Vec::new(),
    };
    Ok(own.iter().chain(&base).map(|l| l.position).max().unwrap_or(0) + 1)
}

fn line_words(line: &Line) -> serde_json::Value {
    json!({
        "cost_job": line.job, "cost_action": line.action, "cost_hours": typed::shown_hours(line.hours),
        "cost_persons": line.persons, "cost_outside": line.outside, "cost_fee": line.fee
    })
}

/// Takes a job out of a draft.
pub async fn drop_line(tx: &Tx, study: &Study, line: i64) -> Result<()> {
    study.state()?.editable()?;
    let was = store::line(tx, study.id, line).await?;
    store::drop_line(tx, line).await?;
    let change = Change::of("compliance_cost", "cost_study", study.id, "cost_line_drop");
    tx.journal(change.before(line_words(&was))).await?;
    reckon(tx, study.id, study.version).await
}

/// Hands a draft in.
pub async fn submit(tx: &Tx, study: &Study) -> Result<()> {
    let free = !study.is_after() && study.cost_once == 0;
    study.state()?.submit(usize::try_from(study.jobs).unwrap_or(0), study.income, free)?;
    fast(store::submit(tx, study).await?)?;
    let after = json!({"cost_year_total": study.cost_year});
    tx.journal(Change::of("compliance_cost", "cost_study", study.id, "cost_study_submit").after(after)).await
}

/// What makes an account one of those who made a study.
const MAKING: [&str; 6] = [
    "cost_study_open",
    "cost_study_after",
    "cost_study_numbers",
    "cost_line_put",
    "cost_line_drop",
    "cost_study_submit",
];

/// Whoever had a hand in a study: none of them reviews it.
pub async fn makers(db: &impl Read, study: &Study) -> Result<Vec<i64>> {
    let mut makers = journal::hands(db, "cost_study", study.id, &MAKING).await?;
    makers.push(study.author_id);
    Ok(makers)
}

/// Reviews what was handed in: it counts from now on and takes the place of earlier ones, or goes back to its author.
pub async fn review(tx: &Tx, study: &Study, by: &Author, accept: bool, note: &str) -> Result<()> {
    let to = study.state()?.review(&makers(tx, study).await?, by.id, accept)?;
    if to == State::Accepted {
        store::supersede(tx, study).await?;
    }
    fast(store::review(tx, study, to, (by.id, &by.name), note).await?)?;
    let change = if accept {
        Change::of("compliance_cost", "cost_study", study.id, "cost_study_accept")
    } else {
        Change::of("compliance_cost", "cost_study", study.id, "cost_study_return")
    };
    let reason = Some(note).filter(|n| !n.is_empty());
    tx.journal(change.after(json!({"cost_year_total": study.cost_year})).reason(reason)).await?;
    if to == State::Accepted && !study.is_after() {
        // The year after is compared with this one.
        for year in [study.year, study.year + 1] {
            let first = i32::try_from(year).ok().and_then(|y| Day::ymd(y, 1, 1));
            let year_on = first.ok_or_else(|| Error::fault("cost_study.year", year))?.to_string();
            tx.emit(&CostAccepted { agency_id: study.agency_id, year_on }).await?;
        }
    }
    Ok(())
}

/// Opens the study of the time after a change: that of now with all its jobs, of which only what the change cuts is to be
/// adjusted (Circular 02/2017/TT-VPCP, art. 27.1).
///
/// Answers its id and whether it was opened now: a draft that stands already is gone on with.
pub async fn open_after(tx: &Tx, study: &Study, by: &Author) -> Result<(i64, bool)> {
    if study.is_after() || study.state()? != State::Accepted {
        return Err(Refusal::new("compliance-cost-refused-base").into());
    }
    if let Some(open) = store::after(tx, study.id).await?.into_iter().find(|s| s.state == State::Draft.code())
    {
        return Ok((open.id, false));
    }
    let copy = Study {
        scenario: AFTER.to_owned(),
        base_study_id: Some(study.id),
        author_id: by.id,
        author_name: by.name.clone(),
        ..study.clone()
    };
    let id = store::add(tx, &copy).await?;
    for line in store::lines(tx, study.id).await? {
        store::add_line(tx, &Line { study_id: id, ..line }).await?;
    }
    let after = json!({"cost_based_on": study.id, "cost_year_before": Dong(study.cost_year).0});
    tx.journal(Change::of("compliance_cost", "cost_study", id, "cost_study_after").after(after)).await?;
    reckon(tx, id, 1).await?;
    Ok((id, true))
}
