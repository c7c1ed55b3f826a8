//! A letter in its two outputs: the same words, the same links.
//! MOTCUA_PRINT_TO=/some/folder also writes the files there, to be looked at.

use super::{Annex, Block, Column, Letter, Signature, Table, Text};
use crate::office;
use chrono::{DateTime, NaiveDate, Utc};
use std::io::Read;
use std::path::Path;

const ADDRESS: &str = "https://motcua.example.vn/bao-cao-cchc/bao-cao/7/so-lieu?dong=12&trang=1";

fn printed_at() -> DateTime<Utc> {
    DateTime::from_timestamp(1_772_701_200, 0).unwrap()
}

fn letter() -> Letter {
    let table = Table {
        columns: vec![
            Column::center("TT", 1),
            Column::left("Chỉ tiêu", 5),
            Column::right("Kỳ này", 2),
            Column::right("Thay đổi", 2),
        ],
        rows: vec![
            vec![
                "1".into(),
                "Hồ sơ đã tiếp nhận".into(),
                Text::default().link("1.204", ADDRESS),
                "+12,5 %".into(),
            ],
            vec!["2".into(), "Dòng thiếu ô".into()],
        ],
    };
    Letter {
        parent: Some("UBND thành phố Cần Thơ".to_owned()),
        agency: "Sở Nội vụ".to_owned(),
        number: "15/BC-SNV".to_owned(),
        place: "Cần Thơ".to_owned(),
        on: NaiveDate::from_ymd_opt(2026, 2, 5),
        kind: "Báo cáo".to_owned(),
        title: "Kết quả công tác cải cách hành chính quý I năm 2026".to_owned(),
        to: vec!["Chủ tịch Ủy ban nhân dân thành phố".to_owned(), "Bộ Nội vụ".to_owned()],
        body: vec![
            Block::Heading(1, "I. Công tác chỉ đạo, điều hành".to_owned()),
            Block::Paragraph(
                Text::from("Trong quý, đơn vị tiếp nhận ")
                    .link("1.204", ADDRESS)
                    .then(" hồ sơ <đúng & đủ>, ")
                    .strong("không có hồ sơ quá hạn."),
            ),
            Block::List(vec!["Ban hành kế hoạch".into(), "Tự kiểm tra\nhai phòng".into()]),
            Block::Heading(3, "a) Số liệu".to_owned()),
            Block::Table(table.clone()),
        ],
        sign: Signature {
            authority: Some("KT. Giám đốc".to_owned()),
            post: "Phó Giám đốc".to_owned(),
            name: "Nguyễn Đình Phước".to_owned(),
        },
        recipients: vec!["Như trên".to_owned()],
        archive: Some("VT, CCHC".to_owned()),
        annexes: vec![Annex {
            name: "Phụ lục I".to_owned(),
            title: "Số liệu".to_owned(),
            body: vec![Block::Table(table)],
        }],
        ..Letter::default()
    }
}

fn keep(name: &str, content: &[u8]) {
    if let Some(folder) = std::env::var_os("MOTCUA_PRINT_TO") {
        std::fs::write(Path::new(&folder).join(name), content).unwrap();
    }
}

/// One part of a DOCX file.
fn part(docx: &[u8], name: &str) -> String {
    let mut file = zip::ZipArchive::new(std::io::Cursor::new(docx)).unwrap();
    let mut text = String::new();
    file.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn pdf_and_docx_say_the_same_and_both_lead_to_the_records() {
    let pdf = letter().pdf(printed_at()).unwrap();
    keep("thu.pdf", &pdf);
    assert!(pdf.starts_with(b"%PDF"));
    assert_eq!(
        String::from_utf8_lossy(&pdf).matches("dong=12&trang=1").count(),
        6,
        "the link of the text and of two tables, each with its alternative text"
    );

    let docx = letter().docx(printed_at()).unwrap();
    keep("thu.docx", &docx);
    let text = part(&docx, "word/document.xml");
    let borders: Vec<&str> = text.split("<w:pBdr>").skip(1).collect();
    let box_of = |b: &&str| b.split("</w:pBdr>").next().is_some_and(|b| b.contains("<w:left"));
    assert!(!borders.is_empty() && !borders.iter().any(box_of), "a rule is a line, no box: {text}");
    for words in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "UBND THÀNH PHỐ CẦN THƠ",
        "SỞ NỘI VỤ",
        "Số: 15/BC-SNV",
        "Cần Thơ, ngày 05 tháng 02 năm 2026",
        "BÁO CÁO",
        " hồ sơ &lt;đúng &amp; đủ&gt;, ",
        "- Bộ Nội vụ.",
        "- Lưu: VT, CCHC.",
        "KT. GIÁM ĐỐC",
        "PHỤ LỤC I",
    ] {
        assert!(text.contains(words), "{words} is missing");
    }
    let heads = text.matches("<w:trPr><w:cantSplit /><w:tblHeader /></w:trPr>").count();
    assert_eq!(
        (heads, text.matches("w:tblHeader").count()),
        (2, 2),
        "the head rows of both tables, no other row"
    );
    assert!(!text.contains("w:trHeight"), "the mark of a head row is gone");
    let links = part(&docx, "word/_rels/document.xml.rels");
    assert_eq!(links.matches("so-lieu?dong=12&amp;trang=1").count(), 3);
}

