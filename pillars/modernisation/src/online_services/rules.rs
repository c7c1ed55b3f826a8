//! Pure rules of filing online: who files for whom, which papers, which questions before the form.

use contracts::dossiers::{FiledPaper, Person};
use contracts::procedures::{Component, Procedure, ProxyRule};
use platform::FieldErrors;
use platform::http::Submitted;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// A file of a paper of a draft, or the promise to bring the paper later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attached {
    /// Key of the component.
    pub component: String,
    /// Hash of the stored file; none when the paper will be brought later.
    pub hash: Option<String>,
    /// Name the sender gave.
    pub name: String,
    /// Bytes.
    pub size: i64,
    /// The paper of the person's shelf that is taken instead of a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shelf: Option<Taken>,
}

/// A paper of the person's shelf in place of one of the filing's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// Its id on the shelf.
    pub paper: i64,
    /// Which it is, as the clerk reads it.
    pub words: String,
}

/// Who files, for whom, and how the result is handed over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct People {
    /// citizen, firm…
    pub applicant_kind: String,
    /// Owner of the matter.
    pub owner: Person,
    /// Who files for the owner.
    pub proxy: Option<Person>,
    /// counter, post or online.
    pub result_delivery: String,
}

/// Fields of a person: name in the form, longest text, whether it must be given.
pub const PERSON: [(&str, usize, bool); 5] = [
    ("ho_ten", 120, true),
    ("so_giay_to", 20, true),
    ("dia_chi", 250, true),
    ("dien_thoai", 15, true),
    ("thu", 100, false),
];

/// Ways the result can be handed over; the counter is always one.
pub fn deliveries(procedure: &Procedure) -> Vec<String> {
    let offered = procedure.online.as_ref().map(|o| o.result_delivery.clone()).unwrap_or_default();
    if offered.is_empty() { vec!["counter".to_owned()] } else { offered }
}

/// Reads the people's step.
pub fn people(procedure: &Procedure, typed: &Submitted) -> (People, FieldErrors) {
    let mut errors = FieldErrors::new();
    let kind = chosen(&mut errors, typed, "doi_tuong", &procedure.audience);
    let delivery = chosen(&mut errors, typed, "nhan_ket_qua", &deliveries(procedure));
    let for_whom = chosen(&mut errors, typed, "cho_ai", &["minh".to_owned(), "nguoi_khac".to_owned()]);
    if for_whom == "nguoi_khac" && procedure.proxy == ProxyRule::Forbidden {
        errors.add("cho_ai", "online-services-proxy-forbidden");
    }
    let me = person(&mut errors, typed, "nop");
    let (owner, proxy) =
        if for_whom == "nguoi_khac" { (person(&mut errors, typed, "chu"), Some(me)) } else { (me, None) };
    (People { applicant_kind: kind, owner, proxy, result_delivery: delivery }, errors)
}

fn chosen(errors: &mut FieldErrors, typed: &Submitted, name: &str, offered: &[String]) -> String {
    let value = typed.text(name);
    // A single possibility is not asked.
    if let [only] = offered {
        return only.clone();
    }
    if value.is_empty() {
        errors.add(name, "form-required");
    } else if !offered.iter().any(|o| o == value) {
        errors.add(name, "online-services-choice");
    }
    value.to_owned()
}

