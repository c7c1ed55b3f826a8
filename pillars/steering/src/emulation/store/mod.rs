//! All SQL of emulation.

pub mod council;
pub mod entries;
pub mod points;
pub mod rounds;
