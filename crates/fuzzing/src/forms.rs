//! Electronic forms with their answers, and the templates of notices.

use eforms::{Form, PREFIX};
use platform::http::Submitted;
use platform::notices::{fill, variables};
use serde_json::{Value as Json, json};

thread_local! {
    static FORM: Option<Form> = Form::parse(&filing()).ok();
}

/// A form with questions of most kinds.
fn filing() -> Json {
    json!({
        "type": "object",
        "required": ["ho_ten", "co_cha"],
        "properties": {
            "ho_ten": {"type": "string", "x-widget": "text", "title": "Họ và tên", "minLength": 2, "maxLength": 60},
            "co_cha": {"type": "string", "x-widget": "choice", "enum": ["Có", "Không"], "title": "Ghi tên cha?"},
            "ten_cha": {"type": "string", "x-widget": "text", "title": "Tên cha",
                        "x-show-when": {"field": "co_cha", "equals": "Có"}},
            "noi_o": {"type": "object", "x-widget": "address", "title": "Nơi ở"},
            "so_giay": {"type": "string", "x-widget": "identity", "title": "CMND", "pattern": "^([0-9]{9}|[0-9]{12})$"},
            "tien": {"type": "integer", "x-widget": "money", "title": "Vốn", "minimum": 1000},
            "ghi_chu": {"type": "string", "x-widget": "textarea", "title": "Ghi chú"},
            "con": {"type": "array", "x-widget": "rows", "title": "Con", "maxItems": 3, "items": {
                "type": "object", "required": ["ten"], "properties": {
                    "ten": {"type": "string", "title": "Tên"},
                    "nam": {"type": "integer", "title": "Năm sinh"},
                    "giay": {"type": "array", "x-widget": "rows", "title": "Giấy tờ", "maxItems": 2, "items": {
                        "type": "object", "required": ["so"], "properties": {"so": {"type": "string", "title": "Số"}}}}}}}
        }
    })
}

/// Of any schema that is taken, an empty form is read, with each error at a field of the form.
pub fn schema(bytes: &[u8]) {
    let Ok(schema) = serde_json::from_slice::<Json>(bytes) else { return };
    let Ok(form) = Form::parse(&schema) else { return };
    let (data, errors) = form.read(&Submitted::default());
    assert!(data.is_object());
    assert!(errors.0.iter().all(|error| error.field.starts_with(PREFIX)), "{errors:?}");
    assert!(form.file_questions().iter().all(|file| file.field.starts_with(PREFIX)));
}

/// Answers without an error are valid data, and put into the form again they give the same.
pub fn answers(bytes: &[u8]) {
    let mut submitted = Submitted::default();
    for (name, value) in url::form_urlencoded::parse(bytes) {
        submitted.fields.entry(name.into_owned()).or_default().push(value.into_owned());
    }
    FORM.with(|form| {
        assert!(form.is_some(), "the form of this target is none");
        let Some(form) = form else { return };
        let (data, errors) = form.read(&submitted);
        assert!(errors.0.iter().all(|error| error.field.starts_with(PREFIX)), "{errors:?}");
        if errors.is_empty() {
            assert!(form.check(&data).is_empty(), "{data}");
            let (again, wrong) = form.read(&form.submitted(&data));
            assert!(wrong.is_empty(), "{data}: {wrong:?}");
            assert_eq!(again, data);
        }
    });
}

/// A template ends, one that fills in says which names it reads, and a text without a brace is itself.
pub fn template(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let filled = fill(text, &json!({"code": "H13-7", "name": "Lê Thị Lan", "papers": ["a", "b"]}));
    if filled.is_ok() {
        assert!(variables(text).is_ok());
    }
    if !text.contains('{') {
        let ends: &[char] = &['\r', '\n'];
        let filled = filled.as_deref().map(|filled| filled.trim_end_matches(ends)).ok();
        assert_eq!(filled, Some(text.trim_end_matches(ends)));
    }
}
