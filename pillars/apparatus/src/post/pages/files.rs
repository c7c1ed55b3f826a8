//! /tep-buu-chinh: status files of the post, taken in as CSV, and how many lines of each somebody has to look at.

use super::parts::{self, Desk};
use crate::post::acts;
use crate::post::rules::{Stated, Unreadable, read};
use crate::post::slice::{SEND, VIEW};
use crate::post::store::{self, FileRow};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Moment;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Result};
use platform::export::Value;
use platform::http::{Query, Submitted, redirect};
use platform::list::ListQuery;
use ui::{Cell, Empty, Field, Form, Head, ListHead, Listing, Row, Tag, Tone};

/// Address of the list.
pub const PATH: &str = "/tep-buu-chinh";
/// Faults of a file told at once.
const TOLD: usize = 50;

const HEADS: [ListHead; 5] = [
    ListHead::sorting("luc", "post-head-imported"),
    ListHead::new("ten", "post-head-file"),
    ListHead::figure("dong", "post-head-lines"),
    ListHead::figure("da-ghi", "post-head-applied"),
    ListHead { key: "con-lai", label: "post-head-left", sort: Some("con-lai"), numeric: true },
];

/// The list, with the form for another file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    page(&ctx, &query, &[]).await
}

/// The files of the viewer's scope under the filters of a query.
pub fn narrowed(ctx: &Ctx, query: &Query) -> ListQuery<'static> {
    let mut list = store::files();
    list.within(&ctx.scope(VIEW), "f.agency_id");
    match query.get("con-lai") {
        Some("con") => list.and("f.left_over > 0", []),
        Some("het") => list.and("f.left_over = 0", []),
        _ => {}
    }
    list
}

async fn page(ctx: &Ctx, query: &Query, wrong: &[Unreadable]) -> Result<Response> {
    let list = narrowed(ctx, query);
    let title = ctx.t("post-files-title");
    let left = parts::words_of(ctx, "post-left", &["con", "het"]);
    let listing = Listing {
        ctx,
        query,
        path: PATH,
        id: "tep-buu-chinh",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![parts::choose(ctx, query, "con-lai", "post-head-left", left)],
        empty: Empty::new(ctx.t("post-files-empty"), ctx.t("post-files-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(query) {
        return listing.file(kind, list, |_, row: &FileRow| Ok(values(row))).await;
    }
    let found = list.page::<FileRow>(&ctx.app.store, query).await?;
    let table = listing.table(&found, |file| row(ctx, file));
    let mut body = Vec::new();
    if ctx.viewer.as_ref().is_some_and(|v| v.has(SEND)) {
        body.push(ui::markup(&form(ctx, wrong)));
    }
    body.push(ui::markup(&table));
    let view = Desk {
        page: ui::page(ctx, title.clone()),
        head: Head { lead: ctx.t("post-files-lead"), ..Head::new(title) },
        tabs: parts::tabs(ctx, PATH),
        warning: None,
        parts: body,
    };
    let code = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    ui::html_with(code, &view)
}

fn form(ctx: &Ctx, wrong: &[Unreadable]) -> Form {
    let file = Field::file("tep", ctx.t("post-field-file"), ".csv", ctx.t("post-hint-file"));
    let fields = vec![Field::heading(ctx.t("post-file-new")).hint(ctx.t("post-file-new-lead")), file];
    let mut form = Form::new(&ui::words(&ctx.locale), PATH, ctx.t("post-file-import"), fields).multipart();
    let told = |(line, key): &Unreadable| ctx.tn(key, &[("line", line.to_string())]);
    form.errors = wrong.iter().take(TOLD).map(told).collect();
    if wrong.len() > TOLD {
        form.errors.push(ctx.tn("post-error-file-more", &[("count", (wrong.len() - TOLD).to_string())]));
    }
    form
}

/// Takes a file in.
pub async fn import(ctx: Ctx, typed: Submitted) -> Result<Response> {
    match read_of(&typed) {
        Err(wrong) => page(&ctx, &Query::default(), &wrong).await,
        Ok((name, lines)) => {
            let id = taken_in(&ctx, name, &lines).await?;
            Ok(redirect(&format!("{PATH}/{id}"), Some("post-flash-imported")))
        }
    }
}

/// Takes the file in that was sent; its id.
pub async fn imported(ctx: &Ctx, typed: &Submitted) -> Result<i64> {
    match read_of(typed) {
        Err(wrong) => {
            let mut errors = FieldErrors::new();
            for (line, key) in wrong.iter().take(TOLD) {
                errors.add_with("tep", *key, vec![("line", line.to_string())]);
            }
            Err(Error::Invalid(errors))
        }
        Ok((name, lines)) => taken_in(ctx, name, &lines).await,
    }
}

/// Name and lines of the file that was sent, or what cannot be read of it.
fn read_of(typed: &Submitted) -> std::result::Result<(&str, Vec<Stated>), Vec<Unreadable>> {
    let Some(upload) = typed.uploads.iter().find(|u| u.field == "tep") else {
        return Err(vec![(1, "post-error-file-missing")]);
    };
    let Ok(text) = std::str::from_utf8(&upload.content) else {
        return Err(vec![(1, "post-error-file-csv")]);
    };
    read(text).map(|lines| (upload.name.as_str(), lines))
}

async fn taken_in(ctx: &Ctx, name: &str, lines: &[Stated]) -> Result<i64> {
    acts::import(&ctx.app, &ctx.actor(), &ctx.scope(SEND), name, lines).await
}

fn row(ctx: &Ctx, file: &FileRow) -> Row {
    let at = Moment::from_micros(file.imported_at);
    let left = match file.left_over {
        0 => Tag::new(ctx.t("post-left-het"), Tone::Good).into(),
        left => Cell::link(format!("{PATH}/{}?thay=con", file.id), ctx.locale.integer(left)),
    };
    Row::new(vec![
        Cell::moment(at.iso(), at.vn()),
        Cell::Stack(vec![
            Cell::code(format!("{PATH}/{}", file.id), file.name.clone()),
            Cell::muted(file.importer_name.clone()),
        ]),
        Cell::number(ctx.locale.integer(file.lines)),
        Cell::number(ctx.locale.integer(file.applied)),
        left,
    ])
}

fn values(file: &FileRow) -> Vec<Value> {
    vec![
        Value::moment(Some(file.imported_at)),
        Value::Text(file.name.clone()),
        Value::Number(file.lines as f64),
        Value::Number(file.applied as f64),
        Value::Number(file.left_over as f64),
    ]
}
