//! GET /danh-gia-giai-quyet/co-quan/{code}/in: the evaluation as a report on A4 in the layout of Decree 30/2020, ready for number
//! and signature. Papers speak Vietnamese; every figure stands with its arithmetic, every gap with its name.

use super::super::rules::{Card, Group};
use super::super::slice::VIEW;
use super::super::{cards, store, words};
use super::{ROOT, agency_of, period_of};
use axum::extract::Path;
use axum::response::Response;
use kernel::Period;
use platform::directory::AgencyRef;
use platform::error::Result;
use platform::http::Query;
use platform::{Ctx, Locale, Scope};
use serde_json::{Map, Value as Json, json};

/// The report of an agency's period.
pub async fn print(ctx: Ctx, Path(code): Path<String>, query: Query) -> Result<Response> {
    let agency = agency_of(&ctx, &code)?;
    ctx.require(VIEW, agency.id)?;
    let period = period_of(&ctx, &query);
    let scope = Scope::Agencies(vec![agency.id]);
    let card = cards::load(&ctx.app, period, &scope, Some(agency.id)).await?.take(agency.id);
    let frozen = store::result_of(&ctx.app.store, agency.id, &period.code()).await?;
    let inputs = inputs(&ctx, &agency, period, &card, frozen.as_ref());
    let content = papers::print(&ctx, printing::LETTER, inputs, Vec::new()).await?;
    Ok(ui::pdf(&format!("danh-gia-giai-quyet-{}-{}", agency.code, period.code()), content))
}

fn inputs(
    ctx: &Ctx,
    agency: &AgencyRef,
    period: Period,
    card: &Card,
    frozen: Option<&store::ResultRow>,
) -> Map<String, Json> {
    let vi = papers::vietnamese(&ctx.app);
    let over = words::period(&vi, period);
    let mut body = vec![
        json!(vi.tn(
            "settlement-report-opening",
            &[
                ("agency", agency.name.clone()),
                ("period", over.clone()),
                ("dossiers", vi.integer(card.dossiers)),
            ],
        )),
        json!({"heading": vi.t("settlement-report-nine")}),
        nine(&vi, card),
        json!(vi.tn(
            "settlement-report-total",
            &[("total", words::total(&vi, card.total)), ("band", words::band(&vi, card.band))],
        )),
    ];
    if !card.groups.is_empty() {
        body.push(json!({"heading": vi.t("settlement-report-index")}));
        body.extend(card.groups.iter().map(|group| parts(&vi, group)));
        let sum = words::index_total(&vi, card.reached(), card.possible(), card.most());
        body.push(json!(vi.tn("settlement-report-sum", &[("sum", sum)])));
    }
    if let Some(frozen) = frozen {
        let args = [("name", frozen.frozen_by.clone()), ("at", frozen.at().vn())];
        body.push(json!(vi.tn("settlement-report-frozen", &args)));
    }
    let address =
        format!("{}{ROOT}/co-quan/{}?ky={}", ctx.app.settings.base_url(), agency.code, period.code());
    body.push(json!(vi.tn("settlement-report-closing", &[("address", address)])));
    Map::from_iter([
        (
            "head".to_owned(),
            papers::head(&ctx.app, agency.id, &vi.t("settlement-report-number"), ctx.today()),
        ),
        ("kind".to_owned(), json!(vi.t("settlement-report-kind"))),
        ("gist".to_owned(), json!(vi.tn("settlement-report-gist", &[("period", over)]))),
        ("body".to_owned(), json!(body)),
        ("recipients".to_owned(), json!([vi.t("settlement-report-to")])),
        ("archive".to_owned(), json!("VT")),
        ("sign".to_owned(), json!({"post": vi.t("settlement-report-sign")})),
    ])
}

fn nine(vi: &Locale, card: &Card) -> Json {
    let rows: Vec<Json> = card
        .nine
        .iter()
        .map(|line| {
            json!([
                line.number.to_string(),
                words::nine(vi, line.number),
                words::nine_score(vi, line),
                words::nine_sum(vi, line),
            ])
        })
        .collect();
    let columns = ["number", "indicator", "score", "sum"].map(|c| vi.t(&format!("settlement-head-{c}")));
    json!({"table": {"columns": columns, "widths": [0.4, 2.4, 1.0, 2.6], "rows": rows}})
}

fn parts(vi: &Locale, group: &Group) -> Json {
    let name = words::group(vi, &group.code);
    let head = json!([
        name,
        words::hundredths(vi, group.most),
        words::hundredths(vi, group.reached),
        words::index_total(vi, group.reached, group.possible, group.most),
    ]);
    let lines = group.lines.iter().map(|line| {
        json!([
            words::part(vi, &line.item.code),
            words::hundredths(vi, line.item.most()),
            words::part_score(vi, line),
            words::part_sum(vi, line),
        ])
    });
    let rows: Vec<Json> = std::iter::once(head).chain(lines).collect();
    let columns = ["part", "weight", "points", "sum"].map(|c| vi.t(&format!("settlement-head-{c}")));
    json!({"table": {"columns": columns, "widths": [2.4, 0.7, 0.8, 2.6], "rows": rows}})
}
