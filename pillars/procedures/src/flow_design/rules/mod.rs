//! Pure rules of the flow designer: how a flow is edited, what differs, and the states of its versions.

pub mod diff;
pub mod edit;
pub mod process;
pub mod state;
pub mod withdrawal;
