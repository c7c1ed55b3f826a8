//! Pure rules of the catalogue: what a file says, which version holds when, what changed.

pub mod cpsv;
pub mod deadlines;
pub mod diff;
pub mod edit;
pub mod life;
pub mod national;
pub mod national_lists;
pub mod national_read;
pub mod parts;
pub mod quality;
pub mod uses;
pub mod words;
pub mod wrong;

use contracts::procedures::{Component, Procedure, ProcessStep, StepRole};
use kernel::Day;
use serde_json::Value as Json;
use std::collections::BTreeSet;
use wrong::Flaw;
pub use wrong::Problem;

/// States a procedure passes through (Decree 63/2010 art. 15, 24).
pub const STATUSES: [&str; 4] = ["drafted", "announced", "published", "abolished"];
/// Whom procedures are for.
pub const AUDIENCES: [&str; 4] = ["citizen", "firm", "organisation", "household_business"];
/// Ways of filing.
pub const CHANNELS: [&str; 3] = ["counter", "online", "post"];
/// Kinds of papers.
pub const KINDS: [&str; 6] = ["form", "original", "certified_copy", "copy", "shown", "electronic"];
/// Life events with a name on the screens.
pub const LIFE_EVENTS: [&str; 12] = [
    "sinh-con",
    "ket-hon",
    "qua-doi",
    "cu-tru",
    "kinh-doanh",
    "xay-nha",
    "dat-dai",
    "an-sinh",
    "viec-lam",
    "hoc-tap",
    "suc-khoe",
    "phap-ly",
];

/// A part of a procedure that differs between two versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartChange {
    /// Name of the part in the file.
    pub part: String,
    /// Before, JSON text; empty when it was not there.
    pub before: String,
    /// After.
    pub after: String,
}

/// Reads a file; a problem names its line where it has one.
pub fn parse(text: &str) -> Result<Procedure, Problem> {
    let procedure: Procedure = serde_saphyr::from_str(text).map_err(|e| wrong::of_yaml(text, &e))?;
    check(&procedure).map_err(|flaw| flaw.within(text))?;
    Ok(procedure)
}

/// What the types do not say.
pub fn check(procedure: &Procedure) -> Result<(), Flaw> {
    let code_fits = procedure.code.len() <= 20
        && !procedure.code.is_empty()
        && procedure.code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-');
    if !code_fits {
        let reason = format!("code: {:?} is not of the form HT-01", procedure.code);
        return Err(Flaw::new("catalogue-wrong-code").arg("value", &procedure.code).at("code:", reason));
    }
    if procedure.name.trim().is_empty() || procedure.short_name.trim().is_empty() {
        let reason = "name and short_name must not be empty".to_owned();
        return Err(Flaw::new("catalogue-wrong-name").at("name:", reason));
    }
    chosen("status:", &procedure.status, &STATUSES)?;
    if procedure.valid_to.is_some_and(|to| to < procedure.valid_from) {
        let reason = "valid_to lies before valid_from".to_owned();
        return Err(Flaw::new("catalogue-wrong-days").at("valid_to:", reason));
    }
    for value in &procedure.audience {
        chosen("audience:", value, &AUDIENCES)?;
    }
    for value in &procedure.channels {
        chosen("channels:", value, &CHANNELS)?;
    }
    let mut keys = BTreeSet::new();
    for component in &procedure.components {
        let kind = |c: &Component| format!("components: {:?}: kind {:?} is none of {KINDS:?}", c.key, c.kind);
        chosen("kind:", &component.kind, &KINDS).map_err(|flaw| flaw.at(&component.key, kind(component)))?;
        if component.key.is_empty() || !keys.insert(component.key.as_str()) {
            let reason = format!("components: the key {:?} is empty or stands twice", component.key);
            let flaw = Flaw::new("catalogue-wrong-component-key").arg("value", &component.key);
            return Err(flaw.at(&component.key, reason));
        }
    }
    if let Some(silence) = &procedure.silence {
        chosen("silence:", &silence.means, &parts::SILENCES)?;
    }
    check_cases(procedure)?;
    check_pauses(procedure)?;
    check_variants(procedure)?;
    if let Some(form) = &procedure.form
        && let Err(problem) = eforms::Form::parse(form)
    {
        let flaw = Flaw::new("catalogue-wrong-form").arg("problem", problem.to_string());
        return Err(flaw.at("form:", format!("form: {problem}")));
    }
    Ok(())
}

/// Whether a value is among those that are known; `place` is its field as it is written.
fn chosen(place: &str, value: &str, known: &[&str]) -> Result<(), Flaw> {
    if known.contains(&value) {
        return Ok(());
    }
    let flaw = Flaw::new("catalogue-wrong-choice").arg("field", place.trim_end_matches(':'));
    let reason = format!("{place} {value:?} is none of {known:?}");
    Err(flaw.arg("value", value).arg("known", known.join(", ")).at(place, reason))
}

