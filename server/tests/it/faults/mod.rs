//! Faults on purpose: the real program is killed, filled up, put into another time, raced and starved, and nothing that was
//! acknowledged may be lost or doubled. `cargo xtask test --faults` runs them; a short one stands in `killed`.
//!
//! node.rs: the program as a process, its city, and a small client · kill.rs: kill -9 under load · disk.rs: a full disk ·
//! database.rs: PostgreSQL gone in the middle of the load · time.rs: clock jumps · race.rs: two nodes, a poisoned job · clients.rs: slow
//! and idle ones · upgrade.rs: killed while migrating · neighbours.rs: two releases side by side.

mod clients;
mod database;
mod disk;
pub mod kill;
mod neighbours;
pub mod node;
mod race;
mod time;
mod upgrade;
