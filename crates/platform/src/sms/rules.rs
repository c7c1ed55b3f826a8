//! Rules of text messages: which numbers are mobile, how long a text is, when one may be sent.

use chrono::NaiveTime;
use kernel::Moment;

/// Hours in which messages go out where no rule says: nobody is woken by one.
pub const HOURS: [&str; 2] = ["07:00", "21:00"];

/// What the national part of today's mobile numbers begins with, after the 0.
const MOBILE: [char; 5] = ['3', '5', '7', '8', '9'];

/// Codes of the mobile numbers with eleven digits, and those that took their place in the autumn of 2018.
/// Who gave a number in its old form is still reached under the new one only.
const RENAMED: [(&str, &str); 21] = [
    ("120", "70"),
    ("121", "79"),
    ("122", "77"),
    ("123", "83"),
    ("124", "84"),
    ("125", "85"),
    ("126", "76"),
    ("127", "81"),
    ("128", "78"),
    ("129", "82"),
    ("162", "32"),
    ("163", "33"),
    ("164", "34"),
    ("165", "35"),
    ("166", "36"),
    ("167", "37"),
    ("168", "38"),
    ("169", "39"),
    ("186", "56"),
    ("188", "58"),
    ("199", "59"),
];

/// A Vietnamese mobile number in its international form, `+84909123456`; `None` for a landline, a foreign number, or what is
/// no number.
pub fn mobile(typed: &str) -> Option<String> {
    let bare: String = typed.chars().filter(|c| !c.is_whitespace() && !".-()".contains(*c)).collect();
    let national =
        ["+84", "0084", "0"].into_iter().find_map(|begin| bare.strip_prefix(begin)).or_else(|| {
            // 84 without a sign before it: only where the rest is as long as a mobile number's.
            bare.strip_prefix("84").filter(|rest| rest.len() == 9)
        })?;
    // "+84 (0) 909 …" carries both.
    let national = national.strip_prefix('0').unwrap_or(national);
    if !national.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let today = match national.len() {
        9 => national.to_owned(),
        10 => RENAMED.iter().find_map(|(old, new)| Some(format!("{new}{}", national.strip_prefix(*old)?)))?,
        _ => return None,
    };
    today.starts_with(MOBILE).then(|| format!("+84{today}"))
}

/// The letters a message is sent in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alphabet {
    /// Seven bits a letter: Latin without most Vietnamese marks (3GPP TS 23.038).
    Gsm7,
    /// Sixteen bits a letter: everything else.
    Ucs2,
}

/// How long a text is as a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Length {
    /// Its letters.
    pub alphabet: Alphabet,
    /// Letters as they are counted: some take two places.
    pub units: usize,
    /// Messages it is sent in, which is what it costs; none for an empty text.
    pub parts: usize,
}

/// The basic letters of GSM-7 beside the plain ones.
const GSM: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà";
/// Those that take two places.
const GSM_TWO: &str = "\u{c}^{}\\[~]|€";

/// Counts a text: 160 places in one message of GSM-7 and 153 in each of several; 70 and 67 of UCS-2.
pub fn length(text: &str) -> Length {
    let gsm: Option<Vec<usize>> = text.chars().map(gsm_places).collect();
    let (alphabet, places, whole, piece) = match gsm {
        Some(places) => (Alphabet::Gsm7, places, 160, 153),
        None => (Alphabet::Ucs2, text.chars().map(char::len_utf16).collect(), 70, 67),
    };
    let units: usize = places.iter().sum();
    let parts = if units <= whole { usize::from(units > 0) } else { pieces(&places, piece) };
    Length { alphabet, units, parts }
}

fn gsm_places(letter: char) -> Option<usize> {
    if letter.is_ascii_alphanumeric() || GSM.contains(letter) {
        Some(1)
    } else {
        GSM_TWO.contains(letter).then_some(2)
    }
}

/// Fills one message after the other; a letter of two places is never torn apart.
fn pieces(places: &[usize], piece: usize) -> usize {
    let (mut parts, mut used) = (1, 0);
    for place in places {
        if used + place > piece {
            parts += 1;
            used = 0;
        }
        used += place;
    }
    parts
}

