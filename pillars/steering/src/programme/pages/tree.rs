//! /chuong-trinh: the whole programme, each item with who leads, until when, and where its measures stand.

use super::super::document::Group;
use super::super::rules::KINDS;
use super::super::store::{self, ItemRow};
use super::names;
use contracts::programme::{Field, Measure};
use contracts::targets::Standing;
use platform::Ctx;
use platform::directory::AgencyRef;
use platform::error::{Error, Result};
use platform::export::Value;
use platform::http::Query;
use platform::list::{ComputedSort, PAGE, page_of, sorted};
use std::collections::{BTreeMap, HashMap};
use ui::{Cell, Choice, Empty, Filter, ListHead, Row};

#[derive(askama::Template)]
#[template(path = "programme/pages/tree.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    filter: Option<ui::Inset>,
    table: Option<ui::Table>,
    empty: Empty,
    by_agency: ui::Link,
}

const HEADS: [ListHead; 4] = [
    ListHead::sorting("muc", "programme-column-item"),
    ListHead::new("chu-tri", "programme-lead"),
    ListHead::sorting("han", "programme-due"),
    ListHead::new("den", "programme-column-light"),
];

const SORTS: [ComputedSort<ItemRow>; 2] = [
    ComputedSort { name: "muc", key: |r| kernel::text::fold(&r.item.title) },
    ComputedSort { name: "han", key: |r| r.item.due_on.map(|d| d.to_string()).unwrap_or_default() },
];

/// What a line says beyond its item.
struct Known<'a> {
    ctx: &'a Ctx,
    groups: BTreeMap<String, Group>,
    measures: Vec<Measure>,
    standings: HashMap<String, Standing>,
}

pub(in super::super) async fn show(ctx: Ctx, query: Query) -> Result<axum::response::Response> {
    let title = ctx.t("programme-title");
    let Some(programme) = store::current(&ctx.app.store).await? else {
        return ui::html(&View {
            page: ui::page(&ctx, title.clone()),
            head: ui::Head::new(title),
            filter: None,
            table: None,
            empty: Empty::new(ctx.t("programme-empty-title"), ctx.t("programme-empty")),
            by_agency: ui::Link::new("/chuong-trinh/co-quan", ctx.t("programme-by-agency")),
        });
    };
    let directory = ctx.app.directory();
    let agency = match query.get("co-quan") {
        Some(code) => Some(directory.by_code(code).cloned().ok_or(Error::NotFound)?),
        None => None,
    };
    let known = Known {
        ctx: &ctx,
        groups: programme.groups()?,
        measures: store::measures(&ctx.app.store, programme.id, ctx.today()).await?,
        standings: names::standings(&ctx).await?,
    };
    let items = store::items(&ctx.app.store, programme.id).await?;
    let mut rows: Vec<ItemRow> =
        items.into_iter().filter(|r| wanted(&known, &query, agency.as_ref(), r)).collect();
    let listing = ui::Listing {
        ctx: &ctx,
        query: &query,
        path: "/chuong-trinh",
        id: "chuong-trinh",
        caption: title.clone(),
        heads: &HEADS,
        filters: filters(&ctx, &query, &programme.fields()?, agency.as_ref()),
        empty: Empty::new(ctx.t("programme-none-title"), ctx.t("programme-none"))
            .with_action("/chuong-trinh", ctx.t("programme-all")),
    };
    if let Some(kind) = ui::Listing::export_kind(&query) {
        sorted(&mut rows, &query, &SORTS);
        return listing.export(kind, &rows, |r| values(&known, r)).await;
    }
    let found = page_of(rows, &query, &SORTS, PAGE, |r| r.id);
    ui::html(&View {
        page: ui::page(&ctx, title),
        head: heading(&ctx, &programme)?,
        filter: agency.map(|a| ui::Inset { text: ctx.tn("programme-of-agency", &[("agency", a.name)]) }),
        table: Some(listing.table(&found, |r| row(&known, r))),
        empty: Empty::default(),
        by_agency: ui::Link::new("/chuong-trinh/co-quan", ctx.t("programme-by-agency")),
    })
}

