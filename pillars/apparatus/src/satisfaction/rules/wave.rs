//! Waves of asking (đợt khảo sát): where one stands, what may be counted from paper, who checks and closes it, and its reading:
//! what each group said of each unit, as it is shown and as it is frozen.

use super::rate::Standing;
use super::set::SurveySet;
use super::shown::shown;
use kernel::Day;
use platform::Refusal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Most sheets of one unit and group, and most people a wave is about: a slip of the keyboard is no survey.
pub const MOST: i64 = 1_000_000;

/// A group that is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// Word in addresses; the index of reform knows the group by the same one.
    pub code: String,
    /// In words.
    pub name: String,
    /// In English.
    #[serde(default)]
    pub name_en: String,
    /// Whether the sheets behind receipts are theirs.
    #[serde(default)]
    pub sheets: bool,
}

/// Where a wave stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaveState {
    /// Its first day has not come.
    Ahead,
    /// It asks.
    Running,
    /// Its last day is over; it waits to be closed.
    Due,
    /// Closed, with its reading frozen.
    Closed,
}

impl WaveState {
    /// All, in the order of a wave's life.
    pub const ALL: [WaveState; 4] = [WaveState::Ahead, WaveState::Running, WaveState::Due, WaveState::Closed];

    /// On a day.
    pub fn on(today: Day, (first, last): (Day, Day), closed: bool) -> WaveState {
        if closed {
            WaveState::Closed
        } else if today < first {
            WaveState::Ahead
        } else if today <= last {
            WaveState::Running
        } else {
            WaveState::Due
        }
    }

    /// Word in addresses and texts.
    pub fn code(self) -> &'static str {
        match self {
            WaveState::Ahead => "ahead",
            WaveState::Running => "running",
            WaveState::Due => "due",
            WaveState::Closed => "closed",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<WaveState> {
        WaveState::ALL.into_iter().find(|s| s.code() == code)
    }

    /// Paper is counted once the wave has begun, until it is closed.
    pub fn takes_paper(self) -> Result<(), Refusal> {
        match self {
            WaveState::Ahead => Err(Refusal::new("satisfaction-refused-wave-ahead")),
            WaveState::Running | WaveState::Due => Ok(()),
            WaveState::Closed => Err(Refusal::new("satisfaction-refused-wave-closed")),
        }
    }

    /// Its name, last day and expected number may be changed until it is closed.
    pub fn changes(self) -> Result<(), Refusal> {
        match self {
            WaveState::Ahead | WaveState::Running | WaveState::Due => Ok(()),
            WaveState::Closed => Err(Refusal::new("satisfaction-refused-wave-closed")),
        }
    }

    /// It is closed after its last day, when a second person has seen all that was counted from paper.
    pub fn close(self, unchecked: i64) -> Result<(), Refusal> {
        match self {
            WaveState::Ahead | WaveState::Running => Err(Refusal::new("satisfaction-refused-wave-runs")),
            WaveState::Closed => Err(Refusal::new("satisfaction-refused-wave-closed")),
            WaveState::Due if unchecked > 0 => {
                Err(Refusal::new("satisfaction-refused-wave-unchecked").arg("count", unchecked))
            }
            WaveState::Due => Ok(()),
        }
    }
}

/// What was counted from paper is checked by somebody who entered none of it.
pub fn second_person(account: i64, hands: &[i64], checked: bool) -> Result<(), Refusal> {
    if checked {
        return Err(Refusal::new("satisfaction-refused-wave-checked"));
    }
    if hands.contains(&account) {
        return Err(Refusal::new("satisfaction-refused-wave-own"));
    }
    Ok(())
}

/// People to ask of so many: n = N / (1 + N·e²), rounded up (Decision 1383/QĐ-BNV of 2012); none of nobody.
pub fn sample(population: i64, error: f64) -> Option<i64> {
    if population <= 0 || !(0.0..1.0).contains(&error) {
        return None;
    }
    let all = population as f64;
    Some((all / (1.0 + all * error * error)).ceil() as i64)
}

/// Number of answers by level, the worst level first, for each question.
pub type Counts = BTreeMap<String, Vec<i64>>;

/// What is wrong with counts from paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaperFlaw {
    /// No answer at all.
    Empty,
    /// A question has more answers than there are sheets.
    TooMany(String),
}

/// Everything that is wrong with counts from so many sheets: one of them answers a question once.
pub fn flaws(sheets: i64, counts: &Counts) -> Vec<PaperFlaw> {
    let sum = |levels: &Vec<i64>| levels.iter().sum::<i64>();
    if counts.values().all(|levels| sum(levels) == 0) {
        return vec![PaperFlaw::Empty];
    }
    let over = counts.iter().filter(|(_, levels)| sum(levels) > sheets);
    over.map(|(question, _)| PaperFlaw::TooMany(question.clone())).collect()
}

