//! /ngan-sach-cchc/quyet-dinh/{id}: a decision on money with what it says of each line; a proposed adjustment is decided on here.

use super::super::deeds;
use super::super::slice::ALLOCATE;
use super::super::store::budgets::{self, Budget};
use super::super::store::lines::{self, Line};
use super::super::store::money::{self, ADJUSTMENT, Allotment, Decision};
use super::super::words::{self, sum, vn};
use super::{PATH, RecordView, as_seen, budget_path, line_path};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Moment;
use platform::error::{Error, Result};
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors};
use ui::{Cell, Choice, Column, Field, Form, Head, Row, SummaryList, Table};

/// Shows the decision.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let decision = money::get(&ctx.app.store, id).await?;
    let budget = deeds::read(&ctx, decision.budget_id).await?;
    ui::html(&view(&ctx, (&budget, &decision), &Submitted::default(), &FieldErrors::new()).await?)
}

/// Decides on a proposed adjustment.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    match deeds::decide_adjustment(&ctx, id, &form).await {
        Ok(budget) => Ok(redirect(&budget_path(budget.id), Some("budgets-flash-decided"))),
        Err(Error::Invalid(errors)) => {
            let decision = money::get(&ctx.app.store, id).await?;
            let budget = budgets::get(&ctx.app.store, decision.budget_id).await?;
            let page = view(&ctx, (&budget, &decision), &form, &errors).await?;
            ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error),
    }
}

async fn view(
    ctx: &Ctx,
    (budget, decision): (&Budget, &Decision),
    typed: &Submitted,
    errors: &FieldErrors,
) -> Result<RecordView> {
    let store = &ctx.app.store;
    let written = lines::with_dropped(store, budget.id).await?;
    let parts = money::allotments(store, decision.id).await?;
    let caption = words::title(ctx, budget);
    let title = ctx.t(&format!("budgets-decision-{}", decision.kind));
    let by = [("name", decision.proposed_by.clone()), ("at", Moment::from_micros(decision.proposed_at).vn())];
    let mut facts = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("budgets-head-outcome"), ctx.t(&format!("budgets-proposal-{}", decision.state)))
        .row(ctx.t("budgets-head-by"), ctx.tn("budgets-proposed-by", &by));
    if !decision.reason.is_empty() {
        facts = facts.row(ctx.t("budgets-head-reason"), decision.reason.clone());
    }
    if !decision.paper.is_empty() {
        facts = facts
            .row(ctx.t("budgets-head-paper"), decision.paper.clone())
            .row(ctx.t("budgets-head-signed"), vn(decision.signed_on.as_deref().unwrap_or_default()))
            .row(ctx.t("budgets-head-decided-by"), decision.decided_by.clone());
    }
    let decides = decision.kind == ADJUSTMENT && decision.is_open() && ctx.may(ALLOCATE, budget.allocator_id);
    Ok(RecordView {
        page: ui::page(ctx, title.clone()).with_back(budget_path(budget.id), caption.clone()),
        head: Head { caption, ..Head::new(title) },
        notes: Vec::new(),
        facts,
        tables: vec![table(ctx, decision, &written, &parts)],
        form_title: ctx.t("budgets-decide-title"),
        form: decides.then(|| form(ctx, (budget, decision), typed, errors)),
        history_title: String::new(),
        history: None,
    })
}

fn table(ctx: &Ctx, decision: &Decision, written: &[Line], parts: &[Allotment]) -> Table {
    let account = decision.kind == money::SETTLEMENT;
    let (before, after) = if account {
        ("budgets-head-allocated", "budgets-head-spent")
    } else {
        ("budgets-head-before", "budgets-head-after")
    };
    let mut table = Table::new(&ui::words(&ctx.locale), "cac-dong", ctx.t("budgets-lines"));
    table.columns = vec![
        Column::new("dong", ctx.t("budgets-head-content")),
        Column::numeric("truoc", ctx.t(before)),
        Column::numeric("sau", ctx.t(after)),
    ];
    if !account {
        for key in ["budgets-quarter-1", "budgets-quarter-2", "budgets-quarter-3", "budgets-quarter-4"] {
            table.columns.push(Column::numeric("quy", ctx.t(key)));
        }
    }
    table.rows = parts
        .iter()
        .map(|part| {
            let name = written.iter().find(|l| l.id == part.line_id).map(|l| l.name.clone());
            let mut cells = vec![
                Cell::link(line_path(part.line_id), name.unwrap_or_default()),
                sum(part.amount_before),
                sum(part.amount_after),
            ];
            if !account {
                let quarters = part.quarters();
                let divided = quarters.is_divided();
                // An amount that was given for the year as a whole has no quarters, which is not the same as quarters of nothing.
                cells.extend(quarters.0.map(|q| if divided { sum(q.0) } else { Cell::text("–") }));
            }
            Row::new(cells)
        })
        .collect();
    table
}

fn form(
    ctx: &Ctx,
    (budget, decision): (&Budget, &Decision),
    typed: &Submitted,
    errors: &FieldErrors,
) -> Form {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let held = typed.text("ket-qua");
    let choices = [("duyet", "budgets-adjustment-approve"), ("tu-choi", "budgets-adjustment-refuse")]
        .map(|(code, key)| Choice::new(code, ctx.t(key), code == held));
    let fields = vec![
        Field::radios("ket-qua", ctx.t("budgets-head-outcome"), choices.into()).error(error("ket-qua")),
        Field::text("quyet-dinh", ctx.t("budgets-head-paper"))
            .hint(ctx.t("budgets-paper-hint"))
            .value(typed.text("quyet-dinh"))
            .error(error("quyet-dinh")),
        Field::date("ngay", ctx.t("budgets-head-signed")).value(typed.text("ngay")).error(error("ngay")),
    ];
    let words = ui::words(&ctx.locale);
    let action = format!("{PATH}/quyet-dinh/{}", decision.id);
    let mut form = Form::new(&words, action, ctx.t("budgets-decide-act"), fields);
    form.hidden = as_seen(budget);
    form
}
