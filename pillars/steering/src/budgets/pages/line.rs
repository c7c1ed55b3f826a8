//! GET /ngan-sach-cchc/dong/{id}: a line: what it is for, its amounts from the request to the rest, changes, quarters, entries of
//! spending, comments.

use super::super::deeds;
use super::super::rules::{State, rest, variance};
use super::super::slice::{EDIT, REVIEW, SPEND};
use super::super::store::budgets::Budget;
use super::super::store::items;
use super::super::store::lines::Line;
use super::super::store::money::{self, Allotment};
use super::super::store::spending::{self, Entry};
use super::super::store::talk::{self, Comment};
use super::super::store::way::{self, ChangeRow};
use super::super::words::{self, sum};
use super::{RecordView, budget, budget_path, line_path, spending as spending_pages, talk as talk_pages};
use axum::extract::Path;
use axum::response::Response;
use kernel::{Dong, Moment};
use platform::Ctx;
use platform::error::Result;
use ui::{Action, ActionKind, Cell, Column, Empty, Head, Row, SummaryList, Table};

/// Shows the line.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let (budget, line) = deeds::read_line(&ctx, id).await?;
    let store = &ctx.app.store;
    let mut changes = way::changes(store, budget.id).await?;
    changes.retain(|c| c.line_id == id);
    let entries = spending::of_line(store, id).await?;
    let given = money::of_line(store, id).await?;
    let mut said = talk::of(store, budget.id).await?;
    said.retain(|c| c.line_id == Some(id));
    let mut tables = vec![change_table(&ctx, &changes)];
    if let Some(last) = given.last().filter(|a| a.quarters().is_divided()) {
        tables.push(quarter_table(&ctx, last, spending::by_quarter(store, id).await?));
    }
    if budget.allocated_on.is_some() {
        tables.push(entry_table(&ctx, &budget, &entries)?);
    }
    tables.push(comment_table(&ctx, &budget, &said));
    let caption = words::title(&ctx, &budget);
    ui::html(&RecordView {
        page: ui::page(&ctx, line.name.clone()).with_back(budget_path(budget.id), caption.clone()),
        head: Head {
            caption,
            tag: Some(words::state(&ctx, &budget)?),
            actions: actions(&ctx, &budget, &line)?,
            ..Head::new(line.name.clone())
        },
        notes: if line.dropped { vec![ctx.t("budgets-note-dropped")] } else { Vec::new() },
        facts: facts(&ctx, &budget, &line).await?,
        tables,
        form_title: String::new(),
        form: None,
        history_title: String::new(),
        history: None,
    })
}

fn actions(ctx: &Ctx, budget: &Budget, line: &Line) -> Result<Vec<Action>> {
    let here = line_path(line.id);
    let state = budget.state()?;
    let mut found = Vec::new();
    let mut link = |to: &str, label: &str, kind| {
        found.push(Action::link(format!("{here}/{to}"), ctx.t(label), kind));
    };
    if line.dropped {
        return Ok(Vec::new());
    }
    if state.editable().is_ok() && ctx.may(EDIT, budget.agency_id) {
        link("sua", "budgets-edit", ActionKind::Primary);
        link("bo", "budgets-line-drop", ActionKind::Quiet);
    }
    if state == State::Underway && ctx.may(REVIEW, budget.holder_id) {
        link("muc-tien", "budgets-change", ActionKind::Primary);
    }
    let begun = budget.days()?.0 <= ctx.today();
    if begun && state == State::Allocated && ctx.may(SPEND, budget.agency_id) {
        link("chi", "budgets-spend", ActionKind::Primary);
    }
    Ok(found)
}

async fn facts(ctx: &Ctx, budget: &Budget, line: &Line) -> Result<SummaryList> {
    let catalogue = items::all(&ctx.app.store).await?;
    let names = words::Names::read(ctx).await?;
    let money = |amount: i64| words::dong(ctx, amount);
    let task = match line.plan_line {
        Some(plan) => Cell::link(format!("/ke-hoach-cchc/viec/{plan}"), line.task.clone()),
        None => Cell::from(line.task.clone()),
    };
    let mut facts = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("budgets-head-task"), task)
        .row(ctx.t("budgets-head-field"), names.field(&line.field))
        .row(ctx.t("budgets-head-item"), words::item(ctx, &catalogue, &line.cost_item))
        .row(ctx.t("budgets-head-norm"), line.norm.clone())
        .row(ctx.t("budgets-head-source"), words::source(ctx, &line.source))
        .row(ctx.t("budgets-head-reckoned"), budget::reckoned(ctx, line))
        .row(ctx.t("budgets-fact-proposed"), money(line.proposed))
        .row(ctx.t("budgets-fact-amount"), money(line.amount));
    if budget.allocated_on.is_some() {
        let off = variance(Dong(line.allocated), Dong(line.spent));
        let args = [("amount", money(off.amount.0)), ("percent", words::percent(ctx, off.percent))];
        facts = facts
            .row(ctx.t("budgets-fact-allocated"), money(line.allocated))
            .row(ctx.t("budgets-fact-spent"), money(line.spent))
            .row(ctx.t("budgets-fact-left"), money(line.allocated - line.spent))
            .row(ctx.t("budgets-head-variance"), ctx.tn("budgets-variance", &args));
    }
    if matches!(budget.state()?, State::Settling | State::Settled) {
        let of = rest(Dong(line.allocated), Dong(line.spent), Dong(line.carried))?;
        facts = facts
            .row(ctx.t("budgets-fact-carried"), money(of.carried.0))
            .row(ctx.t("budgets-fact-given-back"), money(of.returned.0))
            .row(ctx.t("budgets-head-explanation"), line.explanation.clone());
    }
    Ok(facts)
}

