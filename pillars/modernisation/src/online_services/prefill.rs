//! What the person has said already, put into the electronic form: nothing is to be typed twice.
//! Only questions about the applicant are answered so; who else stands in a form (a child, a neighbour) is never guessed.

use contracts::shelf::HeldPaper;
use platform::http::Submitted;
use serde_json::Value as Json;

/// The typed text of a form nobody has touched yet, from the people's step; the owner is asked about where somebody
/// files for another.
pub fn from_people(schema: &Json, people: &Submitted) -> Submitted {
    let who = if people.text("cho_ai") == "nguoi_khac" { "chu" } else { "nop" };
    eforms::prefill::known(schema, &|part| people.text(&format!("{who}_{part}")).to_owned())
}

/// Whether a form has questions that a paper of the shelf answers.
pub fn asks_shelf(schema: &Json) -> bool {
    of_shelf(schema).next().is_some()
}

/// Adds what the papers of the person's own shelf say: "kho.hon-nhan.so" is the number of the newest paper of that kind.
pub fn from_shelf(schema: &Json, held: &[HeldPaper], typed: &mut Submitted) {
    for (key, kind, part) in of_shelf(schema) {
        let Some(paper) = held.iter().find(|paper| paper.kind == kind) else { continue };
        let text = match part {
            "so" => paper.number.clone(),
            "ngay" => paper.on.vn(),
            "noi" => paper.agency.clone(),
            _ => continue,
        };
        if !text.is_empty() {
            put(typed, key, &text);
        }
    }
}

/// The questions filled from the shelf: (question, kind of paper, what of it).
fn of_shelf(schema: &Json) -> impl Iterator<Item = (&str, &str, &str)> {
    let questions = schema.get("properties").and_then(Json::as_object).into_iter().flatten();
    questions.filter_map(|(key, question)| {
        let source = question.get("x-prefill").and_then(Json::as_str)?.strip_prefix("kho.")?;
        let (kind, part) = source.split_once('.')?;
        Some((key.as_str(), kind, part))
    })
}

fn put(typed: &mut Submitted, key: &str, text: &str) {
    typed.fields.insert(format!("{}{key}", eforms::PREFIX), vec![text.to_owned()]);
}

#[cfg(test)]
mod unit {
    use super::*;
    use serde_json::json;

    fn people(pairs: &[(&str, &str)]) -> Submitted {
        let fields = pairs.iter().map(|(n, v)| ((*n).to_owned(), vec![(*v).to_owned()])).collect();
        Submitted { fields, ..Submitted::default() }
    }

    #[test]
    fn an_address_is_divided_only_when_all_its_parts_are_there() {
        let schema = json!({"properties": {"dia_chi_lien_he": {"type": "object"}}});
        let whole =
            from_people(&schema, &people(&[("nop_dia_chi", "12 Hòa Bình, An Cư, Ninh Kiều, Cần Thơ")]));
        assert_eq!(whole.text("k.dia_chi_lien_he.so_nha"), "12 Hòa Bình");
        assert_eq!(whole.text("k.dia_chi_lien_he.tinh"), "Cần Thơ");
        assert!(from_people(&schema, &people(&[("nop_dia_chi", "An Cư, Ninh Kiều")])).fields.is_empty());
    }

    #[test]
    fn a_form_says_itself_which_question_is_filled_from_what() {
        let schema = json!({"properties": {"nguoi_lien_he": {"type": "string", "x-prefill": "dien_thoai"}}});
        let typed = from_people(&schema, &people(&[("nop_dien_thoai", "0900000001")]));
        assert_eq!(typed.text("k.nguoi_lien_he"), "0900000001");
    }

    #[test]
    fn a_paper_of_the_shelf_fills_in_its_number_and_day() {
        let schema = json!({"properties": {
            "so_xn": {"type": "string", "x-prefill": "kho.hon-nhan.so"},
            "ngay_xn": {"type": "string", "x-prefill": "kho.hon-nhan.ngay"},
            "so_khac": {"type": "string", "x-prefill": "kho.ho-khau.so"},
            "ho_ten": {"type": "string", "x-prefill": "ho_ten"}
        }});
        let paper = HeldPaper {
            id: 1,
            component: String::new(),
            kind: "hon-nhan".into(),
            name: "Giấy xác nhận".into(),
            number: "12/GXN".into(),
            agency: "Phường A".into(),
            on: "2013-06-10".parse().unwrap(),
            valid_to: None,
            file: None,
        };
        assert!(asks_shelf(&schema) && !asks_shelf(&json!({"properties": {"a": {"x-prefill": "ho_ten"}}})));
        let mut typed = Submitted::default();
        from_shelf(&schema, &[paper], &mut typed);
        assert_eq!((typed.text("k.so_xn"), typed.text("k.ngay_xn")), ("12/GXN", "10/06/2013"));
        assert_eq!(typed.fields.len(), 2);
    }

    #[test]
    fn who_files_for_another_is_not_taken_for_the_applicant() {
        let schema = json!({"properties": {"ho_ten_nguoi_khai": {"type": "string"}, "ho_ten_con": {"type": "string"}}});
        let said = [("cho_ai", "nguoi_khac"), ("nop_ho_ten", "Lê Thị Mai"), ("chu_ho_ten", "Trần Văn Tư")];
        let typed = from_people(&schema, &people(&said));
        assert_eq!(typed.text("k.ho_ten_nguoi_khai"), "Trần Văn Tư");
        assert_eq!(typed.text("k.ho_ten_con"), "");
    }
}
