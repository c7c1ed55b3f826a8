//! The council: its members, its session and minutes, its votes on the class of each entry.

use super::super::dated;
use super::super::rules::outcome;
use super::super::store::council;
use super::super::store::entries::{self, Entry};
use super::super::store::rounds::{self, Round};
use super::{ENTRY, ROUND, fast};
use kernel::Day;
use platform::error::Result;
use platform::{App, Change, Refusal, Tx};
use serde_json::json;

/// Names the council: name and post of each member. After the first vote it stays as it is.
pub async fn name_council(tx: &Tx, round: &Round, members: &[(String, String)]) -> Result<()> {
    round.state()?.open()?;
    if council::vote_count(tx, round.id).await? > 0 {
        return Err(Refusal::new("emulation-refused-council-voted").into());
    }
    council::set_members(tx, round.id, members).await?;
    let names: Vec<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
    let after = json!({"emulation_members": names.join(", ")});
    tx.journal(Change::of("emulation", ROUND, round.id, "emulation_council").after(after)).await
}

/// Keeps the session's day and minutes.
pub async fn session(tx: &Tx, round: &Round, held: Day, minutes: &str) -> Result<()> {
    round.state()?.open()?;
    fast(rounds::set_session(tx, round, held, minutes).await?)?;
    let after = json!({"emulation_held_on": held.to_string(), "emulation_minutes": minutes});
    tx.journal(Change::of("emulation", ROUND, round.id, "emulation_session").after(after)).await
}

/// Keeps the votes on an entry, member and class, and the class they give.
pub async fn vote(app: &App, tx: &Tx, round: &Round, entry: &Entry, votes: &[(i64, String)]) -> Result<()> {
    round.state()?.open()?;
    entry.state()?.vote()?;
    let members = council::members(tx, round.id).await?;
    let cast: Vec<&str> = votes.iter().map(|(_, class)| class.as_str()).collect();
    let majority = dated::majority(app, tx.at().day())?;
    let class = outcome(&majority, members.len(), &cast)?.to_owned();
    council::set_votes(tx, entry.id, votes).await?;
    fast(entries::voted(tx, entry, &class).await?)?;
    let agree = cast.iter().filter(|c| **c == class).count();
    let after = json!({"emulation_class": class, "emulation_votes": format!("{agree}/{}", members.len())});
    tx.journal(Change::of("emulation", ENTRY, entry.id, "emulation_vote").after(after)).await
}
