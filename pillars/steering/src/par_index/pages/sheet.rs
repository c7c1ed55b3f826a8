//! GET /chi-so-cchc/phieu/{id}: an agency's assessment: every criterion declared beside measured beside verified, the index as
//! it stands, and what can be done next.

use super::super::acts;
use super::super::rules::gap::{Gap, gap};
use super::super::rules::state::{State, dialogue_until};
use super::super::rules::total::{class, total};
use super::super::rules::tree::{By, Leaf};
use super::super::slice::{ASSESS, ASSIGN, SUBMIT, VERIFY, VIEW};
use super::super::store::assignments::Assignment;
use super::super::store::scores::ScoreRow;
use super::super::store::sheets;
use super::super::words::Writer;
use super::sheets::overdue;
use super::{SHEETS, Whole, as_seen, records, result};
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use platform::journal::Entry;
use ui::{Action, ActionKind, Cell, Column, Head, History, Page, Row, SummaryList, Table, Tag, Tone};

#[derive(askama::Template)]
#[template(path = "par_index/pages/sheet.html")]
struct View {
    page: Page,
    head: Head,
    warning: Option<ui::Warning>,
    facts: SummaryList,
    domains: Table,
    criteria: Table,
    history_title: String,
    history: History,
}

/// Shows the sheet.
pub(in super::super) async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let whole = Whole::load(&ctx, id, VIEW).await?;
    let entries = platform::journal::history(&ctx.app.store, "par_sheet", id).await?;
    let writer = Writer::new(&ctx.locale);
    let now = total(&whole.tree, &whole.given(), whole.how.takes_off);
    let years = sheets::published_of(&ctx.app.store, whole.agency.id).await?;
    let before = years.iter().find(|s| s.year == whole.sheet.year - 1);
    let before = before.map(|s| s.decided_total()).transpose()?.flatten();
    let overs = acts::over_declared(&whole.tree, &whole.scores, &whole.measured, &whole.how);
    // Once handed in there is nothing to correct: the gap of each criterion says it.
    let drafting = whole.sheet.at() == State::Drafting;
    let warning = (drafting && !overs.is_empty()).then(|| ui::Warning {
        prefix: writer.words.warning.clone(),
        text: ctx.tn("par-index-over-warning", &[("codes", overs.join(", "))]),
    });
    let mut facts = facts(&ctx, &whole, &now);
    if let Some(entry) = given_back(&entries).filter(|_| drafting) {
        let reason = entry.reason.as_deref().unwrap_or_default();
        let by = Cell::muted(format!("{} · {}", entry.actor_name, entry.moment().vn()));
        facts = facts.row(ctx.t("par-index-head-given-back"), Cell::Stack(vec![Cell::written(reason), by]));
    }
    let title = whole.title();
    let head = Head {
        caption: writer.level(&whole.sheet.level),
        tag: Some(writer.state(whole.sheet.at())),
        actions: actions(&ctx, &whole),
        ..Head::new(title.clone())
    };
    ui::html(&View {
        page: ui::page(&ctx, title).with_back(SHEETS, ctx.t("par-index-sheets-title")),
        head,
        warning,
        facts,
        domains: result::domains(&ctx, &whole.tree, &now, before.as_ref()),
        criteria: criteria(&ctx, &whole),
        history_title: ctx.t("par-index-history"),
        history: ui::history(&ctx, &entries),
    })
}

/// How the sheet was given back, if nothing was handed in since; newest entries first.
fn given_back(entries: &[Entry]) -> Option<&Entry> {
    let newest = entries.iter().find(|e| matches!(e.action.as_str(), "par_give_back" | "par_submit"));
    newest.filter(|e| e.action == "par_give_back")
}

