//! The demo city's dossiers: plausible arrivals with seasons, agencies of different diligence, late ones, supplements,
//! refusals; deadlines by the same rules and calendar as real ones, every dossier with its journal.

mod life;
mod people;
mod write;

use crate::one_stop::rules::DeadlineRules;
use contracts::procedures::{Catalogue, Level, ProcedureVersion};
use kernel::{Day, Moment};
use life::{Desk, Life};
use platform::error::{Error, Result};
use platform::identity::{self, Holder};
use platform::slice::DemoPlan;
use platform::{App, Read};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::collections::HashMap;
use std::sync::Arc;
use write::Batch;

/// Dossiers a transaction: large enough to be fast, small enough to show progress.
const BATCH: u64 = 1000;

/// Builds them, oldest first.
pub async fn build(app: App, plan: DemoPlan) -> Result<()> {
    let now = app.clock.now();
    let mut rng = StdRng::seed_from_u64(plan.seed);
    let world = World::load(&app, &mut rng).await?;
    let mut moments: Vec<Moment> = (0..plan.dossiers).map(|_| world.arrival(&mut rng, now)).collect();
    moments.sort_unstable();
    let mut writer = Batch::start(&app).await?;
    for (done, at) in (0u64..).zip(moments) {
        if let Some(life) = world.life(&app, &mut rng, at, now)? {
            writer.add(&app, &world, &life, &mut rng)?;
        }
        if done % BATCH == BATCH - 1 {
            writer.flush(&app).await?;
            (plan.progress)("hồ sơ", done + 1, plan.dossiers);
        }
    }
    writer.finish(&app).await
}

/// A dossier handed back, for the demo's ratings.
#[derive(Debug, Clone, sea_orm::FromQueryResult)]
pub struct Returned {
    /// Id.
    pub id: i64,
    /// Code.
    pub code: String,
    /// Agency.
    pub agency_id: i64,
    /// Procedure.
    pub procedure_code: String,
    /// Field.
    pub field: String,
    /// Channel.
    pub channel: String,
    /// Day, ISO.
    pub returned_on: String,
    /// Settled by the promise.
    pub kept: bool,
}

/// The dossiers handed back so far.
pub async fn returned(app: &App) -> Result<Vec<Returned>> {
    app.store
        .rows(
            "SELECT id, code, agency_id, procedure_code, field, channel, returned_on, \
             (due_at IS NULL OR settled_at < due_at + 60000000) AS kept FROM dossier WHERE returned_on IS NOT NULL ORDER BY id",
            vec![],
        )
        .await
}

/// What the made-up city is drawn from.
struct World {
    desks: HashMap<&'static str, Vec<Desk>>,
    procedures: HashMap<&'static str, Vec<(Arc<ProcedureVersion>, f64)>>,
    staff: HashMap<(&'static str, i64), Holder>,
    rules: Vec<(Day, DeadlineRules)>,
    days: Vec<(Day, f64)>,
}

const LEVELS: [(Level, f64); 3] = [(Level::Commune, 0.52), (Level::District, 0.37), (Level::City, 0.11)];

/// How often people come for a procedure; the everyday ones carry the city.
fn weight(code: &str) -> f64 {
    match code {
        "CT-01" | "HT-01" => 14.0,
        "HT-10" | "CU-01" | "HT-13" => 8.0,
        "KD-01" | "DD-08" | "DD-09" | "XD-01" | "HT-05" => 6.0,
        "HT-07" | "DD-03" | "DD-05" | "LL-01" | "AS-02" | "CT-02" => 4.0,
        _ => 1.0,
    }
}

impl World {
    async fn load(app: &App, rng: &mut StdRng) -> Result<World> {
        let today = app.clock.now().day();
        let directory = app.directory();
        let catalogue: Arc<dyn Catalogue> = app.port()?;
        let mut desks = HashMap::new();
        let mut procedures = HashMap::new();
        let all = catalogue.all_in_force(app, today).await?;
        for (level, _) in LEVELS {
            let list: Vec<Desk> = contracts::agencies::receiving(&directory, level, today)
                .into_iter()
                .map(|a| Desk::new(a, rng))
                .collect();
            desks.insert(level.code(), list);
            let weighted = all
                .iter()
                .filter(|v| v.body.level == level)
                .map(|v| (v.clone(), weight(&v.body.code)))
                .collect();
            procedures.insert(level.code(), weighted);
        }
        let mut staff = HashMap::new();
        for role in ["clerk", "specialist", "head", "leader"] {
            for holder in identity::holders(&app.store, role, today).await? {
                staff.entry((role, holder.agency_id)).or_insert(holder);
            }
        }
        let first = Day::ymd(2012, 1, 3).ok_or_else(|| Error::fault("demo", "day"))?;
        let rules = vec![
            (first, DeadlineRules::on(&app.profiles(), first)?),
            (today, DeadlineRules::on(&app.profiles(), today)?),
        ];
        Ok(World { desks, procedures, staff, rules, days: life::weighted_days(app, first, today)? })
    }

    fn rules_on(&self, day: Day) -> Option<&DeadlineRules> {
        let found = self.rules.iter().rev().find(|(from, _)| *from <= day).or(self.rules.first());
        found.map(|(_, rules)| rules)
    }

    fn arrival(&self, rng: &mut StdRng, now: Moment) -> Moment {
        let day = pick(rng, &self.days, |(_, w)| *w).map_or(now.day(), |(d, _)| *d);
        let minute =
            if rng.random_bool(0.62) { rng.random_range(455..680) } else { rng.random_range(812..1005) };
        life::at_minute(day, minute).min(now.plus_minutes(-3))
    }

    fn life(&self, app: &App, rng: &mut StdRng, at: Moment, now: Moment) -> Result<Option<Life>> {
        let level = pick(rng, &LEVELS, |(_, w)| *w).map_or(Level::Commune, |(l, _)| *l);
        let in_force: Vec<&(Arc<ProcedureVersion>, f64)> = self
            .procedures
            .get(level.code())
            .into_iter()
            .flatten()
            .filter(|(v, _)| v.body.valid_from <= at.day())
            .collect();
        let Some((version, _)) = pick(rng, &in_force, |(_, w)| *w).copied() else { return Ok(None) };
        let fitting: Vec<i64> =
            contracts::agencies::receiving_procedure(&app.directory(), &version.body, now.day())
                .iter()
                .map(|a| a.id)
                .collect();
        let desks: Vec<&Desk> = self
            .desks
            .get(level.code())
            .into_iter()
            .flatten()
            .filter(|d| fitting.contains(&d.agency_id))
            .collect();
        let Some(desk) = pick(rng, &desks, |d| d.size) else { return Ok(None) };
        let Some(rules) = self.rules_on(at.day()) else { return Ok(None) };
        life::draw(app, rng, desk, version.clone(), rules, at, now).map(Some)
    }
}

fn pick<'a, T>(rng: &mut StdRng, items: &'a [T], weight: impl Fn(&T) -> f64) -> Option<&'a T> {
    let total: f64 = items.iter().map(&weight).sum();
    if total <= 0.0 {
        return None;
    }
    let mut left = rng.random_range(0.0..total);
    for item in items {
        left -= weight(item);
        if left <= 0.0 {
            return Some(item);
        }
    }
    items.last()
}
