//! GET /ngan-sach-cchc/du-toan/{id}/thay-doi: what was changed on the way: every change with before, after, who and why, and the
//! net of each line.

use super::super::deeds;
use super::super::rules::{Difference, by_line};
use super::super::store::lines::{self, Line};
use super::super::store::way::{self, ChangeRow};
use super::super::words::{self, sum};
use super::{ListView, budget_path, line_path, tabs};
use axum::extract::Path;
use axum::response::Response;
use kernel::{Dong, Moment};
use platform::Ctx;
use platform::error::Result;
use platform::export::{Kind, Sheet, Value};
use platform::http::Query;
use ui::{Cell, Column, Empty, Head, Link, Row, Table};

/// Shows the changes, or hands them over as a file.
pub async fn show(ctx: Ctx, Path(id): Path<i64>, query: Query) -> Result<Response> {
    let budget = deeds::read(&ctx, id).await?;
    let written = lines::with_dropped(&ctx.app.store, id).await?;
    let changes = way::changes(&ctx.app.store, id).await?;
    let title = ctx.t("budgets-changes-title");
    if let Some(kind) = query.get("dang").and_then(Kind::from_code) {
        return file(&ctx, (&title, id), &written, &changes).download(kind);
    }
    let nets = by_line(&changes.iter().map(ChangeRow::moved).collect::<Vec<_>>());
    let here = budget_path(id);
    let caption = words::title(&ctx, &budget);
    ui::html(&ListView {
        page: ui::page(&ctx, title.clone()).with_back(here.clone(), caption.clone()),
        head: Head { caption, lead: ctx.t("budgets-changes-lead"), ..Head::new(title) },
        tabs: tabs(&ctx, ""),
        notes: Vec::new(),
        charts: Vec::new(),
        tables: vec![net_table(&ctx, &written, &nets), all_table(&ctx, (&written, &changes), &here)],
    })
}

fn name(written: &[Line], line: i64) -> String {
    written.iter().find(|l| l.id == line).map(|l| l.name.clone()).unwrap_or_default()
}

/// More or less, with its sign.
fn signed(amount: Dong) -> Cell {
    let sign = if amount > Dong::ZERO { "+" } else { "" };
    Cell::number(format!("{sign}{}", kernel::vi_integer(amount.0)))
}

fn net_table(ctx: &Ctx, written: &[Line], nets: &[Difference]) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "chenh-lech", ctx.t("budgets-net"));
    table.columns = vec![
        Column::new("dong", ctx.t("budgets-head-content")),
        Column::numeric("dau", ctx.t("budgets-head-first")),
        Column::numeric("cuoi", ctx.t("budgets-head-last")),
        Column::numeric("chenh", ctx.t("budgets-head-net")),
        Column::numeric("lan", ctx.t("budgets-head-times")),
    ];
    table.rows = nets
        .iter()
        .map(|net| {
            Row::new(vec![
                Cell::link(line_path(net.line), name(written, net.line)),
                sum(net.first.0),
                sum(net.last.0),
                signed(net.net()),
                Cell::number(net.count.to_string()),
            ])
        })
        .collect();
    if !nets.is_empty() {
        let all = |of: fn(&Difference) -> Dong| nets.iter().map(of).sum::<Dong>();
        table.rows.push(Row::new(vec![
            Cell::text(ctx.t("budgets-total")),
            sum(all(|n| n.first).0),
            sum(all(|n| n.last).0),
            signed(all(Difference::net)),
            Cell::number(nets.iter().map(|n| n.count).sum::<usize>().to_string()),
        ]));
    }
    table.empty = Empty::new(ctx.t("budgets-changes-empty"), ctx.t("budgets-changes-empty-text"));
    table
}

fn all_table(ctx: &Ctx, (written, changes): (&[Line], &[ChangeRow]), here: &str) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "cac-thay-doi", ctx.t("budgets-all-changes"));
    table.columns = vec![
        Column::new("dong", ctx.t("budgets-head-content")),
        Column::new("buoc", ctx.t("budgets-head-step")),
        Column::numeric("truoc", ctx.t("budgets-head-before")),
        Column::numeric("sau", ctx.t("budgets-head-after")),
        Column::new("ly-do", ctx.t("budgets-head-reason")),
        Column::new("nguoi", ctx.t("budgets-head-by")),
    ];
    table.exports = [Kind::Csv, Kind::Xlsx]
        .map(|k| Link::new(format!("{here}/thay-doi?dang={}", k.code()), k.code().to_uppercase()))
        .into();
    table.rows = changes
        .iter()
        .map(|c| {
            let args = [("round", c.round.to_string()), ("step", words::step(ctx, &c.step))];
            let by = ctx.app.directory().short_name(c.agency_id).to_owned();
            Row::new(vec![
                Cell::link(line_path(c.line_id), name(written, c.line_id)),
                Cell::text(ctx.tn("budgets-step-of", &args)),
                sum(c.amount_before),
                sum(c.amount_after),
                Cell::written(&c.reason),
                Cell::Stack(vec![
                    Cell::text(format!("{} ({by})", c.author_name)),
                    Cell::muted(Moment::from_micros(c.at).vn()),
                ]),
            ])
        })
        .collect();
    table.empty = Empty::new(ctx.t("budgets-changes-empty"), ctx.t("budgets-changes-empty-text"));
    table
}

fn file(ctx: &Ctx, (title, id): (&str, i64), written: &[Line], changes: &[ChangeRow]) -> Sheet {
    let heads = [
        "budgets-head-content",
        "budgets-head-step",
        "budgets-head-before",
        "budgets-head-after",
        "budgets-head-reason",
        "budgets-head-by",
        "budgets-head-at",
    ];
    let row = |c: &ChangeRow| {
        let args = [("round", c.round.to_string()), ("step", words::step(ctx, &c.step))];
        vec![
            Value::Text(name(written, c.line_id)),
            Value::Text(ctx.tn("budgets-step-of", &args)),
            Value::Number(c.amount_before as f64),
            Value::Number(c.amount_after as f64),
            Value::Text(c.reason.clone()),
            Value::Text(format!("{} ({})", c.author_name, ctx.app.directory().short_name(c.agency_id))),
            Value::moment(Some(c.at)),
        ]
    };
    Sheet {
        name: format!("thay-doi-du-toan-{id}"),
        title: title.to_owned(),
        heads: heads.map(|key| ctx.t(key)).into(),
        rows: changes.iter().map(row).collect(),
    }
}
