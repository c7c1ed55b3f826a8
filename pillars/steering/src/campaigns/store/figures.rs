//! What was planned and what was done of a year, by campaign, channel and quarter.

use super::super::rules::{Cell, OUTSIDE};
use platform::error::Result;
use platform::store::FromRow;
use platform::{Read, Scope};
use std::collections::BTreeMap;

#[derive(FromRow)]
struct Row {
    agency_id: i64,
    line_id: i64,
    channel: String,
    quarter: i64,
    pieces: i64,
    cost: i64,
}

#[derive(FromRow)]
struct Done {
    agency_id: i64,
    line_id: Option<i64>,
    channel: String,
    month: String,
    pieces: i64,
    cost: i64,
    reached: i64,
    measured: i64,
}

/// By agency, line, channel and quarter.
type Cells = BTreeMap<(i64, i64, String, i64), Cell>;

/// The cell of a place, empty where nothing was put into it.
fn at(cells: &mut Cells, agency: i64, line: i64, channel: String, quarter: i64) -> &mut Cell {
    cells.entry((agency, line, channel.clone(), quarter)).or_insert(Cell {
        agency,
        line,
        channel,
        quarter,
        planned: 0,
        done: 0,
        cost: 0,
        spent: 0,
        reached: 0,
        measured: 0,
    })
}

/// The cells of a year within a scope: what is planned in the editions in force, and the verified pieces.
pub async fn cells(db: &impl Read, year: i32, scope: &Scope) -> Result<Vec<Cell>> {
    let planned: Vec<Row> = db
        .rows(
            "SELECT p.agency_id, n.line_id, n.channel, n.quarter, n.pieces, n.cost FROM comm_planned n \
             JOIN comm_plan p ON p.id = n.plan_id AND n.edition = p.in_force WHERE p.year = $1 ORDER BY n.id",
            vec![i64::from(year).into()],
        )
        .await?;
    let done: Vec<Done> = db
        .rows(
            "SELECT agency_id, line_id, channel, SUBSTR(published_on, 6, 2) AS month, COUNT(*) AS pieces, \
             CAST(SUM(cost) AS BIGINT) AS cost, CAST(SUM(COALESCE(reach, 0)) AS BIGINT) AS reached, \
             CAST(SUM(CASE WHEN reach_how = 'measured' THEN COALESCE(reach, 0) ELSE 0 END) AS BIGINT) AS measured \
             FROM comm_piece WHERE state = 'verified' AND published_on BETWEEN $1 AND $2 \
             GROUP BY agency_id, line_id, channel, SUBSTR(published_on, 6, 2) ORDER BY agency_id, line_id, channel, month",
            vec![format!("{year}-01-01").into(), format!("{year}-12-31").into()],
        )
        .await?;
    let mut cells = Cells::new();
    for row in planned {
        let cell = at(&mut cells, row.agency_id, row.line_id, row.channel, row.quarter);
        cell.planned += row.pieces;
        cell.cost += row.cost;
    }
    for row in done {
        let quarter = row.month.parse::<i64>().map_or(0, |month| (month - 1) / 3 + 1);
        let line = row.line_id.unwrap_or(OUTSIDE);
        let cell = at(&mut cells, row.agency_id, line, row.channel, quarter);
        cell.done += row.pieces;
        cell.spent += row.cost;
        cell.reached += row.reached;
        cell.measured += row.measured;
    }
    Ok(cells.into_values().filter(|cell| scope.covers(cell.agency)).collect())
}