#[test]
fn a_decision_names_who_makes_it_what_it_rests_on_and_its_articles() {
    let decision = Letter {
        kind: "Quyết định".to_owned(),
        issuer: "Chủ tịch Ủy ban nhân dân thành phố".to_owned(),
        bases: vec!["Căn cứ biên bản".to_owned(), "Theo đề nghị".to_owned()],
        decides: "Quyết định:".to_owned(),
        body: vec![Block::Article(1, "Công nhận kết quả".to_owned())],
        ..letter()
    };
    assert!(decision.pdf(printed_at()).unwrap().starts_with(b"%PDF"));
    let text = part(&decision.docx(printed_at()).unwrap(), "word/document.xml");
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words} is missing"));
    let order = [
        at("CHỦ TỊCH ỦY BAN NHÂN DÂN THÀNH PHỐ"),
        at("Căn cứ biên bản;"),
        at("Theo đề nghị."),
        at("QUYẾT ĐỊNH:"),
        at("Điều 1."),
        at(" Công nhận kết quả"),
    ];
    assert!(order.is_sorted(), "{order:?}");
}

#[test]
fn the_docx_opens_as_two_pages_on_a4() {
    let docx = letter().docx(printed_at()).unwrap();
    let opened = office::open(&[("thư.docx", docx.as_slice())]).unwrap();
    let found = opened.first().unwrap();
    keep("thu-docx.pdf", &found.pdf);
    assert_eq!(found.pages, 2, "letter and annex:\n{}", found.text);
    for words in ["Độc lập - Tự do - Hạnh phúc", "Kính gửi:", "1.204", "không có hồ sơ quá hạn.", "PHỤ LỤC I"]
    {
        assert!(found.text.contains(words), "{words} is missing in\n{}", found.text);
    }
}

#[test]
fn the_head_of_a_long_table_stands_on_every_page() {
    let mut long = letter();
    let row = |at: u32| -> Vec<Text> { vec![at.to_string().into(), "Hồ sơ đã tiếp nhận".into()] };
    let columns = vec![Column::center("TT", 1), Column::left("Việc", 5)];
    long.annexes[0].body = vec![Block::Table(Table { columns, rows: (1..=200).map(row).collect() })];
    let docx = long.docx(printed_at()).unwrap();
    let opened = office::open(&[("dai.docx", docx.as_slice())]).unwrap();
    let found = opened.first().unwrap();
    assert!(found.pages > 3, "{}", found.pages);
    assert_eq!(
        found.text.matches("Việc").count(),
        found.pages - 1,
        "once on each page of the annex:\n{}",
        found.text
    );
}

#[test]
fn an_unsigned_letter_leaves_its_day_open_and_control_characters_do_not_break_the_file() {
    let draft = Letter {
        agency: "Ủy ban nhân dân phường Đồng Hới".to_owned(),
        number: "…/BC-UBND".to_owned(),
        kind: "Báo cáo".to_owned(),
        body: vec![Block::Paragraph("một\u{1}hai".into()), Block::List(Vec::new())],
        ..Letter::default()
    };
    assert!(draft.pdf(printed_at()).unwrap().starts_with(b"%PDF"));
    let text = part(&draft.docx(printed_at()).unwrap(), "word/document.xml");
    assert!(text.contains("ngày ….. tháng ….. năm ……."));
    assert!(text.contains("mộthai"));
}
