//! GET /bao-cao-cchc/bao-cao/{id}: a report: its figures beside those of the period before, what changed most, what was written.

use super::super::acts::RECORD;
use super::super::letters;
use super::super::measuring::Whole;
use super::super::rules::{Known, RowDef, Shown, State, beyond_whole, days_late, shown};
use super::super::slice::{EDIT, RECEIVE, SIGN, VIEW};
use super::super::store::reports::{self, Report};
use super::super::words::{self, day_cell};
use super::{PATH, as_seen, figure_path, report_path};
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use std::collections::BTreeMap;
use ui::{Action, ActionKind, Cell, Column, Head, Link, Row, SummaryList, Table};

#[derive(askama::Template)]
#[template(path = "reports/pages/report.html")]
struct View {
    page: ui::Page,
    head: Head,
    notes: Vec<String>,
    facts: SummaryList,
    notable_title: String,
    notable: Vec<Link>,
    table: Table,
    texts_title: String,
    texts: Vec<Written>,
    history_title: String,
    history: ui::History,
}

/// A section as it was written.
struct Written {
    title: String,
    lines: Vec<String>,
}

/// A report that the viewer may read: of their scope, or sent to them.
pub async fn read(ctx: &Ctx, id: i64) -> Result<Report> {
    let report = reports::get(&ctx.app.store, id).await?;
    let over = [report.agency_id, report.receiver_id].into_iter().find(|a| ctx.may(VIEW, *a));
    ctx.require(VIEW, over.unwrap_or(report.agency_id))?;
    Ok(report)
}

/// Shows it.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let whole = Whole::load(&ctx.app, read(&ctx, id).await?).await?;
    let entries = platform::journal::history(&ctx.app.store, RECORD, id).await?;
    let title = words::title(&ctx, &whole.report)?;
    let head = Head {
        tag: Some(words::state(&ctx, whole.report.state()?)),
        actions: actions(&ctx, &whole)?,
        ..Head::new(title.clone())
    };
    let named = letters::notable(&ctx.app, &whole)?;
    let notable = named.into_iter().map(|row| notable(&ctx, &whole, row)).collect();
    ui::html(&View {
        page: ui::page(&ctx, title).with_back(PATH, ctx.t("reports-menu")),
        head,
        notes: notes(&ctx, &whole)?,
        facts: facts(&ctx, &whole)?,
        notable_title: ctx.t("reports-notable-title"),
        notable,
        table: table(&ctx, &whole)?,
        texts_title: ctx.t("reports-texts"),
        texts: texts(&ctx, &whole)?,
        history_title: ctx.t("reports-history"),
        history: ui::history(&ctx, &entries),
    })
}

/// A notable change, leading to the records of its row, or of the first of the two it is made of.
fn notable(ctx: &Ctx, whole: &Whole, row: &RowDef) -> Link {
    let code = row.share.as_ref().map_or(&row.code, |[part, _]| part);
    Link::new(figure_path(whole.report.id, code), words::notable(&ctx.locale, row, whole.pair(row)))
}

fn actions(ctx: &Ctx, whole: &Whole) -> Result<Vec<Action>> {
    let (report, here) = (&whole.report, report_path(whole.report.id));
    let state = report.state()?;
    let mut actions = Vec::new();
    let post = |to: &str, label: &str, kind| {
        let mut action = Action::post(format!("{here}/{to}"), ctx.t(label), kind);
        action.hidden = as_seen(report);
        action
    };
    let link = |to: &str, label: &str, kind| Action::link(format!("{here}/{to}"), ctx.t(label), kind);
    if ctx.may(EDIT, report.agency_id) && state.editable().is_ok() {
        actions.push(link("viet", "reports-write", ActionKind::Primary));
        actions.push(post("trinh", "reports-submit", ActionKind::Quiet));
    }
    let sign = ctx.may(SIGN, report.agency_id);
    if sign && state == State::Submitted {
        actions.push(link("ky", "reports-sign", ActionKind::Primary));
    }
    let receive = ctx.may(RECEIVE, report.receiver_id);
    if receive && state == State::Sent {
        actions.push(post("tiep-nhan", "reports-accept", ActionKind::Primary));
    }
    if (sign && state == State::Submitted) || (receive && state == State::Sent) {
        actions.push(link("tra-lai", "reports-return", ActionKind::Quiet));
    }
    if receive && state == State::Accepted {
        actions.push(link("mo-khoa", "reports-unlock", ActionKind::Quiet));
    }
    if !whole.below.is_empty() || !whole.absent.is_empty() {
        actions.push(link("tong-hop", "reports-below", ActionKind::Quiet));
    }
    if !whole.below.is_empty() {
        actions.push(link("noi-dung-cap-duoi", "reports-below-texts", ActionKind::Quiet));
    }
    actions.push(link("in", "reports-pdf", ActionKind::Quiet));
    actions.push(link("word", "reports-docx", ActionKind::Quiet));
    actions.push(link("phu-luc", "reports-xlsx", ActionKind::Quiet));
    Ok(actions)
}

