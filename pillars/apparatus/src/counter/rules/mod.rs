//! Pure rules of the queue: states of a ticket, who is called next, opening hours and slots, waiting times.

pub mod hours;
pub mod order;
pub mod plan;
pub mod priority;
pub mod spread;
pub mod state;
