//! GET /chi-so-cchc/ket-qua/{id}: a published result, domain by domain, beside the agency's own score and the years before.

use super::super::rules::dec::Dec;
use super::super::rules::how::How;
use super::super::rules::state::State;
use super::super::rules::total::Total;
use super::super::rules::tree::Tree;
use super::super::store::sheets::SheetRow;
use super::super::store::{rounds, sheets};
use super::super::words::Writer;
use super::{ROOT, index};
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, Result};
use ui::{Cell, Column, Head, Page, Row, SummaryList, Table};

#[derive(askama::Template)]
#[template(path = "par_index/pages/result.html")]
struct View {
    page: Page,
    head: Head,
    facts: SummaryList,
    domains: Table,
    years: Table,
}

/// The result; one not published exists for nobody here.
pub(in super::super) async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let sheet = sheets::get(&ctx.app.store, id).await?;
    if sheet.at() != State::Published {
        return Err(Error::NotFound);
    }
    let round = rounds::get(&ctx.app.store, sheet.round_id).await?;
    let tree = round.tree()?;
    let how = How::on(&ctx.app.profiles(), round.last_day()?)?;
    let total = sheet.decided_total()?.unwrap_or_default();
    let years = sheets::published_of(&ctx.app.store, sheet.agency_id).await?;
    let writer = Writer::new(&ctx.locale);
    let directory = ctx.app.directory();
    let title = ctx.tn(
        "par-index-result-title",
        &[("agency", directory.name(sheet.agency_id).to_owned()), ("year", sheet.year.to_string())],
    );
    let place = sheet.place.map(|p| p.to_string()).unwrap_or_default();
    let decided = ctx.tn(
        "par-index-decided-by",
        &[
            ("decision", round.decision.clone()),
            ("day", round.decided_on.as_deref().map(ui::vn_day).unwrap_or_default()),
        ],
    );
    let own = match sheet.verified_at {
        Some(_) => Cell::number(index(&writer, sheet.own_index)),
        None => Cell::text(ctx.t("par-index-not-handed-in")),
    };
    let facts = SummaryList::new(&writer.words)
        .row(ctx.t("par-index-head-final"), Cell::number(index(&writer, sheet.final_index)))
        .row(ctx.t("par-index-head-sum"), sum(&ctx, &total))
        .row(ctx.t("par-index-head-own"), own)
        .row(ctx.t("par-index-head-place"), Cell::number(place))
        .row(ctx.t("par-index-head-class"), writer.class(&how.classes, &sheet.class))
        .row(ctx.t("par-index-head-decision"), decided)
        .row(ctx.t("par-index-head-tree"), tree.name.clone());
    ui::html(&View {
        page: ui::page(&ctx, title.clone())
            .with_crumb(format!("{ROOT}?nam={}&cap={}", sheet.year, sheet.level), ctx.t("par-index-title")),
        head: Head { caption: round.name.clone(), ..Head::new(title) },
        facts,
        domains: domains(&ctx, &tree, &total, None),
        years: years_table(&ctx, &years),
    })
}

/// How the index comes about: points ÷ possible × 100.
pub(super) fn sum(ctx: &Ctx, total: &Total) -> String {
    sum_in(&Writer::new(&ctx.locale), total)
}

/// The same in a writer's language.
pub(super) fn sum_in(writer: &Writer<'_>, total: &Total) -> String {
    format!(
        "{} ÷ {} × 100 = {}",
        writer.dec(total.points),
        writer.dec(total.possible),
        writer.dec(total.index)
    )
}

/// The domains with points, possible and share; beside them those of another year, where there are any.
pub(super) fn domains(ctx: &Ctx, tree: &Tree, total: &Total, before: Option<&Total>) -> Table {
    let writer = Writer::new(&ctx.locale);
    let mut table = Table::new(&writer.words, "linh-vuc", ctx.t("par-index-domains-caption"));
    table.columns = vec![
        Column::new("ten", ctx.t("par-index-head-domain")),
        Column::numeric("diem", ctx.t("par-index-head-points")),
        Column::numeric("toi-da", ctx.t("par-index-head-possible")),
        Column::numeric("ty-le", ctx.t("par-index-head-share")),
    ];
    if before.is_some() {
        table.columns.push(Column::numeric("nam-truoc", ctx.t("par-index-head-before")));
    }
    table.rows = total
        .domains
        .iter()
        .map(|sum| {
            let domain = tree.domains.iter().find(|d| d.code == sum.code);
            let share = sum.share().filter(|_| sum.possible > Dec::ZERO);
            let mut cells = vec![
                Cell::text(domain.map_or_else(|| sum.code.clone(), |d| writer.domain(d))),
                Cell::number(writer.dec(sum.points)),
                Cell::number(writer.dec(sum.possible)),
                Cell::number(share.map_or_else(|| "–".to_owned(), |s| format!("{} %", writer.dec(s)))),
            ];
            if let Some(before) = before {
                let was = before.domains.iter().find(|d| d.code == sum.code).and_then(|d| d.share());
                cells.push(Cell::number(
                    was.map_or_else(|| "–".to_owned(), |s| format!("{} %", writer.dec(s))),
                ));
            }
            Row::new(cells)
        })
        .collect();
    table
}

/// The published years of an agency.
fn years_table(ctx: &Ctx, years: &[SheetRow]) -> Table {
    let writer = Writer::new(&ctx.locale);
    let mut table = Table::new(&writer.words, "cac-nam", ctx.t("par-index-years-of-caption"));
    table.columns = vec![
        Column::new("nam", ctx.t("par-index-head-year")),
        Column::numeric("diem", ctx.t("par-index-head-index")),
        Column::numeric("hang", ctx.t("par-index-head-place")),
    ];
    table.rows = years
        .iter()
        .map(|s| {
            Row::new(vec![
                Cell::link(format!("{ROOT}/ket-qua/{}", s.id), s.year.to_string()),
                Cell::number(index(&writer, s.final_index)),
                Cell::number(s.place.map(|p| p.to_string()).unwrap_or_default()),
            ])
        })
        .collect();
    table
}
