//! How the tree is kept: 256 hashes of one level to a tile, as in C2SP tlog-tiles.
//!
//! A tile of level t holds the roots of perfect subtrees of 256^t leaves; any perfect subtree is folded from one tile.
//! So a million entries are some four thousand rows, and one that grows touches as many tiles as it has levels.

use crate::tree::{Frontier, Hash, NodeAt, Span, cover, fold, node_hash};
use std::collections::{BTreeMap, HashMap};

/// Hashes in a full tile, as a power of two.
const HEIGHT: u32 = 8;
/// Hashes in a full tile.
const WIDTH: u64 = 1 << HEIGHT;
/// Leaves of a tile whose root is kept, as a power of two.
const PART: u32 = HEIGHT / 2;
/// Tiles whose parts are kept: two megabytes for a million entries.
const KEPT: usize = 4_096;

/// Which tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TileAt {
    /// 0 for leaves.
    pub level: u32,
    /// Number from the left, from 0.
    pub number: u64,
}

/// The tiles a caller has read, or must write.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tiles(pub BTreeMap<TileAt, Vec<Hash>>);

/// The tile in which a perfect subtree is found.
pub fn tile_of(node: NodeAt) -> TileAt {
    let first = node.index << (node.level % HEIGHT);
    TileAt { level: node.level / HEIGHT, number: first / WIDTH }
}

/// The tiles from which the hashes of these spans are folded.
pub fn tiles_for(spans: &[Span]) -> Vec<TileAt> {
    let mut tiles: Vec<TileAt> = spans.iter().flat_map(|s| cover(*s)).map(tile_of).collect();
    tiles.sort_unstable();
    tiles.dedup();
    tiles
}

/// The tiles that a tree of this size goes on writing in, one a level.
pub fn edge_of(size: u64) -> Vec<TileAt> {
    let at = |level: u32| {
        let held = size >> (level * HEIGHT);
        (held > 0).then_some(TileAt { level, number: held / WIDTH })
    };
    (0..64 / HEIGHT).map_while(at).collect()
}

impl Tiles {
    /// The hash of a perfect subtree; `None` when its tile is not here or does not reach so far.
    pub fn node(&self, node: NodeAt) -> Option<Hash> {
        let below = node.level % HEIGHT;
        let first = (node.index << below) % WIDTH;
        let from = usize::try_from(first).ok()?;
        perfect(self.0.get(&tile_of(node))?.get(from..from + (1 << below))?)
    }

    /// The hash of a span; `None` when a tile is missing.
    pub fn span(&self, span: Span) -> Option<Hash> {
        fold(&self.parts(span)?)
    }

    /// The hashes of the perfect subtrees of a span, from the left; `None` when a tile is missing.
    pub fn parts(&self, span: Span) -> Option<Vec<Hash>> {
        cover(span).into_iter().map(|at| self.node(at)).collect()
    }

    /// The tree of this size, to grow; `None` when a tile is missing.
    pub fn frontier(&self, size: u64) -> Option<Frontier> {
        Frontier::of(size, self.parts(Span { begin: 0, end: size })?)
    }

    /// Grows the tree by a leaf and writes what became full into its tiles.
    pub fn push(&mut self, frontier: &mut Frontier, leaf: Hash) {
        frontier.push(leaf, |node, hash| {
            if node.level % HEIGHT == 0 {
                let at = TileAt { level: node.level / HEIGHT, number: node.index / WIDTH };
                self.0.entry(at).or_default().push(hash);
            }
        });
    }
}

/// The root of a perfect subtree over these.
fn perfect(part: &[Hash]) -> Option<Hash> {
    let mut level: Vec<Hash> = part.to_vec();
    while level.len() > 1 {
        level = level.chunks_exact(2).filter_map(|c| Some(node_hash(c.first()?, c.last()?))).collect();
    }
    level.first().copied()
}

/// Tiles as they are kept, their hashes in small hexadecimal letters: of each only what is asked for is read.
#[derive(Debug, Clone, Default)]
pub struct Written(pub BTreeMap<TileAt, String>);

/// Letters of a hash.
const LETTERS: usize = 64;

/// Hashes of a tile as it is written, from a place on; `None` when it does not reach so far.
fn read(tile: &str, from: usize, count: usize) -> Option<Vec<Hash>> {
    let text = tile.get(from * LETTERS..(from + count) * LETTERS)?;
    let mut hashes: Vec<Hash> = vec![[0; 32]; count];
    for (hash, letters) in hashes.iter_mut().zip(text.as_bytes().chunks_exact(LETTERS)) {
        hex::decode_to_slice(letters, hash).ok()?;
    }
    Some(hashes)
}

/// Roots of parts of tiles that were folded before. A proof folds almost every hash of every tile that it comes through, some
/// 250 a tile; what is full never changes, so that with its parts' roots at hand some twenty are left.
#[derive(Debug, Default)]
pub struct Folded(HashMap<TileAt, Parts>);

/// The roots of a tile's full parts, from the left.
#[derive(Debug, Clone, Default)]
struct Parts {
    roots: Vec<Hash>,
    /// The last hash below them: a tile of another ledger, such as one that was begun anew, has another there.
    last: Option<Hash>,
}