/// What one group said of one unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The unit.
    pub agency_id: i64,
    /// Code of the group.
    pub respondents: String,
    /// People.
    pub sheets: i64,
    /// Their answers.
    pub counts: Counts,
}

/// What a wave found, with all that the figures rest on; this is what is hashed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// First day.
    pub first_on: Day,
    /// Last day.
    pub last_on: Day,
    /// Code and version of the questionnaire.
    pub set: String,
    /// Fewest people whose answers are published.
    pub minimum: i64,
    /// Levels that count as satisfied.
    pub satisfied: Vec<i64>,
    /// What was said, by unit and group.
    pub lines: Vec<Line>,
}

impl Reading {
    /// Lines put together: of one unit and group there is one line, and none without people.
    pub fn gathered(mut self) -> Reading {
        let mut by: BTreeMap<(i64, String), Line> = BTreeMap::new();
        for line in self.lines.drain(..).filter(|line| line.sheets > 0) {
            let key = (line.agency_id, line.respondents.clone());
            match by.get_mut(&key) {
                None => {
                    by.insert(key, line);
                }
                Some(kept) => {
                    kept.sheets += line.sheets;
                    for (question, levels) in line.counts {
                        add(kept.counts.entry(question).or_default(), &levels);
                    }
                }
            }
        }
        self.lines = by.into_values().collect();
        self
    }

    /// The lines of a unit.
    pub fn of_unit(&self, agency: i64) -> Vec<&Line> {
        self.lines.iter().filter(|line| line.agency_id == agency).collect()
    }

    /// All people.
    pub fn sheets(&self) -> i64 {
        self.lines.iter().map(|line| line.sheets).sum()
    }

    /// People, valid and satisfied answers of some lines.
    pub fn standing(&self, lines: &[&Line]) -> Standing {
        let one = |line: &&Line| {
            let (mut rated, mut satisfied) = (0, 0);
            for levels in line.counts.values() {
                rated += levels.iter().sum::<i64>();
                satisfied += self.content(levels);
            }
            Standing { sheets: line.sheets, rated, satisfied }
        };
        lines.iter().map(one).fold(Standing::default(), Standing::plus)
    }

    /// The same of one question: whoever answered it is a person.
    pub fn standing_of(&self, lines: &[&Line], question: &str) -> Standing {
        let levels = levels(lines, question);
        let rated = levels.iter().sum();
        Standing { sheets: rated, rated, satisfied: self.content(&levels) }
    }

    fn content(&self, levels: &[i64]) -> i64 {
        (1..).zip(levels).filter(|(level, _)| self.satisfied.contains(level)).map(|(_, n)| *n).sum()
    }

    /// The lines of a unit that may be shown by group beside the unit's sum.
    pub fn groups(&self, agency: i64) -> Vec<(&Line, bool)> {
        let lines = self.of_unit(agency);
        let people: Vec<i64> = lines.iter().map(|line| line.sheets).collect();
        lines.into_iter().zip(shown(&people, self.minimum)).collect()
    }

    /// Whether the sum of a unit may be shown.
    pub fn publishes(&self, agency: i64) -> bool {
        self.standing(&self.of_unit(agency)).published(self.minimum).is_some()
    }
}

/// Answers of some lines to a question, by level.
pub fn levels(lines: &[&Line], question: &str) -> Vec<i64> {
    let mut sum = Vec::new();
    for levels in lines.iter().filter_map(|line| line.counts.get(question)) {
        add(&mut sum, levels);
    }
    sum
}

fn add(sum: &mut Vec<i64>, levels: &[i64]) {
    if sum.len() < levels.len() {
        sum.resize(levels.len(), 0);
    }
    for (place, count) in sum.iter_mut().zip(levels) {
        *place += count;
    }
}

