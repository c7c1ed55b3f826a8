//! GET /thu-tuc/du-lieu: the procedures in force as files: fields of the national database (CSV, XLSX), YAML, CPSV-AP JSON-LD.

use super::super::rules::{cpsv, national};
use super::{Block, PublicPage};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use contracts::procedures::{Catalogue, ProcedureVersion};
use platform::Ctx;
use platform::error::{Error, Result};
use platform::export::{Kind, Sheet, Value};
use platform::http::Query;
use platform::messages::Lang;
use std::sync::Arc;
use ui::{Cell, Head};

const PATH: &str = "/thu-tuc/du-lieu";

/// What there is to take away, or the file that is asked for; of one procedure with `ma`.
pub async fn public(ctx: Ctx, query: Query) -> Result<Response> {
    let Some(kind) = query.get("dang") else { return offer(&ctx) };
    let catalogue: Arc<dyn Catalogue> = ctx.app.port()?;
    let mut all = catalogue.all_in_force(&ctx.app, ctx.today()).await?;
    if let Some(code) = query.get("ma") {
        all.retain(|v| v.body.code == code);
        if all.is_empty() {
            return Err(Error::NotFound);
        }
    }
    match kind {
        "csv" => sheet(&ctx, &all).download(Kind::Csv),
        "xlsx" => sheet(&ctx, &all).download(Kind::Xlsx),
        "yaml" => yaml(&all),
        "jsonld" => jsonld(&ctx, &all),
        _ => Err(Error::NotFound),
    }
}

fn offer(ctx: &Ctx) -> Result<Response> {
    let mut block = Block::new("tep", ctx.t("catalogue-data-files"));
    for (kind, key) in [
        ("csv", "catalogue-data-csv"),
        ("xlsx", "catalogue-data-xlsx"),
        ("yaml", "catalogue-data-yaml"),
        ("jsonld", "catalogue-data-jsonld"),
    ] {
        block.list.push(Cell::link(format!("{PATH}?dang={kind}"), ctx.t(key)));
    }
    let mut head = Head::new(ctx.t("catalogue-data-title"));
    head.lead = ctx.t("catalogue-data-lead");
    let page = ui::page(ctx, ctx.t("catalogue-data-title")).with_back("/thu-tuc", ctx.t("catalogue-back"));
    ui::html(&PublicPage { page, head, blocks: vec![block] })
}

/// The records in the fields of the national database, which speaks Vietnamese.
fn sheet(ctx: &Ctx, all: &[Arc<ProcedureVersion>]) -> Sheet {
    let vi = ctx.app.locale(Lang::Vi);
    let city = &ctx.app.settings.city;
    let row = |version: &Arc<ProcedureVersion>| {
        national::values(&vi, &version.body, city).into_iter().map(Value::Text).collect()
    };
    Sheet {
        name: "thu-tuc-hanh-chinh".to_owned(),
        title: vi.t("catalogue-data-title"),
        heads: national::FIELDS.iter().map(|key| vi.t(key)).collect(),
        rows: all.iter().map(row).collect(),
    }
}

/// The files that this program reads; several follow each other as documents of one stream.
fn yaml(all: &[Arc<ProcedureVersion>]) -> Result<Response> {
    let mut text = String::new();
    for version in all {
        // A YAML 1.2 reader reads JSON: the same shape, without a second way of writing it.
        text.push_str("---\n");
        text.push_str(&serde_json::to_string_pretty(&version.body)?);
        text.push('\n');
    }
    Ok(file("application/yaml; charset=utf-8", "thu-tuc-hanh-chinh.yaml", text))
}

fn jsonld(ctx: &Ctx, all: &[Arc<ProcedureVersion>]) -> Result<Response> {
    let vi = ctx.app.locale(Lang::Vi);
    let base = ctx.app.settings.base_url().trim_end_matches('/').to_owned();
    let document = cpsv::document(&vi, all.iter().map(|v| &v.body), &base);
    Ok(file("application/ld+json", "thu-tuc-hanh-chinh.jsonld", serde_json::to_string_pretty(&document)?))
}

fn file(kind: &'static str, name: &str, text: String) -> Response {
    let heads = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    (heads, text).into_response()
}
