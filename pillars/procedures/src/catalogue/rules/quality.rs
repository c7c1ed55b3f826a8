//! What is wrong with a procedure as it is written: parts that are missing, forms without a file, papers that may not be asked
//! for, steps that take longer than the term, that nobody does, that are never reached, and law that no longer holds.

use contracts::procedures::{PartRules, Procedure, ProcessStep, StepRole};
use contracts::returns::OftenWrong;
use kernel::text::fold;
use kernel::{Amount, Base, Term, TermProblem};

/// What a procedure is checked against.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// The parts that the law demands.
    pub parts: PartRules,
    /// Names of the forms whose file is on the server.
    pub uploaded: Vec<String>,
    /// Papers and data that may not be asked for.
    pub forbidden: Vec<String>,
    /// Documents that no longer hold: (number, what ended it).
    pub ended: Vec<(String, String)>,
    /// Components that dossiers come back for too often.
    pub wrong: Vec<OftenWrong>,
}

/// A check that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Check {
    /// A part is missing.
    Missing,
    /// A form has no file and no electronic form stands for it.
    DeadForm,
    /// A paper or a question asks for what may not be asked for.
    Forbidden,
    /// The steps take longer than the term.
    OverTerm,
    /// The parts of the term do not add up to it.
    Unequal,
    /// A step says of nobody that they do it.
    NoRole,
    /// Nobody signs.
    Unsigned,
    /// A step that work never reaches.
    Unreachable,
    /// It rests on a document that no longer holds.
    EndedBasis,
    /// Dossiers come back for a component again and again: people do not understand what is asked for.
    OftenWrong,
}

impl Check {
    /// Every check.
    pub const ALL: [Check; 10] = [
        Check::Missing,
        Check::DeadForm,
        Check::Forbidden,
        Check::OverTerm,
        Check::Unequal,
        Check::NoRole,
        Check::Unsigned,
        Check::Unreachable,
        Check::EndedBasis,
        Check::OftenWrong,
    ];

    /// Its word in texts and addresses.
    pub fn code(self) -> &'static str {
        match self {
            Check::Missing => "missing",
            Check::DeadForm => "dead-form",
            Check::Forbidden => "forbidden",
            Check::OverTerm => "over-term",
            Check::Unequal => "unequal",
            Check::NoRole => "no-role",
            Check::Unsigned => "unsigned",
            Check::Unreachable => "unreachable",
            Check::EndedBasis => "ended-basis",
            Check::OftenWrong => "often-wrong",
        }
    }

    /// The part that puts it right, by its key.
    pub fn part(self) -> &'static str {
        match self {
            Check::Missing => "name",
            Check::DeadForm => "forms",
            Check::Forbidden | Check::OftenWrong => "components",
            Check::OverTerm | Check::NoRole | Check::Unsigned | Check::Unreachable => "process",
            Check::Unequal => "term",
            Check::EndedBasis => "legal_basis",
        }
    }
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which check.
    pub check: Check,
    /// What it is about: a part's key, the name of a form, a paper, a step, the number of a document.
    pub about: String,
    /// More: lengths of time, what ended a document; may be empty.
    pub more: String,
}

/// All that is wrong with a procedure.
pub fn findings(body: &Procedure, known: &Known) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut tell = |check, about: &str, more: String| {
        found.push(Finding { check, about: about.to_owned(), more });
    };
    for part in body.missing_parts(&known.parts) {
        tell(Check::Missing, &part, String::new());
    }
    if body.form.is_none() {
        for form in body.forms.iter().filter(|f| !known.uploaded.contains(&f.name)) {
            tell(Check::DeadForm, &form.name, String::new());
        }
    }
    for (asked, word) in forbidden(body, &known.forbidden) {
        tell(Check::Forbidden, &asked, word);
    }
    if let Some((steps, term)) = over_term(body) {
        tell(Check::OverTerm, &body.short_name, format!("{} > {}", days(steps), days(term)));
    }
    let odd = body.term.as_ref().map(Term::problems).unwrap_or_default();
    if odd.iter().any(|p| matches!(p, TermProblem::LegsDisagree { .. })) {
        tell(Check::Unequal, &body.short_name, String::new());
    }
    for step in body.process.iter().filter(|s| s.unit.as_deref().is_none_or(|u| u.trim().is_empty())) {
        tell(Check::NoRole, &step.name, String::new());
    }
    if !body.process.is_empty() && !body.process.iter().any(|s| s.role == StepRole::Leader) {
        tell(Check::Unsigned, &body.short_name, String::new());
    }
    for step in unreachable(&body.process) {
        tell(Check::Unreachable, &step.name, String::new());
    }
    for basis in &body.legal_basis {
        if let Some((number, by)) = known.ended.iter().find(|(number, _)| *number == basis.number) {
            tell(Check::EndedBasis, number, by.clone());
        }
    }
    // A component that is gone is nobody's trouble any more.
    let own = |wrong: &&OftenWrong| {
        wrong.procedure == body.code && body.components.iter().any(|c| c.key == wrong.component)
    };
    for wrong in known.wrong.iter().filter(own) {
        tell(Check::OftenWrong, &wrong.name, format!("{}/{}", wrong.dossiers, wrong.filed));
    }
    found
}

