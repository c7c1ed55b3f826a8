//! GET /danh-gia-giai-quyet/co-quan/{code}: one agency's nine indicators and index of a period, each figure with its arithmetic,
//! its records, or what it lacks; what was frozen of it.

use super::super::rules::{Card, Group};
use super::super::slice::{FREEZE, VIEW};
use super::super::{cards, store, words};
use super::posting;
use super::{Filters, ROOT, agency_of, basis, nine, period_filter, period_of, records_cell};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Period;
use platform::directory::AgencyRef;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Query, Submitted, redirect};
use platform::{Ctx, Scope};
use ui::{Action, ActionKind, Cell, Column, Figure, FigureGroup, Form, Head, Page, Row, Table};

#[derive(askama::Template)]
#[template(path = "settlement/pages/agency.html")]
struct View {
    page: Page,
    head: Head,
    filters: Filters,
    figures: FigureGroup,
    nine: Table,
    index_title: String,
    groups: Vec<Table>,
    empty: Option<ui::Empty>,
    basis_title: String,
    basis: Vec<String>,
    results: Table,
    posting_title: String,
    posting: Vec<String>,
    posting_form: Option<Form>,
}

/// The page.
pub async fn show(ctx: Ctx, Path(code): Path<String>, query: Query) -> Result<Response> {
    let agency = agency_of(&ctx, &code)?;
    ctx.require(VIEW, agency.id)?;
    let period = period_of(&ctx, &query);
    drawn(&ctx, &agency, period, (&Submitted::default(), &FieldErrors::new())).await
}

/// The page of a period, with what was typed of the posting at the seat.
pub async fn drawn(
    ctx: &Ctx,
    agency: &AgencyRef,
    period: Period,
    (typed, errors): (&Submitted, &FieldErrors),
) -> Result<Response> {
    let scope = Scope::Agencies(vec![agency.id]);
    let card = cards::load(&ctx.app, period, &scope, Some(agency.id)).await?.take(agency.id);
    let frozen = store::result_of(&ctx.app.store, agency.id, &period.code()).await?;
    let title = ctx.tn("settlement-agency-title", &[("agency", agency.name.clone())]);
    let caption = ctx.tn("settlement-nine-caption", &[("period", words::period(&ctx.locale, period))]);
    let mut page = ui::page(ctx, title.clone()).with_crumb(ROOT, ctx.t("settlement-title"));
    if !errors.is_empty() {
        page.title = format!("{} {}", page.words.error_prefix, page.title);
    }
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let view = View {
        page,
        head: Head {
            caption: words::period(&ctx.locale, period),
            lead: lead(ctx, &card),
            actions: actions(ctx, agency, period, frozen.as_ref()),
            ..Head::new(title)
        },
        filters: Filters {
            words: ui::words(&ctx.locale),
            action: format!("{ROOT}/co-quan/{}", agency.code),
            filters: vec![period_filter(ctx, period).await?],
        },
        figures: figures(ctx, agency, period, &card),
        nine: nine::table(ctx, "chin-chi-so", caption, &card.nine, |line| {
            records_cell(ctx, &line.records, agency, period)
        }),
        index_title: ctx.t("settlement-index-title"),
        groups: card.groups.iter().map(|g| group_table(ctx, g, Some((agency, period)))).collect(),
        empty: card
            .groups
            .is_empty()
            .then(|| ui::Empty::new(ctx.t("settlement-index-none-title"), ctx.t("settlement-index-none"))),
        basis_title: ctx.t("settlement-basis-title"),
        basis: basis(ctx, period),
        results: results(ctx, agency).await?,
        posting_title: ctx.t("settlement-posting-title"),
        posting: posting::said(ctx, agency.id).await?,
        posting_form: ctx.may(FREEZE, agency.id).then(|| posting::form(ctx, agency, period, (typed, errors))),
    };
    ui::html_with(status, &view)
}

/// GET /danh-gia-giai-quyet/diem/{id}: the page of a kept index, for who comes from a board of steering.
pub async fn of_score(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let score = store::score(&ctx.app.store, id).await?.ok_or(Error::NotFound)?;
    ctx.require(VIEW, score.agency_id)?;
    let directory = ctx.app.directory();
    let code = directory.get(score.agency_id).map(|a| a.code.as_str()).ok_or(Error::NotFound)?;
    let month = score.month_on.get(..7).unwrap_or_default();
    Ok(redirect(&format!("{ROOT}/co-quan/{code}?ky={month}"), None))
}

/// From how many dossiers each part is counted: the nine judge those that ended, the index also those open past their promise.
fn lead(ctx: &Ctx, card: &Card) -> String {
    let counts = [("ended", ctx.locale.integer(card.ended)), ("dossiers", ctx.locale.integer(card.dossiers))];
    ctx.tn(
        if card.groups.is_empty() { "settlement-agency-lead-nine" } else { "settlement-agency-lead" },
        &counts,
    )
}

