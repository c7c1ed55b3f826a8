//! The draw of units by chance that anybody can do again: each unit's ticket is the SHA-256 of the kept seed, a line break and
//! the unit's code; tickets are sorted and the first ones are drawn. `printf 'SEED\nCODE' | sha256sum` gives the same ticket.

use sha2::{Digest, Sha256};

/// The ticket of a unit.
fn ticket(seed: &str, code: &str) -> String {
    hex::encode(Sha256::digest(format!("{seed}\n{code}").as_bytes()))
}

/// All units with their tickets, in the order of the draw.
pub fn order(seed: &str, pool: &[String]) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = pool.iter().map(|code| (ticket(seed, code), code.clone())).collect();
    all.sort();
    all.dedup();
    all.into_iter().map(|(ticket, code)| (code, ticket)).collect()
}

/// The units drawn.
pub fn draw(seed: &str, pool: &[String], count: usize) -> Vec<String> {
    order(seed, pool).into_iter().take(count).map(|(code, _)| code).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn codes(of: &[&str]) -> Vec<String> {
        of.iter().map(|c| (*c).to_owned()).collect()
    }

    #[test]
    fn a_ticket_is_what_sha256sum_gives() {
        // printf 'hat-giong\nquan-ninh-kieu' | sha256sum
        let known = "9024de6e48a7255133ead74830af871fec6cb0dce6b06375114ccffaeddd0835";
        assert_eq!(order("hat-giong", &codes(&["quan-ninh-kieu"]))[0].1, known);
    }

    proptest! {
        #[test]
        fn the_same_seed_draws_the_same_units_whatever_their_order(
            seed in "[a-z0-9]{1,20}", mut pool in proptest::collection::vec("[a-z]{3,8}", 1..30), count in 0usize..10
        ) {
            let once = draw(&seed, &pool, count);
            pool.reverse();
            prop_assert_eq!(&once, &draw(&seed, &pool, count));
            pool.sort();
            pool.dedup();
            prop_assert_eq!(once.len(), count.min(pool.len()));
            prop_assert!(once.iter().all(|code| pool.contains(code)));
        }

        #[test]
        fn drawing_more_keeps_those_drawn_first(seed in "[a-z0-9]{1,20}", count in 0usize..6) {
            let pool = codes(&["a", "b", "c", "d", "e", "f", "g"]);
            let few = draw(&seed, &pool, count);
            let more = draw(&seed, &pool, count + 1);
            prop_assert_eq!(few.as_slice(), &more[..count]);
        }
    }
}
