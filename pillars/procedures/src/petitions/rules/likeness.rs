//! How alike two petitions are, so that the officer finds those that say the same: the words both have among all they have.

use std::collections::BTreeSet;

/// From this on a petition is shown as perhaps the same.
pub const ALIKE: f64 = 0.5;

/// Shared words among all words of two folded texts, 0 to 1; words of one letter say nothing.
pub fn likeness(one: &str, other: &str) -> f64 {
    let (one, other) = (words(one), words(other));
    let all = one.union(&other).count();
    if all == 0 { 0.0 } else { one.intersection(&other).count() as f64 / all as f64 }
}

fn words(text: &str) -> BTreeSet<&str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| w.chars().count() > 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_same_said_again_is_alike_and_something_else_is_not() {
        let said = "phai nop ban sao ho khau du da co so dinh danh";
        assert!(likeness(said, "phai nop ban sao ho khau du da co so dinh danh ca nhan") > ALIKE);
        assert!(likeness(said, "le phi cap phep xay dung qua cao") < ALIKE);
        assert!(likeness("", "") < ALIKE);
    }

    proptest! {
        #[test]
        fn it_is_the_same_both_ways(a in "[a-z ]{0,40}", b in "[a-z ]{0,40}") {
            prop_assert!((likeness(&a, &b) - likeness(&b, &a)).abs() < 1e-12);
            prop_assert!((0.0..=1.0).contains(&likeness(&a, &b)));
        }
    }
}
