//! What is typed for an office: its services, desks and closures, one a line, parts parted by `|`.

use kernel::Day;

/// A service as typed: `A | Hộ tịch, chứng thực | HT CT | 2`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceLine {
    /// Its letter.
    pub letter: String,
    /// Its name.
    pub name: String,
    /// Codes of procedure fields, parted by spaces.
    pub fields: String,
    /// Appointments of one time; 0: no number of its own.
    pub places: i64,
}

/// A desk as typed: `3 | A B | 1`; without letters it serves all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskLine {
    /// Its number or word.
    pub label: String,
    /// Letters of services, parted by spaces.
    pub letters: String,
    /// Appointments of one time that it takes; 0: no number of its own.
    pub places: i64,
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

/// Most appointments of one time that a service or a desk may name.
const MOST_PLACES: i64 = 100;

fn lines(text: &str) -> impl Iterator<Item = [&str; 4]> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(|line| {
        let mut parts = line.splitn(4, '|').map(str::trim);
        [(); 4].map(|()| parts.next().unwrap_or(""))
    })
}

/// A number of appointments; nothing typed is none of its own.
fn places(text: &str) -> Option<i64> {
    if text.is_empty() {
        return Some(0);
    }
    text.parse().ok().filter(|number| (0..=MOST_PLACES).contains(number))
}

/// How many appointments of one time a service takes: its own number, else that of the desks that serve it together, where one
/// of them names any; never more than the office.
pub fn capacity(office: i64, own: i64, desks: impl Iterator<Item = i64>) -> i64 {
    let together: i64 = desks.sum();
    match (own, together) {
        (0, 0) => office,
        (0, desks) => desks.min(office),
        (own, _) => own.min(office),
    }
}

/// Words in upper case, parted by single spaces.
fn words(text: &str) -> String {
    text.to_uppercase().split([' ', ',']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The services; none where a letter is missing, longer than two signs or given twice, or a name is missing.
pub fn services(text: &str) -> Option<Vec<ServiceLine>> {
    let mut found: Vec<ServiceLine> = Vec::new();
    for [letter, name, fields, number] in lines(text) {
        let places = places(number)?;
        let letter = letter.to_uppercase();
        let fits = (1..=2).contains(&letter.len()) && letter.bytes().all(|b| b.is_ascii_alphanumeric());
        if !fits || name.is_empty() || name.chars().count() > 120 || found.iter().any(|s| s.letter == letter)
        {
            return None;
        }
        found.push(ServiceLine { letter, name: name.to_owned(), fields: words(fields), places });
    }
    Some(found)
}

/// The desks; none where a label is missing, longer than twelve signs or given twice, or a letter is no service's.
pub fn desks(text: &str, services: &[ServiceLine]) -> Option<Vec<DeskLine>> {
    let mut found: Vec<DeskLine> = Vec::new();
    for [label, letters, number, _] in lines(text) {
        let places = places(number)?;
        let letters = words(letters);
        let known = |letter: &str| letter.is_empty() || services.iter().any(|s| s.letter == letter);
        let fits = !label.is_empty() && label.chars().count() <= 12;
        if !fits || !letters.split(' ').all(known) || found.iter().any(|d| d.label == label) {
            return None;
        }
        found.push(DeskLine { label: label.to_owned(), letters, places });
    }
    Some(found)
}

/// The closures; none where a day cannot be read or the last comes before the first.
pub fn closures(text: &str) -> Option<Vec<ClosureLine>> {
    lines(text)
        .map(|[days, reason, ..]| {
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
        assert_eq!(services("A | Hộ tịch | HT | 2").unwrap()[0].places, 2);
        assert_eq!(services("A | Hộ tịch | HT | hai"), None);
        assert_eq!(desks("1 | A | 3", &read).unwrap()[0].places, 3);
        assert_eq!(desks("1 | A | -1", &read), None);
    }

    proptest::proptest! {
        #[test]
        fn a_service_never_takes_more_than_its_office(
            office in 0_i64..100, own in 0_i64..100, desks in proptest::collection::vec(0_i64..100, 0..6),
        ) {
            let takes = capacity(office, own, desks.iter().copied());
            proptest::prop_assert!(takes <= office);
            if own > 0 {
                proptest::prop_assert_eq!(takes, own.min(office), "its own number goes before the desks'");
            } else if desks.iter().all(|places| *places == 0) {
                proptest::prop_assert_eq!(takes, office);
            }
        }
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
