//! GET /chi-so-cchc/phieu/{id}/mo-phong: what gains most points before the term: the next steps of every criterion, the largest
//! gain first, and what those chosen would make of index, class and place.

use super::super::acts;
use super::super::rules::dec::Dec;
use super::super::rules::rule::Facts;
use super::super::rules::state::State;
use super::super::rules::steps::{Step, gain, steps};
use super::super::rules::total::{Given, Total, class, ranks, total};
use super::super::rules::tree::Leaf;
use super::super::slice::VIEW;
use super::super::words::Writer;
use super::{Whole, result};
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, Result};
use platform::http::Query;
use std::collections::BTreeMap;
use ui::{Cell, Column, Head, Page, Row, SummaryList, Table};

#[derive(askama::Template)]
#[template(path = "par_index/pages/simulate.html")]
struct View {
    page: Page,
    head: Head,
    facts: SummaryList,
    steps: Table,
}

/// A step of a criterion with what it adds.
struct Open<'a> {
    leaf: Leaf<'a>,
    facts: Facts,
    now: Dec,
    step: Step,
    gain: Dec,
}

impl Open<'_> {
    /// Word of the step in the address.
    fn key(&self) -> String {
        format!("{}:{}", self.leaf.node.code, self.step.points)
    }
}

/// The steps, and what the chosen ones come to.
pub(in super::super) async fn show(ctx: Ctx, Path(id): Path<i64>, query: Query) -> Result<Response> {
    let whole = Whole::load(&ctx, id, VIEW).await?;
    if matches!(whole.sheet.at(), State::Decided | State::Published) {
        return Err(Error::Changed(vec![Writer::new(&ctx.locale).state(whole.sheet.at()).text]));
    }
    let given = whole.given();
    let now = total(&whole.tree, &given, whole.how.takes_off);
    let open = open_steps(&whole, &given, &now)?;
    let keys: Vec<String> = open.iter().map(Open::key).collect();
    let asked = |key: &&String| query.0.iter().any(|(name, value)| name == "buoc" && value == *key);
    let chosen: Vec<&str> = keys.iter().filter(asked).map(String::as_str).collect();
    let mut then = given.clone();
    for step in open.iter().filter(|s| chosen.contains(&s.key().as_str())) {
        let raised = then.get(&step.leaf.node.code).and_then(|g| g.points).unwrap_or(Dec::ZERO);
        let points = Some(raised.max(step.step.points));
        then.insert(step.leaf.node.code.clone(), Given { not_applicable: false, points });
    }
    let after = total(&whole.tree, &then, whole.how.takes_off);
    let title = ctx.t("par-index-simulate-title");
    ui::html(&View {
        page: ui::page(&ctx, title.clone()).with_back(whole.href(), whole.title()),
        head: Head { caption: whole.title(), lead: ctx.t("par-index-simulate-lead"), ..Head::new(title) },
        facts: facts(&ctx, &whole, &now, (!chosen.is_empty()).then_some(&after)).await?,
        steps: table(&ctx, &whole, &open, &chosen),
    })
}

fn open_steps<'a>(whole: &'a Whole, given: &BTreeMap<String, Given>, now: &Total) -> Result<Vec<Open<'a>>> {
    let mut found = Vec::new();
    for leaf in whole.tree.leaves() {
        let known = given.get(&leaf.node.code).copied().unwrap_or_default();
        let Some(rule) = leaf.node.rule.as_ref().filter(|_| !known.not_applicable) else { continue };
        // What was measured says more of where one stands than what was declared.
        let facts = match (whole.measured.get(&leaf.node.code), whole.scores.get(&leaf.node.code)) {
            (Some(seen), _) => seen.facts.clone(),
            (None, Some(row)) => row.given_facts()?,
            (None, None) => Facts::default(),
        };
        let points = known.points.unwrap_or(Dec::ZERO);
        for step in steps(rule, leaf.max(), &facts, points) {
            let gain = gain(&step, points, now.possible);
            found.push(Open { leaf, facts: facts.clone(), now: points, step, gain });
        }
    }
    found.sort_by(|a, b| b.gain.cmp(&a.gain).then_with(|| a.leaf.node.code.cmp(&b.leaf.node.code)));
    Ok(found)
}

