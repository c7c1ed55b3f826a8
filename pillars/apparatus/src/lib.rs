//! Pillar: apparatus (tổ chức bộ máy): agencies, the one-stop, its counter and the post, joint procedures, conversations on dossiers,
//! the desk's tools, satisfaction, the register of results, the evaluation of settlement.

pub mod agencies;
pub mod counter;
pub mod desk;
pub mod joint;
pub mod messages;
pub mod one_stop;
pub mod post;
pub mod results;
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
    &messages::SLICE,
    &desk::SLICE,
    &results::SLICE,
];
