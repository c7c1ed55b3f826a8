//! A filled sheet: what was answered, and whether it says anything at all.

use super::set::SurveySet;
use kernel::Day;

/// Longest comment, characters.
pub const COMMENT_MAX: usize = 1000;

/// Where a sheet was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// By the link in a notice or on the dossier's page.
    Link,
    /// By a QR code.
    Qr,
    /// On the clerk's tablet.
    Tablet,
}

impl Source {
    /// Word in the database.
    pub fn code(self) -> &'static str {
        match self {
            Source::Link => "link",
            Source::Qr => "qr",
            Source::Tablet => "tablet",
        }
    }

    /// From the word; anything else is a link.
    pub fn from_code(code: &str) -> Source {
        [Source::Qr, Source::Tablet].into_iter().find(|s| s.code() == code).unwrap_or(Source::Link)
    }
}

/// One answered question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Key of the question.
    pub question: String,
    /// Its factor.
    pub factor: String,
    /// Level; none for "no opinion".
    pub value: Option<i64>,
    /// Whether the level counts as satisfied; none for "no opinion".
    pub satisfied: Option<bool>,
}

/// What is wrong with a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetFlaw {
    /// A value that is no level of the question of this key.
    NoLevel(String),
    /// Neither a level nor a comment.
    Empty,
    /// The comment is too long.
    CommentTooLong,
}

/// Reads a sheet: `given` answers with the typed value of a question, "" or "0" for no opinion.
///
/// # Errors
/// Everything that is wrong.
pub fn read(
    set: &SurveySet,
    counts: &[i64],
    given: impl Fn(&str) -> String,
    comment: &str,
) -> Result<Vec<Answer>, Vec<SheetFlaw>> {
    let mut flaws = Vec::new();
    let mut answers = Vec::new();
    for question in &set.questions {
        let typed = given(&question.key);
        let value = typed.parse::<i64>().ok().filter(|v| set.level(*v).is_some());
        if value.is_none() && !matches!(typed.as_str(), "" | "0") {
            flaws.push(SheetFlaw::NoLevel(question.key.clone()));
        }
        answers.push(Answer {
            question: question.key.clone(),
            factor: question.factor.clone(),
            value,
            satisfied: value.map(|v| counts.contains(&v)),
        });
    }
    if comment.chars().count() > COMMENT_MAX {
        flaws.push(SheetFlaw::CommentTooLong);
    }
    if flaws.is_empty() && comment.is_empty() && answers.iter().all(|a| a.value.is_none()) {
        flaws.push(SheetFlaw::Empty);
    }
    if flaws.is_empty() { Ok(answers) } else { Err(flaws) }
}

/// Whether a sheet can be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetState {
    /// It waits for its answer.
    Open,
    /// It was answered.
    Answered,
    /// Its time is over.
    Expired,
}

/// The state of a sheet on a day; the last day still counts.
pub fn state(answered: bool, expires: Option<Day>, today: Day) -> SheetState {
    match (answered, expires.is_some_and(|last| last < today)) {
        (true, _) => SheetState::Answered,
        (false, true) => SheetState::Expired,
        (false, false) => SheetState::Open,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn set() -> SurveySet {
        crate::satisfaction::seed::shipped().unwrap().remove(0)
    }

    #[test]
    fn four_and_five_are_satisfied_nothing_is_no_opinion() {
        let given = |key: &str| match key {
            "access" => "4".to_owned(),
            "officer" => "2".to_owned(),
            "result" => "0".to_owned(),
            _ => String::new(),
        };
        let answers = read(&set(), &[4, 5], given, "").unwrap();
        let of =
            |key: &str| answers.iter().find(|a| a.question == key).map(|a| (a.value, a.satisfied)).unwrap();
        assert_eq!(of("access"), (Some(4), Some(true)));
        assert_eq!(of("officer"), (Some(2), Some(false)));
        assert_eq!((of("result"), of("feedback")), ((None, None), (None, None)));
    }

    #[test]
    fn a_sheet_that_says_nothing_is_no_answer_but_a_comment_is() {
        assert_eq!(read(&set(), &[4, 5], |_| String::new(), ""), Err(vec![SheetFlaw::Empty]));
        assert!(read(&set(), &[4, 5], |_| String::new(), "Cảm ơn").is_ok());
        let long = "x".repeat(COMMENT_MAX + 1);
        assert_eq!(read(&set(), &[4, 5], |_| String::new(), &long), Err(vec![SheetFlaw::CommentTooLong]));
    }

    #[test]
    fn the_last_day_still_counts() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        assert_eq!(state(false, Some(day("2012-10-12")), day("2012-10-12")), SheetState::Open);
        assert_eq!(state(false, Some(day("2012-10-12")), day("2012-10-13")), SheetState::Expired);
        assert_eq!(state(true, Some(day("2012-10-12")), day("2012-10-13")), SheetState::Answered);
    }

    proptest! {
        #[test]
        fn whatever_is_sent_only_levels_are_kept(typed in "\\PC{0,6}") {
            if let Ok(answers) = read(&set(), &[4, 5], |_| typed.clone(), "") {
                prop_assert!(answers.iter().all(|a| a.value.is_some_and(|v| (1..=5).contains(&v))));
            }
        }
    }
}
