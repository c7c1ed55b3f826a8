//! All SQL of the counter.

mod booking;
mod desk;
mod figures;
mod office;
mod ticket;

pub use booking::{
    Booking, NewBooking, add_wish, booked_of_service, booked_slots, booking, booking_by_code, bookings,
    bookings_after, bookings_on, erase_account, forget_names, forget_wishes, insert_booking, missed_bookings,
    move_booking, of_account, open_of_account, service_taken, set_booking_state, slot_taken, told,
    wishes_for, wishes_of,
};
pub use desk::{Desk, current, desk, desks, save_desk, use_desk};
pub use figures::{EVIDENCE, loads, measured};
pub use office::{
    Closed, Office, Service, add_office, all_offices, closures, hours, office, office_by_code, offices,
    save_closures, save_hours, save_office, save_service, services,
};
pub use ticket::{
    Call, Course, NewTicket, Ticket, by_dossier, by_token, calls, change, insert_many, insert_ticket,
    join_dossier, left_over, list, of_desk, queue, reserve_turn, ticket, waiting_count,
};
