//! Vietnamese text for machines: folded search keys, composed form, initials.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The key under which a text is found: lower case, without marks, đ as d, and only
/// `[a-z0-9]` words parted by single spaces. The same for composed and decomposed input.
pub fn fold(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    let mut gap = false;
    for letter in text.nfkd().flat_map(char::to_lowercase).nfkd() {
        let plain = if letter == 'đ' { 'd' } else { letter };
        if plain.is_ascii_alphanumeric() {
            if gap && !key.is_empty() {
                key.push(' ');
            }
            gap = false;
            key.push(plain);
        } else if !is_combining_mark(plain) {
            gap = true;
        }
    }
    key
}

/// Whether a number can be called: 8 to 15 digits with what people write between them, and nothing else.
pub fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (8..=15).contains(&digits) && text.chars().all(|c| c.is_ascii_digit() || " .+-()".contains(c))
}

/// The same text without tone marks, its case, spaces and signs kept, as people write where marks cost: `Đã có` gives `Da co`.
/// Typographic dashes, quotes and dots become those of a typewriter.
pub fn unmarked(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.nfd().filter(|c| !is_combining_mark(*c)) {
        match letter {
            'đ' => plain.push('d'),
            'Đ' => plain.push('D'),
            '–' | '—' => plain.push('-'),
            '“' | '”' | '„' => plain.push('"'),
            '‘' | '’' => plain.push('\''),
            '…' => plain.push_str("..."),
            '\u{a0}' => plain.push(' '),
            other => plain.push(other),
        }
    }
    plain
}

/// The composed form (NFC), in which texts are stored.
pub fn nfc(text: &str) -> String {
    text.nfc().collect()
}

/// First letters of the folded words: `Đăng ký khai sinh` gives `dkks`.
pub fn initials(text: &str) -> String {
    fold(text).split(' ').filter_map(|word| word.chars().next()).collect()
}

/// Whether a text meant for the public gives away a person's name, mail address, telephone or paper number, however it is
/// spaced and with or without tone marks. A single word of up to four letters is no name by itself: it is in every text.
pub fn gives_away(text: &str, own: &str) -> bool {
    let digits = own.chars().filter(char::is_ascii_digit).count();
    if digits >= 7 && own.chars().all(|c| c.is_ascii_digit() || is_joiner(c)) {
        // The country's code and the zero before a telephone say the same.
        let tail = |number: &str| number.chars().skip(number.len().saturating_sub(9)).collect::<String>();
        let own = tail(&own.chars().filter(char::is_ascii_digit).collect::<String>());
        let joined: String = text.chars().filter(|c| !is_joiner(*c)).collect();
        return joined.split(|c: char| !c.is_ascii_digit()).any(|number| number.contains(&own));
    }
    let own = fold(own);
    let is_name = own.contains(' ') || own.chars().count() > 4;
    is_name && format!(" {} ", fold(text)).contains(&format!(" {own} "))
}

/// What people put between the digits of one number.
fn is_joiner(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '.' | '-' | '–' | '(' | ')' | '+' | '/')
}

/// A number as lists show it: its last `shown` letters or digits, the rest hidden; all of it where it is no longer than that.
pub fn masked(text: &str, shown: usize) -> String {
    let length = text.chars().filter(|c| c.is_alphanumeric()).count();
    let hidden = if length > shown { length - shown } else { length };
    let mut seen = 0;
    text.chars()
        .map(|c| {
            seen += usize::from(c.is_alphanumeric());
            if c.is_alphanumeric() && seen <= hidden { '•' } else { c }
        })
        .collect()
}

