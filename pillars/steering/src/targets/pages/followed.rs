//! /theo-doi-chi-tieu: which measures have somebody who answers for them, when they last told of them, and the light of this
//! morning; of the viewer's scope.

use super::super::board;
use super::super::rules::{Month, Shine};
use super::super::slice::FOLLOW;
use super::super::store::follow::{self, Charge};
use super::super::words::Writer;
use contracts::programme::Measure;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use std::collections::HashMap;
use ui::{Cell, Choice, Filter, ListHead, Row, Tag, Tone};

#[derive(askama::Template)]
#[template(path = "targets/pages/followed.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    table: ui::Table,
    links: Vec<ui::Link>,
}

/// Address of the list.
pub(in super::super) const PATH: &str = "/theo-doi-chi-tieu";

const HEADS: [ListHead; 6] = [
    ListHead::sorting("chi-tieu", "targets-column-measure"),
    ListHead::new("co-quan", "targets-column-agency"),
    ListHead::new("don-vi", "targets-column-unit"),
    ListHead::sorting("phu-trach", "targets-column-person"),
    ListHead::sorting("bao-cao", "targets-column-checked"),
    ListHead::new("den", "targets-column-light"),
];

/// The list under the viewer's scope and the filters asked for.
pub(in super::super) fn narrowed(ctx: &Ctx, query: &Query) -> ListQuery<'static> {
    let mut list = follow::list();
    list.within(&ctx.scope(FOLLOW), "c.agency_id");
    if query.get("cua-toi").is_some() {
        let own = ctx.viewer.as_ref().map_or(0, |v| v.account_id);
        list.and("c.account_id = ?", [own.into()]);
    }
    if query.get("thieu").is_some() {
        follow::without_check_in(&mut list, &Month::of(ctx.today()).to_string());
    }
    if let Some(agency) =
        query.get("co-quan").and_then(|code| ctx.app.directory().by_code(code).map(|a| a.id))
    {
        list.and("c.agency_id = ?", [agency.into()]);
    }
    list
}

pub(in super::super) async fn show(ctx: Ctx, query: Query) -> Result<axum::response::Response> {
    let measures = board::programme(&ctx.app).await?.map(|p| p.measures).unwrap_or_default();
    let by_code: HashMap<&str, &Measure> = measures.iter().map(|m| (m.code.as_str(), m)).collect();
    let title = ctx.t("targets-followed-title");
    let tick = |name: &str, key: &str| {
        let on = query.get(name).is_some();
        let all = Choice::new("", ctx.t("targets-any"), !on);
        Filter::select(name, ctx.t(key), vec![all, Choice::new("1", ctx.t("targets-only-these"), on)])
    };
    let listing = ui::Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "theo-doi",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![tick("cua-toi", "targets-filter-mine"), tick("thieu", "targets-filter-unchecked")],
        empty: ui::Empty::new(ctx.t("targets-followed-none-title"), ctx.t("targets-followed-none"))
            .with_action("/muc-tieu", ctx.t("targets-all")),
    };
    let list = narrowed(&ctx, &query);
    if let Some(kind) = ui::Listing::export_kind(&query) {
        return listing.file_of(kind, list, values).await;
    }
    let found = list.page::<Charge>(&ctx.app.store, &query).await?;
    let writer = Writer::new(&ctx.locale);
    let mut table = listing.table(&found, |c| row(&ctx, &writer, &by_code, c));
    table.caption_hidden = true;
    let links = vec![
        ui::Link::new("/dien-bien-chi-tieu", ctx.t("targets-turns-title")),
        ui::Link::new("/so-chot", ctx.t("targets-frozen-title")),
        ui::Link::new("/kich-ban", ctx.t("targets-scenario-title")),
    ];
    ui::html(&View {
        page: ui::page(&ctx, title.clone()),
        head: ui::Head { lead: ctx.t("targets-followed-lead"), ..ui::Head::new(title) },
        table,
        links,
    })
}

/// A kept colour as a light.
pub(super) fn light(writer: &Writer<'_>, code: &str) -> Cell {
    let shine = Shine::ALL.into_iter().find(|s| s.code() == code).unwrap_or(Shine::Grey);
    Cell::Light(writer.shine(shine, true))
}

fn row(ctx: &Ctx, writer: &Writer<'_>, measures: &HashMap<&str, &Measure>, c: &Charge) -> Row {
    let directory = ctx.app.directory();
    let code = directory.get(c.agency_id).map(|a| a.code.clone()).unwrap_or_default();
    let measure = measures.get(c.measure.as_str());
    let name = measure.map_or_else(|| c.measure.clone(), |m| writer.name(m));
    let slug = measure.map_or_else(|| super::super::slug(&c.measure), |m| m.slug.clone());
    let checked = match c.checked.as_str() {
        "" => Tag::new(ctx.t("targets-never-checked"), Tone::Warn).into(),
        month if month == Month::of(ctx.today()).to_string() => Cell::text(writer.period(month)),
        month => Cell::muted(writer.period(month)),
    };
    Row::new(vec![
        Cell::link(format!("{PATH}/{slug}?co-quan={code}"), name),
        Cell::text(directory.short_name(c.agency_id)),
        Cell::text(directory.short_name(c.unit_id)),
        if c.person_name.is_empty() { Cell::Empty } else { Cell::text(c.person_name.clone()) },
        checked,
        light(writer, &c.light),
    ])
}

async fn values(ctx: Ctx, rows: Vec<Charge>) -> Result<Vec<Vec<Value>>> {
    let measures = board::programme(&ctx.app).await?.map(|p| p.measures).unwrap_or_default();
    let writer = Writer::new(&ctx.locale);
    let directory = ctx.app.directory();
    let value = |c: &Charge| {
        let shine = Shine::ALL.into_iter().find(|s| s.code() == c.light).unwrap_or(Shine::Grey);
        let measure = measures.iter().find(|m| m.code == c.measure);
        vec![
            Value::Text(measure.map_or_else(|| c.measure.clone(), |m| writer.name(m))),
            Value::Text(directory.name(c.agency_id).to_owned()),
            Value::Text(directory.name(c.unit_id).to_owned()),
            Value::Text(c.person_name.clone()),
            Value::Text(c.checked.clone()),
            Value::Text(writer.shine(shine, true).word),
        ]
    };
    Ok(rows.iter().map(value).collect())
}
