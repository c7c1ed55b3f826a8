//! The demo city's dossiers: plausible arrivals with seasons, agencies of different diligence, late ones, supplements,
//! refusals; deadlines by the same rules and calendar as real ones, every dossier with its journal.

mod books;
mod course;
mod flows;
mod letters;
mod life;
mod past;
mod people;
mod rows;
mod walk;
mod write;

use crate::one_stop::apologies;
pub use walk::walk;

use crate::one_stop::rules::{DeadlineRules, State};
use contracts::dossiers::Channel;
use contracts::procedures::{Catalogue, Level, ProcedureVersion};
pub use flows::walk as walk_flows;
use kernel::{Day, Moment};
use life::{Desk, Life, Stage};
use platform::error::{Error, Result};
use platform::identity::{self, Account, Holder};
use platform::messages::Lang;
use platform::slice::DemoPlan;
use platform::{App, Locale, Read};
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
    let mut writer = Batch::start(&app).await?;
    // In a city of any size a newcomer finds every state, every procedure, and dossiers of their own.
    let mut shown =
        if plan.dossiers >= SHOWCASE { showcase(&app, &world, &mut rng, now)? } else { Vec::new() };
    let rest = plan.dossiers.saturating_sub(u64::try_from(shown.len()).unwrap_or(0));
    if plan.dossiers >= SHOWCASE {
        // Drawn apart, so that the rest of the city stays as it is.
        shown.extend(to_be_posted(&app, &world, &mut rng.clone(), now)?);
    }
    let mut moments: Vec<Moment> = (0..rest).map(|_| world.arrival(&mut rng, now)).collect();
    moments.sort_unstable();
    for (done, at) in (0u64..).zip(moments) {
        // None where this city offers nothing at all.
        if let Some(life) = world.life(&app, &mut rng, at, (now, None))? {
            writer.add(&app, &world, &life, None, &mut rng)?;
        }
        if done % BATCH == BATCH - 1 {
            writer.flush(&app).await?;
            (plan.progress)("hồ sơ", done + 1, plan.dossiers);
        }
    }
    for (life, owned) in &shown {
        let account = world.citizen.as_ref().filter(|_| *owned);
        writer.add(&app, &world, life, account, &mut rng)?;
    }
    writer.finish(&app).await?;
    books::build(&app).await?;
    // The letters of this morning, prepared by the very job that prepares them in a city.
    apologies::prepare(app.clone()).await?;
    letters::decide(&app).await
}

/// Dossiers from which on a city shows everything.
const SHOWCASE: u64 = 500;
/// Tries to draw a life of one kind; the rarest is met in some hundreds.
const TRIES: usize = 5_000;
/// Results that lie at the desk whose post is shown.
const POSTED: usize = 8;
/// Dossiers of each state shown.
const OF_EACH_STATE: usize = 3;

/// Lives of every state, two of every procedure, and those of the demo's citizen (marked).
fn showcase(app: &App, world: &World, rng: &mut StdRng, now: Moment) -> Result<Vec<(Life, bool)>> {
    let mut shown = Vec::new();
    for offer in &world.offers {
        for _ in 0..2 {
            let at = world.arrival(rng, now);
            let at = if at.day() < offer.version.body.valid_from { world.recent(rng, now) } else { at };
            shown.extend(world.life_of(app, rng, offer, at, (now, None))?.map(|life| (life, false)));
        }
    }
    for state in State::ALL {
        let own = [false; OF_EACH_STATE].into_iter().chain([state != State::NotAccepted]);
        for owned in own {
            let mut tries = 0;
            while tries < TRIES {
                tries += 1;
                let at = match state {
                    State::Registered | State::Received => now.plus_minutes(-rng.random_range(5..200)),
                    _ => world.recent(rng, now),
                };
                let Some(mut life) = world.life(app, rng, at, (now, Some(state)))? else { continue };
                let online = life.version.body.filed_online() && !life.by_proxy;
                if life.state == state && (online || !owned) {
                    if owned {
                        life.channel = Channel::Online;
                    }
                    shown.push((life, owned));
                    break;
                }
            }
        }
    }
    shown.sort_by_key(|(life, _)| life.filed);
    Ok(shown)
}

