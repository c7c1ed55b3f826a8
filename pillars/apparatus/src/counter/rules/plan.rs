//! What is typed for an office: its services, desks and closures, one a line, parts parted by `|`.

use kernel::Day;

/// A service as typed: `A | Hộ tịch, chứng thực | HT CT`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceLine {
    /// Its letter.
    pub letter: String,
    /// Its name.
    pub name: String,
    /// Codes of procedure fields, parted by spaces.
    pub fields: String,
}

/// A desk as typed: `3 | A B`; without letters it serves all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskLine {
    /// Its number or word.
    pub label: String,
    /// Letters of services, parted by spaces.
    pub letters: String,
}

/// A closure as typed: `10/10/2012 - 11/10/2012 | Sửa chữa`, or one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosureLine {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// Why.
    pub reason: String,
}

fn lines(text: &str) -> impl Iterator<Item = (&str, &str, &str)> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(|line| {
        let mut parts = line.splitn(3, '|').map(str::trim);
        (parts.next().unwrap_or(""), parts.next().unwrap_or(""), parts.next().unwrap_or(""))
    })
}

/// Words in upper case, parted by single spaces.
fn words(text: &str) -> String {
    text.to_uppercase().split([' ', ',']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The services; none where a letter is missing, longer than two signs or given twice, or a name is missing.
pub fn services(text: &str) -> Option<Vec<ServiceLine>> {
    let mut found: Vec<ServiceLine> = Vec::new();
    for (letter, name, fields) in lines(text) {
        let letter = letter.to_uppercase();
        let fits = (1..=2).contains(&letter.len()) && letter.bytes().all(|b| b.is_ascii_alphanumeric());
        if !fits || name.is_empty() || name.chars().count() > 120 || found.iter().any(|s| s.letter == letter)
        {
            return None;
        }
        found.push(ServiceLine { letter, name: name.to_owned(), fields: words(fields) });
    }
    Some(found)
}

/// The desks; none where a label is missing, longer than twelve signs or given twice, or a letter is no service's.
pub fn desks(text: &str, services: &[ServiceLine]) -> Option<Vec<DeskLine>> {
    let mut found: Vec<DeskLine> = Vec::new();
    for (label, letters, _) in lines(text) {
        let letters = words(letters);
        let known = |letter: &str| letter.is_empty() || services.iter().any(|s| s.letter == letter);
        let fits = !label.is_empty() && label.chars().count() <= 12;
        if !fits || !letters.split(' ').all(known) || found.iter().any(|d| d.label == label) {
            return None;
        }
        found.push(DeskLine { label: label.to_owned(), letters });
    }
    Some(found)
}

/// The closures; none where a day cannot be read or the last comes before the first.
pub fn closures(text: &str) -> Option<Vec<ClosureLine>> {
    lines(text)
        .map(|(days, reason, _)| {
            let (from, to) = days.split_once('-').unwrap_or((days, days));
            let (from, to) = (Day::parse_vn(from.trim()).ok()?, Day::parse_vn(to.trim()).ok()?);
            (from <= to).then(|| ClosureLine { from, to, reason: reason.to_owned() })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_with_their_parts_and_what_is_wrong_gives_none() {
        let read = services("a | Hộ tịch | ht, ct\n\nB|Đất đai").unwrap();
        assert_eq!((read[0].letter.as_str(), read[0].fields.as_str()), ("A", "HT CT"));
        assert_eq!((read[1].name.as_str(), read[1].fields.as_str()), ("Đất đai", ""));
        for wrong in ["A", "ABC | x", "Đ | x", "A | x\nA | y", " | x"] {
            assert_eq!(services(wrong), None, "{wrong}");
        }
        assert_eq!(desks("1 | a b\n2", &read).unwrap()[0].letters, "A B");
        assert_eq!(desks("1 | C", &read), None);
        assert_eq!(desks("1\n1", &read), None);
    }

    #[test]
    fn a_closure_is_a_day_or_a_stretch_that_does_not_end_before_it_begins() {
        let read = closures("10/10/2012 - 11/10/2012 | Sửa chữa\n20/11/2012").unwrap();
        assert_eq!(read[0].reason, "Sửa chữa");
        assert_eq!(read[1].from, read[1].to);
        assert_eq!(closures("11/10/2012 - 10/10/2012"), None);
        assert_eq!(closures("hôm nay"), None);
    }
}
