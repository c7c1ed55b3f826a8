//! What is done, one function an act, each journalled in the caller's transaction.

mod contests;
mod pieces;
mod way;
mod write;

pub use contests::{add_prize, count_round, drop_prize, open_contest, publish, withhold_winner};
pub use pieces::{Home, enter, give_back_piece, rewrite_piece, verify};
pub use way::{amend, approve, drop_edition, give_back, submit, withdraw};
pub use write::{
    add_campaign, add_channel, begin, drop_campaign, end_channel, plan_pieces, rewrite_campaign, unplan,
};

use super::store::plans::Plan;
use contracts::campaigns::CampaignsChanged;
use platform::error::Result;
use platform::notices::{self, Notice};
use platform::{App, Permission, Refusal, Tx, staff};
use serde_json::Value as Json;
use std::collections::BTreeSet;

/// A plan's kind in the journal and the index.
pub const PLAN: &str = "comm_plan";
/// A piece's kind.
pub const PIECE: &str = "comm_piece";
/// A contest's kind.
pub const CONTEST: &str = "comm_contest";

/// Somebody was faster: nothing is written over what they did.
fn fast(kept: bool) -> Result<()> {
    if kept { Ok(()) } else { Err(Refusal::new("campaigns-refused-changed").into()) }
}

/// What a plan is called in Vietnamese, as journal, index, radar and papers name it.
pub fn title(app: &App, plan: &Plan) -> String {
    format!(
        "Kế hoạch truyền thông cải cách hành chính năm {} – {}",
        plan.year,
        app.directory().name(plan.agency_id)
    )
}

/// The figures of these days stand differently now.
async fn changed(tx: &Tx, agency_id: i64, days: impl IntoIterator<Item = String>) -> Result<()> {
    for counted_on in days.into_iter().collect::<BTreeSet<_>>() {
        tx.emit(&CampaignsChanged { agency_id, counted_on }).await?;
    }
    Ok(())
}

/// Tells those who hold a right over an agency, once each until they have read it.
async fn tell(
    app: &App,
    tx: &Tx,
    (permission, agency): (Permission, i64),
    template: &'static str,
    (href, values): (String, Json),
) -> Result<()> {
    for member in staff::able(app, permission, agency, tx.at().day()).await? {
        let notice = Notice {
            template,
            account_id: Some(member.account_id),
            email: None,
            phone: None,
            href: href.clone(),
            values: values.clone(),
        };
        notices::send_once(tx, &notice).await?;
    }
    Ok(())
}