/// Until when a message waits that would go out now; `None` when it may go. Hours are `["07:00", "21:00"]`, the end left out;
/// hours that cannot be read, or that end before they begin, hold nothing up.
pub fn waits_until(hours: &[String; 2], now: Moment) -> Option<Moment> {
    let time = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").ok();
    let [from, to] = hours;
    let (from, to) = (time(from)?, time(to)?);
    let clock = now.time();
    if from >= to || (from..to).contains(&clock) {
        None
    } else if clock < from {
        Some(now.day().at(from))
    } else {
        Some(now.day().next().at(from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Day;
    use proptest::prelude::*;

    #[test]
    fn a_mobile_number_has_one_form_however_it_was_typed() {
        for typed in [
            "0909123456",
            "0909 123 456",
            "0909.123.456",
            "0909-123-456",
            "+84909123456",
            "+84 (0) 909 123 456",
            "84909123456",
            "0084 909 123 456",
        ] {
            assert_eq!(mobile(typed).as_deref(), Some("+84909123456"), "{typed}");
        }
        assert_eq!(mobile("0388888888").as_deref(), Some("+84388888888"));
    }

    #[test]
    fn a_number_of_eleven_digits_is_reached_under_its_code_of_today() {
        assert_eq!(mobile("0123 456 7890").as_deref(), Some("+84834567890"));
        assert_eq!(mobile("+84 168 888 8888").as_deref(), Some("+84388888888"));
        assert_eq!(mobile("0199 123 4567").as_deref(), Some("+84591234567"));
    }

    #[test]
    fn what_is_no_mobile_number_gets_no_message() {
        for typed in [
            "",
            "02923 822 233",
            "0710 3822 233",
            "+1 202 555 0143",
            "0909 123 45",
            "0909 123 4567",
            "0909123456 (anh Ba)",
            "361234567",
            "1900 1234",
            "0٩09123456",
        ] {
            assert_eq!(mobile(typed), None, "{typed}");
        }
    }

    #[test]
    fn one_letter_outside_makes_the_whole_text_dear() {
        let plain = "Ho so 0001 da co ket qua. Moi den nhan.";
        assert_eq!(length(plain), Length { alphabet: Alphabet::Gsm7, units: 39, parts: 1 });
        assert_eq!(length("Hồ sơ"), Length { alphabet: Alphabet::Ucs2, units: 5, parts: 1 });
        assert_eq!(length("à €").units, 4, "one for à, one for the space, two for the euro");
        assert_eq!(length("").parts, 0);
        assert_eq!(length("🏛").units, 2);
    }

    #[test]
    fn a_letter_of_two_places_is_not_torn_apart() {
        // 152 places, then the euro: it opens the second message, and 306 places need a third.
        let text = format!("{}€{}", "a".repeat(152), "a".repeat(152));
        assert_eq!(length(&text), Length { alphabet: Alphabet::Gsm7, units: 306, parts: 3 });
        assert_eq!(length(&"a".repeat(306)).parts, 2);
    }

    #[test]
    fn at_night_a_message_waits_for_the_morning() {
        let hours = HOURS.map(str::to_owned);
        let at = |day: u32, hour: u32, minute: u32| {
            Day::ymd(2012, 10, day).unwrap().at(NaiveTime::from_hms_opt(hour, minute, 0).unwrap())
        };
        assert_eq!(waits_until(&hours, at(5, 7, 0)), None);
        assert_eq!(waits_until(&hours, at(5, 20, 59)), None);
        assert_eq!(waits_until(&hours, at(5, 6, 59)), Some(at(5, 7, 0)));
        assert_eq!(waits_until(&hours, at(5, 21, 0)), Some(at(6, 7, 0)));
        for broken in [["", "21:00"], ["7", "21:00"], ["21:00", "07:00"]] {
            assert_eq!(waits_until(&broken.map(str::to_owned), at(5, 3, 0)), None, "{broken:?}");
        }
    }

    proptest! {
        #[test]
        fn parts_of_plain_letters_are_160_then_153(count in 1usize..2000) {
            let parts = if count <= 160 { 1 } else { count.div_ceil(153) };
            prop_assert_eq!(length(&"a".repeat(count)), Length { alphabet: Alphabet::Gsm7, units: count, parts });
        }

        #[test]
        fn parts_of_marked_letters_are_70_then_67(count in 1usize..1000) {
            let parts = if count <= 70 { 1 } else { count.div_ceil(67) };
            prop_assert_eq!(length(&"ạ".repeat(count)), Length { alphabet: Alphabet::Ucs2, units: count, parts });
        }

        #[test]
        fn no_text_needs_fewer_parts_than_its_places_or_more_than_its_letters(text in "\\PC{0,400}") {
            let told = length(&text);
            let piece = if told.alphabet == Alphabet::Gsm7 { 153 } else { 67 };
            prop_assert!(told.parts <= 1 || told.parts >= told.units.div_ceil(piece));
            prop_assert!(told.parts <= text.chars().count());
        }

        #[test]
        fn taking_the_marks_off_never_makes_a_vietnamese_text_dearer(text in "[a-zA-Z0-9 .,:àáảãạăằặâầđĐêệôồơờưữựỳ–“”]{0,300}") {
            let plain = length(&kernel::text::unmarked(&text));
            prop_assert_eq!(plain.alphabet, Alphabet::Gsm7);
            prop_assert!(plain.parts <= length(&text).parts);
        }

        #[test]
        fn a_number_in_its_form_stays_as_it_is(digits in "[35789][0-9]{8}") {
            let once = mobile(&format!("0{digits}")).unwrap();
            prop_assert_eq!(mobile(&once), Some(once.clone()));
        }

        #[test]
        fn whatever_is_typed_gives_a_mobile_number_or_none(typed in "\\PC{0,30}") {
            if let Some(number) = mobile(&typed) {
                prop_assert_eq!(number.len(), 12);
                prop_assert!(number.starts_with("+84") && number.chars().skip(1).all(|c| c.is_ascii_digit()));
            }
        }

        #[test]
        fn who_waits_waits_less_than_a_day_and_may_go_then(micros in 0i64..4_000_000_000_000_000) {
            let hours = HOURS.map(str::to_owned);
            let now = Moment::from_micros(micros);
            if let Some(then) = waits_until(&hours, now) {
                prop_assert!(then > now && now.minutes_until(then) < 24 * 60);
                prop_assert_eq!(waits_until(&hours, then), None);
            }
        }
    }
}
