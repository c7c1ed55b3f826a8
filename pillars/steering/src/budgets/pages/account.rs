//! The account of a year: rendered line by line with the rest carried over or given back, decided on by who allocated.

use super::super::deeds;
use super::super::rules::variance;
use super::super::slice::SUBMIT;
use super::super::store::budgets::Budget;
use super::super::store::lines::{self, Line};
use super::super::words::{self, sum};
use super::{Asked, FormView, after, as_seen, budget_path, form_view, keyed, line_path};
use axum::extract::Path;
use axum::response::Response;
use kernel::Dong;
use platform::error::Result;
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors};
use ui::{Cell, Column, Field, FieldKind, Markup, Row, Table, Width};

/// The form that renders account.
pub async fn ask(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let budget = deeds::own(&ctx, SUBMIT, id).await?;
    budget.state()?.spendable()?;
    let written = lines::of(&ctx.app.store, id).await?;
    ui::html(&view(&ctx, &budget, &written, &Submitted::default(), &FieldErrors::new()))
}

/// Renders it.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let budget = deeds::own(&ctx, SUBMIT, id).await?;
    let written = lines::of(&ctx.app.store, id).await?;
    after(
        deeds::render_account(&ctx, id, &form).await,
        |()| redirect(&budget_path(id), Some("budgets-flash-settling")),
        |errors| Ok(view(&ctx, &budget, &written, &form, errors)),
    )
}

fn view(ctx: &Ctx, budget: &Budget, written: &[Line], typed: &Submitted, errors: &FieldErrors) -> FormView {
    let columns =
        ["budgets-head-content", "budgets-head-variance", "budgets-head-carried", "budgets-head-explanation"];
    let row = |line: &Line| {
        let off = variance(Dong(line.allocated), Dong(line.spent));
        let args = [("allocated", words::dong(ctx, line.allocated)), ("spent", words::dong(ctx, line.spent))];
        let about = Cell::Stack(vec![
            Cell::text(line.name.clone()),
            Cell::muted(ctx.tn("budgets-line-account", &args)),
        ]);
        let args =
            [("amount", words::dong(ctx, off.amount.0)), ("percent", words::percent(ctx, off.percent))];
        let (carry, why) = (format!("chuyen-{}", line.id), format!("giai-trinh-{}", line.id));
        let label = |head: &str| format!("{} – {}", ctx.t(head), line.name);
        vec![
            Field::html(Markup::of(&about)),
            Field::html(Markup::of(&Cell::text(ctx.tn("budgets-variance", &args)))),
            Field::number(carry.clone(), label("budgets-head-carried"))
                .label_hidden()
                .width(Width::Medium)
                .optional()
                .value(typed.text(&carry))
                .error(ui::field_error(ctx, errors, &carry)),
            Field::textarea(why.clone(), label("budgets-head-explanation"), 2)
                .label_hidden()
                .optional()
                .value(typed.text(&why))
                .error(ui::field_error(ctx, errors, &why)),
        ]
    };
    let kind = FieldKind::Rows {
        columns: columns.map(|key| ctx.t(key)).into(),
        rows: written.iter().map(row).collect(),
        add_name: None,
    };
    let rows = Field::new(kind, "cac-dong", ctx.t("budgets-lines")).hint(ctx.t("budgets-account-hint"));
    let asked = Asked {
        action: format!("{}/quyet-toan", budget_path(budget.id)),
        title: "budgets-settle",
        lead: "budgets-settle-lead",
        act: "budgets-settle-act",
        fields: vec![rows.optional()],
        hidden: keyed(ctx, budget, typed),
    };
    let mut view = form_view(ctx, budget, &budget_path(budget.id), asked);
    if budget.days().is_ok_and(|(_, last)| ctx.today() <= last) {
        view.notes = vec![ctx.t("budgets-settle-early")];
    }
    view
}

