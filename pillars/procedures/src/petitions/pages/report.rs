//! GET /phan-anh-kien-nghi/thong-ke/in: the periodic report on petitions, in the layout of Decree 30/2020; papers speak Vietnamese.

use super::super::rules::index::Standing;
use super::super::slice::VIEW;
use super::super::store::{self, CountRow};
use super::figures::{lines, period};
use super::word;
use axum::response::Response;
use kernel::{Digits, Period};
use platform::error::{Error, Result};
use platform::http::Query;
use platform::{Ctx, Locale, Scope};
use serde_json::{Map, Value as Json, json};

/// The report of the viewer's own agency and those below it, as far as the right reaches.
pub async fn print(ctx: Ctx, query: Query) -> Result<Response> {
    let period = period(&ctx, &query);
    let agency = ctx.viewer()?.agency_id.ok_or(Error::NotFound)?;
    let directory = ctx.app.directory();
    let scope = match ctx.scope(VIEW) {
        Scope::All if directory.is_root(agency) => Scope::All,
        scope => {
            let below = directory.subtree(agency).into_iter().filter(|id| scope.covers(*id));
            let below: Vec<i64> = below.collect();
            // Whose right reaches none of these agencies has nothing to report.
            if below.is_empty() {
                return Err(Error::NotFound);
            }
            Scope::Agencies(below)
        }
    };
    let rows = store::count_rows(&ctx.app.store, period, &scope, ctx.today()).await?;
    let standing = store::standing_of(&ctx.app.store, period, &scope, ctx.today()).await?;
    let inputs = inputs(&ctx, agency, period, (&rows, standing));
    let content = papers::print(&ctx, printing::LETTER, inputs, Vec::new()).await?;
    Ok(ui::pdf(&format!("bao-cao-phan-anh-{}", period.code()), content))
}

fn inputs(
    ctx: &Ctx,
    agency: i64,
    period: Period,
    (rows, standing): (&[CountRow], Standing),
) -> Map<String, Json> {
    let vi = papers::vietnamese(&ctx.app);
    let today = ctx.today();
    let span = period.label_vi();
    let percent =
        |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |v| Digits::Vietnamese.percent(v));
    let mut body = vec![
        json!(vi.tn(
            "petitions-report-opening",
            &[("agency", ctx.app.directory().name(agency).to_owned()), ("period", span.clone())],
        )),
        json!(vi.tn(
            "petitions-report-standing",
            &[
                ("given", rows.iter().map(|r| r.petitions).sum::<i64>().to_string()),
                ("ended", standing.total.to_string()),
                ("late", standing.late.to_string()),
                ("on_time", percent(standing.on_time())),
                ("content", percent(standing.content())),
            ],
        )),
    ];
    for kind in ["channel", "topic", "state"] {
        body.push(json!({"heading": word(&vi, "group", kind)}));
        body.push(grouping(&vi, rows, kind));
    }
    body.push(json!(vi.t("petitions-report-closing")));
    let keys = json!({
        "head": papers::head(&ctx.app, agency, &vi.t("petitions-report-number"), today),
        "kind": vi.t("petitions-report-kind"),
        "gist": vi.tn("petitions-report-gist", &[("period", span)]),
        "body": body,
        "recipients": [vi.t("petitions-report-to")],
        "archive": "VT",
        "sign": {"post": vi.t("petitions-report-sign")},
    });
    match keys {
        Json::Object(keys) => keys,
        _ => Map::new(),
    }
}

fn grouping(vi: &Locale, rows: &[CountRow], kind: &'static str) -> Json {
    let counted = lines(rows, kind);
    if counted.is_empty() {
        return json!(vi.t("petitions-figures-none"));
    }
    let rows: Vec<Json> = counted
        .iter()
        .map(|l| json!([word(vi, kind, &l.code), l.petitions.to_string(), l.late.to_string()]))
        .collect();
    let columns = ["petitions-head-kind", "petitions-head-count", "petitions-head-late"].map(|c| vi.t(c));
    json!({"table": {
        "columns": columns,
        "widths": [4, 1, 1],
        "rows": rows,
    }})
}
