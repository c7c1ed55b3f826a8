//! Sums of a budget's lines by source, task and cost item: three tables that add up to the same whole.

use super::super::rules::{Amounts, by, total};
use super::super::store::items::Item;
use super::super::store::lines::Line;
use super::super::words::{self, sum};
use platform::Ctx;
use ui::{Cell, Column, Row, Table};

/// The three tables; none where there is no line.
pub(super) fn tables(ctx: &Ctx, lines: &[Line], catalogue: &[Item]) -> Vec<Table> {
    if lines.is_empty() {
        return Vec::new();
    }
    let source = |l: &Line| words::source(ctx, &l.source);
    let task = |l: &Line| l.task.clone();
    let item = |l: &Line| words::item(ctx, catalogue, &l.cost_item);
    vec![
        table(ctx, ("theo-nguon", "budgets-by-source", "budgets-head-source"), lines, source),
        table(ctx, ("theo-viec", "budgets-by-task", "budgets-head-task"), lines, task),
        table(ctx, ("theo-muc", "budgets-by-item", "budgets-head-item"), lines, item),
    ]
}

fn table(
    ctx: &Ctx,
    (id, caption, head): (&str, &str, &str),
    lines: &[Line],
    key: impl Fn(&Line) -> String,
) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), id, ctx.t(caption));
    table.columns = vec![
        Column::new("nhom", ctx.t(head)),
        Column::numeric("de-nghi", ctx.t("budgets-head-proposed")),
        Column::numeric("du-toan", ctx.t("budgets-head-amount")),
        Column::numeric("giao", ctx.t("budgets-head-allocated")),
        Column::numeric("chi", ctx.t("budgets-head-spent")),
        Column::numeric("ty-le", ctx.t("budgets-head-executed")),
    ];
    let groups = by(lines.iter().map(|l| (key(l), l.amounts())));
    table.rows = groups.into_iter().map(|(name, amounts)| row(ctx, Cell::text(name), amounts)).collect();
    let whole = total(lines.iter().map(Line::amounts));
    table.rows.push(row(ctx, Cell::text(ctx.t("budgets-total")), whole));
    table
}

/// A row of sums under a name.
pub(super) fn row(ctx: &Ctx, name: Cell, amounts: Amounts) -> Row {
    Row::new(vec![
        name,
        sum(amounts.proposed.0),
        sum(amounts.amount.0),
        sum(amounts.allocated.0),
        sum(amounts.spent.0),
        Cell::number(words::percent(ctx, amounts.executed())),
    ])
}
