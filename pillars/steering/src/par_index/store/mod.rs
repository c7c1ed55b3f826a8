//! All SQL of the slice `par_index`: trees, rounds, sheets, scores, evidence, who has which criterion, surveys, waves of asking.

pub(super) mod assignments;
pub(super) mod evidence;
pub(super) mod rounds;
pub(super) mod scores;
pub(super) mod sheets;
pub(super) mod surveys;
pub(super) mod trees;
pub(super) mod waves;