impl Folded {
    /// The hash of a span, as [`Tiles::span`] gives it.
    pub fn span(&mut self, tiles: &Written, span: Span) -> Option<Hash> {
        let parts: Option<Vec<Hash>> = cover(span).into_iter().map(|at| self.node(tiles, at)).collect();
        fold(&parts?)
    }

    fn node(&mut self, tiles: &Written, node: NodeAt) -> Option<Hash> {
        let at = tile_of(node);
        let tile = tiles.0.get(&at)?;
        let below = node.level % HEIGHT;
        let first = usize::try_from((node.index << below) % WIDTH).ok()?;
        let Some(parts) = below.checked_sub(PART) else { return perfect(&read(tile, first, 1 << below)?) };
        let from = first >> PART;
        perfect(self.parts(at, tile)?.get(from..from + (1 << parts))?)
    }

    /// The roots of the parts of a tile that are full, folded where they are not known.
    fn parts(&mut self, at: TileAt, tile: &str) -> Option<&[Hash]> {
        if self.0.len() >= KEPT && !self.0.contains_key(&at) {
            self.0.clear();
        }
        let kept = self.0.entry(at).or_default();
        let known = (kept.roots.len() << PART).checked_sub(1);
        let last = known.and_then(|place| read(tile, place, 1)?.pop());
        if last != kept.last {
            *kept = Parts::default();
        }
        for part in kept.roots.len()..(tile.len() / LETTERS) >> PART {
            let hashes = read(tile, part << PART, 1 << PART)?;
            kept.roots.push(perfect(&hashes)?);
            kept.last = hashes.last().copied();
        }
        Some(&kept.roots)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{consistency, consistent, included, inclusion, leaf_hash, root_over};

    fn grown(size: u64) -> (Tiles, Frontier) {
        let (mut tiles, mut frontier) = (Tiles::default(), Frontier::default());
        (0..size).for_each(|n| tiles.push(&mut frontier, leaf_hash(&n.to_be_bytes())));
        (tiles, frontier)
    }

    fn read(all: &Tiles, wanted: &[TileAt]) -> Tiles {
        Tiles(wanted.iter().filter_map(|at| Some((*at, all.0.get(at)?.clone()))).collect())
    }

    #[test]
    fn a_tree_goes_on_from_the_tiles_of_its_edge() {
        for size in [0, 1, 255, 256, 257, 511, 512, 70_000] {
            let (all, frontier) = grown(size);
            let whole = [Span { begin: 0, end: size }];
            assert_eq!(read(&all, &tiles_for(&whole)).frontier(size), Some(frontier.clone()), "{size}");
            let mut edge = read(&all, &edge_of(size));
            let mut on = frontier;
            edge.push(&mut on, leaf_hash(&size.to_be_bytes()));
            let (next, _) = grown(size + 1);
            for (at, hashes) in edge.0 {
                assert_eq!(next.0.get(&at), Some(&hashes), "{size} {at:?}");
            }
        }
    }

    #[test]
    fn proofs_are_folded_from_few_tiles() {
        let size = 70_000;
        let (all, frontier) = grown(size);
        for index in [0, 1, 255, 256, 65_535, 65_536, 69_999] {
            let spans = inclusion(index, size);
            let some = read(&all, &tiles_for(&spans));
            assert!(some.0.len() < 12, "{} tiles", some.0.len());
            let path: Vec<Hash> = spans.iter().map(|s| some.span(*s).unwrap()).collect();
            assert!(included(&leaf_hash(&index.to_be_bytes()), index, size, &path, &frontier.root()));
        }
        let spans = consistency(300, size);
        let path: Vec<Hash> = spans.iter().map(|s| all.span(*s).unwrap()).collect();
        let old = root_over((0..300u64).map(|n| leaf_hash(&n.to_be_bytes())));
        assert!(consistent(300, &old, size, &frontier.root(), &path));
    }

    #[test]
    fn what_was_folded_before_is_what_is_folded_anew() {
        let written = |tiles: &Tiles| {
            Written(tiles.0.iter().map(|(at, hashes)| (*at, hex::encode(hashes.concat()))).collect())
        };
        let mut folded = Folded::default();
        for size in [20, 300, 1_000, 70_000] {
            let (all, _) = grown(size);
            let kept = written(&all);
            for index in [0, 1, 17, 255, 256, 65_535, 65_536, 69_999] {
                for span in inclusion(index, size) {
                    assert_eq!(folded.span(&kept, span), all.span(span), "{span:?} of {size}");
                }
            }
        }
        // A ledger that was begun anew has other tiles in the same places.
        let mut other = Tiles::default();
        let mut frontier = Frontier::default();
        (0..300u64).for_each(|n| other.push(&mut frontier, leaf_hash(&(n + 1).to_be_bytes())));
        let kept = written(&other);
        for span in inclusion(3, 300) {
            assert_eq!(folded.span(&kept, span), other.span(span), "{span:?}");
        }
    }

    #[test]
    fn a_million_entries_are_few_rows() {
        let size = 1_000_000u64;
        let rows: u64 = (0..3).map(|level| (size >> (level * HEIGHT)).div_ceil(WIDTH)).sum();
        assert!(rows < 4_000, "{rows}");
    }
}
