//! A design as the rows of a spreadsheet, and back; every fault of every row at once.

use super::design::{Condition, Design, Gate, Item, Kind, Part, is_key};
use kernel::text::fold;

/// The columns, in order: heading as written, and under which names it is read (folded).
const COLUMNS: [(&str, &[&str]); 12] = [
    ("Mã", &["ma", "code"]),
    ("Nhãn", &["nhan", "ten", "label"]),
    ("Loại", &["loai", "kind"]),
    ("Bắt buộc", &["bat buoc", "required"]),
    ("Lựa chọn", &["lua chon", "choices"]),
    ("Điều kiện", &["dieu kien", "condition"]),
    ("Hướng dẫn", &["huong dan", "help"]),
    ("Nhãn tiếng Anh", &["nhan tieng anh", "label en"]),
    ("Phần", &["phan", "section"]),
    ("Nhóm lặp", &["nhom lap", "group"]),
    ("Nhỏ nhất", &["nho nhat", "minimum"]),
    ("Lớn nhất", &["lon nhat", "maximum"]),
];

/// The kinds as a sheet names them.
const KINDS: [(Kind, &str); 14] = [
    (Kind::Text, "chữ"),
    (Kind::Area, "đoạn văn"),
    (Kind::Whole, "số nguyên"),
    (Kind::Decimal, "số thập phân"),
    (Kind::Money, "số tiền"),
    (Kind::Date, "ngày"),
    (Kind::Identity, "số giấy tờ"),
    (Kind::Phone, "điện thoại"),
    (Kind::Email, "thư điện tử"),
    (Kind::Address, "địa chỉ"),
    (Kind::YesNo, "có không"),
    (Kind::Choice, "chọn một"),
    (Kind::Rows, "nhóm lặp"),
    (Kind::File, "tệp"),
];

/// What a sheet calls a question before the form: its row has the answer that lets one go on where a field has its condition, and
/// what the other answer is told where a field has its help.
const GATE: &str = "hỏi trước";

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    /// Row of the sheet, from 1.
    pub row: usize,
    /// Message key.
    pub text: &'static str,
    /// What stands in the cell.
    pub cell: String,
}

/// Fields of a sheet at most, and rows in which its headings are looked for.
const MOST: usize = 400;
const ABOVE: usize = 5;