/// Answers as rows (unit, question, level, how many) as the lines of a group; `people` has the sheets of each unit.
pub fn lines_of(
    set: &SurveySet,
    respondents: &str,
    people: &BTreeMap<i64, i64>,
    rows: impl IntoIterator<Item = (i64, String, i64, i64)>,
) -> Vec<Line> {
    let mut by: BTreeMap<i64, Counts> = BTreeMap::new();
    for (agency, question, level, count) in rows {
        let levels =
            by.entry(agency).or_default().entry(question).or_insert_with(|| vec![0; set.levels.len()]);
        let place = usize::try_from(level - 1).ok().and_then(|at| levels.get_mut(at));
        if let Some(place) = place {
            *place += count;
        }
    }
    let line = |(agency_id, counts): (i64, Counts)| Line {
        agency_id,
        respondents: respondents.to_owned(),
        sheets: people.get(&agency_id).copied().unwrap_or_default(),
        counts,
    };
    by.into_iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn line(agency_id: i64, respondents: &str, sheets: i64, levels: &[i64]) -> Line {
        let counts = [("access".to_owned(), levels.to_vec())].into();
        Line { agency_id, respondents: respondents.into(), sheets, counts }
    }

    fn reading(lines: Vec<Line>) -> Reading {
        let (first_on, last_on) = (day("2013-03-01"), day("2013-04-30"));
        let set = "sipas 1".to_owned();
        Reading { first_on, last_on, set, minimum: 5, satisfied: vec![4, 5], lines }.gathered()
    }

    #[test]
    fn the_sample_of_the_ministry() {
        assert_eq!(sample(10_000, 0.05), Some(385));
        assert_eq!((sample(0, 0.05), sample(7, 0.0)), (None, Some(7)));
    }

    #[test]
    fn a_wave_takes_paper_after_its_first_day_and_closes_after_its_last() {
        let days = (day("2013-03-01"), day("2013-04-30"));
        let on = |text: &str| WaveState::on(day(text), days, false);
        assert_eq!(on("2013-02-28"), WaveState::Ahead);
        assert_eq!((on("2013-03-01"), on("2013-04-30")), (WaveState::Running, WaveState::Running));
        assert_eq!(on("2013-05-01"), WaveState::Due);
        assert!(on("2013-02-28").takes_paper().is_err() && on("2013-05-01").takes_paper().is_ok());
        assert!(on("2013-04-30").close(0).is_err() && on("2013-05-01").close(1).is_err());
        assert!(on("2013-05-01").close(0).is_ok());
        assert!(WaveState::Closed.takes_paper().is_err() && WaveState::Closed.close(0).is_err());
        assert!(WaveState::Closed.changes().is_err() && WaveState::Due.changes().is_ok());
        assert!(WaveState::ALL.iter().all(|s| WaveState::from_code(s.code()) == Some(*s)));
    }

    #[test]
    fn whoever_entered_does_not_check() {
        assert!(second_person(7, &[7, 8], false).is_err() && second_person(9, &[7, 8], true).is_err());
        assert!(second_person(9, &[7, 8], false).is_ok());
    }

    #[test]
    fn a_sheet_answers_a_question_once() {
        let counts = |levels: &[i64]| Counts::from([("access".to_owned(), levels.to_vec())]);
        assert_eq!(flaws(10, &counts(&[0, 0, 0, 0, 0])), [PaperFlaw::Empty]);
        assert_eq!(flaws(10, &counts(&[1, 2, 3, 4, 1])), [PaperFlaw::TooMany("access".into())]);
        assert!(flaws(10, &counts(&[1, 2, 3, 4, 0])).is_empty());
    }

    #[test]
    fn sheets_and_paper_of_one_group_are_one_line() {
        let found = reading(vec![
            line(3, "nguoi-dan", 4, &[0, 0, 1, 2, 1]),
            line(3, "nguoi-dan", 6, &[1, 0, 0, 3, 2]),
            line(3, "lanh-dao-xa", 2, &[0, 0, 0, 2, 0]),
            line(4, "nguoi-dan", 0, &[0, 0, 0, 0, 0]),
        ]);
        assert_eq!(found.lines.len(), 2);
        let unit = found.of_unit(3);
        assert_eq!(found.standing(&unit), Standing { sheets: 12, rated: 12, satisfied: 10 });
        assert_eq!(levels(&unit, "access"), [1, 0, 1, 7, 3]);
        let groups: Vec<(&str, bool)> =
            found.groups(3).into_iter().map(|(line, seen)| (line.respondents.as_str(), seen)).collect();
        assert_eq!(groups, [("lanh-dao-xa", false), ("nguoi-dan", false)]);
        assert!(found.publishes(3) && !found.publishes(4));
    }

    proptest! {
        #[test]
        fn gathering_loses_nobody_and_no_answer(
            rows in prop::collection::vec((1i64..4, 0usize..3, prop::collection::vec(0i64..9, 5)), 0..20)
        ) {
            let groups = ["a", "b", "c"];
            let lines: Vec<Line> =
                rows.iter().map(|(unit, group, levels)| line(*unit, groups[*group], levels.iter().sum(), levels)).collect();
            let before: i64 = lines.iter().map(|l| l.sheets).sum();
            let found = reading(lines);
            prop_assert_eq!(found.sheets(), before);
            let all: Vec<&Line> = found.lines.iter().collect();
            let whole = found.standing(&all);
            let parts = (1..4).map(|unit| found.standing(&found.of_unit(unit))).fold(Standing::default(), Standing::plus);
            prop_assert_eq!(whole, parts);
            prop_assert_eq!(whole.rated, before);
            prop_assert!(whole.satisfied <= whole.rated);
        }

        #[test]
        fn a_sample_is_no_more_than_all(population in 1i64..2_000_000, more in 0i64..1000) {
            let n = sample(population, 0.05).unwrap();
            prop_assert!(n >= 1 && n <= population && n <= sample(population + more, 0.05).unwrap());
        }
    }
}
