//! The way of a report: submitted with its figures frozen, signed by a second person and sent, returned by line, accepted,
//! opened again.

use super::super::dated;
use super::super::measuring;
use super::super::rules::{State, days_late, missing};
use super::super::slice::{EDIT, RECEIVE, SIGN};
use super::super::store::figures;
use super::super::store::reports::{self, Report, Signing};
use super::super::store::templates;
use super::{RECORD, fast, index, title};
use contracts::reports::ReportSubmitted;
use kernel::Day;
use platform::error::{Error, Result};
use platform::notices::{self, Notice};
use platform::{App, Change, Permission, Tx, journal, staff};
use serde_json::json;
use std::collections::BTreeMap;

/// Acts whose doers may not sign: whoever wrote a report is not the second person.
const WRITERS: [&str; 3] = ["report_begin", "report_write", "report_submit"];
/// Acts whose doers may not accept.
const SENDERS: [&str; 4] = ["report_begin", "report_write", "report_submit", "report_sign"];

/// Tells those who hold a right over an agency of a report, once each until they have read it.
async fn tell(
    app: &App,
    tx: &Tx,
    report: &Report,
    template: &'static str,
    (permission, agency): (Permission, i64),
) -> Result<()> {
    for member in staff::able(app, permission, agency, tx.at().day()).await? {
        let notice = Notice {
            template,
            account_id: Some(member.account_id),
            email: None,
            phone: None,
            href: super::super::pages::report_path(report.id),
            values: json!({
                "report": title(app, report)?,
                "agency": app.directory().name(report.agency_id),
                "reason": report.reason,
                "due": ui::vn_day(&report.due_on),
            }),
        };
        notices::send_once(tx, &notice).await?;
    }
    Ok(())
}

/// Freezes the figures as the records say them now and hands the report to the leader of its agency.
pub async fn submit(app: &App, tx: &Tx, report: &Report, by: &str) -> Result<()> {
    let template = templates::get(tx, report.template_id).await?.template()?;
    let window = report.window()?;
    let (below, absent) = measuring::below(app, tx, report, &window).await?;
    let live = measuring::live(app, tx, (report, &template, &window), &below, true).await?;
    let known: BTreeMap<_, _> = live.iter().map(|(code, f)| (code.clone(), f.known())).collect();
    report.state()?.submit(missing(&template, &known).len())?;
    let receiver = dated::receiver(app, report.agency_id, window.due)?;
    fast(reports::submit(tx, report, receiver, by).await?)?;
    let frozen = live.len();
    figures::freeze(tx, live.into_values().collect()).await?;
    let after = json!({
        "report_edition": report.edition + 1, "report_figures": frozen, "report_below": below.len(),
        "report_absent": absent.len(), "report_receiver": app.directory().name(receiver)
    });
    tx.journal(Change::of("reports", RECORD, report.id, "report_submit").after(after)).await?;
    let report = reports::get(tx, report.id).await?;
    index(app, tx, &report).await?;
    tell(app, tx, &report, "reports.to_sign", (SIGN, report.agency_id)).await
}

/// Signs the report and sends it; what it sums up is marked as taken into it.
pub async fn sign(app: &App, tx: &Tx, report: &Report, account: i64, signing: &Signing) -> Result<()> {
    let hands = journal::hands(tx, RECORD, report.id, &WRITERS).await?;
    report.state()?.sign(account, &hands)?;
    fast(reports::sign(tx, report, signing).await?)?;
    let report = reports::get(tx, report.id).await?;
    let taken = reports::aggregate(tx, &report).await?;
    let window = report.window()?;
    let late = report.sent().and_then(|sent| days_late(Some(sent), window.due, signing.on)).unwrap_or(0);
    let after = json!({
        "report_symbol": signing.symbol, "report_signed_on": signing.on.to_string(), "report_late": late,
        "report_taken": taken
    });
    tx.journal(Change::of("reports", RECORD, report.id, "report_sign").after(after)).await?;
    tx.emit(&ReportSubmitted {
        report_id: report.id,
        agency_id: report.agency_id,
        receiver_id: report.receiver_id,
        kind: report.kind.clone(),
        year: report.year,
        number: report.number,
        edition: report.edition,
        days_late: late,
    })
    .await?;
    tell(app, tx, &report, "reports.sent", (RECEIVE, report.receiver_id)).await
}

/// Gives it back with a reason, and one for each row that is wrong.
pub async fn give_back(
    app: &App,
    tx: &Tx,
    report: &Report,
    reason: &str,
    remarks: &BTreeMap<String, String>,
) -> Result<()> {
    report.state()?.give_back()?;
    open(app, tx, report, ("report_return", reason), remarks).await
}

/// Opens an accepted report again.
pub async fn unlock(app: &App, tx: &Tx, report: &Report, reason: &str) -> Result<()> {
    report.state()?.unlock()?;
    open(app, tx, report, ("report_unlock", reason), &BTreeMap::new()).await
}

async fn open(
    app: &App,
    tx: &Tx,
    report: &Report,
    (act, reason): (&'static str, &str),
    remarks: &BTreeMap<String, String>,
) -> Result<()> {
    let text = serde_json::to_string(remarks).map_err(|e| Error::fault("reform_report.remarks", e))?;
    fast(reports::give_back(tx, report, reason, &text).await?)?;
    let after = json!({"report_remarks": text, "report_state": State::Returned.code()});
    tx.journal(Change::of("reports", RECORD, report.id, act).after(after).reason(Some(reason))).await?;
    let report = reports::get(tx, report.id).await?;
    tell(app, tx, &report, "reports.returned", (EDIT, report.agency_id)).await
}

/// Accepts it, which locks it.
pub async fn accept(
    app: &App,
    tx: &Tx,
    report: &Report,
    (account, name): (i64, &str),
    on: Day,
) -> Result<()> {
    let hands = journal::hands(tx, RECORD, report.id, &SENDERS).await?;
    report.state()?.accept(account, &hands)?;
    fast(reports::accept(tx, report, name, on).await?)?;
    let after = json!({"report_edition": report.edition, "report_accepted_on": on.to_string()});
    tx.journal(Change::of("reports", RECORD, report.id, "report_accept").after(after)).await?;
    let report = reports::get(tx, report.id).await?;
    tell(app, tx, &report, "reports.accepted", (EDIT, report.agency_id)).await
}
