//! The engine on one form that has every widget; beside it files and groups.

mod files;
mod groups;

use crate::{Form, FormProblem};
use platform::FieldErrors;
use platform::http::Submitted;
use platform::messages::{Lang, Locale, Messages};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

fn schema() -> Json {
    json!({
        "type": "object",
        "x-order": ["ho_ten", "ngay_sinh", "co_cha", "ten_cha", "noi_o", "so_giay", "dien_thoai", "thu", "tien", "dien_tich", "nam", "ghi_chu", "dong_y", "con"],
        "required": ["ho_ten", "ngay_sinh", "co_cha", "noi_o"],
        "properties": {
            "ho_ten": {"type": "string", "x-widget": "text", "title": "Họ và tên", "minLength": 2, "maxLength": 20},
            "ngay_sinh": {"type": "string", "format": "date", "x-widget": "date", "title": "Ngày sinh"},
            "co_cha": {"type": "string", "x-widget": "choice", "enum": ["Có", "Không"], "title": "Ghi tên cha?"},
            "ten_cha": {"type": "string", "x-widget": "text", "title": "Tên cha", "x-show-when": {"field": "co_cha", "equals": "Có"}},
            "noi_o": {"type": "object", "x-widget": "address", "title": "Nơi ở"},
            "so_giay": {"type": "string", "x-widget": "identity", "title": "CMND", "pattern": "^([0-9]{9}|[0-9]{12})$"},
            "dien_thoai": {"type": "string", "x-widget": "text", "title": "Điện thoại", "pattern": "^0[0-9]{9,10}$", "description": "10 hoặc 11 chữ số"},
            "thu": {"type": "string", "format": "email", "title": "Thư"},
            "tien": {"type": "integer", "x-widget": "money", "title": "Vốn", "minimum": 1000},
            "dien_tich": {"type": "number", "x-widget": "text", "title": "Diện tích"},
            "nam": {"type": "integer", "x-widget": "text", "title": "Năm", "minimum": 1900, "maximum": 2100},
            "ghi_chu": {"type": "string", "x-widget": "textarea", "title": "Ghi chú"},
            "dong_y": {"type": "boolean", "title": "Đồng ý?"},
            "con": {"type": "array", "x-widget": "rows", "title": "Con", "minItems": 1, "maxItems": 3, "items": {
                "type": "object", "x-order": ["ten", "nam"], "required": ["ten"],
                "properties": {
                    "ten": {"type": "string", "title": "Tên", "minLength": 2},
                    "nam": {"type": "integer", "title": "Năm sinh"},
                    "o": {"type": "object", "x-widget": "address", "title": "Nơi ở"}
                }}}
        },
        "allOf": [{"if": {"required": ["co_cha"], "properties": {"co_cha": {"const": "Có"}}}, "then": {"required": ["ten_cha"]}}]
    })
}

fn form() -> Form {
    Form::parse(&schema()).unwrap()
}

fn locale() -> Locale {
    let messages =
        Messages::new(&[crate::SLICE.messages, ui::SHELL.messages, platform::GROUND.messages]).unwrap();
    Locale::new(messages, Lang::Vi)
}

fn typed(pairs: &[(&str, &str)]) -> Submitted {
    let fields = pairs.iter().map(|(name, text)| (format!("k.{name}"), vec![(*text).to_owned()])).collect();
    Submitted { fields, ..Submitted::default() }
}

const GOOD: &[(&str, &str)] = &[
    ("ho_ten", "Nguyễn Văn An"),
    ("ngay_sinh", "05/10/1985"),
    ("co_cha", "Không"),
    ("noi_o.phuong_xa", "Phường An Cư"),
    ("noi_o.quan_huyen", "Quận Ninh Kiều"),
    ("noi_o.tinh", "Thành phố Cần Thơ"),
];

fn with(more: &[(&str, &str)]) -> Submitted {
    typed(&[GOOD, more].concat())
}

fn error_of(errors: &FieldErrors, field: &str) -> String {
    errors.0.iter().find(|e| e.field == format!("k.{field}")).map(|e| e.key.clone()).unwrap_or_default()
}

