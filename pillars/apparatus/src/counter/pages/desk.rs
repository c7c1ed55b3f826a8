//! GET /quay/hang-doi/ban/{id}: the call desk: what it has in hand, what it may do, who waits, who was set aside.

use super::super::acts::is_for;
use super::super::rules::order::{self, Waiting};
use super::super::rules::priority;
use super::super::slice::SERVE;
use super::super::store::{self, Desk, Office, Service, Ticket};
use super::{state_tag, tabs, vn};
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use kernel::Moment;
use platform::Ctx;
use platform::error::Result;
use ui::{
    Action, ActionKind, Cell, Choice, Column, Empty, Field, Form, Head, Page, Row, SummaryList, Table, Tabs,
};

#[derive(Template)]
#[template(path = "counter/pages/desk.html")]
struct View {
    page: Page,
    path: String,
    head: Head,
    tabs: Tabs,
    now: Option<SummaryList>,
    idle: String,
    acts: Vec<Action>,
    redirect: Option<Form>,
    redirect_title: String,
    waiting: Table,
    kept: Table,
    quick: Option<Form>,
    quick_title: String,
}

/// What the page is drawn from.
struct Room<'a> {
    ctx: &'a Ctx,
    desk: Desk,
    office: Office,
    services: Vec<Service>,
}

impl Room<'_> {
    fn path(&self, act: &str, ticket: i64) -> String {
        format!("/quay/hang-doi/ban/{}?viec={act}&so={ticket}", self.desk.id)
    }

    fn service(&self, ticket: &Ticket) -> String {
        let found = self.services.iter().find(|s| s.id == ticket.service_id);
        found.map(|s| s.name.clone()).unwrap_or_default()
    }
}

/// The desk and its office, for who may serve there.
pub async fn at(ctx: &Ctx, id: i64) -> Result<(Desk, Office)> {
    let desk = store::desk(&ctx.app.store, id).await?;
    let office = store::office(&ctx.app.store, desk.office_id).await?;
    ctx.require(SERVE, office.agency_id)?;
    Ok((desk, office))
}

/// The desk.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let (desk, office) = at(&ctx, id).await?;
    let db = &ctx.app.store;
    let every = store::services(db, office.id).await?;
    let services = every.iter().filter(|s| s.active).cloned().collect();
    let now = store::current(db, id).await?;
    let mut queue = store::queue(db, office.id, ctx.today()).await?;
    let set_aside = store::of_desk(db, id, ctx.today()).await?;
    let desks = store::desks(db, office.id).await?;
    // Whom this desk calls, as its call finds them: no other services', and nobody who was sent to another desk.
    queue.retain(|ticket| is_for(&desk, (&desks, &every), ticket));
    let room = Room { ctx: &ctx, desk, office, services };
    let title = ctx.tn("counter-desk-title", &[("desk", room.desk.label.clone())]);
    let view = View {
        page: ui::page(&ctx, title.clone()).with_crumb("/quay/hang-doi", ctx.t("counter-title")),
        path: format!("/quay/hang-doi/ban/{id}"),
        head: Head { title, caption: room.office.name.clone(), ..Head::default() },
        tabs: tabs(&ctx, ""),
        acts: acts(&room, now.as_ref()),
        redirect: now.as_ref().map(|t| redirect_form(&room, t, &desks)),
        now: now.as_ref().map(|t| in_hand(&room, t)),
        idle: ctx.t("counter-desk-idle"),
        redirect_title: ctx.t("counter-redirect-title"),
        waiting: waiting(&room, &queue)?,
        kept: kept(&room, &set_aside)?,
        quick: (now.is_none() && !room.services.is_empty()).then(|| quick_form(&room)),
        quick_title: ctx.t("counter-quick-title"),
    };
    ui::html(&view)
}

fn in_hand(room: &Room<'_>, ticket: &Ticket) -> SummaryList {
    let ctx = room.ctx;
    SummaryList::new(&ui::words(&ctx.locale))
        .titled(ctx.tn("counter-desk-now", &[("ticket", ticket.code.clone())]))
        .row(ctx.t("counter-head-service"), room.service(ticket))
        .row(ctx.t("counter-head-given"), vn(Some(ticket.created_at)))
        .row(ctx.t("counter-head-called"), vn(ticket.called_at))
        .row(ctx.t("counter-head-calls"), ticket.calls.to_string())
        .row(ctx.t("counter-head-dossier"), ticket.dossier_code.clone())
}

fn acts(room: &Room<'_>, now: Option<&Ticket>) -> Vec<Action> {
    let ctx = room.ctx;
    let Some(ticket) = now else {
        return vec![Action::post(room.path("goi", 0), ctx.t("counter-act-next"), ActionKind::Primary)];
    };
    let post = |act: &str, label: &str, kind| Action::post(room.path(act, ticket.id), ctx.t(label), kind);
    let mut acts = vec![
        post("xong", "counter-act-finish", ActionKind::Primary),
        post("goi-lai", "counter-act-recall", ActionKind::Quiet),
        post("tam-gac", "counter-act-park", ActionKind::Quiet),
        post("vang", "counter-act-miss", ActionKind::Danger),
    ];
    if ticket.dossier_id.is_none() && ctx.viewer.as_ref().is_some_and(|v| v.has(contracts::desk::RECEIVE)) {
        let href = format!("/quay/nhan?phieu={}", ticket.id);
        acts.push(Action::link(href, ctx.t("counter-act-receive"), ActionKind::Quiet));
    }
    let href = format!("/quay/hang-doi/so/{}", ticket.id);
    acts.push(Action::link(href, ctx.t("counter-act-open"), ActionKind::Quiet));
    acts
}

