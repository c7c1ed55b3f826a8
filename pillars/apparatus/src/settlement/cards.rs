//! Evaluations of agencies over a time: kept counts, the procedures they receive, petitions where somebody keeps them,
//! put together by the rules of the period's last day.

use super::rules::{Card, How, Inputs, OfficerCard, ProcedureItem, agency_card, meets, officer_card};
use super::store;
use contracts::agencies::receiving_procedure;
use contracts::settlement::{PetitionCount, PetitionRecords, ProcedureFacts, ProcedureRecords};
use kernel::{Day, Period};
use platform::error::Result;
use platform::{App, Scope};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The evaluations of a period.
pub(super) struct Cards {
    /// The rules they follow.
    pub how: How,
    /// By agency.
    pub of: BTreeMap<i64, Card>,
}

impl Cards {
    /// That of one agency, empty where it has nothing in the period.
    pub fn take(&mut self, agency: i64) -> Card {
        self.of.remove(&agency).unwrap_or_else(|| agency_card(&Inputs::default(), &self.how))
    }
}

/// The day whose rules and procedures an evaluation goes by: the period's last, or today while it runs.
pub(super) fn day_of(period: Period, today: Day) -> Day {
    period.last().min(today)
}

/// The evaluations of the agencies of a scope that have dossiers in a period, and of one asked for by name.
pub(super) async fn load(app: &App, period: Period, scope: &Scope, asked: Option<i64>) -> Result<Cards> {
    let day = day_of(period, app.clock.now().day());
    let how = How::on(&app.profiles(), day)?;
    let mut inputs: BTreeMap<i64, Inputs> = BTreeMap::new();
    for row in store::counts(&app.store, period, scope).await? {
        let counts = &mut inputs.entry(row.agency_id).or_default().counts;
        counts.insert(row.item, (row.numerator, row.denominator));
    }
    if let Some(agency) = asked {
        inputs.entry(agency).or_default();
    }
    if let Some(counts) = petitions(app, period).await? {
        for (agency, inputs) in &mut inputs {
            let own = counts.iter().find(|c| c.agency_id == *agency).cloned();
            inputs.petitions = Some(own.unwrap_or_default());
        }
    }
    for said in store::postings_until(&app.store, day).await? {
        if let Some(inputs) = inputs.get_mut(&said.agency_id) {
            inputs.posted = Some(said.posted);
        }
    }
    let mut used: BTreeMap<i64, BTreeSet<String>> = BTreeMap::new();
    for row in store::used(&app.store, period, scope).await? {
        used.entry(row.agency_id).or_default().insert(row.procedure_code);
    }
    let facts = app.port::<Arc<dyn ProcedureRecords>>()?.facts(app, day).await?;
    let (none, directory) = (BTreeSet::new(), app.directory());
    for (agency, indexes) in received(app, &facts, day) {
        let Some(inputs) = inputs.get_mut(&agency) else { continue };
        let own = indexes.into_iter().filter_map(|at| facts.get(at));
        inputs.level = directory.get(agency).map(|agency| agency.level.clone()).unwrap_or_default();
        inputs.procedures = procedures(app, agency, own, used.get(&agency).unwrap_or(&none), &how)?;
    }
    let of = inputs.iter().map(|(agency, inputs)| (*agency, agency_card(inputs, &how))).collect();
    Ok(Cards { how, of })
}

/// What petitions are counted, where somebody keeps them.
async fn petitions(app: &App, period: Period) -> Result<Option<Vec<PetitionCount>>> {
    match app.port::<Arc<dyn PetitionRecords>>() {
        Ok(records) => records.counts(app, (period.first(), period.last())).await.map(Some),
        Err(_) => Ok(None),
    }
}

/// Which of some procedures each agency receives on a day, by their places.
fn received(app: &App, facts: &[ProcedureFacts], day: Day) -> BTreeMap<i64, Vec<usize>> {
    let directory = app.directory();
    let mut found: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (at, fact) in facts.iter().enumerate() {
        for agency in receiving_procedure(&directory, &fact.version.body, day) {
            found.entry(agency.id).or_default().push(at);
        }
    }
    found
}

/// How many of an agency's procedures meet each item.
fn procedures<'a>(
    app: &App,
    agency: i64,
    facts: impl Iterator<Item = &'a ProcedureFacts>,
    used: &BTreeSet<String>,
    how: &How,
) -> Result<BTreeMap<ProcedureItem, (i64, i64)>> {
    let calendar = app.calendars().of(agency)?;
    let mut counted: BTreeMap<ProcedureItem, (i64, i64)> = BTreeMap::new();
    for fact in facts {
        for item in ProcedureItem::ALL {
            let is_used = used.contains(&fact.version.body.code);
            if let Some(held) = meets(item, fact, is_used, how, &calendar) {
                let count = counted.entry(item).or_default();
                count.0 += i64::from(held);
                count.1 += 1;
            }
        }
    }
    Ok(counted)
}

/// A procedure behind a figure.
pub(super) struct ProcedureLine {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Whether it counts in the numerator.
    pub held: bool,
}

/// The procedures an item of an agency is about, by code.
pub(super) async fn procedures_of(
    app: &App,
    agency: i64,
    period: Period,
    item: ProcedureItem,
) -> Result<Vec<ProcedureLine>> {
    let day = day_of(period, app.clock.now().day());
    let how = How::on(&app.profiles(), day)?;
    let used: BTreeSet<String> = store::used(&app.store, period, &Scope::Agencies(vec![agency]))
        .await?
        .into_iter()
        .map(|row| row.procedure_code)
        .collect();
    let facts = app.port::<Arc<dyn ProcedureRecords>>()?.facts(app, day).await?;
    let own = received(app, &facts, day).remove(&agency).unwrap_or_default();
    let calendar = app.calendars().of(agency)?;
    let mut found = Vec::new();
    for fact in own.into_iter().filter_map(|at| facts.get(at)) {
        let body = &fact.version.body;
        if let Some(held) = meets(item, fact, used.contains(&body.code), &how, &calendar) {
            found.push(ProcedureLine { code: body.code.clone(), name: body.name.clone(), held });
        }
    }
    Ok(found)
}

/// An official's evaluation at an agency.
pub(super) struct Officer {
    /// Account.
    pub account_id: i64,
    /// Name, as last written down.
    pub name: String,
    /// Agency.
    pub agency_id: i64,
    /// Dossiers of the first indicator: those they worked on that have a result.
    pub dossiers: i64,
    /// The five indicators.
    pub card: OfficerCard,
}

/// The officials of a scope in a period, or one of them, with the rules they follow.
pub(super) async fn officers(
    app: &App,
    period: Period,
    scope: &Scope,
    account: Option<i64>,
) -> Result<(How, Vec<Officer>)> {
    let how = How::on(&app.profiles(), day_of(period, app.clock.now().day()))?;
    let mut found: BTreeMap<(i64, i64), (String, Inputs)> = BTreeMap::new();
    for row in store::officers(&app.store, period, scope, account).await? {
        let (name, inputs) = found.entry((row.agency_id, row.account_id)).or_default();
        *name = row.name;
        inputs.counts.insert(row.item, (row.numerator, row.denominator));
    }
    let officers = found.into_iter().map(|((agency_id, account_id), (name, inputs))| Officer {
        account_id,
        name,
        agency_id,
        // Every dossier with a result has contacts to count, whatever was promised.
        dossiers: inputs.counts.get("d3").map_or(0, |(_, dossiers)| *dossiers),
        card: officer_card(&inputs, &how),
    });
    let officers = officers.collect();
    Ok((how, officers))
}
