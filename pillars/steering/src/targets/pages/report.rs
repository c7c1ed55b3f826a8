//! /bang/{agency}/in: the board as a report on A4 in the layout of Decree 30/2020, ready for number and signature.
//! Papers speak Vietnamese; every value stands with its count, every gap with its name.

use super::super::board::{self, Board, Line};
use super::super::words::Writer;
use super::parts;
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::directory::AgencyRef;
use platform::error::{Error, Result};
use platform::http::Query;
use serde_json::{Map, Value as Json, json};

/// The report of an agency's board over the span asked for.
pub(in super::super) async fn print(ctx: Ctx, Path(code): Path<String>, query: Query) -> Result<Response> {
    let agency = parts::agency(&ctx, &code)?;
    let programme = board::programme(&ctx.app).await?.ok_or(Error::NotFound)?;
    let span = parts::span(&ctx, &query, Some(&programme));
    let board = board::load(&ctx.app, agency.id, span).await?.ok_or(Error::NotFound)?;
    let content = papers::print(&ctx, printing::LETTER, inputs(&ctx, &agency, &board), Vec::new()).await?;
    Ok(ui::pdf(&format!("bao-cao-chi-tieu-{}-{}", agency.code, span.code()), content))
}

fn inputs(ctx: &Ctx, agency: &AgencyRef, board: &Board) -> Map<String, Json> {
    let vi = papers::vietnamese(&ctx.app);
    let writer = Writer::new(&vi);
    let today = ctx.today();
    let span = writer.span(board.span, today);
    let (measured, other): (Vec<&Line>, Vec<&Line>) =
        board.lines.iter().partition(|l| l.indicator.is_some() && l.now.count > 0);
    let declared_only: Vec<&Line> = other.into_iter().filter(|l| l.declared.is_some()).collect();
    let mut body = vec![json!(vi.tn(
        "targets-report-opening",
        &[
            ("programme", board.programme.name.clone()),
            ("agency", agency.name.clone()),
            ("span", span.clone())
        ],
    ))];
    body.push(json!({"heading": vi.t("targets-report-measured")}));
    body.push(if measured.is_empty() {
        json!(vi.t("targets-board-none-title"))
    } else {
        let rows: Vec<Json> = (1..).zip(&measured).map(|(n, l)| row(&writer, n, l)).collect();
        let columns = ["number", "measure", "target", "value", "declared", "light"];
        json!({"table": {
            "columns": columns.map(|c| vi.t(&format!("targets-report-column-{c}"))),
            "widths": [0.45, 2.4, 1.9, 1.7, 2.2, 1.2],
            "rows": rows,
        }})
    });
    if !declared_only.is_empty() {
        body.push(json!({"heading": vi.t("targets-report-declared-only")}));
        body.extend(declared_only.into_iter().map(|l| json!(declared_alone(&writer, l))));
    }
    body.push(json!(vi.tn("targets-report-closing", &[("address", address(ctx, agency, board))])));
    let recipients = [vi.t("targets-report-to-above"), vi.t("targets-report-to-reform")];
    let keys = json!({
        "head": papers::head(&ctx.app, agency.id, &vi.t("targets-report-number"), today),
        "kind": vi.t("targets-report-kind"),
        "gist": vi.tn("targets-report-gist", &[("span", span)]),
        "body": body,
        "recipients": recipients,
        "archive": "VT",
        "sign": {"post": vi.t("targets-report-sign")},
    });
    match keys {
        Json::Object(keys) => keys,
        _ => Map::new(),
    }
}

fn row(writer: &Writer<'_>, number: usize, line: &Line) -> Json {
    let measure = &line.measure;
    let value =
        format!("{} ({})", writer.maybe(line.now.value, measure.unit), writer.records(line.now.count));
    let declared =
        line.declared.as_ref().map_or_else(|| "–".to_owned(), |d| writer.declared(d, measure.unit).0);
    json!([
        number.to_string(),
        writer.name(measure),
        writer.demanded(measure, line.target),
        value,
        declared,
        writer.light(line).word,
    ])
}

/// What nothing measures yet: the declared figure alone, and said so.
fn declared_alone(writer: &Writer<'_>, line: &Line) -> String {
    let declared = line.declared.as_ref().map(|d| writer.declared(d, line.measure.unit).0);
    format!("- {}: {}.", writer.name(&line.measure), declared.unwrap_or_default())
}

/// Where the reader of the paper finds the board with its records.
fn address(ctx: &Ctx, agency: &AgencyRef, board: &Board) -> String {
    format!("{}/bang/{}?ky={}", ctx.app.settings.base_url(), agency.code, board.span.code())
}
