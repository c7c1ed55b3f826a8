//! The shape of a flow: what can be reached from where, in which order, and which links go back.

use crate::model::{Flow, Kind};
use std::collections::{BTreeMap, BTreeSet};

impl Flow {
    /// Nodes that can be reached from a node, itself among them.
    pub fn reachable(&self, key: &str) -> BTreeSet<&str> {
        self.walk(vec![key], |at| self.links.iter().filter(|l| l.from == at).map(|l| l.to.as_str()).collect())
    }

    /// Nodes from which an end can be reached.
    pub fn ending(&self) -> BTreeSet<&str> {
        let ends = self.nodes.iter().filter(|n| n.kind == Kind::End).map(|n| n.key.as_str()).collect();
        self.walk(ends, |at| self.links.iter().filter(|l| l.to == at).map(|l| l.from.as_str()).collect())
    }

    fn walk<'a>(&'a self, from: Vec<&str>, next: impl Fn(&str) -> Vec<&'a str>) -> BTreeSet<&'a str> {
        // Only what is a node counts: a link may name one that is gone.
        let own = |key: &str| self.node(key).map(|node| node.key.as_str());
        let mut open: Vec<&'a str> = from.into_iter().filter_map(own).collect();
        let mut seen = BTreeSet::new();
        while let Some(key) = open.pop() {
            if seen.insert(key) {
                open.extend(next(key).into_iter().filter_map(own));
            }
        }
        seen
    }

    /// Keys of the links that lead back to where a way came from: without them the flow has no circle.
    pub fn back_links(&self) -> BTreeSet<&str> {
        let mut back = BTreeSet::new();
        let mut done: BTreeSet<&str> = BTreeSet::new();
        let starts = self.nodes.iter().filter(|n| n.kind == Kind::Start).chain(self.nodes.iter());
        for start in starts {
            if done.contains(start.key.as_str()) {
                continue;
            }
            // Depth first without recursion: a node with the links still to be tried.
            let mut path: Vec<(&str, Vec<usize>)> = vec![(start.key.as_str(), self.tries(&start.key))];
            while let Some((key, tries)) = path.last_mut() {
                let Some(link) = tries.pop().and_then(|index| self.links.get(index)) else {
                    done.insert(key);
                    path.pop();
                    continue;
                };
                let to = link.to.as_str();
                if path.iter().any(|(open, _)| *open == to) {
                    back.insert(link.key.as_str());
                } else if !done.contains(to) && self.node(to).is_some() {
                    path.push((to, self.tries(to)));
                }
            }
        }
        back
    }

    /// Indices of the links that leave a node, the first at the end.
    fn tries(&self, key: &str) -> Vec<usize> {
        let leaving = self.links.iter().enumerate().filter(|(_, link)| link.from == key);
        let mut indices: Vec<usize> = leaving.map(|(index, _)| index).collect();
        indices.reverse();
        indices
    }

    /// How far each node is from the start, over the longest way without circles.
    pub fn layers(&self) -> BTreeMap<&str, usize> {
        let back = self.back_links();
        let mut layers: BTreeMap<&str, usize> = self.nodes.iter().map(|n| (n.key.as_str(), 0)).collect();
        // Without circles every layer is right after as many rounds as there are nodes.
        for _ in 0..self.nodes.len() {
            let mut changed = false;
            for link in self.links.iter().filter(|link| !back.contains(link.key.as_str())) {
                let Some(from) = layers.get(link.from.as_str()).copied() else { continue };
                if let Some(to) = layers.get_mut(link.to.as_str()).filter(|to| **to < from + 1) {
                    *to = from + 1;
                    changed = true;
                }
            }
            if !changed {
                break;
            }
        }
        layers
    }

    /// Keys of the nodes in the order of the way: by layer, within one as they are listed.
    pub fn order(&self) -> Vec<String> {
        let layers = self.layers();
        let mut keys: Vec<&str> = self.nodes.iter().map(|n| n.key.as_str()).collect();
        keys.sort_by_key(|key| layers.get(key).copied().unwrap_or(0));
        keys.into_iter().map(str::to_owned).collect()
    }
}
