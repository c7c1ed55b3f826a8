//! Question sets as data: levels and questions with their factors, a version each.

use kernel::Day;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A version of a question set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SurveySet {
    /// Code, the same in all versions.
    pub code: String,
    /// Version, from 1.
    pub version: i64,
    /// First day it is asked.
    pub valid_from: Option<Day>,
    /// Last day it is asked.
    pub valid_to: Option<Day>,
    /// Where it comes from.
    pub source: String,
    /// Levels from the worst, numbered 1, 2, 3 …
    pub levels: Vec<Level>,
    /// Questions in the order they are asked.
    pub questions: Vec<Question>,
}

/// A level of the answer scale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    /// From 1, the worst.
    pub value: i64,
    /// Vietnamese name.
    pub name: String,
    /// English name.
    pub name_en: String,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Key, unique in the set.
    pub key: String,
    /// Factor it stands for.
    pub factor: String,
    /// Vietnamese name of the factor.
    pub factor_name: String,
    /// English name of the factor.
    pub factor_name_en: String,
    /// Vietnamese text.
    pub text: String,
    /// English text.
    pub text_en: String,
}

/// What is wrong with a set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SetFlaw {
    /// Levels must be numbered from 1 without a gap, at least two.
    #[error("levels are not numbered 1, 2, 3 …")]
    Levels,
    /// No question.
    #[error("no question")]
    NoQuestion,
    /// A key twice, or no word of a-z and underscores.
    #[error("question key {0:?} stands twice or is no word")]
    Key(String),
}

impl SurveySet {
    /// Checks the set against itself.
    ///
    /// # Errors
    /// The first flaw.
    pub fn check(&self) -> Result<(), SetFlaw> {
        if self.levels.len() < 2 || !self.levels.iter().map(|l| l.value).eq((1..).take(self.levels.len())) {
            return Err(SetFlaw::Levels);
        }
        if self.questions.is_empty() {
            return Err(SetFlaw::NoQuestion);
        }
        let mut keys = BTreeSet::new();
        for question in &self.questions {
            let word =
                !question.key.is_empty() && question.key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
            if !word || !keys.insert(&question.key) {
                return Err(SetFlaw::Key(question.key.clone()));
            }
        }
        Ok(())
    }

    /// The level of a value.
    pub fn level(&self, value: i64) -> Option<&Level> {
        self.levels.iter().find(|l| l.value == value)
    }

    /// A question by key.
    pub fn question(&self, key: &str) -> Option<&Question> {
        self.questions.iter().find(|q| q.key == key)
    }
}

/// The version asked on a day, with its id: the latest that began.
pub fn in_force(sets: &[(i64, SurveySet)], day: Day) -> Option<&(i64, SurveySet)> {
    let asked = sets.iter().filter(|(_, s)| {
        s.valid_from.is_none_or(|from| from <= day) && s.valid_to.is_none_or(|to| day <= to)
    });
    asked.max_by_key(|(id, s)| (s.valid_from, s.version, *id))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shipped() -> SurveySet {
        crate::satisfaction::seed::shipped().unwrap().remove(0)
    }

    #[test]
    fn the_shipped_set_has_five_levels_and_five_factors() {
        let set = shipped();
        assert_eq!(set.check(), Ok(()));
        let factors: Vec<&str> = set.questions.iter().map(|q| q.factor.as_str()).collect();
        assert_eq!(
            (set.levels.len(), factors),
            (5, vec!["access", "procedure", "officer", "result", "feedback"])
        );
    }

    #[test]
    fn a_set_with_a_gap_or_a_key_twice_is_refused() {
        let mut set = shipped();
        set.levels.remove(2);
        assert_eq!(set.check(), Err(SetFlaw::Levels));
        let mut set = shipped();
        let again = set.questions.first().unwrap().clone();
        set.questions.push(again);
        assert_eq!(set.check(), Err(SetFlaw::Key("access".into())));
        set.questions.clear();
        assert_eq!(set.check(), Err(SetFlaw::NoQuestion));
    }

    #[test]
    fn the_latest_version_that_began_is_asked() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let second = SurveySet { version: 2, valid_from: Some(day("2017-10-10")), ..shipped() };
        let sets = [(1, shipped()), (2, second)];
        let on = |text: &str| in_force(&sets, day(text)).map(|(id, _)| *id);
        assert_eq!((on("2012-10-12"), on("2017-10-09"), on("2017-10-10")), (Some(1), Some(1), Some(2)));
        assert_eq!(in_force(&[], day("2012-10-12")), None);
    }
}
