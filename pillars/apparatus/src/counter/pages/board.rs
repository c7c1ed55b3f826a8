//! GET /quay/hang-doi: the live board, which fetches itself anew: of each office how many wait and since when, of each desk who works there and at what.

use super::super::rules::state::State;
use super::super::slice::{SERVE, VIEW};
use super::super::store::{self, Office, Ticket};
use super::{minutes, tabs, vn};
use askama::Template;
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use ui::{Cell, Column, Empty, Head, Page, Row, Table, Tabs};

#[derive(Template)]
#[template(path = "counter/pages/board.html")]
struct View {
    page: Page,
    head: Head,
    tabs: Tabs,
    notes: Vec<String>,
    tables: Vec<Table>,
}

/// The board.
pub async fn show(ctx: Ctx) -> Result<Response> {
    let offices = store::all_offices(&ctx.app.store, &ctx.scope(VIEW)).await?;
    let mut tables = Vec::with_capacity(offices.len());
    for office in &offices {
        tables.push(desks(&ctx, office).await?);
    }
    let title = ctx.t("counter-title");
    let notes = if offices.is_empty() { vec![ctx.t("counter-board-none")] } else { Vec::new() };
    ui::html(&View {
        page: ui::page(&ctx, title.clone()),
        head: Head { title, lead: ctx.t("counter-board-lead"), ..Head::default() },
        tabs: tabs(&ctx, "/quay/hang-doi"),
        notes,
        tables,
    })
}

async fn desks(ctx: &Ctx, office: &Office) -> Result<Table> {
    let db = &ctx.app.store;
    let queue = store::queue(db, office.id, ctx.today()).await?;
    let loads = store::loads(db, office.id, ctx.today(), ctx.today().start()).await?;
    let waiting = || queue.iter().filter(|t| t.state == State::Waiting.code());
    let longest = waiting().map(|t| (ctx.now.micros() - t.waits_since().micros()).max(0) / 1_000_000).max();
    let caption = ctx.tn(
        "counter-board-caption",
        &[
            ("office", office.name.clone()),
            ("count", waiting().count().to_string()),
            ("longest", (longest.unwrap_or(0) / 60).to_string()),
        ],
    );
    let mut table = Table::new(&ui::words(&ctx.locale), format!("noi-{}", office.id), caption);
    table.columns = vec![
        Column::new("ban", ctx.t("counter-head-desk")),
        Column::new("can-bo", ctx.t("counter-head-clerk")),
        Column::new("so", ctx.t("counter-head-now")),
        Column::numeric("xong", ctx.t("counter-head-done")),
        Column::numeric("phuc-vu", ctx.t("counter-head-serving")),
        Column::new("luc", ctx.t("counter-head-used")),
    ];
    let may_serve = ctx.may(SERVE, office.agency_id);
    for desk in store::desks(db, office.id).await?.into_iter().filter(|d| d.active) {
        let label = ctx.tn("counter-desk-number", &[("desk", desk.label.clone())]);
        let name = match may_serve {
            true => Cell::link(format!("/quay/hang-doi/ban/{}", desk.id), label),
            false => Cell::text(label),
        };
        let load = loads.iter().find(|l| l.desk_id == desk.id);
        let now = queue.iter().find(|t| t.desk_id == Some(desk.id) && t.state == State::Called.code());
        table.rows.push(Row::new(vec![
            name,
            desk.clerk_name.clone().into(),
            now.map_or(Cell::Empty, at_work),
            Cell::number(ctx.locale.integer(load.map_or(0, |l| l.tickets))),
            load.map_or(Cell::Empty, |l| Cell::number(minutes(ctx, Some(l.seconds)))),
            vn(desk.used_at).into(),
        ]));
    }
    table.empty = Empty::new(ctx.t("counter-desks-none"), ctx.t("counter-desks-none-text"));
    Ok(table)
}

fn at_work(ticket: &Ticket) -> Cell {
    Cell::Stack(vec![
        Cell::code(format!("/quay/hang-doi/so/{}", ticket.id), ticket.code.clone()),
        Cell::muted(vn(ticket.called_at)),
    ])
}
