//! GET /ngan-sach-cchc/du-toan/{id}/in and /in-giao: the estimate and the allocation on paper.

use super::super::deeds;
use super::super::forms;
use super::super::rules::{by, total};
use super::super::store::budgets::Budget;
use super::super::store::items::{self, Item};
use super::super::store::lines::{self, Line};
use super::super::store::money::{self, ALLOCATION};
use axum::extract::Path;
use axum::response::Response;
use kernel::Dong;
use platform::error::{Error, Result};
use platform::{App, Ctx, Locale, Refusal};
use printing::Template;
use serde_json::{Value as Json, json};

/// Prints the estimate as it stands.
pub async fn estimate(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let budget = deeds::read(&ctx, id).await?;
    let written = lines::of(&ctx.app.store, id).await?;
    let catalogue = items::all(&ctx.app.store).await?;
    let vi = papers::vietnamese(&ctx.app);
    let name = |code: &str| name_of(&catalogue, code);
    let rows: Vec<Json> = written
        .iter()
        .map(|l| {
            json!({
                "task": l.task, "name": l.name, "item": name(&l.cost_item), "norm": l.norm,
                "source": vi.t(&format!("budgets-source-{}", l.source)),
                "quantity": format!("{} {}", kernel::vi_integer(l.quantity), l.unit),
                "price": kernel::vi_integer(l.price), "proposed": kernel::vi_integer(l.proposed),
                "amount": kernel::vi_integer(l.amount),
            })
        })
        .collect();
    let whole = total(written.iter().map(Line::amounts));
    let sources: Vec<Json> = by(written.iter().map(|l| (l.source.clone(), l.amounts())))
        .into_iter()
        .map(|(source, sum)| {
            json!({"name": vi.t(&format!("budgets-source-{source}")), "amount": kernel::vi_integer(sum.amount.0)})
        })
        .collect();
    let inputs = json!({
        "head": papers::head(&ctx.app, budget.agency_id, "", ctx.today()),
        "year": budget.year.to_string(),
        "state": state(&ctx.app, &vi, &budget),
        "rows": rows,
        "sources": sources,
        "proposed": kernel::vi_integer(whole.proposed.0),
        "amount": kernel::vi_integer(whole.amount.0),
    });
    print(&ctx, forms::ESTIMATE, inputs, &format!("du-toan-cchc-{}-{id}", budget.year)).await
}

/// Where it stands, on paper.
fn state(app: &App, vi: &Locale, budget: &Budget) -> String {
    match &budget.decided_on {
        Some(on) => vi.tn("budgets-paper-decided", &[("day", super::super::words::vn(on))]),
        None if budget.round == 0 => vi.t("budgets-paper-draft"),
        None => {
            let agency = app.directory().name(budget.holder_id).to_owned();
            vi.tn("budgets-paper-underway", &[("round", budget.round.to_string()), ("agency", agency)])
        }
    }
}

fn name_of(catalogue: &[Item], code: &str) -> String {
    catalogue.iter().find(|i| i.code == code).map_or_else(|| code.to_owned(), |i| i.name_vi.clone())
}

/// Prints the allocation: what the decision gave, and what adjustments made of it.
pub async fn allocation(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let budget = deeds::read(&ctx, id).await?;
    let decisions = money::of(&ctx.app.store, id).await?;
    let Some(first) = decisions.iter().find(|d| d.kind == ALLOCATION && d.state == "approved") else {
        return Err(Refusal::new("budgets-refused-not-allocated").into());
    };
    let written = lines::of(&ctx.app.store, id).await?;
    let mut rows: Vec<Json> = Vec::new();
    let (mut begun, mut parts) = (Dong::ZERO, [Dong::ZERO; 4]);
    for line in &written {
        let given = money::of_line(&ctx.app.store, line.id).await?;
        let quarters = given.last().map(|a| a.quarters()).unwrap_or_default();
        let first = Dong(given.first().map_or(0, |a| a.amount_after));
        begun = begun + first;
        for (sum, part) in parts.iter_mut().zip(quarters.0) {
            *sum = *sum + part;
        }
        rows.push(json!({
            "name": line.name, "task": line.task,
            "source": papers::vietnamese(&ctx.app).t(&format!("budgets-source-{}", line.source)),
            "first": kernel::vi_integer(first.0),
            "amount": kernel::vi_integer(line.allocated),
            "quarters": quarters.0.map(shown),
        }));
    }
    let adjustments: Vec<Json> = decisions
        .iter()
        .filter(|d| d.kind == money::ADJUSTMENT && d.state == "approved")
        .map(|d| json!({"paper": d.paper, "on": d.signed_on, "reason": d.reason}))
        .collect();
    let whole = total(written.iter().map(Line::amounts));
    let on = first.signed_on.as_deref().and_then(|d| d.parse().ok()).unwrap_or(ctx.today());
    let inputs = json!({
        "head": papers::head(&ctx.app, budget.allocator_id, "", on),
        "year": budget.year.to_string(),
        "agency": ctx.app.directory().name(budget.agency_id),
        "decision": first.paper,
        "rows": rows,
        "adjustments": adjustments,
        "first": kernel::vi_integer(begun.0),
        "amount": kernel::vi_integer(whole.allocated.0),
        "quarters": parts.map(shown),
    });
    print(&ctx, forms::ALLOCATION, inputs, &format!("giao-du-toan-cchc-{}-{id}", budget.year)).await
}

/// A quarter's amount; nothing where the year is not divided.
fn shown(amount: Dong) -> String {
    if amount == Dong::ZERO { String::new() } else { kernel::vi_integer(amount.0) }
}

async fn print(ctx: &Ctx, template: Template, inputs: Json, name: &str) -> Result<Response> {
    let Json::Object(inputs) = inputs else { return Err(Error::fault("budget paper", "not an object")) };
    let content = papers::print(ctx, template, inputs, Vec::new()).await?;
    Ok(ui::pdf(name, content))
}
