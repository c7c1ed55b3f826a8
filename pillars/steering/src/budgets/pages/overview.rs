//! GET /ngan-sach-cchc/tong-hop: the city's money for the reform in a year: by field and item of the programme, tier, source and
//! agency; every sum leads to its lines.

use super::super::rules::{Amounts, by, total};
use super::super::slice::VIEW;
use super::super::store::budgets;
use super::super::store::lines::{self, Line};
use super::super::words::{self, Names};
use super::{ListView, agency_filter, tabs, tiers, totals, year, year_choices};
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::{Kind, Sheet, Value};
use platform::http::Query;
use ui::{Bar, BarChart, Cell, Column, Empty, Filter, Head, Link, Table, platform_url};

const LIST: &str = "/ngan-sach-cchc/tong-hop";

/// Ways in which the lines are grouped: the parameter of the list of lines, and the heading.
const GROUPS: [(&str, &str, &str); 5] = [
    ("linh-vuc", "budgets-by-field", "budgets-head-field"),
    ("muc", "budgets-by-programme-item", "budgets-head-programme-item"),
    ("cap", "budgets-by-tier", "budgets-head-tier"),
    ("nguon", "budgets-by-source", "budgets-head-source"),
    ("co-quan", "budgets-by-agency", "budgets-head-agency"),
];

/// The value of a line in a way of grouping, as the list of lines is asked for it.
fn key(ctx: &Ctx, group: &str, line: &Line) -> String {
    let bare = |text: &str| if text.is_empty() { "-".to_owned() } else { text.to_owned() };
    match group {
        "linh-vuc" => bare(&line.field),
        "muc" => bare(&line.programme_item),
        "cap" => line.tier.clone(),
        "nguon" => line.source.clone(),
        _ => ctx.app.directory().get(line.agency_id).map(|a| a.code.clone()).unwrap_or_default(),
    }
}

/// The same in words.
fn word(ctx: &Ctx, names: &Names, group: &str, value: &str) -> String {
    match (group, value) {
        ("linh-vuc", "-") => ctx.t("budgets-outside"),
        ("muc", "-") => ctx.t("budgets-no-programme-item"),
        ("linh-vuc", code) => names.field(code),
        ("muc", code) => names.item(ctx, code),
        ("cap", code) => words::tier(ctx, code),
        ("nguon", code) => words::source(ctx, code),
        (_, code) => {
            let directory = ctx.app.directory();
            directory.by_code(code).map_or_else(|| code.to_owned(), |a| a.short_name.clone())
        }
    }
}

/// The lines of a year that the viewer may see, of an agency where one is asked for.
async fn visible(ctx: &Ctx, query: &Query, year: i32) -> Result<Vec<Line>> {
    let mut list = lines::list();
    budgets::within(&mut list, &ctx.scope(VIEW));
    list.and("b.year = ?", [i64::from(year).into()]);
    if let Some(agency) = super::agency_asked(ctx, query, "co-quan") {
        list.and("b.agency_id = ?", [agency.into()]);
    }
    if let Some(tier) = query.get("cap") {
        list.and("b.tier = ?", [tier.into()]);
    }
    list.all::<Line>(&ctx.app.store, query).await
}

/// Sums of a year by one way of grouping, with the whole: for the page and for the programming interface.
pub async fn sums(ctx: &Ctx, query: &Query, group: &str) -> Result<(Vec<(String, Amounts)>, Amounts)> {
    let lines = visible(ctx, query, year(ctx, query)).await?;
    let groups = by(lines.iter().map(|l| (key(ctx, group, l), l.amounts())));
    Ok((groups.into_iter().collect(), total(lines.iter().map(Line::amounts))))
}

/// Shows the sums, or hands them over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let year = year(&ctx, &query);
    let lines = visible(&ctx, &query, year).await?;
    let names = Names::read(&ctx).await?;
    let whole = total(lines.iter().map(Line::amounts));
    let title = ctx.tn("budgets-overview-title", &[("year", year.to_string())]);
    if let Some(kind) = query.get("dang").and_then(Kind::from_code) {
        return file(&ctx, &names, &title, (&lines, year)).download(kind);
    }
    let mut tables: Vec<Table> =
        GROUPS.iter().map(|group| table(&ctx, &names, *group, (&lines, year))).collect();
    if let Some(first) = tables.first_mut() {
        first.action = LIST.to_owned();
        first.filters = filters(&ctx, &query, year)?;
        first.exports = [Kind::Csv, Kind::Xlsx].map(|k| export(&query, year, k)).into();
    }
    let args = [
        ("amount", words::dong(&ctx, whole.amount.0)),
        ("allocated", words::dong(&ctx, whole.allocated.0)),
        ("spent", words::dong(&ctx, whole.spent.0)),
        ("count", lines.len().to_string()),
    ];
    ui::html(&ListView {
        page: ui::page(&ctx, title.clone()),
        head: Head { lead: ctx.tn("budgets-overview-lead", &args), ..Head::new(title) },
        tabs: tabs(&ctx, LIST),
        notes: vec![ctx.t("budgets-overview-note")],
        charts: chart(&ctx, &names, (&lines, year)),
        tables,
    })
}

