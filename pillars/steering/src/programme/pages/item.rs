//! /chuong-trinh/{slug}: one item of the programme with its text, agencies, deadline, children, measures and history.

use super::super::store;
use super::names;
use axum::extract::Path;
use platform::Ctx;
use platform::error::{Error, Result};
use ui::{Cell, Column, Row};

#[derive(askama::Template)]
#[template(path = "programme/pages/item.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    text: String,
    summary: ui::SummaryList,
    children: Option<ui::Table>,
    measures: ui::Table,
    history_title: String,
    history: ui::History,
}

pub(in super::super) async fn show(ctx: Ctx, Path(slug): Path<String>) -> Result<axum::response::Response> {
    let programme = store::current(&ctx.app.store).await?.ok_or(Error::NotFound)?;
    let items = store::items(&ctx.app.store, programme.id).await?;
    let row = items.iter().find(|r| r.slug == slug || r.item.id == slug).ok_or(Error::NotFound)?;
    let groups = programme.groups()?;
    let words = ui::words(&ctx.locale);
    let field = programme.fields()?.into_iter().find(|f| f.code == row.item.field);
    let field =
        field.map(|f| format!("{} {}", f.code, ctx.locale.pick(&f.name, &f.name_en))).unwrap_or_default();
    let agencies = |slugs: &[String], inferred: Option<&str>| {
        let named = names::agencies(&ctx, &groups, slugs);
        match inferred {
            Some(remark) => Cell::Stack(vec![Cell::text(named), Cell::muted(ctx.t(remark))]),
            None => Cell::from(named),
        }
    };
    let lead = agencies(&row.item.lead, row.item.lead_inferred.then_some("programme-lead-inferred"));
    let cooperate =
        agencies(&row.item.cooperate, row.item.cooperate_inferred.then_some("programme-cooperate-inferred"));
    let mut summary = ui::SummaryList::new(&words)
        .row(ctx.t("programme-field"), field)
        .row(ctx.t("programme-kind"), ctx.t(&format!("programme-kind-{}", row.item.kind)))
        .row(ctx.t("programme-lead"), lead)
        .row(ctx.t("programme-cooperate"), cooperate)
        .row(ctx.t("programme-due"), names::due(&ctx, &row.item));
    if let Some(parent) = row.item.parent.as_ref().and_then(|p| items.iter().find(|r| r.item.id == *p)) {
        let title =
            format!("{} {}", parent.item.id, ctx.locale.pick(&parent.item.title, &parent.item.title_en));
        summary = summary
            .row(ctx.t("programme-parent"), Cell::link(format!("/chuong-trinh/{}", parent.slug), title));
    }
    let mut page =
        ui::page(&ctx, format!("{} {}", row.item.id, ctx.locale.pick(&row.item.title, &row.item.title_en)));
    page = page.with_back("/chuong-trinh", ctx.t("programme-title"));
    let entries = platform::journal::history(&ctx.app.store, "programme_item", row.id).await?;
    ui::html(&View {
        head: ui::Head {
            caption: format!("{} · {}", row.item.id, programme.decision),
            ..ui::Head::new(ctx.locale.pick(&row.item.title, &row.item.title_en))
        },
        page,
        text: row.item.text.clone(),
        summary,
        children: children(&ctx, &items, &row.item.id),
        measures: measures(&ctx, programme.id, &row.item.id).await?,
        history_title: ctx.t("programme-history"),
        history: ui::history(&ctx, &entries),
    })
}

fn children(ctx: &Ctx, items: &[store::ItemRow], id: &str) -> Option<ui::Table> {
    let mut table = ui::Table::new(&ui::words(&ctx.locale), "muc-con", ctx.t("programme-children"));
    table.columns =
        vec![Column::new("muc", ctx.t("programme-column-item")), Column::new("han", ctx.t("programme-due"))];
    table.rows = items
        .iter()
        .filter(|r| r.item.parent.as_deref() == Some(id))
        .map(|r| {
            let title = format!("{} {}", r.item.id, ctx.locale.pick(&r.item.title, &r.item.title_en));
            Row::new(vec![
                Cell::link(format!("/chuong-trinh/{}", r.slug), title),
                names::due(ctx, &r.item).into(),
            ])
        })
        .collect();
    (!table.rows.is_empty()).then_some(table)
}

async fn measures(ctx: &Ctx, programme: i64, item: &str) -> Result<ui::Table> {
    let standings = names::standings(ctx).await?;
    let measures = store::measures(&ctx.app.store, programme, ctx.today()).await?;
    let mut table = ui::Table::new(&ui::words(&ctx.locale), "chi-tieu", ctx.t("programme-measures-title"));
    table.columns = vec![
        Column::new("chi-tieu", ctx.t("programme-column-measure")),
        Column::numeric("do", ctx.t("programme-column-measured")),
        Column::new("den", ctx.t("programme-column-light")),
        Column::new("han", ctx.t("programme-due")),
    ];
    table.rows = measures
        .iter()
        .filter(|m| m.item == item)
        .map(|m| {
            let value = standings.get(&m.code).and_then(|s| s.value.clone());
            Row::new(vec![
                names::measure_cell(ctx, &standings, m),
                Cell::number(value.unwrap_or_else(|| "–".to_owned())),
                names::light(ctx, &standings, m).into(),
                m.due_on.map(|d| Cell::moment(d.to_string(), d.vn())).unwrap_or_default(),
            ])
        })
        .collect();
    table.empty = ui::Empty::new(ctx.t("programme-no-measures-title"), ctx.t("programme-no-measures"));
    Ok(table)
}
