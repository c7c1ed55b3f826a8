//! Two waves of the demo city: one that is closed with its reading frozen, and one that still asks, with paper that waits for its
//! second person.

use super::rules::set::{SurveySet, in_force};
use super::rules::wave::{Asked, Counts};
use super::store::{self, NewPaper, NewWave};
use super::waves::{self, KINDS};
use kernel::Day;
use platform::error::Result;
use platform::identity::{self, Holder};
use platform::random::Random;
use platform::slice::DemoPlan;
use platform::store::ActorKind;
use platform::{Actor, App};

/// Units of a wave: enough for a round of the index, few enough to build quickly.
const MOST: usize = 24;
/// Of which group there is paper, beside the sheets behind receipts.
const ON_PAPER: [&str; 3] = ["dai-bieu-mat-tran", "lanh-dao-so", "nguoi-dan"];

/// Builds them, once.
pub(super) async fn build(app: App, plan: DemoPlan) -> Result<()> {
    let today = app.clock.now().day();
    let Some(root) = app.directory().root(today).map(|a| a.id) else { return Ok(()) };
    let sets = store::all_sets(&app.store).await?;
    let asked: Vec<Asked> = app.profiles().get_or("satisfaction.wave_groups", today, Vec::new())?;
    let Some((set_id, set)) = in_force(&sets, today) else { return Ok(()) };
    if asked.is_empty() || !store::closed_waves(&app.store, today.year()).await?.is_empty() {
        return Ok(());
    }
    let mut units = waves::units(&app.directory(), today, root, &KINDS.map(|(kind, _)| kind));
    // Districts come first, so that the index has them all.
    let directory = app.directory();
    units.sort_by_key(|id| (directory.get(*id).is_none_or(|a| a.kind != "district"), *id));
    units.truncate(MOST);
    let surveyors = identity::holders(&app.store, "reform", today).await?;
    let leaders = identity::holders(&app.store, "leader", today).await?;
    let first = by(surveyors.first(), root);
    let second = leaders.iter().find(|l| l.agency_id == root);
    let random = Random::seeded(plan.seed ^ 0x5A_7E11);
    let new = |name: String, days: (Day, Day)| NewWave {
        agency_id: root,
        name,
        year: today.year(),
        days,
        set_id: *set_id,
        asked: asked.clone(),
        population: Some(10_000),
        expected: 2_000,
        units: units.clone(),
    };
    let this = today.year();
    let past = (today.plus_days(-75), today.plus_days(-20));
    let past = new(format!("Đợt khảo sát sự hài lòng năm {this}, đợt 1"), past);
    let id = open(&app, &first, &past).await?;
    papers(&app, (id, set), (&first, second), &units, &random).await?;
    // Paper that nobody has checked keeps a wave open.
    if second.is_some() {
        let tx = app.store.write(&first).await?;
        waves::close(&app, &tx, &store::wave(&tx, id).await?).await?;
        tx.commit().await?;
    }
    let running = (today.plus_days(-10), today.plus_days(30));
    let running = new(format!("Đợt khảo sát sự hài lòng năm {this}, đợt 2"), running);
    let id = open(&app, &first, &running).await?;
    let some: Vec<i64> = units.iter().copied().take(3).collect();
    papers(&app, (id, set), (&first, None), &some, &random).await
}

fn by(holder: Option<&Holder>, unit: i64) -> Actor {
    holder.map_or_else(Actor::system, |h| Actor {
        kind: ActorKind::Staff,
        account_id: Some(h.account_id),
        name: h.name.clone(),
        unit_id: Some(unit),
    })
}

async fn open(app: &App, first: &Actor, new: &NewWave) -> Result<i64> {
    let tx = app.store.write(first).await?;
    let id = waves::open(&tx, new).await?;
    tx.commit().await?;
    Ok(id)
}

/// Paper of some units, entered by one person and, where there is a second, checked.
async fn papers(
    app: &App,
    (wave, set): (i64, &SurveySet),
    (first, second): (&Actor, Option<&Holder>),
    units: &[i64],
    random: &Random,
) -> Result<()> {
    let wave = store::wave(&app.store, wave).await?;
    let mut entered = Vec::new();
    let tx = app.store.write(first).await?;
    for unit in units {
        for group in ON_PAPER {
            let new = counted(set, (*unit, group), random);
            entered.push(waves::enter(app, &tx, &wave, &new).await?);
        }
    }
    tx.commit().await?;
    // Without a second person they are left as they were entered, and wait.
    let Some(second) = second else { return Ok(()) };
    let tx = app.store.write(&by(Some(second), wave.agency_id)).await?;
    for id in entered {
        let paper = store::paper(&tx, wave.id, id).await?;
        waves::check(&tx, &wave, &paper, second.account_id).await?;
    }
    tx.commit().await
}

fn counted(set: &SurveySet, (unit, group): (i64, &str), random: &Random) -> NewPaper {
    let below = |bound: u64| i64::try_from(random.below(bound)).unwrap_or_default();
    let sheets = 12 + below(25);
    let merit = 55 + below(35);
    let mut counts = Counts::new();
    for question in &set.questions {
        let mut levels = vec![0_i64; set.levels.len()];
        for _ in 0..sheets {
            let content = below(100) < merit;
            let level: usize = match (content, below(10)) {
                (true, 0..=5) => 3,
                (true, _) => 4,
                (false, 0..=5) => 2,
                (false, 6..=8) => 1,
                (false, _) => 0,
            };
            if let Some(place) = levels.get_mut(level) {
                *place += 1;
            }
        }
        counts.insert(question.key.clone(), levels);
    }
    let source = format!("Biên bản kiểm phiếu trình diễn số {}/BB-KS", 10 + below(80));
    NewPaper { unit, group: group.to_owned(), sheets, counts, source }
}
