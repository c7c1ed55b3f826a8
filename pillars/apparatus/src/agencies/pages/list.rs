//! GET /co-quan: the agencies in force on a chosen day, as a list or as the tree.

use super::super::rules::import::{KINDS, LEVELS};
use super::super::store::{self, Agency};
use super::{frame, kind, level, span, tree};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Day;
use platform::Ctx;
use platform::directory::Directory;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use std::collections::BTreeSet;
use ui::{Cell, Choice, Empty, Filter, Link, ListHead, Listing, Markup, Row, Tab, Tabs};

const HEADS: [ListHead; 7] = [
    ListHead::sorting("ten", "agencies-head-name"),
    ListHead::sorting("loai", "agencies-head-kind"),
    ListHead::new("cap", "agencies-head-level"),
    ListHead::new("thuoc", "agencies-head-parent"),
    ListHead::sorting("ma", "agencies-head-id"),
    ListHead::new("mot-cua", "agencies-head-one-stop"),
    ListHead::sorting("tu-ngay", "agencies-head-days"),
];

#[derive(Template)]
#[template(path = "agencies/pages/list.html")]
struct View {
    head: ui::Head,
    tiers: String,
    on_label: String,
    turns_label: String,
    turns: Vec<Link>,
    tabs: Tabs,
    body: Markup,
}

impl askama::filters::HtmlSafe for View {}

/// The list or, with `xem=cay`, the tree.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let on = chosen_day(&query).unwrap_or_else(|| ctx.today());
    let directory = ctx.app.directory();
    let as_tree = query.get("xem") == Some("cay");
    let body = if as_tree {
        tree::of(&ctx, &directory, on)
    } else {
        let mut list = store::list();
        store::in_force(&mut list, on);
        narrow(&mut list, &query, &directory);
        let listing = listing(&ctx, &query, &directory, on);
        if let Some(format) = Listing::export_kind(&query) {
            let row = |ctx: &Ctx, a: &Agency| Ok(values(ctx, &ctx.app.directory(), a));
            return listing.file(format, list, row).await;
        }
        let found = list.page::<Agency>(&ctx.app.store, &query).await?;
        Markup::of(&listing.table(&found, |a| row(&ctx, &directory, a)))
    };
    let view = View {
        head: ui::Head {
            title: ctx.t("agencies-title"),
            lead: ctx.t("agencies-lead"),
            ..ui::Head::default()
        },
        tiers: tiers(&ctx, &directory, on),
        on_label: ctx.tn("agencies-on", &[("day", on.vn())]),
        turns_label: ctx.t("agencies-turns"),
        turns: turns(&ctx, &directory, as_tree),
        tabs: tabs(&ctx, on, as_tree),
        body,
    };
    frame::answer(StatusCode::OK, ui::page(&ctx, ctx.t("agencies-title")), &view)
}

/// The day of `ngay=`, ISO or as written on paper; none when there is no such day.
fn chosen_day(query: &Query) -> Option<Day> {
    let text = query.get("ngay")?;
    text.parse().ok().or_else(|| Day::parse_vn(text).ok())
}

/// Narrows the list by the filters of an address.
pub fn narrow(list: &mut platform::list::ListQuery<'_>, query: &Query, directory: &Directory) {
    if let Some(level) = query.get("cap") {
        list.and("a.level = ?", [level.into()]);
    }
    if let Some(kind) = query.get("loai") {
        list.and("a.kind = ?", [kind.into()]);
    }
    if let Some(parent) = query.get("thuoc") {
        let id = directory.by_code(parent).map_or(0, |a| a.id);
        list.and("a.parent_id = ?", [id.into()]);
    }
    if let Some(words) = query.get("q") {
        for word in kernel::text::fold(words).split(' ').filter(|w| !w.is_empty()).take(8) {
            list.and("a.folded LIKE ?", [format!("%{word}%").into()]);
        }
    }
}

