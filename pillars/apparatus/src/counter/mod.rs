//! The counter (quầy): numbers, desks, screens and appointments of the one-stops; waiting, serving and settling in one timeline.
//! Basis: Decree 61/2018/NĐ-CP, art. 13.2.b (a queue machine at the one-stop); who is served first is a dated list.
//!
//! | file | what |
//! |---|---|
//! | `rules/` | states of a ticket, who is next, opening hours and slots, what is typed for an office, medians |
//! | `store/` | all SQL of the tables `counter_…` |
//! | `acts/` | giving a ticket, the desk's acts, appointments |
//! | `api/` | its operations for other programs |
//! | `pages/` | kiosk, slip, screen, call desk, board, tickets, times, offices, appointments |
//! | `forms/` | the narrow slip |
//! | `ports.rs` | the dossier of a ticket (`QueueTickets`) |
//! | `jobs.rs` | missed appointments, the day's end, names that are forgotten |
//! | `personal.rs` | what is kept by account, and how it goes |
//! | `demo.rs` | offices, a day in full swing, the days before |
//!
//! Invariant: two desks never call one ticket: every change holds only for the state the ticket was read in.

mod acts;
mod api;
mod demo;
mod forms;
mod jobs;
mod pages;
mod personal;
mod ports;
mod rules;
mod seed;
mod slice;
mod store;
#[cfg(test)]
mod tests;

pub use ports::queue_tickets;
pub use slice::SLICE;
