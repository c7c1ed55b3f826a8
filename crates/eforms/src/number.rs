//! Numbers as Vietnamese people type them: 1.150.000, 120,5, 12 500.

use serde_json::{Number, Value as Json};

/// A whole number; dots and spaces may part thousands.
pub(crate) fn whole(text: &str) -> Option<i64> {
    let (negative, digits) = match text.trim().strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.trim()),
    };
    let plain = ungrouped(digits)?;
    let number: i64 = plain.parse().ok()?;
    Some(if negative { -number } else { number })
}

/// A number with a decimal comma (or, without any comma, one decimal point that cannot part thousands).
pub(crate) fn decimal(text: &str) -> Option<Json> {
    if let Some(number) = whole(text) {
        return Some(Json::from(number));
    }
    let text = text.trim();
    let (head, tail) = text.split_once(',').or_else(|| text.split_once('.'))?;
    if tail.is_empty() || tail.len() > 12 || !tail.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (sign, digits) = head.strip_prefix('-').map_or(("", head), |rest| ("-", rest));
    let number: f64 = format!("{sign}{}.{tail}", ungrouped(digits)?).parse().ok()?;
    Number::from_f64(number).map(Json::Number)
}

/// An amount of đồng: a whole number, the unit may follow.
pub(crate) fn money(text: &str) -> Option<i64> {
    let lower = text.trim().to_lowercase();
    let bare =
        ["đồng", "vnđ", "vnd", "đ", "d"].iter().find_map(|unit| lower.strip_suffix(unit)).unwrap_or(&lower);
    whole(bare)
}

/// Digits without separators, at most 18: either none, or groups of three parted by dots or spaces.
fn ungrouped(text: &str) -> Option<String> {
    let text = text.trim();
    let mut groups = text.split(['.', ' ', '\u{a0}']);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let grouped = !rest.is_empty();
    let fits = if grouped {
        (1..=3).contains(&first.len()) && rest.iter().all(|g| g.len() == 3)
    } else {
        !first.is_empty()
    };
    let plain: String = std::iter::once(first).chain(rest).collect();
    (fits && plain.len() <= 18 && plain.bytes().all(|b| b.is_ascii_digit())).then_some(plain)
}

/// As it is typed: decimal comma, no grouping.
pub(crate) fn typed(number: &Number) -> String {
    number.to_string().replace('.', ",")
}

/// As it is shown: grouped from 10.000 on, so that years stay years.
pub(crate) fn words(number: &Number) -> String {
    match number.as_i64() {
        Some(n) if n.unsigned_abs() >= 10_000 => kernel::vi_integer(n),
        _ => typed(number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn vietnamese_separators_are_read() {
        assert_eq!(whole("1.150.000"), Some(1_150_000));
        assert_eq!(whole("12 500"), Some(12_500));
        assert_eq!(whole("1985"), Some(1985));
        assert_eq!(whole("-3"), Some(-3));
        assert_eq!(decimal("1.250,5"), Some(json!(1250.5)));
        assert_eq!(decimal("120,5"), Some(json!(120.5)));
        assert_eq!(decimal("12.5"), Some(json!(12.5)));
        assert_eq!(decimal("1.250"), Some(json!(1250)));
        assert_eq!(money("1.150.000 đồng"), Some(1_150_000));
        assert_eq!(money("50000đ"), Some(50_000));
    }

    #[test]
    fn the_smallest_number_has_words_too() {
        assert_eq!(words(&Number::from(i64::MIN)), "-9.223.372.036.854.775.808");
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in [
            "",
            "một",
            "1,",
            ",5",
            "1.5.0",
            "12.34.567",
            "1e9",
            "٣",
            "--1",
            "9999999999999999999",
            "1,2,3",
            "NaN",
        ] {
            assert_eq!(whole(text), None, "{text}");
            assert_eq!(decimal(text), None, "{text}");
        }
        assert_eq!(money("năm triệu"), None);
    }
}
