//! Faults on purpose: the real program is killed, filled up, put into another time, raced and starved, and nothing that was
//! acknowledged may be lost or doubled. `cargo xtask test --faults` runs them; a short one stands in `killed`.
//!
//! node.rs: the program as a process, its city, and a client of one request · counter.rs: a filing, clerks, and their
//! reckoning · kill.rs: kill -9 under load · disk.rs: a full disk · io.rs: one that fails · power.rs: one that loses what was not
//! synced · database.rs: PostgreSQL gone in the middle of the load · wire.rs, network.rs: the way to it and to clients slow, torn
//! or silent · time.rs: clock jumps · race.rs, act.rs: two nodes for one filing, for one act · jobs.rs: poisoned jobs, and those of
//! a killed node · clients.rs: slow and idle ones · upgrade.rs: killed while migrating · neighbours.rs: two
//! releases side by side.

mod act;
mod clients;
pub mod counter;
mod database;
mod disk;
mod io;
mod jobs;
pub mod kill;
mod neighbours;
mod network;
pub mod node;
mod power;
mod race;
mod time;
mod upgrade;
mod wire;
