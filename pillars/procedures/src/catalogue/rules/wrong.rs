//! Why a file cannot be imported: where, and what is wrong as a text of the catalogue, which an official reads in their own
//! language. The words of the reader are for programs, and stand beside the text where it knows no better.

use platform::Locale;
use serde_saphyr::Error;

/// Why a file cannot be imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Line of the file, from 1, where it is known.
    pub line: Option<u64>,
    /// Column of the line, from 1, where it is known.
    pub column: Option<u32>,
    /// The field that the line writes, where it is known.
    pub field: Option<String>,
    /// What is wrong: key of a text, with its arguments.
    pub key: &'static str,
    /// The arguments.
    pub args: Vec<(&'static str, String)>,
    /// What is wrong, in the words of the reader.
    pub reason: String,
    /// The text knows no more than that something is wrong: the reader's words go with it.
    pub bare: bool,
}

/// What is wrong, not yet where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    key: &'static str,
    args: Vec<(&'static str, String)>,
    bare: bool,
    /// A word to find the line by.
    word: String,
    reason: String,
}

impl Flaw {
    /// By a text.
    pub fn new(key: &'static str) -> Flaw {
        Flaw { key, args: Vec::new(), bare: false, word: String::new(), reason: String::new() }
    }

    /// By a text that knows no more than that something is wrong.
    pub fn bare(key: &'static str) -> Flaw {
        Flaw { bare: true, ..Flaw::new(key) }
    }

    /// With an argument of the text.
    pub fn arg(mut self, name: &'static str, value: impl Into<String>) -> Flaw {
        self.args.push((name, value.into()));
        self
    }

    /// Found by a word of the file; the reason is for programs.
    pub fn at(mut self, word: &str, reason: String) -> Flaw {
        word.clone_into(&mut self.word);
        self.reason = reason;
        self
    }

    /// In the words of a reader.
    pub fn words(&self, locale: &Locale) -> String {
        locale.tn(self.key, &self.args)
    }

    /// As a problem of a text, on the line on which its word first stands.
    pub fn within(self, text: &str) -> Problem {
        let line = line_of(text, &self.word);
        let Flaw { key, args, bare, reason, .. } = self;
        Problem { line, column: None, field: None, key, args, reason, bare }
    }
}

/// The line on which a word first stands.
pub fn line_of(text: &str, word: &str) -> Option<u64> {
    let at = text.lines().position(|line| line.contains(word))?;
    u64::try_from(at + 1).ok()
}

/// What the reader of YAML says of a text.
pub fn of_yaml(text: &str, error: &Error) -> Problem {
    let at = error.location();
    let Flaw { key, args, bare, word, .. } = flaw(error);
    // Where the reader knows no place the value itself may show it.
    let seen = || line_of(text, Some(word.as_str()).filter(|word| !word.is_empty())?);
    let line = at.map(|at| at.line()).or_else(seen);
    Problem {
        line,
        column: at.and_then(|at| u32::try_from(at.column()).ok()),
        // What names its field itself needs no other.
        field: line
            .filter(|_| args.iter().all(|(name, _)| *name != "field"))
            .and_then(|at| field_on(text, at)),
        key,
        args,
        reason: error.to_string().lines().next().unwrap_or_default().to_owned(),
        bare,
    }
}

fn flaw(error: &Error) -> Flaw {
    match error.without_snippet() {
        Error::AliasError { error, .. } => flaw(error),
        Error::SerdeUnknownField { field, expected, .. } => {
            Flaw::new("catalogue-yaml-unknown-field").arg("field", field).arg("known", expected.join(", "))
        }
        Error::SerdeMissingField { field, .. } => {
            Flaw::new("catalogue-yaml-missing-field").arg("field", *field)
        }
        Error::SerdeUnknownVariant { variant, expected, .. } => {
            Flaw::new("catalogue-yaml-unknown-word").arg("value", variant).arg("known", expected.join(", "))
        }
        Error::DuplicateMappingKey { key, .. } => {
            Flaw::new("catalogue-yaml-twice").arg("field", key.clone().unwrap_or_default())
        }
        Error::SerdeInvalidType { expected, .. } | Error::SerdeInvalidValue { expected, .. } => {
            wanted(expected)
        }
        Error::InvalidScalar { ty, .. } => wanted(ty),
        Error::Unexpected { expected, .. } => wanted(expected),
        Error::InvalidBooleanStrict { .. } => wanted("boolean"),
        Error::NullIntoString { .. } => Flaw::new("catalogue-yaml-empty"),
        Error::Message { msg, .. } => match no_day(msg) {
            Some(day) => Flaw::new("catalogue-yaml-want-day").arg("value", day).at(day, String::new()),
            None => Flaw::bare("catalogue-yaml-unread"),
        },
        Error::MultipleDocuments { .. } => Flaw::new("catalogue-yaml-many"),
        Error::Eof { .. }
        | Error::ExternalMessage { .. }
        | Error::ContainerEndMismatch { .. }
        | Error::UnexpectedSequenceEnd { .. }
        | Error::UnexpectedMappingEnd { .. }
        | Error::UnexpectedContainerEndWhileReadingKeyNode { .. }
        | Error::IndentationError { .. }
        | Error::FoldedBlockScalarMustIndentContent { .. } => Flaw::bare("catalogue-yaml-syntax"),
        _ => Flaw::bare("catalogue-yaml-unread"),
    }
}

