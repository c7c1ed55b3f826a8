//! Counts of tests, read from the closing lines of nextest, cargo test and node's runner.

use std::fmt;
use std::ops::AddAssign;

/// How many tests passed and failed.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    pub passed: u32,
    pub failed: u32,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// The counts that this line closes a run with; nothing for every other line.
pub fn read_line(line: &str) -> Tally {
    let line = without_colour(line);
    let line = line.trim_end();
    if let Some(rest) = line.trim_start().strip_prefix("Summary [") {
        return numbers_before(rest.split_once(':').map_or("", |(_, counts)| counts));
    }
    // From here on unindented only: nextest quotes the closing line of each failed test, set in.
    if let Some(rest) = line.strip_prefix("test result: ") {
        return numbers_before(rest.split_once(". ").map_or("", |(_, counts)| counts));
    }
    let node = |word: &str| line.strip_prefix(word).and_then(|number| number.parse().ok()).unwrap_or(0);
    Tally { passed: node("ℹ pass "), failed: node("ℹ fail ") + node("ℹ cancelled ") }
}

/// `3 passed (1 slow), 2 failed, 1 timed out` counts 3 and 3; what was skipped does not count.
fn numbers_before(counts: &str) -> Tally {
    let mut tally = Tally::default();
    for part in counts.split([',', ';']) {
        let Some((number, word)) = part.trim().split_once(' ') else {
            continue;
        };
        let number = number.parse().unwrap_or(0);
        match word.split(" (").next().unwrap_or(word) {
            "passed" => tally.passed += number,
            "failed" | "timed out" | "exec failed" => tally.failed += number,
            _ => {}
        }
    }
    tally
}

fn without_colour(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        if c == '\u{1b}' {
            chars.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(c);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn counts(line: &str, passed: u32, failed: u32) {
        assert_eq!(read_line(line), Tally { passed, failed }, "{line}");
    }

    #[test]
    fn nextest_is_read_with_its_slow_and_timed_out_tests() {
        counts("     Summary [   0.005s] 2 tests run: 2 passed, 0 skipped", 2, 0);
        counts(
            "     Summary [  61.0s] 9 tests run: 5 passed (1 slow), 2 failed, 1 timed out, 1 exec failed, 3 skipped",
            5,
            4,
        );
        counts("     Summary [   0.1s] 3/9 tests run: 2 passed, 1 failed, 0 skipped", 2, 1);
    }

    #[test]
    fn nextest_is_read_in_colour() {
        counts(
            "\u{1b}[32;1m     Summary\u{1b}[0m [   0.005s] \u{1b}[1m2\u{1b}[0m tests run: \u{1b}[1m2\u{1b}[0m \u{1b}[32;1mpassed\u{1b}[0m, \u{1b}[1m0\u{1b}[0m skipped",
            2,
            0,
        );
    }

    #[test]
    fn cargo_test_and_node_are_read() {
        counts(
            "test result: FAILED. 7 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s",
            7,
            1,
        );
        counts("ℹ pass 9", 9, 0);
        counts("ℹ fail 2", 0, 2);
    }

    #[test]
    fn any_other_line_counts_nothing() {
        counts("12 passed the exam, 3 failed", 0, 0);
        counts("    test result: FAILED. 0 passed; 1 failed; 0 ignored; 0 measured; 17 filtered out", 0, 0);
        counts("ℹ tests 9", 0, 0);
        counts("", 0, 0);
    }
}
