//! All SQL of the post: consignments with what became of them, lists handed to the post, status files.

mod files;
mod items;
mod lists;

pub use files::{FileLine, FileRow, NewFileLine, add_file, file, file_lines, files};
pub use items::{
    Alike, EventRow, ItemRow, NewItem, add_event, add_item, events_of, item, item_by_key, items,
    items_by_number, letter_alike, lock_item, of_account, of_dossier, save_item, unlink_account,
};
pub use lists::{
    ListRow, add_list, hand_over, items_of_list, list, lists, lock_list, next_number, take_turn, waiting,
};