fn actions(ctx: &Ctx, whole: &Whole) -> Vec<Action> {
    let here = whole.href();
    let agency = whole.sheet.agency_id;
    let mut actions = Vec::new();
    let quiet = |to: &str, label: &str| Action::link(format!("{here}/{to}"), ctx.t(label), ActionKind::Quiet);
    match whole.sheet.at() {
        State::Drafting if ctx.may(SUBMIT, agency) => {
            let to = format!("{here}/nop");
            actions.push(Action::link(to, ctx.t("par-index-submit-look"), ActionKind::Primary));
        }
        State::Submitted if ctx.may(VERIFY, agency) => {
            let mut conclude =
                Action::post(format!("{here}/ket-luan"), ctx.t("par-index-conclude"), ActionKind::Primary);
            conclude.hidden = as_seen(whole.sheet.version);
            let mut accept =
                Action::post(format!("{here}/nhan-khop"), ctx.t("par-index-accept"), ActionKind::Quiet);
            accept.hidden = as_seen(whole.sheet.version);
            actions.extend([conclude, accept, quiet("tra-lai", "par-index-give-back")]);
        }
        State::Verified if whole.sheet.agreed_at.is_none() && ctx.may(SUBMIT, agency) => {
            let mut agree =
                Action::post(format!("{here}/dong-y"), ctx.t("par-index-agree"), ActionKind::Primary);
            agree.hidden = as_seen(whole.sheet.version);
            actions.push(agree);
        }
        _ => {}
    }
    if whole.sheet.at() == State::Drafting {
        if ctx.may(ASSIGN, agency) {
            actions.push(quiet("phan-cong", "par-index-assign-title"));
        }
        if ctx.may(ASSESS, agency) {
            actions.push(quiet("minh-chung-chung", "par-index-evidence-many"));
        }
    }
    if matches!(whole.sheet.at(), State::Drafting | State::Submitted | State::Verified) {
        actions.push(quiet("mo-phong", "par-index-simulate"));
    } else if ctx.may(ASSESS, agency) {
        actions.push(quiet("khac-phuc", "par-index-fix-title"));
    }
    actions.push(quiet("khao-sat", "par-index-survey-title"));
    actions.push(quiet("in", "par-index-print"));
    actions
}

fn facts(ctx: &Ctx, whole: &Whole, now: &super::super::rules::total::Total) -> SummaryList {
    let writer = Writer::new(&ctx.locale);
    let sheet = &whole.sheet;
    let mut due = vec![Cell::moment(&sheet.due_on, ui::vn_day(&sheet.due_on))];
    if overdue(ctx, sheet) {
        due.push(Tag::new(ctx.t("par-index-overdue"), Tone::Bad).into());
    }
    let class = class(&whole.how.classes, &sheet.level, now);
    let class = class.map_or_else(|| "–".to_owned(), |c| ctx.locale.pick(&c.name, &c.name_en).to_owned());
    let mut list = SummaryList::new(&writer.words)
        .row(ctx.t("par-index-head-agency"), whole.agency.name.clone())
        .row(
            ctx.t("par-index-head-round"),
            Cell::link(format!("{}/{}", super::ROUNDS, whole.round.id), whole.round.name.clone()),
        )
        .row(ctx.t("par-index-head-due"), Cell::Stack(due))
        .row(ctx.t("par-index-head-now"), result::sum(ctx, now))
        .row(ctx.t("par-index-head-class"), class)
        .row(ctx.t("par-index-head-open"), Cell::number(now.open.to_string()));
    if let Some(at) = sheet.submitted() {
        list = list.row(ctx.t("par-index-head-submitted"), format!("{} · {}", sheet.submitted_name, at.vn()));
    }
    if let Some(at) = sheet.verified() {
        list =
            list.row(ctx.t("par-index-head-verified-by"), format!("{} · {}", sheet.verified_name, at.vn()));
        if sheet.at() == State::Verified {
            let last = dialogue_until(at.day(), whole.how.dialogue_days);
            list = list.row(ctx.t("par-index-head-dialogue"), Cell::moment(last.to_string(), last.vn()));
        }
        if let Some(at) = sheet.agreed_at.map(kernel::Moment::from_micros) {
            list = list.row(ctx.t("par-index-head-agreed"), format!("{} · {}", sheet.agreed_name, at.vn()));
        }
    }
    if let Some(place) = sheet.place {
        list = list.row(ctx.t("par-index-head-place"), Cell::number(place.to_string()));
    }
    list
}

