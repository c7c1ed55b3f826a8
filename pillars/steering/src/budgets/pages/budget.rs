//! GET /ngan-sach-cchc/du-toan/{id}: a budget: its lines with all amounts, sums, its way, comments, decisions, history.

use super::super::acts::RECORD;
use super::super::deeds;
use super::super::rules::{State, Step};
use super::super::slice::{ALLOCATE, DECIDE, EDIT, REVIEW, SUBMIT};
use super::super::store::budgets::Budget;
use super::super::store::items;
use super::super::store::lines::{self, Line};
use super::super::store::money::{self, Decision};
use super::super::store::talk::{self, Comment};
use super::super::store::way::{self, ChangeRow, StepRow};
use super::super::words::{self, day_cell, sum, vn};
use super::{PATH, RecordView, as_seen, budget_path, line_path, talk as talk_pages, totals};
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::Result;
use ui::{Action, ActionKind, Cell, Column, Empty, Head, Row, SummaryList, Table};

/// Shows the budget.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let budget = deeds::read(&ctx, id).await?;
    let store = &ctx.app.store;
    let written = lines::of(store, id).await?;
    let catalogue = items::all(store).await?;
    let steps = way::steps(store, id).await?;
    let changes = way::changes(store, id).await?;
    let said = talk::of(store, id).await?;
    let decisions = money::of(store, id).await?;
    let entries = platform::journal::history(store, RECORD, id).await?;
    let title = words::title(&ctx, &budget);
    let head = Head {
        tag: Some(words::state(&ctx, &budget)?),
        actions: actions(&ctx, &budget, &written, &decisions)?,
        ..Head::new(title.clone())
    };
    let mut tables = vec![line_table(&ctx, &budget, (&written, &changes))?];
    tables.extend(totals::tables(&ctx, &written, &catalogue));
    tables.extend(step_table(&ctx, &steps));
    tables.push(comments(&ctx, &budget, &written, &said));
    tables.extend(decision_table(&ctx, &decisions));
    let form = talk_pages::form(&ctx, &budget, &written)?;
    ui::html(&RecordView {
        page: ui::page(&ctx, title).with_back(PATH, ctx.t("budgets-menu")),
        head,
        notes: notes(&ctx, &budget)?,
        facts: facts(&ctx, &budget, changes.len()),
        tables,
        form_title: ctx.t("budgets-comment-send"),
        form,
        history_title: ctx.t("budgets-history"),
        history: Some(ui::history(&ctx, &entries)),
    })
}

fn actions(ctx: &Ctx, budget: &Budget, written: &[Line], decisions: &[Decision]) -> Result<Vec<Action>> {
    let here = budget_path(budget.id);
    let state = budget.state()?;
    let (edit, send) = (ctx.may(EDIT, budget.agency_id), ctx.may(SUBMIT, budget.agency_id));
    let allocate = ctx.may(ALLOCATE, budget.allocator_id);
    let mut actions = Vec::new();
    let mut link = |to: &str, label: &str, kind| {
        actions.push(Action::link(format!("{here}/{to}"), ctx.t(label), kind));
    };
    if state == State::Underway && ctx.may(DECIDE, budget.holder_id) {
        let council = deeds::present_step(budget).is_some_and(Step::needs_paper);
        let label = if council { "budgets-pass-council-act" } else { "budgets-pass" };
        link("chuyen", label, ActionKind::Primary);
        link("tra-lai", "budgets-return", ActionKind::Quiet);
    }
    if state == State::Decided && allocate {
        link("giao", "budgets-allocate", ActionKind::Primary);
    }
    if state == State::Settling && allocate {
        link("duyet-quyet-toan", "budgets-account-approve", ActionKind::Primary);
        link("tra-quyet-toan", "budgets-account-return", ActionKind::Quiet);
    }
    if edit && state.editable().is_ok() {
        link("dong-moi", "budgets-line-new", ActionKind::Primary);
        link("nhap", "budgets-import", ActionKind::Quiet);
    }
    if state == State::Allocated {
        if edit && decisions.iter().all(|d| !d.is_open()) {
            link("dieu-chinh", "budgets-adjust", ActionKind::Quiet);
        }
        if send {
            link("quyet-toan", "budgets-settle", ActionKind::Quiet);
        }
    }
    link("bang", "budgets-export", ActionKind::Quiet);
    link("in", "budgets-print", ActionKind::Quiet);
    if budget.allocated_on.is_some() {
        link("in-giao", "budgets-print-allocation", ActionKind::Quiet);
    }
    let mut post = |to: &str, label: &str, kind| {
        let mut action = Action::post(format!("{here}/{to}"), ctx.t(label), kind);
        action.hidden = as_seen(budget);
        actions.insert(0, action);
    };
    if send && state == State::Underway && budget.position <= 1 {
        post("rut", "budgets-withdraw", ActionKind::Quiet);
    }
    if send && state.editable().is_ok() && !written.is_empty() {
        post("gui", "budgets-submit", ActionKind::Quiet);
    }
    Ok(actions)
}