#[test]
fn text_becomes_typed_data() {
    let (data, errors) = form().read(&with(&[
        ("dien_thoai", "0912 345.678"),
        ("so_giay", "361 234 567"),
        ("tien", "1.150.000 đồng"),
        ("dien_tich", "1.120,5"),
        ("nam", "2012"),
        ("dong_y", "co"),
        ("ten_cha", "không được hỏi"),
        ("con.2.ten", "Bé Ba"),
    ]));
    assert_eq!(errors, FieldErrors::default());
    assert_eq!(
        data,
        json!({"ho_ten": "Nguyễn Văn An", "ngay_sinh": "1985-10-05", "co_cha": "Không",
            "noi_o": {"phuong_xa": "Phường An Cư", "quan_huyen": "Quận Ninh Kiều", "tinh": "Thành phố Cần Thơ"},
            "dien_thoai": "0912345678", "so_giay": "361234567", "tien": 1_150_000, "dien_tich": 1120.5, "nam": 2012,
            "dong_y": true, "con": [{"ten": "Bé Ba"}]})
    );
}

#[test]
fn every_error_stands_at_its_field() {
    let (_, errors) = form().read(&typed(&[
        ("ho_ten", "A"),
        ("ngay_sinh", "30/02/1985"),
        ("co_cha", "Có"),
        ("noi_o.so_nha", "12 Hòa Bình"),
        ("noi_o.tinh", "Cần Thơ"),
        ("so_giay", "12345"),
        ("dien_thoai", "123"),
        ("thu", "không phải thư"),
        ("tien", "10"),
        ("dien_tich", "rộng"),
        ("nam", "3000"),
        ("con.1.nam", "1990"),
        ("con.2.ten", "X"),
        ("con.2.nam", "chín"),
    ]));
    let expected = [
        ("ho_ten", "eforms-too-short"),
        ("ngay_sinh", "form-day"),
        ("ten_cha", "form-required"),
        ("noi_o.phuong_xa", "form-required"),
        ("noi_o.quan_huyen", "form-required"),
        ("so_giay", "eforms-identity"),
        ("dien_thoai", "eforms-pattern"),
        ("thu", "eforms-email"),
        ("tien", "eforms-minimum"),
        ("dien_tich", "eforms-number"),
        ("nam", "eforms-maximum"),
        ("con.1.ten", "form-required"),
        ("con.2.ten", "eforms-too-short"),
        ("con.2.nam", "eforms-integer"),
    ];
    for (field, key) in expected {
        assert_eq!(error_of(&errors, field), key, "{field} in {errors:?}");
    }
    assert_eq!(errors.0.len(), expected.len(), "{errors:?}");
    let locale = locale();
    for error in &errors.0 {
        let args: Vec<(&str, String)> = error.args.iter().map(|(n, v)| (*n, v.clone())).collect();
        assert_ne!(locale.tn(&error.key, &args), error.key);
    }
}

#[test]
fn an_empty_form_names_what_must_be_filled() {
    let (_, errors) = form().read(&Submitted::default());
    let mut fields: Vec<&str> = errors.0.iter().map(|e| e.field.as_str()).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["k.co_cha", "k.ho_ten", "k.ngay_sinh", "k.noi_o.phuong_xa"]);
}

#[test]
fn errors_of_questions_not_asked_are_dropped() {
    let mut schema = schema();
    schema["properties"]["ten_cha"]["type"] = json!("integer");
    let form = Form::parse(&schema).unwrap();
    let (data, errors) = form.read(&with(&[("ten_cha", "chữ")]));
    assert!(errors.is_empty() && data.get("ten_cha").is_none(), "{errors:?}");
}

#[test]
fn fields_keep_what_was_typed_and_name_their_condition() {
    let form = form();
    let values = with(&[("ngay_sinh", "30/02/1985"), ("con.0.ten", "Bé"), ("dien_tich", "<b>")]);
    let (_, errors) = form.read(&values);
    let locale = locale();
    let words = ui::Words::new(&|key| locale.t(key));
    let fields = form.fields(&values, &errors, &locale);
    let html = ui::Form::new(&words, "/", "Gửi", fields).to_string();
    for needle in [
        "30/02/1985",
        "Ghi tên cha",
        "chỉ điền khi",
        "name=\"k.noi_o.quan_huyen\"",
        "name=\"k.con.0.ten\"",
        "name=\"them.k.con\"",
    ] {
        assert!(html.contains(needle), "{needle} in {html}");
    }
    assert!(!html.contains("<b>"));
    let first = html.find("<button").unwrap();
    assert!(
        html[first..].starts_with("<button class=\"hide\""),
        "Enter sends the form, it does not add a row"
    );
}

