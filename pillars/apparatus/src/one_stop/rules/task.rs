//! Whether who looks at a dossier had work there: what the person and the inspector are told of a look.

/// Who looks.
#[derive(Debug, Clone, Copy)]
pub struct Reader {
    /// Account.
    pub account: i64,
    /// Agency acted for.
    pub unit: Option<i64>,
}

/// Who has part in a dossier.
#[derive(Debug, Clone, Default)]
pub struct Involved {
    /// The agency that settles it, with the units below it.
    pub settling: Vec<i64>,
    /// Units that were asked for an opinion.
    pub asked: Vec<i64>,
    /// Accounts that have or had it in hand.
    pub hands: Vec<i64>,
}

/// The reader had it in hand, or acts for an agency that settles it or was asked.
pub fn has_task(reader: Reader, involved: &Involved) -> bool {
    involved.hands.contains(&reader.account)
        || reader.unit.is_some_and(|unit| involved.settling.contains(&unit) || involved.asked.contains(&unit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_reader_of_no_part_has_no_task() {
        let involved = Involved { settling: vec![2, 21], asked: vec![4], hands: vec![11] };
        let reads = |account, unit| has_task(Reader { account, unit }, &involved);
        assert!(reads(99, Some(2)) && reads(99, Some(21)) && reads(99, Some(4)) && reads(11, Some(7)));
        assert!(!reads(99, Some(1)), "the agency above has none by being above");
        assert!(!reads(99, None));
    }

    proptest! {
        #[test]
        fn more_part_never_takes_a_task_away(
            account in 0i64..9, unit in proptest::option::of(0i64..9),
            settling in proptest::collection::vec(0i64..9, 0..4), asked in proptest::collection::vec(0i64..9, 0..4),
            hands in proptest::collection::vec(0i64..9, 0..4), more in 0i64..9,
        ) {
            let reader = Reader { account, unit };
            let before = Involved { settling, asked, hands };
            let mut after = before.clone();
            after.asked.push(more);
            after.hands.push(more);
            prop_assert!(!has_task(reader, &before) || has_task(reader, &after));
        }
    }
}
