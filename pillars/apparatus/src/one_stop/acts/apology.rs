//! A prepared letter of apology is set aside, with a reason; sending it is [`super::extend`]. Once the promise has passed it is
//! sent late: [`apologise`].

use super::work::Work;
use crate::one_stop::rules::{Act, late_letter};
use crate::one_stop::store::{self, Dossier, LateLetter};
use contracts::dossiers::DossierChanged;
use kernel::Day;
use platform::error::Result;
use platform::{Actor, App, Change, Refusal};
use serde_json::json;

/// Xin lỗi khi đã quá hẹn: the letter is kept and sent with its reason and the day on which the result is expected. The promise
/// stays where it was, and the dossier stays late.
pub async fn apologise(
    app: &App,
    by: &Actor,
    id: i64,
    seen: Option<i64>,
    expected: Day,
    reason: &str,
) -> Result<Dossier> {
    let mut work = Work::open(app, by, id, seen).await?;
    work.apply(Act::Work)?;
    let told = told(&store::late_letters(&work.tx, id).await?, work.dossier.due_at);
    let due = work.dossier.due();
    late_letter(due, told, work.tx.at())?;
    let Some(due) = due else { return Err(Refusal::new("one-stop-refused-apologise-no-promise").into()) };
    let today = work.tx.at().day();
    if expected < today {
        return Err(Refusal::new("one-stop-refused-apologise-past").arg("day", today.vn()).into());
    }
    let number = letter_number(&work).await?;
    let letter = LateLetter {
        due_at: due.micros(),
        expected_on: expected.to_string(),
        reason: reason.to_owned(),
        letter_number: number.clone(),
        sent_at: work.tx.at().micros(),
    };
    store::add_late_letter(&work.tx, &work.dossier, &letter, work.rules.apology_by(due)).await?;
    work.tell("one_stop.apologised", json!({"reason": reason, "expected": expected.vn()})).await?;
    let fact = DossierChanged(work.fact());
    let more = json!({"letter": number, "apology_expected_on": expected});
    work.finish("apologise", Some(reason), more, &fact).await
}

/// The day that the last letter about a promise named.
pub fn told(letters: &[LateLetter], due_at: Option<i64>) -> Option<Day> {
    let of_it = letters.iter().filter(|letter| Some(letter.due_at) == due_at);
    of_it.filter_map(LateLetter::expected).max()
}

/// The next number of the agency's letters of apology of the year.
pub(super) async fn letter_number(work: &Work) -> Result<String> {
    let scope = format!("apology:{}:{}", work.dossier.agency_id, work.tx.at().day().year());
    let number = store::next_in_scope(&work.tx, &scope).await?;
    Ok(format!("{number:02}/PXL"))
}

/// Sets the prepared letter aside: the work will be done in time, or the promise passes without one.
pub async fn dismiss_apology(app: &App, by: &Actor, id: i64, seen: Option<i64>, reason: &str) -> Result<()> {
    let mut work = Work::open(app, by, id, seen).await?;
    work.apply(Act::Work)?;
    // Somebody may have sent it since the page was read: then there is none to set aside.
    let set_aside = match work.dossier.due_at {
        Some(due) => store::close_apology(&work.tx, (id, due), "dismissed", Some(reason)).await?,
        None => false,
    };
    if !set_aside {
        return Err(Refusal::new("one-stop-refused-no-apology").into());
    }
    let entry = Change::of("one_stop", "dossier", id, "dismiss_apology");
    work.tx.journal(entry.reason(Some(reason))).await?;
    work.tx.commit().await
}