#[test]
fn the_button_adds_a_row_up_to_the_bound() {
    let form = form();
    let locale = locale();
    let rows = |values: &Submitted| {
        let fields = form.fields(values, &FieldErrors::new(), &locale);
        match &fields.last().unwrap().kind {
            ui::FieldKind::Rows { rows, add_name, .. } => (rows.len(), add_name.is_some()),
            other => panic!("{other:?}"),
        }
    };
    let mut values = with(&[("con.1.ten", "Bé Hai")]);
    assert_eq!(rows(&values), (2, true));
    values.fields.insert("them.k.con".into(), vec!["1".into()]);
    assert!(Form::asks_for_row(&values));
    assert_eq!(rows(&values), (3, false));
}

#[test]
fn answers_are_shown_in_words() {
    let (data, _) =
        form().read(&with(&[("tien", "1150000"), ("con.0.ten", "Bé Hai"), ("con.0.nam", "2010")]));
    let summary = form().summary(&data);
    let text =
        |label: &str| summary.iter().find(|(l, _)| l == label).map(|(_, t)| t.as_str()).unwrap_or_default();
    assert_eq!(text("Ngày sinh"), "05/10/1985");
    assert_eq!(text("Vốn"), "1.150.000 đồng");
    assert_eq!(text("Nơi ở"), "Phường An Cư, Quận Ninh Kiều, Thành phố Cần Thơ");
    assert_eq!(text("Con"), "1. Tên: Bé Hai; Năm sinh: 2010");
}

#[test]
fn schemas_that_are_no_forms_are_refused() {
    assert_eq!(Form::parse(&json!({"type": "array"})).unwrap_err(), FormProblem::NotAnObject);
    let mut bad = schema();
    bad["x-order"] = json!(["khong_co"]);
    assert!(matches!(Form::parse(&bad), Err(FormProblem::Unknown { place: "x-order", .. })));
    let mut bad = schema();
    bad["properties"]["ten_cha"]["x-show-when"]["field"] = json!("ma");
    assert!(matches!(Form::parse(&bad), Err(FormProblem::Unknown { place: "x-show-when", .. })));
    let mut bad = schema();
    bad["properties"]["thu"]["pattern"] = json!("(");
    assert!(matches!(Form::parse(&bad), Err(FormProblem::Schema(_))));
    let mut bad = schema();
    bad["properties"]["nam"]["x-widget"] = json!("slider");
    assert!(matches!(Form::parse(&bad), Err(FormProblem::Widget { .. })));
}

const NAMES: &[&str] = &[
    "ho_ten",
    "ngay_sinh",
    "co_cha",
    "ten_cha",
    "noi_o.so_nha",
    "noi_o.tinh",
    "so_giay",
    "dien_thoai",
    "thu",
    "tien",
    "dien_tich",
    "nam",
    "ghi_chu",
    "dong_y",
    "con.0.ten",
    "con.1.nam",
    "con.x.ten",
    "con.99999999999999999999.ten",
    "con.",
];

proptest! {
    #[test]
    fn nothing_panics_on_whatever_is_typed(texts in prop::collection::vec((prop::sample::select(NAMES), "\\PC{0,40}|[0-9.,/ -]{0,20}"), 0..30)) {
        let pairs: Vec<(&str, &str)> = texts.iter().map(|(n, t)| (*n, t.as_str())).collect();
        let form = form();
        let values = typed(&pairs);
        let (data, errors) = form.read(&values);
        form.fields(&values, &errors, &locale());
        form.summary(&data);
        if errors.is_empty() {
            prop_assert!(form.check(&data).is_empty());
        }
    }

    #[test]
    fn valid_data_survive_the_way_to_the_form_and_back(
        name in "[A-ZĐa-zăâêôơưđ]{2,10}", offset in 0i64..30_000, father in any::<bool>(), money in 1000i64..9_000_000_000,
        area in 1u32..1_000_000, rows in prop::collection::vec("[a-zđ]{2,12}", 1..3)
    ) {
        let born = kernel::Day::ymd(1930, 1, 1).unwrap().plus_days(offset).to_string();
        let rows: Vec<Json> = rows.into_iter().map(|ten| json!({"ten": ten, "nam": 2001})).collect();
        let area = f64::from(area) + 0.5;
        let mut data = json!({"ho_ten": name, "ngay_sinh": born, "co_cha": "Không", "tien": money, "dien_tich": area, "dong_y": father,
            "noi_o": {"so_nha": "1", "phuong_xa": "a", "quan_huyen": "b", "tinh": "c"}, "con": rows});
        if father {
            data["co_cha"] = json!("Có");
            data["ten_cha"] = json!("Trần Văn Cha");
        }
        let form = form();
        let (read, errors) = form.read(&form.submitted(&data));
        prop_assert!(errors.is_empty(), "{:?}", errors);
        prop_assert_eq!(read, data);
    }
}

