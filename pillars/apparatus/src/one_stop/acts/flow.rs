//! A dossier on its procedure's published flow: pinned at the receipt, moved on by what it says, one step row a place.

use super::payment::finish_step;
use super::way::StepEnd;
use super::work::Work;
use crate::one_stop::rules::{State, flow_pause, flow_step, wait_over};
use crate::one_stop::store::{self, Dossier, StepRow};
use contracts::dossiers::DossierChanged;
use contracts::flows::{FlowVersion, Flows};
use flow::{Facts, Kind, Marking, Node, Role, Stuck};
use platform::error::{Error, Result};
use platform::{Actor, App, Refusal, Tx};
use serde_json::{Value as Json, json};
use std::sync::Arc;

/// The flow of a dossier and where it stands in it.
pub struct Running {
    /// The version it is pinned to.
    pub version: Arc<FlowVersion>,
    /// Its places.
    pub marking: Marking,
    /// Its open steps, the one due first before the others.
    pub open: Vec<StepRow>,
    /// Roles of the steps that this work began.
    pub begun: Vec<String>,
    /// Id of the step that is worked on; none: the first open one.
    chosen: Option<i64>,
}

impl Running {
    /// The flow a dossier follows; none where it follows the plain list of steps.
    pub async fn of(app: &App, tx: &Tx, dossier: i64) -> Result<Option<Running>> {
        let Some(row) = store::flow_of(tx, dossier).await? else { return Ok(None) };
        let version = app.port::<Arc<dyn Flows>>()?.version(app, row.version_id).await?;
        let marking = serde_json::from_str(&row.marking)?;
        let open = store::open_steps(tx, dossier).await?;
        Ok(Some(Running { version, marking, open, begun: Vec::new(), chosen: None }))
    }

    /// The step that is worked on.
    pub fn at(&self) -> Option<&StepRow> {
        match self.chosen {
            Some(id) => self.open.iter().find(|step| step.id == id),
            None => self.open.first(),
        }
    }

    /// Its node.
    pub fn node(&self) -> Option<&Node> {
        self.node_of(self.at()?)
    }

    /// The node of a step.
    pub fn node_of(&self, step: &StepRow) -> Option<&Node> {
        self.version.flow.node(step.node.as_deref()?)
    }

    /// The open step during which the clock stands.
    pub fn pausing(&self) -> Option<&StepRow> {
        self.open.iter().find(|step| self.node_of(step).and_then(flow_pause).is_some())
    }

    fn written(&self) -> Result<String> {
        Ok(serde_json::to_string(&self.marking)?)
    }
}

impl Work {
    /// Begins the work on a received dossier: on the flow its procedure has today, else by the plain list of steps.
    pub async fn begin(&mut self) -> Result<()> {
        let today = self.tx.at().day();
        let code = self.dossier.procedure_code.clone();
        let version = match self.app.port::<Arc<dyn Flows>>() {
            Ok(flows) => flows.in_force(&self.app, &code, today).await?,
            Err(_) => None,
        };
        let Some(version) = version else { return self.start_step(1).await };
        let marking = Marking::start(&version.flow);
        let running = Running { version, marking, open: Vec::new(), begun: Vec::new(), chosen: None };
        store::pin_flow(&self.tx, self.dossier.id, &running.version, &running.written()?).await?;
        self.flow = Some(running);
        self.walk(None, None).await
    }

    /// Takes one of several open steps to work on.
    pub fn choose(&mut self, step: Option<i64>) -> Result<()> {
        let (Some(running), Some(id)) = (self.flow.as_mut(), step) else { return Ok(()) };
        if !running.open.iter().any(|open| open.id == id) {
            return Err(Refusal::new("one-stop-refused-step-gone").into());
        }
        running.chosen = Some(id);
        Ok(())
    }

    /// Takes the step during which the clock stands.
    pub fn choose_pausing(&mut self) {
        if let Some(running) = self.flow.as_mut() {
            running.chosen = running.pausing().map(|step| step.id);
        }
    }

    /// Ends the step that is worked on and moves on as the flow says.
    pub(super) async fn go_on_in_flow(&mut self, end: &StepEnd) -> Result<()> {
        let Some((step, node)) =
            self.flow.as_ref().and_then(|running| Some((running.at()?.clone(), running.node()?.clone())))
        else {
            return Err(Refusal::new("one-stop-refused-step-gone").into());
        };
        let results = node.step().map(|step| step.results.clone()).unwrap_or_default();
        let result = end.result.as_deref().filter(|result| results.iter().any(|known| known == result));
        // A step that waits for the payment ends with it: there is nobody to name a result.
        if !results.is_empty() && result.is_none() && flow_pause(&node).is_none() {
            let refusal = Refusal::new("one-stop-refused-result-missing").arg("results", results.join("; "));
            return Err(refusal.into());
        }
        store::end_row(&self.tx, step.id, end.note(), result).await?;
        self.walk(Some(&node.key), Role::from_code(&step.role)).await
    }