/// Reads a sheet with its headings.
///
/// # Errors
/// Everything that is wrong, row by row.
pub fn read(rows: &[Vec<String>]) -> Result<Design, Vec<RowError>> {
    let mut errors = Vec::new();
    // A title may stand above the headings, as it does in what the product writes.
    let names_field = |row: &&Vec<String>| {
        row.iter().any(|cell| ["ma", "code", "nhan", "label"].contains(&fold(cell.trim()).as_str()))
    };
    let above = rows.iter().take(ABOVE).position(|row| names_field(&row)).unwrap_or(0);
    let heads: Vec<String> = rows.get(above).into_iter().flatten().map(|head| fold(head.trim())).collect();
    let places = COLUMNS.map(|(_, names)| heads.iter().position(|head| names.contains(&head.as_str())));
    // An official's sheet need not have keys: they are made of the labels.
    for ((head, _), place) in COLUMNS.iter().zip(&places).skip(1).take(2) {
        if place.is_none() {
            errors.push(RowError {
                row: above + 1,
                text: "form-design-sheet-no-column",
                cell: (*head).to_owned(),
            });
        }
    }
    if rows.len() > above + MOST + 1 {
        errors.push(RowError {
            row: above + MOST + 2,
            text: "form-design-sheet-too-long",
            cell: MOST.to_string(),
        });
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut design = Design::default();
    for (index, row) in
        rows.iter().enumerate().skip(above + 1).filter(|(_, row)| row.iter().any(|c| !c.trim().is_empty()))
    {
        let cells = places.map(|place| place.and_then(|at| row.get(at)).map_or("", |cell| cell.trim()));
        field(&mut design, &cells, index + 1, &mut errors);
    }
    if design.items.is_empty() && errors.is_empty() {
        errors.push(RowError { row: above + 2, text: "form-design-sheet-empty", cell: String::new() });
    }
    if design.parts.is_empty() {
        design.parts = Design::empty().parts;
    }
    if errors.is_empty() { Ok(design) } else { Err(errors) }
}

/// Takes what was read in place of what was drawn; the questions before the form stay where the sheet has none. A sheet says
/// nothing of prefill, nor of what an entered schema says besides, nor of a section's lead: what stays the same field or section
/// keeps them.
pub fn take(design: &mut Design, mut read: Design) {
    if !read.gates.is_empty() {
        for gate in &mut read.gates {
            if let Some(old) = design.gates.iter().find(|old| old.key == gate.key) {
                gate.stop_en.clone_from(&old.stop_en);
            }
        }
        design.gates = read.gates;
    }
    for item in &mut read.items {
        if let Some(old) = design.item(&item.key).filter(|old| old.kind == item.kind) {
            item.extra.clone_from(&old.extra);
            item.prefill.clone_from(&old.prefill);
        }
    }
    for part in &mut read.parts {
        if let Some(old) = design.parts.iter().find(|old| old.title == part.title) {
            part.title_en.clone_from(&old.title_en);
            part.lead.clone_from(&old.lead);
        }
    }
    (design.parts, design.items) = (read.parts, read.items);
}

/// Reads a question before the form.
fn gate(design: &mut Design, cells: &[&str; 12], row: usize, errors: &mut Vec<RowError>) {
    let [key, question, _, _, _, go_on, stop, question_en, ..] = *cells;
    let key = key_of(design, key, question);
    let key = key.as_str();
    let mut wrong =
        |text: &'static str, cell: &str| errors.push(RowError { row, text, cell: cell.to_owned() });
    if !is_key(key) {
        wrong("form-design-sheet-key", key);
    } else if is_taken(design, key) {
        wrong("form-design-sheet-key-twice", key);
    }
    if question.is_empty() {
        wrong("form-design-sheet-no-label", question);
    }
    if stop.is_empty() {
        wrong("form-design-sheet-no-stop", stop);
    }
    let go_on = match fold(go_on).as_str() {
        "co" | "yes" => true,
        "khong" | "no" => false,
        _ => {
            wrong("form-design-sheet-go-on", go_on);
            true
        }
    };
    design.gates.push(Gate {
        key: key.to_owned(),
        question: question.to_owned(),
        question_en: question_en.to_owned(),
        go_on,
        stop: stop.to_owned(),
        stop_en: String::new(),
    });
}

/// The key as it was typed; without one, made of the words.
fn key_of(design: &Design, key: &str, words: &str) -> String {
    if key.is_empty() { design.new_key(words) } else { key.to_owned() }
}

/// The field that a cell names by its key or its label; else the cell as it is.
fn named(design: &Design, cell: &str) -> String {
    let labelled = || design.items.iter().find(|item| !cell.is_empty() && fold(&item.label) == fold(cell));
    design.item(cell).or_else(labelled).map_or_else(|| cell.to_owned(), |item| item.key.clone())
}

fn is_taken(design: &Design, key: &str) -> bool {
    design.item(key).is_some() || design.gates.iter().any(|gate| gate.key == key)
}

/// Reads one row into the design.
fn field(design: &mut Design, cells: &[&str; 12], row: usize, errors: &mut Vec<RowError>) {
    let [key, label, kind, required, choices, condition, help, label_en, part, group, least, most] = *cells;
    if fold(kind) == fold(GATE) {
        return gate(design, cells, row, errors);
    }
    let (key, group) = (key_of(design, key, label), named(design, group));
    let (key, group) = (key.as_str(), group.as_str());
    let mut wrong =
        |text: &'static str, cell: &str| errors.push(RowError { row, text, cell: cell.to_owned() });
    if !is_key(key) {
        wrong("form-design-sheet-key", key);
    } else if is_taken(design, key) {
        wrong("form-design-sheet-key-twice", key);
    }
    if label.is_empty() {
        wrong("form-design-sheet-no-label", label);
    }
    let known = KINDS.iter().find(|(k, name)| fold(name) == fold(kind) || k.code() == kind).map(|(k, _)| *k);
    if known.is_none() {
        wrong("form-design-sheet-kind", kind);
    }
    let yes = match fold(required).as_str() {
        "" | "khong" | "no" | "0" => false,
        "co" | "x" | "yes" | "1" => true,
        _ => {
            wrong("form-design-sheet-required", required);
            false
        }
    };
    let condition = match condition.split_once('=') {
        _ if condition.is_empty() => None,
        Some((field, equals)) => {
            let field = named(design, field.trim());
            Some(Condition { equals: said(design, &field, equals.trim()), field })
        }
        None => {
            wrong("form-design-sheet-condition", condition);
            None
        }
    };
    let mut limit = |cell: &str| match cell.parse::<i64>() {
        _ if cell.is_empty() => None,
        Ok(number) => Some(number),
        Err(_) => {
            wrong("form-design-sheet-number", cell);
            None
        }
    };
    let (minimum, maximum) = (limit(least), limit(most));
    if !group.is_empty() && design.item(group).is_none_or(|g| g.kind != Kind::Rows) {
        errors.push(RowError { row, text: "form-design-sheet-group", cell: group.to_owned() });
    }
    let part = section(design, part, group);
    design.items.push(Item {
        key: key.to_owned(),
        part,
        group: group.to_owned(),
        kind: known.unwrap_or_default(),
        label: label.to_owned(),
        label_en: label_en.to_owned(),
        help: help.to_owned(),
        required: yes,
        choices: choices
            .split([';', '\n'])
            .map(str::trim)
            .filter(|c| !c.is_empty())
            .map(str::to_owned)
            .collect(),
        minimum,
        maximum,
        condition,
        ..Item::default()
    });
}

/// The answer of a condition: of a yes-or-no question by its word.
fn said(design: &Design, field: &str, equals: &str) -> String {
    match design.item(field).map(|item| item.kind) {
        Some(Kind::YesNo) => match fold(equals).as_str() {
            "co" | "yes" => "co".to_owned(),
            _ => "khong".to_owned(),
        },
        _ => equals.to_owned(),
    }
}

/// Key of the section by its title; a column stands where its group stands, and no title means the section before.
fn section(design: &mut Design, title: &str, group: &str) -> String {
    if let Some(of_group) = design.item(group).filter(|_| !group.is_empty()) {
        return of_group.part.clone();
    }
    let same = design.parts.iter().find(|part| part.title == title).map(|part| part.key.clone());
    let last = design.parts.last().filter(|_| title.is_empty()).map(|part| part.key.clone());
    if let Some(key) = same.or(last) {
        return key;
    }
    let key = design.new_key(if title.is_empty() { "chung" } else { title });
    design.parts.push(Part { key: key.clone(), title: title.to_owned(), ..Part::default() });
    key
}

/// The rows of a design, headings first.
pub fn write(design: &Design) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = vec![COLUMNS.iter().map(|(head, _)| (*head).to_owned()).collect()];
    rows.extend(design.gates.iter().map(gate_cells));
    for part in &design.parts {
        for item in design.of_part(&part.key) {
            rows.extend(design.with_columns(item).into_iter().map(|item| cells(design, item, &part.title)));
        }
    }
    rows
}

