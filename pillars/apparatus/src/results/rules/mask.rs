//! A name as whoever checks a result sees it: who has the paper knows whom to expect, nobody else learns a name.

/// The first letter of each word, the others hidden.
pub fn masked_name(name: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        let first: String = letters.next().into_iter().collect();
        first + &"•".repeat(letters.count())
    };
    name.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_word_keeps_its_first_letter() {
        assert_eq!(masked_name("Nguyễn Thị  Lan"), "N••••• T•• L••");
        assert_eq!(masked_name(""), "");
    }

    proptest! {
        #[test]
        fn no_more_than_one_letter_of_a_word_is_told(name in "[a-z]{1,9}( [a-z]{1,9}){0,4}") {
            for (whole, told) in name.split(' ').zip(masked_name(&name).split(' ')) {
                prop_assert_eq!(told.chars().count(), whole.chars().count());
                prop_assert!(told.chars().skip(1).all(|c| c == '•'));
            }
        }
    }
}