fn export(query: &Query, year: i32, kind: Kind) -> Link {
    let mut href = format!("{LIST}?dang={}&nam={year}", kind.code());
    for name in ["co-quan", "cap"] {
        if let Some(value) = query.get(name) {
            href.push_str(&format!("&{name}={}", platform_url(value)));
        }
    }
    Link::new(href, kind.code().to_uppercase())
}

fn filters(ctx: &Ctx, query: &Query, year: i32) -> Result<Vec<Filter>> {
    Ok(vec![
        Filter::select("nam", ctx.t("budgets-head-year"), year_choices(ctx, year)),
        super::one_of(ctx, query, ("cap", "budgets-head-tier"), tiers(ctx)),
        agency_filter(ctx, query)?,
    ])
}

/// Where the lines of a group are listed.
fn lines_href(group: &str, value: &str, year: i32) -> String {
    format!("/ngan-sach-cchc/dong?nam={year}&{group}={}", platform_url(value))
}

fn table(
    ctx: &Ctx,
    names: &Names,
    (group, caption, head): (&str, &str, &str),
    (lines, year): (&[Line], i32),
) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), format!("theo-{group}"), ctx.t(caption));
    table.columns = vec![
        Column::new("nhom", ctx.t(head)),
        Column::numeric("de-nghi", ctx.t("budgets-head-proposed")),
        Column::numeric("du-toan", ctx.t("budgets-head-amount")),
        Column::numeric("giao", ctx.t("budgets-head-allocated")),
        Column::numeric("chi", ctx.t("budgets-head-spent")),
        Column::numeric("ty-le", ctx.t("budgets-head-executed")),
    ];
    let groups = by(lines.iter().map(|l| (key(ctx, group, l), l.amounts())));
    let row = |(value, amounts): (String, Amounts)| {
        let name = Cell::link(lines_href(group, &value, year), word(ctx, names, group, &value));
        totals::row(ctx, name, amounts)
    };
    table.rows = groups.into_iter().map(row).collect();
    if !lines.is_empty() {
        let all = Cell::link(format!("/ngan-sach-cchc/dong?nam={year}"), ctx.t("budgets-total"));
        table.rows.push(totals::row(ctx, all, total(lines.iter().map(Line::amounts))));
    }
    table.empty = Empty::new(ctx.t("budgets-lines-empty"), ctx.t("budgets-overview-empty-text"));
    table
}

/// Allocated money by field, in millions; none where nothing is allocated.
fn chart(ctx: &Ctx, names: &Names, (lines, year): (&[Line], i32)) -> Vec<ui::Markup> {
    let groups = by(lines.iter().map(|l| (key(ctx, "linh-vuc", l), l.amounts())));
    let bars: Vec<Bar> = groups
        .iter()
        .filter(|(_, amounts)| amounts.allocated.0 > 0)
        .map(|(value, amounts)| Bar {
            label: word(ctx, names, "linh-vuc", value).chars().take(90).collect(),
            value: amounts.allocated.0 as f64 / 1_000_000.0,
            count: None,
            href: Some(lines_href("linh-vuc", value, year)),
            marked: false,
        })
        .collect();
    if bars.is_empty() {
        return Vec::new();
    }
    let chart = BarChart {
        id: "giao-theo-linh-vuc".to_owned(),
        title: ctx.t("budgets-chart-title"),
        desc: ctx.tn("budgets-chart-desc", &[("year", year.to_string())]),
        bars,
        target: None,
        unit: ctx.t("budgets-chart-unit"),
        decimals: 0,
        max: None,
        width: 720,
    };
    vec![chart.render(&ui::words(&ctx.locale))]
}

fn file(ctx: &Ctx, names: &Names, title: &str, (lines, year): (&[Line], i32)) -> Sheet {
    let heads = [
        "budgets-head-group",
        "budgets-head-name",
        "budgets-head-proposed",
        "budgets-head-amount",
        "budgets-head-allocated",
        "budgets-head-spent",
    ];
    let mut rows = Vec::new();
    for (group, caption, _) in GROUPS {
        for (value, amounts) in by(lines.iter().map(|l| (key(ctx, group, l), l.amounts()))) {
            let number = |amount: kernel::Dong| Value::Number(amount.0 as f64);
            rows.push(vec![
                Value::Text(ctx.t(caption)),
                Value::Text(word(ctx, names, group, &value)),
                number(amounts.proposed),
                number(amounts.amount),
                number(amounts.allocated),
                number(amounts.spent),
            ]);
        }
    }
    Sheet {
        name: format!("ngan-sach-cchc-{year}"),
        title: title.to_owned(),
        heads: heads.map(|k| ctx.t(k)).into(),
        rows,
    }
}
