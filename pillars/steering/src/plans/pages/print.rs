//! GET /ke-hoach-cchc/ke-hoach/{id}/in: the plan on paper: what is in force, else what is being written; the draft of an amendment by
//! `ban=du-thao`.

use super::super::forms;
use super::super::store::plans;
use super::super::store::tasks::{self, Task};
use super::read_plan;
use axum::extract::Path;
use axum::response::Response;
use kernel::Dong;
use platform::Ctx;
use platform::error::{Error, Result};
use platform::http::Query;
use serde_json::{Value as Json, json};

/// Prints it.
pub async fn print(ctx: Ctx, Path(id): Path<i64>, query: Query) -> Result<Response> {
    let plan = read_plan(&ctx, id).await?;
    let shown = plan.printed(query.get("ban") == Some("du-thao"));
    let written = tasks::of_edition(&ctx.app.store, id, shown).await?;
    let kept = plans::editions(&ctx.app.store, id).await?.into_iter().find(|e| e.edition == shown);
    let vi = papers::vietnamese(&ctx.app);
    let on = kept.as_ref().and_then(|e| e.approved_on.parse().ok()).unwrap_or(ctx.today());
    let span = vi.tn(&format!("plans-span-{}", plan.span), &[("year", plan.year.to_string())]);
    let money = written.iter().map(|t| t.money).fold(0, i64::saturating_add);
    let rows: Vec<Json> = written.iter().map(|task| row(&ctx, task)).collect();
    let inputs = json!({
        "head": papers::head(&ctx.app, plan.agency_id, "", on),
        "span": span,
        "decision": kept.map(|e| e.decision),
        "rows": rows,
        "money": vi.dong(Dong(money)),
        "draft": shown != plan.in_force,
        "amends": plan.in_force > 0 && shown != plan.in_force,
    });
    let Json::Object(inputs) = inputs else { return Err(Error::fault("reform plan", "not an object")) };
    let content = papers::print(&ctx, forms::PLAN, inputs, Vec::new()).await?;
    Ok(ui::pdf(&format!("ke-hoach-cchc-{}-{}", plan.year, plan.span), content))
}

fn row(ctx: &Ctx, task: &Task) -> Json {
    let directory = ctx.app.directory();
    let vi = papers::vietnamese(&ctx.app);
    let helpers: Vec<String> = task.helpers().iter().map(|id| directory.short_name(*id).to_owned()).collect();
    json!({
        "name": task.name, "output": task.output, "figure": task.figure,
        "field": if task.item.is_empty() { &task.field } else { &task.item },
        "lead": directory.short_name(task.lead_id), "with": helpers.join(", "),
        "from": task.from_on, "to": task.to_on,
        "money": if task.money == 0 { String::new() } else { vi.dong(Dong(task.money)) },
        "source": vi.t(&format!("plans-source-{}", task.source)),
    })
}
