//! How a paper looks, as text that can be compared: each page's words in reading order, and a coarse raster of what is inked.
//! Taken from the layout itself, so that it needs no drawing engine and says the same on every machine.

use typst::layout::{Abs, Frame, FrameItem, Point, Transform};
use typst_layout::PagedDocument;

/// Side of a cell of the raster, in millimetres.
const CELL: f64 = 6.0;

/// How a page looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageLook {
    /// Width and height in whole millimetres.
    pub size: (u32, u32),
    /// The page in cells of six millimetres: `#` words, `+` pictures, `-` lines and frames, `.` nothing.
    pub raster: Vec<String>,
    /// Its words, a line of the page a line.
    pub words: Vec<String>,
}

/// What stands on a page, while it is gathered.
struct Ink {
    columns: usize,
    cells: Vec<Vec<u8>>,
    runs: Vec<Run>,
}

/// A run of words at its place, in millimetres.
struct Run {
    top: f64,
    from: f64,
    to: f64,
    words: String,
}

/// The pages of a document.
pub(crate) fn of(document: &PagedDocument) -> Vec<PageLook> {
    document.pages().iter().map(|page| page_look(&page.frame)).collect()
}

fn page_look(frame: &Frame) -> PageLook {
    let (width, height) = (frame.width().to_mm(), frame.height().to_mm());
    let (columns, rows) = (cells(width), cells(height));
    let mut ink = Ink { columns, cells: vec![vec![b'.'; columns]; rows], runs: Vec::new() };
    gather(frame, Transform::identity(), &mut ink);
    let raster = ink.cells.iter().map(|row| String::from_utf8_lossy(row).into_owned()).collect();
    PageLook { size: (whole(width), whole(height)), raster, words: in_lines(ink.runs) }
}

fn gather(frame: &Frame, at: Transform, ink: &mut Ink) {
    for (place, item) in frame.items() {
        let here = at.pre_concat(Transform::translate(place.x, place.y));
        match item {
            FrameItem::Group(group) => gather(&group.frame, here.pre_concat(group.transform), ink),
            FrameItem::Text(run) => {
                // From the height of the capitals down to the base line.
                let (width, rise) = (run.width(), run.size * 0.7);
                let (from, to) =
                    corners(here, Point::new(Abs::zero(), -rise), Point::new(width, Abs::zero()));
                ink.fill(from, to, b'#');
                let top = to.1.max(from.1);
                ink.runs.push(Run { top, from: from.0, to: to.0, words: run.text.to_string() });
            }
            FrameItem::Shape(shape, _) => {
                let bounds = shape.bbox(false);
                let (from, to) = corners(here, bounds.min, bounds.max);
                ink.fill(from, to, b'-');
            }
            FrameItem::Image(_, size, _) => {
                let (from, to) = corners(here, Point::zero(), size.to_point());
                ink.fill(from, to, b'+');
            }
            FrameItem::Link(..) | FrameItem::Tag(_) => {}
        }
    }
}

/// Two corners on the page in millimetres, the upper left one first.
fn corners(here: Transform, one: Point, other: Point) -> ((f64, f64), (f64, f64)) {
    let place = |point: Point| {
        let on_page = point.transform(here);
        (on_page.x.to_mm(), on_page.y.to_mm())
    };
    let ((a, b), (c, d)) = (place(one), place(other));
    ((a.min(c), b.min(d)), (a.max(c), b.max(d)))
}

impl Ink {
    /// Inks the cells between two corners; words stand over lines, lines never over words.
    fn fill(&mut self, from: (f64, f64), to: (f64, f64), kind: u8) {
        let (left, right) = (cell_of(from.0), cell_of(to.0).min(self.columns.saturating_sub(1)));
        let (top, bottom) = (cell_of(from.1), cell_of(to.1));
        let rows = self.cells.iter_mut().take(bottom + 1).skip(top);
        for row in rows {
            for cell in row.iter_mut().take(right + 1).skip(left) {
                if kind != b'-' || *cell == b'.' {
                    *cell = kind;
                }
            }
        }
    }
}

/// Runs as lines of the page, from top to bottom and left to right; runs that touch are one word.
fn in_lines(mut runs: Vec<Run>) -> Vec<String> {
    // What stands within a millimetre is one line; rounded first, so that the order is total.
    let line_of = |run: &Run| tenths(run.top) / 10;
    runs.sort_by_key(|run| (line_of(run), tenths(run.from)));
    let mut lines: Vec<(i64, f64, String)> = Vec::new();
    for run in runs {
        let line = line_of(&run);
        match lines.last_mut() {
            Some((last, end, words)) if *last == line => {
                if run.from - *end > 0.6 && !words.ends_with(' ') && !run.words.starts_with(' ') {
                    words.push(' ');
                }
                words.push_str(&run.words);
                *end = run.to;
            }
            _ => lines.push((line, run.to, run.words)),
        }
    }
    lines.into_iter().map(|(_, _, words)| words.trim().to_owned()).filter(|words| !words.is_empty()).collect()
}

fn cell_of(millimetres: f64) -> usize {
    (millimetres.max(0.0) / CELL) as usize
}

fn cells(millimetres: f64) -> usize {
    (millimetres.max(0.0) / CELL).ceil() as usize
}

fn whole(millimetres: f64) -> u32 {
    millimetres.max(0.0).round() as u32
}

fn tenths(millimetres: f64) -> i64 {
    (millimetres * 10.0).round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(top: f64, from: f64, words: &str) -> Run {
        Run { top, from, to: from + 5.0, words: words.to_owned() }
    }

    #[test]
    fn runs_are_read_line_by_line_and_what_touches_is_one_word() {
        let runs = vec![
            run(20.0, 30.0, "hai"),
            run(10.04, 15.1, "khách"),
            run(10.0, 10.0, "Quý "),
            run(20.0, 35.1, "mươi"),
        ];
        assert_eq!(in_lines(runs), ["Quý khách", "haimươi"]);
    }

    #[test]
    fn lines_never_hide_words_and_nothing_is_inked_beside_the_page() {
        let mut ink = Ink { columns: 3, cells: vec![vec![b'.'; 3]; 2], runs: Vec::new() };
        ink.fill((0.0, 0.0), (7.0, 2.0), b'#');
        ink.fill((0.0, 0.0), (100.0, 100.0), b'-');
        let rows: Vec<String> = ink.cells.iter().map(|r| String::from_utf8_lossy(r).into_owned()).collect();
        assert_eq!(rows, ["##-", "---"]);
    }
}
