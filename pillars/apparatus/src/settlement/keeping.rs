//! Use cases of keeping: a dossier judged anew after each event, sheets counted, months scored, every night what time itself
//! has changed, everything from scratch.

use super::cards;
use super::rules::{Class, How, Item, ends, judge};
use super::slice::SLICE;
use super::store::{self, DossierRow};
use contracts::settlement::{DossierComplaints, DossierFacts, DossierRecords, SettlementScored, SheetCounts};
use kernel::{Day, Moment, Period};
use platform::error::{Error, Result};
use platform::jobs::progress;
use platform::{App, Scope, Tx};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Dossiers judged in one transaction of a rebuild.
const CHUNK: i64 = 500;
/// Dossiers judged in one transaction beside the day's work, which waits for it.
const AT_ONCE: usize = 100;
/// How counts are kept; a new number makes every installation count anew in the night after its update.
const WAY: &str = "2";
/// Name of the remembered text that says by which rules the counts were made.
const SHAPE: &str = "shape";

/// Judges the dossiers of events anew.
pub(super) async fn note_events(app: &App, events: &Json) -> Result<()> {
    let dossier = |event: &Json| event.get("dossier_id").and_then(Json::as_i64);
    // In the order of their numbers, and one that several events tell of once.
    let dossiers: BTreeSet<i64> = events.as_array().into_iter().flatten().filter_map(dossier).collect();
    if dossiers.is_empty() {
        return Ok(());
    }
    note(app, &dossiers.into_iter().collect::<Vec<_>>()).await
}

/// Judges dossiers anew, given in the order of their numbers, and counts the months they leave and enter, each once.
async fn note(app: &App, dossiers: &[i64]) -> Result<()> {
    let tx = app.store.housekeeping().await?;
    store::lock(&tx).await?;
    // Read behind the lock: who comes later reads no older state than who came before.
    let records: Arc<dyn DossierRecords> = app.port()?;
    let facts = records.many(app, dossiers).await?;
    if facts.is_empty() {
        return Ok(());
    }
    let mut days: BTreeSet<(i64, String)> = BTreeSet::new();
    for one in &facts {
        days.extend(store::cell_of(&tx, one.id).await?);
        store::clear_range(&tx, (one.id - 1, one.id)).await?;
    }
    days.extend(write(app, &tx, &facts).await?);
    let mut months: BTreeSet<(i64, Day)> = BTreeSet::new();
    for (agency, day) in days {
        let day: Day = day.parse().map_err(|e| Error::fault("settlement_dossier.counted_on", e))?;
        months.insert((agency, Period::month_of(day).first()));
    }
    for (agency, month) in &months {
        let cell = (*agency, Period::month_of(*month));
        store::recount(&tx, Some(cell)).await?;
        store::mark(&tx, cell).await?;
    }
    // What is open counts in no month: a filing leaves nothing to score.
    if !months.is_empty() {
        tx.enqueue("settlement.score", &Json::Null, Some("")).await?;
    }
    tx.commit().await
}

/// Judges dossiers and writes them, none of which may be there; the agencies and days under which they count.
async fn write(app: &App, tx: &Tx, facts: &[DossierFacts]) -> Result<BTreeSet<(i64, String)>> {
    let now = app.clock.now();
    let complained: Option<BTreeSet<i64>> = match app.port::<Arc<dyn DossierComplaints>>() {
        Ok(records) => {
            let ids: Vec<i64> = facts.iter().map(|f| f.id).collect();
            Some(records.complained(app, &ids).await?.into_iter().collect())
        }
        Err(_) => None,
    };
    let mut rules: BTreeMap<Day, How> = BTreeMap::new();
    let (mut rows, mut hands) = (Vec::new(), Vec::new());
    for facts in facts {
        // The rules of the day of the receipt, as for its promise.
        let day = facts.received.unwrap_or(now).day();
        let how = match rules.entry(day) {
            std::collections::btree_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::btree_map::Entry::Vacant(new) => new.insert(How::on(&app.profiles(), day)?),
        };
        let complaint = complained.as_ref().map(|all| all.contains(&facts.id));
        rows.push(row(facts, how, complaint, now));
        hands.extend(facts.hands.iter().map(|h| (facts.id, h.account_id, h.name.clone())));
    }
    let counted = rows.iter().filter_map(|row| Some((row.agency_id, row.counted_on.clone()?))).collect();
    store::put(tx, rows).await?;
    store::put_hands(tx, hands).await?;
    Ok(counted)
}

