//! Dossier codes: the template that writes them and the shapes the rules give them.
//! Codes of every era stay findable, so each shape has its own check.

use crate::Day;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The number on a dossier's receipt, as printed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DossierCode(pub String);

impl fmt::Display for DossierCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How an agency writes its codes: `{unit}-{yymmdd}-{seq:4}`.
/// Words: `unit`, `field`, `yyyy`, `yy`, `mm`, `dd`, `yymmdd`, `seq`, `seq:N`; `{seq}` must occur.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CodeTemplate {
    source: String,
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Unit,
    Field,
    Date(&'static str),
    Sequence(usize),
}

/// Why a template cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// A brace without its partner.
    #[error("unbalanced brace in {0:?}")]
    Brace(String),
    /// A word the engine does not know.
    #[error("unknown word {{{0}}}")]
    Word(String),
    /// Without the sequence two dossiers would share a code.
    #[error("no {{seq}} in {0:?}")]
    NoSequence(String),
}

impl CodeTemplate {
    /// Writes a code: the receiving unit, the field (may be empty), the day of receipt, and the
    /// number in its sequence, padded to the template's width and widened beyond it.
    pub fn write(&self, unit: &str, field: &str, day: Day, sequence: u64) -> DossierCode {
        let mut code = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => code.push_str(text),
                Piece::Unit => code.push_str(unit),
                Piece::Field => code.push_str(field),
                Piece::Date(format) => code.push_str(&day.naive().format(format).to_string()),
                Piece::Sequence(width) => code.push_str(&format!("{sequence:0width$}")),
            }
        }
        DossierCode(code)
    }

    /// Whether the day occurs in the code, so that the sequence may begin anew each day.
    pub fn is_daily(&self) -> bool {
        let has = |word| self.pieces.contains(&Piece::Date(word));
        has("%y%m%d") || (has("%d") && has("%m") && (has("%y") || has("%Y")))
    }
}

impl FromStr for CodeTemplate {
    type Err = CodeError;

    fn from_str(source: &str) -> Result<CodeTemplate, CodeError> {
        let mut pieces = Vec::new();
        for (index, part) in source.split('{').enumerate() {
            let text = if index == 0 {
                part
            } else {
                let (word, text) = part.split_once('}').ok_or_else(|| CodeError::Brace(source.to_owned()))?;
                pieces.push(piece(word)?);
                text
            };
            if text.contains('}') {
                return Err(CodeError::Brace(source.to_owned()));
            }
            if !text.is_empty() {
                pieces.push(Piece::Text(text.to_owned()));
            }
        }
        if !pieces.iter().any(|piece| matches!(piece, Piece::Sequence(_))) {
            return Err(CodeError::NoSequence(source.to_owned()));
        }
        Ok(CodeTemplate { source: source.to_owned(), pieces })
    }
}

fn piece(word: &str) -> Result<Piece, CodeError> {
    let unknown = || CodeError::Word(word.to_owned());
    Ok(match word {
        "unit" => Piece::Unit,
        "field" => Piece::Field,
        "yyyy" => Piece::Date("%Y"),
        "yy" => Piece::Date("%y"),
        "mm" => Piece::Date("%m"),
        "dd" => Piece::Date("%d"),
        "yymmdd" => Piece::Date("%y%m%d"),
        "seq" => Piece::Sequence(1),
        other => {
            let width = other.strip_prefix("seq:").and_then(|width| width.parse().ok());
            Piece::Sequence(width.filter(|width| (1..=12).contains(width)).ok_or_else(unknown)?)
        }
    })
}

impl fmt::Display for CodeTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)
    }
}

impl TryFrom<String> for CodeTemplate {
    type Error = CodeError;

    fn try_from(source: String) -> Result<CodeTemplate, CodeError> {
        source.parse()
    }
}

impl From<CodeTemplate> for String {
    fn from(template: CodeTemplate) -> String {
        template.source
    }
}

/// The code of Circular 01/2018/TT-VPCP art. 19: `000.00.16.H05-230515-0011`;
/// the sequence may have grown beyond four digits.
pub fn is_code_2018(code: &str) -> bool {
    let [unit, day, sequence] = *code.split('-').collect::<Vec<_>>() else { return false };
    let [group, middle, low, top] = *unit.split('.').collect::<Vec<_>>() else { return false };
    is_number(group, 3)
        && is_number(middle, 2)
        && is_number(low, 2)
        && is_top_level(top)
        && is_short_day(day)
        && sequence.len() >= 4
        && is_number(sequence, sequence.len())
}

