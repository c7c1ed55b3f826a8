//! GET /hai-long/cho: sheets that wait for their answer, with the QR code and the way to the tablet.

use super::super::slice::VIEW;
use super::super::store::{self, Invite};
use super::{procedure_name, tabs};
use askama::Template;
use axum::response::Response;
use kernel::Day;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use std::collections::BTreeMap;
use ui::{Cell, Empty, Filter, Head, ListHead, Listing, Page, Row, Table, Tabs};

const HEADS: [ListHead; 6] = [
    ListHead::new("ho-so", "satisfaction-head-dossier"),
    ListHead::sorting("thu-tuc", "satisfaction-head-procedure"),
    ListHead::new("co-quan", "satisfaction-head-agency"),
    ListHead::new("ngay", "satisfaction-head-returned"),
    ListHead::sorting("han", "satisfaction-head-expires"),
    ListHead::new("mo", "satisfaction-head-open"),
];

#[derive(Template)]
#[template(path = "satisfaction/pages/list.html")]
struct View {
    page: Page,
    head: Head,
    tabs: Tabs,
    table: Table,
}

/// The list.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let mut list = store::open_list(ctx.today());
    list.within(&ctx.scope(VIEW), "i.agency_id");
    if let Some(code) = query.get("ho-so") {
        list.and("i.dossier_code LIKE ?", [format!("%{}%", code.replace(['%', '_'], "")).into()]);
    }
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: "/hai-long/cho",
        id: "phieu-cho",
        caption: ctx.t("satisfaction-waiting-caption"),
        heads: &HEADS,
        filters: vec![Filter::text(
            "ho-so",
            ctx.t("satisfaction-head-dossier"),
            query.get("ho-so").unwrap_or_default(),
        )],
        empty: Empty::new(ctx.t("satisfaction-waiting-empty-title"), ctx.t("satisfaction-waiting-empty")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, row: &Invite| Ok(values(ctx, row))).await;
    }
    let found = list.page::<Invite>(&ctx.app.store, &query).await?;
    let mut procedures = BTreeMap::new();
    for invite in &found.rows {
        let on = invite.returned().unwrap_or_else(|| ctx.today());
        let name = procedure_name(&ctx, &invite.procedure_code, on).await?;
        procedures.insert(invite.procedure_code.clone(), name);
    }
    let title = ctx.t("satisfaction-title");
    ui::html(&View {
        page: ui::page(&ctx, ctx.t("satisfaction-tab-waiting")),
        head: Head { title, lead: ctx.t("satisfaction-waiting-lead"), ..Head::default() },
        tabs: tabs(&ctx, "/hai-long/cho"),
        table: listing.table(&found, |i| row(&ctx, &procedures, i)),
    })
}

fn vn(day: &str) -> String {
    day.parse::<Day>().map(Day::vn).unwrap_or_default()
}

fn row(ctx: &Ctx, procedures: &BTreeMap<String, String>, i: &Invite) -> Row {
    let name = if i.dossier_code.is_empty() {
        ctx.tn("satisfaction-sheet", &[("number", i.id.to_string())])
    } else {
        i.dossier_code.clone()
    };
    Row::new(vec![
        Cell::number(name),
        Cell::from(procedures.get(&i.procedure_code).unwrap_or(&i.procedure_code).clone()),
        Cell::from(ctx.app.directory().short_name(i.agency_id)),
        Cell::moment(&i.returned_on, vn(&i.returned_on)),
        Cell::moment(&i.expires_on, vn(&i.expires_on)),
        Cell::Stack(vec![
            Cell::link(format!("/danh-gia/qr/{}", i.token), ctx.t("satisfaction-open-qr")),
            Cell::link(format!("/danh-gia/{}?may=1", i.token), ctx.t("satisfaction-open-tablet")),
        ]),
    ])
}

/// Without the token: a file must not carry the keys of open sheets.
fn values(ctx: &Ctx, i: &Invite) -> Vec<Value> {
    vec![
        Value::Text(i.dossier_code.clone()),
        Value::Text(i.procedure_code.clone()),
        Value::Text(ctx.app.directory().name(i.agency_id).to_owned()),
        Value::day(&i.returned_on),
        Value::day(&i.expires_on),
        Value::Text(String::new()),
    ]
}
