//! Facts of dossiers for the evaluation of settlement (`contracts::settlement::DossierRecords`).

use crate::one_stop::rules::DeadlineRules;
use crate::one_stop::store::{self, FactHand, FactOpinion, FactRequest, FactRow};
use async_trait::async_trait;
use contracts::dossiers::Channel;
use contracts::fees::{FeePaid, Fees};
use contracts::procedures::{Catalogue, ProcedureVersion};
use contracts::settlement::{AskedOpinion, AskedPapers, DossierFacts, DossierRecords, Hand};
use kernel::Moment;
use platform::App;
use platform::error::Result;
use std::sync::Arc;

struct Facts;

/// The port, for the server to wire.
pub fn records() -> Arc<dyn DossierRecords> {
    Arc::new(Facts)
}

#[async_trait]
impl DossierRecords for Facts {
    async fn one(&self, app: &App, id: i64) -> Result<Option<DossierFacts>> {
        Ok(between(app, (id, id)).await?.pop())
    }

    async fn many(&self, app: &App, ids: &[i64]) -> Result<Vec<DossierFacts>> {
        let mut found = Vec::with_capacity(ids.len());
        for range in ranges(ids) {
            let facts = between(app, range).await?;
            found.extend(facts.into_iter().filter(|facts| ids.binary_search(&facts.id).is_ok()));
        }
        Ok(found)
    }

    async fn after(&self, app: &App, id: i64, most: i64) -> Result<Vec<DossierFacts>> {
        let last = store::last_after(&app.store, id, most).await?;
        if last == 0 { Ok(Vec::new()) } else { between(app, (id + 1, last)).await }
    }
}

/// Numbers between two dossiers that are read rather than asked around: a range is six statements, whatever it holds.
const NEAR: i64 = 8;

/// The ranges in which these numbers lie, given in their order.
fn ranges(ids: &[i64]) -> Vec<(i64, i64)> {
    let mut ranges: Vec<(i64, i64)> = Vec::new();
    for id in ids {
        match ranges.last_mut() {
            Some((_, last)) if id - *last <= NEAR => *last = *id,
            _ => ranges.push((*id, *id)),
        }
    }
    ranges
}

/// What hangs on the dossiers of a range, each list by the dossier's id.
struct Hanging {
    requests: Vec<FactRequest>,
    opinions: Vec<FactOpinion>,
    hands: Vec<FactHand>,
    paid: Vec<FeePaid>,
}

async fn between(app: &App, range: (i64, i64)) -> Result<Vec<DossierFacts>> {
    let db = &app.store;
    let catalogue: Arc<dyn Catalogue> = app.port()?;
    let rows = store::fact_rows(db, range).await?;
    let hanging = Hanging {
        requests: store::fact_requests(db, range).await?,
        opinions: store::fact_opinions(db, range).await?,
        hands: store::fact_hands(db, range).await?,
        // Where fees keep no books of their own, the desk's lines are all there is.
        paid: match app.port::<Arc<dyn Fees>>() {
            Ok(fees) => fees.paid(app, range).await?,
            Err(_) => Vec::new(),
        },
    };
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let version = catalogue.version(app, row.procedure_version_id).await?;
        found.push(facts(app, row, &version, &hanging)?);
    }
    Ok(found)
}

/// The rows of one dossier among those sorted by it.
fn own<T>(rows: &[T], id: i64, of: impl Fn(&T) -> i64) -> &[T] {
    let from = rows.partition_point(|row| of(row) < id);
    let to = rows.partition_point(|row| of(row) <= id);
    rows.get(from..to).unwrap_or_default()
}

fn facts(app: &App, row: FactRow, version: &ProcedureVersion, hanging: &Hanging) -> Result<DossierFacts> {
    let moment = |at: Option<i64>| at.map(Moment::from_micros);
    let papers_asked = own(&hanging.requests, row.id, |r| r.dossier_id).iter().map(|r| AskedPapers {
        reason: r.reason_code.clone(),
        asked: Moment::from_micros(r.asked_at),
        answered: moment(r.answered_at),
    });
    let opinions = own(&hanging.opinions, row.id, |o| o.dossier_id).iter().filter_map(|o| {
        Some(AskedOpinion {
            due_on: o.due_on.parse().ok()?,
            answered: moment(o.answered_at),
            closed: o.closed_at.is_some(),
        })
    });
    let hands = own(&hanging.hands, row.id, |h| h.dossier_id)
        .iter()
        .map(|h| Hand { account_id: h.actor_id, name: h.actor_name.clone().unwrap_or_default() });
    let paid = own(&hanging.paid, row.id, |p| p.dossier_id);
    // Papers taken from the person's shelf are on record since there is one; from which day of receipt the index counts them is the
    // city's to say. The person's store of the index is the National portal's, and the register is not asked: both are lacking.
    let counted = match moment(row.received_at) {
        Some(received) => app.profiles().get_or("one_stop.reuse_counted", received.day(), false)?,
        None => false,
    };
    Ok(DossierFacts {
        first_due: first_due(app, &row, version)?,
        id: row.id,
        procedure: row.procedure_code,
        agency_id: row.agency_id,
        channel: Channel::from_code(&row.channel).unwrap_or(Channel::Counter),
        result_delivery: row.result_delivery,
        received: moment(row.received_at),
        due: moment(row.due_at),
        settled: moment(row.settled_at),
        returned: moment(row.returned_at),
        ended: row.ended_on.and_then(|day| day.parse().ok()),
        granted: row.outcome.as_deref() == Some("granted"),
        papers_asked: papers_asked.collect(),
        opinions: opinions.collect(),
        paper_result: version.body.result.as_ref().is_some_and(|r| r.paper),
        result_file: row.result_files > 0,
        component_file: row.paper_files > 0,
        reused: counted.then_some(row.shelf_papers > 0),
        personal_store: None,
        population: None,
        fee: row.fee > 0 || !paid.is_empty(),
        paid_online: paid.iter().any(|p| p.online),
        hands: hands.collect(),
        code: row.code,
    })
}

/// The promise by the published term alone. It is the promise itself where the clock never stood and nothing was put off.
fn first_due(app: &App, row: &FactRow, version: &ProcedureVersion) -> Result<Option<Moment>> {
    let Some(received) = row.received_at.map(Moment::from_micros) else { return Ok(None) };
    if let (Some(due), 0, 0) = (row.due_at, row.pauses, row.extension_count) {
        return Ok(Some(Moment::from_micros(due)));
    }
    let body = &version.body;
    let variant = row.term_variant.as_deref().and_then(|key| body.variant(key));
    let Some(term) = variant.map(|v| &v.term).or(body.term.as_ref()) else { return Ok(None) };
    let rules = DeadlineRules::on(&app.profiles(), received.day())?;
    let calendar = app.calendars().of(row.agency_id)?;
    Ok(rules.due(term, received, &calendar, row.with_verification, &[], None).at)
}

#[cfg(test)]
mod tests {
    use super::ranges;

    #[test]
    fn dossiers_that_lie_close_are_read_together() {
        assert_eq!(ranges(&[3, 4, 12, 21, 400]), [(3, 12), (21, 21), (400, 400)]);
        assert!(ranges(&[]).is_empty());
    }
}
