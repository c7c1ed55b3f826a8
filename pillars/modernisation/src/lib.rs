//! Pillar: modernisation.

pub mod portal;

/// The slices of this pillar.
pub static SLICES: &[&platform::Slice] = &[&portal::SLICE];
