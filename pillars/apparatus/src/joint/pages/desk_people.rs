//! Whose matter it is and who files it for them: the fields of the one form, and what was typed into them.

use super::super::rules::{RELATIONS, same_person};
use super::super::store::Proxy;
use super::desk::{By, Desk};
use contracts::dossiers::Person;
use kernel::text::is_phone;
use platform::Ctx;
use platform::error::FieldErrors;
use platform::http::Submitted;
use ui::{Choice, Field, Inset, Width};

/// Fields of the owner: name, longest text, whether it must be given.
const OWNER: [(&str, usize, bool); 5] = [
    ("ho-ten", 120, true),
    ("so-giay-to", 40, false),
    ("dia-chi", 300, true),
    ("dien-thoai", 40, false),
    ("thu-dien-tu", 120, false),
];
/// Fields of who files for the owner: name and longest text.
const PROXY: [(&str, usize); 3] = [("thay-ho-ten", 120), ("thay-so-giay-to", 40), ("thay-dien-thoai", 40)];
/// For whom a citizen files.
const FOR_WHOM: &str = "cho-ai";
/// Their two answers.
const ONESELF: &str = "minh";
const ANOTHER: &str = "nguoi-khac";

/// The owner's fields.
pub(super) fn owner_fields(ctx: &Ctx, by: By, typed: &Submitted, errors: &FieldErrors) -> Vec<Field> {
    OWNER.map(|field| owner_field(ctx, by, typed, errors, field)).into()
}

fn owner_field(
    ctx: &Ctx,
    by: By,
    typed: &Submitted,
    errors: &FieldErrors,
    (name, longest, required): (&'static str, usize, bool),
) -> Field {
    let label = ctx.t(&format!("joint-field-{name}"));
    let (field, token) = match name {
        "ho-ten" => (Field::text(name, label), "name"),
        "dia-chi" => (Field::text(name, label), "street-address"),
        "dien-thoai" => (Field::tel(name, label).width(Width::Medium), "tel"),
        "thu-dien-tu" => (Field::email(name, label), "email"),
        _ => (Field::text(name, label).width(Width::Medium).hint(ctx.t("joint-hint-identity")), "off"),
    };
    let field = field
        .value(typed.text(name))
        .max_length(u32::try_from(longest).unwrap_or(120))
        .autocomplete(if by == By::Citizen { token } else { "off" })
        .error(ui::field_error(ctx, errors, name));
    if required { field } else { field.optional() }
}

/// For whom it is filed and by whom, or that everybody has to file this themselves.
pub(super) fn proxy_fields(ctx: &Ctx, desk: &Desk, typed: &Submitted, errors: &FieldErrors) -> Vec<Field> {
    if let Some(procedure) = desk.forbids_proxy() {
        let text = ctx.tn("joint-proxy-forbidden", &[("procedure", procedure.short_name.clone())]);
        return vec![Field::html(ui::markup(&Inset { text }))];
    }
    let mut fields = Vec::new();
    if desk.by == By::Citizen {
        let held = typed.text(FOR_WHOM);
        let choices = [ONESELF, ANOTHER].map(|whom| {
            let chosen = held == whom || (held.is_empty() && whom == ONESELF);
            Choice::new(whom, ctx.t(&format!("joint-for-{whom}")), chosen)
        });
        let field = Field::radios(FOR_WHOM, ctx.t("joint-field-cho-ai"), choices.into());
        fields.push(field.error(ui::field_error(ctx, errors, FOR_WHOM)));
    }
    let mut inner: Vec<Field> = PROXY
        .map(|(name, longest)| {
            let label = ctx.t(&format!("joint-field-{name}"));
            let field = match name {
                "thay-ho-ten" => Field::text(name, label),
                "thay-dien-thoai" => Field::tel(name, label),
                _ => Field::text(name, label).width(Width::Medium),
            };
            let field = field.value(typed.text(name)).max_length(u32::try_from(longest).unwrap_or(120));
            field.error(ui::field_error(ctx, errors, name)).optional()
        })
        .into();
    let held = typed.text("thay-quan-he");
    let none = Choice::new("", ctx.t("joint-choose"), held.is_empty());
    let choices =
        RELATIONS.map(|code| Choice::new(code, ctx.t(&format!("joint-relation-{code}")), code == held));
    let relation = Field::select(
        "thay-quan-he",
        ctx.t("joint-field-thay-quan-he"),
        std::iter::once(none).chain(choices).collect(),
    );
    inner.push(relation.error(ui::field_error(ctx, errors, "thay-quan-he")).optional());
    let hint = if desk.by == By::Citizen { "joint-proxy-hint-citizen" } else { "joint-proxy-hint-clerk" };
    let mut group = Field::group("thay", ctx.t("joint-proxy"), inner).hint(ctx.t(hint)).optional();
    if desk.by == By::Citizen {
        group.show_when = Some((FOR_WHOM.to_owned(), ANOTHER.to_owned()));
    }
    fields.push(group);
    fields
}

/// Owner and proxy as typed. Who looks a dossier up proves it by four digits of a number or a telephone, so one of the two
/// persons must have four.
pub(super) fn read(desk: &Desk, typed: &Submitted, errors: &mut FieldErrors) -> (Person, Option<Proxy>) {
    let owner = owner(typed, errors);
    let proxy = proxy(desk, typed, errors);
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).count() >= 4;
    let known = |person: &Person| digits(&person.identity_number) || digits(&person.phone);
    let callable = |person: &Person| person.phone.is_empty() || is_phone(&person.phone);
    if !known(&owner) && !proxy.as_ref().is_some_and(|proxy| known(&proxy.person)) {
        errors.add("so-giay-to", "joint-error-identity-or-phone");
        errors.add("dien-thoai", "joint-error-identity-or-phone");
    } else if !callable(&owner) {
        errors.add("dien-thoai", "joint-error-phone");
    }
    if proxy.as_ref().is_some_and(|proxy| !callable(&proxy.person)) {
        errors.add("thay-dien-thoai", "joint-error-phone");
    }
    if let Some(proxy) = &proxy
        && !owner.name.is_empty()
        && same_person(&owner, &proxy.person)
    {
        errors.add("ho-ten", "joint-error-same-person");
    }
    (owner, proxy)
}

