//! The journal: every change within one's scope, searched by who, where, what and when; and the check of a record's chain.

use super::sheet::{self, Code, Sheet, agencies, choose, moment, named};
use crate::slice::JOURNAL;
use crate::store::journal as store;
use axum::extract::Path;
use axum::response::Response;
use kernel::Day;
use platform::Ctx;
use platform::access::Scope;
use platform::error::{Error, Result};
use platform::export::Value;
use platform::http::Query;
use platform::journal::{self, Entry};
use platform::list::ListQuery;
use std::collections::BTreeSet;
use ui::{
    Action, ActionKind, Cell, Empty, Field, Filter, Flash, Form, Inset, ListHead, Listing, Row, SummaryList,
    Tone, Width,
};

const HEADS: [ListHead; 6] = [
    ListHead::sorting("so", "console-number"),
    ListHead::new("luc", "console-at"),
    ListHead::new("ai", "console-who"),
    ListHead::new("co-quan", "console-agency"),
    ListHead::new("viec", "console-what"),
    ListHead::new("ban-ghi", "console-record"),
];

/// `GET /quan-tri/nhat-ky`.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let scope = ctx.scope(JOURNAL);
    let list = narrowed(&query, &scope);
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: "/quan-tri/nhat-ky",
        id: "nhat-ky",
        caption: ctx.t("console-journal-title"),
        heads: &HEADS,
        filters: filters(&ctx, &query, &scope).await?,
        empty: Empty::new(ctx.t("console-journal-empty"), ctx.t("console-journal-empty-text")),
    };
    let row = |e: &Entry| {
        Row::new(vec![
            Cell::link(format!("/quan-tri/nhat-ky/{}", e.id), e.id.to_string()),
            moment(e.at),
            Cell::Stack(vec![
                Cell::text(&e.actor_name),
                Cell::muted(ctx.t(&format!("console-actor-{}", e.actor_kind))),
            ]),
            unit(&ctx, e).into(),
            Cell::text(action(&ctx, e)),
            Cell::Stack(vec![Cell::text(format!("{} {}", e.record, e.record_id)), Cell::muted(&e.slice)]),
        ])
    };
    let values = |ctx: &Ctx, e: &Entry| {
        vec![
            Value::Number(e.id as f64),
            Value::Moment(e.moment()),
            Value::Text(e.actor_name.clone()),
            Value::Text(unit(ctx, e)),
            Value::Text(action(ctx, e)),
            Value::Text(format!("{}: {} {}", e.slice, e.record, e.record_id)),
        ]
    };
    let mut page = Sheet::new(&ctx, "console-journal-title").lead(ctx.t("console-journal-lead"));
    page.head.actions =
        vec![Action::link("/quan-tri/nhat-ky/kiem-tra", ctx.t("console-chain-title"), ActionKind::Quiet)];
    sheet::list(page, listing, list, row, values).await
}

fn unit(ctx: &Ctx, entry: &Entry) -> String {
    entry.unit_id.map(|id| ctx.app.directory().short_name(id).to_owned()).unwrap_or_default()
}

fn action(ctx: &Ctx, entry: &Entry) -> String {
    named(ctx, "journal-action-", &entry.action)
}

/// The list under the filters of an address, within a scope.
pub(crate) fn narrowed(query: &Query, scope: &Scope) -> ListQuery<'static> {
    let mut list = store::list();
    if let Some(who) = query.get("ai") {
        store::by_actor(&mut list, who);
    }
    if let Some(agency) = query.get("co_quan").and_then(|a| a.parse::<i64>().ok()) {
        list.and("j.unit_id = ?", [agency.into()]);
    }
    for (name, sql) in [("mang", "j.slice = ?"), ("viec", "j.action = ?"), ("loai", "j.record = ?")] {
        if let Some(value) = query.get(name) {
            list.and(sql, [value.into()]);
        }
    }
    if let Some(id) = query.get("ban_ghi").and_then(|id| id.parse::<i64>().ok()) {
        list.and("j.record_id = ?", [id.into()]);
    }
    let day = |name: &str| query.get(name).and_then(|d| d.parse::<Day>().ok());
    if let Some(from) = day("tu") {
        list.and("j.at >= ?", [from.start().micros().into()]);
    }
    if let Some(to) = day("den") {
        list.and("j.at < ?", [to.next().start().micros().into()]);
    }
    list.within(scope, "j.unit_id");
    list
}