/// Granted results that lie at the desk whose post is shown, signed lately.
fn to_be_posted(app: &App, world: &World, rng: &mut StdRng, now: Moment) -> Result<Vec<(Life, bool)>> {
    let Some(desk) = app.directory().by_code(books::DESK).map(|desk| desk.id) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for _ in 0..TRIES {
        let at = world.recent(rng, now);
        let Some(life) = world.life(app, rng, at, (now, Some(State::Settled)))? else { continue };
        if life.agency_id == desk && life.state == State::Settled && life.granted {
            found.push((life, false));
            if found.len() == POSTED {
                break;
            }
        }
    }
    Ok(found)
}

/// A dossier handed back, for the demo's ratings.
#[derive(Debug, Clone, platform::store::FromRow)]
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

/// The next dossiers handed back so far, by their ids, after one of them: a large city's do not fit into memory at once.
pub async fn returned(app: &App, after: i64) -> Result<Vec<Returned>> {
    app.store
        .rows(
            "SELECT id, code, agency_id, procedure_code, field, channel, returned_on, \
             (due_at IS NULL OR settled_at < due_at + 60000000) AS kept FROM dossier WHERE returned_on IS NOT NULL AND id > $1 \
             ORDER BY id LIMIT 1000",
            vec![after.into()],
        )
        .await
}

/// A procedure that people come for, with the desks that receive it.
struct Offer {
    version: Arc<ProcedureVersion>,
    weight: f64,
    desks: Vec<Arc<Desk>>,
}

/// What the made-up city is drawn from.
struct World {
    offers: Vec<Offer>,
    vi: Locale,
    staff: HashMap<(&'static str, i64), Holder>,
    rules: Vec<(Day, DeadlineRules, bool)>,
    days: Vec<(Day, f64)>,
    citizen: Option<Account>,
    /// Agencies that others ask for opinions.
    asked: Vec<i64>,
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
        let all = catalogue.all_in_force(app, today).await?;
        let mut offers = Vec::new();
        for (level, _) in LEVELS {
            let desks: Vec<Arc<Desk>> = contracts::agencies::receiving(&directory, level, today)
                .into_iter()
                .map(|a| Arc::new(Desk::new(a, rng)))
                .collect();
            for version in all.iter().filter(|v| v.body.level == level) {
                let receiving = contracts::agencies::receiving_procedure(&directory, &version.body, today);
                let fitting: Vec<i64> = receiving.iter().map(|a| a.id).collect();
                let desks: Vec<Arc<Desk>> =
                    desks.iter().filter(|d| fitting.contains(&d.agency_id)).cloned().collect();
                // What nobody receives is nobody's errand.
                if !desks.is_empty() {
                    let weight = weight(&version.body.code);
                    offers.push(Offer { version: version.clone(), weight, desks });
                }
            }
        }
        let mut staff = HashMap::new();
        for role in ["clerk", "specialist", "head", "leader"] {
            for holder in identity::holders(&app.store, role, today).await? {
                staff.entry((role, holder.agency_id)).or_insert(holder);
            }
        }
        let first = Day::ymd(2012, 1, 3).ok_or_else(|| Error::fault("demo", "day"))?;
        let profiles = app.profiles();
        let by_post = |day| -> Result<bool> {
            let channels: Vec<String> = profiles.get_or("one_stop.channels", day, Vec::new())?;
            Ok(channels.iter().any(|c| c == "post"))
        };
        let rules = vec![
            (first, DeadlineRules::on(&profiles, first)?, by_post(first)?),
            (today, DeadlineRules::on(&profiles, today)?, by_post(today)?),
        ];
        let citizen = identity::account_by_login(&app.store, "demo.dan").await?;
        let mut days = life::weighted_days(app, first, today)?;
        // Nobody comes on a day on which nothing is offered yet.
        days.retain(|(day, _)| offers.iter().any(|offer| offer.version.body.valid_from <= *day));
        let mut asked: Vec<i64> = contracts::agencies::receiving(&directory, Level::City, today)
            .into_iter()
            .chain(contracts::agencies::receiving(&directory, Level::District, today))
            .map(|a| a.id)
            .collect();
        asked.sort_unstable();
        Ok(World { offers, vi: app.locale(Lang::Vi), staff, rules, days, citizen, asked })
    }

