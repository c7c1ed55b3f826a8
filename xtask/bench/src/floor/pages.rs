//! The floor's pages: strings put together by hand, escaped, nothing else.

use super::{Figure, Line, Record};
use std::fmt::Write;

struct Escaped<'a>(&'a str);

impl std::fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

fn moment(micros: i64) -> String {
    let local = chrono::DateTime::from_timestamp_micros(micros + 7 * 3_600_000_000).unwrap_or_default();
    local.format("%H:%M %d/%m/%Y").to_string()
}

fn page(title: &str, body: impl FnOnce(&mut String)) -> String {
    let mut html = String::with_capacity(16 << 10);
    let _ = write!(
        html,
        "<!doctype html><html lang=\"vi\"><head><meta charset=\"utf-8\"><title>{0}</title>\
         <link rel=\"stylesheet\" href=\"/style.css\"></head><body><header><a href=\"/\">Một cửa</a><nav><a href=\"/inbox\">Hồ sơ</a>\
         <a href=\"/search\">Tìm</a><a href=\"/board\">Mục tiêu</a></nav></header><main><h1>{0}</h1>",
        Escaped(title)
    );
    body(&mut html);
    html.push_str("</main><footer>Thành phố Cần Thơ</footer></body></html>");
    html
}

fn state(state: i64) -> &'static str {
    match state {
        1 => "Mới đăng ký",
        2 => "Đã tiếp nhận",
        4 => "Đang xử lý",
        5 => "Chờ bổ sung",
        9 => "Chờ trả kết quả",
        10 => "Đã trả kết quả",
        _ => "Đã dừng",
    }
}

pub(super) fn inbox(lines: &[Line]) -> String {
    page("Hồ sơ", |html| {
        html.push_str("<table><thead><tr><th>Mã</th><th>Chủ hồ sơ</th><th>Thủ tục</th><th>Trạng thái</th><th>Nộp</th><th>Hẹn</th></tr></thead><tbody>");
        for line in lines.iter().take(25) {
            let _ = write!(
                html,
                "<tr><td><a href=\"/dossier/{}\">{}</a></td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
                line.id,
                Escaped(&line.code),
                Escaped(&line.owner),
                Escaped(&line.procedure),
                state(line.state),
                moment(line.filed_at),
                moment(line.due_at)
            );
        }
        html.push_str("</tbody></table>");
        if let Some(last) = lines.get(25) {
            let _ = write!(html, "<a href=\"?after={}\">Tiếp</a>", last.id);
        }
    })
}

pub(super) fn dossier(record: &Record) -> String {
    page(&record.code, |html| {
        let _ = write!(
            html,
            "<dl><dt>Thủ tục</dt><dd>{}</dd><dt>Chủ hồ sơ</dt><dd>{}</dd><dt>Giấy tờ</dt><dd>{}</dd><dt>Địa chỉ</dt><dd>{}</dd>\
             <dt>Điện thoại</dt><dd>{}</dd><dt>Trạng thái</dt><dd>{}</dd><dt>Nộp</dt><dd>{}</dd><dt>Hẹn</dt><dd>{} {}</dd></dl><ul>",
            Escaped(&record.procedure),
            Escaped(&record.owner),
            Escaped(&record.identity),
            Escaped(&record.address),
            Escaped(&record.phone),
            state(record.state),
            moment(record.filed_at),
            moment(record.due_at),
            Escaped(&record.due_steps)
        );
        for (name, given, copies) in &record.papers {
            let _ = write!(html, "<li>{}: {} ({copies})</li>", Escaped(name), Escaped(given));
        }
        html.push_str("</ul>");
        timeline(html, record);
    })
}

fn timeline(html: &mut String, record: &Record) {
    html.push_str("<ol>");
    for (at, actor, action) in &record.timeline {
        let _ = write!(html, "<li>{} {} – {}</li>", moment(*at), Escaped(actor), Escaped(action));
    }
    html.push_str("</ol>");
}

pub(super) fn track(record: &Record) -> String {
    page(&record.code, |html| {
        let _ = write!(
            html,
            "<p>{}</p><p>{}</p><p>{}</p>",
            Escaped(&record.procedure),
            state(record.state),
            moment(record.due_at)
        );
        timeline(html, record);
    })
}

pub(super) fn found(asked: &str, hits: &[(i64, String, String)]) -> String {
    page("Tìm", |html| {
        let _ = write!(html, "<form><input name=\"q\" value=\"{}\"></form><ul>", Escaped(asked));
        for (id, code, owner) in hits {
            let _ =
                write!(html, "<li><a href=\"/dossier/{id}\">{}</a> {}</li>", Escaped(code), Escaped(owner));
        }
        html.push_str("</ul>");
    })
}

pub(super) fn board(figures: &[Figure]) -> String {
    page("Mục tiêu", |html| {
        html.push_str("<table>");
        for (_, name, target, months) in figures {
            let last = months.last().copied().unwrap_or_default();
            let before = months.iter().rev().nth(1).copied().unwrap_or_default();
            let light = if last >= *target { "xanh" } else { "đỏ" };
            let _ = write!(
                html,
                "<tr><td>{}</td><td>{target}</td><td>{last}</td><td>{:+.1}</td><td>{light}</td><td>",
                Escaped(name),
                last - before
            );
            for month in months {
                let _ = write!(html, "{month:.1} ");
            }
            html.push_str("</td></tr>");
        }
        html.push_str("</table>");
    })
}
