//! All SQL of inspections.

pub mod findings;
pub mod inspections;
pub mod items;
pub mod plans;
pub mod templates;

use kernel::Day;
use platform::error::{Error, Result};

/// A stored day.
pub fn day(text: &str) -> Result<Day> {
    text.parse().map_err(|e| Error::fault("inspections", e))
}
