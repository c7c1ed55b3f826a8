//! A line of an estimate added, written anew, taken out; once the estimate was sent, with the reason.

use super::super::deeds::{self, Known};
use super::super::rules::LineWords;
use super::super::slice::EDIT;
use super::super::store::budgets::Budget;
use super::super::store::lines::Line;
use super::super::words;
use super::{Asked, FormView, after, as_seen, budget_path, form_view, line_path, sources};
use axum::extract::Path;
use axum::response::Response;
use platform::error::Result;
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors};
use ui::{Choice, Field, Width};

/// The form of a new line.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let budget = deeds::own(&ctx, EDIT, id).await?;
    budget.state()?.editable()?;
    let known = Known::of(&ctx, &budget).await?;
    ui::html(&view(&ctx, &budget, (&known, None), &Submitted::default(), &FieldErrors::new()))
}

/// Adds it.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let budget = deeds::own(&ctx, EDIT, id).await?;
    let known = Known::of(&ctx, &budget).await?;
    after(
        deeds::add_line(&ctx, id, &form).await,
        |_| redirect(&budget_path(id), Some("budgets-flash-line-added")),
        |errors| Ok(view(&ctx, &budget, (&known, None), &form, errors)),
    )
}

/// The form of one that stands.
pub async fn edit(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let (budget, line) = deeds::own_line(&ctx, id).await?;
    let known = Known::of(&ctx, &budget).await?;
    ui::html(&view(&ctx, &budget, (&known, Some(id)), &as_typed(&line.words()), &FieldErrors::new()))
}

/// Writes it anew.
pub async fn rewrite(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let (budget, _) = deeds::own_line(&ctx, id).await?;
    let known = Known::of(&ctx, &budget).await?;
    after(
        deeds::rewrite_line(&ctx, id, &form).await,
        |budget| redirect(&budget_path(budget.id), Some("budgets-flash-line-kept")),
        |errors| Ok(view(&ctx, &budget, (&known, Some(id)), &form, errors)),
    )
}

/// The question before it is taken out.
pub async fn ask_drop(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let (budget, line) = deeds::own_line(&ctx, id).await?;
    ui::html(&drop_view(&ctx, &budget, &line, "", &FieldErrors::new()))
}

/// Takes it out.
pub async fn remove(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let (budget, line) = deeds::own_line(&ctx, id).await?;
    after(
        deeds::drop_line(&ctx, id, &form).await,
        |budget| redirect(&budget_path(budget.id), Some("budgets-flash-line-dropped")),
        |errors| Ok(drop_view(&ctx, &budget, &line, form.text("ly-do"), errors)),
    )
}

fn drop_view(ctx: &Ctx, budget: &Budget, line: &Line, typed: &str, errors: &FieldErrors) -> FormView {
    let mut fields = Vec::new();
    if budget.round > 0 {
        fields.push(reason(ctx, typed, errors));
    }
    let asked = Asked {
        action: format!("{}/bo", line_path(line.id)),
        title: "budgets-line-drop-title",
        lead: "budgets-line-drop-lead",
        act: "budgets-line-drop",
        fields,
        hidden: as_seen(budget),
    };
    let mut view = form_view(ctx, budget, &budget_path(budget.id), asked);
    let args = [("line", line.name.clone()), ("amount", words::dong(ctx, line.amount))];
    view.notes = vec![ctx.tn("budgets-line-about", &args)];
    view.form.danger = true;
    view
}

fn reason(ctx: &Ctx, typed: &str, errors: &FieldErrors) -> Field {
    Field::textarea("ly-do", ctx.t("budgets-head-reason"), 2)
        .hint(ctx.t("budgets-reason-hint"))
        .value(typed)
        .error(ui::field_error(ctx, errors, "ly-do"))
}

/// A line as its form would send it.
fn as_typed(line: &LineWords) -> Submitted {
    let free = if line.plan_line.is_some() { String::new() } else { line.task.clone() };
    let all = [
        ("viec", line.plan_line.map(|l| l.to_string()).unwrap_or_default()),
        ("viec-khac", free),
        ("linh-vuc", line.field.clone()),
        ("noi-dung", line.name.clone()),
        ("muc-chi", line.cost_item.clone()),
        ("dinh-muc", line.norm.clone()),
        ("nguon", line.source.clone()),
        ("don-vi", line.unit.clone()),
        ("so-luong", line.quantity.to_string()),
        ("don-gia", line.price.0.to_string()),
    ];
    let fields = all.into_iter().map(|(name, value)| (name.to_owned(), vec![value])).collect();
    Submitted { fields, uploads: Vec::new() }
}

