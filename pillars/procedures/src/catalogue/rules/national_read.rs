//! A sheet in the fields of the national database, read back: its lines, and what a line makes of a procedure.
//! What the fields do not carry stays as the version says it; a field that says what the version says changes nothing.

use super::national::{self, FIELDS};
use super::national_lists as lists;
use super::{AUDIENCES, CHANNELS};
use contracts::procedures::{Deciding, Field, Outcome, Procedure};
use contracts::term_words;
use kernel::text::{fold, nfc};
use kernel::{Amount, Base, Term};
use platform::Locale;
use std::collections::BTreeSet;

/// The field by which a line finds its procedure.
pub const CODE: &str = "catalogue-national-code";
/// The field of the name, which a new procedure needs.
pub const NAME: &str = "catalogue-national-name";
/// Lines among which the heads are looked for: a title stands above them.
const HEADS_WITHIN: usize = 10;

/// A line of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Where it stands in the file, from 1.
    pub line: u64,
    /// Its fields in the order of [`FIELDS`]; none where the sheet has no such column.
    pub cells: Vec<Option<String>>,
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Line of the file, from 1.
    pub line: u64,
    /// Key of the column's name; none where it is the line as a whole.
    pub column: Option<&'static str>,
    /// What is wrong.
    pub wrong: Wrong,
}

/// A reason: the key of a text, and what stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Key of the text.
    pub key: &'static str,
    /// What stands there; may be empty.
    pub value: String,
}

impl Wrong {
    /// With what stands there.
    pub fn new(key: &'static str, value: &str) -> Wrong {
        Wrong { key, value: value.chars().take(120).collect() }
    }
}

impl Line {
    /// A field's text, "" where there is none.
    pub fn text(&self, field: &str) -> &str {
        let at = FIELDS.iter().position(|f| *f == field);
        at.and_then(|at| self.cells.get(at)).and_then(Option::as_deref).unwrap_or_default().trim()
    }

    /// A fault of this line.
    pub fn fault(&self, column: Option<&'static str>, wrong: Wrong) -> Fault {
        Fault { line: self.line, column, wrong }
    }
}

/// Finds the heads, in any of the languages and any order, and takes the lines below them apart.
pub fn lines(locales: &[&Locale], rows: &[(u64, Vec<String>)]) -> Result<(Vec<Line>, Vec<Fault>), Fault> {
    let field = |head: &str| {
        let head = fold(head);
        FIELDS.iter().position(|key| locales.iter().any(|l| !head.is_empty() && fold(&l.t(key)) == head))
    };
    let code = FIELDS.iter().position(|f| *f == CODE);
    let is_heads = |row: &(u64, Vec<String>)| row.1.iter().any(|cell| field(cell) == code);
    let Some(at) = rows.iter().take(HEADS_WITHIN).position(is_heads) else {
        let line = rows.first().map_or(1, |(line, _)| *line);
        return Err(Fault { line, column: Some(CODE), wrong: Wrong::new("catalogue-read-no-heads", "") });
    };
    let mut rows = rows.iter().skip(at);
    let Some((line, heads)) = rows.next() else { return Ok((Vec::new(), Vec::new())) };
    let mut faults = Vec::new();
    let mut columns: Vec<Option<usize>> = vec![None; FIELDS.len()];
    for (place, head) in heads.iter().enumerate().filter(|(_, head)| !head.trim().is_empty()) {
        let wrong = match field(head).and_then(|at| columns.get_mut(at)) {
            None => "catalogue-read-unknown-column",
            Some(Some(_)) => "catalogue-read-column-twice",
            Some(free) => {
                *free = Some(place);
                continue;
            }
        };
        faults.push(Fault { line: *line, column: None, wrong: Wrong::new(wrong, head) });
    }
    let cell = |cells: &[String], column: &Option<usize>| {
        column.map(|at| cells.get(at).map(|text| nfc(text)).unwrap_or_default())
    };
    let read = rows
        .filter(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty()))
        .map(|(line, cells)| Line { line: *line, cells: columns.iter().map(|c| cell(cells, c)).collect() });
    Ok((read.collect(), faults))
}

/// Lines whose code stands on an earlier line too.
pub fn twice(lines: &[Line]) -> BTreeSet<u64> {
    let mut seen = BTreeSet::new();
    lines.iter().filter(|l| !seen.insert(l.text(CODE).to_uppercase())).map(|l| l.line).collect()
}

