//! /chuong-trinh/co-quan: how many items each agency leads or helps with, each a link to its list.

use super::super::store;
use super::names;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::{ComputedSort, PAGE, page_of, sortable, sorted};
use ui::{Cell, Filter, ListHead, Row};

#[derive(askama::Template)]
#[template(path = "programme/pages/agencies.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    table: ui::Table,
}

/// An agency and its items.
struct Line {
    id: i64,
    code: String,
    name: String,
    leads: usize,
    helps: usize,
}

const HEADS: [ListHead; 3] = [
    ListHead::sorting("co-quan", "programme-column-agency"),
    ListHead { key: "chu-tri", label: "programme-column-leads", sort: Some("chu-tri"), numeric: true },
    ListHead { key: "phoi-hop", label: "programme-column-cooperates", sort: Some("phoi-hop"), numeric: true },
];

const SORTS: [ComputedSort<Line>; 3] = [
    ComputedSort { name: "co-quan", key: |l| kernel::text::fold(&l.name) },
    ComputedSort { name: "chu-tri", key: |l| sortable(Some(l.leads as f64)) },
    ComputedSort { name: "phoi-hop", key: |l| sortable(Some(l.helps as f64)) },
];

pub(in super::super) async fn show(ctx: Ctx, query: Query) -> Result<axum::response::Response> {
    let title = ctx.t("programme-agencies");
    let mut lines = lines(&ctx).await?;
    if let Some(typed) = query.get("q").map(kernel::text::fold) {
        lines.retain(|l| kernel::text::fold(&l.name).contains(&typed));
    }
    let listing = ui::Listing {
        ctx: &ctx,
        query: &query,
        path: "/chuong-trinh/co-quan",
        id: "co-quan",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![Filter::text(
            "q",
            ctx.t("programme-filter-agency"),
            query.get("q").unwrap_or_default(),
        )],
        empty: ui::Empty::new(ctx.t("programme-none-title"), ctx.t("programme-none"))
            .with_action("/chuong-trinh", ctx.t("programme-all")),
    };
    if let Some(kind) = ui::Listing::export_kind(&query) {
        sorted(&mut lines, &query, &SORTS);
        let values = |l: &Line| {
            vec![Value::Text(l.name.clone()), Value::Number(l.leads as f64), Value::Number(l.helps as f64)]
        };
        return listing.export(kind, &lines, values).await;
    }
    let found = page_of(lines, &query, &SORTS, PAGE, |l| l.id);
    let table = listing.table(&found, |l| {
        Row::new(vec![
            Cell::link(format!("/chuong-trinh?co-quan={}", l.code), l.name.clone()),
            Cell::number(l.leads.to_string()),
            Cell::number(l.helps.to_string()),
        ])
    });
    ui::html(&View {
        page: ui::page(&ctx, title.clone()).with_back("/chuong-trinh", ctx.t("programme-title")),
        head: ui::Head::new(title),
        table,
    })
}

/// Communes and divisions have the same duties each; their group's line stands for them.
async fn lines(ctx: &Ctx) -> Result<Vec<Line>> {
    let Some(programme) = store::current(&ctx.app.store).await? else { return Ok(Vec::new()) };
    let items = store::items(&ctx.app.store, programme.id).await?;
    let groups = programme.groups()?;
    let directory = ctx.app.directory();
    let shown =
        directory.in_force(ctx.today()).filter(|a| !matches!(a.kind.as_str(), "commune" | "division"));
    let line = |agency: &platform::directory::AgencyRef| Line {
        id: agency.id,
        code: agency.code.clone(),
        name: agency.name.clone(),
        leads: items.iter().filter(|r| names::concerns(&groups, &r.item.lead, agency)).count(),
        helps: items.iter().filter(|r| names::concerns(&groups, &r.item.cooperate, agency)).count(),
    };
    Ok(shown.map(line).filter(|l| l.leads + l.helps > 0).collect())
}
