//! The way of a budget: sent, taken back; by the office it lies with: passed on, given back, an amount changed with its reason.

use super::super::deeds;
use super::super::rules::Step;
use super::super::slice::{DECIDE, REVIEW};
use super::super::store::budgets::Budget;
use super::super::store::lines::{self, Line};
use super::super::words;
use super::{Asked, FormView, after, as_seen, budget_path, form_view, line_path};
use axum::extract::Path;
use axum::response::Response;
use platform::error::Result;
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors};
use ui::{Field, Width};

/// Sends it.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    deeds::submit(&ctx, id, &form).await?;
    Ok(redirect(&budget_path(id), Some("budgets-flash-submitted")))
}

/// Takes it back.
pub async fn withdraw(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    deeds::withdraw(&ctx, id, &form).await?;
    Ok(redirect(&budget_path(id), Some("budgets-flash-withdrawn")))
}

/// The form to pass it on.
pub async fn ask_pass(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let budget = deeds::held(&ctx, DECIDE, id).await?;
    ui::html(&pass_view(&ctx, &budget, &Submitted::default(), &FieldErrors::new()))
}

/// Passes it on.
pub async fn pass(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let budget = deeds::held(&ctx, DECIDE, id).await?;
    let council = deeds::present_step(&budget).is_some_and(Step::needs_paper);
    let flash = if council { "budgets-flash-resolved" } else { "budgets-flash-passed" };
    after(
        deeds::pass(&ctx, id, &form).await,
        |()| redirect(&budget_path(id), Some(flash)),
        |errors| Ok(pass_view(&ctx, &budget, &form, errors)),
    )
}

fn pass_view(ctx: &Ctx, budget: &Budget, typed: &Submitted, errors: &FieldErrors) -> FormView {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let council = deeds::present_step(budget).is_some_and(Step::needs_paper);
    let mut number = Field::text("quyet-dinh", ctx.t("budgets-head-paper"))
        .hint(ctx.t("budgets-paper-hint"))
        .value(typed.text("quyet-dinh"))
        .error(error("quyet-dinh"));
    let mut on =
        Field::date("ngay", ctx.t("budgets-head-signed")).value(typed.text("ngay")).error(error("ngay"));
    if !council {
        (number, on) = (number.optional(), on.optional());
    }
    let note = Field::textarea("ghi-chu", ctx.t("budgets-head-note"), 3)
        .value(typed.text("ghi-chu"))
        .optional()
        .error(error("ghi-chu"));
    let asked = Asked {
        action: format!("{}/chuyen", budget_path(budget.id)),
        title: if council { "budgets-pass-council" } else { "budgets-pass" },
        lead: if council { "budgets-pass-council-lead" } else { "budgets-pass-lead" },
        act: if council { "budgets-pass-council-act" } else { "budgets-pass" },
        fields: vec![number, on, note],
        hidden: as_seen(budget),
    };
    let mut view = form_view(ctx, budget, &budget_path(budget.id), asked);
    let args = [("step", words::step(ctx, &budget.step)), ("amount", words::dong(ctx, budget.amount))];
    view.notes = vec![ctx.tn("budgets-pass-about", &args)];
    view
}

/// The form to give it back.
pub async fn ask_return(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let budget = deeds::held(&ctx, DECIDE, id).await?;
    ui::html(&return_view(&ctx, &budget, "", &FieldErrors::new()))
}

/// Gives it back.
pub async fn give_back(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let budget = deeds::held(&ctx, DECIDE, id).await?;
    after(
        deeds::give_back(&ctx, id, &form).await,
        |()| redirect(&budget_path(id), Some("budgets-flash-returned")),
        |errors| Ok(return_view(&ctx, &budget, form.text("ly-do"), errors)),
    )
}

fn return_view(ctx: &Ctx, budget: &Budget, typed: &str, errors: &FieldErrors) -> FormView {
    let field = Field::textarea("ly-do", ctx.t("budgets-head-reason"), 4)
        .value(typed)
        .error(ui::field_error(ctx, errors, "ly-do"));
    let asked = Asked {
        action: format!("{}/tra-lai", budget_path(budget.id)),
        title: "budgets-return",
        lead: "budgets-return-lead",
        act: "budgets-return",
        fields: vec![field],
        hidden: as_seen(budget),
    };
    form_view(ctx, budget, &budget_path(budget.id), asked)
}

async fn changing(ctx: &Ctx, id: i64) -> Result<(Budget, Line)> {
    let line = lines::get(&ctx.app.store, id).await?;
    let budget = deeds::held(ctx, REVIEW, line.budget_id).await?;
    Ok((budget, line))
}

/// The form to change a line's amount.
pub async fn ask_change(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let (budget, line) = changing(&ctx, id).await?;
    let typed = [line.amount.to_string(), String::new()];
    ui::html(&change_view(&ctx, (&budget, &line), [&typed[0], &typed[1]], &FieldErrors::new()))
}

/// Changes it.
pub async fn change(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let (budget, line) = changing(&ctx, id).await?;
    after(
        deeds::change_amount(&ctx, id, &form).await,
        |budget| redirect(&budget_path(budget.id), Some("budgets-flash-changed")),
        |errors| {
            let typed = [form.text("so-tien"), form.text("ly-do")];
            Ok(change_view(&ctx, (&budget, &line), typed, errors))
        },
    )
}

fn change_view(
    ctx: &Ctx,
    (budget, line): (&Budget, &Line),
    [amount, reason]: [&str; 2],
    errors: &FieldErrors,
) -> FormView {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let fields = vec![
        Field::money("so-tien", ctx.t("budgets-head-new-amount"))
            .value(amount)
            .width(Width::Medium)
            .error(error("so-tien")),
        Field::textarea("ly-do", ctx.t("budgets-head-reason"), 3)
            .hint(ctx.t("budgets-change-hint"))
            .value(reason)
            .error(error("ly-do")),
    ];
    let asked = Asked {
        action: format!("{}/muc-tien", line_path(line.id)),
        title: "budgets-change",
        lead: "budgets-change-lead",
        act: "budgets-change",
        fields,
        hidden: as_seen(budget),
    };
    let mut view = form_view(ctx, budget, &budget_path(budget.id), asked);
    let args = [
        ("line", line.name.clone()),
        ("proposed", words::dong(ctx, line.proposed)),
        ("amount", words::dong(ctx, line.amount)),
    ];
    view.notes = vec![ctx.tn("budgets-change-about", &args)];
    view
}
