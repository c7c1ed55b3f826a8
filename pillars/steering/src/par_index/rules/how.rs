//! What the dated rules say of an index on a day: classes, what does not apply, worth of answers, rounding, days.

use super::dec::Dec;
use super::levels::Letter;
use super::total::Class;
use kernel::Day;
use platform::error::Result;
use platform::profiles::Profiles;
use serde::Deserialize;

/// A group of people who are asked about agencies of some levels.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Word in addresses.
    pub code: String,
    /// In words.
    pub name: String,
    /// In English.
    #[serde(default)]
    pub name_en: String,
    /// Levels of the agencies they are asked about.
    pub levels: Vec<String>,
}

/// The rules of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct How {
    /// Classes of all levels.
    pub classes: Vec<Class>,
    /// The maximum of what does not apply is taken off the possible.
    pub takes_off: bool,
    /// Worth of the answers A, B, C, D, per cent.
    pub worth: [Dec; 4],
    /// Points by which declared and measured may differ.
    pub rounding: Dec,
    /// Days in which an agency may object after the verification.
    pub dialogue_days: i64,
    /// Who is asked about agencies of which level.
    pub groups: Vec<Group>,
    /// Which answer each level of a wave of asking counts as, from the worst level; empty where the city has no such rule.
    pub letters: Vec<Letter>,
}

impl How {
    /// Those in force on a day.
    pub fn on(profiles: &Profiles, day: Day) -> Result<How> {
        let worth = [Dec::whole(100), Dec::whole(60), Dec::whole(20), Dec::ZERO];
        Ok(How {
            classes: profiles.get_or("par_index.classes", day, Vec::new())?,
            takes_off: profiles.get_or("par_index.takes_off", day, true)?,
            worth: profiles.get_or("par_index.answer_worth", day, worth)?,
            rounding: profiles.get_or("par_index.gap_rounding", day, Dec(500))?,
            dialogue_days: profiles.get_or("par_index.dialogue_days", day, 10)?,
            groups: profiles.get_or("par_index.survey_groups", day, Vec::new())?,
            letters: profiles.get_or("par_index.wave_answers", day, Vec::new())?,
        })
    }

    /// The groups that are asked about agencies of a level.
    pub fn groups_of<'a>(&'a self, level: &'a str) -> impl Iterator<Item = &'a Group> {
        self.groups.iter().filter(move |group| group.levels.iter().any(|l| l == level))
    }
}
