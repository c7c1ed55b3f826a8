//! The table of the decree's indicators, as the pages of agencies and officials show it.

use super::super::rules::NineLine;
use super::super::words;
use platform::Ctx;
use ui::{Cell, Column, Row, Table};

/// The table; `records` draws the way to a line's records.
pub fn table(
    ctx: &Ctx,
    id: &str,
    caption: String,
    lines: &[NineLine],
    records: impl Fn(&NineLine) -> Cell,
) -> Table {
    let mut table = bare(ctx, id, caption);
    table.columns.push(Column::new("can-cu", ctx.t("settlement-head-records")));
    table.rows = lines
        .iter()
        .map(|line| {
            let mut cells = cells(ctx, line);
            cells.push(records(line));
            Row::new(cells)
        })
        .collect();
    table
}

/// The table for everybody.
pub fn public(ctx: &Ctx, caption: String, lines: &[NineLine]) -> Table {
    let mut table = bare(ctx, "chin-chi-so", caption);
    table.rows = lines.iter().map(|line| Row::new(cells(ctx, line))).collect();
    table
}

fn bare(ctx: &Ctx, id: &str, caption: String) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), id, caption);
    table.columns = vec![
        Column::numeric("so", ctx.t("settlement-head-number")),
        Column::new("chi-so", ctx.t("settlement-head-indicator")),
        Column::numeric("diem", ctx.t("settlement-head-score")),
        Column::new("cach-tinh", ctx.t("settlement-head-sum")),
    ];
    table
}

fn cells(ctx: &Ctx, line: &NineLine) -> Vec<Cell> {
    vec![
        Cell::number(line.number.to_string()),
        Cell::Stack(vec![
            Cell::text(words::nine(&ctx.locale, line.number)),
            Cell::muted(words::nine_how(&ctx.locale, line.number)),
        ]),
        Cell::number(words::nine_score(&ctx.locale, line)),
        Cell::text(words::nine_sum(&ctx.locale, line)),
    ]
}