fn person(errors: &mut FieldErrors, typed: &Submitted, prefix: &str) -> Person {
    let mut read = |part: &str| {
        let name = format!("{prefix}_{part}");
        let (longest, required) =
            PERSON.into_iter().find(|(p, ..)| *p == part).map_or((120, false), |(_, l, r)| (l, r));
        if required {
            return typed.required(errors, &name, longest);
        }
        let text = typed.text(&name).to_owned();
        if text.chars().count() > longest {
            errors.add_with(name, "form-too-long", vec![("maximum", longest.to_string())]);
        }
        text
    };
    let person = Person {
        name: read("ho_ten"),
        identity_number: read("so_giay_to"),
        address: read("dia_chi"),
        phone: digits(&read("dien_thoai")),
        email: read("thu"),
    };
    let wrong = |errors: &mut FieldErrors, part: &str, key: &str, bad: bool| {
        let name = format!("{prefix}_{part}");
        if bad && !errors.0.iter().any(|e| e.field == name) {
            errors.add(name, key);
        }
    };
    let phone_fits = person.phone.starts_with('0') && matches!(person.phone.len(), 10 | 11);
    wrong(
        errors,
        "dien_thoai",
        "online-services-phone",
        !phone_fits || !person.phone.bytes().all(|b| b.is_ascii_digit()),
    );
    let number = digits(&person.identity_number);
    let number_fits = (7..=14).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_alphanumeric());
    wrong(errors, "so_giay_to", "online-services-identity", !number_fits);
    let mail =
        person.email.split_once('@').is_some_and(|(head, tail)| !head.is_empty() && tail.contains('.'));
    wrong(errors, "thu", "eforms-email", !person.email.is_empty() && !mail);
    Person { identity_number: number, ..person }
}

fn digits(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, ' ' | '.' | '-' | '\u{a0}')).collect()
}

/// Whether the electronic form takes the place of this paper.
pub fn is_the_form(procedure: &Procedure, component: &Component) -> bool {
    component.kind == "form" && procedure.form.is_some()
}

/// Whether a file answers a question of the electronic form rather than standing for a paper of the procedure.
pub fn is_answer(attached: &Attached) -> bool {
    attached.component.starts_with(eforms::PREFIX)
}

/// The files that answer questions, each a paper of its own under the reference that its answer holds. One whose question is not
/// asked any more is left out.
pub fn filed_answers(attached: &[Attached], answers: &Json) -> Vec<FiledPaper> {
    let answered = |file: &&Attached| {
        let key = file.component.strip_prefix(eforms::PREFIX);
        key.and_then(|key| answers.get(key)?.as_str()) == Some(file.component.as_str())
    };
    let paper = |file: &Attached| {
        Some(FiledPaper {
            component: file.component.clone(),
            given: "electronic".to_owned(),
            copies: 1,
            note: None,
            file: Some(stored(file)?),
        })
    };
    attached.iter().filter(answered).filter_map(paper).collect()
}

/// The papers that can be attached, in order.
pub fn attachable(procedure: &Procedure) -> impl Iterator<Item = &Component> {
    procedure.components.iter().filter(|c| c.online && !is_the_form(procedure, c))
}

/// The papers still to attach; of a proxy also the authorisation, attached or promised.
pub fn papers(procedure: &Procedure, attached: &[Attached], by_proxy: bool) -> FieldErrors {
    let mut errors = FieldErrors::new();
    let authorisation = procedure.authorisation().filter(|c| by_proxy && c.online);
    if let Some(component) = authorisation.filter(|c| attached.iter().all(|a| a.component != c.key)) {
        errors.add(format!("tep.{}", component.key), "online-services-authorisation-needed");
    }
    let has =
        |key: &str| attached.iter().any(|a| a.component == key && (a.hash.is_some() || a.shelf.is_some()));
    for component in attachable(procedure).filter(|c| c.required && c.required_when.is_none()) {
        if !has(&component.key) {
            errors.add(format!("tep.{}", component.key), "online-services-paper-needed");
        }
    }
    errors
}

/// The papers of the filing: each component of the procedure, and each further file of one.
pub fn filed(procedure: &Procedure, attached: &[Attached], words: &FiledWords) -> Vec<FiledPaper> {
    let paper = |component: &Component| {
        let own = attached.iter().find(|a| a.component == component.key);
        let file = own.and_then(stored);
        let (given, note) = match (&file, own) {
            (_, Some(Attached { shelf: Some(taken), .. })) => ("electronic", Some(taken.words.clone())),
            (Some(_), _) => ("electronic", None),
            _ if is_the_form(procedure, component) => ("electronic", Some(words.typed.clone())),
            (None, Some(_)) => ("missing", Some(words.later.clone())),
            (None, None) if !component.online => ("missing", Some(words.bring.clone())),
            (None, None) => ("missing", None),
        };
        let copies = if given == "missing" { 0 } else { component.copies };
        FiledPaper { component: component.key.clone(), given: given.to_owned(), copies, note, file }
    };
    procedure.components.iter().flat_map(|c| std::iter::once(paper(c)).chain(further(c, attached))).collect()
}

