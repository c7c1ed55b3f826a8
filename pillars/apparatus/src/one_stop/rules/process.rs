//! The internal process of a dossier: which step comes next, who does it, and until when.

use contracts::procedures::{ProcessStep, StepRole};
use kernel::{DueRule, Moment, Term, WorkingCalendar};

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
}

/// The steps of a procedure's process.
#[derive(Debug, Clone)]
pub struct Plan<'a>(pub &'a [ProcessStep]);

impl Plan<'_> {
    /// The step with a number, started at `from`.
    ///
    /// A procedure without a process of its own has three: receipt, handling, signature.
    pub fn step(&self, number: i64, from: Moment, calendar: &WorkingCalendar) -> Option<PlannedStep> {
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
                due_at: None,
            });
        }
        let step = self.work().get(index).copied()?;
        let due_at = step.time.and_then(|amount| {
            let term = Term { base: kernel::Base::Amount(amount), ..Term::working_days(0) };
            term.due(from, calendar, &DueRule::default()).at
        });
        Some(PlannedStep {
            number,
            name: step.name.clone(),
            role: step.role,
            unit: step.unit.clone().unwrap_or_default(),
            due_at,
        })
    }

    /// The steps up to the signature: handing over the result is an act of its own, not a step of the work.
    fn work(&self) -> Vec<&ProcessStep> {
        let last = self.0.iter().rposition(|s| s.role != StepRole::OneStop).map_or(self.0.len(), |i| i + 1);
        self.0.iter().take(last.max(1)).collect()
    }

    /// Number of the last step: the one whose end is the signed result.
    pub fn last(&self) -> i64 {
        if self.0.is_empty() { 3 } else { i64::try_from(self.work().len()).unwrap_or(i64::MAX) }
    }
}
