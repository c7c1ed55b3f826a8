//! /kich-ban/da-luu: scenarios kept by the viewer's agencies, with what came out then; each opens anew with today's figures.

use super::super::board;
use super::super::slice::FOLLOW;
use super::super::store::scenarios::{self, Scenario};
use super::super::words::Writer;
use super::scenario::PATH;
use contracts::programme::Unit;
use kernel::Moment;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use ui::{Cell, ListHead, Row};

#[derive(askama::Template)]
#[template(path = "targets/pages/scenarios.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    table: ui::Table,
}

const HEADS: [ListHead; 7] = [
    ListHead::sorting("ten", "targets-scenario-name"),
    ListHead::sorting("chi-tieu", "targets-column-measure"),
    ListHead::new("ky", "targets-column-period"),
    ListHead::new("luat", "targets-rule"),
    ListHead::figure("nay", "targets-scenario-now"),
    ListHead::figure("khi-do", "targets-scenario-then"),
    ListHead::sorting("luu-luc", "targets-column-kept"),
];

/// The list under the viewer's scope.
pub(in super::super) fn narrowed(ctx: &Ctx) -> ListQuery<'static> {
    let mut list = scenarios::list();
    list.within(&ctx.scope(FOLLOW), "s.agency_id");
    list
}

pub(in super::super) async fn show(ctx: Ctx, query: Query) -> Result<axum::response::Response> {
    let measures = board::programme(&ctx.app).await?.map(|p| p.measures).unwrap_or_default();
    let title = ctx.t("targets-scenarios-title");
    let listing = ui::Listing {
        ctx: &ctx,
        query: &query,
        path: "/kich-ban/da-luu",
        id: "kich-ban",
        caption: title.clone(),
        heads: &HEADS,
        filters: Vec::new(),
        empty: ui::Empty::new(ctx.t("targets-scenarios-none-title"), ctx.t("targets-scenarios-none"))
            .with_action(PATH, ctx.t("targets-scenario-title")),
    };
    let list = narrowed(&ctx);
    if let Some(kind) = ui::Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, s: &Scenario| Ok(values(ctx, s))).await;
    }
    let found = list.page::<Scenario>(&ctx.app.store, &query).await?;
    let writer = Writer::new(&ctx.locale);
    let mut table = listing.table(&found, |s| {
        let measure = measures.iter().find(|m| m.code == s.measure);
        let slug = measure.map_or_else(|| super::super::slug(&s.measure), |m| m.slug.clone());
        let figure = s.figure.map(|f| format!("&muc={f}")).unwrap_or_default();
        let at = Moment::from_micros(s.at);
        let href = format!("{PATH}?chi-tieu={slug}&ky={}&luat={}{figure}&luu={}", s.period, s.rule, s.id);
        Row::new(vec![
            Cell::link(href, s.name.clone()),
            Cell::text(measure.map_or_else(|| s.measure.clone(), |m| writer.name(m))),
            Cell::text(period(&ctx, &writer, &s.period)),
            Cell::text(ctx.t(&format!("targets-rule-{}", s.rule))),
            Cell::number(writer.maybe(s.value_now, Unit::Percent)),
            Cell::number(writer.maybe(s.value_then, Unit::Percent)),
            Cell::moment(at.iso(), at.vn()),
        ])
    });
    table.caption_hidden = true;
    ui::html(&View {
        page: ui::page(&ctx, title.clone()).with_back(PATH, ctx.t("targets-scenario-title")),
        head: ui::Head { lead: ctx.t("targets-scenarios-lead"), ..ui::Head::new(title) },
        table,
    })
}

/// A span's code in words; the whole programme has none of a period.
fn period(ctx: &Ctx, writer: &Writer<'_>, code: &str) -> String {
    if code.parse::<kernel::Period>().is_ok() { writer.period(code) } else { ctx.t("targets-span-programme") }
}

fn values(ctx: &Ctx, s: &Scenario) -> Vec<Value> {
    let number = |value: Option<f64>| value.map_or(Value::Text(String::new()), Value::Number);
    vec![
        Value::Text(s.name.clone()),
        Value::Text(s.measure.clone()),
        Value::Text(s.period.clone()),
        Value::Text(ctx.t(&format!("targets-rule-{}", s.rule))),
        number(s.value_now),
        number(s.value_then),
        Value::moment(Some(s.at)),
    ]
}
