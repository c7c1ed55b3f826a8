//! /du-lieu-mo: the measures as open data: CSV and JSON of each, and the catalogue of all in the words of DCAT. Small counts are
//! withheld (see open_data); the licence is the one the city has set.

use super::super::board;
use super::super::open_data::{self, OpenRow};
use super::super::words::Writer;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use contracts::programme::{Measure, Programme};
use platform::Ctx;
use platform::error::{Error, Result};
use platform::export::{Kind, Sheet, Value};
use serde_json::{Value as Json, json};
use ui::{Cell, Column, Row, Table};

#[derive(askama::Template)]
#[template(path = "targets/pages/open.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    rules: Vec<String>,
    table: Table,
    columns: Table,
    links: Vec<ui::Link>,
}

/// Address of the page.
const PATH: &str = "/du-lieu-mo";

/// The columns of the files, in words that programs keep.
const COLUMNS: [&str; 7] =
    ["year", "agency", "agency_name", "value", "numerator", "denominator", "suppressed"];

/// The licence of the day.
fn licence(ctx: &Ctx) -> Result<String> {
    let default = "https://creativecommons.org/licenses/by/4.0/".to_owned();
    ctx.app.profiles().get_or("targets.open_licence", ctx.today(), default)
}

async fn programme(ctx: &Ctx) -> Result<Programme> {
    board::programme(&ctx.app).await?.ok_or(Error::NotFound)
}

pub(in super::super) async fn show(ctx: Ctx) -> Result<Response> {
    let programme = programme(&ctx).await?;
    let writer = Writer::new(&ctx.locale);
    let title = ctx.t("targets-open-title");
    let mut table = Table::new(&writer.words, "bo-du-lieu", ctx.t("targets-open-sets"));
    table.columns = vec![
        Column::new("chi-tieu", ctx.t("targets-column-measure")),
        Column::new("cach-tinh", ctx.t("targets-formula")),
        Column::new("tep", ctx.t("targets-open-files")),
    ];
    table.rows = open_data::sets(&ctx.app, &programme)
        .into_iter()
        .map(|(m, _)| {
            let file = |kind: &str| {
                Cell::link(format!("{PATH}/{}.{kind}", m.slug), format!("{} {}", kind.to_uppercase(), m.code))
            };
            Row::new(vec![
                Cell::link(format!("/muc-tieu/{}", m.slug), writer.name(m)),
                Cell::text(m.formula.clone()),
                Cell::Stack(vec![file("csv"), file("json")]),
            ])
        })
        .collect();
    table.empty = ui::Empty::new(ctx.t("targets-records-none-title"), ctx.t("targets-records-none"));
    let mut words = Table::new(&writer.words, "cot", ctx.t("targets-open-columns"));
    words.columns = vec![
        Column::new("cot", ctx.t("targets-open-column")),
        Column::new("nghia", ctx.t("targets-open-meaning")),
    ];
    words.rows = COLUMNS
        .map(|c| {
            let meaning = ctx.t(&format!("targets-open-column-{}", c.replace('_', "-")));
            Row::new(vec![Cell::text(c), Cell::text(meaning)])
        })
        .into();
    let least = writer.whole(open_data::least(&ctx.app)?);
    ui::html(&View {
        page: ui::page(&ctx, title.clone()).with_back("/muc-tieu", ctx.t("targets-title")),
        head: ui::Head { lead: ctx.t("targets-open-lead"), ..ui::Head::new(title) },
        rules: vec![
            ctx.tn("targets-open-small", &[("least", least)]),
            ctx.tn("targets-open-licence", &[("licence", licence(&ctx)?)]),
        ],
        table,
        columns: words,
        links: vec![
            ui::Link::new(format!("{PATH}/danh-muc.json"), ctx.t("targets-open-catalogue")),
            ui::Link::new(format!("{}/openapi.json", platform::api::PREFIX), ctx.t("targets-open-api")),
        ],
    })
}