/// Those of the components that dossiers come back for of which at least this share of the dossiers filed does.
pub fn too_often(wrong: Vec<OftenWrong>, share: f64) -> Vec<OftenWrong> {
    let is = |wrong: &OftenWrong| wrong.filed > 0 && wrong.dossiers as f64 >= share * wrong.filed as f64;
    wrong.into_iter().filter(is).collect()
}

/// Papers and questions that ask for what may not be asked for: (paper or question, the word of the rule).
fn forbidden(body: &Procedure, words: &[String]) -> Vec<(String, String)> {
    let papers = body.components.iter().filter(|c| c.required).map(|c| c.name.clone());
    let asked = body.form.as_ref().and_then(|f| f.get("properties")?.as_object());
    let titles = asked.into_iter().flat_map(|all| all.values());
    let questions = titles.filter_map(|q| q.get("title")?.as_str().map(str::to_owned));
    let mut found = Vec::new();
    for name in papers.chain(questions) {
        let folded = fold(&name);
        if let Some(word) = words.iter().find(|w| !w.trim().is_empty() && folded.contains(&fold(w))) {
            found.push((name, word.clone()));
        }
    }
    found
}

/// Worked minutes of the steps and of the term, where the steps take longer.
///
/// What is waited for is not counted, nor is a step without a time of its own; the longest of the terms decides. Steps counted in
/// days of the calendar are not compared.
pub fn over_term(body: &Procedure) -> Option<(u32, u32)> {
    let term = body.term.as_ref()?;
    let longest = std::iter::once(term).chain(body.variants.iter().map(|v| &v.term)).map(length).max()??;
    let mut steps = 0u32;
    for step in body.process.iter().filter(|s| s.pauses.is_none()) {
        if let Some(time) = step.time {
            steps = steps.saturating_add(minutes(time)?);
        }
    }
    (steps > longest).then_some((steps, longest))
}

/// The most worked minutes that a term with its verification leaves.
fn length(term: &Term) -> Option<u32> {
    let base = match term.base {
        Base::SameDay => most(Amount::WorkingDays(1)),
        Base::Amount(amount) => most(amount),
        Base::None if term.legs.is_empty() => return None,
        Base::None => term.legs.iter().fold(0u32, |sum, leg| sum.saturating_add(most(leg.time))),
    };
    Some(term.verification.map_or(base, |more| base.saturating_add(most(more))))
}

/// Worked minutes, a working day of eight hours; none for days of the calendar.
fn minutes(amount: Amount) -> Option<u32> {
    (!matches!(amount, Amount::Days(_) | Amount::Months(_))).then(|| most(amount))
}

/// The most worked minutes within a length of time: days of the calendar hold the working days of as many days from a Monday on,
/// months those of months of 31 days.
fn most(amount: Amount) -> u32 {
    match amount {
        Amount::WorkingMinutes(n) => n,
        Amount::WorkingHours(n) => n.saturating_mul(60),
        Amount::HalfDays(n) => n.saturating_mul(240),
        Amount::WorkingDays(n) => n.saturating_mul(480),
        Amount::Days(n) => (n / 7).saturating_mul(5).saturating_add((n % 7).min(5)).saturating_mul(480),
        Amount::Months(n) => most(Amount::Days(n.saturating_mul(31))),
    }
}

/// "7,5": working days of worked minutes, with a half where there is one.
pub fn days(minutes: u32) -> String {
    kernel::Digits::Vietnamese.decimal(kernel::round1(f64::from(minutes) / 480.0))
}

