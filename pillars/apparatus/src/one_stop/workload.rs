//! Work in hand and work done for the heads' view (`contracts::workload`); giving a step to somebody by the act of its page.

use super::acts;
use super::pages::deeds::{Case, Deed, assign};
use super::permissions::of_role;
use super::rules::State;
use super::store::{self, BesideRow, WorkRow};
use async_trait::async_trait;
use contracts::workload::{OpenWork, StepBeside, StepDone, StepToEnd, Workload};
use kernel::{Day, Moment};
use platform::error::{Refusal, Result};
use platform::staff::{self, Member};
use platform::{App, Ctx};
use std::collections::HashMap;
use std::sync::Arc;

struct Load;

/// The port, for the server to wire.
pub fn workload() -> Arc<dyn Workload> {
    Arc::new(Load)
}

#[async_trait]
impl Workload for Load {
    async fn open(&self, app: &App, agency: i64, most: i64) -> Result<Vec<OpenWork>> {
        let mut beside: HashMap<i64, Vec<BesideRow>> = HashMap::new();
        for row in store::steps_beside(&app.store, agency).await? {
            beside.entry(row.dossier_id).or_default().push(row);
        }
        let rows = store::work_of(&app.store, agency, most).await?.into_iter();
        Ok(rows
            .map(|row| {
                let steps = beside.remove(&row.id).unwrap_or_default();
                piece(row, steps)
            })
            .collect())
    }

    async fn done(&self, app: &App, agency: i64, since: Moment, most: i64) -> Result<Vec<StepDone>> {
        let rows = store::done_since(&app.store, agency, since, most).await?;
        let done = rows.into_iter().map(|row| StepDone {
            id: row.id,
            account_id: row.actor_id,
            name: row.actor_name.unwrap_or_default(),
            dossier_id: row.dossier_id,
            step: row.number,
            started: Moment::from_micros(row.started_at),
            ended: Moment::from_micros(row.ended_at),
            settled: row.settled_at.map(Moment::from_micros),
        });
        Ok(done.collect())
    }

    async fn courses(
        &self,
        app: &App,
        since: Day,
        after: i64,
        most: i64,
    ) -> Result<Option<(i64, Vec<StepToEnd>)>> {
        let last = store::last_settled(&app.store, since, after, most).await?;
        if last == 0 {
            return Ok(None);
        }
        let rows = store::courses(&app.store, since, (after, last)).await?;
        let courses = rows.into_iter().map(|row| StepToEnd {
            procedure: row.procedure_code,
            agency_id: row.agency_id,
            step: row.number,
            started: Moment::from_micros(row.started_at),
            settled: Moment::from_micros(row.settled_at),
        });
        Ok(Some((last, courses.collect())))
    }

    async fn able(&self, app: &App, role: &str, agency: i64) -> Result<Vec<Member>> {
        staff::able(app, of_role(role), agency, app.clock.now().day()).await
    }

    async fn assign(&self, ctx: &Ctx, id: i64, seen: i64, step: Option<i64>, account: i64) -> Result<()> {
        let case = Case::for_deed(ctx.clone(), id, Deed::Assign).await?;
        // Of several that are open the one asked for, else the one due first.
        let asked = match step {
            Some(step) => Some(
                case.facts
                    .open
                    .iter()
                    .find(|open| open.id == step)
                    .ok_or_else(|| Refusal::new("one-stop-refused-step-gone"))?,
            ),
            None => case.facts.open.first(),
        };
        let able = match asked {
            Some(step) => assign::of_role(&case, &step.role).await?,
            None => assign::able(&case).await?,
        };
        let Some(member) = able.into_iter().find(|member| member.account_id == account) else {
            return Err(Refusal::new("one-stop-refused-assign-unable").into());
        };
        let to = (account, member.name.as_str());
        acts::assign(&ctx.app, &case.ctx.actor(), id, Some(seen), asked.map(|step| step.id), to).await?;
        Ok(())
    }

    fn inbox(&self, agency: i64, account: Option<i64>, overdue: bool) -> String {
        let late = if overdue { "&han=qua-han" } else { "" };
        format!("/ho-so?don-vi={agency}&nguoi={}{late}", account.unwrap_or(0))
    }
}

/// A piece of work; of several open steps the first is the one by which the dossier's own row stands in the lists.
fn piece(row: WorkRow, steps: Vec<BesideRow>) -> OpenWork {
    let at = |micros: Option<i64>| micros.map(Moment::from_micros);
    let state = State::from_number(row.state);
    OpenWork {
        running: matches!(state, Some(State::Received | State::Processing | State::WithdrawalAsked)),
        assignable: matches!(state, Some(State::Received | State::Processing)),
        received_at: at(row.received_at),
        due_at: at(row.due_at),
        step_since: at(row.step_since),
        id: row.id,
        code: row.code,
        version: row.version,
        procedure: row.procedure_code,
        procedure_name: row.procedure_name,
        step_id: steps.first().map(|step| step.id),
        step: row.step_number,
        role: row.step_role,
        assignee: row.assignee_id,
        beside: steps
            .into_iter()
            .skip(1)
            .map(|step| StepBeside { id: step.id, role: step.role, assignee: step.assignee_id })
            .collect(),
    }
}
