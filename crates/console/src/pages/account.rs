//! One account: who it is, what it may, where it is signed in, what was done to it.

use super::sheet::{Sheet, moment, span};
use crate::slice::ACCOUNTS;
use crate::store::grants::{self, Grant};
use axum::extract::Path;
use axum::response::Response;
use platform::access::Scope;
use platform::error::{Error, Result};
use platform::identity::{self, Account};
use platform::own_account::{self, Device};
use platform::{Ctx, journal, second_factor};
use ui::{Action, ActionKind, Cell, Column, Empty, Page, Row, SummaryList, Table, Tag, Tone};

/// The account, if it lies in the viewer's scope; accounts without an agency belong to the whole city.
pub(super) async fn target(ctx: &Ctx, id: i64) -> Result<Account> {
    let account = identity::account(&ctx.app.store, id).await?;
    match account.agency_id {
        Some(agency) => ctx.require(ACCOUNTS, agency)?,
        None if ctx.scope(ACCOUNTS) == Scope::All => {}
        None => return Err(Error::NotFound),
    }
    Ok(account)
}

/// `GET /quan-tri/tai-khoan/{id}`.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let account = target(&ctx, id).await?;
    // One's own account is one's own to look at.
    if ctx.viewer()?.account_id != id {
        platform::reads::note_account(&ctx, ACCOUNTS, id).await?;
    }
    let given = grants::of_account(&ctx.app.store, id).await?;
    let devices = own_account::devices(&ctx.app, id, ctx.now).await?;
    let entries = journal::history(&ctx.app.store, "account", id).await?;
    let mut sheet =
        Sheet::titled(&ctx, account.name.clone()).back(&ctx, "/quan-tri/tai-khoan", "console-accounts-title");
    sheet.head.caption = account.login.clone();
    sheet.head.tag = Some(if account.disabled {
        Tag::new(ctx.t("console-account-closed"), Tone::Bad)
    } else {
        Tag::new(ctx.t("console-account-open"), Tone::Good)
    });
    sheet.head.actions = actions(&ctx, &account).await?;
    let page = sheet.page.clone();
    let sheet = sheet.part(&summary(&ctx, &page, &account).await?);
    let sheet = if account.kind == "staff" {
        sheet.heading(&ctx.t("console-grants-title")).part(&grant_table(&ctx, &page, &account, &given))
    } else {
        sheet
    };
    let sheet = match super::links::table(&ctx, &page, &account).await? {
        Some(links) => sheet.heading(&ctx.t("console-links-title")).part(&links),
        None => sheet,
    };
    sheet
        .heading(&ctx.t("console-sessions-title"))
        .part(&device_table(&ctx, &page, &account, &devices))
        .heading(&ctx.t("console-history-title"))
        .part(&ui::history(&ctx, &entries))
        .answer()
}

async fn actions(ctx: &Ctx, account: &Account) -> Result<Vec<Action>> {
    let path = |act: &str| format!("/quan-tri/tai-khoan/{}/{act}", account.id);
    let mut actions = Vec::new();
    if account.erased_at.is_some() {
        return Ok(actions);
    }
    if account.disabled {
        actions.push(Action::post(path("mo-khoa"), ctx.t("console-account-enable"), ActionKind::Primary));
        return Ok(actions);
    }
    if account.kind == "staff" {
        actions.push(Action::link(path("cap-quyen"), ctx.t("console-grant-title"), ActionKind::Primary));
    }
    if ctx.viewer()?.account_id != account.id {
        if account.kind != "staff" {
            actions.push(Action::post(path("mat-khau"), ctx.t("console-account-reset"), ActionKind::Quiet));
        }
        if !super::recovery::offered(ctx, account).await?.is_empty() {
            actions.push(Action::link(path("cap-lai"), ctx.t("console-recovery-link"), ActionKind::Quiet));
        }
        if account.kind == "staff" && !super::links::providers(ctx).is_empty() {
            actions.push(Action::link(path("lien-ket"), ctx.t("console-link-title"), ActionKind::Quiet));
        }
        actions.push(Action::link(path("khoa"), ctx.t("console-account-disable"), ActionKind::Danger));
    }
    Ok(actions)
}

