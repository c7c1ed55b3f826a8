//! What is done to the records of the catalogue, one function an act, one transaction each.

pub mod announce;
pub mod basis;
pub mod change;
pub mod group;
