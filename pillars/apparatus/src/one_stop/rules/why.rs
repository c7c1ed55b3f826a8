//! What a promise rests on beside its arithmetic: the case that chose among several terms, the text by which a wait
//! is not counted.

use contracts::procedures::{StepPause, TermVariant};
use kernel::{DueStep, Moment};
use platform::Locale;

/// Puts the case and the grounds of waits among the steps of the arithmetic; `bases` are (begin of a wait, text).
pub fn explain(steps: &mut Vec<DueStep>, variant: Option<&TermVariant>, bases: &[(Moment, String)]) {
    if let Some(variant) = variant {
        let basis = variant.basis.as_ref().map(ToString::to_string).unwrap_or_default();
        steps.insert(steps.len().min(1), DueStep::ChosenTerm { label: variant.label.clone(), basis });
    }
    for (began, basis) in bases {
        let stands =
            |step: &DueStep| matches!(step, DueStep::Paused { from, .. } if *from == began.whole_minute());
        if let Some(at) = steps.iter().position(stands) {
            steps.insert(at + 1, DueStep::NotCounted { basis: basis.clone() });
        }
    }
}

/// The text by which a step's time is not counted: the one its data names, else the procedure's own published term.
pub fn ground_of(vi: &Locale, pause: &StepPause, procedure: &str) -> String {
    let text = match &pause.basis {
        Some(basis) => basis.to_string(),
        None => vi.tn("one-stop-pause-own-term", &[("code", procedure.to_owned())]),
    };
    if pause.confirmed { text } else { vi.tn("one-stop-paper-unconfirmed", &[("text", text)]) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{Day, PauseReason, Term};

    #[test]
    fn the_case_stands_after_the_receipt_and_a_ground_after_its_own_wait() {
        let at = |minute| Day::ymd(2012, 10, 3).unwrap().start().plus_minutes(minute);
        let paused =
            |from| DueStep::Paused { from, to: None, reason: PauseReason::FinancialDuty, stopped: None };
        let mut steps =
            vec![DueStep::Received { at: at(0) }, paused(at(5)), paused(at(9)), DueStep::NoPromise];
        let variant = TermVariant {
            key: "k".to_owned(),
            label: "Nhà ở nông thôn".to_owned(),
            when: None,
            term: Term::working_days(10),
            basis: None,
        };
        explain(&mut steps, Some(&variant), &[(at(9), "Nghị định".to_owned()), (at(7), "khác".to_owned())]);
        let chosen = DueStep::ChosenTerm { label: "Nhà ở nông thôn".to_owned(), basis: String::new() };
        let ground = DueStep::NotCounted { basis: "Nghị định".to_owned() };
        assert_eq!(
            steps,
            [
                DueStep::Received { at: at(0) },
                chosen,
                paused(at(5)),
                paused(at(9)),
                ground,
                DueStep::NoPromise
            ]
        );
    }
}