fn notes(ctx: &Ctx, whole: &Whole) -> Result<Vec<String>> {
    let report = &whole.report;
    let mut notes = Vec::new();
    if report.state()? == State::Returned {
        notes.push(ctx.tn("reports-note-returned", &[("reason", report.reason.clone())]));
    }
    if let Some(days) = days_late(report.sent(), whole.window.due, ctx.today()) {
        let key = if report.sent_on.is_some() { "reports-note-came-late" } else { "reports-note-overdue" };
        notes.push(ctx.tn(key, &[("days", days.to_string()), ("due", whole.window.due.vn())]));
    }
    if !whole.frozen && whole.window.to >= ctx.today() {
        notes.push(ctx.tn("reports-note-running", &[("day", whole.window.to.vn())]));
    }
    if !whole.absent.is_empty() {
        let directory = ctx.app.directory();
        let names: Vec<&str> = whole.absent.iter().map(|id| directory.short_name(*id)).collect();
        let args = [("count", names.len().to_string()), ("names", names.join(", "))];
        notes.push(ctx.tn("reports-note-absent", &args));
    }
    let rows = whole.template.rows().map(|row| (row, whole.pair(row).0));
    let beyond: Vec<String> = rows
        .filter(|(_, now)| beyond_whole(*now))
        .map(|(row, now)| format!("{} {}: {}", row.code, row.name, words::maybe(&ctx.locale, now)))
        .collect();
    if !beyond.is_empty() {
        notes.push(ctx.tn("reports-note-beyond", &[("rows", beyond.join("; "))]));
    }
    Ok(notes)
}

fn facts(ctx: &Ctx, whole: &Whole) -> Result<SummaryList> {
    let (report, directory) = (&whole.report, ctx.app.directory());
    let days = format!("{} – {}", whole.window.from.vn(), whole.window.to.vn());
    let mut facts = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("reports-head-agency"), directory.name(report.agency_id).to_owned())
        .row(ctx.t("reports-head-receiver"), directory.name(report.receiver_id).to_owned())
        .row(ctx.t("reports-head-days"), days)
        .row(ctx.t("reports-head-due"), day_cell(&report.due_on))
        .row(ctx.t("reports-head-status"), Cell::Tag(words::status_tag(ctx, words::status_of(ctx, report)?)))
        .row(ctx.t("reports-head-author"), report.author_name.clone());
    if !report.submitted_by.is_empty() {
        facts = facts.row(ctx.t("reports-head-submitted"), report.submitted_by.clone());
    }
    if let Some(on) = &report.signed_on {
        let args =
            [("day", ui::vn_day(on)), ("name", report.signed_by.clone()), ("symbol", report.symbol.clone())];
        facts = facts.row(ctx.t("reports-head-signed"), ctx.tn("reports-signed-by", &args));
    }
    if let Some(on) = &report.decided_on {
        let args = [("day", ui::vn_day(on)), ("name", report.decided_by.clone())];
        facts = facts.row(ctx.t("reports-head-accepted"), ctx.tn("reports-accepted-by", &args));
    }
    if let Some(into) = report.aggregated_into {
        facts = facts
            .row(ctx.t("reports-head-taken"), Cell::link(report_path(into), ctx.t("reports-open-taken")));
    }
    if !whole.below.is_empty() {
        let all = whole.below.len() + whole.absent.len();
        let args = [("count", whole.below.len().to_string()), ("all", all.to_string())];
        let href = format!("{}/tong-hop", report_path(report.id));
        facts =
            facts.row(ctx.t("reports-head-below"), Cell::link(href, ctx.tn("reports-below-count", &args)));
    }
    let key = if whole.frozen { "reports-frozen" } else { "reports-live" };
    Ok(facts.row(ctx.t("reports-head-figures"), ctx.tn(key, &[("edition", report.edition.to_string())])))
}

