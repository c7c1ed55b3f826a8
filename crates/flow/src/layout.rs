//! Where nodes stand in a drawing: in columns by how far they are from the start, in rows by what leads to them.

use crate::model::{Flow, Kind, Node, Place};
use std::collections::BTreeMap;

/// Between the left edges of two columns, and the upper edges of two rows.
const COLUMN: i64 = 210;
const ROW: i64 = 120;
/// Around the drawing.
const EDGE: i64 = 30;
/// The room of a cell, in the middle of which a node stands.
pub(crate) const WIDE: i64 = 160;
const HIGH: i64 = 64;

/// Where each node stands: as it was drawn where every node has its place, else laid out anew.
pub fn places(flow: &Flow) -> BTreeMap<String, Place> {
    let drawn = || flow.nodes.iter().filter_map(|node| Some((node.key.clone(), node.at?)));
    if drawn().count() == flow.nodes.len() {
        return drawn().collect();
    }
    let layers = flow.layers();
    let mut columns: BTreeMap<usize, Vec<&Node>> = BTreeMap::new();
    for node in &flow.nodes {
        columns.entry(layers.get(node.key.as_str()).copied().unwrap_or(0)).or_default().push(node);
    }
    let back = flow.back_links();
    let mut rows: BTreeMap<&str, i64> = BTreeMap::new();
    let mut places = BTreeMap::new();
    for (column, nodes) in (0_i64..).zip(columns.values()) {
        let mut wished: Vec<(i64, &Node)> = nodes
            .iter()
            .map(|node| {
                let before = flow.incoming(&node.key).filter(|link| !back.contains(link.key.as_str()));
                let of: Vec<i64> = before.filter_map(|link| rows.get(link.from.as_str()).copied()).collect();
                let count = i64::try_from(of.len()).unwrap_or(1).max(1);
                (of.iter().sum::<i64>() / count, *node)
            })
            .collect();
        wished.sort_by_key(|(row, _)| *row);
        let mut free = 0;
        for (wish, node) in wished {
            let row = wish.max(free);
            free = row + 1;
            rows.insert(node.key.as_str(), row);
            places.insert(node.key.clone(), place(node, EDGE + column * COLUMN, EDGE + row * ROW));
        }
    }
    places
}

/// The flow with every node in its place.
pub fn placed(flow: &Flow) -> Flow {
    let places = places(flow);
    let nodes = flow.nodes.iter().map(|node| Node { at: places.get(&node.key).copied(), ..node.clone() });
    Flow { nodes: nodes.collect(), links: flow.links.clone() }
}

/// A node in the middle of its cell.
fn place(node: &Node, x: i64, y: i64) -> Place {
    let (width, height) = match node.kind {
        Kind::Step(_) | Kind::Action(_) => (WIDE, HIGH),
        Kind::Choice | Kind::Split | Kind::Join => (44, 44),
        Kind::Start | Kind::End | Kind::Timer(_) => (36, 36),
    };
    Place { x: x + (WIDE - width) / 2, y: y + (HIGH - height) / 2, width, height }
}
