//! GET /quay/hang-doi/so: the tickets of one's scope, to filter, sort and take away; every figure of the times leads here.

use super::super::rules::state::State;
use super::super::slice::VIEW;
use super::super::store::{self, Office, Service, Ticket};
use super::{minutes, state_tag, tabs, vn};
use askama::Template;
use axum::response::Response;
use kernel::{Day, Period};
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use std::collections::BTreeMap;
use ui::{Cell, Choice, Empty, Filter, Head, ListHead, Listing, Page, Row, Table, Tabs};

const PATH: &str = "/quay/hang-doi/so";

const HEADS: [ListHead; 8] = [
    ListHead::new("so", "counter-head-ticket"),
    ListHead::sorting("luc", "counter-head-given"),
    ListHead::new("noi", "counter-head-office"),
    ListHead::new("dich-vu", "counter-head-service"),
    ListHead::new("trang-thai", "counter-head-state"),
    ListHead { key: "cho", label: "counter-head-waited", sort: Some("cho"), numeric: true },
    ListHead { key: "phuc-vu", label: "counter-head-served", sort: Some("phuc-vu"), numeric: true },
    ListHead::new("ho-so", "counter-head-dossier"),
];

#[derive(Template)]
#[template(path = "counter/pages/list.html")]
struct View {
    page: Page,
    head: Head,
    tabs: Tabs,
    notes: Vec<String>,
    tables: Vec<Table>,
}

/// Names of offices and services by id.
pub struct Names {
    offices: BTreeMap<i64, String>,
    services: BTreeMap<i64, String>,
}

impl Names {
    /// Of these offices.
    pub async fn of(ctx: &Ctx, offices: &[Office]) -> Result<Names> {
        let mut services = BTreeMap::new();
        for office in offices {
            let own: Vec<Service> = store::services(&ctx.app.store, office.id).await?;
            services.extend(own.into_iter().map(|s| (s.id, s.name)));
        }
        Ok(Names { offices: offices.iter().map(|o| (o.id, o.name.clone())).collect(), services })
    }

    /// An office's name.
    pub fn office(&self, id: i64) -> String {
        self.offices.get(&id).cloned().unwrap_or_default()
    }

    /// A service's name.
    pub fn service(&self, id: i64) -> String {
        self.services.get(&id).cloned().unwrap_or_default()
    }
}

/// The list, or its file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let scope = ctx.scope(VIEW);
    let offices = store::all_offices(&ctx.app.store, &scope).await?;
    let names = Names::of(&ctx, &offices).await?;
    let mut list = store::list();
    list.within(&scope, "t.agency_id");
    narrow(&mut list, &query);
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "so-thu-tu",
        caption: ctx.t("counter-tickets-caption"),
        heads: &HEADS,
        filters: filters(&ctx, &query, &names),
        empty: Empty::new(ctx.t("counter-tickets-none"), ctx.t("counter-tickets-none-text"))
            .with_action("/quay/hang-doi", ctx.t("counter-tab-board")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, move |ctx, t: &Ticket| values(ctx, &names, t)).await;
    }
    let found = list.page::<Ticket>(&ctx.app.store, &query).await?;
    let title = ctx.t("counter-tab-tickets");
    ui::html(&View {
        page: ui::page(&ctx, title.clone()),
        head: Head { title, lead: ctx.t("counter-tickets-lead"), ..Head::default() },
        tabs: tabs(&ctx, PATH),
        notes: Vec::new(),
        tables: vec![listing.table(&found, |t| row(&ctx, &names, t))],
    })
}

fn narrow(list: &mut ListQuery<'_>, query: &Query) {
    for (name, column) in [("noi", "t.office_id = ?"), ("dich-vu", "t.service_id = ?"), ("gio", "t.hour = ?")]
    {
        if let Some(typed) = query.get(name) {
            list.and(column, [typed.parse::<i64>().unwrap_or(-1).into()]);
        }
    }
    if let Some(state) = query.get("trang-thai") {
        list.and("t.state = ?", [state.into()]);
    }
    if let Some(day) = query.get("ngay").and_then(|d| d.parse::<Day>().ok()) {
        list.and("t.day_on = ?", [day.to_string().into()]);
    }
    if let Some(period) = query.get("ky").and_then(|p| p.parse::<Period>().ok()) {
        list.and("t.day_on >= ?", [period.first().to_string().into()]);
        list.and("t.day_on <= ?", [period.last().to_string().into()]);
    }
    match query.get("do") {
        Some("cho") => list.and("t.waited IS NOT NULL AND NOT t.quick", []),
        Some("phuc-vu") => list.and("t.served IS NOT NULL AND t.state = 'done'", []),
        _ => {}
    }
}

fn filters(ctx: &Ctx, query: &Query, names: &Names) -> Vec<Filter> {
    let with_all = |name: &str, choices: Vec<(String, String)>| -> Vec<Choice> {
        let all = Choice::new("", ctx.t("counter-all"), query.get(name).is_none());
        let chosen = query.get(name).unwrap_or_default().to_owned();
        let choices = choices.into_iter().map(|(value, label)| {
            let selected = value == chosen;
            Choice::new(value, label, selected)
        });
        std::iter::once(all).chain(choices).collect()
    };
    let by_id = |map: &BTreeMap<i64, String>| map.iter().map(|(id, n)| (id.to_string(), n.clone())).collect();
    let states = State::ALL.map(|s| (s.code().to_owned(), state_tag(&ctx.locale, s).text)).into();
    vec![
        Filter::select("noi", ctx.t("counter-head-office"), with_all("noi", by_id(&names.offices))),
        Filter::select("dich-vu", ctx.t("counter-head-service"), with_all("dich-vu", by_id(&names.services))),
        Filter::date("ngay", ctx.t("counter-head-day"), query.get("ngay").unwrap_or_default()),
        Filter::select("trang-thai", ctx.t("counter-head-state"), with_all("trang-thai", states)),
    ]
}

fn row(ctx: &Ctx, names: &Names, t: &Ticket) -> Row {
    let state = t.state().map_or(Cell::Empty, |s| state_tag(&ctx.locale, s).into());
    Row::new(vec![
        Cell::code(format!("{PATH}/{}", t.id), t.code.clone()),
        vn(Some(t.created_at)).into(),
        names.office(t.office_id).into(),
        names.service(t.service_id).into(),
        state,
        Cell::number(minutes(ctx, t.waited)),
        Cell::number(minutes(ctx, t.served)),
        t.dossier_code.clone().into(),
    ])
}

fn values(ctx: &Ctx, names: &Names, t: &Ticket) -> Result<Vec<Value>> {
    let number = |seconds: Option<i64>| match seconds {
        Some(seconds) => Value::Number((seconds / 60) as f64),
        None => Value::Text(String::new()),
    };
    Ok(vec![
        Value::Text(t.code.clone()),
        Value::moment(Some(t.created_at)),
        Value::Text(names.office(t.office_id)),
        Value::Text(names.service(t.service_id)),
        Value::Text(state_tag(&ctx.locale, t.state()?).text),
        number(t.waited),
        number(t.served),
        Value::Text(t.dossier_code.clone()),
    ])
}
