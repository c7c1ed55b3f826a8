//! The words of a checklist: a template's questions as they are typed, a line a question, and the answers they take.

use platform::FieldErrors;
use serde::{Deserialize, Serialize};

/// An answer to a question of the checklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It is so.
    Yes,
    /// In part.
    Partly,
    /// It is not so.
    No,
    /// The question does not apply to the unit.
    NotApplicable,
}

impl Answer {
    /// All.
    pub const ALL: [Answer; 4] = [Answer::Yes, Answer::Partly, Answer::No, Answer::NotApplicable];

    /// Word in the database and in texts.
    pub fn code(self) -> &'static str {
        match self {
            Answer::Yes => "yes",
            Answer::Partly => "partly",
            Answer::No => "no",
            Answer::NotApplicable => "not-applicable",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<Answer> {
        Answer::ALL.into_iter().find(|a| a.code() == code)
    }

    /// Whether it says that something is wanting, so that a note has to say what.
    pub fn wants(self) -> bool {
        matches!(self, Answer::Partly | Answer::No)
    }
}

/// A question of a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// What is asked.
    pub question: String,
    /// The text and article, or "".
    pub basis: String,
    /// Code of the indicator shown beside it, or "".
    pub indicator: String,
}

/// Most questions of one template.
const MOST: usize = 60;
/// Longest question or basis.
const LONGEST: usize = 500;

/// Reads `question | basis | indicator` a line; an indicator must be one of those there are. Errors name the line.
pub fn questions(typed: &str, indicators: &[&str], errors: &mut FieldErrors) -> Vec<Question> {
    let mut read = Vec::new();
    for (number, line) in typed.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let mut parts = line.splitn(3, '|').map(|part| part.trim().to_owned());
        let mut next = || parts.next().unwrap_or_default();
        let question = Question { question: next(), basis: next(), indicator: next() };
        let at = || vec![("line", (number + 1).to_string())];
        let long = |text: &str| text.chars().count() > LONGEST;
        if question.question.is_empty() || long(&question.question) || long(&question.basis) {
            errors.add_with("cau-hoi", "inspections-error-question", at());
        } else if !question.indicator.is_empty() && !indicators.contains(&question.indicator.as_str()) {
            errors.add_with("cau-hoi", "inspections-error-indicator", at());
        }
        read.push(question);
    }
    if read.is_empty() || read.len() > MOST {
        errors.add("cau-hoi", "inspections-error-questions");
    }
    read
}

/// The questions as they are typed.
pub fn written(questions: &[Question]) -> String {
    let line = |q: &Question| match (q.basis.is_empty(), q.indicator.is_empty()) {
        (true, true) => q.question.clone(),
        (_, true) => format!("{} | {}", q.question, q.basis),
        _ => format!("{} | {} | {}", q.question, q.basis, q.indicator),
    };
    questions.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_unknown_indicator_and_a_missing_question_are_named_by_their_line() {
        let mut errors = FieldErrors::new();
        questions("Có niêm yết không? | Luật | x\n| chỉ căn cứ", &["dossiers_on_time"], &mut errors);
        let lines: Vec<String> = errors.0.iter().map(|e| e.args[0].1.clone()).collect();
        assert_eq!(lines, ["1", "2"]);
    }

    #[test]
    fn a_template_without_questions_is_none() {
        let mut errors = FieldErrors::new();
        questions("  \n ", &[], &mut errors);
        assert!(!errors.is_empty());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(
            all in proptest::collection::vec(("[a-zA-Z ?]{0,20}[a-z?]", "([a-z]{1,10})?"), 1..20)
        ) {
            let own: Vec<Question> = all
                .into_iter()
                .map(|(q, b)| Question { question: q.trim().to_owned(), basis: b, indicator: String::new() })
                .collect();
            let mut errors = FieldErrors::new();
            prop_assert_eq!(questions(&written(&own), &[], &mut errors), own);
            prop_assert!(errors.is_empty());
        }
    }
}