fn listing<'a>(ctx: &'a Ctx, query: &'a Query, directory: &Directory, on: Day) -> Listing<'a> {
    let chosen = |name: &str, value: &str| query.get(name) == Some(value);
    let all = |name: &str| Choice::new("", ctx.t("agencies-all"), query.get(name).is_none());
    let words = |name: &'static str, words: &[&str], prefix: &str| -> Vec<Choice> {
        let choices = words.iter().map(|w| Choice::new(*w, ctx.t(&format!("{prefix}{w}")), chosen(name, w)));
        std::iter::once(all(name)).chain(choices).collect()
    };
    let parents: BTreeSet<i64> = directory.in_force(on).filter_map(|a| a.parent_id).collect();
    let parents = parents.into_iter().filter_map(|id| directory.get(id));
    let parents = std::iter::once(all("thuoc"))
        .chain(parents.map(|a| Choice::new(&a.code, &a.name, chosen("thuoc", &a.code))))
        .collect();
    Listing {
        ctx,
        query,
        path: "/co-quan",
        id: "co-quan",
        caption: ctx.tn("agencies-on", &[("day", on.vn())]),
        heads: &HEADS,
        filters: vec![
            Filter::text("q", ctx.t("agencies-filter-words"), query.get("q").unwrap_or_default()),
            Filter::select("cap", ctx.t("agencies-head-level"), words("cap", &LEVELS, "agencies-level-")),
            Filter::select("loai", ctx.t("agencies-head-kind"), words("loai", &KINDS, "agencies-kind-")),
            Filter::select("thuoc", ctx.t("agencies-head-parent"), parents),
            Filter::date("ngay", ctx.t("agencies-filter-day"), on.to_string()),
        ],
        empty: Empty::new(ctx.t("agencies-empty-title"), ctx.t("agencies-empty-text"))
            .with_action("/co-quan", ctx.t("agencies-empty-action")),
    }
}

fn row(ctx: &Ctx, directory: &Directory, a: &Agency) -> Row {
    let above = a.parent_id.and_then(|id| directory.get(id));
    let id_2020 = match (a.id_2020.is_empty(), a.ids_confirmed) {
        (true, _) => Cell::Empty,
        (false, true) => Cell::number(&a.id_2020),
        (false, false) => {
            Cell::Stack(vec![Cell::number(&a.id_2020), Cell::muted(ctx.t("agencies-unconfirmed"))])
        }
    };
    Row::new(vec![
        Cell::link(format!("/co-quan/{}", a.code), &a.name),
        Cell::text(kind(ctx, &a.kind)),
        Cell::text(level(ctx, &a.level)),
        above.map_or(Cell::Empty, |p| Cell::link(format!("/co-quan/{}", p.code), &p.short_name)),
        id_2020,
        if a.one_stop { Cell::text(ctx.t("agencies-yes")) } else { Cell::Empty },
        Cell::number(span(ctx, a)),
    ])
}

fn values(ctx: &Ctx, directory: &Directory, a: &Agency) -> Vec<Value> {
    let above = a.parent_id.map(|id| directory.name(id).to_owned()).unwrap_or_default();
    let one_stop = if a.one_stop { ctx.t("agencies-yes") } else { String::new() };
    [
        a.name.clone(),
        kind(ctx, &a.kind),
        level(ctx, &a.level),
        above,
        a.id_2020.clone(),
        one_stop,
        span(ctx, a),
    ]
    .map(Value::Text)
    .into()
}

/// How many tiers the city has on a day, in words.
fn tiers(ctx: &Ctx, directory: &Directory, on: Day) -> String {
    let count = |level: &str, kind: Option<&str>| {
        directory.in_force(on).filter(|a| a.level == level && kind.is_none_or(|k| a.kind == k)).count()
    };
    let (districts, communes) = (count("district", Some("district")), count("commune", None));
    let bodies = count("city", None).saturating_sub(count("city", Some("city")));
    let key = match (districts, communes) {
        (0, 0) => "agencies-tiers-none",
        (0, _) => "agencies-tiers-two",
        _ => "agencies-tiers-three",
    };
    ctx.tn(
        key,
        &[
            ("bodies", bodies.to_string()),
            ("districts", districts.to_string()),
            ("communes", communes.to_string()),
        ],
    )
}

/// Links to the days on which the tree changed, and today.
fn turns(ctx: &Ctx, directory: &Directory, as_tree: bool) -> Vec<Link> {
    let begun = directory.all().filter_map(|a| a.valid_from);
    let ended = directory.all().filter_map(|a| a.valid_to).map(Day::next);
    let days: BTreeSet<Day> = begun.chain(ended).collect();
    let tail = if as_tree { "&xem=cay" } else { "" };
    let mut links: Vec<Link> =
        days.iter().map(|d| Link::new(format!("/co-quan?ngay={d}{tail}"), d.vn())).collect();
    links.push(Link::new(format!("/co-quan?ngay={}{tail}", ctx.today()), ctx.t("agencies-today")));
    links
}

fn tabs(ctx: &Ctx, on: Day, as_tree: bool) -> Tabs {
    let tab = |label: &str, href: String, current| Tab { label: ctx.t(label), href, current, count: None };
    Tabs {
        label: ctx.t("agencies-views"),
        items: vec![
            tab("agencies-view-list", format!("/co-quan?ngay={on}"), !as_tree),
            tab("agencies-view-tree", format!("/co-quan?ngay={on}&xem=cay"), as_tree),
        ],
    }
}
