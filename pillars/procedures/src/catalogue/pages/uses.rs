//! /quan-tri/thu-tuc/thoi-gian: how much procedures are used and how long they really take, as a whole and by unit.

use super::super::rules::uses::{Summary, enough, summary};
use super::super::store;
use super::super::uses::{minimum, year};
use super::{Block, StaffList, StaffPage};
use axum::extract::Path;
use axum::response::Response;
use contracts::procedures::Catalogue;
use platform::Ctx;
use platform::error::{Error, Result};
use platform::export::Value;
use platform::http::Query;
use platform::list::{ComputedSort, page_of, sortable};
use std::collections::BTreeMap;
use std::sync::Arc;
use ui::{Cell, Empty, Figure, FigureGroup, Filter, Head, ListHead, Listing, Row};

const PATH: &str = "/quan-tri/thu-tuc/thoi-gian";

const HEADS: [ListHead; 5] = [
    ListHead::sorting("ten", "catalogue-head-name"),
    ListHead { sort: Some("so"), ..ListHead::figure("so", "catalogue-uses-dossiers") },
    ListHead { sort: Some("giua"), ..ListHead::figure("giua", "catalogue-uses-median") },
    ListHead { sort: Some("chin"), ..ListHead::figure("chin", "catalogue-uses-tenth") },
    ListHead { sort: Some("tre"), ..ListHead::figure("tre", "catalogue-uses-late") },
];

/// A procedure, or a unit, with what its counts say.
struct Found {
    id: i64,
    code: String,
    name: String,
    told: Summary,
}

const SORTS: [ComputedSort<Found>; 5] = [
    ComputedSort { name: "ten", key: |f| kernel::text::fold(&f.name) },
    ComputedSort { name: "so", key: |f| sortable(Some(f.told.dossiers as f64)) },
    ComputedSort { name: "giua", key: |f| sortable(Some(f.told.median)) },
    ComputedSort { name: "chin", key: |f| sortable(Some(f.told.ninth_tenth)) },
    ComputedSort { name: "tre", key: |f| sortable(Some(f.told.late as f64)) },
];

/// The procedures with their times over the last twelve months.
pub async fn list(ctx: Ctx, query: Query) -> Result<Response> {
    let (from, to) = year(ctx.today());
    let catalogue: Arc<dyn Catalogue> = ctx.app.port()?;
    let names: BTreeMap<String, String> = catalogue
        .all_in_force(&ctx.app, ctx.today())
        .await?
        .iter()
        .map(|v| (v.body.code.clone(), v.body.name.clone()))
        .collect();
    let mut by_code: BTreeMap<String, Vec<(i64, i64, i64)>> = BTreeMap::new();
    for used in store::uses(&ctx.app.store, "", from, to).await? {
        by_code.entry(used.code).or_default().push((used.half_days, used.dossiers, used.late));
    }
    let typed = query.get("q").map(kernel::text::fold);
    let mut found = Vec::new();
    for (id, (code, counts)) in (1i64..).zip(by_code) {
        let name = names.get(&code).cloned().unwrap_or_else(|| code.clone());
        let fits = typed.as_ref().is_none_or(|t| kernel::text::fold(&format!("{code} {name}")).contains(t));
        if let (Some(told), true) = (summary(counts), fits) {
            found.push(Found { id, code, name, told });
        }
    }
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "thoi-gian",
        caption: ctx.t("catalogue-uses-title"),
        heads: &HEADS,
        filters: vec![Filter::text("q", ctx.t("catalogue-filter-words"), query.get("q").unwrap_or_default())],
        empty: Empty::new(ctx.t("catalogue-uses-empty"), ctx.t("catalogue-uses-empty-text"))
            .with_action("/thu-tuc", ctx.t("catalogue-list-all")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.export(kind, &found, values).await;
    }
    let page = page_of(found, &query, &SORTS, platform::list::PAGE, |f| f.id);
    let mut table =
        listing.table(&page, |f| line(&ctx, f, Cell::link(format!("{PATH}/{}", f.code), f.name.clone())));
    table.caption_hidden = true;
    let mut head = Head::new(ctx.t("catalogue-uses-title"));
    head.lead = ctx.tn("catalogue-uses-lead", &[("counted", counted(&ctx).await?)]);
    ui::html(&StaffList { page: ui::page(&ctx, ctx.t("catalogue-uses-title")), head, table })
}

/// When the figures were counted.
async fn counted(ctx: &Ctx) -> Result<String> {
    Ok(match store::last_count(&ctx.app.store).await? {
        0 => ctx.t("catalogue-uses-never"),
        at => kernel::Moment::from_micros(at).vn(),
    })
}

fn number(ctx: &Ctx, value: f64) -> String {
    ctx.locale.digits().decimal(value)
}