async fn summary(ctx: &Ctx, page: &Page, account: &Account) -> Result<SummaryList> {
    let factor = second_factor::is_on(&ctx.app.store, account.id).await?;
    let factor = if factor { "console-factor-on" } else { "console-factor-off" };
    let kind = if account.kind == "staff" { "console-account-staff" } else { "console-account-citizen" };
    let agency = account.agency_id.map(|id| ctx.app.directory().name(id).to_owned()).unwrap_or_default();
    Ok(SummaryList::new(&page.words)
        .row(ctx.t("console-account-kind"), ctx.t(kind))
        .row(ctx.t("console-agency"), agency)
        .row(ctx.t("console-phone"), account.phone.clone().unwrap_or_default())
        .row(ctx.t("console-email"), account.email.clone().unwrap_or_default())
        .row(ctx.t("console-factor"), ctx.t(factor)))
}

/// The state of a grant today.
pub(super) fn grant_state(ctx: &Ctx, grant: &Grant) -> Tag {
    let today = ctx.today();
    if grant.in_force(today) {
        Tag::new(ctx.t("console-grant-now"), Tone::Good)
    } else if grant.last_day().is_some_and(|last| last < today) {
        Tag::new(ctx.t("console-grant-past"), Tone::Neutral)
    } else {
        Tag::new(ctx.t("console-grant-coming"), Tone::Info)
    }
}

/// Where a grant holds.
pub(super) fn reach(ctx: &Ctx, grant: &Grant) -> String {
    let directory = ctx.app.directory();
    let name = directory.name(grant.agency_id);
    if grant.subtree {
        ctx.tn("console-grant-subtree-of", &[("agency", name.to_owned())])
    } else {
        name.to_owned()
    }
}

fn grant_table(ctx: &Ctx, page: &Page, account: &Account, given: &[Grant]) -> Table {
    let mut table = Table::new(&page.words, "quyen", ctx.t("console-grants-title"));
    table.caption_hidden = true;
    table.columns = [
        "console-role",
        "console-grant-where",
        "console-grant-when",
        "console-grant-lender",
        "console-state",
        "console-act",
    ]
    .map(|key| Column::new("", ctx.t(key)))
    .into();
    table.empty = Empty::new(ctx.t("console-grants-empty"), ctx.t("console-grants-empty-text"))
        .with_action(format!("/quan-tri/tai-khoan/{}/cap-quyen", account.id), ctx.t("console-grant-title"));
    table.rows = given
        .iter()
        .map(|g| {
            let act = if ctx.may(ACCOUNTS, g.agency_id) {
                Cell::post(
                    format!("/quan-tri/tai-khoan/{}/quyen/{}/ket-thuc", account.id, g.id),
                    ctx.t("console-grant-end"),
                    &g.role_name,
                )
            } else {
                Cell::Empty
            };
            Row::new(vec![
                Cell::text(&g.role_name),
                reach(ctx, g).into(),
                span(ctx, g.valid_from.as_deref(), g.valid_to.as_deref()).into(),
                g.lender.clone().unwrap_or_default().into(),
                grant_state(ctx, g).into(),
                act,
            ])
        })
        .collect();
    table
}

fn device_table(ctx: &Ctx, page: &Page, account: &Account, devices: &[Device]) -> Table {
    let mut table = Table::new(&page.words, "phien", ctx.t("console-sessions-title"));
    table.caption_hidden = true;
    table.columns = [
        "console-session-address",
        "console-session-agent",
        "console-session-since",
        "console-session-seen",
        "console-act",
    ]
    .map(|key| Column::new("", ctx.t(key)))
    .into();
    table.empty = Empty::new(ctx.t("console-sessions-empty"), "");
    table.rows = devices
        .iter()
        .map(|d| {
            let end = format!("/quan-tri/tai-khoan/{}/phien/{}/ket-thuc", account.id, d.id);
            Row::new(vec![
                Cell::text(&d.address),
                Cell::text(d.agent.chars().take(80).collect::<String>()),
                moment(d.created_at),
                moment(d.seen_at),
                Cell::post(end, ctx.t("console-session-end"), &d.address),
            ])
        })
        .collect();
    table
}
