//! A report begun and written.

use super::super::dated;
use super::super::rules::{Kind, Window};
use super::super::store::reports::{self, NewReport, Report};
use super::super::store::{requests, templates};
use super::{RECORD, fast, index};
use platform::error::{Error, Result};
use platform::{App, Change, Refusal, Tx};
use serde_json::json;
use std::collections::BTreeMap;

/// What a report is begun for.
#[derive(Debug, Clone, Copy)]
pub enum For {
    /// A period of a year.
    Period(Window),
    /// A request.
    Request(i64),
}

/// Begins an agency's report; where it has been begun already, that one. Its number, and whether it is new.
pub async fn begin(app: &App, tx: &Tx, agency: i64, what: For, author: &str) -> Result<(i64, bool)> {
    let (window, request, code) = match what {
        For::Period(window) => (window, 0, dated::template_code(app, window.to)?),
        For::Request(id) => {
            let asked = requests::get(tx, id).await?;
            if !requests::agencies(tx, id).await?.contains(&agency) {
                return Err(Refusal::new("reports-refused-not-asked").into());
            }
            let (from, to) = asked.days()?;
            let due = asked.due()?;
            (
                Window { kind: Kind::AdHoc, year: to.year(), number: id, from, to, due },
                id,
                asked.template_code,
            )
        }
    };
    if let Some(there) = reports::of(tx, agency, window.key(), request).await? {
        return Ok((there.id, false));
    }
    let template = templates::in_force(tx, &code, window.to).await?;
    let Some(template) = template else { return Err(Refusal::new("reports-refused-no-template").into()) };
    let new = NewReport {
        agency,
        receiver: dated::receiver(app, agency, window.due)?,
        window,
        request,
        template: template.id,
        author: author.to_owned(),
    };
    let Some(id) = reports::add(tx, &new).await? else {
        return Err(Refusal::new("reports-refused-changed").into());
    };
    let report = reports::get(tx, id).await?;
    let after = json!({
        "report_agency": app.directory().name(agency), "report_from": window.from.to_string(),
        "report_to": window.to.to_string(), "report_due": window.due.to_string(),
        "report_template": format!("{} v{}", template.code, template.version)
    });
    tx.journal_first(Change::of("reports", RECORD, id, "report_begin").after(after)).await?;
    index(app, tx, &report).await?;
    Ok((id, true))
}

/// Writes texts and typed figures, all at once.
pub async fn write(
    app: &App,
    tx: &Tx,
    report: &Report,
    texts: &BTreeMap<String, String>,
    declared: &BTreeMap<String, i64>,
) -> Result<()> {
    report.state()?.editable()?;
    let json = |e: serde_json::Error| Error::fault("reform_report", e);
    let (text, typed) =
        (serde_json::to_string(texts).map_err(json)?, serde_json::to_string(declared).map_err(json)?);
    fast(reports::write(tx, report, &text, &typed).await?)?;
    let old = report.declared()?;
    let changed: BTreeMap<&String, &i64> = declared.iter().filter(|(k, v)| old.get(*k) != Some(*v)).collect();
    let before = report.texts()?;
    let sections: Vec<&String> =
        texts.iter().filter(|(k, v)| before.get(*k) != Some(*v)).map(|(k, _)| k).collect();
    let after = json!({"report_declared": json!(changed).to_string(), "report_sections": json!(sections).to_string()});
    tx.journal(Change::of("reports", RECORD, report.id, "report_write").after(after)).await?;
    index(app, tx, &reports::get(tx, report.id).await?).await
}
