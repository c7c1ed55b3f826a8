//! A flow as a picture (SVG) without style or script of its own: the page's stylesheet colours its classes.
//! It is one picture to assistive technology, named by title and description; the table beside it says the same in words.

use crate::layout::{WIDE, places};
use crate::model::{Flow, Kind, Link, Node, Place};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What is written around a drawing.
#[derive(Debug, Clone, Default)]
pub struct Drawing {
    /// Id of the picture in its page.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its description.
    pub desc: String,
    /// Keys of the nodes where a dossier stands.
    pub now: Vec<String>,
    /// Keys of links that were taken.
    pub taken: Vec<String>,
}

/// Letters of a line in a step, and lines of it.
const LETTERS: usize = 22;
const LINES: usize = 3;

/// Draws it.
pub fn draw(flow: &Flow, drawing: &Drawing) -> String {
    let places = places(flow);
    let left = places.values().map(|p| p.x).min().unwrap_or(0) - 30;
    let top = places.values().map(|p| p.y).min().unwrap_or(0) - 40;
    let right = places.values().map(|p| p.x + p.width).max().unwrap_or(WIDE) + 30;
    let bottom = places.values().map(|p| p.y + p.height).max().unwrap_or(0);
    let back: i64 = flow.links.iter().filter(|link| goes_back(&places, link)).map(|_| 16).sum();
    let (width, height) = (right - left, bottom - top + 50 + back);
    let id = escape(&drawing.id);
    let mut out = format!(
        r#"<svg class="flow" viewBox="{left} {top} {width} {height}" width="{width}" height="{height}" role="img" aria-labelledby="{id}-t {id}-d"><title id="{id}-t">{}</title><desc id="{id}-d">{}</desc><defs><marker id="{id}-m" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path class="f-head" d="M0 0L8 4L0 8z"/></marker></defs>"#,
        escape(&drawing.title),
        escape(&drawing.desc),
    );
    let mut under = bottom + 24;
    for link in &flow.links {
        let Some((from, to)) = places.get(&link.from).zip(places.get(&link.to)) else { continue };
        let class = if drawing.taken.contains(&link.key) { "f-link f-taken" } else { "f-link" };
        let path = if to.x > from.x + from.width {
            forth(from, to)
        } else {
            let path = around(from, to, under);
            under += 16;
            path
        };
        let _ = write!(out, r#"<path class="{class}" d="{path}" marker-end="url(#{id}-m)"/>"#);
        label(&mut out, flow, link, from, to);
    }
    for node in &flow.nodes {
        if let Some(place) = places.get(&node.key) {
            shape(&mut out, node, place, drawing.now.contains(&node.key));
        }
    }
    out.push_str("</svg>");
    out
}

fn goes_back(places: &BTreeMap<String, Place>, link: &Link) -> bool {
    places.get(&link.from).zip(places.get(&link.to)).is_some_and(|(from, to)| to.x <= from.x + from.width)
}

/// From the right side to the left one, with one bend halfway.
fn forth(from: &Place, to: &Place) -> String {
    let (x, y) = (from.x + from.width, from.y + from.height / 2);
    let (tx, ty) = (to.x, to.y + to.height / 2);
    if y == ty { format!("M{x} {y}H{tx}") } else { format!("M{x} {y}H{}V{ty}H{tx}", tx - 20) }
}

/// Below everything and back.
fn around(from: &Place, to: &Place, under: i64) -> String {
    let (x, y) = (from.x + from.width / 2, from.y + from.height);
    let (tx, ty) = (to.x + to.width / 2, to.y + to.height);
    format!("M{x} {y}V{under}H{tx}V{ty}")
}

/// What is written beside a link: its name, or what its guard asks.
fn label(out: &mut String, flow: &Flow, link: &Link, from: &Place, to: &Place) {
    let words = if link.name.is_empty() {
        link.when.as_ref().map(ToString::to_string).unwrap_or_default()
    } else {
        link.name.clone()
    };
    if words.is_empty() || flow.node(&link.to).is_none() {
        return;
    }
    let (x, y) = if to.x > from.x + from.width {
        (to.x - 24, to.y + to.height / 2 - 8)
    } else {
        (from.x + from.width / 2 - 4, from.y + from.height + 16)
    };
    let short = cut(&words, LETTERS);
    let _ = write!(
        out,
        r#"<text class="f-text f-way" x="{x}" y="{y}" text-anchor="end">{}</text>"#,
        escape(&short)
    );
}

fn shape(out: &mut String, node: &Node, place: &Place, now: bool) {
    let Place { x, y, width, height } = *place;
    let (cx, cy) = (x + width / 2, y + height / 2);
    let here = if now { " f-now" } else { "" };
    match &node.kind {
        Kind::Step(_) | Kind::Action(_) => {
            let class = if node.step().is_some() { "f-step" } else { "f-step f-action" };
            let _ = write!(
                out,
                r#"<rect class="{class}{here}" x="{x}" y="{y}" width="{width}" height="{height}" rx="6"/>"#
            );
            let lines = lines(&node.name);
            let first = cy + 5 - 8 * (i64::try_from(lines.len()).unwrap_or(1) - 1);
            for (at, line) in (0_i64..).zip(&lines) {
                let _ = write!(
                    out,
                    r#"<text class="f-text" x="{cx}" y="{}" text-anchor="middle">{}</text>"#,
                    first + at * 16,
                    escape(line)
                );
            }
            return;
        }
        Kind::Choice | Kind::Split | Kind::Join => {
            let (right, low) = (x + width, y + height);
            let _ = write!(
                out,
                r#"<path class="f-gate{here}" d="M{cx} {y}L{right} {cy}L{cx} {low}L{x} {cy}z"/>"#
            );
            let arm = width / 5;
            let sign = if node.kind == Kind::Choice {
                format!("M{} {}l{d} {d}m0 -{d}l-{d} {d}", cx - arm, cy - arm, d = 2 * arm)
            } else {
                format!("M{} {cy}h{d}M{cx} {}v{d}", cx - arm, cy - arm, d = 2 * arm)
            };
            let _ = write!(out, r#"<path class="f-sign" d="{sign}"/>"#);
        }
        Kind::Start | Kind::End | Kind::Timer(_) => {
            let class = if node.kind == Kind::End { "f-event f-end" } else { "f-event" };
            let r = width.min(height) / 2;
            let _ = write!(out, r#"<circle class="{class}{here}" cx="{cx}" cy="{cy}" r="{r}"/>"#);
            if matches!(node.kind, Kind::Timer(_)) {
                let hand = r * 2 / 3;
                let _ = write!(out, r#"<path class="f-sign" d="M{cx} {}V{cy}H{}"/>"#, cy - hand, cx + hand);
            }
        }
    }
    let _ = write!(
        out,
        r#"<text class="f-text" x="{cx}" y="{}" text-anchor="middle">{}</text>"#,
        y + height + 16,
        escape(&cut(&node.name, LETTERS))
    );
}

/// A name in lines; what does not fit ends in dots.
fn lines(name: &str) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in name.split_whitespace() {
        let full = lines
            .last()
            .is_some_and(|l| !l.is_empty() && l.chars().count() + 1 + word.chars().count() > LETTERS);
        if full {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(&cut(word, LETTERS));
        }
    }
    if lines.len() > LINES {
        lines.truncate(LINES);
        if let Some(last) = lines.last_mut() {
            *last = cut(&format!("{last} …"), LETTERS);
            if !last.ends_with('…') {
                last.push('…');
            }
        }
    }
    lines
}

fn cut(text: &str, letters: usize) -> String {
    if text.chars().count() <= letters {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(letters.saturating_sub(1)).collect();
    short.push('…');
    short
}

/// Text between tags and in attributes.
pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // Line ends in attributes would be read as spaces.
            '\n' | '\r' | '\t' => {
                let _ = write!(safe, "&#{};", u32::from(letter));
            }
            // XML 1.0 has no place for other control characters.
            letter if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => {}
            letter => safe.push(letter),
        }
    }
    safe
}
