//! The Merkle tree of RFC 6962, section 2.1: its hashes, the perfect subtrees it is made of, and how it grows.
//!
//! A tree of any size is made of perfect subtrees, and these never change once they are full: they are what is stored.
//! Every root and every proof is folded from at most 64 of them, so that a ledger of a hundred million entries
//! is proven by reading some fifty rows.

use sha2::{Digest, Sha256};

/// A SHA-256 hash.
pub type Hash = [u8; 32];

/// Hash of a leaf: the byte 0 keeps it from ever being taken for an inner node.
pub fn leaf_hash(content: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(content).finalize().into()
}

/// Hash of an inner node, with the byte 1 before it.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// Root of the tree without leaves: the hash of nothing.
pub fn empty_root() -> Hash {
    Sha256::digest([]).into()
}

/// A perfect subtree: of 2^level leaves, the `index`-th of its level from the left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeAt {
    /// 0 for a leaf.
    pub level: u32,
    /// Number from the left, from 0.
    pub index: u64,
}

/// Leaves from `begin` up to but not including `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First leaf.
    pub begin: u64,
    /// One after the last leaf.
    pub end: u64,
}

impl Span {
    /// Number of leaves.
    pub fn size(self) -> u64 {
        self.end.saturating_sub(self.begin)
    }
}

/// The fewest perfect subtrees that together are the span, from the left.
///
/// Their folding is a hash of the tree only for spans that begin where a subtree of their size may begin:
/// the whole tree, and what [`crate::inclusion`] and [`crate::consistency`] ask for.
pub fn cover(span: Span) -> Vec<NodeAt> {
    let mut nodes = Vec::new();
    let mut begin = span.begin;
    while begin < span.end {
        let room = span.end - begin;
        let level = begin.trailing_zeros().min(63 - room.leading_zeros());
        nodes.push(NodeAt { level, index: begin >> level });
        begin += 1 << level;
    }
    nodes
}

/// One hash of the perfect subtrees of a span, given from the left; `None` when there are none.
pub fn fold(parts: &[Hash]) -> Option<Hash> {
    let (last, rest) = parts.split_last()?;
    Some(rest.iter().rev().fold(*last, |right, left| node_hash(left, &right)))
}

/// The right edge of a growing tree: its perfect subtrees from the left.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Hash>,
}

impl Frontier {
    /// A tree of `size` leaves by the hashes of [`cover`] of its whole; `None` when their number does not fit.
    pub fn of(size: u64, peaks: Vec<Hash>) -> Option<Frontier> {
        (u32::try_from(peaks.len()).ok()? == size.count_ones()).then_some(Frontier { size, peaks })
    }

    /// Number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Hash of the whole tree.
    pub fn root(&self) -> Hash {
        fold(&self.peaks).unwrap_or_else(empty_root)
    }

    /// Adds a leaf; tells each subtree to `full` that became perfect by it, the leaf itself first.
    pub fn push(&mut self, leaf: Hash, full: impl FnMut(NodeAt, Hash)) {
        self.add(0, leaf, full);
    }

    /// Adds the perfect subtrees of a [`cover`] that begins where this tree ends; false when they do not fit.
    pub fn extend(&mut self, end: u64, parts: &[Hash]) -> bool {
        let nodes = cover(Span { begin: self.size, end });
        if nodes.len() != parts.len() || end < self.size {
            return false;
        }
        nodes.iter().zip(parts).for_each(|(at, hash)| self.add(at.level, *hash, |_, _| {}));
        true
    }

    fn add(&mut self, level: u32, subtree: Hash, mut full: impl FnMut(NodeAt, Hash)) {
        let (mut at, mut hash) = (NodeAt { level, index: self.size >> level }, subtree);
        full(at, hash);
        while at.index % 2 == 1 {
            let Some(left) = self.peaks.pop() else { break };
            hash = node_hash(&left, &hash);
            at = NodeAt { level: at.level + 1, index: at.index / 2 };
            full(at, hash);
        }
        self.peaks.push(hash);
        // A size that somebody only claims may be the largest there is.
        self.size = self.size.saturating_add(1 << level);
    }
}

/// Root of the tree over these leaves.
pub fn root_over(leaves: impl IntoIterator<Item = Hash>) -> Hash {
    let mut frontier = Frontier::default();
    leaves.into_iter().for_each(|leaf| frontier.push(leaf, |_, _| {}));
    frontier.root()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The inputs and roots that implementations of Certificate Transparency test themselves with.
    const INPUTS: [&str; 8] =
        ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
    const ROOTS: [&str; 8] = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    #[test]
    fn roots_are_those_of_certificate_transparency() {
        for (n, expected) in ROOTS.iter().enumerate() {
            let leaves = INPUTS[..=n].iter().map(|i| leaf_hash(&hex::decode(i).unwrap()));
            assert_eq!(&hex::encode(root_over(leaves)), expected, "of {} leaves", n + 1);
        }
        assert_eq!(
            hex::encode(empty_root()),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }

    #[test]
    fn a_span_is_covered_by_its_largest_subtrees() {
        let at = |level, index| NodeAt { level, index };
        assert_eq!(cover(Span { begin: 0, end: 7 }), [at(2, 0), at(1, 2), at(0, 6)]);
        assert_eq!(cover(Span { begin: 4, end: 8 }), [at(2, 1)]);
        assert_eq!(cover(Span { begin: 3, end: 3 }), []);
    }

    #[test]
    fn a_frontier_needs_as_many_peaks_as_its_size_says() {
        assert!(Frontier::of(3, vec![[0; 32]]).is_none());
        assert!(Frontier::of(0, Vec::new()).is_some_and(|f| f.root() == empty_root()));
    }
}
