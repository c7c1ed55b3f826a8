//! GET /co-quan/{code}: one agency: what it is called by machines and people, above, below, before and after it.

use super::super::slice::{EDIT, VIEW_ACTIVITY};
use super::super::store::{self, Agency};
use super::{frame, kind, level, span, unconfirmed};
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Day, OfficeHours, Period};
use platform::error::{Error, Result};
use platform::{Ctx, journal};
use ui::{Action, ActionKind, Cell, Column, Head, History, Link, Row, SummaryList, Table, Tag, Tone};

/// Below how many an agency's parts are listed on its page.
const LISTED: usize = 30;

#[derive(Template)]
#[template(path = "agencies/pages/record.html")]
struct View {
    head: Head,
    summary: SummaryList,
    lists: Vec<Group>,
    activity: Option<Table>,
    history: Option<(String, History)>,
}

impl askama::filters::HtmlSafe for View {}

/// Links under a heading, with a word on what they mean.
struct Group {
    title: String,
    text: String,
    links: Vec<Link>,
}

/// The agency of a slug; a number is an id and leads to the slug.
pub async fn show(ctx: Ctx, Path(code): Path<String>) -> Result<Response> {
    if let Ok(id) = code.parse::<i64>() {
        let agency = store::by_id(&ctx.app.store, id).await?.ok_or(Error::NotFound)?;
        return Ok(platform::http::redirect(&format!("/co-quan/{}", agency.code), None));
    }
    let agency = store::by_code(&ctx.app.store, &code).await?.ok_or(Error::NotFound)?;
    let view = View {
        head: head(&ctx, &agency),
        summary: summary(&ctx, &agency)?,
        lists: lists(&ctx, &agency).await?,
        activity: activity(&ctx, &agency).await?,
        history: history(&ctx, &agency).await?,
    };
    let page = ui::page(&ctx, agency.name.clone()).with_crumb("/co-quan", ctx.t("agencies-title"));
    frame::answer(StatusCode::OK, page, &view)
}

fn head(ctx: &Ctx, agency: &Agency) -> Head {
    let today = ctx.today();
    let tag = if agency.in_force(today) {
        Tag::new(ctx.t("agencies-state-active"), Tone::Good)
    } else if agency.span().to.is_some_and(|to| to < today) {
        Tag::new(ctx.t("agencies-state-ended"), Tone::Neutral)
    } else {
        Tag::new(ctx.t("agencies-state-to-come"), Tone::Info)
    };
    let mut actions =
        vec![Action::link(format!("/bang/{}", agency.code), ctx.t("agencies-board"), ActionKind::Quiet)];
    if ctx.may(EDIT, agency.id) {
        actions.push(Action::link(
            format!("/co-quan/{}/sua", agency.code),
            ctx.t("agencies-edit"),
            ActionKind::Quiet,
        ));
    }
    Head {
        title: agency.name.clone(),
        caption: agency.code.clone(),
        tag: Some(tag),
        actions,
        ..Head::default()
    }
}

fn summary(ctx: &Ctx, a: &Agency) -> Result<SummaryList> {
    let directory = ctx.app.directory();
    let above = a.parent_id.and_then(|id| directory.get(id));
    let identifier = |id: &str| match (id.is_empty(), a.ids_confirmed) {
        (true, _) => Cell::Empty,
        (false, true) => Cell::number(id),
        (false, false) => Cell::Stack(vec![Cell::number(id), unconfirmed(ctx).into()]),
    };
    let source = match a.confirmed {
        true => Cell::from(a.source.clone()),
        false => Cell::Stack(vec![Cell::text(&a.source), unconfirmed(ctx).into()]),
    };
    let calendar = ctx.app.calendars().of(a.id)?;
    let mut summary = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("agencies-head-short-name"), a.short_name.clone())
        .row(ctx.t("agencies-head-kind"), kind(ctx, &a.kind))
        .row(ctx.t("agencies-head-level"), level(ctx, &a.level))
        .row(
            ctx.t("agencies-head-parent"),
            above.map_or(Cell::Empty, |p| Cell::link(format!("/co-quan/{}", p.code), &p.name)),
        );
    if !a.commune_type.is_empty() {
        summary = summary
            .row(ctx.t("agencies-head-commune-type"), ctx.t(&format!("agencies-commune-{}", a.commune_type)));
    }
    if !a.unit_code.is_empty() {
        summary = summary.row(ctx.t("agencies-head-unit-code"), Cell::number(&a.unit_code));
    }
    let desk = if a.one_stop { "agencies-one-stop-yes" } else { "agencies-one-stop-no" };
    Ok(summary
        .row(ctx.t("agencies-head-id-2020"), identifier(&a.id_2020))
        .row(ctx.t("agencies-head-id-2016"), identifier(&a.id_2016))
        .row(ctx.t("agencies-head-days"), Cell::number(span(ctx, a)))
        .row(ctx.t("agencies-head-one-stop"), ctx.t(desk))
        .row(ctx.t("agencies-head-hours"), hours(ctx, calendar.hours(ctx.today())))
        .row(ctx.t("agencies-head-source"), source))
}

