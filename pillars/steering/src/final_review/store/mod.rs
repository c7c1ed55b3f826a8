//! All SQL of reviews.

pub mod awards;
pub mod chapters;
pub mod figures;
pub mod reviews;
