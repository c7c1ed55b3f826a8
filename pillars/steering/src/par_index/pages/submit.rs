//! /chi-so-cchc/phieu/{id}/nop: before a sheet is handed in its agency sees what it declares over what is measured, and what is
//! still lacking; then it hands in under the name of its head.

use super::super::acts::{self, Filled};
use super::super::rules::state::{State, days_late, still_taken};
use super::super::rules::total::total;
use super::super::slice::SUBMIT;
use super::super::words::Writer;
use super::{SHEETS, Whole, as_seen, records, result};
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, Result};
use platform::http::{Submitted, redirect};
use ui::{Cell, Column, Form, Head, Page, Row, SummaryList, Table};

#[derive(askama::Template)]
#[template(path = "par_index/pages/submit.html")]
struct View {
    page: Page,
    head: Head,
    warning: Option<ui::Warning>,
    facts: SummaryList,
    overs: Option<Table>,
    lacking: Option<Table>,
    form: Option<Form>,
}

/// What is handed in, before it is.
pub(in super::super) async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let whole = Whole::load(&ctx, id, SUBMIT).await?;
    let writer = Writer::new(&ctx.locale);
    if whole.sheet.at() != State::Drafting {
        return Err(Error::Changed(vec![writer.state(whole.sheet.at()).text]));
    }
    still_taken(whole.round.closes(), ctx.today())?;
    let lacking = acts::lacking(&whole.tree, &whole.scores, &whole.evidence);
    let overs = acts::over_declared(&whole.tree, &whole.scores, &whole.measured, &whole.how);
    let given = acts::own_given(&whole.tree, &whole.scores, &whole.measured);
    let own = total(&whole.tree, &given, whole.how.takes_off);
    let late = days_late(whole.sheet.due()?, ctx.today());
    let mut facts = SummaryList::new(&writer.words)
        .row(ctx.t("par-index-head-agency"), whole.agency.name.clone())
        .row(ctx.t("par-index-head-due"), Cell::moment(&whole.sheet.due_on, ui::vn_day(&whole.sheet.due_on)))
        .row(ctx.t("par-index-head-own"), result::sum(&ctx, &own));
    if late > 0 {
        let late = ctx.tn("par-index-late", &[("count", late.to_string())]);
        facts = facts.row(ctx.t("par-index-head-late"), late);
    }
    let form = lacking.is_empty().then(|| {
        let label = if overs.is_empty() { "par-index-submit" } else { "par-index-submit-anyway" };
        let mut form = Form::new(&writer.words, format!("{}/nop", whole.href()), ctx.t(label), Vec::new())
            .with_secondary(whole.href(), ctx.t("ui-back"));
        form.hidden = as_seen(whole.sheet.version);
        form
    });
    let title = ctx.t("par-index-submit-title");
    ui::html(&View {
        page: ui::page(&ctx, title.clone()).with_back(whole.href(), whole.title()),
        head: Head { caption: whole.title(), lead: ctx.t("par-index-submit-lead"), ..Head::new(title) },
        warning: (!overs.is_empty()).then(|| ui::Warning {
            prefix: writer.words.warning.clone(),
            text: ctx.tn("par-index-over-warning", &[("codes", overs.join(", "))]),
        }),
        facts,
        overs: (!overs.is_empty()).then(|| over_table(&ctx, &whole, &overs)),
        lacking: (!lacking.is_empty()).then(|| lacking_table(&ctx, &whole, &lacking)),
        form,
    })
}

fn named(writer: &Writer<'_>, whole: &Whole, code: &str) -> Cell {
    let name = whole.tree.leaf(code).map(|l| writer.node(l.node)).unwrap_or_default();
    Cell::link(whole.leaf_href(code), format!("{code} {name}"))
}

fn over_table(ctx: &Ctx, whole: &Whole, codes: &[String]) -> Table {
    let writer = Writer::new(&ctx.locale);
    let mut table = Table::new(&writer.words, "khai-vuot", ctx.t("par-index-overs-caption"));
    table.columns = vec![
        Column::new("tieu-chi", ctx.t("par-index-head-criterion")),
        Column::numeric("tu-cham", ctx.t("par-index-head-own")),
        Column::numeric("do-duoc", ctx.t("par-index-head-measured")),
    ];
    let row = |code: &String| {
        let own = whole.scores.get(code).and_then(|row| row.own());
        let seen = whole.tree.leaf(code).map_or(Cell::Empty, |leaf| records::figure(ctx, whole, &leaf));
        Row::new(vec![named(&writer, whole, code), Cell::number(writer.maybe(own)), seen])
    };
    table.rows = codes.iter().map(row).collect();
    table
}

fn lacking_table(ctx: &Ctx, whole: &Whole, codes: &[String]) -> Table {
    let writer = Writer::new(&ctx.locale);
    let mut table = Table::new(&writer.words, "con-thieu", ctx.t("par-index-lacking-caption"));
    table.columns = vec![
        Column::new("tieu-chi", ctx.t("par-index-head-criterion")),
        Column::new("thieu", ctx.t("par-index-head-lacking")),
    ];
    let row = |code: &String| {
        let scored = whole.scores.get(code).is_some_and(|row| row.own().is_some() || row.not_applicable);
        let what = if scored { "par-index-lacking-evidence" } else { "par-index-lacking-score" };
        Row::new(vec![named(&writer, whole, code), Cell::text(ctx.t(what))])
    };
    table.rows = codes.iter().map(row).collect();
    table
}

/// Hands in.
pub(in super::super) async fn submit(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    hand_in(&ctx, id, &form).await?;
    Ok(redirect(&format!("{SHEETS}/{id}"), Some("par-index-flash-submitted")))
}

/// Hands the sheet in that was seen.
pub(in super::super) async fn hand_in(ctx: &Ctx, id: i64, form: &Submitted) -> Result<()> {
    let whole = Whole::to_change(ctx, id, SUBMIT, form).await?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let filled = Filled {
        round: &whole.round,
        tree: &whole.tree,
        scores: &whole.scores,
        evidence: &whole.evidence,
        measured: &whole.measured,
        how: &whole.how,
    };
    acts::submit(&ctx.app, &tx, &whole.sheet, &filled).await?;
    tx.commit().await
}
