//! GET /danh-gia-giai-quyet/can-bo/{id} and /cua-toi: one official's five indicators of a period, at each agency they worked for.

use super::super::cards::{self, Officer};
use super::super::rules::Records;
use super::super::slice::OFFICERS;
use super::super::{store, words};
use super::{Filters, ROOT, basis, nine, period_filter, period_of, tabs};
use axum::extract::Path;
use axum::response::Response;
use kernel::Period;
use platform::error::{Error, Result};
use platform::http::Query;
use platform::{Ctx, Scope, identity};
use ui::{Cell, Empty, Head, Page, Table, Tabs};

#[derive(askama::Template)]
#[template(path = "settlement/pages/officer.html")]
struct View {
    page: Page,
    head: Head,
    tabs: Tabs,
    filters: Filters,
    parts: Vec<Part>,
    empty: Option<Empty>,
    basis: Vec<String>,
}

/// An official at one agency.
struct Part {
    title: String,
    total: String,
    table: Table,
}

/// The page of an official, for those who may see them.
pub async fn show(ctx: Ctx, Path(id): Path<i64>, query: Query) -> Result<Response> {
    let scope = ctx.scope(OFFICERS);
    let at = store::agencies_of(&ctx.app.store, id).await?;
    if !at.iter().any(|agency| scope.covers(*agency)) {
        return Err(Error::NotFound);
    }
    let name = name_of(&ctx, id).await?;
    let title = ctx.tn("settlement-officer-title", &[("name", name)]);
    draw(&ctx, &query, (id, &scope), title, &format!("{ROOT}/can-bo/{id}")).await
}

/// One's own page.
pub async fn own(ctx: Ctx, query: Query) -> Result<Response> {
    let account = ctx.viewer()?.account_id;
    let title = ctx.t("settlement-mine-title");
    draw(&ctx, &query, (account, &Scope::All), title, &format!("{ROOT}/cua-toi")).await
}

/// Name of an account.
pub async fn name_of(ctx: &Ctx, account: i64) -> Result<String> {
    Ok(identity::account(&ctx.app.store, account).await?.name)
}

async fn draw(
    ctx: &Ctx,
    query: &Query,
    (account, scope): (i64, &Scope),
    title: String,
    path: &str,
) -> Result<Response> {
    let period = period_of(ctx, query);
    let (_, officers) = cards::officers(&ctx.app, period, scope, Some(account)).await?;
    let parts: Vec<Part> = officers.iter().map(|officer| part(ctx, officer, period, path)).collect();
    let empty = parts
        .is_empty()
        .then(|| Empty::new(ctx.t("settlement-officer-empty-title"), ctx.t("settlement-officer-empty")));
    ui::html(&View {
        page: ui::page(ctx, title.clone()),
        head: Head {
            title,
            caption: words::period(&ctx.locale, period),
            lead: ctx.t("settlement-officer-lead"),
            ..Head::default()
        },
        tabs: tabs(ctx, path),
        filters: Filters {
            words: ui::words(&ctx.locale),
            action: path.to_owned(),
            filters: vec![period_filter(ctx, period).await?],
        },
        parts,
        empty,
        basis: basis(ctx, period).into_iter().take(1).collect(),
    })
}

fn part(ctx: &Ctx, officer: &Officer, period: Period, path: &str) -> Part {
    let caption = ctx.tn("settlement-nine-caption", &[("period", words::period(&ctx.locale, period))]);
    let id = format!("chi-so-{}", officer.agency_id);
    let table = nine::table(ctx, &id, caption, &officer.card.lines, |line| match &line.records {
        Records::Dossiers(item) => {
            let list = format!("{path}/ho-so");
            let href = super::records::at_agency(ctx, &list, item, period, officer.agency_id);
            Cell::link(href, ctx.t("settlement-records-dossiers"))
        }
        _ => Cell::Empty,
    });
    let total = words::total(&ctx.locale, officer.card.total);
    Part {
        title: ctx.app.directory().name(officer.agency_id).to_owned(),
        total: format!("{total} · {}", words::band(&ctx.locale, officer.card.band)),
        table,
    }
}
