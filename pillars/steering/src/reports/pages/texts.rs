//! GET /bao-cao-cchc/bao-cao/{id}/noi-dung-cap-duoi: what the reports that are summed up say under one section, beside each other, for
//! whoever writes the same section of the report above.

use super::super::measuring::Whole;
use super::super::rules::Section;
use super::super::words;
use super::{ListView, report_path, tabs};
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::{ComputedSort, page_of};
use ui::{Cell, Choice, Empty, Filter, Head, ListHead, Listing, Row};

/// Texts on one page.
const SIZE: usize = 25;

const HEADS: [ListHead; 2] =
    [ListHead::sorting("co-quan", "reports-head-agency"), ListHead::new("noi-dung", "reports-texts")];

struct Line {
    agency: i64,
    name: String,
    report: i64,
    text: String,
}

/// Shows them, or hands them over as a file.
pub async fn show(ctx: Ctx, Path(id): Path<i64>, query: Query) -> Result<Response> {
    let whole = Whole::load(&ctx.app, super::read_report(&ctx, id).await?).await?;
    let sections = &whole.template.sections;
    let asked = query.get("muc").and_then(|code| sections.iter().find(|s| s.code == code));
    let chosen = asked.or(sections.first()).map(|s| s.code.clone()).unwrap_or_default();
    let directory = ctx.app.directory();
    let mut lines = Vec::new();
    for report in &whole.below {
        lines.push(Line {
            agency: report.agency_id,
            name: directory.name(report.agency_id).to_owned(),
            report: report.id,
            text: report.texts()?.get(&chosen).cloned().unwrap_or_default(),
        });
    }
    lines.sort_by_cached_key(|line| kernel::text::fold(&line.name));
    let path = format!("{}/noi-dung-cap-duoi", report_path(id));
    let title = ctx.t("reports-below-texts-title");
    let choice =
        |s: &Section| Choice::new(s.code.clone(), format!("{}. {}", s.code, s.title), s.code == chosen);
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: &path,
        id: "noi-dung-cap-duoi",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![Filter::select(
            "muc",
            ctx.t("reports-head-section"),
            sections.iter().map(choice).collect(),
        )],
        empty: Empty::new(ctx.t("reports-below-empty"), ctx.t("reports-below-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.export(kind, &lines, values).await;
    }
    let sorts = [ComputedSort { name: "co-quan", key: |l: &Line| kernel::text::fold(&l.name) }];
    let found = page_of(lines, &query, &sorts, SIZE, |l| l.agency);
    let mut table = listing.table(&found, |line| row(&ctx, line));
    table.caption_hidden = true;
    let caption = words::title(&ctx, &whole.report)?;
    ui::html(&ListView {
        page: ui::page(&ctx, title.clone()).with_back(report_path(id), caption.clone()),
        head: Head { caption, lead: ctx.t("reports-below-texts-lead"), ..Head::new(title) },
        tabs: tabs(&ctx, super::PATH),
        notes: Vec::new(),
        table,
    })
}

fn row(ctx: &Ctx, line: &Line) -> Row {
    let text = if line.text.is_empty() {
        Cell::muted(ctx.t("reports-not-written"))
    } else {
        Cell::written(&line.text)
    };
    Row::new(vec![Cell::link(report_path(line.report), line.name.clone()), text])
}

fn values(line: &Line) -> Vec<Value> {
    vec![Value::Text(line.name.clone()), Value::Text(line.text.clone())]
}