/// Whether two texts of a field say the same: spaces and empty lines apart.
fn same(one: &str, other: &str) -> bool {
    let lines = |text: &str| -> Vec<String> {
        nfc(text).lines().map(national::line).filter(|line| !line.is_empty()).collect()
    };
    lines(one) == lines(other)
}

/// The procedure as a line would have it; `base` as it is, and the fields the city knows by name. All faults at once.
pub fn overlay(
    vi: &Locale,
    city: &str,
    base: &Procedure,
    line: &Line,
    fields: &[Field],
) -> Result<Procedure, Vec<Fault>> {
    let mut body = base.clone();
    let mut faults = Vec::new();
    for ((field, was), is) in FIELDS.iter().zip(national::values(vi, base, city)).zip(&line.cells) {
        let Some(is) = is.as_deref().map(str::trim).filter(|is| !same(&was, is)) else { continue };
        if let Err(wrong) = put(vi, &mut body, field, is, fields) {
            faults.push(line.fault(Some(*field), wrong));
        }
    }
    if let Some(agency) = body.agency.as_ref().filter(|agency| agency.decides.is_empty()) {
        if agency.carries_out.is_some() || agency.cooperates.is_some() {
            let wrong = Wrong::new("catalogue-read-needed", "");
            faults.push(line.fault(Some("catalogue-national-decides"), wrong));
        }
        body.agency = None;
    }
    if faults.is_empty()
        && let Err(flaw) = super::check(&body)
    {
        faults.push(line.fault(None, Wrong::new("catalogue-read-body", &flaw.words(vi))));
    }
    if faults.is_empty() { Ok(body) } else { Err(faults) }
}

/// Puts one field into the body.
fn put(vi: &Locale, body: &mut Procedure, field: &str, is: &str, fields: &[Field]) -> Result<(), Wrong> {
    let some = || Some(is.to_owned()).filter(|text| !text.is_empty());
    match field {
        // By the code the line found its procedure.
        CODE => {}
        "catalogue-national-number" => body.legacy_code = some(),
        NAME => body.name = some().ok_or_else(|| Wrong::new("catalogue-read-needed", ""))?,
        "catalogue-national-agency" => return Err(Wrong::new("catalogue-read-other-city", is)),
        "catalogue-national-field" => {
            let known = fields.iter().find(|f| fold(&f.name) == fold(is) || f.code == is);
            body.field = known.cloned().ok_or_else(|| Wrong::new("catalogue-read-field", is))?;
        }
        "catalogue-national-decides" => agency(body).decides = is.to_owned(),
        "catalogue-national-carries-out" => agency(body).carries_out = some(),
        "catalogue-national-cooperates" => agency(body).cooperates = some(),
        "catalogue-national-channels" => body.channels = lists::codes(vi, "channel", &CHANNELS, is)?,
        "catalogue-national-audience" => body.audience = lists::codes(vi, "audience", &AUDIENCES, is)?,
        "catalogue-national-term" => term(vi, body, is)?,
        "catalogue-national-result" => {
            let was =
                body.result.take().unwrap_or(Outcome { name: String::new(), paper: false, valid: None });
            body.result = some().map(|name| Outcome { name, ..was });
        }
        "catalogue-national-status" => body.status = status(vi, is)?,
        "catalogue-national-steps" => body.steps = lists::steps(&body.steps, is)?,
        "catalogue-national-conditions" => body.requirements = lists::requirements(&body.requirements, is)?,
        "catalogue-national-components" => body.components = lists::components(vi, &body.components, is)?,
        "catalogue-national-sets" => body.sets = some().map(|text| lists::count(&text)).transpose()?,
        "catalogue-national-forms" => body.forms = lists::forms(&body.forms, is)?,
        "catalogue-national-fees" => body.fees = lists::fees(vi, &body.fees, is)?,
        "catalogue-national-basis" => body.legal_basis = lists::bases(&body.legal_basis, is)?,
        _ => return Err(Wrong::new("catalogue-read-unknown-column", field)),
    }
    Ok(())
}

fn agency(body: &mut Procedure) -> &mut Deciding {
    body.agency.get_or_insert_with(|| Deciding {
        decides: String::new(),
        carries_out: None,
        cooperates: None,
    })
}

fn status(vi: &Locale, is: &str) -> Result<String, Wrong> {
    let says = |key: &str| fold(&vi.t(key)) == fold(is);
    if says("catalogue-national-applies-no") {
        Ok("abolished".to_owned())
    } else if says("catalogue-national-applies") {
        Ok("published".to_owned())
    } else {
        Err(Wrong::new("catalogue-read-status", is))
    }
}

