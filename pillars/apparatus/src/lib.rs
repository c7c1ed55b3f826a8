//! Pillar: apparatus (tổ chức bộ máy): agencies, the one-stop, its counter, satisfaction, the evaluation of settlement, joint
//! procedures.

pub mod agencies;
pub mod counter;
pub mod joint;
pub mod one_stop;
pub mod satisfaction;
pub mod settlement;

/// The slices of this pillar.
pub static SLICES: &[&platform::Slice] = &[
    &agencies::SLICE,
    &one_stop::SLICE,
    &counter::SLICE,
    &satisfaction::SLICE,
    &settlement::SLICE,
    &joint::SLICE,
];
