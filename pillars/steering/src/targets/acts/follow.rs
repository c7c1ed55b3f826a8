//! Who answers for a measure at an agency; their monthly check-ins, and comments; the reminder before a month ends.

use super::super::board::Line;
use super::super::rules::Month;
use super::super::slice::FOLLOW;
use super::super::store::follow::{self, Charge, NewCharge, NewNote};
use kernel::Day;
use platform::error::Result;
use platform::notices::{self, Notice};
use platform::{Actor, App, Change, Refusal, Tx, staff};
use serde_json::json;

/// The record's kind in the journal.
pub(in super::super) const CHARGE: &str = "target_charge";

/// Sets who answers, and tells them.
pub(in super::super) async fn assign(
    app: &App,
    tx: &Tx,
    new: &NewCharge<'_>,
    before: Option<&Charge>,
    name: &str,
) -> Result<()> {
    if !follow::put(tx, new, before.map_or(0, |b| b.changes)).await? {
        return Err(Refusal::new("targets-refused-changed").into());
    }
    let Some(charge) = follow::charge(tx, new.measure, new.agency).await? else { return Ok(()) };
    let directory = app.directory();
    let shown =
        |c: &Charge| json!({"target_unit": directory.name(c.unit_id), "target_person": c.person_name});
    let after = json!({
        "target_measure": new.measure, "target_unit": directory.name(new.unit), "target_person": new.person
    });
    let change = Change::of("targets", CHARGE, charge.id, "target_assign").after(after);
    tx.journal(match before {
        Some(before) => change.before(shown(before)),
        None => change,
    })
    .await?;
    let Some(account) = new.account.filter(|a| before.and_then(|b| b.account_id) != Some(*a)) else {
        return Ok(());
    };
    let notice = Notice {
        template: "targets.assigned",
        account_id: Some(account),
        email: None,
        phone: None,
        href: href(app, new.measure, new.agency),
        values: json!({"measure": name, "agency": directory.name(new.agency)}),
    };
    notices::send_once(tx, &notice).await
}

/// The page on which a measure is followed at an agency.
pub(in super::super) fn href(app: &App, measure: &str, agency: i64) -> String {
    let code = app.directory().get(agency).map(|a| a.code.clone()).unwrap_or_default();
    format!("/theo-doi-chi-tieu/{}?co-quan={code}", super::super::slug(measure))
}

/// What an official says of this month, kept once a month; beside it what the records said that day. False: it was told already.
pub(in super::super) async fn check_in(
    tx: &Tx,
    line: &Line,
    (agency, month): (i64, Month),
    (confidence, body): (&str, &str),
) -> Result<bool> {
    let measure = &line.measure;
    let author = tx.by().name.clone();
    let new = NewNote {
        key: format!("{}:{agency}:{month}", measure.code),
        measure: &measure.code,
        agency,
        kind: "check_in",
        month: month.to_string(),
        confidence,
        body,
        value: line.now.value,
        light: line.light.code(),
        author: (tx.by().account_id, &author),
        at: tx.at().micros(),
    };
    let Some(id) = follow::add_note(tx, new).await? else { return Ok(false) };
    let after = json!({
        "target_measure": measure.code, "target_month": month.to_string(), "target_confidence": confidence,
        "target_said": body, "target_value": line.now.value
    });
    tx.journal(Change::of("targets", "target_note", id, "target_check_in").after(after)).await?;
    Ok(true)
}

/// A comment; the same form sent twice is kept once.
pub(in super::super) async fn comment(
    tx: &Tx,
    (measure, agency): (&str, i64),
    body: &str,
    key: &str,
) -> Result<bool> {
    let author = tx.by().name.clone();
    let new = NewNote {
        key: format!("comment:{key}"),
        measure,
        agency,
        kind: "comment",
        month: String::new(),
        confidence: "",
        body,
        value: None,
        light: "",
        author: (tx.by().account_id, &author),
        at: tx.at().micros(),
    };
    let Some(id) = follow::add_note(tx, new).await? else { return Ok(false) };
    let after = json!({"target_measure": measure, "target_said": body});
    tx.journal(Change::of("targets", "target_note", id, "target_comment").after(after)).await?;
    Ok(true)
}

/// Charges read at once.
const AT_ONCE: i64 = 100;

/// From the day of the month on that the rule names: whoever answers and has not told of this month is reminded, once a month.
pub(in super::super) async fn remind(app: &App) -> Result<usize> {
    let today = app.clock.now().day();
    let day: i64 = app.profiles().get_or("targets.checkin_day", today, 25)?;
    if i64::from(today.day()) < day {
        return Ok(0);
    }
    let month = Month::of(today);
    let (mut after, mut reminded) = (0, 0);
    loop {
        let found = follow::unreminded(&app.store, &month.to_string(), after, AT_ONCE).await?;
        let Some(last) = found.last() else { return Ok(reminded) };
        after = last.id;
        for charge in found.iter().filter(|c| c.checked < month.to_string()) {
            reminded += usize::from(tell(app, charge, (today, month)).await?);
        }
    }
}

/// Tells the official in charge, or else those of the unit who may tell.
async fn tell(app: &App, charge: &Charge, (today, month): (Day, Month)) -> Result<bool> {
    let accounts: Vec<i64> = match charge.account_id {
        Some(account) => vec![account],
        None => {
            let able = staff::able(app, FOLLOW, charge.unit_id, today).await?;
            able.into_iter().map(|m| m.account_id).collect()
        }
    };
    let programme = super::super::board::programme(app).await?;
    let measure = programme.as_ref().and_then(|p| p.measures.iter().find(|m| m.code == charge.measure));
    let Some(measure) = measure else { return Ok(false) };
    let tx = app.store.write(&Actor::system()).await?;
    if !follow::remind(&tx, charge.id, &month.to_string()).await? {
        return Ok(false);
    }
    for account in &accounts {
        let notice = Notice {
            template: "targets.checkin_due",
            account_id: Some(*account),
            email: None,
            phone: None,
            href: href(app, &charge.measure, charge.agency_id),
            values: json!({
                "measure": measure.name, "agency": app.directory().name(charge.agency_id), "month": month.short()
            }),
        };
        notices::send_once(&tx, &notice).await?;
    }
    let after = json!({"target_month": month.to_string(), "target_told": accounts.len()});
    tx.journal(Change::of("targets", CHARGE, charge.id, "target_remind").after(after)).await?;
    tx.commit().await?;
    Ok(true)
}
