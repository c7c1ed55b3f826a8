//! All SQL of the slice `targets`: kept figures and what is due for measuring, readings, declared figures, who answers and what
//! they say, what turned, saved scenarios.

pub(super) mod cells;
pub(super) mod declared;
pub(super) mod dirty;
pub(super) mod figures;
pub(super) mod follow;
pub(super) mod readings;
pub(super) mod rebuild;
pub(super) mod scenarios;
pub(super) mod turns;
