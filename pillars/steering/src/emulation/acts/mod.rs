//! What is done, one function an act, each journalled in the caller's transaction: rounds, entries, the council, the decision,
//! objections. Every act that changes points reckons the whole round again.

mod council;
mod entry;
mod objection;
mod round;

pub use council::{name_council, session, vote};
pub use entry::{Appraisal, Proposal, add_extra, appraise, drop_extra, give_back, propose, submit};
pub use objection::{answer, object};
pub use round::{decide, figures, measure, open, publish, return_round, send};

use super::rules::{Line, Ranked, Scored, Sum, rank, sum};
use super::slice::{APPRAISE, DECIDE};
use super::store::entries::{self, Entry};
use super::store::points::{self, Extra, Point};
use super::store::rounds::Round;
use platform::error::Result;
use platform::notices::{self, Notice};
use platform::search::{self, SearchDoc};
use platform::{App, Permission, Refusal, Tx, staff};
use serde_json::json;

/// The kind of a round in the journal and the index.
pub const ROUND: &str = "emulation_round";
/// The kind of an entry.
pub const ENTRY: &str = "emulation_entry";

/// Somebody was faster: nothing is written over what they did.
fn fast(kept: bool) -> Result<()> {
    if kept { Ok(()) } else { Err(Refusal::new("emulation-refused-changed").into()) }
}

/// What an entry adds up to under the criteria of its round.
pub fn total(round: &Round, entry: i64, known: &[Point], extras: &[Extra]) -> Result<Sum> {
    let lines: Vec<Line> = round
        .criteria()?
        .iter()
        .map(|criterion| {
            let point = known.iter().find(|p| p.entry_id == entry && p.code == criterion.code);
            Line { most: criterion.most(), points: point.and_then(Point::counts) }
        })
        .collect();
    let own = extras.iter().filter(|x| x.entry_id == entry);
    Ok(sum(&lines, &own.map(|x| super::rules::Points(x.points)).collect::<Vec<_>>()))
}

/// Reckons every entry of a round: total, place, class by the rules.
async fn reckon(tx: &Tx, round: &Round) -> Result<()> {
    let all = entries::of_round(tx, round.id).await?;
    let known = points::of_round(tx, round.id).await?;
    let extras = points::extras_of_round(tx, round.id).await?;
    let sums = all.iter().map(|e| total(round, e.id, &known, &extras)).collect::<Result<Vec<Sum>>>()?;
    let scored: Vec<Scored> = sums.iter().map(|s| Scored { total: s.total, least: s.least }).collect();
    let ranked: Vec<Ranked> = rank(&round.classes()?, &round.quotas()?, &scored);
    for ((entry, sum), ranked) in all.iter().zip(&sums).zip(&ranked) {
        entries::reckon(tx, entry.id, sum, ranked).await?;
    }
    Ok(())
}

async fn index(app: &App, tx: &Tx, entry: &Entry, round: &Round) -> Result<()> {
    let agency = app.directory().name(entry.agency_id).to_owned();
    let doc = SearchDoc {
        kind: ENTRY,
        record_id: entry.id,
        title: format!("{} – {agency}", round.name),
        summary: agency,
        href: format!("/thi-dua/phieu/{}", entry.id),
        words: round.year.to_string(),
        agency_id: Some(entry.agency_id),
        many: false,
    };
    search::index(tx, &doc).await
}

/// Tells those who hold a right over an agency, once each until they have read it.
async fn tell(
    app: &App,
    tx: &Tx,
    (permission, agency): (Permission, i64),
    (template, href): (&'static str, String),
    (round, about, reason): (&Round, i64, &str),
) -> Result<()> {
    for member in staff::able(app, permission, agency, tx.at().day()).await? {
        let notice = Notice {
            template,
            account_id: Some(member.account_id),
            email: None,
            phone: None,
            href: href.clone(),
            values: json!({
                "round": round.name, "agency": app.directory().name(about), "reason": reason,
                "due": round.due()?.vn(),
            }),
        };
        notices::send_once(tx, &notice).await?;
    }
    Ok(())
}

/// Those who appraise the entries of a round.
fn appraisers(round: &Round) -> (Permission, i64) {
    (APPRAISE, round.owner_id)
}

/// Those who decide on a round.
fn deciders(round: &Round) -> (Permission, i64) {
    (DECIDE, round.owner_id)
}