/// What was written for a day and is none, by the kernel's own words (`DayError`).
fn no_day(message: &str) -> Option<&str> {
    message.split_once("not a day: \"")?.1.split('"').next()
}

/// What should stand there, by the reader's name of it.
fn wanted(expected: &str) -> Flaw {
    let key = match expected {
        "string scalar" | "scalar" | "a string" | "string" => "catalogue-yaml-want-text",
        "sequence start" | "a sequence" => "catalogue-yaml-want-list",
        "mapping start" | "a map" => "catalogue-yaml-want-group",
        "boolean" | "a boolean" => "catalogue-yaml-want-tick",
        "floating point" | "f64" => "catalogue-yaml-want-number",
        "an integer" | "usize" => "catalogue-yaml-want-whole",
        other if other.starts_with("struct ") => "catalogue-yaml-want-group",
        other if is_integer(other) => "catalogue-yaml-want-whole",
        _ => return Flaw::bare("catalogue-yaml-unread"),
    };
    Flaw::new(key)
}

/// Whether it names an integer: i64, u32.
fn is_integer(expected: &str) -> bool {
    expected.strip_prefix(['i', 'u']).is_some_and(|bits| bits.parse::<u8>().is_ok())
}

/// The field that a line writes: what stands before its colon, where that is a name of ours.
fn field_on(text: &str, line: u64) -> Option<String> {
    let at = usize::try_from(line).ok()?.checked_sub(1)?;
    let (key, _) = text.lines().nth(at)?.trim_start_matches([' ', '-']).split_once(':')?;
    let named = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    (!key.is_empty() && key.bytes().all(named)).then(|| key.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::parse;

    const GOOD: &str = include_str!("../../../../../procedures/HT-01.yaml");

    /// Key of the problem of a text, which has its line, and the field it is told of.
    fn told(text: &str) -> (&'static str, String) {
        let problem = parse(text).unwrap_err();
        assert!(problem.line.is_some(), "{problem:?}");
        let named = problem.args.iter().find(|(name, _)| *name == "field").map(|(_, field)| field.clone());
        (problem.key, named.or(problem.field).unwrap_or_default())
    }

    #[test]
    fn what_is_wrong_is_told_by_what_it_is() {
        let with = |from: &str, to: &str| {
            let text = GOOD.replacen(from, to, 1);
            assert_ne!(text, GOOD, "{from}");
            text
        };
        let own = |key: &'static str, field: &str| (key, field.to_owned());
        let surprise = told(&format!("{GOOD}\nsurprise: 1\n"));
        assert_eq!(surprise, own("catalogue-yaml-unknown-field", "surprise"));
        assert_eq!(told(&with("\nname: ", "\nten: ")), own("catalogue-yaml-unknown-field", "ten"));
        assert_eq!(told(&with("\nlevel: ", "\nlevel: x")), own("catalogue-yaml-unknown-word", "level"));
        assert_eq!(told(&with("\nsets: 1", "\nsets: một")), own("catalogue-yaml-want-whole", "sets"));
        let day = told(&with("valid_from: 2012", "valid_from: 2012-"));
        assert_eq!(day, own("catalogue-yaml-want-day", "valid_from"));
        let status = told(&with("\nstatus: published", "\nstatus: maybe"));
        assert_eq!(status, own("catalogue-wrong-choice", "status"));
        let broken = parse("code: \"HT-01\n").unwrap_err();
        assert!(broken.bare && broken.key == "catalogue-yaml-syntax", "{broken:?}");
    }
}
