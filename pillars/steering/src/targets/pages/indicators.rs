//! /chi-so: every indicator that the slices declare, in words: what it counts, which way is better, who owns it.

use super::super::board;
use super::super::series;
use super::super::words::Writer;
use platform::Ctx;
use platform::error::Result;
use platform::export::{Sheet, Value};
use platform::http::Query;
use platform::indicators::{Better, Timing};

#[derive(askama::Template)]
#[template(path = "targets/pages/indicators.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    entries: Vec<Entry>,
    empty: ui::Empty,
    words: ui::Words,
    exports: Vec<ui::Link>,
}

struct Entry {
    code: &'static str,
    summary: ui::SummaryList,
}

pub(in super::super) async fn show(ctx: Ctx, query: Query) -> Result<axum::response::Response> {
    let writer = Writer::new(&ctx.locale);
    if let Some(kind) = ui::Listing::export_kind(&query) {
        return file(&ctx, &writer).download(kind);
    }
    let measures = board::programme(&ctx.app).await?.map(|p| p.measures).unwrap_or_default();
    let entries = series::indicators(&ctx.app)
        .map(|(slice, indicator)| {
            let better =
                if indicator.better == Better::Up { "targets-better-up" } else { "targets-better-down" };
            let timing = if indicator.timing == Timing::Stock {
                "targets-timing-stock"
            } else {
                "targets-timing-flow"
            };
            let used: Vec<ui::Cell> = measures
                .iter()
                .filter(|m| m.indicator.as_deref() == Some(indicator.code))
                .map(|m| {
                    ui::Cell::link(format!("/muc-tieu/{}", m.slug), format!("{} {}", m.code, writer.name(m)))
                })
                .collect();
            let summary = ui::SummaryList::new(&writer.words)
                .titled(ctx.t(indicator.name))
                .row(ctx.t("targets-indicator-definition"), ctx.t(indicator.definition))
                .row(ctx.t("targets-indicator-made"), writer.made(indicator.measure))
                .row(ctx.t("targets-indicator-better"), ctx.t(better))
                .row(ctx.t("targets-indicator-timing"), ctx.t(timing))
                .row(ctx.t("targets-indicator-owner"), format!("{slice} · {}", indicator.code))
                .row(
                    ctx.t("targets-indicator-used"),
                    if used.is_empty() { ui::Cell::Empty } else { ui::Cell::Stack(used) },
                );
            Entry { code: indicator.code, summary }
        })
        .collect();
    let title = ctx.t("targets-indicators-title");
    let words = writer.words.clone();
    ui::html(&View {
        page: ui::page(&ctx, title.clone()).with_back("/muc-tieu", ctx.t("targets-title")),
        head: ui::Head { lead: ctx.t("targets-indicators-lead"), ..ui::Head::new(title) },
        entries,
        words,
        exports: ["csv", "xlsx"]
            .map(|kind| ui::Link::new(format!("/chi-so?dang={kind}"), kind.to_uppercase()))
            .into(),
        empty: ui::Empty::new(ctx.t("targets-indicators-none-title"), ctx.t("targets-indicators-none")),
    })
}

/// Every indicator as a row.
fn file(ctx: &Ctx, writer: &Writer<'_>) -> Sheet {
    let heads = ["indicator", "indicator-definition", "indicator-made", "indicator-owner"];
    let row = |(slice, indicator): (&str, &platform::indicators::Indicator)| {
        vec![
            Value::Text(ctx.t(indicator.name)),
            Value::Text(ctx.t(indicator.definition)),
            Value::Text(writer.made(indicator.measure)),
            Value::Text(format!("{slice} · {}", indicator.code)),
        ]
    };
    Sheet {
        name: "chi-so".to_owned(),
        title: ctx.t("targets-indicators-title"),
        heads: heads.iter().map(|h| ctx.t(&format!("targets-{h}"))).collect(),
        rows: series::indicators(&ctx.app).map(|(slice, indicator)| row((slice, indicator))).collect(),
    }
}
