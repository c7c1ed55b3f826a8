//! GET /quay/hang-doi/so/{id}: one timeline of waiting, serving and settling; POST …/ho-so: the dossier received for the ticket.

use super::super::ports;
use super::super::slice::{SERVE, VIEW};
use super::super::store::{self, Ticket};
use super::{minutes, state_tag, vn};
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use contracts::counter::{DossierCourse, DossierCourses};
use kernel::Moment;
use platform::error::{Refusal, Result};
use platform::http::{Submitted, redirect};
use platform::reads::{self, Reading, What};
use platform::{Ctx, journal};
use std::sync::Arc;
use ui::{Cell, Field, Form, Head, Link, Page, SummaryList, Timeline, TimelineItem, Tone};

#[derive(Template)]
#[template(path = "counter/pages/ticket.html")]
struct View {
    page: Page,
    head: Head,
    about: SummaryList,
    course_title: String,
    course: Timeline,
    join: Option<Form>,
    join_title: String,
}

/// The ticket's page.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let ticket = store::ticket(&ctx.app.store, id).await?;
    ctx.require(VIEW, ticket.agency_id)?;
    // It may tell the name of who booked, and the dossier.
    let reading = Reading {
        right: (VIEW, Some(ticket.agency_id)),
        record: "counter_ticket",
        id,
        code: &ticket.code,
        agency: Some(ticket.agency_id),
        what: What::Page,
    };
    reads::note(&ctx, reading, async { Ok(false) }).await?;
    draw(&ctx, &ticket).await
}

/// Joins the dossier whose code was typed.
pub async fn join(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let ticket = store::ticket(&ctx.app.store, id).await?;
    ctx.require(SERVE, ticket.agency_id)?;
    let courses: Arc<dyn DossierCourses> = ctx.app.port()?;
    let found = courses.by_code(&ctx, form.text("ma-ho-so")).await?;
    let Some(dossier) = found else {
        return Err(Refusal::new("counter-refused-no-dossier").into());
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    if !ports::join(&tx, id, dossier.id, &dossier.code).await? {
        return Err(Refusal::new("counter-refused-joined").into());
    }
    tx.commit().await?;
    Ok(redirect(&format!("/quay/hang-doi/so/{id}"), Some("counter-flash-joined")))
}

async fn draw(ctx: &Ctx, ticket: &Ticket) -> Result<Response> {
    let db = &ctx.app.store;
    let office = store::office(db, ticket.office_id).await?;
    let services = store::services(db, ticket.office_id).await?;
    let service =
        services.into_iter().find(|s| s.id == ticket.service_id).map(|s| s.name).unwrap_or_default();
    let dossier = match (ticket.dossier_id, ctx.app.port::<Arc<dyn DossierCourses>>()) {
        (Some(id), Ok(courses)) => courses.course(ctx, id).await?,
        _ => None,
    };
    let words = ui::words(&ctx.locale);
    let mut about = SummaryList::new(&words)
        .row(ctx.t("counter-head-office"), office.name)
        .row(ctx.t("counter-head-service"), service)
        .row(ctx.t("counter-head-given"), vn(Some(ticket.created_at)))
        .row(ctx.t("counter-head-waited"), minutes(ctx, ticket.waited))
        .row(ctx.t("counter-head-served"), minutes(ctx, ticket.served))
        .row(ctx.t("counter-head-limit"), minutes(ctx, Some(ticket.limit_minutes * 60)));
    // The desk that called it, else the only one that may.
    if let Some(desk) = ticket.desk_id.or(ticket.only_desk_id) {
        let desk = store::desk(db, desk).await?;
        let label = ctx.tn("counter-desk-number", &[("desk", desk.label)]);
        about = about.row(ctx.t("counter-head-desk"), label);
    }
    if let Some(id) = ticket.booking_id {
        let booking = store::booking(db, id).await?;
        about = about
            .row(ctx.t("counter-head-booked-by"), booking.name)
            .row(ctx.t("counter-head-slot"), vn(ticket.due_at));
    }
    if let Some(dossier) = &dossier {
        about = about.row(ctx.t("counter-head-dossier"), Cell::code(&dossier.href, &dossier.code));
    }
    let code = Field::text("ma-ho-so", ctx.t("counter-join-code")).hint(ctx.t("counter-join-hint"));
    let action = format!("/quay/hang-doi/so/{}/ho-so", ticket.id);
    let may_join = ticket.dossier_id.is_none() && ctx.may(SERVE, ticket.agency_id);
    let title = ctx.tn("counter-ticket-title", &[("ticket", ticket.code.clone())]);
    ui::html(&View {
        page: ui::page(ctx, title.clone()).with_crumb("/quay/hang-doi/so", ctx.t("counter-tab-tickets")),
        head: Head { title, tag: Some(state_tag(&ctx.locale, ticket.state()?)), ..Head::default() },
        about,
        course_title: ctx.t("counter-course-title"),
        course: course(ctx, ticket, dossier.as_ref()).await?,
        join: may_join.then(|| Form::new(&words, action, ctx.t("counter-join-submit"), vec![code])),
        join_title: ctx.t("counter-join-title"),
    })
}

/// Waiting and serving from the ticket's own history, settling from the dossier's course; newest first.
async fn course(ctx: &Ctx, ticket: &Ticket, dossier: Option<&DossierCourse>) -> Result<Timeline> {
    let mut items: Vec<(Moment, TimelineItem)> = Vec::new();
    let history = journal::history(&ctx.app.store, "counter_ticket", ticket.id).await?;
    if history.is_empty() {
        items.extend(own_moments(ctx, ticket));
    }
    for entry in history {
        let title = ctx.t(&format!("journal-action-{}", entry.action.replace('_', "-")));
        let at = entry.moment();
        items.push((at, item(title, at, ui::actor_name(ctx, &entry.actor_name), Tone::Info)));
    }
    if let Some(dossier) = dossier {
        let steps = [
            ("counter-course-filed", dossier.filed_at),
            ("counter-course-received", dossier.received_at),
            ("counter-course-settled", dossier.settled_at),
            ("counter-course-returned", dossier.returned_at),
        ];
        // The later one first: at the counter two of them fall into one moment.
        for (key, at) in steps.into_iter().rev() {
            let Some(at) = at else { continue };
            let mut done = item(ctx.t(key), at, String::new(), Tone::Good);
            done.links = vec![Link::new(&dossier.href, &dossier.code)];
            items.push((at, done));
        }
        if let (Some(due), None) = (dossier.due_at, dossier.settled_at) {
            items.push((due, item(ctx.t("counter-course-due"), due, String::new(), Tone::Warn)));
        }
    }
    items.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    Ok(Timeline { items: items.into_iter().map(|(_, item)| item).collect() })
}

/// The moments that the ticket itself keeps: tickets of an earlier system or of the demo city have no history.
fn own_moments(ctx: &Ctx, ticket: &Ticket) -> Vec<(Moment, TimelineItem)> {
    let moments = [
        ("counter-head-given", Some(ticket.created_at)),
        ("counter-head-called", ticket.first_called_at),
        ("counter-head-ended", ticket.ended_at),
    ];
    let told = moments.into_iter().filter_map(|(key, at)| Some((key, Moment::from_micros(at?))));
    told.map(|(key, at)| (at, item(ctx.t(key), at, String::new(), Tone::Info))).collect()
}

fn item(title: String, at: Moment, by: String, tone: Tone) -> TimelineItem {
    TimelineItem { title, at: at.vn(), by, tone, ..TimelineItem::default() }
}
