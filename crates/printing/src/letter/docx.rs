//! A letter as DOCX: A4, the margins and sizes of Decree 30/2020/NĐ-CP, Annex I. Times New Roman is named, which
//! word processors without it replace by a face of the same widths.

use super::{Align, Annex, Block, Letter, Table, Text};
use chrono::{DateTime, SecondsFormat, Utc};
use docx_rs::{
    AlignmentType, BorderType, BreakType, Docx, Header, Hyperlink, HyperlinkType, LineSpacing, PageMargin,
    PageNum, Paragraph, ParagraphBorder, ParagraphBorderPosition, ParagraphBorders, Run, RunFonts,
    SpecialIndentType, TableCell, TableLayoutType, TableRow, VAlignType, WidthType,
};
use std::io::Cursor;

/// Twentieths of a point in a millimetre.
const TWIPS: f64 = 56.692_9;
/// The width of the text: A4 without its margins of 30 and 17 mm.
const WIDTH: usize = 9_240;
/// The left column of the head, and of the foot.
const LEFT: usize = 3_800;
/// The first line's indent, 10 mm.
const INDENT: i32 = 567;
/// Sizes in half points.
const BODY: usize = 28;
const HEAD: usize = 25;
const CELL: usize = 24;

/// Height of a table's head row, at least a twentieth of a point: it changes nothing, and the row is known by it.
const HEAD_ROW: f32 = 1.0;
/// How that stands in the file, and what stands there in its place: docx-rs has no word for a row that every page repeats.
const HEIGHT: &str = r#"<w:trHeight w:val="1" w:hRule="atLeast" />"#;
const REPEATED: &str = "<w:tblHeader />";

const FACE: &str = "Times New Roman";
/// Blue that is legible on paper and screen.
const LINK: &str = "0B3D91";

/// The file's bytes.
pub(super) fn write(letter: &Letter, at: DateTime<Utc>) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let stamp = at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let fonts = RunFonts::new().ascii(FACE).hi_ansi(FACE).cs(FACE).east_asia(FACE);
    let mm = |length: f64| (length * TWIPS).round() as i32;
    let margin = PageMargin {
        top: mm(20.0),
        bottom: mm(20.0),
        left: mm(30.0),
        right: mm(17.0),
        header: mm(10.0),
        footer: mm(10.0),
        gutter: 0,
    };
    // The page's number stands in the middle of the top margin, from the second page on.
    let number = Header::new()
        .add_paragraph(Paragraph::new().align(AlignmentType::Center).size(26).add_page_num(PageNum::new()));
    let mut docx = Docx::new()
        .created_at(&stamp)
        .updated_at(&stamp)
        .default_fonts(fonts)
        .default_size(BODY)
        .page_size(11_906, 16_838)
        .page_margin(margin)
        .title_pg()
        .first_header(Header::new().add_paragraph(Paragraph::new()))
        .header(number)
        .add_table(head(letter));
    for paragraph in opening(letter) {
        docx = docx.add_paragraph(paragraph);
    }
    docx = blocks(docx, &letter.body);
    docx = docx.add_paragraph(gap()).add_table(foot(letter));
    for annex in &letter.annexes {
        for paragraph in annex_opening(annex) {
            docx = docx.add_paragraph(paragraph);
        }
        docx = blocks(docx, &annex.body);
    }
    let mut bytes = Cursor::new(Vec::new());
    let mut parts = docx.build();
    parts.document = String::from_utf8(parts.document)?.replace(HEIGHT, REPEATED).into_bytes();
    parts.pack(&mut bytes)?;
    Ok(bytes.into_inner())
}

fn head(letter: &Letter) -> docx_rs::Table {
    let mut issuer = cell(LEFT);
    if let Some(parent) = &letter.parent {
        issuer = issuer.add_paragraph(centred(capitals(parent), HEAD, Look::Plain));
    }
    issuer = issuer
        .add_paragraph(centred(capitals(&letter.agency), HEAD, Look::Bold))
        .add_paragraph(rule((LEFT as i32) / 3))
        .add_paragraph(centred(format!("Số: {}", letter.number), HEAD, Look::Plain));
    let motto = cell(WIDTH - LEFT)
        .add_paragraph(centred("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM".to_owned(), HEAD, Look::Bold))
        .add_paragraph(centred("Độc lập - Tự do - Hạnh phúc".to_owned(), 27, Look::Bold))
        .add_paragraph(rule(1_000))
        .add_paragraph(centred(letter.dateline(), 27, Look::Italic));
    side_by_side(issuer, motto)
}

