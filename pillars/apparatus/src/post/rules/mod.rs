//! The rules of the post, pure: the states of a consignment, fees by the dated tariff, the post's status file, the day of filing.

mod file;
mod filed;
mod state;
mod tariff;

pub use file::{Finding, Outcome, Stated, Unreadable, read};
pub use filed::FiledBy;
pub use state::{Act, State};
pub use tariff::{Rate, ZONES, fee_of, services};

/// Why the post could not deliver, as codes that can be counted.
pub const REASONS: [&str; 5] = ["absent", "address", "refused", "unpaid", "other"];
/// Who pays what the post asks: the person on delivery, or at the desk beforehand; or the agency.
pub const PAYERS: [&str; 3] = ["receiver", "desk", "agency"];
