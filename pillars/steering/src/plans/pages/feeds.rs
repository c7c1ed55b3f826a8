//! /ke-hoach-cchc/lich-hen: secret addresses by which a calendar program reads last days; shown once, revocable. The feed itself.

use super::super::rules::{Event, calendar, standing};
use super::super::slice::VIEW;
use super::super::store::feeds::{self, Feed};
use super::super::store::tasks::{self, Task};
use super::super::words;
use super::{line_path, tabs};
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::{Day, Moment};
use platform::error::{Error, Result};
use platform::http::{Query, Submitted, redirect};
use platform::{Change, Ctx, FieldErrors, Refusal, staff};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use ui::{Cell, Choice, Column, Empty, Field, Form, Head, Page, Row, Table, Tabs, Tag, Tone};

const LIST: &str = "/ke-hoach-cchc/lich-hen";
/// Open feeds of an account at most.
const MOST: usize = 10;
/// Days before today that a feed still shows.
const BACK: i64 = 90;

/// An address just made.
struct Made {
    title: String,
    text: String,
    address: String,
}

#[derive(askama::Template)]
#[template(path = "plans/pages/feeds.html")]
struct View {
    page: Page,
    head: Head,
    tabs: Tabs,
    made: Option<Made>,
    table: Table,
    form_title: String,
    form: Form,
}

/// One's own feeds.
pub async fn show(ctx: Ctx) -> Result<Response> {
    ui::html(&view(&ctx, None, &FieldErrors::new()).await?)
}

/// Only the hash of a key is kept: who reads the database learns no address.
fn hashed(key: &str) -> String {
    hex::encode(Sha256::digest(key.as_bytes()))
}

/// Makes a feed; its address is shown this once.
pub async fn make(ctx: Ctx, form: Submitted) -> Result<Response> {
    let viewer = ctx.viewer()?;
    let mut errors = FieldErrors::new();
    let agency = match form.text("viec") {
        "toi" => None,
        code => match ctx.app.directory().by_code(code).filter(|a| ctx.may(VIEW, a.id)) {
            Some(agency) => Some(agency.id),
            None => {
                errors.add("viec", "form-required");
                None
            }
        },
    };
    if !errors.is_empty() {
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, None, &errors).await?);
    }
    let open = feeds::of_account(&ctx.app.store, viewer.account_id).await?;
    if open.iter().filter(|f| f.revoked_at.is_none()).count() >= MOST {
        return Err(Refusal::new("plans-refused-feeds").arg("most", MOST).into());
    }
    let key = ctx.app.random.token();
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let id = feeds::add(&tx, viewer.account_id, agency, &hashed(&key)).await?;
    let of = agency.map(|a| ctx.app.directory().name(a).to_owned());
    let after = json!({"reform_agency": of});
    tx.journal(Change::of("plans", "calendar_feed", id, "reform_feed_make").after(after)).await?;
    tx.commit().await?;
    let made = Made {
        title: ctx.t("plans-feed-made"),
        text: ctx.t("plans-feed-made-text"),
        address: format!("{}/lich-ke-hoach/{key}.ics", ctx.app.settings.base_url()),
    };
    ui::html(&view(&ctx, Some(made), &FieldErrors::new()).await?)
}

/// Revokes a feed.
pub async fn revoke(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    if !feeds::revoke(&tx, ctx.viewer()?.account_id, id).await? {
        return Err(Error::NotFound);
    }
    tx.journal(Change::of("plans", "calendar_feed", id, "reform_feed_revoke")).await?;
    tx.commit().await?;
    Ok(redirect(LIST, Some("plans-flash-revoked")))
}

async fn view(ctx: &Ctx, made: Option<Made>, errors: &FieldErrors) -> Result<View> {
    let own = feeds::of_account(&ctx.app.store, ctx.viewer()?.account_id).await?;
    let mut table = Table::new(&ui::words(&ctx.locale), "lich-hen", ctx.t("plans-feeds"));
    table.columns = vec![
        Column::new("viec", ctx.t("plans-head-feed")),
        Column::new("lap", ctx.t("plans-head-made")),
        Column::new("trang-thai", ctx.t("plans-head-state")),
        Column::new("lam", ctx.t("plans-head-act")),
    ];
    table.rows = own.iter().map(|feed| row(ctx, feed)).collect();
    table.empty = Empty::new(ctx.t("plans-feeds-empty"), ctx.t("plans-feeds-empty-text"));
    let mine = Choice::new("toi", ctx.t("plans-feed-mine"), true);
    let mut agencies = ui::agency_choices(ctx, &ctx.scope(VIEW), "")?;
    for choice in &mut agencies {
        choice.selected = false;
    }
    let choices = std::iter::once(mine).chain(agencies).collect();
    let field =
        Field::select("viec", ctx.t("plans-head-feed"), choices).error(ui::field_error(ctx, errors, "viec"));
    let words = ui::words(&ctx.locale);
    let title = ctx.t("plans-feeds-title");
    Ok(View {
        page: ui::page(ctx, title.clone()),
        head: Head { lead: ctx.t("plans-feeds-lead"), ..Head::new(title) },
        tabs: tabs(ctx, LIST),
        made,
        table,
        form_title: ctx.t("plans-feed-new"),
        form: Form::new(&words, LIST, ctx.t("plans-feed-make"), vec![field]),
    })
}

