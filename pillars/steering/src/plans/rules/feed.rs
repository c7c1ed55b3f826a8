//! A calendar as other programs read it (RFC 5545): an event a last day, lines folded at 75 octets, texts escaped.

use kernel::{Day, Moment};

/// A last day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Unchanging name, worldwide.
    pub uid: String,
    /// The day.
    pub day: Day,
    /// Shown title.
    pub summary: String,
    /// Shown text.
    pub description: String,
    /// The record's address.
    pub href: String,
}

/// The calendar of some events, as of a moment.
pub fn calendar(name: &str, events: &[Event], at: Moment) -> String {
    let stamp = at.utc().format("%Y%m%dT%H%M%SZ").to_string();
    let mut out = String::new();
    let mut line = |text: String| fold(&mut out, &text);
    line("BEGIN:VCALENDAR".to_owned());
    line("VERSION:2.0".to_owned());
    line("PRODID:-//motcua//plans//VI".to_owned());
    line("CALSCALE:GREGORIAN".to_owned());
    line("METHOD:PUBLISH".to_owned());
    line(format!("X-WR-CALNAME:{}", escape(name)));
    line("REFRESH-INTERVAL;VALUE=DURATION:PT6H".to_owned());
    for event in events {
        line("BEGIN:VEVENT".to_owned());
        line(format!("UID:{}", escape(&event.uid)));
        line(format!("DTSTAMP:{stamp}"));
        line(format!("DTSTART;VALUE=DATE:{}", plain(event.day)));
        line(format!("DTEND;VALUE=DATE:{}", plain(event.day.next())));
        line(format!("SUMMARY:{}", escape(&event.summary)));
        line(format!("DESCRIPTION:{}", escape(&event.description)));
        line(format!("URL:{}", event.href.replace(['\r', '\n'], "")));
        line("TRANSP:TRANSPARENT".to_owned());
        line("END:VEVENT".to_owned());
    }
    line("END:VCALENDAR".to_owned());
    out
}

fn plain(day: Day) -> String {
    day.to_string().replace('-', "")
}

/// Backslash, semicolon, comma and line ends have a meaning of their own (section 3.3.11).
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A line of at most 75 octets, the rest on lines that begin with a space (section 3.1); never within a character.
fn fold(out: &mut String, text: &str) {
    let mut room = 75;
    for c in text.chars() {
        if c.len_utf8() > room {
            out.push_str("\r\n ");
            room = 74;
        }
        out.push(c);
        room -= c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Reads a calendar again: unfolded, by property, unescaped.
    fn parsed(text: &str) -> Vec<(String, String)> {
        let unfolded = text.replace("\r\n ", "");
        let unescape = |value: &str| {
            let mut out = String::new();
            let mut chars = value.chars();
            while let Some(c) = chars.next() {
                match (c, if c == '\\' { chars.next() } else { None }) {
                    ('\\', Some('n')) => out.push('\n'),
                    ('\\', Some(other)) => out.push(other),
                    (c, _) => out.push(c),
                }
            }
            out
        };
        let lines = unfolded.split("\r\n").filter(|l| !l.is_empty());
        lines.map(|l| l.split_once(':').unwrap()).map(|(n, v)| (n.to_owned(), unescape(v))).collect()
    }

    fn event(summary: &str) -> Event {
        Event {
            uid: "plan-line-7@motcua".to_owned(),
            day: "2013-12-31".parse().unwrap(),
            summary: summary.to_owned(),
            description: "Sản phẩm: hai lớp".to_owned(),
            href: "https://motcua.example/ke-hoach-cchc/viec/7".to_owned(),
        }
    }

    fn at() -> Moment {
        "2013-06-10".parse::<Day>().unwrap().start()
    }

    #[test]
    fn a_last_day_is_an_event_of_a_whole_day_that_ends_with_the_next() {
        let text = calendar("Kế hoạch", &[event("Mở lớp, hai đợt; một báo cáo")], at());
        let found = parsed(&text);
        let of = |name: &str| found.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
        assert_eq!(of("DTSTART;VALUE=DATE"), Some("20131231"));
        assert_eq!(of("DTEND;VALUE=DATE"), Some("20140101"));
        assert_eq!(of("SUMMARY"), Some("Mở lớp, hai đợt; một báo cáo"));
        assert_eq!(of("DTSTAMP"), Some("20130609T170000Z"), "the stamp is in universal time");
        assert!(text.contains("SUMMARY:Mở lớp\\, hai đợt\\; một báo cáo"));
        assert!(
            text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && text.ends_with("END:VCALENDAR\r\n")
        );
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again_and_no_line_is_longer_than_75_octets(summary in "[ -~àáảãạđĐếộữ\n]{0,300}") {
            let text = calendar("Lịch", &[event(&summary)], at());
            for line in text.split("\r\n") {
                prop_assert!(line.len() <= 75, "{line}");
            }
            let found = parsed(&text);
            let read = found.iter().find(|(n, _)| n == "SUMMARY").map(|(_, v)| v.clone());
            prop_assert_eq!(read, Some(summary));
        }
    }
}