    /// Moves on from a node that is done, begins the steps and waits that are come to, and keeps where it stands.
    async fn walk(&mut self, done: Option<&str>, role: Option<Role>) -> Result<()> {
        let facts = self.flow_facts(done, role).await?;
        let Some(running) = self.flow.as_ref() else { return Ok(()) };
        let (version, before) = (running.version.clone(), running.marking.clone());
        let moved =
            flow::advance(&version.flow, &before, &facts).map_err(|stuck| refused(&version, &stuck))?;
        for passed in &moved.passed {
            if let Some(Kind::Action(action)) = version.flow.node(&passed.node).map(|node| &node.kind) {
                self.tell("one_stop.step", json!({"content": action.tell})).await?;
            }
        }
        let mut begun = Vec::new();
        for token in &moved.marking.0 {
            let stood = before.holds(&token.at) && done != Some(token.at.as_str());
            match version.flow.node(&token.at) {
                Some(node) if !stood => begun.extend(self.begin_node(&version, node).await?),
                _ => {}
            }
        }
        if let Some(running) = self.flow.as_mut() {
            (running.marking, running.begun) = (moved.marking, begun);
        }
        self.keep_place().await?;
        self.front().await
    }

    /// Begins a step or a wait; the role of the step.
    pub(super) async fn begin_node(&self, version: &FlowVersion, node: &Node) -> Result<Option<String>> {
        let clock = self.clock(self.tx.at(), &[]);
        if let Kind::Timer(timer) = &node.kind {
            let over = wait_over(timer.wait, &clock);
            store::add_timer(&self.tx, self.dossier.id, &node.key, &node.name, over).await?;
        }
        let Some(step) = flow_step(&version.flow, node, &clock) else { return Ok(None) };
        store::start_step(&self.tx, self.dossier.id, &step).await?;
        Ok(Some(step.role.code().to_owned()))
    }

    pub(super) async fn keep_place(&self) -> Result<()> {
        let Some(running) = &self.flow else { return Ok(()) };
        let version = (running.version.id, running.version.number);
        store::set_marking(&self.tx, self.dossier.id, version, &running.written()?).await
    }

    /// What the dossier says where the flow asks.
    async fn flow_facts(&self, done: Option<&str>, role: Option<Role>) -> Result<Facts> {
        let steps = store::steps(&self.tx, self.dossier.id).await?;
        let results = steps.into_iter().filter_map(|step| Some((step.node?, step.result?))).collect();
        Ok(Facts {
            done: done.map(str::to_owned),
            paid: self.owed().await? == 0,
            role,
            results,
            form: serde_json::from_str(&self.dossier.form)?,
        })
    }

    /// Puts the step that is due first in front: it stands in the lists; the others are found beside it.
    pub(super) async fn front(&mut self) -> Result<()> {
        let open = store::open_steps(&self.tx, self.dossier.id).await?;
        store::set_beside(&self.tx, self.dossier.id, open.len() > 1).await?;
        let timers = store::timers_of(&self.tx, self.dossier.id).await?;
        let Some(running) = self.flow.as_mut() else { return Ok(()) };
        match (open.first(), timers.first()) {
            (Some(step), _) => {
                self.dossier.step_number = step.number;
                self.dossier.step_role = Some(step.role.clone());
                self.dossier.step_due_at = step.due_at;
                self.dossier.assignee_id = step.assignee_id;
            }
            (None, timer) => {
                if let Some(timer) = timer {
                    self.dossier.step_number = running.version.flow.number(&timer.node);
                }
                self.dossier.step_role = None;
                self.dossier.step_due_at = timer.map(|timer| timer.fires_at);
                self.dossier.assignee_id = None;
            }
        }
        (running.open, running.chosen) = (open, None);
        Ok(())
    }

    /// Gives the step that is worked on to a person.
    pub(super) async fn hold(&mut self, account: Option<i64>) -> Result<()> {
        // Kept with the step too: another one may be begun beside it.
        let held = self.flow.as_ref().and_then(|r| Some((r.at()?.id, r.open.first()?.id)));
        let Some((step, front)) = held else {
            self.dossier.assignee_id = account;
            return Ok(());
        };
        store::set_row_assignee(&self.tx, step, account).await?;
        if step == front {
            self.dossier.assignee_id = account;
        }
        Ok(())
    }

