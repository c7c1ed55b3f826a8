//! Levels of a wave of asking as answers A, B, C, D, by a dated rule that no source confirms.

use serde::Deserialize;

/// An answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Letter {
    /// The best.
    A,
    /// The second.
    B,
    /// The third.
    C,
    /// The worst.
    D,
}

/// Numbers of answers by level, the worst level first, as numbers of A, B, C, D; none where the rule is for another scale.
pub fn as_answers(levels: &[i64], letters: &[Letter]) -> Option<[i64; 4]> {
    if levels.len() != letters.len() {
        return None;
    }
    let (mut a, mut b, mut c, mut d) = (0, 0, 0, 0);
    for (count, letter) in levels.iter().zip(letters) {
        match letter {
            Letter::A => a += count,
            Letter::B => b += count,
            Letter::C => c += count,
            Letter::D => d += count,
        }
    }
    Some([a, b, c, d])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FIVE: [Letter; 5] = [Letter::D, Letter::D, Letter::C, Letter::B, Letter::A];

    #[test]
    fn the_best_level_is_the_best_answer_and_another_scale_is_none() {
        assert_eq!(as_answers(&[1, 2, 3, 4, 5], &FIVE), Some([5, 4, 3, 3]));
        assert_eq!((as_answers(&[1, 2, 3], &FIVE), as_answers(&[1, 2, 3, 4, 5], &[])), (None, None));
    }

    #[test]
    fn the_rule_is_written_in_letters() {
        let letters: Vec<Letter> = serde_json::from_str(r#"["d", "d", "c", "b", "a"]"#).unwrap();
        assert_eq!(letters, FIVE);
    }

    proptest! {
        #[test]
        fn no_answer_is_lost(levels in prop::collection::vec(0i64..100_000, 5)) {
            let answers = as_answers(&levels, &FIVE).unwrap();
            prop_assert_eq!(answers.iter().sum::<i64>(), levels.iter().sum::<i64>());
        }
    }
}
