//! What goes into a brief: targets of the agency, what is late by kind, what comes in two weeks; each figure with the way to its
//! list. What other rooms have waiting (reports, plans, findings) comes through `contracts::waiting` as they join it.

use super::rules::{Brief, Coming, Late, Target};
use contracts::programme::Programmes;
use contracts::targets::AgencyFigures;
use contracts::waiting::{Waiting, WaitingSources};
use kernel::{Day, Moment};
use platform::error::Result;
use platform::{App, Scope};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Things of one source at most.
const MOST: i64 = 1_000;
/// Days ahead that are told.
const AHEAD: i64 = 14;
/// Things told of them by name.
const NAMED: usize = 12;

/// The brief of an agency with all below it, as of now.
pub async fn compose(app: &App, agency: i64) -> Result<Brief> {
    let now = app.clock.now();
    let directory = app.directory();
    let scope =
        if directory.is_root(agency) { Scope::All } else { Scope::Agencies(directory.subtree(agency)) };
    let code = directory.get(agency).map(|a| a.code.clone()).unwrap_or_default();
    let within = format!("&co-quan={}", ui::platform_url(&code));
    let locale = papers::vietnamese(app);
    let mut all: Vec<Waiting> = Vec::new();
    let mut names: HashMap<&'static str, String> = HashMap::new();
    let mut cut = false;
    if let Ok(WaitingSources(sources)) = app.port::<WaitingSources>() {
        for source in sources {
            names.extend(source.kinds().iter().map(|(kind, key)| (*kind, locale.t(key))));
            let found = source.waiting(app, &locale, &scope, MOST).await?;
            cut |= i64::try_from(found.len()).is_ok_and(|n| n >= MOST);
            all.extend(found);
        }
    }
    let (coming, coming_all) = coming(app, &all, now);
    Ok(Brief {
        targets: targets(app, agency, now.day()).await?,
        late: late(&all, &names, (now, &within)),
        coming,
        coming_all,
        coming_href: format!("/dang-cho?trong={AHEAD}{within}"),
        cut,
    })
}

fn late(all: &[Waiting], names: &HashMap<&'static str, String>, (now, within): (Moment, &str)) -> Vec<Late> {
    let mut kinds: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for waiting in all {
        let (late, count) = kinds.entry(waiting.kind).or_default();
        *late += i64::from(waiting.due.is_some_and(|due| now > due));
        *count += 1;
    }
    let row = |(kind, (late, all)): (&str, (i64, i64))| Late {
        kind: kind.to_owned(),
        name: names.get(kind).cloned().unwrap_or_default(),
        late,
        all,
        href: format!("/dang-cho?loai={kind}&tre=late{within}"),
        was: None,
    };
    kinds.into_iter().map(row).collect()
}

/// The soonest by name, and how many there are.
fn coming(app: &App, all: &[Waiting], now: Moment) -> (Vec<Coming>, i64) {
    let last = now.day().plus_days(AHEAD);
    let mut ahead: Vec<(Day, &Waiting)> = all
        .iter()
        .filter_map(|w| w.due.filter(|due| *due >= now && due.day() <= last).map(|due| (due.day(), w)))
        .collect();
    ahead.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| (a.1.kind, a.1.id).cmp(&(b.1.kind, b.1.id))));
    let directory = app.directory();
    let named = ahead.iter().take(NAMED).map(|(on, w)| Coming {
        title: w.title.clone(),
        agency: directory.short_name(w.agency_id).to_owned(),
        on: on.to_string(),
        href: w.href.clone(),
    });
    (named.collect(), i64::try_from(ahead.len()).unwrap_or(i64::MAX))
}

/// What is measured of the agency this year, where there is a target to compare with.
async fn targets(app: &App, agency: i64, today: Day) -> Result<Vec<Target>> {
    let Ok(port) = app.port::<Arc<dyn AgencyFigures>>() else { return Ok(Vec::new()) };
    let mut names: HashMap<String, String> = HashMap::new();
    if let Ok(programmes) = app.port::<Arc<dyn Programmes>>()
        && let Some(programme) = programmes.current(app).await?
    {
        names.extend(programme.measures.into_iter().map(|m| (m.code, m.name)));
    }
    let measured = port.measures(app, agency, today.year(), false).await?;
    let told = measured.into_iter().filter_map(|m| {
        let (value, target) = m.value.zip(m.target)?;
        let met = if m.up { value >= target } else { value <= target };
        Some(Target {
            name: names.get(&m.measure).cloned().unwrap_or_else(|| m.measure.clone()),
            code: m.measure,
            value: m.shown,
            target: m.shown_target,
            met,
            href: m.records_href,
            was_met: None,
            was: String::new(),
        })
    });
    Ok(told.collect())
}
