//! The lists of a sheet in the fields of the national database: a line an entry, the parts of an entry parted by " | ".
//! An entry that the version has keeps what the sheet does not carry.

use super::KINDS;
use super::national;
use super::national_read::Wrong;
use super::words::{fee_words, name};
use contracts::procedures::{Component, Fee, PaperForm, StepText};
use kernel::LegalBasis;
use kernel::text::fold;
use platform::Locale;

/// Entries of one list at most.
const MOST: usize = 200;
/// đồng of a fee at most.
const LARGEST: i64 = 1_000_000_000_000;

type Read<T> = Result<T, Wrong>;

/// Values by their names, parted by commas or lines.
pub fn codes(vi: &Locale, prefix: &str, known: &[&str], text: &str) -> Read<Vec<String>> {
    let code = |word: &str| {
        let is = |code: &&&str| fold(&name(vi, prefix, code)) == fold(word) || **code == word;
        let found = known.iter().find(is).map(|code| (*code).to_owned());
        found.ok_or_else(|| Wrong::new("catalogue-read-word", word))
    };
    text.split([',', ';', '\n']).map(str::trim).filter(|word| !word.is_empty()).map(code).collect()
}

/// A number of copies or sets.
pub fn count(text: &str) -> Read<i64> {
    let number = text.trim().parse::<i64>().ok().filter(|n| (1..=99).contains(n));
    number.ok_or_else(|| Wrong::new("catalogue-read-count", text))
}

/// The entries of a list. A line that says what an entry says is that entry; any other is made, over the entry of its name.
fn entries<T: Clone>(
    was: &[T],
    cell: &str,
    said: impl Fn(&T) -> String,
    called: impl Fn(&T) -> &str,
    make: impl Fn(&[&str], Option<&T>) -> Read<T>,
) -> Read<Vec<T>> {
    let lines: Vec<String> = cell.lines().map(national::line).filter(|line| !line.is_empty()).collect();
    if lines.len() > MOST {
        return Err(Wrong::new("catalogue-read-long", &lines.len().to_string()));
    }
    let mut left: Vec<Option<&T>> = was.iter().map(Some).collect();
    let mut take = |fits: &dyn Fn(&T) -> bool| {
        left.iter_mut().find(|entry| entry.is_some_and(fits)).and_then(Option::take)
    };
    let mut read: Vec<Option<T>> =
        lines.iter().map(|line| take(&|entry: &T| said(entry) == *line).cloned()).collect();
    for (line, place) in lines.iter().zip(&mut read).filter(|(_, place)| place.is_none()) {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let first = parts.first().copied().unwrap_or_default();
        if first.is_empty() {
            return Err(Wrong::new("catalogue-read-entry", line));
        }
        let known = take(&|entry: &T| national::line(called(entry)) == first);
        *place = Some(make(&parts, known)?);
    }
    Ok(read.into_iter().flatten().collect())
}

/// What stands at a place of an entry; none where it is empty.
fn at<'a>(parts: &[&'a str], place: usize) -> Option<&'a str> {
    parts.get(place).copied().filter(|text| !text.is_empty())
}

/// From a place on, the rest: the last part of an entry may have the sign in it.
fn rest(parts: &[&str], place: usize) -> Option<String> {
    let rest = parts.iter().skip(place).copied().collect::<Vec<_>>().join(" | ");
    Some(rest).filter(|text| !text.is_empty())
}

/// Who does what.
pub fn steps(was: &[StepText], cell: &str) -> Read<Vec<StepText>> {
    let make = |parts: &[&str], _: Option<&StepText>| {
        let action = rest(parts, 1);
        let action =
            action.ok_or_else(|| Wrong::new("catalogue-read-entry", parts.first().unwrap_or(&"")))?;
        Ok(StepText { actor: at(parts, 0).unwrap_or_default().to_owned(), action })
    };
    entries(was, cell, national::step, |step| &step.actor, make)
}

/// What must be so.
pub fn requirements(was: &[String], cell: &str) -> Read<Vec<String>> {
    let make = |parts: &[&str], _: Option<&String>| Ok(rest(parts, 0).unwrap_or_default());
    entries(was, cell, |text| national::line(text), String::as_str, make)
}

/// The papers; a new one is always needed, and its key is its name.
pub fn components(vi: &Locale, was: &[Component], cell: &str) -> Read<Vec<Component>> {
    let make = |parts: &[&str], known: Option<&Component>| {
        let word = at(parts, 1).unwrap_or_default();
        let kind = kind(vi, word)?;
        let copies = at(parts, 2).map_or(Ok(1), count)?;
        let name = at(parts, 0).unwrap_or_default().to_owned();
        Ok(match known {
            Some(known) => Component { kind, copies, ..known.clone() },
            None => Component {
                key: String::new(),
                name,
                kind,
                copies,
                required: true,
                required_when: None,
                note: None,
                online: false,
                made_by: None,
            },
        })
    };
    let mut read = entries(was, cell, |c| national::component(vi, c), |c| &c.name, make)?;
    for at in 0..read.len() {
        let Some(name) = read.get(at).filter(|c| c.key.is_empty()).map(|c| c.name.clone()) else { continue };
        let key = free_key(&name, &read);
        if let Some(paper) = read.get_mut(at) {
            paper.key = key;
        }
    }
    Ok(read)
}

