//! Pure rules of satisfaction: no I/O, no clock.

pub(super) mod rate;
pub(super) mod set;
pub(super) mod sheet;
pub(super) mod shown;
pub(super) mod wave;
