//! How long a result is valid, as its procedure's own text says it: "6 tháng", "5 năm", "90 ngày".

use kernel::Day;

/// The last day of validity of a result signed on a day; `None` where the text names no time from the signature on, such as
/// "Khởi công trong 12 tháng": such a text is shown as it is.
///
/// A term in months or years ends on the corresponding day (Civil Code 91/2015/QH13, article 148, paragraphs 3 and 4).
pub fn last_day(text: &str, signed: Day) -> Option<Day> {
    let mut words = text.split([' ', ',', ';', '(']).filter(|word| !word.is_empty());
    let number: u32 = words.next()?.parse::<u32>().ok().filter(|n| (1..=1200).contains(n))?;
    match words.next()?.to_lowercase().as_str() {
        "năm" => Some(signed.plus_months(number.checked_mul(12)?)),
        "tháng" => Some(signed.plus_months(number)),
        "ngày" => Some(signed.plus_days(i64::from(number))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn the_texts_of_the_shipped_procedures_are_read() {
        let signed = day("2013-06-10");
        assert_eq!(last_day("6 tháng", signed), Some(day("2013-12-10")));
        assert_eq!(last_day("24 tháng", signed), Some(day("2015-06-10")));
        assert_eq!(last_day("1 năm", signed), Some(day("2014-06-10")));
        assert_eq!(last_day("5 năm", signed), Some(day("2018-06-10")));
        assert_eq!(last_day("6 tháng, gia hạn một lần", signed), Some(day("2013-12-10")));
        assert_eq!(last_day("90 ngày", signed), Some(day("2013-09-08")));
    }

    #[test]
    fn what_names_no_time_from_the_signature_has_no_end() {
        for text in ["Khởi công trong 12 tháng", "", "lâu dài", "0 năm", "6", "99999 năm"] {
            assert_eq!(last_day(text, day("2013-06-10")), None, "{text}");
        }
    }

    #[test]
    fn a_month_without_the_day_ends_with_its_last() {
        assert_eq!(last_day("6 tháng", day("2013-08-31")), Some(day("2014-02-28")));
    }

    proptest! {
        #[test]
        fn the_end_lies_after_the_signature(number in 1u32..1200, which in 0usize..3, offset in 0i64..9000) {
            let signed = day("2012-01-01").plus_days(offset);
            let text = format!("{number} {}", ["năm", "tháng", "ngày"][which]);
            prop_assert!(last_day(&text, signed).unwrap() > signed);
        }
    }
}
