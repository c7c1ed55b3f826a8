//! GET /kiem-tra-cchc/tong-quan: for Home Affairs: by inspecting agency, how many of its units were inspected in a year, and what
//! became of the findings due in it.

use super::super::figures;
use super::super::rules::{self, FindingState, Standing};
use super::super::slice::VIEW;
use super::super::store::findings::{self, Finding};
use super::super::store::inspections;
use super::super::store::plans::{self, Plan};
use super::{ListView, PATH, plan_path, tabs, year, year_choices};
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::Value;
use platform::http::Query;
use platform::list::{ComputedSort, page_of, sortable};
use std::collections::{BTreeMap, BTreeSet};
use ui::{Cell, Empty, Filter, Head, ListHead, Listing, Row};

const LIST: &str = "/kiem-tra-cchc/tong-quan";
/// Agencies on one page.
const SIZE: usize = 50;

const HEADS: [ListHead; 7] = [
    ListHead::sorting("co-quan", "inspections-head-agency"),
    ListHead::new("muc-tieu", "inspections-head-wanted"),
    ListHead { key: "ty-le", label: "inspections-head-inspected-share", sort: Some("ty-le"), numeric: true },
    ListHead::figure("chua", "inspections-head-open"),
    ListHead { key: "qua-han", label: "inspections-head-overdue", sort: Some("qua-han"), numeric: true },
    ListHead { key: "xu-ly", label: "inspections-head-handled-share", sort: Some("xu-ly"), numeric: true },
    ListHead::figure("ton-tai", "inspections-head-findings"),
];

struct Line {
    agency: i64,
    name: String,
    plan: Option<Plan>,
    pool: usize,
    inspected: usize,
    all: usize,
    open: usize,
    overdue: usize,
    handled: usize,
}

impl Line {
    fn share(&self) -> Option<f64> {
        percent(self.inspected, self.pool)
    }

    fn handled_share(&self) -> Option<f64> {
        percent(self.handled, self.all)
    }

    fn wanted(&self) -> Option<usize> {
        self.plan.as_ref().map(|p| rules::wanted(self.pool, p.share))
    }
}

fn percent(part: usize, of: usize) -> Option<f64> {
    (of > 0).then(|| part as f64 * 100.0 / of as f64)
}

/// Shows the agencies, or hands them over as a file.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let year = i64::from(year(&ctx, &query));
    let lines = lines(&ctx, year).await?;
    let title = ctx.tn("inspections-overview-title", &[("year", year.to_string())]);
    let chosen = year.to_string();
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: LIST,
        id: "tong-quan-kiem-tra",
        caption: title.clone(),
        heads: &HEADS,
        filters: vec![Filter::select("nam", ctx.t("inspections-head-year"), year_choices(&ctx, &chosen))],
        empty: Empty::new(ctx.t("inspections-overview-empty"), ctx.t("inspections-overview-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.export(kind, &lines, values).await;
    }
    let sorts = [
        ComputedSort { name: "co-quan", key: |l: &Line| kernel::text::fold(&l.name) },
        ComputedSort { name: "ty-le", key: |l: &Line| sortable(l.share()) },
        ComputedSort { name: "qua-han", key: |l: &Line| sortable(Some(l.overdue as f64)) },
        ComputedSort { name: "xu-ly", key: |l: &Line| sortable(l.handled_share()) },
    ];
    let lead = lead(&ctx, &lines);
    let found = page_of(lines, &query, &sorts, SIZE, |l| l.agency);
    let mut table = listing.table(&found, |line| row(&ctx, line, year));
    table.caption_hidden = true;
    let head = Head { lead, ..Head::new(title.clone()) };
    ui::html(&ListView { page: ui::page(&ctx, title), head, tabs: tabs(&ctx, LIST), table })
}

fn lead(ctx: &Ctx, lines: &[Line]) -> String {
    let sum = |of: fn(&Line) -> usize| lines.iter().map(of).sum::<usize>().to_string();
    let args = [
        ("inspected", sum(|l| l.inspected)),
        ("pool", sum(|l| l.pool)),
        ("handled", sum(|l| l.handled)),
        ("all", sum(|l| l.all)),
        ("overdue", sum(|l| l.overdue)),
    ];
    ctx.tn("inspections-overview-lead", &args)
}

