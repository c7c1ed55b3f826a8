//! /chuong-trinh/co-quan: how many items each agency leads or helps with, each a link to its list.

use super::super::store;
use super::names;
use platform::Ctx;
use platform::directory::AgencyRef;
use platform::error::Result;
use ui::{Cell, Column, Row};

#[derive(askama::Template)]
#[template(path = "programme/pages/agencies.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    table: ui::Table,
}

pub(in super::super) async fn show(ctx: Ctx) -> Result<axum::response::Response> {
    let directory = ctx.app.directory();
    let mut table = ui::Table::new(&ui::words(&ctx.locale), "co-quan", ctx.t("programme-agencies"));
    table.columns = vec![
        Column::new("co-quan", ctx.t("programme-column-agency")),
        Column::numeric("chu-tri", ctx.t("programme-column-leads")),
        Column::numeric("phoi-hop", ctx.t("programme-column-cooperates")),
    ];
    if let Some(programme) = store::current(&ctx.app.store).await? {
        let items = store::items(&ctx.app.store, programme.id).await?;
        let groups = programme.groups()?;
        // Communes and divisions have the same duties each; their group's line stands for them.
        let shown = |a: &&AgencyRef| !matches!(a.kind.as_str(), "commune" | "division");
        table.rows = directory
            .in_force(ctx.today())
            .filter(shown)
            .filter_map(|agency| {
                let leads = items.iter().filter(|r| names::concerns(&groups, &r.item.lead, agency)).count();
                let helps =
                    items.iter().filter(|r| names::concerns(&groups, &r.item.cooperate, agency)).count();
                (leads + helps > 0).then(|| {
                    let href = format!("/chuong-trinh?co-quan={}", agency.code);
                    Row::new(vec![
                        Cell::link(href, agency.name.clone()),
                        Cell::number(leads.to_string()),
                        Cell::number(helps.to_string()),
                    ])
                })
            })
            .collect();
    }
    table.empty = ui::Empty::new(ctx.t("programme-empty-title"), ctx.t("programme-empty"));
    let title = ctx.t("programme-agencies");
    ui::html(&View {
        page: ui::page(&ctx, title.clone()).with_back("/chuong-trinh", ctx.t("programme-title")),
        head: ui::Head::new(title),
        table,
    })
}