fn change_table(ctx: &Ctx, changes: &[ChangeRow]) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "thay-doi", ctx.t("budgets-all-changes"));
    table.columns = vec![
        Column::new("buoc", ctx.t("budgets-head-step")),
        Column::numeric("truoc", ctx.t("budgets-head-before")),
        Column::numeric("sau", ctx.t("budgets-head-after")),
        Column::new("ly-do", ctx.t("budgets-head-reason")),
        Column::new("nguoi", ctx.t("budgets-head-by")),
    ];
    table.rows = changes
        .iter()
        .map(|c| {
            let args = [("round", c.round.to_string()), ("step", words::step(ctx, &c.step))];
            let agency = ctx.app.directory().short_name(c.agency_id).to_owned();
            Row::new(vec![
                Cell::text(ctx.tn("budgets-step-of", &args)),
                sum(c.amount_before),
                sum(c.amount_after),
                Cell::written(&c.reason),
                Cell::Stack(vec![
                    Cell::text(format!("{} ({agency})", c.author_name)),
                    Cell::muted(Moment::from_micros(c.at).vn()),
                ]),
            ])
        })
        .collect();
    table.empty = Empty::new(ctx.t("budgets-changes-empty"), ctx.t("budgets-line-unchanged"));
    table
}

fn quarter_table(ctx: &Ctx, given: &Allotment, spent: [Dong; 4]) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "theo-quy", ctx.t("budgets-quarters"));
    table.columns = vec![
        Column::new("quy", ctx.t("budgets-head-quarter")),
        Column::numeric("giao", ctx.t("budgets-head-allocated")),
        Column::numeric("chi", ctx.t("budgets-head-spent")),
        Column::numeric("luy-ke", ctx.t("budgets-head-until")),
        Column::numeric("con", ctx.t("budgets-head-left")),
    ];
    let quarters = given.quarters();
    let mut all = Dong::ZERO;
    for (number, (part, spent)) in (1..).zip(quarters.0.into_iter().zip(spent)) {
        all = all + spent;
        let until = quarters.until(number).unwrap_or_default();
        table.rows.push(Row::new(vec![
            Cell::text(ctx.tn("budgets-quarter", &[("quarter", number.to_string())])),
            sum(part.0),
            sum(spent.0),
            sum(until.0),
            sum((until - all).0),
        ]));
    }
    table
}

fn entry_table(ctx: &Ctx, budget: &Budget, entries: &[Entry]) -> Result<Table> {
    let may = ctx.may(SPEND, budget.agency_id) && budget.state()?.spendable().is_ok();
    let mut table = Table::new(&ui::words(&ctx.locale), "cac-khoan-chi", ctx.t("budgets-entries"));
    table.columns = spending_pages::columns(ctx);
    table.rows = entries.iter().map(|e| Row::new(spending_pages::cells(ctx, e, may))).collect();
    table.empty = Empty::new(ctx.t("budgets-entries-empty"), ctx.t("budgets-entries-empty-text"));
    Ok(table)
}

fn comment_table(ctx: &Ctx, budget: &Budget, said: &[Comment]) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "y-kien", ctx.t("budgets-comments"));
    table.columns = vec![
        Column::new("y-kien", ctx.t("budgets-head-comment")),
        Column::new("tra-loi", ctx.t("budgets-head-answer")),
    ];
    let may = ctx.may(EDIT, budget.agency_id);
    table.rows = said
        .iter()
        .map(|c| Row::new(vec![talk_pages::said(ctx, c), talk_pages::answered(ctx, c, may)]))
        .collect();
    table.empty = Empty::new(ctx.t("budgets-comments-empty"), ctx.t("budgets-comments-empty-text"));
    table
}
