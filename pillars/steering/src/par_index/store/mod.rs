//! All SQL of the slice `par_index`: trees, rounds, sheets, scores, evidence.

pub(super) mod evidence;
pub(super) mod rounds;
pub(super) mod scores;
pub(super) mod sheets;
pub(super) mod trees;
