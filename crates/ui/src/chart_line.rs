//! A line over time: measured values, what the unit declares, the target, and the forecast with its interval.

use crate::chart::{LineChart, declared_name, escape, path_of, with_unit};
use crate::page::Markup;
use crate::words::Words;
use std::fmt::Write;

const LEFT: f64 = 52.0;
const TOP: f64 = 26.0;
const BOTTOM: f64 = 30.0;
const RIGHT: f64 = 148.0;
const HEIGHT: f64 = 260.0;

struct Frame {
    width: f64,
    low: f64,
    high: f64,
    step: f64,
    slots: usize,
}

impl Frame {
    fn of(chart: &LineChart) -> Frame {
        let width = if chart.width == 0 { 640.0 } else { f64::from(chart.width) };
        let declared = chart.declared.iter().flat_map(|series| series.values.iter().flatten().copied());
        let forecast = chart.forecast.iter().flat_map(|band| [band.low, band.high]);
        let all: Vec<f64> = chart
            .points
            .iter()
            .filter_map(|p| p.value)
            .chain(declared)
            .chain(forecast)
            .chain(chart.target)
            .collect();
        let least = all.iter().copied().fold(f64::INFINITY, f64::min);
        let most = all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let (least, most) = if least <= most { (least, most) } else { (0.0, 1.0) };
        let step = round_step((most - least).max(most.abs() * 0.02).max(0.01) / 4.0);
        let mut low = (least / step).floor() * step;
        let high = (most / step).ceil() * step;
        // A line near zero begins at zero; one far from it shows its own range.
        if least >= 0.0 && low <= (high - low) {
            low = 0.0;
        }
        let step = round_step((high - low) / 4.0);
        let high = low + ((high - low) / step).ceil().max(1.0) * step;
        let slots = chart.points.len() + chart.forecast.len();
        Frame { width, low, high, step, slots }
    }

    fn x(&self, index: usize) -> f64 {
        let room = self.width - LEFT - RIGHT;
        let gaps = self.slots.saturating_sub(1).max(1) as f64;
        LEFT + room * index as f64 / gaps
    }

    fn y(&self, value: f64) -> f64 {
        let room = HEIGHT - TOP - BOTTOM;
        TOP + room * (1.0 - (value - self.low) / (self.high - self.low))
    }
}

/// The next of 1, 2, 5 times a power of ten.
fn round_step(raw: f64) -> f64 {
    let power = 10f64.powf(raw.max(1e-9).log10().floor());
    let lead = raw / power;
    let nice = if lead <= 1.0 {
        1.0
    } else if lead <= 2.0 {
        2.0
    } else if lead <= 5.0 {
        5.0
    } else {
        10.0
    };
    nice * power
}

