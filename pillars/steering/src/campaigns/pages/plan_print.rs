//! GET /truyen-thong/ke-hoach/{id}/in: a plan on paper, as it is in force, else as it is being written; the draft of an amendment by
//! `ban=du-thao`: every campaign with what is planned by channel and quarter beside what came of it, sums by campaign, by channel and
//! of all.

use super::super::forms;
use super::super::rules::Printed;
use super::super::store::campaigns::{self, Campaign, Planned};
use super::super::store::plans::{self, Plan};
use super::super::words::{self, Channels};
use super::read_plan;
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, Result};
use platform::http::Query;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// An edition as it is printed.
struct Whole {
    edition: i64,
    campaigns: Vec<Campaign>,
    planned: Vec<Planned>,
    reached: BTreeMap<i64, i64>,
}

impl Whole {
    async fn read(ctx: &Ctx, plan: i64, edition: i64) -> Result<Whole> {
        let store = &ctx.app.store;
        Ok(Whole {
            edition,
            campaigns: campaigns::of_edition(store, plan, edition).await?,
            planned: campaigns::planned_of(store, plan, edition).await?,
            reached: campaigns::reached(store, plan, edition).await?,
        })
    }

    fn of(&self, row: &Planned) -> Printed {
        Printed {
            planned: row.pieces,
            done: row.done,
            reach: self.reached.get(&row.id).copied(),
            cost: row.cost,
            spent: row.spent,
        }
    }

    fn by_channel(&self) -> BTreeMap<&str, Vec<Printed>> {
        let mut found: BTreeMap<&str, Vec<Printed>> = BTreeMap::new();
        for row in &self.planned {
            found.entry(row.channel.as_str()).or_default().push(self.of(row));
        }
        found
    }
}

/// Prints it.
pub async fn print(ctx: Ctx, Path(id): Path<i64>, query: Query) -> Result<Response> {
    let plan = read_plan(&ctx, id).await?;
    let edition = plan.printed(query.get("ban") == Some("du-thao"));
    let whole = Whole::read(&ctx, plan.id, edition).await?;
    let Json::Object(inputs) = inputs(&ctx, &plan, &whole).await? else {
        return Err(Error::fault("campaigns plan", "not an object"));
    };
    let content = papers::print(&ctx, forms::PLAN, inputs, Vec::new()).await?;
    Ok(ui::pdf(&format!("ke-hoach-truyen-thong-cchc-{}-{id}", plan.year), content))
}

async fn inputs(ctx: &Ctx, plan: &Plan, whole: &Whole) -> Result<Json> {
    // The paper speaks Vietnamese, whatever language the reader's screen speaks.
    let mut vi = ctx.clone();
    vi.locale = papers::vietnamese(&ctx.app);
    let channels = Channels::read(&vi).await?;
    let fields = words::fields(&vi).await?;
    let editions = plans::editions(&ctx.app.store, plan.id).await?;
    let approved = editions.iter().find(|e| e.edition == whole.edition);
    let on = approved.and_then(|e| e.approved_on.parse().ok()).unwrap_or(ctx.today());
    let campaign = |c: &Campaign| {
        let own: Vec<&Planned> = whole.planned.iter().filter(|n| n.line_id == c.line_id).collect();
        let rows = own.iter().map(|n| {
            let quarter = n.quarter.to_string();
            row(&vi, [&channels.name(&vi, &n.channel), &quarter, &n.note], whole.of(n))
        });
        json!({
            "name": c.name, "aim": c.aim, "audience": c.audience, "field": words::field(&fields, &c.field),
            "task": c.task_name, "from": c.from_on, "to": c.to_on,
            "rows": rows.collect::<Vec<_>>(),
            "sum": row(&vi, ["", "", ""], own.iter().map(|n| whole.of(n)).sum()),
        })
    };
    let by_channel = whole.by_channel().into_iter();
    let by_channel =
        by_channel.map(|(code, rows)| row(&vi, [&channels.name(&vi, code), "", ""], rows.into_iter().sum()));
    Ok(json!({
        "head": papers::head(&ctx.app, plan.agency_id, "", on),
        "year": plan.year,
        "decision": approved.map(|e| e.decision.as_str()),
        "decided_on": approved.map(|e| e.approved_on.as_str()),
        "amends": plan.in_force > 0 && whole.edition != plan.in_force,
        "as_of": ctx.today().to_string(),
        "campaigns": whole.campaigns.iter().map(campaign).collect::<Vec<_>>(),
        "channels": by_channel.collect::<Vec<_>>(),
        "all": row(&vi, ["", "", ""], whole.planned.iter().map(|n| whole.of(n)).sum()),
    }))
}

/// A row as the template reads it.
fn row(vi: &Ctx, [name, quarter, note]: [&str; 3], of: Printed) -> Json {
    let whole = |n: i64| vi.locale.integer(n);
    json!({
        "name": name, "quarter": quarter, "note": note, "planned": whole(of.planned), "done": whole(of.done),
        "reach": of.reach.map(whole), "cost": words::money(vi, of.cost), "spent": words::money(vi, of.spent),
    })
}
