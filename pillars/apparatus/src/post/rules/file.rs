//! The post's status file: CSV with a line a consignment. What cannot be read is told line by line, and nothing of the file
//! is taken in before all of it can be read.

use kernel::Day;
use kernel::text::fold;

/// What the post says of a consignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Phát thành công.
    Delivered,
    /// Phát không thành công.
    Failed,
    /// Chuyển hoàn.
    CameBack,
}

impl Outcome {
    /// Word in the database.
    pub fn code(self) -> &'static str {
        match self {
            Outcome::Delivered => "delivered",
            Outcome::Failed => "failed",
            Outcome::CameBack => "came_back",
        }
    }

    /// From the word of a form.
    pub fn from_code(code: &str) -> Option<Outcome> {
        [Outcome::Delivered, Outcome::Failed, Outcome::CameBack].into_iter().find(|o| o.code() == code)
    }

    /// From what a file says, in Vietnamese or English, with or without marks.
    fn from_words(text: &str) -> Option<Outcome> {
        match fold(text).replace('_', " ").as_str() {
            "delivered" | "phat thanh cong" | "thanh cong" | "da phat" => Some(Outcome::Delivered),
            "failed" | "phat khong thanh cong" | "khong thanh cong" | "khong phat duoc" => {
                Some(Outcome::Failed)
            }
            "came back" | "returned" | "chuyen hoan" | "da chuyen hoan" | "hoan tra" => {
                Some(Outcome::CameBack)
            }
            _ => None,
        }
    }
}

/// A line of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// Line in the file; the head is line 1.
    pub line: i64,
    /// The post's number.
    pub number: String,
    /// What became of it.
    pub outcome: Outcome,
    /// On which day.
    pub on: Day,
    /// Why not, or who took it.
    pub reason: String,
}

/// What is found of a line that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// Entered.
    Applied,
    /// Known already.
    Known,
    /// No consignment of this scope has the number.
    Unknown,
    /// The consignment stands so that this cannot be.
    Unlawful,
    /// It lies before the day on which the post got it, or after today.
    Day,
}

impl Finding {
    /// All of them.
    pub const ALL: [Finding; 5] =
        [Finding::Applied, Finding::Known, Finding::Unknown, Finding::Unlawful, Finding::Day];

    /// Word in the database.
    pub fn code(self) -> &'static str {
        match self {
            Finding::Applied => "applied",
            Finding::Known => "known",
            Finding::Unknown => "unknown",
            Finding::Unlawful => "unlawful",
            Finding::Day => "day",
        }
    }
}

/// What cannot be read: line and message key.
pub type Unreadable = (i64, &'static str);

/// Lines a file may have: what the post sends of a day is far below.
const MOST: usize = 20_000;

/// Reads a file with the columns `number`, `status`, `day` and `reason` (or `so_hieu`, `trang_thai`, `ngay`, `ly_do`) in any
/// order; days as 2013-06-10 or 10/06/2013. All faults of all lines at once.
pub fn read(text: &str) -> Result<Vec<Stated>, Vec<Unreadable>> {
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let heads = reader.headers().map_err(|_| vec![(1, "post-error-file-csv")])?.clone();
    let column = |names: [&str; 2]| {
        heads.iter().position(|head| {
            let head = fold(head.trim_start_matches('\u{feff}')).replace([' ', '-'], "_");
            names.contains(&head.as_str())
        })
    };
    let (Some(number), Some(status), Some(day)) =
        (column(["number", "so_hieu"]), column(["status", "trang_thai"]), column(["day", "ngay"]))
    else {
        return Err(vec![(1, "post-error-file-columns")]);
    };
    let reason = column(["reason", "ly_do"]);
    let (mut lines, mut wrong) = (Vec::new(), Vec::new());
    for (line, record) in (2i64..).zip(reader.records()) {
        if lines.len() >= MOST {
            return Err(vec![(line, "post-error-file-long")]);
        }
        let Ok(record) = record else {
            wrong.push((line, "post-error-file-csv"));
            continue;
        };
        let cell = |at: usize| record.get(at).unwrap_or_default();
        let outcome = Outcome::from_words(cell(status));
        let on = cell(day).parse().ok().or_else(|| Day::parse_vn(cell(day)).ok());
        let named = cell(number);
        let fine = !named.is_empty() && named.chars().count() <= 60;
        for (right, key) in [
            (fine, "post-error-file-number"),
            (outcome.is_some(), "post-error-file-status"),
            (on.is_some(), "post-error-file-day"),
        ] {
            if !right {
                wrong.push((line, key));
            }
        }
        if let (true, Some(outcome), Some(on)) = (fine, outcome, on) {
            let reason: String = reason.map(cell).unwrap_or_default().chars().take(300).collect();
            lines.push(Stated { line, number: named.to_uppercase(), outcome, on, reason });
        }
    }
    match (wrong.is_empty(), lines.is_empty()) {
        (true, true) => Err(vec![(1, "post-error-file-none")]),
        (true, false) => Ok(lines),
        (false, _) => Err(wrong),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_file_is_read_in_either_language_and_any_order_of_columns() {
        let text = "\u{feff}Ngày,Số hiệu,Trạng thái,Lý do\n10/06/2013,rm1vn,Phát thành công,Chị Lan\n2013-06-11,RM2VN,chuyển hoàn,\n";
        let lines = read(text).unwrap();
        assert_eq!(
            (lines[0].number.as_str(), lines[0].outcome, lines[0].line),
            ("RM1VN", Outcome::Delivered, 2)
        );
        assert_eq!((lines[1].outcome, lines[1].on.to_string().as_str()), (Outcome::CameBack, "2013-06-11"));
        let english = read("number,status,day\nA,failed,2013-06-10\n").unwrap();
        assert_eq!((english[0].outcome, english[0].reason.as_str()), (Outcome::Failed, ""));
    }

    #[test]
    fn every_fault_of_every_line_is_told_at_once() {
        let text = "number,status,day\n,delivered,2013-06-10\nA,lost,2013-06-10\nB,failed,31/02/2013\n";
        assert_eq!(
            read(text).unwrap_err(),
            [(2, "post-error-file-number"), (3, "post-error-file-status"), (4, "post-error-file-day")]
        );
        assert_eq!(read("a,b\n1,2\n").unwrap_err(), [(1, "post-error-file-columns")]);
        assert_eq!(read("number,status,day\n").unwrap_err(), [(1, "post-error-file-none")]);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_and_never_a_fault(text in "\\PC{0,300}") {
            let _ = read(&text);
            let _ = read(&format!("number,status,day\n{text}"));
        }
    }
}
