//! Which parts of a published whole may be shown: a part of too few people could be found by taking the others from the whole.

/// Whether each part may be shown beside their sum, by the number of its people. Parts of too few are hidden; where these together
/// are too few as well, the smallest of the others is hidden with them. A part of nobody hides nothing and is shown.
pub fn shown(people: &[i64], minimum: i64) -> Vec<bool> {
    let mut shown: Vec<bool> = people.iter().map(|n| *n <= 0 || *n >= minimum).collect();
    loop {
        let hidden: i64 = people.iter().zip(&shown).filter(|(_, seen)| !**seen).map(|(n, _)| *n).sum();
        if hidden == 0 || hidden >= minimum {
            return shown;
        }
        let open = people.iter().zip(shown.iter_mut()).filter(|(n, seen)| **seen && **n > 0);
        let Some((_, smallest)) = open.min_by_key(|(n, _)| **n) else { return shown };
        *smallest = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_small_part_takes_another_with_it() {
        assert_eq!(shown(&[40, 3, 12], 5), [true, false, false]);
        assert_eq!(shown(&[40, 3, 2], 5), [true, false, false]);
        assert_eq!(shown(&[40, 0, 12], 5), [true, true, true]);
        assert_eq!(shown(&[3], 5), [false]);
        assert_eq!(shown(&[], 5), Vec::<bool>::new());
    }

    proptest! {
        #[test]
        fn what_is_hidden_cannot_be_reckoned(people in prop::collection::vec(0i64..60, 0..8), minimum in 1i64..10) {
            let shown = shown(&people, minimum);
            let hidden: i64 = people.iter().zip(&shown).filter(|(_, s)| !**s).map(|(n, _)| *n).sum();
            let all_hidden = people.iter().zip(&shown).all(|(n, s)| *n == 0 || !*s);
            prop_assert!(hidden == 0 || hidden >= minimum || all_hidden, "{people:?} {shown:?}");
            let small = people.iter().zip(&shown).any(|(n, s)| *s && *n > 0 && *n < minimum);
            prop_assert!(!small, "{people:?} {shown:?}");
        }
    }
}