fn row(ctx: &Ctx, feed: &Feed) -> Row {
    let of = match feed.agency_id {
        Some(agency) => ctx.app.directory().name(agency).to_owned(),
        None => ctx.t("plans-feed-mine"),
    };
    let made = Moment::from_micros(feed.made_at);
    let (state, act) = match feed.revoked_at {
        Some(_) => (Tag::new(ctx.t("plans-feed-revoked"), Tone::Neutral), Cell::Empty),
        None => (
            Tag::new(ctx.t("plans-feed-open"), Tone::Good),
            Cell::post(format!("{LIST}/{}/thu-hoi", feed.id), ctx.t("plans-feed-revoke"), of.clone()),
        ),
    };
    Row::new(vec![Cell::text(of), Cell::moment(made.iso(), made.vn()), Cell::Tag(state), act])
}

/// The calendar behind a key: open last days, and those of the last months, of whom the feed was made for. It ends with the
/// right of who made it.
pub async fn feed(ctx: Ctx, Path(key): Path<String>) -> Result<Response> {
    let key = key.strip_suffix(".ics").unwrap_or(&key);
    let feed = feeds::by_key(&ctx.app.store, &hashed(key)).await?.ok_or(Error::NotFound)?;
    let (list, name) = of_feed(&ctx, &feed).await?;
    let mut found = list.all::<Task>(&ctx.app.store, &Query::default()).await?;
    let mut open = Vec::new();
    for agency in found.iter().map(|t| t.agency_id).collect::<BTreeSet<_>>() {
        if feed.agency_id.is_some() || may_read(&ctx, &feed, agency).await? {
            open.push(agency);
        }
    }
    found.retain(|task| open.contains(&task.agency_id));
    let events: Vec<Event> = found.iter().filter_map(|task| event(&ctx, task)).collect();
    let text = calendar(&name, &events, ctx.now);
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CACHE_CONTROL, "private, max-age=3600"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    Ok((headers, text).into_response())
}

/// Whether the account that made a feed may still read the plans of an agency.
async fn may_read(ctx: &Ctx, feed: &Feed, agency: i64) -> Result<bool> {
    Ok(!staff::of_these(&ctx.app, VIEW, agency, ctx.today(), &[feed.account_id]).await?.is_empty())
}

async fn of_feed(ctx: &Ctx, feed: &Feed) -> Result<(platform::list::ListQuery<'static>, String)> {
    let mut list = tasks::list();
    list.and("t.to_on >= ?", [ctx.today().plus_days(-BACK).to_string().into()]);
    let Some(agency) = feed.agency_id else {
        list.and("t.person_id = ?", [feed.account_id.into()]);
        return Ok((list, ctx.t("plans-feed-mine")));
    };
    if !may_read(ctx, feed, agency).await? {
        return Err(Error::NotFound);
    }
    tasks::of_agency(&mut list, agency);
    let name = ctx.app.directory().short_name(agency).to_owned();
    Ok((list, ctx.tn("plans-feed-of", &[("agency", name)])))
}

fn event(ctx: &Ctx, task: &Task) -> Option<Event> {
    let day: Day = task.to_on.parse().ok()?;
    let word = words::standing_word(ctx, standing(&task.facts(), ctx.today()));
    let lead = ctx.app.directory().name(task.lead_id).to_owned();
    let args = [("output", task.output.clone()), ("lead", lead), ("standing", word)];
    let base = ctx.app.settings.base_url();
    let host = base.split("://").nth(1).unwrap_or("motcua");
    Some(Event {
        uid: format!("plan-line-{}@{host}", task.line_id),
        day,
        summary: task.name.clone(),
        description: ctx.tn("plans-feed-text", &args),
        href: format!("{base}{}", line_path(task.line_id)),
    })
}
