//! The council's vote on a class: enough members vote, and one class has enough of their votes.

use platform::Refusal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many must vote, and agree. The shares are dated data; no source confirms them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Majority {
    /// Per cent of the members who must have voted.
    pub present_percent: usize,
    /// A class needs more than this per cent of the votes.
    pub over_percent: usize,
}

impl Default for Majority {
    fn default() -> Majority {
        Majority { present_percent: 67, over_percent: 50 }
    }
}

/// The class that a vote gives.
pub fn outcome<'a>(majority: &Majority, members: usize, votes: &[&'a str]) -> Result<&'a str, Refusal> {
    if members == 0 {
        return Err(Refusal::new("emulation-refused-no-council"));
    }
    if votes.len() * 100 < members * majority.present_percent || votes.is_empty() {
        let refusal =
            Refusal::new("emulation-refused-quorum").arg("votes", votes.len()).arg("members", members);
        return Err(refusal);
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for vote in votes {
        *counts.entry(vote).or_default() += 1;
    }
    counts
        .into_iter()
        .find(|(_, count)| count * 100 > votes.len() * majority.over_percent)
        .map(|(class, _)| class)
        .ok_or_else(|| Refusal::new("emulation-refused-no-majority"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn five_of_seven_decide_and_half_of_the_votes_do_not() {
        let rule = Majority::default();
        assert_eq!(outcome(&rule, 7, &["a", "a", "a", "b", "b"]), Ok("a"));
        assert_eq!(outcome(&rule, 7, &["a", "a", "a", "a"]).unwrap_err().key, "emulation-refused-quorum");
        assert_eq!(
            outcome(&rule, 4, &["a", "a", "b", "b"]).unwrap_err().key,
            "emulation-refused-no-majority"
        );
        assert_eq!(outcome(&rule, 0, &[]).unwrap_err().key, "emulation-refused-no-council");
    }

    proptest! {
        #[test]
        fn one_class_at_most_wins_and_it_has_more_than_half(votes in proptest::collection::vec(0usize..3, 1..15)) {
            let names = ["a", "b", "c"];
            let cast: Vec<&str> = votes.iter().map(|v| names[*v]).collect();
            if let Ok(class) = outcome(&Majority::default(), cast.len(), &cast) {
                prop_assert!(cast.iter().filter(|v| **v == class).count() * 2 > cast.len());
            }
        }
    }
}
