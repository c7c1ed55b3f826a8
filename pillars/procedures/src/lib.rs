//! Pillar: procedures (thể chế, thủ tục hành chính).

pub mod catalogue;
pub mod compliance_cost;
pub mod dialogue;
mod drafting;
mod drawn;
pub mod flow_design;
pub mod form_design;
pub mod petitions;
pub mod simplification;

/// The slices of this pillar, and the texts of the electronic forms its procedures carry.
pub static SLICES: &[&platform::Slice] = &[
    &eforms::SLICE,
    &catalogue::SLICE,
    &form_design::SLICE,
    &flow_design::SLICE,
    &compliance_cost::SLICE,
    &simplification::SLICE,
    &petitions::SLICE,
    &dialogue::SLICE,
];
