//! All SQL of conversations.

mod answers;
mod message;
mod thread;

pub use answers::{Answer, add_answer, answer, answer_list, answers_of, change_answer};
pub use message::{
    Message, NewMessage, add_files, add_items, add_message, close, complained, conclude, count_of_account,
    files_of, items_of, mark_answered, messages_of, of_account,
};
pub use thread::{
    COMPLAINED, Thread, forget_account, list, lock, open, put_back, read_by, standing_now, thread_of, wrote,
};