fn owner(typed: &Submitted, errors: &mut FieldErrors) -> Person {
    let mut read = |name: &str| {
        let rule = OWNER.into_iter().find(|(of, ..)| *of == name);
        let (longest, required) = rule.map_or((120, false), |(_, longest, required)| (longest, required));
        if required { typed.required(errors, name, longest) } else { typed.at_most(errors, name, longest) }
    };
    let person = Person {
        name: read("ho-ten"),
        identity_number: read("so-giay-to"),
        address: read("dia-chi"),
        phone: read("dien-thoai"),
        email: read("thu-dien-tu"),
    };
    if !person.email.is_empty() && !person.email.contains('@') {
        errors.add("thu-dien-tu", "joint-error-email");
    }
    person
}

/// Who files for the owner: at the counter whoever is named, online whoever says that they file for another.
fn proxy(desk: &Desk, typed: &Submitted, errors: &mut FieldErrors) -> Option<Proxy> {
    let named = match desk.by {
        By::Clerk => !typed.text("thay-ho-ten").is_empty(),
        By::Citizen => typed.text(FOR_WHOM) == ANOTHER,
    };
    if !named {
        return None;
    }
    if desk.forbids_proxy().is_some() {
        errors.add("ho-ten", "joint-error-proxy-forbidden");
    }
    let person = Person {
        name: typed.required(errors, "thay-ho-ten", 120),
        identity_number: typed.at_most(errors, "thay-so-giay-to", 40),
        phone: typed.at_most(errors, "thay-dien-thoai", 40),
        ..Person::default()
    };
    let relation = typed.text("thay-quan-he");
    if !RELATIONS.contains(&relation) {
        errors.add("thay-quan-he", "joint-error-relation");
    }
    Some(Proxy { person, relation: relation.to_owned() })
}
