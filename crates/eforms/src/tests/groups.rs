//! A repeated group within a repeated group: read, drawn without JavaScript, shown, and back again; and a group that is asked
//! for under a condition.

use super::{locale, typed};
use crate::{DeclarationHead, Form, FormProblem};
use platform::FieldErrors;
use platform::http::Submitted;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

/// Members of a household, each with papers.
fn schema() -> Json {
    json!({
        "type": "object", "x-order": ["co_nguoi", "nguoi"], "required": ["co_nguoi"],
        "properties": {
            "co_nguoi": {"type": "boolean", "title": "Có người ở cùng?"},
            "nguoi": {"type": "array", "x-widget": "rows", "title": "Người trong hộ", "minItems": 1, "maxItems": 4,
                "x-show-when": {"field": "co_nguoi", "equals": true},
                "items": {"type": "object", "x-order": ["ten", "giay"], "required": ["ten"], "properties": {
                    "ten": {"type": "string", "title": "Họ tên", "minLength": 2},
                    "giay": {"type": "array", "x-widget": "rows", "title": "Giấy tờ", "maxItems": 3, "items": {
                        "type": "object", "x-order": ["loai", "ngay"], "required": ["loai"], "properties": {
                            "loai": {"type": "string", "title": "Loại giấy"},
                            "ngay": {"type": "string", "format": "date", "x-widget": "date", "title": "Ngày cấp"}}}}}}}
        }
    })
}

fn form() -> Form {
    Form::parse(&schema()).unwrap()
}

fn drawn(values: &Submitted) -> String {
    let (form, locale) = (form(), locale());
    let fields = form.fields(values, &FieldErrors::new(), &locale);
    ui::Form::new(&ui::words(&locale), "/", "Gửi", fields).to_string()
}

const TWO: &[(&str, &str)] = &[
    ("co_nguoi", "co"),
    ("nguoi.0.ten", "Lan"),
    ("nguoi.0.giay.1.loai", "Khai sinh"),
    ("nguoi.0.giay.1.ngay", "05/10/2012"),
    ("nguoi.2.ten", "Minh"),
    ("nguoi.2.giay.0.loai", "Hộ chiếu"),
];

#[test]
fn rows_within_rows_become_data_and_empty_ones_are_left_out() {
    let (data, errors) = form().read(&typed(TWO));
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(
        data,
        json!({"co_nguoi": true, "nguoi": [
            {"ten": "Lan", "giay": [{"loai": "Khai sinh", "ngay": "2012-10-05"}]},
            {"ten": "Minh", "giay": [{"loai": "Hộ chiếu"}]}]})
    );
}

#[test]
fn an_error_stands_at_the_row_within_the_row_where_it_was_typed() {
    let (_, errors) = form().read(&typed(&[
        ("co_nguoi", "co"),
        ("nguoi.1.ten", "Lan"),
        ("nguoi.1.giay.2.ngay", "05/10/2012"),
        ("nguoi.3.giay.0.loai", "Hộ chiếu"),
        ("nguoi.3.giay.1.ngay", "hôm qua"),
    ]));
    let mut found: Vec<(&str, &str)> = errors.0.iter().map(|e| (e.field.as_str(), e.key.as_str())).collect();
    found.sort_unstable();
    assert_eq!(
        found,
        [
            ("k.nguoi.1.giay.2.loai", "form-required"),
            ("k.nguoi.3.giay.1.loai", "form-required"),
            ("k.nguoi.3.giay.1.ngay", "form-day"),
            ("k.nguoi.3.ten", "form-required"),
        ]
    );
}

#[test]
fn each_group_has_its_own_button_for_one_more_row() {
    let html = drawn(&typed(TWO));
    for needle in [
        "name=\"k.nguoi.2.giay.0.loai\"",
        "name=\"them.k.nguoi\"",
        "name=\"them.k.nguoi.0.giay\"",
        "name=\"them.k.nguoi.2.giay\"",
    ] {
        assert!(html.contains(needle), "{needle} in {html}");
    }
    assert!(!html.contains("k.nguoi.2.giay.1.loai"));
    let mut more = typed(TWO);
    more.fields.insert("them.k.nguoi.2.giay".to_owned(), vec!["1".to_owned()]);
    assert!(Form::asks_for_row(&more));
    let html = drawn(&more);
    assert!(html.contains("k.nguoi.2.giay.1.loai") && !html.contains("k.nguoi.3.ten"), "{html}");
}

#[test]
fn a_group_says_in_words_when_it_is_needed() {
    let html = drawn(&typed(&[]));
    let label = html.split("id=\"f-k-nguoi-label\"").nth(1).unwrap().split("</p>").next().unwrap();
    assert!(label.contains("chỉ điền khi “Có người ở cùng” là “Có”"), "{label}");
    let (data, errors) = form().read(&typed(&[("co_nguoi", "khong"), ("nguoi.0.ten", "X")]));
    assert!(errors.is_empty() && data == json!({"co_nguoi": false}), "{data} {errors:?}");
}

