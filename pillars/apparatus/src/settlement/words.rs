//! Figures and their arithmetic in words, for pages and papers.

use super::rules::{Band, IndexLine, Lack, NineLine, Records, Total};
use kernel::{Digits, Period};
use platform::messages::Locale;

/// Tenths of a point: "1,7".
pub(super) fn tenths(locale: &Locale, value: i64) -> String {
    locale.digits().decimal(value as f64 / 10.0)
}

/// Hundredths of a point: "19,97", "6".
pub(super) fn hundredths(locale: &Locale, value: i64) -> String {
    let mark = if locale.digits() == Digits::Vietnamese { ',' } else { '.' };
    let (whole, rest) = (locale.integer(value.abs() / 100), value.abs() % 100);
    let sign = if value < 0 { "-" } else { "" };
    match (rest, rest % 10) {
        (0, _) => format!("{sign}{whole}"),
        (_, 0) => format!("{sign}{whole}{mark}{}", rest / 10),
        _ => format!("{sign}{whole}{mark}{rest:02}"),
    }
}

/// A ratio in per cent with two decimals, as the index writes it.
fn ratio(locale: &Locale, numerator: i64, denominator: i64) -> String {
    let hundredths_of_percent = (numerator as f64 / denominator as f64 * 10_000.0).round() as i64;
    let gap = if locale.digits() == Digits::Vietnamese { " " } else { "" };
    format!("{}{gap}%", hundredths(locale, hundredths_of_percent))
}

/// Name of a period in the reader's language.
pub(super) fn period(locale: &Locale, period: Period) -> String {
    if locale.lang().code() == "en" { period.label_en() } else { period.label_vi() }
}

/// A band.
pub(super) fn band(locale: &Locale, band: Option<Band>) -> String {
    match band {
        Some(band) => band_word(locale, band.code()),
        None => locale.t("settlement-band-none"),
    }
}

/// A band by its word.
pub(super) fn band_word(locale: &Locale, code: &str) -> String {
    locale.t(&format!("settlement-band-{code}"))
}

/// "8,4 trên 10 điểm có dữ liệu".
pub(super) fn total(locale: &Locale, total: Total) -> String {
    let args = [("reached", tenths(locale, total.reached)), ("possible", tenths(locale, total.possible))];
    locale.tn("settlement-total", &args)
}

/// "43,2 trên 62 điểm đo được (cả bộ chỉ số: 100 điểm)".
pub(super) fn index_total(locale: &Locale, reached: i64, possible: i64, most: i64) -> String {
    let args = [
        ("reached", hundredths(locale, reached)),
        ("possible", hundredths(locale, possible)),
        ("most", hundredths(locale, most)),
    ];
    locale.tn("settlement-index-total", &args)
}

/// Name of one of the nine indicators.
pub(super) fn nine(locale: &Locale, number: u8) -> String {
    locale.t(&format!("settlement-nine-{number}"))
}

/// How one of the nine indicators gives its points.
pub(super) fn nine_how(locale: &Locale, number: u8) -> String {
    locale.t(&format!("settlement-points-{number}"))
}

/// Name of a part of the index.
pub(super) fn part(locale: &Locale, code: &str) -> String {
    let key = format!("settlement-part-{code}");
    let name = locale.t(&key);
    if name == key { code.to_owned() } else { name }
}

/// Name of a group of the index.
pub(super) fn group(locale: &Locale, code: &str) -> String {
    let key = format!("settlement-group-{code}");
    let name = locale.t(&key);
    if name == key { code.to_owned() } else { name }
}

fn lack(locale: &Locale, lack: Lack) -> String {
    locale.t(&format!("settlement-lack-{}", lack.code()))
}

/// The score of an indicator, or a dash in words.
pub(super) fn nine_score(locale: &Locale, line: &NineLine) -> String {
    line.score.map_or_else(|| locale.t("settlement-no-data"), |score| tenths(locale, score))
}

/// How an indicator's score came about, or what it lacks.
pub(super) fn nine_sum(locale: &Locale, line: &NineLine) -> String {
    match (line.score, line.lack) {
        (Some(score), _) if matches!(line.records, Records::Dossiers(_)) && line.number != 9 => locale.tn(
            "settlement-sum",
            &[
                ("points", locale.integer(line.points)),
                ("dossiers", locale.integer(line.count)),
                ("score", tenths(locale, score)),
            ],
        ),
        (Some(score), _) => locale.tn("settlement-sum-whole", &[("score", tenths(locale, score))]),
        (None, known) => lack(locale, known.unwrap_or(Lack::Nothing)),
    }
}

/// The points of a part of the index.
pub(super) fn part_score(locale: &Locale, line: &IndexLine) -> String {
    line.score.map_or_else(|| locale.t("settlement-no-data"), |score| hundredths(locale, score))
}

/// How a part's points came about, or what it lacks.
pub(super) fn part_sum(locale: &Locale, line: &IndexLine) -> String {
    let Some(score) = line.score else { return lack(locale, line.lack.unwrap_or(Lack::Nothing)) };
    let (score, weight) = (hundredths(locale, score), hundredths(locale, line.item.most()));
    if line.denominator <= 0 {
        return locale.tn("settlement-ratio-empty", &[("score", score), ("weight", weight)]);
    }
    let numerator = locale.integer(line.numerator);
    let denominator = locale.integer(line.denominator);
    let percent = ratio(locale, line.numerator, line.denominator);
    match line.item.threshold {
        None => locale.tn(
            "settlement-ratio-linear",
            &[
                ("numerator", numerator),
                ("denominator", denominator),
                ("percent", percent),
                ("weight", weight),
                ("score", score),
            ],
        ),
        Some(threshold) => locale.tn(
            "settlement-ratio-threshold",
            &[
                ("numerator", numerator),
                ("denominator", denominator),
                ("percent", percent),
                ("threshold", locale.digits().percent(threshold)),
                ("weight", weight),
                ("score", score),
            ],
        ),
    }
}