fn redirect_form(room: &Room<'_>, ticket: &Ticket, desks: &[Desk]) -> Form {
    let ctx = room.ctx;
    let others = desks.iter().filter(|d| d.active && d.id != room.desk.id);
    let desks = others.map(|d| {
        let label = ctx.tn("counter-desk-number", &[("desk", d.label.clone())]);
        Choice::new(format!("ban-{}", d.id), label, false)
    });
    let services = room.services.iter().filter(|s| s.id != ticket.service_id);
    let services = services.map(|s| Choice::new(format!("viec-{}", s.id), s.name.clone(), false));
    let choices = desks.chain(services).collect();
    let field = Field::select("den", ctx.t("counter-redirect-to"), choices);
    Form::new(
        &ui::words(&ctx.locale),
        room.path("chuyen", ticket.id),
        ctx.t("counter-act-redirect"),
        vec![field],
    )
    .quiet()
}

fn quick_form(room: &Room<'_>) -> Form {
    let ctx = room.ctx;
    let choices =
        room.services.iter().map(|s| Choice::new(s.id.to_string(), s.name.clone(), false)).collect();
    let field =
        Field::select("dich-vu", ctx.t("counter-head-service"), choices).hint(ctx.t("counter-quick-hint"));
    Form::new(&ui::words(&ctx.locale), room.path("nhanh", 0), ctx.t("counter-act-quick"), vec![field]).quiet()
}

/// How long a ticket has waited until now, in whole minutes.
fn waited(ctx: &Ctx, ticket: &Ticket) -> String {
    let minutes = (ctx.now.micros() - ticket.waits_since().micros()).max(0) / 60_000_000;
    ctx.tn("counter-minutes", &[("minutes", minutes.to_string())])
}

/// Who waits, in the order in which they are called.
fn waiting(room: &Room<'_>, queue: &[Ticket]) -> Result<Table> {
    let ctx = room.ctx;
    let groups = priority::groups(&ctx.app.profiles(), ctx.today())?;
    let early = ctx.app.profiles().get_or("counter.appointment_early_minutes", ctx.today(), 15)?;
    let open: Vec<&Ticket> = queue.iter().filter(|t| t.state == "waiting").collect();
    let order = order::ordered(
        open.iter()
            .map(|t| Waiting {
                id: t.id,
                rank: priority::rank(&groups, &t.priority),
                due: t.due_at.map(Moment::from_micros),
                queued: Moment::from_micros(t.queued_at),
            })
            .collect(),
        ctx.now,
        early,
    );
    let mut table = Table::new(&ui::words(&ctx.locale), "dang-cho", ctx.t("counter-waiting-caption"));
    table.columns = ["ticket", "service", "priority", "given", "waited", "slot"]
        .map(|head| Column::new(head, ctx.t(&format!("counter-head-{head}"))))
        .into();
    let row = |t: &Ticket| {
        let group = groups.iter().find(|g| g.code == t.priority).map(|g| g.name(&ctx.locale).to_owned());
        Row::new(vec![
            Cell::code(format!("/quay/hang-doi/so/{}", t.id), t.code.clone()),
            room.service(t).into(),
            group.unwrap_or_default().into(),
            vn(Some(t.created_at)).into(),
            waited(ctx, t).into(),
            vn(t.due_at).into(),
        ])
    };
    let called = order.iter().filter_map(|id| open.iter().copied().find(|t| t.id == *id));
    table.rows = called.map(row).collect();
    table.empty = Empty::new(ctx.t("counter-waiting-none"), ctx.t("counter-waiting-none-text"));
    Ok(table)
}

/// What the desk set aside, or called in vain.
fn kept(room: &Room<'_>, tickets: &[Ticket]) -> Result<Table> {
    let ctx = room.ctx;
    let mut table = Table::new(&ui::words(&ctx.locale), "de-lai", ctx.t("counter-kept-caption"));
    table.columns = ["ticket", "state", "called", "act"]
        .map(|head| Column::new(head, ctx.t(&format!("counter-head-{head}"))))
        .into();
    for ticket in tickets {
        let state = ticket.state()?;
        let (act, label) = match ticket.state.as_str() {
            "parked" => ("tiep", "counter-act-resume"),
            _ => ("tro-lai", "counter-act-back"),
        };
        table.rows.push(Row::new(vec![
            Cell::code(format!("/quay/hang-doi/so/{}", ticket.id), ticket.code.clone()),
            state_tag(&ctx.locale, state).into(),
            vn(ticket.called_at).into(),
            Cell::post(room.path(act, ticket.id), ctx.t(label), ticket.code.clone()),
        ]));
    }
    table.empty = Empty::new(ctx.t("counter-kept-none"), ctx.t("counter-kept-none-text"));
    Ok(table)
}
