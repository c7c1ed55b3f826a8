//! A procedure in the fields of a record of the national database (hồ sơ thủ tục hành chính trên cơ sở dữ liệu quốc gia).

use super::words::{fee_words, name, named};
use contracts::procedures::{Component, Fee, PaperForm, Procedure, StepText};
use kernel::LegalBasis;
use platform::Locale;

/// The fields in order, as keys of their names.
pub const FIELDS: [&str; 20] = [
    "catalogue-national-number",
    "catalogue-national-code",
    "catalogue-national-name",
    "catalogue-national-agency",
    "catalogue-national-field",
    "catalogue-national-decides",
    "catalogue-national-carries-out",
    "catalogue-national-cooperates",
    "catalogue-national-channels",
    "catalogue-national-term",
    "catalogue-national-audience",
    "catalogue-national-result",
    "catalogue-national-status",
    "catalogue-national-steps",
    "catalogue-national-conditions",
    "catalogue-national-components",
    "catalogue-national-sets",
    "catalogue-national-forms",
    "catalogue-national-fees",
    "catalogue-national-basis",
];

/// The values of a procedure; lists are lines, the parts of an entry are parted by " | " as the database shows them.
pub fn values(vi: &Locale, body: &Procedure, city: &str) -> Vec<String> {
    let agency = body.agency.as_ref();
    let lines = |all: Vec<String>| all.join("\n");
    let applies = if body.status == "abolished" {
        "catalogue-national-applies-no"
    } else {
        "catalogue-national-applies"
    };
    let steps = body.steps.iter().map(step).collect();
    let components = body.components.iter().map(|c| component(vi, c)).collect();
    let forms = body.forms.iter().map(form).collect();
    let fees = body.fees.iter().map(|f| fee(vi, f)).collect();
    let bases = body.legal_basis.iter().map(basis).collect();
    vec![
        body.legacy_code.clone().unwrap_or_default(),
        body.national_code.clone().unwrap_or_else(|| body.code.clone()),
        body.name.clone(),
        city.to_owned(),
        body.field.name.clone(),
        agency.map(|a| a.decides.clone()).unwrap_or_default(),
        agency.and_then(|a| a.carries_out.clone()).unwrap_or_default(),
        agency.and_then(|a| a.cooperates.clone()).unwrap_or_default(),
        named(vi, "channel", &body.channels),
        body.term_words(vi),
        named(vi, "audience", &body.audience),
        body.result.as_ref().map(|r| r.name.clone()).unwrap_or_default(),
        vi.t(applies),
        lines(steps),
        lines(body.requirements.iter().map(|r| line(r)).collect()),
        lines(components),
        body.sets.map(|n| n.to_string()).unwrap_or_default(),
        lines(forms),
        lines(fees),
        lines(bases),
    ]
}

/// A text as one line: an entry of a list is one.
pub fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A step as a line.
pub fn step(step: &StepText) -> String {
    line(&format!("{} | {}", step.actor, step.action))
}

/// A paper as a line.
pub fn component(vi: &Locale, paper: &Component) -> String {
    line(&format!("{} | {} | {}", paper.name, name(vi, "kind", &paper.kind), paper.copies))
}

/// A form on paper as a line.
pub fn form(form: &PaperForm) -> String {
    line(&format!("{} | {}", form.name, form.legal.as_deref().unwrap_or_default()))
}

/// A fee as a line.
pub fn fee(vi: &Locale, fee: &Fee) -> String {
    line(&format!("{} | {} | {}", fee.name, fee_words(vi, fee), fee.note.as_deref().unwrap_or_default()))
}

/// A document of the law as a line.
pub fn basis(basis: &LegalBasis) -> String {
    line(&format!("{} | {} | {}", basis.number, basis.article, basis.title))
}
