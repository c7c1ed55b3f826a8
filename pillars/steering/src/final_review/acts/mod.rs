//! What is done, one function an act, each journalled in the caller's transaction: reviews begun, frozen and sent on their way,
//! chapters, causes, award proposals.

mod award;
mod chapter;
mod review;

pub use award::{decide_award, grounds, propose_award};
pub use chapter::{
    accept, add_chapter, give_back_chapter, reassign, set_cause, submit_chapter, write_chapter,
};
#[cfg(test)]
pub use review::hash;
pub use review::{approve, begin, freeze, give_back, lacking, publish, submit};

use super::store::reviews::Review;
use platform::error::Result;
use platform::notices::{self, Notice};
use platform::{App, Permission, Refusal, Tx, staff};
use serde_json::json;

/// The kind of a review in the journal and the index.
pub const REVIEW: &str = "final_review";
/// The kind of a chapter.
pub const CHAPTER: &str = "final_review_chapter";
/// The kind of a figure.
pub const FIGURE: &str = "final_review_figure";
/// The kind of an award proposal.
pub const AWARD: &str = "final_review_award";

/// Somebody was faster: nothing is written over what they did.
fn fast(kept: bool) -> Result<()> {
    if kept { Ok(()) } else { Err(Refusal::new("final-review-refused-changed").into()) }
}

/// Tells those who hold a right over an agency, once each until they have read it.
async fn tell(
    app: &App,
    tx: &Tx,
    (permission, agency): (Permission, i64),
    (template, href): (&'static str, String),
    (review, about, reason, due): (&Review, &str, &str, &str),
) -> Result<()> {
    for member in staff::able(app, permission, agency, tx.at().day()).await? {
        let notice = Notice {
            template,
            account_id: Some(member.account_id),
            email: None,
            phone: None,
            href: href.clone(),
            values: json!({"review": review.name, "about": about, "reason": reason, "due": ui::vn_day(due)}),
        };
        notices::send_once(tx, &notice).await?;
    }
    Ok(())
}