/// The clock can only stand between the transfer and the signature: a dossier not yet handed over, or without a step
/// to go on to, could not come out of the wait.
fn check_pauses(procedure: &Procedure) -> Result<(), Flaw> {
    let last = procedure.process.iter().rposition(|s| s.role != StepRole::OneStop).unwrap_or(0);
    let stands =
        |(index, step): &(usize, &ProcessStep)| step.pauses.is_some() && (*index == 0 || *index >= last);
    match procedure.process.iter().enumerate().find(stands) {
        Some((_, step)) => {
            let reason = format!(
                "process: {:?}: pauses stands on the first step, the last one, or after it",
                step.name
            );
            Err(Flaw::new("catalogue-wrong-pause").arg("step", &step.name).at(&step.name, reason))
        }
        None => Ok(()),
    }
}

/// Each case has a key of its own, and names only audiences, levels and variants that there are.
fn check_cases(procedure: &Procedure) -> Result<(), Flaw> {
    let mut keys = BTreeSet::new();
    for case in &procedure.cases {
        let known = case.audience.iter().all(|a| AUDIENCES.contains(&a.as_str()))
            && case.level.as_deref().is_none_or(|l| parts::LEVELS.contains(&l))
            && case.variant.as_deref().is_none_or(|v| procedure.variant(v).is_some());
        if case.key.is_empty() || !keys.insert(case.key.as_str()) || !known {
            let reason = "the key is empty or stands twice, or it names an audience, level or variant that there is not";
            let reason = format!("cases: {:?}: {reason}", case.key);
            return Err(Flaw::new("catalogue-wrong-case").arg("value", &case.key).at(&case.key, reason));
        }
    }
    Ok(())
}

/// Each variant has a key and a case of its own, and what is filed online can be told from the form.
fn check_variants(procedure: &Procedure) -> Result<(), Flaw> {
    let mut keys = BTreeSet::new();
    for variant in &procedure.variants {
        let bad = |key: &'static str, reason: &str| {
            let reason = format!("variants: {:?}: {reason}", variant.key);
            Err(Flaw::new(key).arg("value", &variant.key).at(&variant.key, reason))
        };
        let key_fits = variant.key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if variant.key.is_empty() || !key_fits || !keys.insert(variant.key.as_str()) {
            let reason = "the key is empty, not of the form nong-thon, or stands twice";
            return bad("catalogue-wrong-variant-key", reason);
        }
        if variant.key == "chung" {
            return bad("catalogue-wrong-variant-own", "this key means the procedure's own term");
        }
        if variant.label.trim().is_empty() || !variant.term.promises() || procedure.term.is_none() {
            let reason =
                "it needs a label, a term that promises a date, and the procedure's own term beside it";
            return bad("catalogue-wrong-variant-term", reason);
        }
        match &variant.when {
            None if procedure.filed_online() => {
                let reason = "it can be filed online, so `when` must name the answer that means this case";
                return bad("catalogue-wrong-variant-online", reason);
            }
            None => {}
            Some(when) => {
                let question = procedure.form.as_ref().and_then(|f| f.get("properties")?.get(&when.field));
                let answers = question.and_then(|q| q.get("enum")).and_then(Json::as_array);
                if answers.is_none_or(|all| !all.contains(&when.equals)) {
                    let reason = "`when` names no answer of a choice of the form";
                    return bad("catalogue-wrong-variant-answer", reason);
                }
            }
        }
    }
    Ok(())
}

/// When each version holds: a version ends the day before the next one begins, or on its own last day if that is earlier.
///
/// Given (first day, declared last day) of each version; of two that begin on one day the later in the list holds and the
/// earlier never does (its last day lies before its first). Answers the last days in the same order.
pub fn intervals(versions: &[(Day, Option<Day>)]) -> Vec<Option<Day>> {
    versions
        .iter()
        .enumerate()
        .map(|(index, (from, to))| {
            let same_day_later = versions.iter().skip(index + 1).any(|(other, _)| other == from);
            let next = versions.iter().map(|(other, _)| *other).filter(|other| other > from).min();
            let end = if same_day_later { Some(from.previous()) } else { next.map(Day::previous) };
            match (end, *to) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            }
        })
        .collect()
}

/// Further words to find a procedure by: codes, abbreviations, initials, field, life events.
pub fn search_words(procedure: &Procedure) -> String {
    let mut words = vec![
        procedure.code.clone(),
        procedure.code.replace('-', ""),
        procedure.short_name.clone(),
        procedure.field.name.clone(),
        kernel::text::initials(&procedure.name),
        kernel::text::initials(&procedure.short_name),
    ];
    words.extend(procedure.national_code.clone());
    words.extend(procedure.legacy_code.clone());
    words.extend(procedure.abbreviations.iter().cloned());
    words.extend(procedure.life_events.iter().cloned());
    words.join(" ")
}

/// The searchable key of a version.
pub fn folded(procedure: &Procedure) -> String {
    kernel::text::fold(&format!("{} {}", procedure.name, search_words(procedure)))
}

