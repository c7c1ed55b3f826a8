//! Money given: the forms that allocate by line and quarter, and that propose another allocation.

use super::super::deeds;
use super::super::rules::State;
use super::super::slice::EDIT;
use super::super::store::budgets::Budget;
use super::super::store::lines::{self, Line};
use super::super::words;
use super::{Asked, FormView, PATH, after, budget_path, form_view, keyed};
use axum::extract::Path;
use axum::response::Response;
use platform::error::Result;
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors, Refusal};
use ui::{Cell, Field, FieldKind, Markup, Width};

/// The form that allocates.
pub async fn ask(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let budget = deeds::allocating(&ctx, id).await?;
    if budget.state()? != State::Decided {
        return Err(Refusal::new("budgets-refused-not-decided").into());
    }
    let written = lines::of(&ctx.app.store, id).await?;
    let mut typed = Submitted::default();
    for line in &written {
        typed.fields.insert(format!("giao-{}", line.id), vec![kernel::vi_integer(line.amount)]);
    }
    ui::html(&view(&ctx, &budget, &written, &typed, &FieldErrors::new()))
}

/// Allocates.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let budget = deeds::allocating(&ctx, id).await?;
    let written = lines::of(&ctx.app.store, id).await?;
    after(
        deeds::allocate(&ctx, id, &form).await,
        |_| redirect(&budget_path(id), Some("budgets-flash-allocated")),
        |errors| Ok(view(&ctx, &budget, &written, &form, errors)),
    )
}

/// An amount and its quarters for each line.
fn rows(ctx: &Ctx, written: &[Line], typed: &Submitted, errors: &FieldErrors) -> Field {
    let columns = [
        "budgets-head-content",
        "budgets-head-allocate",
        "budgets-quarter-1",
        "budgets-quarter-2",
        "budgets-quarter-3",
        "budgets-quarter-4",
    ];
    let row = |line: &Line| {
        let args = [
            ("amount", words::dong(ctx, line.amount)),
            ("allocated", words::dong(ctx, line.allocated)),
            ("spent", words::dong(ctx, line.spent)),
        ];
        let about = Cell::Stack(vec![
            Cell::text(line.name.clone()),
            Cell::muted(ctx.tn("budgets-line-amounts", &args)),
        ]);
        let money = |name: String, head: &str| {
            let label = format!("{} – {}", ctx.t(head), line.name);
            // The heading names the unit: a narrow column has room for the amount only.
            Field::number(name.clone(), label)
                .label_hidden()
                .width(Width::Medium)
                .value(typed.text(&name))
                .optional()
                .error(ui::field_error(ctx, errors, &name))
        };
        let heads = columns.iter().copied().skip(2);
        let quarters = heads.zip(1..).map(|(head, q)| money(format!("quy{q}-{}", line.id), head));
        std::iter::once(Field::html(Markup::of(&about)))
            .chain([money(format!("giao-{}", line.id), "budgets-head-allocate")])
            .chain(quarters)
            .collect::<Vec<Field>>()
    };
    let kind = FieldKind::Rows {
        columns: columns.map(|key| ctx.t(key)).into(),
        rows: written.iter().map(row).collect(),
        add_name: None,
    };
    Field::new(kind, "cac-dong", ctx.t("budgets-lines")).hint(ctx.t("budgets-quarters-hint")).optional()
}

fn view(ctx: &Ctx, budget: &Budget, written: &[Line], typed: &Submitted, errors: &FieldErrors) -> FormView {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let fields = vec![
        Field::text("quyet-dinh", ctx.t("budgets-head-paper"))
            .hint(ctx.t("budgets-paper-hint"))
            .value(typed.text("quyet-dinh"))
            .error(error("quyet-dinh")),
        Field::date("ngay", ctx.t("budgets-head-signed")).value(typed.text("ngay")).error(error("ngay")),
        rows(ctx, written, typed, errors),
    ];
    let asked = Asked {
        action: format!("{}/giao", budget_path(budget.id)),
        title: "budgets-allocate",
        lead: "budgets-allocate-lead",
        act: "budgets-allocate",
        fields,
        hidden: keyed(ctx, budget, typed),
    };
    form_view(ctx, budget, &budget_path(budget.id), asked)
}

/// The form that proposes an adjustment.
pub async fn ask_adjust(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let budget = deeds::own(&ctx, EDIT, id).await?;
    budget.state()?.spendable()?;
    let written = lines::of(&ctx.app.store, id).await?;
    let mut typed = Submitted::default();
    for line in &written {
        typed.fields.insert(format!("giao-{}", line.id), vec![kernel::vi_integer(line.allocated)]);
    }
    ui::html(&adjust_view(&ctx, &budget, &written, &typed, &FieldErrors::new()))
}

/// Proposes it.
pub async fn adjust(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let budget = deeds::own(&ctx, EDIT, id).await?;
    let written = lines::of(&ctx.app.store, id).await?;
    after(
        deeds::adjust(&ctx, id, &form).await,
        |id| redirect(&format!("{PATH}/quyet-dinh/{id}"), Some("budgets-flash-adjusted")),
        |errors| Ok(adjust_view(&ctx, &budget, &written, &form, errors)),
    )
}

fn adjust_view(
    ctx: &Ctx,
    budget: &Budget,
    written: &[Line],
    typed: &Submitted,
    errors: &FieldErrors,
) -> FormView {
    let reason = Field::textarea("ly-do", ctx.t("budgets-head-reason"), 3)
        .value(typed.text("ly-do"))
        .error(ui::field_error(ctx, errors, "ly-do"));
    let asked = Asked {
        action: format!("{}/dieu-chinh", budget_path(budget.id)),
        title: "budgets-adjust",
        lead: "budgets-adjust-lead",
        act: "budgets-adjust-act",
        fields: vec![reason, rows(ctx, written, typed, errors)],
        hidden: keyed(ctx, budget, typed),
    };
    form_view(ctx, budget, &budget_path(budget.id), asked)
}
