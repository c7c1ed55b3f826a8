//! Pillar: public finance (cải cách tài chính công): fees and charges.

pub mod fees;

/// The slices of this pillar.
pub static SLICES: &[&platform::Slice] = &[&fees::SLICE];