/// Office hours in words.
fn hours(ctx: &Ctx, hours: &OfficeHours) -> String {
    let time = |t: chrono::NaiveTime| t.format("%H:%M").to_string();
    let key = if hours.saturday_morning { "agencies-hours-saturday" } else { "agencies-hours" };
    ctx.tn(
        key,
        &[
            ("morning_from", time(hours.morning.0)),
            ("morning_to", time(hours.morning.1)),
            ("afternoon_from", time(hours.afternoon.0)),
            ("afternoon_to", time(hours.afternoon.1)),
        ],
    )
}

async fn lists(ctx: &Ctx, a: &Agency) -> Result<Vec<Group>> {
    let directory = ctx.app.directory();
    let links = |ids: Vec<i64>| -> Vec<Link> {
        let found = ids.into_iter().filter_map(|id| directory.get(id));
        found
            .map(|a| Link::new(format!("/co-quan/{}", a.code), named(ctx, &a.name, a.valid_from, a.valid_to)))
            .collect()
    };
    let group = |title: &str, text: String, links: Vec<Link>| Group { title: ctx.t(title), text, links };
    let mut lists = Vec::new();
    let before = links(store::predecessors(&ctx.app.store, a.id).await?);
    if !before.is_empty() {
        lists.push(group("agencies-predecessors", ctx.t("agencies-predecessors-text"), before));
    }
    let after = links(store::successors(&ctx.app.store, a.id).await?);
    if !after.is_empty() {
        lists.push(group("agencies-successors", ctx.t("agencies-successors-text"), after));
    } else if let (Some(parent), true) = (a.parent_id, a.kind == "division" && a.valid_to.is_some()) {
        let text = ctx.t("agencies-successors-by-parent");
        lists.push(group("agencies-successors", text, links(vec![parent])));
    }
    let shown_on = a.span().to.filter(|to| *to < ctx.today()).unwrap_or_else(|| ctx.today());
    let children: Vec<Agency> =
        store::children(&ctx.app.store, a.id).await?.into_iter().filter(|c| c.in_force(shown_on)).collect();
    if !children.is_empty() {
        let text = ctx
            .tn("agencies-children-text", &[("count", children.len().to_string()), ("day", shown_on.vn())]);
        let all =
            Link::new(format!("/co-quan?thuoc={}&ngay={shown_on}", a.code), ctx.t("agencies-children-all"));
        let links = match children.len() > LISTED {
            true => vec![all],
            false => children.iter().map(|c| Link::new(format!("/co-quan/{}", c.code), &c.name)).collect(),
        };
        lists.push(group("agencies-children", text, links));
    }
    Ok(lists)
}

fn named(ctx: &Ctx, name: &str, from: Option<Day>, to: Option<Day>) -> String {
    match (from, to) {
        (_, Some(to)) => format!("{name} ({})", ctx.tn("agencies-until", &[("day", to.vn())])),
        (Some(from), None) => format!("{name} ({})", ctx.tn("agencies-since", &[("day", from.vn())])),
        (None, None) => name.to_owned(),
    }
}

async fn activity(ctx: &Ctx, a: &Agency) -> Result<Option<Table>> {
    if !ctx.may(VIEW_ACTIVITY, a.id) {
        return Ok(None);
    }
    let months = store::activity_of_agency(&ctx.app.store, a.id).await?;
    if months.is_empty() && !a.one_stop {
        return Ok(None);
    }
    let mut table = Table::new(&ui::words(&ctx.locale), "hoat-dong", ctx.t("agencies-activity-title"));
    table.columns = vec![
        Column::new("thang", ctx.t("agencies-activity-month")),
        Column::numeric("viec", ctx.t("agencies-activity-actions")),
    ];
    table.empty =
        ui::Empty::new(ctx.t("agencies-activity-empty"), ctx.t("agencies-indicator-active-definition"));
    for month in months {
        let label = month.month.parse::<Period>().map_or(month.month.clone(), |p| {
            if ctx.locale.lang().code() == "en" { p.label_en() } else { p.label_vi() }
        });
        table.rows.push(Row::new(vec![Cell::text(label), Cell::number(ctx.locale.integer(month.actions))]));
    }
    Ok(Some(table))
}

async fn history(ctx: &Ctx, a: &Agency) -> Result<Option<(String, History)>> {
    if !ctx.may(EDIT, a.id) {
        return Ok(None);
    }
    let entries = journal::history(&ctx.app.store, "agency", a.id).await?;
    Ok(Some((ctx.t("agencies-history"), ui::history(ctx, &entries))))
}
