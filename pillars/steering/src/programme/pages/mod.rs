//! The programme's pages: the tree, one item, tasks by agency; the city's definitions of measures and their review.

pub(super) mod agencies;
pub(super) mod define;
pub(super) mod definition;
pub(super) mod definitions;
pub(super) mod item;
mod names;
pub(super) mod tree;
