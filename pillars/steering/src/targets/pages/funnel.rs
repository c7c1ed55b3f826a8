//! The funnel: shares of agencies over their number of records, with the limits within which chance alone may put them. Drawn on
//! the server; every point is a link, and who lies outside is named beside the point.

use super::super::rules::{Chance, curve};
use std::fmt::Write;

/// A drawn funnel.
#[derive(askama::Template)]
#[template(path = "targets/pages/funnel.html")]
pub(super) struct Funnel {
    title: String,
    desc: String,
    axis: String,
    grid: Vec<(String, String)>,
    ticks: Vec<(String, String)>,
    near: Vec<String>,
    far: Vec<String>,
    middle: String,
    points: Vec<Drawn>,
}

impl askama::filters::HtmlSafe for Funnel {}

struct Drawn {
    href: String,
    label: String,
    name: String,
    x: String,
    y: String,
    shift: &'static str,
    anchor: &'static str,
    outside: bool,
}

/// An agency to be drawn.
pub(super) struct Point {
    pub href: String,
    pub name: String,
    /// What is said of it to those who do not see it.
    pub label: String,
    pub percent: f64,
    pub n: i64,
    pub chance: Chance,
}

/// The words around it.
pub(super) struct Around {
    pub title: String,
    pub desc: String,
    pub axis: String,
}

const LEFT: f64 = 48.0;
const RIGHT: f64 = 632.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = 330.0;
/// Places at which the limits are reckoned.
const STEPS: u32 = 48;

/// Where things stand in the drawing: records on a scale of square roots, as the limits narrow with them.
struct Scale {
    from: f64,
    to: f64,
    low: f64,
    high: f64,
}

impl Scale {
    fn x(&self, n: i64) -> f64 {
        let (from, to) = (self.from.sqrt(), self.to.sqrt());
        LEFT + ((n as f64).sqrt() - from) / (to - from) * (RIGHT - LEFT)
    }

    /// The number of records at a part of the way from the left to the right.
    fn at(&self, part: f64) -> i64 {
        let (from, to) = (self.from.sqrt(), self.to.sqrt());
        ((from + part * (to - from)).powi(2).round() as i64).max(1)
    }

    fn y(&self, percent: f64) -> f64 {
        BOTTOM - ((percent - self.low) / (self.high - self.low)).clamp(0.0, 1.0) * (BOTTOM - TOP)
    }
}

/// Counts of n records in per cent.
fn share((low, high): (f64, f64), n: i64) -> (f64, f64) {
    let percent = |count: f64| 100.0 * count / n.max(1) as f64;
    (percent(low), percent(high))
}

/// Draws agencies around the share `p` of all (0 to 1); `whole` writes whole numbers.
pub(super) fn funnel(
    points: &[Point],
    p: f64,
    (near, far): (f64, f64),
    around: Around,
    whole: &dyn Fn(i64) -> String,
) -> Funnel {
    let most = points.iter().map(|point| point.n).max().unwrap_or(1);
    let least = points.iter().map(|point| point.n).min().unwrap_or(1);
    // A little room on both sides of the points.
    let (from, to) = ((least * 4 / 5).max(1), (most * 6 / 5).max(4));
    let (mut low, mut high) = share(curve(from, p, near), from);
    for point in points {
        low = low.min(point.percent);
        high = high.max(point.percent);
    }
    let low = (low - 3.0).max(0.0);
    let scale = Scale { from: from as f64, to: to as f64, low, high: (high + 3.0).min(100.0).max(low + 1.0) };
    let lines = |tail: f64| {
        let (mut below, mut above) = (String::new(), String::new());
        for step in 0..=STEPS {
            let n = scale.at(f64::from(step) / f64::from(STEPS));
            let (low, high) = share(curve(n, p, tail), n);
            let pen = if step == 0 { "M" } else { "L" };
            let x = scale.x(n);
            let _ = write!(below, "{pen}{x:.1} {:.1}", scale.y(low));
            let _ = write!(above, "{pen}{x:.1} {:.1}", scale.y(high));
        }
        vec![below, above]
    };
    let step = [1.0, 2.0, 5.0, 10.0, 20.0, 25.0]
        .into_iter()
        .find(|step| (scale.high - scale.low) / step <= 7.0)
        .unwrap_or(50.0);
    let first = (scale.low / step).ceil();
    let grid = (0u8..9)
        .map(|n| (first + f64::from(n)) * step)
        .take_while(|v| *v <= scale.high + 1e-9)
        .map(|v| (format!("{v:.0}"), format!("{:.1}", scale.y(v))))
        .collect();
    let ticks = [0.05, 0.35, 0.65, 0.95].map(|part| {
        let n = scale.at(part);
        (whole(n), format!("{:.1}", scale.x(n)))
    });
    Funnel {
        title: around.title,
        desc: around.desc,
        axis: around.axis,
        grid,
        ticks: ticks.into(),
        near: lines(near),
        far: lines(far),
        middle: format!("{:.1}", scale.y(p * 100.0)),
        points: points.iter().map(|point| drawn(&scale, point)).collect(),
    }
}

fn drawn(scale: &Scale, point: &Point) -> Drawn {
    let x = scale.x(point.n);
    let right = x > RIGHT - 150.0;
    Drawn {
        href: point.href.clone(),
        label: point.label.clone(),
        name: point.name.clone(),
        x: format!("{x:.1}"),
        y: format!("{:.1}", scale.y(point.percent)),
        shift: if right { "-4" } else { "4" },
        anchor: if right { "end" } else { "start" },
        outside: !matches!(point.chance, Chance::Within | Chance::Few),
    }
}
