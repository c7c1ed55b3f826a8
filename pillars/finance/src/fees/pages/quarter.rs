//! GET /bao-cao-phi/quy: what each agency took, gave back and hands over in a quarter (Decree 61/2018/NĐ-CP, article 12.9).

use super::parts::{self, Desk};
use super::reports::{label, periods};
use crate::fees::slice::VIEW;
use crate::fees::store;
use axum::response::Response;
use kernel::Period;
use platform::Ctx;
use platform::error::Result;
use platform::export::{Kind, Sheet, Value};
use platform::http::Query;
use std::collections::BTreeMap;
use ui::{Cell, Column, Empty, Head, Link, Row, Table};

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

/// The settlement of a quarter.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    let chosen = query.get("ky").and_then(|p| p.parse::<Period>().ok());
    let period = chosen.unwrap_or_else(|| Period::quarter_of(ctx.today()));
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
    ui::html(&Desk {
        page: ui::page(&ctx, title.clone()),
        head: Head { lead: ctx.t("fees-quarter-lead"), ..Head::new(title) },
        tabs: parts::tabs(&ctx, PATH),
        sections: vec![parts::bare(ui::markup(&table))],
    })
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
