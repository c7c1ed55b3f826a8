//! A dossier's way from step to step, by its flow or by its procedure's plain list: what is due, who is told, what ends.

use super::work::Work;
use crate::one_stop::permissions;
use crate::one_stop::rules::{Clock, Plan, flow_pause, flow_step, wait_over};
use crate::one_stop::store::{self, StepRow};
use contracts::fees::Fees;
use contracts::procedures::StepPause;
use flow::Kind;
use kernel::{Moment, Pause};
use platform::error::Result;
use platform::notices::{self, Notice};
use platform::{Refusal, staff};
use std::sync::Arc;

/// How a step ends.
#[derive(Debug, Clone, Default)]
pub struct StepEnd {
    /// Remark for colleagues; may be empty.
    pub note: String,
    /// Id of the open step; none: the one due first.
    pub step: Option<i64>,
    /// Its result, where it names results.
    pub result: Option<String>,
}

impl StepEnd {
    /// The remark, where there is one.
    pub fn note(&self) -> Option<&str> {
        Some(self.note.as_str()).filter(|note| !note.is_empty())
    }
}

/// With a remark only.
impl From<&str> for StepEnd {
    fn from(note: &str) -> StepEnd {
        StepEnd { note: note.to_owned(), ..StepEnd::default() }
    }
}

