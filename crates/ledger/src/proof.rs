//! Proofs of RFC 6962: that a leaf is in the tree (2.1.1) and that a tree is the beginning of a larger one (2.1.2).
//!
//! A proof is first a list of spans: whoever holds the perfect subtrees folds each into one hash.
//! It is checked by the loops of RFC 9162 (2.1.3.2, 2.1.4.2), which need the hashes alone.

use crate::tree::{Hash, Span, node_hash};

/// Spans whose hashes prove that leaf `index` is in the tree of `size` leaves, nearest first; empty when it is not.
pub fn inclusion(index: u64, size: u64) -> Vec<Span> {
    if index >= size {
        return Vec::new();
    }
    let (mut begin, mut end) = (0, size);
    let mut path = Vec::new();
    while end - begin > 1 {
        let middle = begin + split(end - begin);
        if index < middle {
            path.push(Span { begin: middle, end });
            end = middle;
        } else {
            path.push(Span { begin, end: middle });
            begin = middle;
        }
    }
    path.reverse();
    path
}

/// Spans whose hashes prove that the tree of `size` leaves begins with the tree of `old` leaves.
///
/// Empty when nothing needs a proof: equal sizes, or an empty old tree.
pub fn consistency(old: u64, size: u64) -> Vec<Span> {
    if old == 0 || old >= size {
        return Vec::new();
    }
    let (mut begin, mut end) = (0, size);
    let mut path = Vec::new();
    while old != end {
        let middle = begin + split(end - begin);
        if old <= middle {
            path.push(Span { begin: middle, end });
            end = middle;
        } else {
            path.push(Span { begin, end: middle });
            begin = middle;
        }
    }
    if begin > 0 {
        path.push(Span { begin, end });
    }
    path.reverse();
    path
}

/// The largest power of two below `size`, which is at least 2: where a tree divides.
fn split(size: u64) -> u64 {
    1 << (63 - (size - 1).leading_zeros())
}

/// Whether `path` proves that `leaf` is number `index` of the tree of `size` leaves with this root.
pub fn included(leaf: &Hash, index: u64, size: u64, path: &[Hash], root: &Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut number, mut last, mut hash) = (index, size - 1, *leaf);
    for part in path {
        if last == 0 {
            return false;
        }
        if number % 2 == 1 || number == last {
            hash = node_hash(part, &hash);
            while number % 2 == 0 && number != 0 {
                number >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, part);
        }
        number >>= 1;
        last >>= 1;
    }
    last == 0 && hash == *root
}

/// Whether `path` proves that the tree of `size` leaves with `root` begins with that of `old` leaves with `old_root`.
pub fn consistent(old: u64, old_root: &Hash, size: u64, root: &Hash, path: &[Hash]) -> bool {
    if old == size {
        return path.is_empty() && old_root == root;
    }
    if old == 0 {
        return path.is_empty();
    }
    if old > size {
        return false;
    }
    let whole = old.is_power_of_two().then_some(*old_root);
    let mut parts = whole.iter().chain(path);
    let Some(first) = parts.next() else { return false };
    let (mut number, mut last) = (old - 1, size - 1);
    while number % 2 == 1 {
        number >>= 1;
        last >>= 1;
    }
    let (mut small, mut large) = (*first, *first);
    for part in parts {
        if last == 0 {
            return false;
        }
        if number % 2 == 1 || number == last {
            small = node_hash(part, &small);
            large = node_hash(part, &large);
            while number % 2 == 0 && number != 0 {
                number >>= 1;
                last >>= 1;
            }
        } else {
            large = node_hash(&large, part);
        }
        number >>= 1;
        last >>= 1;
    }
    last == 0 && small == *old_root && large == *root
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::{Frontier, NodeAt, cover, fold, leaf_hash, root_over};
    use proptest::prelude::*;
    use std::collections::HashMap;

    fn leaf(n: u64) -> Hash {
        leaf_hash(&n.to_be_bytes())
    }

    fn nodes(size: u64) -> HashMap<NodeAt, Hash> {
        let (mut frontier, mut nodes) = (Frontier::default(), HashMap::new());
        (0..size).for_each(|n| {
            frontier.push(leaf(n), |at, hash| {
                nodes.insert(at, hash);
            })
        });
        nodes
    }

    fn hashes(nodes: &HashMap<NodeAt, Hash>, spans: &[Span]) -> Vec<Hash> {
        let one = |span: &Span| fold(&cover(*span).iter().map(|at| nodes[at]).collect::<Vec<_>>()).unwrap();
        spans.iter().map(one).collect()
    }

    /// The definition of RFC 6962, 2.1, word by word.
    fn by_definition(leaves: &[Hash]) -> Hash {
        match leaves {
            [one] => *one,
            _ => {
                let k = split(leaves.len() as u64) as usize;
                node_hash(&by_definition(&leaves[..k]), &by_definition(&leaves[k..]))
            }
        }
    }

    proptest! {
        #[test]
        fn the_grown_root_is_that_of_the_definition(size in 1u64..300) {
            let leaves: Vec<Hash> = (0..size).map(leaf).collect();
            prop_assert_eq!(root_over(leaves.iter().copied()), by_definition(&leaves));
        }

        #[test]
        fn every_leaf_is_proven_and_no_other((size, index) in (1u64..300).prop_flat_map(|s| (Just(s), 0..s)), flip in 0usize..300) {
            let (nodes, root) = (nodes(size), root_over((0..size).map(leaf)));
            let mut path = hashes(&nodes, &inclusion(index, size));
            prop_assert!(included(&leaf(index), index, size, &path, &root));
            prop_assert!(!included(&leaf(size + 1), index, size, &path, &root));
            let elsewhere = (index + 1) % size;
            prop_assert!(size == 1 || !included(&leaf(index), elsewhere, size, &path, &root));
            if !path.is_empty() {
                let n = flip % path.len();
                path[n][flip % 32] ^= 1;
                prop_assert!(!included(&leaf(index), index, size, &path, &root));
                path[n][flip % 32] ^= 1;
                path.pop();
                prop_assert!(!included(&leaf(index), index, size, &path, &root));
            }
        }

        #[test]
        fn a_grown_tree_begins_with_the_old_and_no_other((size, old) in (1u64..300).prop_flat_map(|s| (Just(s), 1..=s)), flip in 0usize..300) {
            let nodes = nodes(size);
            let (was, root) = (root_over((0..old).map(leaf)), root_over((0..size).map(leaf)));
            let mut path = hashes(&nodes, &consistency(old, size));
            prop_assert!(consistent(old, &was, size, &root, &path));
            let other = root_over((0..old).map(|n| leaf(n + 1)));
            prop_assert!(!consistent(old, &other, size, &root, &path));
            if !path.is_empty() {
                let n = flip % path.len();
                path[n][flip % 32] ^= 1;
                prop_assert!(!consistent(old, &was, size, &root, &path));
            }
        }
    }
}
