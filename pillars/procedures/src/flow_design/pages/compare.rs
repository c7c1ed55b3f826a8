//! GET /quan-tri/quy-trinh/{id}/so-sanh?tu=1&den=2: what differs between two versions, in words.

use super::super::acts::said;
use super::super::rules::diff::{Difference, compare};
use super::super::store;
use super::{of_flow, opened, table};
use axum::extract::Path;
use axum::response::Response;
use flow::Flow;
use platform::error::Error;
use platform::http::Query;
use platform::{Ctx, Result};
use ui::{Cell, Empty, Row, Table};

/// Shows the differences.
pub async fn show(ctx: Ctx, Path(id): Path<i64>, query: Query) -> Result<Response> {
    let row = opened(&ctx, id).await?;
    let versions = store::versions(&ctx.app.store, id).await?;
    let asked = |name: &str| query.get(name).and_then(|n| n.parse::<i64>().ok());
    let to = asked("den").or_else(|| versions.first().map(|v| v.number)).ok_or(Error::NotFound)?;
    let from = asked("tu").unwrap_or(to - 1);
    let drawn = |number: i64| {
        let version = versions.iter().find(|v| v.number == number);
        version.ok_or(Error::NotFound).and_then(|v| v.flow())
    };
    let differences = differences(&ctx, &drawn(from)?, &drawn(to)?);
    let mut view = of_flow(&ctx, &row, "flow-design-compare", false);
    let numbers = [("from", from.to_string()), ("to", to.to_string())];
    view.head.lead = ctx.tn("flow-design-compare-lead", &numbers);
    view.parts.push(ui::markup(&differences));
    ui::html(&view)
}

/// What differs between two flows, as a table.
pub(super) fn differences(ctx: &Ctx, before: &Flow, after: &Flow) -> Table {
    let rows = compare(before, after).iter().map(|d| line(ctx, d)).collect();
    let heads = ["flow-design-node", "flow-design-head-what", "ui-before", "ui-after"];
    let mut table = table(ctx, "so-sanh", "flow-design-differences", &heads, rows);
    table.empty = Empty::new(ctx.t("flow-design-same"), String::new());
    table
}

fn line(ctx: &Ctx, difference: &Difference) -> Row {
    let what = ctx.t(&format!("flow-design-what-{}", difference.what.code()));
    let what = match difference.property {
        "" => what,
        property => format!("{what}: {}", ctx.t(&format!("flow-design-property-{property}"))),
    };
    let cell = |text: &str| Cell::from(said(ctx, difference.property, text));
    Row::new(vec![
        Cell::text(difference.label.clone()),
        Cell::text(what),
        cell(&difference.before),
        cell(&difference.after),
    ])
}