fn wanted(known: &Known<'_>, query: &Query, agency: Option<&AgencyRef>, row: &ItemRow) -> bool {
    let item = &row.item;
    let typed = query.get("q").map(kernel::text::fold);
    let text = || kernel::text::fold(&format!("{} {} {} {}", item.id, item.title, item.title_en, item.text));
    query.get("linh-vuc").is_none_or(|f| item.field == f)
        && query.get("loai").is_none_or(|k| item.kind == k)
        && typed.is_none_or(|t| t.split(' ').all(|word| text().contains(word)))
        && agency.is_none_or(|a| {
            names::concerns(&known.groups, &item.lead, a)
                || names::concerns(&known.groups, &item.cooperate, a)
        })
}

fn filters(ctx: &Ctx, query: &Query, fields: &[Field], agency: Option<&AgencyRef>) -> Vec<Filter> {
    let choose = |name: &str, all: &str, options: Vec<(String, String)>| -> Vec<Choice> {
        let chosen = query.get(name).unwrap_or_default().to_owned();
        let first = Choice::new("", ctx.t(all), chosen.is_empty());
        let rest = options.into_iter().map(|(value, text)| {
            let selected = value == chosen;
            Choice::new(value, text, selected)
        });
        std::iter::once(first).chain(rest).collect()
    };
    let by_field = fields
        .iter()
        .map(|f| (f.code.clone(), format!("{} {}", f.code, ctx.locale.pick(&f.name, &f.name_en))));
    let by_kind = KINDS.iter().map(|k| ((*k).to_owned(), ctx.t(&format!("programme-kind-{k}"))));
    let directory = ctx.app.directory();
    let by_agency = directory
        .in_force(ctx.today())
        .filter(|a| {
            !matches!(a.kind.as_str(), "commune" | "division") || agency.is_some_and(|c| c.id == a.id)
        })
        .map(|a| (a.code.clone(), a.short_name.clone()));
    vec![
        Filter::text("q", ctx.t("programme-filter-q"), query.get("q").unwrap_or_default()),
        Filter::select(
            "linh-vuc",
            ctx.t("programme-field"),
            choose("linh-vuc", "programme-all-fields", by_field.collect()),
        ),
        Filter::select(
            "loai",
            ctx.t("programme-kind"),
            choose("loai", "programme-all-kinds", by_kind.collect()),
        ),
        Filter::select(
            "co-quan",
            ctx.t("programme-filter-agency"),
            choose("co-quan", "programme-all-agencies", by_agency.collect()),
        ),
    ]
}

fn row(known: &Known<'_>, row: &ItemRow) -> Row {
    let ctx = known.ctx;
    let title = format!("{} {}", row.item.id, ctx.locale.pick(&row.item.title, &row.item.title_en));
    let own = known.measures.iter().filter(|m| m.item == row.item.id);
    let lights: Vec<Cell> = own.map(|m| names::light(ctx, &known.standings, m).into()).collect();
    Row::new(vec![
        Cell::link(format!("/chuong-trinh/{}", row.slug), title),
        names::agencies(ctx, &known.groups, &row.item.lead).into(),
        names::due(ctx, &row.item).into(),
        if lights.is_empty() { Cell::Empty } else { Cell::Stack(lights) },
    ])
}

fn values(known: &Known<'_>, row: &ItemRow) -> Vec<Value> {
    let ctx = known.ctx;
    let own = known.measures.iter().filter(|m| m.item == row.item.id);
    let lights: Vec<String> = own
        .map(|m| {
            let name = ctx.locale.pick(&m.name, &m.name_en);
            format!("{name}: {}", names::light(ctx, &known.standings, m).word)
        })
        .collect();
    vec![
        Value::Text(format!("{} {}", row.item.id, ctx.locale.pick(&row.item.title, &row.item.title_en))),
        Value::Text(names::agencies(ctx, &known.groups, &row.item.lead)),
        Value::Text(names::due(ctx, &row.item)),
        Value::Text(lights.join("; ")),
    ]
}

/// The programme's name, its decision and its years.
fn heading(ctx: &Ctx, programme: &store::ProgrammeRow) -> Result<ui::Head> {
    let name = ctx.locale.pick(&programme.name, &programme.name_en).to_owned();
    let (from, to) = programme.runs()?;
    let signed = programme.signed_on.parse::<kernel::Day>().map(kernel::Day::vn).unwrap_or_default();
    let decision =
        [("number", programme.decision.clone()), ("signed", signed), ("issuer", programme.issuer.clone())];
    Ok(ui::Head {
        caption: ctx.tn("programme-decision", &decision),
        lead: ctx.tn("programme-runs", &[("from", from.vn()), ("to", to.vn())]),
        ..ui::Head::new(name)
    })
}
