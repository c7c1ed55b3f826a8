//! Who of the staff looked at whose personal data: for the inspector, within scope, with those who had no task there.

use super::sheet::{self, Sheet, agencies, choose, moment};
use crate::slice::JOURNAL;
use axum::response::Response;
use kernel::Day;
use platform::Ctx;
use platform::access::Scope;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use platform::reads::{self, LIST, Look, What};
use ui::{Cell, Empty, Filter, ListHead, Listing, Row, Tag, Tone};

const PATH: &str = "/quan-tri/luot-xem";
const HEADS: [ListHead; 6] = [
    ListHead::sorting("luc", "console-at"),
    ListHead::new("ai", "console-who"),
    ListHead::new("co-quan", "console-agency"),
    ListHead::new("xem", "console-reads-what"),
    ListHead::new("ban-ghi", "console-record"),
    ListHead::sorting("viec", "console-reads-task"),
];

/// The kinds of records that a look is noted of, in the order of the filter.
const KINDS: [&str; 19] = [
    "dossier",
    "account",
    "register",
    "handover",
    "joint",
    "result",
    "shelf",
    "fee_demand",
    "fee_receipt",
    "petition",
    "questionnaire",
    "dialogue",
    "dialogue_question",
    "counter_ticket",
    "post_item",
    "post_list",
    "post_file",
    "comm_contest",
    LIST,
];

/// `GET /quan-tri/luot-xem`.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let scope = ctx.scope(JOURNAL);
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "luot-xem",
        caption: ctx.t("console-reads-title"),
        heads: &HEADS,
        filters: filters(&ctx, &query, &scope),
        empty: Empty::new(ctx.t("console-reads-empty"), ctx.t("console-reads-empty-text")),
    };
    let row = |look: &Look| {
        let task = if look.without_task {
            Tag::new(ctx.t("console-reads-without-task"), Tone::Warn).into()
        } else {
            Cell::Empty
        };
        Row::new(vec![
            moment(look.at),
            Cell::Stack(vec![Cell::text(&look.reader_name), Cell::muted(look.role.clone())]),
            unit(&ctx, look).into(),
            what(&ctx, look).into(),
            record(&ctx, look),
            task,
        ])
    };
    let values = |ctx: &Ctx, look: &Look| {
        let task = if look.without_task { ctx.t("console-reads-without-task") } else { String::new() };
        vec![
            Value::moment(Some(look.at)),
            Value::Text(format!("{} – {}", look.reader_name, look.role)),
            Value::Text(unit(ctx, look)),
            Value::Text(what(ctx, look)),
            Value::Text(format!("{} {}", kind(ctx, look), name(look))),
            Value::Text(task),
        ]
    };
    let page = Sheet::new(&ctx, "console-reads-title").lead(ctx.t("console-reads-lead"));
    sheet::list(page, listing, narrowed(&query, &scope), row, values).await
}

fn unit(ctx: &Ctx, look: &Look) -> String {
    look.unit_id.map(|id| ctx.app.directory().short_name(id).to_owned()).unwrap_or_default()
}

fn what(ctx: &Ctx, look: &Look) -> String {
    ctx.t(&format!("console-reads-what-{}", look.what))
}

fn kind(ctx: &Ctx, look: &Look) -> String {
    ctx.t(&format!("console-reads-record-{}", look.record.replace('_', "-")))
}

/// What people call the record; its number where it has no name.
fn name(look: &Look) -> String {
    if look.record_code.is_empty() { look.record_id.to_string() } else { look.record_code.clone() }
}

/// The record, with the way to its other looks.
fn record(ctx: &Ctx, look: &Look) -> Cell {
    let all = format!("{PATH}?loai={}&ban_ghi={}", look.record, ui::platform_url(&name(look)));
    Cell::Stack(vec![Cell::link(all, name(look)), Cell::muted(kind(ctx, look))])
}

fn narrowed(query: &Query, scope: &Scope) -> ListQuery<'static> {
    let mut list = reads::list();
    if let Some(who) = query.get("ai") {
        list.and("r.reader_folded LIKE ?", [format!("%{}%", kernel::text::fold(who)).into()]);
    }
    if let Some(agency) = query.get("co_quan").and_then(|a| a.parse::<i64>().ok()) {
        list.and("r.unit_id = ?", [agency.into()]);
    }
    for (name, sql) in [("xem", "r.what = ?"), ("loai", "r.record = ?")] {
        if let Some(value) = query.get(name) {
            list.and(sql, [value.into()]);
        }
    }
    if let Some(code) = query.get("ban_ghi").map(str::trim) {
        let id = code.parse::<i64>().unwrap_or(-1);
        list.and("(r.record_code = ? OR (r.record_code = '' AND r.record_id = ?))", [code.into(), id.into()]);
    }
    match query.get("viec") {
        Some("khong") => list.and("r.without_task", []),
        Some("co") => list.and("NOT r.without_task", []),
        _ => {}
    }
    let day = |name: &str| query.get(name).and_then(|d| d.parse::<Day>().ok());
    if let Some(from) = day("tu") {
        list.and("r.at >= ?", [from.start().micros().into()]);
    }
    if let Some(to) = day("den") {
        list.and("r.at < ?", [to.next().start().micros().into()]);
    }
    list.within(scope, "r.agency_id");
    list
}

fn filters(ctx: &Ctx, query: &Query, scope: &Scope) -> Vec<Filter> {
    let text = |name: &str, key: &str| Filter::text(name, ctx.t(key), query.get(name).unwrap_or_default());
    let date = |name: &str, key: &str| Filter::date(name, ctx.t(key), query.get(name).unwrap_or_default());
    let pair = |value: &str, key: &str| (value.to_owned(), ctx.t(key));
    let whats = What::ALL.map(|w| pair(w.code(), &format!("console-reads-what-{}", w.code())));
    let kinds = KINDS.map(|k| pair(k, &format!("console-reads-record-{}", k.replace('_', "-"))));
    let tasks = vec![pair("khong", "console-reads-without-task"), pair("co", "console-reads-with-task")];
    vec![
        choose(ctx, query, "viec", "console-reads-task", tasks),
        text("ai", "console-who"),
        choose(ctx, query, "co_quan", "console-agency", agencies(ctx, scope)),
        choose(ctx, query, "xem", "console-reads-what", whats.into()),
        choose(ctx, query, "loai", "console-record-kind", kinds.into()),
        text("ban_ghi", "console-reads-code"),
        date("tu", "console-from-day"),
        date("den", "console-to-day"),
    ]
}
