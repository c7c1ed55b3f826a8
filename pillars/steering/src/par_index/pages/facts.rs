//! The questions of a rule as fields of a form, and the answers read back with what is wrong with them.

use super::super::rules::dec::Dec;
use super::super::rules::rule::{Facts, Lack, Of, Rule, score};
use super::super::rules::tree::Leaf;
use super::super::words::Writer;
use platform::Ctx;
use platform::error::FieldErrors;
use platform::http::Submitted;
use ui::{Choice, Field, Width};

/// Names of the numbers of answers A to D.
const ANSWERS: [&str; 4] = ["a", "b", "c", "d"];

/// What the fields of a rule hold: what is known, or what was typed, also where it is no number, with what is wrong with it.
pub struct Held<'a> {
    /// What is known.
    pub facts: &'a Facts,
    /// What was typed into the same form before.
    pub typed: Option<&'a Submitted>,
    /// What is wrong with it.
    pub errors: &'a FieldErrors,
}

impl Held<'_> {
    fn number(&self, ctx: &Ctx, name: &str, known: Option<Dec>) -> String {
        match self.typed {
            Some(form) => form.text(name).to_owned(),
            None => known.map(|number| shown(ctx, number)).unwrap_or_default(),
        }
    }
}

/// A number as a field holds it; three decimals after a point would be read back as thousands.
fn shown(ctx: &Ctx, number: Dec) -> String {
    let (mark, mut text) = (ui::words(&ctx.locale).decimal_mark.clone(), number.to_string());
    if mark == "." && text.split_once('.').is_some_and(|(_, decimals)| decimals.len() == 3) {
        text.push('0');
    }
    text.replace('.', &mark)
}

/// The fields that a rule asks.
pub fn fields(ctx: &Ctx, leaf: &Leaf<'_>, held: &Held<'_>) -> Vec<Field> {
    let mut found = Vec::new();
    if let Some(rule) = &leaf.node.rule {
        ask(ctx, rule, leaf.max(), held, &mut found);
    }
    found
}

fn ask(ctx: &Ctx, rule: &Rule, max: Dec, held: &Held<'_>, found: &mut Vec<Field>) {
    let facts = held.facts;
    let error = |name: &str| ui::field_error(ctx, held.errors, name);
    let number = |name: &str, label: String, known: Option<Dec>| {
        Field::text(name, label).width(Width::Short).value(held.number(ctx, name, known)).error(error(name))
    };
    let yes_no = |label: String| {
        let choices = vec![
            Choice::new("co", ctx.t("par-index-yes"), facts.yes == Some(true)),
            Choice::new("khong", ctx.t("par-index-no"), facts.yes == Some(false)),
        ];
        Field::radios("co-khong", label, choices).error(error("co-khong"))
    };
    match rule {
        Rule::YesNo => found.push(yes_no(ctx.t("par-index-ask-done"))),
        Rule::Choice { options } => {
            let writer = Writer::new(&ctx.locale);
            let choice = |(n, option): (usize, &super::super::rules::rule::Outcome)| {
                let name = ctx.locale.pick(&option.name, &option.name_en).to_owned();
                Choice::new(n.to_string(), name, facts.chosen == Some(n)).hint(writer.dec(option.points))
            };
            let choices = options.iter().enumerate().map(choice).collect();
            found.push(
                Field::radios("ket-qua", ctx.t("par-index-ask-choice"), choices).error(error("ket-qua")),
            );
            if options.iter().any(|o| o.up_to) {
                found.push(number("diem", ctx.t("par-index-ask-points-up-to"), facts.points).optional());
            }
        }
        Rule::Bands { of, .. } | Rule::Linear { of, .. } | Rule::Rise { of } => {
            match of {
                Of::Percent => {
                    found.push(number("tu-so", ctx.t("par-index-ask-numerator"), facts.value));
                    found.push(number("mau-so", ctx.t("par-index-ask-denominator"), facts.of));
                }
                Of::Count => found.push(number("tu-so", ctx.t("par-index-ask-count"), facts.value)),
                Of::Days => found.push(number("tu-so", ctx.t("par-index-ask-days"), facts.value)),
            }
            if matches!(rule, Rule::Rise { .. }) {
                found.push(number("nam-truoc", ctx.t("par-index-ask-before"), facts.before));
            }
        }
        Rule::Survey => {
            found.push(number("tu-so", ctx.t("par-index-ask-satisfied"), facts.value));
            found.push(number("mau-so", ctx.t("par-index-ask-answers"), facts.of));
        }
        Rule::Answers { .. } => {
            for (at, name) in ANSWERS.into_iter().enumerate() {
                let known = facts.answers.and_then(|all| all.get(at).copied()).map(Dec::whole);
                let label = ctx.tn("par-index-ask-answer", &[("answer", name.to_uppercase())]);
                found.push(number(name, label, known));
            }
        }
        Rule::Events { .. } => found.push(number("tu-so", ctx.t("par-index-ask-events"), facts.value)),
        Rule::Late { .. } => found.push(number("tu-so", ctx.t("par-index-ask-late"), facts.value)),
        Rule::Rank { .. } => found.push(number("tu-so", ctx.t("par-index-ask-place"), facts.value)),
        Rule::Judged => {
            let max = Writer::new(&ctx.locale).dec(max);
            found.push(
                number("diem", ctx.t("par-index-ask-points"), facts.points)
                    .hint(ctx.tn("par-index-rule-judged", &[("max", max)])),
            );
        }
        Rule::Depends { question, question_en, yes, no } => {
            found.push(yes_no(ctx.locale.pick(question, question_en).to_owned()));
            for (answer, rule) in [("co", yes), ("khong", no)] {
                let mut below = Vec::new();
                ask(ctx, rule, max, held, &mut below);
                put_below(found, below, answer);
            }
        }
        Rule::Nothing => {}
    }
}

