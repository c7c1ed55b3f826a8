//! Comments on a plan that lies before its reviewers, bound to a line or to the whole; their answers by those who wrote it.

use super::super::store::plans::Plan;
use super::super::store::talk::{self, Comment, NewComment};
use super::RECORD;
use platform::error::Result;
use platform::{Change, Refusal, Tx};
use serde_json::json;

/// Adds a comment; the new one's number.
pub async fn comment(tx: &Tx, new: &NewComment, task: &str) -> Result<i64> {
    let id = talk::add_comment(tx, new).await?;
    let after = json!({"reform_comment": new.text, "reform_task": task});
    tx.journal(Change::of("plans", RECORD, new.plan, "reform_comment").after(after)).await?;
    Ok(id)
}

/// Answers a comment, once.
pub async fn answer(tx: &Tx, plan: &Plan, comment: &Comment, text: &str, by: &str) -> Result<()> {
    if !talk::answer(tx, comment.id, text, by).await? {
        return Err(Refusal::new("plans-refused-answered").into());
    }
    let after = json!({"reform_comment": comment.text, "reform_answer": text});
    tx.journal(Change::of("plans", RECORD, plan.id, "reform_answer").after(after)).await
}
