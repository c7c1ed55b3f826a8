//! GET /quan-tri/bieu-mau/{id}/so-sanh?tu=1&den=2: what differs between two versions, in words.

use super::super::rules::design::Design;
use super::super::rules::diff::{Difference, compare};
use super::super::store;
use super::{of_form, opened, table};
use axum::extract::Path;
use axum::response::Response;
use platform::error::Error;
use platform::http::Query;
use platform::{Ctx, Result};
use ui::{Cell, Empty, Row, Table};

/// Shows the differences.
pub async fn show(ctx: Ctx, Path(id): Path<i64>, query: Query) -> Result<Response> {
    let form = opened(&ctx, id).await?;
    let versions = store::versions(&ctx.app.store, id).await?;
    let asked = |name: &str| query.get(name).and_then(|n| n.parse::<i64>().ok());
    let to = asked("den").or_else(|| versions.first().map(|v| v.number)).ok_or(Error::NotFound)?;
    let from = asked("tu").unwrap_or(to - 1);
    let design = |number: i64| {
        let version = versions.iter().find(|v| v.number == number);
        version.ok_or(Error::NotFound).and_then(|v| v.design())
    };
    let differences = differences(&ctx, &design(from)?, &design(to)?);
    let mut view = of_form(&ctx, &form, "form-design-compare", false);
    let numbers = [("from", from.to_string()), ("to", to.to_string())];
    view.head.lead = ctx.tn("form-design-compare-lead", &numbers);
    view.parts.push(ui::markup(&differences));
    ui::html(&view)
}

/// What differs between two designs, as a table.
pub(super) fn differences(ctx: &Ctx, before: &Design, after: &Design) -> Table {
    let rows = compare(before, after).iter().map(|d| line(ctx, d)).collect();
    let heads = ["form-design-field", "form-design-head-what", "ui-before", "ui-after"];
    let mut table = table(ctx, "so-sanh", "form-design-differences", &heads, rows);
    table.empty = Empty::new(ctx.t("form-design-same"), String::new());
    table
}

fn line(ctx: &Ctx, difference: &Difference) -> Row {
    let what = ctx.t(&format!("form-design-what-{}", difference.what.code()));
    let what = match difference.property {
        "" => what,
        property => format!("{what}: {}", ctx.t(&format!("form-design-property-{property}"))),
    };
    Row::new(vec![
        Cell::text(difference.label.clone()),
        Cell::text(what),
        Cell::from(difference.before.clone()),
        Cell::from(difference.after.clone()),
    ])
}
