//! What a petition must hold (Decree 20/2008 art. 7): who gives it with a way to reach them, and a clear content in Vietnamese.

use super::words::{Channel, Part, PersonKind, Topic};
use platform::FieldErrors;
use platform::http::Submitted;

/// Longest content, characters.
pub const CONTENT_MAX: usize = 8000;
/// A content shorter than this says nothing that could be looked at.
const CONTENT_MIN: usize = 15;
/// Longest name, address and contact.
const NAME_MAX: usize = 200;

/// A petition as it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Who.
    pub person: PersonKind,
    /// Name of the person or the organisation.
    pub name: String,
    /// Address.
    pub address: String,
    /// Telephone, or "".
    pub phone: String,
    /// Mail address, or "".
    pub email: String,
    /// What is said.
    pub content: String,
    /// Which of the eight contents; none where the officer says it later.
    pub topic: Topic,
    /// Procedure it is about, or "".
    pub procedure: String,
    /// Its part, where there is one.
    pub part: Option<Part>,
}

/// Reads the form. On paper and in person an address is contact enough; online and by telephone one of telephone and mail
/// address is needed, since nobody stands there to be asked.
pub fn read(form: &Submitted, channel: Channel) -> (Given, FieldErrors) {
    let mut errors = FieldErrors::new();
    let person = PersonKind::from_code(form.text("doi_tuong"));
    if person.is_none() {
        errors.add("doi_tuong", "petitions-error-choose");
    }
    let topic = Topic::from_code(form.text("noi_dung_ve"));
    if topic.is_none() {
        errors.add("noi_dung_ve", "petitions-error-choose");
    }
    let name = form.required(&mut errors, "ho_ten", NAME_MAX);
    let address = form.required(&mut errors, "dia_chi", NAME_MAX);
    let phone = form.at_most(&mut errors, "dien_thoai", 20);
    let email = form.at_most(&mut errors, "thu", NAME_MAX);
    contact(&phone, &email, channel, &mut errors);
    let content = form.required(&mut errors, "noi_dung", CONTENT_MAX);
    if !content.is_empty() {
        if content.chars().count() < CONTENT_MIN {
            errors.add("noi_dung", "petitions-error-unclear");
        } else if !is_latin(&content) {
            errors.add("noi_dung", "petitions-error-vietnamese");
        }
    }
    let procedure = form.at_most(&mut errors, "thu_tuc", 60);
    let part = Part::from_code(form.text("phan")).filter(|_| !procedure.is_empty());
    let given = Given {
        person: person.unwrap_or(PersonKind::Citizen),
        name,
        address,
        phone,
        email,
        content,
        topic: topic.unwrap_or(Topic::Other),
        procedure,
        part,
    };
    (given, errors)
}

fn contact(phone: &str, email: &str, channel: Channel, errors: &mut FieldErrors) {
    let digits = phone.chars().filter(char::is_ascii_digit).count();
    let odd = phone.chars().any(|c| !c.is_ascii_digit() && !" +-.()".contains(c));
    if !phone.is_empty() && (odd || !(8..=13).contains(&digits)) {
        errors.add("dien_thoai", "petitions-error-phone");
    }
    if !email.is_empty() && !is_mail(email) {
        errors.add("thu", "petitions-error-mail");
    }
    let must_be_reached = matches!(channel, Channel::Online | Channel::Phone);
    if must_be_reached && phone.is_empty() && email.is_empty() {
        errors.add("dien_thoai", "petitions-error-contact");
    }
}

fn is_mail(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
    }) && !text.contains(char::is_whitespace)
}

/// Whether a text is written in Latin letters, which Vietnamese is with and without its marks. Whether it is Vietnamese is for
/// the officer to say.
fn is_latin(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let latin = text
        .chars()
        .filter(|c| c.is_alphabetic() && (*c as u32) < 0x0300 || ('\u{1e00}'..='\u{1eff}').contains(c));
    letters > 0 && latin.count() * 10 >= letters * 8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(changes: &[(&str, &str)]) -> Submitted {
        let mut form = Submitted::default();
        let filled = [
            ("doi_tuong", "citizen"),
            ("ho_ten", "Lê Văn Tám"),
            ("dia_chi", "Ấp Thới Bình"),
            ("dien_thoai", "0909 123 456"),
            ("noi_dung_ve", "unsuited"),
            ("noi_dung", "Phải nộp bản sao hộ khẩu dù đã có số định danh."),
        ];
        for (name, value) in filled.iter().chain(changes) {
            form.fields.insert((*name).to_owned(), vec![(*value).to_owned()]);
        }
        form
    }

    fn wrong(changes: &[(&str, &str)], channel: Channel) -> Vec<String> {
        read(&form(changes), channel).1.0.into_iter().map(|e| e.field).collect()
    }

    #[test]
    fn a_whole_form_is_taken() {
        let (given, errors) = read(&form(&[]), Channel::Online);
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!((given.topic, given.part), (Topic::Unsuited, None));
    }

    #[test]
    fn name_address_and_content_are_all_asked_for_at_once() {
        let bare = [("ho_ten", ""), ("dia_chi", ""), ("noi_dung", ""), ("noi_dung_ve", "")];
        assert_eq!(wrong(&bare, Channel::Online), ["noi_dung_ve", "ho_ten", "dia_chi", "noi_dung"]);
    }

    #[test]
    fn who_writes_from_afar_leaves_a_way_to_be_reached() {
        let none = [("dien_thoai", ""), ("thu", "")];
        assert_eq!(wrong(&none, Channel::Online), ["dien_thoai"]);
        assert_eq!(wrong(&none, Channel::Phone), ["dien_thoai"]);
        assert!(wrong(&none, Channel::Post).is_empty());
        assert!(wrong(&[("dien_thoai", ""), ("thu", "lan@example.vn")], Channel::Online).is_empty());
        assert_eq!(wrong(&[("dien_thoai", "12"), ("thu", "a@b")], Channel::Online), ["dien_thoai", "thu"]);
    }

    #[test]
    fn a_content_in_other_letters_or_of_a_word_is_sent_back() {
        assert_eq!(
            wrong(&[("noi_dung", "请修改这个程序的规定，太复杂了，谢谢你们。")], Channel::Online),
            ["noi_dung"]
        );
        assert_eq!(wrong(&[("noi_dung", "Kém")], Channel::Online), ["noi_dung"]);
        assert!(wrong(&[("noi_dung", "De nghi bo ban sao ho khau")], Channel::Online).is_empty());
    }

    #[test]
    fn a_part_stands_only_with_its_procedure() {
        assert_eq!(read(&form(&[("phan", "fees")]), Channel::Online).0.part, None);
        let both = form(&[("phan", "fees"), ("thu_tuc", "HT-01")]);
        assert_eq!(read(&both, Channel::Online).0.part, Some(Part::Fees));
    }
}
