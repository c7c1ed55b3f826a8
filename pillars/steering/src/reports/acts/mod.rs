//! What is done, one function an act, each journalled in the caller's transaction.

mod ask;
mod duty;
mod way;
mod write;

pub use ask::{ask, publish_template, write_template};
pub use duty::{decide_duty, drop_duty, propose_duty};
pub use way::{accept, give_back, sign, submit, unlock};
pub use write::{For, begin, write};

use super::store::reports::Report;
use super::words;
use platform::error::Result;
use platform::search::{self, SearchDoc};
use platform::{App, Refusal, Tx};

/// The record's kind in the journal and the index.
pub const RECORD: &str = "reform_report";
/// The kind of a request.
pub const REQUEST: &str = "report_request";
/// The kind of a change of duties.
pub const DUTY: &str = "report_duty";
/// The kind of a template.
pub const TEMPLATE: &str = "report_template";

/// Somebody was faster: nothing is written over what they did.
fn fast(kept: bool) -> Result<()> {
    if kept { Ok(()) } else { Err(Refusal::new("reports-refused-changed").into()) }
}

/// What a report is called in Vietnamese, as journal, index and notices name it.
pub fn title(app: &App, report: &Report) -> Result<String> {
    let vi = papers::vietnamese(app);
    let period = words::period(&vi, &report.window()?);
    let args = [("period", period), ("agency", app.directory().name(report.agency_id).to_owned())];
    Ok(vi.tn("reports-title-of", &args))
}

/// Puts the report into the index as it stands now.
async fn index(app: &App, tx: &Tx, report: &Report) -> Result<()> {
    let texts: Vec<String> = report.texts()?.into_values().collect();
    let doc = SearchDoc {
        kind: RECORD,
        record_id: report.id,
        title: title(app, report)?,
        summary: app.directory().name(report.agency_id).to_owned(),
        href: super::pages::report_path(report.id),
        words: texts.join(" "),
        agency_id: Some(report.agency_id),
        many: false,
    };
    search::index(tx, &doc).await
}
