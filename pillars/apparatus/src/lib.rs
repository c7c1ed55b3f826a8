//! Pillar: apparatus (tổ chức bộ máy): agencies, the one-stop, its counter, conversations on dossiers, the desk's tools, satisfaction, the evaluation of settlement.

pub mod agencies;
pub mod counter;
pub mod desk;
pub mod messages;
pub mod one_stop;
pub mod satisfaction;
pub mod settlement;

/// The slices of this pillar.
pub static SLICES: &[&platform::Slice] = &[
    &agencies::SLICE,
    &one_stop::SLICE,
    &counter::SLICE,
    &messages::SLICE,
    &desk::SLICE,
    &satisfaction::SLICE,
    &settlement::SLICE,
];
