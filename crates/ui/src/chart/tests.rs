//! Charts: escaping, gaps, target and forecast, and no inline style anywhere.

use super::*;
use crate::words::MESSAGES_VI;
use crate::words::tests::words_of;

fn chart() -> LineChart {
    LineChart {
        id: "dung-han".into(),
        name: String::new(),
        title: "Tỷ lệ <đúng hạn>".into(),
        desc: "Tăng đều".into(),
        points: vec![
            Point::new("T8", Some(91.2), Some(120)),
            Point::new("T9", None, Some(0)),
            Point::new("T10", Some(94.5), Some(140)),
        ],
        declared: Some(Series { name: String::new(), values: vec![Some(99.0), None, Some(99.5)] }),
        target: Some(95.0),
        forecast: vec![Band { label: "T11".into(), value: 95.0, low: 93.0, high: 97.0 }],
        unit: "%".into(),
        decimals: 1,
        width: 0,
    }
}

#[test]
fn a_line_chart_has_target_interval_and_names_at_its_lines() {
    let svg = chart().render(&words_of(MESSAGES_VI)).0;
    for needle in
        ["c-target", "c-band", "Chỉ tiêu", "Đơn vị tự khai", "Dự báo", "<title id=", "<desc", "94,5\u{a0}%"]
    {
        assert!(svg.contains(needle), "{needle} in {svg}");
    }
    assert!(!svg.contains("<đúng") && !svg.contains("style=") && !svg.contains("NaN"), "{svg}");
}

#[test]
fn a_gap_breaks_the_line() {
    let svg = line_chart(&words_of(MESSAGES_VI), &chart()).0;
    assert_eq!(svg.matches(r#"class="c-line""#).count(), 2);
}

#[test]
fn an_empty_chart_is_drawn_without_a_line() {
    let svg = LineChart { id: "x".into(), ..LineChart::default() }.render(&words_of(MESSAGES_VI)).0;
    assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    assert!(!bar_chart(&words_of(MESSAGES_VI), &BarChart::default()).0.contains("NaN"));
    assert!(!sparkline("", &[]).0.contains("NaN") && !sparkline("", &[3.0]).0.contains("NaN"));
}

#[test]
fn bars_escape_their_labels_and_stay_within_the_drawing() {
    let bars = vec![
        Bar { label: "Phường <An> & Bình".into(), value: 120.0, count: Some(3), ..Bar::default() },
        Bar { label: "Sở Nội vụ".into(), value: -5.0, ..Bar::default() },
    ];
    let chart =
        BarChart { id: "b".into(), bars, max: Some(100.0), target: Some(80.0), ..BarChart::default() };
    let html = chart.render(&words_of(MESSAGES_VI)).0;
    assert!(html.contains("Phường &lt;An&gt; &amp; Bình"));
    assert!(!html.contains("width=\"-") && !html.contains("style="), "{html}");
}
