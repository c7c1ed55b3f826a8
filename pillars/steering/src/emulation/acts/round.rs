//! A round: opened with an entry of every agency of its group, measured, sent to the one who decides, decided on, announced.

use super::super::measuring;
use super::super::rules::{EntryState, over_quota};
use super::super::slice::SUBMIT;
use super::super::store::council;
use super::super::store::entries::{self, Entry};
use super::super::store::points::{self, Measured};
use super::super::store::rounds::{self, NewRound, Round};
use super::{ENTRY, ROUND, deciders, fast, index, reckon, tell};
use kernel::Day;
use platform::directory::AgencyRef;
use platform::error::{Error, Result};
use platform::{App, Change, Refusal, Tx, journal};
use serde_json::json;
use std::collections::HashMap;

/// Acts on a round whose doers may not decide on it.
const ROUND_HANDS: [&str; 4] = ["emulation_open", "emulation_session", "emulation_council", "emulation_send"];
/// Acts on its entries whose doers may not either.
const ENTRY_HANDS: [&str; 5] =
    ["emulation_appraise", "emulation_vote", "emulation_extra", "emulation_propose", "emulation_submit"];

/// What the city's records say of the criteria of a round: by criterion and agency.
pub type Figures = Vec<(String, HashMap<i64, Measured>)>;

/// Opens a round for some agencies; its id.
pub async fn open(app: &App, tx: &Tx, new: &NewRound, agencies: &[AgencyRef]) -> Result<i64> {
    if agencies.is_empty() {
        return Err(Refusal::new("emulation-refused-nobody").into());
    }
    if new.criteria.is_empty() || new.classes.is_empty() {
        return Err(Refusal::new("emulation-refused-no-rules").into());
    }
    let Some(id) = rounds::add(tx, new).await? else {
        return Err(Refusal::new("emulation-refused-exists").into());
    };
    let round = rounds::get(tx, id).await?;
    for agency in agencies {
        let entry = entries::add(tx, id, (agency.id, &agency.name), (new.year, &new.group)).await?;
        index(app, tx, &entries::get(tx, entry).await?, &round).await?;
        let href = format!("/thi-dua/phieu/{entry}");
        tell(app, tx, (SUBMIT, agency.id), ("emulation.opened", href), (&round, agency.id, "")).await?;
    }
    let after = json!({
        "emulation_round": new.name, "emulation_year": new.year, "emulation_agencies": agencies.len(),
        "emulation_due": new.due.to_string()
    });
    tx.journal(Change::of("emulation", ROUND, id, "emulation_open").after(after)).await?;
    Ok(id)
}

/// What the city's records say of a round now; it is read outside a transaction, which then only keeps it.
pub async fn figures(app: &App, round: &Round) -> Result<Figures> {
    let agencies: Vec<i64> =
        entries::of_round(&app.store, round.id).await?.iter().map(|e| e.agency_id).collect();
    let when = (round.calendar_year()?, app.clock.now().day());
    let mut all = Figures::new();
    for criterion in round.criteria()?.iter().filter(|c| c.is_measured()) {
        all.push((criterion.code.clone(), measuring::measure(app, criterion, when, &agencies).await?));
    }
    Ok(all)
}

/// Keeps what the records say, and reckons the round.
pub async fn measure(tx: &Tx, round: &Round, all: &Figures) -> Result<()> {
    round.state()?.open()?;
    let none = Measured::default();
    for entry in entries::of_round(tx, round.id).await? {
        for (code, found) in all {
            points::set_measured(tx, entry.id, code, found.get(&entry.agency_id).unwrap_or(&none)).await?;
        }
    }
    reckon(tx, round).await?;
    let with = all.iter().filter(|(_, found)| !found.is_empty()).count();
    let after = json!({"emulation_criteria": all.len(), "emulation_with_data": with});
    tx.journal(Change::of("emulation", ROUND, round.id, "emulation_measure").after(after)).await
}

