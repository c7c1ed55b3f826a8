//! Who gets what when work is handed over: each piece in turn to whoever has least then, of those who may do it.

use std::collections::BTreeMap;

/// A piece of work to hand over, with the accounts that may do it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Dossier.
    pub id: i64,
    /// Who may do its step.
    pub able: Vec<i64>,
}

/// To whom each piece goes, in the order of the pieces; none where nobody of those chosen may do it. `load` is what
/// everybody chosen has in hand now.
pub fn spread(pieces: &[Piece], load: &BTreeMap<i64, i64>) -> Vec<(i64, Option<i64>)> {
    let mut load = load.clone();
    let mut given = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let least = load
            .iter()
            .filter(|(account, _)| piece.able.contains(account))
            .min_by_key(|(account, open)| (**open, **account))
            .map(|(account, _)| *account);
        if let Some(open) = least.and_then(|account| load.get_mut(&account)) {
            *open += 1;
        }
        given.push((piece.id, least));
    }
    given
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(count: i64, able: &[i64]) -> Vec<Piece> {
        (1..=count).map(|id| Piece { id, able: able.to_vec() }).collect()
    }

    #[test]
    fn who_has_least_gets_first() {
        let load = BTreeMap::from([(7, 2), (8, 0)]);
        let given = spread(&pieces(4, &[7, 8]), &load);
        assert_eq!(given, [(1, Some(8)), (2, Some(8)), (3, Some(7)), (4, Some(8))]);
    }

    #[test]
    fn what_nobody_chosen_may_do_stays() {
        assert_eq!(spread(&pieces(1, &[9]), &BTreeMap::from([(7, 0)])), [(1, None)]);
    }

    proptest::proptest! {
        #[test]
        fn loads_end_level_as_far_as_they_can(count in 0_i64..60, start in proptest::collection::vec(0_i64..20, 1..6)) {
            let load: BTreeMap<i64, i64> = (1..).zip(start).collect();
            let able: Vec<i64> = load.keys().copied().collect();
            let mut end = load.clone();
            for (_, to) in spread(&pieces(count, &able), &load) {
                *end.get_mut(&to.unwrap()).unwrap() += 1;
            }
            proptest::prop_assert_eq!(end.values().sum::<i64>(), load.values().sum::<i64>() + count);
            let least = *end.values().min().unwrap();
            for (account, open) in &end {
                proptest::prop_assert!(*open <= least + 1 || *open == load[account], "only who had more before has more now");
            }
        }
    }
}
