//! The roles, and the table of which permission stands in which.

use super::sheet::{self, Sheet};
use crate::store::roles::{self, Row as RoleRow};
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use ui::{Action, ActionKind, Cell, Column, Empty, Filter, ListHead, Listing, Row, Table};

const HEADS: [ListHead; 4] = [
    ListHead::sorting("ten", "console-role"),
    ListHead::sorting("ma", "console-code"),
    ListHead::figure("so-quyen", "console-role-permissions"),
    ListHead::figure("nguoi-giu", "console-role-holders"),
];

/// `GET /quan-tri/vai-tro`.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let mut list = roles::list();
    if let Some(q) = query.get("q") {
        let all = roles::all(&ctx.app.store).await?;
        let found = all.iter().filter(|r| sheet::mentions(q, &[&r.name, &r.code])).map(|r| r.id);
        sheet::only(&mut list, "r.id", found);
    }
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: "/quan-tri/vai-tro",
        id: "vai-tro",
        caption: ctx.t("console-roles-title"),
        heads: &HEADS,
        filters: vec![Filter::text("q", ctx.t("console-filter-words"), query.get("q").unwrap_or_default())],
        empty: Empty::new(ctx.t("console-roles-empty"), ctx.t("console-roles-empty-text")),
    };
    let row = |r: &RoleRow| {
        Row::new(vec![
            Cell::link(format!("/quan-tri/vai-tro/{}", r.code), &r.name),
            r.code.clone().into(),
            Cell::number(r.permissions().len().to_string()),
            Cell::number(r.holders.to_string()),
        ])
    };
    let values = |_: &Ctx, r: &RoleRow| {
        vec![
            Value::Text(r.name.clone()),
            Value::Text(r.code.clone()),
            Value::Number(r.permissions().len() as f64),
            Value::Number(r.holders as f64),
        ]
    };
    let mut page = Sheet::new(&ctx, "console-roles-title").lead(ctx.t("console-roles-lead"));
    page.head.actions = vec![
        Action::link("/quan-tri/vai-tro/moi", ctx.t("console-role-new"), ActionKind::Primary),
        Action::link("/quan-tri/vai-tro/bang", ctx.t("console-matrix-title"), ActionKind::Quiet),
    ];
    sheet::list(page, listing, list, row, values).await
}

/// `GET /quan-tri/vai-tro/bang`: every declared permission with the roles that hold it.
pub async fn matrix(ctx: Ctx) -> Result<Response> {
    let roles = roles::all(&ctx.app.store).await?;
    let sheet =
        Sheet::new(&ctx, "console-matrix-title").back(&ctx, "/quan-tri/vai-tro", "console-roles-title");
    let mut table = Table::new(&sheet.page.words, "bang-quyen", ctx.t("console-matrix-title"));
    table.caption_hidden = true;
    table.columns =
        ["console-permission", "console-matrix-held"].map(|key| Column::new("", ctx.t(key))).into();
    let holders = |permission: &str| {
        let held = roles.iter().filter(|r| r.permissions().contains(permission));
        let links: Vec<Cell> =
            held.map(|r| Cell::link(format!("/quan-tri/vai-tro/{}", r.code), &r.name)).collect();
        if links.is_empty() { Cell::muted(ctx.t("console-matrix-nobody")) } else { Cell::Stack(links) }
    };
    table.rows = ctx
        .app
        .slices
        .iter()
        .flat_map(|s| s.permissions)
        .map(|declared| {
            let name =
                Cell::Stack(vec![Cell::text(ctx.t(declared.label)), Cell::muted(declared.permission.0)]);
            Row::new(vec![name, holders(declared.permission.0)])
        })
        .collect();
    sheet.part(&table).answer()
}
