//! What is done with consignments, lists and files: one function an act, one transaction each.

mod files;
mod items;
mod lists;
mod outcome;

pub use files::import;
pub use items::{
    Corrected, Entered, NewLetter, RECEIVER, cancel, correct, enter_letter, enter_result, number, tariff_on,
};
pub use lists::{hand_over, make};
pub use outcome::{Told, outcome};
