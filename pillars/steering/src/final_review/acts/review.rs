//! A review: begun with its outline, its figures frozen, sent with nothing lacking, approved by a second person, announced.

use super::super::dated;
use super::super::rules::{AwardState, ChapterState, Frozen, Lacking, canonical};
use super::super::slice::{APPROVE, MANAGE, WRITE};
use super::super::store::figures::{self, Figure};
use super::super::store::reviews::{self, NewReview, Review};
use super::super::store::{awards, chapters};
use super::{AWARD, CHAPTER, FIGURE, REVIEW, fast, tell};
use kernel::Day;
use platform::error::Result;
use platform::search::{self, SearchDoc};
use platform::{App, Change, Read, Refusal, Tx, journal};
use serde_json::json;
use sha2::{Digest, Sha256};

/// Acts whose doers may not approve: on the review, its chapters, its causes, its award proposals.
const HANDS: [(&str, &[&str]); 4] = [
    (REVIEW, &["final_review_begin", "final_review_freeze", "final_review_submit"]),
    (CHAPTER, &["final_review_write", "final_review_send", "final_review_accept"]),
    (FIGURE, &["final_review_cause"]),
    (AWARD, &["final_review_award"]),
];

fn path(review: i64) -> String {
    format!("/tong-ket-cchc/ban/{review}")
}

/// Begins a review with the chapters of the outline in force; its id.
pub async fn begin(app: &App, tx: &Tx, new: &NewReview) -> Result<i64> {
    let Some(id) = reviews::add(tx, new).await? else {
        return Err(Refusal::new("final-review-refused-exists").into());
    };
    let review = reviews::get(tx, id).await?;
    let today = tx.at().day();
    let directory = app.directory();
    for (position, outline) in (1..).zip(dated::chapters(app, today)?) {
        let agency = dated::agency_of(&directory, &outline.agency, today).unwrap_or(new.lead);
        if let Some(chapter) = chapters::add(tx, id, (position, &outline.title), (agency, new.due)).await? {
            let href = format!("/tong-ket-cchc/chuong/{chapter}");
            let about = (&review, outline.title.as_str(), "", review.due_on.as_str());
            tell(app, tx, (WRITE, agency), ("final_review.assigned", href), about).await?;
        }
    }
    let doc = SearchDoc {
        kind: REVIEW,
        record_id: id,
        title: new.name.clone(),
        summary: new.programme.1.clone(),
        href: path(id),
        words: format!("{} {}", new.days.0.year(), new.days.1.year()),
        agency_id: Some(new.owner),
        many: false,
    };
    search::index(tx, &doc).await?;
    let after = json!({
        "final_review_name": new.name, "final_review_from": new.days.0.to_string(),
        "final_review_to": new.days.1.to_string(), "final_review_due": new.due.to_string()
    });
    tx.journal(Change::of("final_review", REVIEW, id, "final_review_begin").after(after)).await?;
    Ok(id)
}

/// What figures hash to: anybody may reckon it again from what is shown.
pub fn hash(as_of: Day, all: &[Figure]) -> String {
    let frozen = all.iter().map(|f| Frozen {
        code: &f.code,
        definition: &f.definition,
        planned: &f.planned,
        measured: &f.measured,
        declared: &f.declared,
        verdict: &f.verdict,
        count: f.count,
    });
    hex::encode(Sha256::digest(canonical(&as_of.to_string(), frozen).as_bytes()))
}

/// Freezes figures that were gathered for a day.
pub async fn freeze(tx: &Tx, review: &Review, as_of: Day, all: &[Figure]) -> Result<()> {
    review.state()?.writing()?;
    let (from, _) = review.days()?;
    if as_of < from || as_of > tx.at().day() {
        return Err(Refusal::new("final-review-refused-day").into());
    }
    let hash = hash(as_of, all);
    let count = i64::try_from(all.len()).unwrap_or(i64::MAX);
    fast(reviews::freeze(tx, review, as_of, (&hash, count)).await?)?;
    figures::replace(tx, review.id, all).await?;
    let after = json!({
        "final_review_as_of": as_of.to_string(), "final_review_figures": count, "final_review_hash": hash
    });
    tx.journal(Change::of("final_review", REVIEW, review.id, "final_review_freeze").after(after)).await
}

/// What is lacking before a review is sent.
pub async fn lacking(db: &impl Read, review: &Review) -> Result<Lacking> {
    let all = figures::of_review(db, review.id).await?;
    let written = chapters::of_review(db, review.id).await?;
    let proposed = awards::of_review(db, review.id).await?;
    Ok(Lacking {
        figures: review.frozen_at.is_none(),
        causes: all.iter().filter(|f| f.lacks_cause()).count(),
        chapters: written.iter().filter(|c| c.state().ok() != Some(ChapterState::Accepted)).count(),
        awards: proposed.iter().filter(|a| a.state().ok() == Some(AwardState::Proposed)).count(),
    })
}

/// Sends it to the one who approves.
pub async fn submit(app: &App, tx: &Tx, review: &Review) -> Result<()> {
    let to = review.state()?.submit(lacking(tx, review).await?)?;
    fast(reviews::stand(tx, review, to, "").await?)?;
    tx.journal(Change::of("final_review", REVIEW, review.id, "final_review_submit")).await?;
    let about = (review, "", "", review.due_on.as_str());
    tell(app, tx, (APPROVE, review.owner_id), ("final_review.submitted", path(review.id)), about).await
}

/// Gives it back with a reason.
pub async fn give_back(app: &App, tx: &Tx, review: &Review, reason: &str) -> Result<()> {
    let to = review.state()?.give_back()?;
    fast(reviews::stand(tx, review, to, reason).await?)?;
    let change = Change::of("final_review", REVIEW, review.id, "final_review_return").reason(Some(reason));
    tx.journal(change).await?;
    let about = (review, "", reason, review.due_on.as_str());
    tell(app, tx, (MANAGE, review.owner_id), ("final_review.returned", path(review.id)), about).await
}

/// Approves it: nobody who wrote, accepted, froze, proposed or sent any of it.
pub async fn approve(tx: &Tx, review: &Review, by: (i64, &str), (decision, on): (&str, Day)) -> Result<()> {
    let mut hands = Vec::new();
    for (record, acts) in HANDS {
        let ids: Vec<i64> = match record {
            REVIEW => vec![review.id],
            CHAPTER => chapters::of_review(tx, review.id).await?.iter().map(|c| c.id).collect(),
            FIGURE => figures::of_review(tx, review.id).await?.iter().map(|f| f.id).collect(),
            _ => awards::of_review(tx, review.id).await?.iter().map(|a| a.id).collect(),
        };
        for id in ids {
            hands.extend(journal::hands(tx, record, id, acts).await?);
        }
    }
    review.state()?.approve(by.0, &hands)?;
    fast(reviews::approve(tx, review, (decision, on), by.1).await?)?;
    let after = json!({"final_review_decision": decision, "final_review_decided_on": on.to_string()});
    tx.journal(Change::of("final_review", REVIEW, review.id, "final_review_approve").after(after)).await
}

/// Announces it.
pub async fn publish(tx: &Tx, review: &Review) -> Result<()> {
    review.state()?.publish()?;
    fast(reviews::publish(tx, review).await?)?;
    tx.journal(Change::of("final_review", REVIEW, review.id, "final_review_publish")).await
}