/// Values between spaces, so that one of them can be looked for: " citizen firm ".
pub fn listed(values: &[String]) -> String {
    format!(" {} ", values.join(" "))
}

#[cfg(test)]
mod tests {
    use super::wrong::line_of;
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_version_ends_the_day_before_the_next() {
        let versions = [
            (day("2012-01-01"), None),
            (day("2014-07-01"), None),
            (day("2013-01-01"), Some(day("2013-06-30"))),
        ];
        assert_eq!(intervals(&versions), [Some(day("2012-12-31")), None, Some(day("2013-06-30"))]);
    }

    #[test]
    fn a_correction_of_the_same_day_takes_the_place_of_what_it_corrects() {
        let versions = [(day("2012-01-01"), None), (day("2012-01-01"), None)];
        assert_eq!(intervals(&versions), [Some(day("2011-12-31")), None]);
    }

    #[test]
    fn differences_are_named_by_part() {
        let old = serde_json::json!({"name": "A", "sets": 1, "requirements": []});
        let new = serde_json::json!({"name": "B", "sets": 1});
        let change = PartChange { part: "name".into(), before: "A".into(), after: "B".into() };
        assert_eq!(diff::by_part(Some(&old), &new), [change]);
        assert!(diff::by_part(Some(&new), &new).is_empty());
    }

    #[test]
    fn a_broken_file_names_its_line() {
        let problem = parse("code: HT-01\nname: [\n").unwrap_err();
        assert!(problem.line.is_some(), "{problem:?}");
        let good = include_str!("../../../../../procedures/HT-01.yaml");
        let problem = parse(&good.replace("status: published", "status: maybe")).unwrap_err();
        assert_eq!(problem.line, line_of(good, "status:"), "{problem:?}");
        assert!(parse(&format!("{good}\nsurprise: 1\n")).is_err());
    }

    #[test]
    fn a_form_that_refers_to_itself_is_refused_at_its_line() {
        let good = include_str!("../../../../../procedures/XD-01.yaml");
        let broken = good.replace("title: Loại nhà", "$ref: '#/properties/loai_nha', title: Loại nhà");
        assert_ne!(broken, good);
        let problem = parse(&broken).unwrap_err();
        assert_eq!(problem.line, line_of(good, "form:"), "{problem:?}");
        assert_eq!(problem.reason, "form: $ref: #/properties/loai_nha leads to itself");
    }

    #[test]
    fn a_case_that_no_answer_means_is_refused() {
        let good = include_str!("../../../../../procedures/XD-01.yaml");
        assert_eq!(parse(good).unwrap().variants.len(), 1);
        for (from, to) in [
            ("equals: Nhà ở nông thôn", "equals: Nhà ở biển"),
            ("field: loai_nha, equals", "field: loai_cua, equals"),
            ("when: {field: loai_nha, equals: Nhà ở nông thôn}, ", ""),
            ("key: nong-thon", "key: chung"),
            ("term: {base: {working_days: 10}}, basis", "term: {base: none}, basis"),
        ] {
            let broken = good.replace(from, to);
            assert_ne!(broken, good, "{from}");
            assert!(parse(&broken).unwrap_err().reason.starts_with("variants"), "{from}");
        }
        let counter_only = good
            .replace("when: {field: loai_nha, equals: Nhà ở nông thôn}, ", "")
            .replace("channels: [counter, online]", "channels: [counter]");
        assert!(parse(&counter_only).is_ok(), "at the counter the clerk chooses");
    }

    #[test]
    fn the_clock_stands_only_between_the_transfer_and_the_signature() {
        let good = include_str!("../../../../../procedures/DD-03.yaml");
        assert!(parse(good).unwrap().process.iter().any(|s| s.pauses.is_some()));
        for step in [
            "name: Tiếp nhận, role: one_stop",
            "name: Ký duyệt, role: leader",
            "name: Trả kết quả, role: one_stop",
        ] {
            let broken = good.replace(step, &format!("pauses: {{for: financial_duty}}, {step}"));
            assert_ne!(broken, good, "{step}");
            assert!(parse(&broken).unwrap_err().reason.starts_with("process"), "{step}");
        }
    }

    proptest! {
        #[test]
        fn no_day_has_two_versions(starts in prop::collection::vec(0i64..400, 1..8), probe in 0i64..500) {
            let first = day("2012-01-01");
            let versions: Vec<(Day, Option<Day>)> = starts.iter().map(|s| (first.plus_days(*s), None)).collect();
            let on = first.plus_days(probe);
            let ends = intervals(&versions);
            let holding = versions.iter().zip(&ends).filter(|((from, _), to)| *from <= on && to.is_none_or(|to| on <= to)).count();
            prop_assert_eq!(holding, usize::from(starts.iter().any(|s| *s <= probe)));
        }

        #[test]
        fn reading_never_panics(text in "\\PC{0,200}") {
            let _ = parse(&text);
        }
    }
}
