//! The programme's pages: the tree, one item, tasks by agency.

pub(super) mod agencies;
pub(super) mod item;
mod names;
pub(super) mod tree;
