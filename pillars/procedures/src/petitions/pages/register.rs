//! GET /phan-anh-kien-nghi: the register of petitions in one's scope, to filter, sort and take away.

use super::super::rules::state::State;
use super::super::rules::words::{Channel, Topic};
use super::super::slice::{HANDLE, VIEW};
use super::super::store::{self, RegisterRow};
use super::{Desk, REGISTER, choices, say, state_tag, tabs, term_tag, vn, with_first};
use axum::response::Response;
use kernel::{Day, Period};
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use ui::{Action, ActionKind, Cell, Empty, Filter, Head, ListHead, Listing, Row};

const HEADS: [ListHead; 8] = [
    ListHead::new("ma", "petitions-head-code"),
    ListHead::sorting("ngay", "petitions-head-given"),
    ListHead::sorting("nguoi", "petitions-head-person"),
    ListHead::new("noi_dung", "petitions-field-topic"),
    ListHead::new("co_quan", "petitions-head-agency"),
    ListHead::new("trang_thai", "petitions-head-state"),
    ListHead::sorting("han", "petitions-head-due"),
    ListHead::new("thoi_han", "petitions-head-term"),
];

/// The list.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let list = narrowed(&ctx, &query);
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: REGISTER,
        id: "so-phan-anh",
        caption: ctx.t("petitions-register-caption"),
        heads: &HEADS,
        filters: filters(&ctx, &query),
        empty: Empty::new(ctx.t("petitions-register-none"), ctx.t("petitions-register-none-text"))
            .with_action(REGISTER, ctx.t("petitions-register-all")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, row: &RegisterRow| Ok(values(ctx, row))).await;
    }
    let found = list.page::<RegisterRow>(&ctx.app.store, &query).await?;
    let table = listing.table(&found, |row| line(&ctx, row));
    let title = ctx.t("petitions-register-title");
    let mut head = Head { lead: ctx.t("petitions-register-lead"), ..Head::new(title.clone()) };
    if ctx.viewer()?.has(HANDLE) {
        let enter =
            Action::link("/phan-anh-kien-nghi/moi", ctx.t("petitions-enter-title"), ActionKind::Primary);
        head.actions.push(enter);
    }
    ui::html(&Desk {
        page: ui::page(&ctx, title),
        head,
        tabs: tabs(&ctx, REGISTER),
        form: None,
        parts: vec![ui::markup(&table)],
    })
}

/// The register of the viewer's scope under the filters of a query.
pub fn narrowed(ctx: &Ctx, query: &Query) -> ListQuery<'static> {
    let mut list = store::register();
    store::within(&mut list, &ctx.scope(VIEW));
    narrow(ctx, &mut list, query);
    list
}

fn narrow(ctx: &Ctx, list: &mut ListQuery<'_>, query: &Query) {
    if let Some(typed) = query.get("q") {
        store::find(list, typed);
    }
    for (name, sql) in [
        ("trang_thai", "p.state = ?"),
        ("kenh", "p.channel = ?"),
        ("noi_dung", "p.topic = ?"),
        ("thu_tuc", "p.procedure_code = ?"),
    ] {
        if let Some(value) = query.get(name) {
            list.and(sql, [value.into()]);
        }
    }
    if let Some(code) = query.get("co_quan") {
        let id = ctx.app.directory().by_code(code).map_or(0, |a| a.id);
        list.and("p.agency_id = ?", [id.into()]);
    }
    if let Some(period) = query.get("ky").and_then(|k| k.parse::<Period>().ok()) {
        list.and("p.given_on >= ?", [period.first().to_string().into()]);
        list.and("p.given_on <= ?", [period.last().to_string().into()]);
    }
    for (name, sql) in [("tu", "p.given_on >= ?"), ("den", "p.given_on <= ?")] {
        if let Some(day) = query.get(name).and_then(|d| d.parse::<Day>().ok()) {
            list.and(sql, [day.to_string().into()]);
        }
    }
    let today = ctx.today().to_string();
    match query.get("han_xu_ly") {
        Some("qua") => {
            list.and("COALESCE(p.settled_on, ?) > p.due_on", [today.into()]);
            list.and("p.state NOT IN ('incomplete', 'merged')", []);
        }
        Some("cho") => list.and("p.state IN ('new', 'entered', 'judging', 'gathering')", []),
        _ => {}
    }
}

fn filters(ctx: &Ctx, query: &Query) -> Vec<Filter> {
    let chosen = |name: &str| query.get(name).unwrap_or_default().to_owned();
    let select = |name: &str, label: &str, kind: &str, codes: Vec<&'static str>| {
        let all = choices(ctx, kind, codes, &chosen(name));
        Filter::select(name, ctx.t(label), with_first(ctx.t("petitions-all"), query.get(name).is_none(), all))
    };
    vec![
        Filter::text("q", ctx.t("petitions-filter-words"), chosen("q")),
        select("trang_thai", "petitions-head-state", "state", State::ALL.iter().map(|s| s.code()).collect()),
        select("kenh", "petitions-head-channel", "channel", Channel::ALL.iter().map(|c| c.code()).collect()),
        select("noi_dung", "petitions-field-topic", "topic", Topic::ALL.iter().map(|t| t.code()).collect()),
        select("han_xu_ly", "petitions-head-term", "filter", vec!["cho", "qua"]),
    ]
}

fn line(ctx: &Ctx, row: &RegisterRow) -> Row {
    Row::new(vec![
        Cell::code(format!("{REGISTER}/{}", row.id), &row.code),
        Cell::moment(&row.given_on, vn(&row.given_on)),
        Cell::from(row.name.clone()),
        say(ctx, "topic", &row.topic).into(),
        Cell::from(ctx.app.directory().short_name(row.agency_id)),
        state_tag(ctx, &row.state).into(),
        Cell::moment(&row.due_on, vn(&row.due_on)),
        term_tag(ctx, &row.state, &row.due_on, row.settled_on.as_deref()).into(),
    ])
}

fn values(ctx: &Ctx, row: &RegisterRow) -> Vec<Value> {
    vec![
        Value::Text(row.code.clone()),
        Value::day(&row.given_on),
        Value::Text(row.name.clone()),
        Value::Text(say(ctx, "topic", &row.topic)),
        Value::Text(ctx.app.directory().name(row.agency_id).to_owned()),
        Value::Text(say(ctx, "state", &row.state)),
        Value::day(&row.due_on),
        Value::Text(term_tag(ctx, &row.state, &row.due_on, row.settled_on.as_deref()).text),
    ]
}