/// Kind, gist and whom it goes to; of a decision who makes it and what it rests on.
fn opening(letter: &Letter) -> Vec<Paragraph> {
    let mut all = vec![
        gap(),
        centred(capitals(&letter.kind), BODY, Look::Bold),
        centred(letter.title.clone(), BODY, Look::Bold),
        rule(3_400),
    ];
    if !letter.issuer.is_empty() {
        all.push(centred(capitals(&letter.issuer), BODY, Look::Bold));
    }
    match letter.to.as_slice() {
        [] => {}
        [one] => all.push(centred(format!("Kính gửi: {one}"), BODY, Look::Plain)),
        several => {
            all.push(plain("Kính gửi:").indent(Some(1_250), None, None, None));
            for (at, one) in several.iter().enumerate() {
                let end = if at + 1 == several.len() { "." } else { ";" };
                all.push(plain(&format!("- {one}{end}")).indent(Some(1_700), None, None, None));
            }
        }
    }
    for (at, basis) in letter.bases.iter().enumerate() {
        let end = if at + 1 == letter.bases.len() { "." } else { ";" };
        let indent = Some(SpecialIndentType::FirstLine(INDENT));
        let run = text_run(&format!("{basis}{end}"), BODY).italic();
        all.push(spaced(Paragraph::new()).add_run(run).indent(None, indent, None, None));
    }
    if !letter.decides.is_empty() {
        all.push(centred(capitals(&letter.decides), BODY, Look::Bold));
    }
    all
}

fn annex_opening(annex: &Annex) -> Vec<Paragraph> {
    vec![
        centred(capitals(&annex.name), BODY, Look::Bold).page_break_before(true),
        centred(annex.title.clone(), BODY, Look::Bold),
        gap(),
    ]
}

fn blocks(mut docx: Docx, body: &[Block]) -> Docx {
    for block in body {
        docx = match block {
            Block::Heading(level, words) => docx.add_paragraph(heading(*level, words)),
            Block::Paragraph(text) => docx.add_paragraph(running(text, None)),
            Block::Article(number, text) => {
                let words = Text::default().strong(format!("Điều {number}.")).then(format!(" {text}"));
                docx.add_paragraph(running(&words, None))
            }
            Block::List(points) => {
                points.iter().fold(docx, |docx, point| docx.add_paragraph(running(point, Some("- "))))
            }
            Block::Table(content) => docx.add_table(table(content)).add_paragraph(gap()),
        };
    }
    docx
}

fn heading(level: u8, words: &str) -> Paragraph {
    let mut run = text_run(words, BODY).bold();
    if level > 2 {
        run = run.italic();
    }
    let indent = Some(SpecialIndentType::FirstLine(INDENT));
    let at = usize::from(level.saturating_sub(1));
    spaced(Paragraph::new()).add_run(run).indent(None, indent, None, None).keep_next(true).outline_lvl(at)
}

/// A paragraph of the running text: justified, its first line indented.
fn running(text: &Text, lead: Option<&str>) -> Paragraph {
    let start = Paragraph::new().align(AlignmentType::Both).indent(
        None,
        Some(SpecialIndentType::FirstLine(INDENT)),
        None,
        None,
    );
    let start = match lead {
        Some(lead) => start.add_run(text_run(lead, BODY)),
        None => start,
    };
    words(spaced(start), text, BODY)
}

fn table(content: &Table) -> docx_rs::Table {
    let whole: u32 = content.columns.iter().map(|c| c.width.max(1)).sum();
    let widths: Vec<usize> = content
        .columns
        .iter()
        .map(|c| WIDTH * usize::try_from(c.width.max(1)).unwrap_or(1) / usize::try_from(whole).unwrap_or(1))
        .collect();
    let heads = content.columns.iter().zip(&widths).map(|(column, width)| {
        let words =
            Paragraph::new().align(AlignmentType::Center).add_run(text_run(&column.head, CELL).bold());
        cell(*width).vertical_align(VAlignType::Center).add_paragraph(words)
    });
    let mut rows = vec![TableRow::new(heads.collect()).cant_split().row_height(HEAD_ROW)];
    let empty = Text::default();
    for row in &content.rows {
        let cells = content.columns.iter().zip(&widths).enumerate().map(|(at, (column, width))| {
            let align = match column.align {
                Align::Left => AlignmentType::Left,
                Align::Center => AlignmentType::Center,
                Align::Right => AlignmentType::Right,
            };
            let start = Paragraph::new().align(align);
            cell(*width).add_paragraph(words(start, row.get(at).unwrap_or(&empty), CELL))
        });
        rows.push(TableRow::new(cells.collect()).cant_split());
    }
    docx_rs::Table::new(rows).layout(TableLayoutType::Fixed).set_grid(widths).width(WIDTH, WidthType::Dxa)
}

