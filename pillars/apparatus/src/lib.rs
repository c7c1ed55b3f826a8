//! Pillar: apparatus (tổ chức bộ máy): agencies, the one-stop, its counter, satisfaction, the register of results, the evaluation of settlement.

pub mod agencies;
pub mod counter;
pub mod one_stop;
pub mod results;
pub mod satisfaction;
pub mod settlement;

/// The slices of this pillar.
pub static SLICES: &[&platform::Slice] = &[
    &agencies::SLICE,
    &one_stop::SLICE,
    &results::SLICE,
    &counter::SLICE,
    &satisfaction::SLICE,
    &settlement::SLICE,
];
