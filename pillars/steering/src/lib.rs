//! Pillar: steering. The programme as records, its targets measured from live records, the index that scores agencies, the
//! plans that carry the programme out with the money for them, inspections of how it is carried out, communication, periodic
//! reports, emulation among agencies, reviews of the whole, all that waits for somebody, and the weekly brief.

pub mod briefs;
pub mod budgets;
pub mod campaigns;
pub mod emulation;
pub mod final_review;
pub mod inspections;
pub mod par_index;
pub mod plans;
pub mod programme;
pub mod reports;
pub mod targets;
pub mod waiting;

/// The slices of this pillar.
pub static SLICES: &[&platform::Slice] = &[
    &programme::SLICE,
    &targets::SLICE,
    &par_index::SLICE,
    &plans::SLICE,
    &budgets::SLICE,
    &inspections::SLICE,
    &campaigns::SLICE,
    &reports::SLICE,
    &emulation::SLICE,
    &final_review::SLICE,
    &waiting::SLICE,
    &briefs::SLICE,
];