/// The catalogue as JSON-LD in the words of DCAT 3.
pub(in super::super) async fn catalogue(ctx: Ctx) -> Result<Response> {
    let programme = programme(&ctx).await?;
    let base = ctx.app.settings.base_url();
    let licence = licence(&ctx)?;
    let city = ctx.app.settings.city.clone();
    let sets: Vec<Json> = open_data::sets(&ctx.app, &programme)
        .into_iter()
        .map(|(m, _)| dataset(&base.to_string(), &licence, &programme, m))
        .collect();
    let catalogue = json!({
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/", "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": format!("{base}{PATH}"),
        "@type": "dcat:Catalog",
        "dct:title": {"@language": "vi", "@value": programme.name},
        "dct:description": {"@language": "vi", "@value": format!("{}, {}", programme.decision, city)},
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": city},
        "dct:license": {"@id": licence},
        "dct:language": "vi",
        "dcat:dataset": sets,
    });
    Ok(([(header::CONTENT_TYPE, "application/ld+json")], catalogue.to_string()).into_response())
}

fn dataset(base: &str, licence: &str, programme: &Programme, m: &Measure) -> Json {
    let distribution = |kind: &str, media: &str| {
        json!({
            "@type": "dcat:Distribution",
            "dct:title": format!("{} {}", m.code, kind.to_uppercase()),
            "dcat:downloadURL": {"@id": format!("{base}{PATH}/{}.{kind}", m.slug)},
            "dcat:accessURL": {"@id": format!("{base}{PATH}")},
            "dcat:mediaType": {"@id": format!("https://www.iana.org/assignments/media-types/{media}")},
            "dct:license": {"@id": licence},
        })
    };
    let mut titles = vec![json!({"@language": "vi", "@value": m.name})];
    if !m.name_en.is_empty() {
        titles.push(json!({"@language": "en", "@value": m.name_en}));
    }
    json!({
        "@id": format!("{base}{PATH}/{}.json", m.slug),
        "@type": "dcat:Dataset",
        "dct:identifier": m.code,
        "dct:title": titles,
        "dct:description": {"@language": "vi", "@value": m.formula},
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@type": "xsd:date", "@value": programme.from.to_string()},
            "dcat:endDate": {"@type": "xsd:date", "@value": programme.to.to_string()},
        },
        "dcat:distribution": [distribution("csv", "text/csv"), distribution("json", "application/json")],
    })
}

/// One measure's file, by its slug and kind.
pub(in super::super) async fn file(ctx: Ctx, Path(name): Path<String>) -> Result<Response> {
    let (slug, kind) = name.rsplit_once('.').ok_or(Error::NotFound)?;
    let programme = programme(&ctx).await?;
    let sets = open_data::sets(&ctx.app, &programme);
    let (measure, by) = sets.into_iter().find(|(m, _)| m.slug == slug).ok_or(Error::NotFound)?;
    let rows = match kind {
        "csv" | "json" => open_data::rows(&ctx.app, &programme, by).await?,
        _ => return Err(Error::NotFound),
    };
    if kind == "csv" { sheet(measure, &rows).download(Kind::Csv) } else { document(&ctx, measure, &rows) }
}

fn sheet(measure: &Measure, rows: &[OpenRow]) -> Sheet {
    let number = |value: Option<f64>| value.map_or(Value::Text(String::new()), Value::Number);
    let row = |r: &OpenRow| {
        vec![
            Value::Number(f64::from(r.year)),
            Value::Text(r.agency.clone()),
            Value::Text(r.name.clone()),
            number(r.value.map(rounded)),
            number(r.numerator.map(|n| n as f64)),
            number(r.denominator.map(|n| n as f64)),
            Value::Text(r.suppressed.to_string()),
        ]
    };
    Sheet {
        name: measure.slug.clone(),
        title: measure.name.clone(),
        heads: COLUMNS.map(str::to_owned).into(),
        rows: rows.iter().map(row).collect(),
    }
}

/// A published value: two decimals.
fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

fn document(ctx: &Ctx, measure: &Measure, rows: &[OpenRow]) -> Result<Response> {
    let rows: Vec<Json> = rows
        .iter()
        .map(|r| {
            json!({
                "year": r.year, "agency": r.agency, "agency_name": r.name, "value": r.value.map(rounded),
                "numerator": r.numerator, "denominator": r.denominator, "suppressed": r.suppressed,
            })
        })
        .collect();
    let whole = json!({
        "measure": measure.code, "name": measure.name, "unit": measure.unit, "definition": measure.formula,
        "licence": licence(ctx)?, "least_count": open_data::least(&ctx.app)?, "rows": rows,
    });
    Ok(([(header::CONTENT_TYPE, "application/json")], whole.to_string()).into_response())
}
