//! What waits for somebody: chapters, causes of missed targets, award proposals, reviews before their approval.

use super::pages::{chapter_path, figure_path, review_path};
use super::rules::{AwardState, ChapterState, State};
use super::store::{awards, chapters, figures, reviews};
use async_trait::async_trait;
use contracts::waiting::{Waiting, WaitingSource};
use kernel::{Day, Moment};
use platform::error::Result;
use platform::{App, Locale, Scope};
use std::sync::Arc;

struct Kept;

/// The source, for the server to hand over.
pub fn waiting() -> Arc<dyn WaitingSource> {
    Arc::new(Kept)
}

/// Reviews read at most.
const MOST: i64 = 50;

/// The end of a day.
fn end_of(day: &str) -> Option<Moment> {
    day.parse::<Day>().ok().map(|day| day.next().start().plus_minutes(-1))
}

#[async_trait]
impl WaitingSource for Kept {
    fn kinds(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("review", "final-review-waiting-review"),
            ("review-chapter", "final-review-waiting-chapter"),
            ("review-cause", "final-review-waiting-cause"),
            ("review-award", "final-review-waiting-award"),
        ]
    }

    async fn waiting(&self, app: &App, locale: &Locale, scope: &Scope, most: i64) -> Result<Vec<Waiting>> {
        let mut found = Vec::new();
        for review in reviews::unfinished(&app.store, MOST).await? {
            let state = review.state()?;
            let at = |micros: i64| Moment::from_micros(micros);
            let one = |kind, id, title: String, href, agency_id, step: &str, since, due| Waiting {
                kind,
                id,
                title,
                href,
                agency_id,
                holder_id: None,
                holder: String::new(),
                step: locale.t(step),
                since,
                due,
            };
            if state != State::Writing {
                let step = match state {
                    State::Submitted => "final-review-waiting-approval",
                    _ => "final-review-waiting-publication",
                };
                let (id, since) = (review.id, at(review.changed_at));
                let title = review.name.clone();
                found.push(one("review", id, title, review_path(id), review.owner_id, step, since, None));
                continue;
            }
            for chapter in chapters::of_review(&app.store, review.id).await? {
                let (holder, step, due) = match chapter.state()? {
                    ChapterState::Accepted => continue,
                    ChapterState::Submitted => (review.owner_id, "final-review-waiting-acceptance", None),
                    _ => (chapter.agency_id, "final-review-waiting-text", end_of(&chapter.due_on)),
                };
                let title = format!("{}: {}", review.name, chapter.title);
                let since = at(chapter.changed_at);
                let href = chapter_path(chapter.id);
                found.push(one("review-chapter", chapter.id, title, href, holder, step, since, due));
            }
            let all = figures::of_review(&app.store, review.id).await?;
            for figure in all.into_iter().filter(|f| f.lacks_cause()) {
                let since = at(review.frozen_at.unwrap_or(review.changed_at));
                let (href, due) = (figure_path(figure.id), end_of(&review.due_on));
                let step = "final-review-waiting-why";
                let agency = figure.agency_id;
                found.push(one("review-cause", figure.id, figure.name, href, agency, step, since, due));
            }
            for award in awards::of_review(&app.store, review.id).await? {
                if award.state()? == AwardState::Proposed {
                    let title = format!("{} {}", award.person, app.directory().name(award.agency_id));
                    let (href, since) = (review_path(review.id), at(award.at));
                    let step = "final-review-waiting-decision";
                    let title = title.trim().to_owned();
                    found.push(one(
                        "review-award",
                        award.id,
                        title,
                        href,
                        review.owner_id,
                        step,
                        since,
                        None,
                    ));
                }
            }
        }
        found.retain(|w| scope.covers(w.agency_id));
        found.sort_by_key(|w| (w.due.unwrap_or(Moment::from_micros(i64::MAX)), w.kind, w.id));
        found.truncate(usize::try_from(most).unwrap_or(usize::MAX));
        Ok(found)
    }
}
