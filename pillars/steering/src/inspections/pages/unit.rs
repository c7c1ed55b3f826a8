//! GET /kiem-tra-cchc/don-vi: an inspected unit's page: what it owes and until when, and the inspections it had.

use super::super::slice::VIEW;
use super::super::store::{findings, inspections};
use super::super::words::{self, day_cell};
use super::{PATH, agency_asked, finding_path, inspection_path, tabs};
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, Result};
use platform::http::Query;
use ui::{Cell, Column, Empty, Field, Form, Head, Page, Row, SummaryList, Table, Tabs};

const HERE: &str = "/kiem-tra-cchc/don-vi";
/// Inspections shown.
const MOST: i64 = 50;

#[derive(askama::Template)]
#[template(path = "inspections/pages/unit.html")]
struct View {
    page: Page,
    head: Head,
    tabs: Tabs,
    form: Option<Form>,
    facts: SummaryList,
    owed: Table,
    held: Table,
}

/// Shows a unit: the one asked for, else the viewer's own.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let scope = ctx.scope(VIEW);
    let today = ctx.today();
    let own = ctx.viewer()?.agency_id.filter(|id| scope.covers(*id));
    let first = || ctx.app.directory().root(today).map(|a| a.id).filter(|id| scope.covers(*id));
    let unit = agency_asked(&ctx, &query, "co-quan").or(own).or_else(first).ok_or(Error::NotFound)?;
    ctx.require(VIEW, unit)?;
    let code = super::super::figures::code(&ctx.app, unit);
    let open = findings::open_of_unit(&ctx.app.store, unit).await?;
    let mut owed = Vec::new();
    for finding in open {
        // What is in no minutes yet is the team's alone.
        if inspections::get(&ctx.app.store, finding.inspection_id).await?.minuted_on.is_some() {
            owed.push(finding);
        }
    }
    let held = inspections::of_unit(&ctx.app.store, unit, MOST).await?;
    let overdue = owed.iter().filter(|f| f.state == "open" && f.due_on < today.to_string()).count();
    let name = ctx.app.directory().name(unit).to_owned();
    let list =
        |standing: &str| format!("{PATH}/ton-tai?don-vi={}&tinh-trang={standing}", ui::platform_url(&code));
    let facts = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("inspections-head-owed"), Cell::link(list("not-handled"), owed.len().to_string()))
        .row(ctx.t("inspections-head-overdue"), Cell::link(list("overdue"), overdue.to_string()));
    let title = ctx.tn("inspections-unit-title", &[("unit", name)]);
    ui::html(&View {
        page: ui::page(&ctx, title.clone()).with_back(PATH, ctx.t("inspections-menu")),
        head: Head { lead: ctx.t("inspections-unit-lead"), ..Head::new(title) },
        tabs: tabs(&ctx, HERE),
        form: form(&ctx, &code)?,
        facts,
        owed: owed_table(&ctx, &owed)?,
        held: held_table(&ctx, &held)?,
    })
}

/// The choice of a unit, where the viewer sees several.
fn form(ctx: &Ctx, code: &str) -> Result<Option<Form>> {
    let choices = ui::agency_choices(ctx, &ctx.scope(VIEW), code)?;
    if choices.len() < 2 {
        return Ok(None);
    }
    let field = Field::select("co-quan", ctx.t("inspections-head-unit"), choices);
    let mut form = Form::new(&ui::words(&ctx.locale), HERE, ctx.t("inspections-show"), vec![field]).quiet();
    form.method = "get";
    Ok(Some(form))
}

fn owed_table(ctx: &Ctx, owed: &[findings::Finding]) -> Result<Table> {
    let mut table = Table::new(&ui::words(&ctx.locale), "phai-khac-phuc", ctx.t("inspections-owed"));
    table.columns = vec![
        Column::new("ton-tai", ctx.t("inspections-head-finding")),
        Column::new("khac-phuc", ctx.t("inspections-head-remedy")),
        Column::new("han", ctx.t("inspections-head-due")),
        Column::new("tinh-trang", ctx.t("inspections-head-standing")),
    ];
    table.rows = owed
        .iter()
        .map(|f| {
            Ok(Row::new(vec![
                Cell::link(finding_path(f.id), f.text.clone()),
                Cell::text(f.remedy.clone()),
                day_cell(&f.due_on),
                Cell::Tag(words::standing(ctx, f)?),
            ]))
        })
        .collect::<Result<_>>()?;
    table.empty = Empty::new(ctx.t("inspections-owed-empty"), ctx.t("inspections-owed-empty-text"));
    Ok(table)
}

fn held_table(ctx: &Ctx, held: &[inspections::Inspection]) -> Result<Table> {
    let mut table = Table::new(&ui::words(&ctx.locale), "cac-cuoc", ctx.t("inspections-held"));
    table.columns = vec![
        Column::new("ngay", ctx.t("inspections-head-days")),
        Column::new("co-quan", ctx.t("inspections-head-agency")),
        Column::new("quyet-dinh", ctx.t("inspections-head-decision")),
        Column::new("trang-thai", ctx.t("inspections-head-state")),
    ];
    table.rows = held
        .iter()
        .filter(|i| i.noticed_on.is_some() || ctx.may(VIEW, i.agency_id))
        .map(|i| {
            Ok(Row::new(vec![
                Cell::moment(&i.from_on, words::span(&i.from_on, &i.to_on)),
                Cell::from(ctx.app.directory().short_name(i.agency_id)),
                Cell::link(inspection_path(i.id), i.decision_no.clone()),
                Cell::Tag(words::state(ctx, i)?),
            ]))
        })
        .collect::<Result<_>>()?;
    table.empty = Empty::new(ctx.t("inspections-held-empty"), ctx.t("inspections-held-empty-text"));
    Ok(table)
}