/// Puts the questions of a rule that holds only for an answer below the question it depends on.
fn put_below(found: &mut Vec<Field>, below: Vec<Field>, held: &str) {
    for mut field in below {
        // What both rules ask is asked once, whatever was answered.
        if let Some(same) = found.iter_mut().find(|f| f.name == field.name) {
            same.show_when = None;
            continue;
        }
        field.show_when = Some(("co-khong".to_owned(), held.to_owned()));
        // Which of the two rules asks follows from the answer: neither demands its own.
        found.push(field.optional());
    }
}

/// The facts typed, and the points they give; errors stand at the fields they belong to.
pub fn read(
    leaf: &Leaf<'_>,
    worth: [Dec; 4],
    form: &Submitted,
    errors: &mut FieldErrors,
) -> (Facts, Option<Dec>) {
    let mut number = |name: &str| match form.text(name) {
        "" => None,
        text => {
            // Points have decimals and never thousands; counts the other way round.
            let read = if name == "diem" { Dec::parse(text) } else { Dec::typed(text) };
            if read.is_none() {
                errors.add(name, "par-index-error-number");
            }
            read
        }
    };
    let [a, b, c, d] = ANSWERS.map(&mut number);
    let answers = match (a, b, c, d) {
        (None, None, None, None) => None,
        all => {
            let whole = |d: Option<Dec>| d.unwrap_or(Dec::ZERO).0 / 10_000;
            Some([whole(all.0), whole(all.1), whole(all.2), whole(all.3)])
        }
    };
    let facts = Facts {
        yes: match form.text("co-khong") {
            "co" => Some(true),
            "khong" => Some(false),
            _ => None,
        },
        chosen: form.text("ket-qua").parse().ok(),
        value: number("tu-so"),
        of: number("mau-so"),
        before: number("nam-truoc"),
        points: number("diem"),
        answers,
    };
    let Some(rule) = &leaf.node.rule else { return (facts, None) };
    if !errors.is_empty() {
        return (facts, None);
    }
    match score(rule, leaf.max(), worth, &facts) {
        Ok(points) => (facts, Some(points)),
        Err(lack) => {
            errors.add(field_of(rule, &facts, lack), format!("par-index-lack-{}", lack.code()));
            (facts, None)
        }
    }
}

/// The field that what is lacking belongs to.
fn field_of(rule: &Rule, facts: &Facts, lack: Lack) -> &'static str {
    match lack {
        Lack::Answer => "co-khong",
        Lack::Choice => "ket-qua",
        Lack::Denominator if asks_answers(rule, facts) => "a",
        Lack::Value if asks_answers(rule, facts) => "a",
        Lack::Denominator => "mau-so",
        Lack::Value | Lack::Share => "tu-so",
        Lack::Before => "nam-truoc",
        Lack::Points => "diem",
    }
}

fn asks_answers(rule: &Rule, facts: &Facts) -> bool {
    matches!(super::super::rules::rule::held(rule, facts), Some(Rule::Answers { .. }))
}
