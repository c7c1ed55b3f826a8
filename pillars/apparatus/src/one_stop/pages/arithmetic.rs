//! The arithmetic of a deadline in words, alike on screens, receipts and the citizen's page.

use kernel::{AddedLabel, Amount, DueStep};
use platform::Locale;
use platform::messages::Lang;

/// One sentence a step, in the reader's language.
pub fn in_words(locale: &Locale, steps: &[DueStep]) -> Vec<String> {
    steps.iter().map(|step| sentence(locale, step)).collect()
}

fn amount(locale: &Locale, amount: Amount) -> String {
    if locale.lang() == Lang::En { amount.label_en() } else { amount.label_vi() }
}

fn sentence(locale: &Locale, step: &DueStep) -> String {
    let say = |key: &str, args: &[(&str, String)]| locale.tn(&format!("one-stop-due-{key}"), args);
    match step {
        DueStep::Received { at } => say("received", &[("at", at.vn())]),
        DueStep::MovedToOpening { to } => say("moved-to-opening", &[("to", to.vn())]),
        DueStep::MovedByCutoff { to } => say("moved-by-cutoff", &[("to", to.vn())]),
        DueStep::Restarted { at } => say("restarted", &[("at", at.vn())]),
        DueStep::ChosenTerm { label, basis } if basis.is_empty() => say("case", &[("label", label.clone())]),
        DueStep::ChosenTerm { label, basis } => {
            say("case-by", &[("label", label.clone()), ("basis", basis.clone())])
        }
        DueStep::NotCounted { basis } => say("not-counted", &[("basis", basis.clone())]),
        DueStep::Paused { from, to: Some(to), reason, stopped } => {
            let why = if locale.lang() == Lang::En { reason.en() } else { reason.vi() };
            let stopped = stopped.map(|a| amount(locale, a)).unwrap_or_default();
            say(
                "paused",
                &[("from", from.vn()), ("to", to.vn()), ("why", why.to_owned()), ("stopped", stopped)],
            )
        }
        DueStep::Paused { from, to: None, reason, .. } => {
            let why = if locale.lang() == Lang::En { reason.en() } else { reason.vi() };
            say("paused-open", &[("from", from.vn()), ("why", why.to_owned())])
        }
        DueStep::Added { label, amount: length } => {
            let key = match label {
                AddedLabel::Verification => "added-verification",
                _ => "added",
            };
            say(key, &[("amount", amount(locale, *length))])
        }
        DueStep::SameDay => say("same-day", &[]),
        DueStep::Leg { name, amount: length, until, .. } => {
            say("leg", &[("name", name.clone()), ("amount", amount(locale, *length)), ("until", until.vn())])
        }
        DueStep::SkippedWeekend { count } => say("skipped-weekend", &[("count", count.to_string())]),
        DueStep::SkippedHoliday { day, name } => {
            say("skipped-holiday", &[("day", day.vn()), ("name", name.clone())])
        }
        DueStep::HalfMorningNotCounted { day } => say("half-morning", &[("day", day.vn())]),
        DueStep::MakeUpCounted { day } => say("make-up", &[("day", day.vn())]),
        DueStep::PostingNotCounted { amount: length } => {
            say("posting", &[("amount", amount(locale, *length))])
        }
        DueStep::Extended { to, .. } => say("extended", &[("to", to.vn())]),
        DueStep::HalfDayRule { until, .. } => say("half-day", &[("until", until.vn())]),
        DueStep::Due { at } => say("due", &[("at", at.vn())]),
        DueStep::NoPromise => say("no-promise", &[]),
    }
}