fn table(ctx: &Ctx, whole: &Whole) -> Result<Table> {
    let mut table = Table::new(&ui::words(&ctx.locale), "so-lieu", ctx.t("reports-figures"));
    let (has_below, has_first) = (!whole.below.is_empty(), !whole.first.is_empty());
    let remarks = whole.report.remarks()?;
    table.columns = vec![
        Column::new("chi-tieu", ctx.t("reports-head-row")),
        Column::numeric("do", ctx.t("reports-head-measured")),
        Column::numeric("khai", ctx.t("reports-head-declared")),
    ];
    if has_below {
        table.columns.push(Column::numeric("duoi", ctx.t("reports-head-below")));
    }
    table.columns.push(Column::numeric("ky-nay", ctx.t("reports-head-value")));
    if has_first {
        table.columns.push(Column::numeric("lan-dau", ctx.t("reports-head-first")));
    }
    table.columns.push(Column::numeric("ky-truoc", ctx.t("reports-head-before")));
    table.columns.push(Column::numeric("thay-doi", ctx.t("reports-head-change")));
    let (first, known) = (whole.first_numbers(), whole.known());
    for group in &whole.template.appendix {
        for row in &group.rows {
            let mut name =
                vec![Cell::text(format!("{} {}", row.code, row.name)), Cell::muted(row.unit.clone())];
            if let Some(remark) = remarks.get(&row.code) {
                name.push(Cell::muted(ctx.tn("reports-remark", &[("remark", remark.clone())])));
            }
            let mut cells = vec![Cell::Stack(name)];
            cells.extend(parts(ctx, whole, row, &known));
            if has_below {
                cells.push(below(ctx, whole, row, &known));
            }
            let (now, before) = whole.pair(row);
            cells.push(Cell::number(words::maybe(&ctx.locale, now)));
            if has_first {
                cells.push(first_cell(ctx, shown(row, &first), now));
            }
            cells.push(Cell::number(words::maybe(&ctx.locale, before)));
            cells.push(Cell::number(words::changed(&ctx.locale, (now, before))));
            table.rows.push(Row::new(cells));
        }
    }
    Ok(table)
}

/// What was measured, leading to its records, and what was typed beside it with the gap.
fn parts(ctx: &Ctx, whole: &Whole, row: &RowDef, known: &BTreeMap<String, Known>) -> [Cell; 2] {
    let Some(of) = known.get(&row.code) else { return [Cell::Empty, Cell::Empty] };
    let measured = of.measured.map_or(Cell::Empty, |value| {
        Cell::link(figure_path(whole.report.id, &row.code), ctx.locale.integer(value))
    });
    let declared = match (of.declared, of.gap()) {
        (None, _) => Cell::Empty,
        (Some(value), None) => Cell::number(ctx.locale.integer(value)),
        (Some(value), Some(gap)) => Cell::Stack(vec![
            Cell::number(ctx.locale.integer(value)),
            Cell::muted(ctx.tn("reports-gap", &[("gap", words::signed(&ctx.locale, gap))])),
        ]),
    };
    [measured, declared]
}

fn below(ctx: &Ctx, whole: &Whole, row: &RowDef, known: &BTreeMap<String, Known>) -> Cell {
    let value = known.get(&row.code).and_then(|k| k.below);
    let href = format!("{}/tong-hop?dong={}", report_path(whole.report.id), row.code);
    value.map_or(Cell::Empty, |value| Cell::link(href, ctx.locale.integer(value)))
}

/// The figure of the first edition, marked where a correction changed it.
fn first_cell(ctx: &Ctx, first: Option<Shown>, now: Option<Shown>) -> Cell {
    let value = Cell::number(words::maybe(&ctx.locale, first));
    if first == now { value } else { Cell::Stack(vec![value, Cell::muted(ctx.t("reports-corrected"))]) }
}

fn texts(ctx: &Ctx, whole: &Whole) -> Result<Vec<Written>> {
    let texts = whole.report.texts()?;
    let written = |section: &super::super::rules::Section| {
        let text = texts.get(&section.code).map(String::as_str).unwrap_or_default();
        let lines: Vec<String> =
            text.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect();
        Written {
            title: format!("{}. {}", section.code, section.title),
            lines: if lines.is_empty() { vec![ctx.t("reports-not-written")] } else { lines },
        }
    };
    Ok(whole.template.sections.iter().map(written).collect())
}
