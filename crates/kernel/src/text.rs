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

/// The composed form (NFC), in which texts are stored.
pub fn nfc(text: &str) -> String {
    text.nfc().collect()
}

/// First letters of the folded words: `Đăng ký khai sinh` gives `dkks`.
pub fn initials(text: &str) -> String {
    fold(text).split(' ').filter_map(|word| word.chars().next()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn vietnamese_is_folded_to_plain_words() {
        assert_eq!(fold("  Đăng ký  khai-sinh (lần 2) "), "dang ky khai sinh lan 2");
        assert_eq!(fold("Nguyễn Thị ƯỚC, Ờ Ủ"), "nguyen thi uoc o u");
        assert_eq!(fold("–…"), "");
        assert_eq!(fold("H05.12"), "h05 12");
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
    fn initials_are_what_a_clerk_types() {
        assert_eq!(initials("Đăng ký khai sinh"), "dkks");
        assert_eq!(initials("Ủy ban nhân dân"), "ubnd");
        assert_eq!(initials(""), "");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC*") {
            let once = fold(&text);
            prop_assert_eq!(&fold(&once), &once);
            prop_assert!(once.bytes().all(|b| b == b' ' || b.is_ascii_lowercase() || b.is_ascii_digit()));
            prop_assert!(!once.contains("  ") && once.trim() == once);
        }
    }
}