/// The files of a component after its first.
fn further(component: &Component, attached: &[Attached]) -> Vec<FiledPaper> {
    let more = attached.iter().filter(|a| a.component == component.key).skip(1);
    more.filter_map(stored)
        .map(|file| FiledPaper {
            component: component.key.clone(),
            given: "electronic".to_owned(),
            copies: 1,
            note: None,
            file: Some(file),
        })
        .collect()
}

fn stored(attached: &Attached) -> Option<(String, String)> {
    Some((attached.hash.clone()?, attached.name.clone()))
}

/// Remarks on papers, as the clerk reads them (in Vietnamese, whatever the applicant reads).
#[derive(Debug, Clone)]
pub struct FiledWords {
    /// The electronic form stands for the paper.
    pub typed: String,
    /// Will be brought on paper.
    pub later: String,
    /// Shown or brought when coming.
    pub bring: String,
}

/// The questions before the form answered with no; an error for each not answered.
pub fn eligibility(questions: &[String], typed: &Submitted) -> (Vec<usize>, FieldErrors) {
    let mut errors = FieldErrors::new();
    let mut no = Vec::new();
    for index in 0..questions.len() {
        let name = format!("hoi_{index}");
        match typed.text(&name) {
            "co" => {}
            "khong" => no.push(index),
            _ => errors.add(name, "form-required"),
        }
    }
    (no, errors)
}

#[cfg(test)]
mod unit {
    use super::*;
    use proptest::prelude::*;

    fn procedure() -> Procedure {
        serde_saphyr::from_str(include_str!("../../../../procedures/CU-01.yaml")).unwrap()
    }

    fn typed(pairs: &[(&str, &str)]) -> Submitted {
        let mut submitted = Submitted::default();
        for (name, text) in pairs {
            submitted.fields.insert((*name).to_owned(), vec![(*text).to_owned()]);
        }
        submitted
    }

    fn attached(component: &str, hash: Option<&str>, shelf: Option<Taken>) -> Attached {
        let (component, hash) = (component.to_owned(), hash.map(str::to_owned));
        Attached { component, hash, name: "a.pdf".to_owned(), size: 3, shelf }
    }

    const ME: &[(&str, &str)] = &[
        ("cho_ai", "minh"),
        ("nop_ho_ten", "Lê Thị Mai"),
        ("nop_so_giay_to", "361 234 567"),
        ("nop_dia_chi", "12 Hòa Bình, An Cư, Ninh Kiều"),
        ("nop_dien_thoai", "0912 345 678"),
    ];

    #[test]
    fn who_files_for_oneself_is_the_owner() {
        let (people, errors) = people(&procedure(), &typed(ME));
        assert_eq!(errors, FieldErrors::default());
        assert_eq!(
            (people.owner.identity_number.as_str(), people.owner.phone.as_str()),
            ("361234567", "0912345678")
        );
        assert_eq!(
            (people.proxy, people.applicant_kind.as_str(), people.result_delivery.as_str()),
            (None, "citizen", "counter")
        );
    }

    #[test]
    fn who_files_for_another_is_the_proxy_and_the_owner_must_be_named() {
        let other = typed(&[ME, &[("cho_ai", "nguoi_khac"), ("chu_ho_ten", "Trần Văn Tư")]].concat());
        let (people, errors) = people(&procedure(), &other);
        assert_eq!(people.proxy.unwrap().name, "Lê Thị Mai");
        assert!(
            errors.0.iter().any(|e| e.field == "chu_dia_chi")
                && !errors.0.iter().any(|e| e.field.starts_with("nop_"))
        );
    }

