//! The internal process of a dossier: which step comes next, who does it, and until when.

use super::DeadlineRules;
use contracts::procedures::{ProcessStep, StepNeed, StepPause, StepRole, StepWait};
use flow::{Flow, Node, Role};
use kernel::{DueRule, Moment, Pause, Term, WorkingCalendar};

/// What a step's deadline is counted by: the dossier's own rules, calendar and pauses.
#[derive(Clone, Copy)]
pub struct Clock<'a> {
    /// When the step began.
    pub from: Moment,
    /// The rules of the dossier's receipt date.
    pub rules: &'a DeadlineRules,
    /// The agency's calendar.
    pub calendar: &'a WorkingCalendar,
    /// When the dossier's clock stood still.
    pub pauses: &'a [Pause],
    /// The dossier is on paper.
    pub paper: bool,
    /// The promise, where the dossier follows another term than the one the steps share among them: none outlasts it.
    pub until: Option<Moment>,
}

impl Clock<'_> {
    /// Until when a step with an own time is due; waiting for the applicant is not counted.
    fn due(&self, amount: kernel::Amount, number: i64) -> Option<Moment> {
        let since: Vec<Pause> = self
            .rules
            .counted(self.pauses)
            .into_iter()
            .filter(|p| p.to.is_none_or(|to| to > self.from))
            .collect();
        let term = Term { base: kernel::Base::Amount(amount), ..Term::working_days(0) };
        let rule = DueRule {
            cutoff: self.rules.cutoff,
            // The cutoff is about what comes in at the counter.
            cutoff_moves_start: self.rules.cutoff_moves_start && number == 1,
            due_at: self.rules.due_at,
            with_verification: false,
            paused: &since,
            supplement: self.rules.supplement,
            extension: None,
        };
        let own = term.due(self.from, self.calendar, &rule).at;
        own.map(|own| self.until.filter(|until| *until > self.from).map_or(own, |until| own.min(until)))
    }

    /// Until when the first step is due: its own time, but never later than the transfer is.
    fn first_due(&self, amount: Option<kernel::Amount>) -> Moment {
        let transfer = self.rules.transfer_by(self.from, self.calendar, self.paper);
        amount.and_then(|amount| self.due(amount, 1)).map_or(transfer, |own| own.min(transfer))
    }
}

/// A step of this dossier's process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedStep {
    /// Number, from 1 (1 is the receipt at the one-stop).
    pub number: i64,
    /// Name.
    pub name: String,
    /// Role.
    pub role: StepRole,
    /// Unit in words.
    pub unit: String,
    /// Until when, counted from its start.
    pub due_at: Option<Moment>,
    /// Key of the node, where the dossier follows a flow.
    pub node: Option<String>,
}

/// The steps of a procedure's process.
#[derive(Debug, Clone)]
pub struct Plan<'a>(pub &'a [ProcessStep]);

impl<'a> Plan<'a> {
    /// The step with a number under a clock; the first ends with the transfer and is due by its rule.
    ///
    /// A procedure without a process of its own has three: receipt, handling, signature.
    pub fn step(&self, number: i64, clock: &Clock<'_>) -> Option<PlannedStep> {
        let index = usize::try_from(number - 1).ok()?;
        if self.0.is_empty() {
            let (name, role) = [
                ("Tiếp nhận", StepRole::OneStop),
                ("Thụ lý", StepRole::Specialist),
                ("Ký duyệt", StepRole::Leader),
            ]
            .get(index)
            .copied()?;
            return Some(PlannedStep {
                number,
                name: name.to_owned(),
                role,
                unit: String::new(),
                due_at: (number == 1).then(|| clock.first_due(None)),
                node: None,
            });
        }
        let step = self.work().get(index).copied()?;
        let due_at = match number {
            1 => Some(clock.first_due(step.time)),
            _ => step.time.and_then(|amount| clock.due(amount, number)),
        };
        Some(PlannedStep {
            number,
            name: step.name.clone(),
            role: step.role,
            unit: step.unit.clone().unwrap_or_default(),
            due_at,
            node: None,
        })
    }

    /// Why the clock stands while a step lasts, where it does.
    pub fn pause(&self, number: i64) -> Option<&'a StepPause> {
        let index = usize::try_from(number - 1).ok()?;
        self.work().get(index).and_then(|step| step.pauses.as_ref())
    }

    /// Whether a step may end only once the fees are paid.
    pub fn needs_paid(&self, number: i64) -> bool {
        let step = usize::try_from(number - 1).ok().and_then(|index| self.work().get(index).copied());
        step.is_some_and(|step| step.needs.contains(&StepNeed::Paid))
    }

    /// The number of the first step that pauses the clock.
    pub fn pausing(&self) -> Option<i64> {
        (1..=self.last()).find(|number| self.pause(*number).is_some())
    }

    /// The steps up to the signature: handing over the result is an act of its own, not a step of the work.
    fn work(&self) -> Vec<&'a ProcessStep> {
        let last = self.0.iter().rposition(|s| s.role != StepRole::OneStop).map_or(self.0.len(), |i| i + 1);
        self.0.iter().take(last.max(1)).collect()
    }

    /// Number of the last step: the one whose end is the signed result.
    pub fn last(&self) -> i64 {
        if self.0.is_empty() { 3 } else { i64::try_from(self.work().len()).unwrap_or(i64::MAX) }
    }
}

/// A step of the flow that a dossier follows, begun under a clock; nothing where the node is no step of anybody's.
pub fn flow_step(flow: &Flow, node: &Node, clock: &Clock<'_>) -> Option<PlannedStep> {
    let step = node.step()?;
    let role = match step.role? {
        Role::OneStop => StepRole::OneStop,
        Role::Specialist => StepRole::Specialist,
        Role::Head => StepRole::Head,
        Role::Leader => StepRole::Leader,
    };
    let number = flow.number(&node.key);
    let due_at = match number {
        1 => Some(clock.first_due(step.time)),
        _ => step.time.and_then(|amount| clock.due(amount, number)),
    };
    let (name, unit) = (node.name.clone(), step.unit.clone());
    Some(PlannedStep { number, name, role, unit, due_at, node: Some(node.key.clone()) })
}

/// When a wait that begins under a clock is over.
pub fn wait_over(amount: kernel::Amount, clock: &Clock<'_>) -> Moment {
    clock.due(amount, 2).unwrap_or(clock.from)
}

/// Why the clock stands while a step of the flow lasts, where it does.
pub fn flow_pause(node: &Node) -> Option<StepPause> {
    let pauses = node.step()?.pauses.as_ref()?;
    let (basis, confirmed) = (pauses.basis.clone(), pauses.confirmed);
    Some(StepPause { wait: StepWait::FinancialDuty, basis, confirmed })
}
