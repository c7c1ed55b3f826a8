//! What a budget is and may become, without database or clock: its way, its lines, sums that reconcile, changes, money allocated
//! and spent, settlement, the year's calendar, the sheet that is read.

mod calendar;
mod chain;
mod changes;
mod line;
mod money;
mod settle;
mod sheet;
mod state;
mod sums;

pub use calendar::{Check, Milestone, Punctual, punctual};
pub use chain::{Chain, Step, Way, chain_of};
pub use changes::{Change, Difference, by_line};
pub use line::{KnownTask, LineWords, SOURCES, TIERS, Typed, dong};
pub use money::{Quarters, allot, quarters, spend};
pub use settle::{rest, variance};
pub use sheet::{HEADS, address, read, source_word};
pub use state::State;
pub use sums::{Amounts, by, total};
