//! The open steps of a dossier on a flow, as its viewer meets them: which are theirs to end, and with which results.

use super::form::Draft;
use super::{Case, OpenStep};
use crate::one_stop::acts::StepEnd;
use crate::one_stop::permissions;
use crate::one_stop::store::{self, Dossier, StepRow};
use contracts::flows::{FlowVersion, Flows};
use platform::Ctx;
use platform::error::{FieldErrors, Result};
use platform::http::Submitted;
use std::sync::Arc;
use ui::Field;

/// Field that says which step is meant.
pub const WHICH: &str = "buoc-nao";
/// Field that says what it ends with.
pub const RESULT: &str = "ket-qua-buoc";

/// Where a dossier on a flow stands for its viewer.
pub struct Place {
    /// The flow.
    pub version: Arc<FlowVersion>,
    /// The open step that is theirs, else the one due first.
    pub step: Option<StepRow>,
    /// All open steps.
    pub open: Vec<OpenStep>,
}

impl Place {
    /// Whether the end of the step is the signed result.
    pub fn is_last(&self) -> bool {
        let node = self.step.as_ref().and_then(|step| step.node.as_deref());
        node.is_some_and(|node| self.version.flow.is_last(node))
    }
}

/// Where it stands; none where it follows the plain list of steps.
pub async fn place(ctx: &Ctx, dossier: &Dossier) -> Result<Option<Place>> {
    let db = &ctx.app.store;
    let Some(row) = store::flow_of(db, dossier.id).await? else { return Ok(None) };
    let version = ctx.app.port::<Arc<dyn Flows>>()?.version(&ctx.app, row.version_id).await?;
    let rows = store::open_steps(db, dossier.id).await?;
    let may = |step: &StepRow| ctx.may(permissions::of_role(&step.role), dossier.agency_id);
    let viewer = ctx.viewer.as_ref().map(|viewer| viewer.account_id);
    let mine = |step: &&StepRow| step.assignee_id.is_some() && step.assignee_id == viewer;
    let free = |step: &&StepRow| may(step) && step.assignee_id.is_none();
    let step = rows
        .iter()
        .find(mine)
        .or_else(|| rows.iter().find(free))
        .or_else(|| rows.iter().find(|step| may(step)))
        .or_else(|| rows.first());
    let open = rows.iter().map(|step| {
        let node = step.node.as_deref().and_then(|node| version.flow.node(node));
        OpenStep {
            id: step.id,
            name: step.name.clone(),
            role: step.role.clone(),
            due_at: step.due_at,
            results: node.and_then(|node| node.step()).map(|step| step.results.clone()).unwrap_or_default(),
            may: may(step),
        }
    });
    let (open, step) = (open.collect(), step.cloned());
    Ok(Some(Place { version, step, open }))
}

/// The steps that the viewer may end.
pub fn theirs(case: &Case) -> Vec<&OpenStep> {
    case.facts.open.iter().filter(|step| step.may).collect()
}

fn which(draft: &Draft<'_>, steps: &[&OpenStep]) -> Option<Field> {
    let options = steps.iter().map(|step| (step.id.to_string(), step.name.clone())).collect();
    (steps.len() > 1).then(|| draft.select(WHICH, options))
}

/// Fields of the end of a step: which of several, its result, a remark.
pub fn end_fields(case: &Case, draft: &Draft<'_>) -> Vec<Field> {
    let steps = theirs(case);
    let results: Vec<(String, String)> = steps
        .iter()
        .flat_map(|step| step.results.iter())
        .map(|result| (result.clone(), result.clone()))
        .collect();
    let result = (!results.is_empty()).then(|| {
        let field = draft.select(RESULT, results);
        if steps.iter().all(|step| !step.results.is_empty()) { field } else { field.optional() }
    });
    which(draft, &steps).into_iter().chain(result).chain([draft.note()]).collect()
}

/// The step that a way back is asked for, where several are open.
pub fn back_field(case: &Case, draft: &Draft<'_>) -> Option<Field> {
    which(draft, &theirs(case))
}

/// The step that is given to somebody, where several are open.
pub fn assign_field(case: &Case, draft: &Draft<'_>) -> Option<Field> {
    which(draft, &case.facts.open.iter().collect::<Vec<_>>())
}

/// The step that was meant, of those that are theirs.
pub fn step_of(case: &Case, typed: &Submitted, errors: &mut FieldErrors) -> Option<OpenStep> {
    chosen(&theirs(case), typed, errors)
}

/// The step that was meant, of all that are open.
pub fn any_step_of(case: &Case, typed: &Submitted, errors: &mut FieldErrors) -> Option<OpenStep> {
    chosen(&case.facts.open.iter().collect::<Vec<_>>(), typed, errors)
}

fn chosen(steps: &[&OpenStep], typed: &Submitted, errors: &mut FieldErrors) -> Option<OpenStep> {
    if let [one] = steps {
        return Some((*one).clone());
    }
    let asked = typed.text(WHICH).parse::<i64>().ok();
    let found = steps.iter().find(|step| Some(step.id) == asked).map(|step| (*step).clone());
    if found.is_none() && !steps.is_empty() {
        errors.add(WHICH, "form-required");
    }
    found
}

/// How the step ends, as typed.
pub fn end(case: &Case, typed: &Submitted, note: String, errors: &mut FieldErrors) -> StepEnd {
    let step = step_of(case, typed, errors);
    let result = typed.optional(RESULT);
    if let Some(step) = step.as_ref().filter(|step| !step.results.is_empty())
        && !result.as_ref().is_some_and(|result| step.results.contains(result))
    {
        errors.add(RESULT, "form-required");
    }
    let result = result.filter(|_| step.as_ref().is_some_and(|step| !step.results.is_empty()));
    StepEnd { note, step: step.map(|step| step.id), result }
}
