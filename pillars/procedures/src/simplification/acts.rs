//! What is done: plans written and sent, sheets filled and closed, proposals made, decided on and carried out. Each act
//! journals itself in the caller's transaction.

use super::rules::question::{Answers, Questionnaire};
use super::store::plans::{self, NewItem, Plan};
use super::store::proposals::{self, Document, Proposal};
use super::store::sheets::{self, NewSheet, Sheet};
use contracts::simplification::ReviewChanged;
use kernel::Day;
use platform::error::{Error, Result};
use platform::{Change, FieldErrors, Refusal, Tx};
use serde_json::json;

/// The questionnaires that ship.
pub fn questionnaires() -> Result<Vec<Questionnaire>> {
    serde_saphyr::from_str(include_str!("questionnaires.yaml"))
        .map_err(|e| Error::fault("questionnaires.yaml", e))
}

/// One of them.
pub fn questionnaire(key: &str) -> Result<Questionnaire> {
    questionnaires()?.into_iter().find(|q| q.key == key).ok_or(Error::NotFound)
}

fn fast(kept: bool) -> Result<()> {
    if kept { Ok(()) } else { Err(Refusal::new("simplification-refused-changed").into()) }
}

/// Puts a row into an agency's plan of a year, which is made with its first row; a plan that was sent takes rows too (they
/// are additions and say so); a procedure stands in a plan once. The row's id.
pub async fn add_item(tx: &Tx, (agency, year): (i64, i32), new: &NewItem) -> Result<i64> {
    let (plan, made) = plans::enter(tx, agency, year).await?;
    if !new.procedure_code.is_empty() && plans::holds(tx, plan, &new.procedure_code).await? {
        let mut errors = FieldErrors::new();
        errors.add("thu-tuc", "simplification-error-twice");
        return Err(Error::Invalid(errors));
    }
    let sent = plans::plan(tx, plan).await?.sent_on.is_some();
    let id = plans::add_item(tx, plan, new, sent.then(|| tx.at().day())).await?;
    let after =
        json!({"review_subject": new.subject, "review_until": new.to.to_string(), "review_plan_new": made});
    tx.journal(Change::of("simplification", "review_plan", plan, "review_item_add").after(after)).await?;
    changed(tx, agency, year).await?;
    Ok(id)
}

/// The figures of a plan's year stand differently now.
async fn changed(tx: &Tx, agency: i64, year: i32) -> Result<()> {
    let first = Day::ymd(year, 1, 1).ok_or_else(|| Error::fault("review_plan.year", year))?;
    tx.emit(&ReviewChanged { agency_id: agency, counted_on: first.to_string() }).await
}

fn year_of(year: i64) -> Result<i32> {
    i32::try_from(year).map_err(|e| Error::fault("review_plan.year", e))
}

/// Takes a row out of a plan not sent yet.
pub async fn drop_item(tx: &Tx, item: &plans::Item) -> Result<()> {
    if !plans::drop_item(tx, item.id).await? {
        return Err(Refusal::new("simplification-refused-sent").into());
    }
    let before = json!({"review_subject": item.subject});
    tx.journal(Change::of("simplification", "review_plan", item.plan_id, "review_item_drop").before(before))
        .await
}

/// Sends a plan to the body that controls procedures, on a day.
pub async fn send(tx: &Tx, plan: &Plan, by: &str, on: Day) -> Result<()> {
    if plans::items_of(tx, plan.id).await?.is_empty() {
        return Err(Refusal::new("simplification-refused-empty-plan").into());
    }
    if !plans::send(tx, plan.id, on, by).await? {
        return Err(Refusal::new("simplification-refused-sent").into());
    }
    let after = json!({"review_sent_on": on.to_string()});
    tx.journal(Change::of("simplification", "review_plan", plan.id, "review_plan_send").after(after)).await?;
    changed(tx, plan.agency_id, year_of(plan.year)?).await
}

/// Opens a sheet.
pub async fn open_sheet(tx: &Tx, new: &NewSheet) -> Result<i64> {
    let id = sheets::add(tx, new).await?;
    let after = json!({"review_form": new.form, "review_subject": new.subject});
    tx.journal(Change::of("simplification", "review_sheet", id, "review_sheet_open").after(after)).await?;
    Ok(id)
}

