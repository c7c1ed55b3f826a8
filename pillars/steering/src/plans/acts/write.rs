//! A plan begun, and its tasks written while it may be edited.

use super::super::dated;
use super::super::rules::{Span, TaskWords};
use super::super::store::plans::{self, NewPlan, Plan};
use super::super::store::tasks;
use super::{LINE, RECORD, fast, index, reopened, span_words};
use platform::error::{Error, Result};
use platform::{App, Change, Refusal, Tx};
use serde_json::{Value as Json, json};

/// Begins the plan of an agency for a year and a span; its id.
pub async fn begin(app: &App, tx: &Tx, agency: i64, (year, span): (i32, Span), author: &str) -> Result<i64> {
    let today = tx.at().day();
    let days = span.days(year).ok_or(Error::NotFound)?;
    let new = NewPlan {
        agency,
        approver: dated::approver_of(app, agency, today)?,
        year,
        span,
        days,
        due: dated::due(app, year, span, today)?,
        author: author.to_owned(),
    };
    let Some(id) = plans::add(tx, &new).await? else {
        return Err(Refusal::new("plans-refused-exists").into());
    };
    let after = json!({
        "reform_agency": app.directory().name(agency), "reform_year": year, "reform_span": span_words(span),
        "reform_due": new.due.to_string()
    });
    tx.journal(Change::of("plans", RECORD, id, "reform_plan_begin").after(after)).await?;
    index(app, tx, &plans::get(tx, id).await?, &[]).await?;
    Ok(id)
}

fn told(app: &App, words: &TaskWords) -> Json {
    json!({
        "reform_task": words.name, "reform_output": words.output, "reform_figure": words.figure,
        "reform_lead": app.directory().name(words.lead), "reform_from": words.from.to_string(),
        "reform_to": words.to.to_string(), "reform_money": words.money
    })
}

/// Adds a task; the number of its line.
pub async fn add_task(app: &App, tx: &Tx, plan: &Plan, words: &TaskWords) -> Result<i64> {
    plan.state()?.editable()?;
    fast(plans::touch(tx, plan).await?)?;
    let line = tasks::add(tx, plan, words, None).await?;
    let after = told(app, words);
    tx.journal(Change::of("plans", RECORD, plan.id, "reform_task_add").after(after.clone())).await?;
    // The plan's history tells of all its tasks, that of the task of itself.
    tx.journal_first(Change::of("plans", LINE, line, "reform_task_add").after(after)).await?;
    Ok(line)
}

/// Rewrites a task in the edition being written.
pub async fn rewrite_task(app: &App, tx: &Tx, plan: &Plan, line: i64, words: &TaskWords) -> Result<()> {
    plan.state()?.editable()?;
    let was = tasks::in_edition(tx, line, plan.edition).await?.ok_or(Error::NotFound)?;
    fast(plans::touch(tx, plan).await?)?;
    tasks::write(tx, plan, line, words).await?;
    let (before, after) = (told(app, &was.words()?), told(app, words));
    for (record, id) in [(RECORD, plan.id), (LINE, line)] {
        let change = Change::of("plans", record, id, "reform_task_rewrite");
        tx.journal(change.before(before.clone()).after(after.clone())).await?;
    }
    Ok(())
}

/// Takes a task out of the edition being written.
pub async fn drop_task(tx: &Tx, plan: &Plan, line: i64) -> Result<()> {
    plan.state()?.editable()?;
    let was = tasks::in_edition(tx, line, plan.edition).await?.ok_or(Error::NotFound)?;
    fast(plans::touch(tx, plan).await?)?;
    tasks::drop_task(tx, plan, line).await?;
    reopened(tx, std::slice::from_ref(&was)).await?;
    let before = json!({"reform_task": was.name});
    tx.journal(Change::of("plans", RECORD, plan.id, "reform_task_drop").before(before)).await
}
