//! What waits for somebody here: plans for their approver or writer, pieces for a second person or whoever entered them, planned
//! pieces whose quarter is about to end, contests whose results are not published.

use super::acts::title;
use super::dated;
use super::rules::{PieceState, State};
use super::store::{campaigns, contests, pieces, plans};
use async_trait::async_trait;
use contracts::waiting::{Waiting, WaitingSource};
use kernel::{Day, Moment};
use platform::error::Result;
use platform::{App, Locale, Scope};
use std::sync::Arc;

struct Communication;

/// The source, for the server to hand over.
pub fn waiting() -> Arc<dyn WaitingSource> {
    Arc::new(Communication)
}

/// Days ahead in which the end of a quarter makes what is planned for it wait, and days back in which it still does.
const AHEAD: i64 = 30;
/// Records of one kind read at most.
const MOST: i64 = 2_000;

/// The end of a day, by which what is due on it has to be done.
fn end_of(day: &str) -> Option<Moment> {
    day.parse::<Day>().ok().map(|day| day.next().start().plus_minutes(-1))
}

/// One thing without a holder of its own.
fn one(kind: &'static str, id: i64, agency_id: i64, (title, href): (String, String)) -> Waiting {
    Waiting {
        kind,
        id,
        title,
        href,
        agency_id,
        holder_id: None,
        holder: String::new(),
        step: String::new(),
        since: Moment::from_micros(0),
        due: None,
    }
}

async fn waiting_plans(app: &App, locale: &Locale, scope: &Scope) -> Result<Vec<Waiting>> {
    let mut found = Vec::new();
    for plan in plans::waiting(&app.store, MOST).await? {
        let submitted = plan.state()? == State::Submitted;
        let holds = if submitted { plan.approver_id } else { plan.agency_id };
        if scope.covers(holds) {
            let step = if submitted { "campaigns-waiting-approval" } else { "campaigns-waiting-mending" };
            let href = format!("/truyen-thong/ke-hoach/{}", plan.id);
            found.push(Waiting {
                step: locale.t(step),
                since: Moment::from_micros(plan.changed_at),
                due: plan.answer_due_on.as_deref().filter(|_| submitted).and_then(end_of),
                ..one("comm-plan", plan.id, holds, (title(app, &plan), href))
            });
        }
    }
    Ok(found)
}

async fn waiting_pieces(app: &App, locale: &Locale, scope: &Scope) -> Result<Vec<Waiting>> {
    let mut found = Vec::new();
    for piece in pieces::waiting(&app.store, MOST).await? {
        let entered = piece.state()? == PieceState::Entered;
        let holds = if entered { piece.agency_id } else { piece.author_agency_id };
        if scope.covers(holds) {
            let step = if entered { "campaigns-waiting-verify" } else { "campaigns-waiting-rewrite" };
            let since = Moment::from_micros(piece.entered_at);
            let due = if entered { Some(dated::verify_due(app, piece.agency_id, since)?) } else { None };
            let href = format!("/truyen-thong/tin-bai/{}", piece.id);
            let waiting = one("comm-piece", piece.id, holds, (piece.title, href));
            found.push(Waiting { step: locale.t(step), since, due, ..waiting });
        }
    }
    Ok(found)
}

async fn waiting_planned(app: &App, locale: &Locale, scope: &Scope) -> Result<Vec<Waiting>> {
    let today = app.clock.now().day();
    let mut found = Vec::new();
    let days = (today.plus_days(-AHEAD), today.plus_days(AHEAD));
    for planned in campaigns::unfilled(&app.store, days, MOST).await? {
        if scope.covers(planned.agency_id) {
            let args = [("done", planned.done.to_string()), ("planned", planned.pieces.to_string())];
            let begun = planned.from_on.parse::<Day>().map(Day::start).unwrap_or(app.clock.now());
            let href = format!("/truyen-thong/du-kien/{}", planned.id);
            found.push(Waiting {
                step: locale.tn("campaigns-waiting-pieces", &args),
                since: begun,
                due: end_of(&planned.due_on),
                ..one("comm-planned", planned.id, planned.agency_id, (planned.campaign, href))
            });
        }
    }
    for contest in contests::unpublished(&app.store, today, MOST).await? {
        if scope.covers(contest.agency_id) {
            let ended = contest.to_on.parse::<Day>().map(Day::start).unwrap_or(app.clock.now());
            let href = format!("/truyen-thong/hoi-thi/{}", contest.id);
            let waiting = one("comm-contest", contest.id, contest.agency_id, (contest.name, href));
            found.push(Waiting { step: locale.t("campaigns-waiting-results"), since: ended, ..waiting });
        }
    }
    Ok(found)
}

#[async_trait]
impl WaitingSource for Communication {
    fn kinds(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("comm-plan", "campaigns-waiting-plan"),
            ("comm-piece", "campaigns-waiting-piece"),
            ("comm-planned", "campaigns-waiting-planned"),
            ("comm-contest", "campaigns-waiting-contest"),
        ]
    }

    async fn waiting(&self, app: &App, locale: &Locale, scope: &Scope, most: i64) -> Result<Vec<Waiting>> {
        let mut found = waiting_plans(app, locale, scope).await?;
        found.extend(waiting_pieces(app, locale, scope).await?);
        found.extend(waiting_planned(app, locale, scope).await?);
        found.sort_by_key(|w| (w.due.unwrap_or(Moment::from_micros(i64::MAX)), w.kind, w.id));
        found.truncate(usize::try_from(most).unwrap_or(usize::MAX));
        Ok(found)
    }
}