impl Work {
    /// The process of its procedure.
    pub fn plan(&self) -> Plan<'_> {
        Plan(&self.version.body.process)
    }

    /// Whether the end of its present step is the signed result.
    pub fn at_last_step(&self) -> bool {
        match &self.flow {
            None => self.dossier.step_number >= self.plan().last(),
            Some(running) => running.node().is_some_and(|node| running.version.flow.is_last(&node.key)),
        }
    }

    /// Number of the step that is worked on.
    pub fn number(&self) -> i64 {
        self.flow
            .as_ref()
            .and_then(|running| running.at())
            .map_or(self.dossier.step_number, |step| step.number)
    }

    /// Why the clock stands while a present step lasts, where it does.
    pub fn pause_of_step(&self) -> Option<StepPause> {
        match &self.flow {
            None => self.plan().pause(self.dossier.step_number).cloned(),
            Some(running) => running.pausing().and_then(|step| running.node_of(step)).and_then(flow_pause),
        }
    }

    /// Refuses to end a step that demands the fees paid, while the dossier owes some.
    pub async fn paid_first(&self) -> Result<()> {
        let needs = match &self.flow {
            None => self.plan().needs_paid(self.dossier.step_number),
            Some(running) => running.node().and_then(|node| node.step()).is_some_and(|step| step.paid_first),
        };
        match if needs { self.owed().await? } else { 0 } {
            0 => Ok(()),
            owed => Err(Refusal::new("one-stop-refused-unpaid").arg("owed", kernel::Dong(owed)).into()),
        }
    }

    /// Whether whoever ends its step has to say with which result.
    pub(super) fn asks_result(&self) -> bool {
        let node = self.flow.as_ref().and_then(|running| running.node());
        node.and_then(|node| node.step()).is_some_and(|step| !step.results.is_empty())
    }

    /// What it owes, đồng; nothing where nobody keeps the fees.
    pub(super) async fn owed(&self) -> Result<i64> {
        let Ok(fees) = self.app.port::<Arc<dyn Fees>>() else { return Ok(0) };
        fees.owed(&self.app, &self.tx, &super::fee_facts(&self.dossier)).await
    }

    /// Computes the promise and the open steps' own deadlines anew: what moves the one moves the other.
    pub async fn retime(&mut self) -> Result<()> {
        self.promise(None).await?;
        let pauses = store::pauses(&self.tx, self.dossier.id).await?;
        if self.flow.is_some() {
            return self.retime_flow(&pauses).await;
        }
        let open = store::steps(&self.tx, self.dossier.id).await?.into_iter().rfind(|s| s.ended_at.is_none());
        let Some(open) = open else { return Ok(()) };
        let clock = self.clock(Moment::from_micros(open.started_at), &pauses);
        let due = self.plan().step(open.number, &clock).and_then(|s| s.due_at);
        store::set_step_due(&self.tx, self.dossier.id, due).await?;
        self.dossier.step_due_at = due.map(Moment::micros);
        Ok(())
    }

    async fn retime_flow(&mut self, pauses: &[Pause]) -> Result<()> {
        let open: Vec<StepRow> = self.flow.iter().flat_map(|running| running.open.clone()).collect();
        for step in &open {
            let clock = self.clock(Moment::from_micros(step.started_at), pauses);
            let running = self.flow.as_ref();
            let planned = running.and_then(|r| flow_step(&r.version.flow, r.node_of(step)?, &clock));
            store::set_row_due(&self.tx, step.id, planned.and_then(|s| s.due_at)).await?;
        }
        for timer in store::timers_of(&self.tx, self.dossier.id).await? {
            let node = self.flow.as_ref().and_then(|r| r.version.flow.node(&timer.node));
            if let Some(Kind::Timer(of)) = node.map(|node| &node.kind) {
                // A wait goes on while the applicant is waited for; days off move it.
                let clock = self.clock(Moment::from_micros(timer.started_at), &[]);
                store::set_timer_over(&self.tx, timer.id, wait_over(of.wait, &clock)).await?;
            }
        }
        let assignee = self.dossier.assignee_id;
        self.front().await?;
        if open.len() == 1 {
            // Of one open step alone the dossier itself knows who has it.
            self.dossier.assignee_id = assignee;
        }
        Ok(())
    }

    /// When its open steps are due and its waits over, where it follows a flow.
    pub(super) async fn moments(&self) -> Result<Vec<Option<i64>>> {
        let Some(running) = &self.flow else { return Ok(Vec::new()) };
        let timers = store::timers_of(&self.tx, self.dossier.id).await?;
        let steps = running.open.iter().map(|step| step.due_at);
        Ok(steps.chain(timers.iter().map(|timer| Some(timer.fires_at))).collect())
    }

    /// What a step begun at a moment is counted by.
    pub(super) fn clock<'a>(&'a self, from: Moment, pauses: &'a [Pause]) -> Clock<'a> {
        Clock {
            from,
            rules: &self.rules,
            calendar: &self.calendar,
            pauses,
            paper: self.on_paper(),
            until: self.variant().and(self.dossier.due()),
        }
    }

    /// Starts the step with a number of the plain list for whoever has its role.
    pub(super) async fn start_step(&mut self, number: i64) -> Result<()> {
        let planned = self.plan().step(number, &self.clock(self.tx.at(), &[]));
        if let Some(step) = planned {
            store::start_step(&self.tx, self.dossier.id, &step).await?;
            self.dossier.step_number = step.number;
            self.dossier.step_role = Some(step.role.code().to_owned());
            self.dossier.step_due_at = step.due_at.map(Moment::micros);
            self.dossier.assignee_id = None;
        }
        Ok(())
    }

    /// Ends the present step and begins what follows it.
    pub async fn go_on(&mut self, end: &StepEnd) -> Result<()> {
        if self.flow.is_some() {
            return self.go_on_in_flow(end).await;
        }
        let number = self.dossier.step_number;
        store::end_step(&self.tx, self.dossier.id, end.note()).await?;
        self.start_step(number + 1).await
    }

    /// Accounts of all who hold a step's role at the agency.
    pub(super) async fn unit_of(&self, role: &str) -> Result<Vec<i64>> {
        let right = permissions::of_role(role);
        let able = staff::able(&self.app, right, self.dossier.agency_id, self.tx.at().day()).await?;
        Ok(able.into_iter().map(|m| m.account_id).collect())
    }

    /// Tells whose turn it is now that steps wait for them: one person, or all who hold a step's role at the
    /// agency. Who has not read the last such notice gets no second one.
    pub async fn tell_turn(&self, person: Option<i64>) -> Result<()> {
        if self.pause_of_step().is_some() {
            // The applicant's turn, of which they are told.
            return Ok(());
        }
        let roles = match &self.flow {
            Some(running) => running.begun.clone(),
            None => self.dossier.step_role.iter().cloned().collect(),
        };
        let mut people: Vec<i64> = person.into_iter().collect();
        if person.is_none() {
            for role in &roles {
                people.extend(self.unit_of(role).await?);
            }
            people.sort_unstable();
            people.dedup();
        }
        if roles.is_empty() {
            return Ok(());
        }
        for account in people.into_iter().filter(|account| Some(*account) != self.tx.by().account_id) {
            let notice = Notice {
                template: "one_stop.your_turn",
                account_id: Some(account),
                email: None,
                phone: None,
                href: "/ho-so?nhom=luot-toi".to_owned(),
                values: serde_json::json!({
                    "code": self.dossier.code, "procedure": self.dossier.procedure_name,
                    "due": self.dossier.step_due_at.map(|at| Moment::from_micros(at).vn()),
                }),
            };
            notices::send_once(&self.tx, &notice).await?;
        }
        Ok(())
    }
}
