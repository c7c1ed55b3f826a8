//! Trả lại bước trước on a flow: where it leads, which open steps of others it takes back, and how those are closed.

use super::notify;
use super::work::Work;
use crate::one_stop::store::{self, StepRow};
use contracts::flows::Flows;
use flow::{Back, Flow, Marking};
use platform::error::Result;
use platform::{App, Read, Refusal};
use std::sync::Arc;

/// How a step is sent back.
#[derive(Debug, Clone, Default)]
pub struct SendBack {
    /// Why, as colleagues read it.
    pub reason: String,
    /// Id of the open step; none: the one due first.
    pub step: Option<i64>,
    /// The sender was shown which open steps of others are taken back with it, and means it.
    pub taking_others: bool,
}

/// With a reason only.
impl From<&str> for SendBack {
    fn from(reason: &str) -> SendBack {
        SendBack { reason: reason.to_owned(), ..SendBack::default() }
    }
}

/// What became of a step that was sent back.
pub(super) struct SentBack {
    /// Account of who does the step before again; none where nobody is known.
    pub person: Option<i64>,
    /// Names of the steps of others that were taken back.
    pub taken: Vec<String>,
}

/// The open steps of others that are taken back when an open step of a dossier is sent back. Empty where none is, and where
/// there is no way back.
pub async fn taken_back(app: &App, db: &impl Read, dossier: i64, step: i64) -> Result<Vec<StepRow>> {
    let Some(row) = store::flow_of(db, dossier).await? else { return Ok(Vec::new()) };
    let version = app.port::<Arc<dyn Flows>>()?.version(app, row.version_id).await?;
    let marking: Marking = serde_json::from_str(&row.marking)?;
    let steps = store::steps(db, dossier).await?;
    let found = steps
        .iter()
        .find(|open| open.id == step && open.ended_at.is_none())
        .and_then(|open| way_back(&version.flow, &marking, &steps, open));
    Ok(found.map(|(_, taken)| taken).unwrap_or_default())
}

/// Where an open step is sent back to, with the open steps of others that are taken back.
fn way_back(
    flow: &Flow,
    marking: &Marking,
    steps: &[StepRow],
    step: &StepRow,
) -> Option<(Back, Vec<StepRow>)> {
    let was_done = |row: &&StepRow| row.ended_at.is_some() && !row.sent_back && !row.taken_back;
    let mut ended: Vec<&StepRow> = steps.iter().filter(was_done).collect();
    // Steps that stood beside each other were begun together: whoever ended last gave it on.
    ended.sort_by_key(|row| (row.ended_at, row.id));
    let done: Vec<String> = ended.into_iter().filter_map(|row| row.node.clone()).collect();
    let back = flow::back_from(flow, marking, step.node.as_deref()?, &done)?;
    let is_taken = |row: &&StepRow| {
        row.ended_at.is_none() && row.node.as_ref().is_some_and(|node| back.taken.contains(node))
    };
    let taken = steps.iter().filter(is_taken).cloned().collect();
    Some((back, taken))
}

impl Work {
    /// Back to the step before in the flow, done again by who did it; its own deadline starts anew. What runs beside it and came
    /// of that step is taken back, where the sender said so.
    pub(super) async fn send_back_in_flow(&mut self, how: &SendBack) -> Result<SentBack> {
        let steps = store::steps(&self.tx, self.dossier.id).await?;
        let found = self.flow.as_ref().and_then(|running| {
            let step = running.at()?;
            let (back, taken) = way_back(&running.version.flow, &running.marking, &steps, step)?;
            let to = running.version.flow.node(&back.to)?.clone();
            Some((running.version.clone(), step.id, to, back, taken))
        });
        let Some((version, row, to, back, taken)) = found else {
            return Err(Refusal::new("one-stop-refused-back-in-flow").into());
        };
        let names: Vec<String> = taken.iter().map(|step| step.name.clone()).collect();
        if !taken.is_empty() && !how.taking_others {
            return Err(Refusal::new("one-stop-refused-takes-back").arg("steps", names.join("; ")).into());
        }
        store::mark_row_sent_back(&self.tx, row).await?;
        store::end_row(&self.tx, row, Some(&how.reason), None).await?;
        self.take_back(&back, &taken, &how.reason).await?;
        let begun = self.begin_node(&version, &to).await?;
        if let Some(running) = self.flow.as_mut() {
            (running.marking, running.begun) = (back.marking, begun.into_iter().collect());
        }
        self.keep_place().await?;
        self.front().await?;
        let again = |step: &&StepRow| step.node.as_deref() == Some(to.key.as_str());
        let new = self.flow.as_ref().and_then(|r| r.open.iter().find(again)).map(|step| step.id);
        self.choose(new)?;
        let was_done = |step: &&StepRow| step.ended_at.is_some() && !step.sent_back && !step.taken_back;
        let before = steps.iter().filter(was_done).filter(again).max_by_key(|step| (step.ended_at, step.id));
        let person = before.and_then(|step| step.actor_id);
        self.hold(person).await?;
        Ok(SentBack { person, taken: names })
    }

    /// Closes what ran beside the step: nobody did it, its time is nobody's delay, and whoever had it is told; where nobody had
    /// taken it, all whom it waited for.
    async fn take_back(&self, back: &Back, taken: &[StepRow], reason: &str) -> Result<()> {
        for step in taken {
            store::take_row_back(&self.tx, step.id, reason).await?;
            let told = match step.assignee_id {
                Some(account) => vec![account],
                None => self.unit_of(&step.role).await?,
            };
            for account in told {
                notify::taken_back(self, account, step, reason).await?;
            }
        }
        for timer in store::timers_of(&self.tx, self.dossier.id).await? {
            if back.taken.contains(&timer.node) {
                store::fire_timer(&self.tx, timer.id).await?;
            }
        }
        Ok(())
    }
}