fn notes(ctx: &Ctx, budget: &Budget) -> Result<Vec<String>> {
    let mut notes = Vec::new();
    match budget.state()? {
        State::Returned => {
            notes.push(ctx.tn("budgets-note-returned", &[("reason", budget.reason.clone())]));
        }
        State::Allocated if !budget.reason.is_empty() => {
            notes.push(ctx.tn("budgets-note-account-returned", &[("reason", budget.reason.clone())]));
        }
        _ => {}
    }
    Ok(notes)
}

fn facts(ctx: &Ctx, budget: &Budget, changed: usize) -> SummaryList {
    let directory = ctx.app.directory();
    let money = |amount: i64| words::dong(ctx, amount);
    let executed = kernel::Share::new(budget.spent, budget.allocated).percent();
    let mut facts = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("budgets-head-agency"), directory.name(budget.agency_id).to_owned())
        .row(ctx.t("budgets-head-tier"), words::tier(ctx, &budget.tier))
        .row(ctx.t("budgets-head-author"), budget.author_name.clone())
        .row(ctx.t("budgets-head-due"), vn(&budget.due_on));
    if let Some(on) = &budget.submitted_on {
        let args = [("day", vn(on)), ("round", budget.round.to_string())];
        facts = facts.row(ctx.t("budgets-head-submitted"), ctx.tn("budgets-submitted-round", &args));
    }
    // The first sending counts: what comes back to be mended was in time if it was first sent in time.
    let first = budget.first_submitted_on.as_deref().and_then(|d| d.parse::<kernel::Day>().ok());
    let due = budget.due_on.parse::<kernel::Day>().ok();
    if let Some((first, due)) = first.zip(due).filter(|(first, due)| first > due) {
        let args = [("days", due.days_until(first).to_string()), ("day", first.vn())];
        facts = facts.row(ctx.t("budgets-head-late"), ctx.tn("budgets-submitted-late", &args));
    }
    if let Some(on) = &budget.answer_due_on {
        facts = facts.row(ctx.t("budgets-head-answer-due"), vn(on));
    }
    for (label, on) in [
        ("budgets-head-decided", &budget.decided_on),
        ("budgets-head-allocated-on", &budget.allocated_on),
        ("budgets-head-settled", &budget.settled_on),
    ] {
        if let Some(on) = on {
            facts = facts.row(ctx.t(label), vn(on));
        }
    }
    facts = facts
        .row(ctx.t("budgets-fact-proposed"), money(budget.proposed))
        .row(ctx.t("budgets-fact-amount"), money(budget.amount));
    if changed > 0 {
        let words = ctx.tn("budgets-see-changes", &[("count", changed.to_string())]);
        facts = facts.row(
            ctx.t("budgets-head-changes"),
            Cell::link(format!("{}/thay-doi", budget_path(budget.id)), words),
        );
    }
    if budget.allocated_on.is_some() {
        facts = facts
            .row(ctx.t("budgets-fact-allocated"), money(budget.allocated))
            .row(ctx.t("budgets-fact-spent"), money(budget.spent))
            .row(ctx.t("budgets-fact-left"), money(budget.allocated - budget.spent))
            .row(ctx.t("budgets-head-executed"), words::percent(ctx, executed));
    }
    facts
}