/// Sends the council's classes to the one who decides.
pub async fn send(app: &App, tx: &Tx, round: &Round) -> Result<()> {
    let all = entries::of_round(tx, round.id).await?;
    let unvoted = all.iter().filter(|e| e.state().ok() != Some(EntryState::Voted)).count();
    let to = round.state()?.submit(unvoted, round.held_on.is_some() && !round.minutes.is_empty())?;
    within_quotas(round, &all)?;
    fast(rounds::stand(tx, round, to, "").await?)?;
    tx.journal(Change::of("emulation", ROUND, round.id, "emulation_send")).await?;
    let href = format!("/thi-dua/dot/{}", round.id);
    tell(app, tx, deciders(round), ("emulation.sent", href), (round, round.owner_id, "")).await
}

fn within_quotas(round: &Round, all: &[Entry]) -> Result<()> {
    let given: Vec<&str> = all.iter().map(|e| e.final_class.as_str()).collect();
    match over_quota(&round.quotas()?, &given).into_iter().next() {
        Some((class, held, most)) => {
            let name = round.classes()?.into_iter().find(|c| c.code == class).map_or(class, |c| c.name);
            Err(Refusal::new("emulation-refused-quota")
                .arg("class", name)
                .arg("held", held)
                .arg("most", most)
                .unconfirmed()
                .into())
        }
        None => Ok(()),
    }
}

/// Gives a round back to the council with a reason.
pub async fn return_round(app: &App, tx: &Tx, round: &Round, reason: &str) -> Result<()> {
    let to = round.state()?.give_back()?;
    fast(rounds::stand(tx, round, to, reason).await?)?;
    let change = Change::of("emulation", ROUND, round.id, "emulation_return").reason(Some(reason));
    tx.journal(change).await?;
    let href = format!("/thi-dua/dot/{}", round.id);
    tell(app, tx, super::appraisers(round), ("emulation.returned", href), (round, round.owner_id, reason))
        .await
}

/// Decides on a round; whoever appraised, proposed, recorded or sent anything of it is not the second person.
pub async fn decide(tx: &Tx, round: &Round, by: (i64, &str), (decision, on): (&str, Day)) -> Result<()> {
    let all = entries::of_round(tx, round.id).await?;
    let mut hands = journal::hands(tx, ROUND, round.id, &ROUND_HANDS).await?;
    for entry in &all {
        hands.extend(journal::hands(tx, ENTRY, entry.id, &ENTRY_HANDS).await?);
    }
    round.state()?.decide(by.0, &hands)?;
    within_quotas(round, &all)?;
    let held: Day = round
        .held_on
        .as_deref()
        .and_then(|day| day.parse().ok())
        .ok_or_else(|| Error::fault("emulation_round.held_on", round.id))?;
    if on < held {
        return Err(Refusal::new("emulation-refused-before-session").arg("day", held.vn()).into());
    }
    fast(rounds::decide(tx, round, decision, on, by.1).await?)?;
    let after = json!({"emulation_decision": decision, "emulation_decided_on": on.to_string()});
    tx.journal(Change::of("emulation", ROUND, round.id, "emulation_decide").after(after)).await
}

/// Announces a decided round; nothing that an agency objected to stays without an answer.
pub async fn publish(app: &App, tx: &Tx, round: &Round) -> Result<()> {
    round.state()?.publish()?;
    let open = council::open_of_round(tx, round.id).await?;
    if open > 0 {
        return Err(Refusal::new("emulation-refused-open").arg("count", open).into());
    }
    fast(rounds::publish(tx, round).await?)?;
    tx.journal(Change::of("emulation", ROUND, round.id, "emulation_publish")).await?;
    for entry in entries::of_round(tx, round.id).await? {
        let href = format!("/thi-dua/phieu/{}", entry.id);
        tell(app, tx, (SUBMIT, entry.agency_id), ("emulation.published", href), (round, entry.agency_id, ""))
            .await?;
    }
    Ok(())
}
