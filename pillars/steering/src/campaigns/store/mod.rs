//! All SQL of communication.

pub mod campaigns;
pub mod channels;
pub mod contests;
pub mod figures;
pub mod pieces;
pub mod plans;
