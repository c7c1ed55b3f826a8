//! Pillar: procedures.

/// The slices of this pillar.
pub static SLICES: &[&platform::Slice] = &[];
