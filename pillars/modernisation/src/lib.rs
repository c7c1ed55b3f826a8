//! Pillar: modernisation.

pub mod govstack;
pub mod online_services;
pub mod portal;
pub mod shelf;

/// The slices of this pillar.
pub static SLICES: &[&platform::Slice] =
    &[&portal::SLICE, &online_services::SLICE, &shelf::SLICE, &govstack::SLICE];
