//! A yearly plan begun, its units chosen, submitted, returned, approved by a second person, amended.

use super::super::figures;
use super::super::rules::{self, Way};
use super::super::slice::{APPROVE, INSPECT};
use super::super::store::plans::{self, Choice, Plan};
use super::super::{dated, rules::PlanState};
use super::{PLAN, Told, fast, tell};
use kernel::{Day, Period};
use platform::error::Result;
use platform::{App, Change, Refusal, Tx, journal};
use serde_json::json;

/// Acts whose doers may not approve: whoever began, chose or sent is not the second person.
const HANDS: [&str; 5] = [
    "inspect_plan_begin",
    "inspect_plan_choose",
    "inspect_plan_draw",
    "inspect_plan_drop",
    "inspect_plan_submit",
];

/// What a plan is called in Vietnamese.
fn title(app: &App, plan: &Plan) -> String {
    format!("Kế hoạch kiểm tra năm {} của {}", plan.year, app.directory().name(plan.agency_id))
}

fn page(plan: &Plan) -> String {
    format!("/kiem-tra-cchc/ke-hoach/{}", plan.id)
}

/// Begins the plan of an agency for a year with its pool; its id.
pub async fn begin(app: &App, tx: &Tx, (agency, year): (i64, i32), author: &str) -> Result<i64> {
    let period = Period::Year { year };
    let on = period.first();
    let directory = app.directory();
    let units = rules::pool(&directory, agency, &dated::kinds(app, on)?, on);
    if units.is_empty() {
        return Err(Refusal::new("inspections-refused-no-pool").into());
    }
    let share = dated::share(app, on)?;
    let Some(id) = plans::add(tx, (agency, i64::from(year), share), author).await? else {
        return Err(Refusal::new("inspections-refused-plan-exists").into());
    };
    for unit in &units {
        let days = (on, period.last());
        plans::add_pooled(tx, id, (agency, *unit, directory.name(*unit)), days).await?;
    }
    let after = json!({
        "inspect_agency": directory.name(agency), "inspect_year": year, "inspect_pool": units.len(),
        "inspect_share": share
    });
    tx.journal(Change::of("inspections", PLAN, id, "inspect_plan_begin").after(after)).await?;
    Ok(id)
}

/// Only units of the plan's pool are chosen.
async fn in_pool(tx: &Tx, plan: &Plan, unit: i64) -> Result<()> {
    let pool = plans::pool(tx, plan.id).await?;
    if pool.iter().any(|p| p.unit_id == unit) {
        Ok(())
    } else {
        Err(Refusal::new("inspections-refused-not-in-pool").into())
    }
}

/// Chooses units by risk or by hand; each is in the plan once.
pub async fn choose(app: &App, tx: &Tx, plan: &Plan, new: &[Choice]) -> Result<()> {
    let to = plan.state()?;
    to.editable()?;
    fast(plans::stand(tx, plan, (to, plan.edition), &plan.reason).await?)?;
    for choice in new {
        in_pool(tx, plan, choice.unit_id).await?;
        let unit = app.directory().name(choice.unit_id).to_owned();
        if !plans::choose(tx, plan, choice).await? {
            return Err(Refusal::new("inspections-refused-chosen").arg("unit", unit).into());
        }
        let after = json!({"inspect_unit": unit, "inspect_way": choice.way, "inspect_risk": choice.risk.map(|r| r as f64 / 100.0)});
        let change = Change::of("inspections", PLAN, plan.id, "inspect_plan_choose").after(after);
        tx.journal(change.reason(Some(choice.reason.as_str()).filter(|r| !r.is_empty()))).await?;
    }
    Ok(())
}

/// Draws units from those of the pool that are not in the plan yet, by a seed that is kept; the draw's id.
pub async fn draw_units(
    app: &App,
    tx: &Tx,
    plan: &Plan,
    (seed, count): (&str, usize),
    days: (Day, Day),
    author: &str,
) -> Result<i64> {
    let to = plan.state()?;
    to.editable()?;
    fast(plans::stand(tx, plan, (to, plan.edition), &plan.reason).await?)?;
    let chosen = plans::choices(tx, plan.id, plan.edition).await?;
    let left: Vec<i64> = plans::pool(tx, plan.id)
        .await?
        .into_iter()
        .map(|p| p.unit_id)
        .filter(|unit| chosen.iter().all(|c| c.unit_id != *unit))
        .collect();
    if left.is_empty() {
        return Err(Refusal::new("inspections-refused-none-left").into());
    }
    let mut codes: Vec<String> = left.iter().map(|unit| figures::code(app, *unit)).collect();
    codes.sort();
    let drawn = rules::draw(seed, &codes, count);
    let id = plans::add_draw(tx, plan, (seed, count), (&codes, &drawn), author).await?;
    let directory = app.directory();
    for code in &drawn {
        let Some(unit) = directory.by_code(code).map(|a| a.id) else { continue };
        let choice = Choice {
            unit_id: unit,
            way: Way::Random.code().to_owned(),
            reason: String::new(),
            risk: None,
            parts: "[]".to_owned(),
            draw_id: Some(id),
            from_on: days.0.to_string(),
            to_on: days.1.to_string(),
        };
        plans::choose(tx, plan, &choice).await?;
    }
    let after = json!({"inspect_seed": seed, "inspect_pool": codes.len(), "inspect_drawn": drawn.join(", ")});
    tx.journal(Change::of("inspections", PLAN, plan.id, "inspect_plan_draw").after(after)).await?;
    Ok(id)
}