fn line(ctx: &Ctx, found: &Found, first: Cell) -> Row {
    Row::new(vec![
        first,
        Cell::number(ctx.locale.integer(found.told.dossiers)),
        Cell::number(number(ctx, found.told.median)),
        Cell::number(number(ctx, found.told.ninth_tenth)),
        Cell::number(ctx.locale.integer(found.told.late)),
    ])
}

fn values(found: &Found) -> Vec<Value> {
    vec![
        Value::Text(format!("{} – {}", found.code, found.name)),
        Value::Number(found.told.dossiers as f64),
        Value::Number(found.told.median),
        Value::Number(found.told.ninth_tenth),
        Value::Number(found.told.late as f64),
    ]
}

/// One procedure: its figures, and by unit with the way to the dossiers.
pub async fn show(ctx: Ctx, Path(code): Path<String>, query: Query) -> Result<Response> {
    let (from, to) = year(ctx.today());
    let rows = store::uses(&ctx.app.store, &code, from, to).await?;
    let history = store::history(&ctx.app.store, &code).await?;
    let name = history.first().ok_or(Error::NotFound)?.name.clone();
    let whole = summary(rows.iter().map(|u| (u.half_days, u.dossiers, u.late)));
    let mut by_unit: BTreeMap<i64, Vec<(i64, i64, i64)>> = BTreeMap::new();
    for used in &rows {
        by_unit.entry(used.agency_id).or_default().push((used.half_days, used.dossiers, used.late));
    }
    let directory = ctx.app.directory();
    let found: Vec<Found> = by_unit
        .into_iter()
        .filter_map(|(id, counts)| {
            let told = summary(counts)?;
            Some(Found { id, code: code.clone(), name: directory.name(id).to_owned(), told })
        })
        .collect();
    let path = format!("{PATH}/{code}");
    let mut heads = HEADS;
    if let Some(first) = heads.first_mut() {
        *first = ListHead::sorting("ten", "catalogue-uses-unit");
    }
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: &path,
        id: "theo-don-vi",
        caption: ctx.t("catalogue-uses-by-unit"),
        heads: &heads,
        filters: vec![],
        empty: Empty::new(ctx.t("catalogue-uses-empty"), ctx.t("catalogue-uses-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.export(kind, &found, values).await;
    }
    let page = page_of(found, &query, &SORTS, platform::list::PAGE, |f| f.id);
    let records = |unit: i64| format!("/ho-so?nhom=da-dong&thu-tuc={code}&don-vi={unit}");
    let table = listing.table(&page, |f| line(&ctx, f, Cell::link(records(f.id), f.name.clone())));
    let mut blocks = Vec::new();
    match whole {
        Some(told) if enough(&told, minimum(&ctx.app, ctx.today())?) => {
            blocks.push(Block::new("so", String::new()).part(&figures(&ctx, &code, &told)));
        }
        _ => {
            let few = [("minimum", minimum(&ctx.app, ctx.today())?.to_string())];
            blocks.push(Block::new("so", String::new()).text(ctx.tn("catalogue-uses-few", &few)));
        }
    }
    blocks.push(Block::new("don-vi", ctx.t("catalogue-uses-by-unit")).part(&table));
    let mut head = Head::new(name.clone());
    head.caption = code;
    head.lead = ctx.tn("catalogue-uses-lead", &[("counted", counted(&ctx).await?)]);
    let page = ui::page(&ctx, name).with_back(PATH, ctx.t("catalogue-uses-title"));
    ui::html(&StaffPage { page, head, blocks })
}

fn figures(ctx: &Ctx, code: &str, told: &Summary) -> FigureGroup {
    let words = ui::words(&ctx.locale);
    let count = ctx.tn("catalogue-uses-count", &[("count", ctx.locale.integer(told.dossiers))]);
    let figure = |label: &str, value: String, unit: &str, definition: &str| {
        Figure::new(&words, ctx.t(label), value, ctx.t(unit))
            .defined(ctx.t(definition), ctx.t("catalogue-uses-year"))
            .records(
                count.clone(),
                format!("/ho-so?nhom=da-dong&thu-tuc={code}"),
                ctx.t("catalogue-simulate-records"),
            )
    };
    FigureGroup {
        figures: vec![
            figure(
                "catalogue-uses-median",
                number(ctx, told.median),
                "catalogue-uses-days",
                "catalogue-uses-median-definition",
            ),
            figure(
                "catalogue-uses-tenth",
                number(ctx, told.ninth_tenth),
                "catalogue-uses-days",
                "catalogue-uses-tenth-definition",
            ),
            figure(
                "catalogue-uses-late",
                ctx.locale.integer(told.late),
                "catalogue-simulate-unit",
                "catalogue-uses-late-definition",
            ),
        ],
    }
}
