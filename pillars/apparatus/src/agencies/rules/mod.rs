//! Pure rules of agencies: no I/O, no clock.

pub(super) mod activity;
pub(super) mod edit;
pub(super) mod import;
