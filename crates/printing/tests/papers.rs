//! Prints every template with its sample, with nothing, and with too much, and looks at the PDF's bones.
//! MOTCUA_PRINT_TO=/some/folder also writes the files there, to be looked at.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests too"
)]

#[path = "../../../pillars/apparatus/src/one_stop/forms/mod.rs"]
mod forms;

use std::path::Path;
use std::time::Instant;

use chrono::{DateTime, Utc};
use printing::{LETTER, PrintError, Template, render, render_with};
use serde_json::{Value, json};

const A5: (u32, u32) = (148, 210);
const A4: (u32, u32) = (210, 297);
const A4_LANDSCAPE: (u32, u32) = (297, 210);

fn printed_at() -> DateTime<Utc> {
    DateTime::from_timestamp(1_772_701_200, 0).unwrap()
}

fn all() -> Vec<(Template, (u32, u32))> {
    let size = |form: &Template| match form.name {
        "register" => A4_LANDSCAPE,
        "handover" | "closing" => A4,
        _ => A5,
    };
    let mut all: Vec<_> = forms::ALL.iter().map(|form| (*form, size(form))).collect();
    all.push((LETTER, A4));
    all
}

fn sample(template: &Template) -> Value {
    serde_json::from_str(template.sample).unwrap()
}

fn qr() -> Vec<u8> {
    let code = qrcode::QrCode::new("https://motcua.example.vn/tra-cuu?ma=H50.29-260305-0312").unwrap();
    code.render::<qrcode::render::svg::Color<'_>>().quiet_zone(false).build().into_bytes()
}

fn keep(name: &str, pdf: &[u8]) {
    if let Some(folder) = std::env::var_os("MOTCUA_PRINT_TO") {
        std::fs::write(Path::new(&folder).join(format!("{name}.pdf")), pdf).unwrap();
    }
}

fn text(pdf: &[u8]) -> String {
    String::from_utf8_lossy(pdf).into_owned()
}

/// The first MediaBox, in millimetres. Page objects are not compressed in these files.
fn page_size(pdf: &[u8]) -> (u32, u32) {
    let text = text(pdf);
    let start = text.find("/MediaBox").map(|at| at + "/MediaBox".len()).expect("a MediaBox");
    let inner = text[start..].trim_start().trim_start_matches('[').split(']').next().unwrap();
    let numbers: Vec<f64> = inner.split_whitespace().map(|n| n.parse().unwrap()).collect();
    let mm = |points: f64| (points / 72.0 * 25.4).round() as u32;
    (mm(numbers[2] - numbers[0]), mm(numbers[3] - numbers[1]))
}

fn pages(pdf: &[u8]) -> usize {
    text(pdf).matches("/MediaBox").count()
}

#[test]
fn every_sample_prints_on_its_sheet_as_tagged_archival_pdf() {
    for (template, size) in all() {
        let image = qr();
        let assets = if template.name == "receipt" { vec![("qr.svg", image.as_slice())] } else { vec![] };
        let pdf = render_with(&template, &sample(&template), &assets, printed_at()).unwrap();
        keep(template.name, &pdf);
        assert!(pdf.starts_with(b"%PDF"), "{}", template.name);
        assert_eq!(page_size(&pdf), size, "{}", template.name);
        assert!(pdf.len() > 20_000, "{}: fonts are embedded", template.name);
        let text = text(&pdf);
        assert!(
            text.contains("pdfaid:part>2<") && text.contains("pdfaid:conformance>A<"),
            "{}: PDF/A-2a",
            template.name
        );
        assert!(text.contains("/StructTreeRoot"), "{}: tagged", template.name);
        assert!(text.contains("2026-03-05T16:00:00+07:00"), "{}: dated by the caller", template.name);
    }
}

#[test]
fn a_receipt_fits_one_sheet_and_a_register_runs_over_several() {
    let receipt =
        render_with(&forms::RECEIPT, &sample(&forms::RECEIPT), &[("qr.svg", &qr())], printed_at()).unwrap();
    assert_eq!(pages(&receipt), 1);
    assert!(pages(&render(&forms::REGISTER, &sample(&forms::REGISTER), printed_at()).unwrap()) > 1);
}

#[test]
fn every_template_prints_with_no_inputs_at_all() {
    for (template, size) in all() {
        let pdf = render(&template, &json!({}), printed_at()).unwrap();
        keep(&format!("{}-blank", template.name), &pdf);
        assert_eq!(page_size(&pdf), size, "{}", template.name);
    }
}

/// Each key of each sample, at every depth, may be null: a third of the leaves, then of the branches, at a time.
#[test]
fn every_key_is_optional() {
    for (template, _) in all() {
        let full = sample(&template);
        let (leaves, branches): (Vec<_>, Vec<_>) = paths(&full, "").into_iter().partition(|path| {
            !full.pointer(path).unwrap().is_object() && !full.pointer(path).unwrap().is_array()
        });
        for group in [leaves, branches] {
            for round in 0..3 {
                let mut inputs = full.clone();
                for path in group.iter().skip(round).step_by(3) {
                    if let Some(value) = inputs.pointer_mut(path) {
                        *value = Value::Null;
                    }
                }
                render(&template, &inputs, printed_at())
                    .unwrap_or_else(|error| panic!("{error}\n{inputs:#}"));
            }
        }
    }
}

