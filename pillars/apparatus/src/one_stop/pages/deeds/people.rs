//! The owner and who files for the owner: their fields, as read at the intake and put right afterwards.

use super::form::Draft;
use contracts::dossiers::Person;
use contracts::procedures::{Procedure, ProxyRule};
use kernel::text::is_phone;
use platform::error::FieldErrors;
use platform::http::Submitted;
use ui::Field;

/// Characters of an identity or telephone number, with what people write between its digits.
const NUMBER: usize = 40;
/// Characters of a mail address.
const MAIL: usize = 120;

/// The owner's fields.
pub fn owner_fields(draft: &Draft<'_>) -> Vec<Field> {
    let ctx = draft.ctx;
    vec![
        draft.text("ho-ten").max_length(120).autocomplete("off"),
        draft.text("so-giay-to").optional().width(ui::Width::Medium).hint(ctx.t("one-stop-hint-so-giay-to")),
        draft.text("dia-chi").max_length(300),
        draft.tel("dien-thoai").optional(),
        draft.finish(Field::email("thu-dien-tu", ctx.t("one-stop-field-thu-dien-tu"))).optional(),
    ]
}

/// The proxy's fields, or that there may be none.
pub fn proxy_fields(draft: &Draft<'_>, procedure: &Procedure) -> Vec<Field> {
    let ctx = draft.ctx;
    if procedure.proxy == ProxyRule::Forbidden {
        return vec![Field::html(ui::markup(&ui::Inset { text: ctx.t("one-stop-proxy-forbidden") }))];
    }
    let mut group = Field::group(
        "thay",
        ctx.t("one-stop-proxy"),
        vec![
            draft.text("thay-ho-ten").optional().max_length(120),
            draft.text("thay-so-giay-to").optional().width(ui::Width::Medium),
            draft.tel("thay-dien-thoai").optional(),
        ],
    )
    .optional();
    if let Some(paper) = procedure.authorisation() {
        group = group.hint(ctx.tn("one-stop-proxy-paper", &[("paper", paper.name.clone())]));
    }
    vec![group]
}

/// The owner as typed.
pub fn owner(typed: &Submitted, errors: &mut FieldErrors) -> Person {
    Person {
        name: typed.required(errors, "ho-ten", 120),
        identity_number: typed.at_most(errors, "so-giay-to", NUMBER),
        address: typed.required(errors, "dia-chi", 300),
        phone: typed.at_most(errors, "dien-thoai", NUMBER),
        email: typed.at_most(errors, "thu-dien-tu", MAIL),
    }
}

/// The proxy as typed, if one is named.
pub fn proxy(typed: &Submitted, errors: &mut FieldErrors) -> Option<Person> {
    let name = Some(typed.at_most(errors, "thay-ho-ten", 120)).filter(|name| !name.is_empty())?;
    Some(Person {
        name,
        identity_number: typed.at_most(errors, "thay-so-giay-to", NUMBER),
        phone: typed.at_most(errors, "thay-dien-thoai", NUMBER),
        ..Person::default()
    })
}

/// Whether the people can be followed and are lawful: who looks a dossier up proves it by the last four digits of an
/// identity number or a telephone, so one of them must have four.
pub fn check(owner: &Person, proxy: Option<&Person>, procedure: &Procedure, errors: &mut FieldErrors) {
    check_numbers(owner, proxy, errors);
    if !owner.email.is_empty() && !owner.email.contains('@') {
        errors.add("thu-dien-tu", "one-stop-error-email");
    }
    if proxy.is_some() && procedure.proxy == ProxyRule::Forbidden {
        errors.add("ho-ten", "one-stop-refused-proxy");
    }
}

fn check_numbers(owner: &Person, proxy: Option<&Person>, errors: &mut FieldErrors) {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).count() >= 4;
    let known = |person: &Person| digits(&person.identity_number) || digits(&person.phone);
    let callable = |person: &Person| person.phone.is_empty() || is_phone(&person.phone);
    if !known(owner) && !proxy.is_some_and(known) {
        errors.add("so-giay-to", "one-stop-error-identity-or-phone");
        errors.add("dien-thoai", "one-stop-error-identity-or-phone");
    } else if !callable(owner) {
        errors.add("dien-thoai", "one-stop-error-phone");
    }
    if proxy.is_some_and(|proxy| !callable(proxy)) {
        errors.add("thay-dien-thoai", "one-stop-error-phone");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_telephone_is_a_number_beside_an_identity_number_too() {
        let person = |phone: &str| Person {
            identity_number: "361234567".into(),
            phone: phone.into(),
            ..Person::default()
        };
        let wrong = |owner: &str, proxy: &str| {
            let mut errors = FieldErrors::new();
            check_numbers(&person(owner), Some(&person(proxy)), &mut errors);
            errors.0.iter().map(|e| e.field.clone()).collect::<Vec<_>>()
        };
        assert_eq!(wrong("", "0710 3820 000"), Vec::<String>::new());
        assert_eq!(wrong("abc", "không có"), ["dien-thoai", "thay-dien-thoai"]);
    }

    #[test]
    fn no_text_of_a_person_is_longer_than_a_record_takes() {
        let long =
            ["so-giay-to", "dien-thoai", "thu-dien-tu", "thay-ho-ten", "thay-so-giay-to", "thay-dien-thoai"];
        let mut typed = Submitted::default();
        for name in long {
            typed.fields.insert(name.to_owned(), vec!["9".repeat(121)]);
        }
        typed.fields.insert("ho-ten".to_owned(), vec!["a".repeat(120)]);
        typed.fields.insert("dia-chi".to_owned(), vec!["a".repeat(300)]);
        let mut errors = FieldErrors::new();
        owner(&typed, &mut errors);
        proxy(&typed, &mut errors);
        let fields: Vec<&str> = errors.0.iter().map(|e| e.field.as_str()).collect();
        assert_eq!(fields, long);
        assert!(errors.0.iter().all(|e| e.key == "form-too-long"));
    }
}