    /// The dossier ends: nothing is waited for in its flow any more.
    pub(super) async fn leave_flow(&mut self) -> Result<()> {
        let Some(running) = self.flow.as_mut() else { return Ok(()) };
        running.marking = Marking::default();
        running.open.clear();
        store::stop_timers(&self.tx, self.dossier.id).await?;
        self.keep_place().await
    }
}

/// The flow does not say how to go on: who drew it has to mend it, and nothing was changed.
fn refused(version: &FlowVersion, stuck: &Stuck) -> Error {
    let place = match stuck {
        Stuck::Unknown(key) | Stuck::NoWay(key) => {
            version.flow.node(key).map_or(key.clone(), |node| node.name.clone())
        }
        Stuck::Endless => version.procedure.clone(),
    };
    Refusal::new("one-stop-refused-flow-stuck").arg("place", place).into()
}

/// A wait of the flow is over: the dossier moves on. Whether it did: while the applicant is waited for, the wait goes on.
pub async fn fire(app: &App, timer: &store::TimerRow) -> Result<bool> {
    let mut work = Work::open(app, &Actor::system(), timer.dossier_id, None).await?;
    let at_work = matches!(work.dossier.state()?, State::Received | State::Processing);
    let waits = work.flow.as_ref().is_some_and(|running| running.marking.holds(&timer.node));
    if !at_work || !waits || !store::fire_timer(&work.tx, timer.id).await? {
        return Ok(false);
    }
    work.walk(Some(&timer.node), None).await?;
    work.tell_turn(None).await?;
    finish_step(work, "fire_timer", None, json!({"flow_place": timer.name})).await?;
    Ok(true)
}

/// Moves a running dossier to the flow that its procedure has today, with a reason. `shown`: the version of the dossier and the
/// id of the flow's version that were looked at; the move is refused where either has changed.
pub async fn move_flow(
    app: &App,
    by: &Actor,
    id: i64,
    (seen, shown): (Option<i64>, Option<i64>),
    reason: &str,
) -> Result<Dossier> {
    let mut work = Work::open(app, by, id, seen).await?;
    let told = work.move_to_newest(shown).await?;
    let fact = DossierChanged(work.fact());
    work.finish("move_flow", Some(reason), told, &fact).await
}

impl Work {
    /// Puts the dossier into its places in the flow that its procedure has today, which has to be the version that was shown;
    /// what the journal tells of it.
    pub(super) async fn move_to_newest(&mut self, shown: Option<i64>) -> Result<Json> {
        let (today, code) = (self.tx.at().day(), self.dossier.procedure_code.clone());
        let newest = self.app.port::<Arc<dyn Flows>>()?.in_force(&self.app, &code, today).await?;
        let Some((old, newest)) = self.flow.as_ref().map(|running| running.version.clone()).zip(newest)
        else {
            return Err(Refusal::new("one-stop-refused-flow-none").into());
        };
        if old.id == newest.id || !self.dossier.state()?.is_open() {
            return Err(Refusal::new("one-stop-refused-flow-none").into());
        }
        if shown.is_some_and(|shown| shown != newest.id) {
            return Err(Refusal::new("one-stop-refused-flow-newer").arg("number", newest.number).into());
        }
        let Some(running) = self.flow.as_mut() else { return Err(Error::NotFound) };
        let moving = match flow::moved(&old.flow, &newest.flow, &running.marking) {
            Ok(moving) => moving,
            Err(lost) if lost.is_empty() => return Err(Refusal::new("one-stop-flow-not-together").into()),
            Err(lost) => {
                return Err(Refusal::new("one-stop-refused-flow-move").arg("places", lost.join("; ")).into());
            }
        };
        let open = running.open.clone();
        (running.version, running.marking) = (newest.clone(), moving.marking.clone());
        for step in &open {
            if let Some(node) = step.node.as_ref().and_then(|node| moving.nodes.get(node)) {
                store::set_row_node(&self.tx, step.id, node, newest.flow.number(node)).await?;
            }
        }
        for timer in store::timers_of(&self.tx, self.dossier.id).await? {
            if let Some(node) = moving.nodes.get(&timer.node) {
                store::set_timer_node(&self.tx, timer.id, node).await?;
            }
        }
        self.keep_place().await?;
        let assignee = self.dossier.assignee_id;
        self.front().await?;
        self.retime().await?;
        if open.len() == 1 {
            self.dossier.assignee_id = assignee;
        }
        Ok(json!({"flow_from": old.number, "flow_to": newest.number}))
    }
}