/// The agency id of Decision 20/2020/QĐ-TTg art. 4: at most 35 of `0-9 A-Z .`,
/// in groups from the highest level, of which none is empty: `H21.17`.
pub fn is_agency_id_2020(id: &str) -> bool {
    let group = |group: &str| {
        !group.is_empty() && group.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
    };
    id.len() <= 35 && id.split('.').all(group)
}

/// The central code in use since the agency ids of 2020: agency id, day as yymmdd, sequence of at
/// least four digits: `H21.17-260105-0011`. Its rule's text was not found, so the check is wide.
pub fn is_central_code_2026(code: &str) -> bool {
    let [agency, day, sequence] = *code.split('-').collect::<Vec<_>>() else { return false };
    is_agency_id_2020(agency)
        && is_short_day(day)
        && (4..=12).contains(&sequence.len())
        && is_number(sequence, sequence.len())
}

fn is_number(text: &str, width: usize) -> bool {
    text.len() == width && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `H05`: a letter A–Y and two digits.
fn is_top_level(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|letter| (b'A'..=b'Y').contains(&letter))
        && text.get(1..).is_some_and(|rest| is_number(rest, 2))
}

/// `230515`, a day of this century that exists.
fn is_short_day(text: &str) -> bool {
    let two = |from: usize| text.get(from..from + 2).and_then(|digits| digits.parse::<u32>().ok());
    let (Some(year), Some(month), Some(day)) = (two(0), two(2), two(4)) else { return false };
    is_number(text, 6) && i32::try_from(year).is_ok_and(|y| Day::ymd(2000 + y, month, day).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(template: &str, sequence: u64) -> String {
        let template: CodeTemplate = template.parse().unwrap();
        template.write("000.00.16.H05", "LT", Day::ymd(2023, 5, 15).unwrap(), sequence).0
    }

    #[test]
    fn the_template_writes_the_code_of_2018() {
        let code = write("{unit}-{yymmdd}-{seq:4}", 11);
        assert_eq!(code, "000.00.16.H05-230515-0011");
        assert!(is_code_2018(&code));
        let wide = write("{unit}-{yymmdd}-{seq:4}", 10_000);
        assert_eq!(wide, "000.00.16.H05-230515-10000");
        assert!(is_code_2018(&wide));
        assert_eq!(write("{field}.{dd}{mm}{yyyy}/{yy}/{seq}", 7), "LT.15052023/23/7");
    }

    #[test]
    fn bad_templates_say_why() {
        for (text, error) in [
            ("{unit", CodeError::Brace("{unit".into())),
            ("unit}{seq}", CodeError::Brace("unit}{seq}".into())),
            ("{who}{seq}", CodeError::Word("who".into())),
            ("{seq:0}", CodeError::Word("seq:0".into())),
            ("{unit}", CodeError::NoSequence("{unit}".into())),
        ] {
            assert_eq!(text.parse::<CodeTemplate>(), Err(error));
        }
    }

    #[test]
    fn a_template_knows_whether_it_is_daily() {
        assert!("{yymmdd}{seq}".parse::<CodeTemplate>().unwrap().is_daily());
        assert!("{dd}{mm}{yyyy}{seq}".parse::<CodeTemplate>().unwrap().is_daily());
        assert!(!"{mm}{yyyy}{seq}".parse::<CodeTemplate>().unwrap().is_daily());
    }

    #[test]
    fn the_shapes_are_told_apart() {
        for bad in [
            "",
            "000.00.16.Z05-230515-0011",
            "000.00.16.H05-230532-0011",
            "000.00.16.H05-230515-011",
            "00.00.16.H05-230515-0011",
            "000.00.16.H05-230515",
            "000.00.16.H05-230515-0011-1",
            "000.00.16.Hé-230515-0011",
        ] {
            assert!(!is_code_2018(bad), "{bad}");
        }
        assert!(is_agency_id_2020("H21.17") && is_agency_id_2020("000.00.16.H05"));
        for bad in ["", "H21.", "h21", "H21-1", "A".repeat(36).as_str()] {
            assert!(!is_agency_id_2020(bad), "{bad}");
        }
        assert!(is_central_code_2026("H21.17-260105-0011"));
        assert!(!is_central_code_2026("H21.17-261305-0011"));
        assert!(!is_central_code_2026("H21.17-260105-11"));
    }
}
