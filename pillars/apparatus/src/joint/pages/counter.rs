//! /quay/lien-thong: a clerk files a joint dossier at the counter: the group, where, then one form.

use super::desk::{self, By};
use super::desk_fields::page;
use super::desk_read::{file, read};
use super::{PATH, StaffPage};
use axum::response::Response;
use contracts::desk::RECEIVE;
use contracts::joint::JointGroup;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Query, Submitted, redirect};
use ui::{Cell, Column, Empty, Filter, Head, Markup, Row, Table};

/// The groups, or the form of the one chosen.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let lead = query.get("co-quan").and_then(|id| id.parse().ok());
    match (query.get("nhom"), lead) {
        (Some(code), Some(lead)) => {
            let desk = desk::load(&ctx, By::Clerk, code, lead).await?;
            page(&ctx, &desk, &Submitted::default(), &FieldErrors::new(), None)
        }
        (code, _) => {
            let table = choices(&ctx, By::Clerk, code, query.get("q").unwrap_or_default()).await?;
            let title = ctx.t("joint-file");
            let mut head = Head::new(title.clone());
            head.lead = ctx.t("joint-choose-lead");
            let page = ui::page(&ctx, title).with_crumb(PATH, ctx.t("joint-title"));
            ui::html(&StaffPage { page, head, parts: vec![table], form: None })
        }
    }
}

/// The groups that can be filed here, each with the agencies where; narrowed to one group or to what was typed.
pub(super) async fn choices(ctx: &Ctx, by: By, code: Option<&str>, typed: &str) -> Result<Markup> {
    let wanted = kernel::text::fold(typed);
    // Two hundred lines of the same few groups help nobody: a citizen takes the group first.
    let groups_only = by == By::Citizen && code.is_none() && wanted.is_empty();
    let mut rows = Vec::new();
    for group in desk::groups(ctx).await? {
        if code.is_some_and(|code| code != group.code) {
            continue;
        }
        let leads = desk::leads(ctx, by, &group).await?;
        if groups_only && leads.len() > 1 {
            rows.push(whole(ctx, by, &group, leads.len()));
            continue;
        }
        for (lead, name) in leads {
            if kernel::text::fold(&format!("{} {} {name}", group.code, group.name)).contains(&wanted) {
                rows.push(choice(by, &group, lead, name));
            }
        }
    }
    let mut table = Table::new(&ui::words(&ctx.locale), "chon-nhom", ctx.t("joint-choose-group"));
    table.columns =
        ["group", "lead", "basis"].map(|head| Column::new(head, ctx.t(&format!("joint-head-{head}")))).into();
    table.action = by.path().to_owned();
    table.filters = vec![Filter::text("q", ctx.t("joint-choose-q"), typed)];
    table.hidden = code.map(|code| vec![("nhom".to_owned(), code.to_owned())]).unwrap_or_default();
    table.count_text = ctx.tn("ui-count", &[("count", rows.len().to_string())]);
    table.rows = rows;
    table.empty = Empty::new(ctx.t("joint-no-group"), ctx.t("joint-no-group-text"))
        .with_action("/thu-tuc/lien-thong", ctx.t("joint-groups"));
    Ok(ui::markup(&table))
}

/// A group that many agencies take: to where one of them is chosen.
fn whole(ctx: &Ctx, by: By, group: &JointGroup, leads: usize) -> Row {
    let href = format!("{}?nhom={}", by.path(), ui::platform_url(&group.code));
    let where_ = ctx.tn("joint-choose-among", &[("count", leads.to_string())]);
    Row::new(vec![Cell::link(href, group.name.clone()), Cell::text(where_), Cell::text(group.basis.clone())])
}

fn choice(by: By, group: &JointGroup, lead: i64, name: String) -> Row {
    let href = format!("{}?nhom={}&co-quan={lead}", by.path(), ui::platform_url(&group.code));
    Row::new(vec![Cell::link(href, group.name.clone()), Cell::text(name), Cell::text(group.basis.clone())])
}

/// Files it.
pub async fn submit(ctx: Ctx, typed: Submitted) -> Result<Response> {
    let lead = typed.text("co-quan").parse().unwrap_or_default();
    let desk = desk::load(&ctx, By::Clerk, typed.text("nhom"), lead).await?;
    ctx.require(RECEIVE, lead)?;
    if eforms::Form::asks_for_row(&typed) {
        return page(&ctx, &desk, &typed, &FieldErrors::new(), None);
    }
    let mut errors = FieldErrors::new();
    let found = read(&ctx, &desk, &typed, &mut errors)?;
    if !errors.is_empty() {
        return page(&ctx, &desk, &typed, &errors, None);
    }
    match file(&ctx, &desk, &typed, found).await {
        Ok(filed) => Ok(redirect(&format!("{PATH}/{}", filed.id), Some("joint-flash-filed"))),
        // Nothing was written: the form stays with all that was typed.
        Err(Error::Refused(refusal)) => page(&ctx, &desk, &typed, &FieldErrors::new(), Some(&refusal)),
        Err(other) => Err(other),
    }
}
