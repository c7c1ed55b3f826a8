//! All SQL of the shelf.

mod consents;
mod papers;
mod uses;

pub use consents::{consent, consents_under, forget_all, give, hold, withdraw};
pub use papers::{
    NewPaper, PaperRow, add, by_id, by_source, ending, has_original, leave, list, mark_reminded, of_account,
    only_tenure,
};
pub use uses::{NewUse, UseRow, add_use, uses_of};
