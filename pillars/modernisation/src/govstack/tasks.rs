//! Tasks: the steps of dossiers that wait for one of the caller's roles, and their end.

use super::applications::{ROWS, SortBy, SortOrder, desk};
use super::eform::Data;
use super::model::{Status, eform, status};
use super::rules::{self, Step};
use contracts::desk::{DeskDossier, DeskResult, DeskWork, Wanted};
use platform::Ctx;
use platform::api::types::At;
use platform::api::{Nothing, One};
use platform::error::{Error, FieldErrors, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Filters of the list.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TaskFilter {
    /// The work on a dossier as a whole: its number.
    #[schemars(length(max = 40))]
    main_task_id: Option<String>,
    /// Number of a dossier.
    #[schemars(length(max = 40))]
    file_id: Option<String>,
    /// Number of the account that has it in hand.
    #[schemars(length(max = 40))]
    assignee_id: Option<String>,
    /// Rows left out at the beginning.
    #[schemars(range(min = 0, max = 1000))]
    first_result: Option<u32>,
    /// Rows at most.
    #[schemars(range(min = 1, max = 100))]
    max_result: Option<u32>,
    /// Sorted by.
    sort_by: Option<SortBy>,
    /// Which way.
    sort_order: Option<SortOrder>,
}

/// A task by its id.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ByTask {
    /// Id of the task.
    #[schemars(length(min = 1, max = 60))]
    task_id: String,
}

/// A task in a list.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TaskLine {
    /// Dossier and step.
    task_id: String,
    /// The work on the dossier as a whole: its number.
    main_task_id: String,
    /// State and whose turn it is.
    name: String,
    /// Number of the account that has it in hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    assignee_id: Option<String>,
    /// Role of the step: one_stop, specialist, head or leader.
    role_id: String,
    /// When it was filed.
    created: At,
    /// Code of the dossier and its owner.
    description: String,
    /// Id of the service.
    service_id: String,
    /// Name of the service.
    service_name: String,
    /// Number of the dossier.
    file_id: String,
    /// Id of the form it was filed by.
    e_form_id: String,
    /// Where it stands.
    status: Status,
}

/// A task.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Task {
    /// Dossier and step.
    task_id: String,
    /// State and whose turn it is.
    task_name: String,
    /// Number of the account that has it in hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    assignee_id: Option<String>,
    /// Role of the step: one_stop, specialist, head or leader.
    role_id: String,
    /// When it was filed.
    created: At,
    /// Code of the dossier and its owner.
    description: String,
    /// Number of the dossier.
    file_id: String,
    /// Id of the service.
    service_id: String,
    /// Name of the service.
    service_name: String,
    /// Id of the form it was filed by.
    e_form_id: String,
    /// Where it stands.
    status: Status,
    /// What was filed.
    data: Data,
}

/// What the end of a step says.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Completion {
    /// By the kind of step; a step reads what belongs to it.
    #[serde(default)]
    data: Work,
}

/// What a step may read.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Work {
    /// Of a transfer or a step in the agency.
    note: Option<Note>,
    /// Of the receipt.
    receipt: Option<Receipt>,
    /// Of the signature, where it is needed.
    result: Option<Signed>,
}

/// A remark.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// For colleagues.
    #[schemars(length(max = 2000))]
    text: String,
}

/// A receipt.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// Needs verification, which lengthens the term of some procedures.
    verification: bool,
}

/// A signature.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Signed {
    /// Granted, or refused with its reason.
    granted: bool,
    /// Number of the result paper.
    #[schemars(length(min = 1, max = 60))]
    number: String,
    /// Kind of reason of a refusal: not_competent, not_entitled, incomplete, duplicate or other.
    #[schemars(length(max = 40))]
    reason_code: Option<String>,
    /// Reason of a refusal.
    #[schemars(length(max = 2000))]
    reason: Option<String>,
}

/// What became of a step.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Completed {
    /// Dossier and step.
    task_id: String,
    /// Number of the dossier.
    file_id: String,
    /// Id of the service.
    service_id: String,
    /// Where it stands.
    status: Status,
}

