//! What is done, one function an act, each journalled in the caller's transaction: plans written and sent on their way, tasks
//! worked on, comments and their answers.

mod talk;
mod way;
mod work;
mod write;

pub use talk::{answer, comment};
pub use way::{amend, approve, drop_edition, give_back, submit, withdraw};
pub use work::{carry, check_in, stop};
pub use write::{add_task, begin, drop_task, rewrite_task};

use super::rules::Span;
use super::store::plans::Plan;
use super::store::tasks::{self, Task};
use contracts::plans::PlanChanged;
use platform::error::Result;
use platform::search::{self, SearchDoc};
use platform::{App, Refusal, Tx};
use std::collections::BTreeSet;

/// The record's kind in the journal, the index and addresses of evidence.
pub const RECORD: &str = "reform_plan";
/// The kind of a line of work.
pub const LINE: &str = "plan_line";

/// Somebody was faster: nothing is written over what they did.
fn fast(kept: bool) -> Result<()> {
    if kept { Ok(()) } else { Err(Refusal::new("plans-refused-changed").into()) }
}

/// A span as the journal names it.
fn span_words(span: Span) -> &'static str {
    match span {
        Span::Year => "cả năm",
        Span::First => "6 tháng đầu năm",
        Span::Second => "6 tháng cuối năm",
    }
}

/// What a plan is called in Vietnamese, as journal, index and papers name it.
pub fn title(app: &App, plan: &Plan) -> Result<String> {
    let span = match plan.span()? {
        Span::Year => String::new(),
        Span::First => "6 tháng đầu ".to_owned(),
        Span::Second => "6 tháng cuối ".to_owned(),
    };
    let agency = app.directory().name(plan.agency_id).to_owned();
    Ok(format!("Kế hoạch cải cách hành chính {span}năm {} – {agency}", plan.year))
}

/// Puts the plan into the index as it stands now, found by the names of its tasks too.
async fn index(app: &App, tx: &Tx, plan: &Plan, tasks: &[Task]) -> Result<()> {
    let words: Vec<&str> = tasks.iter().map(|t| t.name.as_str()).collect();
    let doc = SearchDoc {
        kind: RECORD,
        record_id: plan.id,
        title: title(app, plan)?,
        summary: app.directory().name(plan.agency_id).to_owned(),
        href: format!("/ke-hoach-cchc/ke-hoach/{}", plan.id),
        words: words.join(" "),
        agency_id: Some(plan.agency_id),
        many: false,
    };
    search::index(tx, &doc).await
}

/// Older work that was carried into tasks taken out again is open where it was: its figures stand differently too.
async fn reopened(tx: &Tx, gone: &[Task]) -> Result<()> {
    for line in gone.iter().filter_map(|task| task.carried_from) {
        let old = tasks::of_line(tx, line).await?;
        if old.carried_to.is_none() {
            changed(tx, old.agency_id, [old.to_on.clone()]).await?;
        }
    }
    Ok(())
}

/// The figures of these days stand differently now.
async fn changed(tx: &Tx, agency_id: i64, days: impl IntoIterator<Item = String>) -> Result<()> {
    for counted_on in days.into_iter().collect::<BTreeSet<_>>() {
        tx.emit(&PlanChanged { agency_id, counted_on }).await?;
    }
    Ok(())
}