/// Takes a unit out of the edition being written. One that was drawn goes only with a reason.
pub async fn drop_unit(app: &App, tx: &Tx, plan: &Plan, unit: i64, reason: &str) -> Result<()> {
    let to = plan.state()?;
    to.editable()?;
    fast(plans::stand(tx, plan, (to, plan.edition), &plan.reason).await?)?;
    fast(plans::drop_choice(tx, plan, unit).await?)?;
    let before = json!({"inspect_unit": app.directory().name(unit)});
    let change = Change::of("inspections", PLAN, plan.id, "inspect_plan_drop").before(before);
    tx.journal(change.reason(Some(reason))).await
}

/// Sends the plan to the second person.
pub async fn submit(app: &App, tx: &Tx, plan: &Plan) -> Result<()> {
    let chosen = plans::choices(tx, plan.id, plan.edition).await?.len();
    let wanted = rules::wanted(plans::pool(tx, plan.id).await?.len(), plan.share);
    let to = plan.state()?.submit(chosen, wanted)?;
    fast(plans::stand(tx, plan, (to, plan.edition), &plan.reason).await?)?;
    let after = json!({"inspect_chosen": chosen, "inspect_wanted": wanted});
    tx.journal(Change::of("inspections", PLAN, plan.id, "inspect_plan_submit").after(after)).await?;
    let told = Told {
        template: "inspections.plan_submitted",
        href: page(plan),
        what: &title(app, plan),
        reason: "",
        due: None,
    };
    tell(app, tx, (APPROVE, plan.agency_id), &told).await
}

/// Gives it back with the reason.
pub async fn return_plan(app: &App, tx: &Tx, plan: &Plan, reason: &str) -> Result<()> {
    let to = plan.state()?.give_back()?;
    fast(plans::stand(tx, plan, (to, plan.edition), reason).await?)?;
    let change = Change::of("inspections", PLAN, plan.id, "inspect_plan_return").reason(Some(reason));
    tx.journal(change).await?;
    let told = Told {
        template: "inspections.plan_returned",
        href: page(plan),
        what: &title(app, plan),
        reason,
        due: None,
    };
    tell(app, tx, (INSPECT, plan.agency_id), &told).await
}

/// Puts it in force by a decision; the approver neither began, chose nor sent it.
pub async fn approve(
    app: &App,
    tx: &Tx,
    plan: &Plan,
    (account, name): (i64, &str),
    (decision, on): (&str, Day),
) -> Result<()> {
    let hands = journal::hands(tx, PLAN, plan.id, &HANDS).await?;
    plan.state()?.approve(account, &hands)?;
    fast(plans::approve(tx, plan, (decision, on), name).await?)?;
    let after = json!({"inspect_decision": decision, "inspect_decided_on": on.to_string(), "inspect_edition": plan.edition});
    tx.journal(Change::of("inspections", PLAN, plan.id, "inspect_plan_approve").after(after)).await?;
    super::changed(tx, plan.agency_id, &format!("{:04}-12-31", plan.year)).await?;
    let told = Told {
        template: "inspections.plan_approved",
        href: page(plan),
        what: &title(app, plan),
        reason: "",
        due: None,
    };
    tell(app, tx, (INSPECT, plan.agency_id), &told).await
}

/// Begins a new edition of a plan in force; the one in force stays until the new one is approved.
pub async fn amend(tx: &Tx, plan: &Plan, reason: &str) -> Result<()> {
    let to: PlanState = plan.state()?.amend()?;
    let edition = plan.edition + 1;
    fast(plans::stand(tx, plan, (to, edition), reason).await?)?;
    plans::copy(tx, plan.id, plan.in_force, edition).await?;
    let change = Change::of("inspections", PLAN, plan.id, "inspect_plan_amend");
    tx.journal(change.after(json!({"inspect_edition": edition})).reason(Some(reason))).await
}
