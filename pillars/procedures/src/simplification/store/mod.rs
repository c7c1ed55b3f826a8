//! All SQL of simplification.

pub mod plans;
pub mod proposals;
pub mod sheets;
