//! What a way back takes from others: shown with its form, asked about, and nothing is done before it is answered.

use super::form::Draft;
use super::open::theirs;
use super::{Case, OpenStep};
use crate::one_stop::acts;
use crate::one_stop::pages::standing::{moment_text, role_name};
use crate::one_stop::store::StepRow;
use platform::error::{FieldErrors, Result};
use platform::http::Submitted;
use platform::identity;
use ui::{Choice, Field, Warning};

/// Field by which the sender says that the open steps of others shall be taken back.
pub const TAKES: &str = "thu-hoi";

/// The open step that a signer sends back of whom none is; none where some are the viewer's, or the dossier is on no flow.
pub fn of_others(case: &Case) -> Option<&OpenStep> {
    let shown = |step: &&OpenStep| Some(step.id) == case.facts.own;
    case.facts.open.iter().find(shown).filter(|_| theirs(case).is_empty())
}

/// Per step that the viewer can send back what is taken back with it, and the box to say so; nothing where nothing is.
pub async fn question(case: &Case, draft: &Draft<'_>) -> Result<Vec<Field>> {
    let steps: Vec<&OpenStep> = theirs(case).into_iter().chain(of_others(case)).collect();
    let mut fields = Vec::new();
    for step in &steps {
        let taken = taken(case, step.id).await?;
        if !taken.is_empty() {
            fields.push(Field::html(ui::markup(&warning(case, step, &taken).await?)));
        }
    }
    if fields.is_empty() {
        return Ok(fields);
    }
    let ctx = draft.ctx;
    let yes = Choice::new("co", ctx.t("one-stop-field-thu-hoi-text"), draft.typed.ticked(TAKES));
    let asked = draft.finish(Field::checkboxes(TAKES, ctx.t("one-stop-field-thu-hoi"), vec![yes]));
    // Of several own steps some may lead back without taking anything from anybody.
    let always = fields.len() == steps.len();
    fields.push(if always { asked } else { asked.optional() });
    Ok(fields)
}

/// An error of the box where the step that is sent back takes others back and the box is not ticked.
pub async fn check(
    case: &Case,
    typed: &Submitted,
    step: Option<i64>,
    errors: &mut FieldErrors,
) -> Result<()> {
    let (Some(step), false) = (step, typed.ticked(TAKES)) else { return Ok(()) };
    let taken = taken(case, step).await?;
    if !taken.is_empty() {
        let names: Vec<&str> = taken.iter().map(|step| step.name.as_str()).collect();
        errors.add_with(TAKES, "one-stop-error-thu-hoi", vec![("steps", names.join("; "))]);
    }
    Ok(())
}

async fn taken(case: &Case, step: i64) -> Result<Vec<StepRow>> {
    let app = &case.ctx.app;
    acts::taken_back(app, &app.store, case.dossier.id, step).await
}

/// Names each step that is taken back, with who has it and until when it was to be done.
async fn warning(case: &Case, step: &OpenStep, taken: &[StepRow]) -> Result<Warning> {
    let ctx = &case.ctx;
    let mut each = Vec::new();
    for row in taken {
        let holder = match row.assignee_id {
            Some(account) => identity::staff_name(&ctx.app.store, account).await?,
            None => None,
        };
        let role = role_name(&ctx.locale, &row.role);
        let until = row.due_at.map(|due| moment_text(Some(due)));
        let until = until.map(|due| ctx.tn("one-stop-turn-until", &[("due", due)])).unwrap_or_default();
        each.push(format!("{} ({}{until})", row.name, holder.unwrap_or(role)));
    }
    let args = [("step", step.name.clone()), ("steps", each.join("; "))];
    Ok(Warning { prefix: ctx.t("ui-warning"), text: ctx.tn("one-stop-back-takes", &args) })
}
