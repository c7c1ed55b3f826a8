//! /doi-soat: statements of the gateway, taken in as CSV, and how many discrepancies of each wait.

use super::parts::{self, Desk, Tried};
use crate::fees::acts;
use crate::fees::rules::reconcile;
use crate::fees::store::{self, StatementRow};
use axum::response::Response;
use kernel::Moment;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Result};
use platform::export::Value;
use platform::http::{Query, Submitted, redirect};
use ui::{Cell, Empty, Field, Form, Head, ListHead, Listing, Row, Tag, Tone};

/// Address of the list.
pub const PATH: &str = "/doi-soat";

const HEADS: [ListHead; 6] = [
    ListHead::sorting("luc", "fees-head-imported"),
    ListHead::new("ten", "fees-head-statement"),
    ListHead::new("ky", "fees-head-days"),
    ListHead::figure("dong", "fees-head-lines"),
    ListHead::figure("so-tien", "fees-head-amount"),
    ListHead { key: "lech", label: "fees-head-discrepancies", sort: Some("lech"), numeric: true },
];

/// The list, with the form for another statement.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    page(&ctx, &query, None).await
}

async fn page(ctx: &Ctx, query: &Query, tried: Option<&Tried<'_>>) -> Result<Response> {
    let mut list = store::statements();
    match query.get("lech") {
        Some("con") => list.and("t.open_findings > 0", []),
        Some("het") => list.and("t.open_findings = 0", []),
        _ => {}
    }
    let states = ["con", "het"].map(|s| (s.to_owned(), ctx.t(&format!("fees-discrepancies-{s}"))));
    let title = ctx.t("fees-reconcile-title");
    let listing = Listing {
        ctx,
        query,
        path: PATH,
        id: "doi-soat",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![parts::choose(ctx, query, "lech", "fees-head-discrepancies", states.into())],
        empty: Empty::new(ctx.t("fees-reconcile-empty"), ctx.t("fees-reconcile-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(query) {
        return listing.file(kind, list, |_, row: &StatementRow| Ok(values(row))).await;
    }
    let found = list.page::<StatementRow>(&ctx.app.store, query).await?;
    let table = listing.table(&found, |s| row(ctx, s));
    let file = Field::file("tep", ctx.t("fees-field-statement"), ".csv", ctx.t("fees-hint-statement"));
    let fields = vec![Tried::fill(tried, ctx, "nhap", file)];
    let form = Form::new(&ui::words(&ctx.locale), PATH, ctx.t("fees-import"), fields).multipart();
    let view = Desk {
        page: ui::page(ctx, title.clone()),
        head: Head { lead: ctx.t("fees-reconcile-lead"), ..Head::new(title) },
        tabs: parts::tabs(ctx, PATH),
        sections: vec![
            parts::bare(ui::markup(&table)),
            parts::section("nhap", ctx.t("fees-import-title"), ctx.t("fees-import-lead"), ui::markup(&form)),
        ],
    };
    ui::html_with(parts::status(tried), &view)
}

/// Takes a statement in.
pub async fn import(ctx: Ctx, typed: Submitted) -> Result<Response> {
    match imported(&ctx, &typed).await {
        Ok(id) => Ok(redirect(&format!("{PATH}/{id}"), Some("fees-flash-imported"))),
        Err(Error::Invalid(errors)) => {
            let tried = Tried { act: "nhap", typed: &typed, errors: &errors };
            page(&ctx, &Query::default(), Some(&tried)).await
        }
        Err(other) => Err(other),
    }
}

/// Takes the statement in that was sent; its id.
pub async fn imported(ctx: &Ctx, typed: &Submitted) -> Result<i64> {
    let mut errors = FieldErrors::new();
    let upload = typed.uploads.iter().find(|u| u.field == "tep");
    let text = upload.and_then(|u| std::str::from_utf8(&u.content).ok());
    let read = match (upload, text) {
        (None, _) => {
            errors.add("tep", "form-required");
            None
        }
        (Some(_), None) => {
            errors.add_with("tep", "fees-error-statement-csv", vec![("line", "1".to_owned())]);
            None
        }
        (Some(upload), Some(text)) => match reconcile::read(text) {
            Ok(lines) => Some((upload.name.clone(), lines)),
            Err((line, key)) => {
                errors.add_with("tep", key, vec![("line", line.to_string())]);
                None
            }
        },
    };
    let Some((name, lines)) = read else { return Err(Error::Invalid(errors)) };
    acts::import(&ctx.app, &ctx.actor(), &name, lines).await
}

fn span(s: &StatementRow) -> String {
    format!("{} – {}", parts::vn(&s.from_on), parts::vn(&s.to_on))
}

fn row(ctx: &Ctx, s: &StatementRow) -> Row {
    let open = Cell::number(ctx.locale.integer(s.open_findings));
    let open = match s.open_findings {
        0 => Tag::new(ctx.t("fees-discrepancies-het"), Tone::Good).into(),
        _ => Cell::Stack(vec![open, Tag::new(ctx.t("fees-discrepancies-con"), Tone::Bad).into()]),
    };
    Row::new(vec![
        parts::moment(s.imported_at),
        Cell::Stack(vec![
            Cell::code(format!("{PATH}/{}", s.id), s.name.clone()),
            Cell::muted(s.importer_name.clone()),
        ]),
        span(s).into(),
        Cell::number(ctx.locale.integer(s.lines)),
        Cell::number(parts::dong(ctx, s.amount)),
        open,
    ])
}

fn values(s: &StatementRow) -> Vec<Value> {
    vec![
        Value::Moment(Moment::from_micros(s.imported_at)),
        Value::Text(s.name.clone()),
        Value::Text(span(s)),
        parts::number(s.lines),
        parts::number(s.amount),
        parts::number(s.open_findings),
    ]
}