fn gated() -> Form {
    let mut schema = schema();
    schema["x-sections"] = json!([
        {"title": "Người khai", "x-title-en": "Declarant", "fields": ["ho_ten", "ngay_sinh"]},
        {"title": "Nội dung", "description": "Ghi đúng giấy tờ", "fields": ["co_cha", "ten_cha"]}
    ]);
    schema["x-eligibility"] = json!([
        {"key": "o_can_tho", "question": "Có đăng ký thường trú ở Cần Thơ không?", "go_on": true,
         "stop": "Hãy nộp ở nơi đăng ký thường trú."},
        {"key": "da_nop", "question": "Đã nộp ở nơi khác chưa?", "go_on": false, "stop": "Không nộp hai nơi."}
    ]);
    Form::parse(&schema).unwrap()
}

#[test]
fn a_heading_stands_before_the_first_question_of_its_section() {
    let fields = gated().fields(&Submitted::default(), &FieldErrors::new(), &locale());
    let labels: Vec<&str> = fields.iter().map(|f| f.label.as_str()).filter(|l| !l.is_empty()).collect();
    assert_eq!(labels[..5], ["Người khai", "Họ và tên", "Ngày sinh", "Nội dung", "Ghi tên cha?"]);
    let mut schema = schema();
    schema["x-sections"] = json!([{"title": "A", "fields": ["khong_co"]}]);
    assert!(matches!(Form::parse(&schema), Err(FormProblem::Unknown { place: "fields", .. })));
}

#[test]
fn an_answer_before_the_form_that_does_not_fit_stops_early_with_its_words() {
    let form = gated();
    assert_eq!(form.standing(&typed(&[]), &locale()), crate::Standing::Asking);
    assert_eq!(form.gate_errors(&typed(&[("dk-o_can_tho", "co")])).0.len(), 1);
    let elsewhere = typed(&[("dk-o_can_tho", "khong")]);
    let stop = crate::Standing::Stopped("Hãy nộp ở nơi đăng ký thường trú.".to_owned());
    assert_eq!(form.standing(&elsewhere, &locale()), stop);
    let fits = typed(&[("dk-o_can_tho", "co"), ("dk-da_nop", "khong")]);
    assert_eq!(form.standing(&fits, &locale()), crate::Standing::Open);
    let (data, _) = form.read(&fits);
    assert_eq!(data, json!({}), "the answers before the form are part of no dossier");
}

#[test]
fn the_declaration_lays_sections_and_repeated_groups_out() {
    let head = crate::DeclarationHead {
        title: "Tờ khai",
        agency: "UBND phường",
        name: "An",
        code: None,
        files: &[],
    };
    let data = json!({"ho_ten": "Nguyễn Văn An", "ngay_sinh": "1985-10-05", "co_cha": "Không", "tien": 1_150_000,
        "con": [{"ten": "Bé Ba", "nam": 2010}]});
    let inputs = gated().declaration(&data, head, &locale());
    let parts = inputs["parts"].as_array().unwrap();
    assert_eq!(parts[0]["title"], "Người khai");
    assert_eq!(parts[0]["lines"][1]["text"], "05/10/1985");
    let all: Vec<&Json> = parts.iter().flat_map(|p| p["lines"].as_array().unwrap()).collect();
    assert!(all.iter().all(|l| l["label"] != "Tên cha"), "what is not asked is not printed");
    let children = all.iter().find(|l| l["label"] == "Con").unwrap();
    assert_eq!(children["rows"][0][0], "Bé Ba");
    assert!(all.iter().any(|l| l["label"] == "Vốn" && l["text"] == "1.150.000 đồng"));
}
