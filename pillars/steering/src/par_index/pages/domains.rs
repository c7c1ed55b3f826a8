//! GET /chi-so-cchc/dot/{id}/linh-vuc: the agencies of a round beside each other, domain by domain: where each loses its points.

use super::super::acts::{self, Standing};
use super::super::rules::dec::Dec;
use super::super::rules::how::How;
use super::super::rules::total::DomainSum;
use super::super::rules::tree::{Domain, Tree};
use super::super::slice::VIEW;
use super::super::store::rounds::{self, RoundRow};
use super::super::words::Writer;
use super::{ListView, ROUNDS, SHEETS, tabs};
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::export::{Sheet, Value};
use platform::http::Query;
use ui::{Cell, Column, Empty, Head, Link, Listing, Row, Table};

/// The table, or its file.
pub(in super::super) async fn show(ctx: Ctx, Path(id): Path<i64>, query: Query) -> Result<Response> {
    let round = rounds::get(&ctx.app.store, id).await?;
    let tree = round.tree()?;
    let how = How::on(&ctx.app.profiles(), round.last_day()?)?;
    let scope = ctx.scope(VIEW);
    let mut all = acts::standings(&ctx.app.store, &round, &tree, &how).await?;
    // Before anything is verified there is nothing to compare.
    all.retain(|s| {
        let known = s.sheet.verified_at.is_some() || round.decided_on.is_some();
        known && scope.covers(s.sheet.agency_id)
    });
    all.sort_by_key(|s| (s.place, s.sheet.id));
    let title = ctx.t("par-index-by-domain");
    if let Some(kind) = Listing::export_kind(&query) {
        return sheet(&ctx, &round, &tree, &all).download(kind);
    }
    ui::html(&ListView {
        page: ui::page(&ctx, title.clone()).with_back(format!("{ROUNDS}/{id}"), round.name.clone()),
        head: Head {
            caption: round.name.clone(),
            lead: ctx.t("par-index-by-domain-lead"),
            ..Head::new(title)
        },
        tabs: tabs(&ctx, ROUNDS),
        table: table(&ctx, &round, &tree, &all),
    })
}

/// What an agency reached in a domain.
fn of<'a>(standing: &'a Standing, domain: &Domain) -> Option<&'a DomainSum> {
    standing.total.domains.iter().find(|sum| sum.code == domain.code)
}

/// Reached of possible; none of penalties, of which nothing is to be reached.
fn share(sum: &DomainSum) -> Option<Dec> {
    sum.share().filter(|_| sum.possible > Dec::ZERO)
}

fn table(ctx: &Ctx, round: &RoundRow, tree: &Tree, all: &[Standing]) -> Table {
    let writer = Writer::new(&ctx.locale);
    let directory = ctx.app.directory();
    let mut table = Table::new(&writer.words, "theo-linh-vuc", ctx.t("par-index-by-domain"));
    table.caption_hidden = true;
    table.columns = vec![Column::new("co-quan", ctx.t("par-index-head-agency"))];
    let heads = tree.domains.iter().map(|d| Column::numeric(format!("lv-{}", d.code), writer.domain(d)));
    table.columns.extend(heads);
    table.columns.push(Column::numeric("chi-so", ctx.t("par-index-head-index")));
    table.columns.push(Column::numeric("hang", ctx.t("par-index-head-place")));
    table.rows = all
        .iter()
        .map(|standing| {
            let agency = directory.short_name(standing.sheet.agency_id).to_owned();
            let mut cells = vec![Cell::link(format!("{SHEETS}/{}", standing.sheet.id), agency)];
            cells.extend(tree.domains.iter().map(|domain| match of(standing, domain) {
                None => Cell::Empty,
                Some(sum) => match share(sum) {
                    None => Cell::number(writer.dec(sum.points)),
                    Some(share) => Cell::Stack(vec![
                        Cell::number(format!("{} %", writer.dec(share))),
                        Cell::muted(format!("{} ÷ {}", writer.dec(sum.points), writer.dec(sum.possible))),
                    ]),
                },
            }));
            cells.push(Cell::number(writer.dec(standing.total.index)));
            cells.push(Cell::number(standing.place.to_string()));
            Row::new(cells)
        })
        .collect();
    table.empty = Empty::new(ctx.t("par-index-by-domain-none-title"), ctx.t("par-index-by-domain-none"));
    if !all.is_empty() {
        let path = format!("{ROUNDS}/{}/linh-vuc", round.id);
        table.exports = ["csv", "xlsx"]
            .into_iter()
            .map(|kind| Link::new(format!("{path}?dang={kind}"), kind.to_uppercase()))
            .collect();
    }
    table
}

fn sheet(ctx: &Ctx, round: &RoundRow, tree: &Tree, all: &[Standing]) -> Sheet {
    let writer = Writer::new(&ctx.locale);
    let directory = ctx.app.directory();
    let points = ctx.t("par-index-head-points");
    let mut heads = vec![ctx.t("par-index-head-agency")];
    for domain in &tree.domains {
        let name = writer.domain(domain);
        heads.extend([format!("{name}: {points}"), format!("{name}: %")]);
    }
    heads.extend(["par-index-head-index", "par-index-head-place"].map(|key| ctx.t(key)));
    let number = |dec: Option<Dec>| {
        dec.map_or_else(|| Value::Text(String::new()), |dec| Value::Number(dec.rounded(2).float()))
    };
    let row = |standing: &Standing| {
        let mut cells = vec![Value::Text(directory.name(standing.sheet.agency_id).to_owned())];
        for domain in &tree.domains {
            let sum = of(standing, domain);
            cells.extend([number(sum.map(|s| s.points)), number(sum.and_then(share))]);
        }
        cells.push(number(Some(standing.total.index)));
        cells.push(Value::Number(standing.place as f64));
        cells
    };
    Sheet {
        name: format!("chi-so-cchc-theo-linh-vuc-{}", round.id),
        title: round.name.clone(),
        heads,
        rows: all.iter().map(row).collect(),
    }
}
