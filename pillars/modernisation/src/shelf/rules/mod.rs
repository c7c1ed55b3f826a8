//! Pure rules of the shelf: kinds of papers, whose a paper is, whether it can still be used.

pub mod kinds;
pub mod owner;
pub mod tenure;
