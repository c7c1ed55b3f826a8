//! POST /danh-gia-giai-quyet/co-quan/{code}/chot and GET /danh-gia-giai-quyet/ket-qua/{id}: freezing a result, and what has changed
//! since it was frozen.

use super::super::freeze::{self, Frozen, FrozenLine};
use super::super::slice::{FREEZE, VIEW};
use super::super::{cards, store, words};
use super::{ROOT, agency_of};
use axum::extract::Path;
use axum::response::Response;
use kernel::Period;
use platform::error::{Error, Result};
use platform::http::{Submitted, redirect};
use platform::{Ctx, Scope};
use ui::{Cell, Column, Head, History, Page, Row, SummaryList, Table};

#[derive(askama::Template)]
#[template(path = "settlement/pages/result.html")]
struct View {
    page: Page,
    head: Head,
    about: SummaryList,
    nine: Table,
    parts: Table,
    history_title: String,
    history: History,
}

/// Freezes the result of the page's period.
pub async fn freeze(ctx: Ctx, Path(code): Path<String>, form: Submitted) -> Result<Response> {
    let agency = agency_of(&ctx, &code)?;
    ctx.require(FREEZE, agency.id)?;
    let period: Period = form.text("ky").parse().map_err(|_| Error::NotFound)?;
    let id = freeze::freeze(&ctx.app, &ctx.actor(), agency.id, period).await?;
    Ok(redirect(&format!("{ROOT}/ket-qua/{id}"), Some("settlement-flash-frozen")))
}

/// The frozen result beside what the same period gives now.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let row = store::result(&ctx.app.store, id).await?.ok_or(Error::NotFound)?;
    ctx.require(VIEW, row.agency_id)?;
    let agency = ctx.app.directory().get(row.agency_id).cloned().ok_or(Error::NotFound)?;
    let period: Period = row.period.parse().map_err(|e| Error::fault("settlement_result.period", e))?;
    let then: Frozen = serde_json::from_str(&row.content)?;
    let scope = Scope::Agencies(vec![agency.id]);
    let card = cards::load(&ctx.app, period, &scope, Some(agency.id)).await?.take(agency.id);
    let now = Frozen::of(&card);
    let entries = platform::journal::history(&ctx.app.store, "settlement_result", id).await?;
    let over = words::period(&ctx.locale, period);
    let args = [("agency", agency.name.clone()), ("period", over)];
    let title = ctx.tn("settlement-result-title", &args);
    let base = format!("{ROOT}/co-quan/{}?ky={}", agency.code, period.code());
    ui::html(&View {
        page: ui::page(&ctx, title.clone()).with_crumb(base, agency.name.clone()),
        head: Head { title, lead: ctx.t("settlement-result-lead"), ..Head::default() },
        about: about(&ctx, &row, &then, &now),
        nine: table(&ctx, "nine", &then.nine, &now.nine),
        parts: table(&ctx, "parts", &then.parts, &now.parts),
        history_title: ctx.t("settlement-history"),
        history: ui::history(&ctx, &entries),
    })
}

fn about(ctx: &Ctx, row: &store::ResultRow, then: &Frozen, now: &Frozen) -> SummaryList {
    let locale = &ctx.locale;
    let band = |frozen: &Frozen| match &frozen.band {
        Some(code) => words::band_word(locale, code),
        None => words::band(locale, None),
    };
    let nine = |f: &Frozen| format!("{} · {}", words::tenths(locale, f.total.0), band(f));
    let index = |f: &Frozen| words::hundredths(locale, f.index.0);
    let changed = |then: String, now: String| {
        if then == now {
            Cell::text(then)
        } else {
            let now = ctx.tn("settlement-result-now", &[("now", now)]);
            Cell::Stack(vec![Cell::text(then), Cell::muted(now)])
        }
    };
    SummaryList::new(&ui::words(locale))
        .row(ctx.t("settlement-head-frozen-by"), Cell::text(row.frozen_by.clone()))
        .row(ctx.t("settlement-head-frozen-at"), Cell::moment(row.at().iso(), row.at().vn()))
        .row(
            ctx.t("settlement-head-dossiers"),
            changed(locale.integer(then.dossiers), locale.integer(now.dossiers)),
        )
        .row(ctx.t("settlement-head-nine"), changed(nine(then), nine(now)))
        .row(ctx.t("settlement-head-index"), changed(index(then), index(now)))
}

/// The lines then and now; `kind` is nine or parts.
fn table(ctx: &Ctx, kind: &str, then: &[FrozenLine], now: &[FrozenLine]) -> Table {
    let nine = kind == "nine";
    let caption = ctx.t(if nine { "settlement-result-nine" } else { "settlement-result-parts" });
    let mut table = Table::new(&ui::words(&ctx.locale), kind, caption);
    table.columns = vec![
        Column::new("chi-so", ctx.t("settlement-head-indicator")),
        Column::numeric("khi-chot", ctx.t("settlement-head-then")),
        Column::numeric("bay-gio", ctx.t("settlement-head-now")),
        Column::new("khac", ctx.t("settlement-head-difference")),
    ];
    table.rows = then
        .iter()
        .map(|line| {
            let other = now.iter().find(|n| n.code == line.code);
            let same = other.is_some_and(|o| o == line);
            let name = match line.code.strip_prefix('n').and_then(|n| n.parse::<u8>().ok()) {
                Some(number) if nine => words::nine(&ctx.locale, number),
                _ => words::part(&ctx.locale, &line.code),
            };
            let difference = if same { "settlement-same" } else { "settlement-changed" };
            Row::new(vec![
                Cell::text(name),
                Cell::number(figure(ctx, nine, Some(line))),
                Cell::number(figure(ctx, nine, other)),
                Cell::text(ctx.t(difference)),
            ])
        })
        .collect();
    table.empty = ui::Empty::new(ctx.t("settlement-index-none-title"), ctx.t("settlement-index-none"));
    table
}

/// A figure with what it was made of.
fn figure(ctx: &Ctx, nine: bool, line: Option<&FrozenLine>) -> String {
    let Some((line, score)) = line.and_then(|l| Some((l, l.score?))) else {
        return ctx.t("settlement-no-data");
    };
    let shown = if nine { words::tenths(&ctx.locale, score) } else { words::hundredths(&ctx.locale, score) };
    format!("{shown} ({}/{})", ctx.locale.integer(line.numerator), ctx.locale.integer(line.denominator))
}
