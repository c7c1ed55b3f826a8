//! Templates of notices: text with names to fill in, choices and lists. Whatever an administrator writes takes bounded time
//! and memory.
//!
//! The engine's fuel pays for steps and for what they make, some of it only once it is made, such as a list joined without
//! a separator. So what can make a text longer than it was given is no part of a notice's language: no
//! variables of its own, no sums, no calls, and the filters named here only. What is left makes a text at most as long as
//! the fuel pays for.

use minijinja::machinery::ast::{BinOpKind, CallArg, Expr, Stmt};
use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, Error, ErrorKind};
use serde_json::Value as Json;
use std::collections::BTreeSet;

/// Steps a template may take: those that ship take some dozens, a loop without end stops here. Each also pays for 64 bytes.
const FUEL: u64 = 10_000;

/// Filters that make no text longer. Joining is apart: it may stand once, on a value as it was given.
const FILTERS: [&str; 10] =
    ["capitalize", "d", "default", "first", "last", "length", "lower", "title", "trim", "upper"];
const JOIN: &str = "join";
/// Bytes of what stands between joined values.
const SEPARATOR: usize = 16;
/// Tests that look at their value only.
const TESTS: [&str; 4] = ["defined", "none", "string", "undefined"];

/// A template with its values; the engine's own words when it cannot be filled in.
pub fn fill(text: &str, values: &Json) -> Result<String, Error> {
    check(text)?;
    let mut engine = Environment::new();
    engine.set_fuel(Some(FUEL));
    engine.render_str(text, minijinja::value::Serde(values))
}

/// The names that a template fills in.
pub fn variables(text: &str) -> Result<BTreeSet<String>, Error> {
    check(text)?;
    let engine = Environment::new();
    Ok(engine.template_from_str(text)?.undeclared_variables(false).into_iter().collect())
}

/// Whether a text keeps to the language of notices.
fn check(text: &str) -> Result<(), Error> {
    statement(&minijinja::machinery::parse(text, "notice", SyntaxConfig::default())?)
}

fn refused(what: &str) -> Error {
    Error::new(
        ErrorKind::SyntaxError,
        format!("{what} is not for notices: names, if, for and plain filters are"),
    )
}

fn statements(all: &[Stmt<'_>]) -> Result<(), Error> {
    all.iter().try_for_each(statement)
}

fn statement(stmt: &Stmt<'_>) -> Result<(), Error> {
    match stmt {
        Stmt::Template(template) => statements(&template.children),
        Stmt::EmitRaw(_) => Ok(()),
        Stmt::EmitExpr(emit) => expression(&emit.expr),
        Stmt::IfCond(cond) => {
            expression(&cond.expr)?;
            statements(&cond.true_body)?;
            statements(&cond.false_body)
        }
        Stmt::ForLoop(each) if each.recursive => Err(refused("a recursive loop")),
        Stmt::ForLoop(each) => {
            expression(&each.target)?;
            expression(&each.iter)?;
            each.filter_expr.as_ref().map_or(Ok(()), expression)?;
            statements(&each.body)?;
            statements(&each.else_body)
        }
        _ => Err(refused("this statement")),
    }
}

fn expression(expr: &Expr<'_>) -> Result<(), Error> {
    match expr {
        Expr::Var(_) | Expr::Const(_) => Ok(()),
        Expr::GetAttr(of) => expression(&of.expr),
        Expr::GetItem(of) => {
            expression(&of.expr)?;
            expression(&of.subscript_expr)
        }
        Expr::UnaryOp(one) => expression(&one.expr),
        Expr::BinOp(two) => {
            let compares = matches!(
                two.op,
                BinOpKind::Eq
                    | BinOpKind::Ne
                    | BinOpKind::Lt
                    | BinOpKind::Lte
                    | BinOpKind::Gt
                    | BinOpKind::Gte
                    | BinOpKind::ScAnd
                    | BinOpKind::ScOr
                    | BinOpKind::In
            );
            if !compares {
                return Err(refused("computing"));
            }
            expression(&two.left)?;
            expression(&two.right)
        }
        Expr::Compare(chain) => {
            expression(&chain.expr)?;
            chain.ops.iter().try_for_each(|op| expression(&op.expr))
        }
        Expr::IfExpr(choice) => {
            expression(&choice.test_expr)?;
            expression(&choice.true_expr)?;
            choice.false_expr.as_ref().map_or(Ok(()), expression)
        }
        Expr::Test(test) if TESTS.contains(&test.name) => expression(&test.expr),
        Expr::Filter(filter) if filter.name == JOIN => join(filter.expr.as_ref(), &filter.args),
        Expr::Filter(filter) if FILTERS.contains(&filter.name) => {
            filter.expr.as_ref().map_or(Ok(()), expression)?;
            filter.args.iter().try_for_each(argument)
        }
        Expr::Filter(filter) => Err(refused(filter.name)),
        Expr::Test(test) => Err(refused(test.name)),
        _ => Err(refused("this expression")),
    }
}

/// What a filter is given: words or a name, one by one.
fn argument(given: &CallArg<'_>) -> Result<(), Error> {
    match given {
        CallArg::Pos(expr) | CallArg::Kwarg(_, expr) => expression(expr),
        CallArg::PosSplat(_) | CallArg::KwargSplat(_) => Err(refused("a list of arguments")),
    }
}

/// Values joined, by a few letters: of a value as it was given, for joining what is joined multiplies.
fn join(of: Option<&Expr<'_>>, args: &[CallArg<'_>]) -> Result<(), Error> {
    let given = of.is_some_and(given);
    let short = match args {
        [] => true,
        [CallArg::Pos(Expr::Const(text))] => text.value.as_str().is_some_and(|text| text.len() <= SEPARATOR),
        _ => false,
    };
    if given && short { Ok(()) } else { Err(refused("joining anything but a name, by a few letters,")) }
}

