//! What is known of the applicant, put into a form nobody has touched yet: nothing is to be typed twice.
//! Only questions about the applicant are answered so; who else stands in a form (a child, a neighbour) is never guessed.

use crate::PREFIX;
use platform::http::Submitted;
use serde_json::Value as Json;

/// Questions about the applicant in the shipped forms, and the part of the people's step that answers them.
const ABOUT: [(&str, &[&str]); 5] = [
    ("ho_ten", &["ho_ten", "ho_ten_nguoi_de_nghi", "ho_ten_nguoi_khai", "ho_ten_chu_su_dung", "chu_dau_tu"]),
    (
        "so_giay_to",
        &[
            "so_giay_to",
            "giay_to_nguoi_de_nghi",
            "giay_to_nguoi_khai",
            "giay_to_chu_su_dung",
            "giay_to_chu_dau_tu",
        ],
    ),
    ("dien_thoai", &["dien_thoai"]),
    ("thu", &["thu_dien_tu"]),
    ("dia_chi", &["dia_chi_nguoi_de_nghi", "noi_cu_tru_nguoi_khai", "dia_chi_lien_he", "dia_chi_thuong_tru"]),
];

/// The typed text by what is known: `said` answers for the parts ho_ten, so_giay_to, dien_thoai, thu and dia_chi, with an
/// empty text for what nobody knows.
pub fn known(schema: &Json, said: &dyn Fn(&str) -> String) -> Submitted {
    let mut typed = Submitted::default();
    let mut answer = |key: &str, question: &Json, said: &str| {
        if said.is_empty() {
            return;
        }
        if question.get("type").and_then(Json::as_str) == Some("object") {
            address(&mut typed, key, said);
        } else {
            put(&mut typed, key, said);
        }
    };
    let Some(questions) = schema.get("properties").and_then(Json::as_object) else {
        return Submitted::default();
    };
    for (part, keys) in ABOUT {
        let said = said(part);
        for key in keys {
            if let Some(question) = questions.get(*key) {
                answer(key, question, &said);
            }
        }
    }
    // What the form itself says of a question goes before its name.
    for (key, question) in questions {
        if let Some(part) = question.get("x-prefill").and_then(Json::as_str) {
            answer(key, question, &said(part));
        }
    }
    typed
}

fn put(typed: &mut Submitted, key: &str, text: &str) {
    typed.fields.insert(format!("{PREFIX}{key}"), vec![text.to_owned()]);
}

/// "12 Hòa Bình, phường An Cư, quận Ninh Kiều, Cần Thơ" by its parts, from the last; a shorter address is not divided,
/// because which part is missing would be a guess.
fn address(typed: &mut Submitted, key: &str, text: &str) {
    let parts: Vec<&str> = text.split(',').map(str::trim).filter(|p| !p.is_empty()).collect();
    if let [house @ .., ward, district, province] = parts.as_slice()
        && !house.is_empty()
    {
        put(typed, &format!("{key}.so_nha"), &house.join(", "));
        put(typed, &format!("{key}.phuong_xa"), ward);
        put(typed, &format!("{key}.quan_huyen"), district);
        put(typed, &format!("{key}.tinh"), province);
    }
}
