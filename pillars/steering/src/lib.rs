//! Pillar: steering. The programme as records, and its targets measured from live records.

pub mod par_index;
pub mod programme;
pub mod targets;

/// The slices of this pillar.
pub static SLICES: &[&platform::Slice] = &[&programme::SLICE, &targets::SLICE, &par_index::SLICE];
