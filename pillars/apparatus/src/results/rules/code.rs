//! The code by which anybody checks a result: sixteen signs that are not mistaken for one another, in groups of four.

/// No I, L, O and U: what reads alike is one sign.
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Signs of a code.
const LENGTH: usize = 16;

/// The code of ten random bytes, such as "7K3M-Q9TB-XW2F-4HJD".
pub fn code(bytes: [u8; 10]) -> String {
    let mut out = String::with_capacity(LENGTH + 3);
    let (mut held, mut bits, mut written) = (0u32, 0u32, 0usize);
    for byte in bytes {
        held = (held << 8) | u32::from(byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            if written > 0 && written.is_multiple_of(4) {
                out.push('-');
            }
            let place = usize::try_from((held >> bits) & 31).unwrap_or(0);
            out.push(char::from(SIGNS.get(place).copied().unwrap_or(b'0')));
            written += 1;
        }
        held &= (1 << bits) - 1;
    }
    out
}

/// A code as it was typed, brought into its form: small letters, spaces and what reads alike do no harm. `None`: it is none.
pub fn cleaned(typed: &str) -> Option<String> {
    let mut out = String::new();
    for c in typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '.')) {
        let sign = match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        if !sign.is_ascii() || !SIGNS.contains(&u8::try_from(sign).ok()?) {
            return None;
        }
        if out.len() % 5 == 4 {
            out.push('-');
        }
        out.push(sign);
    }
    (out.len() == LENGTH + 3).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_has_four_groups_of_four() {
        assert_eq!(code([0; 10]), "0000-0000-0000-0000");
        assert_eq!(code([255; 10]), "ZZZZ-ZZZZ-ZZZZ-ZZZZ");
    }

    #[test]
    fn what_reads_alike_is_one_sign() {
        assert_eq!(cleaned(" oil1 0000-abcd 7777 ").as_deref(), Some("0111-0000-ABCD-7777"));
        assert_eq!(cleaned("0000-0000-0000-000"), None);
        assert_eq!(cleaned("0000-0000-0000-000U"), None);
        assert_eq!(cleaned(""), None);
    }

    proptest! {
        #[test]
        fn every_code_is_read_back_however_it_is_typed(bytes in any::<[u8; 10]>()) {
            let made = code(bytes);
            prop_assert_eq!(cleaned(&made), Some(made.clone()));
            prop_assert_eq!(cleaned(&made.to_lowercase().replace('-', " ")), Some(made));
        }

        #[test]
        fn nothing_panics_on_whatever_is_typed(text in "\\PC{0,40}") {
            let _ = cleaned(&text);
        }
    }
}
