//! All SQL of the register of results.

mod changes;
mod entries;

pub use changes::{ChangeRow, NewChange, changes_of, close_change, open_change, propose};
pub use entries::{
    EntryRow, NewEntry, add, agencies, by_code, by_id, end, gathered, held_by, hold, list, of_account,
    of_dossier, only_standing, only_waiting, set_gathered, unlink_account,
};