/// A term in words, "3 ngày; thêm 5 ngày khi phải xác minh. Ghi chú": what the version's own words say stays as it is; terms of
/// several cases, or that several agencies share, are changed where their parts have fields of their own.
fn term(vi: &Locale, body: &mut Procedure, is: &str) -> Result<(), Wrong> {
    if !body.variants.is_empty() {
        return Err(Wrong::new("catalogue-read-term-parts", is));
    }
    let own = body.term.as_ref().map(|t| term_words(vi, t)).filter(|own| !own.is_empty());
    let after_own = own.and_then(|own| is.strip_prefix(own.as_str()));
    let note = match after_own.filter(|rest| rest.is_empty() || rest.starts_with('.')) {
        Some(rest) => rest.trim_start_matches('.'),
        None => {
            let (words, note) = is.split_once(". ").unwrap_or((is.trim_end_matches('.'), ""));
            let read = || spoken(vi, words).ok_or_else(|| Wrong::new("catalogue-read-term", is));
            body.term = if is.is_empty() { None } else { Some(read()?) };
            note
        }
    };
    body.term_note = Some(note.trim().to_owned()).filter(|note| !note.is_empty());
    Ok(())
}

/// A term of its words.
fn spoken(vi: &Locale, words: &str) -> Option<Term> {
    let mut parts = words.split("; ").map(str::trim);
    let first = parts.next()?;
    let says = |part: &str, key: &str| fold(&vi.t(key)) == fold(part);
    let base = if says(first, "catalogue-term-same-day") {
        Base::SameDay
    } else if says(first, "catalogue-term-none") {
        Base::None
    } else {
        Base::Amount(amount(first)?)
    };
    let mut term = Term { base, ..Term::default() };
    for part in parts {
        if says(part, "catalogue-term-cutoff") {
            term.after_cutoff_next_day = true;
        } else if let Some(more) =
            within(&vi.tn("catalogue-term-verification", &[("time", GAP.to_owned())]), part)
        {
            term.verification = Some(more);
        } else {
            term.posting = Some(within(&vi.tn("catalogue-term-posting", &[("time", GAP.to_owned())]), part)?);
        }
    }
    Some(term)
}

/// Stands in a text for the length of time to be read from it.
const GAP: &str = "\u{1}";

/// The length of time that stands in the gap of a text.
fn within(text: &str, part: &str) -> Option<Amount> {
    let (before, after) = text.split_once(GAP)?;
    amount(part.strip_prefix(before)?.strip_suffix(after)?)
}

/// "15 ngày làm việc", "1,5 ngày làm việc", "2 tháng".
fn amount(text: &str) -> Option<Amount> {
    let at = text.find(|c: char| !c.is_ascii_digit() && c != ',').unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(at)?;
    let unit = fold(unit);
    if let Some(whole) = number.strip_suffix(",5") {
        let halves = whole.parse::<u32>().ok()?.checked_mul(2)?.checked_add(1)?;
        return (unit == "ngay lam viec").then_some(Amount::HalfDays(halves));
    }
    let number = number.parse::<u32>().ok().filter(|n| (1..=10_000).contains(n))?;
    match unit.as_str() {
        "ngay lam viec" => Some(Amount::WorkingDays(number)),
        "ngay" => Some(Amount::Days(number)),
        "thang" => Some(Amount::Months(number)),
        "gio lam viec" => Some(Amount::WorkingHours(number)),
        "phut lam viec" => Some(Amount::WorkingMinutes(number)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_of_time_is_read_as_it_is_written() {
        for length in [
            Amount::WorkingDays(15),
            Amount::HalfDays(3),
            Amount::Days(30),
            Amount::Months(2),
            Amount::WorkingHours(8),
            Amount::WorkingMinutes(30),
        ] {
            assert_eq!(amount(&length.label_vi()), Some(length));
        }
        for text in ["", "ngày", "0 ngày", "15", ",5 ngày làm việc", "99999999999 ngày", "3 tuần trăng"]
        {
            assert_eq!(amount(text), None, "{text}");
        }
    }

    #[test]
    fn spaces_and_empty_lines_are_no_difference() {
        assert!(same("a | b \r\n\n  c", "a | b\nc"));
        assert!(!same("a\nb", "b\na"));
    }
}