fn choices(
    ctx: &Ctx,
    none: &str,
    held: &str,
    all: impl IntoIterator<Item = (String, String)>,
) -> Vec<Choice> {
    let first = Choice::new("", ctx.t(none), held.is_empty());
    let all = all.into_iter().map(|(code, word)| {
        let chosen = code == held;
        Choice::new(code, word, chosen)
    });
    std::iter::once(first).chain(all).collect()
}

fn view(
    ctx: &Ctx,
    budget: &Budget,
    (known, line): (&Known, Option<i64>),
    typed: &Submitted,
    errors: &FieldErrors,
) -> FormView {
    let (action, title) = match line {
        None => (format!("{}/dong-moi", budget_path(budget.id)), "budgets-line-new"),
        Some(line) => (format!("{}/sua", line_path(line)), "budgets-line-edit"),
    };
    let mut fields = content(ctx, known, typed, errors);
    fields.extend(money(ctx, known, typed, errors));
    if budget.round > 0 {
        fields.push(reason(ctx, typed.text("ly-do"), errors));
    }
    let asked = Asked {
        action,
        title,
        lead: "budgets-line-lead",
        act: "budgets-keep",
        fields,
        hidden: as_seen(budget),
    };
    let mut view = form_view(ctx, budget, &budget_path(budget.id), asked);
    if line.is_none() {
        view.form = view.form.once(ctx, typed, errors);
    }
    view
}

/// What the money is for.
fn content(ctx: &Ctx, known: &Known, typed: &Submitted, errors: &FieldErrors) -> Vec<Field> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let tasks = known.tasks.iter().map(|t| (t.line.to_string(), t.name.chars().take(90).collect::<String>()));
    let fields = known.names.fields.iter().map(|(code, _)| (code.clone(), known.names.field(code)));
    vec![
        Field::select(
            "viec",
            ctx.t("budgets-head-plan-task"),
            choices(ctx, "budgets-free-task", typed.text("viec"), tasks),
        )
        .hint(ctx.t("budgets-task-hint"))
        .optional()
        .error(error("viec")),
        Field::text("viec-khac", ctx.t("budgets-head-free-task"))
            .hint(ctx.t("budgets-free-hint"))
            .value(typed.text("viec-khac"))
            .optional()
            .error(error("viec-khac")),
        Field::select(
            "linh-vuc",
            ctx.t("budgets-head-field"),
            choices(ctx, "budgets-none", typed.text("linh-vuc"), fields),
        )
        .hint(ctx.t("budgets-field-hint"))
        .optional()
        .error(error("linh-vuc")),
        Field::text("noi-dung", ctx.t("budgets-head-content"))
            .hint(ctx.t("budgets-content-hint"))
            .value(typed.text("noi-dung"))
            .error(error("noi-dung")),
    ]
}

/// What it costs and who pays.
fn money(ctx: &Ctx, known: &Known, typed: &Submitted, errors: &FieldErrors) -> Vec<Field> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let items = known.items.iter().map(|i| (i.code.clone(), words::item_name(ctx, i)));
    let held = |name: &str| typed.text(name).to_owned();
    vec![
        Field::select(
            "muc-chi",
            ctx.t("budgets-head-item"),
            choices(ctx, "budgets-choose", typed.text("muc-chi"), items),
        )
        .error(error("muc-chi")),
        Field::text("dinh-muc", ctx.t("budgets-head-norm"))
            .hint(ctx.t("budgets-norm-hint"))
            .value(held("dinh-muc"))
            .optional()
            .error(error("dinh-muc")),
        Field::select(
            "nguon",
            ctx.t("budgets-head-source"),
            choices(ctx, "budgets-choose", typed.text("nguon"), sources(ctx)),
        )
        .error(error("nguon")),
        Field::text("don-vi", ctx.t("budgets-head-unit"))
            .hint(ctx.t("budgets-unit-hint"))
            .value(held("don-vi"))
            .width(Width::Medium)
            .error(error("don-vi")),
        Field::number("so-luong", ctx.t("budgets-head-quantity"))
            .value(held("so-luong"))
            .width(Width::Short)
            .error(error("so-luong")),
        Field::money("don-gia", ctx.t("budgets-head-price"))
            .value(held("don-gia"))
            .width(Width::Medium)
            .error(error("don-gia")),
    ]
}
