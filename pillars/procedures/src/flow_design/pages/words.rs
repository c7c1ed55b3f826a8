//! A flow's data in the reader's words: amounts, roles, conditions.

use super::super::acts::Questions;
use flow::{Flow, Guard, Kind, Node};
use kernel::Amount;
use platform::Ctx;
use platform::messages::Lang;

/// `5 ngày làm việc`.
pub fn amount(ctx: &Ctx, amount: Amount) -> String {
    if ctx.locale.lang() == Lang::En { amount.label_en() } else { amount.label_vi() }
}

/// Working minutes as days and hours of eight-hour days.
pub fn minutes(ctx: &Ctx, minutes: u64) -> String {
    let halves = minutes / 240;
    match u32::try_from(halves) {
        Ok(halves) if minutes.is_multiple_of(240) => amount(ctx, Amount::HalfDays(halves)),
        _ => amount(ctx, Amount::WorkingMinutes(u32::try_from(minutes).unwrap_or(u32::MAX))),
    }
}

/// Name of a role.
pub fn role(ctx: &Ctx, role: flow::Role) -> String {
    ctx.t(&format!("flow-design-role-{}", role.code().replace('_', "-")))
}

/// What a condition asks.
pub fn guard(ctx: &Ctx, drawn: &Flow, asked: &Questions, guard: &Guard) -> String {
    match guard {
        Guard::Paid { is: true } => ctx.t("flow-design-guard-paid"),
        Guard::Paid { is: false } => ctx.t("flow-design-guard-not-paid"),
        Guard::Role { is } => ctx.tn("flow-design-guard-role", &[("role", role(ctx, *is))]),
        Guard::Result { step, is } => {
            let name = drawn.node(step).map_or(step.as_str(), |node| node.name.as_str()).to_owned();
            ctx.tn("flow-design-guard-result", &[("step", name), ("result", is.clone())])
        }
        Guard::Field { name, test, value } => {
            let field = asked.get(name).unwrap_or(name).clone();
            let args = [("field", field), ("sign", test.sign().to_owned()), ("value", value.clone())];
            ctx.tn("flow-design-guard-field", &args)
        }
        Guard::Words { text } => ctx.tn("flow-design-guard-words", &[("text", text.clone())]),
    }
}

/// What else is to be said of a node, in one line.
pub fn about(ctx: &Ctx, node: &Node) -> String {
    let mut says = Vec::new();
    match &node.kind {
        Kind::Step(step) => {
            if !step.unit.is_empty() {
                says.push(step.unit.clone());
            }
            if step.paid_first {
                says.push(ctx.t("flow-design-paid-first"));
            }
            if step.pauses.is_some() {
                says.push(ctx.t("flow-design-pauses"));
            }
            if !step.results.is_empty() {
                let results = step.results.join(", ");
                says.push(ctx.tn("flow-design-results", &[("results", results)]));
            }
        }
        Kind::Action(action) => says.push(action.tell.clone()),
        _ => {}
    }
    says.join(" · ")
}
