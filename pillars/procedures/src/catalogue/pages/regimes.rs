//! GET /quan-tri/thu-tuc/bo-phan: the parts a procedure must have, by regime, as the dated rules say.

use super::super::judge::part_rules;
use super::super::rules::parts::{Regime, named};
use super::super::rules::words::name;
use super::{Block, StaffPage};
use axum::response::Response;
use kernel::Day;
use platform::Ctx;
use platform::error::Result;
use std::collections::BTreeSet;
use ui::{Cell, Column, Head, Row, Table};

/// The regimes, each from the day on which one of the rules began.
fn regimes(ctx: &Ctx) -> Result<Vec<Regime>> {
    let profiles = ctx.app.profiles();
    let rows = [profiles.rows("procedures.mandatory_parts"), profiles.rows("procedures.conditional_parts")];
    let days: BTreeSet<Day> = rows.into_iter().flatten().filter_map(|rule| rule.from).collect();
    days.into_iter()
        .map(|from| {
            let rules = part_rules(&ctx.app, from)?;
            Ok(Regime { from, mandatory: rules.mandatory, conditional: rules.conditional })
        })
        .collect()
}

/// The table.
pub async fn show(ctx: Ctx) -> Result<Response> {
    let regimes = regimes(&ctx)?;
    let title = ctx.t("catalogue-regimes-title");
    let mut table = Table::new(&ui::words(&ctx.locale), "bo-phan", title.clone());
    table.caption_hidden = true;
    table.columns = vec![Column::new("", ctx.t("catalogue-regimes-part"))];
    table.columns.extend(
        regimes.iter().map(|r| Column::new("", ctx.tn("catalogue-interval-open", &[("from", r.from.vn())]))),
    );
    table.rows = named(&regimes)
        .iter()
        .map(|part| {
            let first = Cell::text(name(&ctx.locale, "part", part));
            let demands = regimes.iter().map(|r| Cell::text(name(&ctx.locale, "demand", r.demands(part))));
            Row::new(std::iter::once(first).chain(demands).collect())
        })
        .collect();
    let mut head = Head::new(title.clone());
    head.lead = ctx.t("catalogue-regimes-lead");
    let page =
        ui::page(&ctx, title).with_back("/quan-tri/thu-tuc/kiem-tra", ctx.t("catalogue-quality-title"));
    ui::html(&StaffPage { page, head, blocks: vec![Block::new("bang", String::new()).part(&table)] })
}
