//! Horizontal bars: label above its bar (names of agencies are long), value at its end, target as a mark.

use crate::chart::{BarChart, escape, with_unit};
use crate::page::Markup;
use crate::words::Words;
use std::fmt::Write;

const ROW: f64 = 48.0;
const THICK: f64 = 14.0;

/// Draws the bars as SVG.
pub fn bar_chart(words: &Words, chart: &BarChart) -> Markup {
    let width = if chart.width == 0 { 640.0 } else { f64::from(chart.width) };
    let top = if chart.target.is_some() { 32.0 } else { 4.0 };
    let height = top + ROW * chart.bars.len() as f64;
    let room = width - 92.0;
    let longest = chart.bars.iter().map(|bar| bar.value).chain(chart.target).fold(0.0, f64::max);
    let max = chart.max.unwrap_or(longest).max(f64::MIN_POSITIVE);
    let scale = |value: f64| (value / max).clamp(0.0, 1.0) * room;
    let mut out = format!(
        r#"<svg class="chart chart-bars" viewBox="0 0 {width:.0} {height:.0}" role="{}" aria-labelledby="{id}-t {id}-d"><title id="{id}-t">{}</title><desc id="{id}-d">{}</desc>"#,
        // An image has no parts; with links in it, it is a group.
        if chart.bars.iter().any(|bar| bar.href.is_some()) { "group" } else { "img" },
        escape(&chart.title),
        escape(&chart.desc),
        id = escape(&chart.id),
    );
    for (index, bar) in chart.bars.iter().enumerate() {
        let y = top + ROW * index as f64;
        let length = scale(bar.value);
        let label = escape(&bar.label);
        let class = if bar.marked { "c-bar c-bar-marked" } else { "c-bar" };
        let text = match &bar.href {
            Some(href) => format!(
                r#"<a href="{}"><text class="c-text c-link" x="0" y="{:.1}">{label}</text></a>"#,
                escape(href),
                y + 14.0
            ),
            None => format!(r#"<text class="c-text" x="0" y="{:.1}">{label}</text>"#, y + 14.0),
        };
        let _ = write!(
            out,
            r#"{text}<rect class="c-rail" x="0" y="{0:.1}" width="{room:.1}" height="{THICK}" rx="2"/><rect class="{class}" x="0" y="{0:.1}" width="{length:.1}" height="{THICK}" rx="2"/><text class="c-text c-strong" x="{1:.1}" y="{2:.1}">{3}</text>"#,
            y + 20.0,
            room + 8.0,
            y + 32.0,
            escape(&with_unit(words.number(bar.value, chart.decimals), &chart.unit)),
        );
    }
    if let Some(target) = chart.target {
        let x = scale(target);
        let anchor = if x > width / 2.0 { "end" } else { "start" };
        let _ = write!(
            out,
            r#"<path class="c-target" d="M{x:.1} 26V{height:.1}"/><text class="c-text c-target-text" x="{x:.1}" y="20" text-anchor="{anchor}">{} {}</text>"#,
            escape(&words.target),
            escape(&with_unit(words.number(target, chart.decimals), &chart.unit)),
        );
    }
    out.push_str("</svg>");
    Markup(out)
}
