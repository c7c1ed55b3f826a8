//! What other slices may ask of the index: what an agency declared of itself in its newest published assessment; and what waits
//! for somebody here: sheets to be scored or verified, criteria that somebody was given, objections, trees.

use super::rules::dec::Dec;
use super::rules::state::State;
use super::store::{assignments, scores, sheets, trees};
use async_trait::async_trait;
use contracts::par_index::{DeclaredIndex, DeclaredIndices};
use contracts::waiting::{Waiting, WaitingSource};
use kernel::{Day, Moment};
use platform::error::Result;
use platform::{App, Locale, Scope};
use std::sync::Arc;

struct Sheets;

/// The port, for the server to hand over.
pub fn declared() -> Arc<dyn DeclaredIndices> {
    Arc::new(Sheets)
}

#[async_trait]
impl DeclaredIndices for Sheets {
    async fn newest(&self, app: &App, agency: i64) -> Result<Option<DeclaredIndex>> {
        let newest = sheets::published_of(&app.store, agency).await?.pop();
        let points = |parts: Option<i64>| parts.map(|p| Dec(p).float());
        Ok(newest.map(|s| DeclaredIndex {
            year: s.year,
            own: points(s.own_index),
            verified: points(s.verified_index),
            over_declared: s.overs,
            href: format!("/chi-so-cchc/phieu/{}", s.id),
        }))
    }
}

struct Index;

/// The source, for the server to hand over.
pub fn waiting() -> Arc<dyn WaitingSource> {
    Arc::new(Index)
}

/// Records of a kind read at most.
const MOST: i64 = 2_000;

/// The end of a day, by which what is due on it has to be done.
fn end_of(day: &str) -> Option<Moment> {
    day.parse::<Day>().ok().map(|day| day.next().start().plus_minutes(-1))
}

#[async_trait]
impl WaitingSource for Index {
    fn kinds(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("par-sheet", "par-index-waiting-sheet"),
            ("par-criterion", "par-index-waiting-criterion"),
            ("par-objection", "par-index-waiting-objection"),
            ("par-tree", "par-index-waiting-tree"),
        ]
    }

    async fn waiting(&self, app: &App, locale: &Locale, scope: &Scope, most: i64) -> Result<Vec<Waiting>> {
        let mut found = open_sheets(app, locale).await?;
        found.extend(criteria(app, locale).await?);
        found.extend(objections(app, locale).await?);
        found.extend(proposed(app, locale).await?);
        found.retain(|w| scope.covers(w.agency_id));
        found.sort_by_key(|w| (w.due.unwrap_or(Moment::from_micros(i64::MAX)), w.kind, w.id));
        found.truncate(usize::try_from(most).unwrap_or(usize::MAX));
        Ok(found)
    }
}

/// Sheets: one being scored waits at its agency, one handed in at the round's owner.
async fn open_sheets(app: &App, locale: &Locale) -> Result<Vec<Waiting>> {
    let directory = app.directory();
    let rows = sheets::open(&app.store, MOST).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let submitted = State::from_code(&row.state) == State::Submitted;
            let since = row.submitted_at.filter(|_| submitted).map(Moment::from_micros);
            let opened = row.opened_on.parse::<Day>().map_or_else(|_| app.clock.now(), Day::start);
            Waiting {
                kind: "par-sheet",
                id: row.id,
                title: format!("{} – {}", row.name, directory.short_name(row.agency_id)),
                href: format!("/chi-so-cchc/phieu/{}", row.id),
                agency_id: if submitted { row.owner_id } else { row.agency_id },
                holder_id: None,
                holder: String::new(),
                step: locale.t(if submitted {
                    "par-index-state-submitted"
                } else {
                    "par-index-state-drafting"
                }),
                since: since.unwrap_or(opened),
                due: end_of(&row.due_on).filter(|_| !submitted),
            }
        })
        .collect())
}

async fn criteria(app: &App, locale: &Locale) -> Result<Vec<Waiting>> {
    let rows = assignments::open(&app.store, MOST).await?;
    Ok(rows
        .into_iter()
        .map(|row| Waiting {
            kind: "par-criterion",
            id: row.id,
            title: format!("{} {} ({})", row.code, row.name, row.year),
            href: format!("/chi-so-cchc/phieu/{}/tieu-chi/{}", row.sheet_id, row.code),
            agency_id: row.agency_id,
            holder_id: Some(row.account_id),
            holder: row.account_name,
            step: locale.t("par-index-to-do"),
            since: Moment::from_micros(row.given_at),
            due: end_of(&row.due_on),
        })
        .collect())
}

/// Objections wait at whoever verified, for the round's owner.
async fn objections(app: &App, locale: &Locale) -> Result<Vec<Waiting>> {
    let directory = app.directory();
    let rows = scores::objections(&app.store, MOST).await?;
    Ok(rows
        .into_iter()
        .map(|row| Waiting {
            kind: "par-objection",
            id: row.id,
            title: format!("{} – {} ({})", row.code, directory.short_name(row.agency_id), row.year),
            href: format!("/chi-so-cchc/phieu/{}/tieu-chi/{}", row.sheet_id, row.code),
            agency_id: row.owner_id,
            holder_id: row.verified_by,
            holder: row.verified_name,
            step: locale.t("par-index-objection-open"),
            since: row.verified_at.map_or_else(|| app.clock.now(), Moment::from_micros),
            due: None,
        })
        .collect())
}

/// Trees wait at the city, whose they are.
async fn proposed(app: &App, locale: &Locale) -> Result<Vec<Waiting>> {
    let today = app.clock.now().day();
    let Some(root) = app.directory().root(today).map(|a| a.id) else { return Ok(Vec::new()) };
    let rows = trees::proposed(&app.store, MOST).await?;
    Ok(rows
        .into_iter()
        .map(|row| Waiting {
            kind: "par-tree",
            id: row.id,
            title: row.name,
            href: format!("/chi-so-cchc/bo-tieu-chi/{}", row.id),
            agency_id: root,
            holder_id: None,
            holder: String::new(),
            step: locale.t(if row.ready { "par-index-tree-proposed" } else { "par-index-tree-lacking" }),
            since: Moment::from_micros(row.changed_at),
            due: None,
        })
        .collect())
}
