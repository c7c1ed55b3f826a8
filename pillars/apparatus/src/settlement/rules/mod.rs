//! The rules of the evaluation, pure: what a dossier counts for, the nine indicators, the index, the two put together.

mod card;
mod decree;
mod dossier;
mod ends;
mod how;
mod index;
mod procedure;

pub use card::{
    Card, DISLIKED, Group, IndexLine, Inputs, Lack, NineLine, ONLINE, ONLINE_LATE, OfficerCard, Records,
    agency_card, officer_card,
};
pub use decree::{Band, Total};
#[cfg(test)]
pub use dossier::samples;
pub use dossier::{Item, OFFICER_ITEMS, judge};
pub use ends::{Class, End, ends, last_in_time};
pub use how::How;
#[cfg(test)]
pub use how::samples::shipped;
pub use procedure::{ProcedureItem, meets};
