//! The deadline calculator for programs: what would be promised, with its arithmetic and the rules of the day; nothing is stored.

use crate::one_stop::pages::public::calculator::{self as page, Answered};
use crate::one_stop::pages::public::calculator_form as form;
use platform::Ctx;
use platform::api::types::{Asked, At, On, renamed};
use platform::api::{Nothing, One};
use platform::error::{Error, FieldErrors, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Unit of a bare term.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum UnitIn {
    /// Working days.
    WorkingDays,
    /// Working hours.
    WorkingHours,
    /// Days of the calendar.
    Days,
    /// Months.
    Months,
}

/// What is to be counted: a procedure, or a bare term.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TermIn {
    /// Code of the procedure in force on the day of receipt; without one the bare term counts.
    #[schemars(length(min = 1, max = 40), extend("examples" = ["XD-01"]))]
    procedure: Option<String>,
    /// Key of the case that decides the term, where the procedure has several.
    #[schemars(length(min = 1, max = 80))]
    term_case: Option<String>,
    /// Number of the bare term.
    #[schemars(range(min = 1, max = 2000), extend("examples" = [15]))]
    number: Option<i64>,
    /// Its unit; working days where nothing is said.
    unit: Option<UnitIn>,
    /// Code of the agency whose calendar counts; the city's usual one where nothing is said.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    agency: Option<String>,
    /// When the dossier is received.
    #[schemars(extend("examples" = ["2013-06-10T08:30:00+07:00"]))]
    received_at: At,
    /// With verification, which lengthens the term of some procedures.
    verification: Option<bool>,
    /// When papers were asked for, if they were.
    asked_at: Option<At>,
    /// When they were complete again.
    complete_at: Option<At>,
}

/// A rule of the day.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RuleOut {
    /// Its key.
    key: &'static str,
    /// Its value.
    value: serde_json::Value,
    /// Where it comes from.
    source: String,
    /// Whether a source confirmed it.
    confirmed: bool,
}

/// What would be promised.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PromiseOut {
    /// The procedure or the term, in words.
    title: String,
    /// Promised; null where the rules promise nothing.
    due_at: Option<At>,
    /// The half-day in which the result may be fetched: its beginning and its end.
    window: Option<(At, At)>,
    /// The arithmetic, a sentence a step.
    arithmetic: Vec<String>,
    /// To be transferred by.
    transfer_by: At,
    /// Last day on which papers may be asked for.
    supplement_by: On,
    /// Last day for an apology.
    apology_by: Option<On>,
    /// The end that the index of Decision 766/QĐ-TTg counts by, where it is known.
    index_limit: Option<At>,
    /// The rules of the day of receipt.
    rules: Vec<RuleOut>,
}

/// What the form's fields are called here.
const NAMES: [(&str, &str); 8] = [
    ("thu-tuc", "procedure"),
    ("truong-hop", "term_case"),
    ("so", "number"),
    ("don-vi-tinh", "unit"),
    ("co-quan", "agency"),
    ("luc", "received_at"),
    ("yeu-cau", "asked_at"),
    ("da-du", "complete_at"),
];

/// Counts it.
pub async fn count(ctx: Ctx, _: Nothing, term: TermIn) -> Result<One<PromiseOut>> {
    let unit = term.unit.map(|unit| match unit {
        UnitIn::WorkingDays => "ngay-lam-viec",
        UnitIn::WorkingHours => "gio-lam-viec",
        UnitIn::Days => "ngay",
        UnitIn::Months => "thang",
    });
    let query = Asked::new()
        .with("thu-tuc", term.procedure)
        .with("truong-hop", term.term_case)
        .with("so", term.number)
        .with("don-vi-tinh", unit)
        .with("co-quan", term.agency)
        .with("luc", Some(form::written(term.received_at.0)))
        .with("tham-tra", term.verification.filter(|yes| *yes).map(|_| "co"))
        .with("yeu-cau", term.asked_at.map(|at| form::written(at.0)))
        .with("da-du", term.complete_at.map(|at| form::written(at.0)))
        .after(None)?;
    let mut errors = FieldErrors::new();
    let asked = form::read(&ctx, &query, &mut errors).await?;
    let Some(asked) = asked.filter(|_| errors.is_empty()) else {
        return Err(renamed(Error::Invalid(errors), &NAMES));
    };
    let found: Answered = page::answered(&ctx, &asked)?;
    let rules = page::rules_on(&ctx, asked.received.day()).into_iter().map(|(key, rule)| RuleOut {
        key,
        value: rule.value,
        source: rule.source,
        confirmed: rule.confirmed,
    });
    Ok(One(PromiseOut {
        title: asked.title,
        due_at: found.due.at.map(At),
        window: found.due.window.map(|(from, to)| (At(from), At(to))),
        arithmetic: page::in_words(&ctx, &found.due),
        transfer_by: At(found.transfer_by),
        supplement_by: On(found.supplement_by),
        apology_by: found.apology_by.map(On),
        index_limit: found.index_limit.map(At),
        rules: rules.collect(),
    }))
}
