//! Pillar: steering. The programme as records, its targets measured from live records, the index that scores agencies, the
//! plans that carry the programme out, the money for them, and all that waits for somebody.

pub mod budgets;
//! plans that carry the programme out, inspections of how it is carried out, and all that waits for somebody.

pub mod inspections;
pub mod briefs;
pub mod campaigns;
pub mod par_index;
pub mod plans;
pub mod programme;
pub mod reports;
pub mod targets;
pub mod waiting;

/// The slices of this pillar.
pub static SLICES: &[&platform::Slice] =
    &[&programme::SLICE, &targets::SLICE, &par_index::SLICE, &plans::SLICE, &budgets::SLICE, &waiting::SLICE];
pub static SLICES: &[&platform::Slice] = &[
    &programme::SLICE,
    &targets::SLICE,
    &par_index::SLICE,
    &plans::SLICE,
    &inspections::SLICE,
    &waiting::SLICE,
];
    &[&programme::SLICE, &targets::SLICE, &par_index::SLICE, &plans::SLICE, &campaigns::SLICE, &waiting::SLICE, &briefs::SLICE];
    &[&programme::SLICE, &targets::SLICE, &par_index::SLICE, &plans::SLICE, &reports::SLICE, &waiting::SLICE];
