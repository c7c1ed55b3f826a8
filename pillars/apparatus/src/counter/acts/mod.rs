//! What is done with tickets and appointments, one function an act, one transaction each.

mod book;
mod desk;
mod issue;
mod opening;

pub use book::{
    book, book_for, call_off, call_off_unopened, cancel, cancel_for, days_ahead, fewer, miss_bookings,
    reschedule, slots, slots_for, wish,
};
pub use desk::{Target, act, call_next, close_days, is_for, quick};
pub use issue::{Asked, check_in, give};
pub use opening::opening;