/// Recipients at the left, the signature at the right.
fn foot(letter: &Letter) -> docx_rs::Table {
    let mut copies: Vec<String> = letter.recipients.clone();
    copies.extend(letter.archive.iter().map(|archive| format!("Lưu: {archive}")));
    let mut left = cell(LEFT);
    if copies.is_empty() {
        left = left.add_paragraph(Paragraph::new());
    } else {
        let name = text_run("Nơi nhận:", 24).bold().italic();
        left = left.add_paragraph(Paragraph::new().add_run(name));
    }
    for (at, copy) in copies.iter().enumerate() {
        let end = if at + 1 == copies.len() { "." } else { ";" };
        left = left.add_paragraph(Paragraph::new().add_run(text_run(&format!("- {copy}{end}"), 22)));
    }
    let mut right = cell(WIDTH - LEFT);
    for line in letter.sign.authority.iter().flat_map(|lines| lines.lines()) {
        right = right.add_paragraph(centred(capitals(line), BODY, Look::Bold));
    }
    right = right.add_paragraph(centred(capitals(&letter.sign.post), BODY, Look::Bold));
    // Room for hand, seal or digital signature.
    for _ in 0..4 {
        right = right.add_paragraph(Paragraph::new());
    }
    right = right.add_paragraph(centred(letter.sign.name.clone(), BODY, Look::Bold));
    side_by_side(left, right)
}

/// Two cells without lines, which do not part over a page break.
fn side_by_side(left: TableCell, right: TableCell) -> docx_rs::Table {
    docx_rs::Table::without_borders(vec![TableRow::new(vec![left, right]).cant_split()])
        .layout(TableLayoutType::Fixed)
        .set_grid(vec![LEFT, WIDTH - LEFT])
        .width(WIDTH, WidthType::Dxa)
}

fn cell(width: usize) -> TableCell {
    TableCell::new().width(width, WidthType::Dxa)
}

enum Look {
    Plain,
    Bold,
    Italic,
}

fn centred(words: String, size: usize, look: Look) -> Paragraph {
    let run = text_run(&words, size);
    let run = match look {
        Look::Plain => run,
        Look::Bold => run.bold(),
        Look::Italic => run.italic(),
    };
    Paragraph::new().align(AlignmentType::Center).add_run(run)
}

fn plain(words: &str) -> Paragraph {
    spaced(Paragraph::new()).add_run(text_run(words, BODY))
}

/// A gap of six points between paragraphs, as the decree asks.
fn spaced(paragraph: Paragraph) -> Paragraph {
    paragraph.line_spacing(LineSpacing::new().before(60).after(60))
}

fn gap() -> Paragraph {
    Paragraph::new().size(12)
}

/// A short rule in the middle: an empty line with a border, drawn in from both sides.
fn rule(inset: i32) -> Paragraph {
    let mut line = Paragraph::new().size(8).indent(Some(inset), None, Some(inset), None);
    let border = ParagraphBorder::new(ParagraphBorderPosition::Top).val(BorderType::Single).size(6).space(1);
    // The crate's own set of borders draws all four sides: only the one above is wanted.
    let only = ParagraphBorders::with_empty().set(border.color("000000"));
    line.property = line.property.set_borders(only);
    line
}

fn words(mut paragraph: Paragraph, text: &Text, size: usize) -> Paragraph {
    for run in &text.0 {
        let shown = text_run(&run.words, size);
        let shown = if run.strong { shown.bold() } else { shown };
        paragraph = match &run.link {
            None => paragraph.add_run(shown),
            Some(address) => paragraph.add_hyperlink(
                Hyperlink::new(printable(address), HyperlinkType::External)
                    .add_run(shown.color(LINK).underline("single")),
            ),
        };
    }
    paragraph
}

/// Words at a size; line feeds become breaks.
fn text_run(words: &str, size: usize) -> Run {
    let mut run = Run::new().size(size);
    for (at, line) in words.split('\n').enumerate() {
        if at > 0 {
            run = run.add_break(BreakType::TextWrapping);
        }
        run = run.add_text(printable(line));
    }
    run
}

/// XML has no place for control characters.
fn printable(words: &str) -> String {
    words.chars().filter(|c| !c.is_control()).collect()
}

fn capitals(words: &str) -> String {
    words.to_uppercase()
}
