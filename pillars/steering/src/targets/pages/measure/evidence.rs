//! What is declared beside what is measured, period by period, and the frozen readings.

use super::super::super::board;
use super::super::super::rules::gap;
use super::super::super::store::{declared, readings};
use super::super::super::words::tone;
use super::super::link;
use super::About;
use contracts::programme::Definitions;
use kernel::{Moment, Period};
use platform::error::Result;
use std::sync::Arc;
use ui::{Cell, Column, Row, Table, Tag};

/// The agency's declared figures with their evidence and the gap.
pub(super) async fn declared(about: &About<'_>) -> Result<Table> {
    let ctx = about.ctx;
    let today = ctx.today();
    let (from, to) = (about.programme.from.to_string(), today.plus_days(366).to_string());
    let mut all =
        declared::of_measure(&ctx.app.store, &about.measure.code, &[about.agency.id], &from, &to).await?;
    all.reverse();
    all.truncate(24);
    let mut rows = Vec::new();
    for one in all {
        let period = one.period.parse::<Period>().ok();
        let value = match period {
            Some(period) => {
                board::over(&ctx.app, about.agency.id, about.measure, period).await?.and_then(|m| m.value)
            }
            None => None,
        };
        let named = value.map(|m| gap(m, one.value, about.measure.better, about.measure.unit));
        let unit = about.measure.unit;
        rows.push(Row::new(vec![
            Cell::text(about.writer.period(&one.period)),
            Cell::number(about.writer.value(one.value, unit)),
            Cell::number(about.writer.maybe(value, unit)),
            named.map_or(Cell::Empty, |g| {
                Tag::new(ctx.t(&format!("targets-gap-word-{}", g.code())), tone(g)).into()
            }),
            Cell::Stack([link::evidence(ctx, &one), vec![Cell::muted(one.declared_name.clone())]].concat()),
        ]));
    }
    let mut table = Table::new(&about.writer.words, "tu-khai", ctx.t("targets-declared-title"));
    table.columns = vec![
        Column::new("ky", ctx.t("targets-column-period")),
        Column::numeric("khai", ctx.t("targets-column-declared")),
        Column::numeric("do", ctx.t("targets-column-measured")),
        Column::new("lech", ctx.t("targets-column-gap")),
        Column::new("can-cu", ctx.t("targets-column-evidence")),
    ];
    table.rows = rows;
    table.empty = ui::Empty::new(ctx.t("targets-declared-none-title"), ctx.t("targets-declared-none"));
    Ok(table)
}

/// The frozen readings, newest first.
pub(super) async fn readings(about: &About<'_>) -> Result<Table> {
    let ctx = about.ctx;
    let all = readings::of(&ctx.app.store, &about.measure.code, about.agency.id, 24).await?;
    let mut table = Table::new(&about.writer.words, "so-chot", ctx.t("targets-readings"));
    table.columns = vec![
        Column::new("ky", ctx.t("targets-column-period")),
        Column::numeric("gia-tri", ctx.t("targets-column-value")),
        Column::numeric("so", ctx.t("targets-column-count")),
        Column::new("luc", ctx.t("targets-column-frozen")),
        Column::new("cach-tinh", ctx.t("targets-column-hash")),
    ];
    table.rows = all
        .iter()
        .map(|r| {
            let at = Moment::from_micros(r.measured_at);
            Row::new(vec![
                Cell::link(format!("/so-chot/{}", r.id), about.writer.period(&r.period)),
                Cell::number(about.writer.maybe(r.value, about.measure.unit)),
                Cell::number(about.writer.whole(r.count)),
                Cell::moment(at.iso(), at.vn()),
                Cell::muted(r.definition_hash.chars().take(12).collect::<String>()),
            ])
        })
        .collect();
    table.empty = ui::Empty::new(ctx.t("targets-readings-none-title"), ctx.t("targets-readings-none"));
    Ok(table)
}

/// The versions in which the city has defined the measure, newest first; none where it stands as the programme says.
pub(super) async fn versions(about: &About<'_>) -> Result<Option<Table>> {
    let ctx = about.ctx;
    let Ok(port) = ctx.app.port::<Arc<dyn Definitions>>() else { return Ok(None) };
    let approved = port.approved(&ctx.app, about.measure.id).await?;
    if approved.is_empty() {
        return Ok(None);
    }
    let mut table = Table::new(&about.writer.words, "dinh-nghia", ctx.t("targets-versions"));
    table.columns = vec![
        Column::numeric("ban", ctx.t("targets-column-version")),
        Column::new("tu", ctx.t("targets-column-from")),
        Column::new("ly-do", ctx.t("targets-column-why")),
        Column::new("duyet", ctx.t("targets-column-approved-by")),
    ];
    table.rows = approved
        .into_iter()
        .map(|d| {
            let from = d.from.map_or(Cell::Empty, |from| Cell::moment(from.to_string(), from.vn()));
            Row::new(vec![
                Cell::number(d.version.to_string()),
                from,
                Cell::text(d.reason),
                Cell::text(d.decided_by),
            ])
        })
        .collect();
    Ok(Some(table))
}