#[test]
fn rows_within_rows_are_shown_and_printed() {
    let form = form();
    let (data, _) = form.read(&typed(TWO));
    let summary = form.summary(&data);
    assert_eq!(
        summary[1].1,
        "1. Họ tên: Lan; Giấy tờ: [1. Loại giấy: Khai sinh; Ngày cấp: 05/10/2012]\n\
         2. Họ tên: Minh; Giấy tờ: [1. Loại giấy: Hộ chiếu]"
    );
    let head = DeclarationHead { title: "Tờ khai", agency: "UBND", name: "Lan", code: None, files: &[] };
    let inputs = form.declaration(&data, head, &locale());
    let group = &inputs["parts"][0]["lines"][1];
    assert_eq!(group["columns"], json!(["Họ tên", "Giấy tờ"]));
    assert_eq!(group["rows"][0], json!(["Lan", "1. Loại giấy: Khai sinh; Ngày cấp: 05/10/2012"]));
    let blank = form.blank(&locale());
    assert_eq!(blank[1]["columns"], json!(["Họ tên", "Giấy tờ (Loại giấy; Ngày cấp)"]));
}

#[test]
fn a_third_group_is_no_form_and_more_rows_than_are_read_are_an_error() {
    let mut deeper = schema();
    deeper["properties"]["nguoi"]["items"]["properties"]["giay"]["items"]["properties"]["trang"] = json!({
        "type": "array", "title": "Trang", "items": {"type": "object", "properties": {"so": {"type": "integer", "title": "Số"}}}
    });
    assert!(matches!(Form::parse(&deeper), Err(FormProblem::Widget { .. })));
    let mut unbound = schema();
    unbound["properties"]["nguoi"]["items"]["properties"]["giay"].as_object_mut().unwrap().remove("maxItems");
    let form = Form::parse(&unbound).unwrap();
    let papers = |count: usize| -> Json { (0..count).map(|_| json!({"loai": "A"})).collect() };
    let errors = |count| {
        let data =
            json!({"co_nguoi": true, "nguoi": [{"ten": "Lan"}, {"ten": "Minh", "giay": papers(count)}]});
        form.check(&data).0.into_iter().map(|e| (e.field, e.key)).collect::<Vec<_>>()
    };
    assert!(errors(50).is_empty());
    assert_eq!(errors(51), [("k.nguoi.1.giay".to_owned(), "eforms-rows-maximum".to_owned())]);
}

/// Names of what can be posted, and some that cannot.
const NAMES: &[&str] = &[
    "co_nguoi",
    "nguoi.0.ten",
    "nguoi.3.ten",
    "nguoi.0.giay.0.loai",
    "nguoi.0.giay.2.ngay",
    "nguoi.199.giay.49.loai",
    "nguoi.200.giay.50.loai",
    "nguoi.x.giay.0.loai",
    "nguoi.0.giay.",
    "nguoi.0.giay.99999999999999999999.ngay",
];

proptest! {
    #[test]
    fn nothing_panics_on_whatever_is_typed(
        texts in prop::collection::vec((prop::sample::select(NAMES), "\\PC{0,20}|co|05/10/2012"), 0..12)
    ) {
        let pairs: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let (form, values) = (form(), typed(&pairs));
        let (data, errors) = form.read(&values);
        form.summary(&data);
        if errors.is_empty() {
            prop_assert!(form.check(&data).is_empty());
            prop_assert_eq!(form.read(&form.submitted(&data)).0, data);
        }
    }

    #[test]
    fn what_is_drawn_from_data_is_read_back_as_the_same_data(
        people in prop::collection::vec(("[A-Za-z]{2,8}", prop::collection::vec(("[a-z]{1,8}", prop::option::of(0i64..20_000)), 0..4)), 1..5)
    ) {
        let people: Vec<Json> = people
            .into_iter()
            .map(|(name, papers)| {
                let papers: Vec<Json> = papers
                    .into_iter()
                    .map(|(kind, offset)| match offset {
                        None => json!({"loai": kind}),
                        Some(days) => {
                            let day = kernel::Day::ymd(1960, 1, 1).unwrap().plus_days(days).to_string();
                            json!({"loai": kind, "ngay": day})
                        }
                    })
                    .collect();
                if papers.is_empty() { json!({"ten": name}) } else { json!({"ten": name, "giay": papers}) }
            })
            .collect();
        let data = json!({"co_nguoi": true, "nguoi": people});
        let form = form();
        let submitted = form.submitted(&data);
        let html = drawn(&submitted);
        // What the page would send: every named control with the value that it was drawn with.
        let mut sent = Submitted::default();
        sent.fields.insert("k.co_nguoi".to_owned(), vec!["co".to_owned()]);
        for input in html.split("<input ").skip(1) {
            let of = |what: &str| input.split(&format!("{what}=\"")).nth(1).and_then(|rest| rest.split('"').next());
            if let (Some(name), Some(value)) = (of(" name"), of(" value"))
                && !input.starts_with("type=\"radio\"")
            {
                sent.fields.insert(name.to_owned(), vec![value.to_owned()]);
            }
        }
        let (read, errors) = form.read(&sent);
        prop_assert!(errors.is_empty(), "{:?}", errors);
        prop_assert_eq!(read, data);
    }
}