async fn lines(ctx: &Ctx, year: i64) -> Result<Vec<Line>> {
    let store = &ctx.app.store;
    let (scope, today) = (ctx.scope(VIEW), ctx.today());
    let mut by_agency: BTreeMap<i64, Vec<Finding>> = BTreeMap::new();
    for finding in findings::of_year(store, year).await? {
        let counts = finding.state()? != FindingState::Carried && scope.covers(finding.agency_id);
        if counts && inspections::get(store, finding.inspection_id).await?.minuted_on.is_some() {
            by_agency.entry(finding.agency_id).or_default().push(finding);
        }
    }
    let mut plans: BTreeMap<i64, Plan> = plans::of_year(store, year)
        .await?
        .into_iter()
        .filter(|p| p.in_force > 0 && scope.covers(p.agency_id))
        .map(|p| (p.agency_id, p))
        .collect();
    let agencies: BTreeSet<i64> = plans.keys().chain(by_agency.keys()).copied().collect();
    let mut lines = Vec::new();
    for agency in agencies {
        let plan = plans.remove(&agency);
        let pool = match &plan {
            Some(plan) => plans::pool(store, plan.id).await?,
            None => Vec::new(),
        };
        let found = by_agency.remove(&agency).unwrap_or_default();
        let mut line = Line {
            agency,
            name: ctx.app.directory().name(agency).to_owned(),
            inspected: pool.iter().filter(|p| p.inspected_on.is_some()).count(),
            pool: pool.len(),
            plan,
            all: found.len(),
            open: 0,
            overdue: 0,
            handled: 0,
        };
        for finding in &found {
            match finding.standing(today)? {
                Standing::Overdue => {
                    line.open += 1;
                    line.overdue += 1;
                }
                Standing::Open | Standing::Reported => line.open += 1,
                Standing::Closed | Standing::ClosedLate => line.handled += 1,
                Standing::Carried => {}
            }
        }
        lines.push(line);
    }
    lines.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.agency.cmp(&b.agency)));
    Ok(lines)
}

fn row(ctx: &Ctx, line: &Line, year: i64) -> Row {
    let code = ui::platform_url(&figures::code(&ctx.app, line.agency));
    let list = |standing: &str| format!("{PATH}/ton-tai?nam={year}&co-quan={code}&tinh-trang={standing}");
    let count = |standing: &str, n: usize| {
        if n == 0 { Cell::number("0") } else { Cell::link(list(standing), n.to_string()) }
    };
    let percent = |share: Option<f64>| share.map(|s| ctx.locale.digits().percent(s)).unwrap_or_default();
    let (name, inspected) = match &line.plan {
        Some(plan) => {
            let args = [
                ("share", percent(line.share())),
                ("inspected", line.inspected.to_string()),
                ("pool", line.pool.to_string()),
            ];
            (
                Cell::link(plan_path(plan.id), line.name.clone()),
                Cell::link(format!("{}#pham-vi", plan_path(plan.id)), ctx.tn("inspections-share-of", &args)),
            )
        }
        None => (Cell::text(line.name.clone()), Cell::muted(ctx.t("inspections-no-plan"))),
    };
    let wanted = line.wanted().map(|n| ctx.tn("inspections-units", &[("count", n.to_string())]));
    Row::new(vec![
        name,
        Cell::from(wanted.unwrap_or_default()),
        inspected,
        count("not-handled", line.open),
        count("overdue", line.overdue),
        Cell::number(percent(line.handled_share())),
        count("", line.all),
    ])
}

fn values(line: &Line) -> Vec<Value> {
    let number = |value: Option<f64>| value.map_or_else(|| Value::Text(String::new()), Value::Number);
    vec![
        Value::Text(line.name.clone()),
        number(line.wanted().map(|n| n as f64)),
        number(line.share()),
        Value::Number(line.open as f64),
        Value::Number(line.overdue as f64),
        number(line.handled_share()),
        Value::Number(line.all as f64),
    ]
}
