//! The programming interface under /api/v1: slices declare operations, and router, description and tests come of that.
//!
//! operation.rs: what a slice declares · interface.rs: under which address and manners · input.rs: parameters and bodies by
//! their schema · body.rs: how bodies are written · answer.rs: what goes out ·
//! door.rs: token, limit, access, replay · token.rs: tokens and whom they let in ·
//! replay.rs: answers kept for the same key · problem.rs: errors as problem+json · describe.rs: the OpenAPI document ·
//! types.rs: words that operations share.

mod answer;
mod body;
mod describe;
mod door;
mod input;
mod interface;
mod operation;
pub mod problem;
mod replay;
pub mod token;
pub mod types;

pub use answer::{Created, Listed, One, Output, Stored};
pub use describe::describe;
pub use door::assemble;
pub use input::{Input, Nothing};
pub use interface::{Interface, Told};
pub use operation::{Op, Operation, Operations};
pub(crate) use replay::kept_hours;

/// What every address of the interface begins with.
pub const PREFIX: &str = "/api/v1";

/// Whether a path belongs to the interface: its errors are problem+json, whoever asks.
pub fn is_api(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/")
}
