//! What becomes of a person's dossiers when their account is erased: they stay as the city's records, for the term of the law on
//! archives; what is still under way stands in the way. Who else keeps something by dossier is told of them.

use super::rules::State;
use super::store;
use contracts::dossiers::OwnerErased;
use kernel::{Day, Moment};
use platform::erasure::{Erasure, Fate, Share};
use platform::error::Result;
use platform::{App, Tx};

/// The share of the one-stop.
pub(super) const ERASURE: Erasure = Erasure {
    told: |app, account| Box::pin(async move { told(&app, account).await }),
    run: |tx, account| Box::pin(run(tx, account)),
};

async fn told(app: &App, account: i64) -> Result<Vec<Share>> {
    let today = app.clock.now().day();
    let years: i64 = app.profiles().get_or_keep("privacy.keep_dossiers_years", today, 0);
    let (mut under_way, mut ended, mut last) = (0, 0, None);
    for group in store::groups_of_account(&app.store, account).await? {
        if State::from_number(group.state).is_none_or(is_under_way) {
            under_way += group.dossiers;
        } else {
            ended += group.dossiers;
            last = last.max(Some(Moment::from_micros(group.last_at).day()));
        }
    }
    let why = "one-stop-erasure-why";
    let until = last.and_then(|last| kept_until(last, years));
    Ok(vec![
        Share { what: "one-stop-erasure-under-way", count: under_way, fate: Fate::Bars },
        Share { what: "one-stop-erasure-ended", count: ended, fate: Fate::Kept { why, until } },
    ])
}

/// A result that lies ready has to be fetched too.
fn is_under_way(state: State) -> bool {
    state.is_open() || state == State::Settled
}

/// The day up to which the last of the dossiers is kept; none while no term is published.
fn kept_until(last: Day, years: i64) -> Option<Day> {
    let months = u32::try_from(years.checked_mul(12)?).ok().filter(|months| *months > 0)?;
    Some(last.plus_months(months))
}

async fn run(tx: &Tx, account: i64) -> Result<()> {
    let dossiers = store::ids_of_account(tx, account).await?;
    tx.emit(&OwnerErased { dossiers }).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_told_only_where_one_is_published() {
        let last = Day::ymd(2013, 6, 10).unwrap();
        assert_eq!(kept_until(last, 0), None);
        assert_eq!(kept_until(last, -3), None);
        assert_eq!(kept_until(last, 20), Day::ymd(2033, 6, 10));
    }

    #[test]
    fn a_result_that_lies_ready_is_under_way() {
        assert!(is_under_way(State::Settled) && is_under_way(State::Registered));
        assert!(!is_under_way(State::Returned) && !is_under_way(State::Stopped));
    }
}
