//! /quan-tri/quy-trinh/{id}/mo-phong: a sample dossier goes through the flow; nothing typed here is kept.

use super::super::acts::{self, Questions};
use super::super::store;
use super::{of_flow, path, picture, table, words};
use axum::extract::Path;
use axum::response::Response;
use flow::{Facts, Flow, Guard, Leg, Run};
use platform::http::Submitted;
use platform::{Ctx, Result};
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, BTreeSet};
use ui::{Cell, Choice, Field, Form, Inset, Row};

/// What the fields of answers and of results begin with.
const ANSWER: &str = "tra-loi.";
const RESULT: &str = "ket-qua.";

/// What the sample dossier says is asked.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let (row, drawn) = opened(&ctx, id).await?;
    let mut view = of_flow(&ctx, &row, "flow-design-simulate", false);
    view.head.lead = ctx.t("flow-design-simulate-lead");
    let asked = acts::questions(&ctx, &row.procedure_code).await?;
    view.parts.push(ui::markup(&form(&ctx, &row, &drawn, &Submitted::default(), &asked)));
    view.parts.push(picture(&ctx, &row, &drawn, Vec::new()));
    ui::html(&view)
}

/// Its way.
pub async fn try_out(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let (row, drawn) = opened(&ctx, id).await?;
    let mut view = of_flow(&ctx, &row, "flow-design-simulate", false);
    view.head.lead = ctx.t("flow-design-simulate-lead");
    let asked = acts::questions(&ctx, &row.procedure_code).await?;
    match flow::simulate(&drawn, &facts(&drawn, &typed)) {
        Err(stuck) => {
            let text = ctx.tn("flow-design-stuck", &[("why", why(&ctx, &drawn, &stuck))]);
            view.parts.push(ui::markup(&Inset { text }));
            view.parts.push(picture(&ctx, &row, &drawn, Vec::new()));
        }
        Ok(run) => {
            let total = [("total", words::minutes(&ctx, run.total)), ("steps", run.legs.len().to_string())];
            let key = if run.ended { "flow-design-run-ended" } else { "flow-design-run-round" };
            view.parts.push(ui::markup(&Inset { text: ctx.tn(key, &total) }));
            view.parts.push(legs(&ctx, &drawn, &run, &asked));
            let taken = run.first.iter().chain(run.legs.iter().flat_map(|leg| &leg.links)).cloned();
            view.parts.push(picture(&ctx, &row, &drawn, taken.collect()));
        }
    }
    view.parts.push(ui::markup(&form(&ctx, &row, &drawn, &typed, &asked)));
    ui::html(&view)
}

async fn opened(ctx: &Ctx, id: i64) -> Result<(store::FlowRow, Flow)> {
    let row = super::opened(ctx, id).await?;
    Ok((row, store::newest(&ctx.app.store, id).await?.flow()?))
}

/// Where it is stuck, by the name of the node.
fn why(ctx: &Ctx, drawn: &Flow, stuck: &flow::Stuck) -> String {
    match stuck {
        flow::Stuck::Unknown(key) | flow::Stuck::NoWay(key) => {
            drawn.node(key).map_or(key.clone(), |node| node.name.clone())
        }
        flow::Stuck::Endless => ctx.t("flow-design-finding-round"),
    }
}

/// Names of the questions that some condition asks.
fn questions(drawn: &Flow) -> BTreeSet<&str> {
    let asked = drawn.links.iter().filter_map(|link| match &link.when {
        Some(Guard::Field { name, .. }) => Some(name.as_str()),
        _ => None,
    });
    asked.collect()
}

fn facts(drawn: &Flow, typed: &Submitted) -> Facts {
    let mut form = Json::Object(Map::new());
    for name in questions(drawn) {
        let text = typed.text(&format!("{ANSWER}{name}"));
        if !text.is_empty() {
            put(&mut form, name, text);
        }
    }
    let results = drawn.nodes.iter().filter(|node| node.step().is_some_and(|step| !step.results.is_empty()));
    let results: BTreeMap<String, String> = results
        .map(|node| (node.key.clone(), typed.text(&format!("{RESULT}{}", node.key)).to_owned()))
        .collect();
    Facts { done: None, paid: typed.ticked("da_nop"), role: None, results, form }
}

/// Puts an answer where its name with dots leads.
fn put(form: &mut Json, name: &str, text: &str) {
    let (first, rest) = name.split_once('.').unwrap_or((name, ""));
    let Json::Object(map) = form else { return };
    if rest.is_empty() {
        map.insert(first.to_owned(), Json::from(text));
    } else {
        put(map.entry(first).or_insert_with(|| Json::Object(Map::new())), rest, text);
    }
}

fn form(ctx: &Ctx, row: &store::FlowRow, drawn: &Flow, typed: &Submitted, asked: &Questions) -> Form {
    let paid = vec![Choice::new("1", ctx.t("flow-design-guard-paid"), typed.ticked("da_nop"))];
    let mut fields = vec![Field::checkboxes("da_nop", ctx.t("flow-design-sample-fees"), paid).optional()];
    for node in &drawn.nodes {
        let Some(step) = node.step().filter(|step| !step.results.is_empty()) else { continue };
        let name = format!("{RESULT}{}", node.key);
        let chosen = typed.text(&name).to_owned();
        let choices = step.results.iter().map(|is| Choice::new(is, is.clone(), *is == chosen)).collect();
        let label = ctx.tn("flow-design-sample-result", &[("step", node.name.clone())]);
        fields.push(Field::select(name, label, choices));
    }
    for name in questions(drawn) {
        let field = format!("{ANSWER}{name}");
        let value = typed.text(&field).to_owned();
        let label = ctx.tn(
            "flow-design-sample-answer",
            &[("field", asked.get(name).map_or(name, String::as_str).to_owned())],
        );
        fields.push(Field::text(field, label).value(value).optional());
    }
    Form::new(&ui::words(&ctx.locale), path(row.id, "/mo-phong"), ctx.t("flow-design-try-out"), fields)
}

fn legs(ctx: &Ctx, drawn: &Flow, run: &Run, asked: &Questions) -> ui::Markup {
    let line = |leg: &Leg| {
        let node = drawn.node(&leg.node);
        let name = node.map_or(leg.node.clone(), |node| node.name.clone());
        let role = node.and_then(|node| node.step()).and_then(|step| step.role);
        let taken = if leg.uncounted {
            ctx.t("flow-design-uncounted")
        } else {
            words::minutes(ctx, leg.to.saturating_sub(leg.from))
        };
        let guards = leg.links.iter().filter_map(|key| drawn.link(key)).filter_map(|link| {
            let guard = link.when.as_ref()?;
            Some(Cell::text(words::guard(ctx, drawn, asked, guard)))
        });
        Row::new(vec![
            Cell::text(name),
            Cell::text(role.map(|role| words::role(ctx, role)).unwrap_or_default()),
            Cell::text(taken),
            Cell::text(words::minutes(ctx, leg.to)),
            Cell::Stack(guards.collect()),
        ])
    };
    let heads = [
        "flow-design-node",
        "flow-design-property-role",
        "flow-design-property-time",
        "flow-design-done-after",
        "flow-design-decided",
    ];
    ui::markup(&table(ctx, "duong-di", "flow-design-way", &heads, run.legs.iter().map(line).collect()))
}
