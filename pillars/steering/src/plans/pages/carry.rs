//! /ke-hoach-cchc/ke-hoach/{id}/chuyen-tiep: open tasks of the agency's plan of the period before, taken into this one.

use super::super::acts;
use super::super::rules::{Span, Standing, may_carry, standing};
use super::super::slice::EDIT;
use super::super::store::plans::{self, Plan};
use super::super::store::tasks::{self, Task};
use super::super::words::{self, vn};
use super::{FormView, as_seen, own_plan, plan_path, unchanged};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::Result;
use platform::http::{Submitted, redirect};
use platform::{Ctx, FieldErrors};
use ui::{Choice, Field, Form, Head};

/// The open tasks of the plans of the periods just before: of the same span, and for a year its halves' counterpart too.
async fn open(ctx: &Ctx, plan: &Plan) -> Result<Vec<Task>> {
    let (year, span) = (plan.year()?, plan.span()?);
    let mut before = vec![span.before(year)];
    if span == Span::Year {
        before.push((year - 1, Span::Second));
    }
    let mut found = Vec::new();
    for (year, span) in before {
        let Some(old) = plans::of(&ctx.app.store, plan.agency_id, year, span).await? else { continue };
        if old.in_force > 0 {
            found.extend(tasks::of_edition(&ctx.app.store, old.id, old.in_force).await?);
        }
    }
    found.retain(|t| may_carry(standing(&t.facts(), ctx.today())));
    Ok(found)
}

/// The form.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let plan = own_plan(&ctx, EDIT, id).await?;
    plan.state()?.editable()?;
    let open = open(&ctx, &plan).await?;
    ui::html(&view(&ctx, &plan, &open, &FieldErrors::new())?)
}

/// Takes the chosen ones over.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, form: Submitted) -> Result<Response> {
    let plan = own_plan(&ctx, EDIT, id).await?;
    unchanged(&ctx, &form, &plan)?;
    let open = open(&ctx, &plan).await?;
    let chosen: Vec<i64> = form.all("viec").iter().filter_map(|line| line.parse().ok()).collect();
    let chosen: Vec<i64> = open.iter().map(|t| t.line_id).filter(|line| chosen.contains(line)).collect();
    if chosen.is_empty() {
        let mut errors = FieldErrors::new();
        errors.add("viec", "plans-error-nothing-chosen");
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, &plan, &open, &errors)?);
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::carry(&ctx.app, &tx, &plan, &chosen).await?;
    tx.commit().await?;
    Ok(redirect(&plan_path(id), Some("plans-flash-carried")))
}

fn view(ctx: &Ctx, plan: &Plan, open: &[Task], errors: &FieldErrors) -> Result<FormView> {
    let here = plan_path(plan.id);
    let choices = open.iter().map(|t| {
        let args = [("due", vn(&t.to_on)), ("standing", words::standing(ctx, t).text)];
        // What may still be done in its own period is carried over by choice only.
        let late = standing(&t.facts(), ctx.today()) == Standing::Overdue;
        Choice::new(t.line_id.to_string(), t.name.clone(), late).hint(ctx.tn("plans-carry-about", &args))
    });
    let fields = if open.is_empty() {
        vec![Field::heading(ctx.t("plans-carry-empty"))]
    } else {
        let field = Field::checkboxes("viec", ctx.t("plans-tasks"), choices.collect());
        vec![field.error(ui::field_error(ctx, errors, "viec"))]
    };
    let words = ui::words(&ctx.locale);
    let mut form = Form::new(&words, format!("{here}/chuyen-tiep"), ctx.t("plans-carry"), fields)
        .with_secondary(here.clone(), ctx.t("ui-back"));
    form.hidden = as_seen(plan);
    let (title, caption) = (ctx.t("plans-carry-title"), words::title(ctx, plan)?);
    Ok(FormView {
        page: ui::page(ctx, title.clone()).with_back(here, caption.clone()),
        head: Head { caption, lead: ctx.t("plans-carry-lead"), ..Head::new(title) },
        table: None,
        form,
    })
}