/// Every criterion: declared, measured, verified, the gap by name.
fn criteria(ctx: &Ctx, whole: &Whole) -> Table {
    let writer = Writer::new(&ctx.locale);
    let mut table = Table::new(&writer.words, "tieu-chi", ctx.t("par-index-criteria-caption"));
    table.columns = vec![
        Column::new("tieu-chi", ctx.t("par-index-head-criterion")),
        Column::numeric("toi-da", ctx.t("par-index-head-max")),
        Column::numeric("tu-cham", ctx.t("par-index-head-own")),
        Column::numeric("do-duoc", ctx.t("par-index-head-measured")),
        Column::numeric("tham-dinh", ctx.t("par-index-head-verified")),
        Column::new("lech", ctx.t("par-index-head-gap")),
        Column::new("minh-chung", ctx.t("par-index-head-evidence")),
    ];
    table.rows = whole.tree.leaves().iter().map(|leaf| row(ctx, whole, leaf)).collect();
    table
}

fn row(ctx: &Ctx, whole: &Whole, leaf: &Leaf<'_>) -> Row {
    let writer = Writer::new(&ctx.locale);
    let code = &leaf.node.code;
    let empty = ScoreRow::default();
    let row = whole.scores.get(code).unwrap_or(&empty);
    let shown = whole.evidence.iter().filter(|e| e.code == *code).count();
    let group = leaf.within.map_or_else(|| writer.domain(leaf.domain), |n| writer.coded(n));
    let own = if row.not_applicable {
        Cell::muted(ctx.t("par-index-not-applicable"))
    } else if leaf.node.by == By::Own {
        Cell::number(writer.maybe(row.own()))
    } else {
        Cell::muted(ctx.t("par-index-not-own"))
    };
    let verified = match (row.verified(), row.final_points) {
        (Some(was), Some(_)) if row.last() != Some(was) => {
            Cell::Stack(vec![Cell::number(writer.maybe(row.last())), Cell::muted(writer.dec(was))])
        }
        (verified, _) => Cell::number(writer.maybe(verified)),
    };
    let mut named = vec![
        Cell::link(whole.leaf_href(code), format!("{code} {}", writer.node(leaf.node))),
        Cell::muted(group),
    ];
    named.extend(whole.assigned.get(code).map(|given| Cell::muted(assigned_words(ctx, given))));
    Row::new(vec![
        Cell::Stack(named),
        Cell::number(writer.dec(leaf.max())),
        own,
        records::figure(ctx, whole, leaf),
        verified,
        gap_cell(ctx, whole, row, code),
        Cell::number(shown.to_string()),
    ])
}

/// Who has a criterion, until when.
pub(super) fn assigned_words(ctx: &Ctx, given: &Assignment) -> String {
    let args = [("name", given.account_name.clone()), ("day", ui::vn_day(&given.due_on))];
    ctx.tn("par-index-assigned-to", &args)
}

/// The gap of a criterion, and whether something waits for an answer.
pub(super) fn gap_cell(ctx: &Ctx, whole: &Whole, row: &ScoreRow, code: &str) -> Cell {
    let writer = Writer::new(&ctx.locale);
    let mut cells = Vec::new();
    if let (Some(own), Some(seen), false) = (row.own(), whole.measured.get(code), row.not_applicable) {
        let named = gap(own, seen.points, whole.how.rounding);
        cells.push(Cell::Tag(writer.gap(named, own, seen.points)));
    } else if let (Some(own), Some(found), false) = (row.own(), row.last(), row.not_applicable) {
        let named = gap(own, found, whole.how.rounding);
        if named != Gap::Agrees {
            cells.push(Cell::Tag(Tag::new(
                ctx.tn("par-index-gap-verified", &[("difference", writer.dec((own - found).abs()))]),
                Tone::Warn,
            )));
        }
    }
    if row.is_open() {
        cells.push(Cell::Tag(Tag::new(ctx.t("par-index-objection-open"), Tone::Accent)));
    }
    if whole.sheet.at() == State::Drafting
        && row.own().is_none()
        && !row.not_applicable
        && ctx.may(ASSESS, whole.sheet.agency_id)
    {
        let own = whole.tree.leaf(code).is_some_and(|l| l.node.by == By::Own);
        if own {
            cells.push(Cell::Tag(Tag::new(ctx.t("par-index-to-do"), Tone::Info)));
        }
    }
    Cell::stacked(cells)
}
