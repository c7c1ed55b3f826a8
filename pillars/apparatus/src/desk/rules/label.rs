//! Labels: a short text in a tone. The text says what it is, the tone only underlines it.

/// Longest name of a label, characters.
pub const LONGEST: usize = 40;

/// The tones that a label may have, as the page's tags know them.
pub const TONES: [&str; 6] = ["neutral", "info", "good", "warn", "bad", "accent"];

/// The tone of a word; neutral where it is none.
pub fn tone(word: &str) -> &'static str {
    TONES.into_iter().find(|tone| *tone == word).unwrap_or("neutral")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_is_no_tone_is_neutral() {
        assert_eq!((tone("warn"), tone("pink"), tone("")), ("warn", "neutral", "neutral"));
    }
}
