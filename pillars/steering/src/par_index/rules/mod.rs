//! Pure rules of the index: decimals, how criteria are scored, trees, totals, gaps, steps up, states.

pub mod dec;
pub mod gap;
pub mod grammar;
pub mod how;
pub mod levels;
pub mod lost;
pub mod rule;
pub mod sheet;
pub mod state;
pub mod steps;
pub mod total;
pub mod tree;