async fn facts(ctx: &Ctx, whole: &Whole, now: &Total, after: Option<&Total>) -> Result<SummaryList> {
    let writer = Writer::new(&ctx.locale);
    let name = |total: &Total| {
        let found = class(&whole.how.classes, &whole.sheet.level, total);
        found.map_or_else(|| "–".to_owned(), |c| ctx.locale.pick(&c.name, &c.name_en).to_owned())
    };
    let left = ctx.today().days_until(whole.sheet.due()?).max(0);
    let mut list = SummaryList::new(&writer.words)
        .row(ctx.t("par-index-head-due"), Cell::moment(&whole.sheet.due_on, ui::vn_day(&whole.sheet.due_on)))
        .row(ctx.t("par-index-head-left"), ctx.tn("par-index-days", &[("count", left.to_string())]))
        .row(ctx.t("par-index-head-now"), result::sum(ctx, now))
        .row(ctx.t("par-index-head-class"), name(now));
    if let Some(after) = after {
        let places = (place(ctx, whole, now).await?, place(ctx, whole, after).await?);
        let gained = writer.dec(after.index - now.index);
        list = list
            .row(ctx.t("par-index-head-then"), format!("{} (+{gained})", result::sum(ctx, after)))
            .row(ctx.t("par-index-head-class-then"), name(after))
            .row(ctx.t("par-index-head-place-then"), format!("{} → {}", places.0, places.1));
    }
    Ok(list)
}

/// The place among the sheets of the round as they stand, were this one's index another.
async fn place(ctx: &Ctx, whole: &Whole, total: &Total) -> Result<i64> {
    let all = acts::standings(&ctx.app.store, &whole.round, &whole.tree, &whole.how).await?;
    let others = all.iter().filter(|s| s.sheet.id != whole.sheet.id).map(|s| {
        // Nothing is decided yet: others count by what is verified, else by what they declared.
        let known = s.sheet.verified_index.or(s.sheet.own_index).map(Dec);
        known.unwrap_or(s.total.index)
    });
    let indices: Vec<Dec> = std::iter::once(total.index).chain(others).collect();
    Ok(ranks(&indices).first().copied().unwrap_or(1))
}

/// The link that takes a step among the chosen ones, or out of them.
fn toggle(ctx: &Ctx, whole: &Whole, step: &Open<'_>, chosen: &[&str]) -> Cell {
    let (key, code) = (step.key(), step.leaf.node.code.clone());
    let held = chosen.contains(&key.as_str());
    let kept = chosen.iter().filter(|other| **other != key).copied();
    let steps: Vec<String> =
        kept.chain((!held).then_some(key.as_str())).map(|key| format!("buoc={key}")).collect();
    let word = if held { "par-index-simulate-drop" } else { "par-index-simulate-take" };
    Cell::link(format!("{}/mo-phong?{}", whole.href(), steps.join("&")), ctx.tn(word, &[("code", code)]))
}

fn table(ctx: &Ctx, whole: &Whole, open: &[Open<'_>], chosen: &[&str]) -> Table {
    let writer = Writer::new(&ctx.locale);
    let mut table = Table::new(&writer.words, "buoc", ctx.t("par-index-steps-caption"));
    table.columns = vec![
        Column::new("tieu-chi", ctx.t("par-index-head-criterion")),
        Column::new("can", ctx.t("par-index-head-need")),
        Column::numeric("hien-nay", ctx.t("par-index-head-points-now")),
        Column::numeric("se-la", ctx.t("par-index-head-points-then")),
        Column::numeric("tang", ctx.t("par-index-head-gain")),
        Column::new("thu", ctx.t("par-index-head-try")),
    ];
    table.rows = open
        .iter()
        .map(|o| {
            let code = &o.leaf.node.code;
            let need = o.leaf.node.rule.as_ref().map(|r| writer.need(r, &o.facts, &o.step.need));
            Row::new(vec![
                Cell::link(whole.leaf_href(code), format!("{code} {}", writer.node(o.leaf.node))),
                Cell::text(need.unwrap_or_default()),
                Cell::number(writer.dec(o.now)),
                Cell::number(writer.dec(o.step.points)),
                Cell::number(format!("+{}", writer.dec(o.gain))),
                toggle(ctx, whole, o, chosen),
            ])
        })
        .collect();
    table.empty = ui::Empty::new(ctx.t("par-index-steps-none-title"), ctx.t("par-index-steps-none"));
    table
}
