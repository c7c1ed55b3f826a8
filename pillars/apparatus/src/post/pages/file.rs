//! GET /tep-buu-chinh/{id}: the lines of a status file, each with what was found of it and what to do next.

use super::files::PATH;
use super::parts::{self, Desk};
use crate::post::rules::Finding;
use crate::post::slice::VIEW;
use crate::post::store::{self, FileLine, FileRow};
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, Result};
use platform::export::Value;
use platform::http::Query;
use platform::list::ListQuery;
use platform::reads::{self, Reading, What};
use ui::{Cell, Empty, Head, ListHead, Listing, Row, Tag, Tone};

const HEADS: [ListHead; 6] = [
    ListHead { key: "dong", label: "post-head-line", sort: Some("dong"), numeric: true },
    ListHead::new("so-hieu", "post-head-number"),
    ListHead::new("ket-qua", "post-field-outcome"),
    ListHead::new("ngay", "post-head-day"),
    ListHead::new("ly-do", "post-head-note"),
    ListHead::new("thay", "post-head-finding"),
];

/// A file of the viewer's scope.
pub async fn owned(ctx: &Ctx, id: i64) -> Result<FileRow> {
    let file = store::file(&ctx.app.store, id).await?.ok_or(Error::NotFound)?;
    ctx.require(VIEW, file.agency_id)?;
    Ok(file)
}

/// The lines of a file under the filters of a query.
pub fn narrowed(id: i64, query: &Query) -> ListQuery<'static> {
    let mut list = store::file_lines(id);
    match query.get("thay") {
        Some("con") => list.and("l.finding NOT IN ('applied', 'known')", []),
        Some(finding) => list.and("l.finding = ?", [finding.into()]),
        None => {}
    }
    list
}

/// Shows it.
pub async fn show(ctx: Ctx, Path(id): Path<i64>, query: Query) -> Result<Response> {
    let file = owned(&ctx, id).await?;
    note(&ctx, &file).await?;
    let list = narrowed(id, &query);
    let mut findings = vec![("con".to_owned(), ctx.t("post-left-con"))];
    findings
        .extend(Finding::ALL.map(|f| (f.code().to_owned(), ctx.t(&format!("post-finding-{}", f.code())))));
    let path = format!("{PATH}/{id}");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: &path,
        id: "dong-tep",
        caption: file.name.clone(),
        heads: &HEADS,
        filters: vec![parts::choose(&ctx, &query, "thay", "post-head-finding", findings)],
        empty: Empty::new(ctx.t("post-file-none"), ctx.t("post-file-none-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, line: &FileLine| Ok(values(ctx, line))).await;
    }
    let found = list.page::<FileLine>(&ctx.app.store, &query).await?;
    let table = listing.table(&found, |line| row(&ctx, line));
    let counts = [
        ("lines", ctx.locale.integer(file.lines)),
        ("applied", ctx.locale.integer(file.applied)),
        ("left", ctx.locale.integer(file.left_over)),
    ];
    let head = Head { lead: ctx.tn("post-file-counts", &counts), ..Head::new(file.name.clone()) };
    ui::html(&Desk {
        page: ui::page(&ctx, file.name).with_crumb(PATH, ctx.t("post-files-title")),
        head,
        tabs: parts::tabs(&ctx, ""),
        warning: None,
        parts: vec![ui::markup(&table)],
    })
}

/// The lines name who took a consignment: a look at them is noted.
pub async fn note(ctx: &Ctx, file: &FileRow) -> Result<()> {
    let reading = Reading {
        right: (VIEW, Some(file.agency_id)),
        record: "post_file",
        id: file.id,
        code: &file.name,
        agency: Some(file.agency_id),
        what: What::Page,
    };
    reads::note(ctx, reading, async { Ok(false) }).await
}

fn outcome(ctx: &Ctx, line: &FileLine) -> String {
    ctx.t(&format!("post-outcome-{}", line.outcome.replace('_', "-")))
}

fn finding(ctx: &Ctx, line: &FileLine) -> String {
    ctx.t(&format!("post-finding-{}", line.finding))
}

fn row(ctx: &Ctx, line: &FileLine) -> Row {
    let number = match line.item_id {
        Some(id) => Cell::code(format!("/buu-chinh/{id}"), line.number.clone()),
        None => Cell::text(line.number.clone()),
    };
    let tone = if matches!(line.finding.as_str(), "applied" | "known") { Tone::Good } else { Tone::Warn };
    Row::new(vec![
        Cell::number(line.line.to_string()),
        number,
        outcome(ctx, line).into(),
        parts::day(Some(&line.day_on)),
        line.reason.clone().into(),
        Tag::new(finding(ctx, line), tone).into(),
    ])
}

fn values(ctx: &Ctx, line: &FileLine) -> Vec<Value> {
    vec![
        Value::Number(line.line as f64),
        Value::Text(line.number.clone()),
        Value::Text(outcome(ctx, line)),
        Value::day(&line.day_on),
        Value::Text(line.reason.clone()),
        Value::Text(finding(ctx, line)),
    ]
}
