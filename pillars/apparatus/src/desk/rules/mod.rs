//! Rules of the desk's tools, pure.

pub mod burden;
pub mod label;
pub mod likeness;
pub mod pace;
pub mod risk;
pub mod spread;
