//! GET /buu-gui/{key}: how a consignment stands, for who holds its key: no name, no address, no reason in the post's words.

use super::parts;
use crate::post::rules::State;
use crate::post::store::{self, ItemRow};
use axum::extract::Path;
use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, Result};
use platform::http::limits::Limited;
use ui::{Cell, Column, Empty, Head, Markup, Row, SummaryList, Table};

#[derive(askama::Template)]
#[template(path = "post/pages/track.html")]
struct View {
    page: ui::Page,
    head: Head,
    parts: Vec<Markup>,
}

/// The consignment a key leads to; guessing keys is limited like guessing codes.
async fn by_key(ctx: &Ctx, key: &str) -> Result<ItemRow> {
    if let Some(found) = store::item_by_key(&ctx.app.store, key).await? {
        return Ok(found);
    }
    ctx.app.limits.check(Limited::LookUp, &ctx.address).await?;
    Err(Error::NotFound)
}

/// The page.
pub async fn show(ctx: Ctx, Path(key): Path<String>) -> Result<Response> {
    let item = by_key(&ctx, &key).await?;
    let state = item.state()?;
    let services = parts::services(&ctx)?;
    let words = ui::words(&ctx.locale);
    let mut about = SummaryList::new(&words);
    if !item.tracking_key.is_empty() {
        let dossier = Cell::link(format!("/theo-doi/{}", item.tracking_key), item.dossier_code.clone());
        about = about.row(ctx.t("post-head-dossier"), dossier);
    }
    about = about
        .row(ctx.t("post-head-agency"), ctx.app.directory().name(item.agency_id).to_owned())
        .row(ctx.t("post-head-service"), parts::service_name(&services, &item.service))
        .row(ctx.t("post-head-number"), item.number.clone());
    if item.is_out() {
        about = about
            .row(ctx.t("post-head-fee"), parts::dong(&ctx, item.fee))
            .row(ctx.t("post-field-payer"), ctx.t(&format!("post-payer-{}", item.fee_by)));
    }
    let mut body = vec![ui::markup(&about)];
    if let Some(code) =
        item.reason_code.as_deref().filter(|_| matches!(state, State::Failed | State::CameBack))
    {
        let args = [
            ("reason", ctx.t(&format!("post-reason-{code}"))),
            ("agency", ctx.app.directory().name(item.agency_id).to_owned()),
        ];
        let key = if state == State::Failed { "post-public-failed" } else { "post-public-came-back" };
        body.push(ui::markup(&ui::Inset { text: ctx.tn(key, &args) }));
    }
    body.push(ui::markup(&events(&ctx, &item).await?));
    let title = ctx.t(if item.is_out() { "post-public-out" } else { "post-public-in" });
    let head = Head {
        caption: item.dossier_code.clone(),
        tag: Some(ui::Tag { text: ctx.t(&public_key(state)), ..parts::state_tag(&ctx, state) }),
        ..Head::new(title.clone())
    };
    let mut answer = ui::html(&View { page: ui::page(&ctx, title), head, parts: body })?;
    // A link somebody shared must not end up in a search engine.
    answer.headers_mut().insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
    Ok(answer)
}

/// How it stands in words for who waits for it: lists are the desk's business.
fn public_key(state: State) -> String {
    match state {
        State::Waiting => "post-public-waiting".to_owned(),
        State::Listed => "post-public-listed".to_owned(),
        other => other.key(),
    }
}

async fn events(ctx: &Ctx, item: &ItemRow) -> Result<Table> {
    let mut table = Table::new(&ui::words(&ctx.locale), "dien-bien", ctx.t("post-events"));
    table.columns =
        vec![Column::new("ngay", ctx.t("post-head-day")), Column::new("viec", ctx.t("post-head-state"))];
    table.rows = store::events_of(&ctx.app.store, item.id)
        .await?
        .iter()
        .map(|event| {
            let state = State::from_code(&event.kind).map_or(Cell::Empty, |s| ctx.t(&public_key(s)).into());
            Row::new(vec![parts::day(Some(&event.day_on)), state])
        })
        .collect();
    table.empty = Empty::new(ctx.t("post-events-none"), "");
    Ok(table)
}
