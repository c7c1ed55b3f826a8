//! GET /tai-lieu-api: the programming interface for readers, written from the same declarations as its description.

use super::sheet::{Code, Sheet};
use axum::response::Response;
use platform::api::{Operation, PREFIX};
use platform::error::Result;
use platform::http::Access;
use platform::{Ctx, Slice};
use ui::{Action, ActionKind, Cell, Column, Page, Row, Table};

/// Shows every operation with its access and parameters.
pub async fn show(ctx: Ctx) -> Result<Response> {
    let mut sheet = Sheet::new(&ctx, "console-interface-title").lead(ctx.t("console-interface-lead"));
    let description = format!("{PREFIX}/openapi.json");
    sheet.head.actions =
        vec![Action::link(description, ctx.t("console-interface-openapi"), ActionKind::Primary)];
    let page = sheet.page.clone();
    for text in ["token", "errors", "lists", "twice"] {
        sheet = sheet.text(&ctx.t(&format!("console-interface-text-{text}")));
    }
    for slice in ctx.app.slices {
        let operations = (slice.api)();
        if !operations.list().is_empty() {
            sheet = sheet.heading(slice.name).part(&table(&ctx, &page, slice, operations.list()));
        }
    }
    sheet.answer()
}

fn table(ctx: &Ctx, page: &Page, slice: &Slice, operations: &[Operation]) -> Table {
    let mut table = Table::new(&page.words, format!("api-{}", slice.name), slice.name);
    table.caption_hidden = true;
    table.columns = ["console-interface-operation", "console-interface-access", "console-interface-takes"]
        .map(|key| Column::new("", ctx.t(key)))
        .into();
    table.rows = operations
        .iter()
        .map(|operation| {
            let prefix = slice.interface.prefix;
            let address = format!("{} {prefix}{}", operation.method.word(), operation.op.path);
            Row::new(vec![
                Cell::Stack(vec![Cell::part(&Code { text: &address }), Cell::muted(operation.op.summary)]),
                access(ctx, operation.op.access),
                Cell::text(takes(operation)),
            ])
        })
        .collect();
    table
}

fn access(ctx: &Ctx, access: Access) -> Cell {
    match access {
        Access::Public => Cell::text(ctx.t("console-interface-everybody")),
        Access::Permission(permission) => Cell::part(&Code { text: permission.0 }),
        _ => Cell::text(ctx.t("console-interface-any-token")),
    }
}

/// Names of what it takes; what must be there with a star.
fn takes(operation: &Operation) -> String {
    let names = operation.input.properties().map(|(name, _)| {
        let star = if operation.input.demands(name) { "*" } else { "" };
        format!("{name}{star}")
    });
    names.collect::<Vec<_>>().join(", ")
}
