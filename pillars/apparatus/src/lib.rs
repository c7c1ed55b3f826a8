//! Pillar: apparatus (tổ chức bộ máy): agencies, the one-stop, its counter, satisfaction.

pub mod agencies;
pub mod counter;
pub mod one_stop;
pub mod satisfaction;

/// The slices of this pillar.
pub static SLICES: &[&platform::Slice] =
    &[&agencies::SLICE, &one_stop::SLICE, &counter::SLICE, &satisfaction::SLICE];