/// A dossier as it is kept.
fn row(facts: &DossierFacts, how: &How, complained: Option<bool>, now: Moment) -> DossierRow {
    let judged = judge(facts, how, complained, now);
    let both = ends(facts, how.promise, now);
    let word = |class: Option<Class>| class.map_or_else(String::new, |c| c.code().to_owned());
    let value = |item: Item| Item::ALL.into_iter().zip(judged.values).find(|(i, _)| *i == item)?.1;
    let counted = judged.counted_on.is_some();
    DossierRow {
        dossier_id: facts.id,
        code: facts.code.clone(),
        procedure_code: facts.procedure.clone(),
        agency_id: facts.agency_id,
        channel: facts.channel.code().to_owned(),
        counted_on: judged.counted_on.map(|d| d.to_string()),
        due_on: both.and_then(|b| b.index.promise).map(|promise| promise.day().to_string()),
        law_class: word(both.filter(|_| counted).and_then(|b| b.law.class)),
        index_class: word(both.filter(|_| counted).and_then(|b| b.index.class)),
        d1: value(Item::D1),
        d2: value(Item::D2),
        d3: value(Item::D3),
        d4: value(Item::D4),
        d7: value(Item::D7),
        q21: value(Item::Q21),
        q33: value(Item::Q33),
        q36: value(Item::Q36),
        q41: value(Item::Q41),
        q42: value(Item::Q42),
        q43: value(Item::Q43),
        q44: value(Item::Q44),
        q45: value(Item::Q45),
    }
}

/// Counts the sheets of the month of an agency in which somebody rated it.
pub(super) async fn note_rating(app: &App, event: &Json) -> Result<()> {
    let agency = event.get("agency_id").and_then(Json::as_i64);
    let day = event.get("answered_on").and_then(Json::as_str).and_then(|text| text.parse::<Day>().ok());
    let (Some(agency), Some(day)) = (agency, day) else { return Ok(()) };
    let month = Period::month_of(day);
    let tx = app.store.housekeeping().await?;
    store::lock(&tx).await?;
    count_sheets(app, &tx, Some(agency), (month.first(), month.last())).await?;
    store::mark(&tx, (agency, month)).await?;
    tx.enqueue("settlement.score", &Json::Null, Some("")).await?;
    tx.commit().await
}

/// Has the months in which a petition was due and answered scored anew: their counts are asked of its owner.
pub(super) async fn note_petition(app: &App, event: &Json) -> Result<()> {
    let Some(agency) = event.get("agency_id").and_then(Json::as_i64) else { return Ok(()) };
    let days = ["due_on", "settled_on"].map(|name| event.get(name)?.as_str()?.parse::<Day>().ok());
    let months: BTreeSet<Day> = days.into_iter().flatten().map(|day| Period::month_of(day).first()).collect();
    let tx = app.store.housekeeping().await?;
    for month in months {
        store::mark(&tx, (agency, Period::month_of(month))).await?;
    }
    tx.enqueue("settlement.score", &Json::Null, Some("")).await?;
    tx.commit().await
}

async fn count_sheets(app: &App, tx: &Tx, agency: Option<i64>, days: (Day, Day)) -> Result<()> {
    let sheets: Arc<dyn SheetCounts> = app.port()?;
    let most = How::on(&app.profiles(), days.1.min(app.clock.now().day()))?.disliked_most;
    for counted in sheets.disliked(app, agency, days, most).await? {
        store::put_disliked(tx, (counted.agency_id, counted.month), counted.disliked, counted.sheets).await?;
    }
    Ok(())
}