async fn filters(ctx: &Ctx, query: &Query, scope: &Scope) -> Result<Vec<Filter>> {
    let words = store::words(&ctx.app.store).await?;
    let slices: BTreeSet<String> = words.iter().map(|(slice, _)| slice.clone()).collect();
    let actions: BTreeSet<String> = words.into_iter().map(|(_, action)| action).collect();
    let text = |name: &str, key: &str| Filter::text(name, ctx.t(key), query.get(name).unwrap_or_default());
    let date = |name: &str, key: &str| Filter::date(name, ctx.t(key), query.get(name).unwrap_or_default());
    Ok(vec![
        text("ai", "console-who"),
        choose(ctx, query, "co_quan", "console-agency", agencies(ctx, scope)),
        choose(ctx, query, "mang", "console-slice", slices.into_iter().map(|s| (s.clone(), s)).collect()),
        choose(
            ctx,
            query,
            "viec",
            "console-what",
            actions
                .into_iter()
                .map(|a| {
                    let name = named(ctx, "journal-action-", &a);
                    (a, name)
                })
                .collect(),
        ),
        text("loai", "console-record-kind"),
        text("ban_ghi", "console-record-number"),
        date("tu", "console-from-day"),
        date("den", "console-to-day"),
    ])
}

/// `GET /quan-tri/nhat-ky/{id}`: one entry, its fields before and after, and its record's chain.
pub async fn one(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let entry = store::one(&ctx.app.store, id).await?;
    match entry.unit_id {
        Some(unit) => ctx.require(JOURNAL, unit)?,
        None if ctx.scope(JOURNAL) == Scope::All => {}
        None => return Err(Error::NotFound),
    }
    let mut sheet = Sheet::titled(&ctx, named(&ctx, "journal-action-", &entry.action)).back(
        &ctx,
        "/quan-tri/nhat-ky",
        "console-journal-title",
    );
    sheet.head.caption = entry.id.to_string();
    let record = format!("{} {}", entry.record, entry.record_id);
    let all =
        format!("/quan-tri/nhat-ky?loai={}&ban_ghi={}", ui::platform_url(&entry.record), entry.record_id);
    let before = match entry.previous_hash.as_str() {
        "" => Cell::text(ctx.t("console-chain-first")),
        text => Cell::part(&Code { text }),
    };
    let summary = SummaryList::new(&sheet.page.words)
        .row(ctx.t("console-at"), moment(entry.at))
        .row(ctx.t("console-who"), entry.actor_name.clone())
        .row(
            ctx.t("console-agency"),
            entry.unit_id.map(|u| ctx.app.directory().name(u).to_owned()).unwrap_or_default(),
        )
        .row(ctx.t("console-slice"), entry.slice.clone())
        .row(ctx.t("console-record"), Cell::link(all, record))
        .row(ctx.t("console-hash"), Cell::part(&Code { text: &entry.hash }))
        .row(ctx.t("console-hash-before"), before);
    let (_, verdict) = verdict(&ctx, &entry.record, entry.record_id).await?;
    sheet
        .part(&Inset { text: verdict })
        .part(&summary)
        .heading(&ctx.t("console-changes"))
        .part(&ui::history(&ctx, std::slice::from_ref(&entry)))
        .answer()
}

/// Whether a record's chain holds, in words.
async fn verdict(ctx: &Ctx, record: &str, id: i64) -> Result<(bool, String)> {
    Ok(match journal::broken_entry(&ctx.app.store, record, id).await? {
        None => (true, ctx.t("console-chain-holds")),
        Some(entry) => (false, ctx.tn("console-chain-broken", &[("entry", format!("#{entry}"))])),
    })
}

/// `GET /quan-tri/nhat-ky/kiem-tra?loai=&ban_ghi=`.
pub async fn check(ctx: Ctx, query: Query) -> Result<Response> {
    let (record, id) =
        (query.get("loai").unwrap_or_default(), query.get("ban_ghi").and_then(|id| id.parse::<i64>().ok()));
    let mut sheet = Sheet::new(&ctx, "console-chain-title")
        .back(&ctx, "/quan-tri/nhat-ky", "console-journal-title")
        .lead(ctx.t("console-chain-lead"));
    if let Some(id) = id.filter(|_| !record.is_empty()) {
        let known = store::count_of(&ctx.app.store, &ctx.scope(JOURNAL), record, id).await?;
        let (tone, text) = if known == 0 {
            (Tone::Warn, ctx.t("console-chain-none"))
        } else {
            let (holds, text) = verdict(&ctx, record, id).await?;
            (if holds { Tone::Good } else { Tone::Bad }, text)
        };
        sheet.page.flash = Some(Flash { tone, text });
    }
    let fields = vec![
        Field::text("loai", ctx.t("console-record-kind"))
            .hint(ctx.t("console-record-hint"))
            .value(record)
            .width(Width::Medium),
        Field::number("ban_ghi", ctx.t("console-record-number"))
            .value(query.get("ban_ghi").unwrap_or_default())
            .width(Width::Short),
    ];
    let mut form =
        Form::new(&sheet.page.words, "/quan-tri/nhat-ky/kiem-tra", ctx.t("console-chain-submit"), fields);
    form.method = "get";
    sheet.form(&form).answer()
}