fn gate_cells(gate: &Gate) -> Vec<String> {
    let mut cells = vec![String::new(); COLUMNS.len()];
    let go_on = if gate.go_on { "có" } else { "không" };
    let said = [
        (0, gate.key.as_str()),
        (1, &gate.question),
        (2, GATE),
        (5, go_on),
        (6, &gate.stop),
        (7, &gate.question_en),
    ];
    for (at, text) in said {
        if let Some(cell) = cells.get_mut(at) {
            text.clone_into(cell);
        }
    }
    cells
}

fn cells(design: &Design, item: &Item, part: &str) -> Vec<String> {
    let number = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
    let kind = KINDS.iter().find(|(kind, _)| *kind == item.kind).map_or("", |(_, name)| *name);
    let condition = item.condition.as_ref().map(|c| {
        let yes_no = design.item(&c.field).is_some_and(|on| on.kind == Kind::YesNo);
        let equals = match c.equals.as_str() {
            "co" if yes_no => "có",
            "khong" if yes_no => "không",
            other => other,
        };
        format!("{} = {equals}", c.field)
    });
    vec![
        item.key.clone(),
        item.label.clone(),
        kind.to_owned(),
        if item.required { "có" } else { "" }.to_owned(),
        item.choices.join("; "),
        condition.unwrap_or_default(),
        item.help.clone(),
        item.label_en.clone(),
        part.to_owned(),
        item.group.clone(),
        number(item.minimum),
        number(item.maximum),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(lines: &[&str]) -> Vec<Vec<String>> {
        lines.iter().map(|line| line.split('|').map(str::to_owned).collect()).collect()
    }

    const HEAD: &str = "Mã|Nhãn|Loại|Bắt buộc|Lựa chọn|Điều kiện|Phần|Nhóm lặp";

    #[test]
    fn a_sheet_becomes_a_design_and_the_same_sheet_again() {
        let sheet = rows(&[
            HEAD,
            "ho_ten|Họ và tên|chữ|có|||Người khai|",
            "co_con|Có con?|Có không|x||||",
            "con|Các con|nhóm lặp|||co_con = có|Gia đình|",
            "ten_con|Tên|chữ|có||||con",
            "",
            "noi|Nhận ở|chọn một|có|Tại quầy; Bưu điện|||",
        ]);
        let design = read(&sheet).unwrap();
        assert_eq!(design.parts.len(), 2);
        assert_eq!(design.item("con").unwrap().condition.as_ref().unwrap().equals, "co");
        assert_eq!(design.item("ten_con").unwrap().group, "con");
        assert_eq!(design.item("noi").unwrap().choices, ["Tại quầy", "Bưu điện"]);
        assert_eq!(read(&write(&design)), Ok(design));
    }

    #[test]
    fn a_sheet_without_keys_names_its_fields_by_their_labels() {
        let sheet = rows(&[
            "Đơn đề nghị",
            "Nhãn|Loại|Bắt buộc|Lựa chọn|Điều kiện|Nhóm lặp",
            "Có con?|có không|x|||",
            "Các con|nhóm lặp|||có con? = có|",
            "Tên|chữ|có|||Các con",
            "Tên|chữ|có|||",
        ]);
        let design = read(&sheet).unwrap();
        let keys: Vec<&str> = design.items.iter().map(|i| i.key.as_str()).collect();
        assert_eq!(keys, ["co_con", "cac_con", "ten", "ten_2"]);
        let condition = design.item("cac_con").unwrap().condition.as_ref().unwrap();
        assert_eq!((condition.field.as_str(), condition.equals.as_str()), ("co_con", "co"));
        assert_eq!(design.item("ten").unwrap().group, "cac_con");
        let unknown = read(&rows(&["Nhãn|Loại|Nhóm lặp", "Tên|chữ|Không có nhóm này"])).unwrap_err();
        assert_eq!(unknown.first().map(|e| e.text), Some("form-design-sheet-group"));
    }

    #[test]
    fn a_group_within_a_group_leaves_and_comes_back() {
        let sheet = rows(&[
            HEAD,
            "nguoi|Người trong hộ|nhóm lặp|có|||Hộ gia đình|",
            "ten|Họ tên|chữ|có||||nguoi",
            "giay|Giấy tờ|nhóm lặp|||||nguoi",
            "so_giay|Số|chữ|có||||giay",
            "quan_he|Quan hệ|chữ|||||nguoi",
        ]);
        let design = read(&sheet).unwrap();
        assert_eq!(design.item("so_giay").unwrap().group, "giay");
        assert_eq!(design.item("so_giay").unwrap().part, design.item("nguoi").unwrap().part);
        assert_eq!(read(&write(&design)), Ok(design));
    }

    #[test]
    fn questions_before_the_form_leave_with_it_and_come_back() {
        let head = "Mã|Nhãn|Loại|Bắt buộc|Lựa chọn|Điều kiện|Hướng dẫn|Nhãn tiếng Anh";
        let sheet = rows(&[
            head,
            "thuong_tru|Có thường trú ở đây?|hỏi trước|||có|Hãy nộp nơi khác.|Do you live here?",
            "da_nop|Đã nộp nơi khác?|hỏi trước|||không|Chờ kết quả nơi đó.|",
            "ho_ten|Họ và tên|chữ|có||||",
        ]);
        let design = read(&sheet).unwrap();
        let asked: Vec<(&str, bool)> = design.gates.iter().map(|g| (g.key.as_str(), g.go_on)).collect();
        assert_eq!(asked, [("thuong_tru", true), ("da_nop", false)]);
        assert_eq!(read(&write(&design)), Ok(design.clone()), "what leaves comes back");
        let mut drawn = design.clone();
        drawn.gates[0].stop_en = "File elsewhere.".to_owned();
        let mut changed = design.clone();
        changed.gates[0].question = "Có tạm trú ở đây?".to_owned();
        take(&mut drawn, changed);
        assert_eq!(
            (drawn.gates[0].question.as_str(), drawn.gates[0].stop_en.as_str()),
            ("Có tạm trú ở đây?", "File elsewhere.")
        );
        take(&mut drawn, read(&rows(&[HEAD, "ho_ten|Họ và tên|chữ|có||||"])).unwrap());
        assert_eq!(drawn.gates.len(), 2, "a sheet without such rows leaves them");
        let wrong =
            read(&rows(&[head, "ho_ten|Họ tên|chữ|||||", "ho_ten|Hỏi?|hỏi trước|||có lẽ||"])).unwrap_err();
        let told: Vec<&str> = wrong.iter().map(|e| e.text.trim_start_matches("form-design-sheet-")).collect();
        assert_eq!(told, ["key-twice", "no-stop", "go-on"]);
    }

    #[test]
    fn a_taken_sheet_keeps_what_no_sheet_can_say() {
        let sheet = rows(&[HEAD, "ho_ten|Họ và tên|chữ|có|||Người khai|", "so|Số|chữ|||||"]);
        let mut design = read(&sheet).unwrap();
        design.items[0].prefill = "ho_ten".to_owned();
        design.items[0].extra.insert("x-note".to_owned(), true.into());
        design.items[1].extra.insert("pattern".to_owned(), "^[0-9]+$".into());
        design.parts[0].lead = "Ghi như trong giấy khai sinh.".to_owned();
        let changed = rows(&[HEAD, "ho_ten|Họ, tên|chữ|có|||Người khai|", "so|Số|số nguyên|||||"]);
        take(&mut design, read(&changed).unwrap());
        let (name, number) = (design.item("ho_ten").unwrap(), design.item("so").unwrap());
        assert_eq!((name.label.as_str(), name.prefill.as_str()), ("Họ, tên", "ho_ten"));
        assert!(name.extra.contains_key("x-note"));
        assert!(number.extra.is_empty(), "a pattern of letters fits no number");
        assert_eq!(design.parts[0].lead, "Ghi như trong giấy khai sinh.");
    }

    #[test]
    fn every_fault_is_told_with_its_row() {
        let sheet = rows(&[
            HEAD,
            "Họ|Họ|chữ||||",
            "ten||chuỗi|có lẽ|||",
            "ten|Tên|chữ|||khi nào đó|",
            "cot|Cột|chữ|||||ten",
        ]);
        let found: Vec<(usize, &str)> = read(&sheet)
            .unwrap_err()
            .iter()
            .map(|e| (e.row, e.text.trim_start_matches("form-design-sheet-")))
            .collect();
        assert_eq!(
            found,
            [
                (2, "key"),
                (3, "no-label"),
                (3, "kind"),
                (3, "required"),
                (4, "key-twice"),
                (4, "condition"),
                (5, "group")
            ]
        );
        let headless = read(&rows(&["Mã|Tên gì"])).unwrap_err();
        assert_eq!(headless.len(), 2, "{headless:?}");
    }
}
