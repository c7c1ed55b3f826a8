//! GET /hai-long/dot/{id}/don-vi/{code}: what a wave found of a unit, by question and level, by group; and the records behind it.

use super::super::super::rules::wave::{Line, Reading, levels};
use super::super::super::slice::{SURVEY, VIEW};
use super::super::super::store::{self, Wave};
use super::super::super::waves;
use super::super::rates;
use super::{group_name, path, said, seen, visible};
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, Result};
use ui::{Cell, Column, Empty, Head, Page, Row, SummaryList, Table};

#[derive(askama::Template)]
#[template(path = "satisfaction/pages/waves/unit.html")]
struct View {
    page: Page,
    head: Head,
    facts: SummaryList,
    questions: Table,
    groups: Table,
}

/// The page.
pub async fn show(ctx: Ctx, Path((id, code)): Path<(i64, String)>) -> Result<Response> {
    let (wave, units) = visible(&ctx, id).await?;
    let directory = ctx.app.directory();
    let unit = directory.by_code(&code).ok_or(Error::NotFound)?;
    if !seen(&ctx, &wave, &units).contains(&unit.id) {
        return Err(Error::NotFound);
    }
    let reading = waves::reading(&ctx.app.store, &ctx.app.profiles(), &wave).await?;
    let lines = reading.of_unit(unit.id);
    let title = unit.name.clone();
    let questions = questions(&ctx, (&wave, &reading), &lines).await?;
    ui::html(&View {
        page: ui::page(&ctx, title.clone()).with_back(path(id), wave.name.clone()),
        head: Head { caption: wave.name.clone(), ..Head::new(title) },
        facts: facts(&ctx, (&wave, &reading), (unit.id, &code)),
        questions,
        groups: groups(&ctx, (&wave, &reading), unit.id)?,
    })
}

fn facts(ctx: &Ctx, (wave, reading): (&Wave, &Reading), (unit, code): (i64, &str)) -> SummaryList {
    let standing = reading.standing(&reading.of_unit(unit));
    let minimum = reading.minimum;
    let mut list = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("satisfaction-head-rate"), rates::rate_cell(ctx, standing, minimum));
    if reading.publishes(unit) {
        list = list
            .row(ctx.t("satisfaction-head-interval"), rates::interval(ctx, standing, minimum))
            .row(ctx.t("satisfaction-head-received"), rates::count_text(ctx, standing));
    }
    let mut records = Vec::new();
    if ctx.may(VIEW, unit) {
        let to = format!("/hai-long?co-quan={code}&dot={}", wave.id);
        records.push(Cell::link(to, ctx.t("satisfaction-wave-answers")));
    }
    if ctx.may(SURVEY, wave.agency_id) {
        let to = format!("{}#phieu-giay", path(wave.id));
        records.push(Cell::link(to, ctx.t("satisfaction-papers-caption")));
    }
    list.row(ctx.t("satisfaction-head-records"), Cell::stacked(records))
}

async fn questions(ctx: &Ctx, (wave, reading): (&Wave, &Reading), lines: &[&Line]) -> Result<Table> {
    let set = store::set(&ctx.app.store, wave.set_id).await?;
    let mut table = Table::new(&ui::words(&ctx.locale), "cau-hoi", ctx.t("satisfaction-wave-questions"));
    table.columns = vec![
        Column::new("cau-hoi", ctx.t("satisfaction-head-factor")),
        Column::numeric("ty-le", ctx.t("satisfaction-head-rate")),
        Column::numeric("khoang", ctx.t("satisfaction-head-interval")),
    ];
    table.columns.extend(set.levels.iter().map(|l| Column::numeric("", said(ctx, &l.name, &l.name_en))));
    for question in &set.questions {
        let standing = reading.standing_of(lines, &question.key);
        let mut cells = vec![
            Cell::text(said(ctx, &question.factor_name, &question.factor_name_en)),
            rates::rate_cell(ctx, standing, reading.minimum),
            Cell::from(rates::interval(ctx, standing, reading.minimum)),
        ];
        let counted = levels(lines, &question.key);
        let published = standing.published(reading.minimum).is_some();
        cells.extend((0..set.levels.len()).map(|at| match counted.get(at) {
            Some(count) if published => Cell::number(ctx.locale.integer(*count)),
            _ => Cell::Empty,
        }));
        table.rows.push(Row::new(cells));
    }
    Ok(table)
}

fn groups(ctx: &Ctx, (wave, reading): (&Wave, &Reading), unit: i64) -> Result<Table> {
    let asked = wave.groups()?;
    let mut table = Table::new(&ui::words(&ctx.locale), "nhom", ctx.t("satisfaction-wave-by-group"));
    table.columns = vec![
        Column::new("nhom", ctx.t("satisfaction-head-group")),
        Column::numeric("ty-le", ctx.t("satisfaction-head-rate")),
        Column::numeric("khoang", ctx.t("satisfaction-head-interval")),
        Column::numeric("phieu", ctx.t("satisfaction-head-sheets")),
    ];
    let row = |(line, shown): (&Line, bool)| {
        let standing = reading.standing(&[line]);
        let name = Cell::text(group_name(ctx, &asked, &line.respondents));
        if !shown {
            let too_few = Cell::muted(ctx.t("satisfaction-too-few"));
            return Row::new(vec![name, too_few, Cell::Empty, Cell::Empty]);
        }
        Row::new(vec![
            name,
            rates::rate_cell(ctx, standing, reading.minimum),
            Cell::from(rates::interval(ctx, standing, reading.minimum)),
            Cell::number(ctx.locale.integer(standing.sheets)),
        ])
    };
    table.rows = reading.groups(unit).into_iter().map(row).collect();
    table.empty = Empty::new(ctx.t("satisfaction-list-empty-title"), ctx.t("satisfaction-wave-no-results"));
    Ok(table)
}
