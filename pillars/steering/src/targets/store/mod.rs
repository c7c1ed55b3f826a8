//! All SQL of the slice `targets`: kept figures and what is due for measuring, readings, declared figures.

pub(super) mod cells;
pub(super) mod declared;
pub(super) mod dirty;
pub(super) mod figures;
pub(super) mod readings;
pub(super) mod rebuild;