/// The key of a new paper: its name, with a number where another paper has that key.
fn free_key(name: &str, papers: &[Component]) -> String {
    let plain = fold(name).replace(' ', "-");
    let key = |number: usize| if number == 1 { plain.clone() } else { format!("{plain}-{number}") };
    let free = |key: &String| papers.iter().all(|paper| paper.key != *key);
    (1..=papers.len() + 1).map(key).find(free).unwrap_or_default()
}

/// A kind by its name, which has a comma in it.
fn kind(vi: &Locale, word: &str) -> Read<String> {
    let is = |kind: &&&str| fold(&name(vi, "kind", kind)) == fold(word) || **kind == word;
    let found = KINDS.iter().find(is).map(|kind| (*kind).to_owned());
    found.ok_or_else(|| Wrong::new("catalogue-read-kind", word))
}

/// The forms on paper.
pub fn forms(was: &[PaperForm], cell: &str) -> Read<Vec<PaperForm>> {
    let make = |parts: &[&str], known: Option<&PaperForm>| {
        let name = at(parts, 0).unwrap_or_default().to_owned();
        let reference = known.and_then(|form| form.reference.clone());
        Ok(PaperForm { name, legal: rest(parts, 1), reference })
    };
    entries(was, cell, national::form, |form| &form.name, make)
}

/// The fees; one that the sheet changes is confirmed by nobody yet.
pub fn fees(vi: &Locale, was: &[Fee], cell: &str) -> Read<Vec<Fee>> {
    let make = |parts: &[&str], known: Option<&Fee>| {
        let word = at(parts, 1).unwrap_or_default();
        let (amount, unit) = match known.filter(|fee| national::line(&fee_words(vi, fee)) == word) {
            Some(fee) => (fee.amount, fee.unit.clone()),
            None => price(vi, word)?,
        };
        let name = at(parts, 0).unwrap_or_default().to_owned();
        Ok(Fee { name, amount, unit, note: rest(parts, 2), confirmed: false })
    };
    entries(was, cell, |f| national::fee(vi, f), |fee| &fee.name, make)
}

/// "10.000 đồng", "Miễn phí", "Tùy trường hợp".
fn price(vi: &Locale, word: &str) -> Read<(Option<i64>, Option<String>)> {
    if fold(word) == fold(&vi.t("catalogue-fee-free")) {
        return Ok((Some(0), None));
    }
    if fold(word) == fold(&vi.t("catalogue-fee-depends")) {
        return Ok((None, None));
    }
    let wrong = || Wrong::new("catalogue-read-fee", word);
    let end = word.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(word.len());
    let (number, unit) = word.split_at_checked(end).ok_or_else(wrong)?;
    // "1.5 triệu" is not fifteen million: points stand between thousands only.
    let thousands = number.split('.').skip(1).all(|group| group.len() == 3);
    let amount = number.replace('.', "").parse::<i64>().ok();
    let amount = amount.filter(|n| thousands && (0..=LARGEST).contains(n));
    let unit = unit.trim();
    // "1,5 triệu": a part of a number is no unit.
    if unit.starts_with(|c: char| !c.is_alphabetic()) {
        return Err(wrong());
    }
    Ok((Some(amount.ok_or_else(wrong)?), Some(unit.to_owned()).filter(|u| !u.is_empty())))
}

/// The documents of the law.
pub fn bases(was: &[LegalBasis], cell: &str) -> Read<Vec<LegalBasis>> {
    let make = |parts: &[&str], _: Option<&LegalBasis>| {
        Ok(LegalBasis {
            number: at(parts, 0).unwrap_or_default().to_owned(),
            article: at(parts, 1).unwrap_or_default().to_owned(),
            title: rest(parts, 2).unwrap_or_default(),
        })
    };
    entries(was, cell, national::basis, |basis| &basis.number, make)
}

#[cfg(test)]
mod tests {
    use super::*;
    use platform::messages::{Lang, Messages};

    fn vi() -> Locale {
        let texts = (include_str!("../messages/vi.ftl"), include_str!("../messages/en.ftl"));
        Locale::new(Messages::new(&[texts]).unwrap(), Lang::Vi)
    }

    #[test]
    fn an_amount_is_read_whole_or_refused() {
        let vi = vi();
        let dong = Some("đồng".to_owned());
        assert_eq!(price(&vi, "1.250.000 đồng").unwrap(), (Some(1_250_000), dong.clone()));
        assert_eq!(price(&vi, "5000 đồng").unwrap(), (Some(5_000), dong));
        assert_eq!(price(&vi, "Miễn phí").unwrap(), (Some(0), None));
        assert_eq!(price(&vi, "Tùy trường hợp").unwrap(), (None, None));
        for text in
            ["1.5 triệu", "1,5 triệu", "", "đồng", "10.00 đồng", "99999999999999999999 đồng", "-5 đồng"]
        {
            assert!(price(&vi, text).is_err(), "{text}");
        }
    }
}
