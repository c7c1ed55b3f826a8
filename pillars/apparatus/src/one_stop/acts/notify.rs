//! What colleagues are told in the application: a dossier given to them, a step taken back from them.

use super::work::Work;
use crate::one_stop::store::StepRow;
use platform::error::Result;
use platform::notices::{self, Notice};
use serde_json::json;

/// Tells a colleague that a dossier is theirs now; who takes one over knows it already.
pub(super) async fn assigned(work: &Work, account: i64) -> Result<()> {
    if work.tx.by().account_id == Some(account) {
        return Ok(());
    }
    let notice = Notice {
        template: "one_stop.assigned",
        account_id: Some(account),
        email: None,
        phone: None,
        href: format!("/ho-so/{}", work.dossier.id),
        values: json!({
            "code": work.dossier.code, "procedure": work.dossier.procedure_name, "name": work.dossier.owner_name,
            "by": work.tx.by().name, "due": work.dossier.step_due_at.map(|at| kernel::Moment::from_micros(at).vn()),
        }),
    };
    notices::send(&work.tx, &notice).await
}

/// Tells a colleague that a step of theirs, or of their unit's that nobody had taken, was taken back: the dossier went back over
/// the split that began it.
pub(super) async fn taken_back(work: &Work, account: i64, step: &StepRow, reason: &str) -> Result<()> {
    if work.tx.by().account_id == Some(account) {
        return Ok(());
    }
    let notice = Notice {
        template: match step.assignee_id {
            Some(_) => "one_stop.taken_back",
            None => "one_stop.taken_back_unit",
        },
        account_id: Some(account),
        email: None,
        phone: None,
        href: format!("/ho-so/{}", work.dossier.id),
        values: json!({
            "code": work.dossier.code, "procedure": work.dossier.procedure_name, "step": step.name, "reason": reason,
            "by": work.tx.by().name,
        }),
    };
    notices::send(&work.tx, &notice).await
}