/// The JSON pointers of everything below a value; the first of a list stands for all.
fn paths(value: &Value, at: &str) -> Vec<String> {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields.iter().map(|(key, field)| (format!("{at}/{key}"), field)).collect(),
        Value::Array(items) => items.first().map(|item| (format!("{at}/0"), item)).into_iter().collect(),
        _ => vec![],
    };
    children
        .into_iter()
        .flat_map(|(path, child)| {
            let mut below = paths(child, &path);
            below.push(path);
            below
        })
        .collect()
}

#[test]
fn long_texts_break_over_pages() {
    let long = "Lý do rất dài, nhắc lại nhiều lần để sang trang. ".repeat(120);
    for (template, size) in all() {
        let mut inputs = sample(&template);
        for key in ["reasons", "content", "body", "due_why"] {
            inputs[key] = json!([long, long]);
        }
        inputs["content"] = json!(long);
        let pdf = render(&template, &inputs, printed_at()).unwrap();
        keep(&format!("{}-long", template.name), &pdf);
        assert_eq!(page_size(&pdf), size, "{}", template.name);
        assert!(
            pages(&pdf) > 1 || matches!(template.name, "register" | "handover" | "closing"),
            "{}",
            template.name
        );
    }
}

#[test]
fn a_character_without_a_glyph_is_named_and_stops_the_print() {
    let inputs = json!({"applicant": {"name": "Nguyễn Văn 😀 An 漢"}});
    match render(&forms::REFUSAL, &inputs, printed_at()) {
        Err(PrintError::MissingGlyph { characters, .. }) => assert_eq!(characters, "😀漢"),
        other => panic!("printed {:?}", other.map(|pdf| pdf.len())),
    }
}

/// Offices that print on A4 ask for it; a dispatch has a subject and addressees instead of a title.
#[test]
fn forms_also_print_on_a4_and_letters_as_dispatches() {
    for form in forms::ALL.iter().filter(|form| form.name != "register") {
        let mut inputs = sample(form);
        inputs["paper"] = json!("a4");
        let pdf = render(form, &inputs, printed_at()).unwrap();
        keep(&format!("{}-a4", form.name), &pdf);
        assert_eq!(page_size(&pdf), A4, "{}", form.name);
    }
    let dispatch = json!({
        "head": {"parent": "UBND tỉnh Quảng Trị", "agency": "Sở Nội vụ", "number": "1520/SNV-CCHC", "place": "Đồng Hới",
            "on": "2026-02-10", "subject": "rà soát hồ sơ quá hạn và công khai trên Cổng Dịch vụ công quốc gia"},
        "urgency": "Hỏa tốc",
        "to": ["Các sở, ban, ngành cấp tỉnh", "Ủy ban nhân dân các xã, phường, đặc khu"],
        "body": ["Đề nghị các cơ quan rà soát hồ sơ quá hạn trước ngày 15 tháng 02 năm 2026./."],
        "recipients": ["Như trên"], "archive": "VT, CCHC (02)",
        "sign": {"authority": "TL. Giám đốc", "post": "Trưởng phòng Cải cách hành chính", "name": "Lưỡng Ỷ Vỹ"}
    });
    let pdf = render(&LETTER, &dispatch, printed_at()).unwrap();
    keep("dispatch", &pdf);
    assert_eq!(pages(&pdf), 1);
}

#[test]
fn all_vietnamese_letters_print_composed_and_decomposed() {
    let marks = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
    let mut letters = String::from("đĐ ₫ “ ” – — … § ° ² ³ ½ × € ");
    for base in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY".chars() {
        for mark in marks {
            letters.extend([base, mark, ' ']);
        }
    }
    letters.push_str("Ắ Ằ Ẳ Ẵ Ặ Ứ Ừ Ử Ữ Ự Ỵ Ỷ Ỹ ạ ả ấ ờ ở ỡ ợ");
    let pdf = render(&LETTER, &json!({"body": [letters]}), printed_at()).unwrap();
    keep("letters", &pdf);
}

#[test]
fn inputs_are_text_not_markup() {
    let inputs = json!({"applicant": {"name": "#panic() *A* $x$ \\ @b <c> [d]"}, "reasons": ["= x", "#import \"k.typ\""]});
    render(&forms::APOLOGY, &inputs, printed_at()).unwrap();
}

#[test]
fn a_faulty_template_tells_file_and_line() {
    let faulty = Template { name: "faulty", source: "one\n#two\n", sample: "{}" };
    let message = render(&faulty, &json!({}), printed_at()).unwrap_err().to_string();
    assert!(message.contains("main.typ:2"), "{message}");
    assert!(matches!(render(&faulty, &json!([]), printed_at()), Err(PrintError::Input { .. })));
}

/// Prints the time of one receipt with changing inputs; the bound is loose, for debug builds on a busy machine.
#[test]
fn a_receipt_is_quick() {
    let mut inputs = sample(&forms::RECEIPT);
    let image = qr();
    let mut times = Vec::new();
    for i in 0..8 {
        inputs["code"] = json!(format!("H50.29-260305-{i:04}"));
        let start = Instant::now();
        render_with(&forms::RECEIPT, &inputs, &[("qr.svg", &image)], printed_at()).unwrap();
        times.push(start.elapsed());
    }
    println!("receipt: {times:?}");
    assert!(times.iter().min().unwrap().as_secs() < 5);
}
