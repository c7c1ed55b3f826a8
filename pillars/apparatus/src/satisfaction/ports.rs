//! What other slices ask of satisfaction: where a returned dossier is rated, how many were not content, what closed
//! waves found, what waits for somebody.

use super::pages::waves::path;
use super::rules::sheet::SheetState;
use super::rules::wave::Reading;
use super::store::{self, Wave};
use super::waves;
use async_trait::async_trait;
use contracts::satisfaction::{ClosedWave, Ratings, SurveyWaves, WaveAnswers, WaveQuestion, WaveShare};
use contracts::settlement::{Disliked, SheetCounts};
use contracts::waiting::{Waiting, WaitingSource};
use kernel::{Day, Moment};
use platform::error::{Error, Result};
use platform::{App, Locale, Scope};
use std::collections::BTreeSet;
use std::sync::Arc;

struct Satisfaction;

/// What the server hands to the other slices.
pub fn ratings() -> Arc<dyn Ratings> {
    Arc::new(Satisfaction)
}

/// Counts of sheets for the evaluation of settlement.
pub fn sheet_counts() -> Arc<dyn SheetCounts> {
    Arc::new(Satisfaction)
}

/// Closed waves for the index of reform.
pub fn survey_waves() -> Arc<dyn SurveyWaves> {
    Arc::new(Satisfaction)
}

/// The frozen reading of a closed wave; none of one that is not closed, or is not there.
async fn frozen(app: &App, id: i64) -> Result<Option<Reading>> {
    let wave = match store::wave(&app.store, id).await {
        Err(Error::NotFound) => return Ok(None),
        wave => wave?,
    };
    if wave.closed_at.is_none() {
        return Ok(None);
    }
    waves::reading(&app.store, &app.profiles(), &wave).await.map(Some)
}

/// Where the records of a wave about a unit are.
fn records(app: &App, wave: i64, unit: i64) -> String {
    let code = app.directory().get(unit).map(|a| a.code.clone()).unwrap_or_default();
    format!("{}/don-vi/{code}", path(wave))
}

/// The units that a reading tells of.
fn units(reading: &Reading) -> BTreeSet<i64> {
    reading.lines.iter().map(|line| line.agency_id).collect()
}

#[async_trait]
impl SurveyWaves for Satisfaction {
    async fn closed(&self, app: &App, year: i32) -> Result<Vec<ClosedWave>> {
        let mut found = Vec::new();
        for wave in store::closed_waves(&app.store, year).await? {
            let Wave { id, name, reading_hash: hash, .. } = wave;
            let set = store::set(&app.store, wave.set_id).await?;
            let questions = set.questions.into_iter().map(|q| WaveQuestion {
                key: q.key,
                name: q.factor_name,
                name_en: q.factor_name_en,
            });
            let (questions, levels) = (questions.collect(), set.levels.len());
            found.push(ClosedWave { id, name, year, hash, levels, questions, href: path(id) });
        }
        Ok(found)
    }

    async fn answers(&self, app: &App, wave: i64) -> Result<Vec<WaveAnswers>> {
        let Some(reading) = frozen(app, wave).await? else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for unit in units(&reading) {
            let href = records(app, wave, unit);
            // A group may be told of where it may be shown beside the unit's sum, and a question where enough answered it.
            for (line, _) in reading.groups(unit).into_iter().filter(|(_, shown)| *shown) {
                for (question, levels) in &line.counts {
                    if levels.iter().sum::<i64>() >= reading.minimum {
                        found.push(WaveAnswers {
                            agency_id: unit,
                            respondents: line.respondents.clone(),
                            question: question.clone(),
                            levels: levels.clone(),
                            href: href.clone(),
                        });
                    }
                }
            }
        }
        Ok(found)
    }

    async fn shares(&self, app: &App, wave: i64) -> Result<Vec<WaveShare>> {
        let Some(reading) = frozen(app, wave).await? else { return Ok(Vec::new()) };
        let published = units(&reading).into_iter().filter(|unit| reading.publishes(*unit));
        let share = |unit: i64| {
            let standing = reading.standing(&reading.of_unit(unit));
            WaveShare {
                agency_id: unit,
                sheets: standing.sheets,
                satisfied: standing.satisfied,
                rated: standing.rated,
                href: records(app, wave, unit),
            }
        };
        Ok(published.map(share).collect())
    }
}

/// What waits here, for the server to hand over.
pub fn waiting() -> Arc<dyn WaitingSource> {
    Arc::new(Satisfaction)
}

/// Records of a kind read at most.
const MOST: i64 = 2_000;

#[async_trait]
impl WaitingSource for Satisfaction {
    fn kinds(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("survey-wave", "satisfaction-waiting-kind-wave"),
            ("survey-paper", "satisfaction-waiting-kind-paper"),
        ]
    }

    async fn waiting(&self, app: &App, locale: &Locale, scope: &Scope, most: i64) -> Result<Vec<Waiting>> {
        let mut found = Vec::new();
        for wave in store::due_waves(&app.store, app.clock.now().day(), MOST).await? {
            let (_, last) = wave.days()?;
            found.push(Waiting {
                kind: "survey-wave",
                id: wave.id,
                href: path(wave.id),
                title: wave.name,
                agency_id: wave.agency_id,
                holder_id: None,
                holder: String::new(),
                step: locale.t("satisfaction-waiting-close"),
                since: last.next().start(),
                due: None,
            });
        }
        let directory = app.directory();
        for paper in store::unchecked(&app.store, MOST).await? {
            found.push(Waiting {
                kind: "survey-paper",
                id: paper.id,
                href: format!("{}#phieu-giay", path(paper.wave_id)),
                title: format!("{} – {}", paper.wave, directory.short_name(paper.agency_id)),
                agency_id: paper.surveyor_id,
                holder_id: None,
                holder: String::new(),
                step: locale.t("satisfaction-waiting-check"),
                since: Moment::from_micros(paper.entered_at),
                due: None,
            });
        }
        found.retain(|w| scope.covers(w.agency_id));
        found.sort_by_key(|w| (w.since, w.kind, w.id));
        found.truncate(usize::try_from(most).unwrap_or(usize::MAX));
        Ok(found)
    }
}

#[async_trait]
impl SheetCounts for Satisfaction {
    async fn disliked(
        &self,
        app: &App,
        agency: Option<i64>,
        days: (Day, Day),
        most: i64,
    ) -> Result<Vec<Disliked>> {
        let rows = store::disliked(&app.store, agency, days, most).await?;
        let counted = |row: store::DislikedRow| {
            let (agency_id, sheets, disliked) = (row.agency_id, row.sheets, row.disliked);
            Some(Disliked { agency_id, month: row.month_on.parse().ok()?, sheets, disliked })
        };
        Ok(rows.into_iter().filter_map(counted).collect())
    }
}

#[async_trait]
impl Ratings for Satisfaction {
    async fn link(&self, app: &App, dossier_id: i64) -> Result<Option<String>> {
        let invite = store::by_dossier(&app.store, dossier_id).await?;
        let open = invite.filter(|i| i.state(app.clock.now().day()) == SheetState::Open);
        Ok(open.map(|i| format!("/danh-gia/{}", i.token)))
    }
}