/// A name, or a part of it.
fn given(expr: &Expr<'_>) -> bool {
    match expr {
        Expr::Var(_) => true,
        Expr::GetAttr(of) => given(&of.expr),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_template_without_end_stops_and_one_that_ends_does_not() {
        let names: Vec<String> = (0..2000).map(|n| n.to_string()).collect();
        let endless = "{% for a in names %}{% for b in names %}x{% endfor %}{% endfor %}";
        assert_eq!(fill(endless, &json!({"names": names})).unwrap_err().kind(), ErrorKind::OutOfFuel);
        assert_eq!(fill("Hồ sơ {{ code }}", &json!({"code": "H13-7"})).unwrap(), "Hồ sơ H13-7");
    }

    #[test]
    fn names_choices_lists_and_plain_filters_are_filled_in() {
        let values =
            json!({"code": "H13-7", "due": "", "more": {"reason": "thiếu"}, "papers": ["a", "b"], "n": 2});
        for (text, filled) in [
            ("{% if due %}Hẹn {{ due }}{% else %}Chưa hẹn{% endif %}", "Chưa hẹn"),
            ("{{ more.reason|upper }} {{ more['reason']|title }}", "THIẾU Thiếu"),
            ("{% for p in papers %}{{ loop.index }}.{{ p }};{% endfor %}", "1.a;2.b;"),
            ("{{ papers|join(', ') }} {{ papers|length }} {{ reason|default('–') }}", "a, b 2 –"),
            ("{{ 'nhiều' if n > 1 and not due else 'một' }}", "nhiều"),
            ("{% if due is defined and code in papers %}x{% else %}y{% endif %}", "y"),
            ("{# {% set a = 1 %} #}{% raw %}{% set %}{% endraw %}", "{% set %}"),
        ] {
            assert_eq!(fill(text, &values).unwrap(), filled, "{text}");
        }
    }

    #[test]
    fn what_makes_texts_longer_again_and_again_is_refused_before_it_is_filled_in() {
        let doubling = "{% set a = a ~ a %}".repeat(40);
        for text in [
            doubling.as_str(),
            "{{ code ~ code }}",
            "{{ code + code }}",
            "{{ 'x' * 1000000000 }}",
            "{{ [code, code]|join }}",
            "{{ ([code] * 10000)|join }}",
            "{{ code|join(code) }}",
            "{{ code|join('ab')|join('ab')|join('ab') }}",
            "{{ code|join('more than sixteen letters') }}",
            "{{ code|replace('', code) }}",
            "{{ '%1000000000d'|format(1) }}",
            "{{ code|indent(1000000000) }}",
            "{{ range(100000)|list }}",
            "{% with a = code %}{% endwith %}",
            "{% set a %}{{ code }}{% endset %}",
            "{% filter upper %}{{ code }}{% endfilter %}",
            "{% macro m() %}{{ m() }}{% endmacro %}",
            "{% for a in code recursive %}{{ loop(code) }}{% endfor %}",
            "{% for a in code %}{{ loop.cycle(code, code) }}{% endfor %}",
            "{% include 'x' %}",
            "{{ code[::-1] }}",
            "{{ code|default(*papers) }}",
        ] {
            let fault = fill(text, &json!({"code": "H13-7", "papers": ["a"]})).unwrap_err();
            assert_eq!(fault.kind(), ErrorKind::SyntaxError, "{text}: {fault}");
            assert_eq!(variables(text).unwrap_err().kind(), ErrorKind::SyntaxError, "{text}");
        }
    }

    #[test]
    fn what_is_filled_in_is_as_long_as_the_fuel_pays_for_and_no_longer() {
        let long = "a".repeat(2_000);
        let names: Vec<&str> = vec![&long; 1_000];
        let fault = fill("{% for n in names %}{{ n }}{% endfor %}", &json!({"names": names})).unwrap_err();
        assert_eq!(fault.kind(), ErrorKind::OutOfFuel);
    }
}
