//! Contests: opened, rounds added and counted, prizes written down, results published by a second person.

use super::super::rules::ContestWords;
use super::super::store::campaigns::Campaign;
use super::super::store::contests::{self, Contest, Prize};
use super::{CONTEST, fast};
use kernel::Day;
use platform::error::{Error, Result};
use platform::{Change, Refusal, Tx, journal};
use serde_json::json;

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

/// Writes a prize down.
pub async fn add_prize(tx: &Tx, contest: &Contest, (prize, winner): (&str, &str)) -> Result<()> {
    contest.state()?.editable()?;
    fast(contests::touch(tx, contest).await?)?;
    if !contests::add_prize(tx, contest.id, prize, winner).await? {
        return Err(Refusal::new("campaigns-refused-same-prize").into());
    }
    let after = json!({"comm_prize": prize, "comm_winner": winner});
    tx.journal(Change::of("campaigns", CONTEST, contest.id, "comm_prize_add").after(after)).await
}

/// Takes a prize out.
pub async fn drop_prize(tx: &Tx, contest: &Contest, prize: &Prize) -> Result<()> {
    contest.state()?.editable()?;
    fast(contests::touch(tx, contest).await?)?;
    if !contests::drop_prize(tx, contest.id, prize.id).await? {
        return Err(Error::NotFound);
    }
    let before = json!({"comm_prize": prize.prize, "comm_winner": prize.winner});
    tx.journal(Change::of("campaigns", CONTEST, contest.id, "comm_prize_drop").before(before)).await
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