/// Draws the line as SVG.
pub fn line_chart(words: &Words, chart: &LineChart) -> Markup {
    let frame = Frame::of(chart);
    let mut out = format!(
        r#"<svg class="chart" viewBox="0 0 {:.0} {HEIGHT:.0}" role="img" aria-labelledby="{id}-t {id}-d"><title id="{id}-t">{}</title><desc id="{id}-d">{}</desc>"#,
        frame.width,
        escape(&chart.title),
        escape(&chart.desc),
        id = escape(&chart.id),
    );
    axes(&mut out, words, chart, &frame);
    forecast(&mut out, chart, &frame);
    let mut ends = Vec::new();
    if let Some(target) = chart.target {
        let y = frame.y(target);
        let _ = write!(out, r#"<path class="c-target" d="M{LEFT} {y:.1}H{:.1}"/>"#, frame.width - RIGHT);
        ends.push(End { y, class: "c-target-text", text: labelled(&words.target, target, words, chart) });
    }
    if let Some(series) = &chart.declared {
        series_line(&mut out, &series.values, "c-declared", &frame);
        if let Some(value) = series.values.iter().rev().flatten().next() {
            let text = labelled(declared_name(series, words), *value, words, chart);
            ends.push(End { y: frame.y(*value), class: "c-declared-text", text });
        }
    }
    let values: Vec<Option<f64>> = chart.points.iter().map(|point| point.value).collect();
    series_line(&mut out, &values, "c-line", &frame);
    dots(&mut out, chart, &frame, words);
    if let Some(band) = chart.forecast.last() {
        ends.push(End {
            y: frame.y(band.value),
            class: "c-line-text",
            text: labelled(&words.forecast, band.value, words, chart),
        });
    } else if let Some(value) = values.iter().rev().flatten().next() {
        let text = labelled(chart.measured_name(words), *value, words, chart);
        ends.push(End { y: frame.y(*value), class: "c-line-text", text });
    }
    labels(&mut out, ends, frame.width - RIGHT + 10.0);
    out.push_str("</svg>");
    Markup(out)
}

struct End {
    y: f64,
    class: &'static str,
    text: (String, String),
}

fn labelled(name: &str, value: f64, words: &Words, chart: &LineChart) -> (String, String) {
    (name.to_owned(), with_unit(words.number(value, chart.decimals), &chart.unit))
}

/// Names and values at the right end, pushed apart so that none covers another.
fn labels(out: &mut String, mut ends: Vec<End>, x: f64) {
    const GAP: f64 = 34.0;
    ends.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut floor = TOP - 8.0;
    for end in &mut ends {
        end.y = end.y.max(floor);
        floor = end.y + GAP;
    }
    let mut ceiling = HEIGHT - BOTTOM - 6.0;
    for end in ends.iter_mut().rev() {
        end.y = end.y.min(ceiling);
        ceiling = end.y - GAP;
    }
    for end in &ends {
        let (name, value) = &end.text;
        let _ = write!(
            out,
            r#"<text class="c-text {0}" x="{x:.1}" y="{1:.1}"><tspan class="c-strong">{2}</tspan><tspan x="{x:.1}" dy="15">{3}</tspan></text>"#,
            end.class,
            end.y,
            escape(value),
            escape(name),
        );
    }
}

fn axes(out: &mut String, words: &Words, chart: &LineChart, frame: &Frame) {
    let decimals = if frame.step < 1.0 { 2 } else { 0 };
    let lines = ((frame.high - frame.low) / frame.step).round() as usize;
    for index in 0..=lines {
        let value = frame.low + frame.step * index as f64;
        let y = frame.y(value);
        let _ = write!(
            out,
            r#"<path class="c-grid" d="M{LEFT} {y:.1}H{:.1}"/><text class="c-text c-quiet" x="{:.1}" y="{:.1}" text-anchor="end">{}</text>"#,
            frame.width - RIGHT,
            LEFT - 8.0,
            y + 4.0,
            escape(&words.number(value, decimals)),
        );
    }
    if !chart.unit.is_empty() {
        let _ = write!(out, r#"<text class="c-text c-quiet" x="0" y="12">{}</text>"#, escape(&chart.unit));
    }
    let every = frame.slots.div_ceil(7).max(1);
    let names = chart.points.iter().map(|p| &p.label).chain(chart.forecast.iter().map(|b| &b.label));
    let last = frame.slots.saturating_sub(1);
    for (index, name) in names.enumerate() {
        // Counted back from the last, which is always named.
        if (last - index).is_multiple_of(every) {
            let _ = write!(
                out,
                r#"<text class="c-text c-quiet" x="{:.1}" y="{:.1}" text-anchor="middle">{}</text>"#,
                frame.x(index),
                HEIGHT - 8.0,
                escape(name),
            );
        }
    }
}

fn forecast(out: &mut String, chart: &LineChart, frame: &Frame) {
    let Some(value) = chart.points.last().and_then(|point| point.value) else { return };
    if chart.forecast.is_empty() {
        return;
    }
    let start = chart.points.len();
    let origin = (frame.x(start - 1), frame.y(value));
    let at = |index: usize, value: f64| (frame.x(start + index), frame.y(value));
    let mut area = vec![origin];
    area.extend(chart.forecast.iter().enumerate().map(|(index, band)| at(index, band.high)));
    area.extend(chart.forecast.iter().enumerate().rev().map(|(index, band)| at(index, band.low)));
    let mut middle = vec![origin];
    middle.extend(chart.forecast.iter().enumerate().map(|(index, band)| at(index, band.value)));
    let _ = write!(
        out,
        r#"<path class="c-band" d="{}Z"/><path class="c-forecast" d="{}"/>"#,
        path_of(&area),
        path_of(&middle)
    );
}

fn series_line(out: &mut String, values: &[Option<f64>], class: &str, frame: &Frame) {
    let numbered: Vec<(usize, Option<f64>)> = values.iter().copied().enumerate().collect();
    for run in numbered.split(|(_, value)| value.is_none()) {
        let points: Vec<(f64, f64)> =
            run.iter().filter_map(|(index, value)| value.map(|v| (frame.x(*index), frame.y(v)))).collect();
        if !points.is_empty() {
            let _ = write!(out, r#"<path class="{class}" d="{}"/>"#, path_of(&points));
        }
    }
}

fn dots(out: &mut String, chart: &LineChart, frame: &Frame, words: &Words) {
    let last = chart.points.len().saturating_sub(1);
    for (index, point) in chart.points.iter().enumerate() {
        let Some(value) = point.value else { continue };
        let (x, y) = (frame.x(index), frame.y(value));
        let _ = write!(
            out,
            r#"<circle class="c-dot" cx="{x:.1}" cy="{y:.1}" r="4"><title>{}: {}</title></circle>"#,
            escape(&point.label),
            escape(&with_unit(words.number(value, chart.decimals), &chart.unit)),
        );
        // The first value, and the last measured one when a forecast follows, are named where they stand.
        if index == 0 || (index == last && !chart.forecast.is_empty()) {
            let _ = write!(
                out,
                r#"<text class="c-text c-strong" x="{x:.1}" y="{:.1}" text-anchor="middle">{}</text>"#,
                y - 10.0,
                escape(&words.number(value, chart.decimals)),
            );
        }
    }
}
