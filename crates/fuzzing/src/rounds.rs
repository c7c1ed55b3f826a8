//! Inputs changed by a seeded generator: a fixed number of rounds, so that a test takes as long on every machine's clock
//! as its work takes, and a failure comes again.

use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The seed where the environment names none in `MOTCUA_FUZZ_SEED`.
const SEED: u64 = 20_111_108;
/// Bytes of an input, at most.
const LONGEST: usize = 32 * 1024;

/// What parsers stumble over.
const WORDS: [&[u8]; 24] = [
    b"\0",
    b"%00",
    b"%",
    b"&",
    b"=",
    b"+",
    b"\r\n",
    b"\r\n\r\n",
    b"--rao",
    b"\"",
    b"'",
    b"\\",
    b"{{",
    b"}}",
    b"{%",
    b"[[[[[[[[",
    b"-9223372036854775808",
    b"18446744073709551615",
    b"1e999",
    b"NaN",
    "\u{301}".as_bytes(),
    "\u{202e}".as_bytes(),
    "\u{fffd}".as_bytes(),
    b"\xff\xfe",
];

/// Runs a target over each of the inputs as it is, and over `count` changed ones.
///
/// # Panics
/// When the target does; the message names the seed and the input.
pub fn rounds(name: &str, inputs: &[Vec<u8>], count: u32, run: impl Fn(&[u8])) {
    let seed = std::env::var("MOTCUA_FUZZ_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(SEED);
    println!("{name}: {} inputs and {count} changed ones, seed {seed}", inputs.len());
    let told = |input: &[u8]| {
        let held = catch_unwind(AssertUnwindSafe(|| run(input))).is_ok();
        assert!(held, "{name} with MOTCUA_FUZZ_SEED={seed} does not hold for \"{}\"", input.escape_ascii());
    };
    inputs.iter().for_each(|input| told(input));
    let mut random = StdRng::seed_from_u64(seed);
    for _ in 0..count {
        let mut input = inputs.choose(&mut random).cloned().unwrap_or_default();
        let other = inputs.choose(&mut random).cloned().unwrap_or_default();
        for _ in 0..random.random_range(1..=4u32) {
            change(&mut input, &other, &mut random);
        }
        input.truncate(LONGEST);
        told(&input);
    }
}

/// Changes an input in one place.
fn change(input: &mut Vec<u8>, other: &[u8], random: &mut StdRng) {
    let at = random.random_range(0..=input.len());
    let length = random.random_range(1..=24usize);
    match random.random_range(0..7u32) {
        0 => {
            let bit = random.random_range(0..8u32);
            if let Some(byte) = input.get_mut(at) {
                *byte ^= 1_u8 << bit;
            }
        }
        1 => {
            let new: u8 = random.random();
            if let Some(byte) = input.get_mut(at) {
                *byte = new;
            }
        }
        2 => insert(input, at, WORDS.choose(random).copied().unwrap_or_default()),
        3 => {
            let tail = input.split_off(at.saturating_add(length).min(input.len()));
            input.truncate(at);
            input.extend(tail);
        }
        4 => {
            let part: Vec<u8> = input.iter().skip(at).take(length).copied().collect();
            insert(input, at, &part);
        }
        5 => {
            input.truncate(at);
            let from = random.random_range(0..=other.len());
            input.extend(other.iter().skip(from));
        }
        _ => {
            let part: Vec<u8> = (0..length).map(|_| random.random()).collect();
            insert(input, at, &part);
        }
    }
}

fn insert(input: &mut Vec<u8>, at: usize, part: &[u8]) {
    let tail = input.split_off(at);
    input.extend_from_slice(part);
    input.extend(tail);
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    fn seen(count: u32) -> Vec<Vec<u8>> {
        let all = RefCell::new(Vec::new());
        rounds("seen", &[b"thu tuc".to_vec()], count, |input| all.borrow_mut().push(input.to_vec()));
        all.into_inner()
    }

    #[test]
    fn the_inputs_come_first_and_then_the_same_changes_each_time() {
        let all = seen(500);
        assert_eq!((all.len(), all[0].as_slice()), (501, b"thu tuc".as_slice()));
        assert_eq!(all, seen(500));
        assert!(all.iter().collect::<std::collections::BTreeSet<_>>().len() > 250, "most differ");
    }

    #[test]
    #[should_panic(expected = "does not hold for \"thu tuc\"")]
    fn an_input_that_breaks_a_target_is_named() {
        rounds("breaks", &[b"thu tuc".to_vec()], 0, |input| assert!(input.is_empty()));
    }
}
