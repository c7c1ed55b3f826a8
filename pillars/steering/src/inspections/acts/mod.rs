//! What is done, one function an act, each journalled in the caller's transaction: plans, inspections with minutes and
//! conclusion, findings.

mod conclude;
mod finding;
mod minutes;
mod plan;
mod visit;

pub use conclude::{close, draft, give_back, publish};
pub use finding::{accept, add_finding, carry, extend, looked_at, remove_finding, report, send_back};
pub use minutes::{answer_objection, minutes, object, sign, unsigned};
pub use plan::{amend, approve, begin, choose, draw_units, drop_unit, return_plan, submit};
pub use visit::{Opening, add_member, answer, drop_member, load_checklist, notice, open};

use super::slice::VIEW;
use super::store::inspections::Inspection;
use contracts::inspections::InspectionChanged;
use kernel::Day;
use platform::error::Result;
use platform::notices::{self, Notice};
use platform::search::{self, SearchDoc};
use platform::{App, Permission, Refusal, Tx, staff};
use serde_json::json;

/// The kinds of records in the journal, the index and addresses of evidence.
pub const PLAN: &str = "inspection_plan";
pub const INSPECTION: &str = "inspection";
pub const FINDING: &str = "inspection_finding";

/// Somebody was faster: nothing is written over what they did.
fn fast(kept: bool) -> Result<()> {
    if kept { Ok(()) } else { Err(Refusal::new("inspections-refused-changed").into()) }
}

/// The figures of an agency stand differently on a day.
async fn changed(tx: &Tx, agency_id: i64, counted_on: &str) -> Result<()> {
    tx.emit(&InspectionChanged { agency_id, counted_on: counted_on.to_owned() }).await
}

/// What an inspection is called in Vietnamese, as journal, index and papers name it.
pub fn title(of: &Inspection) -> String {
    format!("Kiểm tra cải cách hành chính tại {}", of.unit_name)
}

/// Puts an inspection into the index as it stands.
async fn index(tx: &Tx, of: &Inspection) -> Result<()> {
    let doc = SearchDoc {
        kind: INSPECTION,
        record_id: of.id,
        title: title(of),
        summary: format!("{}, {}", of.subject, of.decision_no),
        href: format!("/kiem-tra-cchc/cuoc/{}", of.id),
        words: of.conclusion_no.clone(),
        agency_id: Some(of.agency_id),
        many: false,
    };
    search::index(tx, &doc).await
}

/// What a notice says of a record, beside its address.
struct Told<'a> {
    template: &'static str,
    href: String,
    what: &'a str,
    reason: &'a str,
    due: Option<Day>,
}

/// Tells those who hold a right over an agency, once each until they have read it.
async fn tell(app: &App, tx: &Tx, (right, agency): (Permission, i64), told: &Told<'_>) -> Result<()> {
    for member in staff::able(app, right, agency, tx.at().day()).await? {
        let notice = Notice {
            template: told.template,
            account_id: Some(member.account_id),
            email: None,
            phone: None,
            href: told.href.clone(),
            values: json!({
                "what": told.what, "reason": told.reason, "agency": app.directory().name(agency),
                "due": told.due.map(Day::vn),
            }),
        };
        notices::send_once(tx, &notice).await?;
    }
    Ok(())
}

/// The page of an inspection.
fn page_of(inspection: i64) -> String {
    format!("/kiem-tra-cchc/cuoc/{inspection}")
}

/// Who is told on the unit's side.
const UNIT: Permission = super::slice::REPORT;
/// Who is told on the inspecting side.
const TEAM: Permission = super::slice::INSPECT;
/// Whoever may read may know that a conclusion is out.
const READERS: Permission = VIEW;
