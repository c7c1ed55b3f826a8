//! Pillar: steering. The programme as records, its targets measured from live records, the plans that carry it out, and all
//! that waits for somebody.

pub mod plans;
pub mod par_index;
pub mod programme;
pub mod targets;
pub mod waiting;

/// The slices of this pillar.
pub static SLICES: &[&platform::Slice] =
    &[&programme::SLICE, &targets::SLICE, &plans::SLICE, &waiting::SLICE];
pub static SLICES: &[&platform::Slice] = &[&programme::SLICE, &targets::SLICE, &par_index::SLICE];