fn line_table(ctx: &Ctx, budget: &Budget, (written, changes): (&[Line], &[ChangeRow])) -> Result<Table> {
    let state = budget.state()?;
    let editable = ctx.may(EDIT, budget.agency_id) && state.editable().is_ok();
    let reviews = state == State::Underway && ctx.may(REVIEW, budget.holder_id);
    let begun = budget.days()?.0 <= ctx.today();
    let spends = begun && state == State::Allocated && ctx.may(super::SPEND, budget.agency_id);
    let mut table = Table::new(&ui::words(&ctx.locale), "cac-dong", ctx.t("budgets-lines"));
    table.columns = vec![
        Column::new("noi-dung", ctx.t("budgets-head-content")),
        Column::new("nguon", ctx.t("budgets-head-source")),
        Column::new("cach-tinh", ctx.t("budgets-head-reckoned")),
        Column::numeric("de-nghi", ctx.t("budgets-head-proposed")),
        Column::numeric("du-toan", ctx.t("budgets-head-amount")),
        Column::numeric("giao", ctx.t("budgets-head-allocated")),
        Column::numeric("chi", ctx.t("budgets-head-spent")),
    ];
    let acts = editable || reviews || spends;
    if acts {
        table.columns.push(Column::new("lam", ctx.t("budgets-head-act")));
    }
    table.rows = written
        .iter()
        .map(|line| {
            let here = line_path(line.id);
            let mut cells = line_cells(ctx, line, changes);
            let mut does = Vec::new();
            if editable {
                does.push(Cell::link(format!("{here}/sua"), ctx.t("budgets-edit")));
                does.push(Cell::link(format!("{here}/bo"), ctx.t("budgets-line-drop")));
            }
            if reviews {
                does.push(Cell::link(format!("{here}/muc-tien"), ctx.t("budgets-change")));
            }
            if spends {
                does.push(Cell::link(format!("{here}/chi"), ctx.t("budgets-spend")));
            }
            if acts {
                cells.push(Cell::stacked(does));
            }
            Row::new(cells)
        })
        .collect();
    table.empty = Empty::new(ctx.t("budgets-budget-empty"), ctx.t("budgets-budget-empty-text"));
    Ok(table)
}

/// "120 đại biểu × 150.000 đồng".
pub(super) fn reckoned(ctx: &Ctx, line: &Line) -> String {
    let args = [
        ("quantity", kernel::vi_integer(line.quantity)),
        ("unit", line.unit.clone()),
        ("price", words::dong(ctx, line.price)),
    ];
    ctx.tn("budgets-reckoned", &args)
}

fn line_cells(ctx: &Ctx, line: &Line, changes: &[ChangeRow]) -> Vec<Cell> {
    let mut name = vec![Cell::link(line_path(line.id), line.name.clone()), Cell::muted(line.task.clone())];
    let net = line.amount - line.proposed;
    // Whoever reads the line sees why it is no longer what was asked for.
    if let Some(last) = changes.iter().rev().find(|c| net != 0 && c.line_id == line.id) {
        let sign = if net > 0 { "+" } else { "" };
        let args = [
            ("net", format!("{sign}{}", words::dong(ctx, net))),
            ("reason", last.reason.clone()),
            ("agency", ctx.app.directory().short_name(last.agency_id).to_owned()),
        ];
        name.push(Cell::muted(ctx.tn("budgets-line-changed", &args)));
    }
    vec![
        Cell::Stack(name),
        Cell::from(words::source(ctx, &line.source)),
        Cell::text(reckoned(ctx, line)),
        sum(line.proposed),
        sum(line.amount),
        sum(line.allocated),
        sum(line.spent),
    ]
}

