//! GET /bao-cao-phi/quy: what each agency took, gave back and hands over in a quarter (Decree 61/2018/NĐ-CP, article 12.9);
//! …/in: the same on paper, with its sum and the signatures.

use super::parts::{self, Desk};
use super::reports::{label, periods};
use crate::fees::slice::VIEW;
use crate::fees::{forms, store};
use axum::response::Response;
use kernel::Period;
use platform::Ctx;
use platform::error::{Error, Result};
use platform::export::{Kind, Sheet, Value};
use platform::http::Query;
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;
use ui::{Action, ActionKind, Cell, Column, Empty, Head, Link, Row, Table};

const PATH: &str = "/bao-cao-phi/quy";

/// An agency's quarter, đồng.
#[derive(Debug, Clone, Default)]
struct Quarter {
    cash: i64,
    online: i64,
    paper: i64,
    refunded: i64,
    fee: i64,
    charge: i64,
    postage: i64,
}

impl Quarter {
    fn taken(&self) -> i64 {
        self.cash + self.online + self.paper
    }

    fn net(&self) -> i64 {
        self.taken() - self.refunded
    }

    fn add(&mut self, other: &Quarter) {
        self.cash += other.cash;
        self.online += other.online;
        self.paper += other.paper;
        self.refunded += other.refunded;
        self.fee += other.fee;
        self.charge += other.charge;
        self.postage += other.postage;
    }

    fn figures(&self) -> [i64; 9] {
        [
            self.fee,
            self.charge,
            self.postage,
            self.cash,
            self.online,
            self.paper,
            self.taken(),
            self.refunded,
            self.net(),
        ]
    }
}

const HEADS: [&str; 10] =
    ["agency", "fee", "charge", "postage", "cash", "online", "paper", "taken", "refunded", "net"];

/// The time asked for, else the quarter that runs.
fn asked(ctx: &Ctx, query: &Query) -> Period {
    let chosen = query.get("ky").and_then(|p| p.parse::<Period>().ok());
    chosen.unwrap_or_else(|| Period::quarter_of(ctx.today()))
}

/// The settlement of a quarter.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let period = asked(&ctx, &query);
    let agencies = sums(&ctx, period).await?;
    let heads: Vec<String> = HEADS.map(|h| ctx.t(&format!("fees-quarter-{h}"))).into();
    let title = ctx.t("fees-quarter-title");
    let directory = ctx.app.directory();
    if let Some(kind) = query.get("dang").and_then(Kind::from_code) {
        let rows = agencies.iter().map(|(id, q)| {
            let name = Value::Text(directory.name(*id).to_owned());
            std::iter::once(name).chain(q.figures().map(parts::number)).collect()
        });
        let name = format!("quyet-toan-phi-{}", period.code());
        return Sheet { name, title, heads, rows: rows.collect() }.download(kind);
    }
    let mut table =
        Table::new(&ui::words(&ctx.locale), "quyet-toan", format!("{title} – {}", label(&ctx, period)));
    table.action = PATH.to_owned();
    let column = |(at, head): (usize, String)| {
        let key = HEADS.get(at).copied().unwrap_or_default();
        if at == 0 { Column::new(key, head) } else { Column::numeric(key, head) }
    };
    table.columns = heads.into_iter().enumerate().map(column).collect();
    let row = |(id, q): (&i64, &Quarter)| {
        let (from, to) = (period.first(), period.last());
        let href = format!("/giao-dich?don-vi={id}&tu={from}&den={to}&con=co");
        let name = Cell::link(href, directory.short_name(*id));
        Row::new(
            std::iter::once(name).chain(q.figures().map(|n| Cell::number(parts::dong(&ctx, n)))).collect(),
        )
    };
    table.rows = agencies.iter().map(row).collect();
    table.filters = vec![periods(&ctx, period, true)];
    table.exports = ["csv", "xlsx"]
        .map(|kind| Link::new(format!("{PATH}?ky={}&dang={kind}", period.code()), kind.to_uppercase()))
        .into();
    table.empty = Empty::new(ctx.t("fees-reports-empty"), ctx.t("fees-reports-empty-text"));
    let mut head = Head { lead: ctx.t("fees-quarter-lead"), ..Head::new(title.clone()) };
    if !agencies.is_empty() {
        let paper = format!("{PATH}/in?ky={}", period.code());
        head.actions.push(Action::link(paper, ctx.t("fees-quarter-print"), ActionKind::Quiet));
    }
    ui::html(&Desk {
        page: ui::page(&ctx, title),
        head,
        tabs: parts::tabs(&ctx, PATH),
        sections: vec![parts::bare(ui::markup(&table))],
    })
}

/// The same on paper, under the head of the viewer's agency.
pub async fn print(ctx: Ctx, query: Query) -> Result<Response> {
    let period = asked(&ctx, &query);
    let agencies = sums(&ctx, period).await?;
    let directory = ctx.app.directory();
    let today = ctx.today();
    let own =
        ctx.viewer()?.agency_id.or_else(|| directory.root(today).map(|a| a.id)).ok_or(Error::NotFound)?;
    let mut total = Quarter::default();
    agencies.values().for_each(|quarter| total.add(quarter));
    let line = |quarter: &Quarter| {
        let figures = HEADS.iter().skip(1).zip(quarter.figures());
        Map::from_iter(figures.map(|(key, sum)| ((*key).to_owned(), json!(sum))))
    };
    let rows: Vec<Map<String, Json>> = agencies
        .iter()
        .map(|(id, quarter)| {
            let mut row = line(quarter);
            row.insert("agency".to_owned(), json!(directory.name(*id)));
            row
        })
        .collect();
    let inputs = Map::from_iter([
        ("head".to_owned(), papers::head(&ctx.app, own, "", today)),
        ("period".to_owned(), json!(period.label_vi())),
        ("rows".to_owned(), json!(rows)),
        ("total".to_owned(), Json::Object(line(&total))),
        ("made".to_owned(), json!(today.vn())),
        ("open".to_owned(), json!(period.last() >= today)),
    ]);
    let content = papers::print(&ctx, forms::QUARTER, inputs, Vec::new()).await?;
    Ok(ui::pdf(&format!("quyet-toan-phi-{}", period.code()), content))
}

async fn sums(ctx: &Ctx, period: Period) -> Result<BTreeMap<i64, Quarter>> {
    let scope = ctx.scope(VIEW);
    let mut agencies: BTreeMap<i64, Quarter> = BTreeMap::new();
    for (agency, way, amount) in store::ways(&ctx.app.store, period, &scope).await? {
        let quarter = agencies.entry(agency).or_default();
        match way.as_str() {
            "cash" => quarter.cash += amount,
            "online" => quarter.online += amount,
            "refund" => quarter.refunded += amount,
            _ => quarter.paper += amount,
        }
    }
    for total in store::totals(&ctx.app.store, "co-quan", period, &scope).await? {
        let Ok(agency) = total.code.parse::<i64>() else { continue };
        let quarter = agencies.entry(agency).or_default();
        (quarter.fee, quarter.charge, quarter.postage) = (total.fee, total.charge, total.postage);
    }
    Ok(agencies)
}