    #[test]
    fn where_nobody_may_file_for_another_the_choice_is_refused() {
        let criminal_record: Procedure =
            serde_saphyr::from_str(include_str!("../../../../procedures/LL-02.yaml")).unwrap();
        let other = typed(&[ME, &[("cho_ai", "nguoi_khac")]].concat());
        let of_choice = |errors: &FieldErrors| errors.0.iter().any(|e| e.field == "cho_ai");
        assert!(of_choice(&people(&criminal_record, &other).1));
        assert!(!of_choice(&people(&criminal_record, &typed(ME)).1));
        assert!(!of_choice(&people(&procedure(), &other).1));
    }

    #[test]
    fn a_proxy_attaches_or_promises_the_authorisation() {
        let procedure: Procedure =
            serde_saphyr::from_str(include_str!("../../../../procedures/LL-01.yaml")).unwrap();
        let asked = |attached: &[Attached], by_proxy| {
            papers(&procedure, attached, by_proxy).0.iter().any(|e| e.field == "tep.uy-quyen")
        };
        let later = [attached("uy-quyen", None, None)];
        assert!(asked(&[], true));
        assert!(!asked(&[], false) && !asked(&later, true));
    }

    #[test]
    fn a_required_paper_must_be_attached_and_the_form_stands_for_its_paper() {
        let procedure = procedure();
        let errors = papers(&procedure, &[], false);
        assert_eq!(errors.0.iter().map(|e| e.field.as_str()).collect::<Vec<_>>(), ["tep.cho-o"]);
        let attached = [attached("cho-o", Some("ab"), None)];
        assert!(papers(&procedure, &attached, false).is_empty());
        let words = FiledWords { typed: "t".into(), later: "l".into(), bring: "b".into() };
        let filed = filed(&procedure, &attached, &words);
        let given: Vec<(&str, &str)> =
            filed.iter().map(|p| (p.component.as_str(), p.given.as_str())).collect();
        assert_eq!(
            given,
            [
                ("phieu-bao", "electronic"),
                ("ban-khai", "electronic"),
                ("cho-o", "electronic"),
                ("giay-to-tuy-than", "missing")
            ]
        );
    }

    #[test]
    fn what_the_shelf_holds_need_not_be_attached_and_says_where_it_is_from() {
        let taken = Taken { paper: 7, words: "số 12/GXN".into() };
        let from_shelf = [attached("cho-o", None, Some(taken))];
        assert!(papers(&procedure(), &from_shelf, false).is_empty());
        let words = FiledWords { typed: "t".into(), later: "l".into(), bring: "b".into() };
        let filed = filed(&procedure(), &from_shelf, &words);
        let paper = filed.iter().find(|p| p.component == "cho-o").unwrap();
        assert_eq!((paper.given.as_str(), paper.note.as_deref()), ("electronic", Some("số 12/GXN")));
        assert_eq!(paper.file, None);
    }

    #[test]
    fn a_file_is_filed_as_the_answer_that_names_it_and_not_otherwise() {
        let held = [attached("k.anh", Some("ab"), None), attached("cho-o", Some("cd"), None)];
        let filed = filed_answers(&held, &serde_json::json!({"anh": "k.anh"}));
        assert_eq!(filed.len(), 1);
        assert_eq!(filed[0].file, Some(("ab".to_owned(), "a.pdf".to_owned())));
        assert!(
            filed_answers(&held, &serde_json::json!({})).is_empty(),
            "its question is not asked any more"
        );
        assert!(filed_answers(&held, &serde_json::json!({"anh": "k.khac"})).is_empty());
        assert!(held.iter().map(is_answer).eq([true, false]));
    }

    #[test]
    fn questions_answered_with_no_are_told() {
        let questions = ["A?".to_owned(), "B?".to_owned()];
        let (no, errors) = eligibility(&questions, &typed(&[("hoi_0", "khong")]));
        assert_eq!((no, errors.0.len()), (vec![0], 1));
    }

    proptest! {
        #[test]
        fn nothing_panics_on_whatever_is_typed(text in "\\PC{0,60}") {
            let typed = typed(&[("cho_ai", &text), ("nop_ho_ten", &text), ("nop_so_giay_to", &text), ("nop_dien_thoai", &text), ("nop_thu", &text)]);
            let _ = people(&procedure(), &typed);
        }
    }
}