/// Steps after the result has been handed over: the one-stop's first step after the signature is the last of all.
fn unreachable(process: &[ProcessStep]) -> Vec<&ProcessStep> {
    let Some(last) = process.iter().rposition(|s| s.role != StepRole::OneStop) else { return Vec::new() };
    process.iter().skip(last + 2).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn procedure(change: impl Fn(&str) -> String) -> Procedure {
        super::super::parse(&change(include_str!("../../../../../procedures/AS-01.yaml"))).unwrap()
    }

    fn codes(body: &Procedure, known: &Known) -> Vec<&'static str> {
        findings(body, known).iter().map(|f| f.check.code()).collect()
    }

    #[test]
    fn a_procedure_in_order_has_no_findings() {
        // 0,5 + 11,5 + 1 + 2 + 0 = 15 working days, the term.
        assert_eq!(codes(&procedure(str::to_owned), &Known::default()), Vec::<&str>::new());
    }

    #[test]
    fn steps_may_not_take_longer_than_the_term() {
        let body =
            procedure(|t| t.replace("term: {base: {working_days: 15}}", "term: {base: {working_days: 14}}"));
        let found = findings(&body, &Known::default());
        assert_eq!((found[0].check, found[0].more.as_str()), (Check::OverTerm, "15 > 14"));
        let calendar = |days: u32| {
            procedure(|t| {
                t.replace("term: {base: {working_days: 15}}", &format!("term: {{base: {{days: {days}}}}}"))
            })
        };
        // Three weeks hold fifteen working days, nineteen days from a Monday on do too, eighteen fourteen.
        for (days, over) in [(21, false), (19, false), (18, true), (3, true)] {
            assert_eq!(codes(&calendar(days), &Known::default()).contains(&"over-term"), over, "{days}");
        }
    }

    #[test]
    fn a_step_that_nobody_does_and_one_that_is_never_reached_are_named() {
        let body = procedure(|t| {
            t.replace("unit: Bộ phận Tiếp nhận và Trả kết quả, time: {half_days: 1}", "time: {half_days: 1}")
                .replace(
                    "online: {level",
                    "  - {name: Lưu hồ sơ, role: one_stop, unit: Văn thư}\nonline: {level",
                )
        });
        let found = findings(&body, &Known::default());
        assert_eq!((found[0].check, found[0].about.as_str()), (Check::NoRole, "Tiếp nhận"));
        assert_eq!((found[1].check, found[1].about.as_str()), (Check::Unreachable, "Lưu hồ sơ"));
        let unsigned = procedure(|t| t.replace("role: leader", "role: head"));
        assert_eq!(codes(&unsigned, &Known::default()), ["unsigned"]);
    }

    #[test]
    fn forbidden_papers_dead_forms_and_ended_law_are_named() {
        let text = include_str!("../../../../../procedures/AS-02.yaml");
        let mut body = super::super::parse(text).unwrap();
        let known = Known {
            forbidden: vec!["sổ hộ khẩu".to_owned()],
            ended: vec![("13/2010/NĐ-CP".to_owned(), "136/2013/NĐ-CP".to_owned())],
            ..Known::default()
        };
        assert_eq!(codes(&body, &known), ["forbidden", "ended-basis"]);
        body.form = None;
        assert_eq!(codes(&body, &known), ["dead-form", "forbidden", "ended-basis"]);
        let uploaded =
            Known { uploaded: vec!["Đơn đề nghị hưởng trợ cấp".to_owned()], ..known };
        assert_eq!(codes(&body, &uploaded), ["forbidden", "ended-basis"]);
    }

    #[test]
    fn a_component_that_dossiers_come_back_for_too_often_is_named() {
        let body = procedure(str::to_owned);
        let component = &body.components[0];
        let wrong = |key: &str, dossiers| OftenWrong {
            procedure: body.code.clone(),
            component: key.to_owned(),
            name: component.name.clone(),
            dossiers,
            filed: 100,
        };
        let all = vec![wrong(&component.key, 5), wrong("khong-con", 50), wrong(&component.key, 4)];
        let known = Known { wrong: too_often(all, 0.05), ..Known::default() };
        let found = findings(&body, &known);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].check, found[0].more.as_str()), (Check::OftenWrong, "5/100"));
        let none = OftenWrong { filed: 0, ..wrong(&component.key, 0) };
        assert!(too_often(vec![none], 0.05).is_empty());
    }

    proptest! {
        #[test]
        fn more_time_never_mends_an_overlong_process(term in 1u32..60, more in 0u32..40) {
            let with = |days: u32| procedure(|t| t.replace("working_days: 15", &format!("working_days: {days}")));
            let over = |days: u32| codes(&with(days), &Known::default()).contains(&"over-term");
            prop_assert!(!over(term + more) || over(term));
            prop_assert_eq!(over(term), term < 15);
        }
    }
}