/// A mail address as lists show it: its first letter and its domain.
pub fn masked_mail(address: &str) -> String {
    match address.split_once('@') {
        Some((name, domain)) => {
            let first: String = name.chars().take(usize::from(name.chars().nth(1).is_some())).collect();
            format!("{first}•••@{domain}")
        }
        None => masked(address, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_person_is_given_away_however_they_are_written() {
        for (text, own) in [
            ("Ông LÊ VĂN TÁM hỏi", "Lê Văn Tám"),
            ("ong le van tam hoi", "Lê Văn Tám"),
            ("bà Lê A hỏi", "Lê A"),
            ("gọi 0912345678.", "0912 345 678"),
            ("gọi 0912.345.678", "0912345678"),
            ("gọi +84 912 345 678", "0912345678"),
            ("viết cho tam@example.vn nhé", "tam@example.vn"),
            ("CMND 362 000 001", "362000001"),
        ] {
            assert!(gives_away(text, own), "{own} in {text}");
        }
        for (text, own) in [
            ("việc an toàn", "An"),
            ("phòng Lê Anh Xuân", "Lê A"),
            ("gọi 1900 1234", "0912345678"),
            ("hạn 20/06/2013, hồ sơ 12", ""),
            ("bất kỳ", ""),
        ] {
            assert!(!gives_away(text, own), "{own} not in {text}");
        }
    }

    proptest! {
        #[test]
        fn a_number_is_found_in_any_grouping(number in "0[0-9]{9}", at in 1usize..9) {
            let (head, tail) = number.split_at(at);
            let text = format!("gọi {head} {tail} nhé");
            prop_assert!(gives_away(&text, &number));
        }
    }

    #[test]
    fn vietnamese_is_folded_to_plain_words() {
        assert_eq!(fold("  Đăng ký  khai-sinh (lần 2) "), "dang ky khai sinh lan 2");
        assert_eq!(fold("Nguyễn Thị ƯỚC, Ờ Ủ"), "nguyen thi uoc o u");
        assert_eq!(fold("–…"), "");
        assert_eq!(fold("H05.12"), "h05 12");
    }

    #[test]
    fn without_marks_case_and_signs_stay() {
        assert_eq!(
            unmarked("Đã có kết quả, hẹn “10:30” – Ủy ban…"),
            "Da co ket qua, hen \"10:30\" - Uy ban..."
        );
        assert_eq!(unmarked("H13.01-121005-0001"), "H13.01-121005-0001");
    }

    #[test]
    fn decomposed_input_folds_alike() {
        let text = "Thường trực Ủy ban Đồng Thuận Huế";
        let apart: String = text.nfd().collect();
        assert_ne!(text, apart);
        assert_eq!(fold(text), fold(&apart));
        assert_eq!(nfc(&apart), text);
    }

    #[test]
    fn lists_show_the_end_of_a_number_and_the_domain_of_a_mail() {
        assert_eq!(masked("0909 123 456", 3), "•••• ••• 456");
        assert_eq!(masked("12", 3), "••", "what is short would be shown whole");
        assert_eq!(masked_mail("lan@example.vn"), "l•••@example.vn");
        assert_eq!(masked_mail("l@example.vn"), "•••@example.vn");
        assert_eq!(masked_mail("lan"), "•••");
    }

    proptest! {
        #[test]
        fn a_masked_number_never_shows_more_than_it_may(text in "[0-9a-z ]{0,20}", shown in 0usize..6) {
            let told = masked(&text, shown);
            prop_assert_eq!(told.chars().count(), text.chars().count());
            prop_assert!(told.chars().filter(char::is_ascii_alphanumeric).count() <= shown);
        }
    }

    #[test]
    fn initials_are_what_a_clerk_types() {
        assert_eq!(initials("Đăng ký khai sinh"), "dkks");
        assert_eq!(initials("Ủy ban nhân dân"), "ubnd");
        assert_eq!(initials(""), "");
    }

    proptest! {
        #[test]
        fn taking_marks_off_changes_nothing_that_is_found(text in "[a-zA-Z0-9 àáảãạăằặâầđĐêệôồơờưữựỳ]{0,80}") {
            prop_assert_eq!(fold(&unmarked(&text)), fold(&text));
            prop_assert!(unmarked(&text).is_ascii());
        }

        #[test]
        fn folding_twice_changes_nothing(text in "\\PC*") {
            let once = fold(&text);
            prop_assert_eq!(&fold(&once), &once);
            prop_assert!(once.bytes().all(|b| b == b' ' || b.is_ascii_lowercase() || b.is_ascii_digit()));
            prop_assert!(!once.contains("  ") && once.trim() == once);
        }
    }
}