    /// Rules of a day, and whether letters are a lawful way to file on it.
    fn rules_on(&self, day: Day) -> Option<(&DeadlineRules, bool)> {
        let found = self.rules.iter().rev().find(|(from, ..)| *from <= day).or(self.rules.first());
        found.map(|(_, rules, by_post)| (rules, *by_post))
    }

    fn arrival(&self, rng: &mut StdRng, now: Moment) -> Moment {
        let day = pick(rng, &self.days, |(_, w)| *w).map_or(now.day(), |(d, _)| *d);
        let minute =
            if rng.random_bool(0.62) { rng.random_range(455..680) } else { rng.random_range(812..1005) };
        life::at_minute(day, minute).min(now.plus_minutes(-3))
    }

    /// Some other agency that may be asked, one of the staffed ones.
    fn other_unit(&self, agency: i64, rng: &mut StdRng) -> Option<i64> {
        let units: Vec<i64> = self.asked.iter().copied().filter(|unit| *unit != agency).collect();
        units.get(rng.random_range(0..units.len().max(1))).copied()
    }

    /// Some moment of the last weeks.
    fn recent(&self, rng: &mut StdRng, now: Moment) -> Moment {
        let last = self.days.len().saturating_sub(25);
        let day =
            pick(rng, self.days.get(last..).unwrap_or_default(), |_| 1.0).map_or(now.day(), |(d, _)| *d);
        life::at_minute(day, rng.random_range(455..680)).min(now.plus_minutes(-3))
    }

    /// A life that began at `at`, seen from now, with a state to be wished for.
    fn life(
        &self,
        app: &App,
        rng: &mut StdRng,
        at: Moment,
        (now, wish): (Moment, Option<State>),
    ) -> Result<Option<Life>> {
        let in_force: Vec<&Offer> =
            self.offers.iter().filter(|offer| offer.version.body.valid_from <= at.day()).collect();
        // A level at which nothing is offered yet is not drawn.
        let levels: Vec<(Level, f64)> = LEVELS
            .into_iter()
            .filter(|(level, _)| in_force.iter().any(|offer| offer.version.body.level == *level))
            .collect();
        let level = pick(rng, &levels, |(_, w)| *w).map(|(level, _)| *level);
        let here: Vec<&Offer> =
            in_force.into_iter().filter(|offer| Some(offer.version.body.level) == level).collect();
        let Some(offer) = pick(rng, &here, |offer| offer.weight).copied() else { return Ok(None) };
        self.life_of(app, rng, offer, at, (now, wish))
    }

    /// A life of one procedure.
    fn life_of(
        &self,
        app: &App,
        rng: &mut StdRng,
        offer: &Offer,
        at: Moment,
        (now, wish): (Moment, Option<State>),
    ) -> Result<Option<Life>> {
        let Some(desk) = pick(rng, &offer.desks, |d| d.size) else { return Ok(None) };
        let Some((rules, by_post)) = self.rules_on(at.day()) else { return Ok(None) };
        let calendar = app.calendars().of(desk.agency_id)?;
        let stage = Stage { desk, rules, calendar: &calendar, by_post, now, wish, vi: &self.vi };
        Ok(Some(life::draw(rng, &stage, offer.version.clone(), at)))
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
