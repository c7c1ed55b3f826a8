//! Charts drawn on the server: data types, the figures beneath as a table, and the sparkline.
//! Only classes and geometry, no inline styles; direct labels instead of legends.

use crate::page::Markup;
use crate::words::Words;
use std::fmt::Write;

pub use crate::chart_bar::bar_chart;
pub use crate::chart_line::line_chart;

/// A point of a line: one period.
#[derive(Clone, Debug, Default)]
pub struct Point {
    /// The period, short, e.g. "T10/2012".
    pub label: String,
    /// The value; none: a gap.
    pub value: Option<f64>,
    /// From how many records.
    pub count: Option<u64>,
}

impl Point {
    /// A point.
    pub fn new(label: impl Into<String>, value: Option<f64>, count: Option<u64>) -> Point {
        Point { label: label.into(), value, count }
    }
}

/// A second line beside the measured one.
#[derive(Clone, Debug, Default)]
pub struct Series {
    /// Its name, e.g. "Đơn vị tự khai".
    pub name: String,
    /// One value a point of the chart.
    pub values: Vec<Option<f64>>,
}

/// A forecast period with its interval.
#[derive(Clone, Debug, Default)]
pub struct Band {
    /// The period.
    pub label: String,
    /// The expected value.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// A line over time, measured by the system.
#[derive(Clone, Debug, Default)]
pub struct LineChart {
    /// Unique in the page.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// The finding in a sentence, for those who do not see it.
    pub desc: String,
    /// Name of the measured line; empty: `words.measured`.
    pub name: String,
    /// The measured line.
    pub points: Vec<Point>,
    /// What the unit declares itself.
    pub declared: Option<Series>,
    /// The target, a level line.
    pub target: Option<f64>,
    /// What is expected, after the last point.
    pub forecast: Vec<Band>,
    /// Unit, e.g. "%".
    pub unit: String,
    /// Decimals shown.
    pub decimals: usize,
    /// Width in units of the drawing, 640 when 0.
    pub width: u32,
}

/// A bar.
#[derive(Clone, Debug, Default)]
pub struct Bar {
    /// What it stands for.
    pub label: String,
    /// Its length.
    pub value: f64,
    /// From how many records.
    pub count: Option<u64>,
    /// Where its records are; makes the label a link.
    pub href: Option<String>,
    /// Whether it is set off (one's own unit).
    pub marked: bool,
}

/// Horizontal bars.
#[derive(Clone, Debug, Default)]
pub struct BarChart {
    /// Unique in the page.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// The finding in a sentence.
    pub desc: String,
    /// The bars, top to bottom.
    pub bars: Vec<Bar>,
    /// The target, a mark across the bars.
    pub target: Option<f64>,
    /// Unit, e.g. "%".
    pub unit: String,
    /// Decimals shown.
    pub decimals: usize,
    /// The longest possible value, e.g. 100 for percentages; none: the longest bar.
    pub max: Option<f64>,
    /// Width in units of the drawing, 640 when 0.
    pub width: u32,
}

/// A table of figures within a details element, to put below a chart.
pub fn chart_table(words: &Words, caption: &str, columns: &[String], rows: &[Vec<String>]) -> Markup {
    let mut out = String::new();
    let _ = write!(
        out,
        r#"<details class="chart-table"><summary>{}</summary><div class="table-wrap" tabindex="0" role="region" aria-label="{}"><table class="table table-plain"><caption class="hide">{}</caption><thead><tr>"#,
        escape(&words.chart_figures),
        escape(caption),
        escape(caption)
    );
    for (index, column) in columns.iter().enumerate() {
        let class = if index == 0 { "" } else { " class=\"num\"" };
        let _ = write!(out, r#"<th scope="col"{class}>{}</th>"#, escape(column));
    }
    out.push_str("</tr></thead><tbody>");
    for row in rows {
        out.push_str("<tr>");
        for (index, value) in row.iter().enumerate() {
            let _ = if index == 0 {
                write!(out, r#"<th scope="row">{}</th>"#, escape(value))
            } else {
                write!(out, r#"<td class="num">{}</td>"#, escape(value))
            };
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table></div></details>");
    Markup(out)
}

impl LineChart {
    /// The chart with its figures beneath, ready for a page.
    pub fn render(&self, words: &Words) -> Markup {
        framed(&self.title, line_chart(words, self), self.table(words))
    }

    /// The same figures as a table.
    pub fn table(&self, words: &Words) -> Markup {
        let show = |value: Option<f64>| match value {
            Some(value) => with_unit(words.number(value, self.decimals), &self.unit),
            None => "–".to_owned(),
        };
        let counted = self.points.iter().any(|point| point.count.is_some());
        let mut columns = vec![words.period.clone(), self.measured_name(words).to_owned()];
        if counted {
            columns.push(words.records.clone());
        }
        if let Some(declared) = &self.declared {
            columns.push(declared_name(declared, words).to_owned());
        }
        if !self.forecast.is_empty() {
            columns.push(words.interval.clone());
        }
        let mut rows: Vec<Vec<String>> = Vec::new();
        for (index, point) in self.points.iter().enumerate() {
            let mut row = vec![point.label.clone(), show(point.value)];
            if counted {
                row.push(point.count.map_or_else(|| "–".to_owned(), |n| words.number(n as f64, 0)));
            }
            if let Some(declared) = &self.declared {
                row.push(show(declared.values.get(index).copied().flatten()));
            }
            if !self.forecast.is_empty() {
                row.push("–".to_owned());
            }
            rows.push(row);
        }
        for band in &self.forecast {
            let mut row = vec![
                band.label.clone(),
                format!("{} ({})", show(Some(band.value)), words.forecast.to_lowercase()),
            ];
            row.extend(
                (0..usize::from(counted) + usize::from(self.declared.is_some())).map(|_| "–".to_owned()),
            );
            row.push(format!("{} – {}", show(Some(band.low)), show(Some(band.high))));
            rows.push(row);
        }
        chart_table(words, &self.title, &columns, &rows)
    }

    pub(crate) fn measured_name<'a>(&'a self, words: &'a Words) -> &'a str {
        if self.name.is_empty() { &words.measured } else { &self.name }
    }
}

pub(crate) fn declared_name<'a>(series: &'a Series, words: &'a Words) -> &'a str {
    if series.name.is_empty() { &words.declared } else { &series.name }
}

impl BarChart {
    /// The chart with its figures beneath, ready for a page.
    pub fn render(&self, words: &Words) -> Markup {
        framed(&self.title, bar_chart(words, self), self.table(words))
    }

    /// The same figures as a table.
    pub fn table(&self, words: &Words) -> Markup {
        let counted = self.bars.iter().any(|bar| bar.count.is_some());
        let mut columns = vec![words.name.clone(), words.value.clone()];
        if counted {
            columns.push(words.records.clone());
        }
        let rows: Vec<Vec<String>> = self
            .bars
            .iter()
            .map(|bar| {
                let mut row =
                    vec![bar.label.clone(), with_unit(words.number(bar.value, self.decimals), &self.unit)];
                if counted {
                    row.push(bar.count.map_or_else(|| "–".to_owned(), |n| words.number(n as f64, 0)));
                }
                row
            })
            .collect();
        chart_table(words, &self.title, &columns, &rows)
    }
}

fn framed(title: &str, chart: Markup, table: Markup) -> Markup {
    let title = escape(title);
    Markup(format!(
        r#"<figure class="chart-frame"><div class="chart-scroll" role="group" tabindex="0" aria-label="{title}">{chart}</div>{table}</figure>"#
    ))
}

/// A line without axes, for a table's cell or a figure; `title` says what it shows.
pub fn sparkline(title: &str, values: &[f64]) -> Markup {
    let (width, height) = (96.0, 24.0);
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let range = if high > low { high - low } else { 1.0 };
    let step = if values.len() > 1 { (width - 8.0) / (values.len() - 1) as f64 } else { 0.0 };
    let points: Vec<(f64, f64)> = values
        .iter()
        .enumerate()
        .map(|(index, value)| {
            (4.0 + step * index as f64, height - 4.0 - (value - low) / range * (height - 8.0))
        })
        .collect();
    let mut out = format!(
        r#"<svg class="spark" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-label="{0}">"#,
        escape(title)
    );
    let _ = write!(out, r#"<path class="c-line" d="{}"/>"#, path_of(&points));
    if let Some((x, y)) = points.last() {
        let _ = write!(out, r#"<circle class="c-dot" cx="{x:.1}" cy="{y:.1}" r="3"/>"#);
    }
    out.push_str("</svg>");
    Markup(out)
}

pub(crate) fn path_of(points: &[(f64, f64)]) -> String {
    let mut path = String::with_capacity(points.len() * 12);
    for (index, (x, y)) in points.iter().enumerate() {
        let _ = write!(path, "{}{x:.1} {y:.1}", if index == 0 { "M" } else { "L" });
    }
    path
}

pub(crate) fn with_unit(number: String, unit: &str) -> String {
    if unit.is_empty() { number } else { format!("{number}\u{a0}{unit}") }
}

pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests;
