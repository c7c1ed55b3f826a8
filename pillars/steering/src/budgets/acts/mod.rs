//! What is done, one function an act, each journalled in the caller's transaction: an estimate written, sent on its way over the
//! offices, allocated, spent, settled.

mod account;
mod items;
mod money;
mod spending;
mod way;
mod write;

pub use account::{Said, approve_account, give_account_back, render_account};
pub use items::{add_item, end_item};
pub use money::{adjust, allocate, decide_adjustment};
pub use spending::{spend, strike_out};
pub use way::{answer, change_amount, comment, give_back, pass, submit, withdraw};
pub use write::{add_line, begin, drop_line, rewrite_line};

use super::slice;
use super::store::budgets::{self, Budget};
use kernel::Day;
use platform::error::Result;
use platform::notices::{self, Notice};
use platform::search::{self, SearchDoc};
use platform::store::ActorKind;
use platform::{App, Permission, Refusal, Tx, staff};
use serde_json::json;

/// The record's kind in the journal and the index.
pub const RECORD: &str = "reform_budget";

/// Who acts: the account, where a person does; the name and agency that records keep.
#[derive(Debug, Clone)]
pub struct Who {
    /// Account.
    pub account: Option<i64>,
    /// Name.
    pub name: String,
    /// Agency acted for.
    pub agency: i64,
}

impl Who {
    /// For the rule of the second person; 0 is nobody's account.
    fn hand(&self) -> i64 {
        self.account.unwrap_or_default()
    }
}

/// A signed paper.
#[derive(Debug, Clone)]
pub struct Paper {
    /// Its kind and number.
    pub number: String,
    /// The day it was signed.
    pub on: Day,
}

/// Somebody was faster: nothing is written over what they did.
fn fast(kept: bool) -> Result<()> {
    if kept { Ok(()) } else { Err(Refusal::new("budgets-refused-changed").into()) }
}

/// What a budget is called in Vietnamese, as journal, index and papers name it.
pub fn title(app: &App, budget: &Budget) -> String {
    let agency = app.directory().name(budget.agency_id).to_owned();
    format!("Dự toán kinh phí cải cách hành chính năm {} – {agency}", budget.year)
}

/// Address of a budget.
pub fn href(budget: i64) -> String {
    format!("/ngan-sach-cchc/du-toan/{budget}")
}

/// Puts the budget into the index as it stands now, found by the names of its lines too.
async fn index(app: &App, tx: &Tx, id: i64) -> Result<()> {
    let budget = budgets::get(tx, id).await?;
    let lines = super::store::lines::of(tx, id).await?;
    let words: Vec<&str> = lines.iter().flat_map(|l| [l.name.as_str(), l.task.as_str()]).collect();
    let doc = SearchDoc {
        kind: RECORD,
        record_id: id,
        title: title(app, &budget),
        summary: app.directory().name(budget.agency_id).to_owned(),
        href: href(id),
        words: words.join(" "),
        agency_id: Some(budget.agency_id),
        many: false,
    };
    search::index(tx, &doc).await
}

/// Tells those who hold a right over an agency, once each until they have read it. What the system itself does, as for a
/// demonstration, waits for nobody.
async fn tell(
    app: &App,
    tx: &Tx,
    id: i64,
    template: &'static str,
    (permission, agency): (Permission, i64),
) -> Result<()> {
    if tx.by().kind == ActorKind::System {
        return Ok(());
    }
    let budget = budgets::get(tx, id).await?;
    for member in staff::able(app, permission, agency, tx.at().day()).await? {
        let due = budget.answer_due_on.as_deref().and_then(|d| d.parse::<Day>().ok());
        let notice = Notice {
            template,
            account_id: Some(member.account_id),
            email: None,
            phone: None,
            href: href(id),
            values: json!({
                "budget": title(app, &budget),
                "agency": app.directory().name(budget.agency_id),
                "year": budget.year,
                "reason": budget.reason,
                "due": due.map(Day::vn),
            }),
        };
        notices::send_once(tx, &notice).await?;
    }
    Ok(())
}

/// Tells the agency's writers.
async fn tell_writers(app: &App, tx: &Tx, budget: &Budget, template: &'static str) -> Result<()> {
    tell(app, tx, budget.id, template, (slice::EDIT, budget.agency_id)).await
}