/// Those that wait for one of the caller's roles.
pub async fn list(ctx: Ctx, _: Nothing, asked: TaskFilter) -> Result<One<Vec<TaskLine>>> {
    let number = |id: &Option<String>| id.as_deref().map(str::parse::<i64>).transpose();
    let numbers = (number(&asked.file_id), number(&asked.main_task_id), number(&asked.assignee_id));
    // Whoever is no number of ours has no tasks.
    let (Ok(file), Ok(whole), Ok(assignee)) = numbers else { return Ok(One(Vec::new())) };
    if file.is_some() && whole.is_some() && file != whole {
        return Ok(One(Vec::new()));
    }
    let wanted = Wanted {
        dossier: file.or(whole),
        assignee,
        turn: true,
        order: asked.sort_by.unwrap_or_default().order(),
        descending: asked.sort_order == Some(SortOrder::Desc),
        first: asked.first_result.unwrap_or_default(),
        most: asked.max_result.unwrap_or(ROWS),
        ..Wanted::default()
    };
    let mut tasks = Vec::new();
    for found in desk(&ctx)?.list(&ctx, "/govstack/tasks", &wanted).await? {
        tasks.push(TaskLine {
            task_id: Step { dossier: found.id, number: found.step }.id(),
            main_task_id: found.id.to_string(),
            name: name(&found.state, &found.turn),
            assignee_id: found.assignee.map(|account| account.to_string()),
            created: At(found.filed_at),
            description: format!("{} – {}", found.code, found.owner_name),
            service_id: rules::service_id(&found.procedure),
            file_id: found.id.to_string(),
            e_form_id: eform(&ctx, &found).await?,
            status: status(found.standing, &found.state),
            service_name: found.procedure_name,
            role_id: found.role,
        });
    }
    Ok(One(tasks))
}

/// One of a dossier that the caller may see, while it waits.
pub async fn one(ctx: Ctx, path: ByTask, _: Nothing) -> Result<One<Task>> {
    let step = Step::of(&path.task_id).ok_or(Error::NotFound)?;
    let dossier = desk(&ctx)?.one(&ctx, step.dossier).await?;
    if !dossier.waits || dossier.line.step != step.number {
        return Err(Error::NotFound);
    }
    let data = Data::of(&dossier);
    let line = dossier.line;
    Ok(One(Task {
        task_id: step.id(),
        task_name: name(&line.state, &line.turn),
        assignee_id: line.assignee.map(|account| account.to_string()),
        created: At(line.filed_at),
        description: format!("{} – {}", line.code, line.owner_name),
        file_id: line.id.to_string(),
        service_id: rules::service_id(&line.procedure),
        e_form_id: eform(&ctx, &line).await?,
        status: status(line.standing, &line.state),
        service_name: line.procedure_name,
        role_id: line.role,
        data,
    }))
}

/// Ends it by the act that belongs to it.
pub async fn complete(ctx: Ctx, path: ByTask, sent: Completion) -> Result<One<Completed>> {
    let step = Step::of(&path.task_id).ok_or(Error::NotFound)?;
    let work = DeskWork {
        note: sent.data.note.map(|note| note.text),
        verification: sent.data.receipt.is_some_and(|receipt| receipt.verification),
        result: sent.data.result.map(|signed| DeskResult {
            granted: signed.granted,
            number: signed.number,
            reason_code: signed.reason_code,
            reason: signed.reason,
        }),
    };
    let DeskDossier { line, .. } =
        in_result(desk(&ctx)?.end_step(&ctx, step.dossier, step.number, &work).await)?;
    Ok(One(Completed {
        task_id: step.id(),
        file_id: line.id.to_string(),
        service_id: rules::service_id(&line.procedure),
        status: status(line.standing, &line.state),
    }))
}

/// The state and whose turn it is.
fn name(state: &str, turn: &str) -> String {
    format!("{state} – {turn}")
}

/// Errors of an act under the names of [`Completion`].
fn in_result<T>(answered: Result<T>) -> Result<T> {
    let Err(Error::Invalid(FieldErrors(mut errors))) = answered else { return answered };
    for error in &mut errors {
        error.field = match error.field.as_str() {
            "note" => "data.note.text".to_owned(),
            "result" => "data.result".to_owned(),
            "reason_code" => "data.result.reasonCode".to_owned(),
            "granted" | "number" | "reason" => format!("data.result.{}", error.field),
            _ => continue,
        };
    }
    Err(Error::Invalid(FieldErrors(errors)))
}
