//! Pillar: apparatus (tổ chức bộ máy): agencies, the one-stop, its counter, the post, satisfaction, the evaluation of settlement.
//! Pillar: apparatus (tổ chức bộ máy): agencies, the one-stop, its counter, satisfaction, the evaluation of settlement, joint
//! procedures.

pub mod agencies;
pub mod counter;
pub mod joint;
pub mod one_stop;
pub mod post;
pub mod satisfaction;
pub mod settlement;

/// The slices of this pillar.
pub static SLICES: &[&platform::Slice] = &[
    &agencies::SLICE,
    &one_stop::SLICE,
    &counter::SLICE,
    &satisfaction::SLICE,
    &settlement::SLICE,
    &post::SLICE,
    &joint::SLICE,
];