/// Keeps the answers to a question; those of a branch left again go.
pub async fn answer(
    tx: &Tx,
    sheet: &Sheet,
    form: &Questionnaire,
    number: i64,
    new: Answers,
) -> Result<Answers> {
    if sheet.done_on.is_some() {
        return Err(Refusal::new("simplification-refused-sheet-closed").into());
    }
    let mut answers = sheet.answered()?;
    answers.extend(new);
    let answers = form.clean(&answers);
    fast(sheets::keep(tx, sheet, &answers).await?)?;
    let after = json!({"review_question": number});
    tx.journal(Change::of("simplification", "review_sheet", sheet.id, "review_sheet_answer").after(after))
        .await?;
    Ok(answers)
}

/// Closes a sheet whose way is answered; the row of the plan it belongs to is reviewed with it, if it is of the same procedure: a
/// sheet of one procedure does not finish the row of a whole group.
pub async fn close_sheet(tx: &Tx, sheet: &Sheet, form: &Questionnaire) -> Result<()> {
    if let Some(question) = form.next(&sheet.answered()?) {
        return Err(Refusal::new("simplification-refused-incomplete").arg("number", question.number).into());
    }
    let today = tx.at().day();
    fast(sheets::close(tx, sheet, today).await?)?;
    let after = json!({"review_done_on": today.to_string()});
    tx.journal(Change::of("simplification", "review_sheet", sheet.id, "review_sheet_close").after(after))
        .await?;
    if let Some(item) = sheet.item_id {
        let item = plans::item(tx, item).await?;
        if item.procedure_code == sheet.procedure_code {
            plans::mark_done(tx, item.id, today).await?;
            changed(tx, item.agency_id, year_of(item.year)?).await?;
        }
    }
    Ok(())
}

fn words(p: &Proposal) -> serde_json::Value {
    json!({
        "simplify_part": p.part, "simplify_measure": p.measure, "simplify_now": p.content_now,
        "simplify_proposed": p.content_proposed, "simplify_deadline": p.deadline_on,
        "simplify_cost_before": p.cost_before, "simplify_cost_after": p.cost_after
    })
}

/// Makes a proposal with its documents.
pub async fn propose(tx: &Tx, p: &Proposal, documents: &[Document]) -> Result<i64> {
    let id = proposals::add(tx, p).await?;
    for document in documents {
        proposals::add_document(tx, id, document).await?;
    }
    tx.journal(Change::of("simplification", "simplification", id, "simplify_propose").after(words(p)))
        .await?;
    Ok(id)
}

/// Rewrites a proposal not decided on yet.
pub async fn rewrite(tx: &Tx, p: &Proposal, documents: &[Document]) -> Result<()> {
    let was = proposals::get(tx, p.id).await?;
    was.state()?.editable()?;
    fast(proposals::rewrite(tx, p).await?)?;
    proposals::drop_documents(tx, p.id).await?;
    for document in documents {
        proposals::add_document(tx, p.id, document).await?;
    }
    let change = Change::of("simplification", "simplification", p.id, "simplify_rewrite");
    tx.journal(change.before(words(&was)).after(words(p))).await
}

/// Keeps the decision on a proposal.
pub async fn decide(tx: &Tx, p: &Proposal, approve: bool, decision: &str, on: Day) -> Result<()> {
    let to = p.state()?.decide(approve)?;
    fast(proposals::decide(tx, p, to, decision, on).await?)?;
    let after = json!({"simplify_decision": decision, "simplify_decided_on": on.to_string()});
    let change = if approve {
        Change::of("simplification", "simplification", p.id, "simplify_approve")
    } else {
        Change::of("simplification", "simplification", p.id, "simplify_refuse")
    };
    tx.journal(change.after(after)).await
}

/// Keeps that a proposal was carried out: by which document each of its own was amended, and the evidence.
pub async fn carry_out(
    tx: &Tx,
    p: &Proposal,
    amended: &[(i64, String)],
    evidence: &str,
    on: Day,
) -> Result<()> {
    for (document, by) in amended {
        proposals::amended(tx, p.id, *document, by).await?;
    }
    let documents = proposals::documents(tx, p.id).await?;
    let done = documents.iter().filter(|d| !d.amended_by.is_empty()).count();
    p.state()?.carry_out(documents.len(), done)?;
    fast(proposals::carry_out(tx, p, evidence, on).await?)?;
    tx.emit(&ReviewChanged { agency_id: p.agency_id, counted_on: on.to_string() }).await?;
    // Of several on one study the first counts: this one may take the place of one counted until now.
    for other in proposals::carried_on_study(tx, p).await? {
        tx.emit(&ReviewChanged { agency_id: other.agency_id, counted_on: other.carried_on }).await?;
    }
    let after = json!({"simplify_evidence": evidence, "simplify_carried_on": on.to_string()});
    tx.journal(Change::of("simplification", "simplification", p.id, "simplify_carry_out").after(after)).await
}
