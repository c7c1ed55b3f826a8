//! GET /khoi-luong: who at an agency has how much in hand, and what they did lately.

use super::super::rules::burden::{Burden, burdens};
use super::scene::Scene;
use super::{LeadView, agency_filter, chosen, days, done, risk, tabs};
use axum::response::Response;
use contracts::workload::Workload;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::{ComputedSort, PAGE, page_of, sortable};
use std::sync::Arc;
use ui::{Cell, Empty, Head, ListHead, Listing, Row};

/// Address of the page.
pub const PATH: &str = "/khoi-luong";
/// Days that count as lately.
pub const LATELY: i64 = 30;
/// Steps of that time that are looked at.
pub const MOST: i64 = 20_000;

const HEADS: [ListHead; 7] = [
    ListHead::sorting("ten", "desk-head-official"),
    ListHead { key: "mo", label: "desk-head-open", sort: Some("mo"), numeric: true },
    ListHead { key: "qua-han", label: "desk-head-overdue", sort: Some("qua-han"), numeric: true },
    ListHead { key: "sap", label: "desk-head-soon", sort: Some("sap-den"), numeric: true },
    ListHead { key: "nhan", label: "desk-head-received", sort: Some("nhan"), numeric: true },
    ListHead { key: "xong", label: "desk-head-settled", sort: Some("xong"), numeric: true },
    ListHead { key: "nhip", label: "desk-head-pace", sort: Some("nhip"), numeric: true },
];

/// A count as text that sorts like it.
fn counted(count: i64) -> String {
    sortable(Some(count as f64))
}

const SORTS: [ComputedSort<Burden>; 7] = [
    ComputedSort { name: "ten", key: |b| kernel::text::fold(&b.name) },
    ComputedSort { name: "mo", key: |b| counted(b.open) },
    ComputedSort { name: "qua-han", key: |b| counted(b.overdue) },
    ComputedSort { name: "sap-den", key: |b| counted(b.soon) },
    ComputedSort { name: "nhan", key: |b| counted(b.received) },
    ComputedSort { name: "xong", key: |b| counted(b.settled) },
    ComputedSort { name: "nhip", key: |b| sortable(b.pace) },
];

/// The table.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let agency = chosen(&ctx, query.get("don-vi"));
    let title = ctx.t("desk-workload-title");
    let mut head = Head::new(title.clone());
    let Some(agency) = agency else {
        head.lead = ctx.t("desk-no-agency");
        let (page, tabs) = (ui::page(&ctx, title), tabs(&ctx, None, PATH));
        let (form, table, act) = (None, None, None);
        return ui::html(&LeadView { page, head, tabs, notes: Vec::new(), form, table, act });
    };
    let scene = Scene::of(&ctx, agency).await?;
    let rows = everybody(&ctx, &scene).await?;
    head.caption = ctx.app.directory().name(agency).to_owned();
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "khoi-luong",
        caption: title.clone(),
        heads: &HEADS,
        filters: agency_filter(&ctx, Some(agency)).into_iter().collect(),
        empty: Empty::new(ctx.t("desk-workload-empty"), ctx.t("desk-workload-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.export(kind, &rows, values).await;
    }
    let found = page_of(rows, &query, &SORTS, PAGE, |burden| burden.account.unwrap_or(0));
    let work: Arc<dyn Workload> = ctx.app.port()?;
    let mut table = listing.table(&found, |burden| row(&ctx, work.as_ref(), agency, burden));
    table.caption_hidden = true;
    let notes = vec![
        ctx.tn("desk-workload-how", &[("soon", scene.soon.to_string()), ("lately", LATELY.to_string())]),
    ];
    let page = ui::page(&ctx, title);
    let tabs = tabs(&ctx, Some(agency), PATH);
    ui::html(&LeadView { page, head, tabs, notes, form: None, table: Some(table), act: None })
}

/// Everybody who has something, did something or could; what nobody has in hand stands first.
async fn everybody(ctx: &Ctx, scene: &Scene) -> Result<Vec<Burden>> {
    let work: Arc<dyn Workload> = ctx.app.port()?;
    let since = ctx.now.plus_minutes(-LATELY * 24 * 60);
    let done = work.done(&ctx.app, scene.agency, since, MOST).await?;
    let names = scene.names(ctx).await;
    let mut all = burdens(&scene.open, &done, (ctx.now, scene.horizon), &scene.calendar);
    for account in names.keys() {
        if !all.iter().any(|burden| burden.account == Some(*account)) {
            all.push(Burden { account: Some(*account), ..Burden::default() });
        }
    }
    for burden in &mut all {
        match burden.account {
            Some(account) => {
                if let Some(name) = names.get(&account) {
                    burden.name.clone_from(name);
                }
            }
            None => burden.name = ctx.t("desk-nobody"),
        }
    }
    all.sort_by_key(|burden| (burden.account.is_some(), -burden.overdue, -burden.open));
    Ok(all)
}

/// A figure that leads to its records; a nought leads nowhere.
fn figure(count: i64, href: String) -> Cell {
    if count == 0 { Cell::number("0") } else { Cell::link(href, count.to_string()) }
}

fn row(ctx: &Ctx, work: &dyn Workload, agency: i64, burden: &Burden) -> Row {
    let account = burden.account.unwrap_or(0);
    let soon = format!("{}?don-vi={agency}&nguoi={account}&han=sap", risk::PATH);
    let done = |what: &str| format!("{}?don-vi={agency}&nguoi={account}{what}", done::PATH);
    Row::new(vec![
        burden.name.clone().into(),
        figure(burden.open, work.inbox(agency, burden.account, false)),
        figure(burden.overdue, work.inbox(agency, burden.account, true)),
        figure(burden.soon, soon),
        figure(burden.received, done("&viec=nhan")),
        figure(burden.settled, done("&viec=xong")),
        burden.pace.map_or(Cell::Empty, |pace| Cell::link(done(""), days(ctx, pace))),
    ])
}

fn values(burden: &Burden) -> Vec<Value> {
    let number = |count: i64| Value::Number(count as f64);
    vec![
        Value::Text(burden.name.clone()),
        number(burden.open),
        number(burden.overdue),
        number(burden.soon),
        number(burden.received),
        number(burden.settled),
        burden.pace.map_or(Value::Text(String::new()), |pace| Value::Number(pace / 2.0)),
    ]
}
