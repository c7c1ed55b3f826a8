//! What others ask of inspections: what came of a year's; what waits: plans and conclusions for the second person, minutes for
//! signatures, findings for the unit, then for the inspector.

use super::acts::title;
use super::pages::CONCLUDED;
use super::rules::{FindingState, PlanState, State};
use super::store::findings::{self, Finding};
use super::store::inspections::{self, Inspection};
use super::store::plans::{self, Plan};
use async_trait::async_trait;
use contracts::final_review::{InspectionsOfYear, ReformInspections};
use contracts::waiting::{Waiting, WaitingSource};
use kernel::{Day, Moment};
use platform::error::Result;
use platform::{App, Locale, Scope};
use std::sync::Arc;

struct Inspections;

/// The source, for the server to hand over.
pub fn waiting() -> Arc<dyn WaitingSource> {
    Arc::new(Inspections)
}

/// The port of reviews, for the server to wire.
pub fn reform_inspections() -> Arc<dyn ReformInspections> {
    Arc::new(Inspections)
}

#[async_trait]
impl ReformInspections for Inspections {
    async fn of_year(&self, app: &App, year: i32) -> Result<Option<InspectionsOfYear>> {
        let found = inspections::outcome(&app.store, year).await?;
        Ok((found.begun > 0).then(|| InspectionsOfYear {
            done: found.concluded,
            findings: found.findings,
            handled: found.handled,
            href: format!("/kiem-tra-cchc?nam={year}&trang-thai={CONCLUDED}"),
        }))
    }
}

/// Days ahead in which the last day of a finding makes it wait.
const AHEAD: i64 = 60;
/// Records of a kind read at most.
const MOST: i64 = 2_000;

/// The end of a day, by which what is due on it has to be done.
fn end_of(day: &str) -> Option<Moment> {
    day.parse::<Day>().ok().map(|day| day.next().start().plus_minutes(-1))
}

fn plan(app: &App, locale: &Locale, plan: &Plan) -> Result<Waiting> {
    let submitted = plan.state()? == PlanState::Submitted;
    let step = if submitted { "inspections-waiting-approval" } else { "inspections-waiting-mending" };
    let agency = app.directory().short_name(plan.agency_id).to_owned();
    Ok(Waiting {
        kind: "inspection-plan",
        id: plan.id,
        title: locale.tn("inspections-plan-of", &[("year", plan.year.to_string()), ("agency", agency)]),
        href: format!("/kiem-tra-cchc/ke-hoach/{}", plan.id),
        agency_id: plan.agency_id,
        holder_id: None,
        holder: String::new(),
        step: locale.t(step),
        since: Moment::from_micros(plan.changed_at),
        due: None,
    })
}

fn inspection(locale: &Locale, of: &Inspection) -> Result<Waiting> {
    let (step, due) = match of.state()? {
        State::Prepared => ("inspections-waiting-notice", end_of(&of.notice_by)),
        State::Noticed => ("inspections-waiting-minutes", end_of(&of.to_on)),
        State::Minuted => ("inspections-waiting-signatures", None),
        State::Drafted => ("inspections-waiting-publication", None),
        _ => ("inspections-waiting-conclusion", None),
    };
    Ok(Waiting {
        kind: "inspection",
        id: of.id,
        title: title(of),
        href: format!("/kiem-tra-cchc/cuoc/{}", of.id),
        agency_id: of.agency_id,
        holder_id: None,
        holder: String::new(),
        step: locale.t(step),
        since: Moment::from_micros(of.changed_at),
        due,
    })
}

fn finding(locale: &Locale, of: &Finding) -> Result<Waiting> {
    let reported = of.state()? == FindingState::Reported;
    let step = if reported { "inspections-waiting-look" } else { "inspections-waiting-remedy" };
    Ok(Waiting {
        kind: "inspection-finding",
        id: of.id,
        title: of.text.clone(),
        href: format!("/kiem-tra-cchc/ton-tai/{}", of.id),
        agency_id: if reported { of.agency_id } else { of.unit_id },
        holder_id: None,
        holder: String::new(),
        step: locale.t(step),
        since: Moment::from_micros(of.changed_at),
        due: end_of(&of.due_on),
    })
}

#[async_trait]
impl WaitingSource for Inspections {
    fn kinds(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("inspection-plan", "inspections-waiting-kind-plan"),
            ("inspection", "inspections-waiting-kind-inspection"),
            ("inspection-finding", "inspections-waiting-kind-finding"),
        ]
    }

    async fn waiting(&self, app: &App, locale: &Locale, scope: &Scope, most: i64) -> Result<Vec<Waiting>> {
        let mut found = Vec::new();
        for of in plans::waiting(&app.store, MOST).await? {
            found.push(plan(app, locale, &of)?);
        }
        for of in inspections::under_way(&app.store, MOST).await? {
            found.push(inspection(locale, &of)?);
        }
        let to = app.clock.now().day().plus_days(AHEAD);
        for of in findings::open_until(&app.store, to, 0, MOST).await? {
            // Nobody is told of a finding before the minutes are drawn up.
            if inspections::get(&app.store, of.inspection_id).await?.minuted_on.is_some() {
                found.push(finding(locale, &of)?);
            }
        }
        found.retain(|w| scope.covers(w.agency_id));
        found.sort_by_key(|w| (w.due.unwrap_or(Moment::from_micros(i64::MAX)), w.kind, w.id));
        found.truncate(usize::try_from(most).unwrap_or(usize::MAX));
        Ok(found)
    }
}
