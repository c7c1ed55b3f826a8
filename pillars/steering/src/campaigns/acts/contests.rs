//! Contests: opened, rounds added and counted, prizes written down, results published by a second person.

use super::super::rules::{ContestWords, PrizeWords};
use super::super::store::campaigns::Campaign;
use super::super::store::contests::{self, Contest, Prize};
use super::{CONTEST, fast};
use kernel::Day;
use platform::error::{Error, Result};
use platform::{Change, Refusal, Tx, journal};
use serde_json::{Value as Json, json};

/// Acts whose doers may not publish.
const HANDS: [&str; 4] = ["comm_contest_open", "comm_round_count", "comm_prize_add", "comm_prize_drop"];

/// Opens a contest of a campaign in force.
pub async fn open_contest(tx: &Tx, campaign: &Campaign, words: &ContestWords, author: &str) -> Result<i64> {
    let Some(id) = contests::add(tx, (campaign.agency_id, campaign.line_id), words, author).await? else {
        return Err(Refusal::new("campaigns-refused-same-contest").arg("name", words.name.clone()).into());
    };
    let after = json!({
        "comm_contest": words.name, "comm_campaign": campaign.name, "comm_from": words.from.to_string(),
        "comm_to": words.to.to_string(), "comm_cost": words.cost
    });
    tx.journal(Change::of("campaigns", CONTEST, id, "comm_contest_open").after(after)).await?;
    Ok(id)
}

/// Adds a round, or says how many took part in it.
pub async fn count_round(
    tx: &Tx,
    contest: &Contest,
    (name, from, to): (&str, Day, Day),
    entries: Option<i64>,
) -> Result<()> {
    contest.state()?.editable()?;
    fast(contests::touch(tx, contest).await?)?;
    contests::set_round(tx, contest.id, (name, from, to), entries).await?;
    let after = json!({
        "comm_round": name, "comm_from": from.to_string(), "comm_to": to.to_string(), "comm_entries": entries
    });
    tx.journal(Change::of("campaigns", CONTEST, contest.id, "comm_round_count").after(after)).await
}

/// A prize as the journal tells it. What stands there cannot be taken out again, so a private person is not named in it.
fn told(prize: &str, winner: &str, person: bool) -> Json {
    if person {
        json!({"comm_prize": prize, "comm_person": true})
    } else {
        json!({"comm_prize": prize, "comm_winner": winner})
    }
}

/// Writes a prize down.
pub async fn add_prize(tx: &Tx, contest: &Contest, won: &PrizeWords) -> Result<()> {
    contest.state()?.editable()?;
    fast(contests::touch(tx, contest).await?)?;
    if !contests::add_prize(tx, contest.id, won).await? {
        return Err(Refusal::new("campaigns-refused-same-prize").into());
    }
    let after = told(&won.prize, &won.winner, won.person);
    tx.journal(Change::of("campaigns", CONTEST, contest.id, "comm_prize_add").after(after)).await
}

/// Takes a prize out.
pub async fn drop_prize(tx: &Tx, contest: &Contest, prize: &Prize) -> Result<()> {
    contest.state()?.editable()?;
    fast(contests::touch(tx, contest).await?)?;
    if !contests::drop_prize(tx, contest.id, prize.id).await? {
        return Err(Error::NotFound);
    }
    let before = told(&prize.prize, &prize.winner, prize.person);
    tx.journal(Change::of("campaigns", CONTEST, contest.id, "comm_prize_drop").before(before)).await
}

/// Takes a private person's name off a prize, published or not; the prize stays, and the reason with it.
pub async fn withhold_winner(tx: &Tx, contest: &Contest, prize: &Prize, reason: &str) -> Result<()> {
    fast(contests::touch(tx, contest).await?)?;
    if !contests::withhold_winner(tx, contest.id, prize.id).await? {
        return Err(Error::NotFound);
    }
    let before = told(&prize.prize, &prize.winner, prize.person);
    let change = Change::of("campaigns", CONTEST, contest.id, "comm_winner_withhold");
    tx.journal(change.before(before).reason(Some(reason))).await
}

/// Publishes the results; whoever wrote any of them cannot.
pub async fn publish(tx: &Tx, contest: &Contest, (account, name): (i64, &str)) -> Result<()> {
    let rounds = contests::rounds(tx, contest.id).await?;
    let uncounted = rounds.iter().filter(|r| r.entries.is_none()).count();
    let prizes = contests::prizes(tx, contest.id).await?.len();
    let hands = journal::hands(tx, CONTEST, contest.id, &HANDS).await?;
    contest.state()?.publish(account, &hands, (uncounted, prizes))?;
    fast(contests::publish(tx, contest, name, tx.at().day()).await?)?;
    tx.journal(Change::of("campaigns", CONTEST, contest.id, "comm_contest_publish")).await
}