/// What may be done here: print, freeze an ended quarter or year, see what was frozen.
fn actions(ctx: &Ctx, agency: &AgencyRef, period: Period, frozen: Option<&store::ResultRow>) -> Vec<Action> {
    let base = format!("{ROOT}/co-quan/{}", agency.code);
    let print = format!("{base}/in?ky={}", period.code());
    let mut actions = Vec::new();
    let ended = matches!(period, Period::Quarter { .. } | Period::Year { .. }) && period.last() < ctx.today();
    if let Some(frozen) = frozen {
        let href = format!("{ROOT}/ket-qua/{}", frozen.id);
        actions.push(Action::link(href, ctx.t("settlement-to-result"), ActionKind::Quiet));
    } else if ended && ctx.may(FREEZE, agency.id) {
        let mut freeze =
            Action::post(format!("{base}/chot"), ctx.t("settlement-freeze"), ActionKind::Primary);
        freeze.hidden = vec![("ky".to_owned(), period.code())];
        actions.push(freeze);
    }
    actions.push(Action::link(print, ctx.t("settlement-print"), ActionKind::Quiet));
    actions
}

fn figures(ctx: &Ctx, agency: &AgencyRef, period: Period, card: &Card) -> FigureGroup {
    let words = ui::words(&ctx.locale);
    let over = words::period(&ctx.locale, period);
    let count = |dossiers| ctx.tn("settlement-count-dossiers", &[("dossiers", ctx.locale.integer(dossiers))]);
    let ended = count(card.ended);
    let records =
        |item: &str| format!("{ROOT}/co-quan/{}/ho-so?muc={item}&ky={}", agency.code, period.code());
    let mut nine = Figure::new(
        &words,
        ctx.t("settlement-figure-nine"),
        words::tenths(&ctx.locale, card.total.reached),
        "",
    )
    .defined(ctx.t("settlement-figure-nine-definition"), over.clone())
    .records(ended.clone(), records("d1"), ctx.t("settlement-records-dossiers"));
    nine.unit = ctx.tn("settlement-unit-of", &[("most", words::tenths(&ctx.locale, card.total.possible))]);
    nine.count_text = format!("{} · {ended}", words::band(&ctx.locale, card.band));
    let mut figures = vec![nine];
    if !card.groups.is_empty() {
        let mut index = Figure::new(
            &words,
            ctx.t("settlement-figure-index"),
            words::hundredths(&ctx.locale, card.reached()),
            "",
        )
        .defined(ctx.t("settlement-figure-index-definition"), over)
        .records(count(card.dossiers), records("q21"), ctx.t("settlement-records-dossiers"));
        index.unit =
            ctx.tn("settlement-unit-of", &[("most", words::hundredths(&ctx.locale, card.possible()))]);
        index.count_text = words::index_total(&ctx.locale, card.reached(), card.possible(), card.most());
        figures.push(index);
    }
    FigureGroup { figures }
}

/// A group of the index; with the way to its records for whom they are.
pub fn group_table(ctx: &Ctx, group: &Group, records: Option<(&AgencyRef, Period)>) -> Table {
    let name = words::group(&ctx.locale, &group.code);
    let sum = words::index_total(&ctx.locale, group.reached, group.possible, group.most);
    let mut table =
        Table::new(&ui::words(&ctx.locale), format!("nhom-{}", group.code), format!("{name}: {sum}"));
    table.columns = vec![
        Column::new("thanh-phan", ctx.t("settlement-head-part")),
        Column::numeric("toi-da", ctx.t("settlement-head-weight")),
        Column::numeric("diem", ctx.t("settlement-head-points")),
        Column::new("cach-tinh", ctx.t("settlement-head-sum")),
    ];
    if records.is_some() {
        table.columns.push(Column::new("can-cu", ctx.t("settlement-head-records")));
    }
    table.rows = group
        .lines
        .iter()
        .map(|line| {
            let mut cells = vec![
                Cell::text(words::part(&ctx.locale, &line.item.code)),
                Cell::number(words::hundredths(&ctx.locale, line.item.most())),
                Cell::number(words::part_score(&ctx.locale, line)),
                Cell::text(words::part_sum(&ctx.locale, line)),
            ];
            if let Some((agency, period)) = records {
                cells.push(records_cell(ctx, &line.records, agency, period));
            }
            Row::new(cells)
        })
        .collect();
    table
}

/// What was frozen of an agency.
async fn results(ctx: &Ctx, agency: &AgencyRef) -> Result<Table> {
    let mut table =
        Table::new(&ui::words(&ctx.locale), "ket-qua-da-chot", ctx.t("settlement-results-caption"));
    table.columns = vec![
        Column::new("ky", ctx.t("settlement-head-period")),
        Column::new("luc", ctx.t("settlement-head-frozen-at")),
        Column::new("nguoi", ctx.t("settlement-head-frozen-by")),
    ];
    table.rows = store::results_of(&ctx.app.store, agency.id)
        .await?
        .into_iter()
        .map(|row| {
            let period = row.period.parse::<Period>();
            let name = period.map_or_else(|_| row.period.clone(), |p| words::period(&ctx.locale, p));
            Row::new(vec![
                Cell::link(format!("{ROOT}/ket-qua/{}", row.id), name),
                Cell::moment(row.at().iso(), row.at().vn()),
                Cell::text(row.frozen_by),
            ])
        })
        .collect();
    table.empty = ui::Empty::new(ctx.t("settlement-results-empty-title"), ctx.t("settlement-results-empty"));
    Ok(table)
}
