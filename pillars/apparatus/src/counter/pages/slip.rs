//! GET /lay-so/so/{token}: the number with how many wait before it; GET …/in: the same as a narrow slip.
//! Whoever has the key of the address sees it; nothing on it names a person.

use super::super::forms;
use super::super::rules::state::State;
use super::super::store::{self, Office, Ticket};
use super::{bare, public_office, vn};
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use kernel::Moment;
use platform::Ctx;
use platform::error::{Error, Result};
use platform::http::Query;
use platform::http::limits::Limited;
use serde_json::{Map, json};
use ui::{Page, SummaryList};

#[derive(Template)]
#[template(path = "counter/pages/slip.html")]
struct View {
    page: Page,
    code: String,
    stands: String,
    about: SummaryList,
    open: bool,
    pdf: String,
    pdf_text: String,
    back: Option<String>,
    back_text: String,
}

/// The ticket.
pub async fn show(ctx: Ctx, Path(token): Path<String>, query: Query) -> Result<Response> {
    let (ticket, office) = found(&ctx, &token).await?;
    let (service, desk) = names(&ctx, &ticket).await?;
    let state = ticket.state()?;
    let stands = match state {
        State::Waiting => match ahead(&ctx, &ticket).await? {
            0 => ctx.t("counter-slip-next"),
            ahead => ctx.tn("counter-slip-waiting", &[("ahead", ahead.to_string())]),
        },
        State::Called => ctx.tn("counter-slip-called", &[("desk", desk.clone())]),
        other => ctx.t(&format!("counter-slip-{}", other.code())),
    };
    let mut about = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("counter-head-service"), service)
        .row(ctx.t("counter-head-office"), format!("{}, {}", office.name, office.address))
        .row(ctx.t("counter-head-given"), vn(Some(ticket.created_at)));
    if let Some(due) = ticket.due_at {
        about = about.row(ctx.t("counter-head-slot"), vn(Some(due)));
    }
    // Only the kiosk itself goes back to its first page.
    let kiosk = query.get("may") == Some(office.kiosk_token.as_str());
    ui::html(&View {
        page: bare(&ctx, &office, ctx.t("counter-slip-title")),
        code: ticket.code.clone(),
        stands,
        about,
        open: !state.is_ended(),
        pdf: format!("/lay-so/so/{token}/in"),
        pdf_text: ctx.t("counter-slip-pdf"),
        back: kiosk.then(|| format!("/lay-so/{}?may={}", office.code, office.kiosk_token)),
        back_text: ctx.t("counter-slip-back"),
    })
}

/// The slip, 80 mm wide.
pub async fn print(ctx: Ctx, Path(token): Path<String>) -> Result<Response> {
    let (ticket, office) = found(&ctx, &token).await?;
    let (service, _) = names(&ctx, &ticket).await?;
    let at = Moment::from_micros(ticket.created_at);
    let inputs = Map::from_iter([
        ("office".to_owned(), json!(office.name)),
        ("address".to_owned(), json!(office.address)),
        ("code".to_owned(), json!(ticket.code)),
        ("service".to_owned(), json!(service)),
        ("at".to_owned(), json!(papers::local(at))),
        ("slot".to_owned(), json!(ticket.due_at.map(|due| papers::local(Moment::from_micros(due))))),
        ("ahead".to_owned(), json!(ahead(&ctx, &ticket).await?)),
    ]);
    let content = papers::print(&ctx, forms::SLIP, inputs, Vec::new()).await?;
    Ok(ui::pdf(&format!("so-{}", ticket.code.to_lowercase()), content))
}

/// The ticket of a key with its office; guessing keys is limited.
pub async fn found(ctx: &Ctx, token: &str) -> Result<(Ticket, Office)> {
    let Some(ticket) = store::by_token(&ctx.app.store, token).await? else {
        ctx.limit(Limited::LookUp).await?;
        return Err(Error::NotFound);
    };
    let office = store::office(&ctx.app.store, ticket.office_id).await?;
    let office = public_office(ctx, &office.code).await?;
    Ok((ticket, office))
}

/// Names of its service and of the desk that calls it.
pub async fn names(ctx: &Ctx, ticket: &Ticket) -> Result<(String, String)> {
    let services = store::services(&ctx.app.store, ticket.office_id).await?;
    let service = services.into_iter().find(|s| s.id == ticket.service_id).map(|s| s.name);
    let desk = match ticket.desk_id {
        Some(id) => store::desk(&ctx.app.store, id).await?.label,
        None => String::new(),
    };
    Ok((service.unwrap_or_default(), desk))
}

/// How many of the same service wait before it by arrival; who goes first by law may come in between.
pub async fn ahead(ctx: &Ctx, ticket: &Ticket) -> Result<usize> {
    let day = ticket.day_on.parse().unwrap_or_else(|_| ctx.today());
    let queue = store::queue(&ctx.app.store, ticket.office_id, day).await?;
    let before = |other: &&Ticket| {
        other.state == State::Waiting.code()
            && other.service_id == ticket.service_id
            && (other.queued_at, other.id) < (ticket.queued_at, ticket.id)
    };
    Ok(queue.iter().filter(before).count())
}
