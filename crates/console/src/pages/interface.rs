//! GET /tai-lieu-api: the programming interface for readers, written from the same declarations as its description.

use super::sheet::{Code, Sheet};
use axum::response::Response;
use platform::api::{Operation, PREFIX};
use platform::error::{Error, Result};
use platform::http::{Access, Query};
use platform::{Ctx, Slice};
use ui::{Action, ActionKind, Cell, Column, Page, Row, Table};

const PATH: &str = "/tai-lieu-api";

/// Shows which parts of the city have operations, or, of the part asked for, each with its access and parameters.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let mut sheet = Sheet::new(&ctx, "console-interface-title").lead(ctx.t("console-interface-lead"));
    let description = format!("{PREFIX}/openapi.json");
    sheet.head.actions =
        vec![Action::link(description, ctx.t("console-interface-openapi"), ActionKind::Primary)];
    let page = sheet.page.clone();
    if let Some(asked) = query.get("phan") {
        let slice = parts(&ctx).find(|slice| slice.name == asked).ok_or(Error::NotFound)?;
        let table = table(&ctx, &page, slice, (slice.api)().list());
        return sheet.back(&ctx, PATH, "console-interface-title").heading(slice.name).part(&table).answer();
    }
    for text in ["token", "errors", "lists", "twice"] {
        sheet = sheet.text(&ctx.t(&format!("console-interface-text-{text}")));
    }
    sheet.part(&index(&ctx, &page)).answer()
}

fn parts(ctx: &Ctx) -> impl Iterator<Item = &'static Slice> {
    ctx.app.slices.iter().copied().filter(|slice| !(slice.api)().list().is_empty())
}

/// The parts with how many operations each has: all of them on one page would be a book.
fn index(ctx: &Ctx, page: &Page) -> Table {
    let mut table = Table::new(&page.words, "api", ctx.t("console-interface-parts"));
    table.columns = vec![
        Column::new("", ctx.t("console-interface-part")),
        Column::numeric("", ctx.t("console-interface-operations")),
    ];
    table.rows = parts(ctx)
        .map(|slice| {
            let count = i64::try_from((slice.api)().list().len()).unwrap_or(i64::MAX);
            Row::new(vec![
                Cell::code(format!("{PATH}?phan={}", slice.name), slice.name.to_owned()),
                Cell::number(ctx.locale.integer(count)),
            ])
        })
        .collect();
    table
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
