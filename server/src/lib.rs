//! The program `motcua`: the list of slices, the wiring of their ports, the router with its layers, the demo city.

pub mod cli;
pub mod demo;
mod layers;
pub mod log;
mod serving;
pub mod telemetry;
mod wiring;

pub use layers::router;
pub use wiring::{open, open_existing, open_store, seed, slices, wire};
