//! /giao-buu-chinh: lists of results handed to the post, by agency, service and day; and the making of another one.

use super::parts::{self, Desk, Tried, fill, held};
use crate::post::acts;
use crate::post::slice::{SEND, VIEW};
use crate::post::store::{self, ListRow};
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Result};
use platform::export::Value;
use platform::http::{Query, Submitted, redirect};
use platform::list::ListQuery;
use ui::{Cell, Empty, Field, Form, Head, ListHead, Listing, Row, Tag, Tone};

/// Address of the lists.
pub const PATH: &str = "/giao-buu-chinh";
const ACT: &str = "lap";

const HEADS: [ListHead; 7] = [
    ListHead::new("so", "post-head-list"),
    ListHead::sorting("luc", "post-head-made"),
    ListHead::new("co-quan", "post-head-agency"),
    ListHead::new("dich-vu", "post-head-service"),
    ListHead::figure("so-buu-gui", "post-head-items"),
    ListHead::figure("cuoc", "post-head-sum"),
    ListHead::sorting("giao", "post-head-handed"),
];

/// The lists, with the form for another one.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    page(&ctx, &query, None).await
}

/// The lists under the filters of a query.
pub fn narrowed(ctx: &Ctx, query: &Query) -> ListQuery<'static> {
    let mut list = store::lists();
    list.within(&ctx.scope(VIEW), "l.agency_id");
    parts::of_agency(&mut list, query, "l.agency_id = ?");
    if let Some(service) = query.get("dich-vu") {
        list.and("l.service = ?", [service.into()]);
    }
    match query.get("giao") {
        Some("chua") => list.and("l.handed_on IS NULL", []),
        Some("roi") => list.and("l.handed_on IS NOT NULL", []),
        _ => {}
    }
    list
}

async fn page(ctx: &Ctx, query: &Query, tried: Option<&Tried<'_>>) -> Result<Response> {
    let scope = ctx.scope(VIEW);
    let list = narrowed(ctx, query);
    let services = parts::services(ctx)?;
    let handed = parts::words_of(ctx, "post-handed", &["chua", "roi"]);
    let mut filters = vec![
        parts::choose(ctx, query, "dich-vu", "post-head-service", services.clone()),
        parts::choose(ctx, query, "giao", "post-head-handed", handed),
    ];
    filters.extend(parts::agency_filter(ctx, query, &scope));
    let title = ctx.t("post-lists-title");
    let listing = Listing {
        ctx,
        query,
        path: PATH,
        id: "danh-sach-giao",
        caption: title.clone(),
        heads: &HEADS,
        filters,
        empty: Empty::new(ctx.t("post-lists-empty"), ctx.t("post-lists-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(query) {
        return listing.file(kind, list, move |ctx, row: &ListRow| Ok(values(ctx, &services, row))).await;
    }
    let found = list.page::<ListRow>(&ctx.app.store, query).await?;
    let table = listing.table(&found, |l| row(ctx, &services, l));
    let mut body = Vec::new();
    if ctx.viewer.as_ref().is_some_and(|v| v.has(SEND)) {
        body.push(ui::markup(&form(ctx, &services, tried)?));
    }
    body.push(ui::markup(&table));
    let view = Desk {
        page: ui::page(ctx, title.clone()),
        head: Head { lead: ctx.t("post-lists-lead"), ..Head::new(title) },
        tabs: parts::tabs(ctx, PATH),
        warning: None,
        parts: body,
    };
    ui::html_with(parts::status(tried), &view)
}

fn form(ctx: &Ctx, services: &[(String, String)], tried: Option<&Tried<'_>>) -> Result<Form> {
    let own = ctx.viewer()?.agency_id.map(|id| id.to_string()).unwrap_or_default();
    let agency = held(tried, ACT, "co-quan", &own).to_owned();
    let service = held(tried, ACT, "dich-vu", "").to_owned();
    let agencies = parts::agencies(ctx, &ctx.scope(SEND));
    let select = |name: &str, label: &str, options, chosen: &str| {
        fill(tried, ctx, ACT, Field::select(name, ctx.t(label), parts::choices(options, chosen)))
    };
    let fields = vec![
        Field::heading(ctx.t("post-list-new")).hint(ctx.t("post-list-new-lead")),
        select("co-quan", "post-head-agency", agencies, &agency),
        select("dich-vu", "post-head-service", services.to_vec(), &service),
    ];
    Ok(Form::new(&ui::words(&ctx.locale), PATH, ctx.t("post-list-make"), fields))
}

/// Makes a list of what waits.
pub async fn make(ctx: Ctx, typed: Submitted) -> Result<Response> {
    match made(&ctx, &typed).await {
        Err(Error::Invalid(errors)) => {
            let tried = Tried { act: ACT, typed: &typed, errors: &errors };
            page(&ctx, &Query::default(), Some(&tried)).await
        }
        done => done.map(|id| redirect(&format!("{PATH}/{id}"), Some("post-flash-list"))),
    }
}

/// Makes a list of what waits, of the agency and service that were typed; its number.
pub async fn made(ctx: &Ctx, typed: &Submitted) -> Result<i64> {
    let mut errors = FieldErrors::new();
    let agency = typed.text("co-quan").to_owned();
    if !parts::agencies(ctx, &ctx.scope(SEND)).iter().any(|(id, _)| *id == agency) {
        errors.add("co-quan", "form-required");
    }
    let service = typed.required(&mut errors, "dich-vu", 60);
    let (Ok(agency), true) = (agency.parse::<i64>(), errors.is_empty()) else {
        return Err(Error::Invalid(errors));
    };
    ctx.require(SEND, agency)?;
    acts::make(&ctx.app, &ctx.actor(), agency, &service).await
}

fn row(ctx: &Ctx, services: &[(String, String)], l: &ListRow) -> Row {
    let handed = match &l.handed_on {
        Some(day) => {
            Cell::Stack(vec![parts::day(Some(day)), Cell::muted(l.taken_by.clone().unwrap_or_default())])
        }
        None => Tag::new(ctx.t("post-handed-chua"), Tone::Warn).into(),
    };
    Row::new(vec![
        Cell::code(format!("{PATH}/{}", l.id), l.number.clone()),
        Cell::Stack(vec![parts::day(Some(&l.made_on)), Cell::muted(l.maker_name.clone())]),
        Cell::from(ctx.app.directory().short_name(l.agency_id)),
        parts::service_name(services, &l.service).into(),
        Cell::number(ctx.locale.integer(l.items)),
        Cell::number(parts::dong(ctx, l.fee)),
        handed,
    ])
}

fn values(ctx: &Ctx, services: &[(String, String)], l: &ListRow) -> Vec<Value> {
    vec![
        Value::Text(l.number.clone()),
        Value::day(&l.made_on),
        Value::Text(ctx.app.directory().name(l.agency_id).to_owned()),
        Value::Text(parts::service_name(services, &l.service)),
        Value::Number(l.items as f64),
        Value::Number(l.fee as f64),
        Value::Text(parts::vn(l.handed_on.as_deref())),
    ]
}
