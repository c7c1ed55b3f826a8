//! Questions answered by a file: drawn, read, named.

use super::{locale, typed};
use crate::{DeclarationHead, DeclaredFile, Files, Form, FormProblem, HeldFile};
use platform::FieldErrors;
use platform::http::{Submitted, Upload};
use platform::uploads::Rules;
use serde_json::{Value as Json, json};

fn schema() -> Json {
    json!({
        "type": "object", "x-order": ["ten", "co_anh", "anh", "don"], "required": ["ten", "don"],
        "properties": {
            "ten": {"type": "string", "title": "Họ và tên"},
            "co_anh": {"type": "boolean", "title": "Có ảnh?"},
            "anh": {"type": "string", "x-widget": "file", "title": "Ảnh chân dung", "description": "Nền trắng",
                "x-file": {"kinds": ["JPG", "PNG"], "megabytes": 2}, "x-show-when": {"field": "co_anh", "equals": true}},
            "don": {"type": "string", "x-widget": "file", "title": "Đơn đã ký"}
        },
        "allOf": [{"if": {"required": ["co_anh"], "properties": {"co_anh": {"const": true}}}, "then": {"required": ["anh"]}}]
    })
}

fn form() -> Form {
    Form::parse(&schema()).unwrap()
}

fn rules() -> Rules {
    Rules {
        largest: 20 * 1024 * 1024,
        kinds: vec!["PDF", "JPG", "PNG"],
        per_paper: 1,
        day_files: None,
        day_bytes: None,
    }
}

fn drawn(values: &Submitted, errors: &FieldErrors, held: Vec<HeldFile>) -> String {
    let (form, locale, rules) = (form(), locale(), rules());
    let files = Files { rules: &rules, held };
    let fields = form.fields_with_files(values, errors, &locale, &files);
    ui::Form::new(&ui::words(&locale), "/", "Gửi", fields).multipart().to_string()
}

#[test]
fn a_question_takes_what_it_says_within_the_platforms_limits() {
    let questions = form().file_questions();
    let named: Vec<(&str, &str, &str)> =
        questions.iter().map(|q| (q.field.as_str(), q.key(), q.title.as_str())).collect();
    assert_eq!(named, [("k.anh", "anh", "Ảnh chân dung"), ("k.don", "don", "Đơn đã ký")]);
    let own = questions[0].rules(&rules());
    assert_eq!((own.kinds, own.largest), (vec!["JPG", "PNG"], 2 * 1024 * 1024));
    assert_eq!(questions[1].rules(&rules()), rules());
    let (key, _) = questions[0].refusal(&rules(), b"%PDF-1.4 don").unwrap();
    assert_eq!(key, "files-type");
    assert_eq!(questions[1].refusal(&rules(), b"%PDF-1.4 don"), None);
}

#[test]
fn only_what_is_held_is_an_answer() {
    let form = form();
    let said = typed(&[("ten", "Lan"), ("don", "k.don"), ("anh", "/etc/passwd"), ("co_anh", "co")]);
    let (data, errors) = form.read(&form.with_files(&said, |_| false));
    assert_eq!(data, json!({"ten": "Lan", "co_anh": true}));
    let needed: Vec<(&str, &str)> = errors.0.iter().map(|e| (e.field.as_str(), e.key.as_str())).collect();
    assert!(needed.contains(&("k.don", "eforms-file-needed")), "{needed:?}");
    assert!(needed.contains(&("k.anh", "eforms-file-needed")) && needed.len() == 2, "{needed:?}");
    let (data, errors) = form.read(&form.with_files(&said, |_| true));
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(data, json!({"ten": "Lan", "co_anh": true, "anh": "k.anh", "don": "k.don"}));
    assert!(form.check(&data).is_empty());
    let without = typed(&[("ten", "Lan"), ("co_anh", "khong")]);
    let (data, _) = form.read(&form.with_files(&without, |_| true));
    assert_eq!(data.get("anh"), None, "its question is not asked");
}

#[test]
fn a_picker_says_what_it_takes_and_what_is_held_or_lost() {
    let html = drawn(&typed(&[]), &FieldErrors::new(), Vec::new());
    assert!(html.contains("enctype=\"multipart/form-data\""));
    assert!(html.contains("accept=\".jpg,.png,.jpeg\"") && html.contains("tối đa 2 MB"), "{html}");
    assert!(html.contains("Nền trắng") && html.contains("chỉ điền khi"), "{html}");
    let held = HeldFile { field: "k.don".into(), name: "don.pdf (3 kB)".into(), href: "/tep/k.don".into() };
    let html = drawn(&typed(&[]), &FieldErrors::new(), vec![held]);
    for needle in ["href=\"/tep/k.don\"", "don.pdf (3 kB)", "name=\"bo.k.don\"", "id=\"f-k-don\""] {
        assert!(html.contains(needle), "{needle} in {html}");
    }
    let mut values = typed(&[]);
    values.uploads.push(Upload::new("k.don".to_owned(), "<đơn>.pdf", (&b"%PDF-1.4"[..]).into()));
    let mut errors = FieldErrors::new();
    errors.add("k.anh", "eforms-file-needed");
    let html = drawn(&values, &errors, Vec::new());
    assert!(html.contains("đơn&#62;.pdf” chưa được giữ lại"), "{html}");
    assert!(html.contains("Ảnh chân dung: Hãy chọn tệp cho mục này.") && !html.contains("<đơn>"), "{html}");
}

#[test]
fn answers_and_the_declaration_name_the_file() {
    let form = form();
    let data = json!({"ten": "Lan", "don": "k.don"});
    let answers = form.answers(&data);
    let of_file: Vec<Option<&str>> = answers.iter().map(|a| a.file.as_deref()).collect();
    assert_eq!(of_file, [None, None, Some("k.don")], "{answers:?}");
    let files = [DeclaredFile {
        reference: "k.don".into(),
        name: "đơn đã ký.pdf".into(),
        address: Some("https://x.example.vn/tep/1".into()),
    }];
    let head =
        DeclarationHead { title: "Đơn", agency: "UBND phường", name: "Lan", code: None, files: &files };
    let inputs = form.declaration(&data, head, &locale());
    let lines = inputs["parts"][0]["lines"].as_array().unwrap();
    assert_eq!(
        lines[2],
        json!({"label": "Đơn đã ký", "text": "đơn đã ký.pdf", "link": "https://x.example.vn/tep/1"})
    );
}

#[test]
fn a_file_within_a_repeated_group_is_no_form() {
    let within = json!({"type": "object", "properties": {"nguoi": {"type": "array", "title": "Người", "items": {
        "type": "object", "properties": {"anh": {"type": "string", "x-widget": "file", "title": "Ảnh"}}}}}});
    assert!(matches!(Form::parse(&within), Err(FormProblem::Widget { .. })));
}
