//! Pillar: steering. The programme as records, its targets measured from live records, the index that scores agencies, the
//! plans that carry the programme out, and all that waits for somebody.

pub mod par_index;
pub mod plans;
pub mod programme;
pub mod reports;
pub mod targets;
pub mod waiting;

/// The slices of this pillar.
pub static SLICES: &[&platform::Slice] =
    &[&programme::SLICE, &targets::SLICE, &par_index::SLICE, &plans::SLICE, &reports::SLICE, &waiting::SLICE];
