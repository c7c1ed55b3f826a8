//! What is typed into a study: hours with a decimal comma, amounts with dots, several values parted by semicolons.

/// Most values one field takes.
const MOST: usize = 50;

/// Hundredths of an hour: "2", "1,5", "0.25"; at most two decimals.
pub fn hours(text: &str) -> Option<i64> {
    let text = text.trim().replace('.', ",");
    let (whole, part) = text.split_once(',').unwrap_or((text.as_str(), ""));
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 5 || part.len() > 2 || !digits(whole) || !digits(part) {
        return None;
    }
    let hundredths: i64 = format!("{part:0<2}").parse().ok()?;
    Some(whole.parse::<i64>().ok()? * 100 + hundredths)
}

/// A whole number, its thousands parted by dots or spaces or not at all; "đồng" may follow. At most 12 digits.
pub fn whole(text: &str) -> Option<i64> {
    let text = text.trim().trim_end_matches("đồng").trim();
    let groups: Vec<&str> = text.split(['.', ' ', '\u{a0}']).collect();
    let (first, rest) = groups.split_first()?;
    let grouped = !rest.is_empty();
    let fits = !first.is_empty() && (!grouped || first.len() <= 3) && rest.iter().all(|g| g.len() == 3);
    let plain: String = groups.concat();
    if !fits || plain.len() > 12 || !plain.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    plain.parse().ok()
}

/// The values of several sources, parted by semicolons; nothing typed is no value.
pub fn values(text: &str, read: fn(&str) -> Option<i64>) -> Option<Vec<i64>> {
    let parts = text.split(';').map(str::trim).filter(|part| !part.is_empty());
    let values: Vec<i64> = parts.map(read).collect::<Option<_>>()?;
    (values.len() <= MOST).then_some(values)
}

/// Hundredths of an hour as they are typed: "1,5".
pub fn shown_hours(hundredths: i64) -> String {
    let (whole, part) = (hundredths / 100, hundredths % 100);
    if part == 0 {
        return whole.to_string();
    }
    format!("{whole},{part:02}").trim_end_matches('0').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hours_are_read_as_people_write_them() {
        for (text, hundredths) in [("2", 200), ("1,5", 150), ("0.25", 25), (" 10,05 ", 1005), ("0", 0)] {
            assert_eq!(hours(text), Some(hundredths), "{text}");
        }
        for text in ["", ",5", "1,234", "-1", "1:30", "100000", "1,5,2", "hai"] {
            assert_eq!(hours(text), None, "{text}");
        }
    }

    #[test]
    fn amounts_are_read_with_and_without_dots() {
        for (text, amount) in [("50000", 50_000), ("50.000", 50_000), ("1 500 000 đồng", 1_500_000), ("0", 0)]
        {
            assert_eq!(whole(text), Some(amount), "{text}");
        }
        for text in ["", "12.5", "1,5", "-3", "1.0000", "1234.567", "1234567890123", ".000"] {
            assert_eq!(whole(text), None, "{text}");
        }
    }

    #[test]
    fn several_sources_are_parted_by_semicolons() {
        assert_eq!(values("2; 3,5;1", hours), Some(vec![200, 350, 100]));
        assert_eq!(values("10.000; 12.000;", whole), Some(vec![10_000, 12_000]));
        assert_eq!(values("  ", whole), Some(vec![]));
        assert_eq!(values("2; x", hours), None);
        assert_eq!(values(&"1;".repeat(51), whole), None);
    }

    proptest! {
        #[test]
        fn hours_shown_are_read_back(hundredths in 0i64..9_999_999) {
            prop_assert_eq!(hours(&shown_hours(hundredths)), Some(hundredths));
        }

        #[test]
        fn whatever_is_typed_is_read_or_refused(text in any::<String>()) {
            let _ = (hours(&text), values(&text, whole));
        }
    }
}
