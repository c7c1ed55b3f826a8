//! Prepares letters of apology before the law's moment for those dossiers that will be late, and tells who has to decide.
//! Nothing is sent by itself: a letter becomes one when somebody with the right puts the promise off.

use super::pages::why::{self, For};
use super::permissions::{APPRAISE, SIGN};
use super::rules::{Ahead, Course, DeadlineRules, Plan};
use super::store::{self, NewApology, Running};
use super::{acts, pages};
use contracts::flows::{FlowVersion, Flows};
use kernel::{Day, Moment};
use platform::error::Result;
use platform::jobs::Job;
use platform::messages::Lang;
use platform::notices::{self, Notice};
use platform::{Actor, App, Change, staff};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Each working morning, after the reminders.
pub const PREPARE: Job = Job {
    name: "one_stop.prepare_apologies",
    schedule: Some("15 7 * * 1-6"),
    run: |app, _| Box::pin(prepare(app)),
};

/// Dossiers read at once.
const AT_ONCE: i64 = 500;
/// Codes named in one notice.
const NAMED: usize = 5;

/// A letter to be kept, with what its notice says.
struct Draft {
    new: NewApology,
    code: String,
    /// Who has it in hand.
    holders: Vec<i64>,
}

/// Prepares what is to be prepared today; a promise that has its letter keeps it.
pub async fn prepare(app: App) -> Result<()> {
    let now = app.clock.now();
    let mut after = 0;
    let mut drafts: BTreeMap<i64, Vec<Draft>> = BTreeMap::new();
    loop {
        let found = store::running_promises(&app.store, now.micros(), after, AT_ONCE).await?;
        let Some(last) = found.last() else { break };
        after = last.id;
        for running in &found {
            if let Some(draft) = draft(&app, running, now).await? {
                drafts.entry(running.agency_id).or_default().push(draft);
            }
        }
    }
    for (agency, drafts) in drafts {
        keep(&app, agency, drafts).await?;
    }
    Ok(())
}

/// The letter of one dossier, if it needs one.
async fn draft(app: &App, running: &Running, now: Moment) -> Result<Option<Draft>> {
    let due = Moment::from_micros(running.due_at);
    let rules = DeadlineRules::on(&app.profiles(), Moment::from_micros(running.received_at).day())?;
    let calendar = app.calendars().of(running.agency_id)?;
    let last = rules.apology_by(due);
    let near =
        now.day() <= last && calendar.working_days_between(now.day(), last) <= rules.apology_prepare_wd;
    if !near || running.extension_count >= rules.extension_max {
        return Ok(None);
    }
    let dossier = store::get(&app.store, running.id).await?;
    let version = acts::procedure_of(app, &dossier).await?;
    let waiting = store::opinions(&app.store, running.id).await?.into_iter().filter(|o| o.is_open());
    let on_flow = OnFlow::of(app, running.id).await?;
    let plan = Plan(&version.body.process);
    let course = match &on_flow {
        Some(on) => Course::Flow { flow: &on.version.flow, open: &on.places },
        None => Course::List {
            plan: &plan,
            step: dossier.step_number,
            due: dossier.step_due_at.map(Moment::from_micros),
        },
    };
    let ahead = Ahead {
        course,
        rules: &rules,
        calendar: &calendar,
        answer_due: waiting.filter_map(|o| o.due_on.parse::<Day>().ok()).max(),
        paper: dossier.channel() != contracts::dossiers::Channel::Online,
    };
    if !ahead.needs_apology(due, now) {
        return Ok(None);
    }
    let vi = app.locale(Lang::Vi);
    let causes = why::of(app, &app.store, &dossier, now).await?;
    let mut reasons: Vec<String> = causes
        .iter()
        .filter(|cause| cause.takes_of_the_term(rules.payment_wait_counted))
        .map(|cause| why::sentence(app, &vi, cause, For::Owner))
        .collect();
    if reasons.is_empty() {
        reasons.push(vi.t("one-stop-apology-reason-steps"));
    }
    let new = NewApology {
        dossier_id: dossier.id,
        agency_id: dossier.agency_id,
        due_at: running.due_at,
        by: last,
        new_day: ahead.offer(due, now),
        reason: reasons.join(" "),
    };
    let mut holders = on_flow.map(|on| on.holders).unwrap_or_default();
    holders.extend(dossier.assignee_id);
    Ok(Some(Draft { new, code: dossier.code, holders }))
}

/// A dossier on a flow: its open steps and waits with when they are due, and who has the steps.
struct OnFlow {
    version: Arc<FlowVersion>,
    places: Vec<(String, Option<Moment>)>,
    holders: Vec<i64>,
}

impl OnFlow {
    async fn of(app: &App, dossier: i64) -> Result<Option<OnFlow>> {
        let Some(row) = store::flow_of(&app.store, dossier).await? else { return Ok(None) };
        let flows: Arc<dyn Flows> = app.port()?;
        let version = flows.version(app, row.version_id).await?;
        let (mut places, mut holders) = (Vec::new(), Vec::new());
        for step in store::open_steps(&app.store, dossier).await? {
            holders.extend(step.assignee_id);
            places.extend(step.node.map(|node| (node, step.due_at.map(Moment::from_micros))));
        }
        for timer in store::timers_of(&app.store, dossier).await? {
            places.push((timer.node, Some(Moment::from_micros(timer.fires_at))));
        }
        Ok(Some(OnFlow { version, places, holders }))
    }
}

/// Keeps the letters of an agency and tells who decides, and who has the dossiers, in one notice each.
async fn keep(app: &App, agency: i64, drafts: Vec<Draft>) -> Result<()> {
    let tx = app.store.write(&Actor::system()).await?;
    let mut fresh = Vec::new();
    for draft in drafts {
        if store::prepare_apology(&tx, &draft.new).await? {
            let after = json!({"apology_by": draft.new.by, "apology_new_day": draft.new.new_day});
            let entry = Change::of("one_stop", "dossier", draft.new.dossier_id, "prepare_apology");
            tx.journal(entry.after(after).reason(Some(&draft.new.reason))).await?;
            fresh.push(draft);
        }
    }
    if fresh.is_empty() {
        return Ok(());
    }
    let mut told: BTreeSet<i64> = fresh.iter().flat_map(|draft| draft.holders.iter().copied()).collect();
    for right in [APPRAISE, SIGN] {
        let able = staff::able(app, right, agency, tx.at().day()).await?;
        told.extend(able.into_iter().map(|member| member.account_id));
    }
    let codes: Vec<&str> = fresh.iter().take(NAMED).map(|draft| draft.code.as_str()).collect();
    let until = fresh.iter().map(|draft| draft.new.by).min().map(Day::vn);
    for account in told {
        let notice = Notice {
            template: "one_stop.apologies_prepared",
            account_id: Some(account),
            email: None,
            phone: None,
            href: format!("{}?don-vi={agency}", pages::apologies::PATH),
            values: json!({
                "count": fresh.len(), "codes": codes.join(", "), "agency": app.directory().name(agency),
                "until": until,
            }),
        };
        notices::send(&tx, &notice).await?;
    }
    tx.commit().await
}
