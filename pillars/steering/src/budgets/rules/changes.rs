//! What became of each line between what was first sent and what stands now: every change with who and why, and the net of them.

use kernel::Dong;

/// A change of a line's amount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The line.
    pub line: i64,
    /// Amount before.
    pub before: Dong,
    /// Amount after.
    pub after: Dong,
}

/// What all changes of a line come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Difference {
    /// The line.
    pub line: i64,
    /// Before the first change.
    pub first: Dong,
    /// After the last one.
    pub last: Dong,
    /// How many changes.
    pub count: usize,
}

impl Difference {
    /// More (positive) or less (negative) than first.
    pub fn net(&self) -> Dong {
        self.last - self.first
    }
}

/// The net of changes by line, in the order in which lines were first changed; changes come in the order of time.
pub fn by_line(changes: &[Change]) -> Vec<Difference> {
    let mut found: Vec<Difference> = Vec::new();
    for change in changes {
        match found.iter_mut().find(|d| d.line == change.line) {
            Some(known) => {
                known.last = change.after;
                known.count += 1;
            }
            None => found.push(Difference {
                line: change.line,
                first: change.before,
                last: change.after,
                count: 1,
            }),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_net_is_the_sum_of_all_changes(moves in proptest::collection::vec((0i64..4, -500i64..500), 0..30)) {
            let mut amounts = [1_000i64; 4];
            let mut changes = Vec::new();
            for (line, by) in &moves {
                let at = usize::try_from(*line).unwrap();
                let before = amounts[at];
                amounts[at] += by;
                changes.push(Change { line: *line, before: Dong(before), after: Dong(amounts[at]) });
            }
            let nets = by_line(&changes);
            let all: Dong = nets.iter().map(Difference::net).sum();
            prop_assert_eq!(all, Dong(moves.iter().map(|(_, by)| by).sum()));
            for net in &nets {
                prop_assert_eq!(net.first, Dong(1_000));
                prop_assert_eq!(net.last, Dong(amounts[usize::try_from(net.line).unwrap()]));
            }
            prop_assert_eq!(nets.iter().map(|n| n.count).sum::<usize>(), changes.len());
        }
    }
}
