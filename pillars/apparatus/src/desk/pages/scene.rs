//! An agency's work as the heads' pages look at it: what is open, the kept paces, the calendar, and who is who.

use super::super::rules::pace::Pace;
use super::super::rules::risk::{Facts, Limits, Risk, judge};
use super::super::store;
use contracts::workload::{OpenWork, Workload};
use kernel::{Moment, WorkingCalendar};
use platform::error::Result;
use platform::staff::Member;
use platform::{Ctx, identity};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Open dossiers of an agency that are looked at.
const MOST: i64 = 5000;
/// The roles of steps.
const ROLES: [&str; 4] = ["one_stop", "specialist", "head", "leader"];

/// The scene.
pub struct Scene {
    /// Agency.
    pub agency: i64,
    /// Its calendar.
    pub calendar: Arc<WorkingCalendar>,
    /// Its open dossiers, the soonest promised first.
    pub open: Vec<OpenWork>,
    /// Who may do the steps of each role.
    pub able: BTreeMap<&'static str, Vec<Member>>,
    /// Working days that count as soon.
    pub soon: u32,
    /// The end of the last day that counts as soon.
    pub horizon: Moment,
    paces: BTreeMap<(String, i64), Pace>,
    limits: Limits,
    now: Moment,
}

impl Scene {
    /// Of an agency, now.
    pub async fn of(ctx: &Ctx, agency: i64) -> Result<Scene> {
        let work: Arc<dyn Workload> = ctx.app.port()?;
        let (profiles, today) = (ctx.app.profiles(), ctx.today());
        let calendar = ctx.app.calendars().of(agency)?;
        let soon = profiles.get_or("desk.soon_wd", today, 3)?;
        let horizon = calendar.add_working_days(today, soon).next().start();
        let limits = Limits {
            fewest: profiles.get_or("desk.risk_fewest", today, 10)?,
            margin: profiles.get_or("desk.risk_margin_hd", today, 2)?,
        };
        let kept = store::paces(&ctx.app.store).await?.into_iter().map(|row| {
            let pace = Pace { half_days: row.half_days, dossiers: row.dossiers };
            ((row.procedure_code, row.step), pace)
        });
        let mut able = BTreeMap::new();
        for role in ROLES {
            able.insert(role, work.able(&ctx.app, role, agency).await?);
        }
        Ok(Scene {
            agency,
            calendar,
            open: work.open(&ctx.app, agency, MOST).await?,
            able,
            soon,
            horizon,
            paces: kept.collect(),
            limits,
            now: ctx.now,
        })
    }

    /// Who may do the steps of a role.
    pub fn able_to(&self, role: Option<&str>) -> &[Member] {
        role.and_then(|role| self.able.get(role)).map_or(&[], Vec::as_slice)
    }

    /// How likely a dossier comes late.
    pub fn risk(&self, work: &OpenWork) -> Risk {
        let pace = |step| self.paces.get(&(work.procedure.clone(), step)).copied();
        let facts = Facts {
            due: work.due_at,
            step_since: work.step_since,
            received: work.received_at,
            running: work.running,
            from_step: pace(work.step).filter(|_| work.step > 0),
            from_receipt: pace(0),
        };
        judge(&facts, self.now, &self.calendar, self.limits)
    }

    /// Whether a dossier is promised up to the horizon and not late yet.
    pub fn is_soon(&self, work: &OpenWork) -> bool {
        let late = |due| self.now.whole_minute() > due;
        work.running && work.due_at.is_some_and(|due| !late(due) && due <= self.horizon)
    }

    /// Whether its promise has passed while the clock runs.
    pub fn is_late(&self, work: &OpenWork) -> bool {
        work.running && work.due_at.is_some_and(|due| self.now.whole_minute() > due)
    }

    /// The names of everybody with something in hand or able to do a step, by account.
    pub async fn names(&self, ctx: &Ctx) -> BTreeMap<i64, String> {
        let members = self.able.values().flatten();
        let mut names: BTreeMap<i64, String> = members.map(|m| (m.account_id, m.name.clone())).collect();
        for account in self.open.iter().flat_map(OpenWork::holders).flatten() {
            if !names.contains_key(&account)
                && let Ok(known) = identity::account(&ctx.app.store, account).await
            {
                names.insert(account, known.name);
            }
        }
        names
    }

    /// What everybody has in hand now.
    pub fn loads(&self) -> BTreeMap<i64, i64> {
        let mut loads = BTreeMap::new();
        for account in self.open.iter().flat_map(OpenWork::holders).flatten() {
            *loads.entry(account).or_default() += 1;
        }
        loads
    }

    /// Procedures with open dossiers: code and name.
    pub fn procedures(&self) -> Vec<(String, String)> {
        let all: BTreeMap<&str, &str> =
            self.open.iter().map(|work| (work.procedure.as_str(), work.procedure_name.as_str())).collect();
        all.into_iter().map(|(code, name)| (code.to_owned(), name.to_owned())).collect()
    }
}
