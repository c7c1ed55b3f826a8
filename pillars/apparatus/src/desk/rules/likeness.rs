//! When two dossiers of one procedure are taken for the same matter: the owner is the same person as far as papers tell.

use kernel::text::fold;
use serde_json::Value as Json;

/// What is known of an owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject<'a> {
    /// Identity or registration number.
    pub identity: &'a str,
    /// Name.
    pub name: &'a str,
    /// Telephone.
    pub phone: &'a str,
    /// Day of birth, as answered.
    pub birth: &'a str,
}

/// Why two are taken for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The same number.
    Identity,
    /// The same name and telephone.
    NamePhone,
    /// The same name and day of birth.
    NameBirth,
}

impl Why {
    /// Word in the database and in texts.
    pub fn code(self) -> &'static str {
        match self {
            Why::Identity => "identity",
            Why::NamePhone => "name-phone",
            Why::NameBirth => "name-birth",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Why {
        [Why::NamePhone, Why::NameBirth].into_iter().find(|why| why.code() == code).unwrap_or(Why::Identity)
    }
}

/// Letters and digits only, in capitals: however a number is written.
fn plain(number: &str) -> String {
    number.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// The end of a telephone number that stays the same with and without the country's prefix; empty when it is too short.
fn line(phone: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    digits.len().checked_sub(8).and_then(|from| digits.get(from..)).unwrap_or_default().to_owned()
}

/// Whether two owners are the same person, and why. Two numbers of one kind (of one length) that differ say no, whatever
/// the names are; an old and a new identity number of one person differ in length.
pub fn same(a: Subject<'_>, b: Subject<'_>) -> Option<Why> {
    let (one, other) = (plain(a.identity), plain(b.identity));
    if !one.is_empty() && one == other {
        return Some(Why::Identity);
    }
    if !one.is_empty() && one.chars().count() == other.chars().count() {
        return None;
    }
    let name = fold(a.name);
    if name.is_empty() || name != fold(b.name) {
        return None;
    }
    let (mine, theirs) = (line(a.phone), line(b.phone));
    if !mine.is_empty() && mine == theirs {
        return Some(Why::NamePhone);
    }
    (!a.birth.is_empty() && a.birth == b.birth).then_some(Why::NameBirth)
}

/// The day of birth among the answers of a form: that of the first field of these that holds one.
pub fn birth<'a>(answers: &'a Json, fields: &[String]) -> &'a str {
    let mut answered = fields.iter().filter_map(|field| answers.get(field)?.as_str());
    answered.find(|answer| !answer.is_empty()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn subject<'a>(identity: &'a str, name: &'a str, phone: &'a str, birth: &'a str) -> Subject<'a> {
        Subject { identity, name, phone, birth }
    }

    #[test]
    fn one_number_is_one_person_however_it_is_written() {
        let (a, b) =
            (subject("361 234-567", "Lê Văn Tám", "", ""), subject("361234567", "Le Van Tam", "", ""));
        assert_eq!(same(a, b), Some(Why::Identity));
    }

    #[test]
    fn two_numbers_of_one_kind_are_two_persons() {
        let (a, b) = (
            subject("361234567", "Lê Văn Tám", "0909123456", ""),
            subject("361234568", "Lê Văn Tám", "0909123456", ""),
        );
        assert_eq!(same(a, b), None);
    }

    #[test]
    fn an_old_and_a_new_number_leave_it_to_name_and_telephone_or_birth() {
        let old = subject("361234567", "Lê Văn Tám", "0909 123 456", "1980-02-01");
        let new = subject("092080001234", "LÊ VĂN TÁM", "+84909123456", "1980-02-01");
        assert_eq!(same(old, new), Some(Why::NamePhone));
        assert_eq!(same(Subject { phone: "", ..old }, new), Some(Why::NameBirth));
        assert_eq!(same(Subject { phone: "", birth: "", ..old }, new), None);
        assert_eq!(same(Subject { name: "Lê Văn Chín", ..old }, new), None);
    }

    #[test]
    fn a_name_alone_is_nobody() {
        let name = subject("", "Lê Văn Tám", "", "");
        assert_eq!(same(name, name), None);
        assert_eq!(
            same(subject("", "", "0909123456", "1980-01-01"), subject("", "", "0909123456", "1980-01-01")),
            None
        );
    }

    #[test]
    fn a_day_of_birth_is_found_under_the_fields_of_the_rule() {
        let fields = ["ngay_sinh".to_owned(), "ngay_sinh_nguoi_de_nghi".to_owned()];
        assert_eq!(
            birth(&json!({"ngay_sinh": "", "ngay_sinh_nguoi_de_nghi": "1980-02-01"}), &fields),
            "1980-02-01"
        );
        assert_eq!(birth(&json!({"khac": "1980-02-01"}), &fields), "");
    }

    proptest::proptest! {
        #[test]
        fn likeness_goes_both_ways(
            a in ("[0-9]{0,3}", "[ab]{0,2}", "[0-9]{0,9}", "[12]{0,1}"), b in ("[0-9]{0,3}", "[ab]{0,2}", "[0-9]{0,9}", "[12]{0,1}"),
        ) {
            let (one, other) = (subject(&a.0, &a.1, &a.2, &a.3), subject(&b.0, &b.1, &b.2, &b.3));
            proptest::prop_assert_eq!(same(one, other), same(other, one));
        }
    }
}