/// The lines as the account has them.
fn table(ctx: &Ctx, written: &[Line]) -> Table {
    let mut table = Table::new(&ui::words(&ctx.locale), "quyet-toan", ctx.t("budgets-lines"));
    table.columns = vec![
        Column::new("dong", ctx.t("budgets-head-content")),
        Column::numeric("giao", ctx.t("budgets-head-allocated")),
        Column::numeric("chi", ctx.t("budgets-head-spent")),
        Column::numeric("chuyen", ctx.t("budgets-head-carried")),
        Column::numeric("tra", ctx.t("budgets-head-given-back")),
        Column::new("giai-trinh", ctx.t("budgets-head-explanation")),
    ];
    table.rows = written
        .iter()
        .map(|line| {
            Row::new(vec![
                Cell::link(line_path(line.id), line.name.clone()),
                sum(line.allocated),
                sum(line.spent),
                sum(line.carried),
                sum(line.allocated - line.spent - line.carried),
                Cell::from(line.explanation.clone()),
            ])
        })
        .collect();
    table
}

/// The form that approves the account.
pub async fn ask_approve(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let budget = deeds::allocating(&ctx, id).await?;
    budget.state()?.give_account_back()?;
    let written = lines::of(&ctx.app.store, id).await?;
    ui::html(&approve_view(&ctx, &budget, &written, &Submitted::default(), &FieldErrors::new()))
}

/// Approves it.
pub async fn approve(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let budget = deeds::allocating(&ctx, id).await?;
    let written = lines::of(&ctx.app.store, id).await?;
    after(
        deeds::approve_account(&ctx, id, &form).await,
        |()| redirect(&budget_path(id), Some("budgets-flash-settled")),
        |errors| Ok(approve_view(&ctx, &budget, &written, &form, errors)),
    )
}

fn approve_view(
    ctx: &Ctx,
    budget: &Budget,
    written: &[Line],
    typed: &Submitted,
    errors: &FieldErrors,
) -> FormView {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let fields = vec![
        Field::text("quyet-dinh", ctx.t("budgets-head-paper"))
            .hint(ctx.t("budgets-paper-hint"))
            .value(typed.text("quyet-dinh"))
            .error(error("quyet-dinh")),
        Field::date("ngay", ctx.t("budgets-head-signed")).value(typed.text("ngay")).error(error("ngay")),
    ];
    let asked = Asked {
        action: format!("{}/duyet-quyet-toan", budget_path(budget.id)),
        title: "budgets-account-approve",
        lead: "budgets-account-approve-lead",
        act: "budgets-account-approve",
        fields,
        hidden: as_seen(budget),
    };
    let mut view = form_view(ctx, budget, &budget_path(budget.id), asked);
    view.table = Some(table(ctx, written));
    view
}

/// The form that gives the account back.
pub async fn ask_return(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let budget = deeds::allocating(&ctx, id).await?;
    budget.state()?.give_account_back()?;
    ui::html(&return_view(&ctx, &budget, "", &FieldErrors::new()))
}

/// Gives it back.
pub async fn give_back(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let budget = deeds::allocating(&ctx, id).await?;
    after(
        deeds::give_account_back(&ctx, id, &form).await,
        |()| redirect(&budget_path(id), Some("budgets-flash-account-returned")),
        |errors| Ok(return_view(&ctx, &budget, form.text("ly-do"), errors)),
    )
}

fn return_view(ctx: &Ctx, budget: &Budget, typed: &str, errors: &FieldErrors) -> FormView {
    let field = Field::textarea("ly-do", ctx.t("budgets-head-reason"), 4)
        .value(typed)
        .error(ui::field_error(ctx, errors, "ly-do"));
    let asked = Asked {
        action: format!("{}/tra-quyet-toan", budget_path(budget.id)),
        title: "budgets-account-return",
        lead: "budgets-account-return-lead",
        act: "budgets-account-return",
        fields: vec![field],
        hidden: as_seen(budget),
    };
    form_view(ctx, budget, &budget_path(budget.id), asked)
}