fn step_table(ctx: &Ctx, steps: &[StepRow]) -> Option<Table> {
    let mut table = Table::new(&ui::words(&ctx.locale), "duong-di", ctx.t("budgets-way"));
    table.columns = vec![
        Column::new("buoc", ctx.t("budgets-head-step")),
        Column::new("co-quan", ctx.t("budgets-head-agency")),
        Column::new("den", ctx.t("budgets-head-arrived")),
        Column::new("han", ctx.t("budgets-head-answer-due")),
        Column::new("xong", ctx.t("budgets-head-done")),
        Column::new("ket-qua", ctx.t("budgets-head-outcome")),
    ];
    let outcome = |step: &StepRow| {
        let mut cells = Vec::new();
        if !step.outcome.is_empty() {
            let council = Step::from_code(&step.step).is_some_and(Step::needs_paper);
            let resolved = council && step.outcome == "passed";
            let outcome = if resolved { "resolved" } else { step.outcome.as_str() };
            cells.push(Cell::text(ctx.t(&format!("budgets-outcome-{outcome}"))));
            cells.push(Cell::muted(step.done_by.clone()));
        } else if step.arrived_on.is_some() {
            cells.push(Cell::text(ctx.t("budgets-outcome-open")));
        }
        cells.extend([&step.paper, &step.note].into_iter().filter(|t| !t.is_empty()).map(Cell::text));
        Cell::stacked(cells)
    };
    table.rows = steps
        .iter()
        .map(|step| {
            let args = [("round", step.round.to_string()), ("step", words::step(ctx, &step.step))];
            Row::new(vec![
                Cell::text(ctx.tn("budgets-step-of", &args)),
                Cell::from(ctx.app.directory().short_name(step.agency_id)),
                day_cell(step.arrived_on.as_deref()),
                day_cell(step.due_on.as_deref()),
                day_cell(step.done_on.as_deref()),
                outcome(step),
            ])
        })
        .collect();
    (!steps.is_empty()).then_some(table)
}

fn comments(ctx: &Ctx, budget: &Budget, written: &[Line], said: &[Comment]) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "y-kien", ctx.t("budgets-comments"));
    table.columns = vec![
        Column::new("ve", ctx.t("budgets-head-about")),
        Column::new("y-kien", ctx.t("budgets-head-comment")),
        Column::new("tra-loi", ctx.t("budgets-head-answer")),
    ];
    let may_answer = ctx.may(EDIT, budget.agency_id);
    table.rows = said
        .iter()
        .map(|comment| {
            let about = match comment.line_id {
                None => Cell::text(ctx.t("budgets-about-whole")),
                Some(line) => {
                    let name = written.iter().find(|l| l.id == line).map(|l| l.name.clone());
                    Cell::link(line_path(line), name.unwrap_or_else(|| ctx.t("budgets-about-gone")))
                }
            };
            Row::new(vec![
                about,
                talk_pages::said(ctx, comment),
                talk_pages::answered(ctx, comment, may_answer),
            ])
        })
        .collect();
    table.empty = Empty::new(ctx.t("budgets-comments-empty"), ctx.t("budgets-comments-empty-text"));
    table
}

fn decision_table(ctx: &Ctx, decisions: &[Decision]) -> Option<Table> {
    let mut table = Table::new(&ui::words(&ctx.locale), "quyet-dinh", ctx.t("budgets-decisions"));
    table.columns = vec![
        Column::new("loai", ctx.t("budgets-head-decision")),
        Column::new("so", ctx.t("budgets-head-paper")),
        Column::new("ngay", ctx.t("budgets-head-signed")),
        Column::new("ket-qua", ctx.t("budgets-head-outcome")),
        Column::new("nguoi", ctx.t("budgets-head-by")),
    ];
    table.rows = decisions
        .iter()
        .map(|d| {
            let kind = ctx.t(&format!("budgets-decision-{}", d.kind));
            let mut who = vec![Cell::text(d.proposed_by.clone())];
            if !d.decided_by.is_empty() && d.decided_by != d.proposed_by {
                who.push(Cell::muted(d.decided_by.clone()));
            }
            Row::new(vec![
                Cell::Stack(vec![
                    Cell::link(format!("{PATH}/quyet-dinh/{}", d.id), kind),
                    Cell::muted(d.reason.clone()),
                ]),
                Cell::from(d.paper.clone()),
                day_cell(d.signed_on.as_deref()),
                Cell::text(ctx.t(&format!("budgets-proposal-{}", d.state))),
                Cell::Stack(who),
            ])
        })
        .collect();
    (!decisions.is_empty()).then_some(table)
}