/// Makes the index of every marked month anew; how many there were.
pub(super) async fn score(app: &App) -> Result<usize> {
    let due = store::due(&app.store).await?;
    let (total, mut done) = (due.len(), 0);
    let mut months: BTreeMap<String, Vec<store::Due>> = BTreeMap::new();
    for one in due {
        months.entry(one.month_on.clone()).or_default().push(one);
    }
    for (month, due) in months {
        progress("settlement", done as u64, total as u64);
        let day: Day = month.parse().map_err(|e| Error::fault("settlement_score.month_on", e))?;
        let mut agencies: Vec<i64> = due.iter().map(|d| d.agency_id).collect();
        agencies.sort_unstable();
        let mut cards = cards::load(app, Period::month_of(day), &Scope::Agencies(agencies), None).await?;
        let tx = app.store.housekeeping().await?;
        store::lock(&tx).await?;
        for one in &due {
            let card = cards.take(one.agency_id);
            // A month that has lost its last dossier says nothing any more.
            let (points, weight) =
                if card.dossiers == 0 { (0, 0) } else { (card.reached(), card.possible()) };
            store::write_score(&tx, one, points, weight).await?;
            tx.emit(&SettlementScored { agency_id: one.agency_id, month_on: one.month_on.clone() }).await?;
        }
        tx.commit().await?;
        done += due.len();
    }
    Ok(total)
}

/// Every night: open dossiers whose promise has passed, the months that still move, everything where a rule has changed.
pub(super) async fn nightly(app: &App) -> Result<()> {
    let today = app.clock.now().day();
    if store::state(&app.store, SHAPE).await?.as_deref() != Some(shape(app).as_str()) {
        return rebuild(app, &progress).await;
    }
    for some in store::open_overdue(&app.store, &today.to_string()).await?.chunks(AT_ONCE) {
        note(app, some).await?;
    }
    let tx = app.store.housekeeping().await?;
    store::mark_all(&tx, Period::month_of(today).previous().first()).await?;
    tx.commit().await?;
    score(app).await.map(|_| ())
}

/// The rules that counts rest on, as a text: when it differs from the one they were made by, they are made anew. All rows of
/// each rule: a dossier goes by those of its own day, so that one of an earlier time changed today changes counts too.
fn shape(app: &App) -> String {
    let profiles = app.profiles();
    let mut shape = WAY.to_owned();
    for key in SLICE.rules {
        for row in profiles.rows(key) {
            shape.push_str(&format!("\n{key} {:?} {:?} {}", row.from, row.to, row.value));
        }
    }
    shape
}

/// Everything from scratch, each dossier in the place of what was kept of it, so that nobody sees an empty page meanwhile;
/// `told` hears (what, done, of).
pub async fn rebuild(app: &App, told: &(dyn Fn(&str, u64, u64) + Send + Sync)) -> Result<()> {
    let records: Arc<dyn DossierRecords> = app.port()?;
    let (mut after, mut done) = (0, 0u64);
    loop {
        let tx = app.store.housekeeping().await?;
        store::lock(&tx).await?;
        let facts = records.after(app, after, CHUNK).await?;
        let Some(last) = facts.last().map(|f| f.id) else {
            // What is kept beyond the last dossier has none any more.
            store::clear_range(&tx, (after, i64::MAX)).await?;
            tx.commit().await?;
            break;
        };
        store::clear_range(&tx, (after, last)).await?;
        write(app, &tx, &facts).await?;
        tx.commit().await?;
        (after, done) = (last, done + facts.len() as u64);
        told("settlement", done, done);
    }
    let today = app.clock.now().day();
    let tx = app.store.housekeeping().await?;
    store::lock(&tx).await?;
    store::recount(&tx, None).await?;
    store::clear_disliked(&tx).await?;
    // Years before any installation: every sheet there is.
    let first = Day::ymd(2000, 1, 1).unwrap_or(today);
    count_sheets(app, &tx, None, (first, today)).await?;
    store::mark_all(&tx, first).await?;
    store::set_state(&tx, SHAPE, &shape(app)).await?;
    tx.commit().await?;
    score(app).await.map(|_| ())
}
