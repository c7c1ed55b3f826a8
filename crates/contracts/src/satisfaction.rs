//! Satisfaction (sự hài lòng) as other slices see it.

use async_trait::async_trait;
use platform::App;
use platform::error::Result;
use platform::events::Event;
use serde::{Deserialize, Serialize};

/// Port of the slice `satisfaction`: where a returned dossier is rated.
#[async_trait]
pub trait Ratings: Send + Sync {
    /// Path of the rating page of a returned dossier, while it waits for its answer; `None` before the return or after the answer.
    async fn link(&self, app: &App, dossier_id: i64) -> Result<Option<String>>;
}

/// A rating of an agency was given: its satisfaction in that month stands differently now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatingGiven {
    /// Agency rated.
    pub agency_id: i64,
    /// Day of the answer, ISO.
    pub answered_on: String,
}

impl Event for RatingGiven {
    const TOPIC: &'static str = "satisfaction.rated";
}

/// A question that a wave asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaveQuestion {
    /// Its key.
    pub key: String,
    /// What it asks about, in Vietnamese.
    pub name: String,
    /// In English.
    pub name_en: String,
}

/// A wave of asking (đợt khảo sát) that is closed: its reading is frozen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedWave {
    /// Id.
    pub id: i64,
    /// Name.
    pub name: String,
    /// Year it is about.
    pub year: i32,
    /// Hash of the frozen reading.
    pub hash: String,
    /// Levels of its answer scale.
    pub levels: usize,
    /// What it asked.
    pub questions: Vec<WaveQuestion>,
    /// Address of its page.
    pub href: String,
}

/// What a group answered about a unit to one question; only as many answers as may be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaveAnswers {
    /// The unit.
    pub agency_id: i64,
    /// Code of the group of respondents.
    pub respondents: String,
    /// Key of the question.
    pub question: String,
    /// Number of answers by level, the worst level first.
    pub levels: Vec<i64>,
    /// Address of the wave's records about the unit.
    pub href: String,
}

/// How many answers about a unit are satisfied, all groups and questions together; only where enough people answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaveShare {
    /// The unit.
    pub agency_id: i64,
    /// People who answered.
    pub sheets: i64,
    /// Satisfied answers.
    pub satisfied: i64,
    /// Valid answers.
    pub rated: i64,
    /// Address of the wave's records about the unit.
    pub href: String,
}

/// Port of the slice `satisfaction`: what closed waves found.
#[async_trait]
pub trait SurveyWaves: Send + Sync {
    /// The closed waves about a year, the newest first.
    async fn closed(&self, app: &App, year: i32) -> Result<Vec<ClosedWave>>;

    /// The answers of a closed wave; none of one that is not closed.
    async fn answers(&self, app: &App, wave: i64) -> Result<Vec<WaveAnswers>>;

    /// The shares of a closed wave by unit; none of one that is not closed.
    async fn shares(&self, app: &App, wave: i64) -> Result<Vec<WaveShare>>;
}
