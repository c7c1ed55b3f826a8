//! Chapters: added, written, sent, given back, taken in; causes of missed targets.

use super::super::rules::Verdict;
use super::super::slice::{MANAGE, WRITE};
use super::super::store::chapters::{self, Chapter};
use super::super::store::figures::{self, Figure};
use super::super::store::reviews::Review;
use super::{CHAPTER, FIGURE, REVIEW, fast, tell};
use kernel::Day;
use platform::error::Result;
use platform::{App, Change, Refusal, Tx};
use serde_json::json;

fn path(chapter: i64) -> String {
    format!("/tong-ket-cchc/chuong/{chapter}")
}

/// Adds a chapter for an agency; its id.
pub async fn add_chapter(
    app: &App,
    tx: &Tx,
    review: &Review,
    title: &str,
    (agency, due): (i64, Day),
) -> Result<i64> {
    review.state()?.writing()?;
    let last = chapters::of_review(tx, review.id).await?.iter().map(|c| c.position).max().unwrap_or(0);
    let Some(id) = chapters::add(tx, review.id, (last + 1, title), (agency, due)).await? else {
        return Err(Refusal::new("final-review-refused-chapter-exists").into());
    };
    let after = json!({
        "final_review_chapter": title, "final_review_agency": app.directory().name(agency),
        "final_review_due": due.to_string()
    });
    tx.journal(Change::of("final_review", REVIEW, review.id, "final_review_chapter_add").after(after))
        .await?;
    let due = due.to_string();
    tell(app, tx, (WRITE, agency), ("final_review.assigned", path(id)), (review, title, "", &due)).await?;
    Ok(id)
}

/// Keeps what its agency writes.
pub async fn write_chapter(tx: &Tx, review: &Review, chapter: &Chapter, text: &str) -> Result<()> {
    review.state()?.writing()?;
    chapter.state()?.editable()?;
    fast(chapters::write(tx, chapter, text).await?)?;
    let after = json!({"final_review_text": text});
    let change = Change::of("final_review", CHAPTER, chapter.id, "final_review_write");
    tx.journal(change.before(json!({"final_review_text": chapter.text})).after(after)).await
}

/// Sends it to those who lead the review.
pub async fn submit_chapter(app: &App, tx: &Tx, review: &Review, chapter: &Chapter, by: &str) -> Result<()> {
    review.state()?.writing()?;
    chapter.state()?.submit(!chapter.text.is_empty())?;
    fast(chapters::submit(tx, chapter, by).await?)?;
    tx.journal(Change::of("final_review", CHAPTER, chapter.id, "final_review_send")).await?;
    let about = (review, chapter.title.as_str(), "", chapter.due_on.as_str());
    tell(app, tx, (MANAGE, review.owner_id), ("final_review.chapter_sent", path(chapter.id)), about).await
}

/// Gives it back with a reason.
pub async fn give_back_chapter(
    app: &App,
    tx: &Tx,
    review: &Review,
    chapter: &Chapter,
    reason: &str,
) -> Result<()> {
    review.state()?.writing()?;
    let to = chapter.state()?.give_back()?;
    fast(chapters::stand(tx, chapter, to, reason).await?)?;
    let change = Change::of("final_review", CHAPTER, chapter.id, "final_review_chapter_return");
    tx.journal(change.reason(Some(reason))).await?;
    let about = (review, chapter.title.as_str(), reason, chapter.due_on.as_str());
    tell(app, tx, (WRITE, chapter.agency_id), ("final_review.chapter_returned", path(chapter.id)), about)
        .await
}

/// Takes it in.
pub async fn accept(tx: &Tx, review: &Review, chapter: &Chapter) -> Result<()> {
    review.state()?.writing()?;
    let to = chapter.state()?.accept()?;
    fast(chapters::stand(tx, chapter, to, "").await?)?;
    tx.journal(Change::of("final_review", CHAPTER, chapter.id, "final_review_accept")).await
}

/// Keeps the cause of a missed target, or of overdue tasks of an item of the programme.
pub async fn set_cause(tx: &Tx, review: &Review, figure: &Figure, cause: &str) -> Result<()> {
    review.state()?.writing()?;
    if figure.verdict() == Some(Verdict::Met) || figure.verdict().is_none() {
        return Err(Refusal::new("final-review-refused-no-cause").into());
    }
    figures::set_cause(tx, figure.id, cause).await?;
    let after = json!({"final_review_figure": figure.name, "final_review_cause": cause});
    let change = Change::of("final_review", FIGURE, figure.id, "final_review_cause");
    tx.journal(change.before(json!({"final_review_cause": figure.cause})).after(after)).await
}

/// Gives a target to another agency to answer for.
pub async fn reassign(app: &App, tx: &Tx, review: &Review, figure: &Figure, agency: i64) -> Result<()> {
    review.state()?.writing()?;
    figures::set_agency(tx, figure.id, agency).await?;
    let directory = app.directory();
    let after = json!({"final_review_agency": directory.name(agency)});
    let change = Change::of("final_review", FIGURE, figure.id, "final_review_reassign");
    tx.journal(change.before(json!({"final_review_agency": directory.name(figure.agency_id)})).after(after))
        .await
}
